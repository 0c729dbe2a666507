"""Gathers the sheets of oversight from the services that count: ledgers (S1), figures (S2, S3, S10), scores (S3, S4).

Nothing is counted here; a figure that the services call unknown stays unknown on paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from yb_desktop.base.errors import BadInput
from yb_desktop.paper.blocks import Composed
from yb_desktop.paper.documents import oversight_sheets as sheets
from yb_desktop.paper.documents.values import Sender
from yb_desktop.services.desk import Desk
from yb_desktop.services.figures import Figure, Year, figures_of
from yb_desktop.services.ledgers import Ledger, LedgerRow, ledger_rows, ledger_workbook
from yb_desktop.services.paper.words import local_day
from yb_desktop.services.scorecard import NEVER_HEARD, CountyScore, scores_of
from yb_desktop.store.exchange_state import RecordState

_RULE = re.compile(r"\A[A-Z]\d+ ")
_OWN_RULES = re.compile(r"（?在“本单位数值”中设定\w+）?")


def ledger_sheet(desk: Desk, which: str, first: date, last: date) -> Composed:
    """Compose a ledger between two days, both included. Raises ``BadInput`` for a ledger or days there are not."""
    sort = ledger_of(which)
    on = desk.clock.today()
    rows = _ledger_rows(desk, sort, first, last)
    number = f"{sort.label}{first:%Y%m%d}-{last:%Y%m%d}"
    lines = tuple(
        sheets.LedgerLine(row.day, row.what, row.number, row.name, row.area, row.kind, row.actor, row.state)
        for row in rows
    )
    return sheets.compose_ledger(sheets.LedgerSheet(Sender(desk.info.name, number, on), sort.label, first, last, lines))


def ledger_book(desk: Desk, which: str, first: date, last: date) -> bytes:
    """Give the same ledger as .xlsx, its days as days."""
    sort = ledger_of(which)
    title = f"{desk.info.name}{sort.label}台账（{first}至{last}）"
    return ledger_workbook(sort, _ledger_rows(desk, sort, first, last), title, desk.clock.today())


def _ledger_rows(desk: Desk, sort: Ledger, first: date, last: date) -> tuple[LedgerRow, ...]:
    if last < first:
        raise BadInput("date-range", f"止日{last}早于起日{first}，请检查。")
    with desk.store.read() as reader:
        return ledger_rows(reader, desk.law, sort, first, last)


def ledger_of(which: str) -> Ledger:
    """Give a ledger by its name. Raises ``BadInput`` naming those there are."""
    try:
        return Ledger(which)
    except ValueError:
        known = "、".join(f"{one.value}（{one.label}）" for one in Ledger)
        raise BadInput("params", f"请写明是哪一种台账：{known}。") from None


def statistics_sheet(desk: Desk, year: int) -> Composed:
    """Compose the statistics of a year, or of what has passed of it."""
    on = desk.clock.today()
    span = Year.of(year, on)
    with desk.store.read() as reader:
        rows = tuple(figures_of(reader, desk.law, desk.info.area, span))
    states = _states_of(rows)
    area = desk.law.areas.get(desk.info.area).display
    return sheets.compose_statistics(
        sheets.StatisticsSheet(
            sender=Sender(desk.info.name, f"{desk.info.office}统计报表{year}年", on),
            area=area,
            first=span.first,
            last=span.last,
            states=tuple(state.label for state in states),
            lines=tuple(_figure(row, states) for row in rows),
        )
    )


def _states_of(rows: Sequence[Figure]) -> tuple[RecordState, ...]:
    """Give the four states of the way upward, and those of trouble where there is any."""
    always = (RecordState.LOCAL, RecordState.EXPORTED, RecordState.ARRIVED, RecordState.TAKEN)
    return tuple(state for state in RecordState if state in always or any(row.split.get(state) for row in rows))


def _figure(row: Figure, states: Sequence[RecordState]) -> sheets.FigureLine:
    return sheets.FigureLine(
        group=_RULE.sub("", row.group),
        title=row.title,
        value=written(row.value, row.scale),
        unit=row.unit,
        split=tuple(row.split.get(state.value, 0) for state in states),
        note=_OWN_RULES.sub("", row.note),
    )


def written(value: int | None, scale: int) -> str:
    """Write a figure over its scale: 8350 with scale 100 is ``83.50``; nothing where it is unknown."""
    if value is None:
        return ""
    if scale == 1:
        return str(value)
    whole, rest = divmod(abs(value), scale)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{rest:0{len(str(scale)) - 1}d}"


def scorecard_sheet(desk: Desk, year: int) -> Composed:
    """Compose the prefecture's scorecard of its counties for a year; S3 refuses it to every other office."""
    on = desk.clock.today()
    span = Year.of(year, on)
    with desk.store.read() as reader:
        rows = tuple(scores_of(reader, desk.law, span))
    heads = tuple(dict.fromkeys(row.head for row in rows))
    return sheets.compose_scorecard(
        sheets.ScorecardSheet(
            sender=Sender(desk.info.name, f"{desk.info.office}县市考核表{year}年", on),
            area=desk.law.areas.get(desk.info.area).display,
            first=span.first,
            last=span.last,
            heads=heads,
            counties=tuple(_counties(rows)),
            notes=tuple(_notes(rows)),
        )
    )


def _counties(rows: Sequence[CountyScore]) -> Iterator[sheets.CountyLine]:
    for _, some in groupby(rows, key=lambda row: row.county):
        lines = list(some)
        scores = tuple(_score(row) for row in lines)
        first = lines[0]
        yield sheets.CountyLine(first.name, scores, local_day(first.heard) if first.heard else None, _day(first.until))


def _score(row: CountyScore) -> sheets.Score:
    if not row.known:
        return sheets.Score("")
    return sheets.Score(f"{written(row.value, row.scale)}{row.unit}", row.note)


def _notes(rows: Sequence[CountyScore]) -> Iterator[str]:
    """Say once why a head is unknown everywhere, and which counties have not been heard from."""
    by_reason: dict[str, list[str]] = {}
    for row in rows:
        if not row.known and row.note != NEVER_HEARD:
            by_reason.setdefault(row.note, []).append(row.head)
    for reason, heads in by_reason.items():
        yield f"{'、'.join(dict.fromkeys(heads))}：标注“{sheets.UNKNOWN}”的，{reason}。"
    silent = dict.fromkeys(row.name for row in rows if not row.heard)
    if silent:
        yield f"{'、'.join(silent)}：尚未收到数据包，各项均为未知，不作估计。"
    yield "各项数值以已经收到并入账的记录为准，“记录截至”之后的情况未计入。"


def _day(day: str) -> date | None:
    return date.fromisoformat(day) if day else None
