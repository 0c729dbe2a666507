"""Agreements at work for the sample office: a change under way, a suspension, a renewal round, audits and measures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from yb_desktop.base.canon import Json
from yb_desktop.domain.vocabulary import InstitutionClass
from yb_desktop.law.counting import days_after
from yb_desktop.services.stories.sample import Do, do, signed

Steps = Callable[[date], tuple[Do, ...]]


def _working(**draft: Json) -> tuple[Do, ...]:
    """Give the way to an agreement that is filed, opened, published and reported."""
    return (
        *signed(60, **draft),
        do(35, "agreements.file", receipt="姚医保备〔2026〕1号"),
        do(32, "agreements.open_system"),
        do(31, "agreements.publish_list"),
        do(31, "agreements.report_designations", where="省医疗保险中心"),
    )


def _audited(_day: date) -> tuple[Do, ...]:
    amounts: Json = {"超标准收费": 1_286_400, "重复收取诊查费": 312_050}
    return (
        *_working(),
        do(30, "breaches.open_audit", reason="2025年第四季度费用审核发现疑点", ordered_by="楚雄州医疗保障局"),
        do(27, "breaches.visit_audit", people=["李晓梅", "周正云"], findings="抽查病历40份，收费单据120张。"),
        do(25, "breaches.deliver_findings", findings="超标准收费、重复收取诊查费。", amounts=amounts),
        do(18, "breaches.receive_reply", text="对超标准收费无异议；诊查费系系统设置有误，请求酌情。"),
        do(16, "breaches.review_reply", opinion="系统设置有误不影响事实认定，维持原认定。"),
        do(14, "breaches.decide_audit", opinion="追回违规费用，限期整改。", amounts=amounts, outcomes=["agreement"]),
        do(13, "breaches.hear", statement="认识到问题，接受处理。"),
        do(12, "breaches.recover", amount=1_598_450, basis="稽核处理意见书"),
        do(12, "breaches.charge_damages", amount=479_535, basis="协议第三十八条，违规费用的30%"),
        do(11, "breaches.order_mending", points=["完善收费复核制度", "更正系统收费设置"]),
        do(11, "breaches.suspend_part", persons=["杨秀英", "赵玉兰"], basis="协议第三十五条"),
    )


def _under_audit(_day: date) -> tuple[Do, ...]:
    return (
        *_working(),
        do(28, "agreements.record_claim", period="2025-12", amount=2_305_680),
        do(20, "agreements.record_payment", period="2025-12", amount=2_190_396, reason="预留质量保证金5%"),
        do(19, "agreements.record_claim", period="2026-01", amount=1_987_245),
        do(18, "agreements.log_problem", text="刷卡结算时间歇性超时"),
        do(17, "agreements.record_training", text="医保药品目录更新培训", people=["马建国", "钱春梅"]),
        do(16, "agreements.record_comment", text="建议延长月末申报时间", answer="已报州级统一研究"),
        do(10, "breaches.open_audit", reason="群众举报串换药品"),
        do(8, "breaches.visit_audit", people=["李晓梅", "张文华"], findings="核对进销存台账。"),
        do(6, "changes.request_change", fields={"legal_rep": "尹国华", "address": "金碧镇人民路88号"}),
        do(5, "breaches.deliver_findings", findings="个别药品进销存不符。", amounts={"进销存不符": 86_300}),
    )


def _to_be_decided(_day: date) -> tuple[Do, ...]:
    opinion = "不予支付违规费用，移送行政处罚。"
    return (
        *_working(),
        do(26, "breaches.open_audit", reason="日常巡查"),
        do(24, "breaches.visit_audit", people=["李晓梅"], findings="检查住院病人在床情况。"),
        do(22, "breaches.deliver_findings", findings="挂床住院3人次。", amounts={"挂床住院": 642_000}),
        do(14, "breaches.receive_reply", text="无异议。"),
        do(12, "breaches.review_reply", opinion="事实清楚。"),
        replace(do(2, "breaches.decide_audit", opinion=opinion, outcomes=["agreement", "penalty"]), left=True),
    )


def _suspended(_day: date) -> tuple[Do, ...]:
    return (
        *_working(),
        do(24, "agreements.record_claim", period="2025-12", amount=865_520),
        do(12, "changes.request_suspension", reason="诊所装修"),
        do(10, "changes.suspend"),
    )


def _renewing(day: date) -> tuple[Do, ...]:
    return (
        *_working(ends=days_after(day, 61).isoformat()),
        do(9, "changes.open_renewal_round", ends_before=days_after(day, 120).isoformat()),
        do(8, "changes.request_renewal", credit_report="信用中国报告，无失信记录", letters="卫健、市监复函无异议"),
        do(6, "changes.publish_renewal", assessment="2025年度考核合格"),
        do(4, "changes.object_renewal", text="反映夜间不接诊", who="群众来信"),
    )


def _waiting(day: date) -> tuple[Do, ...]:
    return (
        *_working(ends=days_after(day, 75).isoformat()),
        do(9, "changes.open_renewal_round", ends_before=days_after(day, 120).isoformat()),
        do(7, "changes.request_renewal"),
        do(5, "applications.send_inquiry", to="大姚县市场监督管理局", about="近两年行政处罚情况"),
    )


INSTITUTIONS: tuple[tuple[str, InstitutionClass, Steps], ...] = (
    ("金碧镇妙峰社区卫生服务站", InstitutionClass.COMMUNITY_STATION, _audited),
    ("金碧镇百姓缘大药房", InstitutionClass.SINGLE_PHARMACY, _under_audit),
    ("龙街镇卫生院", InstitutionClass.TOWNSHIP_HOSPITAL, _to_be_decided),
    ("石羊镇文庙诊所", InstitutionClass.CLINIC, _suspended),
    ("赵家店镇仁和诊所", InstitutionClass.CLINIC, _renewing),
    ("新街镇济生堂药店", InstitutionClass.SINGLE_PHARMACY, _waiting),
)
"""Name, class and way of each."""
