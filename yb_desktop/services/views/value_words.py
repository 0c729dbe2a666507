"""A value of the register in words: what a field holds now, what it would hold."""

from __future__ import annotations

from yb_desktop.domain.institution import Controller, Licence
from yb_desktop.domain.vocabulary import Labelled


def value_words(value: object) -> str:
    """Say a value; empty where there is none."""
    match value:
        case bool():
            return "是" if value else "否"
        case Labelled(label=words) | Controller(name=words):
            return words
        case tuple():
            return "、".join(str(one) for one in value)
        case Licence():
            until = f"，有效期至{value.valid_until}" if value.valid_until else ""
            return f"{value.kind.label}{value.number}{until}"
        case _:
            return "" if value is None else str(value)
