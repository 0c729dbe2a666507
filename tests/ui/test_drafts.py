"""Drafts and preferences survive; what cannot be read does no harm."""

from __future__ import annotations

from pathlib import Path

from yb_desktop.base.clock import FixedClock
from yb_desktop.ui.drafts import Drafts
from yb_desktop.ui.preferences import Preferences


def test_a_draft_is_found_again_after_a_new_start(tmp_path: Path, clock: FixedClock) -> None:
    Drafts(tmp_path, clock).keep("case/1/accept", "受理：柳树村卫生室", {"note": "待核对", "copies": 2})
    again = Drafts(tmp_path, clock).get("case/1/accept")
    assert again is not None
    assert (again.title, dict(again.values)) == ("受理：柳树村卫生室", {"note": "待核对", "copies": 2})
    assert again.at == clock.now()


def test_a_dropped_draft_is_gone_and_others_stay(drafts: Drafts) -> None:
    drafts.keep("a", "甲", {})
    drafts.keep("b/../../c", "乙", {"x": True})
    drafts.drop("a")
    drafts.drop("never kept")
    assert [d.key for d in drafts.all()] == ["b/../../c"]


def test_a_torn_draft_is_left_out(tmp_path: Path, clock: FixedClock) -> None:
    drafts = Drafts(tmp_path, clock)
    drafts.keep("a", "甲", {})
    (tmp_path / "torn.json").write_bytes(b'{"key":"x"')
    (tmp_path / "strange.json").write_bytes(b'{"key":1,"title":"t","at":"2026","values":{}}')
    assert [d.key for d in drafts.all()] == ["a"]


def test_preferences_are_kept_and_a_broken_file_counts_as_empty(tmp_path: Path) -> None:
    file = tmp_path / "window.json"
    Preferences(file).set("font", 150)
    assert Preferences(file).number("font", 100) == 150
    file.write_bytes(b"\xff")
    assert Preferences(file).number("font", 100) == 100
