"""Visits as the screen shows them: those that are open, and one with its checklist, its answers and its score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from yb_desktop.base.errors import NotAllowed
from yb_desktop.domain.case import Case, Visit
from yb_desktop.domain.case_facts import Photo
from yb_desktop.domain.forms import AnswerKind, Item, form
from yb_desktop.domain.institution import Registration
from yb_desktop.domain.scoring import HUNDREDTHS, Answer
from yb_desktop.domain.visiting import Merged, merged
from yb_desktop.domain.vocabulary import CaseState
from yb_desktop.law.law import Law
from yb_desktop.law.report import cited
from yb_desktop.services import actions
from yb_desktop.services.desk import Desk
from yb_desktop.services.views.case_clocks import ClockLine, running_clocks
from yb_desktop.store import lists
from yb_desktop.store.reading import Reader

actions.load()

_BATCH = 200


@dataclass(frozen=True, slots=True)
class VisitLine:
    """An open visit in the list; ``answered`` of ``asked`` items have an answer that stands or is to be settled."""

    case: str
    institution_name: str
    place: str
    address: str
    number: str
    assigned: date
    lead: str
    team: tuple[str, ...]
    answered: int
    asked: int
    differing: int
    clock: ClockLine | None


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """What one inspector answered to an item; ``points`` in hundredths."""

    inspector: str
    answer: Answer
    points: int | None
    note: str
    photos: tuple[Photo, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """The lead's word on an item."""

    answer: Answer
    points: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item of the checklist: what to look for and how, its articles, what was answered."""

    id: str
    label: str
    look_for: str
    how: str
    articles: tuple[str, ...]
    veto: bool
    points: int
    graded: bool
    may_skip: bool
    answers: tuple[AnswerLine, ...]
    settled: Settled | None
    differs: bool

    @property
    def answered(self) -> bool:
        """Say whether anybody has answered."""
        return bool(self.answers) or self.settled is not None

    def by(self, inspector: str) -> AnswerLine | None:
        """Give an inspector's own answer."""
        return next((one for one in self.answers if one.inspector == inspector), None)


@dataclass(frozen=True, slots=True)
class GroupView:
    """A head of the checklist with the items asked of this institution."""

    id: str
    title: str
    veto: bool
    points: int
    items: tuple[ItemView, ...]

    @property
    def answered(self) -> int:
        """Count the items somebody has answered."""
        return sum(1 for item in self.items if item.answered)


@dataclass(frozen=True, slots=True)
class VisitView:
    """An open visit with its whole checklist; points in hundredths."""

    case: str
    institution_name: str
    place: str
    address: str
    principal: str
    form_title: str
    number: str
    assigned: date
    lead: str
    team: tuple[str, ...]
    least: int
    groups: tuple[GroupView, ...]
    missing: int
    differing: tuple[str, ...]
    score: int
    pass_mark: int
    vetoes: int

    @property
    def items(self) -> tuple[ItemView, ...]:
        """All items, in the order of the form."""
        return tuple(item for group in self.groups for item in group.items)


def open_visits(desk: Desk) -> tuple[VisitLine, ...]:
    """Give the visits that go on, the most pressing first."""
    with desk.store.read() as reader:
        found = [_line(desk, reader, case, visit) for case in _evaluating(reader) for visit in _open(case)]
    return tuple(sorted(found, key=lambda line: (line.clock.last_day if line.clock else date.max, line.assigned)))


def _evaluating(reader: Reader) -> list[Case]:
    cases: list[Case] = []
    after: str | None = None
    while True:
        page = lists.applications(reader, state=CaseState.EVALUATING, after=after, limit=_BATCH)
        cases += [reader.case(row.id) for row in page.rows]
        after = page.after
        if after is None:
            return [case for case in cases if case.office == reader.info.office]


def _open(case: Case) -> tuple[Visit, ...]:
    return (case.visit,) if case.visit is not None and case.visit.is_open else ()


