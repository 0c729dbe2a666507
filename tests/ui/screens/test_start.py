"""The start: a new office and its first person, signing in, five wrong passwords, another person, what is wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from tests.databases import needs_server
from tests.postgres import Server
from tests.ui.recording import RecordingAsk
from yb_desktop.base.clock import FixedClock
from yb_desktop.ui.main import Program
from yb_desktop.ui.preferences import Preferences
from yb_desktop.ui.shots import DAY
from yb_desktop.ui.start.beginning import Beginning
from yb_desktop.ui.start.choosing import ChooseOffice, NewOffice
from yb_desktop.ui.start.passwords import PersonDialog, SignIn
from yb_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

Make = Callable[[Path | None], Program]
SECRET = "松树青青-2026"


@pytest.fixture(autouse=True)
def own_hook(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put back the hook for exceptions in slots, which a program takes over."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)


@pytest.fixture
def make(theme: Theme, ask: RecordingAsk, preferences: Preferences, tmp_path: Path, qtbot: QtBot) -> Iterator[Make]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    made: list[Program] = []

    def start(folder: Path | None) -> Program:
        program = Program(app, preferences, FixedClock(DAY), tmp_path / "reports", folder, ask=ask, theme=theme)
        made.append(program)
        qtbot.addWidget(program.window)
        program.show()
        return program

    yield start
    for program in made:
        program.close()


def sign_in(program: Program, qtbot: QtBot) -> SignIn:
    qtbot.waitUntil(lambda: isinstance(program.beginning.dialog, SignIn))
    dialog = program.beginning.dialog
    assert isinstance(dialog, SignIn)
    return dialog


def choose_password(dialog: SignIn, name: str) -> None:
    dialog.who.setCurrentIndex(next(n for n in range(dialog.who.count()) if name in dialog.who.itemText(n)))
    dialog.password.setText(SECRET)
    dialog.again.setText(SECRET)
    dialog._yes.click()


def seated(program: Program) -> bool:
    return program.context is not None and program.window.centralWidget().isEnabled()


def test_a_first_start_asks_for_the_office_and_its_first_person(make: Make, qtbot: QtBot, tmp_path: Path) -> None:
    program = make(None)
    qtbot.waitUntil(lambda: isinstance(program.beginning.dialog, ChooseOffice))
    choice = program.beginning.dialog
    assert isinstance(choice, ChooseOffice)
    choice.form.set_values({"office": "532326"})
    assert choice.form.values()["name"] == "大姚县医疗保障局"
    choice.folder.setText(str(tmp_path / "新数据"))
    choice.submit()
    qtbot.waitUntil(lambda: isinstance(program.beginning.dialog, PersonDialog))
    person = program.beginning.dialog
    assert isinstance(person, PersonDialog)
    person.form.set_values({"name": "王建国"})
    person.password.setText("short")
    person.submit()
    assert isinstance(program.beginning.dialog, PersonDialog)
    person.password.setText(SECRET)
    person.again.setText(SECRET)
    person.submit()
    dialog = sign_in(program, qtbot)
    assert dialog.who.currentText() == "王建国（审核、负责人）"
    dialog.password.setText(SECRET)
    dialog._yes.click()
    qtbot.waitUntil(lambda: seated(program))
    assert program.tools.preferences.get("folder") == str(tmp_path / "新数据")
    assert program.context is not None
    assert program.context.desk.person is not None
    assert program.window.opened_screen("todo") is not None
    qtbot.waitUntil((tmp_path / "新数据" / "backups").is_dir)


def test_five_wrong_passwords_lock_and_another_may_sign_in(make: Make, qtbot: QtBot, office_folder: Path) -> None:
    program = make(office_folder)
    choose_password(sign_in(program, qtbot), "李晓梅")
    qtbot.waitUntil(lambda: seated(program))
    program.beginning.change_person()
    dialog = sign_in(program, qtbot)
    assert "李晓梅" in dialog.who.currentText()  # the last one is offered first
    for left in ("4次", "3次", "2次", "1次", "锁定", "锁定"):
        dialog.password.setText("wrong password")
        dialog._yes.click()
        qtbot.waitUntil(dialog._yes.isEnabled)
        assert left in dialog._problem.text()
    choose_password(dialog, "王建国")
    qtbot.waitUntil(lambda: program.beginning.dialog is None)
    assert program.context is not None
    person = program.context.desk.person
    assert person is not None
    assert person.name == "王建国"


def test_giving_up_at_the_start_closes_the_window_and_later_leaves_all_as_it_was(
    make: Make, qtbot: QtBot, office_folder: Path
) -> None:
    program = make(office_folder)
    choose_password(sign_in(program, qtbot), "李晓梅")
    qtbot.waitUntil(lambda: seated(program))
    program.beginning.change_person()
    sign_in(program, qtbot).reject()
    assert program.window.isVisible()
    program.close()
    other = make(office_folder)
    sign_in(other, qtbot).reject()
    assert not other.window.isVisible()


def test_a_folder_without_data_is_said_and_another_asked_for(
    make: Make, qtbot: QtBot, ask: RecordingAsk, preferences: Preferences, tmp_path: Path
) -> None:
    preferences.set("folder", str(tmp_path / "gone"))
    program = make(None)
    qtbot.waitUntil(lambda: isinstance(program.beginning.dialog, ChooseOffice))
    assert [error.code for error in ask.refused] == ["no-data"]


def test_a_crash_is_told_with_the_work_that_was_kept(
    make: Make, qtbot: QtBot, ask: RecordingAsk, office_folder: Path
) -> None:
    program = make(office_folder)
    choose_password(sign_in(program, qtbot), "李晓梅")
    qtbot.waitUntil(lambda: seated(program))
    assert program.context is not None
    program.context.drafts.keep("x", "登记医疗机构", {"name": "某诊所"})
    program.close()
    (office_folder / "work.json").write_text('{"what": "导入“名单.xlsx”", "since": "2026-03-02T12:00", "place": 1}')
    again = make(office_folder)
    sign_in(again, qtbot)
    assert "导入“名单.xlsx”" in ask.said[0]
    assert "登记医疗机构（2026-03-02" in ask.said[0]


def test_an_office_is_made_only_where_none_is(make: Make, qtbot: QtBot, office_folder: Path) -> None:
    program = make(None)
    qtbot.waitUntil(lambda: isinstance(program.beginning.dialog, ChooseOffice))
    choice = program.beginning.dialog
    assert isinstance(choice, ChooseOffice)
    choice.made.emit(NewOffice("532326", "大姚县医疗保障局", office_folder))
    qtbot.waitUntil(lambda: "已经有数据" in choice._problem.text())
    assert isinstance(program.beginning, Beginning)


def place_on(choice: ChooseOffice, server: Server, database: str, folder: Path, user: str = "yb") -> None:
    choice.form.set_values({"office": "532326", "place": "server", "host": str(server.folder), "user": user})
    choice.form.set_values({"database": database})
    choice.folder.setText(str(folder))


def choose_office(program: Program, qtbot: QtBot) -> ChooseOffice:
    qtbot.waitUntil(lambda: isinstance(program.beginning.dialog, ChooseOffice))
    choice = program.beginning.dialog
    assert isinstance(choice, ChooseOffice)
    return choice


def try_it(choice: ChooseOffice, qtbot: QtBot) -> str:
    choice._try.click()
    assert not choice._try.isEnabled()
    qtbot.waitUntil(choice._try.isEnabled)
    return choice._problem.text() if choice._found.isHidden() else choice._found.text()


@needs_server
def test_the_data_may_lie_on_a_server_and_another_pc_joins(
    make: Make, qtbot: QtBot, tmp_path: Path, server: Server
) -> None:
    database = server.make(f"window_{server.count}")
    first_program = make(None)
    first = choose_office(first_program, qtbot)
    assert not first.form.editor("host").isVisible()
    place_on(first, server, database, tmp_path / "pc1")
    assert first.form.editor("host").isVisible()
    assert "数据库是空的" in try_it(first, qtbot)
    first.submit()
    qtbot.waitUntil(lambda: isinstance(first_program.beginning.dialog, PersonDialog))

    second = make(None)
    choice = choose_office(second, qtbot)
    place_on(choice, server, database, tmp_path / "pc2")
    said = try_it(choice, qtbot)
    assert "大姚县医疗保障局" in said
    assert "在用的电脑有pc1" in said
    assert choice.form.values()["device"] == "pc2"
    assert choice._yes.text() == "加入"
    choice.form.editor("host").changed.emit()  # as a field does that is only left
    assert choice._yes.text() == "加入"
    choice.form.set_values({"database": "another"})
    assert choice._yes.text() != "加入"
    choice.form.set_values({"database": database})
    try_it(choice, qtbot)
    choice.submit()
    qtbot.waitUntil(lambda: second.beginning.desk is not None)
    assert second.beginning.desk is not None
    assert second.beginning.desk.info.device == "pc2"


@needs_server
def test_each_thing_in_the_way_of_a_server_has_its_sentence(
    make: Make, qtbot: QtBot, tmp_path: Path, server: Server
) -> None:
    foreign = server.make(f"foreign_{server.count}")
    server.run("CREATE TABLE other (n int)", foreign)
    choice = choose_office(make(None), qtbot)
    choice.form.set_values({"place": "server"})
    choice._try.click()
    assert choice._try.isEnabled(), "nothing is tried without an address"
    said: list[str] = []
    for database, user, host in (
        (foreign, "yb", ""),
        ("no_such_database", "yb", ""),
        ("postgres", "yb_secret", ""),
        ("yb", "yb", "127.0.0.1:9"),
        ("yb", "yb", "no.such.host.invalid"),
    ):
        place_on(choice, server, database, tmp_path / "data", user)
        if host:
            choice.form.set_values({"host": host})
        said.append(try_it(choice, qtbot))
    for sentence, words in zip(
        said, ("别的程序的数据", "没有这个数据库", "用户名或密码", "没有数据库在运行", "找不到这台服务器"), strict=True
    ):
        assert words in sentence
        assert sentence.startswith("✕")
        assert sentence.isascii() is False
        assert not any(word in sentence for word in ("FATAL", "connection", "failed"))
    choice.submit()
    qtbot.waitUntil(choice._try.isEnabled)
    assert "找不到这台服务器" in choice._problem.text()
    assert not (tmp_path / "data" / "database.json").exists()
