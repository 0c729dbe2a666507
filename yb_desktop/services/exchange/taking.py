"""Take in (接收): verify, plan, back up, apply in one transaction, answer with a receipt (回执).

What came before is answered with its receipt again; where its take-in was undone since, it goes in once more. What
comes too early is kept (``staged``) and taken in as soon as the gap is filled. A fork stops the channel. A receipt that
comes back moves our own records on, and nothing else does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from yb_desktop.base.errors import BadInput, Refused, UserError, WorldError
from yb_desktop.base.files import discard
from yb_desktop.base.signing import Signer
from yb_desktop.domain.judging_again import UNDONE
from yb_desktop.exchange.bundle import VerifiedBundle, WrittenBundle, read_bundle
from yb_desktop.exchange.manifest import Manifest
from yb_desktop.exchange.refusals import refused
from yb_desktop.exchange.take_in import Apply, Duplicate, Fork, Gap
from yb_desktop.exchange.trust import TrustList
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.answering import answer, clear_unsent, hand_over, release
from yb_desktop.services.exchange.armouring import Armourer, taken_off
from yb_desktop.services.exchange.bundle_files import (
    OUTBOX,
    STAGED,
    bundle_file,
    inner_folder,
    keep,
    outer_folder,
    quarantine,
)
from yb_desktop.services.exchange.device_keys import signers_for
from yb_desktop.services.exchange.envelopes import reply_to
from yb_desktop.services.exchange.fitting import fit, said_now
from yb_desktop.services.exchange.how_far import Progress
from yb_desktop.services.exchange.incoming import NotTaken, Outcome, bundle_ids, received_now, staged_name
from yb_desktop.services.exchange.judging import check_addressed, judge_again
from yb_desktop.services.exchange.keys_care import current_trust
from yb_desktop.services.exchange.looking import Doorkeeper
from yb_desktop.services.exchange.owning import heard_of_cases, own_handed_over
from yb_desktop.services.exchange.part_sets import Shelf, in_order, parts_here
from yb_desktop.services.exchange.receipts_back import hear
from yb_desktop.services.exchange.sent_again import settle
from yb_desktop.store.exchange_state import Received, all_staged, put_received, received_as, sent
from yb_desktop.store.rebuild import Moved
from yb_desktop.store.writing import Tx

_Step = Callable[[Tx, VerifiedBundle, str], Outcome]


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of a bundle.

    ``taken`` counts records: of a submission those now in our books, of a receipt those of ours now in the other's.
    ``missing`` names the bundles awaited before a staged one; ``also`` those that were staged and went in with this.
    It is ``part`` of a set of ``of``, of which ``here`` parts have come.
    ``moved`` are the clocks that another law (a holiday or a value from above) moved; ``again`` are
    records that had been set aside and are in the books now.
    """

    bundle: str
    kind: str
    office: str
    taken: int = 0
    refused: tuple[NotTaken, ...] = ()
    questioned: tuple[NotTaken, ...] = ()
    duplicate: bool = False
    receipt: Path | None = None
    missing: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    part: int = 1
    of: int = 1
    here: int = 1
    moved: tuple[Moved, ...] = ()
    again: tuple[str, ...] = ()


