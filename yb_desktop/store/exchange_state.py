"""What this store sent, what it received, and how far each record has come.

None of this is in the log and none of it travels. A record is ``local`` until a bundle of the outbox holds it; only a
receipt moves it past ``exported``. The outbox is that of one PC: of several at a server each sends its own log, and its
bundles' ids begin with the office and its device.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from sqlalchemy import ColumnElement, RowMapping, Table, delete, func, insert, select, union_all, update

from yb_desktop.domain.judging_again import UNDONE
from yb_desktop.domain.vocabulary import Labelled
from yb_desktop.store import meta, paging
from yb_desktop.store.dialect.choice import dialect_of
from yb_desktop.store.reading import Reader
from yb_desktop.store.tables.exchange import channels, inbox, outbox, staged, trust, verdicts
from yb_desktop.store.tables.log import aside, log, undone
from yb_desktop.store.writing import SetAside, Tx

Row = dict[str, object]


class Direction(Labelled):
    """Which way a channel goes."""

    OUT = "out", "发出"
    IN = "in", "接收"
    SEEN = "seen", "对方已收"


class RecordState(Labelled):
    """How far a record has come on its way to another office's books."""

    LOCAL = "local", "未导出"
    EXPORTED = "exported", "已导出"
    ARRIVED = "arrived", "已到达"
    TAKEN = "taken", "已入库"
    REFUSED = "refused", "被退回"
    QUESTIONED = "questioned", "有疑问"


@dataclass(frozen=True, slots=True)
class Channel:
    """The newest bundle of a channel from ``office``/``device``; ``stopped`` says why it stands still (a fork).

    Of what goes to everyone, ``SEEN`` keeps the newest that ``office``/``device`` says it has received; the name of
    that channel begins with our device.
    """

    direction: Direction
    office: str
    device: str
    channel: str
    epoch: int = 1
    seq: int = 0
    hash: str = ""
    stopped: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """A bundle in the outbox, with the span of own records it holds.

    ``verdict`` is the receipt's: ``taken`` when all is in the other's books but for the records named in ``verdicts``.
    One that hands our laptops' answers on tells those after the place ``first_at`` of our log up to ``last_at``; in
    others both are 0.
    """

    bundle: str
    sha256: str
    file: str
    receiver: str
    channel: str
    epoch: int
    seq: int
    first_seq: int
    last_seq: int
    records: int
    created: str
    acknowledged_at: str = ""
    verdict: str = ""
    part: int = 1
    parts: int = 1
    first_at: int = 0
    last_at: int = 0


@dataclass(frozen=True, slots=True)
class Received:
    """A bundle in the inbox, with what became of it and the newest receipt that was written for it.

    What it brought into the log lies at the places ``first_at`` to ``last_at``; 0 where that was not noted.
    """

    sha256: str
    bundle: str
    office: str
    device: str
    channel: str
    epoch: int
    seq: int
    first_seq: int
    last_seq: int
    records: int
    verdict: str
    receipt: str
    received_at: str
    first_at: int = 0
    last_at: int = 0


@dataclass(frozen=True, slots=True)
class Staged:
    """A bundle that came before an earlier one, or a part of a set, kept aside as ``file``."""

    sha256: str
    bundle: str
    office: str
    device: str
    channel: str
    epoch: int
    seq: int
    file: str
    part: int = 1
    parts: int = 1


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a receipt said of one record of ours: ``refused`` or ``questioned``."""

    rid: str
    verdict: RecordState
    reason: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Trust:
    """An accepted trust list, as the bytes of its bundle."""

    version: int
    root_fingerprint: str
    data: bytes


def channel_of(reader: Reader, direction: Direction, office: str, device: str, channel: str) -> Channel:
    """Give where a channel stands; one never used stands before its first bundle (``seq`` 0)."""
    c = channels.c
    row = (
        reader.connection.execute(
            select(channels).where(
                c.direction == direction.value, c.office == office, c.device == device, c.channel == channel
            )
        )
        .mappings()
        .one_or_none()
    )
    return _channel(row) if row else Channel(direction, office, device, channel)


def all_channels(reader: Reader) -> tuple[Channel, ...]:
    """Give every channel, for ``seen`` in a manifest and for the exchange screen."""
    c = channels.c
    found = reader.connection.execute(select(channels).order_by(c.direction, c.office, c.device, c.channel))
    return tuple(_channel(row) for row in found.mappings())


def put_channel(tx: Tx, channel: Channel) -> None:
    """Keep where a channel stands."""
    c = channels.c
    tx.connection.execute(
        delete(channels).where(
            c.direction == channel.direction.value,
            c.office == channel.office,
            c.device == channel.device,
            c.channel == channel.channel,
        )
    )
    tx.connection.execute(insert(channels), asdict(channel) | {"direction": channel.direction.value})


def put_sent(tx: Tx, sent: Sent) -> None:
    """Keep a bundle of the outbox, in place of what was known of it."""
    _put(tx, outbox, "bundle", asdict(sent))


def sent(reader: Reader, *, unacknowledged: bool = False) -> tuple[Sent, ...]:
    """Give the bundles this device sent, the newest first."""
    query = (
        select(outbox)
        .where(sent_by(reader))
        .order_by(outbox.c.created.desc(), outbox.c.epoch.desc(), outbox.c.seq.desc())
    )
    if unacknowledged:
        query = query.where(outbox.c.acknowledged_at == "")
    return tuple(Sent(**row) for row in reader.connection.execute(query).mappings())


def handed_on(reader: Reader, channel: str) -> tuple[Sent, ...]:
    """Give the bundles of a channel that hand laptops' answers on, whichever PC of this office wrote them."""
    query = select(outbox).where(outbox.c.channel == channel, outbox.c.last_at > 0)
    return tuple(Sent(**row) for row in reader.connection.execute(query).mappings())


