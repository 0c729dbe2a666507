"""Clocks start, stop, pause and go on; none ever runs twice."""

from __future__ import annotations

from datetime import date

from yb_desktop.domain import limits
from yb_desktop.domain.limits import Limit, Pausing

D1, D2, D3, D4 = (date(2026, 3, day) for day in (2, 3, 4, 5))


def test_starting_again_stops_the_one_that_runs() -> None:
    found = limits.start(limits.start((), "E1", D1), "E1", D2)

    assert found == (Limit("E1", D1, stopped=D2), Limit("E1", D2))
    assert limits.running(found, "E1") == Limit("E1", D2)


def test_stopping_leaves_other_rules_and_what_has_stopped() -> None:
    both = limits.start(limits.start((), "A15", D1), "A21", D1)
    once = limits.stop(both, "A15", D2)

    assert limits.stop(once, "A15", D3) == once
    assert limits.running(once, "A15") is None
    assert limits.running(once, "A21") == Limit("A21", D1)
    assert all(limit.stopped is not None for limit in limits.stop_all(once, D3))


def test_pauses_follow_each_other() -> None:
    found = limits.start((), "E1", D1)
    found = limits.resume(limits.pause(found, "E1", D1), "E1", D2)
    found = limits.resume(limits.pause(found, "E1", D3), "E1", D4)

    assert found[0].paused == (Pausing(D1, D2), Pausing(D3, D4))
    assert limits.resume(found, "E1", D4) == found


def test_nothing_pauses_that_does_not_run() -> None:
    stopped = limits.stop(limits.start((), "E1", D1), "E1", D2)

    assert limits.pause(stopped, "E1", D3) == stopped
    assert limits.pause((), "E1", D3) == ()


def test_a_clock_stopped_in_a_pause_has_rested_until_then() -> None:
    # T7: the days waited for a supplement are nobody's lateness, not even when the case ends while waiting.
    paused = limits.pause(limits.start((), "E1", D1), "E1", D2)

    assert limits.stop(paused, "E1", D4)[0].paused == (Pausing(D2, D4),)
    assert limits.stop_all(paused, D4)[0].paused == (Pausing(D2, D4),)
