"""The print register on screen: opened, searched, a copy voided and printed again, papers written at once, saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from tests.ui.looking import opened
from tests.ui.recording import RecordingAsk, written_apart
from yb_desktop.law.law import Kind
from yb_desktop.paper.pictures import page_sizes
from yb_desktop.services.views.print_register import RegisterLine, Standing
from yb_desktop.ui.acting import ActionDialog
from yb_desktop.ui.batch_papers import BatchDialog
from yb_desktop.ui.context import Context
from yb_desktop.ui.paper_preview import PaperPreview
from yb_desktop.ui.preview import PreviewDialog
from yb_desktop.ui.screens.agreements.page import REGISTER, AgreementsScreen
from yb_desktop.ui.screens.agreements.printing import PrintAgreementDialog
from yb_desktop.ui.screens.agreements.register_page import RegisterPage
from yb_desktop.ui.screens.agreements.round_printing import RoundPrintDialog
from yb_desktop.ui.widgets.form_dialog import FormDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

D = TypeVar("D", bound=QDialog)
Settle = Callable[[], None]


@pytest.fixture
def screen(context: Context, qtbot: QtBot, settle: Settle) -> AgreementsScreen:
    screen = AgreementsScreen(context)
    qtbot.addWidget(screen)
    screen.resize(1366, 700)
    screen.show()
    context.navigator.written.connect(screen.refresh)
    screen.open(REGISTER)
    settle()
    return screen


@pytest.fixture
def page(screen: AgreementsScreen) -> RegisterPage:
    page: RegisterPage = screen.register
    return page


def lines(page: RegisterPage) -> list[RegisterLine]:
    model = page.rows.model
    return [line for number in range(model.rowCount()) if (line := model.row(number)) is not None]


def choose(page: RegisterPage, document: str, standing: Standing = Standing.HOLDS) -> RegisterLine:
    found = lines(page)
    number = next(n for n, one in enumerate(found) if one.document == document and one.standing is standing)
    page.rows.table.selectRow(number)
    return found[number]


def find(page: RegisterPage, words: str, qtbot: QtBot, settle: Settle) -> None:
    with qtbot.waitSignal(page.search.searched):
        page.search.setText(words)
    settle()


def test_the_register_lists_the_newest_first_and_is_searched(page: RegisterPage, qtbot: QtBot, settle: Settle) -> None:
    found = lines(page)
    assert {"acceptance_notice", "agreement", "publicity_list"} <= {one.document for one in found}
    assert found[0].on == max(one.on for one in found if one.on)
    find(page, "受理通知书", qtbot, settle)
    assert {one.document for one in lines(page)} == {"acceptance_notice"}
    find(page, "没有这样的字", qtbot, settle)
    assert not lines(page)
    assert not page.open_button.isEnabled()


def test_a_notice_is_opened_and_also_saved_for_word(
    page: RegisterPage, ask: RecordingAsk, qtbot: QtBot, settle: Settle, tmp_path: Path
) -> None:
    line = choose(page, "acceptance_notice")
    assert not page.void_button.isEnabled()
    page.open_button.click()
    dialog = opened(page, PaperPreview, qtbot)
    qtbot.waitUntil(lambda: bool(dialog.papers))
    settle()
    assert line.number in dialog.windowTitle()
    actions = dialog.format_button.menu().actions()
    assert [one.text() for one in actions] == ["Word 文档…"]
    ask.path = tmp_path / "受理通知书.docx"
    actions[0].trigger()
    settle()
    assert ask.path.read_bytes().startswith(b"PK")


def test_a_publicity_list_is_saved_as_one_web_page(
    page: RegisterPage, ask: RecordingAsk, qtbot: QtBot, settle: Settle, tmp_path: Path
) -> None:
    choose(page, "publicity_list")
    page.open_button.click()
    dialog = opened(page, PaperPreview, qtbot)
    settle()
    ask.path = tmp_path / "公示.html"
    dialog.save_as(".html")
    settle()
    text = ask.path.read_text("utf-8")
    assert "公示" in text
    assert "http://" not in text
    assert "https://" not in text


def test_a_notice_printed_before_asks_why_and_the_register_shows_it(
    page: RegisterPage, ask: RecordingAsk, qtbot: QtBot, settle: Settle, tmp_path: Path
) -> None:
    line = choose(page, "acceptance_notice")
    ask.path = tmp_path / "受理通知书.pdf"
    page.again_button.click()
    dialog = opened(page, PaperPreview, qtbot)
    qtbot.waitUntil(lambda: bool(dialog.papers))
    dialog.save()
    settle()
    assert [one.again for one in lines(page) if one.number == line.number] == [0]
    dialog.save()
    why = opened(dialog, FormDialog, qtbot)
    assert why.windowTitle() == "再次打印"
    why.submit()
    assert why.isVisible()  # not without a reason
    why.form.set_values({"reason": "机构遗失，补发"})
    why.submit()
    settle()
    again = next(one for one in lines(page) if one.number == line.number and one.again)
    assert again.why == "第2次打印：机构遗失，补发"
    dialog.reject()

    page.batch()
    batch = opened(page, BatchDialog, qtbot)
    settle()
    assert not batch.form.check()  # one of them was printed before
    batch.reject()


def test_a_copy_is_voided_with_its_reason_and_printed_again(page: RegisterPage, qtbot: QtBot, settle: Settle) -> None:
    line = choose(page, "agreement")
    page.void_button.click()
    dialog = opened(page, ActionDialog, qtbot)
    dialog.form.set_values({"reason": "纸张破损"})
    dialog.submit()
    settle()
    again = next(one for one in lines(page) if (one.number, one.copy) == (line.number, line.copy))
    assert again.standing is Standing.VOID
    assert "纸张破损" in again.why
    page.rows.table.selectRow(lines(page).index(again))
    assert not page.open_button.isEnabled()
    page.again_button.click()
    printing = opened(page, PrintAgreementDialog, qtbot)
    qtbot.waitUntil(lambda: bool(printing.papers))
    printing.form.set_values({"reason": "第1份破损", "copies": 1})
    printing.register_button.click()
    settle()
    copies = [one.copy for one in lines(page) if one.number == line.number]
    assert max(copies) == len(copies)
    assert any(one.why == "补印：第1份破损" for one in lines(page))


def test_several_papers_go_into_one_file(
    page: RegisterPage, ask: RecordingAsk, qtbot: QtBot, settle: Settle, tmp_path: Path
) -> None:
    find(page, "受理通知书", qtbot, settle)
    page.rows.table.selectAll()
    page.batch_button.click()
    dialog = opened(page, BatchDialog, qtbot)
    settle()
    ask.path = tmp_path / "通知书.pdf"
    count = len(lines(page))
    dialog.submit()
    qtbot.waitUntil(ask.path.exists)
    settle()
    assert count > 1
    assert len(page_sizes(ask.path.read_bytes())) >= count


def test_the_list_is_saved_as_excel_with_no_formula(
    page: RegisterPage, ask: RecordingAsk, settle: Settle, tmp_path: Path
) -> None:
    ask.path = tmp_path / "打印登记.xlsx"
    QTest.keyClick(page.rows.table, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    settle()
    sheet = load_workbook(ask.path).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[1][:3] == ("日期", "文书", "文号")
    assert len(rows) == 2 + len(lines(page))
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert ask.said[-1].startswith(f"已保存 {len(lines(page))} 行")


@pytest.mark.parametrize("document", ["application_form", "visit_form", "assessment_form"])
def test_an_empty_form_is_shown(page: RegisterPage, document: str, qtbot: QtBot) -> None:
    page.open_empty(document, Kind.PHARMACY)
    dialog = opened(page, PreviewDialog, qtbot)
    qtbot.waitUntil(lambda: bool(dialog.papers))
    assert dialog.windowTitle().startswith("空白")
    assert "零售药店" in dialog.windowTitle()


def test_the_agreements_of_a_round_get_copies_and_are_written(
    page: RegisterPage, context: Context, qtbot: QtBot, settle: Settle, tmp_path: Path
) -> None:
    found = {one.entity for one in lines(page) if one.document == "agreement"}
    dialog = RoundPrintDialog(context, sorted(found), "续签协议", page)
    dialog.open()
    dialog.submit()
    settle()
    writing = opened(page, BatchDialog, qtbot)
    settle()
    written_apart(writing, context, tmp_path)
    settle()
    standing = [one for one in lines(page) if one.document == "agreement" and one.standing is Standing.HOLDS]
    qtbot.waitUntil(lambda: len(list(tmp_path.glob("*.pdf"))) == len(standing))
    assert len(standing) >= len(found)
