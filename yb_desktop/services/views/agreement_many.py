"""What waits to be done for many agreements at once: terms that are over (C5), signed agreements to be filed (G4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yb_desktop.services.desk import Desk
from yb_desktop.services.expiring import run_out
from yb_desktop.services.views.renewal_rounds import RoundName, rounds
from yb_desktop.store import lists
from yb_desktop.store.reading import Reader

AT_MOST = 1_000
"""So many of the most pressing clocks are looked at."""
_FILING = "G4"


@dataclass(frozen=True, slots=True)
class ToFile:
    """A signed agreement that was not filed yet, with the last day to do it."""

    agreement: str
    number: str
    institution_name: str
    last_day: date


@dataclass(frozen=True, slots=True)
class Many:
    """The office's renewal rounds, how many terms are over, and what one filing form can hold."""

    rounds: tuple[RoundName, ...]
    run_out: int
    to_file: tuple[ToFile, ...]


def many(desk: Desk) -> Many:
    """Say what can be done for many agreements today."""
    over = len(run_out(desk, on=desk.clock.today()))
    with desk.store.read() as reader:
        filing = _to_file(reader)
    return Many(rounds(desk), over, filing)


def _to_file(reader: Reader) -> tuple[ToFile, ...]:
    rows = lists.due(reader, office=reader.info.office, limit=AT_MOST).rows
    return tuple(
        ToFile(one.entity, one.number, one.institution_name, one.last_day) for one in rows if one.rule == _FILING
    )
