"""Applications as the screen shows them: the list with counts, and one case with everything a clerk asks of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from yb_desktop.domain.case import Case, Objection, Visit
from yb_desktop.domain.drawing import EXPERT_WORDS
from yb_desktop.domain.forms import FormUse
from yb_desktop.domain.institution import Institution
from yb_desktop.domain.people import Person, Role
from yb_desktop.domain.scoring import points_words
from yb_desktop.domain.vocabulary import AgreementState, ApplicationKind, CaseState, InstitutionClass
from yb_desktop.law.catalogue import Kind
from yb_desktop.law.counting import days_between
from yb_desktop.services import actions
from yb_desktop.services.desk import Desk
from yb_desktop.services.laptops import enrolled_laptops
from yb_desktop.services.reference_files import form_in_force
from yb_desktop.services.views.case_clocks import ClockLine, days_left, running_clocks
from yb_desktop.services.views.case_forms import (
    GroundLine,
    Named,
    ground_lines,
    materials_for,
    materials_of,
    named_items,
)
from yb_desktop.services.views.case_history import HistoryLine, history_of
from yb_desktop.services.views.case_offers import offers
from yb_desktop.services.views.case_way import WayStep, way_of
from yb_desktop.services.views.history_words import names_of
from yb_desktop.services.views.meetings import meeting_of
from yb_desktop.services.views.offering import Offer
from yb_desktop.services.views.releasing import Decision, decision_about
from yb_desktop.store import lists
from yb_desktop.store.reading import Reader
from yb_desktop.store.rows import CaseRow

actions.load()

_HOSTS_MOST = 5_000


class Scope(Enum):
    """Which applications the list shows beside those of one state."""

    OPEN = "在办"
    PENDING = "待审核"
    ALL = "全部"


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What the list is asked for; a ``state`` leaves the scope aside."""

    scope: Scope = Scope.OPEN
    state: CaseState | None = None
    find: str = ""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One application in the list; ``left`` working days to ``next_day`` of its most pressing clock.

    ``wait``: that clock is a time to sit out, counted in days; ``over``: it has ended.
    """

    id: str
    institution_name: str
    place: str
    kind: ApplicationKind
    institution_kind: Kind
    state: CaseState
    received: date
    changed: date
    pending: bool
    next_rule: str = ""
    next_day: date | None = None
    left: int = 0
    wait: bool = False
    over: bool = False
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class CasePage:
    """A part of the list and how long it is."""

    rows: tuple[CaseLine, ...]
    total: int


@dataclass(frozen=True, slots=True)
class CaseCounts:
    """How many applications there are: by state, open, waiting for a second person."""

    by_state: Mapping[CaseState, int]
    open: int
    pending: int


@dataclass(frozen=True, slots=True)
class Member:
    """A person who can be drawn, or was: name, field (E8)."""

    name: str
    field: str


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper that exists: printed from its record whenever it is asked for; ``waits`` for its delivery."""

    document: str
    title: str
    number: str
    on: date
    delivered: date | None
    waits: bool
    differs: str = ""
    """How the records of today differ from it, where they do."""


@dataclass(frozen=True, slots=True)
class CaseView:
    """One application with everything its page shows."""

    id: str
    institution: str
    institution_name: str
    institution_kind: Kind
    place: str
    kind: ApplicationKind
    state: CaseState
    own: bool
    received: date
    last_on: date
    number: str
    principal: str
    agreement: str
    way: tuple[WayStep, ...]
    offers: tuple[Offer, ...]
    clocks: tuple[ClockLine, ...]
    papers: tuple[PaperLine, ...]
    history: tuple[HistoryLine, ...]
    decision: Decision | None
    missing: tuple[Named, ...]
    materials: tuple[Named, ...]
    grounds: tuple[GroundLine, ...]
    pool: tuple[Member, ...]
    team: tuple[Member, ...]
    laptops: tuple[str, ...]
    out: tuple[str, ...]
    panel_pool: tuple[Member, ...]
    panel: tuple[Member, ...]
    visit: str
    meeting: str
    suggested: str
    objections: tuple[Objection, ...]


