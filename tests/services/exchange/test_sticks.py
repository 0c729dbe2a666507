"""Sticks (U盘): full, pulled out, write-protected, fussy about names; our own disk full. Both sides stay whole.

Each accident ends with a sentence that says what to do, nothing counts as exported that may not be there, and doing it
again succeeds, whatever of the first try turns up later.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.services.exchange.desks import COUNTY, PREFECTURE, Pair, register
from tests.services.exchange.kill_points import at_moment
from tests.services.exchange.test_accidents import no_file_bigger_than
from tests.services.exchange.test_parts import attach
from yb_desktop.base.errors import WorldError, YbError
from yb_desktop.exchange.bundle import SUFFIX
from yb_desktop.services.exchange.bundle_files import deliver
from yb_desktop.services.exchange.sending import CAPS, Exported
from yb_desktop.services.exchange.taking import TakenIn
from yb_desktop.services.exchanging import export, take_in
from yb_desktop.store.exchange_state import RecordState, all_staged, received, span_state

FAT32_LIMIT = (4 << 30) - 1
BUNDLE = f"532326-pc1-532300.submission-1-1{SUFFIX}"
TELLS = re.compile(r"请|再接收一次")
"""Every sentence says what to do."""


def send(pair: Pair, stick: Path) -> Exported:
    return export(pair.county, to=PREFECTURE, out=stick, signer=pair.county_key)


def receive(pair: Pair, file: Path, out: Path | None = None) -> TakenIn:
    return take_in(pair.prefecture, file, pair.prefecture_key, out=out)


def fails(work: Callable[[], object], code: str) -> str:
    """Do what must fail with a code; give the sentence, which says what to do."""
    with pytest.raises(YbError) as caught:
        work()
    assert caught.value.code == code, caught.value.text
    assert TELLS.search(caught.value.text)
    assert caught.value.text.endswith("。")
    assert not re.search(r"[a-z]{4,} [a-z]{2,}", caught.value.text), "no English of the system's"
    return caught.value.text


def whole(pair: Pair) -> None:
    """Both offices are sound, to the last attachment and table."""
    for desk in (pair.county, pair.prefecture):
        assert [item.text for item in desk.store.check(full=True) if not item.ok] == []
        assert not list((desk.store.folder / "quarantine").glob("*"))


def bundles_in(folder: Path) -> set[Path]:
    return set(folder.glob(f"*{SUFFIX}"))


def states(pair: Pair) -> set[RecordState]:
    with pair.county.store.read() as reader:
        head = reader.log_head(COUNTY, "pc1")[0]
        return {span_state(reader, seq) for seq in range(1, head + 1)}


def both_have_the_same(pair: Pair) -> None:
    with pair.county.store.read() as ours, pair.prefecture.store.read() as theirs:
        assert theirs.log_head(COUNTY, "pc1") == ours.log_head(COUNTY, "pc1")
        assert all_staged(theirs) == ()
    whole(pair)


@pytest.fixture
def ready(pair: Pair) -> Pair:
    """Give a county with something to export."""
    register(pair.county, 1, 2)
    return pair


# Full.


def too_full(limits: ExitStack) -> Callable[[], object]:
    """Let no file grow beyond a kilobyte any more, until the limits end."""
    return lambda: limits.enter_context(no_file_bigger_than(1024))


class Usage(NamedTuple):
    free: int


def test_a_stick_that_is_too_small_is_not_begun(ready: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    stick, real = ready.stick(), shutil.disk_usage

    def usage(path: Path) -> object:
        return Usage(1 << 20) if Path(path) == stick else real(path)

    monkeypatch.setattr("shutil.disk_usage", usage)
    text = fails(lambda: send(ready, stick), "disk-full")
    assert "剩余空间不足（需要16 MB），没有写入" in text
    assert list(stick.iterdir()) == []
    assert states(ready) == {RecordState.LOCAL}
    receive(ready, send(ready, ready.stick("bigger")).bundles[0].file)
    both_have_the_same(ready)


def test_a_stick_that_refuses_midway_keeps_nothing(ready: Pair) -> None:
    """Beyond so many bytes the system refuses: as a full stick does, or FAT32 beyond 4 GiB."""
    stick, outbox = ready.stick(), ready.county.store.folder / "outbox"
    with ExitStack() as limits, at_moment(1, too_full(limits), lambda: bool(bundles_in(outbox))):
        text = fails(lambda: send(ready, stick), "file-too-big")
    assert "没有写入" in text
    assert list(stick.iterdir()) == []
    assert list(outbox.iterdir()) == []
    assert states(ready) == {RecordState.LOCAL}
    receive(ready, send(ready, ready.stick("other")).bundles[0].file)
    both_have_the_same(ready)


# Pulled out.


def pulled(stick: Path) -> Callable[[], object]:
    """Take a stick's folder away, as pulling the stick does; what is on it stays on it."""
    return lambda: stick.rename(stick.with_name(f"{stick.name}-pulled"))


