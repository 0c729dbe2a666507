"""The desk an action is done at: who acts, in which office, on which day; and one action as one transaction.

Keeps rule T8 (no step before the last one of the same matter, none after today), writes each fact as a sealed record
chained to the one before, and tells which clocks run and which were late afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from yb_desktop.base.clock import Clock
from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.base.ids import Ids
from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.audit import Audit
from yb_desktop.domain.blocked import BlockedPerson
from yb_desktop.domain.breach_facts import AuditStage
from yb_desktop.domain.case import Case
from yb_desktop.domain.entities import Entity
from yb_desktop.domain.facts import Fact, body_of
from yb_desktop.domain.institution import Institution
from yb_desktop.domain.office import Office, office_id
from yb_desktop.domain.pairing import Deciding
from yb_desktop.domain.people import ADMINISTRATORS, Person, Role
from yb_desktop.domain.publication import Publication
from yb_desktop.domain.records import Record, sealed
from yb_desktop.law.law import Due, Law
from yb_desktop.services.rights import roles_for
from yb_desktop.services.shown import Shown
from yb_desktop.services.timing import Late, due_of, late_between
from yb_desktop.store.database import Store
from yb_desktop.store.meta import OfficeInfo
from yb_desktop.store.reading import Reader
from yb_desktop.store.writing import Tx


@dataclass(frozen=True, slots=True)
class Desk:
    """A person at work in an office. ``prepared_by`` is set while a second person releases what the first prepared."""

    store: Store
    clock: Clock
    ids: Ids
    person: Person | None = None
    prepared_by: str = ""

    @property
    def law(self) -> Law:
        """The law this office works under now: the shipped one with what it entered on top."""
        return self.store.law

    @property
    def info(self) -> OfficeInfo:
        """The office whose data folder this is."""
        return self.store.info

    @property
    def actor(self) -> str:
        """The id that goes into records: the person's, or the office's own before anybody was entered."""
        return self.person.id if self.person else f"office-{self.info.office}"

    def sign_in(self, person: Person) -> Desk:
        """Give the same desk with another person at it."""
        return replace(self, person=person)

    def need(self, *roles: Role) -> None:
        """Refuse a person who has none of ``roles``; before anybody was entered the office itself may act."""
        if self.person is None:
            return
        if not self.person.may(*roles):
            wanted = "、".join(role.label for role in roles)
            raise NotAllowed.by("role", f"{self.person.name}没有办理这一步的岗位权限，需要：{wanted}。")

    def need_business(self) -> None:
        """三员分立: administrators have no business rights."""
        self.need(*(role for role in Role if role not in ADMINISTRATORS))

    @contextmanager
    def act(self, name: str, on: date) -> Iterator[Act]:
        """Do one action in one transaction: everything in it is written, or nothing."""
        self.need(*roles_for(name, releasing=bool(self.prepared_by)))
        if self.info.laptop and name not in ON_LAPTOPS:
            raise NotAllowed.by("state", "核查电脑上只填写核查项目，其他步骤请在经办机构的电脑上办理。")
        with self.store.write() as tx:
            newest = tx.newest_day() or on.min
            today = max(self.clock.today(), newest)
            if self.info.laptop:  # its clock may be behind, and on site nobody can put that right
                on = max(on, newest)
            if on > today:
                text = f"办理日期{on}晚于今天（{today}），请检查日期或电脑时钟。"
                raise NotAllowed.by("T8", text, on)
            self._still_here(tx)
            yield Act(self, tx, name, on)

    def _still_here(self, tx: Tx) -> None:
        """Refuse whoever left after sitting down, and an empty chair once the office has people."""
        if self.person is None:
            if any(person.ended is None for person in tx.people()):
                raise NotAllowed.by("role", "请先登录：本机构已登记工作人员，每一步都须记明由谁办理。")
            return
        known = tx.entity(self.person.id)
        if isinstance(known, Person) and known.ended is not None:
            raise NotAllowed.by("role", f"{known.name}已于{known.ended}离岗，不能再办理。")


ON_LAPTOPS = frozenset({"evaluation.answer_item", "evaluation.resolve_item"})
"""What inspectors do on a laptop of their own: the office takes nothing else in from there."""

_WHILE_PENDING = frozenset(
    {
        "applications.deliver",
        "applications.withdraw",
        "cases.send_back",
        "oversight.reassign_case",
        "agreements.print",
        "agreements.void_copy",
        "agreements.attach_scan",
        "papers.register_print",
        "papers.attach_scan",
        "agreements.file",
        "agreements.open_system",
        "agreements.publish_list",
        "agreements.report_designations",
        "agreements.record_claim",
        "agreements.record_payment",
        "agreements.log_problem",
        "agreements.record_training",
        "agreements.record_comment",
    }
)
"""What may still happen to a matter while a prepared decision waits: nothing that the decision rests on."""


@dataclass(frozen=True, slots=True)
class Step:
    """What an action did: the state after it, the clocks that run, what was late, the papers it calls for."""

    entity: str
    state: str
    due: tuple[Due, ...] = ()
    late: tuple[Late, ...] = ()
    documents: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    pending: bool = False
    rows: tuple[Shown, ...] = ()


def day_question(desk: Desk, on: date) -> str | None:
    """T8: say what to confirm before an action is dated ``on``; ``None`` where nothing newer is in the books."""
    with desk.store.read() as reader:
        return _newer(on, reader.newest_day())


def _newer(on: date, newest: date | None) -> str | None:
    if newest is None or on >= newest:
        return None
    return f"办理日期{on}早于本机构其他事项的最近记录（{newest}），请核对日期。"


def write_down(desk: Desk, tx: Tx, entity: str, news: Fact, on: date, *, base: tuple[str, ...] | None = None) -> str:
    """Append one fact to this device's log; give the record's id. ``base``: by default the entity's newest record."""
    info = desk.info
    seq, prev = tx.log_head(info.office, info.device)
    record = Record(
        rid=desk.ids("r"),
        v=news.VERSION,
        office=info.office,
        device=info.device,
        seq=seq + 1,
        on=on.isoformat(),
        hlc=desk.clock.now().isoformat(timespec="milliseconds"),
        actor=desk.actor,
        type=news.TYPE,
        entity=entity,
        base=tx.heads(entity) if base is None else base,
        body=body_of(news),
        prev=prev,
    )
    tx.append(sealed(record))
    return record.rid


