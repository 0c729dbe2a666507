"""Exchange as the screen shows it: what was sent and how far it got, what came in, what stands aside, keys and trust.

The three words are kept apart: 已导出 (written and read back), 已到达 (a receipt names the bundle), 已入库 (a receipt
says that it is in the other's books).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from yb_desktop.base.errors import BadInput
from yb_desktop.base.files import world_error
from yb_desktop.domain.judging_again import FORKED, UNDONE
from yb_desktop.exchange.manifest import EVERYONE, address, device_of
from yb_desktop.exchange.trust import TrustList
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.bundle_files import OUTBOX
from yb_desktop.services.exchange.envelopes import first_to_send, log_kind
from yb_desktop.services.exchange.forking import goes_on, left_over
from yb_desktop.services.exchange.relaying import untold
from yb_desktop.services.exchange.wording import Laid, record_words
from yb_desktop.services.exchanging import current_trust, superior
from yb_desktop.services.views.exchange_forks import settling
from yb_desktop.services.views.exchange_kinds import channel_words, received_words, sent_words
from yb_desktop.services.views.exchange_ways import LAPTOPS, Stage, Target, WayLine, owed, stage_of, targets, ways
from yb_desktop.services.views.key_care import KeyCare, key_care
from yb_desktop.services.views.reference import OURS, ReferenceView, reference_view
from yb_desktop.services.views.releasing import Decision
from yb_desktop.store import exchange_state
from yb_desktop.store.exchange_aside import every_aside
from yb_desktop.store.exchange_forks import all_forks
from yb_desktop.store.exchange_state import Channel, Direction, Received, Sent, Verdict
from yb_desktop.store.reading import Reader

ASIDE_WORDS = {UNDONE: "撤回接收", FORKED: "分叉搁置"}
"""What a record is called that was taken out of the books; others were never accepted."""


@dataclass(frozen=True, slots=True)
class SentLine:
    """A bundle we wrote; ``owed`` while a receipt is still to come back for it; ``part`` is "3/7" in a set."""

    bundle: str
    kind: str
    office: str
    office_name: str
    created: str
    records: int
    first_seq: int
    last_seq: int
    stage: Stage
    said_at: str
    owed: bool
    part: str = ""


@dataclass(frozen=True, slots=True)
class ReceivedLine:
    """A bundle that came in; ``waiting`` for others, or in our books, with the file of our receipt; ``part`` "3/7".

    ``undone`` where its take-in was undone; ``records`` counts what it carried, 0 for a receipt.
    """

    bundle: str
    kind: str
    office: str
    office_name: str
    device: str
    at: str
    records: int
    waiting: bool
    receipt: str
    part: str = ""
    undone: bool = False

    @property
    def may_be_undone(self) -> bool:
        """Say whether undoing its take-in is worth asking for."""
        return bool(self.records) and not self.waiting


@dataclass(frozen=True, slots=True)
class AsideLine:
    """A record (``what`` in words) that is not in the books here, or not there (``state`` in words), and why."""

    state: str
    office_name: str
    device: str
    seq: int
    rid: str
    reason: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class ForkLine:
    """A channel that stands still: until two persons settle it, or, ``settled``, until the device is enrolled anew.

    ``bundle`` brought it to light; empty where that was not kept. It ``goes_on`` where the device came with a new epoch
    before the fork was settled: what only the other history has is still to be settled.
    """

    office_name: str
    device: str
    channel: str
    text: str
    bundle: str = ""
    settled: bool = False
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """Another office: what we sent there by stages, what came from it, when it was last heard of, its reference data.

    ``reference`` is the version it has of ours, or we of its, and ``has`` how that stands to the newest.
    """

    office: str
    name: str
    exported: int
    arrived: int
    taken: int
    received: int
    heard: str
    reference: str = ""
    has: str = ""


@dataclass(frozen=True, slots=True)
class ExchangeView:
    """Everything the page shows; ``fresh`` counts records not exported yet, ``owed`` bundles without a receipt.

    ``taken_out`` counts records of ours that the office above took out of its books again.
    """

    superior: str
    superior_name: str
    sends: bool
    fresh: int
    owed: int
    taken_out: int
    sent: tuple[SentLine, ...]
    received: tuple[ReceivedLine, ...]
    offices: tuple[OfficeLine, ...]
    aside: tuple[AsideLine, ...]
    forks: tuple[ForkLine, ...]
    settling: Decision | None
    keys: KeyCare
    targets: tuple[Target, ...]
    ways: tuple[WayLine, ...]
    reference: ReferenceView
    outbox: Path


def exchange_view(desk: Desk) -> ExchangeView:
    """Give the state of the exchange."""
    with desk.store.read() as reader:
        trust = current_trust(desk) if exchange_state.newest_trust(reader) else None
        name = _names(desk, trust)
        peer = _peers(desk, name)
        sent = tuple(_sent(one, peer, desk.info.epoch) for one in exchange_state.sent(reader))
        received = _received(reader, peer)
        channels = exchange_state.all_channels(reader)
        aside = _aside(reader, name)
        to = superior(desk)
        head, _hash = reader.log_head(desk.info.office, desk.info.device)
        fresh = head - first_to_send(reader, to) + 1 + untold(reader, to)
        taken_out = len(exchange_state.taken_out_there(reader, f"{to}.{log_kind(desk.info)}"))
        whom, moving = targets(reader, name), ways(reader, name)
        keys = key_care(desk, reader, trust)
        reference = reference_view(reader, name)
        waiting = settling(desk, reader)
        forks = (*(_fork(reader, one, name) for one in channels if one.stopped), *_not_settled(reader, name))
    sends = desk.info.laptop or to != desk.info.office
    return ExchangeView(
        superior=to,
        superior_name=name(to),
        sends=sends,
        fresh=max(0, fresh) if sends else 0,
        owed=sum(one.owed for one in sent),
        taken_out=taken_out,
        sent=sent,
        received=received,
        offices=_offices(sent, received, reference, peer),
        aside=aside,
        forks=forks,
        settling=waiting,
        keys=keys,
        targets=whom,
        ways=moving,
        reference=reference,
        outbox=desk.store.folder / OUTBOX,
    )


def owed_receipts(desk: Desk) -> int:
    """Count the exported bundles for which no receipt has come back (未回执)."""
    with desk.store.read() as reader:
        return sum(owed(one, desk.info.epoch) for one in exchange_state.sent(reader, unacknowledged=True))


def free_space(folder: Path) -> int:
    """Give the free bytes of the disk or stick a folder lies on. Raises ``BadInput`` where it is not there."""
    if not folder.is_dir():
        raise BadInput("folder", f"找不到文件夹“{folder}”，U盘可能已拔出，请重新选择。")
    try:
        return shutil.disk_usage(folder).free
    except OSError as problem:
        raise world_error(problem, folder) from problem


def _sent(one: Sent, name: Callable[[str], str], epoch: int) -> SentLine:
    return SentLine(
        bundle=one.bundle,
        kind=sent_words(one),
        office=one.receiver,
        office_name=name(one.receiver),
        created=when_words(one.created),
        records=one.records,
        first_seq=one.first_seq,
        last_seq=one.last_seq,
        stage=stage_of(one),
        said_at=when_words(one.acknowledged_at),
        owed=owed(one, epoch),
        part=part_words(one.part, one.parts),
    )


def _received(reader: Reader, name: Callable[[str], str]) -> tuple[ReceivedLine, ...]:
    own = reader.info.office

    def line(one: Received) -> ReceivedLine:
        sender = address(one.office, one.device if one.office == own else "")
        return ReceivedLine(
            one.bundle,
            received_words(reader, one),
            sender,
            name(sender),
            one.device,
            when_words(one.received_at),
            one.records,
            waiting=False,
            receipt=one.receipt,
            undone=one.verdict == UNDONE,
        )

    waiting = tuple(
        ReceivedLine(
            one.bundle,
            channel_words(one.channel),
            one.office,
            name(one.office),
            one.device,
            "",
            0,
            waiting=True,
            receipt="",
            part=part_words(one.part, one.parts),
        )
        for one in exchange_state.all_staged(reader)
    )
    return (*waiting, *(line(one) for one in exchange_state.received(reader)))


def _aside(reader: Reader, name: Callable[[str], str]) -> tuple[AsideLine, ...]:
    every = every_aside(reader)
    laid = Laid(reader, (one.record for one in every))
    theirs = tuple(
        AsideLine(
            ASIDE_WORDS.get(one.code, "没有接收"),
            name(one.record.office),
            one.record.device,
            one.record.seq,
            one.record.rid,
            one.reason,
            record_words(laid, one.record),
        )
        for one in every
    )
    ours = tuple(_returned(reader, one, name) for one in exchange_state.all_verdicts(reader))
    return (*ours, *theirs)


def _returned(reader: Reader, said: Verdict, name: Callable[[str], str]) -> AsideLine:
    record = reader.record(said.rid)
    words = record_words(reader, record)
    return AsideLine(said.verdict.label, name(record.office), record.device, record.seq, said.rid, said.reason, words)


def _fork(reader: Reader, channel: Channel, name: Callable[[str], str]) -> ForkLine:
    whose = (channel.office, channel.device, channel.channel)
    kept = [one for one in all_forks(reader) if (one.office, one.device, one.channel) == whose]
    still = next((one.bundle for one in kept if not one.settled_by), "")
    settled = bool(kept) and not still
    return ForkLine(name(_other(channel)), channel.device, channel.channel, channel.stopped, still, settled)


def _not_settled(reader: Reader, name: Callable[[str], str]) -> Iterator[ForkLine]:
    """Give the forks of channels that go on: one line for a device, while something is only in its other history."""
    found = {(one.office, one.device): one for one in all_forks(reader) if not one.settled_by and goes_on(reader, one)}
    for one in found.values():
        if left := left_over(reader, one):
            text = f"对方已以新编号重新登记，照常收发。另一份历史的{len(left)}条记录没有入库"
            yield ForkLine(name(one.office), one.device, one.channel, text, one.bundle, goes_on=True)


def _offices(
    sent: tuple[SentLine, ...],
    received: tuple[ReceivedLine, ...],
    reference: ReferenceView,
    name: Callable[[str], str],
) -> tuple[OfficeLine, ...]:
    has = {one.office: (one.version, one.state) for one in reference.lines}
    if not has and reference.office:
        has[reference.office] = (reference.version, OURS)
    answered = (one.office for one in sent if one.stage is not Stage.SENT)
    codes = dict.fromkeys((*answered, *(one.office for one in received), *has))
    lines = []
    for code in sorted(codes):
        stages = [one.stage for one in sent if one.office == code]
        came = [one for one in received if one.office == code]
        lines.append(
            OfficeLine(
                office=code,
                name=name(code),
                exported=stages.count(Stage.EXPORTED),
                arrived=stages.count(Stage.ARRIVED),
                taken=stages.count(Stage.TAKEN),
                received=len(came),
                heard=max((one.at for one in came), default=""),
                reference=has.get(code, ("", ""))[0],
                has=has.get(code, ("", ""))[1],
            )
        )
    return tuple(lines)


def _names(desk: Desk, trust: TrustList | None) -> Callable[[str], str]:
    areas = desk.law.areas

    def name(office: str) -> str:
        if office == EVERYONE:
            return "各经办机构"
        if laptop := device_of(office):
            return f"核查电脑 {laptop}"
        if office == desk.info.office:
            return desk.info.name
        known = trust.office_name(office) if trust is not None else None
        if known:
            return known
        try:
            return f"{areas.get(office).name}医保经办机构"
        except BadInput:
            return office

    return name


def _peers(desk: Desk, name: Callable[[str], str]) -> Callable[[str], str]:
    """Give what the other end of an exchange is called: of our own office these are the laptops."""
    own = "" if desk.info.laptop else desk.info.office
    return lambda office: LAPTOPS if office == own else name(office)


def _other(channel: Channel) -> str:
    return channel.office if channel.direction is Direction.IN else channel.channel.rpartition(".")[0]


def part_words(part: int, parts: int) -> str:
    """Write which part of a set a bundle is, empty for a whole one."""
    return f"{part}/{parts}" if parts > 1 else ""


def when_words(moment: str) -> str:
    """Write an instant as people read it on this PC: to the minute, in its own time zone."""
    return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M") if moment else ""
