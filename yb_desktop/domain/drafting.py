"""What an agreement's blanks can be filled with from the register, so that a clerk types only what nobody knows yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.agreement_text import AgreementText
from yb_desktop.domain.institution import Institution
from yb_desktop.domain.vocabulary import StaffRole


def prefilled(
    text: AgreementText,
    *,
    office_name: str,
    institution: Institution,
    earlier: Agreement | None,
    categories: Iterable[str] = (),
) -> dict[str, str]:
    """Give the blanks that are known, by id, in the kept form, for the blanks that this text has.

    Party A's particulars are those of the office's ``earlier`` agreement, where there is one.
    """
    known = {**_party_a(office_name, earlier), **_party_b(institution)}
    if chosen := tuple(categories):
        known["payment_categories"] = "\n".join(chosen)
    return {blank.id: known[blank.id] for blank in text.blanks if known.get(blank.id)}


def hosted(text: AgreementText, own: Institution, *, host: Institution, main: Agreement) -> dict[str, str]:
    """Give J5's blanks: party B is the institution an internet hospital leans on, with its own agreement ``main``."""
    entry = own.registration
    known = {
        **_party_b(host),
        "main_number": main.number,
        "main_starts": main.starts.isoformat(),
        "main_ends": main.ends.isoformat(),
        "internet_name": entry.name,
        "internet_licence": entry.licence.number if entry.licence else "",
        "internet_principal": entry.principal,
        "internet_departments": "\n".join(entry.departments),
    }
    return {blank.id: known[blank.id] for blank in text.blanks if known.get(blank.id)}


def renewed_blanks(text: AgreementText, before: Mapping[str, str], institution: Institution) -> dict[str, str]:
    """Give the blanks of a renewal: those of the agreement ``before``, party B's as the register has them today."""
    known = {**before, **{name: value for name, value in _party_b(institution).items() if value}}
    return {blank.id: known[blank.id] for blank in text.blanks if known.get(blank.id)}


def _party_a(office_name: str, earlier: Agreement | None) -> Mapping[str, str]:
    kept = earlier.blanks if earlier else {}
    return {
        **{name: value for name, value in kept.items() if name.startswith("party_a_")},
        "party_a_name": office_name,
    }


def _party_b(institution: Institution) -> Mapping[str, str]:
    entry = institution.registration
    manager = next((m.person for m in institution.staff if m.role is StaffRole.INSURANCE_MANAGER), "")
    return {
        "party_b_name": entry.name,
        "party_b_uscc": entry.uscc,
        "party_b_licence": entry.licence.number if entry.licence else "",
        "party_b_class": entry.cls.label,
        "party_b_level": entry.grade or entry.level.label,
        "party_b_beds": str(entry.beds),
        "party_b_departments": "\n".join(entry.departments),
        "party_b_address": entry.address,
        "party_b_legal_rep": entry.legal_rep,
        "party_b_principal": entry.principal,
        "party_b_controller": entry.controller.name if entry.controller else "",
        "party_b_phone": entry.phone,
        "party_b_account": entry.bank_account,
        "party_b_head_office": entry.head_office,
        "party_b_manager": manager,
        "party_b_manager_phone": entry.phone if manager else "",
    }