@dataclass(slots=True)
class Act:
    """One action under way: reads, checks the day, appends facts, and sums up."""

    desk: Desk
    tx: Tx
    name: str
    on: date
    _rids: list[str] = field(default_factory=list)
    _before: dict[str, Entity | None] = field(default_factory=dict)

    @property
    def law(self) -> Law:
        """The law this office works under, with what this very action entered."""
        return self.tx.law

    @property
    def reader(self) -> Reader:
        """What is in the books, this action's own facts included."""
        return self.tx

    def case(self, case: str, *states: str) -> Case:
        """Load a case for the action. Raises ``NotAllowed``: ``state`` when in none of ``states``, T8 for the day."""
        found = self.tx.case(case)
        if found.handed_to not in {"", self.desk.info.office}:
            raise NotAllowed.by("J1", f"该申请已移交{found.handed_to}的经办机构，由其继续办理")
        self._own(found.office)
        if states and found.state not in states:
            text = f"该申请当前为“{found.state.label}”，不能办理这一步。"
            raise NotAllowed.by("state", text)
        self._in_order(self._last_on(found, self.tx.entity(found.agreement) if found.agreement else None))
        self.still(found)
        return found

    def still(self, matter: Deciding) -> None:
        """Refuse to move a matter (``state``) while a decision about it waits for its second person.

        The decision is prepared on what is known now; nothing moves under it until it is released or sent back.
        """
        if matter.pending is None or self.name in _WHILE_PENDING:
            return
        if not (self.desk.prepared_by and matter.pending.action == self.name):
            raise NotAllowed.by("state", "有待审核的事项，请先审核通过或退回经办，再办理这一步。")

    @staticmethod
    def _last_on(*entities: Entity | None) -> date:
        """T8: the day of the newest step of a matter; an application and its agreement are one."""
        return max(entity.last_on for entity in entities if isinstance(entity, (Case, Agreement)))

    def institution(self, institution: str) -> Institution:
        """Load an institution for the action."""
        return self.tx.institution(institution)

    def agreement(self, agreement: str, *states: str) -> Agreement:
        """Load an agreement for the action. Raises ``NotAllowed`` like ``case``."""
        found = self.tx.agreement(agreement)
        self._own(found.office)
        if states and found.state not in states:
            raise NotAllowed.by("state", f"该协议当前为“{found.state.label}”，不能办理这一步。")
        self._in_order(self._last_on(found, self.tx.entity(found.case)))
        self.still(found)
        return found

    def audit(self, audit: str) -> Audit:
        """Load a matter of breach for the action. Raises ``NotAllowed`` like ``case``."""
        found = self.tx.audit(audit)
        self._own(found.office)
        if found.stage is AuditStage.VOIDED:
            raise NotAllowed.by("state", "该次稽核已撤销，不能办理这一步。")
        self._in_order(found.last_on)
        self.still(found)
        return found

    def _own(self, office: str) -> None:
        if office != self.desk.info.office:
            raise NotAllowed.by("J1", f"该事项由{office}的经办机构负责，本机构不能办理。")

    def _in_order(self, last: date) -> None:
        if self.on < last:
            text = f"办理日期{self.on}早于该事项的上一步（{last}），请改正日期。"
            raise NotAllowed.by("T8", text, last)

    def append(self, entity: str, news: Fact, *, base: tuple[str, ...] | None = None) -> None:
        """Write one fact about ``entity``; ``base`` defaults to the newest record of that entity."""
        for touched in (entity, *news.touches()):
            if touched not in self._before:
                self._before[touched] = self.tx.entity(touched)
        self._rids.append(write_down(self.desk, self.tx, entity, news, self.on, base=base))

    def done(
        self,
        entity: str,
        *,
        documents: tuple[str, ...] = (),
        late: tuple[Late, ...] = (),
        warnings: tuple[str, ...] = (),
        rows: tuple[Shown, ...] = (),
    ) -> Step:
        """Sum up: the state and clocks of ``entity`` (and of what else the action touched) after the last fact."""
        now = self.tx.entity(entity)
        touched = {key: self.tx.entity(key) for key in self._before}
        if entity not in touched:
            touched[entity] = now
        law = self.law
        due = tuple(d for value in touched.values() for d in due_of(value, law))
        found = tuple(one for key, value in touched.items() for one in late_between(self._before.get(key), value, law))
        newer = _newer(self.on, self.tx.newest_day())  # its own matter has nothing newer: ``_in_order`` saw to that
        return Step(
            entity=entity,
            state=_state(now),
            due=due,
            late=(*late, *found),
            documents=documents,
            records=tuple(self._rids),
            warnings=(*warnings, *([newer] if newer else [])),
            rows=rows,
        )

    def show(self, rows: Sequence[Shown], *, documents: tuple[str, ...] = ()) -> Step:
        """Sum up an action that only looked."""
        entity = office_id(self.desk.info.office)
        return Step(entity=entity, state="active", documents=documents, rows=tuple(rows))


def _state(entity: Entity | None) -> str:
    match entity:
        case Case() | Agreement():
            return entity.state.value
        case Institution():
            return _register_state(entity)
        case Person():
            return "ended" if entity.ended else "active"
        case Audit():
            return entity.stage.value
        case BlockedPerson() | Publication() | Office():
            return _STANDING[type(entity)]
        case None:
            raise BadInput("not-found", "找不到要办理的对象。")


_STANDING: Final[Mapping[type[Entity], str]] = {
    BlockedPerson: "blocked",
    Publication: "published",
    Office: "active",
}
"""The one state of things that only stand."""


def _register_state(entry: Institution) -> str:
    if entry.merged_into:
        return "merged"
    if entry.moved_to:
        return "moved"
    return "removed" if entry.removed else "registered"
