"""Evaluation as a screen of its own: where each application stands between first review and the end of publicity.

One page brings together how people were drawn, what the visit gave, what the panel said and how it voted, what was
decided and why it differs, where it is public and what was objected.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from yb_desktop.domain.case import Case, Decision, Objection, Visit
from yb_desktop.domain.case_facts import Inspector, InspectorReplaced, Leaf, ListPassed, PanelDrawn, TeamDrawn
from yb_desktop.domain.drawing import EXPERT_WORDS
from yb_desktop.domain.facts import Fact, read_fact
from yb_desktop.domain.records import Record
from yb_desktop.domain.scoring import points_words
from yb_desktop.domain.vocabulary import ApplicationKind, CaseState
from yb_desktop.services import actions, publicity
from yb_desktop.services.desk import Desk
from yb_desktop.services.views.case_clocks import ClockLine, running_clocks
from yb_desktop.services.views.case_offers import offers
from yb_desktop.services.views.meetings import MeetingView, meeting_of
from yb_desktop.store import lists
from yb_desktop.store.reading import Reader

actions.load()

_BATCH = 200


class Stage(Enum):
    """Where an evaluation stands, in the order of the work."""

    DRAWING = "待抽取"
    VISITING = "核查中"
    MEETING = "待会议"
    DECIDING = "待评定"
    PASSING = "待审议"
    PUBLISHING = "待公示"
    PUBLIC = "公示中"
    AGAIN = "未通过"


_STATES = (
    CaseState.EVALUATING,
    CaseState.QUALIFIED,
    CaseState.LISTED,
    CaseState.PUBLICITY,
    CaseState.UNQUALIFIED,
    CaseState.NOT_PASSED,
)


@dataclass(frozen=True, slots=True)
class EvaluationLine:
    """One application in evaluation; ``clock`` is its most pressing limit, ``differs`` where decision and score do."""

    case: str
    institution_name: str
    place: str
    stage: Stage
    pending: bool
    clock: ClockLine | None
    score: str
    votes: str
    result: str
    differs: bool
    objections: int
    filed: bool
    decided: bool


@dataclass(frozen=True, slots=True)
class DrawLine:
    """One draw, or one seat drawn again: from whom, with which code (the seed), who it gave, who stayed away."""

    on: date
    title: str
    pool: str
    code: str
    drawn: str
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision beside score and vote; ``why`` is the reason given where they differ."""

    on: date
    number: str
    score: str
    vote: str
    result: str
    qualified: bool
    differs: bool
    reasons: str
    advice: str
    by: str
    delivered: date | None


@dataclass(frozen=True, slots=True)
class PublicityView:
    """The list made public: where, since when, until when, what was objected and how it was settled.

    ``institutions`` are those on it; none where it is another office's.
    """

    published: date
    number: str
    institutions: tuple[str, ...]
    where: tuple[str, ...]
    clock: ClockLine | None
    objections: tuple[Objection, ...]


@dataclass(frozen=True, slots=True)
class EvaluationView:
    """One evaluation with everything its page shows; ``next_title`` is what the office does next."""

    case: str
    institution_name: str
    sentence: str
    stage: Stage | None
    next_title: str
    clocks: tuple[ClockLine, ...]
    draws: tuple[DrawLine, ...]
    visits: tuple[str, ...]
    meeting: MeetingView | None
    decisions: tuple[DecisionView, ...]
    filed: date | None
    passed: str
    publicity: PublicityView | None


def evaluations(desk: Desk) -> tuple[EvaluationLine, ...]:
    """Give the office's applications in evaluation, the most pressing first."""
    with desk.store.read() as reader:
        found = [_line(desk, reader, case) for state in _STATES for case in _in_state(reader, state)]
    return tuple(sorted(found, key=lambda line: (line.clock.last_day if line.clock else date.max, line.case)))


def _in_state(reader: Reader, state: CaseState) -> Iterator[Case]:
    after: str | None = None
    while True:
        page = lists.applications(reader, state=state, after=after, limit=_BATCH)
        cases = (reader.case(row.id) for row in page.rows)
        yield from (case for case in cases if case.office == reader.info.office)
        after = page.after
        if after is None:
            return


def stage_of(case: Case) -> Stage | None:
    """Say where an evaluation stands; ``None`` before and after it."""
    match case.state:
        case CaseState.EVALUATING:
            return _stage_evaluating(case)
        case CaseState.QUALIFIED:
            # A21: a further payment category is on no list.
            return None if case.kind is ApplicationKind.CATEGORY else Stage.PASSING
        case CaseState.LISTED:
            return Stage.PUBLISHING
        case CaseState.PUBLICITY:
            return Stage.PUBLIC
        case CaseState.UNQUALIFIED | CaseState.NOT_PASSED:
            return Stage.AGAIN
        case _:
            return None


def _stage_evaluating(case: Case) -> Stage:
    visits = case.visits[case.visits_needed_after :]
    if case.meeting is not None:
        return Stage.DECIDING
    if visits and visits[-1].is_open:
        return Stage.VISITING
    return Stage.MEETING if any(visit.finished for visit in visits) else Stage.DRAWING


def _line(desk: Desk, reader: Reader, case: Case) -> EvaluationLine:
    newest = case.decisions[-1] if case.decisions else None
    return EvaluationLine(
        case=case.id,
        institution_name=reader.institution(case.institution).registration.name,
        place=desk.law.areas.get(case.area).name,
        stage=stage_of(case) or Stage.PASSING,
        pending=case.pending is not None,
        clock=_nearest(running_clocks(case, desk.law, desk.clock.today())),
        score=_score(case.visit),
        votes=_votes(case),
        result=newest.result.label if newest else "",
        differs=newest is not None and _differs(case, newest),
        objections=sum(1 for one in case.objections if one.settled is None),
        filed=case.results_filed is not None,
        decided=newest is not None,
    )


