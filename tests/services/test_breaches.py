"""Audits, hearings and measures: what they leave in the books, what they owe, and that a refusal leaves nothing."""

from __future__ import annotations

from datetime import date

import pytest

from tests.services.office import Make, Office
from tests.services.refusing import Begun, Tried, ident, refused
from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.domain.audit import Audit, MeasureKind
from yb_desktop.domain.breach_facts import AuditStage
from yb_desktop.services.desk import Step
from yb_desktop.store import breach_lists, lists
from yb_desktop.store.rows import MeasureRow

SIGNED = date(2026, 3, 12)
APRIL = date(2026, 4, 1)
NEXT = date(2026, 4, 2)


def signed(office: Office) -> None:
    office.signing()
    for step in ("draft", "print", "sign"):
        office.do(f"agreements.{step}", SIGNED)


def opened(office: Office) -> None:
    signed(office)
    office.do("breaches.open_audit", APRIL)


def with_findings(office: Office) -> None:
    opened(office)
    office.do("breaches.visit_audit", APRIL)
    office.do("breaches.deliver_findings", APRIL, reply_by="2026-04-08")


def reviewed(office: Office) -> None:
    with_findings(office)
    office.do("breaches.receive_reply", NEXT)
    office.do("breaches.review_reply", NEXT)


def decided(office: Office) -> None:
    reviewed(office)
    office.both("breaches.decide_audit", NEXT)


def heard(office: Office) -> None:
    signed(office)
    office.do("breaches.hear", APRIL, waived=True)


def suspended(office: Office) -> None:
    heard(office)
    office.both("breaches.suspend_part", APRIL, departments=["内科"])


def audit_of(office: Office) -> Audit:
    with office.desk.store.read() as reader:
        return reader.audit(office.audit)


def ledger(office: Office) -> tuple[MeasureRow, ...]:
    with office.desk.store.read() as reader:
        return breach_lists.measures(reader).rows


FORBIDDEN: tuple[Tried, ...] = (
    (signed, "breaches.open_audit", date(2026, 3, 11), {}, "T8"),
    (signed, "breaches.visit_audit", APRIL, {}, "B2"),
    (signed, "breaches.recover", APRIL, {}, "B6"),
    (signed, "breaches.end_part", APRIL, {}, "B6"),
    (signed, "breaches.check_mending", APRIL, {}, "state"),
    (signed, "breaches.report_measure", APRIL, {}, "state"),
    (opened, "breaches.deliver_findings", APRIL, {}, "B2"),
    (opened, "breaches.decide_audit", APRIL, {}, "B2"),
    (opened, "breaches.refer", APRIL, {}, "B3"),
    (opened, "breaches.visit_audit", date(2026, 3, 31), {}, "T8"),
    (opened, "breaches.charge_damages", APRIL, {}, "B6"),
    (with_findings, "breaches.receive_reply", date(2026, 4, 8), {"none": True}, "B2"),
    (with_findings, "breaches.hear", date(2026, 4, 8), {"silent": True}, "B6"),
    (with_findings, "breaches.review_reply", NEXT, {}, "B2"),
    (decided, "breaches.open_audit", date(2026, 3, 1), {}, "T8"),
    (decided, "breaches.review_reply", NEXT, {}, "B2"),
    (heard, "breaches.resume_part", APRIL, {}, "B4"),
    (suspended, "breaches.suspend_part", APRIL, {"departments": ["外科", "内科"], "urgent": True}, "B4"),
    (suspended, "breaches.suspend_part", APRIL, {"departments": ["外科"]}, "B6"),
)

