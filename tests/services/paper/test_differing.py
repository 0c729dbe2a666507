"""A printed agreement of which the register no longer says the same is named."""

from __future__ import annotations

from datetime import date

from tests.services.office import Make, Office
from yb_desktop.services.papers import documents_of
from yb_desktop.services.stories.story_defaults import prepare_step

APRIL = date(2026, 4, 2)


def said(office: Office) -> str:
    (one,) = (ref for ref in documents_of(office.desk, agreement=office.agreement) if ref.document == "agreement")
    return one.differs


def test_a_change_in_the_register_shows_on_the_printed_agreement(made: Make) -> None:
    office = made()
    office.in_force()
    assert said(office) == ""
    office.do("changes.request_change", APRIL, fields={"principal": "新负责人"}, bare=True, approved_on="2026-04-01")
    assert said(office) == ""
    office.both("changes.complete_change", APRIL)
    assert said(office) == "登记簿已有变更，与打印的协议不同：乙方主要负责人现为“新负责人”"


def test_what_a_clerk_wrote_otherwise_in_the_draft_is_no_difference(made: Make) -> None:
    office = made()
    office.signing()
    usual = prepare_step(office.at("经办员"), "agreements.draft", date(2026, 3, 12), {"case": office.case})
    blanks = usual["blanks"]
    assert isinstance(blanks, dict)
    office.do("agreements.draft", date(2026, 3, 12), blanks={**blanks, "party_b_principal": "新负责人"})
    for step in ("print", "sign", "file", "open_system"):
        office.do(f"agreements.{step}", date(2026, 3, 12))
    assert said(office) == ""
    office.do("changes.request_change", APRIL, fields={"principal": "新负责人"}, bare=True, approved_on="2026-04-01")
    office.both("changes.complete_change", APRIL)
    assert said(office) == ""
