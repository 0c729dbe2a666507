"""Every rule of the catalogue is at work: code cites it, and a story, a law case or a test names it; or it is manual.

``python -m checks.coverage`` writes ``docs/coverage.md``; the gate fails when a rule has nothing, or the page is stale.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from checks.findings import Finding

PAGE = "docs/coverage.md"
_ID = re.compile(r"(?<![A-Za-z0-9_./-])([TJAEGBCS])([1-9]\d?)(?![A-Za-z0-9_-])")
_RANGE = re.compile(r"([TJAEGBCS])([1-9]\d?)(?:–|…| to )\1?([1-9]\d?)(?!\d)")

# Where a citation counts as code. A4 is also a size of paper: papers and screens have columns of their own.
_CODE = ("domain", "law", "services", "store", "exchange", "cli")
_TRIED = (("story", "stories", "*.toml"), ("case", "law/cases", "*.toml"), ("test", "", "test_*.py"))
_PAPERS = ("yb_desktop/paper/documents", "yb_desktop/services/paper")


@dataclass(slots=True)
class Cited:
    """Where one rule is cited: places by column, each once and in order."""

    code: list[str] = field(default_factory=list)
    story: list[str] = field(default_factory=list)
    case: list[str] = field(default_factory=list)
    test: list[str] = field(default_factory=list)
    screen: list[str] = field(default_factory=list)
    paper: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule of the catalogue as far as this check needs it."""

    id: str
    title: str
    manual: bool
    reason: str


def check(root: Path) -> Iterator[Finding]:
    """Find rules with an effect that nothing enforces or nothing tries, and a page that is no longer true."""
    rules, found = rules_of(root), citations(root)
    for rule in rules:
        cited = found[rule.id]
        where = f"resources/law/rules/{rule.id[0]}.toml: {rule.id}"
        if rule.manual:
            continue
        if not cited.code:
            yield Finding(where, "no code cites it: enforce it, or mark it manual with the reason")
        if not (cited.story or cited.case or cited.test):
            yield Finding(where, "no story, case or test names it: tell one")
    page = root / PAGE
    if not page.is_file() or page.read_text(encoding="utf-8") != table(rules, found):
        yield Finding(PAGE, "is stale: run python -m checks.coverage")


def rules_of(root: Path) -> tuple[RuleLine, ...]:
    """Read the catalogue's rules, in the order of the chapters."""
    out: list[RuleLine] = []
    for letter in "TJAEGBCS":
        path = root / "resources" / "law" / "rules" / f"{letter}.toml"
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["rule"]
        out += [RuleLine(row["id"], row["title"], row.get("manual", False), row.get("reason", "")) for row in rows]
    return tuple(out)


def citations(root: Path) -> Mapping[str, Cited]:
    """Give where each rule is cited; a story's name may begin with ids too (``c01_c02_change_late``)."""
    found: dict[str, Cited] = defaultdict(Cited)
    for path in sorted((root / "yb_desktop").rglob("*.py")):
        where = path.relative_to(root).as_posix()
        column = _column(where)
        for rule in ids_in(path.read_text(encoding="utf-8")) if column else ():
            getattr(found[rule], column).append(where.removeprefix("yb_desktop/").removesuffix(".py"))
    for column, folder, pattern in _TRIED:
        for path in sorted((root / "tests" / folder).rglob(pattern)):
            if path.parent.name == "gate":  # tests of the gate cite rules as examples
                continue
            for rule in sorted({*_named(path.stem), *ids_in(path.read_text(encoding="utf-8"))}):
                getattr(found[rule], column).append(path.stem)
    return found


def ids_in(text: str) -> list[str]:
    """Give the rule ids a text cites, spans such as A17–A19 included, each once."""
    ids = {letter + number for letter, number in _ID.findall(text)}
    for letter, first, last in _RANGE.findall(text):
        ids |= {f"{letter}{number}" for number in range(int(first), int(last) + 1)}
    return sorted(ids)


def table(rules: tuple[RuleLine, ...], found: Mapping[str, Cited]) -> str:
    """Write the page."""
    lines = [
        "# Which rule is at work where",
        "",
        "Made by `python -m checks.coverage`; the gate fails when a rule has no code, or no story, case or test.",
        "A rule that the program leaves to people is manual, with its reason.",
        "",
        "| rule | | code | stories | cases and tests | screens | papers |",
        "|---|---|---|---|---|---|---|",
    ]
    for rule in rules:
        cited = found[rule.id]
        code = f"manual: {rule.reason}" if rule.manual else _few(cited.code)
        tried = [*cited.case, *cited.test]
        cells = (code, _few(cited.story), _few(tried), _few(cited.screen), _few(cited.paper))
        lines.append(f"| {rule.id} | {rule.title} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _few(places: list[str], most: int = 3) -> str:
    shown = ", ".join(places[:most])
    return f"{shown} +{len(places) - most}" if len(places) > most else shown


def _column(where: str) -> str:
    if where.startswith("yb_desktop/ui/") or "/views/" in where:
        return "screen"
    if where.startswith(_PAPERS):
        return "paper"
    return "code" if where.split("/")[1] in _CODE else ""


def _named(stem: str) -> Iterator[str]:
    for piece in re.findall(r"(?:^|_)([a-z]\d\d)(?=_)", stem):
        yield piece[0].upper() + str(int(piece[1:]))


if __name__ == "__main__":
    here = Path(__file__).resolve().parent.parent
    (here / PAGE).write_text(table(rules_of(here), citations(here)), encoding="utf-8")
