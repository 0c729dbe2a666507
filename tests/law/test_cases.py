"""Sentences with dates in and dates out (``cases/*.toml``); every figure of the catalogue has one.

A case names the rule and what comes out: ``due`` (one line ``source day`` an article, most local first; a ``?`` after
the day means provisional) or ``figure``. ``from`` is the trigger, ``on`` the day that fixes the rules.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest

from yb_desktop.law.law import Kind, Law, Pause

FOLDER = Path(__file__).parent / "cases"


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    says: str
    rule: str
    part: str | None = None
    area: str = "532326"
    kind: Kind | None = None
    start: date = msgspec.field(name="from")
    on: date | None = None
    paused: tuple[tuple[date, date], ...] = ()
    due: tuple[str, ...] | None = None
    figure: int | None = None


class Cases(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    case: tuple[Case, ...]


def _all() -> list[Case]:
    files = sorted(FOLDER.glob("*.toml"))
    return [case for path in files for case in msgspec.toml.decode(path.read_bytes(), type=Cases).case]


CASES = _all()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.says}")
def test_case(law: Law, case: Case) -> None:
    assert (case.due is None) != (case.figure is None), "a case expects days or a figure"
    if case.figure is not None:
        found = law.figure(case.rule, area=case.area, kind=case.kind, on=case.on or case.start, part=case.part)
        assert found == case.figure
        return
    dues = law.due(
        case.rule,
        case.start,
        area=case.area,
        kind=case.kind,
        in_force_on=case.on,
        paused=[Pause(first, last) for first, last in case.paused],
        part=case.part,
    )
    told = tuple(f"{due.source} {due.last_day}{'?' if due.provisional else ''}" for due in dues)
    assert told == case.due, f"{case.rule}: {case.says}"


def test_every_figure_has_a_case(law: Law) -> None:
    told: set[tuple[str, str]] = set()
    for case in CASES:
        rule = law.catalogue.rule(case.rule)
        shown = case.due or [b.source for b in rule.basis if b.value is not None]
        told |= {(f"{rule.id}.{part}", line.split()[0]) for line in shown for part in (case.part or rule.part,)}
    owed = {
        (f"{rule.id}.{b.part}", b.source) for rule in law.catalogue.rules for b in rule.basis if b.value is not None
    }
    assert owed - told == set()
