"""Agreements as the screen shows them: the list by last day, the applications that wait for a draft, one agreement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.agreement_text import AgreementText, fill, typed_blanks
from yb_desktop.domain.blanks import written
from yb_desktop.domain.case import Case
from yb_desktop.domain.versions import version_words
from yb_desktop.domain.vocabulary import AgreementState, CaseState
from yb_desktop.law.catalogue import Kind
from yb_desktop.law.counting import days_after
from yb_desktop.law.law import Law
from yb_desktop.services import actions
from yb_desktop.services.agreement_texts import text_here
from yb_desktop.services.desk import Desk
from yb_desktop.services.levels import signing_advice
from yb_desktop.services.paper.kinds import PaperRef
from yb_desktop.services.papers import documents_of
from yb_desktop.services.timing import late_days
from yb_desktop.services.views.agreement_events import detail_of
from yb_desktop.services.views.agreement_offers import (
    OfferGroup,
    group_offers,
    next_actions,
    next_offers,
    next_title,
)
from yb_desktop.services.views.agreement_work import Work, work_of
from yb_desktop.services.views.case_clocks import ClockLine, running_clocks
from yb_desktop.services.views.case_history import HistoryLine
from yb_desktop.services.views.history_words import history_lines, names_of
from yb_desktop.services.views.offering import Offer
from yb_desktop.services.views.releasing import Decision, decision_about
from yb_desktop.store import lists, paging
from yb_desktop.store.reading import Reader
from yb_desktop.store.rows import AgreementRow

actions.load()

_WAITING_MOST = 500


class Ending(Enum):
    """Which agreements by their last day; the value is the word shown."""

    ANY = "不限到期日"
    DAYS_30 = "30 天内到期"
    DAYS_90 = "90 天内到期"
    YEAR = "今年底前到期"

    def until(self, today: date) -> date | None:
        """Give the last day meant."""
        match self:
            case Ending.ANY:
                return None
            case Ending.DAYS_30:
                return days_after(today, 30)
            case Ending.DAYS_90:
                return days_after(today, 90)
            case Ending.YEAR:
                return date(today.year, 12, 31)


@dataclass(frozen=True, slots=True)
class AgreementFilter:
    """What the list is asked for."""

    find: str = ""
    state: AgreementState | None = None
    ending: Ending = Ending.ANY
    sort: lists.AgreementSort = "ends"
    descending: bool = False


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """One agreement in the list; ``next_step`` in words, with the most pressing clock of the matter."""

    id: str
    number: str
    institution_name: str
    kind: Kind
    state: AgreementState
    starts: date
    ends: date
    next_step: str
    clock: ClockLine | None


@dataclass(frozen=True, slots=True)
class AgreementList:
    """A part of the list and how long it is."""

    rows: tuple[AgreementLine, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """An application that waits for its agreement to be drafted."""

    case: str
    institution_name: str
    kind: Kind
    studied: bool
    clock: ClockLine | None


@dataclass(frozen=True, slots=True)
class FactLine:
    """A line of what is known of an agreement; empty where it is not known yet."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class BlankLine:
    """A blank as the paper shows it; ``local``: the figure is the office's own, no document states it."""

    label: str
    words: str
    local: bool


@dataclass(frozen=True, slots=True)
class CopyLine:
    """A numbered copy in the register; ``current`` where its text is the one that holds."""

    copy: int
    on: date
    who: str
    reason: str
    current: bool
    voided: date | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class AgreementView:
    """One agreement with everything its page shows; ``settled`` where no next step is owed.

    ``advice`` is what to know before it is signed (J3).
    """

    id: str
    number: str
    case: str
    institution: str
    institution_name: str
    kind: Kind
    state: AgreementState
    ends: date
    last_on: date
    own: bool
    settled: bool
    replaced_by: str
    text_title: str
    text_note: str
    advice: str
    facts: tuple[FactLine, ...]
    blanks: tuple[BlankLine, ...]
    clocks: tuple[ClockLine, ...]
    late: tuple[tuple[str, int], ...]
    copies: tuple[CopyLine, ...]
    history: tuple[HistoryLine, ...]
    offers: tuple[Offer, ...]
    groups: tuple[OfferGroup, ...]
    decision: Decision | None
    papers: tuple[PaperRef, ...]
    audit_papers: Mapping[str, tuple[PaperRef, ...]]
    """Those of its matters of breach, by the id of the audit."""
    work: Work


def agreement_list(
    desk: Desk, wanted: AgreementFilter, *, offset: int = 0, limit: int = 100, after: AgreementLine | None = None
) -> AgreementList:
    """Give a part of the list in its order; ``after`` is the line before ``offset`` where it is known."""
    until = wanted.ending.until(desk.clock.today())
    key = paging.written(after.id) if after is not None else None
    skip = 0 if after is not None else offset
    with desk.store.read() as reader:
        page = lists.agreements(
            reader,
            find=wanted.find,
            state=wanted.state,
            ends_until=until,
            sort=wanted.sort,
            descending=wanted.descending,
            after=key,
            offset=skip,
            limit=limit,
        )
        total = lists.count_agreements(reader, find=wanted.find, state=wanted.state, ends_until=until)
        return AgreementList(tuple(_line(desk, reader, row) for row in page.rows), total)


