"""Which applications stand on a publicity list (公示名单): one list, one number, several institutions."""

from __future__ import annotations

from yb_desktop.domain.case import Case
from yb_desktop.store.reading import Reader

LIST = "publicity_list"
"""The document that is numbered."""


def listed(reader: Reader, number: str, *also: Case) -> tuple[Case, ...]:
    """Give the applications under the number of a list of this office, and ``also``, in the order they applied."""
    held = {one.id: one for one in (*also, *map(reader.case, reader.numbered(LIST, number)))}
    return tuple(sorted(held.values(), key=lambda one: (one.received, one.id)))
