"""The law as the program asks it: when is something due, what is the figure, is this a working day.

Which article applies: those in force for the area and the kind of institution on the day that fixes the rules; the
most local first, the others are outer limits. A local default, or an office's own value, answers only where no document
does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import msgspec

from yb_desktop.base.errors import BadInput
from yb_desktop.base.files import shipped
from yb_desktop.law import counting, periods
from yb_desktop.law.areas import Areas, load_areas
from yb_desktop.law.calendar import Calendars, LocalHoliday, NationalYear, load_calendars
from yb_desktop.law.catalogue import LOCAL, Basis, Catalogue, Count, Document, Kind, Rule, RuleKind, load_catalogue
from yb_desktop.law.counting import Pause
from yb_desktop.law.periods import Due

__all__ = ["Due", "Kind", "Law", "Pause", "load_law", "shipped_law"]


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
        past: Callable[[date], Law] | None = None,
    ) -> None:
        """Take the parts; ``shipped_hash`` stands for the files they were read from, ``past`` tells earlier states."""
        self.catalogue = catalogue
        self.calendars = calendars
        self.areas = areas
        self._shipped_hash = shipped_hash
        self._own = dict(own or {})
        self._past = past
        self._newer: Law | None = None
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
        Without ``kind`` every article in force counts. ``in_force_on`` is the day that fixes the rules, ``start`` if
        left out. Without ``part`` the rule's default part is meant (E11: the wait); where it has none (A17, A18), all
        parts are given, each with its own most local article. For a period counted back, ``start`` is the day it is
        counted from. Raises ``BadInput`` for an unknown rule, area or part.
        """
        code = self.areas.resolve(area)
        found = self.catalogue.rule(rule)
        calendar = self.calendars.of(code)
        out: list[Due] = []
        nearest: dict[str, str] = {}
        for basis in self._figures(found, code, kind, in_force_on or start, part or found.part):
            period = basis.period(found)
            if period is None:
                continue
            outer = nearest.setdefault(basis.part, basis.document) != basis.document
            out.append(periods.count(found, basis, period, start=start, calendar=calendar, paused=paused, outer=outer))
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
        bases = self._figures(found, self.areas.resolve(area), kind, on, part or found.part)
        return bases[0].value if bases else None

    def is_wait(self, rule: str, part: str = "") -> bool:
        """Say whether a period is a length of time to sit out (T5): it can be over, never late."""
        found = self.catalogue.rule(rule)
        return any((basis.count or found.count) is Count.WAIT for basis in found.figures(part))

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
        """Give every basis in force, with or without a figure, most local first; local values only in a gap."""
        found = self.catalogue.rule(rule)
        code = self.areas.resolve(area)
        standing = [b for b, document in self._ordered(found, code, kind, "") if not document or document.in_force(on)]
        documents = [basis for basis in standing if not basis.is_local]
        figures = self._figures(found, code, kind, on, "")
        gap = found.kind is RuleKind.LOCAL or not documents
        local = [b for b in standing if b.is_local and (b in figures if b.value is not None else gap)]
        return (*documents, *local)

    def with_local(self, values: Mapping[str, int], *, area: str | None = None) -> Law:
        """Give the law with an office's own values, by rule id, or rule id and part (``"C4.publicity"``).

        Values of local defaults may be set; with ``area`` also a limit of its own where no document has one for that
        area and some kind. The value is in the unit of the rule's most local figure. Everything else is refused with
        ``BadInput`` (``local-refused``): a document's figure is not the office's to change.
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
            named = name or next(
                (w.name for w in self.calendars.open_windows(code) if w.first <= first <= w.last), "放假"
            )
            holiday = LocalHoliday(name=named, first=first, last=last, notice=notice)
            calendars = calendars.with_holiday(prefix, holiday)
        return self._with(calendars=calendars)

    def with_national(self, year: NationalYear) -> Law:
        """Give the law with the State Council's arrangement of a year entered (or replaced)."""
        return self._with(calendars=self.calendars.with_national(year))

    def with_file(self, data: bytes, *, catalogue: Catalogue | None = None, areas: Areas | None = None) -> Law:
        """Give the law with what a file brought in place of the shipped; the file counts for the fingerprint."""
        digest = hashlib.sha256(self._shipped_hash.encode() + data).hexdigest()
        return self._with(catalogue=catalogue, areas=areas, shipped_hash=digest)

    def with_past(self, past: Callable[[date], Law]) -> Law:
        """Give the law with what tells how it stood on an earlier day."""
        return self._with(past=past)

    def with_calendars_of(self, other: Law) -> Law:
        """Give the law with another one's calendars."""
        if self.calendars is other.calendars:
            return self
        if self._newer is None or self._newer.calendars is not other.calendars:
            self._newer = self._with(calendars=other.calendars)
        return self._newer

    def as_of(self, day: date) -> Law:
        """Give the law as the office knew it on a day: the notices and values entered up to then."""
        return self if self._past is None else self._past(day)

    def knows(self, first: date, last: date, *, area: str) -> bool:
        """Say whether the calendar of an area knows every day after ``first`` up to ``last`` (T3)."""
        return self.calendars.of(self.areas.resolve(area)).is_known(first, last)

    def fingerprint(self) -> str:
        """Give SHA-256 (hex) over the shipped files and what was entered on top: it changes when clocks may move."""
        entered = (sorted(self._own.items()), self.calendars.national, self.calendars.local)
        return hashlib.sha256(self._shipped_hash.encode() + msgspec.json.encode(entered)).hexdigest()

    def own_values(self) -> Mapping[str, int]:
        """Give the office's own values."""
        return dict(self._own)

    def _with(
        self,
        *,
        catalogue: Catalogue | None = None,
        calendars: Calendars | None = None,
        areas: Areas | None = None,
        shipped_hash: str = "",
        own: Mapping[str, int] | None = None,
        past: Callable[[date], Law] | None = None,
    ) -> Law:
        return Law(
            catalogue or self.catalogue,
            calendars or self.calendars,
            areas or self.areas,
            shipped_hash=shipped_hash or self._shipped_hash,
            own=self._own if own is None else own,
            past=past,
        )

    def _figures(self, rule: Rule, area: str, kind: Kind | None, on: date, part: str) -> tuple[Basis, ...]:
        """Give the bases with a figure in force, most local first; a local one only for a part no document answers."""
        if part and part not in rule.parts():
            raise BadInput(
                "rule-part", f"规则{rule.id}没有“{part[:40]}”这一项，可用：{'、'.join(rule.parts()) or '无'}。"
            )
        key = (rule.id, area, kind, part)
        candidates = self._candidates.get(key)
        if candidates is None:
            ordered = self._ordered(rule, area, kind, part)
            candidates = self._candidates[key] = tuple(pair for pair in ordered if pair[0].value is not None)
        out: list[Basis] = []
        answered: set[str] = set()
        for basis, document in candidates:
            in_force = document is None or document.in_force(on)
            if in_force and not (basis.is_local and basis.part in answered):
                answered.add(basis.part)
                out.append(basis)
        return tuple(out)

    def _ordered(
        self, rule: Rule, area: str, kind: Kind | None, part: str
    ) -> tuple[tuple[Basis, Document | None], ...]:
        """Give what could answer, with the document it depends on: the most local, then the office's own, then ours."""
        documents: list[tuple[Basis, Document | None]] = []
        defaults: list[tuple[Basis, Document | None]] = []
        bases = [b for b in rule.basis if (not part or b.part == part) and _binds(b, kind)]
        for basis in sorted(bases, key=lambda b: -self._locality(b)):
            code = basis.document or basis.under.partition("-")[0]
            document = self.catalogue.by_code[code] if code else None
            if document is None or document.covers(area):
                (defaults if basis.is_local else documents).append((basis, document))
        own: list[tuple[Basis, Document | None]] = [(b, None) for b in self._own_bases(rule, bases)]
        return (*documents, *own, *defaults)

    def _locality(self, basis: Basis) -> int:
        return len(self.catalogue.by_code[basis.document].area) if basis.document else -1

    def _own_bases(self, rule: Rule, bases: Sequence[Basis]) -> list[Basis]:
        """Give the office's own values for these bases, each in the unit of the first basis of its part."""
        out: dict[str, Basis] = {}
        for basis in bases:
            value = self._own.get(f"{rule.id}.{basis.part}" if basis.part else rule.id)
            if value is not None and basis.value is not None:
                out.setdefault(basis.part, msgspec.structs.replace(basis, source=LOCAL, value=value, under=""))
        return list(out.values())

    def _check_own(self, rule: Rule, part: str, value: int, area: str | None) -> None:
        figures = [b for b in rule.basis if b.value is not None and b.part == part]
        if not figures or value < 1:
            raise BadInput("local-refused", f"规则{rule.id}没有可由本单位设定的数值，或所填数值{value}不合理。")
        ruled = [basis for basis in figures if not basis.is_local]
        if area is not None:
            code = self.areas.resolve(area)
            ruled = [basis for basis in ruled if self.catalogue.by_code[basis.document].covers(code)]
        # N2 binds medical institutions only: what it alone rules stays open for pharmacies.
        open_kinds = {kind for b in figures for kind in b.kinds} - {kind for b in ruled for kind in b.kinds}
        if not open_kinds or (area is None and not any(b.is_local for b in figures)):
            raise BadInput("local-refused", f"规则{rule.id}由文件规定（{figures[0].source}），本单位不能修改。")


def load_law(root: Path) -> Law:
    """Read ``law/``, ``calendar/`` and ``areas/`` of a folder of resources. Raises ``ValueError`` if one is wrong."""
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


def _runs(days: Sequence[date]) -> list[tuple[date, date]]:
    """Give sorted days as spans of consecutive days."""
    spans: list[tuple[date, date]] = []
    for day in days:
        if spans and counting.days_between(spans[-1][1], day) == 1 and spans[-1][1].year == day.year:
            spans[-1] = (spans[-1][0], day)
        else:
            spans.append((day, day))
    return spans
