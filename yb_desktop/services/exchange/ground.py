"""What a record rests on: the records it names as its base, and the matters it is about.

While any of that is out of our books, because its take-in was undone, the record has no ground to stand on. Where
laptops inspect, a step may also come before the answers that it rests on, for these come by another way: it waits.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from yb_desktop.base.errors import Refused
from yb_desktop.domain.case import Case
from yb_desktop.domain.entities import EntityKind
from yb_desktop.domain.judging_again import RESTS_ON_UNDONE, WAITS
from yb_desktop.domain.records import Record
from yb_desktop.store import undoing
from yb_desktop.store.writing import Tx

_KINDS = frozenset(EntityKind)


class Ground:
    """Looks after the ground of many records; where nothing was ever taken out it costs nothing."""

    def __init__(self, tx: Tx) -> None:
        """Look into the books of ``tx`` as they stand at each question."""
        self._tx = tx
        self._any = undoing.any_undone(tx.connection)

    def check(self, record: Record) -> None:
        """Raise ``Refused`` (``record-undone``) for a record that rests on what was taken out."""
        if self.is_gone(record):
            raise Refused(RESTS_ON_UNDONE, "所依据的记录已被撤回接收，先放着；请对方把那些记录重新导出，一并入库。")

    def is_gone(self, record: Record, coming: Collection[Record] = ()) -> bool:
        """Say whether a record rests on what is out of the books, or waits itself, and is not ``coming`` before it."""
        if not self._any:
            return False
        back = {one.rid for one in coming}
        base = [rid for rid in record.base if rid not in back]
        connection = self._tx.connection
        if undoing.out_of_books(connection, base) or undoing.waiting_aside(connection, base):
            return True
        begun = {one.entity for one in coming}
        named = {record.entity, *_named_in(record.body)} - begun
        return any(self._was_here(entity) for entity in named if record.base or entity != record.entity)

    def _was_here(self, entity: str) -> bool:
        return self._tx.entity(entity) is None and undoing.was_here(self._tx.connection, entity)


class Causes:
    """Looks after the order of a visit that laptops work on: which answers count depends on what came before what."""

    def __init__(self, tx: Tx) -> None:
        """Look into the books of ``tx`` as they stand at each question."""
        self._tx = tx

    def check(self, record: Record) -> None:
        """Raise ``Refused`` (``record-waits``) for a record on such a case while one that it rests on is not here."""
        case = self._tx.entity(record.entity)
        if not record.base or not isinstance(case, Case) or not any(visit.laptops for visit in case.visits):
            return
        if undoing.not_come(self._tx.connection, record.base):
            raise Refused(WAITS, "所依据的核查电脑记录还没有到，先放着；请报送单位再次导出，到齐后自动入库。")


def _named_in(value: object) -> Iterator[str]:
    """Give the ids of matters that a record's body names."""
    match value:
        case str():
            if value.partition("-")[0] in _KINDS:
                yield value
        case Mapping():
            for one in value.values():
                yield from _named_in(one)
        case list() | tuple():
            for one in value:
                yield from _named_in(one)
        case _:
            return
