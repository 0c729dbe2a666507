"""The landscape sheets of oversight: 五类台账 (S1), 统计报表 (S2, S3, S10), 县市考核表 (S3, S4).

What is not known is printed as 未知, never as nought, and why stands beside it. Each is stamped and signed by the
office that makes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import (
    Align,
    Block,
    Cell,
    Column,
    Composed,
    Document,
    Face,
    Field,
    FillLine,
    Para,
    Space,
    Style,
    Table,
    Title,
)
from yb_desktop.paper.days import day_words
from yb_desktop.paper.documents.sheets import closing
from yb_desktop.paper.documents.values import Sender
from yb_desktop.paper.page import printed

LEDGER, STATISTICS, SCORECARD = "ledger", "statistics", "county_scorecard"
UNKNOWN = "未知"
"""What stands where the records cannot tell."""
_TITLE, _LINE, _NOTE = 18, 10.5, 9


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line of a ledger; ``state`` is how far its record has come on the way upward."""

    day: date
    what: str
    number: str
    name: str
    area: str
    kind: str
    actor: str
    state: str


@dataclass(frozen=True, slots=True)
class LedgerSheet:
    """The values of a ledger: which one, its days (both included), its lines in order."""

    sender: Sender
    ledger: str
    first: date
    last: date
    lines: tuple[LedgerLine, ...]


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure as it is written (``value`` empty: unknown), and how many rows behind it are in each state."""

    group: str
    title: str
    value: str
    unit: str
    split: tuple[int, ...]
    note: str


@dataclass(frozen=True, slots=True)
class StatisticsSheet:
    """The values of the statistics of a year, or of what has passed of it; ``states`` head the columns of the split."""

    sender: Sender
    area: str
    first: date
    last: date
    states: tuple[str, ...]
    lines: tuple[FigureLine, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """One head of one county as it is written (empty: unknown), and what explains it."""

    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class CountyLine:
    """A county: its scores in the order of the heads, when it was last heard from, the day of its newest record."""

    name: str
    scores: tuple[Score, ...]
    heard: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class ScorecardSheet:
    """The values of the prefecture's scorecard of its counties; ``notes`` explain what is unknown."""

    sender: Sender
    area: str
    first: date
    last: date
    heads: tuple[str, ...]
    counties: tuple[CountyLine, ...]
    notes: tuple[str, ...]


def ledger(values: LedgerSheet, *, signer: Signer | None = None) -> bytes:
    """Print a ledger."""
    return printed(compose_ledger(values), signer=signer)


def statistics(values: StatisticsSheet, *, signer: Signer | None = None) -> bytes:
    """Print 统计报表."""
    return printed(compose_statistics(values), signer=signer)


def county_scorecard(values: ScorecardSheet, *, signer: Signer | None = None) -> bytes:
    """Print 县市考核表."""
    return printed(compose_scorecard(values), signer=signer)


def compose_ledger(values: LedgerSheet) -> Composed:
    """Compose a ledger."""
    columns = (
        Column(1.0, "序号", Align.CENTER, figures=True),
        Column(3.2, "日期", Align.CENTER),
        Column(3.0, "事项"),
        Column(4.2, "文号"),
        Column(6.4, "机构名称"),
        Column(2.6, "所在地", Align.CENTER),
        Column(2.0, "类别", Align.CENTER),
        Column(2.0, "经办人", Align.CENTER),
        Column(1.9, "上报状态", Align.CENTER),
    )
    rows = tuple(
        (str(place), day_words(one.day), one.what, one.number, one.name, one.area, one.kind, one.actor, one.state)
        for place, one in enumerate(values.lines, start=1)
    )
    nothing = (Cell("本期没有发生。", columns=len(columns), align=Align.CENTER),)
    span = f"{day_words(values.first)}至{day_words(values.last)}"
    kinds = [f"{kind}{sum(one.kind == kind for one in values.lines)}条" for kind in _kinds(values.lines)]
    counted = f"本台账共{len(rows)}条" + (f"，其中{'、'.join(kinds)}" if kinds else "") + "。"
    blocks: list[Block] = [
        *_head(f"{values.ledger}工作台账", values.sender, Field("起止日期：", span)),
        Table(columns, rows or (nothing,), size=9, row_mm=7.5),
        *_end([counted]),
    ]
    return _composed(LEDGER, f"{values.ledger}工作台账", values.sender, blocks)


