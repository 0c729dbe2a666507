"""Copies are whole or not there; putting one back loses nothing and starts a new epoch."""

from __future__ import annotations

from datetime import date
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.databases import in_a_file
from tests.store.desk import COUNTY, PREFECTURE, Desk, append_all, clinic, law, opened
from yb_desktop.base.errors import BadInput, Refused, WorldError
from yb_desktop.domain.institution import Registered
from yb_desktop.law.counting import days_after
from yb_desktop.store.backup import surplus
from yb_desktop.store.database import DATABASE_NAME, Store

_DAY = date(2026, 3, 2)


def _with_records(store: Store, desk: Desk, count: int) -> None:
    with store.write() as tx:
        append_all(tx, [desk.record(Registered(registration=clinic()), desk.new("inst")) for _ in range(count)])


def test_a_copy_holds_everything_and_goes_back(store: Store, desk: Desk, folder: Path, tmp_path: Path) -> None:
    _with_records(store, desk, 3)
    with store.write() as tx:
        blob = tx.add_blob(b"%PDF", "application/pdf")
    copy = store.backup(tmp_path / "stick" / "大姚.db")
    _with_records(store, desk, 2)
    store.close()
    info = Store.restore(copy, folder, day=_DAY, holder="李会计")
    assert info.epoch == 2
    again = opened(folder)
    assert (again.info.epoch, again.epoch_owed()) == (2, _DAY)
    again.epoch_settled()
    assert again.epoch_owed() is None
    with again.read() as reader:
        assert reader.log_head("532326", "pc1")[0] == 3
        assert reader.blob(blob) == b"%PDF"
    again.close()
    (folder / f"replaced-{_DAY.isoformat()}-1").rename(tmp_path / "replaced")
    old = opened(tmp_path / "replaced")
    with old.read() as reader:
        assert reader.log_head("532326", "pc1")[0] == 5
    old.close()
    assert Store.restore(copy, folder, day=_DAY, holder="x").epoch == 3  # never an epoch that was used before


def test_a_copy_goes_into_an_empty_folder(store: Store, tmp_path: Path) -> None:
    copy = store.backup(tmp_path / "copy.db")
    assert Store.restore(copy, tmp_path / "new pc", day=_DAY, holder="x").epoch == 2
    opened(tmp_path / "new pc").close()
    assert list(tmp_path.glob("*.part")) == []


def test_what_is_no_sound_copy_is_not_put_back(store: Store, desk: Desk, folder: Path, tmp_path: Path) -> None:
    _with_records(store, desk, 60)
    copy = store.backup(tmp_path / "copy.db")
    store.close()
    torn = bytearray(copy.read_bytes())
    torn[len(torn) // 2 : len(torn) // 2 + 9000] = b"\xff" * 9000
    (tmp_path / "torn.db").write_bytes(torn)
    (tmp_path / "text.db").write_bytes(b"hello")
    other = Store.create(tmp_path / "prefecture", PREFECTURE, law())
    foreign = other.backup(tmp_path / "foreign.db")
    other.close()
    for name, code in (("torn.db", "backup-bad"), ("text.db", "backup-bad"), (foreign.name, "other-office")):
        with pytest.raises(Refused) as caught:
            Store.restore(tmp_path / name, folder, day=_DAY, holder="x")
        assert caught.value.code == code
    with pytest.raises(BadInput):
        Store.restore(tmp_path / "none.db", folder, day=_DAY, holder="x")
    same = opened(folder)
    assert same.info == COUNTY
    same.close()


@in_a_file("a restore of a file ends by renaming it; on a server it is one transaction")
def test_a_power_cut_before_the_last_step_of_a_restore_is_finished(store: Store, folder: Path, tmp_path: Path) -> None:
    copy = store.backup(tmp_path / "copy.db")
    store.close()
    Store.restore(copy, folder, day=_DAY, holder="x")
    (folder / DATABASE_NAME).replace(folder / f"{DATABASE_NAME}.restore")
    again = opened(folder)
    assert again.info.epoch == 2
    assert again.recovered is not None
    assert "恢复" in again.recovered
    again.close()


def test_a_copy_that_cannot_be_written_leaves_nothing(store: Store, tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"")
    with pytest.raises(WorldError):
        store.backup(tmp_path / "taken" / "copy.db")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["taken", store.folder.name]


def test_a_copy_a_day_is_kept_as_long_as_it_should(store: Store) -> None:
    for day in accumulate([1] * 399, days_after, initial=date(2025, 1, 1)):
        (store.folder / "backups").mkdir(exist_ok=True)
        (store.folder / "backups" / f"{day.isoformat()}-daily.db").write_bytes(b"")
    store.keep_copy(date(2026, 2, 5))
    kept = [path.name[:10] for path in store.backups()]
    assert kept[:7] == [f"2026-02-0{n}" for n in (5, 4, 3, 2, 1)] + ["2026-01-31", "2026-01-30"]
    assert kept[7:] == ["2026-01-25", "2026-01-18", "2025-12-31"] + [
        f"2025-{month:02d}-{last}"
        for month, last in ((11, 30), (10, 31), (9, 30), (8, 31), (7, 31), (6, 30), (5, 31), (4, 30), (3, 31))
    ]


@given(st.sets(st.dates(date(2024, 1, 1), date(2027, 1, 1)), max_size=120))
def test_rotation_never_takes_the_newest_and_keeps_a_bounded_number(days: set[date]) -> None:
    names = sorted(f"{day.isoformat()}-daily.db" for day in days)
    gone = surplus([*names, "notes.txt", "before-0002_x.db"])
    left = [name for name in names if name not in gone]
    assert left[-7:] == names[-7:]
    assert len(left) <= 7 + 4 + 12
    assert set(gone) <= set(names)
    assert surplus(left) == ()
