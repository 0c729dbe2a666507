"""What our laptops answered goes on to the office above (核查电脑记录): an extract, vouched for by our signature.

Told are, in the order in which they came to us, the answers in our books beyond those the other is known to have; with
them our own steps on the same matters that it is not known to have, for an answer counts only after the step that
asked for it and before the one that ended the visit; and what we set aside of a laptop's log before such an answer,
for an answer may rest on it. A bundle tells all that no receipt had settled when it was written; that is noted as two
places of our log, so nothing is left out whichever bundles were lost, or are lost again with the other's books.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from yb_desktop.base.signing import Signer
from yb_desktop.domain.case import Case
from yb_desktop.domain.facts import read_fact
from yb_desktop.domain.judging_again import FORKED, UNDONE, TakenInAgain
from yb_desktop.domain.office import office_id
from yb_desktop.domain.records import Record
from yb_desktop.exchange.bundle import VerifiedBundle, opened_bundle
from yb_desktop.exchange.manifest import device_of
from yb_desktop.exchange.trust import TrustList
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.assigning import placed_concerning, waiting_to
from yb_desktop.services.exchange.clashing import MERGED
from yb_desktop.services.exchange.envelopes import envelope_for, log_kind, own_head
from yb_desktop.services.exchange.keys_care import current_trust, superior_of
from yb_desktop.services.exchange.preparing import Prepared, left_over, place_of, write_new
from yb_desktop.store import undoing
from yb_desktop.store.exchange_aside import every_aside
from yb_desktop.store.exchange_state import RecordState, Sent, devices_here, handed_on, last_sent_seq, sent, verdict_of
from yb_desktop.store.reading import Reader

_KIND: Final = "assignment"
_TAKEN = RecordState.TAKEN.value
_NONE = (0, 0)


@dataclass(frozen=True, slots=True)
class _Answer:
    """A record of a laptop of ours at its place in our log; ``since`` which place on it counts."""

    record: Record
    at: int
    since: int


def relays(reader: Reader, to: str) -> bool:
    """Say whether our laptops' answers go on to an office: to the one above, from a PC."""
    info = reader.info
    return not info.laptop and to == superior_of(info, reader.law.areas) != info.office


def next_relay(desk: Desk, trust: TrustList, to: str, signers: Sequence[Signer], *, cap: int) -> Prepared | None:
    """Write what the other has not been told yet into the outbox, in parts of at most ``cap`` bytes.

    ``None`` where nothing is left. Raises ``BadInput`` (``export-too-big``).
    """
    with desk.store.read() as reader:
        if not relays(reader, to):
            return None
        envelope = envelope_for(desk, reader, to, _KIND)
        if left := left_over(reader, place_of(desk, envelope, _KIND, signers), trust, envelope):
            return left
        if not untold(reader, to):
            return None
        records = _told(reader, to)
        head = own_head(reader)
        return write_new(desk, reader, envelope, kind=_KIND, head=head, records=records, signers=signers, cap=cap)


def untold(reader: Reader, to: str) -> int:
    """Count the answers that no bundle on its way to an office, or taken in there, has told."""
    return len(_answers(reader, _on_the_way(reader, to))) if relays(reader, to) else 0


def hands_on(bundle: VerifiedBundle) -> bool:
    """Say whether an office hands on in a bundle what its laptops answered; to a laptop they go as part of its task."""
    manifest = bundle.manifest
    to_office = manifest.kind == _KIND and not any(map(device_of, manifest.to))
    return to_office and any(True for one in MERGED for _ in bundle.records(one))


def told_in(desk: Desk, prepared: Prepared) -> tuple[int, int]:
    """Give the places in our log between which a bundle of the outbox tells our laptops' answers, 0 and 0 for none.

    It may have been left by an export that was cut short: so they are told from the bundle itself.
    """
    manifest = prepared.written.manifest
    to = manifest.to[0]
    with desk.store.read() as reader:
        if manifest.kind != _KIND or not relays(reader, to):
            return _NONE
        if manifest.set.part > 1:
            return next(((one.last_at, one.last_at) for one in sent(reader) if one.bundle == manifest.set.id), _NONE)
        if any(one.record.seq == manifest.records.last_seq for one in waiting_to(reader, to)):
            return _NONE  # a matter; answers are handed on when no matter waits any more
        with opened_bundle(prepared.path, current_trust(desk)) as bundle:
            inside = {record.rid for record in bundle.records()}
        known = _settled(reader, to)
        found = _answers(reader, known, own_seq=manifest.records.last_seq)
        last = max((one.since for one in found if one.record.rid in inside), default=known)
        left_out = (one.since for one in found if one.record.rid not in inside and one.since < last)
        return max(left_out, default=known), last


