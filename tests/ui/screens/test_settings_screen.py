"""设置 on the screen: people, accounts, the office's values and holidays with what moved, copies, checks, the log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.ui.recording import RecordingAsk
from tests.ui.screens.case_rooms import unnamed
from tests.ui.screens.conftest import Heard
from tests.ui.screens.sample_offices import CLERK, lead
from yb_desktop.base.clock import FixedClock
from yb_desktop.base.errors import UserError
from yb_desktop.services import people
from yb_desktop.services.offices import open_office
from yb_desktop.ui.acting import ActionDialog
from yb_desktop.ui.context import Context, Tools
from yb_desktop.ui.drafts import Drafts
from yb_desktop.ui.moved import MovedDialog
from yb_desktop.ui.preferences import Preferences
from yb_desktop.ui.printing import Sides, remembered
from yb_desktop.ui.screens.settings.accounts import OwnPassword, ResetPassword
from yb_desktop.ui.screens.settings.calendar_page import HolidayDialog
from yb_desktop.ui.screens.settings.page import NAME, SettingsScreen
from yb_desktop.ui.screens.settings.values_page import ValueDialog
from yb_desktop.ui.shots import DAY
from yb_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

Settle = Callable[[], None]
D = TypeVar("D", bound=QWidget)
LEADER, PASSWORD = "王建国", "大姚核桃甲天下好"


@pytest.fixture
def context(tools: Tools, theme: Theme, drafts: Drafts, office_folder: Path) -> Iterator[Context]:
    """A context with the leader at the desk."""
    desk = open_office(office_folder, clock=FixedClock(DAY))
    with desk.store.read() as reader:
        leader = people.find_person(reader, LEADER)
    yield Context(replace(tools, theme=theme), desk.sign_in(leader), drafts)
    tools.tasks.close()
    desk.store.close()


@pytest.fixture
def screen(context: Context, qtbot: QtBot, settle: Settle) -> SettingsScreen:
    made = SettingsScreen(context)
    lead(context.navigator, NAME, made)
    context.navigator.written.connect(made.refresh)
    qtbot.addWidget(made)
    made.resize(1226, 690)
    made.show()
    context.navigator.go(NAME)
    settle()
    return made


def opened(above: QWidget, kind: type[D]) -> D:
    return next(one for one in above.findChildren(kind) if one.isVisible())


def sit(context: Context, name: str) -> None:
    with context.desk.store.read() as reader:
        context.desk = context.desk.sign_in(people.find_person(reader, name))


def choose_person(screen: SettingsScreen, name: str) -> None:
    """Make a person's line the current one."""
    rows = screen.people.rows
    lines = [rows.model.row(at) for at in range(rows.model.rowCount())]
    rows.table.selectRow([line.name if line else "" for line in lines].index(name))


def choose_value(screen: SettingsScreen, setting: str) -> None:
    """Make a value's line the current one."""
    rows = screen.values.rows
    lines = [rows.model.row(at) for at in range(rows.model.rowCount())]
    rows.table.selectRow([line.setting if line else "" for line in lines].index(setting))


def test_every_page_opens_and_names_its_parts(screen: SettingsScreen, settle: Settle) -> None:
    for number in range(9):
        screen.show_page(number)
        settle()
        assert screen.names.button(number).isChecked()
    assert unnamed(screen) == []


def test_whoever_may_not_is_told_which_role_it_takes(screen: SettingsScreen, context: Context, settle: Settle) -> None:
    sit(context, CLERK)
    context.navigator.go(NAME, "people")
    settle()
    assert not screen.people.add.isEnabled()
    assert "登记人员、离岗：需要岗位：负责人、系统管理员。您的岗位：收件、经办。" in screen.people.why.text()
    for page, why in (
        ("values", screen.values.why),
        ("calendar", screen.calendar.why),
        ("backups", screen.backups.why),
    ):
        context.navigator.go(NAME, page)
        settle()
        assert "系统管理员" in why.text()
    assert not screen.values.set.isEnabled()
    assert not screen.calendar.enter.isEnabled()
    assert not screen.backups.restore.isEnabled()
    context.navigator.go(NAME, "log")
    settle()
    assert screen.log.closed.isVisible()