def _kinds(lines: Sequence[LedgerLine]) -> list[str]:
    return [kind for kind in dict.fromkeys(one.kind for one in lines) if kind]


def compose_statistics(values: StatisticsSheet) -> Composed:
    """Compose 统计报表."""
    columns = (
        Column(4.4, "类别"),
        Column(6.4, "指标"),
        Column(2.6, "数值", Align.RIGHT, figures=True),
        Column(2.3, "单位", Align.CENTER),
        *(Column(1.7, state, Align.CENTER, figures=True) for state in values.states),
        Column(5.6, "说明"),
    )
    groups = (
        *(Cell(name, rows=2) for name in ("类别", "指标", "数值", "单位")),
        Cell("其中，记录的上报状态", columns=len(values.states)),
        Cell("说明", rows=2),
    )
    rows = tuple(_figure_rows(values))
    span = f"{day_words(values.first)}至{day_words(values.last)}"
    title = f"{values.area}医疗保障定点管理统计报表"
    note = (
        f"“{UNKNOWN}”表示现有记录和本单位设定的数值不足以计算，原因见说明栏，不作估计。"
        "上报状态按产生该数值的记录统计，未导出、已导出但未收到回执的，上级账上可能还没有。"
    )
    blocks: list[Block] = [
        *_head(title, values.sender, Field("统计期间：", span)),
        Table(columns, rows, groups=groups, size=9, row_mm=6.2),
        *_end([note]),
    ]
    return _composed(STATISTICS, title, values.sender, blocks)


def _figure_rows(values: StatisticsSheet) -> Iterator[tuple[str | Cell, ...]]:
    for group, some in groupby(values.lines, key=lambda line: line.group):
        lines = list(some)
        for place, line in enumerate(lines):
            first = (Cell(group, rows=len(lines)),) if place == 0 else ()
            value = Cell(line.value or UNKNOWN, face=None if line.value else Face.HEI)
            split = tuple(str(count) if count else "—" for count in line.split)
            yield (*first, line.title, value, line.unit, *split, line.note)


def compose_scorecard(values: ScorecardSheet) -> Composed:
    """Compose 县市考核表."""
    columns = (
        Column(1.0, "序号", Align.CENTER, figures=True),
        Column(2.4, "县（市）", Align.CENTER),
        *(Column(3.0, head, Align.CENTER) for head in values.heads),
        Column(3.0, "最近收到数据", Align.CENTER),
        Column(3.0, "记录截至", Align.CENTER),
    )
    rows = tuple(
        (
            str(place),
            one.name,
            *(_score(score) for score in one.scores),
            day_words(one.heard) if one.heard else Cell("从未收到", face=Face.HEI),
            day_words(one.until) if one.until else "—",
        )
        for place, one in enumerate(values.counties, start=1)
    )
    title = f"{values.area}医疗保障县（市）目标考核表"
    span = f"{day_words(values.first)}至{day_words(values.last)}"
    blocks: list[Block] = [
        *_head(title, values.sender, Field("考核期间：", span)),
        Table(columns, rows, size=8.5, row_mm=8),
        *_end([f"{place}．{note}" for place, note in enumerate(values.notes, start=1)]),
    ]
    return _composed(SCORECARD, title, values.sender, blocks)


def _score(score: Score) -> Cell:
    if not score.value:
        return Cell(UNKNOWN, face=Face.HEI)
    return Cell(f"{score.value}\n{score.note}" if score.note else score.value)


def _composed(kind: str, title: str, sender: Sender, blocks: list[Block]) -> Composed:
    document = Document(kind=kind, number=sender.number, title=title, made=sender.day)
    return Composed(document, tuple(blocks), Style.LEDGER)


def _head(title: str, sender: Sender, span: Field) -> list[Block]:
    office = Field("填报单位（盖章）：", sender.office, weight=1.3)
    day = Field("填报日期：", day_words(sender.day), weight=0.7)
    return [Title(title, size=_TITLE), FillLine((office, span, day), size=_LINE), Space(0.3)]


def _end(notes: Sequence[str]) -> list[Block]:
    fields = (Field("单位负责人："), Field("审核人："), Field("填报人："), Field("联系电话："))
    signed = FillLine(fields, size=_LINE)
    return [closing(*(Para(note, indent=0, size=_NOTE) for note in notes), Space(0.3), signed, gap=0.3)]
