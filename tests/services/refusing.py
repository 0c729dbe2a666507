"""What a refusal has to be: it names its rule or code, and leaves nothing behind in any table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from types import MappingProxyType

import pytest

from tests.services.office import Begin, Office
from yb_desktop.base.canon import Json
from yb_desktop.base.errors import NotAllowed, UserError

APRIL = date(2026, 4, 1)

Begun = Callable[[Begin], Office]
"""Gives an office that has come so far; tests share it, because what they try leaves nothing behind."""
Tried = tuple[Begin, str, date, dict[str, Json], str]
"""How far the office has come, the action, its day and parameters, and the rule or code of the refusal."""


def ident(tried: Tried) -> str:
    """Name a trial in the report."""
    begin, action, on, _, rule = tried
    return f"{begin.__name__}-{action}-{on:%m%d}-{rule}"


def refused(
    office: Office,
    action: str,
    on: date = APRIL,
    *,
    rule: str,
    kind: type[UserError] = UserError,
    who: str = "经办员",
    bare: bool = False,
    params: Mapping[str, Json] = MappingProxyType({}),
    **more: Json,
) -> UserError:
    """Expect a refusal that leaves nothing behind."""
    at = office.everything()
    with pytest.raises(kind) as refusal:
        office.do(action, on, {**params, **more}, who=who, bare=bare)
    found = refusal.value.rule if isinstance(refusal.value, NotAllowed) else refusal.value.code
    assert found == rule
    assert refusal.value.text.endswith("。")
    assert office.everything() == at
    return refusal.value


refused_as_given = partial(refused, bare=True)
"""The same, with nothing filled in that a story may leave out."""