def list_cases(desk: Desk, wanted: CaseFilter, *, offset: int, limit: int) -> CasePage:
    """Give a part of the list: what is open by its nearest limit, what is over by its newest step."""
    asked = _asked(wanted)
    over = wanted.state.ended if wanted.state is not None else wanted.scope is Scope.ALL
    with desk.store.read() as reader:
        page = lists.applications(
            reader,
            find=asked.find,
            state=asked.state,
            open_only=asked.open_only,
            pending=asked.pending,
            sort="newest" if over else "limit",
            offset=offset,
            limit=limit,
        )
        total = lists.application_count(reader, asked)
    today = desk.clock.today()
    return CasePage(tuple(_line(row, today, desk) for row in page.rows), total)


def _asked(wanted: CaseFilter) -> lists.CaseWanted:
    anywhere = wanted.state is not None or wanted.scope is Scope.ALL
    pending = wanted.state is None and wanted.scope is Scope.PENDING
    return lists.CaseWanted(wanted.find, wanted.state, open_only=not anywhere, pending=pending)


def _line(row: CaseRow, today: date, desk: Desk) -> CaseLine:
    wait = row.next_rule is not None and desk.law.is_wait(row.next_rule)
    left = 0 if row.next_day is None else days_left(desk.law, today, row.next_day, row.area)
    if wait and row.next_day is not None and left > 0:
        left = days_between(today, row.next_day)
    return CaseLine(
        id=row.id,
        institution_name=row.institution_name,
        place=desk.law.areas.get(row.area).name,
        kind=row.kind,
        institution_kind=row.institution_kind,
        state=row.state,
        received=row.received,
        changed=row.changed,
        pending=bool(row.pending),
        next_rule=row.next_rule or "",
        next_day=row.next_day,
        left=left,
        provisional=row.provisional,
        wait=wait,
        over=wait and left < 0,
    )


def count_cases(desk: Desk) -> CaseCounts:
    """Count the applications for the filters above the list."""
    with desk.store.read() as reader:
        by_state = dict(lists.count_applications(reader))
        pending = lists.application_count(reader, _asked(CaseFilter(Scope.PENDING)))
    return CaseCounts(by_state, sum(n for state, n in by_state.items() if not state.ended), pending)


def case_view(desk: Desk, case: str) -> CaseView:
    """Give one application. Raises ``BadInput`` (``not-found``)."""
    with desk.store.read() as reader:
        found = reader.case(case)
        institution = reader.institution(found.institution)
        people = reader.people()
        records = reader.records_of(case)
        decision = decision_about(desk, reader, found)
        name = names_of(reader)
        laptops = enrolled_laptops(reader) if found.state is CaseState.EVALUATING else ()
    today = desk.clock.today()
    return CaseView(
        id=found.id,
        institution=found.institution,
        institution_name=institution.registration.name,
        institution_kind=found.institution_kind,
        place=desk.law.areas.get(found.area).name,
        kind=found.kind,
        state=found.state,
        own=found.office == desk.info.office,
        received=found.received,
        last_on=found.last_on,
        number=found.receipt,
        principal=institution.registration.principal,
        agreement=found.agreement,
        way=way_of(found, desk.law, today, name),
        offers=offers(desk, found),
        clocks=running_clocks(found, desk.law, today),
        papers=_papers(desk, found),
        history=history_of(records, found, name),
        decision=decision,
        missing=named_items(found, found.missing),
        materials=materials_for(found),
        grounds=ground_lines(desk, found, name),
        pool=_with(people, Role.INSPECTOR),
        laptops=laptops,
        out=found.visit.out if found.visit is not None else (),
        team=tuple(Member(one.person, EXPERT_WORDS.get(one.field, one.field)) for one in found.team),
        panel_pool=_with(people, Role.PANEL),
        panel=tuple(Member(one.person, EXPERT_WORDS.get(one.field, one.field)) for one in found.panel),
        visit=_visit_words(found.visit),
        meeting=_meeting_words(found),
        suggested=_suggested(found),
        objections=tuple(one for one in found.objections if one.settled is None),
    )


def _with(people: tuple[Person, ...], role: Role) -> tuple[Member, ...]:
    return tuple(Member(one.name, EXPERT_WORDS.get(one.field, one.field)) for one in people if one.may(role))


