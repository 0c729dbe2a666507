"""A data folder: one program at a time, on a disk of this PC, sound, of this office; each trouble has its sentence."""

from __future__ import annotations

import errno
import random
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath

import pytest

from tests.databases import in_a_file
from tests.store.desk import COUNTY, Desk, append_all, clinic, law, opened
from yb_desktop.base.errors import BadInput, WorldError
from yb_desktop.base.files import world_error
from yb_desktop.domain.institution import Registered
from yb_desktop.store.database import DATABASE_NAME, OfficeInfo, Store
from yb_desktop.store.place import Place, is_removable, place_by_mounts, place_of

_MOUNTS = """\
/dev/sda2 / ext4 rw,relatime 0 0
tmpfs /tmp tmpfs rw 0 0
/dev/sdb1 /media/li/U\\040盘 vfat rw 0 0
/dev/sdc1 /media/li/kingston ext4 rw 0 0
//server/share /mnt/share cifs rw 0 0
server:/export /mnt/nfs nfs4 rw 0 0
li@host:/ /srv/li/remote fuse.sshfs rw 0 0
short line
"""


@pytest.mark.parametrize(
    ("folder", "place"),
    [
        ("/srv/li/data", Place.FIXED),
        ("/tmp/data", Place.FIXED),
        ("/media/li/U 盘/data", Place.REMOVABLE),
        ("/media/li/kingston/data", Place.REMOVABLE),
        ("/media/li/kingston2/data", Place.FIXED),
        ("/mnt/share/data", Place.NETWORK),
        ("/mnt/nfs", Place.NETWORK),
        ("/srv/li/remote/x", Place.NETWORK),
    ],
)
def test_sticks_and_network_drives_are_known_by_the_table_of_mounts(folder: str, place: Place) -> None:
    assert place_by_mounts(PurePosixPath(folder), _MOUNTS, lambda device: device == "/dev/sdc1") is place


def test_this_folder_lies_on_a_disk_of_this_pc(tmp_path: Path) -> None:
    assert place_of(tmp_path / "not" / "there") is Place.FIXED
    assert not is_removable("/dev/none-such")


@pytest.mark.parametrize(
    ("place", "code", "word"), [(Place.REMOVABLE, "removable", "U盘"), (Place.NETWORK, "network-drive", "网络驱动器")]
)
def test_a_store_never_lies_on_a_stick_or_a_network_drive(
    folder: Path, monkeypatch: pytest.MonkeyPatch, place: Place, code: str, word: str
) -> None:
    monkeypatch.setattr("yb_desktop.store.place.place_of", lambda _: place)
    attempts: list[Callable[[], object]] = [lambda: Store.create(folder, COUNTY, law()), lambda: opened(folder)]
    for attempt in attempts:
        with pytest.raises(WorldError, match=word) as caught:
            attempt()
        assert caught.value.code == code
    assert not folder.exists()


def test_a_second_program_is_told_who_has_it_open(store: Store, folder: Path, tmp_path: Path) -> None:
    store.close()
    first = opened(folder, "李会计")
    copy = first.backup(tmp_path / "copy.db")
    attempts: list[Callable[[], object]] = [
        lambda: opened(folder, "王主任"),
        lambda: Store.restore(copy, folder, day=date(2026, 3, 2), holder="x"),
    ]
    for attempt in attempts:
        with pytest.raises(WorldError, match="李会计") as caught:
            attempt()
        assert caught.value.code == "locked"
    first.close()
    opened(folder, "王主任").close()


def test_a_folder_is_set_up_once(store: Store, folder: Path) -> None:
    with pytest.raises(WorldError) as caught:
        Store.create(folder, COUNTY, law())
    assert caught.value.code == "exists"
    assert store.info == COUNTY


@pytest.mark.parametrize(
    "info", [replace(COUNTY, device="PC 1"), replace(COUNTY, office="大姚"), replace(COUNTY, name=" ")]
)
def test_an_office_needs_a_code_a_name_and_a_device(folder: Path, info: OfficeInfo) -> None:
    with pytest.raises(BadInput):
        Store.create(folder, info, law())


