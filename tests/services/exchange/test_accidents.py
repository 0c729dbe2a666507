"""Full disks and kills: nothing half done, and the next try goes through."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from tests.services.exchange.desks import COUNTY, PREFECTURE, TODAY, Pair, opened, register
from tests.store.desk import Desk as Records
from tests.store.desk import clinic
from yb_desktop.base.clock import FixedClock
from yb_desktop.base.errors import WorldError
from yb_desktop.domain.institution import Registered
from yb_desktop.services.exchanging import export, take_in
from yb_desktop.store.exchange_state import RecordState, received, span_state


@contextmanager
def no_file_bigger_than(size: int) -> Iterator[None]:
    """Let the operating system refuse to write beyond so many bytes of a file, as a full disk would."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def send(pair: Pair) -> Path:
    (bundle,) = export(pair.county, to=PREFECTURE, out=pair.stick(), signer=pair.county_key).bundles
    return bundle.file


def test_a_disk_that_is_full_while_exporting(pair: Pair) -> None:
    register(pair.county, *range(40))
    with no_file_bigger_than(pair.trust_file.stat().st_size), pytest.raises(WorldError) as caught:
        send(pair)
    assert "submission-1-1" in caught.value.text
    assert list(pair.stick().iterdir()) == []
    assert list((pair.county.store.folder / "outbox").iterdir()) == []
    with pair.county.store.read() as reader:
        assert span_state(reader, 1) is RecordState.LOCAL
    assert send(pair).name == "532326-pc1-532300.submission-1-1.ybb.tar"


def test_a_disk_that_is_full_while_taking_in(pair: Pair, dialect: str) -> None:
    """Full at first for the payload, then for the copy that is made before, at last for the records, if in a file."""
    desk = Records(pair.county.info)
    with pair.county.store.write() as tx:
        for _ in range(600):
            tx.append(desk.record(Registered(registration=clinic()), desk.new("inst")))
    file = send(pair)
    folder, small = pair.prefecture.store.folder, pair.trust_file.stat().st_size
    copy = pair.prefecture.store.backup(pair.home / "copy.db").stat().st_size
    places = [(small, "quarantine"), (copy // 2, "backups"), (copy + 4096, f"“{folder}”")]
    for size, where in places if dialect == "sqlite" else places[:2]:
        with no_file_bigger_than(size), pytest.raises(WorldError) as caught:
            take_in(pair.prefecture, file, pair.prefecture_key)
        assert where in caught.value.text
        with pair.prefecture.store.read() as reader:
            assert not received(reader)
            assert reader.log_head(COUNTY, "pc1")[0] == 0
        for name in ("quarantine", "outbox", "unsent"):
            assert list((folder / name).glob("*")) == []
    assert take_in(pair.prefecture, file, pair.prefecture_key).taken == 600


class DyingClock(FixedClock):
    """A clock that ends the process, without a last word, when it is asked for the n-th time."""

    asked = 0
    last = 0

    def now(self) -> datetime:
        """Give noon, or die."""
        DyingClock.asked += 1
        if DyingClock.asked == DyingClock.last:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().now()


def killed_while_taking_in(pair: Pair, file: Path, moment: int) -> None:
    """Take a bundle in, in a process of its own that is killed at the moment-th look at the clock."""
    pair.prefecture.store.close()
    child = os.fork()
    if child == 0:
        DyingClock.asked, DyingClock.last = 0, moment
        try:
            desk = replace(opened(pair.home / "prefecture"), clock=DyingClock(TODAY))
            take_in(desk, file, pair.prefecture_key)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    assert os.WTERMSIG(status) == signal.SIGKILL
    pair.prefecture = opened(pair.home / "prefecture", seed=4)


@pytest.mark.parametrize("moment", [3, 4])
def test_killed_in_the_middle_of_a_take_in_nothing_is_half_done(pair: Pair, moment: int) -> None:
    """At moment 3 the records are in the transaction; at moment 4 the receipt is written as well."""
    register(pair.county, 1, 2, 3)
    file = send(pair)
    killed_while_taking_in(pair, file, moment)
    assert pair.prefecture.store.recovered is not None
    assert "接收数据包“532326-pc1-532300.submission-1-1”" in pair.prefecture.store.recovered
    folder = pair.prefecture.store.folder
    with pair.prefecture.store.read() as reader:
        assert not received(reader)
        assert reader.log_head(COUNTY, "pc1")[0] == 0
    assert list((folder / "outbox").glob("*")) == []
    assert len(list((folder / "unsent").glob("*"))) == (moment == 4)

    done = take_in(pair.prefecture, file, pair.prefecture_key)
    assert done.taken == 3
    assert done.receipt is not None
    assert done.receipt.name == "532300-pc1-532326.receipt-1-1.ybb.tar"
    assert list((folder / "quarantine").iterdir()) == []
    assert list((folder / "unsent").iterdir()) == []
    assert take_in(pair.county, done.receipt, None).taken == 3


def test_killed_just_before_the_receipt_was_released_it_is_found(pair: Pair) -> None:
    register(pair.county, 1)
    file = send(pair)
    done = take_in(pair.prefecture, file, pair.prefecture_key)
    assert done.receipt is not None
    done.receipt.rename(pair.prefecture.store.folder / "unsent" / done.receipt.name)
    again = take_in(pair.prefecture, file, None)
    assert (again.duplicate, again.receipt) == (True, done.receipt)
    assert done.receipt.exists()


def test_a_copy_is_made_before_anything_is_taken_in(pair: Pair) -> None:
    register(pair.county, 1)
    take_in(pair.prefecture, send(pair), pair.prefecture_key)
    (copy,) = pair.prefecture.store.backups()
    assert copy.name == f"{TODAY.isoformat()}-import.db"


def many(pair: Pair) -> None:
    """Give the county 220 records."""
    desk = Records(pair.county.info)
    with pair.county.store.write() as tx:
        for _ in range(220):
            tx.append(desk.record(Registered(registration=clinic()), desk.new("inst")))


class Enough(Exception):
    """Somebody pressed 停止."""


def stop_at(records: int) -> Callable[[int, int], None]:
    """Give a progress that stops the work once so many records are through."""

    def progress(done: int, _total: int) -> None:
        if done >= records:
            raise Enough

    return progress


def test_an_export_that_is_stopped_was_never_begun(pair: Pair) -> None:
    many(pair)
    stick = pair.stick()
    with pytest.raises(Enough):
        export(pair.county, to=PREFECTURE, out=stick, signer=pair.county_key, progress=stop_at(200))
    assert list(stick.iterdir()) == []
    assert list((pair.county.store.folder / "outbox").glob("*.tar")) == []
    assert send(pair).exists()


def test_a_take_in_that_is_stopped_leaves_nothing(pair: Pair) -> None:
    many(pair)
    file = send(pair)
    told: list[tuple[int, int]] = []
    with pytest.raises(Enough):
        take_in(pair.prefecture, file, pair.prefecture_key, progress=stop_at(100))
    with pair.prefecture.store.read() as reader:
        assert reader.log_head(COUNTY, "pc1")[0] == 0
        assert not received(reader)
    done = take_in(pair.prefecture, file, pair.prefecture_key, progress=lambda n, of: told.append((n, of)))
    assert told[:3] == [(0, done.taken), (100, done.taken), (200, done.taken)]
