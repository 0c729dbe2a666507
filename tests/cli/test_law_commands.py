"""due, rules and story: shapes, order, refusals, exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Yb

STORY = Path(__file__).parent.parent / "stories" / "village_clinic_first_supplement.toml"


def test_due_gives_the_most_local_basis_first(yb: Yb) -> None:
    said = yb("due", "E1", "--from", "2026-03-12", "--json")
    assert said.status == 0
    assert said.json == [
        {"rule": "E1", "source": "CX-15", "last_day": "2026-04-02", "provisional": False, "outer": False},
        {"rule": "E1", "source": "N2-9", "last_day": "2026-06-12", "provisional": True, "outer": True},
    ]


def test_due_leaves_out_a_pause(yb: Yb) -> None:
    said = yb("due", "E1", "--from", "2026-03-12", "--paused", "2026-03-16", "2026-03-19", "--json")
    # T7: the 17th, 18th and 19th do not count, so the last day is three working days later; 6 April is a holiday.
    assert said.json[0]["last_day"] == "2026-04-08"


def test_due_says_where_no_rule_is_in_force(yb: Yb) -> None:
    assert yb("due", "A16", "--from", "2026-03-02", "--area", "530302", "--json").json == []
    assert "本地区无规定" in yb("due", "A16", "--from", "2026-03-02", "--area", "530302").out


def test_batch_answers_line_by_line(yb: Yb, tmp_path: Path) -> None:
    asked = tmp_path / "asked.jsonl"
    asked.write_text(
        '{"rule": "A15", "from": "2026-03-02", "area": "532326", "paused": []}\n'
        '{"rule": "E1", "from": "2026-03-12", "paused": [["2026-03-16", "2026-03-19"]]}\n',
        encoding="utf-8",
    )
    said = yb("due", "--batch", asked)
    lines = [json.loads(line) for line in said.out.splitlines()]
    assert [line[0]["last_day"] for line in lines] == ["2026-03-09", "2026-04-08"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("due", "E1"),
        ("due", "E1", "--from", "2026-02-30"),
        ("due", "Z9", "--from", "2026-03-02"),
        ("due", "E1", "--from", "2026-03-02", "--area", "999999"),
        ("due", "E1", "--from", "2026-03-02", "--paused", "2026-03-09", "2026-03-05"),
        ("nonsense",),
        ("story",),
    ],
)
def test_wrong_usage_is_said_in_chinese_with_status_2(yb: Yb, arguments: tuple[str, ...]) -> None:
    said = yb(*arguments)
    assert said.status == 2
    assert said.out == ""
    assert any("一" <= character <= "鿿" for character in said.err)
    assert "Traceback" not in said.err


def test_a_bad_line_of_a_batch_is_named(yb: Yb, tmp_path: Path) -> None:
    asked = tmp_path / "asked.jsonl"
    asked.write_text('{"rule": "A15", "from": "2026-03-02"}\n{"rule": 3}\n', encoding="utf-8")
    said = yb("due", "--batch", asked)
    assert said.status == 2
    assert "第2行" in said.err


def test_rules_show_articles_and_words(yb: Yb) -> None:
    [rule] = yb("rules", "A15", "--json").json
    assert rule["id"] == "A15"
    assert [(basis["source"], basis["value"]) for basis in rule["basis"]] == [("CX-12", 5), ("N2-8", 5)]
    assert all(str(basis["value"]) in basis["words"] for basis in rule["basis"])


def test_every_rule_is_in_the_catalogue(yb: Yb) -> None:
    ids = [rule["id"] for rule in yb("rules", "--json").json]
    assert {"T1", "J6", "A24", "E16", "G16", "B8", "C19", "S10"} <= set(ids)
    assert len(ids) == len(set(ids))


def test_a_story_prints_its_steps(yb: Yb) -> None:
    said = yb("story", STORY, "--json")
    assert said.status == 0, said.out
    assert said.json["ok"] is True
    first = said.json["steps"][0]
    assert list(first) == ["on", "do", "ok", "refused", "state", "due", "late", "documents", "unmet"]
    assert first["documents"] == ["intake_receipt"]


def test_two_stories_are_a_list_and_a_broken_promise_is_status_1(yb: Yb, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(
        STORY.read_text(encoding="utf-8").replace("A15 = 2026-03-09", "A15 = 2026-03-10"), encoding="utf-8"
    )
    said = yb("story", STORY, wrong, "--json")
    assert said.status == 1
    assert [story["ok"] for story in said.json] == [True, False]
    assert "A15" in said.json[1]["failures"][0]


@pytest.mark.parametrize("text", ["not toml =", 'title = "无步骤"\narea = "532326"\n', 'title = 3\narea = "532326"\n'])
def test_a_story_nobody_can_tell_is_refused(yb: Yb, tmp_path: Path, text: str) -> None:
    file = tmp_path / "story.toml"
    file.write_text(text, encoding="utf-8")
    said = yb("story", file)
    assert said.status == 1
    assert "story.toml" in said.err