def take_in(
    desk: Desk, file: Path, signer: Signer | None, *, out: Path | None = None, progress: Progress | None = None
) -> TakenIn:
    """Take a bundle in, or nothing of it. The receipt is in ``outbox``, and in ``out`` with all others not yet seen.

    ``signer`` signs the receipt; a receipt that came back and a duplicate need none (``looking.needs_signature``).
    ``progress`` is told how many records are applied; raising stops, and nothing of the bundle is in the books.
    Raises ``Refused`` with the codes of refusals.py and ``bundle-own``, ``log-rolled-back``,
    ``receipt-unknown``; ``WorldError`` for disk and files. Then nothing of the bundle is in the books, but for
    ``receipt-not-written``: only the receipt could not be put into ``out``.
    """
    desk.need_business()
    trust = current_trust(desk)
    with quarantine(desk.store.folder) as folder:
        work = _Work(desk, trust, folder, progress)
        bundle = work.read(taken_off(file, signer, folder))
        back = reply_to(desk.info, bundle.manifest.sender)
        if out is not None and bundle.manifest.kind != "receipt":
            Armourer(desk, trust, back)  # no receipt that could not be handed over
        match bundle.manifest.kind:
            case "receipt":
                check_addressed(desk, bundle)
                done = _receipt(work, bundle)
            case "submission" | "result" | "assignment" | "reference":
                check_addressed(desk, bundle)
                done = _submission(work, bundle, signer)
            case other:
                raise refused("bundle-kind", other)
    if out is not None and done.receipt is not None:
        try:
            handed = hand_over(desk, back, outer_folder(out), done.receipt, Armourer(desk, trust, back))
        except (WorldError, Refused) as problem:
            text = f"数据包已经收下，只是回执没有写出：{problem.text}再接收一次同一个数据包，就会补写回执，不会重复。"
            raise WorldError("receipt-not-written", text) from problem
        done = replace(done, receipt=handed)
    return done


@dataclass(frozen=True, slots=True)
class _Work:
    """One take-in under way."""

    desk: Desk
    trust: TrustList
    folder: Path
    progress: Progress | None
    moved: list[Moved] = field(default_factory=list)
    again: list[str] = field(default_factory=list)

    @property
    def at(self) -> str:
        """The instant to note."""
        return self.desk.clock.now().isoformat(timespec="seconds")

    def inner(self, name: str) -> Path:
        """Give a folder of the data folder."""
        return inner_folder(self.desk.store.folder, name)

    def read(self, file: Path) -> VerifiedBundle:
        """Read and verify a bundle for this office."""
        info = self.desk.info
        return read_bundle(file, Doorkeeper(self.trust, info), quarantine=self.folder, receiver=info.office)

    def in_order(self, tx: Tx, bundle: VerifiedBundle, step: _Step) -> list[Outcome]:
        """Do ``step`` with the bundle and, where it fills a gap, with those that waited for it."""

        def one(tx: Tx, each: VerifiedBundle) -> Outcome:
            outcome = step(tx, each, self.at)
            if each is bundle and isinstance(outcome.decided, Gap):
                keep(bundle.path, self.inner(STAGED) / staged_name(bundle.sha256))
            return outcome

        return in_order(tx, bundle, Shelf(self.inner(STAGED), self.read, discard), one)

    def clear(self, outcomes: Sequence[Outcome]) -> None:
        """Remove the files that are not needed any more, after the transaction. Raises ``Refused`` for a fork."""
        with self.desk.store.read() as reader:
            waiting = {one.file for one in all_staged(reader)}
        for path in self.inner(STAGED).iterdir():
            if path.name not in waiting:
                discard(path)
        for one in outcomes:
            for name in one.finished:
                settle(self.desk.store.folder, name)
        first = outcomes[0].decided
        if isinstance(first, Fork):
            raise refused("bundle-fork", first.text)


def _receipt(work: _Work, bundle: VerifiedBundle) -> TakenIn:
    with work.desk.store.write() as tx:
        outcomes = work.in_order(tx, bundle, hear)
        heard_of_cases(work.desk, tx, bundle, outcomes[0].decided)
    work.clear(outcomes)
    return _result(bundle.manifest, outcomes)


def _submission(work: _Work, bundle: VerifiedBundle, signer: Signer | None) -> TakenIn:
    desk = work.desk
    with desk.store.read() as reader:
        before = received_as(reader, bundle.sha256)
    if before is not None and before.verdict != UNDONE and (old := _old_receipt(work, before)):
        return replace(_result(bundle.manifest, ()), duplicate=True, receipt=old)
    if signer is None:
        raise BadInput("passphrase", "接收后要签发回执，请输入本机密钥口令。")
    signers = signers_for(desk, work.trust, signer)
    clear_unsent(desk)
    note = desk.store.work(f"接收数据包“{bundle.manifest.id}”", desk.clock.now().isoformat(timespec="minutes"))
    with desk.store.copying(desk.clock.today(), "import") as copied, note:
        try:
            outcomes, written = _apply(work, bundle, signers, copied)
        except (UserError, WorldError):
            clear_unsent(desk)
            raise
        work.clear(outcomes)
        receipt = release(desk, written) if written else None
    return replace(
        _result(bundle.manifest, outcomes), receipt=receipt, moved=tuple(work.moved), again=tuple(work.again)
    )


