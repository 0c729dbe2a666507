"""Where two who did not know of each other said different things: of a matter, or of one item of a checklist."""

from __future__ import annotations

from collections.abc import Iterator

from yb_desktop.base.errors import BadInput
from yb_desktop.domain.case import Case, Visit
from yb_desktop.domain.case_facts import ItemAnswered, ItemResolved
from yb_desktop.domain.entities import Entity
from yb_desktop.domain.visiting import merged
from yb_desktop.store.reading import Reader

MERGED = frozenset({ItemAnswered.TYPE, ItemResolved.TYPE})
"""Records that are merged item by item: side by side they are no clash."""


def clashes(reader: Reader, now: Entity) -> Iterator[str]:
    """Say what clashes in an entity as it stands, each as the end of a sentence that begins with its name."""
    heads = reader.heads(now.id)
    if len(heads) > 1 and sum(reader.record(rid).type not in MERGED for rid in heads) > 1:
        yield "有两处互不知情的修改，请核对后以其中一处为准。"
    if isinstance(now, Case) and now.visit is not None and now.visit.is_open and now.visit.answers:
        yield from _items(reader, now, now.visit)


def _items(reader: Reader, case: Case, visit: Visit) -> Iterator[str]:
    try:
        result = merged(visit, reader.institution(case.institution).registration)
    except BadInput:  # an item that only the sender's checklist knows: it can be taken in, and not compared
        return
    for item in result.differing:
        count = len({(one.fact.answer, one.fact.points) for one in visit.answers if one.fact.item == item})
        yield f"：核查项目“{result.form.find(item).label}”有{max(count, 2)}个不同的答案，由组长裁定。"
