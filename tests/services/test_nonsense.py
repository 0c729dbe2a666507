"""Every registered action refuses what makes no sense: by the type of each parameter, in words, leaving nothing behind.

What is fed in may never be done, whatever state the matter is in; so each piece is tried at every stage of a case.
"""

from __future__ import annotations

import enum
import types
import typing
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import msgspec
import pytest

from tests.services.office import Office, make
from yb_desktop.base.canon import Json
from yb_desktop.base.errors import NotAllowed, UserError, WorldError
from yb_desktop.services.registry import ActionSpec, all_actions, run

ON = date(2026, 4, 1)
TOMORROW = date(2027, 1, 1)
"""The office's today is 31 December 2026."""

MATTERS = {
    "case": "case",
    "agreement": "agr",
    "audit": "audit",
    "institution": "inst",
    "keep": "inst",
    "give_up": "inst",
}
SENSE: dict[str, Json] = {
    "amount": 100,
    "area": "532326101",
    "kind": "medical",
    "class": "village_clinic",
    "name": "大姚县六苴镇卫生室",
    "period": "2026-03",
    "points": ["规范收费"],
    "setting": "G3",
    "to_area": "532326102",
    "to_office": "532300",
    "value": 12,
    "year": 2026,
    "fields": {"phone": "13800000001"},
    "votes": {"qualified": 3, "unqualified": 0},
}
"""What stands in for the parameters that are not being tried, where their type does not say it."""


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, ...]]:
    """One office at each stage: with an open visit, signing, in force with an audit under way."""
    made: list[Office] = []

    def office() -> Office:
        made.append(make(Path(tmp_path_factory.mktemp("stage")) / "office", {}, seed=len(made)))
        return made[-1]

    visiting = office()
    visiting.evaluating()
    visiting.do("evaluation.draw_team")
    visiting.do("evaluation.assign_visit")
    office().signing()
    audited = office()
    audited.in_force()
    audited.do("breaches.open_audit", ON)
    yield tuple(made)
    for one in made:
        one.desk.store.close()


@cache
def fields_of(action: str) -> tuple[msgspec.structs.FieldInfo, ...]:
    return msgspec.structs.fields(all_actions()[action].params)


def parts(hint: object) -> tuple[object, ...]:
    """Give the members of a union, ``None`` left out."""
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        return tuple(part for part in typing.get_args(hint) if part is not type(None))
    return (hint,)


def sense(name: str, hint: object) -> Json:
    """Give something plausible for a parameter that must be there."""
    if name in SENSE:
        return SENSE[name]
    first = parts(hint)[0]
    if isinstance(first, type) and issubclass(first, enum.Enum):
        return str(next(iter(first)).value)
    if first is date:
        return "2026-03-20"
    if first in {int, bool}:
        return 1 if first is int else True
    if typing.get_origin(first) is tuple:
        of = typing.get_args(first)[0]
        return [sense("", of)]
    return {} if typing.get_origin(first) is dict else "说明"


def nonsense(field: msgspec.structs.FieldInfo) -> Iterator[Json]:
    """Give what a parameter of that type can never mean."""
    name, kinds = field.encode_name, parts(field.type)
    yield {"没有": {"这样的": ["1.5"]}} if dict not in map(typing.get_origin, kinds) else 7
    if name in MATTERS:
        yield from (f"{MATTERS[name]}-0000000000000000000", "无此事项")
    if int in kinds:
        yield from (-1, -(10**12))
    if date in kinds:
        yield from ("0001-01-01", "9999-12-31", "2026-02-30")
    if any(isinstance(kind, type) and issubclass(kind, enum.Enum) for kind in kinds):
        yield "whim"
    if field.required and str in kinds and len(kinds) == 1:
        yield from ("", "  ")
    if field.required and any(typing.get_origin(kind) is tuple for kind in kinds):
        yield []


def given(spec: ActionSpec, office: Office) -> dict[str, Json]:
    ids = {
        "case": office.case or "case-0000000000000000000",
        "agreement": office.agreement or "agr-0000000000000000000",
        "audit": office.audit or "audit-0000000000000000000",
        "institution": office.institution,
        "keep": office.institution,
        "give_up": office.institution,
    }
    named = {field.encode_name for field in fields_of(spec.name) if field.required}
    if "audit" in spec.names and office.audit:
        named.add("audit")
    elif "audit" in spec.names and "agreement" in spec.names:
        named.add("agreement")
    return {
        field.encode_name: ids.get(field.encode_name, sense(field.encode_name, field.type))
        for field in fields_of(spec.name)
        if field.encode_name in named
    }


def refused(office: Office, action: str, on: date, params: dict[str, Json]) -> None:
    desk = office.at("审核员")
    info = desk.info
    with office.desk.store.read() as reader:
        before = reader.log_head(info.office, info.device)
    with pytest.raises((UserError, WorldError)) as caught:
        run(desk, action, on=on, params=params)
    problem = caught.value
    assert any("一" <= character <= "鿿" for character in problem.text), problem.text
    assert problem.code
    assert problem.code.isascii()
    assert not isinstance(problem, NotAllowed) or problem.rule
    with office.desk.store.read() as reader:
        assert reader.log_head(info.office, info.device) == before


TRIED = [(action, field.encode_name) for action in sorted(all_actions()) for field in fields_of(action)]


@pytest.mark.parametrize(("action", "parameter"), TRIED)
def test_what_makes_no_sense_is_refused(stages: tuple[Office, ...], action: str, parameter: str) -> None:
    spec = all_actions()[action]
    field = next(one for one in fields_of(action) if one.encode_name == parameter)
    for office in stages:
        usual = given(spec, office)
        if parameter in {"case", "agreement", "audit"}:  # one of them is enough: the others would answer for it
            usual = {name: value for name, value in usual.items() if name not in {"case", "agreement", "audit"}}
        for value in nonsense(field):
            refused(office, action, ON, {**usual, parameter: value})


@pytest.mark.parametrize("action", sorted(all_actions()))
def test_tomorrow_and_unknown_parameters_are_refused(stages: tuple[Office, ...], action: str) -> None:
    spec = all_actions()[action]
    for office in stages:
        refused(office, action, TOMORROW, given(spec, office))
        refused(office, action, ON, {**given(spec, office), "whim": 1})


ABOUT_A_MATTER = [
    name for name, spec in sorted(all_actions().items()) if {"case", "agreement", "audit"} & {*spec.names}
]


@pytest.mark.parametrize("action", ABOUT_A_MATTER)
def test_a_day_before_the_last_step_is_refused(stages: tuple[Office, ...], action: str) -> None:
    spec = all_actions()[action]
    for office in stages:
        refused(office, action, date(2026, 3, 1), given(spec, office))
