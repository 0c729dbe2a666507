"""Several clerks at once: in threads, in processes of their own, writing while others read, waiting for each other."""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest

from tests import databases
from tests.store.bulk import register
from tests.store.clerk import work
from tests.store.desk import COUNTY, PREFECTURE, Desk, another_pc, clinic, law, opened
from yb_desktop.base.errors import WorldError, YbError
from yb_desktop.domain.institution import Registered
from yb_desktop.store import lists
from yb_desktop.store.database import Store
from yb_desktop.store.institution_list import institution_count
from yb_desktop.store.server import address_of

pytestmark = databases.on_server

_ROOT = Path(__file__).parents[2]
_EACH = 12


def check_nothing_lost(store: Store, devices: list[str]) -> None:
    with store.read() as reader:
        numbers = sorted(row.serial for row in lists.documents(reader, limit=100).rows)
        assert numbers == list(range(1, _EACH * len(devices) + 1))  # neither gaps nor doubles
        assert {reader.log_head(COUNTY.office, device)[0] for device in devices} == {2 * _EACH}
    assert all(item.ok for item in store.check(full=True) if item.name != "disk")


def test_clerks_at_several_pcs_lose_nothing(store: Store, tmp_path: Path) -> None:
    stores = [store, *(another_pc(store, tmp_path / name, name) for name in ("pc2", "pc3"))]
    problems: list[Exception] = []

    def at_work(one: Store) -> None:
        try:
            work(one, _EACH)
        except YbError as problem:
            problems.append(problem)

    threads = [threading.Thread(target=at_work, args=(one,)) for one in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    check_nothing_lost(store, ["pc1", "pc2", "pc3"])
    for one in stores[1:]:
        one.close()


def test_programs_at_two_pcs_lose_nothing(store: Store, tmp_path: Path) -> None:
    another_pc(store, tmp_path / "pc2", "pc2").close()
    store.close()
    command = [sys.executable, "-m", "tests.store.clerk"]
    programs = [
        subprocess.Popen([*command, str(folder), str(_EACH)], cwd=_ROOT) for folder in (store.folder, tmp_path / "pc2")
    ]
    assert [program.wait() for program in programs] == [0, 0]
    with closing(opened(store.folder)) as again:
        check_nothing_lost(again, ["pc1", "pc2"])


def test_who_reads_sees_one_moment_while_another_commits(store: Store, tmp_path: Path, desk: Desk) -> None:
    with closing(another_pc(store, tmp_path / "pc2", "pc2")) as second:
        with second.read() as reader:
            before = institution_count(reader)
            with store.write() as tx:  # readers hold nobody up, and nobody holds them up
                tx.append(desk.record(Registered(registration=clinic()), "inst-1"))
                assert institution_count(reader) == before
            assert institution_count(reader) == before
            assert lists.institutions(reader).rows == ()
        with second.read() as reader:
            assert institution_count(reader) == before + 1


def test_a_clerk_waits_for_a_big_take_in_and_goes_on(store: Store, tmp_path: Path) -> None:
    with closing(another_pc(store, tmp_path / "pc2", "pc2")) as second:
        taking = threading.Event()

        def take_in() -> None:
            with store.write() as tx:
                taking.set()
                tx.take(list(register(Desk(PREFECTURE), 400)))

        thread = threading.Thread(target=take_in)
        thread.start()
        taking.wait()
        work(second, 1)
        thread.join()
        with second.read() as reader:
            assert institution_count(reader) == 401
            numbers = [row.id for row in lists.institutions(reader, sort="newest", limit=1).rows]
            assert not numbers[0].startswith("inst-000")  # the clerk's came after all of them


def test_who_waits_too_long_for_another_pc_is_told(store: Store, desk: Desk) -> None:
    address = address_of(store.folder)
    assert address
    hasty = f"{address.database}&options={quote('-c lock_timeout=200ms')}"
    with closing(
        Store.create(store.folder.with_name("pc2"), replace(COUNTY, device="pc2"), law(), database=hasty)
    ) as second:
        with store.write(), pytest.raises(WorldError, match="另一台电脑正在写入") as caught, second.write():
            pass
        assert caught.value.code == "busy"
        with second.write() as tx:
            assert tx.log_head(COUNTY.office, "pc2")[0] == 0
