"""What a bundle will do, in a clerk's words, before anything is written.

The bundle is taken in for trial in a transaction that is given up at the end: so the preview and the real thing cannot
differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice
from pathlib import Path

from yb_desktop.base.errors import BadInput, Refused
from yb_desktop.base.signing import Signer
from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.audit import Audit
from yb_desktop.domain.blocked import BlockedPerson
from yb_desktop.domain.case import Case
from yb_desktop.domain.entities import Entity, touched
from yb_desktop.domain.facts import read_fact
from yb_desktop.domain.institution import Institution
from yb_desktop.domain.office import Office
from yb_desktop.domain.people import Person
from yb_desktop.domain.publication import Publication
from yb_desktop.domain.records import Record
from yb_desktop.exchange.bundle import VerifiedBundle, read_bundle
from yb_desktop.exchange.manifest import Manifest
from yb_desktop.exchange.receipt import read_receipt
from yb_desktop.exchange.refusals import refused
from yb_desktop.exchange.take_in import HANDLED, Apply, Duplicate, Fork, Gap, Plan
from yb_desktop.exchange.trust import TrustList
from yb_desktop.services import actions
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.armouring import taken_off
from yb_desktop.services.exchange.bundle_files import STAGED, inner_folder, quarantine
from yb_desktop.services.exchange.clashing import MERGED, clashes
from yb_desktop.services.exchange.fitting import decide, follow
from yb_desktop.services.exchange.incoming import Outcome, bundle_ids
from yb_desktop.services.exchange.judging import check_addressed
from yb_desktop.services.exchange.keys_care import current_trust
from yb_desktop.services.exchange.looking import Doorkeeper
from yb_desktop.services.exchange.part_sets import Shelf, in_order, parts_here
from yb_desktop.services.exchange.receipts_back import hear
from yb_desktop.services.exchange.relaying import hands_on
from yb_desktop.services.exchange.wording import institution_name, what_it_is
from yb_desktop.services.registry import step_title
from yb_desktop.store import undoing
from yb_desktop.store.reading import Reader
from yb_desktop.store.writing import Tx

actions.load()

_AT_ONCE = 500
"""So many matters are read together."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing a bundle will do: the type of the record that counts, the id of what it is about, a sentence."""

    type: str
    entity: str
    text: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a bundle will do. ``waits_for`` names the bundles that must come first and attachments not here yet.

    ``here`` counts the parts of its set (``manifest.set.of``) that have come, this one with them. ``code`` is that of
    the refusal where all of it would be refused. ``hands_on``: an office hands on in it what its laptops answered.
    """

    manifest: Manifest
    sender: str
    duplicate: bool = False
    adds: tuple[Effect, ...] = ()
    changes: tuple[Effect, ...] = ()
    clashes: tuple[Effect, ...] = ()
    refuses: tuple[Effect, ...] = ()
    waits_for: tuple[str, ...] = ()
    here: int = 1
    hands_on: bool = False
    code: str = ""


class _GiveUp(Exception):
    """Ends the trial transaction."""


def preview(desk: Desk, file: Path, signer: Signer | None = None) -> Preview:
    """Say what taking a bundle in would do; nothing is written. Raises ``Refused`` for a bundle that does not hold.

    A bundle in armour needs the device's key, ``signer``: ``BadInput`` (``passphrase``) without it.
    """
    trust = current_trust(desk)
    with quarantine(desk.store.folder) as folder:
        read = partial(_read, desk=desk, trust=trust, folder=folder)
        bundle = read(taken_off(file, signer, folder))
        manifest = bundle.manifest
        if manifest.kind not in HANDLED:
            raise refused("bundle-kind", manifest.kind)
        check_addressed(desk, bundle)
        answers = hands_on(bundle)
        told = _Told()
        try:
            _try(desk, bundle, Shelf(inner_folder(desk.store.folder, STAGED), read, lambda _: None), told)
        except Refused as problem:
            told = _Told(refuses=[Effect("bundle", manifest.id, problem.text)], code=problem.code)
    office = manifest.sender.office
    return Preview(
        manifest=manifest,
        sender=trust.office_name(office) or office,
        duplicate=told.duplicate,
        adds=tuple(told.adds),
        changes=tuple(told.changes),
        clashes=tuple(told.clashes),
        refuses=tuple(told.refuses),
        waits_for=tuple(told.waits_for),
        here=told.here or manifest.set.of,
        hands_on=answers,
        code=told.code,
    )


def _read(file: Path, desk: Desk, trust: TrustList, folder: Path) -> VerifiedBundle:
    return read_bundle(file, Doorkeeper(trust, desk.info), quarantine=folder, receiver=desk.info.office)


@dataclass(slots=True)
class _Told:
    """Gathers what a trial shows."""

    duplicate: bool = False
    adds: list[Effect] = field(default_factory=list)
    changes: list[Effect] = field(default_factory=list)
    clashes: list[Effect] = field(default_factory=list)
    refuses: list[Effect] = field(default_factory=list)
    waits_for: list[str] = field(default_factory=list)
    here: int = 0
    code: str = ""


def _try(desk: Desk, bundle: VerifiedBundle, shelf: Shelf, told: _Told) -> None:
    at = desk.clock.now().isoformat(timespec="seconds")

    def step(tx: Tx, each: VerifiedBundle) -> Outcome:
        if each.manifest.kind == "receipt":
            outcome = hear(tx, each, at)
            if isinstance(outcome.decided, Apply):
                told.changes += _receipt_effects(each)
            return outcome
        decision = decide(tx, each)
        before = _before(tx, each, decision.decided)
        outcome = follow(desk, tx, each, decision, at=at)
        _effects(tx, outcome, before, told)
        return outcome

    with _trial(desk) as tx:
        for outcome in in_order(tx, bundle, shelf, step):
            _placed(outcome, told)


@contextmanager
def _trial(desk: Desk) -> Iterator[Tx]:
    """Give a transaction that is always given up."""
    with suppress(_GiveUp), desk.store.write() as tx:
        yield tx
        raise _GiveUp


def _placed(outcome: Outcome, told: _Told) -> None:
    decided = outcome.decided
    match decided:
        case Apply():
            told.refuses += [Effect(row.type, row.rid, row.reason) for row in (*outcome.refused, *outcome.questioned)]
            told.waits_for += sorted({blob for some in decided.records.waiting.values() for blob in some})
        case Duplicate():
            told.duplicate = not outcome.revived
        case Gap():
            told.waits_for += bundle_ids(decided.manifest, decided.missing)
            told.here = parts_here(decided.manifest, decided.missing)
        case Fork():
            told.refuses.append(Effect("bundle", decided.manifest.id, refused("bundle-fork", decided.text).text))


def _receipt_effects(bundle: VerifiedBundle) -> Iterator[Effect]:
    for said in read_receipt(bundle).bundles:
        taken = sum(last - first + 1 for first, last in said.taken)
        match said.verdict:
            case "gap":
                text = f"数据包{said.id}已到达对方，但还缺{'、'.join(map(str, said.missing))}号，请补送。"
            case "fork":
                text = f"对方发现数据包{said.id}有两个版本，该通道已停用，请两人共同核实。"
            case _:
                text = f"数据包{said.id}：{taken}条记录已入库"
                text += f"，{len(said.refused)}条被退回" if said.refused else ""
                text += f"，{len(said.questioned)}条有疑问" if said.questioned else ""
        yield Effect("receipt", said.id, text)


def _before(tx: Tx, bundle: VerifiedBundle, decided: Plan) -> dict[str, Entity | None]:
    """Read what the bundle's records change, as it stands; what they begin is not looked for."""
    new: Iterable[Record] = decided.records.records() if isinstance(decided, Apply) else ()
    back: list[Record] = []
    if undoing.any_undone(tx.connection):
        back = [record for _, record in undoing.out_of_books(tx.connection, [one.rid for one in bundle.records()])]
    begun: set[str] = set()
    changed: dict[str, None] = {}
    for record in chain(new, back):
        if not record.base and record.type not in MERGED:
            begun.add(record.entity)
        changed.update((entity, None) for entity in _touched(record) if entity not in begun)
    return {entity: tx.entity(entity) for entity in _read_together(tx, changed)}


