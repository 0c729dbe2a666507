"""The papers of an application, from the counter to its acceptance or refusal (A12–A23, C4)."""

from __future__ import annotations

from collections.abc import Iterator

from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.case import Case, Notice
from yb_desktop.domain.inquiry import Inquiries
from yb_desktop.domain.institution import Institution
from yb_desktop.domain.vocabulary import CheckHow
from yb_desktop.paper.blocks import Composed
from yb_desktop.paper.documents import application_form as form
from yb_desktop.paper.documents import commitment as promise
from yb_desktop.paper.documents import data_check as table
from yb_desktop.paper.documents import inquiry_letter as letters
from yb_desktop.paper.documents.acceptance_notice import compose_acceptance_notice
from yb_desktop.paper.documents.intake_receipt import intake_receipt
from yb_desktop.paper.documents.refusal_notice import TITLE as REFUSAL
from yb_desktop.paper.documents.refusal_notice import compose_refusal_notice
from yb_desktop.paper.documents.supplement_notice import compose_supplement_notice
from yb_desktop.services.paper import applying, values
from yb_desktop.services.paper.kinds import Asked, PaperRef, paper_kind
from yb_desktop.services.paper.notices import notice_kind
from yb_desktop.services.paper.steps import suffixed
from yb_desktop.store.reading import Reader

_RECEIPT = "材料清单与收件回执"


def _forms(reader: Reader, case: Case) -> Iterator[PaperRef]:
    del reader
    yield PaperRef(form.KIND, form.TITLE, suffixed(case.receipt, "申请表"), case.received)


def _form(asked: Asked[Case]) -> bytes:
    found = applying.application(asked.desk, asked.reader, asked.matter, asked.ref.number)
    return form.application_form(found, signer=asked.signer)


def _early_forms(reader: Reader, institution: Institution) -> Iterator[PaperRef]:
    del reader
    entry = institution.registration
    known = entry.uscc or (entry.licence.number if entry.licence else "") or institution.id
    yield PaperRef(form.KIND, form.TITLE, suffixed(known, "申请表"), institution.history[-1].on)


def _early_form(asked: Asked[Institution]) -> bytes:
    found = applying.application_before(asked.desk, asked.reader, asked.matter, asked.ref.number)
    return form.application_form(found, signer=asked.signer)


def _receipts(reader: Reader, case: Case) -> Iterator[PaperRef]:
    del reader
    yield PaperRef("intake_receipt", _RECEIPT, case.receipt, case.received)


def _receipt(asked: Asked[Case]) -> bytes:
    return intake_receipt(values.intake(asked.desk, asked.reader, asked.matter), signer=asked.signer)


def _supplement(asked: Asked[Case], notice: Notice) -> Composed:
    return compose_supplement_notice(values.supplement(asked.desk, asked.reader, asked.matter, notice))


def _commitments(reader: Reader, case: Case) -> Iterator[PaperRef]:
    del reader
    if days := [check.on for check in case.checks if check.fact.how is CheckHow.COMMITMENT]:
        yield PaperRef(promise.KIND, promise.TITLE, suffixed(case.receipt, "承诺书"), max(days))


def _commitment(asked: Asked[Case]) -> bytes:
    found = applying.commitment_of(asked.desk, asked.reader, asked.matter, asked.ref.number)
    return promise.commitment(found, signer=asked.signer)


def _acceptance(asked: Asked[Case], notice: Notice) -> Composed:
    return compose_acceptance_notice(values.acceptance(asked.desk, asked.reader, asked.matter, notice))


def _refusal(asked: Asked[Case], notice: Notice) -> Composed:
    return compose_refusal_notice(values.refusal(asked.desk, asked.reader, asked.matter, notice))


def _inquiries(found: Inquiries) -> Iterator[PaperRef]:
    for one in found:
        yield PaperRef(letters.KIND, letters.TITLE, one.number, one.on)


def _case_inquiries(reader: Reader, case: Case) -> Iterator[PaperRef]:
    del reader
    return _inquiries(case.inquiries)


def _case_inquiry(asked: Asked[Case]) -> Composed:
    one = next(one for one in asked.matter.inquiries if one.number == asked.ref.number)
    found = applying.inquiry(asked.desk, asked.reader, asked.matter, one)
    return letters.compose_inquiry_letter(found)


def _renewal_inquiries(reader: Reader, agreement: Agreement) -> Iterator[PaperRef]:
    del reader
    return _inquiries(agreement.inquiries)


def _renewal_inquiry(asked: Asked[Agreement]) -> Composed:
    one = next(one for one in asked.matter.inquiries if one.number == asked.ref.number)
    found = applying.renewal_inquiry(asked.desk, asked.reader, asked.matter, one)
    return letters.compose_inquiry_letter(found)


def _tables(reader: Reader, case: Case) -> Iterator[PaperRef]:
    del reader
    if case.checks:
        on = max(check.on for check in case.checks)
        yield PaperRef(table.KIND, table.TITLE, suffixed(case.receipt, "联查表"), on)


def _table(asked: Asked[Case]) -> bytes:
    found = applying.checks(asked.desk, asked.reader, asked.matter, asked.ref.number)
    return table.data_check(found, signer=asked.signer)


PAPERS = (
    paper_kind(form.KIND, form.TITLE, Case, refs=_forms, make=_form),
    paper_kind(form.KIND, form.TITLE, Institution, refs=_early_forms, make=_early_form),
    paper_kind("intake_receipt", _RECEIPT, Case, refs=_receipts, make=_receipt),
    notice_kind("supplement_notice", "一次性告知书", _supplement, after_acceptance="补充材料通知书"),
    paper_kind(promise.KIND, promise.TITLE, Case, refs=_commitments, make=_commitment),
    paper_kind(table.KIND, table.TITLE, Case, refs=_tables, make=_table),
    notice_kind("acceptance_notice", "受理通知书", _acceptance),
    notice_kind("refusal_notice", REFUSAL, _refusal),
    paper_kind(letters.KIND, letters.TITLE, Case, refs=_case_inquiries, make=_case_inquiry),
    paper_kind(letters.KIND, letters.TITLE, Agreement, refs=_renewal_inquiries, make=_renewal_inquiry),
)
"""In the order of their steps."""
