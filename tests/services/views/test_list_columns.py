"""The columns of a foreign list: heads, samples, what they are taken for, and the same key for the same heads."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from openpyxl import Workbook

from yb_desktop.services.views.list_columns import lacking, list_columns

Line = tuple[str | date | None, ...]


def saved(path: Path, *lines: Line) -> Path:
    book = Workbook()
    for line in lines:
        book.worksheets[0].append(line)
    book.save(path)
    return path


def test_known_heads_are_recognised_each_with_a_sample(tmp_path: Path) -> None:
    found = list_columns(
        saved(tmp_path / "a.xlsx", ("机构名称", "证号", "开业日期"), ("甲诊所", "PDY1", date(2020, 1, 2)))
    )
    assert [(one.head, one.sample, one.field) for one in found.columns] == [
        ("机构名称", "甲诊所", "name"),
        ("证号", "PDY1", "licence_number"),
        ("开业日期", "2020-01-02", "opened"),
    ]
    assert found.missing == ()


def test_heads_nobody_knows_are_the_row_with_the_most_words(tmp_path: Path) -> None:
    found = list_columns(saved(tmp_path / "a.xlsx", ("某县名单",), ("店名", "牌照", "店名"), ("甲", "1", "乙")))
    assert [(one.name, one.head) for one in found.columns] == [("A", "店名"), ("牌照", "牌照"), ("C", "店名")]
    assert found.missing == ("机构名称", "统一社会信用代码或许可证号")


def test_the_same_heads_have_the_same_key(tmp_path: Path) -> None:
    one = list_columns(saved(tmp_path / "a.xlsx", ("店名", "牌 照"), ("甲", "1")))
    same = list_columns(saved(tmp_path / "b.xlsx", ("某县",), ("店名", "牌照"), ("乙", "2"), ("丙", "3")))
    other = list_columns(saved(tmp_path / "c.xlsx", ("店名", "执照"), ("甲", "1")))
    assert one.key == same.key != other.key


def test_a_name_and_one_code_are_needed() -> None:
    assert lacking({"name": "店名", "uscc": "代码"}) == ()
    assert lacking({"licence_number": "牌照"}) == ("机构名称",)
