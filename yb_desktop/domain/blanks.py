"""The typed blanks of an agreement text: how a value is declared, read, kept and written on paper.

A value is kept in records as text (``kept``): dates as ISO days, money in fen, per cent in hundredths of a per cent,
lists one entry a line. Empty optional blanks show as ／, so that nothing can be filled in afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum

import msgspec

from yb_desktop.base.canon import Json
from yb_desktop.base.errors import BadInput
from yb_desktop.domain import amounts

EMPTY = "／"
BlankValue = str | int | date | tuple[str, ...]
Given = Json | date


class BlankType(StrEnum):
    """What a blank takes."""

    TEXT = "text"
    DATE = "date"
    INTEGER = "integer"
    MONEY_FEN = "money_fen"
    PERCENT_HUNDREDTHS = "percent_hundredths"
    CHOICE = "choice"
    LIST = "list"


_NUMBERS = {
    BlankType.INTEGER: "整数",
    BlankType.MONEY_FEN: "以分为单位的整数",
    BlankType.PERCENT_HUNDREDTHS: "万分数（5%写作500）",
}


class Blank(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A blank of a text. ``default`` is in the kept form; ``local``: the default is the office's own."""

    id: str
    label: str
    type: BlankType
    required: bool = True
    default: str = ""
    choices: tuple[str, ...] = ()
    local: bool = False


def read_blanks(blanks: tuple[Blank, ...], given: Mapping[str, Given]) -> dict[str, BlankValue]:
    """Read given values (kept text, or plain JSON values) into typed ones, defaults filled in, empty ones left out.

    Raises ``BadInput`` (code ``blanks``) that names every unknown, missing and ill-typed blank at once.
    """
    known = {blank.id: blank for blank in blanks}
    faults = [f"没有“{name}”这一空白项" for name in given if name not in known]
    values: dict[str, BlankValue] = {}
    for blank in blanks:
        raw = given.get(blank.id)
        try:
            value = _read(blank, blank.default if raw is None else raw)
        except BadInput as problem:
            faults.append(problem.text)
            continue
        if value not in ("", ()):
            values[blank.id] = value
        elif blank.required:
            faults.append(f"“{blank.label}”没有填写")
    if faults:
        raise BadInput("blanks", "协议空白项有误：" + "；".join(faults) + "。请更正后重试。")
    return values


def kept(value: BlankValue) -> str:
    """Give the text under which a value is kept; ``read_blanks`` reads it back."""
    match value:
        case date():
            return value.isoformat()
        case tuple():
            return "\n".join(value)
        case _:
            return str(value)


def written(blank: Blank, value: BlankValue | None) -> str:
    """Write a value as the paper shows it: 2026年3月2日, money in figures and capitals, 5%, lists with 、."""
    match value:
        case None:
            return EMPTY
        case date():
            return f"{value.year}年{value.month}月{value.day}日"
        case tuple():
            return "、".join(value)
        case int():
            return _number(blank, value)
        case str():
            return value


def blank_faults(blank: Blank) -> Iterator[str]:
    """Say what is wrong with the declaration of a blank."""
    if not blank.label.strip():
        yield f"空白项“{blank.id}”没有名称"
    if blank.type is BlankType.CHOICE and not blank.choices:
        yield f"空白项“{blank.id}”没有列出可选内容"
    if blank.choices and blank.type not in (BlankType.CHOICE, BlankType.LIST):
        yield f"空白项“{blank.id}”的类型不能有可选内容"
    try:
        _read(blank, blank.default)
    except BadInput as problem:
        yield f"空白项“{blank.id}”的默认值不对（{problem.text}）"


def _read(blank: Blank, raw: object) -> BlankValue:
    if raw == "":
        return ""
    match blank.type:
        case BlankType.TEXT:
            return _text(blank, raw)
        case BlankType.CHOICE:
            return _chosen(blank, _text(blank, raw))
        case BlankType.DATE:
            return _day(blank, raw)
        case BlankType.LIST:
            return _list(blank, raw)
        case BlankType.INTEGER | BlankType.MONEY_FEN | BlankType.PERCENT_HUNDREDTHS:
            return _whole(blank, raw)


def _text(blank: Blank, raw: object) -> str:
    if not isinstance(raw, str):
        raise BadInput("blanks", f"“{blank.label}”应为文字")
    return " ".join(raw.split())


def _chosen(blank: Blank, text: str) -> str:
    if blank.choices and text not in blank.choices:
        raise BadInput("blanks", f"“{blank.label}”没有“{text}”这一项，可选：{'、'.join(blank.choices)}")
    return text


def _day(blank: Blank, raw: object) -> date:
    try:
        return raw if isinstance(raw, date) else date.fromisoformat(str(raw))
    except ValueError:
        raise BadInput("blanks", f"“{blank.label}”应为日期，如2026-03-02，现为“{raw}”") from None


def _list(blank: Blank, raw: object) -> tuple[str, ...]:
    entries = raw.splitlines() if isinstance(raw, str) else raw
    if not isinstance(entries, (list, tuple)):
        raise BadInput("blanks", f"“{blank.label}”应为清单")
    return tuple(_chosen(blank, _text(blank, entry)) for entry in entries)


def _whole(blank: Blank, raw: object) -> int:
    digits = str(raw)
    if isinstance(raw, bool) or not (digits.isascii() and digits.isdigit()):
        raise BadInput("blanks", f"“{blank.label}”应为{_NUMBERS[blank.type]}，现为“{raw}”")
    return int(digits)


def _number(blank: Blank, value: int) -> str:
    match blank.type:
        case BlankType.MONEY_FEN:
            return amounts.both(value)
        case BlankType.PERCENT_HUNDREDTHS:
            return f"{value // 100}.{value % 100:02d}".rstrip("0").rstrip(".") + "%"
        case _:
            return str(value)
