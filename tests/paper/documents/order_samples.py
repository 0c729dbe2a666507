"""One filled sample of each paper of changes and breaches, with names and characters that are hard to set."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from tests.paper.documents.reading import text_of
from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import Style
from yb_desktop.paper.documents.audit_decision import AuditCourse, AuditDecision, audit_decision
from yb_desktop.paper.documents.audit_findings import AuditFindings, audit_findings
from yb_desktop.paper.documents.audit_notice import AuditNotice, audit_notice
from yb_desktop.paper.documents.audit_record import AuditRecord, audit_record
from yb_desktop.paper.documents.audit_review import AuditReview, audit_review
from yb_desktop.paper.documents.change_form import ChangedField, ChangeForm, change_form
from yb_desktop.paper.documents.hearing_record import HearingRecord, hearing_record
from yb_desktop.paper.documents.mending_order import MendingOrder, mending_order
from yb_desktop.paper.documents.orders import OfAgreement, Sum
from yb_desktop.paper.documents.recovery_notice import Hearing, Money, RecoveryNotice, recovery_notice
from yb_desktop.paper.documents.renewal_notice import RenewalNotice, Renewing, renewal_notice
from yb_desktop.paper.documents.resumption_decision import ResumptionDecision, resumption_decision
from yb_desktop.paper.documents.suspension_decision import Imposed, Requested, SuspensionDecision, suspension_decision
from yb_desktop.paper.documents.talk_record import TalkRecord, talk_record
from yb_desktop.paper.documents.termination_announcement import (
    Terminated,
    TerminationAnnouncement,
    termination_announcement,
)
from yb_desktop.paper.documents.termination_decision import Bar, TerminationDecision, termination_decision
from yb_desktop.paper.documents.values import LastDay, Sender

OFFICE = "大姚县医疗保险管理局"
NAME = "大姚县石羊镇柳树村卫生室"
LONG = "大姚县金碧镇堃祎喆㛃䶮𠅤大药房连锁有限责任公司北城街道办事处第一百二十八分店西南角门市部"
PERSONS = ("王堃", "李祎喆", "赵㛃䶮𠅤")
DAY = date(2026, 4, 14)
AGREEMENT = OfAgreement("532326-2026-0001", date(2026, 3, 12), date(2027, 3, 11))
CX = "《楚雄州医疗保障定点管理经办规程实施细则（试行）》（楚医保〔2022〕10号）"
N2 = "《医疗机构医疗保障定点管理暂行办法》（国家医疗保障局令第2号）"
N2_46 = ("国家医疗保障局令第2号第46条",)
DOUBT = "州庆（2026年4月13日至2026年4月19日）的放假通知未录入"
SUMS = (Sum("重复收取静脉输液费", 5), Sum("超限定支付范围用药", 10_000_000_105))


def sender(number: str, day: date = DAY) -> Sender:
    return Sender(OFFICE, number, day)


CHANGE = ChangeForm(
    sender=sender("532326-2026-0001-变更申请"),
    institution=NAME,
    uscc="52532326MJ1010001X",
    agreement=AGREEMENT,
    requested=DAY,
    approved=date(2026, 2, 2),
    fields=(
        ChangedField("机构名称", NAME, LONG),
        ChangedField("法定代表人", PERSONS[0], PERSONS[1]),
        ChangedField("银行账户", "", "6222000000000000001"),
    ),
    evidence="营业执照变更核准通知书",
    late=2,
    apply_by=(
        LastDay(date(2026, 4, 10), "自2026年2月2日的次日起算30个工作日", "楚医保〔2022〕10号第32条"),
        LastDay(date(2026, 4, 9), "自2026年2月2日的次日起算30个工作日", "国家医疗保障局令第2号第40条", outer=True),
    ),
    handle_by=(
        LastDay(date(2026, 4, 23), "自2026年4月14日的次日起算7个工作日", "楚医保〔2022〕10号第32条", doubt=DOUBT),
    ),
    articles=("楚医保〔2022〕10号第32条",),
    receiver="经办人甲",
)
SUSPENSION = SuspensionDecision(
    sender=sender("大医保中止〔2026〕1号"),
    to=NAME,
    agreement=AGREEMENT,
    begins=date(2026, 4, 20),
    why=Requested(date(2026, 4, 13), date(2026, 4, 20), "内部装修", 57, ("国家医疗保障局令第2号第44条",)),
    articles=(f"{CX}第34条（一）", f"{N2}第42条"),
    effects=("楚医保〔2022〕10号第34条",),
    until=(
        LastDay(date(2026, 10, 19), "自2026年4月20日的次日起算180日", "楚医保〔2022〕10号第34条（一）", doubt=DOUBT),
    ),
    outlasting=("国家医疗保障局令第2号第42条",),
    remedy=N2_46,
)
IMPOSED = Imposed("可能对基金安全和参保人员权益造成重大风险", 2, 2, ("楚医保〔2022〕10号第35条（一）第1项",))
RESUMPTION = ResumptionDecision(
    sender=sender("大医保恢复〔2026〕1号"),
    to=NAME,
    agreement=AGREEMENT,
    suspended_from=date(2026, 4, 1),
    suspended_by="2026年4月1日作出的中止决定书（大医保中止〔2026〕1号）",
    asked=date(2026, 4, 13),
    until=LastDay(date(2026, 9, 28), "自2026年4月1日的次日起算180日", "楚医保〔2022〕10号第34条（一）"),
    reason="装修完工",
    articles=(f"{N2}第42条",),
    going_on=("楚医保〔2022〕10号第34条",),
    remedy=N2_46,
)
TERMINATION = TerminationDecision(
    sender=sender("大医保解〔2026〕1号"),
    to=NAME,
    agreement=AGREEMENT,
    effective=DAY,
    grounds=("协议有效期内累计2次及以上被中止协议", "经查实有欺诈骗保行为"),
    reason="虚构诊疗服务骗取医保基金",
    articles=(f"{CX}第35条（一）第1项", "第35条（一）第3项"),
    effects=("楚医保〔2022〕10号第35条",),
    suspensions=("2026年4月1日，大医保中止〔2026〕1号", "2026年4月8日，大医保中止〔2026〕2号"),
    bars=(
        Bar(
            "你单位再次申请医疗保障定点的，不予受理",
            LastDay(
                date(2029, 4, 14), "自2026年4月14日的次日起算3年", "楚医保〔2022〕10号第13条（一）",
                free=date(2029, 4, 15),
            ),
        ),
    ),
    persons=PERSONS,
    branches=(f"{LONG}（532326-2026-0009）",),
    branch_articles=("楚医保〔2022〕10号第35条（二）第14项",),
    elsewhere=("530300-2026-0007（曲靖市）",),
    remedy=N2_46,
)  # fmt: skip
ANNOUNCEMENT = TerminationAnnouncement(
    sender=sender("大医保解告〔2026〕1号"),
    institutions=(Terminated(NAME, "石羊镇柳树村", "532326-2026-0001", DAY),),
    where=("州医疗保障局网站", "县融媒体中心"),
    day=DAY,
    articles=(f"{CX}第35条",),
)
RENEWAL = RenewalNotice(
    sender=sender("大医保续〔2026〕1号"),
    institutions=(Renewing(NAME, "532326-2025-0001", date(2026, 4, 30), date(2026, 4, 1)),),
    where=("州政府门户网站",),
    due=LastDay(date(2026, 4, 23), "自2026年4月14日的次日起算7个工作日", "本地默认，非文件规定", doubt=DOUBT),
    articles=(f"{CX}第33条",),
    closing=("楚医保〔2022〕10号第36条",),
)
NOTICE = AuditNotice(
    sender=sender("大医保稽〔2026〕1号"),
    to=NAME,
    agreement=AGREEMENT,
    reason="群众反映重复收费",
    ordered_by="楚雄州医疗保障局",
    articles=(f"{CX}第30条",),
)
RECORD = AuditRecord(
    sender=sender("大医保稽〔2026〕1号-实地稽核记录"),
    institution=NAME,
    address="石羊镇柳树村",
    legal_rep=PERSONS[2],
    agreement=AGREEMENT,
    notice="大医保稽〔2026〕1号",
    reason="群众反映重复收费",
    people=("经办人甲", "审核人乙"),
    findings="抽查处方120份。\n账实相差32盒",
    recorded_by="经办人甲",
)
FINDINGS = AuditFindings(
    sender=sender("大医保稽告〔2026〕1号"),
    to=NAME,
    agreement=AGREEMENT,
    notice="大医保稽〔2026〕1号",
    noticed=date(2026, 4, 1),
    visited=date(2026, 4, 2),
    findings="重复收费18人次\n账实不符",
    reply_by=LastDay(date(2026, 4, 21), "自2026年4月14日的次日起算5个工作日", "本地默认，非文件规定", doubt=DOUBT),
    sums=SUMS,
    terms=("医疗保障服务协议第三十八条",),
    articles=(f"{CX}第30条",),
    hearing=("国务院令第735号第13条",),
)
REVIEW = AuditReview(
    sender=sender("大医保稽复〔2026〕1号"),
    to=NAME,
    findings="大医保稽告〔2026〕1号",
    delivered=date(2026, 4, 3),
    reply_by=date(2026, 4, 10),
    replied=date(2026, 4, 8),
    reply="部分属于录入错误",
    opinion="维持稽核结果",
    articles=(f"{CX}第30条",),
)
DECISION = AuditDecision(
    sender=sender("大医保稽处〔2026〕1号"),
    to=NAME,
    agreement=AGREEMENT,
    course=AuditCourse(
        noticed=date(2026, 4, 1),
        notice="大医保稽〔2026〕1号",
        visited=date(2026, 4, 2),
        delivered=date(2026, 4, 3),
        findings="大医保稽告〔2026〕1号",
        replied=date(2026, 4, 8),
        reply=True,
        reviewed=date(2026, 4, 9),
        review="大医保稽复〔2026〕1号",
    ),
    found="重复收费18人次",
    opinion="追回重复收取的费用",
    outcomes=("按医保协议处理", "移送行政处罚"),
    effects=("由我单位根据医保协议处理", "涉及移送行政处罚的，按照法律程序办理"),
    sums=SUMS,
    articles=(f"{CX}第29条", "第30条"),
    effect_articles=("楚医保〔2022〕10号第31条",),
    remedy=N2_46,
)
TALK = TalkRecord(
    sender=sender("大医保稽〔2026〕1号-约谈记录"),
    institution=NAME,
    agreement=AGREEMENT,
    persons=tuple(f"{name}（法定代表人）" for name in PERSONS),
    points=("通报稽核发现的问题", "要求规范收费"),
    articles=("楚医保〔2022〕10号第29条",),
    matter="稽核通知书（大医保稽〔2026〕1号）所涉及的问题。",
    recorded_by="经办人甲",
)
MENDING = MendingOrder(
    sender=sender("大医保改〔2026〕1号"),
    to=NAME,
    agreement=AGREEMENT,
    points=("规范收费", "补齐病历；"),
    until=LastDay(date(2026, 5, 14), "自2026年4月14日的次日起算1个月", "本地默认，非文件规定"),
    matter="稽核处理意见书（大医保稽处〔2026〕1号）",
    articles=(f"{CX}第29条",),
    measures=("楚医保〔2022〕10号第29条",),
)
RECOVERY = RecoveryNotice(
    sender=sender("大医保追〔2026〕1号"),
    to=NAME,
    agreement=AGREEMENT,
    money=Money.RECOVER,
    fen=10_000_000_110,
    basis="医疗保障服务协议第三十八条",
    hearing=Hearing(date(2026, 4, 13), "你单位放弃陈述申辩"),
    articles=(f"{CX}第29条",),
    hearing_articles=("国务院令第735号第13条",),
    remedy=N2_46,
)
HEARING = HearingRecord(
    sender=sender("大医保稽〔2026〕1号-陈述申辩笔录"),
    institution=NAME,
    legal_rep=PERSONS[2],
    agreement=AGREEMENT,
    matter="稽核通知书（大医保稽〔2026〕1号）所涉及问题的处理。",
    how="已陈述申辩",
    statement="承认问题，请求从轻处理",
    articles=("国务院令第735号第13条",),
    recorded_by="经办人甲",
)

Made = Callable[[str, Signer | None], bytes]
EVERY: Mapping[str, tuple[Style, Made]] = {
    "change_form": (Style.FORM, lambda name, key: change_form(replace(CHANGE, institution=name), signer=key)),
    "renewal_notice": (Style.OFFICIAL, lambda name, key: renewal_notice(_renewing(name), signer=key)),
    "suspension_decision": (
        Style.OFFICIAL,
        lambda name, key: suspension_decision(replace(SUSPENSION, to=name), signer=key),
    ),
    "resumption_decision": (
        Style.OFFICIAL,
        lambda name, key: resumption_decision(replace(RESUMPTION, to=name), signer=key),
    ),
    "termination_decision": (
        Style.OFFICIAL,
        lambda name, key: termination_decision(replace(TERMINATION, to=name), signer=key),
    ),
    "termination_announcement": (
        Style.OFFICIAL,
        lambda name, key: termination_announcement(_announced(name), signer=key),
    ),
    "audit_notice": (Style.LETTER, lambda name, key: audit_notice(replace(NOTICE, to=name), signer=key)),
    "audit_record": (Style.FORM, lambda name, key: audit_record(replace(RECORD, institution=name), signer=key)),
    "audit_findings": (Style.LETTER, lambda name, key: audit_findings(replace(FINDINGS, to=name), signer=key)),
    "audit_review": (Style.LETTER, lambda name, key: audit_review(replace(REVIEW, to=name), signer=key)),
    "audit_decision": (Style.OFFICIAL, lambda name, key: audit_decision(replace(DECISION, to=name), signer=key)),
    "talk_record": (Style.FORM, lambda name, key: talk_record(replace(TALK, institution=name), signer=key)),
    "mending_order": (Style.LETTER, lambda name, key: mending_order(replace(MENDING, to=name), signer=key)),
    "recovery_notice": (Style.OFFICIAL, lambda name, key: recovery_notice(replace(RECOVERY, to=name), signer=key)),
    "hearing_record": (Style.FORM, lambda name, key: hearing_record(replace(HEARING, institution=name), signer=key)),
}
"""Every document, made for an institution of any name."""


def _renewing(name: str) -> RenewalNotice:
    return replace(RENEWAL, institutions=(replace(RENEWAL.institutions[0], name=name),))


def _announced(name: str) -> TerminationAnnouncement:
    return replace(ANNOUNCEMENT, institutions=(replace(ANNOUNCEMENT.institutions[0], name=name),))


_FOOT = re.compile(
    r"(?:大医保[^〔]{1,3}〔2026〕\d+号(?:-实地稽核记录|-约谈记录|-陈述申辩笔录)?|532326-2026-0001-变更申请)"
    r"第1份，共1份第\d+页，共\d+页(?:—\d+—|第\d+页共\d+页)?"
)


def body_of(data: bytes) -> str:
    """Give the text of all pages without their feet, so that a sentence over two pages is whole."""
    return _FOOT.sub("", text_of(data))
