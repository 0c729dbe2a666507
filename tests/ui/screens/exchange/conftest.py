"""A county and its prefecture on real stores, and the screen of their exchange."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtWidgets import QDialog

from tests.databases import new_database
from tests.services.exchange.ways import World, copied, made_world
from tests.ui.looking import shown
from tests.ui.recording import RecordingAsk
from tests.ui.screens.exchange.showing import Show, amend
from tests.ui.screens.sample_offices import CLERK, DAY, opened_copy, reviewer, seat
from yb_desktop.base.clock import FixedClock
from yb_desktop.services.desk import Desk
from yb_desktop.services.keeping import restore_into
from yb_desktop.services.offices import open_office
from yb_desktop.services.people import find_person
from yb_desktop.services.stories.sample_exchange import (
    PASSPHRASE,
    SampleExchange,
    answer,
    enrol_both,
    export_from_county,
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
def restored(sample: SampleExchange, tmp_path: Path, tasks: Tasks) -> Iterator[Desk]:
    """The county's backup, put back by the program into an empty folder: the keys are not there."""
    folder = tmp_path / "restored"
    restore_into(reviewer(sample.county), sample.county.store.backup(tmp_path / "copy.db"), folder)
    yield from _while_open(folder, tasks)


@pytest.fixture
def put_back(sample: SampleExchange, tmp_path: Path, tasks: Tasks) -> Iterator[Desk]:
    """An old copy of the county's data, put back by hand after more was sent."""
    folder = tmp_path / "put-back"
    sample.county.store.backup(folder / "office.db")
    shutil.copytree(sample.county.store.folder / "keys", folder / "keys")
    amend(sample.county)
    answer(sample, export_from_county(sample))
    yield from _while_open(folder, tasks)


def _while_open(folder: Path, tasks: Tasks) -> Iterator[Desk]:
    made = open_office(folder, clock=FixedClock(DAY))
    with made.store.read() as reader:
        yield made.sign_in(find_person(reader, CLERK))
    tasks.close()
    made.store.close()


@pytest.fixture(scope="session")
def offices(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Offices and laptops, closed: to be copied, never used."""
    return made_world(tmp_path_factory.mktemp("offices"))


@pytest.fixture
def world(offices: World, tmp_path: Path, tasks: Tasks) -> Iterator[World]:
    """Offices and laptops, with a visit that waits."""
    ours = copied(offices, tmp_path / "world")
    yield ours
    tasks.close()
    ours.close()


@pytest.fixture
def show(theme: Theme, tasks: Tasks, ask: RecordingAsk, tmp_path: Path, qtbot: QtBot) -> Show:
    def made_for(desk: Desk) -> ExchangeScreen:
        context = seat(desk, tasks, ask, tmp_path).context
        made = shown(ExchangeScreen(context), context, "exchange", qtbot)
        made.refresh()
        qtbot.waitUntil(lambda: made.view is not None)
        return made

    return made_for