def _papers(desk: Desk, case: Case) -> tuple[PaperLine, ...]:
    from yb_desktop.services.papers import documents_of  # the page engine comes with it

    if case.office != desk.info.office:
        return ()
    notices = {notice.number: notice for notice in case.notices}
    lines = []
    for ref in documents_of(desk, case=case.id):
        notice = notices.get(ref.number)
        delivered = notice.delivered if notice is not None else None
        waits = notice is not None and delivered is None
        lines.append(PaperLine(ref.document, ref.title, ref.number, ref.on, delivered, waits, ref.differs))
    return tuple(lines)


def _visit_words(visit: Visit | None) -> str:
    if visit is None:
        return ""
    if visit.finished is None:
        return "核查未成，须另行安排" if visit.failed else "核查进行中"
    veto = f"，{len(visit.vetoes)} 项否决项不符合" if visit.vetoes else ""
    return f"{points_words(visit.score)} 分{veto}，{'达到' if visit.passed else '未达到'}合格要求（{visit.finished}）"


def _meeting_words(case: Case) -> str:
    meeting = meeting_of(case)
    return "" if meeting is None else f"{meeting.result}：{meeting.votes_words}（{meeting.on}）"


def _suggested(case: Case) -> str:
    """Give the result that meeting and score speak for, to begin the form of the decision with."""
    return case.meeting.fact.result.value if case.meeting is not None else ""


@dataclass(frozen=True, slots=True)
class Applicant:
    """An institution that may come to the counter; ``busy`` says why it cannot apply now.

    J5: an ``internet`` hospital leans on one of ``hosts``, those with an agreement in force; ``host`` is the id of the
    one that the register names.
    """

    id: str
    name: str
    cls: str
    kind: Kind
    place: str
    code: str
    busy: str
    materials: tuple[Named, ...]
    internet: bool = False
    host: str = ""
    hosts: tuple[Named, ...] = ()


def find_applicants(desk: Desk, text: str, limit: int = 30) -> tuple[Applicant, ...]:
    """Find institutions for the counter by name, pinyin, initials, codes, licence or person."""
    with desk.store.read() as reader:
        asked = {kind: _asked_now(desk, reader, kind) for kind in Kind}
        return tuple(
            Applicant(
                id=row.id,
                name=row.name,
                cls=row.cls.label,
                kind=row.kind,
                place=desk.law.areas.get(row.area).name,
                code=row.uscc or row.licence,
                busy=_busy(row.case_state),
                materials=asked[row.kind],
            )
            for row in lists.institutions(reader, find=text, limit=limit).rows
        )


def applicant(desk: Desk, institution: str) -> Applicant:
    """Give one institution for the counter. Raises ``BadInput`` (``not-found``)."""
    with desk.store.read() as reader:
        found: Institution = reader.institution(institution)
        busy = reader.open_case_of(institution)
        entry = found.registration
        internet = entry.cls is InstitutionClass.INTERNET_HOSPITAL
        hosts = _hosts(reader) if internet else ()
        materials = _asked_now(desk, reader, entry.kind)
    return Applicant(
        id=found.id,
        name=entry.name,
        cls=entry.cls.label,
        kind=entry.kind,
        place=desk.law.areas.get(entry.area).name,
        code=entry.uscc or (entry.licence.number if entry.licence else ""),
        busy="已有在办的申请" if busy is not None else "",
        materials=materials,
        internet=internet,
        host=next((one.id for one in hosts if entry.host in (one.id, one.title)), ""),
        hosts=hosts,
    )


def _asked_now(desk: Desk, reader: Reader, kind: Kind) -> tuple[Named, ...]:
    return materials_of(form_in_force(reader, FormUse.MATERIALS, kind, desk.clock.today()))


def _hosts(reader: Reader) -> tuple[Named, ...]:
    rows = lists.agreements(reader, state=AgreementState.IN_FORCE, limit=_HOSTS_MOST).rows
    hosts = {row.institution: row.institution_name for row in rows if row.institution_kind is Kind.MEDICAL}
    return tuple(Named(one, name) for one, name in sorted(hosts.items(), key=lambda pair: pair[1]))


def _busy(state: CaseState | None) -> str:
    return "" if state is None or state.ended else f"已有在办的申请（{state.label}）"
