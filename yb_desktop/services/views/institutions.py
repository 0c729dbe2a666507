"""The register as its screen shows it: pages of the list, one institution with everything about it, likely twins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import msgspec

from yb_desktop.base.canon import Json
from yb_desktop.base.errors import BadInput
from yb_desktop.domain.institution import Registration
from yb_desktop.domain.vocabulary import (
    Level,
    Ownership,
    StaffRole,
    certificates_of,
    classes_of,
    licences_of,
)
from yb_desktop.law.areas import Areas
from yb_desktop.law.areas import Level as AreaLevel
from yb_desktop.law.catalogue import Kind
from yb_desktop.services.desk import Desk
from yb_desktop.services.institutions import checked, duplicates
from yb_desktop.services.views.places import place_name
from yb_desktop.store import lists
from yb_desktop.store.institution_list import institution_place
from yb_desktop.store.rows import InstitutionRow

FOUND_AT_MOST = 1_000
"""A search counts and shows so many at most: who has more types another letter."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of institutions is narrowed to."""

    find: str = ""
    kind: Kind | None = None
    area: str = ""
    sort: lists.Sort = "name"


@dataclass(frozen=True, slots=True)
class InstitutionLine:
    """An institution in the list, its words ready."""

    row: InstitutionRow
    area: str


@dataclass(frozen=True, slots=True)
class InstitutionLines:
    """Some lines of the list and how many there are in all (with a search, up to ``FOUND_AT_MOST``)."""

    lines: tuple[InstitutionLine, ...]
    total: int


@dataclass(frozen=True, slots=True)
class AreaChoice:
    """A division the list can be narrowed to; ``inside`` says how deep below the office's own it lies."""

    code: str
    name: str
    inside: int


@dataclass(frozen=True, slots=True)
class Likely:
    """An institution in the register that may be the one about to be entered, field beside field."""

    id: str
    name: str
    fields: tuple[tuple[str, str, str], ...]
    """Label, what is about to be entered, what the register says."""


def institution_lines(desk: Desk, wanted: Wanted, *, offset: int, limit: int) -> InstitutionLines:
    """Give ``limit`` lines from ``offset`` on."""
    with desk.store.read() as reader:
        total = lists.institution_count(
            reader, find=wanted.find, kind=wanted.kind, area=wanted.area, up_to=FOUND_AT_MOST
        )
        skip, after = 0, None
        if wanted.find.strip():
            skip = offset
        else:
            after = institution_place(reader, passed=offset, kind=wanted.kind, area=wanted.area, sort=wanted.sort)
        page = lists.institutions(
            reader,
            find=wanted.find,
            kind=wanted.kind,
            area=wanted.area,
            sort=wanted.sort,
            after=after,
            limit=max(1, min(skip + limit, max(total, limit))),
        )
    areas = desk.law.areas
    lines = tuple(InstitutionLine(row, place_name(areas, row.area)) for row in page.rows[skip : skip + limit])
    return InstitutionLines(lines, total)


def area_choices(desk: Desk) -> tuple[AreaChoice, ...]:
    """Give the office's own division and those inside it: for the filter and for entering an institution."""
    areas = desk.law.areas
    own = areas.get(desk.info.area)
    return (AreaChoice(own.code, own.name, 0), *_inside(areas, own.code, 1))


def _inside(areas: Areas, code: str, depth: int) -> tuple[AreaChoice, ...]:
    if areas.get(code).level is AreaLevel.TOWNSHIP:
        return ()
    return tuple(
        choice
        for area in areas.within(code)
        for choice in (AreaChoice(area.code, area.name, depth), *_inside(areas, area.code, depth + 1))
    )


def likely(desk: Desk, params: Mapping[str, Json], *, on: date) -> tuple[Likely, ...]:
    """S5: give what in the register is likely the same as an entry about to be made, side by side.

    ``params`` are those of ``institutions.register``. Raises ``BadInput`` for an entry that cannot be.
    """
    try:
        entry = msgspec.convert(dict(params), Registration)
    except msgspec.ValidationError as problem:
        raise BadInput("params", f"填写的内容不合规（{problem}）。") from problem
    entry = msgspec.structs.replace(entry, area=desk.law.areas.resolve(entry.area))
    entry = checked(entry, on)
    with desk.store.read() as reader:
        found = [(row.id, reader.institution(row.id).registration) for row in duplicates(reader, entry)]
    return tuple(Likely(one, known.name, side_by_side(desk, entry, known)) for one, known in found)


def side_by_side(desk: Desk, entry: Registration, known: Registration) -> tuple[tuple[str, str, str], ...]:
    """Give label, entry and known one for each field that tells institutions apart and that either of them has."""
    return tuple(
        (name, ours, theirs)
        for (name, ours), (_name, theirs) in zip(_telling(desk, entry), _telling(desk, known), strict=True)
        if ours or theirs
    )


def _telling(desk: Desk, entry: Registration) -> tuple[tuple[str, str], ...]:
    """Give the fields that tell two institutions apart."""
    return (
        ("名称", entry.name),
        ("类别", entry.cls.label),
        ("统一社会信用代码", entry.uscc),
        ("许可证", entry.licence.number if entry.licence else ""),
        ("乡镇", place_name(desk.law.areas, entry.area)),
        ("地址", entry.address),
        ("法定代表人", entry.legal_rep),
        ("电话", entry.phone),
    )


@dataclass(frozen=True, slots=True)
class Word:
    """A value of a closed list with its label."""

    value: str
    label: str


def class_words(kind: Kind) -> tuple[Word, ...]:
    """Give the classes of a kind of institution."""
    return tuple(Word(one.value, one.label) for one in classes_of(kind))


def licence_words(kind: Kind) -> tuple[Word, ...]:
    """Give the licences a kind of institution operates under."""
    return tuple(Word(one.value, one.label) for one in licences_of(kind))


def level_words() -> tuple[Word, ...]:
    """Give the levels of an institution."""
    return tuple(Word(one.value, one.label) for one in Level)


def ownership_words() -> tuple[Word, ...]:
    """Give who may own an institution."""
    return tuple(Word(one.value, one.label) for one in Ownership)


def role_words() -> tuple[Word, ...]:
    """Give what people do in an institution."""
    return tuple(Word(one.value, one.label) for one in StaffRole)


def certificate_words(role: str) -> tuple[Word, ...]:
    """Give the certificates a person in a role may hold, the usual one first."""
    return tuple(Word(one.value, one.label) for one in certificates_of(StaffRole(role)))
