"""What was sent and taken can be sent again, the same to the byte: a receiver that put a backup back may have lost it.

Of a bundle that a receipt settled only the head is kept, signatures and manifest; its records and attachments are in
our books, and must give the hashes that the manifest names. The head of an assignment (任务) keeps its records too: the
books do not tell which of a matter's records were known when it was written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from yb_desktop.base.errors import Refused, WorldError
from yb_desktop.base.files import write_whole
from yb_desktop.exchange.bundle import Source, read_record_files, read_signed, write_signed
from yb_desktop.exchange.manifest import DEVICE_LOGS, Manifest, decode_manifest
from yb_desktop.exchange.pack import pack_records
from yb_desktop.exchange.tarball import TarReader
from yb_desktop.exchange.trust import TrustList
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.bundle_files import HEADS, OUTBOX, inner_folder, quarantine, remove_sent, spooled
from yb_desktop.services.exchange.device_keys import check_reach
from yb_desktop.store.exchange_state import Sent, sent
from yb_desktop.store.reading import Reader

_SETTLED = DEVICE_LOGS | {"assignment"}
"""Kinds of which the head is kept: what a receiver that put a backup back is sent again."""


def settle(data: Path, name: str) -> None:
    """Let go of a bundle in the outbox that a receipt settled; where its head cannot be kept, all of it stays."""
    kept = inner_folder(data, OUTBOX) / name
    try:
        with kept.open("rb") as source:
            tape = TarReader(source)
            _, _, body = read_signed(tape)
            manifest = decode_manifest(body)
            if manifest.kind == "assignment":
                read_record_files(tape, manifest, body)
            length = source.tell()
            source.seek(0)
            if manifest.kind in _SETTLED:
                write_whole(inner_folder(data, HEADS) / name, source.read(length))
    except (OSError, WorldError, Refused):
        return
    remove_sent(kept)


def ready_again(desk: Desk, trust: TrustList, one: Sent) -> Path:
    """Give a bundle in the outbox that is to go once more; one that was settled is written there anew.

    Raises ``WorldError`` (``outbox-missing``), ``Refused`` (``bundle-key-revoked``) where nobody would take it.
    """
    data = desk.store.folder
    kept = inner_folder(data, OUTBOX) / one.file
    there = kept.exists()
    try:
        with (kept if there else inner_folder(data, HEADS) / one.file).open("rb") as head:
            tape = TarReader(head)
            _, lines, body = read_signed(tape)
            manifest = decode_manifest(body)
            packed = read_record_files(tape, manifest, body) if manifest.kind == "assignment" and not there else []
    except (OSError, Refused) as problem:
        raise _missing(one) from problem
    check_reach(trust, manifest)
    if there:
        return kept
    with desk.store.read() as reader, quarantine(data) as spool:
        sources = list(_sources(reader, manifest, packed or _packed(reader, manifest), spool))
        if len(sources) != len(manifest.files):
            raise _missing(one)
        return write_signed(inner_folder(data, OUTBOX), body, sources, lines, trust).path


def outrun(desk: Desk, reader: Reader, trust: TrustList) -> tuple[Sent, ...]:
    """Give the bundles of ours that have not arrived and that nobody takes any more: their key was changed.

    The device had written more with it, before it had the list, than the list counts it for.
    """
    info = desk.info
    mine = (
        key
        for key in trust.content.keys
        if (key.office, key.device, key.epoch) == (info.office, info.device, info.epoch)
    )
    reach = min((key.until_seq for key in mine if key.until_seq is not None), default=None)
    if reach is None:
        return ()
    waiting = (one for one in sent(reader, unacknowledged=True) if one.epoch == info.epoch and one.last_seq > reach)
    return tuple(one for one in waiting if not _counts(desk, trust, one))


def _counts(desk: Desk, trust: TrustList, one: Sent) -> bool:
    """Say whether the keys that signed a bundle in the outbox still count for it."""
    try:
        with (inner_folder(desk.store.folder, OUTBOX) / one.file).open("rb") as kept:
            trust.admit(decode_manifest(read_signed(TarReader(kept))[2]))
    except Refused:
        return False
    except OSError:
        return True
    return True


def _packed(reader: Reader, manifest: Manifest) -> Sequence[Source]:
    """Pack the records of a bundle of our log anew."""
    span, sender = manifest.records, manifest.sender
    records = reader.records(
        office=sender.office, device=sender.device, first_seq=span.first_seq, last_seq=span.last_seq
    )
    return pack_records(records if span.count else ())[0]


def _sources(reader: Reader, manifest: Manifest, packed: Sequence[Source], spool: Path) -> Iterator[Source]:
    """Give the payload files that are still to be had, each to the byte."""
    here = {source.entry.sha256: source.content for source in packed}
    for entry in manifest.files:
        if entry.sha256 in here:
            yield Source(entry, here[entry.sha256])
        elif data := reader.blob(entry.sha256):
            spooled(spool / entry.sha256, data)
            yield Source(entry, spool / entry.sha256)


def _missing(one: Sent) -> WorldError:
    text = (
        f"发件箱里找不到数据包“{one.file}”的副本，不能再次导出。请在“密钥和信任”里换新编号重新登记本机，再导出："
        "对方没有收到的都会重新发出，记录不会丢失。"
    )
    return WorldError("outbox-missing", text)
