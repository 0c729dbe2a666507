"""Bundles in their order, and sets of parts (分卷): what waited is read once, and a set goes in whole or not at all.

A part is put aside until all the others are here. Then they are all read and checked before the first of them is
applied, and all are applied in one transaction: no record gets into the books without its attachments.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from yb_desktop.base.errors import UserError, WorldError
from yb_desktop.exchange.bundle import VerifiedBundle
from yb_desktop.exchange.manifest import Manifest, first_of_set
from yb_desktop.exchange.refusals import refused
from yb_desktop.exchange.take_in import Apply, Gap
from yb_desktop.services.exchange.incoming import Outcome, next_staged, waiting_in_channel
from yb_desktop.store.exchange_state import Staged, drop_staged
from yb_desktop.store.writing import Tx

Step = Callable[[Tx, VerifiedBundle], Outcome]


class Shelf:
    """The bundles that wait, each read and verified at most once; ``drop`` sees to a file that no longer holds."""

    def __init__(self, folder: Path, read: Callable[[Path], VerifiedBundle], drop: Callable[[Path], None]) -> None:
        """Look after the staged bundles in ``folder``."""
        self._folder = folder
        self._read = read
        self._drop = drop
        self._held: dict[str, VerifiedBundle] = {}

    def hold(self, bundle: VerifiedBundle) -> None:
        """Keep a bundle that was read already at hand."""
        self._held[bundle.sha256] = bundle

    def take(self, waiting: Staged) -> VerifiedBundle | None:
        """Give a staged bundle, ``None`` when it was damaged, or its key revoked, meanwhile."""
        if waiting.sha256 not in self._held:
            try:
                self.hold(self._read(self._folder / waiting.file))
            except (UserError, WorldError):
                self._drop(self._folder / waiting.file)
                return None
        return self._held[waiting.sha256]

    def complete(self, tx: Tx, manifest: Manifest) -> None:
        """Read every waiting part of a bundle's set; forget those that no longer hold, so that they are asked for.

        Raises ``Refused`` (``bundle-parts``) when all are here but are no set, or lack an attachment.
        """
        if manifest.set.of == 1:
            return
        parts = {manifest.seq: manifest}
        for waiting in waiting_in_channel(tx, manifest):
            if waiting.epoch != manifest.epoch or not _in_set(manifest, waiting.seq):
                continue
            bundle = self.take(waiting)
            if bundle is None:
                drop_staged(tx, waiting.sha256)
                continue
            parts.setdefault(waiting.seq, bundle.manifest)
        carried = {entry.sha256 for part in parts.values() for entry in part.files}
        need = {blob for part in parts.values() for blob in part.need}
        alike = all((part.set.id, part.set.of) == (manifest.set.id, manifest.set.of) for part in parts.values())
        if not alike or (len(parts) == manifest.set.of and not need <= carried):
            raise refused("bundle-parts")


def in_order(tx: Tx, bundle: VerifiedBundle, shelf: Shelf, step: Step) -> list[Outcome]:
    """Do ``step`` with the bundle and, where it fills a gap or completes a set, with those that waited for it."""
    shelf.hold(bundle)
    shelf.complete(tx, bundle.manifest)
    first = step(tx, bundle)
    outcomes = [] if _completes(first, bundle.manifest) else [first]
    while not outcomes or isinstance(outcomes[-1].decided, Apply):
        waiting = next_staged(tx, bundle.manifest)
        later = shelf.take(waiting) if waiting else None
        if later is None:
            break
        shelf.complete(tx, later.manifest)
        outcomes.append(step(tx, later))
    return outcomes or [first]


def parts_here(manifest: Manifest, missing: tuple[int, ...]) -> int:
    """Count the parts of a bundle's set that are here, when these numbers of its channel are missing."""
    return manifest.set.of - sum(_in_set(manifest, seq) for seq in missing)


def _completes(outcome: Outcome, manifest: Manifest) -> bool:
    return manifest.set.of > 1 and isinstance(outcome.decided, Gap) and not outcome.decided.missing


def _in_set(manifest: Manifest, seq: int) -> bool:
    first = first_of_set(manifest)
    return first <= seq < first + manifest.set.of
