"""How each kind of entity is kept: its table, how its whole is read back, and the row it makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import msgspec
from sqlalchemy import Table

from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.audit import Audit
from yb_desktop.domain.blocked import BlockedPerson
from yb_desktop.domain.case import Case
from yb_desktop.domain.duties import Duty
from yb_desktop.domain.entities import Entity, EntityKind
from yb_desktop.domain.institution import Institution
from yb_desktop.domain.limits import Limits
from yb_desktop.domain.office import Office
from yb_desktop.domain.people import Person
from yb_desktop.domain.publication import Publication
from yb_desktop.store.project.breach_shapes import audit_row, standing_row
from yb_desktop.store.search_text import plain
from yb_desktop.store.serials import serial_of
from yb_desktop.store.tables.agreements import agreements
from yb_desktop.store.tables.applications import applications
from yb_desktop.store.tables.breaches import audits
from yb_desktop.store.tables.institutions import institutions
from yb_desktop.store.tables.oversight import offices, people
from yb_desktop.store.tables.standing import blocked, publications

Row = Mapping[str, object]

TABLES: Final[Mapping[EntityKind, Table]] = {
    EntityKind.INSTITUTION: institutions,
    EntityKind.CASE: applications,
    EntityKind.AGREEMENT: agreements,
    EntityKind.PERSON: people,
    EntityKind.OFFICE: offices,
    EntityKind.AUDIT: audits,
    EntityKind.BLOCKED: blocked,
    EntityKind.PUBLICATION: publications,
}

WITH_CLOCKS: Final = (EntityKind.CASE, EntityKind.AGREEMENT, EntityKind.AUDIT)
"""The kinds that carry clocks."""

_encoder = msgspec.json.Encoder()
_decoders: Final[Mapping[EntityKind, msgspec.json.Decoder[Entity]]] = {
    EntityKind.INSTITUTION: msgspec.json.Decoder(Institution),
    EntityKind.CASE: msgspec.json.Decoder(Case),
    EntityKind.AGREEMENT: msgspec.json.Decoder(Agreement),
    EntityKind.PERSON: msgspec.json.Decoder(Person),
    EntityKind.AUDIT: msgspec.json.Decoder(Audit),
    EntityKind.BLOCKED: msgspec.json.Decoder(BlockedPerson),
    EntityKind.PUBLICATION: msgspec.json.Decoder(Publication),
    EntityKind.OFFICE: msgspec.json.Decoder(Office),
}


@dataclass(slots=True)
class Held:
    """An entity in hand: ``num`` is the place of its first record, ``heads`` its newest records of its own."""

    num: int
    entity: Entity
    heads: tuple[str, ...]
    saved_limits: Limits = ()
    saved_duties: tuple[Duty, ...] = ()
    saved_text: str = ""


def decode(kind: EntityKind, data: str) -> Entity:
    """Read an entity back from its row."""
    return _decoders[kind].decode(data)


def limits_of(entity: Entity) -> Limits:
    """Give the clocks of an entity; only applications, agreements and audits have any."""
    return entity.limits if isinstance(entity, Case | Agreement | Audit) else ()


def row_of(held: Held) -> Row:
    """Make the row of an entity."""
    both = {"heads": " ".join(held.heads), "data": _encoder.encode(held.entity).decode()}
    row = _columns(held.entity) | both
    return row | {"num": held.num} if isinstance(held.entity, Institution) else row


def _columns(entity: Entity) -> dict[str, object]:
    match entity:
        case Institution():
            return _institution_row(entity)
        case Case():
            return _case_row(entity)
        case Agreement():
            return _agreement_row(entity)
        case Person():
            return {"id": entity.id, "office": entity.office, "name": entity.name, "active": entity.ended is None}
        case Audit():
            return audit_row(entity)
        case BlockedPerson() | Publication() | Office():
            return standing_row(entity)


def _institution_row(institution: Institution) -> dict[str, object]:
    entry = institution.registration
    name, pinyin, initials = plain(entry.name), plain(entry.pinyin), plain(entry.initials)
    return {
        "id": institution.id,
        "office": institution.office,
        "kind": entry.kind.value,
        "cls": entry.cls.value,
        "name": entry.name,
        "name_key": name,
        "pinyin": pinyin,
        "initials": initials,
        "sort_key": pinyin or name,
        "area": entry.area,
        "uscc": entry.uscc,
        "licence": entry.licence.number if entry.licence else "",
        "level": entry.level.value,
        "ownership": entry.ownership.value,
        "batch": institution.batch,
        "shown": institution.shown,
        "find_text": _find_text(institution, name, pinyin, initials) if institution.shown else "",
    }


def _find_text(institution: Institution, *names: str) -> str:
    """Give everything an institution is found by, one line each: names, pinyin, initials, codes, persons."""
    entry = institution.registration
    codes_and_persons = (
        entry.uscc,
        entry.licence.number if entry.licence else "",
        institution.former.national_code if institution.former else "",
        entry.legal_rep,
        entry.principal,
        entry.controller.name if entry.controller else "",
    )
    return "\n".join(dict.fromkeys(text for text in (*names, *map(plain, codes_and_persons)) if text))


def _case_row(case: Case) -> dict[str, object]:
    return {
        "id": case.id,
        "office": case.office,
        "institution": case.institution,
        "institution_kind": case.institution_kind.value,
        "kind": case.kind.value,
        "area": case.area,
        "state": case.state.value,
        "ended": case.state.ended,
        "received": case.received,
        "changed": case.history[-1].on,
        "pending": case.pending.action if case.pending else "",
    }


def _agreement_row(agreement: Agreement) -> dict[str, object]:
    return {
        "id": agreement.id,
        "office": agreement.office,
        "application": agreement.case,
        "institution": agreement.institution,
        "institution_kind": agreement.institution_kind.value,
        "area": agreement.area,
        "number": agreement.number,
        "year": agreement.drafted.year,
        "serial": serial_of(agreement.number),
        "state": agreement.state.value,
        "starts": agreement.starts,
        "ends": agreement.ends,
        "signed": agreement.signed,
    }
