"""The papers of an agreement, from negotiation to its filing (G1–G5); its text is printed as registered (G3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.base.signing import Signer
from yb_desktop.domain.agreement import Agreement, Printed
from yb_desktop.domain.agreement_text import FilledAgreement
from yb_desktop.domain.case import Case
from yb_desktop.domain.case_facts import Negotiated, Studied
from yb_desktop.domain.facts import read_fact
from yb_desktop.paper.blocks import Composed
from yb_desktop.paper.documents import authorisation as letter
from yb_desktop.paper.documents import filing_form as filing
from yb_desktop.paper.documents import negotiation_record as record
from yb_desktop.paper.documents import study_sheet as sheet
from yb_desktop.paper.documents.agreement import DRAFT_NUMBER, AgreementPaper, compose_agreement
from yb_desktop.paper.page import printed
from yb_desktop.services.agreements import document_of, filled
from yb_desktop.services.desk import Desk
from yb_desktop.services.paper import signing
from yb_desktop.services.paper.differing import differs
from yb_desktop.services.paper.kinds import Asked, PaperRef, paper_kind
from yb_desktop.services.paper.steps import done, suffixed
from yb_desktop.store.reading import Reader

_TEXT, _SUPPLEMENT = "医疗保障服务协议", "互联网医院医疗保障服务补充协议"
_NOT_REGISTERED = "该协议还没有登记打印，请先办理“打印协议”，登记份数后再输出。"


def _negotiations(reader: Reader, case: Case) -> Iterator[PaperRef]:
    for one in done(reader, case.id, Negotiated):
        yield PaperRef(record.KIND, record.TITLE, suffixed(case.receipt, "谈判记录", one.nth), one.stamp.on)


def _negotiation(asked: Asked[Case]) -> bytes:
    case, number = asked.matter, asked.ref.number
    held = done(asked.reader, case.id, Negotiated)
    one = next(one for one in held if suffixed(case.receipt, "谈判记录", one.nth) == number)
    found = signing.negotiation(asked.desk, asked.reader, case, one, number)
    return record.negotiation_record(found, signer=asked.signer)


def _studies(reader: Reader, case: Case) -> Iterator[PaperRef]:
    for one in done(reader, case.id, Studied):
        yield PaperRef(sheet.KIND, sheet.TITLE, suffixed(case.receipt, "签到表", one.nth), one.stamp.on)


def _study(asked: Asked[Case]) -> bytes:
    case, number = asked.matter, asked.ref.number
    held = done(asked.reader, case.id, Studied)
    one = next(one for one in held if suffixed(case.receipt, "签到表", one.nth) == number)
    return sheet.study_sheet(signing.study(asked.desk, asked.reader, case, one, number), signer=asked.signer)


def _authorisations(reader: Reader, found: Agreement) -> Iterator[PaperRef]:
    del reader
    for one in signing.authorised(found):
        yield PaperRef(letter.KIND, letter.TITLE, _letter_number(found, one.party), found.drafted)


def _letter_number(found: Agreement, party: str) -> str:
    return suffixed(found.number, f"{signing.PARTIES[party]}方委托书")


def _authorisation(asked: Asked[Agreement]) -> bytes:
    held, number = asked.matter, asked.ref.number
    one = next(one for one in signing.authorised(held) if _letter_number(held, one.party) == number)
    found = signing.authorisation_of(asked.desk, asked.reader, held, one, number)
    return letter.authorisation(found, signer=asked.signer)


def _filings(reader: Reader, found: Agreement) -> Iterator[PaperRef]:
    del reader
    if found.signed is not None:
        yield PaperRef(filing.KIND, filing.AGREEMENTS, suffixed(found.number, "备案"), found.signed)


def _filing(asked: Asked[Agreement]) -> bytes:
    found = signing.filing(asked.desk, asked.reader, (asked.matter,), asked.ref.number)
    return filing.filing_form(found, signer=asked.signer)


def filing_of(desk: Desk, reader: Reader, batch: tuple[Agreement, ...], signer: Signer | None) -> bytes:
    """Print one 备案表 for a batch of signed agreements. Raises ``BadInput`` (``paper``)."""
    first = batch[0].number if batch else ""
    number = suffixed(first, "备案") if len(batch) < 2 else suffixed(f"{first}等{len(batch)}份", "备案")
    return filing.filing_form(signing.filing(desk, reader, batch, number), signer=signer)


def _copies(reader: Reader, found: Agreement) -> Iterator[PaperRef]:
    del reader
    if found.copies and document_of(found) == "agreement":
        yield PaperRef("agreement", _TEXT, found.number, found.copies[0].on)


def _supplements(reader: Reader, found: Agreement) -> Iterator[PaperRef]:
    del reader
    if found.copies and document_of(found) == "supplementary_agreement":
        yield PaperRef("supplementary_agreement", _SUPPLEMENT, found.number, found.copies[0].on)


def _copy(asked: Asked[Agreement]) -> Composed:
    found, copy = asked.matter, asked.copy
    held = next((one for one in found.copies if one.copy == copy), None)
    if held is None:
        raise BadInput("paper", f"该协议登记打印了{len(found.copies)}份，没有第{copy}份。")
    if held.voided is not None:
        raise NotAllowed.by("G3", f"第{copy}份已于{held.voided}作废（{held.why}），不能再输出；需要时请补印，另编份号")
    hashes = list(dict.fromkeys(one.text_hash for one in found.copies))
    text = filled(asked.reader, found)
    if text.text_hash != held.text_hash:
        raise NotAllowed.by("G3", "协议文本与打印登记时的文本不一致，不能再输出这一份，请核对协议文本的版本")
    last = _last_of_batch(asked.reader, found, copy)
    version = hashes.index(held.text_hash) + 1
    return _composed(found, text, copy=(copy, last), made=held.on, version=version)


def _last_of_batch(reader: Reader, found: Agreement, copy: int) -> int:
    """Give the highest number of the copies that were registered together with this one."""
    for one in reader.records_of(found.id):
        fact = read_fact(one)
        if isinstance(fact, Printed) and fact.first_copy <= copy < fact.first_copy + fact.copies:
            return fact.first_copy + fact.copies - 1
    return len(found.copies)


def preview(reader: Reader, found: Agreement) -> bytes:
    """Print an agreement's text as it would stand, unsigned and marked as no original."""
    return printed(_composed(found, filled(reader, found), copy=None, made=None, version=1))


