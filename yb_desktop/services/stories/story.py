"""Run a story through the real actions in a fresh office, and say step by step what happened.

A refusal that was not expected, and an expectation that does not hold, are failures. A decision of two persons is
released at once by the second one, who is at hand. Where several offices play, each has books of its own; what one
recorded is in the others' before their next step, whole and in order, with its attachments, as if a bundle had come and
been taken in: what an office above entered holds below, and clocks move with it.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from yb_desktop.base.canon import Json
from yb_desktop.base.clock import FixedClock
from yb_desktop.base.errors import NotAllowed, Unmet, UserError
from yb_desktop.base.ids import make_ids
from yb_desktop.domain.versions import version_words
from yb_desktop.domain.vocabulary import CaseState, Level
from yb_desktop.law.areas import Area
from yb_desktop.law.areas import Level as AreaLevel
from yb_desktop.law.law import Due, Law, shipped_law
from yb_desktop.services import actions
from yb_desktop.services.desk import Desk, Step
from yb_desktop.services.exchange.owning import take_over
from yb_desktop.services.exchange.record_blobs import blobs_of
from yb_desktop.services.offices import make_office
from yb_desktop.services.people import find_person
from yb_desktop.services.registry import run, spec
from yb_desktop.services.rights import roles_for
from yb_desktop.services.stories.story_defaults import (
    CLERK,
    PEOPLE,
    REVIEWER,
    institution_defaults,
    plain,
    prepare_step,
    staff_defaults,
)
from yb_desktop.services.stories.story_files import with_file
from yb_desktop.services.stories.story_form import Expect, Story, StoryStep
from yb_desktop.services.timing import Late, due_of

actions.load()


_MATTERS = {"inst": "institution", "case": "case", "agr": "agreement", "audit": "audit"}
_THINGS = {"institution": "登记机构", "case": "收件", "agreement": "拟制协议"}


@dataclass(frozen=True, slots=True)
class StepReport:
    """What one step did: the shape of a step in ``story --json``; ``text`` is the version of the agreement's text."""

    on: date
    do: str
    ok: bool
    refused: Unmet | None
    state: str
    due: tuple[Due, ...]
    late: tuple[Late, ...]
    documents: tuple[str, ...]
    unmet: tuple[Unmet, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class StoryReport:
    """A whole story: the shape of ``story --json``."""

    title: str
    ok: bool
    steps: tuple[StepReport, ...]
    failures: tuple[str, ...]


@dataclass(slots=True)
class Told:
    """Which institution, application, agreement and audit the story is about by now."""

    institution: str = ""
    case: str = ""
    agreement: str = ""
    audit: str = ""


@dataclass(frozen=True, slots=True)
class AtWork:
    """An office of the story: the clerk's desk, and that of the one who releases."""

    clerk: Desk
    reviewer: Desk


@dataclass(slots=True)
class Telling:
    """A story being told: its offices, its institutions by name, the one it is about now, and what did not hold."""

    area: str
    offices: dict[str, AtWork]
    now: Told = field(default_factory=Told)
    by_name: dict[str, Told] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def turn_to(self, name: str) -> None:
        """Make the story be about another of its institutions. Raises ``NotAllowed`` (``state``) for one not there."""
        if name not in self.by_name:
            raise NotAllowed.by("state", f"案例中还没有登记“{name}”。")
        self.now = self.by_name[name]


def run_story(
    story: Story, *, law: Law | None = None, seed: int = 1, database: Callable[[], str] = lambda: ""
) -> StoryReport:
    """Tell a story in offices of its own that are gone afterwards. Raises ``BadInput`` for a story nobody can tell.

    ``database`` gives each office the address of an empty database; without it they lie in files.
    """
    law = law or shipped_law()
    with tempfile.TemporaryDirectory(prefix="yb-story-") as folder:
        telling = Telling(story.area, {})
        try:
            for place, area in enumerate(dict.fromkeys((story.area, *(s.office for s in story.step if s.office)))):
                desk = _office(
                    story, law.areas.get(area), Path(folder) / area, law, seed=seed + place, database=database()
                )
                telling.offices[area] = AtWork(desk, desk)
                telling.offices[area] = _people(desk, _first_day(story))
            here = telling.offices[story.area].clerk
            _institution(here, story.institution, min(_first_day(story), here.clock.today()), telling)
            steps = tuple(_step(step, telling, place) for place, step in enumerate(story.step, 1))
            return StoryReport(story.title, not telling.failures, steps, tuple(telling.failures))
        finally:
            for office in telling.offices.values():
                office.clerk.store.close()


def _office(story: Story, area: Area, folder: Path, law: Law, *, seed: int, database: str) -> Desk:
    level = {
        AreaLevel.PROVINCE: Level.PROVINCE,
        AreaLevel.PREFECTURE: Level.PREFECTURE,
        AreaLevel.COUNTY: Level.COUNTY,
    }.get(area.level, Level.TOWNSHIP)
    return make_office(
        folder,
        office=area.code,
        name=f"{area.name}医疗保险管理局",
        level=level,
        database=database,
        law=law,
        clock=FixedClock(story.today or max(step.on for step in story.step)),
        ids=make_ids(random.Random(seed)),  # noqa: S311 - a story repeats itself; nothing secret is drawn here
    )


def _first_day(story: Story) -> date:
    return min(step.on for step in story.step)


def _people(desk: Desk, first: date) -> AtWork:
    on = min(first, desk.clock.today())
    at_work = desk
    for name, roles, where in sorted(PEOPLE, key=lambda person: person[0] != REVIEWER):
        params: dict[str, Json] = {"name": name, "roles": [role.value for role in roles], "field": where}
        run(at_work, "oversight.add_person", on=on, params=params)
        if name == REVIEWER:
            with desk.store.read() as reader:
                at_work = desk.sign_in(find_person(reader, REVIEWER))
    with desk.store.read() as reader:
        return AtWork(desk.sign_in(find_person(reader, CLERK)), at_work)


def _at(telling: Telling, area: str, on: date) -> AtWork:
    """Give the office whose step it is, with everything in its books that the others have done by now."""
    here = telling.offices[area or telling.area]
    for other in telling.offices.values():
        if other is not here:
            telling.failures += [f"{other.clerk.info.office}的记录没有入库：{text}" for text in _carry(other, here, on)]
    return here


def _carry(other: AtWork, here: AtWork, on: date) -> list[str]:
    """Take in what another office has recorded, with its attachments; give why any of it does not fit."""
    info = other.clerk.info
    with other.clerk.store.read() as reader:
        records = tuple(reader.records(office=info.office, device=info.device))
        named = {blob.sha256: blob.media for record in records for blob in blobs_of(record)}
        blobs = {sha256: reader.blob(sha256) for sha256 in named}
    with here.clerk.store.write() as tx:
        for sha256, data in blobs.items():
            if data is not None:
                tx.add_blob(data, named[sha256])
        aside = tx.take(records).refused
        take_over(here.clerk, tx, records, bundle="", on=on)
        tx.follow_law()
    return [one.text for one in aside]


def _institution(clerk: Desk, entry: Mapping[str, object], first: date, telling: Telling) -> Step:
    """Register one institution of the story with its staff; the story is about it from now on."""
    given = {key: value for key, value in entry.items() if key != "staff"}
    params = institution_defaults(given, clerk.law.areas, clerk.info.area, first, serial=len(telling.by_name) + 1)
    done = run(clerk, "institutions.register", on=first, params=params)
    told = Told(done.entity)
    telling.now = telling.by_name[str(params["name"])] = told
    staff = entry.get("staff")
    people = staff_defaults(str(params["kind"]), first)
    if isinstance(staff, list):
        people = tuple({str(k): plain(v) for k, v in one.items()} for one in staff if isinstance(one, dict))
    for person in people:
        run(clerk, "institutions.add_staff", on=first, params={"institution": told.institution, **person})
    return done


def _step(step: StoryStep, telling: Telling, place: int) -> StepReport:
    here = _at(telling, step.office, step.on)
    clerk, reviewer = here.clerk, here.reviewer
    params = {str(key): plain(value) for key, value in step.params.items()}
    unmet: tuple[Unmet, ...] = ()
    done: Step | None = None
    refused: Unmet | None = None
    try:
        if step.about:
            telling.turn_to(step.about)
        if step.do == "institutions.register":
            done = _institution(clerk, step.params, step.on, telling)
        else:
            done = _do(clerk, reviewer, step, params, telling.now)
    except NotAllowed as refusal:
        unmet = refusal.unmet
        refused = Unmet(refusal.rule, refusal.text, refusal.allowed_from)
    except UserError as problem:
        refused = Unmet(problem.code, problem.text)
        unmet = (refused,)
    state, due, text = _now(clerk, telling.now)
    report = StepReport(
        on=step.on,
        do=step.do,
        ok=True,
        refused=refused,
        state=state,
        due=due,
        late=done.late if done else (),
        documents=done.documents if done else (),
        unmet=unmet,
        text=text,
    )
    wrong = tuple(_wrong(step.expect, report))
    telling.failures += [f"第{place}步（{step.on} {step.do}）：{text}" for text in wrong]
    return replace(report, ok=not wrong)


def _do(clerk: Desk, reviewer: Desk, step: StoryStep, params: dict[str, Json], told: Told) -> Step:
    names = spec(step.do).names
    known = {"institution": told.institution, "case": told.case, "agreement": told.agreement, "audit": told.audit}
    for name, value in known.items():
        if name in names and name not in params and value:
            params[name] = value
        elif name in spec(step.do).needed and name not in params:
            raise NotAllowed.by("state", f"还没有{_THINGS[name]}，不能办理这一步。")
    params = prepare_step(clerk, step.do, step.on, params, heard=step.expect.refused != "B6")
    desk = _whose(step.do, clerk, reviewer)
    done = run(desk, step.do, on=step.on, params=with_file(desk, step.do, step.file, params))
    if done.pending:
        done = run(reviewer, "cases.release", on=step.on, params={_matter(done.entity): done.entity})
    if matter := _matter(done.entity):
        setattr(told, matter, done.entity)
    return done


def _whose(action: str, clerk: Desk, reviewer: Desk) -> Desk:
    """Give the desk of the one whose work it is: the clerk's, or the leader's where the clerk may not."""
    roles = roles_for(action)
    mine = clerk.person is None or clerk.person.may(*roles)
    return clerk if mine or not (reviewer.person and reviewer.person.may(*roles)) else reviewer


def _matter(entity: str) -> str:
    return _MATTERS.get(entity.partition("-")[0], "")


def _now(desk: Desk, told: Told) -> tuple[str, tuple[Due, ...], str]:
    """The application's state until it is signed, then the agreement's; every clock that runs; the text's version."""
    with desk.store.read() as reader:
        if not told.case:
            return "registered", (), ""
        case = reader.case(told.case)
        newest = told.agreement or case.agreement
        agreement = reader.agreement(newest) if newest else None
        audit = reader.audit(told.audit) if told.audit else None
        due = (*due_of(case, desk.law), *due_of(agreement, desk.law), *due_of(audit, desk.law))
        text = version_words(agreement.version, desk.info.office, gap="") if agreement else ""
        if case.state is CaseState.SIGNED and agreement is not None:
            return agreement.state.value, due, text
        return case.state.value, due, text


def _wrong(expect: Expect, report: StepReport) -> list[str]:
    found = [*_wrong_refusal(expect, report)]
    if expect.state is not None and expect.state != report.state:
        found.append(f"状态应为{expect.state}，实际为{report.state}")
    if expect.text is not None and expect.text != report.text:
        found.append(f"协议文本应为{expect.text}，实际为{report.text or '（没有协议）'}")
    found += _wrong_due(expect.due or {}, report)
    late = {one.rule: one.working_days for one in report.late}
    for rule, days in (expect.late or {}).items():
        if late.get(rule, 0) != days:
            found.append(f"{rule}应逾期{days}个工作日，实际为{late.get(rule, 0)}个")
    for name, wanted, got in (
        ("文书", expect.documents, report.documents),
        ("不满足项", expect.unmet, tuple(one.rule for one in report.unmet)),
    ):
        if wanted is not None and set(wanted) != set(got):
            found.append(f"{name}应为{list(wanted)}，实际为{list(got)}")
    return found


def _wrong_refusal(expect: Expect, report: StepReport) -> list[str]:
    refused = report.refused
    if expect.refused is None:
        return [] if refused is None else [f"被{refused.rule}拒绝：{refused.text}"]
    if refused is None:
        return [f"应被{expect.refused}拒绝，实际办理成功"]
    if refused.rule != expect.refused:
        return [f"应被{expect.refused}拒绝，实际被{refused.rule}拒绝：{refused.text}"]
    if expect.allowed_from is not None and expect.allowed_from != refused.allowed_from:
        return [f"应自{expect.allowed_from}起允许，实际为{refused.allowed_from}"]
    return []


def _wrong_due(expected: Mapping[str, date | bool], report: StepReport) -> list[str]:
    first: dict[str, date] = {}
    for due in report.due:
        first.setdefault(due.rule, due.last_day)
    found = []
    for rule, day in expected.items():
        got = first.get(rule)
        met = got == day if isinstance(day, date) else (got is not None) is day
        if not met:
            wanted = day if isinstance(day, date) else "（计时）" if day else "（不计时）"
            found.append(f"{rule}的最后一日应为{wanted}，实际为{got or '（不计时）'}")
    return found
