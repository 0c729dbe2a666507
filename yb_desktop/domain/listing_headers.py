"""The head of an institution list: which column holds what, whatever the office that made the list called it.

Office lists have a title above the head, heads of two rows with merged cells, and a dozen names for the same thing.
A head is the block of rows whose labels match the most known columns; the rows below it are data. Nothing is guessed in
silence: a list without its required columns is refused with the columns that are missing and those that were found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from yb_desktop.base.errors import BadInput

HEAD_SEARCH_ROWS = 25
HEAD_DEPTH = 3

Cell = str | int | float | bool | date | None


class Column(StrEnum):
    """A column of an institution list; the value is the name used in an explicit mapping."""

    NAME = "name"
    USCC = "uscc"
    CLASS = "class"
    ADDRESS = "address"
    TOWNSHIP = "township"
    AREA = "area"
    LEGAL_REP = "legal_rep"
    PRINCIPAL = "principal"
    LICENCE = "licence_number"
    LICENCE_UNTIL = "licence_until"
    PHONE = "phone"
    BEDS = "beds"
    OPENED = "opened"
    OWNERSHIP = "ownership"
    AGREEMENT = "agreement_number"
    AGREEMENT_FROM = "agreement_from"
    AGREEMENT_TO = "agreement_to"
    NATIONAL_CODE = "national_code"
    STATUS = "status"

    @property
    def label(self) -> str:
        """Give the column's usual name in the office."""
        return _SYNONYMS[self][0]