def _touched(record: Record) -> Sequence[str]:
    try:
        return touched(record, read_fact(record))
    except Refused:
        return ()


def _effects(tx: Tx, outcome: Outcome, before: dict[str, Entity | None], told: _Told) -> None:
    not_taken = {row.rid for row in outcome.refused}
    new: Iterable[Record] = outcome.decided.records.records() if isinstance(outcome.decided, Apply) else ()
    by_entity: dict[str, list[str]] = {}  # the types of the records; they themselves may be more than memory holds
    for record in chain(outcome.revived, (one for one in new if one.rid not in not_taken)):
        for entity in _touched(record):
            by_entity.setdefault(entity, []).append(record.type)
    for entity in _read_together(tx, by_entity):
        types, now, old = by_entity[entity], tx.entity(entity), before.get(entity)
        if now is None:
            continue
        if old is None:
            told.adds.append(Effect(types[0], entity, _added(tx, now)))
        else:
            told.changes.append(Effect(types[-1], entity, _changed(tx, old, now, types)))
        told.clashes += [Effect(types[-1], entity, f"{what_it_is(tx, now)}{text}") for text in clashes(tx, now)]


def _read_together(tx: Tx, entities: Iterable[str]) -> Iterator[str]:
    """Give entities one by one, each read with the many around it."""
    rest = iter(entities)
    while some := tuple(islice(rest, _AT_ONCE)):
        tx.load(some)
        yield from some


