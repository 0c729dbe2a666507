"""The list of institutions: 60,000 of them, found while typing.

What begins with the word comes first (name, initials, pinyin, code), then what holds it anywhere. Each of these tiers
is walked along an index of its own and stops when the page is full, so no list is ever sorted as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, func, not_, select

from yb_desktop.domain.vocabulary import AgreementState, CaseState
from yb_desktop.law.catalogue import Kind
from yb_desktop.store import paging
from yb_desktop.store.dialect.choice import dialect_of
from yb_desktop.store.dialect.interface import Dialect, Matches
from yb_desktop.store.institution_rows import PLAIN_COLUMNS, area_prefix, plain_row, within
from yb_desktop.store.reading import Reader
from yb_desktop.store.rows import InstitutionRow, Page
from yb_desktop.store.search_text import is_latin, words
from yb_desktop.store.tables.agreements import agreements
from yb_desktop.store.tables.applications import applications
from yb_desktop.store.tables.institutions import institutions

Sort = Literal["name", "newest"]

_c = institutions.c


@dataclass(frozen=True, slots=True)
class _Tier:
    """Part of a list: which rows, in the order of ``column`` and then of their number.

    With ``matches`` the rows come from the search index, in the order of their number.
    """

    where: tuple[ColumnElement[bool], ...] = ()
    column: ColumnElement[Any] | None = None
    matches: Matches | None = None
    newest: bool = False


def institution_page(
    reader: Reader,
    *,
    find: str = "",
    kind: Kind | None = None,
    area: str = "",
    sort: Sort = "name",
    after: str | None = None,
    limit: int = 50,
) -> Page[InstitutionRow]:
    """Give a page of the register. ``find``: Chinese, pinyin, initials, part of a code, a person; blanks mean "and"."""
    tiers = _tiers(dialect_of(reader.connection), words(find), sort)
    start, *key = paging.read(after, tuple[int, int | str, int]) if after else (0,)
    rows: list[InstitutionRow] = []
    for number in range(start, len(tiers)):
        tier = tiers[number]
        query = _query(tier, kind, area, key if number == start else ()).limit(limit - len(rows) + 1)
        found = reader.connection.execute(query).all()
        room = limit - len(rows)
        rows += [plain_row(one) for one in found[:room]]
        if len(found) > room:
            last = found[room - 1]
            return Page(_with_states(reader, rows), paging.written(number, last.key, last.num))
        if len(rows) == limit and number + 1 < len(tiers):
            return Page(_with_states(reader, rows), paging.written(number + 1, "", -1))
    return Page(_with_states(reader, rows), None)


def institution_place(
    reader: Reader, *, passed: int, kind: Kind | None = None, area: str = "", sort: Sort = "name"
) -> str | None:
    """Give the ``after`` of a page that begins behind ``passed`` rows of a list without a search (a scroll bar's jump).

    ``None`` at the top and behind the end.
    """
    if passed < 1:
        return None
    [tier] = _tiers(dialect_of(reader.connection), (), sort)
    query = _query(tier, kind, area, ()).with_only_columns(_c.num, _key(tier))
    found = reader.connection.execute(query.offset(passed - 1).limit(1)).one_or_none()
    return None if found is None else paging.written(0, found.key, found.num)


def institution_count(
    reader: Reader, *, find: str = "", kind: Kind | None = None, area: str = "", up_to: int = 1_000
) -> int:
    """Count the institutions of a list; with ``find``, counting stops at ``up_to`` (show "1000+")."""
    said = words(find)
    if not said:
        wanted = (*_filters(kind, ""), *([paging.begins(_c.area, area_prefix(area))] if area else ()))
        return reader.connection.scalar(select(func.count()).select_from(institutions).where(*wanted)) or 0
    some = _matching(dialect_of(reader.connection), said, _c.num).where(*_filters(kind, area)).limit(up_to).subquery()
    return reader.connection.scalar(select(func.count()).select_from(some)) or 0


def found_ids(reader: Reader, find: str, at_most: int = 100) -> tuple[str, ...] | None:
    """Give the ids of the institutions a search means, ``None`` when they are more than ``at_most``."""
    query = _matching(dialect_of(reader.connection), words(find), _c.id).where(_c.shown.is_(True)).limit(at_most + 1)
    ids = tuple(reader.connection.execute(query).scalars())
    return ids if len(ids) <= at_most else None


def text_holds(reader: Reader, find: str) -> ColumnElement[bool]:
    """Say in SQL that an institution is one a search means, for lists that are walked row by row."""
    return and_(*_holding(dialect_of(reader.connection), words(find)))


def _tiers(dialect: Dialect, said: Sequence[str], sort: Sort) -> list[_Tier]:
    if not said:
        return [_Tier(newest=True) if sort == "newest" else _Tier(column=_c.sort_key)]
    beginnings: list[tuple[ColumnElement[bool], ColumnElement[Any]]] = []
    if len(said) == 1:
        word = said[0]
        beginnings = [(paging.begins(_c.name_key, word), _c.name_key)]
        if is_latin(word):
            codes = [(paging.begins(column, word.upper()), column) for column in (_c.uscc, _c.licence)]
            letters = [(paging.begins(column, word), column) for column in (_c.initials, _c.pinyin)]
            beginnings += codes if word[0].isdigit() else [*letters, *codes]
    tiers: list[_Tier] = []
    passed: list[ColumnElement[bool]] = []
    for begins, column in beginnings:
        tiers.append(_Tier((begins, *passed), column))
        passed.append(not_(begins))
    return [*tiers, _Tier((*_holding(dialect, said), *passed), matches=dialect.search.matches(said))]


def _holding(dialect: Dialect, said: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    return tuple(dialect.search.holds(_c.find_text, word) for word in said)


def _matching(dialect: Dialect, said: Sequence[str], *columns: ColumnElement[Any]) -> Select[Any]:
    matches = dialect.search.matches(said)
    source = matches.source.join(institutions, _c.num == matches.number)
    return select(*columns).select_from(source).where(matches.condition, *_holding(dialect, said))


def _filters(kind: Kind | None, area: str) -> tuple[ColumnElement[bool], ...]:
    wanted: list[ColumnElement[bool]] = [_c.shown.is_(True)]
    if kind is not None:
        wanted.append(_c.kind == kind.value)
    if area:
        wanted.append(within(area))
    return tuple(wanted)


def _query(tier: _Tier, kind: Kind | None, area: str, key: Sequence[int | str]) -> Select[Any]:
    number = tier.matches.number if tier.matches else _c.num
    column = tier.column if tier.column is not None else number
    query = select(*PLAIN_COLUMNS, _c.num, column.label("key")).where(*_filters(kind, area), *tier.where)
    if tier.matches:
        source = tier.matches.source.join(institutions, _c.num == number)
        query = query.select_from(source).where(tier.matches.condition)
    if key and key[1] != -1:
        query = query.where(_after(tier, number, key))
    if tier.column is None:
        return query.order_by(number.desc() if tier.newest else number)
    return query.order_by(tier.column, _c.num)


def _key(tier: _Tier) -> ColumnElement[Any]:
    return (tier.column if tier.column is not None else _c.num).label("key")


def _after(tier: _Tier, number: ColumnElement[int], key: Sequence[int | str]) -> ColumnElement[bool]:
    if tier.column is not None:
        return paging.later((tier.column, _c.num), key)
    return number < key[1] if tier.newest else number > key[1]


def _with_states(reader: Reader, rows: Sequence[InstitutionRow]) -> tuple[InstitutionRow, ...]:
    """Put the newest application and agreement beside each row."""
    ids = [row.id for row in rows]
    cases = reader.connection.execute(
        select(applications.c.institution, applications.c.state)
        .where(applications.c.institution.in_(ids))
        .order_by(applications.c.received)
    )
    case_states = {one.institution: CaseState(one.state) for one in cases}
    signed = reader.connection.execute(
        select(agreements.c.institution, agreements.c.state, agreements.c.ends)
        .where(agreements.c.institution.in_(ids))
        .order_by(agreements.c.ends)
    )
    kept = {one.institution: (AgreementState(one.state), one.ends) for one in signed}
    return tuple(
        replace(
            row,
            case_state=case_states.get(row.id),
            agreement_state=kept[row.id][0] if row.id in kept else None,
            agreement_ends=kept[row.id][1] if row.id in kept else None,
        )
        for row in rows
    )
