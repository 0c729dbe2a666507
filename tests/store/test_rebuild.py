"""The tables can be thrown away: the log makes them again, byte for byte."""

from __future__ import annotations

import random
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from tests.databases import new_database
from tests.store.desk import COUNTY, Desk, append_all, clinic, law, materials
from yb_desktop.domain.institution import Registered
from yb_desktop.store import lists
from yb_desktop.store.database import Store
from yb_desktop.store.dialect.interface import WRITING
from yb_desktop.store.tables import KEPT, PROJECTIONS, metadata

_INDEX = {
    "sqlite": tuple(
        f"SELECT id, block FROM {name}_data WHERE id > 10 ORDER BY id"
        for name in ("institution_pairs", "institution_triples")
    ),
    "postgresql": ("SELECT * FROM institution_grams",),
}
"""What reads the search index, by the kind of database."""


def dump(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Everything in the projections, and what the search index finds."""
    with store._engine.connect() as connection:
        tables = {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for table in PROJECTIONS
        }
        for query in _INDEX[connection.dialect.name]:
            assert connection.execute(text(query)).all() or not tables["institutions"]
    with store.read() as reader:
        for word in ("大姚", "新", "柳树村", "liushu", "xin1", "n1", "91350100"):
            tables[f"find {word}"] = [(row.id,) for row in lists.institutions(reader, find=word, limit=500).rows]
    return tables


@settings(max_examples=10)
@given(st.randoms(use_true_random=False), st.integers(1, 30), st.integers(1, 60))
def test_a_rebuild_gives_the_same_tables(
    tmp_path_factory: pytest.TempPathFactory, rng: random.Random, institutions: int, at_once: int
) -> None:
    records = list(Desk().history(rng, institutions))
    folder = tmp_path_factory.mktemp("office") / "data"
    with closing(Store.create(folder, COUNTY, law(), database=new_database())) as store:
        for first in range(0, len(records), at_once):
            with store.write() as tx:
                append_all(tx, records[first : first + at_once])
        before = dump(store)
        assert all(before[table.name] for table in PROJECTIONS if table.name != "undone")
        seen: list[tuple[int, int]] = []
        assert store.rebuild(lambda done, total: seen.append((done, total))) == len(records)
        assert seen[-1] == (len(records), len(records))
        assert dump(store) == before


def test_records_that_arrived_project_like_own_ones(
    store: Store, desk: Desk, tmp_path_factory: pytest.TempPathFactory
) -> None:
    records = list(desk.history(random.Random(3), 20))
    with store.write() as tx:
        append_all(tx, records)
    laptop = replace(COUNTY, device="lap1")
    elsewhere = Store.create(tmp_path_factory.mktemp("x") / "y", laptop, law(), database=new_database())
    with elsewhere.write() as tx:
        assert tx.take(records).taken == len(records)
    assert dump(elsewhere) == dump(store)
    elsewhere.close()


def test_the_full_check_finds_a_row_that_the_log_does_not_say(store: Store, desk: Desk) -> None:
    with store.write() as tx:
        append_all(tx, desk.history(random.Random(3), 5))
    assert [item.ok for item in store.check(full=True) if item.name == "projections"] == [True]
    with store._engine.execution_options(**{WRITING: True}).begin() as connection:
        connection.execute(text("UPDATE applications SET state = 'signed'"))
    before = dump(store)
    assert [item.ok for item in store.check(full=True) if item.name == "projections"] == [False]
    assert dump(store) == before  # a check changes nothing
    store.rebuild()
    assert all(item.ok for item in store.check(full=True) if item.name != "disk")


_TAMPERING = {
    "sqlite": ("DROP TRIGGER blobs_no_update", "UPDATE blobs SET data = x'00'"),
    "postgresql": (
        "ALTER TABLE blobs DISABLE TRIGGER blobs_no_update",
        "UPDATE blobs SET data = '\\x00'",
        "ALTER TABLE blobs ENABLE TRIGGER blobs_no_update",
    ),
}
"""How somebody would alter an attachment who knows the kind of database."""


def test_an_altered_attachment_is_found(store: Store) -> None:
    with store.write() as tx:
        tx.add_blob(b"%PDF-1.7", "application/pdf")
    with store._engine.execution_options(**{WRITING: True}).begin() as connection:
        for statement in _TAMPERING[connection.dialect.name]:
            connection.execute(text(statement))
    assert [item.name for item in store.check(full=True) if not item.ok and item.name != "disk"] == ["blobs"]
    assert [item.name for item in store.check() if not item.ok and item.name != "disk"] == []


def test_a_holiday_moves_the_open_clocks_and_says_which(store: Store, desk: Desk) -> None:
    with store.write() as tx:
        tx.append(desk.record(Registered(registration=clinic()), "inst-1"))
        tx.append(desk.record(materials("inst-1", missing=["licence"]), "case-1", "2026-03-02"))
    with store.read() as reader:
        [row] = [row for row in lists.due(reader).rows if row.rule == "A15"]
    assert row.last_day == date(2026, 3, 9)
    later = law().with_holidays(area="532326", days=[date(2026, 3, 9)], notice="大政办发〔2026〕1号", name="州庆")
    moved = [(m.entity, m.rule, m.source, m.before, m.after) for m in store.use_law(later)]
    days = (date(2026, 3, 9), date(2026, 3, 10))
    assert moved == [("case-1", "A15", "CX-12", *days), ("case-1", "A15", "N2-8", *days)]
    with store.read() as reader:
        [row] = [row for row in lists.due(reader).rows if row.rule == "A15"]
    assert row.last_day == date(2026, 3, 10)


def test_opening_with_another_law_counts_the_open_clocks_again(store: Store, desk: Desk) -> None:
    with store.write() as tx:
        tx.append(desk.record(Registered(registration=clinic()), "inst-1"))
        tx.append(desk.record(materials("inst-1", missing=["licence"]), "case-1", "2026-03-02"))
    store.close()
    later = law().with_holidays(area="532326", days=[date(2026, 3, 9)], notice="大政办发〔2026〕1号", name="州庆")
    again = Store.open(store.folder, later, holder="李会计")
    with again.read() as reader:
        assert [row.last_day for row in lists.due(reader).rows if row.rule == "A15"] == [date(2026, 3, 10)]
    again.close()


def test_every_table_is_either_kept_or_made_again() -> None:
    assert sorted(table.name for table in (*KEPT, *PROJECTIONS)) == sorted(metadata.tables)
