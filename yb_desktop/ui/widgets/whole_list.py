"""A list that is in hand as a whole, for the table that fetches pages: sorted here by the words of a column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from yb_desktop.ui.widgets.page_model import Column, Fetch, Page, PageRequest

R = TypeVar("R")


def whole_list(rows: Sequence[R], columns: Sequence[Column[R]] = ()) -> Fetch[R]:
    """Give the pages of ``rows``; in their own order until a column that may be sorted by is asked for."""
    by_id = {column.id: column for column in columns if column.sortable}
    kept: dict[tuple[str, bool], Sequence[R]] = {}

    def ordered(sort: str, descending: bool) -> Sequence[R]:
        column = by_id.get(sort)
        if column is None:
            return rows
        if (sort, descending) not in kept:
            kept.clear()
            kept[sort, descending] = sorted(rows, key=column.render, reverse=descending)
        return kept[sort, descending]

    def fetch(request: PageRequest[R]) -> Page[R]:
        chosen = ordered(request.sort, request.descending)
        return Page(chosen[request.offset : request.offset + request.limit], len(rows))

    return fetch