SENSELESS: tuple[Tried, ...] = (
    (signed, "breaches.open_audit", APRIL, {"agreement": "agr-none"}, "not-found"),
    (signed, "breaches.open_audit", APRIL, {"reason": " "}, "reason"),
    (opened, "breaches.hear", APRIL, {"waived": True, "silent": True}, "statement"),
    (opened, "breaches.order_mending", APRIL, {"until": "2026-04-01"}, "until"),
    (opened, "breaches.order_mending", APRIL, {"points": [" "]}, "points"),
    (with_findings, "breaches.receive_reply", NEXT, {"text": ""}, "text"),
    (reviewed, "breaches.decide_audit", NEXT, {"outcomes": []}, "outcomes"),
    (reviewed, "breaches.decide_audit", NEXT, {"amounts": [100, -1]}, "amounts"),
    (heard, "breaches.withhold", APRIL, {"amount": -1}, "amount"),
    (heard, "breaches.withhold", APRIL, {"amount": 0}, "amount"),
    (heard, "breaches.recover", APRIL, {"basis": " "}, "basis"),
    (heard, "breaches.recover", APRIL, {"amount": "12.50"}, "params"),
    (heard, "breaches.suspend_part", APRIL, {"persons": []}, "persons"),
    (heard, "breaches.suspend_part", APRIL, {"persons": ["甲"], "from": "2026-03-31"}, "from"),
    (heard, "breaches.suspend_part", APRIL, {"persons": ["甲"], "to": "2026-03-31"}, "to"),
    (suspended, "breaches.report_measure", NEXT, {"day": "2026-03-31"}, "day"),
    (suspended, "breaches.report_measure", NEXT, {"to": " "}, "to"),
    (decided, "breaches.refer", NEXT, {"day": "2026-04-01"}, "day"),
)


@pytest.mark.parametrize("tried", FORBIDDEN, ids=ident)
def test_a_refusal_names_its_rule_and_leaves_nothing_behind(begun: Begun, tried: Tried) -> None:
    begin, action, on, params, rule = tried
    refused(begun(begin), action, on, params=params, rule=rule, kind=NotAllowed)


@pytest.mark.parametrize("tried", SENSELESS, ids=ident)
def test_what_makes_no_sense_is_not_written(begun: Begun, tried: Tried) -> None:
    begin, action, on, params, code = tried
    refused(begun(begin), action, on, params=params, rule=code, kind=BadInput)


def test_a_decision_waits_for_its_second_person(begun: Begun) -> None:
    office = begun(reviewed)
    office.do("breaches.decide_audit", NEXT, amounts={"重复收费": 120_050})
    waiting = audit_of(office)
    assert waiting.pending is not None
    assert waiting.stage is AuditStage.REVIEWED
    with pytest.raises(NotAllowed) as refusal:
        office.do("breaches.hear", NEXT, waived=True)
    assert refusal.value.rule == "state"

    office.do("cases.send_back", NEXT, who="审核员")

    assert audit_of(office).pending is None


def test_nobody_releases_a_measure_they_prepared(begun: Begun) -> None:
    office = begun(heard)
    office.do("breaches.recover", APRIL, who="审核员")
    with pytest.raises(NotAllowed) as refusal:
        office.do("cases.release", APRIL, who="审核员")
    assert refusal.value.rule == "two-persons"
    office.do("cases.send_back", APRIL, who="审核员", reason="请另行经办")


def test_money_lands_in_the_ledger_in_fen(office: Office) -> None:
    heard(office)
    office.both("breaches.recover", APRIL, amount=123_456, basis="重复收费")
    office.both("breaches.charge_damages", APRIL, amount=1, basis="违约责任条款")
    step: Step = office.both("breaches.withhold", NEXT, amount=50_000, basis="超限用药")

    assert step.warnings == ("不予支付费用不作为医保欠费处理（B7）",)
    rows = ledger(office)
    assert [(row.kind, row.day, row.amount, row.no_arrears) for row in rows] == [
        (MeasureKind.RECOVER, APRIL, 123_456, False),
        (MeasureKind.DAMAGES, APRIL, 1, True),
        (MeasureKind.WITHHOLD, NEXT, 50_000, True),
    ]
    assert all(row.institution_name for row in rows)
    with office.desk.store.read() as reader:
        assert len(breach_lists.measures(reader, first=NEXT).rows) == 1
        notices = lists.documents(reader, document="recovery_notice").rows
        assert {row.number for row in notices} == {f"大医保追〔2026〕{place}号" for place in (1, 2, 3)}
        assert breach_lists.measures(reader, kind=MeasureKind.RECOVER).rows == rows[:1]
    one = audit_of(office).measures[0]
    assert one.prepared_by != one.released_by


