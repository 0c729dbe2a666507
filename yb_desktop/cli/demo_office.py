"""The demo's two offices: their people, the imported list, and the cases told day by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from yb_desktop.base.canon import Json
from yb_desktop.base.clock import Clock
from yb_desktop.base.errors import BadInput
from yb_desktop.cli.demo_cases import CASES, LEFT_TO_REVIEW, DemoCase, Do
from yb_desktop.cli.demo_list import DemoList, make_demo_list
from yb_desktop.domain.people import Role
from yb_desktop.domain.vocabulary import Level
from yb_desktop.law.counting import working_days_before
from yb_desktop.services import actions
from yb_desktop.services.desk import Desk
from yb_desktop.services.importing import ImportReport, import_file
from yb_desktop.services.offices import make_office
from yb_desktop.services.people import find_person, set_password
from yb_desktop.services.registry import run, spec
from yb_desktop.services.stories.story_defaults import prepare_step, staff_defaults

COUNTY, PREFECTURE = "532326", "532300"
PASSWORD = "yanshi-2026"  # noqa: S105 - made-up people, and printed on the screen
"""The password of the demo's people and keys; the demo says it aloud."""

CLERK, REVIEWER = "李晓梅", "周国强"
PEOPLE: tuple[tuple[str, tuple[Role, ...], str], ...] = (
    (REVIEWER, (Role.REVIEWING, Role.LEADER), ""),
    (CLERK, (Role.RECEIVING, Role.HANDLING), ""),
    ("杨志华", (Role.INSPECTOR,), "insurance"),
    ("鲁建芳", (Role.INSPECTOR,), "medicine"),
    ("毕文才", (Role.INSPECTOR,), "finance"),
    ("起云峰", (Role.INSPECTOR,), "it"),
    ("张丽萍", (Role.INSPECTOR,), "medicine"),
    ("普正荣", (Role.PANEL,), "insurance"),
    ("罗永春", (Role.PANEL,), "medicine"),
    ("李堃", (Role.PANEL,), "finance"),
    ("钱𠅤", (Role.PANEL,), "it"),
    ("王祎", (Role.PANEL,), "medicine"),
)

FIRST = 120
"""Working days before the demo's day on which the office begins."""


@dataclass(frozen=True, slots=True)
class Offices:
    """The two offices of the demo, each with a person at the desk; the county also with its reviewer."""

    clerk: Desk
    reviewer: Desk
    prefecture: Desk


def make_offices(folder: Path, clock: Clock) -> Offices:
    """Make the county with its people and the prefecture with one clerk."""
    actions.load()
    county = make_office(folder / "county", office=COUNTY, name="大姚县医疗保险管理局", level=Level.COUNTY, clock=clock)
    prefecture = make_office(
        folder / "prefecture", office=PREFECTURE, name="楚雄州医疗保险管理局", level=Level.PREFECTURE, clock=clock
    )
    first = days_back(county, FIRST)
    reviewer = county
    for name, roles, where in PEOPLE:
        _add(reviewer, first, name, roles, where)
        if name == REVIEWER:
            reviewer = seated(county, REVIEWER)
    _add(prefecture, first, "段雪琴", (Role.HANDLING, Role.LEADER), "")
    clerk, at_prefecture = seated(county, CLERK), seated(prefecture, "段雪琴")
    for desk in (clerk, reviewer, at_prefecture):
        if desk.person is not None:
            set_password(desk, desk.person, PASSWORD)
    return Offices(clerk, reviewer, at_prefecture)


def _add(desk: Desk, on: date, name: str, roles: tuple[Role, ...], where: str) -> None:
    params: dict[str, Json] = {"name": name, "roles": [role.value for role in roles], "field": where}
    run(desk, "oversight.add_person", on=on, params=params)


def seated(desk: Desk, name: str) -> Desk:
    """Give the desk with the person of that name at it."""
    with desk.store.read() as reader:
        return desk.sign_in(find_person(reader, name))


def days_back(desk: Desk, back: int) -> date:
    """Give the ``back``-th working day before the demo's day; 0 is the day itself."""
    today = desk.clock.today()
    return working_days_before(desk.law.calendars.of(desk.info.area), today, back) if back else today


def make_list(folder: Path, desk: Desk) -> DemoList:
    """Write the Excel list of about 1,400 institutions with the county's real townships."""
    townships = [(area.code, area.name) for area in desk.law.areas.within(desk.info.office)]
    return make_demo_list(folder / "大姚县定点医药机构名单.xlsx", townships=townships, seed=2026)


def import_list(clerk: Desk, made: DemoList) -> ImportReport:
    """Import the list on the office's first day."""
    return import_file(clerk, on=days_back(clerk, FIRST), file=made.path)


def tell_cases(clerk: Desk, reviewer: Desk) -> None:
    """Run every case of the demo, each on an institution of its own from the imported list, day by day."""
    about: list[dict[str, Json]] = []
    for case in CASES:
        institution = _institution_for(clerk, case, {str(one["institution"]) for one in about})
        _staff(clerk, institution, case)
        about.append({"institution": institution})
    steps = [(do, place) for place, case in enumerate(CASES) for do in case.steps]
    for do, place in sorted(steps, key=lambda step: -step[0].back):  # the steps of one case stay in their order
        _tell(clerk, reviewer, CASES[place], do, about[place])


def _institution_for(clerk: Desk, case: DemoCase, taken: set[str]) -> str:
    """Find an institution of the case's class whose papers are in order."""
    earliest = days_back(clerk, FIRST)
    with clerk.store.read() as reader:
        for institution in reader.every_institution():
            entry = institution.registration
            if entry.cls is not case.cls or institution.id in taken or entry.licence is None:
                continue
            until = entry.licence.valid_until
            open_long = entry.opened is not None and entry.opened.year < earliest.year - 1
            if open_long and entry.legal_rep and entry.address and (until is None or until > clerk.clock.today()):
                return institution.id
    raise BadInput("demo", f"名单中没有可用于“{case.title}”的机构。")


def _staff(clerk: Desk, institution: str, case: DemoCase) -> None:
    on = days_back(clerk, FIRST)
    for person in staff_defaults(case.cls.kind.value, on):
        run(clerk, "institutions.add_staff", on=on, params={"institution": institution, **person})


def _tell(clerk: Desk, reviewer: Desk, case: DemoCase, do: Do, about: dict[str, Json]) -> None:
    names = spec(do.action).names
    on = days_back(clerk, do.back)
    given: dict[str, Json] = {**{k: v for k, v in about.items() if k in names}, **do.params}
    step = run(clerk, do.action, on=on, params=prepare_step(clerk, do.action, on, given))
    if step.pending and case.title != LEFT_TO_REVIEW:
        step = run(reviewer, "cases.release", on=on, params={"case": about["case"]})
    about["agreement" if step.entity.startswith("agr-") else "case"] = step.entity
