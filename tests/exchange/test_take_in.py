"""Where a bundle fits, what becomes of its records, and the receipt that says so."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exchange.offices import (
    COUNTY,
    NOON,
    PNG,
    PREFECTURE,
    envelope,
    head_of,
    log_of,
    policy_of,
    signer_of,
    trust_of,
)
from yb_desktop.base.errors import Refused
from yb_desktop.domain.records import Record
from yb_desktop.exchange.arriving import TAKEN, Ruling
from yb_desktop.exchange.bundle import VerifiedBundle, WrittenBundle, read_bundle
from yb_desktop.exchange.pack import (
    EMPTY_LOG,
    FIRST_PLACE,
    BlobSource,
    Envelope,
    LogHead,
    Place,
    write_submission,
)
from yb_desktop.exchange.receipt import BundleReceipt, Fate, ranges, read_receipt, write_receipt
from yb_desktop.exchange.take_in import (
    Apply,
    ChannelState,
    Duplicate,
    Fork,
    Gap,
    Known,
    KnownRecord,
    Plan,
    plan,
    receipt_of,
)

LOG = log_of(9)
KEYS = trust_of(
    policy_of(signer_of(1)), policy_of(signer_of(2), office=PREFECTURE, device="pc1"), policy_of(signer_of(3), "532301")
)


@dataclass
class Prefecture:
    """A receiver that remembers in memory what the store would."""

    folder: Path
    channel: ChannelState | None = None
    log: LogHead = EMPTY_LOG
    bundles: dict[tuple[int, int], str] = field(default_factory=dict)
    records: dict[int, KnownRecord] = field(default_factory=dict)

    @property
    def known(self) -> Known:
        """What is known now."""
        return Known(
            office=PREFECTURE,
            channel=self.channel,
            log=self.log,
            bundle_hash=lambda epoch, seq: self.bundles.get((epoch, seq)),
            record_at=self.records.get,
        )

    def read(self, bundle: WrittenBundle) -> VerifiedBundle:
        """Verify a bundle."""
        return read_bundle(bundle.path, KEYS, quarantine=self.folder)

    def decide(self, bundle: WrittenBundle) -> Plan:
        """Plan a take-in where every record is taken."""
        return plan(self.read(bundle), self.known)

    def take(self, bundle: WrittenBundle) -> Apply:
        """Take a bundle in that must fit."""
        decided = self.decide(bundle)
        assert isinstance(decided, Apply)
        self.channel, self.log = decided.state, decided.head
        self.bundles[decided.state.epoch, decided.state.seq] = decided.sha256
        for record in decided.records.records():
            self.records[record.seq] = KnownRecord(record.hash, TAKEN)
        return decided


@pytest.fixture
def prefecture(tmp_path: Path) -> Prefecture:
    """Give a prefecture that has received nothing."""
    return Prefecture(tmp_path)


def export(
    folder: Path, records: Sequence[Record], *, place: Place = FIRST_PLACE, head: LogHead | None = None
) -> WrittenBundle:
    """Write a bundle of some of the county's records, in a folder of its own."""
    own = folder / f"out-{len(list(folder.iterdir()))}"
    own.mkdir()
    return write_submission(
        own, envelope(place=place), head=head or head_of(records), records=records, signers=[signer_of(1)]
    )


def after(bundle: WrittenBundle) -> Place:
    """Give the place of the next bundle."""
    return Place(bundle.manifest.epoch, bundle.manifest.seq + 1, bundle.sha256)


def test_bundles_in_order(prefecture: Prefecture, tmp_path: Path) -> None:
    one = export(tmp_path, LOG[:3])
    two = export(tmp_path, LOG[3:5], place=after(one))
    first = prefecture.take(one)
    assert list(first.records.records()) == LOG[:3]
    assert first.head == head_of(LOG[:3])
    assert prefecture.take(two).head == head_of(LOG[:5])
    assert prefecture.channel == ChannelState(1, 2, two.sha256)


def test_the_same_bundle_twice_is_harmless(prefecture: Prefecture, tmp_path: Path) -> None:
    one = export(tmp_path, LOG[:3])
    two = export(tmp_path, LOG[3:5], place=after(one))
    said = receipt_of(prefecture.take(one), prefecture.known)
    assert isinstance(prefecture.decide(one), Duplicate)
    prefecture.take(two)
    again = prefecture.decide(one)
    assert isinstance(again, Duplicate)
    answer = receipt_of(again, prefecture.known, said)
    assert (answer.verdict, answer.taken, answer.head.seq) == ("duplicate", ((1, 3),), 5)


