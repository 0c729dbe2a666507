"""A first start, and then the whole way through the window: from the counter to the agreement, its audit, the export.

Everything is pressed and filled by the words on the screens; from outside come only the office's day, and the trust
list that the superior office sends back.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from tests.databases import new_database
from tests.ui.hand import Hand, MovedClock
from tests.ui.recording import RecordingAsk
from yb_desktop.base.clock import FixedClock
from yb_desktop.domain.vocabulary import AgreementState
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchanging import enrol, make_root_key, make_trust, sign_draft
from yb_desktop.services.stories.sample_exchange import make_sample_prefecture
from yb_desktop.ui.main import Program
from yb_desktop.ui.preferences import Preferences
from yb_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

FIRST = date(2026, 3, 2)
SECRET = "松树青青-2026"
NAME = "金碧镇南街村卫生室"
CLERK, REVIEWER = "李晓梅", "王建国"
STAFF = (
    (CLERK, ("收件", "经办"), ""),
    ("核查甲", ("核查员",), "医保"),
    ("核查乙", ("核查员",), "医药"),
    ("核查丙", ("核查员",), "财务"),
    ("专家甲", ("评估专家",), "医保"),
    ("专家乙", ("评估专家",), "医药"),
    ("专家丙", ("评估专家",), "财务"),
)
MISSING = "纳入定点后使用医疗保障基金的预测性分析报告"


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock(FIRST)


@pytest.fixture
def program(
    theme: Theme, ask: RecordingAsk, preferences: Preferences, clock: MovedClock, tmp_path: Path
) -> Iterator[Program]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    ask.passphrase = SECRET
    ask.path = tmp_path / "stick"
    ask.path.mkdir()
    hook = sys.excepthook  # a program takes it over
    made = Program(app, preferences, clock, tmp_path / "reports", None, ask=ask, theme=theme)
    made.show()
    yield made
    made.close()
    sys.excepthook = hook


@pytest.fixture
def hand(program: Program, ask: RecordingAsk, qtbot: QtBot) -> Hand:
    qtbot.addWidget(program.window)
    return Hand(program, ask, qtbot)


@pytest.mark.long
def test_from_the_first_start_to_an_audit_and_the_export(hand: Hand, clock: MovedClock, tmp_path: Path) -> None:
    first_start(hand, tmp_path)
    register(hand)
    at_the_counter(hand)
    evaluated(hand)
    decided_and_public(hand)
    clock.day = date(2026, 3, 13)
    agreed(hand)
    changed(hand)
    audited(hand)
    exported(hand, tmp_path)
    desk = hand.program.beginning.desk
    assert isinstance(desk, Desk)
    with desk.store.read() as reader:
        [agreement] = tuple(reader.every_agreement())
        assert agreement.state is AgreementState.IN_FORCE
        assert agreement.opened is not None
        assert reader.institution(agreement.institution).registration.principal == "负责人癸"
        assert len(reader.audits_of(agreement.id)) == 1


def first_start(hand: Hand, folder: Path) -> None:
    """Make the office, enter the people, and let the clerk sign in."""
    hand.put("行政区划", "532326")
    hand.put("数据文件夹", str(folder / "office"))
    hand.press("新建")
    hand.put("姓名", REVIEWER)
    secrets(hand, "密码", "再输一次密码")
    hand.press("登记")
    sign_in(hand, REVIEWER)
    hand.subject("设置")
    hand.press("人员和账户")
    for name, roles, field in STAFF:
        hand.press("登记人员")
        hand.put("姓名", name)
        for role in roles:
            hand.put(role, "是")
        if field:
            hand.put("专业", field)
        secrets(hand, "密码", "再输一次密码")
        hand.press("登记")
    change_to(hand, CLERK)
    hand.subject("交换")
    hand.tab("密钥和信任")
    hand.press("制作登记申请")
    secrets(hand, "密钥口令", "再输一次密钥口令")
    hand.press("选择")
    hand.press("制作")
    assert "设备密钥登记表" in hand.texts()  # the paper that goes with the request
    hand.press("关闭")


def secrets(hand: Hand, *names: str) -> None:
    """Type the secret into each of the lines."""
    for name in names:
        hand.put(name, SECRET)


def sign_in(hand: Hand, name: str) -> None:
    """Sign in with the password."""
    hand.put("人员", name)
    hand.put("密码", SECRET)
    hand.press("登录")
    hand.qtbot.waitUntil(lambda: hand.program.beginning.dialog is None)
    hand.settle()


def change_to(hand: Hand, name: str) -> None:
    """Let another person sign in."""
    hand.settle()
    next(one for one in hand.program.window.person_menu.actions() if one.text() == "换人登录…").trigger()
    hand.settle()
    sign_in(hand, name)


def register(hand: Hand) -> None:
    """Enter the institution and the people it needs."""
    hand.subject("机构")
    hand.press("登记机构")
    hand.choose("医疗机构")
    hand.fill(名称=NAME, 类别="村卫生室", 所在区划="金碧镇", 正式运营="2025-01-06", 地址="金碧镇南街1号")
    hand.fill(证件号码="PDY53232601234", 有效期至="2031-03-01", 法定代表人="法人丁", 主要负责人="负责人戊")
    hand.put("电话", "13887812345")
    hand.press("登记")
    for person, role in (("医师己", "医师"), ("医保员庚", "医保管理人员")):
        hand.press("登记人员")
        hand.fill(姓名=person, 岗位=role, 第一注册地="是", 合同起="2025-01-06", 合同止="2031-01-05")
        hand.press("登记")


def at_the_counter(hand: Hand) -> None:
    """Receive with one paper missing, tell it, take it in, check the grounds, accept, review."""
    hand.press("办理申请")
    hand.press("全部齐全")
    hand.put(MISSING, "否")
    hand.press("收件")
    hand.says("下一步：一次性告知")
    hand.press("出具一次性告知书")
    hand.press("登记送达")
    hand.put(MISSING, "是")
    hand.press("收下材料")
    hand.press("全部核查，均不存在")
    hand.press("受理")
    hand.press("完成初审")


def evaluated(hand: Hand) -> None:
    """Draw the team, visit, sign; draw the panel and hold its meeting."""
    hand.put("抽取码", "春雨")
    hand.press("抽取")
    hand.press("安排核查")
    hand.press("去核查")
    hand.says(NAME)
    for _item in range(31):
        hand.press("符合")
    hand.says("已填 31 / 31")
    hand.press("签名并完成")
    for name in ("核查甲", "核查乙", "核查丙"):
        hand.sign(name)
    hand.sign("负责人戊")
    hand.press("完成核查")
    hand.subject("申请")
    hand.open_line(NAME)
    hand.press("更多办理")
    hand.choose("抽取评估专家")
    hand.press("抽取")
    hand.press("添加一条分项意见")
    hand.put("分项意见", "许可证在有效期内")
    hand.press("登记会议")


def decided_and_public(hand: Hand) -> None:
    """Decide, release as a second person, pass the list, publish."""
    hand.press("提交审核")
    hand.says("须第二人审核")
    change_to(hand, REVIEWER)
    hand.press("待审核 1")
    hand.press("审核通过")
    change_to(hand, CLERK)
    hand.subject("申请")
    hand.open_line(NAME)
    hand.press("登记审议结果")
    hand.press("开始公示")
    hand.says("公示期")


def agreed(hand: Hand) -> None:
    """End publicity, negotiate, study, draft, print, sign, file, open."""
    hand.subject("申请")
    hand.open_line(NAME)
    hand.press("结束公示")
    hand.press("登记协商")
    hand.press("登记学习")
    hand.press("去协议")
    hand.put("甲方法定代表人", "局长丙")
    hand.press("拟制")
    hand.press("打印协议")
    hand.press("登记并打印")
    hand.press("关闭")
    hand.press("签订协议")
    hand.press("登记签订")
    hand.press("协议备案")
    hand.press("登记备案")
    hand.press("开通医保系统")
    hand.press("登记开通")
    hand.says("履行中")


def changed(hand: Hand) -> None:
    """Take in a change, settle it, and release it as the second person."""
    hand.tab("变更")
    hand.press("申请变更")
    hand.fill(主要负责人="负责人癸", 凭证="变更批件")
    hand.press("办理")
    hand.press("办结变更")
    hand.press("提交审核")
    change_to(hand, REVIEWER)
    hand.press("待审核 1")
    hand.says("负责人癸")
    hand.press("审核通过")
    change_to(hand, CLERK)


def audited(hand: Hand) -> None:
    """Open an audit of the agreement."""
    hand.subject("稽核")
    hand.press("新的稽核")
    hand.open_line(NAME)
    hand.put("稽核事由", "2026年第一季度费用审核")
    hand.press("办理")
    hand.says("下一步：实地稽核")


def exported(hand: Hand, folder: Path) -> None:
    """Accept the trust list that the superior sends back, and export what is on record."""
    stick = hand.ask.path
    assert stick is not None
    hand.ask.path, hand.ask.answer = trust_list(stick, folder)
    hand.subject("交换")
    hand.tab("密钥和信任")
    hand.press("接收信任名单")
    hand.ask.path = stick
    hand.press("导出")
    hand.press("导出")
    assert len(list(stick.glob("*.submission-*"))) == 1


def trust_list(stick: Path, folder: Path) -> tuple[Path, str]:
    """Let the superior put the requests on its trust list; gives the file and the root's fingerprint."""
    superior = make_sample_prefecture(folder / "superior", FixedClock(FIRST), database=new_database())
    with closing(superior.store):
        [request] = stick.glob("*.enrol-*")
        own = enrol(superior, folder, SECRET).file
        root = make_root_key(folder / "root.key", "段雪琴", SECRET)
        draft = folder / "trust.ybb.draft"
        make_trust(superior, draft, roots=[root], add=[request, own])
        signed = sign_draft(draft, folder / "root.key", SECRET)
    assert signed.bundle is not None
    return signed.bundle, root.fingerprint