def _composed(
    found: Agreement, text: FilledAgreement, *, copy: tuple[int, int] | None, made: date | None, version: int
) -> Composed:
    known = dict(text.blanks)
    return compose_agreement(
        AgreementPaper(
            number=found.number if copy else found.number + DRAFT_NUMBER,
            filled=text,
            party_a=known.get("party_a_name", ""),
            party_b=known.get("party_b_name", ""),
            made=made or found.drafted,
            copy=copy or (1, 1),
            version=version,
            kind=document_of(found),
        )
    )


PAPERS = (
    paper_kind(record.KIND, record.TITLE, Case, refs=_negotiations, make=_negotiation),
    paper_kind(sheet.KIND, sheet.TITLE, Case, refs=_studies, make=_study),
    paper_kind(letter.KIND, letter.TITLE, Agreement, refs=_authorisations, make=_authorisation),
    paper_kind(
        "agreement",
        _TEXT,
        Agreement,
        refs=_copies,
        make=_copy,
        differs=differs,
        none_yet=_NOT_REGISTERED,
    ),
    paper_kind(
        "supplementary_agreement",
        _SUPPLEMENT,
        Agreement,
        refs=_supplements,
        make=_copy,
        differs=differs,
        none_yet=_NOT_REGISTERED,
    ),
    paper_kind(filing.KIND, filing.TITLE, Agreement, refs=_filings, make=_filing),
)
"""In the order of their steps."""
