"""What forms have in common: head, ruled pairs of label and value, room for an opinion and its signature, boxes.

An empty value leaves its place open to be filled in by hand: the same form is printed empty and filled.
"""

from __future__ import annotations

from collections.abc import Iterable

from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import (
    Align,
    Block,
    Cell,
    Column,
    Document,
    Face,
    Field,
    FillLine,
    KeepTogether,
    Para,
    Party,
    Signatures,
    Space,
    Style,
    Table,
    Title,
)
from yb_desktop.paper.days import day_words
from yb_desktop.paper.documents.values import EMPTY_NUMBER, Sender
from yb_desktop.paper.page import render

SIZE = 10.5
_HELD = 3  # rows or lines above the places to sign
OPEN, TICKED = "□", "☑"
BY_HAND_DAY = "　　　　年　　月　　日"

Pair = tuple[str, str]
"""A label and its value."""


def print_form(
    kind: str, title: str, sender: Sender, blocks: Iterable[Block], *, signer: Signer | None, style: Style = Style.FORM
) -> bytes:
    """Print a form of the office, without a head of its own; one without a number is an empty one (空白表)."""
    document = Document(kind=kind, number=sender.number or EMPTY_NUMBER, title=title, made=sender.day)
    return render(document, blocks, style=style, signer=signer)


def both_sign(*parties: tuple[str, str, str]) -> Signatures:
    """Set the parties side by side with room for their seals: name, who signs for it, the words on the seal's place."""
    day = Field("日期：", "　　　年　　月　　日")
    return Signatures(tuple(Party(name, (Field(f"{who}："), day), mark) for name, who, mark in parties))


def head(title: str, sender: Sender, *, day: str = "日期", blank_day: bool = False) -> list[Block]:
    """Set the title, and below it the number and the day (open with ``blank_day``)."""
    on = BY_HAND_DAY if blank_day else day_words(sender.day)
    number = "" if blank_day else sender.number
    return [
        Title(title),
        Space(0.3),
        FillLine((Field("编号：", number, 1.4), Field(f"{day}：", on)), size=SIZE),
        Space(0.3),
    ]


def caption(text: str) -> Block:
    """Set the heading of a part of a form."""
    return Para(text, indent=0, face=Face.HEI, size=12, keep_next=True)


def note(text: str) -> Block:
    """Set a remark in small type below a table."""
    return KeepTogether((Space(0.2), Para(text, indent=0, size=9)))


def closing(*blocks: Block, gap: float = 0.5) -> Block:
    """Set what ends a form, the places to sign and what is said beside them: never alone on a page."""
    return KeepTogether((Space(gap), *blocks), hold=_HELD)


def pairs(*rows: tuple[Pair, ...], size: float = SIZE, row_mm: float = 8.0) -> Table:
    """Set labels and values in a table: one or two pairs a row, a single one over the whole width."""
    columns = (Column(2.7, align=Align.CENTER), Column(4.2), Column(2.7, align=Align.CENTER), Column(4.2))
    return Table(columns, tuple(_row(row) for row in rows), size=size, row_mm=row_mm)


def _row(row: tuple[Pair, ...]) -> tuple[str | Cell, ...]:
    if len(row) == 1:
        ((label, value),) = row
        return (label, Cell(value, columns=3))
    return tuple(part for pair in row for part in pair)


def opinion(label: str, text: str, sign: str, *, lines: int = 3) -> tuple[str | Cell, ...]:
    """Set a row of ``pairs`` with room for words and who signs below them."""
    room = max(lines - text.count("\n") - 1, 0)
    return (label, Cell(f"{text}{chr(10) * (room + 1)}{sign}", columns=3))


def with_rows(table: Table, *rows: tuple[str | Cell, ...]) -> Table:
    """Give a table with more rows."""
    return Table(table.columns, (*table.rows, *rows), table.groups, table.size, table.row_mm)


def ticked(choices: Iterable[str], chosen: Iterable[str] = (), between: str = "　") -> str:
    """Set boxes, those of the chosen ticked; what is chosen and on no list is added."""
    known, marked = tuple(choices), tuple(chosen)
    rest = tuple(one for one in marked if one not in known)
    return between.join(f"{TICKED if one in marked else OPEN}{one}" for one in (*known, *rest))


def padded(rows: Iterable[tuple[str | Cell, ...]], least: int, columns: int) -> tuple[tuple[str | Cell, ...], ...]:
    """Give rows, with empty ones so that there are ``least``: to write in by hand."""
    made = tuple(rows)
    return (*made, *(("",) * columns for _ in range(least - len(made))))


def to_sign(*labels: str, size: float = SIZE) -> FillLine:
    """Set places to sign side by side."""
    return FillLine(tuple(Field(f"{label}：") for label in labels), size=size)
