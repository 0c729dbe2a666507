"""Refuses what no shipped font can draw before it is recorded, so that no paper is registered that cannot be printed.

The character is named with its code point and the place it stands in (``UnknownGlyph``, code ``glyph``).
"""

from __future__ import annotations

from collections.abc import Mapping

from yb_desktop.domain.agreement_text import AgreementText, FilledAgreement
from yb_desktop.domain.blanks import BlankValue, kept
from yb_desktop.paper.fonts import Face, refuse_unknown


def need_printable_blanks(text: AgreementText, values: Mapping[str, BlankValue]) -> None:
    """Refuse values of an agreement's blanks that cannot be printed, by the name of the blank."""
    for blank in text.blanks:
        if blank.id in values:
            refuse_unknown(f"{blank.label}：{kept(values[blank.id])}", Face.FANG, paper=text.title)


def need_printable(filled: FilledAgreement) -> None:
    """Refuse an agreement's text that cannot be printed."""
    for clause in filled.clauses:
        refuse_unknown(f"{clause.number}{clause.text}", Face.FANG, paper=filled.title)
