"""Ledgers, figures and the rows behind them through the screen, on a real store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from tests.ui.recording import RecordingAsk
from tests.ui.screens.sample_offices import DAY, Seat, make_template, opened_copy, seat
from yb_desktop.domain.people import Role
from yb_desktop.domain.vocabulary import AgreementState
from yb_desktop.services.desk import Desk
from yb_desktop.services.ledgers import Ledger
from yb_desktop.services.registry import run
from yb_desktop.store import lists
from yb_desktop.ui.acting import ActionDialog
from yb_desktop.ui.navigation import Place
from yb_desktop.ui.screens.oversight.page import OversightScreen
from yb_desktop.ui.screens.oversight.rows_dialog import RowsDialog
from yb_desktop.ui.tasks import Tasks
from yb_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

D = TypeVar("D", bound=QDialog)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_template(tmp_path_factory.mktemp("oversight"))


@pytest.fixture
def desk(template: Path, tmp_path: Path, tasks: Tasks) -> Iterator[Desk]:
    made = opened_copy(template, tmp_path / "office")
    yield made
    tasks.close()
    made.store.close()


@pytest.fixture
def seated(theme: Theme, desk: Desk, tasks: Tasks, ask: RecordingAsk, tmp_path: Path) -> Seat:
    return seat(desk, tasks, ask, tmp_path)


Open = Callable[[Seat], OversightScreen]


@pytest.fixture
def open_screen(qtbot: QtBot) -> Open:
    def made_for(seated: Seat) -> OversightScreen:
        made = OversightScreen(seated.context)
        qtbot.addWidget(made)
        made.resize(1200, 700)
        made.show()
        seated.context.navigator.setParent(made)
        seated.context.navigator.written.connect(made.refresh)
        made.refresh()
        return made

    return made_for


@pytest.fixture
def screen(seated: Seat, open_screen: Open) -> OversightScreen:
    return open_screen(seated)


def opened(screen: QWidget, kind: type[D], qtbot: QtBot) -> D:
    def found() -> list[D]:
        return [one for one in screen.findChildren(kind) if one.isVisible()]

    qtbot.waitUntil(lambda: bool(found()))
    return found()[0]


def texts(place: QWidget) -> str:
    return "\n".join(one.text() for one in place.findChildren(QLabel) if one.isVisible())


def leader_of(desk: Desk) -> Desk:
    with desk.store.read() as reader:
        return desk.sign_in(next(one for one in reader.people() if one.may(Role.LEADER)))


def in_force(desk: Desk) -> str:
    with desk.store.read() as reader:
        return lists.agreements(reader, state=AgreementState.IN_FORCE).rows[0].id


def shows(screen: OversightScreen, qtbot: QtBot) -> None:
    """Go to the figures and wait for them."""
    screen.tabs.setCurrentWidget(screen.figures)
    qtbot.waitUntil(lambda: screen.figures.view is not None)


def lists_rows(dialog: RowsDialog, number: int, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: dialog.rows.model.rowCount() == number)


def test_a_ledger_is_searched_and_saved(
    screen: OversightScreen, seated: Seat, tmp_path: Path, qtbot: QtBot
) -> None:  # S1
    page = screen.ledger
    page.first.set_day(date(2025, 1, 1))
    qtbot.waitUntil(lambda: page.view is not None and page.view.first == date(2025, 1, 1))
    assert page.view is not None
    assert page.view.which is Ledger.NEW
    qtbot.waitUntil(lambda: page.rows.model.rowCount() == 2)
    page.search.setText("石羊")
    qtbot.waitUntil(lambda: page.rows.model.rowCount() == 1)
    assert "找到 1 条，共 2 条" in texts(page)
    file = seated.ask.path = tmp_path / "台账.xlsx"
    page.save()
    qtbot.waitUntil(lambda: f"已保存：{file}" in seated.said)
    sheet = load_workbook(file).active
    assert sheet is not None
    assert [line[4].value for line in sheet.iter_rows(min_row=3)] == ["石羊镇中心卫生院"]


def test_days_in_the_wrong_order_are_said_and_nothing_is_read(screen: OversightScreen, qtbot: QtBot) -> None:
    page = screen.ledger
    qtbot.waitUntil(lambda: page.view is not None)
    before = page.view
    page.last.set_day(date(2020, 1, 1))
    page.refresh()
    assert "早于起日" in texts(page)
    assert page.view is before


def test_a_row_of_the_ledger_opens_its_matter(screen: OversightScreen, seated: Seat, qtbot: QtBot) -> None:
    page = screen.ledger
    qtbot.waitUntil(lambda: page.rows.model.rowCount() == 1)
    row = page.rows.model.row(0)
    assert row is not None
    page.rows.opened.emit(row)
    assert seated.places[-1] == Place("agreements", row.entity)


def test_a_chart_says_its_figures_and_opens_the_rows_behind_one(
    screen: OversightScreen, seated: Seat, qtbot: QtBot
) -> None:  # S3
    shows(screen, qtbot)
    view = screen.figures.view
    assert view is not None
    spoken = screen.figures.classes.spoken()
    assert spoken.splitlines()[0] == "全部：2 家"
    assert screen.figures.classes.accessibleDescription() == spoken
    assert "100.00%" in screen.figures.timely.spoken()
    assert "用时中位数" in screen.figures.timely.spoken()
    for figure in view.figures:
        if not figure.rows:
            continue
        screen.figures.open_figure(figure.key)
        dialog = opened(screen, RowsDialog, qtbot)
        lists_rows(dialog, len(figure.rows), qtbot)
        dialog.reject()
    screen.figures.classes.choose("institutions")
    dialog = opened(screen, RowsDialog, qtbot)
    qtbot.waitUntil(lambda: dialog.rows.model.rowCount() == 2)
    row = dialog.rows.model.row(0)
    assert row is not None
    dialog.rows.opened.emit(row)
    assert seated.places[-1] == Place("institutions", row.entity)


def test_the_rows_behind_a_figure_are_saved(
    screen: OversightScreen, seated: Seat, tmp_path: Path, qtbot: QtBot
) -> None:
    shows(screen, qtbot)
    screen.figures.open_figure("institutions")
    dialog = opened(screen, RowsDialog, qtbot)
    file = seated.ask.path = tmp_path / "明细.xlsx"
    dialog.save()
    qtbot.waitUntil(lambda: f"已保存：{file}" in seated.said)
    sheet = load_workbook(file).active
    assert sheet is not None
    assert sheet.max_row == 4


def test_what_is_missing_is_said_with_the_way_to_set_it(seated: Seat, open_screen: Open, qtbot: QtBot) -> None:  # S2
    seated.context.desk = leader_of(seated.context.desk)
    screen = open_screen(seated)
    shows(screen, qtbot)
    page = screen.figures
    assert "未设定参保人数" in texts(page)
    assert not page.beds.spoken()
    page.set_insured.click()
    dialog = opened(screen, ActionDialog, qtbot)
    dialog.form.set_values({"value": 20_000})
    dialog.submit()
    qtbot.waitUntil(page.set_insured.isHidden)
    assert page.beds.spoken() == "每千参保人：0.00 张"
    assert not page.set_index.isHidden()


def test_measures_are_counted_once_they_happen(screen: OversightScreen, seated: Seat, qtbot: QtBot) -> None:  # B1
    shows(screen, qtbot)
    assert "这一年没有违约处理" in texts(screen.figures)
    agreement = in_force(seated.context.desk)
    run(seated.context.desk, "breaches.talk", on=DAY, params={"agreement": agreement, "points": ["票据"]})
    seated.context.navigator.written.emit()
    qtbot.waitUntil(lambda: "约谈：1 次" in screen.figures.measures.spoken())
    assert "这一年没有违约处理" not in texts(screen.figures)
