"""The way of an application from the counter to the agreement: what is done, by whom and when, what is due, what later.

The way is the straight one; what came in between (a supplement, a second evaluation) stands in its place with the
newest day, and the history tells the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from yb_desktop.domain.barring import asked_grounds
from yb_desktop.domain.case import Case
from yb_desktop.domain.institution import Event
from yb_desktop.domain.vocabulary import ApplicationKind, CaseState
from yb_desktop.law.law import Law
from yb_desktop.services.views.case_clocks import ClockLine, late_notes, running_clocks


class Standing(Enum):
    """Where a step of the way stands."""

    DONE = "done"
    NOW = "now"
    LATER = "later"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class WayStep:
    """One step of the way; ``events`` are the record types that it is made of."""

    id: str
    title: str
    standing: Standing
    on: date | None = None
    who: str = ""
    note: str = ""
    clock: ClockLine | None = None
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Stop:
    """A place on the way: the records that reach it, the last of which closes it; the clock that runs for it."""

    id: str
    title: str
    events: tuple[str, ...]
    clocks: tuple[str, ...] = ()
    late: tuple[str, ...] = ()


_WAY = (
    _Stop("receive", "收件", ("applications.receive_materials",)),
    _Stop(
        "supplement",
        "一次性告知、补正",
        ("applications.notify_missing", "applications.ask_supplement", "applications.receive_supplement"),
        ("A16", "A15"),
        ("A15", "A16"),
    ),
    _Stop("grounds", "核查不予受理情形", ("applications.check_ground",), ("A15",)),
    _Stop("accept", "受理", ("applications.accept",), ("A15",), ("A14",)),
    _Stop("review", "初审", ("applications.first_review",), ("E1",)),
    _Stop("team", "抽取核查人员", ("evaluation.draw_team",), ("E1",)),
    _Stop("visit", "现场核查", ("evaluation.finish_visit",), ("E1",)),
    _Stop("meeting", "评估会议", ("evaluation.hold_meeting",), ("E1",)),
    _Stop("decide", "作出评估结果", ("evaluation.decide",), ("E1",), ("E1",)),
    _Stop("mend", "整改后再次评估", ("evaluation.reevaluate",), ("E11",)),
    _Stop("list", "审议名单", ("evaluation.pass_list",)),
    _Stop("publish", "公示", ("evaluation.publish",), ("E12",), ("E12",)),
    _Stop("publicity", "公示期满", ("evaluation.end_publicity",), ("E13",)),
    _Stop("negotiate", "协商谈判", ("agreements.negotiate",), ("G1",), ("G1",)),
    _Stop("study", "协议学习", ("agreements.study",), ("G3",)),
    _Stop("sign", "签订协议", ("agreements.sign",), ("G3",), ("G3",)),
)
_ASIDE = frozenset({"supplement", "mend"})
"""Steps shown only where the case went that way."""


def way_of(case: Case, law: Law, today: date, name: Callable[[str], str]) -> tuple[WayStep, ...]:
    """Give the way of a case; ``name`` gives the name of an actor."""
    now = _now(case, law)
    newest = {event.type: event for event in case.history}
    late = late_notes(case, law)
    clocks = tuple(line for line in running_clocks(case, law, today) if not line.outer)
    stops = [stop for stop in _WAY if stop.id not in _ASIDE or stop.id == now or _reached(stop, newest)]
    if case.kind is ApplicationKind.CATEGORY:  # A21: neither list nor publicity nor negotiation
        stops = [stop for stop in stops if stop.id not in {"list", "publish", "publicity", "negotiate"}]
    place = next((n for n, stop in enumerate(stops) if stop.id == now), len(stops))
    steps: list[WayStep] = []
    for number, stop in enumerate(stops):
        reached = _reached(stop, newest)
        if number < place and reached is not None:
            steps.append(_done(stop, reached, name, late))
        elif number == place:
            clock = next((line for rule in stop.clocks for line in clocks if line.rule == rule), None)
            steps.append(
                WayStep(stop.id, stop.title, Standing.NOW, note=_pending(case), clock=clock, events=stop.events)
            )
        elif not case.state.ended and number > place and stop.id not in _ASIDE:
            steps.append(WayStep(stop.id, stop.title, Standing.LATER, events=stop.events))
    if case.state.ended and case.state is not CaseState.SIGNED:
        last = case.history[-1]
        steps.append(WayStep("end", case.state.label, Standing.STOPPED, last.on, name(last.actor), events=(last.type,)))
    return tuple(steps)


def _done(stop: _Stop, event: Event, name: Callable[[str], str], late: Mapping[str, int]) -> WayStep:
    days = max((late.get(rule, 0) for rule in stop.late), default=0)
    note = f"迟办 {days} 个工作日" if days else ""
    return WayStep(stop.id, stop.title, Standing.DONE, event.on, name(event.actor), note, events=stop.events)


def _reached(stop: _Stop, newest: Mapping[str, Event]) -> Event | None:
    return next((newest[kind] for kind in reversed(stop.events) if kind in newest), None)


def _pending(case: Case) -> str:
    return "已提交，待第二人审核" if case.pending is not None else ""


def grounds_left(case: Case, law: Law) -> bool:
    """Say whether a ground of non-acceptance has not been checked yet (A19)."""
    checked = {check.ground for check in case.checks}
    return any(facts.ground not in checked for facts in asked_grounds(case, law))


def _now(case: Case, law: Law) -> str:
    match case.state:
        case CaseState.RECEIVED:
            if case.missing:
                return "supplement"
            return "grounds" if grounds_left(case, law) else "accept"
        case CaseState.EVALUATING:
            return _now_evaluating(case)
        case CaseState.SIGNING:
            return "sign" if case.studied else "study"
        case _:
            return _NOW.get(case.state, "")


_NOW = {
    CaseState.SUPPLEMENT: "supplement",
    CaseState.ACCEPTED: "review",
    CaseState.QUALIFIED: "list",
    CaseState.LISTED: "publish",
    CaseState.PUBLICITY: "publicity",
    CaseState.NEGOTIATING: "negotiate",
    CaseState.UNQUALIFIED: "mend",
    CaseState.NOT_PASSED: "mend",
}


def _now_evaluating(case: Case) -> str:
    visits = case.visits[case.visits_needed_after :]
    if not any(visit.finished for visit in visits):
        return "visit" if case.team else "team"
    return "decide" if case.meeting is not None else "meeting"
