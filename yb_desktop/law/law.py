"""The law as the program asks it: when is something due, what is the figure, is this a working day.

Which article applies: those in force for the area and the kind of institution on the day that fixes the rules; the most
local first, the others are outer limits. A local default, or an office's own value, answers only where no document does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import msgspec

from yb_desktop.base.errors import BadInput
from yb_desktop.base.files import shipped
from yb_desktop.law import counting
from yb_desktop.law.areas import Areas, load_areas
from yb_desktop.law.calendar import AreaCalendar, Calendars, LocalHoliday, NationalYear, load_calendars
from yb_desktop.law.catalogue import (
    LOCAL,
    LOCAL_TEXT,
    Basis,
    Catalogue,
    Count,
    Document,
    Kind,
    Rule,
    Unit,
    load_catalogue,
)
from yb_desktop.law.counting import Pause

__all__ = ["Due", "Kind", "Law", "Pause", "load_law", "shipped_law"]


@dataclass(frozen=True, slots=True)
class Due:
    """The end of a period by one article.

    ``last_day`` is: of a limit to act, the last day on which acting is in time; of a bar or wait (A17, A18, E11, E13), the
    last day it lasts; of a minimum age (A3), the day it is reached; of a term (G6), its last day; counted back (C15), the
    last day on which it is early enough. ``part`` names the figure where a rule has several. ``why`` says it in Chinese.
    """

    rule: str
    source: str
    last_day: date
    provisional: bool
    outer: bool
    why: str
    part: str = ""


class Law:
    """Catalogue, calendars and areas, with an office's own values where it has set any. Unchangeable."""

    def __init__(
        self,
        catalogue: Catalogue,
        calendars: Calendars,
        areas: Areas,
        *,
        shipped_hash: str = "",
        own: Mapping[str, int] | None = None,
    ) -> None:
        """Take the parts; ``shipped_hash`` stands for the files they were read from."""
        self.catalogue = catalogue
        self.calendars = calendars
        self.areas = areas
        self._shipped_hash = shipped_hash
        self._own = dict(own or {})
        self._candidates: dict[tuple[str, str, Kind | None, str], tuple[tuple[Basis, Document | None], ...]] = {}

    def due(
        self,
        rule: str,
        start: date,
        *,
        area: str,
        kind: Kind | None = None,
        in_force_on: date | None = None,
        paused: Sequence[Pause] = (),
        part: str | None = None,
    ) -> tuple[Due, ...]:
        """Give the last day by each article in force, most local first, the others ``outer``.

        Empty when no article with a period is in force for the area and kind (本地区无规定), or the rule has no period.
        Without ``kind`` every article in force counts. ``in_force_on`` is the day that fixes the rules, ``start`` if left out.
        Without ``part`` the rule's default part is meant (E11: the wait); where it has none (A17, A18), all parts are given,
        each with its most local article not outer. For a period counted back, ``start`` is the day it is counted from.
        Raises ``BadInput`` for an unknown rule, area or part.
        """
        code = self.areas.resolve(area)
        found = self.catalogue.rule(rule)
        calendar = self.calendars.of(code)
        out: list[Due] = []
        seen: set[str] = set()
        for basis in self._in_force(found, code, kind, in_force_on or start, part or ""):
            count = basis.count or found.count
            if count is None or basis.value is None or basis.unit is None or not basis.unit.is_time:
                continue
            out.append(_due(found, basis, count, start, calendar, paused, outer=basis.part in seen))
            seen.add(basis.part)
        return tuple(out)

    def figure(
        self, rule: str, *, area: str, kind: Kind | None = None, on: date, part: str | None = None
    ) -> int | None:
        """Give the most local figure in force on a day, ``None`` when there is none.

        Raises ``BadInput`` where a rule has several figures and none is named or default.
        """
        found = self.catalogue.rule(rule)
        if not part and not found.part and len(found.parts()) > 1:
            raise BadInput("rule-part", f"规则{rule}有多个数值，请指明是哪一个（{'、'.join(found.parts())}）。")
        bases = self._in_force(found, self.areas.resolve(area), kind, on, part or "")
        return bases[0].value if bases else None

    def is_working_day(self, day: date, area: str) -> bool:
        """Say whether offices of an area work on a day (T2)."""
        return self.calendars.of(self.areas.resolve(area)).is_working_day(day)

    def next_working_day(self, day: date, area: str) -> date:
        """Give the first working day after a day (T2)."""
        return counting.next_working_day(self.calendars.of(self.areas.resolve(area)), day)

    def working_days_late(self, last_day: date, done: date, *, area: str) -> int:
        """Count the working days after ``last_day`` up to and including ``done``; 0 if it was in time."""
        return counting.working_days_between(self.calendars.of(self.areas.resolve(area)), last_day, done)

    def in_force(self, rule: str, *, area: str, kind: Kind | None = None, on: date) -> tuple[Basis, ...]:
        """Give every basis in force (with or without a figure), most local first; local defaults only in a gap."""
        found = self.catalogue.rule(rule)
        code = self.areas.resolve(area)
        plain = [
            (basis, document)
            for basis in found.basis
            if not basis.is_local and _binds(basis, kind)
            for document in (self.catalogue.by_code[basis.document],)
            if document.covers(code) and document.in_force(on)
        ]
        plain.sort(key=lambda pair: -len(pair[1].area))
        figures = self._in_force(found, code, kind, on, "", every_part=True)
        return (*(basis for basis, _ in plain), *(basis for basis in figures if basis.is_local))

    def with_local(self, values: Mapping[str, int], *, area: str | None = None) -> Law:
        """Give the law with an office's own values, by rule id, or rule id and part (``"C4.publicity"``).

        Values of local defaults may be set; with ``area`` also a limit of its own where no document has one for that area.
        Everything else is refused with ``BadInput`` (``local-refused``): a document's figure is not the office's to change.
        """
        for key, value in values.items():
            rule_id, _, part = key.partition(".")
            self._check_own(self.catalogue.rule(rule_id), part, value, area)
        return self._with(own={**self._own, **values})

    def with_holidays(self, *, area: str, days: Sequence[date], notice: str, name: str = "") -> Law:
        """Give the law with a local holiday notice entered: its days close, and its window closes with them (T3).

        ``name`` is the holiday's (火把节); without it the window in which the days fall is meant. Raises ``BadInput``.
        """
        if not days or not notice.strip():
            raise BadInput("holiday", "请填写放假日期和通知文号。")
        code = self.areas.resolve(area)
        prefixes = [year.area for year in self.calendars.local if code.startswith(year.area)]
        prefix = max(prefixes, key=len, default=code.removesuffix("00").removesuffix("00"))
        calendars = self.calendars
        for first, last in _runs(sorted(set(days))):
            named = name or next((w.name for w in calendars.open_windows(code) if w.first <= first <= w.last), "放假")
            holiday = LocalHoliday(name=named, first=first, last=last, notice=notice)
            calendars = calendars.with_holiday(prefix, holiday)
        return self._with(calendars=calendars)

    def with_national(self, year: NationalYear) -> Law:
        """Give the law with the State Council's arrangement of a year entered (or replaced)."""
        return self._with(calendars=self.calendars.with_national(year))

    def fingerprint(self) -> str:
        """Give SHA-256 (hex) over the shipped files and whatever was entered on top: it changes when clocks may move."""
        entered = (sorted(self._own.items()), self.calendars.national, self.calendars.local)
        return hashlib.sha256(self._shipped_hash.encode() + msgspec.json.encode(entered)).hexdigest()

    def own_values(self) -> Mapping[str, int]:
        """Give the office's own values."""
        return dict(self._own)

    def _with(self, *, calendars: Calendars | None = None, own: Mapping[str, int] | None = None) -> Law:
        return Law(
            self.catalogue,
            calendars or self.calendars,
            self.areas,
            shipped_hash=self._shipped_hash,
            own=self._own if own is None else own,
        )

    def _in_force(
        self, rule: Rule, area: str, kind: Kind | None, on: date, part: str, *, every_part: bool = False
    ) -> tuple[Basis, ...]:
        """Give the bases with a figure in force, most local first; a local value only for a part no document answers."""
        if part and part not in rule.parts():
            raise BadInput(
                "rule-part", f"规则{rule.id}没有“{part[:40]}”这一项，可用：{'、'.join(rule.parts()) or '无'}。"
            )
        wanted = "*" if every_part else part or rule.part
        key = (rule.id, area, kind, wanted)
        candidates = self._candidates.get(key)
        if candidates is None:
            candidates = self._candidates[key] = self._ordered(rule, area, kind, wanted)
        out: list[Basis] = []
        answered: set[str] = set()
        for basis, document in candidates:
            if document is not None and not document.in_force(on):
                continue
            if basis.is_local and basis.part in answered:
                continue
            answered.add(basis.part)
            out.append(basis)
        return tuple(out)

    def _ordered(
        self, rule: Rule, area: str, kind: Kind | None, part: str
    ) -> tuple[tuple[Basis, Document | None], ...]:
        """Give the bases that could answer: documents from the most local, then the office's own, then the default."""
        documents: list[tuple[Basis, Document | None]] = []
        defaults: list[tuple[Basis, Document | None]] = []
        figures = [b for b in rule.basis if b.value is not None and part in ("*", "", b.part)]
        for basis in sorted(figures, key=lambda b: -self._locality(b)):
            code = basis.document or basis.under.partition("-")[0]
            document = self.catalogue.by_code[code] if code else None
            if not _binds(basis, kind) or (document is not None and not document.covers(area)):
                continue
            (defaults if basis.is_local else documents).append((basis, document))
        own: list[tuple[Basis, Document | None]] = [(b, None) for b in self._own_bases(figures, rule.id)]
        return (*documents, *own, *defaults)

    def _locality(self, basis: Basis) -> int:
        return len(self.catalogue.by_code[basis.document].area) if basis.document else -1

    def _own_bases(self, figures: Sequence[Basis], rule_id: str) -> list[Basis]:
        out: dict[str, Basis] = {}
        for basis in figures:
            value = self._own.get(f"{rule_id}.{basis.part}" if basis.part else rule_id)
            if value is not None:
                mine = msgspec.structs.replace(basis, source=LOCAL, value=value, words="", under="", kinds=_ALL)
                out.setdefault(basis.part, mine)
        return list(out.values())

    def _check_own(self, rule: Rule, part: str, value: int, area: str | None) -> None:
        figures = [b for b in rule.basis if b.value is not None and b.part == part]
        if not figures or value < 1:
            raise BadInput("local-refused", f"规则{rule.id}没有可由本单位设定的数值，或所填数值{value}不合理。")
        documents = [self.catalogue.by_code[b.document] for b in figures if not b.is_local]
        if any(b.is_local for b in figures) and not documents:
            return
        if area is not None:
            code = self.areas.resolve(area)
            bound = {
                k for d, b in zip(documents, _documentary(figures), strict=True) if d.covers(code) for k in b.kinds
            }
            if bound != {k for b in figures for k in b.kinds}:
                return
        raise BadInput("local-refused", f"规则{rule.id}由文件规定（{figures[0].source}），本单位不能修改。")