def _apply(
    work: _Work, bundle: VerifiedBundle, signers: Sequence[Signer], copied: Callable[[], Path]
) -> tuple[Sequence[Outcome], WrittenBundle | None]:
    """Apply the bundle and write its receipt in one transaction; a fork, which only stops the channel, has none.

    The receipt is written, and then all committed, only when the books as they were before are ``copied``.
    """
    with work.desk.store.write() as tx:
        outcomes = work.in_order(tx, bundle, partial(fit, work.desk, progress=work.progress))
        forked = isinstance(outcomes[0].decided, Fork)
        own_handed_over(work.desk, tx, outcomes)
        work.again.extend(rid for one in outcomes for rid in one.again)
        work.again.extend(judge_again(tx))
        if work.again or bundle.manifest.kind == "assignment":
            outcomes = [said_now(tx, one, work.again) for one in outcomes]
        work.moved.extend(tx.follow_law())
        copied()
        return outcomes, None if forked else _answer(work, tx, outcomes, signers)


def _answer(work: _Work, tx: Tx, outcomes: Sequence[Outcome], signers: Sequence[Signer]) -> WrittenBundle:
    back = reply_to(work.desk.info, outcomes[0].decided.manifest.sender)
    said = [one.said for one in outcomes if one.said is not None]
    written = answer(work.desk, tx, back, said, signers)
    for one in outcomes:
        if not isinstance(one.decided, Gap):
            put_received(tx, _received(tx, one, written.manifest.id, work.at))
    return written


def _received(tx: Tx, outcome: Outcome, receipt: str, at: str) -> Received:
    """Give a bundle for the inbox; one that was here before keeps the places of what it brought then."""
    manifest = outcome.decided.manifest
    if isinstance(outcome.decided, Duplicate) and (before := received_as(tx, outcome.decided.sha256)):
        return replace(before, verdict=outcome.said.verdict if outcome.said else "", receipt=receipt)
    return replace(
        received_now(manifest, outcome.decided.sha256, at),
        records=manifest.records.count,
        verdict=outcome.said.verdict if outcome.said else "",
        receipt=receipt,
        first_at=outcome.first_at,
        last_at=outcome.last_at,
    )


def _old_receipt(work: _Work, before: Received) -> Path | None:
    """Find the receipt that was written before, but for one from before a restore, which nobody takes any more.

    A crash may have left it just short of the outbox.
    """
    clear_unsent(work.desk)
    with work.desk.store.read() as reader:
        epochs = {one.bundle: one.epoch for one in sent(reader)}
    kept = bundle_file(work.inner(OUTBOX), before.receipt)
    return kept if epochs.get(before.receipt) == work.desk.info.epoch and kept.exists() else None


def _result(manifest: Manifest, outcomes: Sequence[Outcome]) -> TakenIn:
    first = outcomes[0].decided if outcomes else None
    return TakenIn(
        bundle=manifest.id,
        kind=manifest.kind,
        office=manifest.sender.office,
        taken=sum(one.taken for one in outcomes),
        refused=tuple(row for one in outcomes for row in one.refused),
        questioned=tuple(row for one in outcomes for row in one.questioned),
        duplicate=isinstance(first, Duplicate) and not outcomes[0].revived,
        missing=bundle_ids(manifest, first.missing) if isinstance(first, Gap) else (),
        also=tuple(
            one.decided.manifest.id
            for one in outcomes
            if isinstance(one.decided, Apply) and one.decided.manifest.id != manifest.id
        ),
        part=manifest.set.part,
        of=manifest.set.of,
        here=parts_here(manifest, first.missing if isinstance(first, Gap) else ()),
    )
