"""One step for many agreements: a renewal round (C4), the end of a term (C5).

A batch works in parts of a few hundred, each one transaction: it can be stopped between them, what is done is done, and
the same call again goes on with what is left. One agreement that is not ready does not hold up the others; the report
names it with what is in its way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from yb_desktop.base.errors import NotAllowed, UserError
from yb_desktop.services.desk import Act, Desk

PART = 200
"""How many agreements are done in one transaction."""

Progress = Callable[[int, int], None]
"""Told how many agreements of how many are done, between two parts; raising stops the batch there."""


@dataclass(frozen=True, slots=True)
class Left:
    """An agreement that a batch did not do, and what is in its way."""

    agreement: str
    number: str
    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What a batch did: the ids (of the new agreements, when renewing), and what it left."""

    done: tuple[str, ...]
    left: tuple[Left, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """One step for many agreements: the action's name, the day, and who is told how far it has come."""

    desk: Desk
    name: str
    on: date
    progress: Progress | None


def run_batch(batch: Batch, agreements: Sequence[str], one: Callable[[Act, str], str]) -> BatchReport:
    """Do one step for many agreements, a part in each transaction."""
    progress = batch.progress
    done: list[str] = []
    left: list[Left] = []
    for part in _parts(agreements):
        if progress is not None:
            progress(len(done) + len(left), len(agreements))
        with batch.desk.act(batch.name, batch.on) as act:
            act.reader.load(part)
            act.reader.load(act.reader.agreement(entity).institution for entity in part)
            found, refused = _part(act, part, one)
        done += found
        left += refused
    if progress is not None:
        progress(len(agreements), len(agreements))
    return BatchReport(tuple(done), tuple(left))


def _part(act: Act, part: Sequence[str], one: Callable[[Act, str], str]) -> tuple[list[str], list[Left]]:
    done, left = [], []
    for entity in part:
        try:
            done.append(one(act, entity))
        except UserError as refusal:  # a step checks everything before it writes: nothing of this one is there
            number = act.reader.agreement(entity).number
            rule = refusal.rule if isinstance(refusal, NotAllowed) else refusal.code
            left.append(Left(entity, number, rule, refusal.text))
    return done, left


def _parts(agreements: Sequence[str]) -> Iterator[list[str]]:
    rest = iter(agreements)
    while part := list(islice(rest, PART)):
        yield part