_ALL = (Kind.MEDICAL, Kind.PHARMACY)


def load_law(root: Path) -> Law:
    """Read the law from a folder of resources (``law/``, ``calendar/``, ``areas/``). Raises ``ValueError`` if it does not hold."""
    digest = hashlib.sha256()
    for folder, pattern in (("law", "**/*.toml"), ("calendar", "*.toml"), ("areas", "*.*")):
        for path in sorted((root / folder).glob(pattern)):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).digest())
    return Law(
        load_catalogue(root / "law"),
        load_calendars(root / "calendar"),
        load_areas(root / "areas"),
        shipped_hash=digest.hexdigest(),
    )


@cache
def shipped_law() -> Law:
    """Give the law the program ships, read once."""
    return load_law(shipped("resources"))


def _binds(basis: Basis, kind: Kind | None) -> bool:
    return kind is None or kind in basis.kinds


def _documentary(figures: Sequence[Basis]) -> list[Basis]:
    return [basis for basis in figures if not basis.is_local]


def _runs(days: Sequence[date]) -> list[tuple[date, date]]:
    """Give sorted days as spans of consecutive days."""
    spans: list[tuple[date, date]] = []
    for day in days:
        if spans and counting.days_between(spans[-1][1], day) == 1 and spans[-1][1].year == day.year:
            spans[-1] = (spans[-1][0], day)
        else:
            spans.append((day, day))
    return spans