def test_pulled_at_any_moment_while_exporting(pair: Pair) -> None:
    """Whatever was on the sticks that were pulled is brought too, and is never a fork."""
    texts: dict[int, str] = {}
    outbox = pair.county.store.folder / "outbox"
    for moment in range(1, 16):
        register(pair.county, moment)
        stick, before = pair.stick(f"{moment}"), bundles_in(outbox)

        def begun(before: set[Path] = before) -> bool:
            return bundles_in(outbox) > before

        with at_moment(moment, pulled(stick), begun):
            try:
                send(pair, stick)
            except WorldError as problem:
                texts[moment] = problem.text
        if moment in texts:
            with pair.county.store.read() as reader:
                assert span_state(reader, moment) is RecordState.LOCAL
    assert 6 <= len(texts) < 15
    assert all(TELLS.search(text) and "U盘" in text for text in texts.values())
    send(pair, pair.stick("last"))
    for folder in sorted(pair.home.glob("*"), reverse=True):
        for file in folder.glob(f"{COUNTY}-pc1-{PREFECTURE}.submission*{SUFFIX}"):
            receive(pair, file)
    both_have_the_same(pair)


def test_pulled_when_the_bundle_had_its_name_already(ready: Pair) -> None:
    """The stick may hold all of it: exported again it is the same bundle, and both may be brought."""
    stick = ready.stick()
    with at_moment(1, pulled(stick), (stick / BUNDLE).exists):
        text = fails(lambda: send(ready, stick), "device-gone")
    assert "不算已写成" in text
    assert "同一个数据包" in text
    assert states(ready) == {RecordState.LOCAL}
    found = ready.home / "stick-pulled" / BUNDLE
    (again,) = send(ready, ready.stick()).bundles
    assert again.file.read_bytes() == found.read_bytes()
    assert receive(ready, found).taken == 2
    assert receive(ready, again.file).duplicate


def test_what_an_earlier_pull_left_is_told_and_cleared(ready: Pair) -> None:
    stick = ready.stick()
    for name in (f"{BUNDLE}.part", f"532326-pc1-532300.submission-1-9{SUFFIX}.age.part"):
        (stick / name).write_bytes(b"half")
    others = [stick / f"532301-pc1-532300.submission-1-1{SUFFIX}.part", stick / "532326-pc1-报告.docx.part"]
    for other in others:
        other.write_bytes(b"not ours")
    done = send(ready, stick)
    assert done.text.startswith("已清除上次没有写完的半份文件2个。已导出1个数据包")
    assert sorted(stick.iterdir()) == sorted([stick / BUNDLE, *others])


def test_a_bundle_that_lies_there_is_never_rewritten(ready: Pair) -> None:
    stick = ready.stick()
    file = send(ready, stick).bundles[0].file
    file.chmod(0o400)
    before = file.stat()
    assert export(ready.county, to=PREFECTURE, out=stick, signer=ready.county_key, again=True).bundles[0].file == file
    after = file.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


# Write-protected, names.


def test_a_stick_that_may_not_be_written_to(ready: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    protected = Path("/sys/kernel")  # nobody may write there, not even root
    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage(1 << 30))
    text = fails(lambda: send(ready, protected), "no-permission")
    assert "换一个文件夹" in text
    assert states(ready) == {RecordState.LOCAL}
    assert list((ready.county.store.folder / "outbox").glob("*")) == []
    receive(ready, send(ready, ready.stick()).bundles[0].file)
    both_have_the_same(ready)


def test_names_that_a_stick_does_not_take(ready: Pair) -> None:
    chinese = ready.stick("楚雄彝族自治州大姚县医疗保障经办中心二〇二六年第一季度报送数据包" * 2)
    assert send(ready, chinese).bundles[0].file.exists()
    fails(lambda: send(ready, ready.home / ("很长的名称" * 60)), "bad-name")
    (ready.home / "文件").write_bytes(b"")
    fails(lambda: send(ready, ready.home / "文件"), "not-a-folder")
    fails(lambda: send(ready, ready.home / "文件" / "里面"), "not-a-folder")
    fails(lambda: send(ready, ready.home / "没有" / "这里"), "not-found")


def test_every_name_is_one_that_fat32_takes(pair: Pair) -> None:
    """No two that differ in case, none reserved on Windows, no colon, short; and no bundle beyond FAT32's biggest file.

    A bundle too big for one is a set of parts; what cannot be split is refused before the stick is touched
    (``test_parts``).
    """
    register(pair.county, 1)
    stick = pair.stick()
    receipt = receive(pair, send(pair, stick).bundles[0].file, stick).receipt
    names = [path.name for path in stick.iterdir()]
    assert receipt is not None
    assert len(names) == 2
    assert all(re.fullmatch(r"[0-9][0-9a-z.-]{0,80}", name) for name in names)
    assert max(CAPS.values()) < FAT32_LIMIT


