"""A character no font has is named to the clerk before an agreement is drafted or its copies are registered (G3)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.cases import ADMITTED, DRAFTED, LISTED, VISITED, Led, lead
from yb_desktop.base.errors import BadInput
from yb_desktop.domain.agreement_text import FilledAgreement, FilledClause
from yb_desktop.services import papers
from yb_desktop.services.printable import need_printable

UNKNOWN = "大姚县张\U000f0000三诊所"


@pytest.fixture
def led(tmp_path: Path) -> Iterator[Led]:
    office = lead(tmp_path / "county", name=UNKNOWN)
    yield office
    office.clerk.store.close()


def test_no_draft_is_recorded_that_cannot_be_printed(led: Led) -> None:
    led.do("2026-03-02", "applications.receive_materials")
    led.through(ADMITTED, VISITED, LISTED)
    with pytest.raises(BadInput) as refused:
        led.through(DRAFTED)
    assert refused.value.code == "glyph"
    assert "U+F0000" in str(refused.value)
    assert "张□三" in str(refused.value)
    with led.clerk.store.read() as reader:
        assert not reader.case(led.case).agreement


def test_a_paper_names_itself_the_character_and_its_place(led: Led) -> None:
    led.do("2026-03-02", "applications.receive_materials")
    with pytest.raises(BadInput) as refused:
        papers.paper(led.clerk, "intake_receipt", case=led.case)
    assert "《材料清单与收件回执》：“大姚县张□三诊所”处有" in str(refused.value)


def test_a_text_of_another_day_is_refused_before_its_copies_are_registered() -> None:
    clause = FilledClause("第一条", 2, f"乙方为{UNKNOWN}。", (), local=False)
    with pytest.raises(BadInput, match="U\\+F0000"):
        need_printable(FilledAgreement("agreement_medical", 1, "协议", (clause,), ()))
