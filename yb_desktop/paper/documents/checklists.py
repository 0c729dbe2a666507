"""The tables of a checklist with points: vetoes first, then a table a head; open boxes to tick, or the answers found.

The on-site checklist and the assessment sheet are set by the same hand: the same lines in the same places, empty or
filled.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yb_desktop.base.signing import Signer
from yb_desktop.domain.scoring import points_words
from yb_desktop.paper.blocks import (
    Align,
    Block,
    Cell,
    Column,
    Face,
    Field,
    FillLine,
    KeepTogether,
    Para,
    Space,
    Span,
    Table,
    Title,
)
from yb_desktop.paper.documents.sheets import print_form
from yb_desktop.paper.documents.values import Sender

SIZE = 9
"""The type size of the tables and of the note above them."""
_TITLE, _LINE = 16, 11
_OPEN, _TICKED = "□", "☑"


@dataclass(frozen=True, slots=True)
class FoundAnswer:
    """The answer that stands for an item, its points in hundredths (scored items), and what was noted."""

    answer: str
    points: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One line: what to look for, how, the articles in short, whole points; ``choices`` are the answers it takes."""

    label: str
    look_for: str
    how: str
    articles: tuple[str, ...]
    choices: tuple[str, ...]
    points: int = 0
    found: FoundAnswer | None = None


@dataclass(frozen=True, slots=True)
class ChecklistSection:
    """One head of the form; ``got`` are its hundredths once it is filled in."""

    title: str
    items: tuple[ChecklistItem, ...]
    veto: bool = False
    points: int = 0
    got: int | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """What the columns are called: 核查内容和标准 and 核查方法, or the words of an assessment."""

    matter: str
    how: str
    veto: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """What stands between the particulars and the result: a note, what the short articles stand for, the items."""

    sections: tuple[ChecklistSection, ...]
    wording: Wording
    note: str
    legend: tuple[str, ...]


def print_checklist(
    kind: str,
    title: str,
    sender: Sender,
    found: Checklist,
    *,
    top: Sequence[Block],
    end: Sequence[Block],
    signer: Signer | None,
) -> bytes:
    """Print a form with points: ``top`` are its particulars, ``end`` is the result with the places to sign."""
    blocks: list[Block] = [
        Title(title, size=_TITLE),
        *top,
        Para(found.note + legend_words(found.legend), indent=0, size=SIZE),
        *checklist(found.sections, found.wording),
        KeepTogether(tuple(end)),
    ]
    return print_form(kind, title, sender, blocks, signer=signer)


def line(*fields: Field) -> FillLine:
    """Set one row of places to fill in, in the size of these forms."""
    return FillLine(fields, size=_LINE)


def caption(text: str) -> Para:
    """Set a small heading that stays with its table."""
    return Para(text, indent=0, face=Face.HEI, size=11, keep_next=True)


def legend_words(legend: tuple[str, ...]) -> str:
    """Say what the short articles stand for, or that no document binds here."""
    if not legend:
        return "本地区没有可以引用的文件，各项标准均为本地默认，非文件规定。"
    return f"依据栏中，{'；'.join(legend)}。"


def checklist(sections: Sequence[ChecklistSection], wording: Wording) -> Iterator[Block]:
    """Set the vetoes and the scored heads."""
    for section in sections:
        if section.veto:
            yield from (Space(0.4), caption(f"{section.title}（{wording.veto}）"), _vetoes(section, wording))
    scored = [section for section in sections if not section.veto]
    if scored:
        yield from (Space(0.4), caption(f"计分项（满分{full_marks(sections)}分）"), *_scores(scored, wording))


def full_marks(sections: Sequence[ChecklistSection]) -> int:
    """Give the whole points of the scored heads."""
    return sum(section.points for section in sections if not section.veto)


def _matter(item: ChecklistItem) -> tuple[str | Span, ...]:
    return (Span(item.label, Face.HEI), f"\n{item.look_for}")


def _vetoes(section: ChecklistSection, wording: Wording) -> Table:
    columns = (
        Column(1.1, "序号", Align.CENTER),
        Column(6.2, wording.matter),
        Column(4.4, wording.how),
        Column(3.0, "依据"),
        Column(2.0, "结论"),
        Column(3.0, "情况说明"),
    )
    rows = tuple(
        (str(place), Cell(_matter(item)), item.how, "\n".join(item.articles), _choice(item), _note(item))
        for place, item in enumerate(section.items, start=1)
    )
    return Table(columns, rows, size=SIZE)


def _scores(sections: Sequence[ChecklistSection], wording: Wording) -> Iterator[Block]:
    # A table for each head, so that the head never stands alone at the foot of a page and is repeated on the next.
    columns = (
        Column(1.1, "序号", Align.CENTER),
        Column(5.0, wording.matter),
        Column(3.8, wording.how),
        Column(3.0, "依据"),
        Column(1.1, "分值", Align.CENTER),
        Column(2.3, "结论"),
        Column(1.4, "得分", Align.CENTER),
        Column(2.0, "情况说明"),
    )
    place = 0
    for section in sections:
        rows: list[tuple[str | Cell, ...]] = []
        for item in section.items:
            place += 1
            matter, articles = Cell(_matter(item)), "\n".join(item.articles)
            rows.append(
                (str(place), matter, item.how, articles, str(item.points), _choice(item), _got(item), _note(item))
            )
        got = "" if section.got is None else points_words(section.got)
        head = Cell(f"{section.title}（{section.points}分）", columns=6, align=Align.LEFT)
        yield Table(columns, tuple(rows), groups=(head, got, ""), size=SIZE)
        yield Space(0.4)


def _choice(item: ChecklistItem) -> str:
    chosen = item.found.answer if item.found else ""
    return "\n".join(f"{_TICKED if choice == chosen else _OPEN}{choice}" for choice in item.choices)


def _got(item: ChecklistItem) -> str:
    if item.found is None or item.found.points is None:
        return ""
    return points_words(item.found.points)


def _note(item: ChecklistItem) -> str:
    return item.found.note if item.found else ""
