"""The catalogue as rows: what stands in an area on a day, and what is said where nothing does."""

from __future__ import annotations

from datetime import date

import pytest

from yb_desktop.base.errors import BadInput
from yb_desktop.law.law import Kind, Law
from yb_desktop.law.report import cited, rules_table

ON = date(2026, 3, 2)


def test_a_row_names_document_words_and_figure(law: Law) -> None:
    (row,) = rules_table(law, ["E1"], on=ON, area="532326")
    assert (row.id, row.kind, row.chapter, row.manual, row.in_force, row.note) == (
        "E1",
        "deadline",
        "E",
        False,
        True,
        "",
    )
    first, second = row.bases
    assert (first.source, first.number, first.value, first.unit) == ("CX-15", "楚医保〔2022〕10号", 15, "working_days")
    assert first.words == "评估时间不超过15个工作日"
    assert (second.source, second.number, second.kinds) == ("N2-9", "国家医疗保障局令第2号", (Kind.MEDICAL,))


def test_what_does_not_stand_here_comes_last(law: Law) -> None:
    (row,) = rules_table(law, ["A15"], on=ON, area="530302")
    assert [(basis.source, basis.in_force) for basis in row.bases] == [("N2-8", True), ("CX-12", False)]
    (row,) = rules_table(law, ["A15"], on=date(2021, 1, 1), area="530302")
    assert (row.in_force, row.note) == (False, "本地区无规定")


def test_a_local_default_says_so(law: Law) -> None:
    (row,) = rules_table(law, ["G6"], on=ON, area="532326")
    assert [(b.source, b.number) for b in row.bases if b.in_force][-1] == ("local", "本地默认，非文件规定")
    (row,) = rules_table(law, ["E8"], on=date(2020, 1, 1), area="532326")
    assert (row.in_force, row.note) == (False, "本地区无规定")


def test_an_office_sees_its_own_value(law: Law) -> None:
    (row,) = rules_table(law.with_local({"G3": 20}), ["G3"], on=ON, area="532326")
    assert [(b.source, b.value) for b in row.bases if b.in_force] == [("CX-22", None), ("local", 20)]


def test_all_rules_in_order_and_none_lost(law: Law) -> None:
    rows = rules_table(law, on=ON, area="532326")
    assert [row.id for row in rows] == [rule.id for rule in law.catalogue.rules]
    assert all(len(row.bases) >= len(law.catalogue.rule(row.id).basis) for row in rows)
    assert all(row.in_force for row in rows if row.chapter == "T")
    assert [row.id for row in rows if not row.in_force] == ["S10"], "the work budget is Qujing's alone"


def test_manual_rules_say_why(law: Law) -> None:
    manual = [row for row in rules_table(law, on=ON, area="532326") if row.manual]
    assert "C19" in {row.id for row in manual}
    assert all(row.reason.endswith("不作判断") for row in manual)


def test_an_unknown_rule_is_refused(law: Law) -> None:
    with pytest.raises(BadInput, match="Z1"):
        rules_table(law, ["Z1"], on=ON, area="532326")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("CX-12", "楚医保〔2022〕10号第12条"),
        ("CX-18(3)", "楚医保〔2022〕10号第18条（三）"),
        ("CX-7(2)3", "楚医保〔2022〕10号第7条（二）第3项"),
        ("Y308-2(4)", "云人社发〔2016〕308号第2点（四）"),
        ("local", "本地默认，非文件规定"),
    ],
)
def test_sources_are_written_as_papers_cite_them(law: Law, source: str, text: str) -> None:
    assert cited(law, source) == text


def test_every_source_can_be_cited(law: Law) -> None:
    for rule in law.catalogue.rules:
        for basis in rule.basis:
            assert cited(law, basis.source)


def test_a_document_without_a_date_says_so(law: Law) -> None:
    (row,) = rules_table(law, ["S4"], on=ON, area="532326")
    assert "原文未写施行日期" in row.bases[0].note
