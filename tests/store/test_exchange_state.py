"""What was sent, received and said, and how far a record has come; accounts beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.databases import on_both
from tests.store.desk import PREFECTURE, Desk, append_all, clinic
from yb_desktop.base.errors import BadInput
from yb_desktop.domain.case_facts import Withdrawn
from yb_desktop.domain.institution import Registered
from yb_desktop.store.accounts import Account, account_of, put_account
from yb_desktop.store.database import Store
from yb_desktop.store.exchange_state import (
    Channel,
    Direction,
    Received,
    RecordState,
    Sent,
    Staged,
    Trust,
    Verdict,
    acknowledge,
    all_channels,
    all_staged,
    channel_of,
    drop_staged,
    last_sent_seq,
    newest_trust,
    put_channel,
    put_received,
    put_sent,
    put_staged,
    put_trust,
    received,
    received_as,
    received_at,
    record_state,
    sent,
    sent_as,
    set_aside,
    verdict_of,
)

pytestmark = on_both

_SENT = Sent(
    bundle="532326-pc1-532300.submission-1-1",
    sha256="a" * 64,
    file="x.ybb.tar",
    receiver="532300",
    channel="532300.submission",
    epoch=1,
    seq=1,
    first_seq=1,
    last_seq=2,
    records=2,
    created="2026-03-02T10:00:00Z",
)
_RECEIVED = Received(
    sha256="b" * 64,
    bundle="b1",
    office="532300",
    device="pc1",
    channel="532326.receipt",
    epoch=1,
    seq=1,
    first_seq=0,
    last_seq=0,
    records=0,
    verdict="taken",
    receipt="r.ybb.tar",
    received_at="2026-03-03T10:00:00Z",
)


def test_only_a_receipt_moves_a_record_past_exported(store: Store, desk: Desk) -> None:
    records = [desk.record(Registered(registration=clinic()), f"inst-{n}") for n in range(3)]
    with store.write() as tx:
        append_all(tx, records)
        assert record_state(tx, records[0].rid) is RecordState.LOCAL
        put_sent(tx, _SENT)
        assert [record_state(tx, r.rid) for r in records] == [RecordState.EXPORTED] * 2 + [RecordState.LOCAL]
        assert not acknowledge(tx, "f" * 64, at="2026-03-04", verdict="taken")
        assert acknowledge(tx, "a" * 64, at="2026-03-04", verdict="arrived")
        assert record_state(tx, records[0].rid) is RecordState.ARRIVED
        doubt = Verdict(records[1].rid, RecordState.QUESTIONED, "名称有误")
        acknowledge(tx, "a" * 64, at="2026-03-04", verdict="taken", of_records=[doubt])
    with store.read() as reader:
        states = [record_state(reader, r.rid) for r in records]
        assert states == [RecordState.TAKEN, RecordState.QUESTIONED, RecordState.LOCAL]
        assert verdict_of(reader, records[1].rid) == doubt
        assert sent(reader, unacknowledged=True) == ()
        with pytest.raises(BadInput):
            record_state(reader, "rec-none")


def test_the_outbox(store: Store) -> None:
    second = replace(
        _SENT,
        bundle="532326-pc1-532300.submission-1-2",
        sha256="c" * 64,
        seq=2,
        first_seq=3,
        last_seq=9,
        created="2026-03-05T10:00:00Z",
    )
    with store.write() as tx:
        put_sent(tx, _SENT)
        put_sent(tx, second)
        acknowledge(tx, _SENT.sha256, at="2026-03-06", verdict="taken")
    with store.read() as reader:
        assert [one.bundle for one in sent(reader)] == [second.bundle, _SENT.bundle]
        assert sent(reader, unacknowledged=True) == (second,)
        assert sent_as(reader, second.sha256) == second
        assert sent_as(reader, "d" * 64) is None
        assert last_sent_seq(reader, "532300.submission") == 9
        assert last_sent_seq(reader, "532300.submission", taken=True) == 2
        assert last_sent_seq(reader, "530000.submission") == 0


def test_the_inbox_knows_duplicates_and_forks(store: Store) -> None:
    with store.write() as tx:
        put_received(tx, _RECEIVED)
        put_received(tx, replace(_RECEIVED, receipt="again.ybb.tar"))
    with store.read() as reader:
        assert [one.receipt for one in received(reader)] == ["again.ybb.tar"]
        assert received_as(reader, "b" * 64) is not None
        assert received_as(reader, "c" * 64) is None
        where = {"office": "532300", "device": "pc1", "channel": "532326.receipt"}
        assert received_at(reader, **where, epoch=1, seq=1) == received(reader)[0]
        assert received_at(reader, **where, epoch=2, seq=1) is None


def test_channels_and_what_waits(store: Store) -> None:
    waiting = Staged("d" * 64, "b3", "532326", "pc1", "532300.submission", 1, 3, "staged/b3")
    with store.write() as tx:
        fresh = channel_of(tx, Direction.OUT, "532326", "pc1", "532300.submission")
        assert fresh == Channel(Direction.OUT, "532326", "pc1", "532300.submission")
        put_channel(tx, replace(fresh, seq=1, hash="a" * 64))
        put_channel(tx, replace(fresh, seq=2, hash="b" * 64))
        put_channel(tx, replace(fresh, direction=Direction.IN, office="532300", stopped="fork"))
        put_staged(tx, waiting)
    with store.write() as tx:
        assert [(c.direction, c.seq, c.stopped) for c in all_channels(tx)] == [
            (Direction.IN, 0, "fork"),
            (Direction.OUT, 2, ""),
        ]
        assert all_staged(tx) == (waiting,)
        drop_staged(tx, waiting.sha256)
        assert all_staged(tx) == ()


def test_the_highest_trust_list_holds(store: Store) -> None:
    with store.write() as tx:
        assert newest_trust(tx) is None
        put_trust(tx, Trust(2, "f2", b"two"))
        put_trust(tx, Trust(1, "f1", b"one"))
        assert newest_trust(tx) == Trust(2, "f2", b"two")


def test_set_aside_records_keep_their_reason(store: Store) -> None:
    record = Desk(PREFECTURE).record(Withdrawn(reason="x"), "case-none")
    with store.write() as tx:
        refused = tx.take([record]).refused
    with store.read() as reader:
        assert set_aside(reader, "532300", "pc1") == refused
        assert "对不上" in refused[0].text


def test_accounts_survive_a_rebuild(store: Store) -> None:
    with store.write() as tx:
        assert account_of(tx, "person-a") is None
        put_account(tx, Account("person-a", "$argon2id$x"))
        put_account(tx, Account("person-a", "$argon2id$x", failed=5, locked=True))
    store.rebuild()
    with store.read() as reader:
        assert account_of(reader, "person-a") == Account("person-a", "$argon2id$x", 5, True)
