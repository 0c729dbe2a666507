"""The coverage check reads citations as people write them, and finds a rule that has nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from checks.coverage import check, citations, ids_in, rules_of, table

RULE = '[[rule]]\nid = "{id}"\ntitle = "题"\nkind = "duty"\n{more}\n'


def _tree(folder: Path, code: str = "", story: str = "", more: str = "") -> Path:
    rules = folder / "resources" / "law" / "rules"
    rules.mkdir(parents=True)
    for letter in "TJAEGBCS":
        (rules / f"{letter}.toml").write_text(RULE.format(id=f"{letter}1", more=more if letter == "A" else ""), "utf-8")
    for place, text in (("yb_desktop/services/x.py", code), ("tests/stories/x.toml", story)):
        path = folder / place
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8")
    (folder / "docs").mkdir()
    (folder / "docs" / "coverage.md").write_text(table(rules_of(folder), citations(folder)), "utf-8")
    return folder


ALL = "T1 J1 A1 E1 G1 B1 C1 S1"


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("# A17: until fulfilled", ["A17"]),
        ("(A17–A19, A23)", ["A17", "A18", "A19", "A23"]),
        ("rules T1 to T3", ["T1", "T2", "T3"]),
        ("CX-17(1) and N2-9 and SHA256 and xA1 and A1b", []),
    ],
)
def test_ids_as_people_write_them(text: str, ids: list[str]) -> None:
    assert ids_in(text) == ids


def test_a_rule_with_code_and_a_story_is_covered(tmp_path: Path) -> None:
    assert list(check(_tree(tmp_path, ALL, ALL))) == []


def test_a_rule_without_code_is_found(tmp_path: Path) -> None:
    [found] = check(_tree(tmp_path, ALL.replace("A1", ""), ALL))
    assert str(found).startswith("resources/law/rules/A.toml: A1: no code cites it")


def test_a_rule_that_nothing_tries_is_found(tmp_path: Path) -> None:
    [found] = check(_tree(tmp_path, ALL, ALL.replace("A1", "")))
    assert "no story, case or test names it" in str(found)


def test_a_manual_rule_needs_neither(tmp_path: Path) -> None:
    few = ALL.replace("A1", "")
    assert list(check(_tree(tmp_path, few, few, more='manual = true\nreason = "由人办理"'))) == []


def test_a_stale_page_is_found(tmp_path: Path) -> None:
    root = _tree(tmp_path, ALL, ALL)
    (root / "yb_desktop" / "services" / "y.py").write_text("A1", "utf-8")
    [found] = check(root)
    assert str(found) == "docs/coverage.md: is stale: run python -m checks.coverage"