def told_above(reader: Reader) -> frozenset[str]:
    """Name the answers that a bundle of ours has told the office above: others may go by them."""
    above = superior_of(reader.info, reader.law.areas)
    last = max((one.last_at for one in handed_on(reader, _channel(above))), default=0)
    return frozenset(one.record.rid for one in _answers(reader, 0) if one.since <= last) if last else frozenset()


def _channel(to: str) -> str:
    return f"{to}.{_KIND}"


def _settled(reader: Reader, to: str) -> int:
    """Give the place up to which an office is known to have been told everything."""
    return _whole(one for one in _ours(reader, to) if one.verdict == _TAKEN)


def _on_the_way(reader: Reader, to: str) -> int:
    """Give the place up to which it was told, or will be by bundles of this epoch that are on their way."""
    return _whole(one for one in _ours(reader, to) if one.verdict == _TAKEN or one.epoch == reader.info.epoch)


def _ours(reader: Reader, to: str) -> list[Sent]:
    """Give the bundles of this PC that hand answers on."""
    return [one for one in sent(reader) if one.channel == _channel(to) and one.last_at]


def _whole(bundles: Iterable[Sent]) -> int:
    """Give the place up to which some bundles tell everything."""
    told = 0
    for one in sorted(bundles, key=lambda one: one.first_at):
        if one.first_at <= told:
            told = max(told, one.last_at)
    return told


def _answers(reader: Reader, after: int, *, own_seq: int = 2**62) -> list[_Answer]:
    """Give the answers in our books that count since after a place, as our log tells it up to a record of our own.

    One whose take-in was undone, and that counts again, does so since the record of ours that says so.
    """
    info, devices = reader.info, devices_here(reader)
    came = undoing.places_of_others(reader.connection, info.office, devices, after=after)
    found = {at: _Answer(record, at, at) for at, record in came}
    for since, said in reader.placed(office_id(info.office)):
        if since <= after or said.type != TakenInAgain.TYPE or not (said.device in devices and said.seq <= own_seq):
            continue
        news = read_fact(said)
        for span in news.records if isinstance(news, TakenInAgain) else ():
            if span.office == info.office and span.device not in devices:
                back = undoing.counted_of(reader.connection, span, since=0)
                found |= {at: _Answer(record, at, since) for at, record in back}
    return [found[at] for at in sorted(found)]


def _told(reader: Reader, to: str) -> list[Record]:
    """Give what goes into the next bundle, in the order in which it came to us."""
    answers = {one.at: one.record for one in _answers(reader, _settled(reader, to))}
    steps = _steps(reader, to, answers.values(), before=max(answers))
    return list(_with_those_aside(reader, [one for _, one in sorted({**steps, **answers}.items())], answers.values()))


def _steps(reader: Reader, to: str, answers: Iterable[Record], *, before: int) -> dict[int, Record]:
    """Give our own steps on the matters of some answers that the other is not known to have."""
    channel, devices = f"{to}.{log_kind(reader.info)}", devices_here(reader)
    there = last_sent_seq(reader, channel, taken=True)

    def wanted(at: int, record: Record) -> bool:
        ours = record.office == reader.info.office and record.device in devices
        known = record.device == reader.info.device and record.seq <= there and not verdict_of(reader, record.rid)
        return ours and at < before and not known

    about = [one for entity in dict.fromkeys(one.entity for one in answers) for one in _of_matter(reader, entity)]
    return {at: record for at, record in placed_concerning(reader, about).items() if wanted(at, record)}


def _of_matter(reader: Reader, entity: str) -> tuple[str, ...]:
    case = reader.entity(entity)
    return (entity, case.institution) if isinstance(case, Case) else (entity,)


def _with_those_aside(reader: Reader, records: Iterable[Record], answers: Collection[Record]) -> Iterator[Record]:
    """Put before each answer what was set aside of the same laptop's log before it."""
    rids = {one.rid for one in answers}
    aside = [one.record for one in every_aside(reader) if one.code not in {UNDONE, FORKED}]
    waiting = [one for one in aside if one.office == reader.info.office]
    for record in records:
        if record.rid in rids:
            first = [one for one in waiting if one.device == record.device and one.seq < record.seq]
            yield from first
            waiting = [one for one in waiting if one not in first]
        yield record
