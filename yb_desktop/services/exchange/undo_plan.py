"""What undoing a take-in would do (撤回接收), record by record: reversed, kept because edited since, or impossible.

A record can be taken out only while nothing stands on it: no later step on the same matter, no application, agreement
or audit that is about it, whoever made that. What is kept holds what it rests on itself. Some things cannot be taken
back at all, because others already go by them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache

from msgspec import structs

from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.domain.case import Case
from yb_desktop.domain.case_facts import ItemAnswered
from yb_desktop.domain.case_outside import OwnerChanged
from yb_desktop.domain.entities import EntityKind, kind_of, touched
from yb_desktop.domain.facts import read_fact
from yb_desktop.domain.judging_again import LogSpan
from yb_desktop.domain.records import Record
from yb_desktop.exchange.manifest import DEVICE_LOGS, EVERYONE
from yb_desktop.services.exchange.clashing import MERGED
from yb_desktop.services.exchange.referring import snapshot
from yb_desktop.services.exchange.relaying import told_above
from yb_desktop.services.exchange.wording import record_words
from yb_desktop.services.registry import step_title
from yb_desktop.store import undoing
from yb_desktop.store.exchange_state import Received, all_staged, received, sent
from yb_desktop.store.reading import Reader
from yb_desktop.store.undoing import Place

_LAST = 2**31 - 1


class Undoing(Enum):
    """What becomes of a record; the value is the word shown."""

    REVERSED = "撤回"
    KEPT = "保留"
    IMPOSSIBLE = "不能撤回"


@dataclass(frozen=True, slots=True)
class UndoLine:
    """One record of a bundle, what becomes of it, and why it does not go (``because``: the step in the way)."""

    record: Record
    fate: Undoing
    text: str
    reason: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class UndoPlan:
    """What undoing the take-in of a bundle does, one line a record, in the order in which they came."""

    received: Received
    lines: tuple[UndoLine, ...]

    def of(self, fate: Undoing) -> tuple[UndoLine, ...]:
        """Give the lines of one kind."""
        return tuple(one for one in self.lines if one.fate is fate)


def plan_undo(reader: Reader, bundle: str) -> UndoPlan:
    """Say what undoing the take-in of a bundle (by id or SHA-256) would do; write nothing.

    Raises ``BadInput`` (``not-found``) for a bundle that was never taken in, ``NotAllowed`` (``undo-refused``) for one
    that brought no records, or of which nothing is in the books any more or nobody knows what it brought.
    """
    found = _received(reader, bundle)
    places = _brought(reader, found)
    if not places:
        text = f"数据包{found.bundle}没有记录在账上：都已撤回，或没有接收。对方重新导出后可以再次接收。"
        raise NotAllowed.by("undo", text)
    span, kind = _span_of(found), found.channel.rpartition(".")[2]
    if kind == "assignment" and any(one.type in MERGED and one.device != found.device for _, one in places):
        text = "转来的核查电脑记录不能整包撤回。有误的，请原经办机构在该申请中更正后重新导出。"
        raise NotAllowed.by("undo", text)
    return UndoPlan(found, tuple(Weighed(reader, places, span=span, since=found.first_at, kind=kind).lines()))


def _received(reader: Reader, bundle: str) -> Received:
    if reader.info.laptop:
        raise NotAllowed.by("undo", "核查电脑上不撤回接收。任务有误的，请经办机构收回任务后重新分派。")
    found = next((one for one in received(reader) if bundle in {one.bundle, one.sha256}), None)
    if found is None:
        if any(bundle in {one.bundle, one.sha256} for one in all_staged(reader)):
            raise NotAllowed.by("undo", f"数据包{bundle}还没有入库，只是先放着，没有什么要撤回。")
        raise BadInput("not-found", f"没有接收过数据包“{bundle}”，请检查编号。")
    if found.channel.endswith(".receipt"):
        raise NotAllowed.by("undo", "回执只说明对方收到了什么，没有可以撤回的内容。")
    if not found.records:
        raise NotAllowed.by("undo", f"数据包{found.bundle}没有带来记录（附件分卷），没有可以撤回的内容。")
    return found if found.first_at else _from_before(reader, found)


def _from_before(reader: Reader, found: Received) -> Received:
    """Find what a bundle brought that came before that was noted: of a log, what no earlier bundle of it carried.

    Raises ``NotAllowed`` for extracts: their records are of anybody's log, and nothing tells which came with them.
    """
    if found.channel.rpartition(".")[2] not in DEVICE_LOGS:
        text = (
            f"数据包{found.bundle}是升级前接收的任务或参考数据，当时没有记下带来了哪些记录，不能整包撤回。"
            "有误的请对方更正后重新导出。"
        )
        raise NotAllowed.by("undo", text)
    same = (found.office, found.device, found.channel)
    others = (one for one in received(reader) if (one.office, one.device, one.channel) == same)
    known = max((one.last_seq for one in others if (one.epoch, one.seq) < (found.epoch, found.seq)), default=0)
    first = max(found.first_seq, known + 1)
    span = _span_of(found)
    again = undoing.counted_of(reader.connection, structs.replace(span, last=first - 1), since=0)
    here = undoing.counted_of(reader.connection, structs.replace(span, first=first), since=0)
    last_known = max((at for at, _ in again), default=0)
    return replace(found, first_at=min((at for at, _ in here if at > last_known), default=last_known + 1))


def _brought(reader: Reader, found: Received) -> tuple[Place, ...]:
    """Give the records in the books that a bundle brought; those of a log also where they were first set aside."""
    if found.channel.rpartition(".")[2] in DEVICE_LOGS:
        return undoing.counted_of(reader.connection, _span_of(found), since=found.first_at)
    return undoing.places_between(reader.connection, found.first_at, found.last_at)


def _span_of(found: Received) -> LogSpan:
    return LogSpan(found.office, found.device, found.first_seq, found.last_seq)


class Weighed:
    """Records of one bundle, or of one history, each weighed against all that stands in the books.

    ``span`` and ``since`` say where in a device's log, and from which place of ours on, what was done later is found;
    ``kind`` is that of the bundle.
    """

    def __init__(self, reader: Reader, places: Sequence[Place], *, span: LogSpan, since: int, kind: str) -> None:
        """Weigh each of ``places``."""
        self._reader = reader
        self._span = span
        self._since = since
        self._kind = kind
        self._places = places
        self._mine = {at for at, _ in places}
        self._timeline = cache(reader.placed)
        self._about = cache(self._find_about)
        self._handed_on = _in_reference(reader)
        self._told_above = told_above(reader)
        self._people = {one.id: one.name for one in reader.people()}
        self._impossible = {at: text for at, record in places if (text := self._why_impossible(at, record))}
        self._kept: dict[int, Record] = {}
        self._weigh()

    def lines(self) -> Iterator[UndoLine]:
        """Give what becomes of each record."""
        for at, record in self._places:
            text = record_words(self._reader, record)
            if at in self._impossible:
                yield UndoLine(record, Undoing.IMPOSSIBLE, text, self._impossible[at])
            elif at in self._kept:
                yield UndoLine(record, Undoing.KEPT, text, *self._why_kept(self._kept[at]))
            else:
                yield UndoLine(record, Undoing.REVERSED, text)

    def _weigh(self) -> None:
        """Keep what something stands on, and what that rests on in turn, until nothing more is found."""
        entities = dict.fromkeys(one for _, record in self._places for one in touched(record, read_fact(record)))
        grew = True
        while grew:
            grew = False
            for entity in entities:
                for at, record in self._timeline(entity):
                    if at in self._mine and not self._stays(at) and (above := self._above(entity, at, record)):
                        self._kept[at] = above
                        grew = True

    def _stays(self, at: int) -> bool:
        return at not in self._mine or at in self._kept or at in self._impossible

    def _above(self, entity: str, at: int, record: Record) -> Record | None:
        """Give the last record that stays and stands on one about an entity, if any."""
        later = [*self._timeline(entity), *self._about(entity)]
        standing = [(place, one) for place, one in later if place > at and self._stays(place)]
        standing = [(place, one) for place, one in standing if not _side_by_side(record, one)]
        return max(standing, key=lambda one: one[0])[1] if standing else None

    def _find_about(self, entity: str) -> tuple[Place, ...]:
        """Give the steps of the matters that are about an entity; of a person, what that person did."""
        others = undoing.resting_on(self._reader.connection, entity)
        about = [place for other in others for place in self._timeline(other)]
        if kind_of(entity) is EntityKind.PERSON:
            later = structs.replace(self._span, last=_LAST)
            every = undoing.counted_of(self._reader.connection, later, since=self._since)
            about += [(at, record) for at, record in every if record.actor == entity]
        return tuple(about)

    def _why_impossible(self, at: int, record: Record) -> str:
        if self._kind == "reference":
            return "参考数据的版本只升不降，不能撤回。有误的请州（市）更正后下发新的一版。"
        if self._has_moved(at, record):
            return "该申请已经移交并换了经办机构，对方已得知，不能撤回。需要退回的，请再办理移交。"
        if self._kind == "result" and self._merged(record):
            return "核查结果已由组长裁定或核查已结束，不能撤回。有误的请在该申请中更正。"
        if record.rid in self._told_above:
            return "已作为核查电脑记录报送上级，不能撤回。有误的请由组长裁定，或在该申请中更正。"
        if record.rid in self._handed_on:
            return "已随参考数据下发各经办机构，不能撤回。有误的请原经办机构更正后重新导出。"
        return ""

    def _has_moved(self, at: int, record: Record) -> bool:
        """Say whether a case changed its owner with this record or after it."""
        return any(place >= at and one.type == OwnerChanged.TYPE for place, one in self._timeline(record.entity))

    def _merged(self, record: Record) -> bool:
        """Say whether the lead, or the end of the visit, already went by an answer."""
        fact, case = read_fact(record), self._reader.entity(record.entity)
        if not isinstance(fact, ItemAnswered) or not isinstance(case, Case):
            return True
        visit = next((one for one in case.visits if one.rid == fact.visit), case.visit)
        if visit is None or not visit.is_open:
            return True
        return any(record.rid in one.base for one in visit.resolutions)

    def _why_kept(self, above: Record) -> tuple[str, str]:
        text = f"此后又办理了“{step_title(above.type)}”（{above.on}，{self._who(above)}），要先撤回或更正那一步。"
        return text, above.rid

    def _who(self, record: Record) -> str:
        info = self._reader.info
        if record.office == info.office:
            return self._people.get(record.actor, "本机构")
        return f"{record.office}的{record.device}"


def _in_reference(reader: Reader) -> frozenset[str]:
    """Name the records that other offices have from us, since we sent reference data."""
    if not any(one.receiver == EVERYONE for one in sent(reader)):
        return frozenset()
    return frozenset(record.rid for record in snapshot(reader))


def _side_by_side(one: Record, later: Record) -> bool:
    """Say whether two records are answers on a checklist of which neither knows the other."""
    return one.type in MERGED and later.type in MERGED and one.rid not in later.base
