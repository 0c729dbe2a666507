"""S5: the entries that an entry of the register can be merged with, and where the two differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from yb_desktop.base.canon import Json
from yb_desktop.domain.institution import Registration
from yb_desktop.services.desk import Desk
from yb_desktop.services.institutions import FIXED
from yb_desktop.services.views.institutions import InstitutionLine, Wanted, institution_lines
from yb_desktop.services.views.offering import Obstacle, obstacles_to
from yb_desktop.services.views.register_fields import field_label, field_words

_FOUND = 30


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One field that differs: its name in the action, what it is called, what each entry says."""

    field: str
    label: str
    kept: str
    given_up: str


@dataclass(frozen=True, slots=True)
class MergeView:
    """Two entries about to become one, where they differ, and what forbids it today."""

    keep: str
    keep_name: str
    give_up: str
    give_up_name: str
    differences: tuple[FieldDifference, ...]
    obstacles: tuple[Obstacle, ...]


def merge_candidates(desk: Desk, keep: str, find: str) -> tuple[InstitutionLine, ...]:
    """Find entries of the same kind by any words a list is searched by; never the kept one itself."""
    with desk.store.read() as reader:
        kind = reader.institution(keep).registration.kind
    found = institution_lines(desk, Wanted(find=find, kind=kind), offset=0, limit=_FOUND).lines
    return tuple(line for line in found if line.row.id != keep)


def merge_view(desk: Desk, keep: str, give_up: str) -> MergeView:
    """Put two entries side by side. Raises ``BadInput`` (``not-found``)."""
    with desk.store.read() as reader:
        kept, gone = reader.institution(keep).registration, reader.institution(give_up).registration
    params: dict[str, Json] = {"keep": keep, "give_up": give_up}
    obstacles = obstacles_to(desk, "institutions.merge", params)
    return MergeView(keep, kept.name, give_up, gone.name, tuple(_differences(kept, gone)), obstacles)


def _differences(kept: Registration, gone: Registration) -> list[FieldDifference]:
    mine, theirs = _plain(kept), _plain(gone)
    made = []
    for field in msgspec.structs.fields(Registration):
        name = field.encode_name
        if name in FIXED or not theirs.get(name) or mine.get(name) == theirs.get(name):
            continue
        made.append(FieldDifference(name, field_label(name), field_words(kept, name), field_words(gone, name)))
    return made


def _plain(entry: Registration) -> Mapping[str, object]:
    plain: dict[str, object] = msgspec.to_builtins(entry)
    return plain
