"""How each fact changes an application from the draw of the team to the study of the agreement (E1–E14, G1, G2).

Registers its functions with ``case_evolve.step``; importing this module is what makes them known.
"""

from __future__ import annotations

from msgspec.structs import replace

from yb_desktop.domain import limits
from yb_desktop.domain.case import Answer, Case, Decision, Meeting, Notice, Objection, Resolution, Visit
from yb_desktop.domain.case_evolve import step, with_notice
from yb_desktop.domain.case_facts import (
    Decided,
    InspectorReplaced,
    ItemAnswered,
    ItemResolved,
    Leaf,
    ListPassed,
    MeetingHeld,
    Negotiated,
    Objected,
    ObjectionSettled,
    PanelDrawn,
    PublicityEnded,
    Published,
    Reevaluated,
    Result,
    ResultsFiled,
    Studied,
    TeamDrawn,
    VisitAssigned,
    VisitFailed,
    VisitFinished,
)
from yb_desktop.domain.facts import Stamp
from yb_desktop.domain.vocabulary import ApplicationKind, CaseState


@step.register
def _(news: TeamDrawn, case: Case, at: Stamp) -> Case:
    del at
    return replace(case, team=news.team, team_seed=news.seed, team_pool=news.pool, left_out=news.left_out)


@step.register
def _(news: InspectorReplaced, case: Case, at: Stamp) -> Case:
    del at
    after = replace(
        case,
        team=tuple(news.into if m.person == news.out else m for m in case.team),
        left_out=(*case.left_out, Leaf(person=news.out, reason=news.reason)),
    )
    visit = case.visit
    if visit is None or not visit.is_open or visit.lead != news.out:
        return after
    return _with_visit(after, replace(visit, lead=news.into.person))


@step.register
def _(news: VisitAssigned, case: Case, at: Stamp) -> Case:
    visit = Visit(
        assigned=at.on,
        form=news.form,
        version=news.version,
        lead=news.lead,
        number=news.number,
        rid=at.rid,
        device=at.device,
        laptops=news.laptops,
    )
    return replace(case, visits=(*case.visits, visit))


def _with_visit(case: Case, visit: Visit) -> Case:
    return replace(case, visits=(*case.visits[:-1], visit))


@step.register
def _(news: VisitFailed, case: Case, at: Stamp) -> Case:
    del at
    return _with_visit(case, replace(case.visits[-1], failed=news.reason))


@step.register
def _(news: ItemAnswered, case: Case, at: Stamp) -> Case:
    place = _place_of(case, news.visit)
    visit = case.visits[place]
    answer = Answer(rid=at.rid, on=at.on, fact=news, device=at.device)
    if not visit.is_open:  # it came from a laptop when the visit was over: kept beside what was signed
        after = replace(visit, late=(*visit.late, answer))
    else:  # it replaces what it names and nothing else: whoever did not know of an answer does not overwrite it
        kept = [one for one in visit.answers if one.rid not in at.base]
        after = replace(visit, answers=(*kept, answer))
    return replace(case, visits=(*case.visits[:place], after, *case.visits[place + 1 :]))


def _place_of(case: Case, visit: str) -> int:
    """Find the visit that an answer belongs to; answers of old name none and belong to the newest."""
    if not visit:
        return len(case.visits) - 1
    return next(place for place, one in enumerate(case.visits) if one.rid == visit)


@step.register
def _(news: ItemResolved, case: Case, at: Stamp) -> Case:
    visit = case.visits[-1]
    resolution = Resolution(rid=at.rid, on=at.on, fact=news, base=at.base)
    kept = [r for r in visit.resolutions if r.fact.item != news.item or not set(r.base) <= set(at.base)]
    return _with_visit(case, replace(visit, resolutions=(*kept, resolution)))


@step.register
def _(news: VisitFinished, case: Case, at: Stamp) -> Case:
    visit = replace(
        case.visits[-1],
        finished=at.on,
        content=news.content,
        signatures=news.signatures,
        score=news.score,
        passed=news.passed,
        vetoes=news.vetoes,
    )
    return _with_visit(case, visit)


