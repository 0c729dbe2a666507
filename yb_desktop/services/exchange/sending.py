"""Export (导出): this device's log, whole and in order, to the superior office.

A bundle is first written into ``outbox`` and kept there until a receipt says that it was taken; then it is put on the
stick and read back, and only then counts as exported. Cut short in between, the next export finishes the same bundle:
two bundles of one number would be a fork.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from yb_desktop.base.errors import BadInput, Refused, WorldError
from yb_desktop.base.signing import Signer
from yb_desktop.exchange.bundle import SUFFIX
from yb_desktop.exchange.manifest import EVERYONE, office_of
from yb_desktop.exchange.parts import write_log
from yb_desktop.exchange.trust import ROOT_DEVICE, TrustList
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.armouring import Armourer
from yb_desktop.services.exchange.assigning import assigned_to, next_assignment, receivers
from yb_desktop.services.exchange.bundle_files import (
    MaybeOutside,
    as_file,
    clear_unfinished,
    deliver,
    outer_folder,
    quarantine,
    remove_sent,
)
from yb_desktop.services.exchange.device_keys import signers_for
from yb_desktop.services.exchange.envelopes import (
    OWED,
    check_fits,
    envelope_for,
    first_to_send,
    log_kind,
    own_head,
    sent_on,
)
from yb_desktop.services.exchange.everyone import versions
from yb_desktop.services.exchange.how_far import Progress, counted
from yb_desktop.services.exchange.keys_care import current_trust, superior
from yb_desktop.services.exchange.preparing import Prepared, left_over, place_of
from yb_desktop.services.exchange.record_blobs import attached
from yb_desktop.services.exchange.referring import next_reference
from yb_desktop.services.exchange.relaying import next_relay, told_in
from yb_desktop.services.exchange.sent_again import ready_again
from yb_desktop.store.exchange_state import Sent, newest_trust, sent

Profile = Literal["stick", "mail"]
CAPS: dict[Profile, int] = {"stick": 1 << 30, "mail": 15 << 20}
"""The biggest bundle, in bytes, for each way to travel."""


@dataclass(frozen=True, slots=True)
class ExportedBundle:
    """One file that was written (or lay there already, the same to the byte); it may hand laptops' answers on."""

    file: Path
    id: str
    sha256: str
    records: int
    part: int = 1
    of: int = 1
    hands_on: bool = False


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote; with no bundles, ``text`` says why there was nothing to write."""

    bundles: tuple[ExportedBundle, ...]
    text: str

    @property
    def records(self) -> int:
        """How many records are in the bundles."""
        return sum(bundle.records for bundle in self.bundles)


def export(
    desk: Desk,
    *,
    to: str,
    out: Path,
    signer: Signer,
    profile: Profile = "stick",
    again: bool = False,
    progress: Progress | None = None,
) -> Exported:
    """Export what was not exported yet; with ``again`` also what no receipt has acknowledged, or one took back.

    ``progress`` is told how many records of a bundle are packed; raising stops, and that bundle was never begun. The
    bundles of ``again`` are the same once more, so that whichever copy arrives first, the other is a harmless
    duplicate.
    Raises ``Refused``: ``not-enrolled``, ``other-office``, ``bundle-fork``, ``bundle-exists``, ``log-rolled-back``,
    ``bundle-key-revoked``, ``log-lost-there``;
    ``seal-missing``, ``key-missing``; ``BadInput``: ``receiver``, ``export-too-big``; ``WorldError`` for the disk.
    """
    desk.need_business()
    trust = current_trust(desk)
    if to != EVERYONE:
        _check_receiver(desk, trust, to)
    signers = signers_for(desk, trust, signer)
    armourer = Armourer(desk, trust, to)
    folder, cap = outer_folder(out), CAPS[profile]
    cleared = clear_unfinished(folder, desk.info.office, desk.info.device)
    before = f"已清除上次没有写完的半份文件{cleared}个。" if cleared else ""
    bundles = [_deliver_again(desk, one, folder, trust) for one in _unacknowledged(desk, to)] if again else []
    if to == EVERYONE:
        bundles = _deliver_reference(desk, trust, signers, folder, profile)
    for one in _receivers(desk, to):
        sealing = Armourer(desk, trust, one)
        while prepared := next_assignment(desk, trust, one, signers, cap=cap):
            bundles.append(_deliver(desk, prepared, folder, profile, sealing))
    while prepared := next_relay(desk, trust, to, signers, cap=cap):
        bundles.append(_deliver(desk, prepared, folder, profile, armourer))
    packing = partial(_prepared, desk, trust, to, signers, cap=cap, again=again, progress=progress)
    while sends_log(desk, to) and (prepared := packing()):
        bundles.append(_deliver(desk, prepared, folder, profile, armourer))
    return Exported(tuple(bundles), before + _summary(desk, bundles, to))


def _receivers(desk: Desk, to: str) -> tuple[str, ...]:
    with desk.store.read() as reader:
        return receivers(reader, to)


def _deliver_reference(
    desk: Desk, trust: TrustList, signers: Sequence[Signer], folder: Path, profile: Profile
) -> list[ExportedBundle]:
    """Hand out the newest reference data, made anew when there is something new, and the trust list beside it."""
    armourer = Armourer(desk, trust, EVERYONE)
    while prepared := next_reference(desk, trust, signers, cap=CAPS[profile]):
        _deliver(desk, prepared, folder, profile, armourer)
    with desk.store.read() as reader:
        newest, kept = versions(reader)[0], newest_trust(reader)
    if kept is not None:
        with as_file(kept.data) as path:
            deliver(path, folder, f"{trust.content.office}-{ROOT_DEVICE}-{EVERYONE}.trust-1-{kept.version}{SUFFIX}")
    return [_deliver_again(desk, one, folder, trust) for one in newest]


def sends_log(desk: Desk, to: str) -> bool:
    """Say whether this device reports its own log to an office: to the one above, a laptop to its own."""
    return to == superior(desk) and (desk.info.laptop or to != desk.info.office)


def _check_receiver(desk: Desk, trust: TrustList, to: str) -> None:
    with desk.store.read() as reader:
        assigned = bool(assigned_to(reader, to))
        if sends_log(desk, to):
            check_fits(reader, to)
    if not sends_log(desk, to) and not assigned:
        if to == desk.info.office:
            raise BadInput("receiver", "不能导出给本机构自己，请填写上级经办机构的代码。")
        wanted = superior(desk)
        text = f"本机构的记录只报送上级经办机构（{wanted}），也没有移交给“{to}”的事项。请检查接收机构的代码。"
        raise BadInput("receiver", text)
    if trust.office_name(to) is None:
        text = f"接收机构{to}还没有登入信任名单，不会有回执。请联系上级，待其登记后再导出。"
        raise Refused("receiver-unknown", text)


def _unacknowledged(desk: Desk, to: str) -> list[Sent]:
    """Give the bundles of this epoch that no receipt has answered, in order; those before a restore count no more."""
    with desk.store.read() as reader:
        owed = [one for one in sent(reader, unacknowledged=True) if one.channel.rpartition(".")[2] in OWED]
        waiting = [one for one in owed if to in {one.receiver, office_of(one.receiver)}]
    mine = (one for one in waiting if one.epoch == desk.info.epoch)
    return sorted(mine, key=lambda one: (one.channel, one.seq))


def _deliver_again(desk: Desk, one: Sent, folder: Path, trust: TrustList) -> ExportedBundle:
    kept = ready_again(desk, trust, one)
    worn, name = Armourer(desk, trust, one.receiver).put_on(kept, one.sha256)
    return _exported(deliver(worn, folder, name), one)


def _prepared(
    desk: Desk,
    trust: TrustList,
    to: str,
    signers: Sequence[Signer],
    *,
    cap: int,
    again: bool,
    progress: Progress | None,
) -> Prepared | None:
    """Write the next bundle (or set of parts) into the outbox, or find what an export has left there to be sent."""
    with desk.store.read() as reader:
        envelope = envelope_for(desk, reader, to, log_kind(desk.info))
        path = place_of(desk, envelope, log_kind(desk.info), signers)
        if left := left_over(reader, path, trust, envelope):
            return left
        head, first = own_head(reader), first_to_send(reader, to, again=again)
        if first > head.seq:
            return None
        own = partial(reader.records, office=desk.info.office, device=desk.info.device, first_seq=first)
        with quarantine(desk.store.folder) as spool:
            written, *_later = write_log(
                path.parent,
                envelope,
                head=head,
                records=counted(own(), head.seq - first + 1, progress),
                blobs=list(attached(reader, own(), spool)),
                signers=signers,
                cap=cap,
                kind=log_kind(desk.info),
            )
    return Prepared(path, written, fresh=True)


def _deliver(desk: Desk, prepared: Prepared, folder: Path, profile: Profile, armourer: Armourer) -> ExportedBundle:
    written, cap = prepared.written, CAPS[profile]
    size = prepared.path.stat().st_size
    if size > cap:
        _take_back(prepared)
        text = f"数据包有{size >> 20} MB，超过这种传送方式的上限（{cap >> 20} MB）。请改用U盘（stick）导出。"
        raise BadInput("export-too-big", text)
    first_at, last_at = told_in(desk, prepared)
    try:
        worn, name = armourer.put_on(prepared.path, written.sha256)
        file = deliver(worn, folder, name)
    except MaybeOutside:
        raise
    except (WorldError, Refused):
        _take_back(prepared)
        raise
    with desk.store.write() as tx:
        return _exported(file, sent_on(tx, written, first_at=first_at, last_at=last_at))


def _exported(file: Path, one: Sent) -> ExportedBundle:
    return ExportedBundle(file, one.bundle, one.sha256, one.records, one.part, one.parts, bool(one.last_at))


def _take_back(prepared: Prepared) -> None:
    """Forget a bundle (of a set, the first part) that nobody outside can have; else the next export must finish it."""
    if prepared.fresh:
        remove_sent(prepared.path)


def _summary(desk: Desk, bundles: list[ExportedBundle], to: str) -> str:
    if bundles:
        count = sum(bundle.records for bundle in bundles)
        handed = sum(bundle.hands_on for bundle in bundles)
        among = f"（其中核查电脑记录{handed}个）" if handed else ""
        return f"已导出{len(bundles)}个数据包{among}、{count}条记录，已写入并读回核对，可以拔出。"
    if _unacknowledged(desk, to):
        return "没有新的记录要导出；以前导出的还没有收到回执，需要时可以再次导出。"
    return "没有新的记录要导出，此前的都已由对方收到。"
