"""Records taken out of the books and brought back, on both kinds of database; another office's word changes nothing."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from tests.databases import on_both
from tests.store.desk import COUNTY, PREFECTURE, Desk, append_all
from yb_desktop.base.errors import Refused
from yb_desktop.domain.facts import Fact
from yb_desktop.domain.judging_again import ForkSettled, History, LogSpan, TakeInUndone, TakenInAgain, spans_of
from yb_desktop.domain.office import office_id
from yb_desktop.domain.records import Record
from yb_desktop.store import lists
from yb_desktop.store.check import table_digest
from yb_desktop.store.database import Store
from yb_desktop.store.reading import Reader
from yb_desktop.store.tables import PROJECTIONS

THEIRS = replace(PREFECTURE, device="pc9")


def theirs(institutions: int = 6) -> list[Record]:
    """Give the log of another office."""
    return list(Desk(THEIRS, seed=21).history(random.Random(5), institutions))


def digests(store: Store, *, ours: bool = True) -> dict[str, str]:
    """Give a hash of every table; without what our own records change, where ``ours`` is not asked for."""
    left_out = set() if ours else {"offices", "undone"}
    with store.read() as reader:
        tables = (table for table in PROJECTIONS if table.name not in left_out)
        return {table.name: table_digest(reader.connection, table) for table in tables}


def say(store: Store, desk: Desk, fact: Fact) -> None:
    with store.write() as tx:
        tx.append(desk.record(fact, office_id(COUNTY.office)))


def chain(reader: Reader) -> list[str]:
    return [one.hash for one in reader.records(office=THEIRS.office, device=THEIRS.device)]


def undone(records: list[Record]) -> TakeInUndone:
    return TakeInUndone(bundle="b-1", records=spans_of(records), reason="撤回接收：弄错了")


@on_both
def test_what_is_taken_out_is_nowhere_and_comes_back_byte_for_byte(store: Store, desk: Desk) -> None:
    records = theirs()
    empty = digests(store)
    with store.write() as tx:
        assert tx.take(records).refused == ()
    full = digests(store)
    say(store, desk, undone(records))
    assert digests(store, ours=False) == {name: one for name, one in empty.items() if name not in {"offices", "undone"}}
    with store.read() as reader:
        assert lists.institutions(reader).rows == ()
        assert lists.institutions(reader, find="柳树村").rows == ()
        assert reader.chain_head(THEIRS.office, THEIRS.device)[0] == len(records)
        assert chain(reader) == [one.hash for one in records]
    taken_out = digests(store)
    store.rebuild()
    assert digests(store) == taken_out

    say(store, desk, TakenInAgain(bundle="b-1", records=spans_of(records)))
    again = digests(store)
    assert {name: one for name, one in again.items() if name != "offices"} == {
        name: one for name, one in full.items() if name != "offices"
    }
    store.rebuild()
    assert digests(store) == again
    assert all(item.ok for item in store.check(full=True) if item.name != "disk")


@on_both
def test_two_histories_lie_in_one_log_and_one_is_on_the_chain(store: Store, desk: Desk) -> None:
    records = theirs(2)
    common, first = records[:5], records[5:]
    other = list(Desk(THEIRS, seed=77, head=(5, common[-1].hash)).history(random.Random(8), 1))
    with store.write() as tx:
        tx.take(records)
        with pytest.raises(Refused):
            tx.take(other)
    span = LogSpan(THEIRS.office, THEIRS.device, first[0].seq, first[-1].seq, first[-1].hash)
    settled = ForkSettled(
        bundle="b-2", stands=History.PRESENT, records=(span,), reason="恢复了旧备份", prepared_by="person-1"
    )
    say(store, desk, settled)
    with store.write() as tx:
        assert tx.chain_head(THEIRS.office, THEIRS.device) == (5, common[-1].hash)
        assert tx.take(other).refused == ()
    with store.read() as reader:
        assert chain(reader) == [one.hash for one in (*common, *other)]
        assert reader.record(first[0].rid).hash == first[0].hash, "nothing is lost"
    before = digests(store)
    store.rebuild()
    assert digests(store) == before
    assert all(item.ok for item in store.check(full=True) if item.name != "disk")


def test_what_another_office_says_of_its_books_changes_nothing_in_ours(store: Store, desk: Desk) -> None:
    with store.write() as tx:
        append_all(tx, desk.history(random.Random(3), 4))
        own = list(tx.records(office=COUNTY.office, device=COUNTY.device))
    before = digests(store, ours=False)
    other = Desk(THEIRS, seed=21)
    with store.write() as tx:
        assert tx.take([other.record(undone(own), office_id(THEIRS.office))]).refused == ()
    assert digests(store, ours=False) == before
