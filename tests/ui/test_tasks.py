"""The worker: order, threads, errors, stopping, widgets that are gone, a clean end."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QLabel
from shiboken6 import delete

from tests.ui.recording import RecordingAsk
from yb_desktop.base.clock import FixedClock
from yb_desktop.base.errors import BadInput, YbError
from yb_desktop.ui.crash import Crash, CrashReports
from yb_desktop.ui.tasks import Progress, Report, Running, Tasks

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_results_arrive_in_the_order_given_and_in_the_windows_thread(tasks: Tasks, qtbot: QtBot) -> None:
    worked: list[str] = []
    arrived: list[tuple[int, bool]] = []

    def work(number: int) -> int:
        worked.append(threading.current_thread().name)
        return number

    for n in range(20):
        tasks.run(partial(work, n), lambda v: arrived.append((v, QThread.isMainThread())))
    qtbot.waitUntil(lambda: len(arrived) == 20)
    assert arrived == [(n, True) for n in range(20)]
    assert set(worked) == {"store"}


def test_an_error_goes_to_the_person_or_to_whoever_wants_it(tasks: Tasks, ask: RecordingAsk, qtbot: QtBot) -> None:
    def wrong() -> None:
        raise BadInput("uscc", "统一社会信用代码的校验码不对。")

    mine: list[YbError] = []
    tasks.run(wrong)
    tasks.run(wrong, failed=mine.append)
    qtbot.waitUntil(lambda: bool(mine))
    assert [e.text for e in ask.refused] == ["统一社会信用代码的校验码不对。"]
    assert mine[0].code == "uscc"


def test_our_own_mistake_becomes_a_report_and_a_sentence_and_the_worker_lives_on(
    tasks: Tasks, ask: RecordingAsk, qtbot: QtBot
) -> None:
    def broken() -> int:
        return 1 // 0

    after: list[int] = []
    tasks.run(broken)
    tasks.run(lambda: 7, after.append)
    qtbot.waitUntil(lambda: after == [7])
    crash = ask.refused[0]
    assert isinstance(crash, Crash)
    assert crash.report is not None
    assert "ZeroDivisionError" in crash.report.read_text("utf-8")
    assert "程序出了错" in crash.text
    assert "ZeroDivisionError" not in crash.text


def test_work_is_done_though_the_widget_is_gone_and_its_result_is_dropped(tasks: Tasks, qtbot: QtBot) -> None:
    go = threading.Event()
    done: list[str] = []
    label = QLabel()

    def save() -> str:
        go.wait(5)
        done.append("saved")
        return "saved"

    tasks.run(save, label.setText)
    delete(label)
    go.set()
    qtbot.waitUntil(tasks.idle)
    tasks.run(lambda: None, lambda _none: done.append("later"))
    qtbot.waitUntil(lambda: done == ["saved", "later"])


def test_long_work_tells_how_far_it_is_and_can_be_stopped(tasks: Tasks, qtbot: QtBot) -> None:
    seen: list[Running | None] = []
    stopped: list[bool] = []
    tasks.running.connect(seen.append)

    def work(report: Report) -> None:
        while True:
            report(Progress(3, 10, "第 3 行"))

    tasks.run_long("导入", work, stopped=lambda: stopped.append(True))
    qtbot.waitUntil(lambda: any(r is not None and r.progress is not None for r in seen))
    tasks.stop_current()
    qtbot.waitUntil(lambda: stopped == [True] and seen[-1] is None)
    told = next(r for r in seen if r is not None and r.progress is not None)
    assert (told.title, told.can_stop, told.progress) == ("导入", True, Progress(3, 10, "第 3 行"))


def test_progress_is_cheap_however_often_it_is_told(tasks: Tasks, qtbot: QtBot) -> None:
    seen: list[Running | None] = []
    tasks.running.connect(seen.append)

    def work(report: Report) -> None:
        for n in range(60_000):
            report.count(n, 60_000)

    tasks.run_long("重建", work)
    qtbot.waitUntil(lambda: bool(seen) and seen[-1] is None)
    assert len(seen) < 200


def test_it_is_at_rest_only_when_the_last_outcome_was_handed_over(tasks: Tasks, qtbot: QtBot) -> None:
    rests: list[bool] = []
    assert tasks.at_rest()
    tasks.run(lambda: 7, lambda _seven: rests.append(tasks.at_rest()))
    assert not tasks.at_rest()
    qtbot.waitUntil(tasks.idle)
    qtbot.waitUntil(tasks.at_rest)
    assert rests == [True]


def test_dropped_work_that_has_not_begun_is_never_done(tasks: Tasks, qtbot: QtBot) -> None:
    go = threading.Event()
    done: list[str] = []
    tasks.run(lambda: go.wait(5))
    old = tasks.run(lambda: done.append("old"))
    tasks.run(lambda: done.append("new"))
    old.drop()
    go.set()
    qtbot.waitUntil(lambda: done == ["new"])


def test_close_finishes_what_was_given_and_leaves_no_thread(
    qtbot: QtBot, ask: RecordingAsk, tmp_path: Path, clock: FixedClock
) -> None:
    tasks = Tasks(ask, CrashReports(tmp_path, clock))
    done: list[int] = []
    for n in range(5):
        tasks.run(partial(done.append, n))
    tasks.close()
    tasks.close()
    assert done == [0, 1, 2, 3, 4]
    assert not [t for t in threading.enumerate() if t.name == "store"]
    with pytest.raises(RuntimeError):
        tasks.run(lambda: None)
