"""A field of the register, by its name in records: what it is called, and what an entry says in it."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from yb_desktop.domain.institution import Registration
from yb_desktop.services.views.asking_words import label_of
from yb_desktop.services.views.value_words import value_words

_ATTRIBUTES: Mapping[str, str] = {one.encode_name: one.name for one in msgspec.structs.fields(Registration)}


def field_label(field: str) -> str:
    """Give what a field is called."""
    return label_of("institutions.amend", field)


def field_words(entry: Registration | None, field: str) -> str:
    """Say what an entry holds in a field; 空 where that is nothing."""
    value = getattr(entry, _ATTRIBUTES[field]) if entry is not None else None
    return value_words(value) or "（空）"