def _line(desk: Desk, reader: Reader, case: Case, visit: Visit) -> VisitLine:
    entry = reader.institution(case.institution).registration
    asked = len(form(visit.form, visit.version).for_institution(entry.cls, entry.beds))
    result = merged(visit, entry)
    clocks = running_clocks(case, desk.law, desk.clock.today())
    return VisitLine(
        case=case.id,
        institution_name=entry.name,
        place=desk.law.areas.get(case.area).name,
        address=entry.address,
        number=visit.number,
        assigned=visit.assigned,
        lead=visit.lead,
        team=tuple(member.person for member in case.team),
        answered=len({*result.answers, *result.differing}),
        asked=asked,
        differing=len(result.differing),
        clock=next((one for one in clocks if one.rule == "E1" and not one.outer), None),
    )


def visit_view(desk: Desk, case: str) -> VisitView:
    """Give an open visit. Raises ``NotAllowed`` (``state``) where the case has none, ``BadInput`` for no case."""
    with desk.store.read() as reader:
        found = reader.case(case)
        visit = next(iter(_open(found)), None)
        if visit is None:
            raise NotAllowed.by("state", "该申请没有正在进行的现场核查，请先在“申请”中安排核查。")
        entry = reader.institution(found.institution).registration
    result = merged(visit, entry)
    least = desk.law.figure("E3", area=found.area, kind=found.institution_kind, on=found.received)
    return VisitView(
        case=found.id,
        institution_name=entry.name,
        place=desk.law.areas.get(found.area).name,
        address=entry.address,
        principal=entry.principal,
        form_title=result.form.title,
        number=visit.number,
        assigned=visit.assigned,
        lead=visit.lead,
        team=tuple(member.person for member in found.team),
        least=least or 3,
        groups=_groups(desk.law, visit, entry, result),
        missing=len(set(result.score.missing) - set(result.differing)),
        differing=result.differing,
        score=result.score.points,
        pass_mark=result.score.pass_mark,
        vetoes=len(result.score.vetoes_failed),
    )


def _groups(law: Law, visit: Visit, entry: Registration, result: Merged) -> tuple[GroupView, ...]:
    asked = {item.id for item in result.form.for_institution(entry.cls, entry.beds)}
    answers: dict[str, list[AnswerLine]] = {}
    for one in visit.answers:
        fact = one.fact
        line = AnswerLine(fact.inspector, Answer(fact.answer), fact.points, fact.note, fact.photos)
        answers.setdefault(fact.item, []).append(line)
    settled = {
        one.fact.item: Settled(Answer(one.fact.answer), one.fact.points, one.fact.reason) for one in visit.resolutions
    }
    groups = []
    for section in result.form.sections:
        items = tuple(
            _item(law, item, answers, settled, differs=item.id in result.differing)
            for item in section.items
            if item.id in asked
        )
        if items:
            groups.append(GroupView(section.id, section.title, section.veto, section.points, items))
    return tuple(groups)


def _item(
    law: Law, item: Item, answers: Mapping[str, list[AnswerLine]], settled: Mapping[str, Settled], *, differs: bool
) -> ItemView:
    return ItemView(
        id=item.id,
        label=item.label,
        look_for=item.look_for,
        how=item.how,
        articles=tuple(dict.fromkeys(cited(law, source) for source in item.basis)),
        veto=item.veto,
        points=item.points * HUNDREDTHS,
        graded=item.answer is AnswerKind.GRADED,
        may_skip=item.may_skip,
        answers=tuple(answers.get(item.id, ())),
        settled=settled.get(item.id),
        differs=differs,
    )


def photos_of(desk: Desk, photos: Sequence[Photo]) -> tuple[bytes, ...]:
    """Give the pictures of an answer; one that is not here (yet) is left out."""
    with desk.store.read() as reader:
        found = [reader.blob(photo.sha256) for photo in photos]
    return tuple(data for data in found if data is not None)
