"""The rows behind a figure of the statistics, or behind a head of the county scorecard, in words.

Every figure can be counted again from its rows: ``adds`` is what a row adds to it (one institution, its beds, one
measure, its fen; of a share 1 where the step was in time; of a median the working days).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from yb_desktop.law.catalogue import Kind
from yb_desktop.law.law import Law
from yb_desktop.services.figures import Year, days_taken
from yb_desktop.services.ledgers import TYPES, Ledger
from yb_desktop.services.registry import step_title
from yb_desktop.services.shown import Shown
from yb_desktop.services.views.places import place_name
from yb_desktop.store import oversight_rows
from yb_desktop.store.institution_rows import area_prefix
from yb_desktop.store.oversight_rows import Designated, LedgerLine, StoppedClock
from yb_desktop.store.reading import Reader


class FigureRow(Shown, frozen=True, kw_only=True):
    """One row behind a figure; ``detail`` says what it adds in words, ``entity`` opens what it rests on."""

    name: str
    place: str
    what: str
    detail: str
    day: date | None
    state: str
    adds: int
    entity: str
    institution: str


@dataclass(frozen=True, slots=True)
class _Telling:
    """Turns what the store gives into rows."""

    law: Law

    def place(self, area: str) -> str:
        return place_name(self.law.areas, area) if area else ""

    def institution(self, one: Designated, *, beds: bool) -> FigureRow:
        return FigureRow(
            name=one.name,
            place=self.place(one.area),
            what=one.cls.label,
            detail=f"床位{one.beds}张" if one.beds else "",
            day=None,
            state=one.state.label,
            adds=one.beds if beds else 1,
            entity=one.id,
            institution=one.id,
        )

    def clock(self, one: StoppedClock, *, days: bool) -> FigureRow:
        taken = days_taken(self.law, one.start, one.stopped, one.area)
        said = f"超期{one.late}个工作日" if one.late else "按期"
        return FigureRow(
            name=one.name,
            place=self.place(one.area),
            what=f"{one.rule} {self.law.catalogue.rule(one.rule).title}",
            detail=f"{one.start}起，用时{taken}个工作日，{said}",
            day=one.stopped,
            state=one.state.label,
            adds=taken if days else int(not one.late),
            entity=one.entity,
            institution=one.institution,
        )

    def measure(self, one: LedgerLine, *, money: bool) -> FigureRow:
        return FigureRow(
            name=one.name,
            place=self.place(one.area),
            what=step_title(one.type),
            detail="　".join(part for part in (one.number, f"{one.amount / 100:,.2f}元" if one.amount else "") if part),
            day=one.day,
            state=one.state.label,
            adds=one.amount if money else 1,
            entity=one.entity,
            institution=one.institution,
        )


def rows_behind(reader: Reader, key: str, area: str, span: Year, rids: Collection[str] = ()) -> tuple[FigureRow, ...]:
    """Give the rows behind a figure by its key; none for one that rests on settings alone (the work budget).

    Money is summed by kind, class and county: which of the measures are meant, their ``rids`` say.
    """
    head, _, which = key.partition(".")
    tell = _telling(reader)
    match head:
        case "beds":
            some = oversight_rows.designated(reader, area, span.last)
            return tuple(tell.institution(one, beds=True) for one in some if one.kind is Kind.MEDICAL and one.beds)
        case "institutions":
            some = oversight_rows.designated(reader, area, span.last)
            return tuple(tell.institution(one, beds=False) for one in some if which in {"", one.cls.value})
        case "in_time" | "median":
            stopped = oversight_rows.stopped_clocks(reader, area, span.first, span.last)
            chosen = _counted(reader.law, stopped, which)
            return tuple(tell.clock(one, days=head == "median") for one in chosen)
        case "measures":
            types = (which,) if which else TYPES[Ledger.MEASURES]
            lines = oversight_rows.ledger(reader, types, span.first, span.last)
            inside = (one for one in lines if one.area.startswith(area_prefix(area)))
            return tuple(tell.measure(one, money=False) for one in inside)
        case "money":
            lines = oversight_rows.ledger(reader, TYPES[Ledger.MEASURES], span.first, span.last)
            meant = frozenset(rids)
            return tuple(tell.measure(one, money=True) for one in lines if one.rid in meant)
        case _:
            return ()


def county_rows(reader: Reader, county: str, key: str, span: Year) -> tuple[FigureRow, ...]:
    """Give the rows behind one head of a county's score (``CountyScore.key``), of what that county's office did."""
    tell = _telling(reader)
    area = reader.info.area
    match key:
        case "institutions":
            return rows_behind(reader, key, county, span)
        case "in_time":
            stopped = oversight_rows.stopped_clocks(reader, area, span.first, span.last)
            own = (one for one in stopped if one.office[:6] == county)
            return tuple(tell.clock(one, days=False) for one in _counted(reader.law, own, ""))
        case "checks":
            types = (*TYPES[Ledger.CHECKS], *TYPES[Ledger.MEASURES])
            lines = oversight_rows.ledger(reader, types, span.first, span.last)
            return tuple(tell.measure(one, money=False) for one in lines if one.office[:6] == county)
        case _:
            return ()


def _telling(reader: Reader) -> _Telling:
    return _Telling(reader.law)


def _counted(law: Law, stopped: Iterable[StoppedClock], rule: str) -> Iterator[StoppedClock]:
    """Leave out the waits, which are never late; keep one rule's where one is named."""
    return (one for one in stopped if not law.is_wait(one.rule) and rule in {"", one.rule})
