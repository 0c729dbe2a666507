"""Where matters are that go to another office or to a laptop (移交, 核查电脑), and to whom this device can export.

The words are the three of the exchange: 已导出, 已到达, 已入库, and before them 未导出.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from yb_desktop.domain.case import Case
from yb_desktop.domain.case_outside import HandedOver, OwnerChanged
from yb_desktop.domain.facts import read_fact
from yb_desktop.domain.records import Record
from yb_desktop.domain.vocabulary import Level
from yb_desktop.exchange.manifest import EVERYONE, office_of
from yb_desktop.services.exchange.assigning import Assigned, assigned_to, waiting_to
from yb_desktop.services.exchange.envelopes import OWED, first_to_send
from yb_desktop.services.exchange.keys_care import superior_of
from yb_desktop.services.exchange.referring import has_reference
from yb_desktop.services.exchange.relaying import untold
from yb_desktop.store import exchange_state
from yb_desktop.store.exchange_state import RecordState, Sent
from yb_desktop.store.reading import Reader

Names = Callable[[str], str]
LAPTOPS = "本机构的核查电脑"
"""What the other end is called where it is of our own office."""


class Stage(Enum):
    """How far something of ours has come; the value is the word shown."""

    LOCAL = "未导出"
    SENT = "已发出"
    EXPORTED = "已导出"
    ARRIVED = "已到达"
    TAKEN = "已入库"


@dataclass(frozen=True, slots=True)
class WayLine:
    """A matter on its way: what goes on, whose matter, to whom, since when, how far; for a laptop what came back."""

    what: str
    case: str
    institution: str
    to: str
    on: date
    stage: Stage
    back: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """Whom something can be exported to: records of our log not exported yet, assignments, bundles without receipt."""

    office: str
    name: str
    fresh: int
    waiting: int
    owed: int


def owed(one: Sent, epoch: int) -> bool:
    """Say whether a receipt is still to come back for a bundle of ours.

    What was sent before the device's present ``epoch`` goes again with it: nobody waits for those any more.
    """
    return not one.acknowledged_at and one.epoch >= epoch and one.channel.rpartition(".")[2] in OWED


def stage_of(one: Sent) -> Stage:
    """Say how far a bundle of ours has come; only a receipt moves it past 已导出."""
    if one.channel.rpartition(".")[2] not in OWED:
        return Stage.SENT
    if not one.acknowledged_at:
        return Stage.EXPORTED
    return Stage.TAKEN if one.verdict == RecordState.TAKEN.value else Stage.ARRIVED


def targets(reader: Reader, name: Names) -> tuple[Target, ...]:
    """Give the offices this device exports to, the one above first; our own stands for our laptops."""
    info = reader.info
    above = superior_of(info, reader.law.areas)
    reports = info.laptop or above != info.office
    handed = {fact.to_office for record in reader.of_type(HandedOver.TYPE) for fact in _handed(record)}
    found = [_target(reader, above, name(above), reports=True)] if reports else []
    others = [] if info.laptop else sorted({*handed, info.office} - ({above} if reports else set()))
    for office in others:
        words = LAPTOPS if office == info.office else name(office)
        one = _target(reader, office, words, reports=False)
        if one.waiting or one.owed or assigned_to(reader, office):
            found.append(one)
    if info.level is Level.PREFECTURE and not info.laptop and has_reference(reader):
        found.append(Target(EVERYONE, "各经办机构：参考数据和信任名单", 0, 0, _late(reader, EVERYONE)))
    return tuple(found)


def ways(reader: Reader, name: Names) -> tuple[WayLine, ...]:
    """Give every matter that was handed over, taken over or given to a laptop, the newest first."""
    info = reader.info
    above = superior_of(info, reader.law.areas)
    lines = [*_handed_up(reader, above, name), *_taken_over(reader)]
    offices = {fact.to_office for record in reader.of_type(HandedOver.TYPE) for fact in _handed(record)}
    for office in sorted({*offices, info.office} - ({above} if above != info.office else set())):
        lines += _assigned(reader, office, name)
    return tuple(sorted(lines, key=lambda line: line.on, reverse=True))


def _target(reader: Reader, office: str, words: str, *, reports: bool) -> Target:
    info = reader.info
    head, _ = reader.log_head(info.office, info.device)
    fresh = head - first_to_send(reader, office) + 1 + untold(reader, office) if reports else 0
    late = _late(reader, office)
    return Target(office, words, max(0, fresh), 0 if info.laptop else len(waiting_to(reader, office)), late)


def _late(reader: Reader, receiver: str) -> int:
    """Count the bundles for an office for which a receipt is still to come back."""
    waiting = exchange_state.sent(reader, unacknowledged=True)
    there = (one for one in waiting if receiver in {one.receiver, office_of(one.receiver)})
    return sum(owed(one, reader.info.epoch) for one in there)


def _handed(record: Record) -> Iterator[HandedOver]:
    fact = read_fact(record)
    if isinstance(fact, HandedOver):
        yield fact


def _handed_up(reader: Reader, above: str, name: Names) -> Iterator[WayLine]:
    """Give the cases handed to the office above: they travel with our log."""
    info = reader.info
    for record in reader.of_type(HandedOver.TYPE):
        for fact in _handed(record):
            own = (record.office, record.device) == (info.office, info.device)
            if own and fact.to_office == above:
                stage = _STAGES[exchange_state.record_state(reader, record.rid)]
                yield _line(reader, "移交", record, name(above), stage)


def _taken_over(reader: Reader) -> Iterator[WayLine]:
    """Give the cases of other offices that are ours now."""
    info = reader.info
    for record in reader.of_type(OwnerChanged.TYPE):
        fact, first = read_fact(record), next(iter(reader.records_of(record.entity)))
        ours = isinstance(fact, OwnerChanged) and fact.to_office == info.office == record.office
        if ours and first.office != info.office:
            yield _line(reader, "接办", record, "本机构", Stage.TAKEN)


def _assigned(reader: Reader, office: str, name: Names) -> Iterator[WayLine]:
    gone = [one for one in exchange_state.sent(reader) if not one.last_at]
    for one in assigned_to(reader, office):
        told = [sent for sent in gone if (sent.channel, sent.last_seq) == (f"{one.to}.assignment", one.record.seq)]
        epoch = max((sent.epoch for sent in told), default=0)  # after a restore it may have gone twice
        parts = [sent for sent in told if sent.epoch == epoch]
        stage = min((stage_of(part) for part in parts), key=_FAR.index) if parts else Stage.LOCAL
        what = "核查" if one.laptop else "移交"
        line = _line(reader, what, one.record, one.laptop or name(office), stage)
        yield replace(line, back=_back(reader, one))


def _back(reader: Reader, one: Assigned) -> str:
    """Say what has come back from a laptop."""
    case = reader.entity(one.record.entity)
    if not one.laptop or not isinstance(case, Case):
        return ""
    visits = [visit for visit in case.visits if one.laptop in visit.laptops]
    came = sum(answer.device == one.laptop for visit in visits for answer in (*visit.answers, *visit.late))
    late = sum(answer.device == one.laptop for visit in visits for answer in visit.late)
    words = f"收到 {came} 项" if came else "还没有交回"
    if late:
        words += f"，其中 {late} 项来得太晚，只留存"
    return f"{words}；任务已收回" if any(one.laptop in visit.taken_back for visit in visits) else words


_FAR = tuple(Stage)
"""The stages, from the nearest to the furthest."""
_STAGES = {
    RecordState.LOCAL: Stage.LOCAL,
    RecordState.EXPORTED: Stage.EXPORTED,
    RecordState.ARRIVED: Stage.ARRIVED,
    RecordState.TAKEN: Stage.TAKEN,
    RecordState.REFUSED: Stage.ARRIVED,
    RecordState.QUESTIONED: Stage.ARRIVED,
}


def _line(reader: Reader, what: str, record: Record, to: str, stage: Stage) -> WayLine:
    case = reader.entity(record.entity)
    institution = reader.institution(case.institution).registration.name if isinstance(case, Case) else ""
    return WayLine(what, record.entity, institution, to, date.fromisoformat(record.on), stage)
