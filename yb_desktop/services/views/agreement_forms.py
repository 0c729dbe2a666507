"""The forms of an agreement: the blanks to fill in for a draft, who signs; and how their answers become values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yb_desktop.domain.blanks import BlankType
from yb_desktop.law.catalogue import Kind
from yb_desktop.law.counting import term_end
from yb_desktop.services.agreement_texts import text_in_force
from yb_desktop.services.agreements import form_of, known_blanks
from yb_desktop.services.desk import Desk

_OWN = frozenset({"agreement_number", "starts", "ends"})
"""Blanks that the action fills in itself."""


@dataclass(frozen=True, slots=True)
class BlankField:
    """A blank to fill in: its declaration, and what is known of it already, in the kept form."""

    id: str
    label: str
    type: BlankType
    required: bool
    choices: tuple[str, ...]
    local: bool
    known: str


@dataclass(frozen=True, slots=True)
class DraftForm:
    """What a clerk fills in for a draft; ``earlier`` is the draft that it takes the place of."""

    case: str
    institution_name: str
    kind: Kind
    title: str
    note: str
    starts: date
    ends: date
    fields: tuple[BlankField, ...]
    earlier: str = ""


@dataclass(frozen=True, slots=True)
class SignForm:
    """Who may sign: the legal representatives as the agreement names them."""

    party_a: str
    party_b: str
    copies: int


def draft_form(desk: Desk, case: str) -> DraftForm:
    """Give the form of a draft: from the register, or from the earlier draft where there is one."""
    today = desk.clock.today()
    with desk.store.read() as reader:
        found = reader.case(case)
        earlier = reader.agreement(found.agreement) if found.agreement else None
        text = text_in_force(reader, form_of(found), today)
        known = known_blanks(reader, desk, found, text)
        name = reader.institution(found.institution).registration.name
    if earlier is not None:
        known = {**known, **earlier.blanks}
    # G6: generally one year; the office's own setting where no document in force says so.
    years = desk.law.figure("G6", area=found.area, kind=found.institution_kind, on=today) or 1
    return DraftForm(
        case=case,
        institution_name=name,
        kind=found.institution_kind,
        title=text.title,
        note=text.note,
        starts=earlier.starts if earlier else today,
        ends=earlier.ends if earlier else term_end(today, 12 * years),
        fields=tuple(
            BlankField(
                blank.id,
                blank.label,
                blank.type,
                blank.required,
                blank.choices,
                blank.local,
                known.get(blank.id, blank.default),
            )
            for blank in text.blanks
            if blank.id not in _OWN
        ),
        earlier=earlier.number if earlier else "",
    )


def sign_form(desk: Desk, agreement: str) -> SignForm:
    """Give who is to sign, and how many originals."""
    with desk.store.read() as reader:
        found = reader.agreement(agreement)
    return SignForm(
        party_a=found.blanks.get("party_a_legal_rep", ""),
        party_b=found.blanks.get("party_b_legal_rep", ""),
        copies=len({one.copy for one in found.standing_copies if one.text_hash == found.text_hash}) or 2,
    )
