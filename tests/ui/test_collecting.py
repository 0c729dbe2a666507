"""Widgets are taken down in the window's thread only, whoever was the last to know them."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from tests.ui.recording import RecordingAsk
from yb_desktop.base.clock import FixedClock
from yb_desktop.ui.collecting import Collector
from yb_desktop.ui.crash import CrashReports
from yb_desktop.ui.tasks import Tasks


class Mourned:
    """Remembers in which thread it went."""

    threads: list[str]

    def __init__(self, threads: list[str]) -> None:
        self.threads = threads

    def __del__(self) -> None:
        self.threads.append(threading.current_thread().name)


def look_at(held: Mourned) -> Callable[[], int]:
    """Give work that holds something."""
    return lambda: len(held.threads)


def test_what_work_held_is_let_go_of_in_the_windows_thread(tasks: Tasks, qtbot: QtBot) -> None:
    went: list[str] = []
    for _ in range(20):
        tasks.run(look_at(Mourned(went)))
    qtbot.waitUntil(lambda: len(went) == 20)
    assert set(went) == {threading.main_thread().name}


def test_cycles_are_not_collected_by_the_worker(ask: RecordingAsk, clock: FixedClock, tmp_path: Path) -> None:
    assert gc.isenabled()
    tasks = Tasks(ask, CrashReports(tmp_path, clock))
    assert not gc.isenabled()
    tasks.close()
    assert gc.isenabled()


def test_the_last_collector_gives_collection_back() -> None:
    parent = QObject()
    first, second = Collector(parent), Collector(parent)
    first.stop()
    first.stop()
    assert not gc.isenabled()
    second.stop()
    assert gc.isenabled()
