"""The papers of an application, from the counter to its acceptance or refusal (A12–A23)."""

from __future__ import annotations

from collections.abc import Iterator

from yb_desktop.domain.case import Case, Notice
from yb_desktop.paper.documents.acceptance_notice import acceptance_notice
from yb_desktop.paper.documents.intake_receipt import intake_receipt
from yb_desktop.paper.documents.refusal_notice import TITLE as REFUSAL
from yb_desktop.paper.documents.refusal_notice import refusal_notice
from yb_desktop.paper.documents.supplement_notice import supplement_notice
from yb_desktop.services.paper import values
from yb_desktop.services.paper.kinds import Asked, PaperRef, paper_kind
from yb_desktop.services.paper.notices import notice_kind
from yb_desktop.store.reading import Reader

_RECEIPT = "材料清单与收件回执"


def _receipts(reader: Reader, case: Case) -> Iterator[PaperRef]:
    del reader
    yield PaperRef("intake_receipt", _RECEIPT, case.receipt, case.received)


def _receipt(asked: Asked[Case]) -> bytes:
    return intake_receipt(values.intake(asked.desk, asked.reader, asked.matter), signer=asked.signer)


def _supplement(asked: Asked[Case], notice: Notice) -> bytes:
    return supplement_notice(values.supplement(asked.desk, asked.reader, asked.matter, notice), signer=asked.signer)


def _acceptance(asked: Asked[Case], notice: Notice) -> bytes:
    return acceptance_notice(values.acceptance(asked.desk, asked.reader, asked.matter, notice), signer=asked.signer)


def _refusal(asked: Asked[Case], notice: Notice) -> bytes:
    return refusal_notice(values.refusal(asked.desk, asked.reader, asked.matter, notice), signer=asked.signer)


PAPERS = (
    paper_kind("intake_receipt", _RECEIPT, Case, refs=_receipts, make=_receipt),
    notice_kind("supplement_notice", "一次性告知书", _supplement, after_acceptance="补充材料通知书"),
    notice_kind("acceptance_notice", "受理通知书", _acceptance),
    notice_kind("refusal_notice", REFUSAL, _refusal),
)
"""In the order of their steps."""
