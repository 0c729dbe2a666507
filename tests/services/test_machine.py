"""Random actions on random days on one institution in a real store, judged after each step by an independent recount.

After each step: the state changed as the page "actions" allows, no clock runs twice, what was refused changed nothing,
the chain holds, and every running clock ends where a loop over days says. At the end the tables can be made again.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from tests.services.machines import LAST, OfficeMachine, examples, walked
from yb_desktop.base.canon import Json
from yb_desktop.base.errors import NotAllowed, UserError
from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.case import Case
from yb_desktop.domain.limits import Limit
from yb_desktop.services.timing import due_of

WORKING_DAYS = {"A15": 5, "A16": 5, "E1": 15, "E12": 3, "E13": 7, "G1": 10, "G3": 10, "G4": 5, "G5": 10}
MONTHS = {"wait": 3, "bar": 12}

R, S, A, E = "received", "supplement", "accepted", "evaluating"
BEFORE_SIGNED = {R, S, A, E, "qualified", "listed", "publicity", "negotiating", "signing", "unqualified", "not_passed"}

NEXT: dict[str, tuple[str, ...]] = {
    "": ("applications.receive_materials",),
    R: ("applications.notify_missing", "applications.check_ground", "applications.accept", "applications.refuse"),
    S: ("applications.deliver", "applications.receive_supplement", "applications.abandon"),
    A: ("applications.first_review", "applications.first_review", "applications.ask_supplement"),
    E: (
        "evaluation.draw_team",
        "evaluation.assign_visit",
        "evaluation.finish_visit",
        "evaluation.hold_meeting",
        "evaluation.decide",
        "applications.ask_supplement",
        "evaluation.visit_failed",
    ),
    "unqualified": ("applications.deliver", "evaluation.reevaluate"),
    "not_passed": ("evaluation.reevaluate",),
    "qualified": ("evaluation.pass_list",),
    "listed": ("evaluation.publish",),
    "publicity": ("evaluation.end_publicity", "evaluation.object", "evaluation.settle_objection"),
    "negotiating": ("agreements.negotiate",),
    "signing": (
        "agreements.study",
        "agreements.draft",
        "agreements.print",
        "agreements.sign",
        "applications.abandon",
    ),
    "signed": ("agreements.file", "agreements.open_system", "agreements.print"),
    "barred": ("applications.deliver", "applications.receive_materials"),
}
"""What an office would try next in each state; an ended application is followed by a new one."""

MOVES: dict[str, set[tuple[str, str]]] = {
    "applications.notify_missing": {(R, S)},
    "applications.receive_supplement": {(S, S), (S, R), (S, A), (S, E)},
    "applications.abandon": {(S, "abandoned"), ("signing", "abandoned")},
    "applications.accept": {(R, A)},
    "applications.refuse": {(R, R), (A, A)},
    "applications.first_review": {(A, E), (A, A)},
    "applications.ask_supplement": {(A, S), (E, S)},
    "applications.withdraw": {(state, "withdrawn") for state in BEFORE_SIGNED},
    "evaluation.decide": {(E, E)},
    "cases.release": {(R, "not_accepted"), (A, "not_accepted"), (E, "qualified"), (E, "unqualified"), (E, "barred")},
    "evaluation.reevaluate": {("unqualified", E), ("not_passed", E)},
    "evaluation.pass_list": {("qualified", "listed"), ("qualified", "not_passed")},
    "evaluation.publish": {("listed", "publicity")},
    "evaluation.settle_objection": {("publicity", "publicity"), ("publicity", E)},
    "evaluation.end_publicity": {("publicity", "negotiating")},
    "agreements.negotiate": {("negotiating", "signing")},
    "agreements.sign": {("signing", "signed")},
}
"""From which state to which an action may lead; every other action leaves the state as it is."""

PARAMS: dict[str, tuple[dict[str, Json], ...]] = {
    "applications.receive_materials": ({}, {"missing": ["fund_forecast", "licence"]}),
    "applications.receive_supplement": ({}, {"items": ["licence"]}),
    "applications.refuse": ({"rule": "A23"},),
    "applications.check_ground": ({}, {"ground": "bad_influence", "holds": True}),
    "evaluation.hold_meeting": ({}, {"result": "unqualified"}),
    "evaluation.decide": ({}, {"result": "unqualified"}),
    "evaluation.pass_list": ({}, {}, {"passed": False, "reasons": "须整改"}),
    "evaluation.settle_objection": ({}, {"upheld": True}),
    "evaluation.visit_failed": ({"reason": "closed"},),
}
ACTIONS = sorted({action for some in NEXT.values() for action in some} | {"applications.withdraw", "cases.send_back"})


def months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def recount(limit: Limit) -> date | None:
    """Count the local last day of a clock by walking from day to day; ``None`` after the end of the calendars."""
    if limit.rule == "E11":
        last = months_later(limit.start, MONTHS[limit.part])
        return last if last <= LAST else None

    def rests(day: date) -> bool:
        return any(pause.last is not None and pause.first < day <= pause.last for pause in limit.paused)

    return walked(limit.start, WORKING_DAYS[limit.rule], rests)


pytestmark = pytest.mark.long


class StraightPath(OfficeMachine):
    """One office, one institution, one application after another."""

    def __init__(self) -> None:
        super().__init__(date(2026, 3, 2))

    @initialize(on=st.dates(date(2025, 6, 20), date(2026, 9, 20)), come=st.sampled_from(("", "", "visited", "signing")))
    def begin(self, on: date, come: str) -> None:
        """Begin on some day, and not always at the counter; licence and contracts cover every day."""
        self.day = on
        if come == "visited":
            self.office.evaluating(on)
            self.office.visited(on)
        elif come == "signing":
            self.day = on + timedelta(days=25)
            self.office.signing(on, self.day)

    @rule(choice=st.integers(0, 20), wait=st.sampled_from((0, 0, 1, 1, 2, 5)), variant=st.integers(0, 5))
    def go_on(self, choice: int, wait: int, variant: int) -> None:
        """Try what an office would do next."""
        likely = NEXT.get(self.state(), NEXT[""])
        self.try_action(likely[choice % len(likely)], wait, variant)

    @rule(wait=st.sampled_from((0, 0, 1, 3, 11)), variant=st.integers(0, 1))
    def go_on_smoothly(self, wait: int, variant: int) -> None:
        """Try everything the state offers, in order: most steps of a case are done on time and in order."""
        for action in NEXT.get(self.state(), NEXT[""]):
            if action not in {"applications.refuse", "applications.ask_supplement", "evaluation.visit_failed"}:
                self.try_action(action, wait, variant)
                wait = 0

    @rule(action=st.sampled_from(ACTIONS), wait=st.integers(-2, 12), variant=st.integers(0, 5))
    def try_anything(self, action: str, wait: int, variant: int) -> None:
        """Try any action, on any day."""
        self.try_action(action, wait, variant)

    @rule(days=st.integers(20, 130))
    def wait_long(self, days: int) -> None:
        """Let time pass, so that waits and limits run out."""
        self.day = self.later(days)

    def try_action(self, action: str, wait: int, variant: int) -> None:
        on = self.later(wait)
        some = PARAMS.get(action, ({},))
        params = some[variant % len(some)]
        if self.attempt(action, on, params) and action in {"evaluation.decide", "applications.refuse"}:
            self.attempt("cases.release" if variant < 4 else "cases.send_back", on, {}, who="审核员")

    def attempt(self, action: str, on: date, params: dict[str, Json], who: str = "经办员") -> bool:
        before, state, at = self.office.case, self.state(), self.office.everything()
        answered = action == "evaluation.finish_visit"
        refusal: UserError | None = None
        try:
            self.office.do(action, on, params, who=who)
        except UserError as problem:
            refusal = problem
        if refusal is not None:
            assert self.state() == state
            if not answered:  # a story's defaults answer the items first, each an action of its own
                assert self.office.everything() == at
            if isinstance(refusal, NotAllowed):
                assert refusal.rule == refusal.unmet[0].rule
            return False
        if action == "applications.receive_materials":
            assert state not in BEFORE_SIGNED | {"signed"}
            assert self.state() == R
            assert self.office.case != before
        else:
            assert (state, self.state()) in MOVES.get(action, {(state, state)}), action
        self.day = max(self.day, on)
        return True

    def state(self) -> str:
        return self.office.now().state.value if self.office.case else ""

    @invariant()
    def no_clock_runs_twice_and_each_ends_where_a_loop_says(self) -> None:
        """Recount every running clock of the application and of its agreement."""
        if not self.office.case:
            return
        case = self.office.now()
        matters: list[Case | Agreement] = [case, self.office.paper()] if case.agreement else [case]
        running = [limit for matter in matters for limit in matter.limits if limit.stopped is None]
        assert len({limit.rule for limit in running}) == len(running)
        if case.state.ended and case.state.value != "signed":
            assert {limit.rule for limit in running} <= ({"E11"} if case.state.value == "barred" else set())
        local = {
            one.rule: one.last_day
            for matter in matters
            for one in due_of(matter, self.office.desk.law)
            if not one.outer and one.last_day <= LAST
        }
        recounted = {limit.rule: recount(limit) for limit in running}
        assert local == {rule: day for rule, day in recounted.items() if day is not None}

    @invariant()
    def chain_holds(self) -> None:
        """Look over the store, as at every start."""
        assert all(item.ok for item in self.office.desk.store.check() if item.name != "disk")

    @invariant()
    def order_of_days_holds(self) -> None:
        """T8: the steps of a case are dated in order."""
        if self.office.case:
            case: Case = self.office.now()
            days = [event.on for event in case.history]
            assert days == sorted(days)


TestStraightPath = StraightPath.TestCase
TestStraightPath.settings = examples(12)
