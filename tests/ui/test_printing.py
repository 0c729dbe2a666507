"""Printing into a file as a printer would: pages, sheets for both sides, what is remembered; the preview's buttons."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QWidget

from tests.ui.screens.sample_offices import Seat
from yb_desktop.base.errors import BadInput
from yb_desktop.paper.blocks import Document, Para, Style, Title
from yb_desktop.paper.page import render
from yb_desktop.paper.pictures import page_sizes
from yb_desktop.ui import preview
from yb_desktop.ui.preferences import Preferences
from yb_desktop.ui.preview import PreviewDialog, PrintDialog
from yb_desktop.ui.printing import PrintSetup, Sides, print_papers, remember, remembered
from yb_desktop.ui.tasks import Progress, Report, Stopped
from yb_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from yb_desktop.services.desk import Desk


@pytest.fixture(scope="module")
def paper() -> bytes:
    document = Document("acceptance_notice", "姚医保受〔2026〕1号", "受理通知书", made=date(2026, 3, 2))
    return render(document, [Title("受理通知书"), Para("现予受理。")], style=Style.FORM)


def told(progress: list[Progress]) -> Report:
    return Report(progress.append)


def test_each_paper_begins_on_a_sheet_of_its_own(theme: Theme, paper: bytes, tmp_path: Path) -> None:
    file = tmp_path / "out.pdf"
    progress: list[Progress] = []
    assert print_papers([paper, paper], PrintSetup(sides=Sides.BOTH, file=file), told(progress)) == 2
    assert len(page_sizes(file.read_bytes())) == 3  # the back of the first sheet stays empty
    assert progress[-1].text == "第 2 页，共 2 页"
    size = page_sizes(file.read_bytes())[0]
    assert (round(size.width), round(size.height)) == (595, 842)


def test_sets_are_printed_one_after_the_other(theme: Theme, paper: bytes, tmp_path: Path) -> None:
    file = tmp_path / "out.pdf"
    assert print_papers([paper], PrintSetup(sides=Sides.ONE, copies=3, file=file), told([])) == 3
    assert len(page_sizes(file.read_bytes())) == 3


def test_printing_stops_when_told(theme: Theme, paper: bytes, tmp_path: Path) -> None:
    report = told([])
    report.stop()
    with pytest.raises(Stopped):
        print_papers([paper], PrintSetup(file=tmp_path / "out.pdf"), report)


def test_printer_and_sides_are_remembered_but_not_the_number(preferences: Preferences) -> None:
    assert remembered(preferences) == PrintSetup()
    remember(preferences, PrintSetup("办公室", Sides.ONE, 7))
    assert remembered(preferences) == PrintSetup("办公室", Sides.ONE, 1)


def test_a_paper_is_previewed_and_saved(seated: Seat, paper: bytes, tmp_path: Path, qtbot: QtBot) -> None:
    seated.ask.path = tmp_path / "受理通知书.pdf"
    dialog = PreviewDialog(seated.context, "受理通知书", lambda _desk: (paper,), name="受理通知书")
    qtbot.addWidget(dialog)
    assert not dialog.save_button.isEnabled()
    with qtbot.waitSignals([dialog.made, dialog.view.shown]):
        dialog.show()
    dialog.save_button.click()
    qtbot.waitUntil(lambda: bool(seated.said))
    assert (tmp_path / "受理通知书.pdf").read_bytes() == paper


def test_a_paper_that_cannot_be_made_says_why(seated: Seat, qtbot: QtBot) -> None:
    def make(_desk: Desk) -> tuple[bytes, ...]:
        raise BadInput("paper", "还没有受理通知书。")

    dialog = PreviewDialog(seated.context, "受理通知书", make)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.problem == "✕ 还没有受理通知书。")
    assert not dialog.print_button.isEnabled()


def test_without_a_printer_the_way_out_is_named(
    seated: Seat, paper: bytes, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview, "printers", tuple)
    dialog = PreviewDialog(seated.context, "受理通知书", lambda _desk: (paper,))
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.made):
        dialog.show()
    dialog.print_button.click()
    assert [one.code for one in seated.ask.refused] == ["printer"]


def test_the_print_dialog_remembers_and_closes_when_sent(
    seated: Seat, paper: bytes, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[PrintSetup] = []

    def sent(papers: tuple[bytes, ...], setup: PrintSetup, _report: Report) -> int:
        asked.append(setup)
        return len(papers)

    monkeypatch.setattr(preview, "print_papers", sent)
    above = QWidget()
    qtbot.addWidget(above)
    dialog = PrintDialog(seated.context, ("一楼", "二楼"), (paper,), above, sets=True)
    dialog.show()
    dialog.form.set_values({"printer": "二楼", "sides": "one", "sets": 2})
    dialog.submit()
    qtbot.waitUntil(lambda: seated.said == ["已送往打印机 1 页"])
    assert asked == [PrintSetup("二楼", Sides.ONE, 2)]
    assert remembered(seated.context.preferences).printer == "二楼"