def test_a_person_is_entered_with_a_password_and_leaves(
    screen: SettingsScreen, context: Context, heard: Heard, settle: Settle
) -> None:
    context.navigator.go(NAME, "people")
    settle()
    dialog = screen.people.begin()
    dialog.form.set_values({"name": "杨晓东", "audit_admin": True})
    dialog.password.setText(PASSWORD)
    dialog.again.setText(PASSWORD)
    dialog.submit()
    settle()
    assert heard.said == ["已登记杨晓东"]
    with context.desk.store.read() as reader:
        person = people.find_person(reader, "杨晓东")
    assert people.sign_in(context.desk, person, PASSWORD).person == person
    choose_person(screen, "杨晓东")
    screen.people.end.click()
    settle()
    opened(screen.people, ActionDialog).submit()
    settle()
    with context.desk.store.read() as reader:
        assert reader.person(person.id).ended == DAY


def test_an_account_locked_by_wrong_passwords_is_unlocked_and_set_anew(
    screen: SettingsScreen, context: Context, settle: Settle
) -> None:
    with context.desk.store.read() as reader:
        clerk = people.find_person(reader, CLERK)
    people.set_password(context.desk, clerk, PASSWORD)
    for _ in range(people.WRONG_AT_MOST):
        with pytest.raises(UserError):
            people.sign_in(context.desk, clerk, "不是这个密码")
    context.navigator.go(NAME, "people")
    settle()
    choose_person(screen, CLERK)
    assert screen.people.unlock.isEnabled()
    screen.people.unlock.click()
    settle()
    people.sign_in(context.desk, clerk, PASSWORD)
    choose_person(screen, CLERK)
    dialog = screen.people.reset_password()
    assert isinstance(dialog, ResetPassword)
    for line in dialog.lines:
        line.setText("另一个长密码")
    dialog.submit()
    assert dialog.isVisible()  # seven characters are too few
    for line in dialog.lines:
        line.setText("另一个更长的密码")
    dialog.submit()
    settle()
    assert not dialog.isVisible()
    people.sign_in(context.desk, clerk, "另一个更长的密码")


def test_ones_own_password_takes_the_old_one(screen: SettingsScreen, context: Context, settle: Settle) -> None:
    assert context.desk.person is not None
    people.set_password(context.desk, context.desk.person, PASSWORD)
    context.navigator.go(NAME, "people")
    settle()
    screen.people.own.click()
    dialog = opened(screen.people, OwnPassword)
    for line, text in zip(dialog.lines, ("记错了的密码", "崭新的密码一二三", "崭新的密码一二三"), strict=True):
        line.setText(text)
    dialog.submit()
    settle()
    assert dialog.isVisible()
    dialog.lines[0].setText(PASSWORD)
    dialog.submit()
    settle()
    assert not dialog.isVisible()


def test_a_value_is_set_and_what_moved_is_shown(
    screen: SettingsScreen, context: Context, heard: Heard, settle: Settle
) -> None:
    context.navigator.go(NAME, "values")
    settle()
    choose_value(screen, "G3")
    dialog = screen.values.begin()
    assert isinstance(dialog, ValueDialog)
    dialog.form.set_values({"value": 15, "reason": "局务会议纪要〔2026〕2号"})
    dialog.submit()
    settle()
    moved = opened(screen.values, MovedDialog)
    first = moved.rows.model.row(0)
    assert first is not None
    assert (first.name, first.rule) == ("铁锁乡同济源药店", "G3")
    assert "本单位将G3设为15" in first.why
    moved.rows.opened.emit(first)
    assert heard.went[-1].screen == "applications"
    settle()
    line = screen.values.rows.model.row(0)
    assert line is not None
    assert (line.now, line.set_by, line.reason) == ("15个工作日", LEADER, "局务会议纪要〔2026〕2号")


def test_a_mark_is_typed_in_points_and_kept_in_hundredths(
    screen: SettingsScreen, context: Context, heard: Heard, settle: Settle
) -> None:
    context.navigator.go(NAME, "values")
    settle()
    choose_value(screen, "assessment.good")
    dialog = screen.values.begin()
    assert isinstance(dialog, ValueDialog)
    dialog.form.editor("value").inputs[0].setFocus()
    QTest.keyClicks(dialog.form.editor("value").inputs[0], "101")
    dialog.form.set_values({"reason": "考核办法"})
    dialog.submit()
    assert dialog.isVisible()  # more than all points
    dialog.form.set_values({"value": 8_050})
    dialog.submit()
    settle()
    assert heard.said == ["已生效，没有时限因此改变"]
    with context.desk.store.read() as reader:
        assert reader.office().value("assessment.good") == 8_050


