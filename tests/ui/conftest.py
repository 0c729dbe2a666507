"""The application of all window tests: offscreen, dressed once, with a recording door and a worker that ends."""

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
from yb_desktop.base.clock import FixedClock
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
