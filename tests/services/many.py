"""Many agreements in force at once, written as facts: what the tests and the bench of a renewal round begin from."""

from __future__ import annotations

from datetime import date

import msgspec

from tests.services.office import Office
from yb_desktop.domain.agreement import AgreementFiled, AgreementSigned, Drafted, Signer, SystemOpened
from yb_desktop.domain.case_facts import MaterialsReceived
from yb_desktop.domain.institution import Registered
from yb_desktop.domain.vocabulary import ApplicationKind
from yb_desktop.services.numbering import next_agreement_number


def sign_many(office: Office, count: int, *, on: date, ends: date) -> tuple[str, ...]:
    """Give the ids of ``count`` agreements, each of an institution like the office's own, signed, filed and opened.

    The office must have one agreement already, whose particulars the others take over.
    """
    pattern = office.paper()
    signed = []
    desk = office.at("经办员")
    with desk.act("institutions.register", on) as act:
        entry = act.institution(office.institution).registration
        first = int(next_agreement_number(act).rpartition("-")[2])
        for serial in range(first, first + count):
            name = f"{entry.name}{serial}"
            institution, case, agreement = desk.ids("inst"), desk.ids("case"), desk.ids("agr")
            act.append(institution, Registered(registration=msgspec.structs.replace(entry, name=name)))
            materials = MaterialsReceived(
                institution=institution,
                kind=ApplicationKind.ADMISSION,
                institution_kind=entry.kind,
                area=entry.area,
                items={},
                missing=(),
                number="",
            )
            act.append(case, materials)
            number = f"{desk.info.office}-{on.year}-{serial:04d}"
            act.append(
                agreement,
                Drafted(
                    case=case,
                    institution=institution,
                    institution_kind=entry.kind,
                    area=entry.area,
                    number=number,
                    form=pattern.form,
                    version=pattern.version,
                    starts=on,
                    ends=ends,
                    blanks={**pattern.blanks, "party_b_name": name, "agreement_number": number},
                ),
            )
            both = (Signer("a", "局长丙"), Signer("b", entry.legal_rep))
            act.append(agreement, AgreementSigned(case=case, text_hash="", signers=both, copies=2))
            act.append(agreement, AgreementFiled(day=on))
            act.append(agreement, SystemOpened())
            signed.append(agreement)
    return tuple(signed)
