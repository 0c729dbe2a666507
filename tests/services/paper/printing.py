"""Papers printed in a test's office and read back without the feet of their pages."""

from __future__ import annotations

import re

from tests.paper.conftest import TestSigner
from tests.paper.documents.reading import text_of
from tests.services.office import Office
from yb_desktop.paper.verify import Verdict, trusted
from yb_desktop.services import papers
from yb_desktop.services.paper.check import verify_paper
from yb_desktop.services.paper.kinds import PaperRef

SIGNER = TestSigner(b"\x07" * 32)


def refs_of(office: Office, *, audit: str = "") -> tuple[PaperRef, ...]:
    """Give what can be printed of the office's agreement beside its text, or of a matter of breach."""
    desk = office.at("经办员")
    if audit:
        return papers.documents_of(desk, audit=audit)
    found = papers.documents_of(desk, agreement=office.agreement)
    return tuple(ref for ref in found if ref.document in CHANGES)


CHANGES = frozenset(
    {
        "change_form",
        "renewal_notice",
        "suspension_decision",
        "resumption_decision",
        "termination_decision",
        "termination_announcement",
    }
)


def printed(office: Office, ref: PaperRef, *, audit: str = "") -> str:
    """Print a paper signed, see that it is genuine and the same twice, and give its text without its feet."""
    desk, agreement = office.at("经办员"), "" if audit else office.agreement

    def made() -> bytes:
        return papers.paper(desk, ref.document, agreement=agreement, audit=audit, number=ref.number, signer=SIGNER)

    data = made()
    assert data == made()
    verdicts = verify_paper(data, keys=trusted(SIGNER.public_key))
    assert {(one.verdict, one.document, one.number) for one in verdicts} == {
        (Verdict.GENUINE, ref.document, ref.number)
    }
    foot = re.escape(ref.number) + r"第1份，共1份第\d+页，共\d+页(?:—\d+—|第\d+页共\d+页)?"
    return re.sub(foot, "", text_of(data))
