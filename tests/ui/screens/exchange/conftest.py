"""A county and its prefecture on real stores, and the screen of their exchange."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtWidgets import QDialog

from tests.databases import new_database
from tests.ui.looking import shown
from tests.ui.recording import RecordingAsk
from tests.ui.screens.exchange.showing import Show
from tests.ui.screens.sample_offices import DAY, opened_copy, seat
from yb_desktop.base.clock import FixedClock
from yb_desktop.services.desk import Desk
from yb_desktop.services.stories.sample_exchange import (
    PASSPHRASE,
    SampleExchange,
    enrol_both,
    make_sample_prefecture,
)
from yb_desktop.ui.screens.exchange.page import ExchangeScreen
from yb_desktop.ui.tasks import Tasks
from yb_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

D = TypeVar("D", bound=QDialog)


@pytest.fixture
def county(desk: Desk) -> Desk:
    return desk


@pytest.fixture
def prefecture(tmp_path: Path, tasks: Tasks) -> Iterator[Desk]:
    made = make_sample_prefecture(tmp_path / "prefecture", FixedClock(DAY), database=new_database())
    yield made
    tasks.close()
    made.store.close()


@pytest.fixture
def sample(county: Desk, prefecture: Desk, tmp_path: Path) -> SampleExchange:
    return enrol_both(county, prefecture, tmp_path / "hand")


@pytest.fixture
def ask() -> RecordingAsk:
    made = RecordingAsk()
    made.passphrase = PASSPHRASE
    return made


@pytest.fixture
def unenrolled(sample_folder: Path, tmp_path: Path, tasks: Tasks) -> Iterator[Desk]:
    made = opened_copy(sample_folder, tmp_path / "unenrolled")
    yield made
    tasks.close()
    made.store.close()


@pytest.fixture
def show(theme: Theme, tasks: Tasks, ask: RecordingAsk, tmp_path: Path, qtbot: QtBot) -> Show:
    def made_for(desk: Desk) -> ExchangeScreen:
        context = seat(desk, tasks, ask, tmp_path).context
        made = shown(ExchangeScreen(context), context, "exchange", qtbot)
        made.refresh()
        qtbot.waitUntil(lambda: made.view is not None)
        return made

    return made_for