# The first name of each is the one shown to people; all are compared after `head_key`.
_SYNONYMS: Mapping[Column, tuple[str, ...]] = {
    Column.NAME: (
        "机构名称",
        "单位名称",
        "药店名称",
        "医疗机构名称",
        "医药机构名称",
        "定点机构名称",
        "定点医疗机构名称",
        "定点零售药店名称",
        "定点医药机构名称",
        "零售药店名称",
        "药房名称",
        "企业名称",
        "名称",
        "机构全称",
        "单位全称",
        "第一名称",
    ),
    Column.USCC: ("统一社会信用代码", "社会信用代码", "信用代码", "统一信用代码", "统一社会信用代码证号", "uscc"),
    Column.CLASS: ("机构类别", "类别", "机构类型", "类型", "医疗机构类别", "单位类别", "定点类别", "医药机构类别"),
    Column.ADDRESS: (
        "地址",
        "机构地址",
        "单位地址",
        "详细地址",
        "经营地址",
        "注册地址",
        "执业地址",
        "营业地址",
        "经营场所",
        "所在地址",
    ),
    Column.TOWNSHIP: ("乡镇", "所属乡镇", "所在乡镇", "乡镇名称", "乡镇街道", "街道", "乡(镇)", "乡镇(街道)"),
    Column.AREA: ("区划代码", "所属区划", "行政区划", "行政区划代码", "区划", "所属区划代码", "区域代码", "统筹区代码"),
    Column.LEGAL_REP: ("法定代表人", "法人代表", "法人", "法定代表人姓名", "法人姓名"),
    Column.PRINCIPAL: ("负责人", "主要负责人", "企业负责人", "负责人姓名", "机构负责人", "院长", "所长"),
    Column.LICENCE: (
        "许可证号",
        "许可证号码",
        "许可证编号",
        "执业许可证登记号",
        "执业许可证号",
        "医疗机构执业许可证登记号",
        "医疗机构执业许可证号",
        "药品经营许可证号",
        "药品经营许可证编号",
        "登记号",
        "许可证登记号",
        "证照编号",
        "证号",
        "执业许可证",
        "药品经营许可证",
    ),
    Column.LICENCE_UNTIL: (
        "许可证有效期",
        "有效期",
        "有效期至",
        "有效期止",
        "许可证有效期至",
        "许可证有效期止",
        "有效期限",
        "许可证到期日",
        "执业许可证有效期",
    ),
    Column.PHONE: ("联系电话", "电话", "手机", "联系方式", "固定电话", "办公电话", "手机号"),
    Column.BEDS: ("床位", "床位数", "编制床位", "核定床位", "开放床位", "床位数量"),
    Column.OPENED: (
        "开业日期",
        "开业时间",
        "正式运营日期",
        "正式营业日期",
        "营业日期",
        "运营日期",
        "成立日期",
        "开诊日期",
        "正式运营时间",
    ),
    Column.OWNERSHIP: ("所有制", "机构性质", "所有制形式", "性质", "经营性质", "单位性质", "公立民营", "办医性质"),
    Column.AGREEMENT: ("协议编号", "协议号", "服务协议编号", "医保协议编号", "协议书编号"),
    Column.AGREEMENT_FROM: (
        "协议起",
        "协议开始",
        "协议开始日期",
        "协议起始日期",
        "协议起始",
        "协议期限起",
        "协议期起",
        "协议有效期起",
        "医保协议起",
    ),
    Column.AGREEMENT_TO: (
        "协议止",
        "协议结束",
        "协议到期",
        "协议终止日期",
        "协议结束日期",
        "协议到期日",
        "协议期限止",
        "协议期止",
        "协议有效期止",
        "医保协议止",
    ),
    Column.NATIONAL_CODE: (
        "医保编码",
        "国家医保编码",
        "医保代码",
        "国家编码",
        "机构编码",
        "定点编码",
        "国家医保代码",
        "医保机构编码",
    ),
    Column.STATUS: ("状态", "备注", "协议状态", "定点状态", "情况说明", "说明"),
}


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row below the head: its number in the sheet (from 1) and its cells."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a sheet: its rows (from 1), the label and the known column of each cell that has one."""

    rows: tuple[int, ...]
    labels: tuple[str, ...]
    columns: Mapping[Column, int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a foreign workbook, read: its head, its data rows, and the names of the sheets left aside."""

    name: str
    head: Head
    rows: tuple[SheetRow, ...]
    other_sheets: tuple[str, ...] = ()


def head_key(label: str) -> str:
    """Bring a label into the form in which labels are compared: half width, no spaces or marks, brackets emptied."""
    plain = re.sub(r"[\s*:：、/_\-]+", "", unicodedata.normalize("NFKC", label)).lower()
    return re.sub(r"\([^)]*\)", "", plain) or plain.strip("()")


_BY_KEY: Mapping[str, Column] = {head_key(name): column for column, names in _SYNONYMS.items() for name in names}


def find_head(
    top: Sequence[SheetRow], joined_below: Mapping[int, int], explicit: Mapping[Column, str] | None = None
) -> Head | None:
    """Find the head among the first rows of a sheet, or nothing when no row looks like one.

    ``top`` are the first rows with merged cells filled in, ``joined_below`` says for a row down to which row its merged
    cells reach, ``explicit`` names columns by their label or their letter.
    """
    explicit = explicit or {}
    best: Head | None = None
    for index, row in enumerate(top):
        if not explicit and not _head((row,), {}).columns:
            continue  # a title above the head
        for end in _ends(top, index, joined_below):
            head = _head(top[index:end], explicit)
            if best is None or len(head.columns) > len(best.columns):
                best = head
    letters_only = bool(explicit) and all(_letter(name) for name in explicit.values())
    if best is None or (len(best.columns) < 2 and not letters_only):
        return None
    return best


def likely_head(top: Sequence[SheetRow]) -> Head:
    """Give the row of the first ones with the most texts, for a person to say what its columns hold."""
    return _head((max(top, key=lambda row: sum(isinstance(cell, str) for cell in row.cells)),), {})


def missing_columns(found: Collection[Column]) -> tuple[str, ...]:
    """Name the columns without which a list cannot be read."""
    missing = [] if Column.NAME in found else [Column.NAME.label]
    if Column.USCC not in found and Column.LICENCE not in found:
        missing.append(f"{Column.USCC.label}或{Column.LICENCE.label}")
    return tuple(missing)


def check_head(head: Head | None, sheet: str) -> Head:
    """Give the head back. Raises ``BadInput`` (``list-columns``) naming the columns missing and those found."""
    found = head.columns if head is not None else {}
    missing = missing_columns(found)
    if head is not None and not missing:
        return head
    seen = "、".join(column.label for column in found) or "无"
    raise BadInput(
        "list-columns",
        f"工作表“{sheet}”的表头缺少必需的列：{'、'.join(missing)}；已识别的列：{seen}。"
        "请核对是否选错文件，或在导入时指明各列对应的表头。",
    )


def _ends(top: Sequence[SheetRow], start: int, joined_below: Mapping[int, int]) -> Sequence[int]:
    """Give the places where a head that begins at ``start`` may end: never in the middle of a cell merged downwards."""
    ends: list[int] = []
    reach = 0
    for end in range(start + 1, min(start + HEAD_DEPTH, len(top)) + 1):
        last = top[end - 1].number
        reach = max(reach, joined_below.get(last, last))
        if reach <= last:
            ends.append(end)
    return ends


def _head(rows: Sequence[SheetRow], explicit: Mapping[Column, str]) -> Head:
    width = max(len(row.cells) for row in rows)
    parts = [_parts(rows, at) for at in range(width)]
    named = {at: column for at, its in enumerate(parts) if (column := _match(its)) is not None}
    columns: dict[Column, int] = {}
    for column, name in explicit.items():
        position = _explicit_position(name, parts)
        if position is not None:
            columns[column] = position
    taken = set(columns.values())
    for at, column in named.items():
        if at not in taken:
            columns.setdefault(column, at)
    labels = tuple("/".join(its) for its in parts)
    return Head(rows=tuple(row.number for row in rows), labels=labels, columns=columns)


def _parts(rows: Sequence[SheetRow], at: int) -> tuple[str, ...]:
    """Give the distinct texts of one column of the head, from top to bottom."""
    texts: list[str] = []
    for row in rows:
        cell = row.cells[at] if at < len(row.cells) else None
        text = cell.strip() if isinstance(cell, str) else ""
        if text and (not texts or texts[-1] != text):
            texts.append(text)
    return tuple(texts)


def _match(parts: tuple[str, ...]) -> Column | None:
    """Match a column by all of its head's texts, else by the lowest, else by the ones above."""
    if not parts:
        return None
    keys = [head_key(part) for part in parts]
    return next((_BY_KEY[key] for key in ["".join(keys), "".join(keys[-2:]), *reversed(keys)] if key in _BY_KEY), None)


def _letter(name: str) -> bool:
    return re.fullmatch(r"[A-Z]{1,2}", name) is not None


def _explicit_position(name: str, parts: Sequence[tuple[str, ...]]) -> int | None:
    if _letter(name):
        position = 0
        for letter in name:
            position = position * 26 + ord(letter) - ord("A") + 1
        return position - 1
    key = head_key(name)
    return next((at for at, its in enumerate(parts) if key in {head_key("".join(its)), *map(head_key, its)}), None)
