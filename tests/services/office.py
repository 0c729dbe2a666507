"""One office with its people and one institution in order: what the tests of the straight path work in."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from tests.services.patterns import Patterns
from yb_desktop.base.canon import Json
from yb_desktop.base.clock import FixedClock
from yb_desktop.base.ids import make_ids
from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.case import Case
from yb_desktop.domain.people import Role
from yb_desktop.domain.vocabulary import Level
from yb_desktop.services import actions
from yb_desktop.services.desk import Desk, Step
from yb_desktop.services.offices import make_office
from yb_desktop.services.people import find_person
from yb_desktop.services.registry import run, spec
from yb_desktop.services.stories.story_defaults import institution_defaults, prepare_step, staff_defaults
from yb_desktop.store.check import table_digest
from yb_desktop.store.tables import metadata

actions.load()

FIRST = date(2026, 3, 2)
"""A Monday with no holiday for five weeks after it."""

Params = Mapping[str, Json]

NAME = "医疗保险管理局"
PEOPLE: tuple[tuple[str, tuple[Role, ...], str], ...] = (
    ("审核员", (Role.REVIEWING, Role.HANDLING, Role.LEADER), ""),
    ("经办员", (Role.HANDLING, Role.RECEIVING), ""),
    ("管理员", (Role.SYSTEM_ADMIN,), ""),
    ("核查甲", (Role.INSPECTOR,), "insurance"),
    ("核查乙", (Role.INSPECTOR,), "medicine"),
    ("核查丙", (Role.INSPECTOR,), "finance"),
    ("核查丁", (Role.INSPECTOR,), "it"),
    ("专家甲", (Role.PANEL,), "insurance"),
    ("专家乙", (Role.PANEL,), "medicine"),
    ("专家丙", (Role.PANEL,), "finance"),
)


@dataclass(slots=True)
class Office:
    """An office at work on one institution; ``case``, ``agreement`` and ``audit`` are the newest ones."""

    desk: Desk
    institution: str = ""
    case: str = ""
    agreement: str = ""
    audit: str = ""

    def at(self, name: str) -> Desk:
        """Give the desk with a person of the office at it."""
        with self.desk.store.read() as reader:
            return self.desk.sign_in(find_person(reader, name))

    def do(
        self,
        action: str,
        on: date = FIRST,
        params: Params = MappingProxyType({}),
        *,
        who: str = "经办员",
        bare: bool = False,
        heard: bool = True,
        **more: Json,
    ) -> Step:
        """Do one action; without ``bare`` what a story may leave out is filled in (a hearing: unless not ``heard``)."""
        given: dict[str, Json] = {**params, **{key.rstrip("_"): value for key, value in more.items()}}
        given |= self._about(action, given)
        desk = self.at(who)
        step = run(desk, action, on=on, params=given if bare else prepare_step(desk, action, on, given, heard=heard))
        if step.entity.startswith("case-"):
            self.case = step.entity
        elif step.entity.startswith("agr-"):
            self.agreement = step.entity
        elif step.entity.startswith("audit-"):
            self.audit = step.entity
        return step

    def both(self, action: str, on: date = FIRST, **params: Json) -> Step:
        """Do a decision of two persons: prepared by one, released by the other."""
        prepared = self.do(action, on, params)
        assert prepared.pending
        matter = {"agr": "agreement", "audit": "audit"}.get(prepared.entity.partition("-")[0], "case")
        return self.do("cases.release", on, {matter: prepared.entity}, who="审核员")

    def _about(self, action: str, given: dict[str, Json]) -> dict[str, Json]:
        about = {
            "institution": self.institution,
            "case": self.case,
            "agreement": self.agreement,
            "audit": self.audit,
        }
        return {key: value for key, value in about.items() if key in spec(action).names and key not in given and value}

    def now(self) -> Case:
        """Give the application as it stands."""
        with self.desk.store.read() as reader:
            return reader.case(self.case)

    def paper(self) -> Agreement:
        """Give the agreement as it stands."""
        with self.desk.store.read() as reader:
            return reader.agreement(self.agreement)

    def everything(self) -> dict[str, str]:
        """Give a digest of every table: the log and all that is made from it."""
        with self.desk.store.read() as reader:
            return {table.name: table_digest(reader.connection, table) for table in metadata.sorted_tables}

    # The straight path, in steps that tests begin from.

    def received(self, on: date = FIRST) -> None:
        """Materials in, every ground checked."""
        self.do("applications.receive_materials", on)
        self.do("applications.check_ground", on)

    def evaluating(self, on: date = FIRST) -> None:
        """Accepted and through the first review."""
        self.received(on)
        self.do("applications.accept", on)
        self.do("applications.first_review", on)

    def visited(self, on: date = FIRST) -> None:
        """The visit finished with full marks, and the meeting held."""
        for step in ("draw_team", "assign_visit", "finish_visit", "hold_meeting"):
            self.do(f"evaluation.{step}", on)

    def signing(self, on: date = FIRST, then: date = date(2026, 3, 12)) -> None:
        """Through publicity and negotiation, and studied."""
        self.evaluating(on)
        self.visited(on)
        self.both("evaluation.decide", on)
        self.do("evaluation.pass_list", on)
        self.do("evaluation.publish", on)
        self.do("evaluation.end_publicity", then)
        self.do("agreements.negotiate", then)
        self.do("agreements.study", then)

    def in_force(self, on: date = FIRST, then: date = date(2026, 3, 12)) -> None:
        """Signed, filed and with its system open."""
        self.signing(on, then)
        for step in ("draft", "print", "sign", "file", "open_system"):
            self.do(f"agreements.{step}", then)


Make = Callable[..., Office]
"""``make`` without the folder."""
Begin = Callable[[Office], None]
"""Leads a new office as far as a test wants it."""


def make(
    folder: Path,
    entry: Mapping[str, object],
    *,
    today: date = date(2026, 12, 31),
    area: str = "532326",
    level: Level = Level.COUNTY,
    seed: int = 7,
    database: str = "",
    begin: Begin | None = None,
) -> Office:
    """Make an office with its people and an institution that meets every condition; ``entry`` overrides.

    ``begin`` leads it as far as it is to come. Each kind of office is made once in a process and copied from then on,
    down to the ids that are given next.
    """
    clock, rng = FixedClock(today), random.Random(seed)
    if database:
        desk = make_office(
            folder, office=area, name=NAME, level=level, database=database, clock=clock, ids=make_ids(rng)
        )
        return _new(desk, entry, begin)

    def build(home: Path) -> tuple[Desk, Office]:
        desk = make_office(home, office=area, name=NAME, level=level, clock=clock, ids=make_ids(rng))
        return desk, _new(desk, entry, begin)

    kind = (repr(sorted(entry.items())), today, area, level, seed, begin)
    desk, office = _patterns.copied(kind, folder, clock=clock, rng=rng, build=build)
    return replace(office, desk=desk)


_patterns: Patterns[Office] = Patterns()


def _new(desk: Desk, entry: Mapping[str, object], begin: Begin | None) -> Office:
    """Enter the people and the institution of a new office, and lead it as far as it is to come."""
    law, area = desk.law, desk.info.area
    work = Office(desk)
    at_work = desk
    for name, roles, field in PEOPLE:
        params: dict[str, Json] = {"name": name, "roles": [role.value for role in roles], "field": field}
        run(at_work, "oversight.add_person", on=FIRST, params=params)
        at_work = work.at("审核员")
    clerk = work.at("经办员")
    given = {key.rstrip("_"): value for key, value in entry.items()}
    filled = institution_defaults(given, law.areas, area, FIRST)
    work.institution = run(clerk, "institutions.register", on=FIRST, params=filled).entity
    for person in staff_defaults(str(filled["kind"]), FIRST):
        run(clerk, "institutions.add_staff", on=FIRST, params={"institution": work.institution, **person})
    if begin is not None:
        begin(work)
    return work
