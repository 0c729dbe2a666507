"""Refuses what no shipped font can draw before it is recorded, so that no paper is registered that cannot be printed.

The character is named with its code point and the place it stands in (``UnknownGlyph``, code ``glyph``).
"""

from __future__ import annotations

from collections.abc import Mapping

from yb_desktop.domain.agreement_text import AgreementText, FilledAgreement, typed_blanks
from yb_desktop.domain.blanks import BlankValue, Given, kept
from yb_desktop.paper.fonts import Face, refuse_unknown


def printable_blanks(text: AgreementText, given: Mapping[str, Given]) -> dict[str, BlankValue]:
    """Read the values of an agreement's blanks, and refuse by the blank's name what cannot be printed."""
    values = typed_blanks(text, given)
    for blank in text.blanks:
        if blank.id in values:
            refuse_unknown(f"{blank.label}：{kept(values[blank.id])}", Face.FANG, paper=text.title)
    return values


def need_printable(filled: FilledAgreement) -> None:
    """Refuse an agreement's text that cannot be printed."""
    for clause in filled.clauses:
        refuse_unknown(f"{clause.number}{clause.text}", Face.FANG, paper=filled.title)
