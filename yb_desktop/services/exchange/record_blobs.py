"""Which attachments a record names: they travel with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from yb_desktop.base.errors import Refused
from yb_desktop.domain.agreement import ScanAttached
from yb_desktop.domain.case_facts import ItemAnswered
from yb_desktop.domain.facts import Fact, read_fact
from yb_desktop.domain.office import TEXT_MEDIA, TextLoaded
from yb_desktop.domain.on_paper import PaperScanned
from yb_desktop.domain.records import Record
from yb_desktop.domain.reference import FILE_MEDIA, ReferenceLoaded
from yb_desktop.exchange.pack import BlobSource
from yb_desktop.services.exchange.bundle_files import spooled
from yb_desktop.store.reading import Reader

_NAMING = frozenset({ScanAttached.TYPE, PaperScanned.TYPE, TextLoaded.TYPE, ReferenceLoaded.TYPE, ItemAnswered.TYPE})


@dataclass(frozen=True, slots=True)
class NamedBlob:
    """An attachment that a record names."""

    sha256: str
    media: str


def blobs_of(record: Record) -> tuple[NamedBlob, ...]:
    """Give the attachments a record names; a record that cannot be read names none."""
    if record.type not in _NAMING:
        return ()
    try:
        fact = read_fact(record)
    except Refused:
        return ()
    return tuple(_named(fact))


def _named(fact: Fact) -> Iterator[NamedBlob]:
    match fact:
        case ScanAttached() | PaperScanned():
            yield NamedBlob(fact.sha256, fact.media)
        case TextLoaded() if fact.sha256:
            yield NamedBlob(fact.sha256, TEXT_MEDIA)
        case ReferenceLoaded():
            yield NamedBlob(fact.sha256, FILE_MEDIA)
        case ItemAnswered():
            yield from (NamedBlob(photo.sha256, photo.media) for photo in fact.photos)
        case _:
            return


def attached(reader: Reader, records: Iterable[Record], spool: Path) -> Iterator[BlobSource]:
    """Give the attachments that records name, each once and as a file: all of them may be more than memory holds."""
    for record in records:
        for blob in blobs_of(record):
            file = spool / blob.sha256
            data = None if file.exists() else reader.blob(blob.sha256)
            if data is not None:
                spooled(file, data)
                yield BlobSource(file, blob.media, label=f"附件（{label_of(record)}）")


def label_of(record: Record) -> str:
    """Say in words to which record an attachment belongs, for a sentence about it."""
    return f"{record.on}登记的第{record.seq}条记录"
