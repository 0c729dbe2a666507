"""The device's key: asked for once, as dots, held for the person who opened it and for nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit

from tests.databases import new_database
from tests.ui.screens.sample_offices import DAY, Seat
from yb_desktop.base.clock import FixedClock
from yb_desktop.base.signing import Signer
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.device_keys import make_device_key
from yb_desktop.services.exchange.key_ring import KeyRing
from yb_desktop.services.stories.sample_exchange import make_sample_prefecture
from yb_desktop.ui.ask import WindowAsk
from yb_desktop.ui.tasks import Tasks
from yb_desktop.ui.theme import Theme
from yb_desktop.ui.unlocking import with_key

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

PASSPHRASE = "koukouling"


@pytest.fixture
def desk(tmp_path: Path, tasks: Tasks) -> Iterator[Desk]:
    made = make_sample_prefecture(tmp_path / "office", FixedClock(DAY), database=new_database())
    make_device_key(made, PASSPHRASE)
    yield made
    tasks.close()
    made.store.close()


def test_the_passphrase_is_asked_for_once(seated: Seat, qtbot: QtBot) -> None:
    owner = QObject()
    got: list[Signer] = []
    seated.ask.passphrase = PASSPHRASE
    with_key(seated.context, "试", got.append, owner)
    qtbot.waitUntil(lambda: len(got) == 1)
    with_key(seated.context, "试", got.append, owner)
    assert len(got) == 2
    assert seated.ask.asked == ["请输入本机密钥口令"]


def test_a_wrong_passphrase_is_said_and_opens_nothing(seated: Seat, qtbot: QtBot) -> None:
    got: list[Signer] = []
    with_key(seated.context, "试", got.append, QObject())
    assert seated.ask.asked == ["请输入本机密钥口令"]
    seated.ask.passphrase = "etwas anderes"
    with_key(seated.context, "试", got.append, seated.context.navigator)
    qtbot.waitUntil(lambda: [one.code for one in seated.ask.refused] == ["passphrase"])
    assert got == []


def test_another_person_opens_the_key_anew(desk: Desk) -> None:
    ring = KeyRing()
    assert ring.signer(desk) is None
    signer = ring.open(desk, PASSPHRASE)
    assert ring.signer(desk) is signer
    assert ring.signer(Desk(desk.store, desk.clock, desk.ids)) is None
    ring.forget()
    assert ring.signer(desk) is None


def test_a_passphrase_shows_as_dots(theme: Theme) -> None:
    def answer() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QDialog)
        line = box.findChild(QLineEdit)
        assert line is not None
        modes.append(line.echoMode())
        line.setText(PASSPHRASE)
        box.accept()

    modes: list[QLineEdit.EchoMode] = []
    QTimer.singleShot(0, answer)
    assert WindowAsk().secret("请输入本机密钥口令", detail="试") == PASSPHRASE
    assert modes == [QLineEdit.EchoMode.Password]
