"""The frame: subjects, keys, search, what is running, and what is imported before the first paint."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from tests.ui.recording import RecordingAsk
from yb_desktop.base.clock import FixedClock
from yb_desktop.base.errors import BadInput
from yb_desktop.ui.crash import Crash, CrashReports, watch_slots
from yb_desktop.ui.navigation import Navigator, Place, Screen, Subject
from yb_desktop.ui.tasks import Progress, Report, Tasks
from yb_desktop.ui.theme import Theme
from yb_desktop.ui.widgets.date_edit import DayInfo, DayKind
from yb_desktop.ui.widgets.finder import Found
from yb_desktop.ui.widgets.history import Event, HistoryView
from yb_desktop.ui.widgets.steps import Step, StepState, StepsView
from yb_desktop.ui.window import FrameInfo, MainWindow

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot


class Page:
    """A screen that remembers what was asked of it."""

    def __init__(self, made: list[str], name: str) -> None:
        made.append(name)
        self.page = QWidget()
        self.heard: list[str] = []

    def widget(self) -> QWidget:
        return self.page

    def refresh(self) -> None:
        self.heard.append("refresh")

    def open(self, entity: str) -> None:
        self.heard.append(entity)


@pytest.fixture
def made() -> list[str]:
    return []


@pytest.fixture
def window(theme: Theme, tasks: Tasks, qtbot: QtBot, made: list[str]) -> MainWindow:
    window = MainWindow(theme, tasks, Navigator())
    for name, title in (("todo", "待办"), ("institutions", "机构")):

        def make(name: str = name) -> Screen:
            return Page(made, name)

        window.add(Subject(name, title, name, make))
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    return window


def page(window: MainWindow, name: str) -> Page:
    found = window.opened_screen(name)
    assert isinstance(found, Page)
    return found


def shown(window: MainWindow) -> list[str]:
    return [b.text() for b in window.findChildren(QPushButton) if b.property("role") == "subject"]


def test_only_added_subjects_are_shown_and_made_when_first_opened(
    window: MainWindow, made: list[str], qtbot: QtBot
) -> None:
    assert shown(window) == ["待办", "机构"]
    assert made == []
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: made == ["institutions"])  # a button pressed by its shortcut is released by a timer
    assert page(window, "institutions").page.isVisible()


def test_screens_reach_each_other_by_name_and_back(window: MainWindow) -> None:
    window.navigator.go("todo")
    window.navigator.go("institutions", "inst-1")
    assert page(window, "institutions").heard == ["inst-1"]
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert page(window, "todo").page.isVisible()
    window.navigator.back()
    window.navigator.go("nowhere")
    assert page(window, "todo").page.isVisible()


def test_what_was_written_is_fetched_anew_on_the_shown_screen_only(window: MainWindow) -> None:
    window.navigator.go("institutions")
    window.navigator.go("todo")
    window.navigator.written.emit()
    QTest.keyClick(window, Qt.Key.Key_F5)
    assert page(window, "todo").heard == ["", "refresh", "refresh"]
    assert page(window, "institutions").heard == [""]


def test_the_top_says_office_person_day_and_what_is_not_acknowledged(window: MainWindow) -> None:
    holiday = DayInfo(DayKind.HOLIDAY, "国庆节")
    window.show_info(FrameInfo("大姚县医保局", "李晓梅（经办）", date(2026, 10, 1), holiday, 3, "上次备份：昨天"))
    texts = {label.text() for label in window.findChildren(QLabel)}
    assert {"大姚县医保局", "2026-10-01 周四 休息日（国庆节）", "上次备份：昨天"} <= texts
    assert window._top.unacknowledged.text() == "未回执 3"
    assert window.clock_banner.isHidden()


def test_a_wrong_clock_is_said_across_the_window(window: MainWindow) -> None:
    holiday = DayInfo(DayKind.HOLIDAY, "国庆节")
    said = "电脑日期是2026-03-01，而已有记录办理于2026-04-01：时钟可能慢了，请校准。"
    info = FrameInfo("大姚县医保局", "李晓梅（经办）", date(2026, 3, 1), holiday, 0, "", clock=said)
    window.show_info(info)
    assert (window.clock_banner.isHidden(), window.clock_banner.text()) == (False, said)
    window.show_info(replace(info, clock=""))
    assert window.clock_banner.isHidden()


def test_everything_is_found_from_ctrl_k(window: MainWindow, tasks: Tasks, qtbot: QtBot) -> None:
    asked: list[tuple[str, str]] = []

    def find(text: str) -> list[Found]:
        asked.append((text, threading.current_thread().name))
        return [Found("柳树村卫生室", "石羊镇", Place("institutions", f"inst-{n}")) for n in range(2)]

    window.finder.set_find(find)
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.finder.hasFocus()
    QTest.keyClicks(window.finder, "lsc")
    qtbot.waitUntil(window.finder._list.isVisible)
    QTest.keyClick(window.finder, Qt.Key.Key_Down)
    QTest.keyClick(window.finder, Qt.Key.Key_Return)
    assert asked == [("lsc", "store")]
    assert page(window, "institutions").heard == ["inst-1"]
    assert window.finder.text() == ""


def test_the_strip_says_what_is_running_and_stops_it(window: MainWindow, tasks: Tasks, qtbot: QtBot) -> None:
    strip = window._strip

    def work(report: Report) -> None:
        while True:
            report(Progress(30, 100))

    tasks.run_long("导入 Excel", work)
    qtbot.waitUntil(lambda: strip._text.text() == "正在导入 Excel：30 / 100")
    strip._stop.click()
    qtbot.waitUntil(lambda: strip._text.text() == "就绪")
    assert not strip._stop.isVisible()


def test_the_visit_takes_the_whole_window_and_gives_it_back(window: MainWindow) -> None:
    window.navigator.full_window.emit(True)
    assert not window._side.isVisible()
    window.navigator.full_window.emit(False)
    assert window._side.isVisible()


def test_the_font_size_changes_by_key(window: MainWindow, theme: Theme) -> None:
    QTest.keyClick(window, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    assert theme.percent == 110
    QTest.keyClick(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert theme.percent == 100


def test_a_window_closes_only_when_nobody_minds(window: MainWindow) -> None:
    window.ask_before_closing(lambda: False)
    assert not window.close()
    window.ask_before_closing(lambda: True)
    assert window.close()


def test_nothing_heavy_is_imported_before_the_first_paint() -> None:
    code = (
        "import sys, yb_desktop.ui.window, yb_desktop.ui.widgets.form, yb_desktop.ui.widgets.rows\n"
        "heavy = {'sqlalchemy', 'reportlab', 'alembic', 'openpyxl', 'pypinyin', 'cryptography', 'msgspec', 'PIL'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_steps_are_chosen_by_key_and_mouse_but_not_those_to_come(theme: Theme, qtbot: QtBot) -> None:
    steps = StepsView(
        [
            Step("receive", "收件", StepState.DONE, date(2026, 2, 25), "李晓梅"),
            Step("accept", "受理", StepState.NOW),
            Step("evaluate", "评估", StepState.LATER),
        ]
    )
    qtbot.addWidget(steps)
    steps.show()
    chosen: list[str] = []
    steps.chosen.connect(chosen.append)
    QTest.keyClick(steps._rows[0], Qt.Key.Key_Return)
    for row in steps._rows[1:]:
        QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    assert chosen == ["receive", "accept"]
    assert steps._rows[0].accessibleName() == "收件，已完成，2026-02-25，李晓梅"


def test_an_event_with_a_target_opens_it(theme: Theme, qtbot: QtBot) -> None:
    view = HistoryView([Event("2026-03-02", "受理", "李晓梅", target="doc-1"), Event("2026-03-01", "收件")])
    qtbot.addWidget(view)
    opened: list[str] = []
    view.opened.connect(opened.append)
    for number in (0, 1):
        view.activated.emit(view.model().index(number, 0))
    assert opened == ["doc-1"]
    assert view.model().index(0, 0).data() == "2026-03-02，受理，李晓梅"


def test_a_mistake_in_a_slot_is_said_and_reported(
    monkeypatch: pytest.MonkeyPatch, ask: RecordingAsk, tmp_path: Path, clock: FixedClock
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    watch_slots(ask, CrashReports(tmp_path, clock))
    for problem in (KeyError("x"), BadInput("b", "请填写。")):
        sys.excepthook(type(problem), problem, None)
    assert isinstance(ask.refused[0], Crash)
    assert ask.refused[1].text == "请填写。"
    assert len(list(tmp_path.glob("crash-*.txt"))) == 1
