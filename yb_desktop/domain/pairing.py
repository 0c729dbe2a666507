"""Decisions of two persons on record: prepared by one (经办), released by another (审核) or sent back.

Whatever a decision is about (an application, an agreement, an audit) carries it as ``pending``; the fact of the
decision itself, written on the day of release, takes it away.
"""

from __future__ import annotations

from datetime import date
from typing import Protocol

import msgspec

from yb_desktop.domain.facts import Fact, Stamp, fact


@fact("cases.prepare")
class Prepared(Fact, frozen=True):
    """One person has prepared a decision of two; ``params`` are the action's, as JSON values."""

    action: str
    params: str


@fact("cases.send_back")
class SentBack(Fact, frozen=True):
    """The second person sends the prepared decision back."""

    reason: str


@fact("cases.void_step")
class StepVoided(Fact, frozen=True):
    """A step is taken back while nothing rests on it; ``also`` names the other entities which that step changed.

    What they are without it is told by going through their records again (``entities.without``).
    """

    step: str
    reason: str
    prepared_by: str
    also: tuple[str, ...] = ()

    def touches(self) -> tuple[str, ...]:
        """Everything that the step changed is as it was before."""
        return self.also


class Pending(msgspec.Struct, frozen=True, kw_only=True):
    """A decision of two persons, prepared and not yet released."""

    rid: str
    action: str
    params: str
    by: str
    on: date


class Deciding(Protocol):
    """Anything that decisions of two persons are about."""

    @property
    def id(self) -> str:
        """The id of the matter."""
        ...

    @property
    def pending(self) -> Pending | None:
        """The decision that waits for its second person."""
        ...


def put_before(news: Prepared, at: Stamp) -> Pending:
    """Give the decision that waits from now on."""
    return Pending(rid=at.rid, action=news.action, params=news.params, by=at.actor, on=at.on)