@step.register
def _(news: PanelDrawn, case: Case, at: Stamp) -> Case:
    del at
    return replace(case, panel=news.panel)


@step.register
def _(news: MeetingHeld, case: Case, at: Stamp) -> Case:
    return replace(case, meeting=Meeting(on=at.on, fact=news))


@step.register
def _(news: Decided, case: Case, at: Stamp) -> Case:
    failed = news.result is Result.UNQUALIFIED
    # A21: E11 does not apply to a further payment category.
    counts = failed and case.kind is not ApplicationKind.CATEGORY
    unqualified = case.unqualified + 1 if counts else case.unqualified
    state = CaseState.QUALIFIED
    if failed:
        state = CaseState.BARRED if unqualified > 1 else CaseState.UNQUALIFIED
    decision = Decision(
        on=at.on,
        result=news.result,
        reasons=news.reasons,
        advice=news.advice,
        number=news.number,
        prepared_by=news.prepared_by,
        released_by=at.actor,
    )
    after = replace(
        case,
        state=state,
        unqualified=unqualified,
        decisions=(*case.decisions, decision),
        pending=None,
        limits=limits.stop(case.limits, "E1", at.on),
    )
    carries = "E11" if counts else ""
    return with_notice(
        after, Notice(document="result_notice", number=news.number, on=at.on, rid=at.rid, carries=carries)
    )


@step.register
def _(news: ResultsFiled, case: Case, at: Stamp) -> Case:
    del at
    return replace(case, results_filed=news.day)


@step.register
def _(news: Reevaluated, case: Case, at: Stamp) -> Case:
    del news
    # E11: what was to be mended is looked at again on site; E14: the meeting's reasons are, the visit still holds.
    again = case.state is CaseState.UNQUALIFIED
    clocks = limits.start(limits.stop(case.limits, "E11", at.on), "E1", at.on)
    return replace(
        case,
        state=CaseState.EVALUATING,
        team=() if again else case.team,
        panel=(),
        meeting=None,
        visits_needed_after=len(case.visits) if again else case.visits_needed_after,
        limits=clocks,
    )


@step.register
def _(news: ListPassed, case: Case, at: Stamp) -> Case:
    if not news.passed:
        return replace(case, state=CaseState.NOT_PASSED)
    return replace(case, state=CaseState.LISTED, limits=limits.start(case.limits, "E12", at.on))


@step.register
def _(news: Published, case: Case, at: Stamp) -> Case:
    clocks = limits.start(limits.stop(case.limits, "E12", at.on), "E13", at.on)
    return replace(
        case,
        state=CaseState.PUBLICITY,
        published=at.on,
        where=news.where,
        publicity_number=news.number,
        limits=clocks,
    )


@step.register
def _(news: Objected, case: Case, at: Stamp) -> Case:
    objection = Objection(id=news.objection, on=at.on, text=news.text, who=news.who)
    return replace(case, objections=(*case.objections, objection))


@step.register
def _(news: ObjectionSettled, case: Case, at: Stamp) -> Case:
    objections = tuple(
        replace(o, settled=at.on, upheld=news.upheld, finding=news.finding) if o.id == news.objection else o
        for o in case.objections
    )
    after = replace(case, objections=objections)
    if not news.upheld:
        return after
    # E1: an objection that is upheld starts the evaluation anew.
    clocks = limits.start(limits.stop(case.limits, "E13", at.on), "E1", at.on)
    return replace(after, state=CaseState.EVALUATING, panel=(), meeting=None, limits=clocks)


@step.register
def _(news: PublicityEnded, case: Case, at: Stamp) -> Case:
    clocks = limits.start(limits.stop(case.limits, "E13", at.on), "G1", news.counts_from)
    return replace(case, state=CaseState.NEGOTIATING, limits=clocks)


@step.register
def _(news: Negotiated, case: Case, at: Stamp) -> Case:
    del news
    clocks = limits.start(limits.stop(case.limits, "G1", at.on), "G3", at.on)
    return replace(case, state=CaseState.SIGNING, limits=clocks)


@step.register
def _(news: Studied, case: Case, at: Stamp) -> Case:
    del at
    return replace(case, studied=news.people)
