"""Random changes on random days to an agreement in force, judged after each step; steps taken back in between.

After each step: the state moved as the page "actions" allows, what was refused changed nothing, no clock runs twice for
one thing, the clocks end where a loop over days says. At the end the tables can be made again.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from tests.services.machines import LAST, ONE, OfficeMachine, examples, walked, works
from tests.services.office import Office
from yb_desktop.base.canon import Json
from yb_desktop.base.errors import UserError
from yb_desktop.domain.limits import Limit
from yb_desktop.services.timing import due_of

F, S, E, T, L = "in_force", "suspended", "expired", "terminated", "lapsed"

MOVES: dict[str, set[tuple[str, str]]] = {
    "changes.resume": {(S, F)},
    "changes.lapse_agreement": {(S, L)},
    "changes.expire": {(F, E)},
    "released changes.suspend": {(F, S)},
    "released changes.terminate": {(F, T), (S, T)},
}
"""From which state to which an action may lead; every other leaves the state as it is.

A renewal is a new agreement; a step taken back gives the state before that step, whichever it was.
"""

PARAMS: dict[str, tuple[dict[str, Json], ...]] = {
    "changes.request_change": ({}, {"fields": {"legal_rep": "新人"}}, {"fields": {"beds": 5}}),
    "changes.terminate": ({}, {"grounds": ["suspended_twice"]}, {"grounds": ["as_law"]}),
    "changes.settle_renewal_objection": ({}, {"upheld": True}),
    "changes.open_renewal_round": ({"year": 2026}, {"ends_before": "2027-06-30"}),
    "agreements.record_claim": tuple({"period": f"2026-{month:02}", "amount": 100} for month in range(3, 9)),
    "breaches.hear": ({"waived": True},),
    "changes.suspend": ({}, {"urgent": True}),
    "cases.void_step": ({},),
}
TWO = {"changes.complete_change", "changes.suspend", "changes.terminate", "changes.renew", "cases.void_step"}
ACTIONS = (
    "changes.request_change",
    "changes.complete_change",
    "changes.request_suspension",
    "changes.request_termination",
    "changes.decline_renewal",
    "changes.suspend",
    "changes.suspend",
    "breaches.hear",
    "changes.request_resumption",
    "changes.resume",
    "changes.resume",
    "changes.lapse_agreement",
    "changes.terminate",
    "changes.publish_terminated",
    "changes.file_termination",
    "changes.open_renewal_round",
    "changes.request_renewal",
    "changes.publish_renewal",
    "changes.object_renewal",
    "changes.settle_renewal_objection",
    "changes.renew",
    "changes.expire",
    "agreements.record_claim",
    "agreements.record_payment",
    "agreements.log_problem",
    "cases.void_step",
)
WORKING_DAYS = {"C2": 7, "G4": 5, "G5": 10, "G8": 30, "C4": 7}


def recount(limit: Limit) -> date | None:
    """Count a clock's last day by walking from day to day; ``None`` beyond the calendars, or counted back (C4)."""
    if limit.part == "request":
        return None
    if limit.rule == "C7":
        day = limit.start + timedelta(days=180)
        while day < LAST and not works(day):
            day += ONE
        return day if day < LAST else None
    return walked(limit.start, WORKING_DAYS[limit.rule])


pytestmark = pytest.mark.long


class InForce(OfficeMachine):
    """One office, one agreement; a renewal turns to the new one."""

    def __init__(self) -> None:
        super().__init__(date(2026, 3, 12), Office.signing)

    @initialize(ends=st.sampled_from((None, "2026-09-30", "2026-07-04")))
    def sign(self, ends: str | None) -> None:
        """Sign for a year, or for a shorter term."""
        self.office.do("agreements.draft", self.day, {"ends": ends} if ends else {})
        for step in ("print", "sign", "open_system"):
            self.office.do(f"agreements.{step}", self.day)

    @rule(
        action=st.sampled_from(ACTIONS),
        wait=st.sampled_from((0, 0, 1, 3, 9, 25)),
        variant=st.integers(0, 5),
    )
    def change(self, action: str, wait: int, variant: int) -> None:
        """Try an action, and release it where two persons decide."""
        on = self.later(wait)
        some = PARAMS.get(action, ({},))
        if self.attempt(action, action, on, some[variant % len(some)]) and action in TWO:
            name = "cases.release" if variant < 5 else "cases.send_back"
            about: dict[str, Json] = {"agreement": self.office.agreement}
            self.attempt(f"released {action}" if variant < 5 else name, name, on, about, who="审核员")

    @rule(days=st.integers(30, 190))
    def wait_long(self, days: int) -> None:
        """Let time pass."""
        self.day = self.later(days)

    def attempt(self, what: str, action: str, on: date, params: dict[str, Json], who: str = "经办员") -> bool:
        before, state, at = self.office.agreement, self.state(), self.office.everything()
        try:
            self.office.do(action, on, params, who=who, heard=False)
        except UserError:
            assert self.office.everything() == at
            return False
        if what == "released changes.renew":
            assert self.office.agreement != before
            assert self.state() == F
            assert self.office.paper().previous == before
        elif what != "released cases.void_step":
            assert self.office.agreement == before
            assert (state, self.state()) in MOVES.get(what, {(state, state)}), what
        self.day = max(self.day, on)
        return True

    def state(self) -> str:
        return self.office.paper().state.value

    @invariant()
    def clocks_hold(self) -> None:
        """No clock runs twice for one thing, and each ends where a loop says."""
        if not self.office.agreement:
            return
        paper = self.office.paper()
        running = [limit for limit in paper.limits if limit.stopped is None]
        assert len({(limit.rule, limit.of) for limit in running}) == len(running)
        if paper.state.ended:
            assert {limit.rule for limit in running} <= {"G4", "G8"}
        local = sorted(
            (one.rule, one.last_day)
            for one in due_of(paper, self.office.desk.law)
            if not one.outer and one.last_day < LAST and one.part != "request"
        )
        recounted = ((limit.rule, recount(limit)) for limit in running)
        assert local == sorted((name, day) for name, day in recounted if day is not None and day < LAST)

    @invariant()
    def what_is_pending_is_known(self) -> None:
        """An ended agreement waits for nothing but the taking back of its end, or of a later step."""
        if not self.office.agreement:
            return
        paper = self.office.paper()
        if paper.state.ended and paper.pending is not None:
            assert paper.pending.action == "cases.void_step"


TestInForce = InForce.TestCase
TestInForce.settings = examples(8)
