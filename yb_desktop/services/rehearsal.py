"""What stands in the way of an action, found out before its button is pressed, without writing anything.

The action runs as it would, in its own transaction, which is then taken back: the same checks, the same sentences, no
second list of conditions that could differ from the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from yb_desktop.base.canon import Json
from yb_desktop.base.errors import BadInput, NotAllowed, Unmet
from yb_desktop.services.desk import Act, Desk
from yb_desktop.services.registry import run


class _TakenBack(Exception):
    """The action got to its end; its transaction is taken back."""


@dataclass(frozen=True, slots=True)
class _Rehearsing(Desk):
    """A desk at which every action is taken back at its end."""

    @contextmanager
    def act(self, name: str, on: date) -> Iterator[Act]:
        """Do one action, and take it back."""
        with Desk.act(self, name, on) as act:
            yield act
            raise _TakenBack


def rehearse(desk: Desk, name: str, *, on: date, params: Mapping[str, Json]) -> tuple[Unmet, ...]:
    """Give everything that forbids an action on a day; nothing is written, whatever comes out.

    Input that is still to be typed is no obstacle: what only the form can say is left to the form.
    """
    trying = _Rehearsing(
        store=desk.store,
        clock=desk.clock,
        ids=desk.ids,
        person=desk.person,
        prepared_by=desk.prepared_by,
    )
    try:
        run(trying, name, on=on, params=params)
    except NotAllowed as refusal:
        return refusal.unmet
    except (BadInput, _TakenBack):
        return ()
    raise RuntimeError(f"{name} did not act")  # an action that writes past the desk's transaction
