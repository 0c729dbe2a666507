"""What the form of an action of a case is made of, and how values become options and lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from yb_desktop.base.canon import Json
from yb_desktop.domain.vocabulary import Labelled
from yb_desktop.services.views.applications import CaseView, Member
from yb_desktop.services.views.case_forms import Named
from yb_desktop.ui.widgets.form_spec import FieldSpec, Option

Values = Mapping[str, Json]
Params = dict[str, Json]


class Part(Enum):
    """What a form has besides its fields."""

    NONE = "none"
    MISSING = "missing"
    GROUNDS = "grounds"
    TEAM_POOL = "team_pool"
    PANEL_POOL = "panel_pool"
    MEMBERS = "members"


def same(values: Values) -> Params:
    """Take the values as they are."""
    return dict(values)


@dataclass(frozen=True, slots=True)
class ActionForm:
    """An action's form: ``question`` is asked before it is done, ``part`` stands below the fields."""

    deed: str
    fields: Callable[[CaseView], tuple[FieldSpec, ...]]
    params: Callable[[Values], Params] = same
    part: Part = Part.NONE
    danger: bool = False
    question: str = ""


def options(values: type[Labelled]) -> tuple[Option, ...]:
    """Give the values of a closed list as options."""
    return tuple(Option(one.value, one.label) for one in values)


def named(items: tuple[Named, ...]) -> tuple[Option, ...]:
    """Give materials as options, with the copies that the form asks for."""
    return tuple(Option(one.id, one.title, one.note, one.copies) for one in items)


def members(people: tuple[Member, ...]) -> tuple[Option, ...]:
    """Give people as options."""
    return tuple(Option(one.name, f"{one.name}（{one.field}）" if one.field else one.name) for one in people)


def lines(value: Json) -> list[Json]:
    """Read a text of several lines as a list, blank lines left out."""
    return [line.strip() for line in str(value or "").splitlines() if line.strip()]
