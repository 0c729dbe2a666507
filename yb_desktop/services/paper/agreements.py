"""The papers of an agreement, from negotiation to its filing (G1–G5); its text is printed as registered (G3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.base.signing import Signer
from yb_desktop.domain.agreement import Agreement, Printed
from yb_desktop.domain.facts import read_fact
from yb_desktop.paper.documents.agreement import DRAFT_NUMBER, AgreementPaper, agreement
from yb_desktop.services.agreements import filled
from yb_desktop.services.paper.kinds import Asked, PaperRef, paper_kind
from yb_desktop.store.reading import Reader

_TEXT = "医疗保障服务协议"


def _copies(reader: Reader, found: Agreement) -> Iterator[PaperRef]:
    del reader
    if found.copies:
        yield PaperRef("agreement", _TEXT, found.number, found.copies[0].on)


def _copy(asked: Asked[Agreement]) -> bytes:
    found, copy = asked.matter, asked.copy
    held = next((one for one in found.copies if one.copy == copy), None)
    if held is None:
        raise BadInput("paper", f"该协议登记打印了{len(found.copies)}份，没有第{copy}份。")
    hashes = list(dict.fromkeys(one.text_hash for one in found.copies))
    if filled(found).text_hash != held.text_hash:
        raise NotAllowed.by("G3", "协议文本与打印登记时的文本不一致，不能再输出这一份，请核对协议文本的版本")
    last = _last_of_batch(asked.reader, found, copy)
    version = hashes.index(held.text_hash) + 1
    return _set(found, copy=(copy, last), made=held.on, version=version, signer=asked.signer)


def _last_of_batch(reader: Reader, found: Agreement, copy: int) -> int:
    """Give the highest number of the copies that were registered together with this one."""
    for record in reader.records_of(found.id):
        fact = read_fact(record)
        if isinstance(fact, Printed) and fact.first_copy <= copy < fact.first_copy + fact.copies:
            return fact.first_copy + fact.copies - 1
    return len(found.copies)


def preview(found: Agreement) -> bytes:
    """Print an agreement's text as it would stand, unsigned and marked as no original."""
    return _set(found, copy=None, made=None, version=1, signer=None)


def _set(
    found: Agreement, *, copy: tuple[int, int] | None, made: date | None, version: int, signer: Signer | None
) -> bytes:
    text = filled(found)
    known = dict(text.blanks)
    return agreement(
        AgreementPaper(
            number=found.number if copy else found.number + DRAFT_NUMBER,
            filled=text,
            party_a=known.get("party_a_name", ""),
            party_b=known.get("party_b_name", ""),
            made=made or found.drafted,
            copy=copy or (1, 1),
            version=version,
        ),
        signer=signer,
    )


PAPERS = (
    paper_kind(
        "agreement",
        _TEXT,
        Agreement,
        refs=_copies,
        make=_copy,
        none_yet="该协议还没有登记打印，请先办理“打印协议”，登记份数后再输出。",
    ),
)
"""In the order of their steps."""
