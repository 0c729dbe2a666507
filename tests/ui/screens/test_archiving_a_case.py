"""Putting a case into a folder for the records office from its page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.services.office import FIRST, make
from tests.ui.recording import RecordingAsk
from tests.ui.screens.case_rooms import TODAY, Room
from tests.ui.screens.sample_offices import lead, seat
from yb_desktop.services.archiving import INDEX, MANIFEST
from yb_desktop.ui.screens.applications.cards import PapersCard
from yb_desktop.ui.screens.applications.page import NAME, ApplicationsScreen
from yb_desktop.ui.tasks import Tasks
from yb_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def room(theme: Theme, tmp_path: Path, tasks: Tasks, ask: RecordingAsk, qtbot: QtBot) -> Iterator[Room]:
    office = make(tmp_path / "office", {}, today=TODAY)
    yield Room(office, seat(office.at("经办员"), tasks, ask, tmp_path), qtbot)
    tasks.close()
    office.desk.store.close()


def test_a_case_goes_into_a_folder_of_its_own(room: Room, qtbot: QtBot, tmp_path: Path) -> None:
    screen = ApplicationsScreen(room.context)
    qtbot.addWidget(screen.widget())
    screen.widget().show()
    lead(room.context.navigator, NAME, screen)
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