def test_a_holiday_is_entered_for_the_days_picked(screen: SettingsScreen, context: Context, settle: Settle) -> None:
    context.navigator.go(NAME, "calendar")
    settle()
    for day in (5, 6):
        screen.calendar.grid.pick(date(2026, 3, day))
    dialog = screen.calendar.begin()
    assert isinstance(dialog, HolidayDialog)
    dialog.form.set_values({"notice": "大政办发〔2026〕1号", "name": "县庆"})
    dialog.submit()
    settle()
    assert opened(screen.calendar, MovedDialog).rows.model.rowCount() > 0
    assert not context.desk.law.is_working_day(date(2026, 3, 5), "532326")
    assert screen.calendar.grid.days_picked == set()
    lines = [screen.calendar.rows.model.row(at) for at in range(screen.calendar.rows.model.rowCount())]
    entered = next(line for line in lines if line is not None and line.name == "县庆")
    assert entered.source == f"本单位录入（{LEADER} 2026-03-02）"


def test_the_year_is_walked_by_keys(screen: SettingsScreen, context: Context, settle: Settle) -> None:
    context.navigator.go(NAME, "calendar")
    settle()
    grid = screen.calendar.grid
    grid.setFocus()
    QTest.keyClick(grid, Qt.Key.Key_Right)
    QTest.keyClick(grid, Qt.Key.Key_Space)
    assert grid.days_picked == {date(2026, 3, 3)}
    assert "已选" in grid.accessibleName()
    screen.calendar.turn(1)
    settle()
    assert grid.days_picked == set()
    assert "未录入" in screen.calendar.title.text()


def test_a_copy_is_made_verified_and_restored_beside_the_data(
    screen: SettingsScreen, context: Context, ask: RecordingAsk, tmp_path: Path, settle: Settle
) -> None:
    context.navigator.go(NAME, "backups")
    settle()
    screen.backups.copy.click()
    settle()
    assert screen.backups.rows.model.rowCount() == 1
    screen.backups.rows.table.selectRow(0)
    screen.backups.verify.click()
    settle()
    assert "完好" in ask.said[-1]
    ask.path = tmp_path  # not empty
    screen.backups.begin_restore()
    settle()
    assert [one.code for one in ask.refused] == ["folder"]
    ask.path = tmp_path / "restored"
    screen.backups.rows.table.selectRow(0)
    screen.backups.begin_restore()
    settle()
    assert context.preferences.get("folder") == str(ask.path)
    again = open_office(ask.path, clock=FixedClock(DAY))
    assert (again.info.office, again.info.epoch) == (context.desk.info.office, context.desk.info.epoch + 1)
    again.store.close()


def test_a_damaged_copy_is_told(screen: SettingsScreen, context: Context, ask: RecordingAsk, settle: Settle) -> None:
    damaged = context.desk.store.keep_copy(DAY)
    damaged.write_bytes(b"no database at all" * 100)
    context.navigator.go(NAME, "backups")
    settle()
    screen.backups.rows.table.selectRow(0)
    screen.backups.verify.click()
    settle()
    assert "已损坏" in ask.said[-1]


def test_everything_is_checked(screen: SettingsScreen, context: Context, settle: Settle) -> None:
    context.navigator.go(NAME, "check")
    settle()
    assert screen.check.state.text() == "快速检查：全部正常"
    screen.check.run(full=True)
    settle()
    assert screen.check.state.text() == "全面检查：全部正常"
    assert screen.check.rows.model.rowCount() == 9


def test_the_leader_reads_the_log(screen: SettingsScreen, context: Context, settle: Settle) -> None:
    context.navigator.go(NAME, "log")
    settle()
    newest = screen.log.rows.model.row(0)
    assert newest is not None
    assert newest.seq == screen.log.rows.model.rowCount()
    assert newest.who == CLERK
    assert newest.matter.startswith(("申请", "机构", "协议"))
    assert newest.text


def test_the_font_size_changes_at_once_and_the_printer_is_remembered(
    screen: SettingsScreen, context: Context, theme: Theme, preferences: Preferences, settle: Settle
) -> None:
    context.navigator.go(NAME, "look")
    settle()
    screen.look.set_percent(150)
    assert theme.percent == 150
    screen.look.usual.click()
    assert theme.percent == 100
    sides = screen.look.sides
    sides.setCurrentIndex(sides.findData(Sides.ONE.value))
    sides.activated.emit(sides.currentIndex())
    assert remembered(preferences).sides is Sides.ONE


def test_the_keys_are_on_the_exchange(screen: SettingsScreen, heard: Heard) -> None:
    screen.office.keys.click()
    assert (heard.went[-1].screen, heard.went[-1].entity) == ("exchange", "keys")