def sent_as(reader: Reader, sha256: str) -> Sent | None:
    """Give the bundle of the outbox with an identity (SHA-256 of its ``bundle.json``): what a receipt answers."""
    row = reader.connection.execute(select(outbox).where(outbox.c.sha256 == sha256)).mappings().one_or_none()
    return Sent(**row) if row else None


def last_sent_seq(reader: Reader, channel: str, *, taken: bool = False) -> int:
    """Give the last record of this device that a channel has carried (or that the other has ``taken``), 0 for none."""
    query = select(func.max(outbox.c.last_seq)).where(sent_by(reader), outbox.c.channel == channel)
    if taken:
        query = query.where(outbox.c.verdict == RecordState.TAKEN.value)
    return reader.connection.scalar(query) or 0


def acknowledge(tx: Tx, sha256: str, *, at: str, verdict: str, of_records: Sequence[Verdict] = ()) -> bool:
    """Keep what a receipt says of a bundle and of single records; ``False`` when we never sent such a bundle."""
    changed = tx.connection.execute(
        update(outbox).where(outbox.c.sha256 == sha256).values(acknowledged_at=at, verdict=verdict)
    )
    if of_records:
        rows: list[Row] = [asdict(one) | {"verdict": one.verdict.value} for one in of_records]
        _put(tx, verdicts, "rid", rows)
    return changed.rowcount > 0


def taken_after_all(tx: Tx, device: str, numbers: Sequence[tuple[int, int]]) -> None:
    """Forget what was said against records of a device of ours, given as ranges, that a receipt now calls taken."""
    c = log.c
    for first, last in numbers:
        theirs = select(c.rid).where(c.office == tx.info.office, c.device == device, c.seq.between(first, last))
        tx.connection.execute(delete(verdicts).where(verdicts.c.rid.in_(theirs)))


def taken_out_there(reader: Reader, channel: str) -> tuple[int, ...]:
    """Give the numbers of own records that the other took out of its books again and that are not on their way anew."""
    own = (log.c.office == reader.info.office, log.c.device == reader.info.device, verdicts.c.code == UNDONE)
    found = reader.connection.execute(select(log.c.seq).join(verdicts, verdicts.c.rid == log.c.rid).where(*own))
    waiting = [one for one in sent(reader, unacknowledged=True) if one.channel == channel]
    numbers = sorted(found.scalars())
    return tuple(seq for seq in numbers if not any(one.first_seq <= seq <= one.last_seq for one in waiting))


def verdict_of(reader: Reader, rid: str) -> Verdict | None:
    """Give what a receipt said of one record of ours, if it was not simply taken."""
    row = reader.connection.execute(select(verdicts).where(verdicts.c.rid == rid)).one_or_none()
    return Verdict(row.rid, RecordState(row.verdict), row.reason, row.code) if row else None


def all_verdicts(reader: Reader) -> tuple[Verdict, ...]:
    """Give what receipts said of single records of ours that were not simply taken."""
    found = reader.connection.execute(select(verdicts).order_by(verdicts.c.rid))
    return tuple(Verdict(row.rid, RecordState(row.verdict), row.reason, row.code) for row in found)


def record_state(reader: Reader, rid: str) -> RecordState:
    """Say how far an own record has come. Raises ``BadInput`` (``not-found``) for a record that is not here."""
    if said := verdict_of(reader, rid):
        return said.verdict
    record = reader.record(rid)
    return span_state(reader, record.seq, record.device)


def span_state(reader: Reader, seq: int, device: str = "") -> RecordState:
    """Say how far the record with a number has come, of this PC or another at the server, single verdicts aside."""
    found = reader.connection.execute(
        select(outbox.c.verdict, outbox.c.acknowledged_at).where(
            sent_by(reader, device), outbox.c.first_seq <= seq, outbox.c.last_seq >= seq
        )
    ).all()
    if not found:
        return RecordState.LOCAL
    said = {row.verdict for row in found if row.acknowledged_at}
    if RecordState.TAKEN.value in said:
        return RecordState.TAKEN
    return RecordState.ARRIVED if said else RecordState.EXPORTED


