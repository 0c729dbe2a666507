"""Sets of bundles: any order, twice, a part lost or damaged; no record gets into the books without its attachments."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.services.exchange.desks import COUNTY, PREFECTURE, Pair, register
from tests.store.desk import Desk as Records
from tests.store.desk import clinic
from yb_desktop.base.errors import BadInput, WorldError
from yb_desktop.domain.agreement import ScanAttached
from yb_desktop.domain.institution import Registered
from yb_desktop.exchange.bundle import opened_bundle
from yb_desktop.services.exchange import bundle_files, sending
from yb_desktop.services.exchange.keys_care import current_trust
from yb_desktop.services.exchange.sending import Exported, ExportedBundle
from yb_desktop.services.exchanging import export, preview, take_in
from yb_desktop.services.views.exchange import exchange_view
from yb_desktop.services.views.exchange_preview import bundle_plan, taken_words
from yb_desktop.store.exchange_state import RecordState, all_staged, span_state

MEBIBYTE = 1 << 20


@pytest.fixture
def small_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let mail carry one mebibyte, so that a set is small enough for a test."""
    monkeypatch.setitem(sending.CAPS, "mail", MEBIBYTE)


def attach(pair: Pair, *sizes: int) -> list[str]:
    """Put scans of these sizes on an agreement of the county; give their hashes."""
    desk = Records(pair.county.info)
    rng = random.Random(str(sizes))
    names = []
    with pair.county.store.write() as tx:
        tx.append(desk.record(Registered(registration=clinic()), "inst-1"))
        for record in desk.full_case("inst-1", "case-1", "agr-1"):
            tx.append(record)
        for size in sizes:
            name = tx.add_blob(b"%PDF-1.7" + rng.randbytes(size), "application/pdf")
            scan = ScanAttached(sha256=name, size=size + 8, media="application/pdf", pages=(1,))
            tx.append(desk.record(scan, "agr-1", "2026-06-23"))
            names.append(name)
    return names


def send(pair: Pair, stick: str = "stick", *, again: bool = False) -> Exported:
    return export(
        pair.county, to=PREFECTURE, out=pair.stick(stick), signer=pair.county_key, profile="mail", again=again
    )


def count(pair: Pair) -> int:
    """Count the county's records that are in the prefecture's books."""
    with pair.prefecture.store.read() as reader:
        return reader.log_head(COUNTY, "pc1")[0]


def blobs_there(pair: Pair, names: list[str]) -> list[bool]:
    with pair.prefecture.store.read() as reader:
        return [reader.has_blob(name) for name in names]


@pytest.fixture
def three(pair: Pair, small_mail: None) -> tuple[list[str], tuple[ExportedBundle, ...]]:
    """Export a set of three parts; give the hashes of the attachments and the files."""
    names = attach(pair, 600_000, 700_000, 650_000)
    done = send(pair)
    assert [(one.part, one.of, one.records > 0) for one in done.bundles] == [
        (1, 3, True),
        (2, 3, False),
        (3, 3, False),
    ]
    assert all(one.file.stat().st_size <= MEBIBYTE for one in done.bundles)
    return names, done.bundles


Three = tuple[list[str], tuple[ExportedBundle, ...]]


def test_each_part_is_complete_and_signed(pair: Pair, three: Three) -> None:
    names, parts = three
    heads = []
    for one in parts:
        with opened_bundle(one.file, current_trust(pair.prefecture), receiver=PREFECTURE) as bundle:
            heads.append(bundle.manifest)
    first, *others = heads
    assert [head.seq for head in heads] == [1, 2, 3]
    assert {head.set.id for head in heads} == {first.id}
    assert len({head.nonce for head in heads}) == 3
    assert set(first.need) == {entry.sha256 for head in others for entry in head.files}
    assert {entry.sha256 for head in heads for entry in head.files} >= set(names)


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 2, 0), (2, 1, 0)])
def test_any_order_and_twice(pair: Pair, three: Three, order: tuple[int, ...]) -> None:
    names, parts = three
    *early, last = (parts[number] for number in order)
    for one in (*early, *early):
        taken = take_in(pair.prefecture, one.file, pair.prefecture_key, out=pair.stick("back"))
        assert taken.taken == 0
        assert taken.missing
        assert count(pair) == 0
        assert not any(blobs_there(pair, names)), "nothing of a set goes in before it is whole"
    done = take_in(pair.prefecture, last.file, pair.prefecture_key, out=pair.stick("back"))
    assert (done.taken, done.missing, done.here, len(done.also)) == (count(pair), (), 3, 2)
    assert done.taken > 3
    assert all(blobs_there(pair, names))
    with pair.prefecture.store.read() as reader:
        assert all_staged(reader) == ()
    assert not list((pair.prefecture.store.folder / "staged").iterdir())
    for receipt in sorted(pair.stick("back").iterdir(), key=lambda file: int(file.name.split("-")[-1].split(".")[0])):
        take_in(pair.county, receipt, None)
    with pair.county.store.read() as reader:
        assert span_state(reader, 1) is RecordState.TAKEN
    assert not list((pair.county.store.folder / "outbox").iterdir())
    assert take_in(pair.prefecture, last.file, pair.prefecture_key).duplicate


