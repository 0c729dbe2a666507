"""协议文本 in the settings: a file with faults is explained, a good one previewed, loaded, and taken back again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtWidgets import QWidget

from tests.services.test_own_texts import word_file
from tests.ui.recording import RecordingAsk
from tests.ui.screens.case_rooms import unnamed
from yb_desktop.base.clock import FixedClock
from yb_desktop.domain.versions import OWN_FIRST
from yb_desktop.services import people
from yb_desktop.services.agreement_texts import text_in_force
from yb_desktop.services.offices import open_office
from yb_desktop.ui.context import Context, Tools
from yb_desktop.ui.drafts import Drafts
from yb_desktop.ui.preview import PreviewDialog
from yb_desktop.ui.screens.settings.page import SettingsScreen
from yb_desktop.ui.screens.settings.texts import LoadDialog, TextsPart
from yb_desktop.ui.shots import DAY
from yb_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

Settle = Callable[[], None]
D = TypeVar("D", bound=QWidget)
GOOD = (
    "州定点医疗机构服务协议",
    "甲方：{甲方名称}，乙方：{乙方名称}，编号{协议编号}。",
    "第一章　总则",
    "第一条　本协议自{协议起始日期}起至{协议终止日期}止。",
)


@pytest.fixture
def context(tools: Tools, theme: Theme, drafts: Drafts, office_folder: Path) -> Iterator[Context]:
    """A context with the leader at the desk."""
    desk = open_office(office_folder, clock=FixedClock(DAY))
    with desk.store.read() as reader:
        leader = people.find_person(reader, "王建国")
    yield Context(replace(tools, theme=theme), desk.sign_in(leader), drafts)
    tools.tasks.close()
    desk.store.close()


@pytest.fixture
def screen(context: Context, qtbot: QtBot, settle: Settle) -> SettingsScreen:
    screen = SettingsScreen(context)
    context.navigator.written.connect(screen.refresh)
    qtbot.addWidget(screen)
    screen.resize(1226, 690)
    screen.show()
    screen.open("forms")
    settle()
    return screen


@pytest.fixture
def part(screen: SettingsScreen) -> TextsPart:
    part: TextsPart = screen.forms.texts
    return part


def opened(above: QWidget, kind: type[D]) -> D:
    return next(one for one in above.findChildren(kind) if one.isVisible())


def version(context: Context) -> int:
    with context.desk.store.read() as reader:
        return text_in_force(reader, "agreement_medical", DAY).version


def shown(part: TextsPart) -> list[tuple[str, ...]]:
    model = part.rows.model
    return [words[:3] for number in range(model.rowCount()) if (words := model.words(number))]


def test_a_file_with_faults_is_explained_and_not_loaded(
    part: TextsPart, context: Context, ask: RecordingAsk, qtbot: QtBot, tmp_path: Path
) -> None:
    part.load_button.click()
    dialog = opened(part, LoadDialog)
    ask.path = word_file(tmp_path / "文本.docx", *GOOD[:3], "第一条　自{起始日}起。")
    with qtbot.waitSignal(dialog.checked):
        dialog.file_button.click()
    assert "{起始日}不是这种协议的空白项" in dialog.found.text()
    assert not dialog.sample_button.isEnabled()
    dialog.submit()
    assert version(context) == 1
    assert dialog.isVisible()
    assert unnamed(dialog) == []


def test_a_good_file_is_previewed_loaded_and_taken_back(
    part: TextsPart, context: Context, qtbot: QtBot, settle: Settle, tmp_path: Path
) -> None:
    part.load_button.click()
    dialog = opened(part, LoadDialog)
    ask = context.ask
    assert isinstance(ask, RecordingAsk)
    ask.path = word_file(tmp_path / "文本.docx", *GOOD)
    with qtbot.waitSignal(dialog.checked):
        dialog.file_button.click()
    dialog.sample_button.click()
    preview = opened(dialog, PreviewDialog)
    qtbot.waitUntil(lambda: bool(preview.papers))
    preview.close()
    dialog.submit()
    settle()
    assert version(context) == OWN_FIRST
    assert shown(part)[:2] == [("医疗机构服务协议", "本单位第 1 版", "现用"), ("医疗机构服务协议", "第 1 版", "")]
    part.rows.table.selectRow(0)
    part.back_button.click()
    settle()
    assert version(context) == 1
    assert shown(part)[0] == ("医疗机构服务协议", "第 1 版（恢复程序自带）", "")


def test_the_text_in_force_is_shown(part: TextsPart, qtbot: QtBot) -> None:
    part.preview_button.click()
    dialog = opened(part, PreviewDialog)
    qtbot.waitUntil(lambda: bool(dialog.papers))
    assert dialog.windowTitle() == "现用文本：医疗机构服务协议"
