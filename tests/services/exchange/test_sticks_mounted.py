"""Real small file systems for sticks, as far as one may mount here: exFAT and NTFS through FUSE, ext4, tmpfs, FAT32.

The kernel of a test machine often has no FAT32; ``test_sticks_fat`` looks at an image of it without mounting one.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.services.exchange.desks import COUNTY, PREFECTURE, Pair, register
from tests.services.exchange.kill_points import at_moment
from tests.services.exchange.test_parts import attach
from yb_desktop.base.errors import YbError
from yb_desktop.services.exchanging import export, take_in
from yb_desktop.store.exchange_state import RecordState, span_state

MEBIBYTE = 1 << 20
MAKERS = {
    "ext4": ["mkfs.ext4", "-q", "-m", "0"],
    "vfat": ["mkfs.vfat", "-F", "32"],
    "exfat": ["mkfs.exfat"],
    "ntfs": ["mkntfs", "-q", "-F", "-Q"],
}
KINDS = [
    "ext4",
    pytest.param("vfat", marks=pytest.mark.stock("mkfs.vfat")),
    pytest.param("exfat", marks=pytest.mark.stock("mkfs.exfat", "mount.exfat-fuse", "losetup")),
    pytest.param("ntfs", marks=pytest.mark.stock("mkntfs", "ntfs-3g")),
]
"""What sticks come with."""

pytestmark = pytest.mark.stock("mount", "umount")


def run(*command: str) -> str:
    """Run a command of the system and give what it says; where it is not permitted here, say so in the report."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"{' '.join(command[:4])}: {done.stderr.strip()}")
    return done.stdout.strip()


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """Give what mounts a folder for the time of the test."""
    points: list[Path] = []

    def mount(name: str, *options: str, program: str = "mount") -> Path:
        point = tmp_path / name
        point.mkdir(exist_ok=True)
        run(program, *options, str(point))
        points.append(point)
        return point

    yield mount
    for point in points:
        subprocess.run(["umount", "-l", str(point)], check=True, capture_output=True)


Mount = Callable[..., Path]


@pytest.fixture
def plugged(mounted: Mount) -> Iterator[Callable[..., Path]]:
    """Give what plugs an image in as a stick, for the time of the test."""
    loops: list[str] = []

    def plug(name: str, file: Path, *options: str) -> Path:
        more = [part for option in options for part in ("-o", option)]
        match file.stem:
            case "ntfs":
                return mounted(name, *more, str(file), program="ntfs-3g")
            case "exfat":
                loops.append(run("losetup", "--find", "--show", str(file)))
                return mounted(name, *more, loops[-1], program="mount.exfat-fuse")
            case _:
                return mounted(name, "-o", ",".join(("loop", *options)), str(file))

    yield plug
    for loop in loops:  # busy until the mount is gone; detached then by itself
        subprocess.run(["losetup", "--detach", loop], check=True, capture_output=True)


def image(tmp_path: Path, kind: str, size: int) -> Path:
    file = tmp_path / f"{kind}.img"
    file.touch()
    os.truncate(file, size)
    run(*MAKERS[kind], str(file))
    return file


def fails(pair: Pair, stick: Path) -> tuple[str, str]:
    """Export to a stick on which it cannot end well; give code and sentence."""
    with pytest.raises(YbError) as caught:
        export(pair.county, to=PREFECTURE, out=stick, signer=pair.county_key)
    assert "请" in caught.value.text
    assert not re.search(r"[a-z]{4,} [a-z]{2,}", caught.value.text), "no English of the system's"
    with pair.county.store.read() as reader:
        assert span_state(reader, 1) is RecordState.LOCAL
    return caught.value.code, caught.value.text


def succeeds(pair: Pair, stick: Path) -> None:
    """Export and take in: both have the same, and nothing half written lies about."""
    for one in export(pair.county, to=PREFECTURE, out=stick, signer=pair.county_key, again=True).bundles:
        take_in(pair.prefecture, one.file, pair.prefecture_key, out=stick)
    assert not list(stick.rglob("*.part"))
    with pair.county.store.read() as ours, pair.prefecture.store.read() as theirs:
        assert theirs.log_head(COUNTY, "pc1") == ours.log_head(COUNTY, "pc1")
    for desk in (pair.county, pair.prefecture):
        assert [item.text for item in desk.store.check(full=True) if not item.ok] == []


def fill(stick: Path, leave: int) -> None:
    """Fill a stick up to so many bytes."""
    with (stick / "别的文件").open("wb") as out:
        os.posix_fallocate(out.fileno(), 0, os.statvfs(stick).f_bavail * os.statvfs(stick).f_frsize - leave)