def test_what_is_missing_is_said_before_and_after(pair: Pair, three: Three) -> None:
    _, parts = three
    take_in(pair.prefecture, parts[2].file, pair.prefecture_key)
    shown = preview(pair.prefecture, parts[0].file)
    assert (shown.here, shown.waits_for, shown.adds) == (2, (parts[1].id,), ())
    plan = bundle_plan(pair.prefecture, parts[0].file)
    assert plan.early
    assert "分卷第 1/3 卷，连这一卷已到 2 卷" in plan.lines[0].text
    taken = take_in(pair.prefecture, parts[0].file, pair.prefecture_key)
    assert (taken.part, taken.of, taken.here, taken.missing) == (1, 3, 2, (parts[1].id,))
    assert "已到 2 卷" in taken_words(taken)
    assert {one.part for one in exchange_view(pair.prefecture).received if one.waiting} == {"1/3", "3/3"}
    assert {one.part for one in exchange_view(pair.county).sent if one.kind == "报送"} == {"1/3", "2/3", "3/3"}
    whole = preview(pair.prefecture, parts[1].file)
    assert (whole.here, whole.waits_for) == (3, ())
    assert len(whole.adds) == 3
    assert count(pair) == 0, "a preview writes nothing"


def test_a_part_lost_for_good_is_exported_again(pair: Pair, three: Three) -> None:
    names, parts = three
    receipts = [
        take_in(pair.prefecture, parts[number].file, pair.prefecture_key, out=pair.stick("back")).receipt
        for number in (0, 2)
    ]
    for receipt in receipts:
        assert receipt is not None
        take_in(pair.county, receipt, None)
    again = send(pair, "second stick", again=True)
    assert [one.id for one in again.bundles] == [parts[1].id], "those that arrived need not be sent again"
    assert again.bundles[0].file.read_bytes() == parts[1].file.read_bytes()
    assert take_in(pair.prefecture, again.bundles[0].file, pair.prefecture_key).taken > 3
    assert all(blobs_there(pair, names))


def test_a_part_damaged_while_it_waited_is_asked_for_again(pair: Pair, three: Three) -> None:
    names, parts = three
    first = take_in(pair.prefecture, parts[1].file, pair.prefecture_key, out=pair.stick("back")).receipt
    assert first is not None
    take_in(pair.county, first, None)
    (waiting,) = (pair.prefecture.store.folder / "staged").iterdir()
    data = bytearray(waiting.read_bytes())
    data[5000] ^= 1
    waiting.write_bytes(data)
    take_in(pair.prefecture, parts[0].file, pair.prefecture_key)
    taken = take_in(pair.prefecture, parts[2].file, pair.prefecture_key, out=pair.stick("back"))
    assert (taken.taken, taken.missing) == (0, (parts[1].id,))
    assert count(pair) == 0
    for receipt in sorted(pair.stick("back").iterdir()):
        take_in(pair.county, receipt, None)
    (again,) = send(pair, "second stick", again=True).bundles
    assert again.id == parts[1].id
    assert take_in(pair.prefecture, again.file, pair.prefecture_key).taken > 3
    assert all(blobs_there(pair, names))


def test_later_bundles_wait_for_the_whole_set(pair: Pair, three: Three) -> None:
    _, parts = three
    register(pair.county, 7)
    (later,) = send(pair).bundles
    for one in (later, parts[2], parts[0]):
        assert take_in(pair.prefecture, one.file, pair.prefecture_key).taken == 0
    done = take_in(pair.prefecture, parts[1].file, pair.prefecture_key)
    assert later.id in done.also
    assert done.taken == count(pair)


def test_an_export_cut_short_goes_on_with_the_same_parts(
    pair: Pair, small_mail: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    attach(pair, 600_000, 700_000, 650_000)
    real = bundle_files.deliver

    def deliver(source: Path, folder: Path, name: str = "") -> Path:
        if source.name.endswith("-2.ybb.tar"):
            raise WorldError("file", "U盘已拔出。")
        return real(source, folder, name)

    with monkeypatch.context() as pulled:
        pulled.setattr(sending, "deliver", deliver)
        with pytest.raises(WorldError):
            send(pair)
    kept = {file.name: file.read_bytes() for file in (pair.county.store.folder / "outbox").iterdir()}
    assert len(kept) == 3
    done = send(pair)
    assert [(one.part, one.of) for one in done.bundles] == [(2, 3), (3, 3)]
    assert all(kept[one.file.name] == one.file.read_bytes() for one in done.bundles)


def test_parts_that_were_never_begun_are_made_anew(
    pair: Pair, small_mail: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    attach(pair, 600_000, 700_000)

    def deliver(source: Path, folder: Path, name: str = "") -> Path:
        raise WorldError("file", "U盘已拔出。")

    with monkeypatch.context() as pulled:
        pulled.setattr(sending, "deliver", deliver)
        with pytest.raises(WorldError):
            send(pair)
    done = export(pair.county, to=PREFECTURE, out=pair.stick(), signer=pair.county_key)
    assert [(one.part, one.of) for one in done.bundles] == [(1, 1)], "a stick carries it in one"
    register(pair.county, 8)
    assert [one.id for one in send(pair).bundles] == ["532326-pc1-532300.submission-1-2"]


def test_an_attachment_too_big_for_the_way_is_named(pair: Pair, small_mail: None) -> None:
    attach(pair, 300_000, 2 * MEBIBYTE)
    with pytest.raises(BadInput) as caught:
        send(pair)
    assert caught.value.code == "export-too-big"
    assert "2026-06-23登记的第" in caught.value.text
    assert "1 MB" in caught.value.text
    assert list(pair.stick().iterdir()) == []