@in_a_file("its bytes are spoilt; a server looks after its own")
def test_no_data_and_foreign_and_broken_files_each_have_a_sentence(store: Store, folder: Path, tmp_path: Path) -> None:
    store.close()
    file = folder / DATABASE_NAME
    sound = file.read_bytes()
    torn = bytearray(sound)
    torn[4096:12288] = b"\xff" * 8192
    for data, code in ((b"not a database, " * 600, "not-a-database"), (bytes(torn), "corrupt")):
        file.write_bytes(data)
        with pytest.raises(WorldError) as caught:
            opened(folder)
        assert caught.value.code == code
        assert re.search("备份", caught.value.text)
    with pytest.raises(WorldError) as caught:
        opened(tmp_path / "empty")
    assert caught.value.code == "no-data"
    file.write_bytes(sound)
    opened(folder).close()


@in_a_file("its bytes are spoilt; a server looks after its own")
def test_a_changed_byte_in_a_record_is_found_at_the_start(store: Store, desk: Desk, folder: Path) -> None:
    with store.write() as tx:
        tx.append(desk.record(Registered(registration=clinic()), "inst-1"))
    store.close()
    file = folder / DATABASE_NAME
    data = file.read_bytes()
    assert data.count("杨文祥".encode()) > 2
    at = data.index(b'"actor":"person-a","base"')
    file.write_bytes(data[: at + 16] + b"x" + data[at + 17 :])
    with pytest.raises(WorldError, match="记录链") as caught:
        opened(folder)
    assert caught.value.code == "chain"


@in_a_file("it may not grow any more")
def test_a_full_disk_stops_the_action_and_nothing_else(store: Store, desk: Desk) -> None:
    with store.write() as tx:
        tx.append(desk.record(Registered(registration=clinic()), "inst-1"))
    with store._engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 3}")

    def fill() -> None:
        with store.write() as tx:
            tx.add_blob(random.Random(1).randbytes(200_000), "application/pdf")

    with pytest.raises(WorldError, match="磁盘空间不足") as caught:
        fill()
    assert caught.value.code == "disk-full"
    with store._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1000000")
    with store.write() as tx:
        tx.append(desk.record(Registered(registration=clinic()), "inst-2"))
    assert all(item.ok for item in store.check(full=True) if item.name != "disk")


@in_a_file("the server's half is in test_server")
def test_a_read_only_database_has_its_sentence(store: Store, desk: Desk) -> None:
    with store._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only=ON")
    with pytest.raises(WorldError, match="只读") as caught, store.write() as tx:
        tx.append(desk.record(Registered(registration=clinic()), "inst-1"))
    assert caught.value.code == "read-only"


@pytest.mark.parametrize(
    ("number", "code"), [(errno.EROFS, "read-only"), (errno.EACCES, "no-permission"), (errno.ENOSPC, "disk-full")]
)
def test_files_beside_the_database_fail_in_words(
    folder: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(WorldError) as caught:
        Store.create(folder, COUNTY, law())
    assert caught.value.code == code == world_error(OSError(number, "no"), folder).code


_KILLED = """
import os, random, sys
from pathlib import Path
from tests.store.desk import Desk, append_all, opened
folder, where = Path(sys.argv[1]), sys.argv[2]
store = opened(folder, "李会计")
desk = Desk(seed=5)
with store.read() as reader:
    desk.seq, desk.prev = reader.log_head("532326", "pc1")
def write():
    with store.write() as tx:
        append_all(tx, desk.history(random.Random(5), 40))
        tx.flush()
        if where in ("action", "import"):
            os.kill(os.getpid(), 9)
if where == "action":
    write()
with store.work("导入机构清单", "2026-03-02"):
    write()
    if where == "after":
        os.kill(os.getpid(), 9)
"""


@pytest.mark.parametrize(
    ("where", "says"),
    [("action", "没有做了一半的操作"), ("import", "什么都没有写入，请重做"), ("after", "已全部写入")],
)
def test_a_kill_leaves_nothing_half_done_and_the_next_start_says_so(
    store: Store, desk: Desk, folder: Path, where: str, says: str
) -> None:
    with store.write() as tx:
        append_all(tx, desk.history(random.Random(1), 3))
        before = tx.log_head("532326", "pc1")
    store.close()
    done = subprocess.run([sys.executable, "-c", _KILLED, str(folder), where], check=False, cwd=Path.cwd())
    assert done.returncode == -9
    again = opened(folder)
    assert again.recovered is not None
    assert says in again.recovered
    assert "李会计" in again.recovered
    with again.read() as reader:
        assert (reader.log_head("532326", "pc1") == before) == (where != "after")
    assert all(item.ok for item in again.check(full=True) if item.name != "disk")
    again.close()
    quiet = opened(folder)
    assert quiet.recovered is None
    quiet.close()
