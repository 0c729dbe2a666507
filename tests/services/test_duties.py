"""What the office owes its agreements where no clock runs, and which decisions wait."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tests.services.office import Make, Office
from yb_desktop.base.canon import Json
from yb_desktop.domain.duties import DutyKind
from yb_desktop.services.stories.story_defaults import institution_defaults, staff_defaults
from yb_desktop.services.views.agreements import agreement_view
from yb_desktop.services.views.duties import DutyLine, duties, duty_groups
from yb_desktop.services.views.todo import Near, Turn, todo

APRIL = date(2026, 4, 1)


def rules(office: Office) -> list[str]:
    return [duty.rule for duty in duties(office.desk, DutyKind.OWED, DutyKind.BRANCH) if duty.rule != "E9"]


def of(office: Office, kind: DutyKind) -> list[DutyLine]:
    return list(duties(office.desk, kind))


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
    assert [(one.text, one.who) for one in of(office, DutyKind.RELEASE)] == [("解除协议", "经办员")]
    office.do("cases.release", APRIL, who="审核员")
    assert rules(office) == ["B5", "C13", "C13"]
    office.do("changes.publish_terminated", APRIL)
    office.do("changes.file_termination", APRIL)

    office.do("breaches.report_measure", date(2026, 4, 30))
    assert rules(office) == []
    assert of(office, DutyKind.RELEASE) == []


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
    [branch] = [duty for duty in duties(office.desk) if duty.rule == "C12"]

    assert branch.name == "二店"
    second = branch.entity
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


def test_an_audit_asks_for_each_step_and_for_what_follows(office: Office) -> None:
    office.in_force()
    office.do("agreements.publish_list", APRIL)
    office.do("agreements.report_designations", APRIL)
    office.do("breaches.open_audit", APRIL, ordered_by="州医疗保障局")
    for step, asked in (
        ("", "实地稽核"),
        ("visit_audit", "送达稽核结果告知书"),
        ("deliver_findings", "反馈期已满，登记反馈意见或未反馈"),
        ("receive_reply", "复核反馈意见"),
        ("review_reply", "作出并送达处理意见"),
    ):
        if step:
            office.do(f"breaches.{step}", date(2026, 4, 30) if step.endswith("reply") else APRIL)
        [line] = [one for one in of(office, DutyKind.OWED) if one.rule == "B2"]
        assert (line.text, line.matter, line.entity) == (asked, "稽核", office.audit)
    later = date(2026, 5, 6)
    office.do("breaches.decide_audit", later)
    assert [(one.text, one.matter) for one in of(office, DutyKind.RELEASE)] == [("送达稽核处理意见书", "稽核")]
    assert "B2" not in rules(office)
    office.do("cases.release", later, who="审核员")
    assert rules(office) == ["B8"]
    office.do("breaches.order_mending", later)
    office.both("breaches.suspend_part", later, persons=["医师甲"], urgent=True)

    assert sorted(rules(office)) == ["B1", "B5", "B6", "B8"]


def test_a_reply_is_waited_for_until_its_day_is_over(made: Make) -> None:
    office = made(today=date(2026, 4, 7))
    office.in_force()
    office.do("breaches.open_audit", APRIL)
    office.do("breaches.visit_audit", APRIL)
    office.do("breaches.deliver_findings", APRIL, reply_by="2026-04-07")
    assert "B2" not in rules(office)

    rows = {row.rule: row for row in todo(office.desk).rows}
    assert (rows["B2"].turn, rows["B2"].matter, rows["B2"].title) == (Turn.INSTITUTION, "稽核", "机构反馈意见的期限")
    assert rows["B2"].near is Near.TODAY


def test_commitments_until_they_are_verified(office: Office) -> None:
    office.do("applications.receive_materials")
    office.do("applications.check_ground", how="commitment")
    grounds = [one.text for one in of(office, DutyKind.COMMITMENT)]
    assert len(grounds) > 5
    office.do("applications.accept")
    office.do("applications.verify_commitment", ground="fraud", how="on_site")
    assert len(of(office, DutyKind.COMMITMENT)) == len(grounds) - 1
    office.do("applications.verify_commitment")

    assert of(office, DutyKind.COMMITMENT) == []


def test_letters_until_they_are_answered(office: Office) -> None:
    office.received()
    office.do("applications.accept")
    office.do("applications.send_inquiry", to="县卫生健康局", about="有无违规")
    assert [one.text.partition("（")[0] for one in of(office, DutyKind.LETTER)] == ["县卫生健康局：有无违规"]
    office.do("applications.record_reply", answer="无")

    assert of(office, DutyKind.LETTER) == []


def test_papers_that_run_out_are_shown_so_many_days_before(made: Make) -> None:
    office = made(today=date(2026, 4, 1))
    entry: dict[str, Json] = {"institution": office.institution, "person": "李护士", "role": "nurse"}
    entry |= {"certificate": "nurse", "contract_to": "2026-04-20", "certificate_until": "2026-05-20"}
    office.do("institutions.add_staff", params=entry)
    assert of(office, DutyKind.PAPER) == []  # of no concern before it applies
    office.received()
    [contract] = of(office, DutyKind.PAPER)
    assert (contract.text, contract.left, contract.matter) == ("护士 李护士的劳动合同", 19, "机构")
    assert duty_groups(office.desk, DutyKind.PAPER)[0].note == "提前 30 天提醒（本地默认，非文件规定）"
    office.do("oversight.set_local", APRIL, setting="reminder.papers", value=60, who="管理员")
    assert [one.text for one in of(office, DutyKind.PAPER)] == ["护士 李护士的劳动合同", "护士 李护士的护士执业证书"]
    assert duty_groups(office.desk, DutyKind.PAPER)[0].note == "提前 60 天提醒（本单位设定）"
    office.do("institutions.end_staff", APRIL, person="李护士")

    assert of(office, DutyKind.PAPER) == []


def test_agreements_that_end_soon_until_their_renewal_is_asked_for(made: Make) -> None:
    office = made(today=date(2027, 1, 4))
    office.in_force()
    [line] = of(office, DutyKind.RENEWAL)
    assert (line.day, line.left, line.number) == (date(2027, 3, 11), 66, office.paper().number)
    office.do("changes.request_renewal", date(2027, 1, 4))

    assert of(office, DutyKind.RENEWAL) == []


def test_a_change_is_told_once_where_a_clock_runs(office: Office) -> None:
    office.in_force()
    office.do("changes.request_change", APRIL, fields={"bank_account": "6222"}, approved_on="2026-04-01")
    [line] = [one for one in of(office, DutyKind.OWED) if one.rule == "C2"]

    assert (line.text, line.clocked) == ("办理变更：银行账户", True)


def test_a_result_is_filed_only_where_a_rule_says_so(made: Make) -> None:
    here, qujing = made(), made(area="530326", kind="pharmacy", class_="single_pharmacy")
    for office in (here, qujing):
        office.evaluating()
        office.visited()
        office.both("evaluation.decide")
    assert [one.rule for one in of(here, DutyKind.OWED)] == ["E9"]
    assert of(qujing, DutyKind.OWED) == []
    here.do("evaluation.file_results")

    assert of(here, DutyKind.OWED) == []


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
