"""The next number of the office's register for a document, taken in the same transaction as the step it belongs to."""

from __future__ import annotations

from yb_desktop.domain.numbers import agreement_number, document_number, office_word
from yb_desktop.services.desk import Act


def next_number(act: Act, document: str) -> str:
    """Give the next document number (文号) of this office, kind and year; a refused step takes none."""
    year = act.on.year
    word = office_word(act.law.areas, act.desk.info.office)
    return document_number(word, document, year, act.tx.next_serial(document, year))


def next_agreement_number(act: Act) -> str:
    """Give the next agreement number of this office and year."""
    year = act.on.year
    return agreement_number(act.desk.info.office, year, act.tx.next_agreement_serial(year))
