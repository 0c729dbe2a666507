"""A county office with one application that is led from step to step, as the people of an office would."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.services.patterns import Patterns
from yb_desktop.base.canon import Json
from yb_desktop.base.clock import FixedClock
from yb_desktop.base.ids import make_ids
from yb_desktop.domain.vocabulary import Level
from yb_desktop.services import actions
from yb_desktop.services.desk import Desk, Step
from yb_desktop.services.offices import make_office
from yb_desktop.services.people import find_person
from yb_desktop.services.registry import run, spec
from yb_desktop.services.stories.story_defaults import (
    CLERK,
    PEOPLE,
    REVIEWER,
    institution_defaults,
    prepare_step,
    staff_defaults,
)

FIRST = date(2026, 3, 2)
ADMITTED = (
    ("2026-03-12", "applications.check_ground"),
    ("2026-03-12", "applications.accept"),
    ("2026-03-13", "applications.first_review"),
)
VISITED = (
    ("2026-03-16", "evaluation.draw_team"),
    ("2026-03-16", "evaluation.assign_visit"),
    ("2026-03-18", "evaluation.finish_visit"),
)
LISTED = (
    ("2026-03-20", "evaluation.hold_meeting"),
    ("2026-03-20", "evaluation.decide"),
    ("2026-03-23", "evaluation.pass_list"),
    ("2026-03-24", "evaluation.publish"),
)
DRAFTED = (
    ("2026-04-03", "evaluation.end_publicity"),
    ("2026-04-08", "agreements.negotiate"),
    ("2026-04-09", "agreements.study"),
    ("2026-04-09", "agreements.draft"),
)


@dataclass(slots=True)
class Led:
    """The office at work on one application."""

    clerk: Desk
    reviewer: Desk
    institution: str
    case: str = ""
    agreement: str = ""

    def do(self, on: str, name: str, **params: Json) -> Step:
        """Do one action, with whatever it needs and nobody named, and release it where it takes two persons."""
        day = date.fromisoformat(on)
        known = {"institution": self.institution, "case": self.case, "agreement": self.agreement}
        given = {key: value for key, value in known.items() if value and key in spec(name).names}
        done = run(self.clerk, name, on=day, params=prepare_step(self.clerk, name, day, {**given, **params}))
        if done.pending:
            done = run(self.reviewer, "cases.release", on=day, params={"case": self.case})
        if done.entity.startswith("agr-"):
            self.agreement = done.entity
        elif done.entity.startswith("case-"):
            self.case = done.entity
        return done

    def through(self, *stages: tuple[tuple[str, str], ...]) -> None:
        """Do the steps of whole stages."""
        for stage in stages:
            for on, name in stage:
                self.do(on, name)


def lead(folder: Path, *, kind: str = "medical", name: str = "大姚县石羊镇柳树村卫生室", area: str = "532326") -> Led:
    """Give an office with its people and one institution in order; each kind is made once and copied."""
    clock, rng = FixedClock(date(2027, 12, 31)), random.Random(1)

    def build(home: Path) -> tuple[Desk, str]:
        desk = make_office(
            home, office=area, name="大姚县医疗保险管理局", level=Level.COUNTY, clock=clock, ids=make_ids(rng)
        )
        return desk, _begun(desk, kind, name)

    desk, institution = _patterns.copied((kind, name, area), folder, clock=clock, rng=rng, build=build)
    with desk.store.read() as reader:
        clerk, reviewer = (desk.sign_in(find_person(reader, one)) for one in (CLERK, REVIEWER))
    return Led(clerk, reviewer, institution)


_patterns: Patterns[str] = Patterns()
"""Each knows its institution."""


def _begun(desk: Desk, kind: str, name: str) -> str:
    """Enter the people and one institution of a new office."""
    actions.load()
    at_work, area = desk, desk.info.area
    for person, roles, field in sorted(PEOPLE, key=lambda one: one[0] != REVIEWER):
        params: dict[str, Json] = {"name": person, "roles": [role.value for role in roles], "field": field}
        run(at_work, "oversight.add_person", on=FIRST, params=params)
        if person == REVIEWER:
            with desk.store.read() as reader:
                at_work = desk.sign_in(find_person(reader, REVIEWER))
    with desk.store.read() as reader:
        clerk = desk.sign_in(find_person(reader, CLERK))
    entry = institution_defaults({"kind": kind, "name": name}, desk.law.areas, area, FIRST)
    institution = run(clerk, "institutions.register", on=FIRST, params=entry).entity
    for one in staff_defaults(kind, FIRST):
        run(clerk, "institutions.add_staff", on=FIRST, params={"institution": institution, **one})
    return institution
