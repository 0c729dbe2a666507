"""The papers of a matter of breach: in the order of the audit, refused before, money and days as on record (B1–B8)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.services.office import Make, Office
from tests.services.paper.printing import printed, refs_of
from yb_desktop.base.canon import Json
from yb_desktop.base.errors import BadInput
from yb_desktop.domain.amounts import both, figures
from yb_desktop.domain.breach_facts import Withheld
from yb_desktop.paper.days import day_words
from yb_desktop.services import papers
from yb_desktop.store import lists

APRIL = date(2026, 4, 1)
FOUND = date(2026, 4, 3)
REPLIED = date(2026, 4, 8)
DECIDED = date(2026, 4, 9)
ORDER = ("audit_notice", "audit_record", "audit_findings", "audit_review", "audit_decision")
MEASURES = ("talk_record", "hearing_record", "mending_order", "recovery_notice")
AMOUNTS = {"重复收费": 5, "超限用药": 10_000_000_105}


def audited(office: Office) -> None:
    office.do("breaches.open_audit", APRIL, reason="群众反映重复收费", ordered_by="楚雄州医疗保障局")
    office.do("breaches.visit_audit", APRIL, people=["经办员", "审核员"], findings="抽查处方120份")
    office.do("breaches.deliver_findings", FOUND, findings="重复收费", amounts=AMOUNTS, articles=["协议第三十八条"])
    office.do("breaches.receive_reply", REPLIED, text="部分属于录入错误")
    office.do("breaches.review_reply", REPLIED, opinion="维持稽核结果")
    office.both("breaches.decide_audit", DECIDED, opinion="追回", outcomes=["suspend", "penalty"], amounts=AMOUNTS)


def last(office: Office, document: str) -> str:
    """Print the newest paper of a kind."""
    found = [ref for ref in refs_of(office, audit=office.audit) if ref.document == document]
    return printed(office, found[-1], audit=office.audit)


def test_the_papers_of_an_audit_come_in_order_and_none_before_its_step(bound: Office) -> None:
    steps: tuple[tuple[str, dict[str, Json]], ...] = (
        ("breaches.open_audit", {"reason": "疑点"}),
        ("breaches.visit_audit", {}),
        ("breaches.deliver_findings", {"reply_by": "2026-04-08"}),
        ("breaches.receive_reply", {}),
        ("breaches.review_reply", {}),
        ("breaches.decide_audit", {}),
    )
    there = 0
    for action, params in steps:
        if bound.audit:
            for document in (*ORDER[there:], *MEASURES):
                with pytest.raises(BadInput, match="还没有") as refusal:
                    papers.paper(bound.at("经办员"), document, audit=bound.audit)
                assert refusal.value.code == "paper"
        if action == "breaches.decide_audit":
            bound.both(action, APRIL)
        else:
            bound.do(action, APRIL, params)
        there += action != "breaches.receive_reply"
        assert tuple(ref.document for ref in refs_of(bound, audit=bound.audit)) == ORDER[:there]


def test_an_audit_tells_the_same_days_numbers_and_sums_on_every_paper(bound: Office) -> None:
    audited(bound)
    refs = {ref.document: ref for ref in refs_of(bound, audit=bound.audit)}
    texts = {name: printed(bound, ref, audit=bound.audit) for name, ref in refs.items()}
    assert "根据楚雄州医疗保障局的要求" in texts["audit_notice"]
    assert refs["audit_record"].number == f"{refs['audit_notice'].number}-实地稽核记录"
    for words in ("抽查处方120份。", "稽核人员经办员、审核员", "记录人：经办员", refs["audit_notice"].number):
        assert words in texts["audit_record"], words
    total = both(sum(AMOUNTS.values()))
    for name in ("audit_findings", "audit_decision"):
        assert total in texts[name]
        for what, fen in AMOUNTS.items():
            assert f"{what}{figures(fen)}" in texts[name]
    with bound.desk.store.read() as reader:
        held = reader.audit(bound.audit)
    assert held.findings is not None
    assert (
        f"至迟于{day_words(held.findings.reply_by)}（暂定）（自2026年4月3日的次日起算5个工作日"
        in texts["audit_findings"]
    )
    assert "部分属于录入错误。" in texts["audit_review"]
    for name in ("audit_notice", "audit_findings", "audit_review"):
        assert refs[name].number in texts["audit_decision"]
    for words in (
        "中止协议、移送行政处罚",
        "涉及中止协议的，我单位及时作出处置",
        "涉及移送行政处罚的，按照法律程序办理（依据楚医保〔2022〕10号第31条）",
        "《楚雄州医疗保障定点管理经办规程实施细则（试行）》（楚医保〔2022〕10号）第29条",
    ):
        assert words in texts["audit_decision"], words
    assert "由我单位根据医保协议处理" not in texts["audit_decision"]


def test_a_day_the_office_set_is_called_its_own(bound: Office) -> None:
    bound.do("breaches.open_audit", APRIL)
    bound.do("breaches.visit_audit", APRIL)
    bound.do("breaches.deliver_findings", APRIL, reply_by="2026-04-30")
    text = last(bound, "audit_findings")
    assert "至迟于2026年4月30日（我单位在本文书中指定的日期，本地默认，非文件规定）" in text


def test_no_reply_is_told_with_the_day_it_was_due(bound: Office) -> None:
    bound.do("breaches.open_audit", APRIL)
    bound.do("breaches.visit_audit", APRIL)
    bound.do("breaches.deliver_findings", APRIL, reply_by="2026-04-08")
    bound.do("breaches.receive_reply", DECIDED, none=True)
    bound.do("breaches.review_reply", DECIDED)
    assert "反馈期限至2026年4月8日止，你单位未反馈意见" in last(bound, "audit_review")
    bound.both("breaches.decide_audit", DECIDED)
    text = last(bound, "audit_decision")
    assert "你单位在规定的期限内未反馈意见" in text
    assert "由我单位根据医保协议处理（依据楚医保〔2022〕10号第31条）" in text


def test_measures_name_the_decision_the_hearing_and_the_sum(bound: Office) -> None:
    audited(bound)
    bound.do("breaches.hear", DECIDED, waived=True)
    bound.do("breaches.talk", DECIDED, persons=["法人丁", "负责人戊"], points=["规范收费"])
    bound.do("breaches.order_mending", DECIDED, points=["规范收费", "补齐病历"])
    bound.both("breaches.recover", DECIDED, amount=10_000_000_110, basis="协议第三十八条")
    bound.both("breaches.charge_damages", DECIDED, amount=5, basis="协议第四十条")
    bound.both("breaches.withhold", DECIDED, amount=50_000, basis="超限用药")
    notice, *_ = refs_of(bound, audit=bound.audit)
    assert "法人丁（法定代表人）、负责人戊（主要负责人）" in last(bound, "talk_record")
    assert f"编号{notice.number}-约谈记录" in last(bound, "talk_record")
    assert "情况放弃陈述申辩" in last(bound, "hearing_record")
    assert "1．规范收费。2．补齐病历。" in last(bound, "mending_order")
    assert "根据稽核处理意见书（大医保稽处〔2026〕1号），" in last(bound, "mending_order")
    money = [ref for ref in refs_of(bound, audit=bound.audit) if ref.document == "recovery_notice"]
    assert [(ref.title, ref.number) for ref in money] == [
        ("追回医保费用通知书", "大医保追〔2026〕1号"),
        ("违约金通知书", "大医保追〔2026〕2号"),
        ("不予支付医保费用通知书", "大医保追〔2026〕3号"),
    ]
    recovered, damages, withheld = (printed(bound, ref, audit=bound.audit) for ref in money)
    assert "¥100,000,001.10（大写：壹亿零壹元壹角整）" in recovered
    assert "2026年4月9日你单位放弃陈述申辩。" in recovered
    assert "欠费" not in recovered
    assert "¥0.05（大写：伍分）" in damages
    for text in (damages, withheld):
        assert "不得作为医保欠费处理（依据国家医疗保障局令第2号第14条）" in text
    assert "¥500.00（大写：伍佰元整）" in withheld


def test_the_daily_file_goes_by_the_agreements_number(bound: Office) -> None:
    bound.do("breaches.talk", APRIL)
    bound.do("breaches.talk", APRIL)
    bound.do("breaches.hear", APRIL, statement="请求从轻处理")
    bound.do("breaches.order_mending", APRIL, points=["规范收费"], until="2026-04-15")
    base = bound.paper().number
    assert [ref.number for ref in refs_of(bound, audit=bound.audit)] == [
        f"{base}-约谈记录",
        f"{base}-约谈记录2",
        f"{base}-陈述申辩笔录",
        "大医保改〔2026〕1号",
    ]
    assert "约谈事由履行医疗保障服务协议的有关情况。" in last(bound, "talk_record")
    assert "请求从轻处理。" in last(bound, "hearing_record")
    text = last(bound, "mending_order")
    assert "经查，你单位在履行" in text
    assert "2026年4月15日（我单位在本文书中指定的日期，本地默认，非文件规定）" in text


def test_a_pharmacy_has_no_arrears_by_its_agreement(made: Make) -> None:
    office = made(kind="pharmacy", name="大姚县金碧镇堃㛃䶮𠅤大药房")
    office.in_force()
    office.do("breaches.hear", APRIL, waived=True)
    office.both("breaches.charge_damages", APRIL, amount=5, basis="协议第四十条")
    text = last(office, "recovery_notice")
    assert "大姚县金碧镇堃㛃䶮𠅤大药房：" in text
    assert "不得作为医保欠费处理（按协议约定）" in text
    assert "国家医疗保障局令第2号" not in text


def test_a_step_taken_back_has_no_paper_and_its_number_is_not_given_again(bound: Office) -> None:
    bound.do("breaches.talk", APRIL)
    bound.do("cases.void_step", APRIL, {"audit": bound.audit}, reason="登记有误")
    bound.do("cases.release", APRIL, {"audit": bound.audit}, who="审核员")
    assert refs_of(bound, audit=bound.audit) == ()
    bound.do("breaches.talk", APRIL)
    (ref,) = refs_of(bound, audit=bound.audit)
    assert ref.number.endswith("-约谈记录2")


def test_a_refusal_to_pay_of_before_its_numbers_still_prints(bound: Office) -> None:
    bound.do("breaches.hear", APRIL, waived=True)
    with bound.at("审核员").act("breaches.withhold", APRIL) as act:
        act.append(bound.audit, Withheld(measure="measure-1", amount=7, basis="超限用药", prepared_by=act.desk.actor))
    (ref,) = [one for one in refs_of(bound, audit=bound.audit) if one.document == "recovery_notice"]
    assert ref.number == f"{bound.paper().number}-不予支付"
    assert "¥0.07（大写：柒分）" in printed(bound, ref, audit=bound.audit)


def test_every_number_of_the_register_has_its_paper(bound: Office) -> None:
    audited(bound)
    bound.do("breaches.hear", DECIDED, waived=True)
    bound.do("breaches.order_mending", DECIDED)
    bound.both("breaches.withhold", DECIDED)
    with bound.desk.store.read() as reader:
        given = {(row.document, row.number) for row in lists.documents(reader, entity=bound.audit).rows}
    there = {(ref.document, ref.number) for ref in refs_of(bound, audit=bound.audit)}
    assert given <= there
    assert {document for document, _ in there - given} == {"audit_record", "hearing_record"}
