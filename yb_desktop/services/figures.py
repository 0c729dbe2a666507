"""The office's figures of a year (S2, S3): beds against the index, institutions, timeliness of each step, measures.

Every figure is a whole number with its ``scale`` (8350 with scale 100 is 83.50), names the rows behind it by their ids,
and is split by how far those rows have come: not exported, exported, arrived, in the other office's books.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from statistics import median

import msgspec

from yb_desktop.base.errors import BadInput
from yb_desktop.domain.audit import MeasureKind
from yb_desktop.domain.office import Office
from yb_desktop.domain.scoring import half_up
from yb_desktop.domain.vocabulary import InstitutionClass
from yb_desktop.law.areas import Level as AreaLevel
from yb_desktop.law.catalogue import Kind
from yb_desktop.law.law import Law
from yb_desktop.services.desk import Desk, Step
from yb_desktop.services.ledgers import TYPES, Ledger
from yb_desktop.services.registry import action, step_title
from yb_desktop.services.shown import Shown
from yb_desktop.services.views.places import place_name
from yb_desktop.store import oversight_rows
from yb_desktop.store.breach_lists import MeasureSum, money_of
from yb_desktop.store.exchange_state import RecordState
from yb_desktop.store.institution_rows import area_prefix
from yb_desktop.store.oversight_rows import Designated, LedgerLine, StoppedClock
from yb_desktop.store.reading import Reader

PER = 1_000
HUNDRED = 100
FIRST_YEAR = 2017
"""Before the oldest document of the catalogue there is nothing to count."""


class Figure(Shown, frozen=True, kw_only=True):
    """One figure: ``value`` over ``scale`` in ``unit``, ``None`` where it cannot be known (``note`` says why).

    ``rows`` are the ids behind it (``figure_rows`` gives them in words), ``split`` counts them by state, ``against`` is
    the index it is held against, over the same scale.
    """

    key: str
    group: str
    title: str
    rule: str
    value: int | None
    unit: str
    scale: int = 1
    note: str = ""
    split: dict[str, int]
    rows: tuple[str, ...] = ()
    against: int | None = None


@dataclass(frozen=True, slots=True)
class Year:
    """A year, or what has passed of it: the days it is counted over, and the day of its state."""

    first: date
    last: date

    @classmethod
    def of(cls, year: int, today: date) -> Year:
        """Give a year until ``today``. Raises ``BadInput`` for one that has not begun, or before there were rules."""
        if not FIRST_YEAR <= year <= today.year:
            raise BadInput("year", f"统计年度应在{FIRST_YEAR}年至{today.year}年之间。")
        return cls(date(year, 1, 1), min(date(year, 12, 31), today))


@action("oversight.figures", "统计")
def figures(desk: Desk, *, on: date, year: int, area: str = "") -> Step:
    """S2, S3: give the figures of a year for an area (default: the office's own)."""
    span = Year.of(year, on)
    place = desk.law.areas.resolve(area or desk.info.area)
    with desk.act("oversight.figures", on) as act:
        rows = tuple(figures_of(act.reader, act.law, place, span))
        return act.show(rows, documents=("statistics",))


def figures_of(reader: Reader, law: Law, area: str, span: Year) -> Iterator[Figure]:
    """Give every figure of an area."""
    there = tuple(oversight_rows.designated(reader, area, span.last))
    yield beds_figure(there, reader.office(), area)
    yield from budget_figure(law, reader.office(), area, span.last)
    yield from class_figures(there)
    yield from timeliness(oversight_rows.stopped_clocks(reader, area, span.first, span.last), law)
    lines = oversight_rows.ledger(reader, TYPES[Ledger.MEASURES], span.first, span.last)
    yield from measure_figures(lines, area)
    yield from money_figures(law, lines, money_of(reader, span.first, span.last), area)


def beds_figure(there: Sequence[Designated], office: Office, area: str) -> Figure:
    """S2: beds of designated medical institutions per 1,000 insured, against the planned index."""
    beds = [one for one in there if one.kind is Kind.MEDICAL and one.beds]
    insured = _of_area(office, "insured", area)
    index = _of_area(office, "beds_index", area)
    value = None if insured is None else half_up(sum(one.beds for one in beds) * PER * HUNDRED, insured)
    return Figure(
        key="beds",
        group="床位",
        title="每千参保人占有定点医疗机构住院床位数",
        rule="S2",
        value=value,
        unit="张",
        scale=HUNDRED,
        note=_against(value, index),
        split=split_of(one.state for one in beds),
        rows=tuple(one.id for one in beds),
        against=index,
    )


def _of_area(office: Office, setting: str, area: str) -> int | None:
    """Give a setting of one area; the office's own figure is meant for its own area only."""
    own = office.value(f"{setting}.{area}")
    if own is not None or setting == "beds_index":
        return own if own is not None else office.value(setting)
    kept = office.values.get(setting)
    return kept.value if kept and kept.area == area else None


def _against(value: int | None, index: int | None) -> str:
    if value is None:
        return "未设定参保人数，无法计算；请先设定“参保人数”"
    if index is None:
        return "未设定规划指标（由省公布）；请先设定“床位规划指标”"
    planned = f"{index / HUNDRED:.2f}"
    if value < index:
        return f"低于规划指标{planned}，可适当扩大定点范围"
    return f"高于规划指标{planned}，通过退出机制均衡" if value > index else f"等于规划指标{planned}"


def budget_figure(law: Law, office: Office, area: str, on: date) -> Iterator[Figure]:
    """S10: the least work budget of an office's place in a year; only where a document asks for one (Qujing)."""
    level = law.areas.get(area).level
    setting = "insured" if level is AreaLevel.PREFECTURE else "inhabitants"
    people = _of_area(office, setting, area)
    part = _budget_part(level, people or 0)
    each = law.figure("S10", area=area, on=on, part=part)
    if each is None:
        return
    per_person = level is not AreaLevel.COUNTY
    value = None if people is None else each * people if per_person else each
    note = f"未设定{'参保人数' if setting == 'insured' else '总人口'}，无法计算" if people is None else ""
    yield Figure(
        key="budget", group="经费", title="年度工作经费最低预算", rule="S10", value=value, unit="元", scale=HUNDRED,
        note=note, split={},
    )  # fmt: skip


def _budget_part(level: AreaLevel, people: int) -> str:
    """Name the part of S10: by insured in a city, by inhabitants in three steps in a county, a head in a township."""
    match level:
        case AreaLevel.PREFECTURE | AreaLevel.PROVINCE:
            return "city_per_insured"
        case AreaLevel.COUNTY:
            bounds = ((400_000, "county_below_400000"), (800_000, "county_below_800000"))
            return next((part for bound, part in bounds if people < bound), "county_from_800000")
        case AreaLevel.TOWNSHIP | AreaLevel.VILLAGE:
            return "township_per_person"


def class_figures(there: Sequence[Designated]) -> Iterator[Figure]:
    """S3: designated institutions, all and by class, in the order of the classes."""
    by_class: dict[InstitutionClass, list[Designated]] = defaultdict(list)
    for one in there:
        by_class[one.cls].append(one)
    yield _counted("institutions", "定点医药机构", "全部", there)
    for cls in InstitutionClass:
        if cls in by_class:
            yield _counted(f"institutions.{cls.value}", "定点医药机构", cls.label, by_class[cls])


def _counted(key: str, group: str, title: str, some: Sequence[Designated]) -> Figure:
    return Figure(
        key=key,
        group=group,
        title=title,
        rule="S3",
        value=len(some),
        unit="家",
        split=split_of(one.state for one in some),
        rows=tuple(one.id for one in some),
    )


def timeliness(stopped: Iterable[StoppedClock], law: Law) -> Iterator[Figure]:
    """S3: for each step with a limit, the share done in time and the median of working days it took; all steps first.

    A wait is sat out and never late: it has no figure here.
    """
    by_rule: dict[str, list[StoppedClock]] = defaultdict(list)
    for clock in stopped:
        if not law.is_wait(clock.rule):
            by_rule[clock.rule].append(clock)
    every = [clock for some in by_rule.values() for clock in some]
    if every:
        yield _in_time("in_time", "全部环节", "S3", every)
    worked = cache(partial(days_taken, law))
    for rule in law.catalogue.rules:
        some = by_rule.get(rule.id, [])
        if some:
            share = _in_time(f"in_time.{rule.id}", f"{rule.id} {rule.title}", rule.id, some)
            days = [worked(clock.start, clock.stopped, clock.area) for clock in some]
            yield share
            yield msgspec.structs.replace(
                share,
                key=f"median.{rule.id}",
                title="办理用时中位数",
                value=round(median(days) * HUNDRED),
                unit="个工作日",
            )


def _in_time(key: str, group: str, rule: str, some: Sequence[StoppedClock]) -> Figure:
    in_time = sum(1 for clock in some if not clock.late)
    return Figure(
        key=key,
        group=group,
        title="按期率",
        rule=rule,
        value=half_up(in_time * HUNDRED * HUNDRED, len(some)),
        unit="%",
        scale=HUNDRED,
        note=f"{len(some)}件中{in_time}件按期",
        split=split_of(clock.state for clock in some),
        rows=tuple(clock.entity for clock in some),
    )


def days_taken(law: Law, start: date, stopped: date, area: str) -> int:
    """Count the working days a step took: those after its first day, up to and including its last."""
    return law.working_days_late(start, stopped, area=area)


def measure_figures(lines: Sequence[LedgerLine], area: str) -> Iterator[Figure]:
    """S1, S3: the measures of the year, all of them and each kind."""
    inside = [line for line in lines if line.area.startswith(area_prefix(area))]
    by_type: dict[str, list[LedgerLine]] = defaultdict(list)
    for line in inside:
        by_type[line.type].append(line)
    yield _measures("measures", "全部", inside)
    for name in TYPES[Ledger.MEASURES]:
        if name in by_type:
            yield _measures(f"measures.{name}", step_title(name), by_type[name])


def _measures(key: str, title: str, some: Sequence[LedgerLine]) -> Figure:
    return Figure(
        key=key,
        group="违约处理",
        title=title,
        rule="B1",
        value=len(some),
        unit="次",
        split=split_of(line.state for line in some),
        rows=tuple(line.rid for line in some),
    )


def money_figures(law: Law, lines: Sequence[LedgerLine], sums: Sequence[MeasureSum], area: str) -> Iterator[Figure]:
    """S3: the money of the year's measures in fen: each kind of them, each class of institution, each county."""
    told: dict[tuple[str, str], list[LedgerLine]] = defaultdict(list)
    for line in lines:
        told[line.entity, line.type].append(line)
    of_kind: dict[str, _Sum] = defaultdict(_Sum)
    of_class: dict[str, _Sum] = defaultdict(_Sum)
    of_county: dict[str, _Sum] = defaultdict(_Sum)
    for one in sums:
        waiting = told[one.audit, _MONEY[one.kind]]
        if not waiting or not one.area.startswith(area_prefix(area)):
            continue
        line = waiting.pop(0)  # both are in the order of days and of the log
        for some in (of_kind[one.kind.label], of_class[one.cls.label], of_county[place_name(law.areas, one.area[:6])]):
            some.add(one.amount, line)
    for group, by_name in (("按措施", of_kind), ("按机构类别", of_class), ("按县市", of_county)):
        for name, some in by_name.items():
            yield some.figure(f"违约处理金额（{group}）", name)


_MONEY = {
    MeasureKind.WITHHOLD: "breaches.withhold",
    MeasureKind.RECOVER: "breaches.recover",
    MeasureKind.DAMAGES: "breaches.charge_damages",
}
"""The record that each measure in money comes from."""


@dataclass(slots=True)
class _Sum:
    """Money that adds up, with the records behind it."""

    fen: int = 0
    lines: list[LedgerLine] = field(default_factory=list)

    def add(self, fen: int, line: LedgerLine) -> None:
        """Add one measure."""
        self.fen += fen
        self.lines.append(line)

    def figure(self, group: str, title: str) -> Figure:
        """Give the sum as a figure in yuan of a hundred fen."""
        return Figure(
            key=f"money.{group}.{title}",
            group=group,
            title=title,
            rule="B1",
            value=self.fen,
            unit="元",
            scale=HUNDRED,
            split=split_of(line.state for line in self.lines),
            rows=tuple(line.rid for line in self.lines),
        )


def split_of(states: Iterable[RecordState]) -> dict[str, int]:
    """Count rows by state, in the order of the way upward; states that none has are left out."""
    counted = Counter(states)
    return {state.value: counted[state] for state in RecordState if counted[state]}
