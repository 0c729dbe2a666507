"""The form of any action, built from the action's own description: what it asks, what stands in its way today.

A parameter's type says what kind of answer it wants, ``asking_words`` what it is called, ``asking_choices`` what there
is to choose from in this matter. Parameters that no plain question can hold (the blanks of an agreement, the answers of
a checklist) are asked by screens of their own; ``unasked`` names them.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

import msgspec

from yb_desktop.base.canon import Json
from yb_desktop.base.errors import BadInput
from yb_desktop.domain.vocabulary import Labelled
from yb_desktop.law.catalogue import Kind
from yb_desktop.services import actions
from yb_desktop.services.desk import Desk
from yb_desktop.services.registry import ActionSpec, spec
from yb_desktop.services.views.action_rules import rule_of
from yb_desktop.services.views.asking_choices import Choice, choices_for, entry_now, known_value
from yb_desktop.services.views.asking_words import QUESTIONS, help_of, label_of
from yb_desktop.services.views.offering import Obstacle, obstacles_to
from yb_desktop.services.views.value_words import KIND_WORDS, value_words

actions.load()


class Ask(Enum):
    """What kind of answer a question wants, and so what its value is in the action's parameters."""

    TEXT = "text"
    """``str``, one line."""
    LONG_TEXT = "long_text"
    """``str``, several lines."""
    LINES = "lines"
    """``[str, …]``, one a line."""
    TICKS = "ticks"
    """``[id, …]`` of the choices ticked."""
    CHOICE = "choice"
    """The id of one choice."""
    YES_NO = "yes_no"
    """``bool``, chosen."""
    CHECK = "check"
    """``bool``, ticked or not."""
    DAY = "day"
    """``"2026-03-02"``."""
    DAYS = "days"
    """``["2026-03-02", …]``, one a line."""
    NUMBER = "number"
    """``int``."""
    MONEY = "money"
    """``int``, in fen."""
    SUMS = "sums"
    """``{name: int}``, several sums in fen by name."""
    PERSON = "person"
    """``{"name": str, "id_number": str}``."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question: ``id`` is the parameter, or ``parameter.field`` of one that has fields."""

    id: str
    label: str
    ask: Ask
    required: bool
    help: str = ""
    choices: tuple[Choice, ...] = ()
    initial: Json = None


@dataclass(frozen=True, slots=True)
class AskedForm:
    """An action as a form: what is given already, what is asked, what forbids it today."""

    action: str
    title: str
    two_persons: bool
    rule: str
    sure: str
    given: Mapping[str, Json]
    questions: tuple[Question, ...]
    obstacles: tuple[Obstacle, ...]


_LONG = frozenset(
    {"about", "advice", "agreed", "answer", "assessment", "basis", "breach_review", "evidence", "finding", "findings"}
    | {"letters", "note", "opinion", "reason", "reasons", "requests", "statement", "text"}
)
_MONEY = {"amount": Ask.MONEY, "amounts": Ask.SUMS}
_MATTERS = frozenset({"case", "agreement", "audit", "institution"})
"""What an action is about is known from where its form was opened."""
_FILLER = "—"  # stands for a text that the form will ask for
_ANY_GROUND: Mapping[str, Mapping[str, Json]] = {
    "changes.suspend": {"by_request": False, "ground": "as_law"},
    "changes.terminate": {"by_request": False, "grounds": ["as_law"]},
}


def asked_form(desk: Desk, action: str, given: Mapping[str, Json]) -> AskedForm:
    """Give the form of an action about the matter in ``given`` (``{"agreement": id}``), which is not asked again.

    Raises ``BadInput`` for an action nobody knows.
    """
    found = spec(action)
    questions = tuple(_questions(desk, found, given))
    probe = {**given, **_probes(found, questions, desk.clock.today())}
    obstacles = obstacles_to(desk, action, probe)
    if obstacles and action in _ANY_GROUND:  # without a ground it is refused, with one it may be allowed
        obstacles = obstacles_to(desk, action, {**probe, **_ANY_GROUND[action]})
    entry = entry_now(desk, given)
    return AskedForm(
        action=action,
        title=found.title,
        two_persons=found.two_persons,
        rule=rule_of(action, entry.kind if entry is not None else None),
        sure=QUESTIONS.get(action, ""),
        given=dict(given),
        questions=questions,
        obstacles=obstacles,
    )


def params_of(form: AskedForm, values: Mapping[str, Json]) -> dict[str, Json]:
    """Give the action's parameters for what was filled in, by question id; what was left empty is left out."""
    params: dict[str, Json] = dict(form.given)
    for name, value in values.items():
        head, _, field = name.partition(".")
        if value is None:
            continue
        if not field:
            params[head] = value
            continue
        inner = params.setdefault(head, {})
        if not isinstance(inner, dict):
            raise BadInput("params", f"“{head}”不能同时给出整体和单项。")
        inner[field] = value
    return params


def unasked(action: str) -> tuple[str, ...]:
    """Name the parameters of an action that no plain question can hold."""
    return tuple(f.encode_name for f in msgspec.structs.fields(spec(action).params) if _kind_of(f) is None)