def _nearest(clocks: Iterable[ClockLine]) -> ClockLine | None:
    return min((one for one in clocks if not one.outer), key=lambda one: one.last_day, default=None)


def _score(visit: Visit | None) -> str:
    if visit is None or visit.finished is None:
        return ""
    veto = f"，否决 {len(visit.vetoes)} 项" if visit.vetoes else ""
    return f"{points_words(visit.score)} 分（{'合格' if visit.passed else '不合格'}{veto}）"


def _votes(case: Case) -> str:
    if case.meeting is None:
        return ""
    votes = case.meeting.fact.votes
    if votes is None:
        return "未表决"
    return f"合格 {votes.qualified}，不合格 {votes.unqualified}，弃权 {votes.abstained}"


def _differs(case: Case, decision: Decision) -> bool:
    """Say whether a decision is another than what the score or the vote of its day spoke for."""
    visit = next((one for one in reversed(case.visits) if one.finished and one.finished <= decision.on), None)
    by_score = visit is not None and visit.passed != (decision.result.value == "qualified")
    by_vote = case.meeting is not None and case.meeting.fact.result is not decision.result
    return by_score or by_vote


def evaluation_view(desk: Desk, case: str) -> EvaluationView:
    """Give one evaluation. Raises ``BadInput`` (``not-found``)."""
    with desk.store.read() as reader:
        found = reader.case(case)
        name = reader.institution(found.institution).registration.name
        records = reader.records_of(case)
        names = {person.id: person.name for person in reader.people()}
        listed = tuple(_listed(reader, found.publicity_number))
    facts = [(record, read_fact(record)) for record in records]
    clocks = running_clocks(found, desk.law, desk.clock.today())
    following = next((one.title for one in offers(desk, found)), "")
    place = desk.law.areas.get(found.area).name
    return EvaluationView(
        case=found.id,
        institution_name=name,
        sentence=f"{found.kind.label} · {place} · {found.state.label}",
        stage=stage_of(found),
        next_title="待第二人审核" if found.pending else following,
        clocks=clocks,
        draws=tuple(_draws(facts)),
        visits=tuple(_visit_words(visit) for visit in found.visits),
        meeting=meeting_of(found),
        decisions=tuple(_decision(found, one, names) for one in found.decisions),
        filed=found.results_filed,
        passed=_passed(facts),
        publicity=_publicity(found, clocks, listed),
    )


def _draws(facts: Iterable[tuple[Record, Fact]]) -> Iterator[DrawLine]:
    for record, fact in facts:
        on = date.fromisoformat(record.on)
        match fact:
            case TeamDrawn():
                yield _draw(on, "抽取核查人员", fact, fact.team)
            case PanelDrawn():
                yield _draw(on, "抽取评估专家", fact, fact.panel)
            case InspectorReplaced():
                out = (f"{fact.out}（{fact.reason}）",)
                yield DrawLine(on, "更换核查人员", "", fact.seed, _people((fact.into,)), out)
            case _:
                continue


def _draw(on: date, title: str, fact: TeamDrawn | PanelDrawn, drawn: tuple[Inspector, ...]) -> DrawLine:
    away = tuple(_leaf(one) for one in fact.left_out)
    return DrawLine(on, title, _people(fact.pool), fact.seed, _people(drawn), away)


def _leaf(one: Leaf) -> str:
    return f"{one.person}（{one.reason}）"


def _people(people: Iterable[Inspector]) -> str:
    return "、".join(
        f"{one.person}（{EXPERT_WORDS.get(one.field, one.field)}）" if one.field else one.person for one in people
    )


def _visit_words(visit: Visit) -> str:
    if visit.finished is None:
        return f"{visit.assigned} 安排，{'核查未成' if visit.failed else '核查进行中'}，组长{visit.lead}"
    return f"{visit.finished} 完成，{_score(visit)}，组长{visit.lead}"


def _decision(case: Case, one: Decision, names: dict[str, str]) -> DecisionView:
    visit = next((v for v in reversed(case.visits) if v.finished and v.finished <= one.on), None)
    newest = one is case.decisions[-1]
    prepared, released = names.get(one.prepared_by, ""), names.get(one.released_by, "")
    return DecisionView(
        on=one.on,
        number=one.number,
        score=_score(visit) or "无",
        vote=case.meeting.fact.result.label if newest and case.meeting else "",
        result=one.result.label,
        qualified=one.result.value == "qualified",
        differs=newest and _differs(case, one),
        reasons=one.reasons,
        advice=one.advice,
        by=f"{prepared}经办，{released}审核",
        delivered=one.delivered,
    )


def _passed(facts: Iterable[tuple[Record, Fact]]) -> str:
    said = ""
    for record, fact in facts:
        if isinstance(fact, ListPassed):
            reasons = f"：{fact.reasons}" if fact.reasons else ""
            said = f"{record.on} {'审议通过' if fact.passed else '审议未通过'}{reasons}"
    return said


def _listed(reader: Reader, number: str) -> Iterator[str]:
    for case in publicity.listed(reader, number):
        if case.publicity_number == number:
            yield reader.institution(case.institution).registration.name


def _publicity(case: Case, clocks: Iterable[ClockLine], listed: tuple[str, ...]) -> PublicityView | None:
    if case.published is None:
        return None
    clock = next((one for one in clocks if one.rule == "E13" and not one.outer), None)
    return PublicityView(case.published, case.publicity_number, listed, case.where, clock, case.objections)
