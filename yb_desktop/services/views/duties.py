"""What the office owes and waits for besides its clocks, in lists: asked of a table, never by reading every matter.

A rule that no document or default puts in force for an institution asks for nothing (本地区无规定). How long before
its last day a paper or an agreement is shown is a local setting.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from yb_desktop.domain.duties import DutyKind
from yb_desktop.domain.office import SETTINGS
from yb_desktop.law.catalogue import LOCAL_TEXT, Kind
from yb_desktop.law.counting import days_after, days_between
from yb_desktop.law.law import Law
from yb_desktop.services import actions
from yb_desktop.services.desk import Desk
from yb_desktop.services.registry import spec
from yb_desktop.services.views.citing import citation
from yb_desktop.services.views.places import place_name
from yb_desktop.store import lists
from yb_desktop.store.reading import Reader
from yb_desktop.store.rows import DutyRow

actions.load()

AT_MOST = 300
"""So many duties of a kind are shown, the oldest ones."""

LEADS: Final[Mapping[DutyKind, str]] = {
    DutyKind.PAPER: "reminder.papers",
    DutyKind.RENEWAL: "reminder.renewals",
}
"""The kinds that are shown before their day, and the setting that says how many days before."""

_ASKED_BY_RULE = frozenset({"E9", "G7", "S9"})
"""Duties that nobody but the rule asks for: where it is not in force, they are none."""


@dataclass(frozen=True, slots=True)
class Lead:
    """How many days before its last day something is shown, and whether the office chose so itself."""

    days: int
    own: bool

    @property
    def note(self) -> str:
        """Say it, and that it is a default of ours where the office chose nothing."""
        return f"提前 {self.days} 天提醒（{'本单位设定' if self.own else LOCAL_TEXT}）"


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One duty: ``entity`` opens it, ``left`` counts days to ``day`` where it has one (below 0: over)."""

    kind: DutyKind
    entity: str
    matter: str
    number: str
    state: str
    institution: str
    name: str
    area: str
    rule: str
    article: str
    text: str
    since: date
    day: date | None
    left: int
    who: str
    clocked: bool


@dataclass(frozen=True, slots=True)
class DutyGroup:
    """The duties of one kind; ``total`` counts those that are not shown too."""

    kind: DutyKind
    lines: tuple[DutyLine, ...]
    total: int
    note: str = ""


def duties(desk: Desk, *kinds: DutyKind) -> tuple[DutyLine, ...]:
    """Give what this office owes or waits for today, of ``kinds`` (of all where none is named), the oldest first."""
    found = [line for group in duty_groups(desk, *kinds) for line in group.lines]
    return tuple(sorted(found, key=lambda line: (line.since, line.number, line.rule)))


def duty_groups(desk: Desk, *kinds: DutyKind) -> tuple[DutyGroup, ...]:
    """Give the same by kind, each with its count."""
    with desk.store.read() as reader:
        tell = _teller(desk, reader)
        return tuple(_group(desk, reader, kind, tell) for kind in kinds or tuple(DutyKind))


def lead_of(reader: Reader, kind: DutyKind) -> Lead:
    """Give how long before its day a kind of duty is shown; 0 days for those that have no day to come."""
    setting = LEADS.get(kind)
    if setting is None:
        return Lead(0, own=False)
    own = reader.office().value(setting)
    return Lead(own if own is not None else SETTINGS[setting].default, own=own is not None)


_Tell = Callable[[DutyRow], DutyLine]


def _group(desk: Desk, reader: Reader, kind: DutyKind, tell: _Tell) -> DutyGroup:
    lead = lead_of(reader, kind)
    until = days_after(desk.clock.today(), lead.days)
    page = lists.duties(reader, kind, until=until, limit=AT_MOST)
    lines = tuple(tell(row) for row in page.rows if _asked(desk.law, row))
    total = len(lines) if page.after is None else lists.count_duties(reader, kind, until=until)
    return DutyGroup(kind, lines, total, lead.note if kind in LEADS else "")


def _asked(law: Law, row: DutyRow) -> bool:
    if row.rule not in _ASKED_BY_RULE:
        return True
    return bool(law.in_force(row.rule, area=row.area, kind=row.institution_kind, on=row.since))


def _teller(desk: Desk, reader: Reader) -> _Tell:
    today, law = desk.clock.today(), desk.law
    people = {person.id: person.name for person in reader.people()}

    @cache
    def article(rule: str, area: str, kind: Kind, on: date) -> str:
        found = citation(law, rule, area=area, kind=kind, on=on)
        return found.article if found else ""

    def tell(row: DutyRow) -> DutyLine:
        branch = reader.agreement(row.about) if row.kind is DutyKind.BRANCH else None
        name = reader.institution(branch.institution).registration.name if branch else row.institution_name
        return DutyLine(
            kind=row.kind,
            entity=branch.id if branch else row.entity,
            matter=row.matter,
            number=branch.number if branch else row.number,
            state=branch.state.label if branch else row.state,
            institution=branch.institution if branch else row.institution,
            name=name,
            area=place_name(law.areas, row.area),
            rule=row.rule,
            article=article(row.rule, row.area, row.institution_kind, today),
            text=_text(row),
            since=row.since,
            day=row.shown if row.kind in LEADS else None,
            left=days_between(today, row.shown),
            who=people.get(row.who, desk.info.name) if row.who else "",
            clocked=row.clocked,
        )

    return tell


def _text(row: DutyRow) -> str:
    if row.kind is DutyKind.RELEASE:
        return spec(row.text).title
    if row.kind is DutyKind.BRANCH:
        return f"负责人与“{row.institution_name}”相同，作出解除决定"
    return row.text