@pytest.mark.parametrize("kind", KINDS)
def test_a_stick_is_used_as_it_comes(pair: Pair, plugged: Mount, tmp_path: Path, kind: str) -> None:
    """In a folder with a long Chinese name; full before it is begun, then full midway, then with room again."""
    attach(pair, MEBIBYTE)
    stick = plugged("stick", image(tmp_path, kind, 36 * MEBIBYTE))
    fill(stick, 10 * MEBIBYTE)
    code, text = fails(pair, stick)
    assert (code, "没有写入" in text) == ("disk-full", True)
    (stick / "别的文件").unlink()
    with at_moment(1, lambda: fill(stick, MEBIBYTE // 2), lambda: bool(list(stick.glob("*.part")))):
        assert fails(pair, stick)[0] == "disk-full"
    assert [path.name for path in stick.glob("*.tar*")] == []
    (stick / "别的文件").unlink()
    folder = stick / "大姚县医疗保障经办中心二〇二六年第一季度报送"
    folder.mkdir()
    succeeds(pair, folder)


@pytest.mark.parametrize("kind", KINDS)
def test_a_stick_with_its_switch_closed(pair: Pair, plugged: Mount, tmp_path: Path, kind: str) -> None:
    register(pair.county, 1)
    code, text = fails(pair, plugged("stick", image(tmp_path, kind, 36 * MEBIBYTE), "ro"))
    assert code == "read-only"
    assert "请关掉U盘的写保护开关" in text


def test_a_write_protected_stick(pair: Pair, mounted: Mount) -> None:
    register(pair.county, 1)
    stick = mounted("stick", "-t", "tmpfs", "-o", f"size={32 * MEBIBYTE}", "tmpfs")
    run("mount", "-o", "remount,ro", str(stick))
    code, text = fails(pair, stick)
    assert code == "read-only"
    assert "请关掉U盘的写保护开关" in text
    run("mount", "-o", "remount,rw", str(stick))
    succeeds(pair, stick)


def test_a_stick_that_is_smaller_than_it_says(pair: Pair, mounted: Mount, tmp_path: Path) -> None:
    """It takes 64 MiB and keeps four; that is noticed before it counts as exported."""
    attach(pair, 8 * MEBIBYTE)
    small = mounted("chips", "-t", "tmpfs", "-o", f"size={6 * MEBIBYTE}", "tmpfs")
    stick = mounted("stick", "-o", "loop", str(image(small, "ext4", 64 * MEBIBYTE)))
    assert fails(pair, stick)[0] in {"disk-full", "device-gone"}  # as the kernel puts it
    succeeds(pair, pair.stick("other"))


def test_a_stick_that_dies_while_it_is_read(pair: Pair, mounted: Mount, tmp_path: Path) -> None:
    attach(pair, 8 * MEBIBYTE)
    (tmp_path / "file").mkdir()
    file = image(tmp_path / "file", "ext4", 64 * MEBIBYTE)
    stick = mounted("stick", "-o", "loop", str(file))
    (one,) = export(pair.county, to=PREFECTURE, out=stick, signer=pair.county_key).bundles
    os.sync()
    data = one.file.read_bytes()
    with one.file.open("rb") as stream:
        os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    os.truncate(file, MEBIBYTE)
    with pytest.raises(YbError) as caught:
        take_in(pair.prefecture, one.file, pair.prefecture_key)
    assert caught.value.code == "device-gone"
    assert "请插好U盘" in caught.value.text
    with pair.prefecture.store.read() as reader:
        assert reader.log_head(COUNTY, "pc1")[0] == 0
    copy = pair.stick("copy") / one.file.name
    copy.write_bytes(data)
    assert take_in(pair.prefecture, copy, pair.prefecture_key).refused == ()


@pytest.mark.stock("mkntfs", "ntfs-3g")
def test_a_stick_is_pulled_out(pair: Pair, tmp_path: Path) -> None:
    """What drives it is gone from one moment to the next: the folder is there and answers nothing."""
    register(pair.county, 1)
    file, stick = image(tmp_path, "ntfs", 36 * MEBIBYTE), pair.stick()
    with subprocess.Popen(["ntfs-3g", "-o", "no_detach", str(file), str(stick)], stderr=subprocess.PIPE) as driver:
        while not stick.is_mount() and driver.poll() is None:
            os.sched_yield()
        if driver.poll() is not None:
            pytest.skip(f"ntfs-3g: {driver.stderr.read() if driver.stderr else ''!r}")
        try:
            (one,) = export(pair.county, to=PREFECTURE, out=stick, signer=pair.county_key).bundles
            driver.kill()
            driver.wait()
            for work in (
                lambda: take_in(pair.prefecture, one.file, pair.prefecture_key),
                lambda: export(pair.county, to=PREFECTURE, out=stick, signer=pair.county_key, again=True),
            ):
                with pytest.raises(YbError) as caught:
                    work()
                assert caught.value.code == "device-gone"
                assert "请插好U盘" in caught.value.text
        finally:
            subprocess.run(["umount", "-l", str(stick)], check=True, capture_output=True)
    succeeds(pair, pair.stick("other"))


def test_our_own_disk_is_full(pair: Pair, mounted: Mount) -> None:
    """A copy, a payload and a bundle for which there is no room: nothing is left of them."""
    attach(pair, 2 * MEBIBYTE)
    full = mounted("full", "-t", "tmpfs", "-o", f"size={MEBIBYTE}", "tmpfs")
    with pytest.raises(YbError) as caught:
        pair.county.store.backup(full / "备份.db")
    assert caught.value.code == "disk-full"
    assert list(full.iterdir()) == []
    for inside in ("outbox", "quarantine"):
        desk = pair.county if inside == "outbox" else pair.prefecture
        place = desk.store.folder / inside
        place.mkdir(exist_ok=True)
        run("mount", "--bind", str(full), str(place))
        try:
            with pytest.raises(YbError) as refused:
                succeeds(pair, pair.stick(inside))
        finally:
            run("umount", str(place))
        assert refused.value.code == "disk-full"
        assert "请清理" in refused.value.text
        assert list(full.iterdir()) == []
    succeeds(pair, pair.stick("at last"))
