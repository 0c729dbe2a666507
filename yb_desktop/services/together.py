"""One meeting, several applications: each is written in a transaction of its own, and each outcome is told.

What one application refuses keeps no other from being written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from yb_desktop.base.canon import Json
from yb_desktop.base.errors import UserError
from yb_desktop.services.desk import Desk
from yb_desktop.services.evaluation import put_on_list
from yb_desktop.services.registry import run


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one application; ``problem`` is empty where it was written."""

    case: str
    problem: str


def each(desk: Desk, action: str, *, on: date, params: Sequence[Mapping[str, Json]]) -> tuple[Outcome, ...]:
    """Do an action for several applications, one after the other; every ``params`` names its ``case``."""
    return tuple(_one(desk, action, on, one) for one in params)


def publish_together(
    desk: Desk, *, on: date, cases: Sequence[str], where: tuple[str, ...], proof: str = ""
) -> tuple[Outcome, ...]:
    """E12: make several applications public on one list with one number."""
    number = ""
    outcomes: list[Outcome] = []
    for case in cases:
        try:
            with desk.act("evaluation.publish", on) as act:
                number = put_on_list(act, case, where=where, proof=proof, number=number)
            outcomes.append(Outcome(case, ""))
        except UserError as problem:
            outcomes.append(Outcome(case, problem.text))
    return tuple(outcomes)


def _one(desk: Desk, action: str, on: date, params: Mapping[str, Json]) -> Outcome:
    case = str(params["case"])
    try:
        run(desk, action, on=on, params=params)
    except UserError as problem:
        return Outcome(case, problem.text)
    return Outcome(case, "")
