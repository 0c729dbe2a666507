"""What a matter is called in a sentence about a bundle: whose it is and what, in a clerk's words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from yb_desktop.base.errors import Refused
from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.audit import Audit
from yb_desktop.domain.blocked import BlockedPerson
from yb_desktop.domain.case import Case
from yb_desktop.domain.entities import Entity, evolve
from yb_desktop.domain.institution import Institution
from yb_desktop.domain.office import Office
from yb_desktop.domain.people import Person
from yb_desktop.domain.publication import Publication
from yb_desktop.domain.records import Record
from yb_desktop.services.registry import step_title


class Knows(Protocol):
    """Whatever tells how a matter stands: the books, or records laid upon them."""

    def entity(self, entity: str) -> Entity | None:
        """Give an entity by its id, ``None`` when there is none."""
        ...


class Laid:
    """Records that are not in the books, laid upon them, so that what they speak of has a name."""

    def __init__(self, books: Knows, records: Iterable[Record]) -> None:
        """Lay ``records``, in their order, upon the books; what does not fit is passed over."""
        self._books = books
        self._now: dict[str, Entity] = {}
        for record in records:
            try:
                self._now[record.entity] = evolve(record.entity, self.entity(record.entity), record)
            except Refused:
                continue

    def entity(self, entity: str) -> Entity | None:
        """Give an entity as these records make it, or as it is in the books."""
        return self._now.get(entity) or self._books.entity(entity)


def record_words(books: Knows, record: Record) -> str:
    """Name a record for people: the step, what it is about, on which day."""
    now = books.entity(record.entity)
    about = what_it_is(books, now) if now is not None else record.entity
    return f"{step_title(record.type)}　{about}（{record.on}）"


def what_it_is(books: Knows, now: Entity) -> str:
    """Name a matter."""
    match now:
        case Institution():
            return f"机构 {now.registration.name}"
        case Case():
            return f"申请 {institution_name(books, now.institution)}（{now.kind.label}）"
        case Agreement():
            return f"协议 {now.number}（{institution_name(books, now.institution)}）"
        case Person():
            return f"工作人员 {now.name}"
        case Audit():
            return f"稽核与违约处理 {institution_name(books, now.institution)}（{now.stage.label}）"
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


def institution_name(books: Knows, entity: str) -> str:
    """Name an institution, by its id where it is not in the books."""
    found = books.entity(entity)
    return found.registration.name if isinstance(found, Institution) else entity