def put_received(tx: Tx, received: Received) -> None:
    """Keep a bundle of the inbox, in place of what was known of it."""
    _put(tx, inbox, "sha256", asdict(received))


def received(reader: Reader) -> tuple[Received, ...]:
    """Give the bundles of the inbox, the newest first."""
    query = select(inbox).order_by(inbox.c.received_at.desc(), inbox.c.epoch.desc(), inbox.c.seq.desc())
    return tuple(Received(**row) for row in reader.connection.execute(query).mappings())


def received_as(reader: Reader, sha256: str) -> Received | None:
    """Give a bundle of the inbox by its identity: it was here before, and is answered with its receipt again."""
    row = reader.connection.execute(select(inbox).where(inbox.c.sha256 == sha256)).mappings().one_or_none()
    return Received(**row) if row else None


def received_at(reader: Reader, *, office: str, device: str, channel: str, epoch: int, seq: int) -> Received | None:
    """Give the bundle of the inbox with a number in a channel: another identity under it is a fork."""
    c = inbox.c
    row = (
        reader.connection.execute(
            select(inbox).where(
                c.office == office, c.device == device, c.channel == channel, c.epoch == epoch, c.seq == seq
            )
        )
        .mappings()
        .one_or_none()
    )
    return Received(**row) if row else None


def received_whole(reader: Reader, channel: Channel) -> tuple[Channel, ...]:
    """Give, for each epoch of a channel, the last bundle of the inbox before which none is missing."""
    c = inbox.c
    rows = reader.connection.execute(
        select(c.epoch, c.seq, c.sha256)
        .where(c.office == channel.office, c.device == channel.device, c.channel == channel.channel)
        .order_by(c.epoch, c.seq)
    )
    last: dict[int, Channel] = {}
    for row in rows:
        before = last.get(row.epoch)
        if row.seq == (before.seq if before else 0) + 1:
            last[row.epoch] = replace(channel, epoch=row.epoch, seq=row.seq, hash=row.sha256)
    return tuple(last.values())


def put_staged(tx: Tx, bundle: Staged) -> None:
    """Keep a bundle that waits for an earlier one."""
    _put(tx, staged, "sha256", asdict(bundle))


def all_staged(reader: Reader) -> tuple[Staged, ...]:
    """Give the bundles that wait, in their order."""
    c = staged.c
    found = reader.connection.execute(select(staged).order_by(c.office, c.device, c.channel, c.epoch, c.seq))
    return tuple(Staged(**row) for row in found.mappings())


def drop_staged(tx: Tx, sha256: str) -> None:
    """Forget a bundle that waits no more."""
    tx.connection.execute(delete(staged).where(staged.c.sha256 == sha256))


def put_trust(tx: Tx, accepted: Trust) -> None:
    """Keep an accepted trust list; earlier ones stay readable."""
    _put(tx, trust, "version", asdict(accepted))


def newest_trust(reader: Reader) -> Trust | None:
    """Give the trust list that holds, ``None`` before the first."""
    row = reader.connection.execute(select(trust).order_by(trust.c.version.desc()).limit(1)).one_or_none()
    return Trust(row.version, row.root_fingerprint, bytes(row.data)) if row else None


def set_aside(reader: Reader, office: str, device: str) -> tuple[SetAside, ...]:
    """Give the records of a device that are not in the books, with the reasons: not accepted, or taken out again."""
    c = aside.c
    never = select(c.rid, c.seq, c.code, c.reason).where(c.office == office, c.device == device)
    again = (
        select(log.c.rid, log.c.seq, undone.c.code, undone.c.reason)
        .join(undone, undone.c.at == log.c.at)
        .where(log.c.office == office, log.c.device == device, undone.c.off_chain.is_(False))
    )
    found = reader.connection.execute(union_all(never, again).order_by("seq"))
    return tuple(SetAside(row.rid, row.seq, row.code, row.reason) for row in found)


def _put(tx: Tx, table: Table, key: str, rows: Row | list[Row]) -> None:
    tx.connection.execute(dialect_of(tx.connection).upsert(table, key), rows)


def devices_here(reader: Reader) -> frozenset[str]:
    """Name this office's devices that write into this store: one, or several PCs at a server."""
    return frozenset(meta.devices(reader.connection))


def sent_by(reader: Reader, device: str = "") -> ColumnElement[bool]:
    """Say in SQL that a bundle of the outbox is a device's: this PC's, where none is named."""
    return paging.begins(outbox.c.bundle, f"{reader.info.office}-{device or reader.info.device}-")


def _channel(row: RowMapping) -> Channel:
    return Channel(**dict(row) | {"direction": Direction(row["direction"])})
