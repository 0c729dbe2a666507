"""What can be done with an application now: the next action first, the others after it, each with what is in its way.

Which actions a state offers is told once, here; whether one is allowed is told by the action itself (``rehearsal``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from yb_desktop.base.canon import Json
from yb_desktop.domain.barring import barred_by
from yb_desktop.domain.case import Case
from yb_desktop.domain.case_facts import Result
from yb_desktop.domain.vocabulary import ApplicationKind, CaseState
from yb_desktop.law.law import Law
from yb_desktop.services.desk import Desk
from yb_desktop.services.registry import spec
from yb_desktop.services.views.action_rules import rule_of
from yb_desktop.services.views.case_way import grounds_left
from yb_desktop.services.views.offering import Offer, Standpoint, obstacles_to

GO_TO_VISIT = "go.visit"
GO_TO_AGREEMENT = "go.agreement"
"""Next steps that are done on another screen."""

_GOING = {GO_TO_VISIT: "现场核查", GO_TO_AGREEMENT: "签订协议"}


def offers(desk: Desk, case: Case) -> tuple[Offer, ...]:
    """Give what can be done now, the next action first. While a second person is asked, everything else waits."""
    if case.office != desk.info.office:
        return ()
    names = dict.fromkeys((*_barred(desk, case), *_next(case, desk.law), *_beside(case)))
    made = [_offer(desk, case, name) for name in names]
    if made and made[0].action == "applications.receive_supplement" and made[0].obstacles:
        # A16: once the last day is over, to count the application as abandoned is what is left.
        made.sort(key=lambda offer: offer.action != "applications.abandon")
    return tuple(made)


def _barred(desk: Desk, case: Case) -> tuple[str, ...]:
    # A17, A18, A23: where a ground bars, refusing is what comes next, whatever is still unchecked.
    if case.state is not CaseState.RECEIVED or case.pending is not None:
        return ()
    today = desk.clock.today()
    bars = any(barred_by(case, check, on=today, law=desk.law) is not None for check in case.checks)
    return ("applications.refuse",) if bars else ()


def _offer(desk: Desk, case: Case, name: str) -> Offer:
    if name in _GOING:
        return Offer(name, _GOING[name])
    found = spec(name)
    params: dict[str, Json] = {"case": case.id, **_PROBES.get(name, _nothing)(case)}
    look = Standpoint(case.area, case.institution_kind, case.received)
    return Offer(name, found.title, found.two_persons, rule_of(name), obstacles_to(desk, name, params, look))


def _next(case: Case, law: Law) -> tuple[str, ...]:
    """Name the next action; a pending decision leaves none."""
    tell = _NEXT.get(case.state)
    if case.pending is not None or tell is None:
        return ()
    return tuple(name for name in (tell(case, law),) if name)


def _next_received(case: Case, law: Law) -> str:
    told = any(notice.carries == "A15" for notice in case.notices)
    if case.missing and not told:
        return "applications.notify_missing"
    return "applications.check_ground" if grounds_left(case, law) else "applications.accept"


def _next_evaluating(case: Case) -> str:
    visits = case.visits[case.visits_needed_after :]
    if visits and visits[-1].is_open:
        return GO_TO_VISIT
    if not any(visit.finished for visit in visits):
        return "evaluation.assign_visit" if case.team else "evaluation.draw_team"
    return "evaluation.decide" if case.meeting is not None else "evaluation.hold_meeting"


def _next_in_supplement(case: Case) -> str:
    waits = any(notice.document == "supplement_notice" for notice in case.undelivered())
    return "applications.deliver" if waits else "applications.receive_supplement"


def _next_in_publicity(case: Case) -> str:
    waits = any(one.settled is None for one in case.objections)
    return "evaluation.settle_objection" if waits else "evaluation.end_publicity"


def _next_unqualified(case: Case) -> str:
    if any(notice.document == "result_notice" for notice in case.undelivered()):
        return "applications.deliver"
    # A21: a further payment category is declined and asked for anew, not evaluated again.
    return "applications.decline_category" if case.kind is ApplicationKind.CATEGORY else "evaluation.reevaluate"


def _next_qualified(case: Case) -> str:
    # A21: a further payment category is on no list.
    return "applications.open_category" if case.kind is ApplicationKind.CATEGORY else "evaluation.pass_list"


_NEXT: Mapping[CaseState, Callable[[Case, Law], str]] = {
    CaseState.RECEIVED: _next_received,
    CaseState.SUPPLEMENT: lambda case, _law: _next_in_supplement(case),
    CaseState.ACCEPTED: lambda _case, _law: "applications.first_review",
    CaseState.EVALUATING: lambda case, _law: _next_evaluating(case),
    CaseState.QUALIFIED: lambda case, _law: _next_qualified(case),
    CaseState.LISTED: lambda _case, _law: "evaluation.publish",
    CaseState.PUBLICITY: lambda case, _law: _next_in_publicity(case),
    CaseState.NEGOTIATING: lambda _case, _law: "agreements.negotiate",
    CaseState.SIGNING: lambda case, _law: GO_TO_AGREEMENT if case.studied else "agreements.study",
    CaseState.SIGNED: lambda case, _law: GO_TO_AGREEMENT if case.agreement else "",
    CaseState.UNQUALIFIED: lambda case, _law: _next_unqualified(case),
    CaseState.NOT_PASSED: lambda _case, _law: "evaluation.reevaluate",
}
"""The next action of each state; the states that are not here have none."""


def _beside(case: Case) -> Iterable[str]:
    """Name what else the state offers, in the order of a menu."""
    if case.pending is None:
        yield from _BESIDE.get(case.state, ())
        yield from _beside_state(case)
    if case.undelivered():
        yield "applications.deliver"
    if case.decisions and case.results_filed is None:
        yield "evaluation.file_results"
    if not case.state.ended:
        yield from ("applications.withdraw", "oversight.reassign_case")
    if case.pending is None:
        yield "cases.void_step"


def _beside_state(case: Case) -> Iterable[str]:
    """Name what a state offers in some cases only."""
    match case.state:
        case CaseState.EVALUATING:
            yield from _beside_evaluating(case)
        case CaseState.ACCEPTED if any(one.answered is None for one in case.inquiries):
            yield "applications.record_reply"
        case CaseState.UNQUALIFIED if case.kind is not ApplicationKind.CATEGORY:
            yield "evaluation.reevaluate"
        case _:
            return


_BESIDE: Mapping[CaseState, tuple[str, ...]] = {
    CaseState.RECEIVED: (
        "applications.check_ground",
        "applications.accept",
        "applications.refuse",
        "applications.hand_over",
    ),
    CaseState.SUPPLEMENT: ("applications.receive_supplement", "applications.abandon"),
    CaseState.ACCEPTED: ("applications.ask_supplement", "applications.send_inquiry", "applications.refuse"),
    CaseState.PUBLICITY: ("evaluation.object", "evaluation.end_publicity"),
    CaseState.SIGNING: ("agreements.study", "applications.abandon"),
}


def _beside_evaluating(case: Case) -> Iterable[str]:
    visit = case.visit
    if visit is not None and visit.is_open:
        yield from ("evaluation.replace_inspector", "evaluation.visit_failed")
        if visit.out:
            yield "evaluation.take_back"
    else:
        yield "evaluation.draw_team"
        if case.team:
            yield from ("evaluation.replace_inspector", "evaluation.assign_visit")
    yield from ("evaluation.draw_panel", "evaluation.hold_meeting", "applications.ask_supplement")


_FILLER = "—"  # stands for a text that the form will ask for


def _nothing(case: Case) -> dict[str, Json]:
    del case
    return {}


def _meeting(case: Case) -> dict[str, Json]:
    present: list[Json] = [member.person for member in case.panel] or [_FILLER]
    return {"members": present, "votes": {"qualified": len(present), "unqualified": 0}}


def _decision(case: Case) -> dict[str, Json]:
    result = case.meeting.fact.result if case.meeting is not None else Result.QUALIFIED
    return {"result": result.value, "reasons": _FILLER, "advice": _FILLER}


_PROBES: Mapping[str, Callable[[Case], dict[str, Json]]] = {
    "applications.check_ground": lambda _case: {"all_clear": True},
    "applications.first_review": lambda _case: {"letters": _FILLER, "breach_review": _FILLER},
    "applications.ask_supplement": lambda _case: {"missing": [_FILLER]},
    "applications.withdraw": lambda _case: {"reason": _FILLER},
    "applications.hand_over": lambda _case: {"to_office": _FILLER},
    "applications.send_inquiry": lambda _case: {"to": _FILLER, "about": _FILLER},
    "applications.record_reply": lambda _case: {"answer": _FILLER},
    "applications.decline_category": lambda _case: {"reasons": _FILLER, "advice": _FILLER},
    "oversight.reassign_case": lambda _case: {"person": _FILLER},
    "cases.void_step": lambda _case: {"reason": _FILLER},
    "evaluation.replace_inspector": lambda case: {"out": case.team[-1].person, "reason": _FILLER},
    "evaluation.visit_failed": lambda _case: {"reason": "closed"},
    "evaluation.take_back": lambda case: {"laptop": case.visits[-1].out[0], "reason": _FILLER},
    "evaluation.hold_meeting": _meeting,
    "evaluation.decide": _decision,
    "evaluation.object": lambda _case: {"text": _FILLER},
    "evaluation.settle_objection": lambda _case: {"upheld": False},
    "agreements.study": lambda _case: {"people": [_FILLER]},
}
"""What an action is rehearsed with where its form will ask for more."""
