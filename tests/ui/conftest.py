"""What all window tests get: one application, dressed once, a recording door, a worker that ends, a sample office."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.recording import RecordingAsk
from tests.ui.screens.sample_offices import Seat, make_template, opened_copy, seat
from yb_desktop.base.clock import FixedClock
from yb_desktop.services.desk import Desk
from yb_desktop.ui.crash import CrashReports
from yb_desktop.ui.drafts import Drafts
from yb_desktop.ui.preferences import Preferences
from yb_desktop.ui.tasks import Tasks
from yb_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

TODAY = date(2026, 3, 2)


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> Theme:
    return Theme(qapp)


@pytest.fixture
def theme(dressed: Theme) -> Iterator[Theme]:
    yield dressed
    dressed.usual()


@pytest.fixture
def ask() -> RecordingAsk:
    return RecordingAsk()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(TODAY)


@pytest.fixture
def tasks(qtbot: QtBot, ask: RecordingAsk, tmp_path: Path, clock: FixedClock) -> Iterator[Tasks]:
    made = Tasks(ask, CrashReports(tmp_path / "crashes", clock))
    yield made
    made.close()


@pytest.fixture
def drafts(tmp_path: Path, clock: FixedClock) -> Drafts:
    return Drafts(tmp_path / "drafts", clock)


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    return Preferences(tmp_path / "window.json")


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample office that no test opens; tests copy it."""
    return make_template(tmp_path_factory.mktemp("sample"))


@pytest.fixture
def desk(sample_folder: Path, tmp_path: Path, tasks: Tasks) -> Iterator[Desk]:
    """A sample office of its own for each test, the clerk at the desk."""
    made = opened_copy(sample_folder, tmp_path / "office")
    yield made
    tasks.close()
    made.store.close()


@pytest.fixture
def seated(theme: Theme, desk: Desk, tasks: Tasks, ask: RecordingAsk, tmp_path: Path) -> Seat:
    """Somebody at the window over that office."""
    del theme  # only needs to be there: screens are drawn dressed
    return seat(desk, tasks, ask, tmp_path)
