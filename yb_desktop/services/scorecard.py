"""The prefecture's scorecard of its counties (目标考核, S3, S4), from the records it received.

What the records cannot tell (participation, income and spending of the fund) is marked unknown and never guessed, and
each county's lines say when it was last heard from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from yb_desktop.base.errors import NotAllowed
from yb_desktop.domain.scoring import half_up
from yb_desktop.domain.vocabulary import Level
from yb_desktop.law.areas import Area
from yb_desktop.law.law import Law
from yb_desktop.services.desk import Desk, Step
from yb_desktop.services.figures import HUNDRED, Year
from yb_desktop.services.ledgers import TYPES, Ledger
from yb_desktop.services.registry import action
from yb_desktop.services.shown import Shown
from yb_desktop.store import oversight_rows
from yb_desktop.store.oversight_rows import Designated, LedgerLine, StoppedClock
from yb_desktop.store.reading import Reader

UNKNOWN = "业务记录中没有这项数据，由州市另行取得"
NEVER_HEARD = "尚未收到该县市的数据包"


class CountyScore(Shown, frozen=True, kw_only=True):
    """One head of one county; ``known`` is false where the records cannot tell. ``rows`` are the ids behind it.

    ``heard`` is the moment of its newest bundle (empty: never), ``until`` the day of its newest record.
    """

    county: str
    name: str
    key: str
    head: str
    rule: str
    value: int | None
    unit: str
    known: bool
    scale: int = 1
    note: str = ""
    heard: str = ""
    until: str = ""
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Books:
    """What the prefecture holds of all its counties, by county."""

    there: dict[str, list[Designated]]
    stopped: dict[str, list[StoppedClock]]
    checks: dict[str, list[LedgerLine]]
    measures: dict[str, list[LedgerLine]]
    heard: dict[str, str]
    until: dict[str, str]


@action("oversight.score_counties", "县市目标考核")
def score_counties(desk: Desk, *, on: date, year: int) -> Step:
    """S3, S4: score the counties of a prefecture for a year; refused to every other office."""
    span = Year.of(year, on)
    with desk.act("oversight.score_counties", on) as act:
        return act.show(tuple(scores_of(act.reader, act.law, span)), documents=("county_scorecard",))


def scores_of(reader: Reader, law: Law, span: Year) -> Iterator[CountyScore]:
    """Give every head of every county of this prefecture. Raises ``NotAllowed`` (S3) in every other office."""
    if reader.info.level is not Level.PREFECTURE:
        raise NotAllowed.by("S3", "县市目标考核由州市经办机构进行，本单位不能办理")
    books = _books(reader, law, span)
    for county in law.areas.within(reader.info.area):
        yield from _county(county, books)


def _books(reader: Reader, law: Law, span: Year) -> _Books:
    area = reader.info.area
    there: dict[str, list[Designated]] = defaultdict(list)
    for one in oversight_rows.designated(reader, area, span.last):
        there[one.area[:6]].append(one)
    stopped: dict[str, list[StoppedClock]] = defaultdict(list)
    for clock in oversight_rows.stopped_clocks(reader, area, span.first, span.last):
        if not law.is_wait(clock.rule):
            stopped[clock.office[:6]].append(clock)
    return _Books(
        there=there,
        stopped=stopped,
        checks=_by_office(oversight_rows.ledger(reader, TYPES[Ledger.CHECKS], span.first, span.last)),
        measures=_by_office(oversight_rows.ledger(reader, TYPES[Ledger.MEASURES], span.first, span.last)),
        heard=oversight_rows.offices_heard(reader),
        until=oversight_rows.newest_days(reader),
    )


def _by_office(lines: Sequence[LedgerLine]) -> dict[str, list[LedgerLine]]:
    found: dict[str, list[LedgerLine]] = defaultdict(list)
    for line in lines:
        found[line.office[:6]].append(line)
    return found


def _county(county: Area, books: _Books) -> Iterator[CountyScore]:
    code = county.code
    heard = books.heard.get(code, "")
    known = bool(books.until.get(code))

    def line(
        key: str, head: str, value: int | None, unit: str, *, rule: str = "S3", scale: int = 1, note: str = "",
        rows: tuple[str, ...] = (),
    ) -> CountyScore:  # fmt: skip
        return CountyScore(
            county=code,
            name=county.display,
            key=key,
            head=head,
            rule=rule,
            value=value if known else None,
            unit=unit,
            known=known and value is not None,
            scale=scale,
            note=note if known else NEVER_HEARD,
            heard=heard,
            until=books.until.get(code, ""),
            rows=rows if known else (),
        )

    yield line("participation", "参保率", None, "%", note=UNKNOWN)
    some = books.stopped.get(code, [])
    in_time = sum(1 for clock in some if not clock.late)
    share = half_up(in_time * HUNDRED * HUNDRED, len(some)) if some else None
    yield line(
        "in_time",
        "医保政策执行（各环节按期率）",
        share,
        "%",
        scale=HUNDRED,
        note=f"{len(some)}件中{in_time}件按期" if some else "该年度没有办结的环节",
        rows=tuple(clock.entity for clock in some),
    )
    yield line("fund", "基金收支管理", None, "", note=UNKNOWN)
    checks, measures = books.checks.get(code, []), books.measures.get(code, [])
    both = (*checks, *measures)
    yield line("checks", "费用审核稽核（检查和处理次数）", len(both), "次", rows=tuple(one.rid for one in both))
    there = books.there.get(code, [])
    yield line("institutions", "定点服务机构管理（定点机构数）", len(there), "家", rows=tuple(one.id for one in there))
    yield line("budget", "预算管理责任", None, "", rule="S4", note=UNKNOWN)
