"""The actions by name, so that a story, the command line and a form call them the same way as a screen does.

An action is a keyword-only function ``(desk, *, on, …) -> Step``. Its parameters are read from its signature: JSON in,
typed values out, unknown names refused.
"""

from __future__ import annotations

import inspect
import keyword
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar, cast

import msgspec

from yb_desktop.base.canon import Json
from yb_desktop.base.errors import BadInput
from yb_desktop.law.calendar import LAST_YEAR
from yb_desktop.services.desk import Desk, Step


class Action(Protocol):
    """What every action looks like to those who call it by name."""

    def __call__(self, desk: Desk, *, on: date, **params: object) -> Step:
        """Do the action."""
        ...


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """A registered action: its full name, whether it takes two persons, and its parameters as a struct type.

    ``spread`` names the parameter, if any, that is a struct whose fields are given one by one.
    """

    name: str
    two_persons: bool
    run: Action
    params: type[msgspec.Struct]
    needed: tuple[str, ...]
    title: str
    spread: str = ""
    spread_type: type[msgspec.Struct] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters' names as they are given, in order (``class``, not Python's ``class_``)."""
        return tuple(f.encode_name for f in msgspec.structs.fields(self.params))


F = TypeVar("F", bound=Callable[..., Step])

_actions: dict[str, ActionSpec] = {}


def action(name: str, title: str, *, two_persons: bool = False, spread: str = "") -> Callable[[F], F]:
    """Register a function as the action ``name`` (``applications.accept``) with its Chinese ``title``."""

    def register(function: F) -> F:
        hints = typing.get_type_hints(function)
        fields = list(_fields(function, hints, spread))
        params = msgspec.defstruct(
            name.replace(".", "_"), fields, kw_only=True, frozen=True, forbid_unknown_fields=True, rename=_given
        )
        needed = tuple(_given(field[0]) for field in fields if len(field) == 2)
        run = cast(Action, function)
        _actions[name] = ActionSpec(name, two_persons, run, params, needed, title, spread, hints.get(spread))
        return function

    return register


Field = tuple[str, type] | tuple[str, type, object]


def _fields(function: Callable[..., Step], hints: Mapping[str, type], spread: str) -> Iterator[Field]:
    for parameter in inspect.signature(function).parameters.values():
        hint = hints[parameter.name]
        if parameter.name in {"desk", "on"}:
            continue
        if parameter.name == spread:
            yield from (_spread_field(field) for field in msgspec.structs.fields(hint))
        elif parameter.default is parameter.empty:
            yield parameter.name, hint
        else:
            yield parameter.name, hint, parameter.default


def _spread_field(field: msgspec.structs.FieldInfo) -> Field:
    if field.default is msgspec.NODEFAULT:
        return _python(field.encode_name), field.type
    return _python(field.encode_name), field.type, field.default


def _python(given: str) -> str:
    return given + "_" if keyword.iskeyword(given) else given


def _given(parameter: str) -> str:
    return parameter.rstrip("_")


def spec(name: str) -> ActionSpec:
    """Give an action by its full name. Raises ``BadInput`` (``action``) for a name nobody knows."""
    found = _actions.get(name)
    if found is None:
        raise BadInput("action", f"没有名为“{name}”的办理动作。可用的动作：{'、'.join(sorted(_actions))}。")
    return found


_WRITTEN_BESIDE = {
    "applications.change_owner": "变更经办机构",
    "breaches.open_file": "建立日常处理档案",
    "cases.prepare": "提交审核",
    "exchange.undo_take_in": "撤回接收",
    "exchange.take_in_again": "重新接收",
}
"""What an action or the exchange writes along with other things: no action has the name of these records."""


def step_title(record_type: str) -> str:
    """Give the words for what a record of a type says was done, for every history, log and list."""
    found = _actions.get(record_type)
    return found.title if found else _WRITTEN_BESIDE[record_type]


def all_actions() -> Mapping[str, ActionSpec]:
    """Give every action by name."""
    return dict(_actions)


def run(desk: Desk, name: str, *, on: date, params: Mapping[str, Json]) -> Step:
    """Do an action by name with parameters given as JSON values.

    Raises ``BadInput`` (``params``) for an unknown, missing or malformed parameter, and whatever the action raises.
    """
    found = spec(name)
    for given in params:
        if given not in found.names:
            known = "、".join(found.names) or "无"
            raise BadInput("params", f"“{name}”没有参数“{given}”。可用的参数：{known}。")
    for needed in found.needed:
        if needed not in params:
            raise BadInput("params", f"“{name}”缺少参数“{needed}”。")
    try:
        values = msgspec.convert(dict(params), found.params)
    except msgspec.ValidationError as problem:
        raise BadInput("params", f"“{name}”的参数不合规：{problem}。") from problem
    arguments = msgspec.structs.asdict(values)
    _check_days(found, arguments)
    return found.run(desk, on=on, **_arguments(found, arguments))


_OLDEST, _NEWEST = date(1800, 1, 1), date(LAST_YEAR, 12, 31)
"""No institution of ours is older than the one, no calendar reaches beyond the other."""


def _check_days(found: ActionSpec, values: Mapping[str, object]) -> None:
    """Refuse a day that can only be a slip of the pen, before any rule is asked about it."""
    for name, value in values.items():
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, date) and not _OLDEST <= one <= _NEWEST:
                raise BadInput("params", f"“{found.title}”的日期{one}（{_given(name)}）不合理，请检查是否填错。")


def _arguments(found: ActionSpec, values: dict[str, object]) -> dict[str, object]:
    if found.spread_type is None:
        return values
    fields = msgspec.structs.fields(found.spread_type)
    made = found.spread_type(**{field.name: values.pop(_python(field.encode_name)) for field in fields})
    return {**values, found.spread: made}