def test_the_audit_has_a_number_for_each_of_its_papers(office: Office) -> None:
    decided(office)

    with office.desk.store.read() as reader:
        numbered = {row.document: row.number for row in lists.documents(reader, entity=office.audit).rows}
        [row] = breach_lists.audits(reader).rows
    assert numbered == {
        "audit_notice": "大医保稽〔2026〕1号",
        "audit_findings": "大医保稽告〔2026〕1号",
        "audit_review": "大医保稽复〔2026〕1号",
        "audit_decision": "大医保稽处〔2026〕1号",
    }
    assert (row.stage, row.owed, row.number) == (AuditStage.DECIDED, 0, "大医保稽〔2026〕1号")


def test_what_is_owed_is_listed_until_it_is_done(office: Office) -> None:
    signed(office)
    office.do("breaches.open_audit", APRIL, ordered_by="州医疗保障局")
    office.both("breaches.suspend_part", APRIL, persons=["医师己"], urgent=True)
    assert [one.rule for one in audit_of(office).owed()] == ["B5", "B6"]

    office.do("breaches.hear", NEXT)
    office.do("breaches.report_measure", NEXT)
    assert audit_of(office).owed() == ()

    office.do("breaches.visit_audit", NEXT)
    office.do("breaches.deliver_findings", NEXT)
    office.do("breaches.receive_reply", NEXT)
    office.do("breaches.review_reply", NEXT)
    step = office.both("breaches.decide_audit", NEXT, outcomes=["close_system", "crime"])
    assert len(step.warnings) == 2
    assert [one.rule for one in audit_of(office).owed()] == ["B3", "B8"]
    with office.desk.store.read() as reader:
        assert [row.id for row in breach_lists.audits(reader, owed=True).rows] == [office.audit]

    office.do("breaches.refer", NEXT)
    office.do("breaches.report_measure", NEXT)
    assert audit_of(office).owed() == ()
    with office.desk.store.read() as reader:
        assert breach_lists.audits(reader, owed=True).rows == ()


def test_mending_is_on_the_list_of_clocks_until_it_is_checked(office: Office) -> None:
    signed(office)
    office.do("breaches.order_mending", APRIL, until="2026-04-10")
    assert [(due.rule, due.source, due.last_day) for due in office.do("breaches.talk", APRIL).due] == [
        ("B1", "local", date(2026, 4, 10))
    ]
    assert [one.rule for one in audit_of(office).owed()] == ["B1"]

    office.do("breaches.check_mending", date(2026, 4, 20))

    assert audit_of(office).owed() == ()


def test_a_suspension_begins_on_the_day_of_its_release_at_the_earliest(office: Office) -> None:
    heard(office)
    office.do("breaches.suspend_part", APRIL, persons=["医师己"], from_="2026-04-01", to="2026-06-30")
    step = office.do("cases.release", NEXT, who="审核员")

    [one] = audit_of(office).measures
    assert (one.starts, one.ends) == (NEXT, date(2026, 6, 30))
    assert any("B5" in warning for warning in step.warnings)
    assert not one.stops(date(2026, 7, 1))


def test_a_name_the_register_does_not_know_is_pointed_out(office: Office) -> None:
    heard(office)

    step = office.both("breaches.suspend_part", APRIL, persons=["查无此人"])

    assert any("查无此人" in warning for warning in step.warnings)
    assert any("B1" in warning for warning in office.do("breaches.talk", APRIL, persons=["路人"]).warnings)


def test_audits_and_measures_are_paged(made: Make) -> None:
    office = made()
    heard(office)
    for _ in range(3):
        office.do("breaches.talk", APRIL)
    for _ in range(2):
        office.do("breaches.open_audit", APRIL)
    with office.desk.store.read() as reader:
        first = breach_lists.measures(reader, limit=2)
        second = breach_lists.measures(reader, limit=2, after=first.after, institution=office.institution)
        assert (len(first.rows), len(second.rows), second.after) == (2, 1, None)
        one = breach_lists.audits(reader, limit=2)
        two = breach_lists.audits(reader, limit=2, after=one.after, stage=None, institution=office.institution)
        assert len({row.id for row in (*one.rows, *two.rows)}) == 3
