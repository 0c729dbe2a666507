"""What a screen gets in its tests: a copy of the sample office on a day that stands still, and who hears it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.services.office import Office, make
from tests.ui.looking import settled
from tests.ui.recording import RecordingAsk
from tests.ui.screens.case_rooms import TODAY, Room
from tests.ui.screens.sample_offices import CLERK, copied, seat
from yb_desktop.base.clock import FixedClock
from yb_desktop.services.offices import open_office
from yb_desktop.services.people import find_person
from yb_desktop.ui.context import Context, Tools
from yb_desktop.ui.drafts import Drafts
from yb_desktop.ui.navigation import Navigator, Place
from yb_desktop.ui.preferences import Preferences
from yb_desktop.ui.shots import DAY
from yb_desktop.ui.tasks import Tasks
from yb_desktop.ui.theme import Theme, Tone

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def office_folder(sample_folder: Path, tmp_path: Path) -> Path:
    return copied(sample_folder, tmp_path / "office")


class Heard:
    """What a screen said by the way and where it wanted to go."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.went: list[Place] = []

    def say(self, text: str, _tone: Tone) -> None:
        self.said.append(text)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def tools(theme: Theme, tasks: Tasks, ask: RecordingAsk, preferences: Preferences, heard: Heard) -> Tools:
    """What belongs to a window, without one."""
    del theme  # only needs to be there: screens are drawn dressed
    navigator = Navigator()
    navigator.wanted.connect(heard.went.append)
    return Tools(tasks, ask, navigator, preferences, heard.say)


@pytest.fixture
def context(tools: Tools, drafts: Drafts, office_folder: Path) -> Iterator[Context]:
    """What a screen gets, the clerk at the desk; the office closes when the worker has nothing left to do."""
    desk = open_office(office_folder, clock=FixedClock(DAY))
    with desk.store.read() as reader:
        clerk = find_person(reader, CLERK)
    yield Context(tools, desk.sign_in(clerk), drafts)
    tools.tasks.close()
    desk.store.close()


@pytest.fixture
def settle(qtbot: QtBot, tasks: Tasks) -> Callable[[], None]:
    """Wait until the worker has nothing to do and what it gave was shown."""
    return partial(settled, tasks, qtbot)


@pytest.fixture
def today() -> date:
    """The day of a room, for a test to override."""
    return TODAY


@pytest.fixture
def institution() -> str:
    """The name of the institution in a room's office, for a test to override; a usual one if empty."""
    return ""


@pytest.fixture
def office(tmp_path: Path, today: date, institution: str) -> Iterator[Office]:
    """A fresh office with one institution and nothing begun."""
    made = make(tmp_path / "office", {"name": institution} if institution else {}, today=today)
    yield made
    made.desk.store.close()


@pytest.fixture
def room(office: Office, tools: Tools, ask: RecordingAsk, tmp_path: Path, qtbot: QtBot) -> Iterator[Room]:
    """That office with its clerk at the window."""
    yield Room(office, seat(office.at("经办员"), tools.tasks, ask, tmp_path), qtbot)
    tools.tasks.close()
