"""What can be read of a store inside one transaction: entities, records, numbers, look-ups.

Lists and searches are in ``lists``, exchange and accounts in ``exchange_state`` and ``accounts``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TypeVar, cast

from sqlalchemy import ColumnElement, Connection, func, select

from yb_desktop.base.errors import BadInput
from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.audit import Audit
from yb_desktop.domain.blocked import BlockedPerson
from yb_desktop.domain.case import Case
from yb_desktop.domain.entities import Entity, EntityKind
from yb_desktop.domain.institution import Institution
from yb_desktop.domain.office import Office, office_id
from yb_desktop.domain.people import Person
from yb_desktop.domain.records import Record
from yb_desktop.domain.vocabulary import AgreementState
from yb_desktop.law.law import Law
from yb_desktop.store import log as records_log
from yb_desktop.store import meta
from yb_desktop.store.institution_rows import PLAIN_COLUMNS, plain_row, within
from yb_desktop.store.meta import OfficeInfo
from yb_desktop.store.project.projector import Projector
from yb_desktop.store.project.shapes import decode
from yb_desktop.store.rebuild import law_offices
from yb_desktop.store.rows import InstitutionRow
from yb_desktop.store.search_text import plain
from yb_desktop.store.tables.agreements import agreements
from yb_desktop.store.tables.applications import applications
from yb_desktop.store.tables.breaches import audits
from yb_desktop.store.tables.institutions import institutions
from yb_desktop.store.tables.log import blobs, log
from yb_desktop.store.tables.oversight import documents, people
from yb_desktop.store.tables.standing import blocked

T = TypeVar("T", Institution, Case, Agreement, Person, Audit)


class Reader:
    """Reads within one transaction; everything it gives is one moment of the store."""

    def __init__(self, connection: Connection, info: OfficeInfo, law: Law) -> None:
        """Read through ``connection``, for the office of ``info``."""
        self._connection = connection
        self.info = info
        self.law = law
        self._projector = Projector(connection, law)

    @property
    def connection(self) -> Connection:
        """Everything this transaction did is written: for the store's own modules."""
        return self._connection

    def entity(self, entity: str) -> Entity | None:
        """Give an entity by its id, ``None`` when there is none. Raises ``Refused`` for an id of no known kind."""
        held = self._projector.held(entity)
        return held.entity if held else None

    def institution(self, entity: str) -> Institution:
        """Give an institution. Raises ``BadInput`` (``not-found``)."""
        return self._one(Institution, entity, "机构")

    def case(self, entity: str) -> Case:
        """Give an application. Raises ``BadInput`` (``not-found``)."""
        return self._one(Case, entity, "申请")

    def agreement(self, entity: str) -> Agreement:
        """Give an agreement. Raises ``BadInput`` (``not-found``)."""
        return self._one(Agreement, entity, "协议")

    def audit(self, entity: str) -> Audit:
        """Give a matter of breach. Raises ``BadInput`` (``not-found``)."""
        return self._one(Audit, entity, "稽核")

    def audits_of(self, agreement: str) -> tuple[Audit, ...]:
        """Give the matters of breach of an agreement, oldest first."""
        found = self.connection.execute(
            select(audits.c.data).where(audits.c.agreement == agreement).order_by(audits.c.opened, audits.c.id)
        )
        return tuple(cast(Audit, decode(EntityKind.AUDIT, row.data)) for row in found)

    def blocked(self, names: Sequence[str], id_number: str = "") -> tuple[BlockedPerson, ...]:
        """A17, A18: give the barred persons of one of these names, or with that ID number."""
        c = blocked.c
        same = c.name.in_(names) | (c.id_number == id_number) if id_number else c.name.in_(names)
        found = self.connection.execute(select(c.data).where(same).order_by(c.until, c.id))
        return tuple(cast(BlockedPerson, decode(EntityKind.BLOCKED, row.data)) for row in found)

    def every_blocked(self) -> tuple[BlockedPerson, ...]:
        """A17, A18: give every person ever barred, the one barred longest first."""
        found = self.connection.execute(select(blocked.c.data).order_by(blocked.c.until.desc(), blocked.c.id))
        return tuple(cast(BlockedPerson, decode(EntityKind.BLOCKED, row.data)) for row in found)

    def person(self, entity: str) -> Person:
        """Give a person. Raises ``BadInput`` (``not-found``)."""
        return self._one(Person, entity, "人员")

    def office(self) -> Office:
        """Give what this office entered of its own, empty before it entered anything."""
        entity = office_id(self.info.office)
        found = self.entity(entity)
        return found if isinstance(found, Office) else Office(id=entity, office=self.info.office)

    def offices(self) -> tuple[Office, ...]:
        """Give the offices whose law holds here, as far as known: this one, then those above, nearest first."""
        above = (self.entity(one) for one in reversed(law_offices(self.law, self.info.office)[:-1]))
        return (self.office(), *(one for one in above if isinstance(one, Office)))

    def people(self) -> tuple[Person, ...]:
        """Give everyone of this office, those who left too, by name."""
        found = self.connection.execute(
            select(people.c.data).where(people.c.office == self.info.office).order_by(people.c.name, people.c.id)
        )
        return tuple(cast(Person, decode(EntityKind.PERSON, row.data)) for row in found)

    def heads(self, entity: str) -> tuple[str, ...]:
        """Give the newest record(s) of an entity: what the next one names as its ``base``."""
        held = self._projector.held(entity)
        return held.heads if held else ()

    def record(self, rid: str) -> Record:
        """Give one record. Raises ``BadInput`` (``not-found``)."""
        found = records_log.by_rid(self.connection, rid)
        if found is None:
            raise BadInput("not-found", f"没有编号为“{rid}”的记录。")
        return found

    def records_of(self, entity: str) -> tuple[Record, ...]:
        """Give every record that changed an entity, oldest first."""
        return records_log.of_entity(self.connection, entity)

    def of_type(self, record_type: str) -> Iterator[Record]:
        """Give the records of one type (``evaluation.assign_visit``), by the day they are dated."""
        return records_log.of_type(self.connection, record_type)

    def records(self, *, office: str, device: str, first_seq: int = 1, last_seq: int | None = None) -> Iterator[Record]:
        """Give a device's records in order, both ends included."""
        return records_log.of_device(self.connection, office, device, first_seq, last_seq)

    def log_head(self, office: str, device: str) -> tuple[int, str]:
        """Give number and hash of a device's newest record here, ``(0, FIRST_PREV)`` when there is none."""
        return records_log.head(self.connection, office, device)

    def chain_head(self, office: str, device: str) -> tuple[int, str]:
        """Give number and hash of the record up to which a device's log is here without a gap."""
        return records_log.chain_head(self.connection, office, device)

    def placed(self, entity: str) -> tuple[tuple[int, Record], ...]:
        """Give every record that changed an entity, with its place in this store's log."""
        return records_log.placed(self.connection, entity)

    def newest_day(self) -> date | None:
        """Give the newest day in this office's own records (T8); laptops have clocks of their own and do not count."""
        query = select(func.max(log.c.day)).where(log.c.office == self.info.office)
        if not self.info.laptop:
            query = query.where(log.c.device.in_(list(meta.devices(self.connection))))
        newest = self.connection.scalar(query)
        return date.fromisoformat(newest) if newest else None

    def next_serial(self, document: str, year: int) -> int:
        """Give the next running number of this office's register for a document and year, from 1."""
        newest = select(func.max(documents.c.serial)).where(
            documents.c.office == self.info.office, documents.c.document == document, documents.c.year == year
        )
        return (self.connection.scalar(newest) or 0) + 1

    def next_agreement_serial(self, year: int) -> int:
        """Give the next running number for agreements drafted in a year, from 1."""
        return self.next_serial("agreement", year)

    def numbered(self, document: str, number: str) -> tuple[str, ...]:
        """Give what stands under one number of this office's register: one list may hold many agreements."""
        c = documents.c
        query = select(c.entity).where(c.number == number, c.document == document, c.office == self.info.office)
        return tuple(self.connection.execute(query.order_by(c.entity).distinct()).scalars())

    def open_case_of(self, institution: str) -> str | None:
        """Give the application of an institution that has not ended, if any."""
        return self.connection.scalar(
            select(applications.c.id)
            .where(applications.c.institution == institution, applications.c.ended.is_(False))
            .order_by(applications.c.received.desc(), applications.c.id.desc())
            .limit(1)
        )

    def cases_of(self, institution: str) -> tuple[Case, ...]:
        """Give the applications of an institution, oldest first."""
        found = self.connection.execute(
            select(applications.c.data)
            .where(applications.c.institution == institution)
            .order_by(applications.c.received, applications.c.id)
        )
        return tuple(cast(Case, decode(EntityKind.CASE, row.data)) for row in found)

    def agreements_of(self, institution: str) -> tuple[Agreement, ...]:
        """Give the agreements of an institution, by their last day."""
        found = self.connection.execute(
            select(agreements.c.data)
            .where(agreements.c.institution == institution)
            .order_by(agreements.c.ends, agreements.c.id)
        )
        return tuple(cast(Agreement, decode(EntityKind.AGREEMENT, row.data)) for row in found)

    def agreements_elsewhere(self, institution: str, uscc: str, office: str) -> tuple[Agreement, ...]:
        """C14: give the agreements of an institution, and of those with its uscc, that other offices signed."""
        c = agreements.c
        same = c.institution == institution
        if uscc:
            same |= c.institution.in_(select(institutions.c.id).where(institutions.c.uscc == uscc))
        found = self.connection.execute(select(c.data).where(c.office != office, same).order_by(c.ends, c.id))
        return tuple(cast(Agreement, decode(EntityKind.AGREEMENT, row.data)) for row in found)

    def suspended_or_terminated_by(self, offices: Sequence[str]) -> tuple[Agreement, ...]:
        """C14: give the agreements that other offices hold suspended or terminated.

        Nothing of theirs is written in a transaction of ours, so what waits to be written need not be.
        """
        c = agreements.c
        states = [AgreementState.SUSPENDED.value, AgreementState.TERMINATED.value]
        found = self._connection.execute(select(c.data).where(c.office.in_(offices), c.state.in_(states)))
        return tuple(cast(Agreement, decode(EntityKind.AGREEMENT, row.data)) for row in found)

    def agreements_ending(self, first: date | None, last: date) -> tuple[str, ...]:
        """Give this office's binding agreements that end from ``first`` to ``last``, by their last day."""
        c = agreements.c
        query = select(c.id).where(
            c.office == self.info.office,
            c.state.in_([AgreementState.IN_FORCE.value, AgreementState.SUSPENDED.value]),
            c.ends <= last,
        )
        if first is not None:
            query = query.where(c.ends >= first)
        return tuple(self.connection.execute(query.order_by(c.ends, c.id)).scalars())

    def agreements_between(self, first: date | None, last: date) -> Iterator[Agreement]:
        """Give every agreement that ends from ``first`` to ``last``, whatever became of it, by its last day."""
        c = agreements.c
        query = select(c.data).where(c.ends <= last).order_by(c.ends, c.id)
        found = self.connection.execute(query if first is None else query.where(c.ends >= first))
        return (cast(Agreement, decode(EntityKind.AGREEMENT, row.data)) for row in found)

    def every_agreement(self, *states: AgreementState) -> Iterator[Agreement]:
        """Give every agreement in one of ``states`` (in any, where none is named), by its last day."""
        query = select(agreements.c.data).order_by(agreements.c.ends, agreements.c.id)
        if states:
            query = query.where(agreements.c.state.in_([state.value for state in states]))
        found = self.connection.execute(query)
        return (cast(Agreement, decode(EntityKind.AGREEMENT, row.data)) for row in found)

    def load(self, entities: Iterable[str]) -> None:
        """Read many entities at once, before each is asked for by itself."""
        self._projector.load(entities)

    def newest_agreement(self) -> Agreement | None:
        """Give this office's newest agreement, whose particulars of party A the next one starts from."""
        data = self.connection.scalar(
            select(agreements.c.data)
            .where(agreements.c.office == self.info.office)
            .order_by(agreements.c.year.desc(), agreements.c.serial.desc())
            .limit(1)
        )
        return None if data is None else cast(Agreement, decode(EntityKind.AGREEMENT, data))

    def same_uscc(self, uscc: str) -> tuple[InstitutionRow, ...]:
        """S5: give the institutions with a uscc; one code may own several sites."""
        return self._alike(institutions.c.uscc == uscc) if uscc else ()

    def same_licence(self, number: str) -> tuple[InstitutionRow, ...]:
        """S5: give the institutions with a licence number."""
        return self._alike(institutions.c.licence == number) if number else ()

    def same_name_in(self, area: str, name: str) -> tuple[InstitutionRow, ...]:
        """S5: give the institutions of a township (or any area) with that name, whatever its width, case and marks."""
        return self._alike((institutions.c.name_key == plain(name)) & within(area))

    def institutions_in(self, area: str) -> tuple[InstitutionRow, ...]:
        """S5: give every institution of a township (or any area prefix), for a closer look at near-same names."""
        return self._alike(within(area))

    def listed_in(self, batch: str) -> tuple[str, ...]:
        """J6: give the ids of what an import brought in and nobody took back."""
        found = self.connection.execute(
            select(institutions.c.id)
            .where(institutions.c.batch == batch, institutions.c.shown.is_(True))
            .order_by(institutions.c.num)
        )
        return tuple(found.scalars())

    def every_institution(self) -> Iterator[Institution]:
        """Give every institution that is shown, oldest entry first (imports compare with all of them)."""
        found = self.connection.execute(
            select(institutions.c.data).where(institutions.c.shown.is_(True)).order_by(institutions.c.num)
        )
        return (cast(Institution, decode(EntityKind.INSTITUTION, row.data)) for row in found)

    def blob(self, sha256: str) -> bytes | None:
        """Give an attachment, ``None`` when it is not (yet) here."""
        data = self.connection.scalar(select(blobs.c.data).where(blobs.c.sha256 == sha256))
        return bytes(data) if data is not None else None

    def has_blob(self, sha256: str) -> bool:
        """Say whether an attachment is here, without reading it."""
        return self.connection.scalar(select(blobs.c.sha256).where(blobs.c.sha256 == sha256)) is not None

    def _one(self, kind: type[T], entity: str, word: str) -> T:
        found = self.entity(entity) if "-" in entity else None
        if not isinstance(found, kind):
            raise BadInput("not-found", f"没有编号为“{entity}”的{word}，请检查编号。")
        return found

    def _alike(self, condition: ColumnElement[bool]) -> tuple[InstitutionRow, ...]:
        found = self.connection.execute(
            select(*PLAIN_COLUMNS).where(institutions.c.shown.is_(True), condition).order_by(institutions.c.num)
        )
        return tuple(plain_row(row) for row in found)
