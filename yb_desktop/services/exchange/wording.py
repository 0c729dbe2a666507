"""What a matter is called in a sentence about a bundle: whose it is and what, in a clerk's words."""

from __future__ import annotations

from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.audit import Audit
from yb_desktop.domain.blocked import BlockedPerson
from yb_desktop.domain.case import Case
from yb_desktop.domain.entities import Entity
from yb_desktop.domain.institution import Institution
from yb_desktop.domain.office import Office
from yb_desktop.domain.people import Person
from yb_desktop.domain.publication import Publication
from yb_desktop.store.reading import Reader


def what_it_is(reader: Reader, now: Entity) -> str:
    """Name a matter."""
    match now:
        case Institution():
            return f"机构 {now.registration.name}"
        case Case():
            return f"申请 {institution_name(reader, now.institution)}（{now.kind.label}）"
        case Agreement():
            return f"协议 {now.number}（{institution_name(reader, now.institution)}）"
        case Person():
            return f"工作人员 {now.name}"
        case Audit():
            return f"稽核与违约处理 {institution_name(reader, now.institution)}（{now.stage.label}）"
        case BlockedPerson() | Publication() | Office():
            return _standing(now)


def _standing(now: BlockedPerson | Publication | Office) -> str:
    match now:
        case BlockedPerson():
            return f"受限人员 {now.name}"
        case Publication():
            return f"公布事项（{now.on}）"
        case Office():
            return f"{now.office}经办机构的设定"


def institution_name(reader: Reader, entity: str) -> str:
    """Name an institution, by its id where it is not in the books."""
    found = reader.entity(entity)
    return found.registration.name if isinstance(found, Institution) else entity
