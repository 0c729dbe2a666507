"""Says when the register is no longer what a printed agreement says, so that nobody relies on old paper unawares.

Compared are the particulars of the institution on the day of the draft with those of today: what a clerk wrote
otherwise in the draft is no difference, and what was changed to what the paper says anyway is none either.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.agreement_text import SUPPLEMENTARY, AgreementText, text_of
from yb_desktop.domain.blanks import BlankType
from yb_desktop.domain.drafting import renewed_blanks
from yb_desktop.services.agreements import filled
from yb_desktop.services.paper.values import entry_on
from yb_desktop.store.reading import Reader

_LONG = 24


def differs(reader: Reader, found: Agreement) -> str:
    """Give a sentence on how a printed agreement differs from the records of today; empty where it does not."""
    if not found.copies:
        return ""
    if found.text_hash and filled(found).text_hash != found.text_hash:
        return "协议文本与打印登记时的文本不一致"
    if found.form == SUPPLEMENTARY:
        return ""  # its party B is another institution, with an agreement of its own
    changed = tuple(_changed(reader, found, text_of(found.form, found.version)))
    return f"登记簿已有变更，与打印的协议不同：{'；'.join(changed)}" if changed else ""


def _changed(reader: Reader, found: Agreement, text: AgreementText) -> Iterator[str]:
    now = reader.institution(found.institution)
    then = msgspec.structs.replace(now, registration=entry_on(reader, found.institution, found.drafted))
    before, today = renewed_blanks(text, {}, then), renewed_blanks(text, {}, now)
    for blank in text.blanks:
        value = today.get(blank.id, "")
        if value != before.get(blank.id, "") and value != found.blanks.get(blank.id, ""):
            many = blank.type is BlankType.LIST
            yield blank.label if many else f"{blank.label}现为“{_short(value) or '空'}”"


def _short(value: str) -> str:
    return value if len(value) <= _LONG else f"{value[:_LONG]}…"