def _due(
    rule: Rule, basis: Basis, count: Count, start: date, calendar: AreaCalendar, paused: Sequence[Pause], *, outer: bool
) -> Due:
    assert basis.value is not None and basis.unit is not None  # noqa: PT018 -- the caller checked; this tells mypy
    last = _last_day(count, start, basis.value, basis.unit, calendar, paused)
    backwards = count in (Count.BEFORE, Count.WINDOW)
    # T3: all calendar days after the trigger up to and including the last day; counted back, those before the given day.
    span = (counting.days_after(last, -1), counting.days_after(start, -1)) if backwards else (start, last)
    known = calendar.is_known(*span)
    waiting = any(pause.is_open for pause in paused)
    why = _why(basis, count, start, last)
    if paused:
        why += "；补正期间暂停计时（T7）"
    if waiting:
        why += "，补正材料尚未收到，此为最早日期"
    if not known:
        why += f"；暂定：{calendar.unknown(*span).text}（T3）"
    return Due(rule.id, basis.source, last, not known or waiting, outer, why, basis.part)


def _last_day(
    count: Count, start: date, value: int, unit: Unit, calendar: AreaCalendar, paused: Sequence[Pause]
) -> date:
    match count:
        case Count.ACT | Count.WAIT if unit is Unit.WORKING_DAYS:
            return counting.working_days_after(calendar, start, value, paused)
        case Count.ACT:
            moved = counting.moved_by_pauses(calendar, start, _after(start, value, unit), paused)
            return counting.rolled_forward(calendar, moved)
        case Count.WAIT | Count.AGE:
            return _after(start, value, unit)
        case Count.TERM:
            return counting.days_after(_after(start, value, unit), -1)
        case Count.BEFORE if unit is Unit.WORKING_DAYS:
            return counting.working_days_before(calendar, start, value)
        case Count.BEFORE:
            return counting.rolled_back(calendar, _after(start, -value, unit))
        case Count.WINDOW:
            return start


def _after(start: date, value: int, unit: Unit) -> date:
    if unit is Unit.YEARS:
        return counting.years_after(start, value)
    return counting.months_after(start, value) if unit is Unit.MONTHS else counting.days_after(start, value)


def _why(basis: Basis, count: Count, start: date, last: date) -> str:
    assert basis.value is not None and basis.unit is not None  # noqa: PT018 -- see _due
    figure = f"{basis.value}{basis.unit.text}"
    source = LOCAL_TEXT if basis.is_local else f"{basis.source}“{basis.words}”"
    match count:
        case Count.ACT:
            return f"{start}次日起{figure}，最后一日为{last}（{source}）"
        case Count.WAIT:
            return f"{start}次日起满{figure}，至{last}结束，次日届满（{source}）"
        case Count.AGE:
            return f"自{start}起满{figure}，于{last}达到（{source}）"
        case Count.TERM:
            return f"自{start}起{figure}，至对应日的前一日{last}止（{source}）"
        case Count.BEFORE:
            return f"{start}前{figure}，最迟为{last}（{source}）"
        case Count.WINDOW:
            return f"{start}前{figure}之内，最迟为{last}（{source}）"
