"""The rows of what is owed about an entity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.audit import Audit
from yb_desktop.domain.case import Case
from yb_desktop.domain.duties import Duty
from yb_desktop.domain.entities import Entity
from yb_desktop.domain.institution import Institution


def duty_rows(entity: Entity, duties: Sequence[Duty]) -> Iterator[dict[str, object]]:
    """Give one row for each duty about an entity, in their order."""
    if not isinstance(entity, Case | Agreement | Audit | Institution):
        return
    institution = entity.id if isinstance(entity, Institution) else entity.institution
    for ordinal, one in enumerate(duties):
        yield {
            "entity": entity.id,
            "ordinal": ordinal,
            "office": entity.office,
            "institution": institution,
            "kind": one.kind.value,
            "rule": one.rule,
            "text": one.text,
            "since": one.since,
            "shown": one.shown,
            "about": one.about,
            "who": one.who,
        }