def test_a_gap_names_what_is_missing(prefecture: Prefecture, tmp_path: Path) -> None:
    one = export(tmp_path, LOG[:1])
    two = export(tmp_path, LOG[1:2], place=after(one))
    three = export(tmp_path, LOG[2:3], place=after(two))
    four = export(tmp_path, LOG[3:4], place=after(three))
    decided = prefecture.decide(three)
    assert isinstance(decided, Gap)
    assert decided.missing == (1, 2)
    prefecture.take(one)
    prefecture.bundles[1, 3] = three.sha256  # staged
    decided = prefecture.decide(four)
    assert isinstance(decided, Gap)
    assert decided.missing == (2,)
    said = receipt_of(decided, prefecture.known)
    assert (said.verdict, said.missing, said.head.seq) == ("gap", (2,), 1)
    far = export(tmp_path, LOG[:1], place=Place(1, 10**12, "1" * 64))
    decided = prefecture.decide(far)
    assert isinstance(decided, Gap)
    assert len(decided.missing) == 1000


def test_two_bundles_of_one_number_are_a_fork(prefecture: Prefecture, tmp_path: Path) -> None:
    one = export(tmp_path, LOG[:3])
    prefecture.take(one)
    assert isinstance(prefecture.decide(export(tmp_path, LOG[:2])), Fork)
    assert isinstance(prefecture.decide(export(tmp_path, LOG[3:5], place=Place(1, 2, "1" * 64))), Fork)
    prefecture.take(export(tmp_path, LOG[3:5], place=after(one)))
    decided = prefecture.decide(export(tmp_path, LOG[:2]))
    assert isinstance(decided, Fork), "an old number with another content"
    assert receipt_of(decided, prefecture.known).verdict == "fork"


def test_a_log_that_was_rewritten_or_rolled_back_is_a_fork(prefecture: Prefecture, tmp_path: Path) -> None:
    one = export(tmp_path, LOG[:5])
    prefecture.take(one)
    other = log_of(6, body="restored and typed again")
    for records in (other[5:], other[:6], other[3:6], other[:5], LOG[:4], LOG[6:8]):
        assert isinstance(prefecture.decide(export(tmp_path, records, place=after(one))), Fork)


def test_what_was_never_acknowledged_can_be_sent_again(prefecture: Prefecture, tmp_path: Path) -> None:
    one = export(tmp_path, LOG[:3])
    prefecture.take(one)
    prefecture.records[2] = replace(prefecture.records[2], ruling=Ruling(Fate.REFUSED, "record-owner", "不归你管。"))
    decided = prefecture.decide(export(tmp_path, LOG[:5], place=after(one)))
    assert isinstance(decided, Apply)
    assert list(decided.records.own_numbers()) == [4, 5]
    said = receipt_of(decided, prefecture.known)
    assert said.taken == ((1, 1), (3, 5))
    assert [(record.seq, record.code) for record in said.refused] == [(2, "record-owner")]


def test_a_new_epoch_begins_at_one(prefecture: Prefecture, tmp_path: Path) -> None:
    one = export(tmp_path, LOG[:3])
    prefecture.take(one)
    enrolled_again = trust_of(msgspec.structs.replace(policy_of(signer_of(1)), epoch=2))

    def decide(place: Place) -> Plan:
        bundle = export(tmp_path, LOG[:4], place=place)
        read = read_bundle(bundle.path, enrolled_again, quarantine=tmp_path)
        return plan(read, prefecture.known)

    begun = decide(Place(2, 1, "0" * 64))
    assert isinstance(begun, Apply)
    assert begun.state.epoch == 2
    late = decide(Place(2, 3, "1" * 64))
    assert isinstance(late, Gap)
    assert late.missing == (1, 2)


def test_the_wrong_office_and_other_kinds(prefecture: Prefecture, tmp_path: Path) -> None:
    read = prefecture.read(export(tmp_path, LOG[:1]))
    with pytest.raises(Refused) as caught:
        plan(read, replace(prefecture.known, office="530300"))
    assert caught.value.code == "bundle-wrong-receiver"
    other = msgspec.structs.replace(read.manifest, kind="trust")
    with pytest.raises(Refused) as caught:
        plan(replace(read, manifest=other), prefecture.known)
    assert caught.value.code == "bundle-kind"


