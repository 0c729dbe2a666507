"""The steps of a matter as its records tell them, for papers of which a matter may have several.

A paper that has no number of its own takes that of its matter with a suffix: the word for the paper, and from the
second on which one it is. Steps taken back are left out but keep their place, so that no number is given twice.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Generic, TypeVar

from yb_desktop.domain.facts import Fact, Stamp, read_fact, stamp_of
from yb_desktop.domain.pairing import StepVoided
from yb_desktop.store.reading import Reader

F = TypeVar("F", bound=Fact)
F_co = TypeVar("F_co", bound=Fact, covariant=True)


@dataclass(frozen=True, slots=True)
class Done(Generic[F_co]):
    """One step: which of its kind in the matter (from 1), who and when, the fact, its place among all the records."""

    nth: int
    stamp: Stamp
    fact: F_co
    at: int = 0


def done(reader: Reader, matter: str, *kinds: type[F]) -> tuple[Done[F], ...]:
    """Give the steps of one or several kinds that stand, oldest first."""
    out: list[Done[F]] = []
    gone: set[str] = set()
    count: Counter[str] = Counter()
    wanted = {StepVoided.TYPE, *(kind.TYPE for kind in kinds)}
    for at, record in enumerate(reader.records_of(matter)):
        if record.type not in wanted:
            continue
        fact = read_fact(record)
        if isinstance(fact, StepVoided):
            gone.add(fact.step)
        elif isinstance(fact, kinds):
            count[record.type] += 1
            out.append(Done(count[record.type], stamp_of(record), fact, at))
    return tuple(one for one in out if one.stamp.rid not in gone)


def before(steps: tuple[Done[F], ...], at: int) -> Done[F] | None:
    """Give the newest of some steps before a place among the matter's records."""
    return next((one for one in reversed(steps) if one.at < at), None)


def suffixed(number: str, word: str, nth: int = 1) -> str:
    """Give the number of a paper without one of its own: 大医保收〔2026〕1号-抽取记录2."""
    return f"{number}-{word}{nth if nth > 1 else ''}"