def waiting_for_draft(desk: Desk) -> tuple[Waiting, ...]:
    """Give the applications in negotiation's end that have no agreement yet (G3 runs)."""
    with desk.store.read() as reader:
        rows = lists.applications(reader, state=CaseState.SIGNING, limit=_WAITING_MOST).rows
        found = []
        for row in rows:
            case = reader.case(row.id)
            if not case.agreement and case.office == desk.info.office:
                clock = _pressing(running_clocks(case, desk.law, desk.clock.today()))
                found.append(Waiting(case.id, row.institution_name, case.institution_kind, bool(case.studied), clock))
    return tuple(found)


def agreement_of_case(desk: Desk, case: str) -> str:
    """Give the id of an application's newest agreement, empty before it was drafted."""
    with desk.store.read() as reader:
        return reader.case(case).agreement


def agreement_view(desk: Desk, agreement: str) -> AgreementView:
    """Give one agreement. Raises ``BadInput`` (``not-found``)."""
    today = desk.clock.today()
    with desk.store.read() as reader:
        found = reader.agreement(agreement)
        case = reader.case(found.case)
        name = names_of(reader)
        records = reader.records_of(found.id)
        institution = reader.institution(found.institution).registration.name
        clocks = _clocks(desk, found, case)
        work = work_of(reader, found, clocks, today)
        text = text_here(reader, found)
        decision = decision_about(desk, reader, found)
    replaced = case.agreement if case.agreement != found.id and found.signed is None else ""
    now_hash = fill(text, found.blanks).text_hash if text else found.text_hash
    return AgreementView(
        id=found.id,
        number=found.number,
        case=found.case,
        institution=found.institution,
        institution_name=institution,
        kind=found.institution_kind,
        state=found.state,
        ends=found.ends,
        last_on=found.last_on,
        own=found.office == desk.info.office,
        settled=found.state is AgreementState.IN_FORCE and not next_actions(found, case, today),
        replaced_by=replaced,
        text_title=f"{text.title}（文本{version_words(text.version)}）" if text else version_words(found.version),
        text_note=text.note if text else "签订机构自行装入的文本，尚未随数据包到达本机。",
        advice=signing_advice(desk, found.institution_kind, today) if found.signed is None else "",
        facts=_facts(found),
        blanks=_blanks(found, text),
        clocks=clocks,
        late=_late(desk.law, found),
        copies=tuple(
            CopyLine(
                one.copy, one.on, name(one.actor), one.reason, one.text_hash == now_hash, voided=one.voided, why=one.why
            )
            for one in found.copies
        ),
        history=history_lines(records, name, detail_of),
        offers=() if replaced else next_offers(desk, found, case),
        groups=() if replaced else group_offers(desk, found, case),
        decision=decision,
        papers=documents_of(desk, agreement=found.id),
        audit_papers={one.id: documents_of(desk, audit=one.id) for one in work.audits},
        work=work,
    )


def _line(desk: Desk, reader: Reader, row: AgreementRow) -> AgreementLine:
    found = reader.agreement(row.id)
    case = reader.case(row.application)
    replaced = case.agreement != found.id and found.signed is None
    return AgreementLine(
        id=row.id,
        number=row.number,
        institution_name=row.institution_name,
        kind=row.institution_kind,
        state=row.state,
        starts=row.starts,
        ends=row.ends,
        next_step="已重新拟制" if replaced else next_title(found, case, desk.clock.today()),
        clock=None if replaced else _pressing(_clocks(desk, found, case)),
    )


def _clocks(desk: Desk, found: Agreement, case: Case) -> tuple[ClockLine, ...]:
    """Give the clocks that run: the agreement's own, and until it is signed those of its application (G3)."""
    today = desk.clock.today()
    own = running_clocks(found, desk.law, today)
    return own if found.signed is not None else (*running_clocks(case, desk.law, today), *own)


def _late(law: Law, found: Agreement) -> tuple[tuple[str, int], ...]:
    days = ((limit.rule, late_days(found, limit, law)) for limit in found.limits)
    return tuple((rule, late) for rule, late in days if late)


def _pressing(clocks: tuple[ClockLine, ...]) -> ClockLine | None:
    return min((one for one in clocks if not one.outer), key=lambda one: one.last_day, default=None)


def _facts(found: Agreement) -> tuple[FactLine, ...]:
    signers = "；".join(
        f"{'甲方' if one.party == 'a' else '乙方'} {one.name}{f'（{one.authorisation}）' if one.authorisation else ''}"
        for one in found.signers
    )
    return (
        FactLine("协议期限", f"{found.starts} 至 {found.ends}"),
        FactLine("拟制", str(found.drafted)),
        FactLine("签订", "　".join(part for part in (str(found.signed or ""), signers) if part)),
        FactLine("备案", str(found.filed or "")),
        FactLine("开通系统", str(found.opened or "")),
        FactLine("国家医保编码", found.national_code),
    )


def _blanks(found: Agreement, text: AgreementText | None) -> tuple[BlankLine, ...]:
    if text is None:
        return ()
    values = typed_blanks(text, found.blanks)
    return tuple(BlankLine(blank.label, written(blank, values.get(blank.id)), blank.local) for blank in text.blanks)
