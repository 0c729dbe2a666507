"""A small office to look at, made through the real actions: for pictures of the screens, and to try things out.

A county with two dozen institutions and applications at different steps, some clocks near their end, told in working
days before ``day``. The same day gives the same office.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from yb_desktop.base.canon import Json
from yb_desktop.base.clock import FixedClock
from yb_desktop.base.ids import make_ids
from yb_desktop.domain.codes import uscc_check_character
from yb_desktop.domain.vocabulary import InstitutionClass, Level
from yb_desktop.law.areas import Area
from yb_desktop.law.catalogue import Kind
from yb_desktop.law.counting import days_after, working_days_before
from yb_desktop.law.law import Law, shipped_law
from yb_desktop.services import actions
from yb_desktop.services.desk import Desk
from yb_desktop.services.offices import make_office
from yb_desktop.services.people import find_person
from yb_desktop.services.registry import run
from yb_desktop.services.stories.story_defaults import PEOPLE, institution_defaults, prepare_step, staff_defaults

actions.load()

AREA = "532326"
_PEOPLE = ("李晓梅", "王建国", "张文华", "周正云", "普玉兰", "鲁志强", "陈丽萍", "段继先", "罗光明")
"""Who stands in for the people of the stories, in their order."""

_OWNERS = ("杨秀英", "赵玉兰", "马建国", "钱春梅", "起正云", "董志强", "普光明")
_NAMES = (
    ("大姚县金碧镇白塔社区卫生服务中心", InstitutionClass.COMMUNITY_CENTRE),
    ("石羊镇中心卫生院", InstitutionClass.CENTRAL_TOWNSHIP_HOSPITAL),
    ("大姚县核桃源大药房有限责任公司金碧镇文化路第二分店", InstitutionClass.CHAIN_PHARMACY),
    ("六苴镇柳树箐村卫生室", InstitutionClass.VILLAGE_CLINIC),
    ("龙街镇团塘村卫生室", InstitutionClass.VILLAGE_CLINIC),
    ("赵家店镇大平坝诊所", InstitutionClass.CLINIC),
    ("新街镇卫生院", InstitutionClass.TOWNSHIP_HOSPITAL),
    ("昙华乡百草岭药店", InstitutionClass.SINGLE_PHARMACY),
    ("楚雄彝族自治州大姚县桂花镇马鞍山村委会响水小组中医（综合）诊所", InstitutionClass.CLINIC),
    ("湾碧乡卫生院", InstitutionClass.TOWNSHIP_HOSPITAL),
    ("铁锁乡同济源药店", InstitutionClass.SINGLE_PHARMACY),
    ("三台乡过拉地村卫生室", InstitutionClass.VILLAGE_CLINIC),
)


@dataclass(frozen=True, slots=True)
class Do:
    """A step so many working days before the day; ``left``: the second person has not released it yet."""

    back: int
    action: str
    params: Mapping[str, Json]
    left: bool = False


def make_sample_office(folder: Path, day: date) -> Desk:
    """Make the office in an empty folder and give its desk, the handling clerk at it."""
    clerk, reviewer = _small_office(folder, day)
    first = back_from(clerk.law, day, 70)
    institutions = [register(clerk, number, name, cls, first) for number, (name, cls) in enumerate(_NAMES)]
    for institution, steps in zip(institutions, _ways(), strict=False):
        walk(clerk, reviewer, institution, steps, day)
    _pharmacist(clerk, institutions[7], first, days_after(day, 17))
    return clerk


def make_working_office(folder: Path, day: date) -> Desk:
    """Make the sample office with agreements at work besides: changed, suspended, renewed, audited."""
    from yb_desktop.services.stories.sample_work import INSTITUTIONS

    clerk = make_sample_office(folder, day)
    with clerk.store.read() as reader:
        reviewer = clerk.sign_in(find_person(reader, _PEOPLE[1]))
    first = back_from(clerk.law, day, 70)
    for number, (name, cls, steps) in enumerate(INSTITUTIONS, len(_NAMES)):
        walk(clerk, reviewer, register(clerk, number, name, cls, first), steps(day), day)
    return clerk


def _small_office(folder: Path, day: date) -> tuple[Desk, Desk]:
    law = shipped_law()
    desk = make_office(
        folder,
        office=AREA,
        name="大姚县医疗保障局",
        level=Level.COUNTY,
        law=law,
        clock=FixedClock(day),
        ids=make_ids(random.Random(7)),  # noqa: S311 - pictures repeat themselves; nothing secret is drawn here
    )
    return _people(desk, back_from(law, day, 70))


def _pharmacist(clerk: Desk, institution: str, first: date, until: date) -> None:
    """Enter a pharmacist whose contract runs out soon."""
    params: dict[str, Json] = {"institution": institution, "person": "罗春燕", "role": "pharmacist"}
    params |= {
        "certificate": "licensed_pharmacist",
        "contract_from": first.isoformat(),
        "contract_to": until.isoformat(),
    }
    run(clerk, "institutions.add_staff", on=first, params=params)


def back_from(law: Law, day: date, working_days: int) -> date:
    """Give the day so many working days before ``day``."""
    calendar = law.calendars.of(AREA)
    return working_days_before(calendar, day, working_days) if working_days else day


def _people(desk: Desk, first: date) -> tuple[Desk, Desk]:
    at_work = desk
    order = (1, 0, *range(2, len(PEOPLE)))  # the leader first: the others are entered by a leader
    for at in order:
        _name, roles, field = PEOPLE[at]
        params: dict[str, Json] = {"name": _PEOPLE[at], "roles": [role.value for role in roles], "field": field}
        run(at_work, "oversight.add_person", on=first, params=params)
        with desk.store.read() as reader:
            at_work = desk.sign_in(find_person(reader, _PEOPLE[1]))
    with desk.store.read() as reader:
        return desk.sign_in(find_person(reader, _PEOPLE[0])), at_work


def register(clerk: Desk, number: int, name: str, cls: InstitutionClass, first: date) -> str:
    """Put an institution with its staff into the register; ``number`` tells it apart."""
    townships = clerk.law.areas.within(AREA)
    township: Area = next((one for one in townships if one.name[:2] in name), townships[0])
    code = f"525323{26 if cls.kind is Kind.MEDICAL else 27}MJ{number:07d}"
    given: dict[str, object] = {
        "kind": cls.kind.value,
        "class": cls.value,
        "name": name,
        "area": township.code,
        "uscc": code + uscc_check_character(code),
        "address": f"{township.name}集贸市场{number + 3}号",
        "legal_rep": _OWNERS[number % 7],
        "principal": _OWNERS[(number + 4) % 7],
        "phone": f"1388780{number:04d}",
        "licence": {
            "kind": "medical_practice" if cls.kind is Kind.MEDICAL else "drug_retail",
            "number": f"PDY{AREA}{number:05d}",
            "valid_until": "2029-06-30",
        },
    }
    params = institution_defaults(given, clerk.law.areas, AREA, first)
    made = run(clerk, "institutions.register", on=first, params=params).entity
    for person in staff_defaults(cls.kind.value, first):
        run(clerk, "institutions.add_staff", on=first, params={"institution": made, **person})
    return made


def walk(clerk: Desk, reviewer: Desk, institution: str, steps: tuple[Do, ...], day: date) -> None:
    """Lead an institution through its steps; what one prepares, the other releases the same day."""
    matters: dict[str, Json] = {"institution": institution}
    for step in steps:
        on = back_from(clerk.law, day, step.back)
        params: dict[str, Json] = dict(step.params)
        if step.action != "changes.open_renewal_round":
            about = _about(step.action, matters)
            params[about] = matters[about]
        done = run(clerk, step.action, on=on, params=prepare_step(clerk, step.action, on, params))
        if done.pending and not step.left:
            matter = {"agr": "agreement"}.get(done.entity.partition("-")[0], done.entity.partition("-")[0])
            done = run(reviewer, "cases.release", on=on, params={matter: done.entity})
        for prefix, name in (("case-", "case"), ("agr-", "agreement"), ("audit-", "audit")):
            if done.entity.startswith(prefix):
                matters[name] = done.entity


def _about(action: str, matters: Mapping[str, Json]) -> str:
    """Say what an action is about, of the matters there are so far."""
    subject = action.partition(".")[0]
    if action == "applications.receive_materials":
        return "institution"
    if subject == "breaches" and action != "breaches.open_audit" and "audit" in matters:
        return "audit"
    return "agreement" if "agreement" in matters else "case"


def do(back: int, action: str, **params: Json) -> Do:
    """Give one step."""
    return Do(back, action, params)


def _accepted(back: int, how: str = "department_data") -> tuple[Do, ...]:
    return (
        do(back, "applications.receive_materials"),
        do(back, "applications.check_ground", all_clear=True, how=how),
        do(back, "applications.accept"),
        do(back - 1, "applications.first_review"),
    )


def _visiting(back: int) -> tuple[Do, ...]:
    return (*_accepted(back), do(back - 2, "evaluation.draw_team"), do(back - 2, "evaluation.assign_visit"))


def _decided(back: int) -> tuple[Do, ...]:
    return (
        *_visiting(back),
        do(back - 4, "evaluation.finish_visit"),
        do(back - 6, "evaluation.draw_panel"),
        do(back - 6, "evaluation.hold_meeting", result="qualified"),
        do(back - 7, "evaluation.decide", result="qualified"),
    )


def _published(back: int) -> tuple[Do, ...]:
    return (
        *_decided(back),
        do(back - 8, "evaluation.file_results"),
        do(back - 8, "evaluation.pass_list"),
        do(back - 9, "evaluation.publish"),
    )


def _studied(back: int) -> tuple[Do, ...]:
    return (
        *_published(back),
        do(back - 17, "evaluation.end_publicity"),
        do(back - 20, "agreements.negotiate"),
        do(back - 21, "agreements.study"),
    )


def signed(back: int, **draft: Json) -> tuple[Do, ...]:
    """Give the way to a signed agreement, begun so many working days before; ``draft`` says what its text says."""
    return (
        *_studied(back),
        do(back - 21, "agreements.draft", **draft),
        do(back - 21, "agreements.print"),
        do(back - 22, "agreements.sign"),
    )


def _ways() -> tuple[tuple[Do, ...], ...]:
    missing: Json = ["fund_forecast", "internal_rules"]
    return (
        _visiting(5),
        signed(46),
        (do(3, "applications.receive_materials"),),
        (
            do(13, "applications.receive_materials", missing=missing),
            do(12, "applications.notify_missing"),
            do(11, "applications.deliver"),
        ),
        _published(14),
        (do(7, "applications.receive_materials"),),
        _decided(30),
        (
            *signed(60),
            do(35, "agreements.file"),
            do(32, "agreements.open_system"),
            Do(1, "changes.suspend", {"ground": "fund_risk", "reason": "连续两月串换药品，待查实"}, left=True),
        ),
        _accepted(4, "commitment"),
        (do(0, "applications.receive_materials"),),
        _studied(23),
    )
