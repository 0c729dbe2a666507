"""What the office has made public for everybody (A22: conditions, materials, times, place, limits)."""

from __future__ import annotations

from datetime import date

import msgspec

from yb_desktop.domain.facts import Fact, Stamp, fact
from yb_desktop.domain.institution import Event


@fact("applications.publish_conditions")
class ConditionsPublished(Fact, frozen=True):
    """A22: published there, with the proof (a blob, an address, a photo's name) if there is one."""

    where: tuple[str, ...]
    proof: str = ""


class Publication(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One publication."""

    id: str
    office: str
    subject: str
    on: date
    where: tuple[str, ...]
    proof: str = ""
    removed: bool = False
    history: tuple[Event, ...] = ()


def evolve(before: Publication | None, news: Fact, at: Stamp) -> Publication:
    """Give the publication after ``news``; nothing changes one that is there. Raises ``TypeError`` for that."""
    if before is not None or not isinstance(news, ConditionsPublished):
        raise TypeError(f"{type(news).__name__} does not change a publication")
    return Publication(
        id=at.entity,
        office=at.office,
        subject=news.TYPE,
        on=at.on,
        where=news.where,
        proof=news.proof,
        history=(Event(at.type, at.on, at.actor, at.rid),),
    )
