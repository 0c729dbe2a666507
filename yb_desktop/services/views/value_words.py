"""A value of the register in words: what a field holds now, what it would hold."""

from __future__ import annotations

from collections.abc import Mapping

from yb_desktop.domain.institution import Controller, Licence
from yb_desktop.domain.vocabulary import Labelled
from yb_desktop.law.catalogue import Kind

KIND_WORDS: Mapping[Kind, str] = {Kind.MEDICAL: "医疗机构", Kind.PHARMACY: "零售药店"}
"""The two kinds of institution."""


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
        case None | 0:  # no beds are beds that nobody counted
            return ""
        case _:
            return str(value)
