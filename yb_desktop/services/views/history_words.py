"""What a history says of any record: the words for the step, the name of whoever did it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from yb_desktop.domain.facts import Fact, read_fact
from yb_desktop.domain.records import Record
from yb_desktop.services.registry import step_title
from yb_desktop.services.views.case_history import HistoryLine
from yb_desktop.store.reading import Reader


def history_lines(
    records: Sequence[Record], name: Callable[[str], str], detail_of: Callable[[Fact], str]
) -> tuple[HistoryLine, ...]:
    """Give the records of a matter in words, the newest first."""
    return tuple(
        HistoryLine(
            date.fromisoformat(record.on),
            record.type,
            step_title(record.type),
            name(record.actor),
            detail_of(read_fact(record)),
        )
        for record in reversed(records)
    )


def names_of(reader: Reader) -> Callable[[str], str]:
    """Give a function that names whoever stands on a record."""
    people = {person.id: person.name for person in reader.people()}
    office = reader.info
    return lambda actor: people.get(actor, office.name if actor == f"office-{office.office}" else actor)