def test_records_wait_for_their_attachments(prefecture: Prefecture, tmp_path: Path) -> None:
    sha256 = hashlib.sha256(PNG).hexdigest()
    names = {1: (sha256,), 2: ("e" * 64,), 3: ("f" * 64,)}
    bundle = write_submission(
        tmp_path,
        envelope(),
        head=head_of(LOG[:3]),
        records=LOG[:3],
        blobs=[BlobSource(PNG, "image/png"), BlobSource(PNG, "image/png", "两次")],
        signers=[signer_of(1)],
    )
    known = replace(prefecture.known, blobs={"e" * 64})
    decided = plan(prefecture.read(bundle), known, lambda record: names[record.seq])
    assert isinstance(decided, Apply)
    assert dict(decided.records.waiting) == {LOG[2].rid: ("f" * 64,)}
    assert receipt_of(decided, known).blobs_missing == ("f" * 64,)


def test_attachments_can_be_sent_without_records(prefecture: Prefecture, tmp_path: Path) -> None:
    one = export(tmp_path, LOG[:3])
    prefecture.take(one)
    bundle = write_submission(
        tmp_path,
        envelope(place=after(one)),
        head=head_of(LOG[:3]),
        records=[],
        blobs=[BlobSource(b"%PDF-1.7", "application/pdf")],
        signers=[signer_of(1)],
    )
    assert list(prefecture.take(bundle).records.records()) == []


def said_of_four(prefecture: Prefecture, folder: Path) -> BundleReceipt:
    """Say of four records that the second was set aside."""
    decided = plan(prefecture.read(export(folder, LOG[:4])), prefecture.known)
    assert isinstance(decided, Apply)
    owner = Ruling(Fate.REFUSED, "record-owner", "这一事项由532301负责。")
    return receipt_of(replace(decided, records=replace(decided.records, rulings={2: owner})), prefecture.known)


def test_the_receipt_goes_back_in_a_bundle(prefecture: Prefecture, tmp_path: Path) -> None:
    said = said_of_four(prefecture, tmp_path)
    back = Envelope(PREFECTURE, "pc1", (COUNTY,), FIRST_PLACE, NOON, "2" * 32)
    head = LogHead(7, "7" * 64)
    bundle = prefecture.read(write_receipt(tmp_path, back, [said], head=head, signers=[signer_of(2)]))
    (heard,) = read_receipt(bundle).bundles
    assert heard == said
    assert sorted(heard.fates(), key=lambda pair: pair[0]) == [
        (1, Fate.TAKEN),
        (2, Fate.REFUSED),
        (3, Fate.TAKEN),
        (4, Fate.TAKEN),
    ]
    county = Known(COUNTY, None, EMPTY_LOG, lambda *_: None, lambda _: None)
    taken = plan(bundle, county)
    assert isinstance(taken, Apply)
    assert (len(taken.records), taken.head) == (0, head)
    rolled_back = plan(bundle, replace(county, log=LogHead(8, "8" * 64)))
    assert isinstance(rolled_back, Fork)
    with pytest.raises(Refused) as caught:
        read_receipt(prefecture.read(export(tmp_path, LOG[:1])))
    assert caught.value.code == "bundle-kind"


@pytest.mark.parametrize("taken", [((0, 1),), ((2, 1),), ((1, 2), (2, 3)), ((1, 99),), ((2, 2), (1, 1)), ((1, 2),)])
def test_a_receipt_that_contradicts_itself_is_refused(
    prefecture: Prefecture, tmp_path: Path, taken: tuple[tuple[int, int], ...]
) -> None:
    said = said_of_four(prefecture, tmp_path)
    wrong: BundleReceipt = msgspec.structs.replace(said, taken=taken)
    back = Envelope(PREFECTURE, "pc1", (COUNTY,), FIRST_PLACE, NOON, "2" * 32)
    with pytest.raises(Refused) as caught:
        write_receipt(tmp_path, back, [wrong], head=EMPTY_LOG, signers=[signer_of(2)])
    assert caught.value.code == "bundle-form"


@given(st.sets(st.integers(1, 40)))
def test_ranges_cover_what_they_were_made_of(numbers: set[int]) -> None:
    made = ranges(sorted(numbers))
    assert [seq for first, last in made for seq in range(first, last + 1)] == sorted(numbers)
    assert all(last + 1 < first for (_, last), (first, _) in pairwise(made))
