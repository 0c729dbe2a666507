"""Putting a case into a folder for the records office from its page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.services.office import FIRST
from tests.ui.looking import shown
from tests.ui.screens.case_rooms import Room
from yb_desktop.services.archiving import INDEX, MANIFEST
from yb_desktop.ui.screens.applications.cards import PapersCard
from yb_desktop.ui.screens.applications.page import NAME, ApplicationsScreen

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_a_case_goes_into_a_folder_of_its_own(room: Room, qtbot: QtBot, tmp_path: Path) -> None:
    screen = shown(ApplicationsScreen(room.context), room.context, NAME, qtbot)
    room.office.do("applications.receive_materials", FIRST)
    room.settle()
    room.context.navigator.go(NAME, room.office.case)
    room.until(lambda: screen.case.panel is not None)
    chosen = tmp_path / "档案"
    chosen.mkdir()
    room.seat.ask.path = chosen
    (card,) = screen.case.findChildren(PapersCard)
    assert card.archive.isVisible()
    before = len(room.seat.said)
    card.archive.click()
    room.until(lambda: len(room.seat.said) > before or room.seat.ask.refused)
    assert not room.seat.ask.refused
    (folder,) = chosen.iterdir()
    assert folder.name.startswith("归档_")
    assert {f"{INDEX}.pdf", f"{INDEX}.xlsx", MANIFEST} <= {path.name for path in folder.iterdir()}
    card.archive.click()  # a second time the folder is there already: nothing is written over
    room.until(lambda: room.seat.ask.refused)
    assert len(list(chosen.iterdir())) == 1
