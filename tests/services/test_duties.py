"""What the office owes its agreements where no clock runs, and which decisions wait."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tests.services.office import Make, Office
from yb_desktop.services.stories.story_defaults import institution_defaults, staff_defaults
from yb_desktop.services.views.agreements import agreement_view
from yb_desktop.services.views.duties import duties, waiting_decisions

APRIL = date(2026, 4, 1)


def rules(office: Office) -> list[str]:
    return [duty.owed.rule for duty in duties(office.desk)]


def test_a_new_agreement_is_published_and_reported(office: Office) -> None:
    office.in_force()
    assert rules(office) == ["G7", "S9"]
    office.do("agreements.publish_list", APRIL)
    office.do("agreements.report_designations", APRIL)

    assert rules(office) == []


def test_problems_and_comments_until_they_are_answered(office: Office) -> None:
    office.in_force()
    office.do("agreements.log_problem", APRIL, text="断网")
    office.do("agreements.record_comment", APRIL, text="慢")
    assert rules(office)[-2:] == ["G11", "G13"]
    office.do("agreements.log_problem", APRIL, answer="已修复")
    office.do("agreements.record_comment", APRIL, answer="已改进")

    assert rules(office) == ["G7", "S9"]


def test_a_termination_until_it_is_published_and_filed(office: Office) -> None:
    office.in_force()
    office.do("changes.request_termination", APRIL)
    assert rules(office)[-1] == "C15"
    office.do("changes.terminate", APRIL)
    assert [one.action for one in waiting_decisions(office.desk)] == ["changes.terminate"]
    office.do("cases.release", APRIL, who="审核员")
    assert rules(office) == ["B5", "C13", "C13"]
    office.do("changes.publish_terminated", APRIL)
    office.do("changes.file_termination", APRIL)

    office.do("breaches.report_measure", date(2026, 4, 30))
    assert rules(office) == []
    assert waiting_decisions(office.desk) == ()


def test_an_agreement_whose_term_has_run_out(made: Make) -> None:
    office = made(today=date(2027, 3, 12))
    office.in_force()
    assert rules(office) == ["G7", "S9", "C5"]
    office.both("changes.suspend", APRIL, ground="as_agreed", urgent=True)
    assert rules(office) == ["B5", "B6", "C8"]
    office.do("breaches.hear", date(2026, 4, 2), waived=True)

    assert rules(office) == ["B5", "C8"]


def test_renewal_steps_that_are_due(office: Office) -> None:
    office.in_force()
    office.do("changes.request_renewal", APRIL)
    assert rules(office)[-1] == "C4"
    office.do("changes.publish_renewal", APRIL)
    office.do("changes.object_renewal", APRIL)
    assert rules(office)[-1] == "C4"
    office.do("changes.settle_renewal_objection", APRIL)

    assert "C4" not in rules(office)


def test_branches_without_a_decision(made: Make) -> None:
    office = made(kind="pharmacy", class_="chain_pharmacy", legal_rep="总部法人")
    office.in_force()
    first = office.agreement
    office.institution = _second(office, {"kind": "pharmacy", "class": "chain_pharmacy", "legal_rep": "总部法人"})
    office.in_force(date(2026, 3, 12), date(2026, 3, 24))
    office.both("changes.terminate", APRIL, grounds=["person_unfit"], agreement=first)
    [branch] = [duty for duty in duties(office.desk) if duty.owed.rule == "C12"]

    assert branch.name == "二店"
    second = branch.agreement
    office.both("changes.terminate", APRIL, grounds=["chain_person"], agreement=second)
    assert "C12" not in rules(office)


def _second(office: Office, entry: Mapping[str, object]) -> str:
    """Register a second institution beside the office's own, with its people."""
    first = date(2026, 3, 12)
    named = {**entry, "name": "二店"}
    params = institution_defaults(named, office.desk.law.areas, office.desk.info.office, first, serial=2)
    step = office.do("institutions.register", first, params, bare=True)
    for person in staff_defaults(str(entry["kind"]), first):
        office.do("institutions.add_staff", first, {**person, "institution": step.entity})
    return step.entity


def test_the_page_of_an_agreement_tells_all_that_happened(office: Office) -> None:
    office.in_force()
    office.both("changes.suspend", APRIL, ground="fund_risk")
    office.both("cases.void_step", APRIL, reason="登记有误", agreement=office.agreement)
    office.do("agreements.record_claim", APRIL, period="2026-03", amount=100)
    history = agreement_view(office.desk, office.agreement).history

    assert [line.text for line in history[:5]] == ["登记费用申报", "撤销步骤", "提交审核", "中止协议", "提交审核"]
    assert [line.detail for line in history[:4]] == [
        "2026-03",
        "登记有误",
        "撤销步骤",
        "大医保中止〔2026〕1号；可能对基金安全和参保人员权益造成重大风险",
    ]
