"""审核: what waits for a second person, with the difference it would make, for every action that takes two."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tests.services.office import Make, Office, make
from yb_desktop.base.canon import Json
from yb_desktop.services.pairs import OWN_WORK
from yb_desktop.services.registry import all_actions
from yb_desktop.services.views.differences import TOLD
from yb_desktop.services.views.releasing import WaitingRelease, in_the_way, waiting_releases

APRIL = date(2026, 4, 1)
Prepare = Callable[[Office], object]


@pytest.fixture
def made(tmp_path_factory: pytest.TempPathFactory) -> Make:
    return lambda **entry: make(tmp_path_factory.mktemp("office") / "data", entry)


def _refusal(office: Office) -> None:
    office.do("applications.receive_materials")
    office.do("applications.check_ground", ground="fraud", holds=True, event_day="2026-01-05")
    office.do("applications.refuse", ground="fraud")


def _result(office: Office) -> None:
    office.evaluating()
    office.visited()
    office.do("evaluation.decide", result="unqualified", reasons="面积不足", advice="扩建")


def _in_force(action: str, **params: Json) -> Prepare:
    def go(office: Office) -> None:
        office.in_force()
        office.do(action, APRIL, params)

    return go


def _change(office: Office) -> None:
    office.in_force()
    fields: Json = {"name": "石羊镇新柳卫生室", "controller": {"name": "张三"}, "beds": 3, "profit": True}
    office.do("changes.request_change", APRIL, fields=fields, approved_on="2026-04-01")
    office.do("changes.complete_change", APRIL)


def _renewal(office: Office) -> None:
    office.in_force()
    office.do("changes.request_renewal", APRIL, credit_report="信用良好")
    office.do("changes.publish_renewal", APRIL)
    office.do("changes.renew", date(2026, 4, 20), letters="无异议", assessment="合格")


def _audit_decision(office: Office) -> None:
    office.in_force()
    office.do("breaches.open_audit", APRIL)
    office.do("breaches.visit_audit", APRIL)
    office.do("breaches.deliver_findings", APRIL, amounts={"第1项": 12345, "第2项": 700})
    office.do("breaches.receive_reply", date(2026, 4, 30))
    office.do("breaches.review_reply", date(2026, 4, 30))
    office.do("breaches.decide_audit", date(2026, 4, 30), outcomes=["agreement"], amounts={"第1项": 12345})


def _measure(action: str, **params: Json) -> Prepare:
    def go(office: Office) -> None:
        office.in_force()
        office.do("breaches.hear", APRIL, waived=True)
        office.do(action, APRIL, params)

    return go


def _resume(office: Office) -> None:
    _measure("breaches.suspend_part", persons=["医师甲"])(office)
    office.do("cases.release", APRIL, {"audit": office.audit}, who="审核员", bare=True)
    office.do("breaches.resume_part", APRIL)


def _void(office: Office) -> None:
    office.received()
    office.do("cases.void_step", reason="登记有误")


Row = tuple[str, str, str]

CASES: dict[str, tuple[Prepare, tuple[Row, ...]]] = {
    "applications.refuse": (_refusal, (("申请状态", "已收件", "不予受理"),)),
    "evaluation.decide": (
        _result,
        (
            ("申请状态", "评估中", "评估不合格"),
            ("与现场核查得分", "100 分，合格", "不合格"),
            ("与会议表决", "合格", "不合格"),
            ("理由", "", "面积不足"),
        ),
    ),
    "changes.suspend": (
        _in_force("changes.suspend", ground="fund_risk"),
        (
            ("协议状态", "履行中", "中止"),
            ("起始日", "", "审核通过之日"),
            ("情形", "", "可能对基金安全和参保人员权益造成重大风险"),
        ),
    ),
    "changes.terminate": (
        _in_force("changes.terminate", grounds=["fund_fraud"]),
        (
            ("协议状态", "履行中", "已解除"),
            ("医保系统", "已开通", "关停"),
            ("解除情形", "", "经查实有欺诈骗保行为"),
        ),
    ),
    "changes.renew": (
        _renewal,
        (
            ("协议期限", "2026-03-12 至 2027-03-11", "2027-03-12 至 2028-03-11"),
            ("检查考核情况", "", "合格"),
            ("征求意见复函", "", "无异议"),
        ),
    ),
    "changes.complete_change": (
        _change,
        (
            ("名称", "金碧镇第一村卫生室", "石羊镇新柳卫生室"),
            ("床位", "0", "3"),
            ("经营性质", "非营利性", "营利性"),
            ("主管部门批准", "", "2026-04-01"),
        ),
    ),
    "cases.void_step": (
        _void,
        (("撤销的步骤", "核查不予受理情形（2026-03-02 经办员）", "撤销"), ("原因", "", "登记有误")),
    ),
    "breaches.decide_audit": (
        _audit_decision,
        (
            ("稽核进度", "已复核反馈意见", "已送达处理意见书"),
            ("处理方式", "", "按医保协议处理"),
            ("金额：第1项", "123.45 元", "123.45 元"),
            ("金额：第2项", "7.00 元", "不列入"),
        ),
    ),
    "breaches.withhold": (
        _measure("breaches.withhold", amount=100, basis="协议第三条"),
        (("本次金额", "", "1.00 元"), ("本事项累计金额", "0.00 元", "1.00 元"), ("依据", "", "协议第三条")),
    ),
    "breaches.recover": (
        _measure("breaches.recover", amount=250_000, basis="协议"),
        (("本次金额", "", "2,500.00 元"),),
    ),
    "breaches.charge_damages": (
        _measure("breaches.charge_damages", amount=5, basis="协议"),
        (("本次金额", "", "0.05 元"), ("陈述申辩", "", "放弃陈述申辩（2026-04-01）")),
    ),
    "breaches.suspend_part": (
        _measure("breaches.suspend_part", persons=["医师甲"], to="2026-05-01"),
        (("人员", "", "医师甲"), ("医保结算", "正常结算", "中止结算"), ("起止", "", "审核通过之日 至 2026-05-01")),
    ),
    "breaches.end_part": (
        _measure("breaches.end_part", departments=["内科"]),
        (("科室", "", "内科"), ("医保结算", "正常结算", "终止结算")),
    ),
    "breaches.resume_part": (
        _resume,
        (("人员或科室", "", "医师甲"), ("医保结算", "自 2026-04-01 起中止", "恢复结算")),
    ),
}


def only(office: Office, who: str = "审核员") -> WaitingRelease:
    [one] = waiting_releases(office.at(who))
    return one


def test_every_action_of_two_persons_tells_its_difference() -> None:
    two = {name for name, spec in all_actions().items() if spec.two_persons}
    assert two == TOLD == set(CASES)


@pytest.mark.parametrize("action", sorted(CASES))
def test_the_difference_is_told(made: Make, action: str) -> None:
    prepare, wanted = CASES[action]
    office = made()
    prepare(office)
    one = only(office)
    lines = [(line.label, line.before, line.after) for line in one.decision.lines]
    office.desk.store.close()

    assert (one.decision.action, one.decision.by, one.decision.own) == (action, "经办员", "")
    assert set(wanted) <= set(lines), lines


def test_the_preparer_is_told_before_the_button(made: Make) -> None:
    office = made()
    _refusal(office)
    mine, theirs, site = only(office, "经办员"), only(office, "审核员"), only(office, "核查甲")
    assert (mine.decision.own, theirs.decision.own) == (OWN_WORK, "")
    assert site.decision.own == "核查甲没有审核岗位，请由审核人员登录后办理。"
    assert in_the_way(office.at("审核员"), theirs.decision) == ()
    assert [one.unmet.rule for one in in_the_way(office.at("经办员"), mine.decision)] == ["role"]
    office.do("cases.release", params=theirs.decision.params, who="审核员", bare=True)
    assert waiting_releases(office.desk) == ()
    office.desk.store.close()