def _added(reader: Reader, now: Entity) -> str:
    match now:
        case Institution():
            return f"新增机构 {now.registration.name}（{_place(reader, now.registration.area)}）"
        case Case():
            visit = f"，现场核查由{'、'.join(now.visit.laptops)}填写" if now.visit and now.visit.laptops else ""
            of_whom = f"{institution_name(reader, now.institution)}（{now.kind.label}）"
            return f"新增申请 {of_whom}，现为“{now.state.label}”{visit}"
        case Agreement():
            return f"新增协议 {now.number}（{institution_name(reader, now.institution)}），现为“{now.state.label}”"
        case Person():
            return f"新增工作人员 {now.name}（{'、'.join(role.label for role in now.roles)}）"
        case Audit() | BlockedPerson() | Publication() | Office():
            return f"新增{what_it_is(reader, now)}"


def _changed(reader: Reader, old: Entity, now: Entity, types: Sequence[str]) -> str:
    what = what_it_is(reader, now)
    match old, now:
        case Case(state=was), Case(state=state) if was is not state:
            return f"{what} 由“{was.label}”变为“{state.label}”"
        case Agreement(state=held), Agreement(state=holds) if held is not holds:
            return f"{what} 由“{held.label}”变为“{holds.label}”"
        case Institution(), Institution() if now.removed and not old.removed:
            return f"{what} 的登记已撤销"
        case Institution(), Institution() if now.merged_into and not old.merged_into:
            return f"{what} 已并入 {institution_name(reader, now.merged_into)}"
        case Person(), Person() if now.ended and not old.ended:
            return f"{what} 离岗"
        case _:
            steps = Counter(map(step_title, types))
            return f"{what}：{'、'.join(one if of == 1 else f'{one} {of} 项' for one, of in steps.items())}"


def _place(reader: Reader, area: str) -> str:
    try:
        return reader.law.areas.get(area).name
    except BadInput:  # an area that only the sender's table knows
        return area
