"""Which attachments a record names: they travel with it."""

from __future__ import annotations

from dataclasses import dataclass

from yb_desktop.base.errors import Refused
from yb_desktop.domain.agreement import ScanAttached
from yb_desktop.domain.facts import read_fact
from yb_desktop.domain.records import Record


@dataclass(frozen=True, slots=True)
class NamedBlob:
    """An attachment that a record names."""

    sha256: str
    media: str


def blobs_of(record: Record) -> tuple[NamedBlob, ...]:
    """Give the attachments a record names; a record that cannot be read names none."""
    if record.type != ScanAttached.TYPE:
        return ()
    try:
        fact = read_fact(record)
    except Refused:
        return ()
    return (NamedBlob(fact.sha256, fact.media),) if isinstance(fact, ScanAttached) else ()


def label_of(record: Record) -> str:
    """Say in words to which record an attachment belongs, for a sentence about it."""
    return f"{record.on}登记的第{record.seq}条记录"
