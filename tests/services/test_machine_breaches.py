"""Random audits, hearings and measures on random days against one agreement, judged after each step.

After each step: the stages moved one by one and in order (B2), no measure that harms came unheard unless urgent (B6),
money adds up to what the log says (B1), no clock runs twice, a refusal changed nothing. At the end the tables can be
made again.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from tests.services.machines import OfficeMachine, examples
from tests.services.office import Office
from yb_desktop.base.canon import Json
from yb_desktop.base.errors import UserError
from yb_desktop.domain.audit import Audit
from yb_desktop.domain.breach_facts import AuditStage

ORDER = ["notified", "visited", "findings", "replied", "reviewed", "decided"]
STEPS = {
    "breaches.open_audit": ("", "notified"),
    "breaches.visit_audit": ("notified", "visited"),
    "breaches.deliver_findings": ("visited", "findings"),
    "breaches.receive_reply": ("findings", "replied"),
    "breaches.review_reply": ("replied", "reviewed"),
    "released breaches.decide_audit": ("reviewed", "decided"),
}
"""B2: from which stage to which; every other action leaves the stage as it is."""

MONEY = ("breaches.withhold", "breaches.recover", "breaches.charge_damages")
HARMS = (*MONEY, "breaches.suspend_part", "breaches.end_part")
TWO = {*HARMS, "breaches.decide_audit", "breaches.resume_part", "changes.suspend", "changes.terminate"}
ACTIONS = (
    *(name.removeprefix("released ") for name in STEPS),
    *HARMS,
    "breaches.hear",
    "breaches.hear",
    "breaches.hear",
    "breaches.talk",
    "breaches.order_mending",
    "breaches.check_mending",
    "breaches.resume_part",
    "breaches.report_measure",
    "breaches.refer",
    "changes.suspend",
    "changes.resume",
    "changes.terminate",
)
PARAMS: dict[str, tuple[dict[str, Json], ...]] = {
    "breaches.receive_reply": ({}, {"none": True}),
    "breaches.decide_audit": ({}, {"outcomes": ["agreement", "penalty"]}),
    "breaches.hear": ({}, {"waived": True}, {"silent": True}),
    "breaches.suspend_part": ({}, {"departments": ["内科"]}, {"persons": ["医师己"], "urgent": True}),
    "breaches.end_part": ({}, {"departments": ["内科"]}),
    "changes.terminate": ({"grounds": ["as_law"]}, {"grounds": ["suspended_twice"]}),
    "changes.suspend": ({}, {"urgent": True}),
    **{name: ({"amount": 100}, {"amount": 25_000}, {"amount": 0}) for name in MONEY},
}


pytestmark = pytest.mark.long


class Breaches(OfficeMachine):
    """One office, one agreement, its audits one after another, and its daily file."""

    def __init__(self) -> None:
        super().__init__(date(2026, 3, 12), Office.in_force)
        self.taken: Counter[str] = Counter()

    @initialize(audited=st.booleans())
    def sign(self, audited: bool) -> None:
        """Begin with an agreement in force, and sometimes an audit under way."""
        if audited:
            self.office.do("breaches.open_audit", self.day)

    @rule(
        action=st.sampled_from(ACTIONS),
        wait=st.sampled_from((0, 0, 0, 1, 3, 15)),
        variant=st.integers(0, 5),
        daily=st.sampled_from((False, False, True)),
    )
    def act(self, action: str, wait: int, variant: int, daily: bool) -> None:
        """Try an action in the newest audit or the daily file, and release it where two persons decide."""
        on = self.later(wait)
        some = PARAMS.get(action, ({},))
        params = dict(some[variant % len(some)])
        if daily and action.startswith("breaches.") and action != "breaches.open_audit":
            params["audit"] = ""
        self.attempt(action, on, params)

    @rule(wait=st.sampled_from((0, 1, 20)), variant=st.integers(0, 5))
    def go_on_with_the_audit(self, wait: int, variant: int) -> None:
        """Try the step of the audit that comes next."""
        now = self.stage()
        names = [name for name, (before, _) in STEPS.items() if before == now] or ["breaches.open_audit"]
        action = names[0].removeprefix("released ")
        some = PARAMS.get(action, ({},))
        self.attempt(action, self.later(wait), dict(some[variant % len(some)]))

    def attempt(self, action: str, on: date, params: dict[str, Json]) -> None:
        before, stage, at = self.office.audit, self.stage(), self.office.everything()
        try:
            step = self.office.do(action, on, params, heard=False)
        except UserError:
            assert self.office.everything() == at
            return
        self.day = max(self.day, on)
        if self.office.audit == before and before:
            assert (stage, self.stage()) == STEPS.get(action, (stage, stage)), action
        if action in TWO:
            assert step.pending
            self.release(action, on, params, step.entity)

    def release(self, action: str, on: date, params: dict[str, Json], entity: str) -> None:
        about: dict[str, Json] = {"agreement" if entity.startswith("agr") else "audit": entity}
        before, at = self.audit_of(entity), self.office.everything()
        try:
            self.office.do("cases.release", on, about, who="审核员", bare=True)
        except UserError:
            assert self.office.everything() == at
            self.office.do("cases.send_back", on, about, who="审核员")
            return
        after = self.audit_of(entity)
        if before is not None and after is not None:
            moved = STEPS.get(f"released {action}", (before.stage.value, before.stage.value))
            assert (before.stage.value, after.stage.value) == moved
        if action in MONEY:
            self.taken[action] += int(str(params["amount"]))

    def audit_of(self, entity: str) -> Audit | None:
        with self.office.desk.store.read() as reader:
            return reader.audit(entity) if entity.startswith("audit") else None

    def stage(self) -> str:
        found = self.audit_of(self.office.audit)
        return "" if found is None else found.stage.value

    def matters(self) -> tuple[Audit, ...]:
        with self.office.desk.store.read() as reader:
            return reader.audits_of(self.office.agreement) if self.office.agreement else ()

    @invariant()
    def steps_are_in_order_and_nothing_harms_unheard(self) -> None:
        """Walk each matter's records in the log, as naively as can be."""
        for matter in self.matters():
            with self.office.desk.store.read() as reader:
                types = [record.type for record in reader.records_of(matter.id)]
            steps = [name for name in types if name in {one.removeprefix("released ") for one in STEPS}]
            if matter.stage is not AuditStage.DAILY:
                assert steps == [one.removeprefix("released ") for one in STEPS][: len(steps)]
                assert matter.stage.value == ORDER[len(steps) - 1]
            days = [event.on for event in matter.history]
            assert days == sorted(days)
            harmful = [one for one in matter.measures if one.kind.harms]
            assert len([name for name in types if name in HARMS]) == len(harmful)
            if harmful and "breaches.hear" not in types:
                assert all(one.urgent for one in harmful)
                assert any(one.rule == "B6" for one in matter.owed())

    @invariant()
    def money_adds_up(self) -> None:
        """B1: what the matters hold is what was decided."""
        held: Counter[str] = Counter()
        for matter in self.matters():
            for one in matter.measures:
                held[f"breaches.{'charge_damages' if one.kind.value == 'damages' else one.kind.value}"] += one.amount
        assert {name: held[name] for name in MONEY} == {name: self.taken[name] for name in MONEY}

    @invariant()
    def no_clock_runs_twice(self) -> None:
        """B1, B2: the days set for the institution."""
        for matter in self.matters():
            running = [(one.rule, one.of) for one in matter.limits if one.stopped is None]
            assert len(set(running)) == len(running)
            assert all(one.until is not None and one.until > one.start for one in matter.limits)

    @invariant()
    def an_agreement_is_not_taken_away_unheard(self) -> None:
        """B6: from the agreement's own log."""
        if not self.office.agreement:
            return
        paper = self.office.paper()
        with self.office.desk.store.read() as reader:
            types = [record.type for matter in self.matters() for record in reader.records_of(matter.id)]
        if paper.state.value == "terminated":
            assert "breaches.hear" in types
        imposed = [one for one in paper.suspensions if not one.urgent]
        assert types.count("breaches.hear") >= len(imposed)


TestBreaches = Breaches.TestCase
TestBreaches.settings = examples(8)
