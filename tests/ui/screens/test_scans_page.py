"""Scans dropped on the window: read, looked at, the unreadable page confirmed, and filed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from tests.paper.scanned import Wear, as_pdf, pages_of
from tests.services.paper.scans import blotted
from tests.ui.looking import shown
from tests.ui.screens.sample_offices import Seat
from yb_desktop.domain.vocabulary import AgreementState
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.device_keys import make_device_key
from yb_desktop.services.papers import agreement_copy
from yb_desktop.services.views.scans import ScanState
from yb_desktop.store import lists
from yb_desktop.ui.screens.agreements.page import AgreementsScreen
from yb_desktop.ui.screens.agreements.scans_page import ScansPage

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

DPI = 150
LONG = 30_000  # ms: a busy machine reads slowly


@pytest.fixture
def page(seated: Seat, qtbot: QtBot) -> ScansPage:
    screen = shown(AgreementsScreen(seated.context), seated.context, "agreements", qtbot, width=1280, height=760)
    screen.scans_button.click()
    assert screen.scans.isVisible()
    return screen.scans


@pytest.fixture
def agreement(desk: Desk) -> str:
    with desk.store.read() as reader:
        rows = lists.agreements(reader, state=AgreementState.IN_FORCE).rows
        return next(row.id for row in rows if reader.agreement(row.id).copies)


@pytest.fixture
def scan(desk: Desk, agreement: str, tmp_path: Path) -> Path:
    """Give a scan of the agreement whose second page has lost its code, and which lacks its third."""
    key = make_device_key(desk, "一二三四五六七八")
    pages = list(pages_of(agreement_copy(desk, agreement, copy=1, signer=key), DPI))
    pages[1] = blotted(pages[1], DPI)
    file = tmp_path / "扫描.pdf"
    file.write_bytes(as_pdf([*pages[:2], *pages[3:]], Wear(dpi=DPI)))
    return file


def dropped(page: ScansPage, file: Path, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    with qtbot.waitSignal(page.rows.counted, timeout=LONG):
        page.dropEvent(QDropEvent(QPointF(5, 5), copy, data, left, Qt.KeyboardModifier.NoModifier))


def states(page: ScansPage) -> list[ScanState]:
    return [line.state for line in page.inbox.lines] if page.inbox else []


def test_a_dropped_scan_is_read_confirmed_and_filed(
    page: ScansPage, scan: Path, agreement: str, seated: Seat, qtbot: QtBot
) -> None:
    dropped(page, scan, qtbot)
    assert page.inbox is not None
    pile, loose = page.inbox.lines
    assert (pile.state, pile.missing) == (ScanState.MISSING, "2、3")
    assert (loose.state, loose.likely is not None and loose.likely.place.page) == (ScanState.LOOSE, 2)
    assert not page.keep_button.isEnabled()

    page.rows.table.selectRow(1)
    qtbot.waitUntil(page.pictures.confirm_button.isVisible)
    assert "第 2 页" in page.pictures.confirm_button.text()
    assert not page.pictures.expected.pixmap().isNull()
    with qtbot.waitSignal(page.rows.counted, timeout=LONG):
        QTest.keyClick(page.rows.table, Qt.Key.Key_Return)
    assert [line.missing for line in page.inbox.lines] == ["3"]

    page.rows.table.selectRow(0)
    qtbot.waitUntil(lambda: page.pictures.pages.count() > 0)
    assert "人工确认" in page.pictures.pages.item(1).text()
    with qtbot.waitSignal(page.rows.counted, timeout=LONG):
        QTest.keyClick(page.rows.table, Qt.Key.Key_Return)
    assert "缺第3页" in seated.ask.asked[-1]
    assert states(page) == [ScanState.FILED]
    with seated.context.desk.store.read() as reader:
        kept = reader.agreement(agreement).scan_pages
    assert 2 in kept
    assert 3 not in kept


def test_a_page_left_out_is_missing_again_and_bad_files_are_named(
    page: ScansPage, scan: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "几份").mkdir()
    scan.rename(tmp_path / "几份" / "a.pdf")
    (tmp_path / "几份" / "b.jpg").write_bytes(b"\xff\xd8\xff")
    dropped(page, tmp_path / "几份", qtbot)
    assert states(page) == [ScanState.MISSING, ScanState.LOOSE, ScanState.FAULT]
    page.rows.table.selectRow(0)
    qtbot.waitUntil(lambda: page.pictures.pages.count() > 0)
    page.pictures.pages.setCurrentRow(0)
    with qtbot.waitSignal(page.rows.counted, timeout=LONG):
        page.pictures.leave_button.click()
    assert page.inbox is not None
    assert page.inbox.lines[0].missing == "1、2、3"
