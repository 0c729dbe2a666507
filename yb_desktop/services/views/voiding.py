"""Which steps of a matter can be taken back, and why the others cannot.

Whether a step can be is told by the action itself (``rehearsal``); here is no second list of conditions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from yb_desktop.base.canon import Json
from yb_desktop.services.desk import Desk
from yb_desktop.services.registry import step_title
from yb_desktop.services.rehearsal import rehearse
from yb_desktop.services.voiding import standing_steps

STEPS_SHOWN = 12
"""So many of the newest steps are looked at: what lies further back has others on top."""
_ACTION = "cases.void_step"
_FILLER = "—"  # stands for the reason that the form asks for


@dataclass(frozen=True, slots=True)
class PastStep:
    """A step that stands: its record's id, what it was, and why it cannot be taken back (empty where it can)."""

    step: str
    on: date
    title: str
    who: str
    why_not: str

    @property
    def can(self) -> bool:
        """Say whether it can be taken back now."""
        return not self.why_not


def past_steps(desk: Desk, matter: Mapping[str, Json]) -> tuple[PastStep, ...]:
    """Give the newest steps of ``{"case": id}`` (or an agreement, an audit), the newest first. Nothing is written."""
    entity = next(str(one) for one in matter.values())
    with desk.store.read() as reader:
        records = standing_steps(reader, entity)[::-1][:STEPS_SHOWN]
        names = {person.id: person.name for person in reader.people()}
    made = []
    for record in records:
        params: dict[str, Json] = {**matter, "step": record.rid, "reason": _FILLER}
        unmet = rehearse(desk, _ACTION, on=desk.clock.today(), params=params)
        why = "；".join(one.text.rstrip("。") for one in unmet)
        title = step_title(record.type)
        made.append(PastStep(record.rid, date.fromisoformat(record.on), title, names.get(record.actor, ""), why))
    return tuple(made)