# Taking in.


def nothing_came_in(pair: Pair) -> None:
    with pair.prefecture.store.read() as reader:
        assert received(reader) == ()
        assert all_staged(reader) == ()
    for name in ("quarantine", "staged", "unsent", "outbox"):
        assert not list((pair.prefecture.store.folder / name).glob("*"))
    whole(pair)


def test_pulled_before_the_take_in(ready: Pair) -> None:
    stick = ready.stick()
    file = send(ready, stick).bundles[0].file
    pulled(stick)()
    text = fails(lambda: receive(ready, file), "not-found")
    assert "请插好U盘后重试" in text
    nothing_came_in(ready)
    assert receive(ready, ready.home / "stick-pulled" / file.name).taken == 2
    both_have_the_same(ready)


def test_pulled_while_it_is_read(pair: Pair) -> None:
    """What was read so far is thrown away."""
    attach(pair, 300_000)
    file = send(pair, pair.stick()).bundles[0].file
    data = file.read_bytes()
    quarantine = pair.prefecture.store.folder / "quarantine"
    with at_moment(1, lambda: os.truncate(file, 200_000), lambda: bool(list(quarantine.glob("*")))):
        fails(lambda: receive(pair, file), "bundle-cut")
    nothing_came_in(pair)
    file.write_bytes(data)
    receive(pair, file)
    both_have_the_same(pair)


def test_pulled_before_an_early_bundle_was_put_aside(ready: Pair) -> None:
    first = send(ready, ready.stick("first")).bundles[0].file
    register(ready.county, 3)
    stick = ready.stick("second")
    early = send(ready, stick).bundles[0].file
    staged = ready.prefecture.store.folder / "staged"
    with at_moment(1, pulled(stick), staged.exists):
        text = fails(lambda: receive(ready, early), "not-found")
    assert str(early) in text
    nothing_came_in(ready)
    receive(ready, ready.home / "second-pulled" / early.name)
    assert receive(ready, first).taken == 3
    both_have_the_same(ready)


def test_pulled_before_the_receipt_was_written(ready: Pair) -> None:
    """The bundle is in the books; the same bundle once more gives the same receipt, and nothing twice."""
    stick = ready.stick()
    file = send(ready, stick).bundles[0].file
    outbox = ready.prefecture.store.folder / "outbox"
    with at_moment(1, pulled(stick), lambda: bool(bundles_in(outbox))):
        text = fails(lambda: receive(ready, file, stick / "回执"), "receipt-not-written")
    assert text.startswith("数据包已经收下，只是回执没有写出：")
    assert text.endswith("再接收一次同一个数据包，就会补写回执，不会重复。")
    again = receive(ready, ready.home / "stick-pulled" / file.name, ready.stick("back"))
    assert again.duplicate
    assert again.receipt is not None
    assert take_in(ready.county, again.receipt, None).taken == 2
    assert states(ready) == {RecordState.TAKEN}
    both_have_the_same(ready)


# Our own disk.


def test_our_disk_full_at_any_step_of_a_take_in(ready: Pair) -> None:
    """From some call on, no file grows beyond a kilobyte: the payload, the copy before, the records, the receipt."""
    file = send(ready, ready.stick()).bundles[0].file
    texts = []
    for moment in range(1, 60, 4):
        try:
            with ExitStack() as limits, at_moment(moment, too_full(limits)):
                receive(ready, file)
        except WorldError as problem:
            texts.append(problem.text)
            nothing_came_in(ready)
    assert len(set(texts)) >= 3, "at several places"
    assert all(TELLS.search(text) for text in texts)
    receive(ready, file)
    both_have_the_same(ready)


def test_a_copy_that_does_not_fit(ready: Pair) -> None:
    with no_file_bigger_than(4096):
        text = fails(lambda: ready.county.store.backup(ready.home / "备份.db"), "disk")
    assert "备份.db" in text
    assert not list(ready.home.glob("备份*"))
    assert ready.county.store.backup(ready.home / "备份.db").exists()


def test_a_file_is_delivered_whole_or_not_at_all(pair: Pair) -> None:
    source = pair.home / "source"
    source.write_bytes(bytes(3 << 20))
    stick = pair.stick()
    with no_file_bigger_than(1 << 20):
        fails(lambda: deliver(source, stick), "file-too-big")
    assert list(stick.iterdir()) == []
    assert deliver(source, stick).read_bytes() == source.read_bytes()
