"""The rows of matters of breach, of their measures, of barred persons and of publications."""

from __future__ import annotations

from collections.abc import Iterator

from yb_desktop.domain.audit import Audit
from yb_desktop.domain.blocked import BlockedPerson
from yb_desktop.domain.office import Office
from yb_desktop.domain.publication import Publication


def audit_row(audit: Audit) -> dict[str, object]:
    """Give the row of a matter of breach."""
    return {
        "id": audit.id,
        "office": audit.office,
        "agreement": audit.agreement,
        "institution": audit.institution,
        "institution_kind": audit.institution_kind.value,
        "area": audit.area,
        "number": audit.number,
        "stage": audit.stage.value,
        "opened": audit.opened,
        "changed": audit.history[-1].on,
        "pending": audit.pending.action if audit.pending else "",
        "owed": len(audit.owed()),
    }


def measure_rows(audit: Audit) -> Iterator[dict[str, object]]:
    """Give the ledger's rows of a matter, in the order the measures were taken."""
    for ordinal, one in enumerate(audit.measures):
        yield {
            "audit": audit.id,
            "ordinal": ordinal,
            "measure": one.id,
            "office": audit.office,
            "agreement": audit.agreement,
            "institution": audit.institution,
            "institution_kind": audit.institution_kind.value,
            "area": audit.area,
            "kind": one.kind.value,
            "day": one.on,
            "amount": one.amount,
            "basis": one.basis,
            "whom": "、".join((*one.persons, *one.departments)),
            "until": one.until or one.ends,
            "settled": one.settled,
            "reported": one.reported,
            "no_arrears": one.kind.no_arrears,
        }


def standing_row(entity: BlockedPerson | Publication | Office) -> dict[str, object]:
    """Give the row of a barred person, of a publication or of what the office itself entered."""
    if isinstance(entity, Office):
        return {"id": entity.id, "office": entity.office}
    return _blocked_row(entity) if isinstance(entity, BlockedPerson) else _publication_row(entity)


def _blocked_row(person: BlockedPerson) -> dict[str, object]:
    return {
        "id": person.id,
        "office": person.office,
        "kind": person.kind.value,
        "name": person.name,
        "id_number": person.id_number,
        "starts": person.starts,
        "until": person.until,
    }


def _publication_row(publication: Publication) -> dict[str, object]:
    return {
        "id": publication.id,
        "office": publication.office,
        "subject": publication.subject,
        "day": publication.on,
    }