def _questions(desk: Desk, found: ActionSpec, given: Mapping[str, Json]) -> Iterator[Question]:
    for field in msgspec.structs.fields(found.params):
        name = field.encode_name
        if name in given or name in _MATTERS:
            continue
        inner = _struct_of(field.type)
        if inner is not None and _kind_of(field) is None and all(not one.required for one in _inner(inner)):
            yield from _changes(desk, found.name, given, name, inner)
        elif _kind_of(field) is not None:
            yield _question(desk, found.name, given, field)


def _changes(
    desk: Desk, action: str, given: Mapping[str, Json], parameter: str, struct: type[msgspec.Struct]
) -> Iterator[Question]:
    """Ask for what changes, field by field, with what stands in the register now."""
    entry = entry_now(desk, given)
    for field in _inner(struct):
        asked = _question(desk, action, given, field, prefix=f"{parameter}.")
        now = value_words(getattr(entry, field.name, None))
        yield replace(asked, help=f"现登记为：{now}") if now else asked


def _inner(struct: type[msgspec.Struct]) -> tuple[msgspec.structs.FieldInfo, ...]:
    return tuple(one for one in msgspec.structs.fields(struct) if _kind_of(one) is not None)


def _question(
    desk: Desk, action: str, given: Mapping[str, Json], field: msgspec.structs.FieldInfo, *, prefix: str = ""
) -> Question:
    name = field.encode_name
    kind = _kind_of(field) or Ask.TEXT
    choices = choices_for(desk, action, name, given) if not prefix else None
    if choices is not None:
        kind = Ask.TICKS if kind is Ask.LINES else Ask.CHOICE
    elif kind in {Ask.CHOICE, Ask.TICKS}:
        choices = _listed(field.type)
    initial: Json = True if kind is Ask.CHECK and field.default is True else known_value(desk, action, name, given)
    return Question(
        id=prefix + name,
        label=label_of(action, name),
        ask=kind,
        required=field.required,
        help=help_of(action, name),
        choices=choices or (),
        initial=initial,
    )


def _kind_of(field: msgspec.structs.FieldInfo) -> Ask | None:
    """Tell what a parameter asks by its type; ``None`` where no plain question can hold it."""
    name, kinds = field.encode_name, _types(field.type)
    if name in _MONEY:
        return _MONEY[name]
    if bool in kinds:
        return Ask.YES_NO if field.required or type(None) in kinds else Ask.CHECK
    if any(isinstance(one, type) and issubclass(one, Enum) for one in kinds):
        return Ask.CHOICE
    return _by_shape(name, kinds)


def _by_shape(name: str, kinds: tuple[object, ...]) -> Ask | None:
    for one in kinds:
        if typing.get_origin(one) is tuple:
            return _of_many(typing.get_args(one)[0])
    if _person_in(kinds):
        return Ask.PERSON
    if str in kinds:
        return Ask.LONG_TEXT if name in _LONG else Ask.TEXT
    return Ask.DAY if date in kinds else Ask.NUMBER if int in kinds else None


def _of_many(item: object) -> Ask | None:
    if item is str:
        return Ask.LINES
    if item is date:
        return Ask.DAYS
    return Ask.TICKS if isinstance(item, type) and issubclass(item, Enum) else None


def _person_in(kinds: tuple[object, ...]) -> bool:
    structs = [one for one in kinds if isinstance(one, type) and issubclass(one, msgspec.Struct)]
    return any({"name", "id_number"} == set(one.__struct_fields__) for one in structs)


def _types(hint: object) -> tuple[object, ...]:
    origin = typing.get_origin(hint)
    if origin in {typing.Union, types.UnionType}:
        return tuple(one for arg in typing.get_args(hint) for one in _types(arg))
    return (hint,)


def _struct_of(hint: object) -> type[msgspec.Struct] | None:
    found = [one for one in _types(hint) if isinstance(one, type) and issubclass(one, msgspec.Struct)]
    return found[0] if len(found) == 1 else None


def _listed(hint: object) -> tuple[Choice, ...]:
    for one in _types(hint):
        item = typing.get_args(one)[0] if typing.get_origin(one) is tuple else one
        if isinstance(item, type) and issubclass(item, Enum):
            return tuple(Choice(str(member.value), _member_label(member)) for member in item)
    return ()


def _member_label(member: Enum) -> str:
    if isinstance(member, Labelled):
        return member.label
    return KIND_WORDS[member] if isinstance(member, Kind) else str(member.value)


def _probes(found: ActionSpec, questions: tuple[Question, ...], today: date) -> dict[str, Json]:
    """Give what the action is rehearsed with: the least that its form will ask for."""
    needed = {one.id: one for one in questions if one.id in found.needed}
    return {name: _probe(question, today) for name, question in needed.items()}


def _probe(question: Question, today: date) -> Json:
    first = question.choices[0].id if question.choices else _FILLER
    probes: Mapping[Ask, Json] = {
        Ask.LINES: [_FILLER],
        Ask.TICKS: [first],
        Ask.CHOICE: first,
        Ask.YES_NO: False,
        Ask.CHECK: False,
        Ask.DAY: today.isoformat(),
        Ask.DAYS: [today.isoformat()],
        Ask.NUMBER: 1,
        Ask.MONEY: 1,
        Ask.SUMS: {},
        Ask.PERSON: {"name": _FILLER, "id_number": ""},
    }
    return probes.get(question.ask, _FILLER)
