"""J5: an internet hospital joins by a supplementary agreement with the institution it leans on."""

from __future__ import annotations

from datetime import date

import pytest

from tests.paper.documents.reading import text_of
from tests.services.office import Make, Office
from yb_desktop.base.canon import Json
from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.domain.agreement_text import SUPPLEMENTARY
from yb_desktop.domain.vocabulary import AgreementState
from yb_desktop.services import papers
from yb_desktop.services.registry import run
from yb_desktop.services.stories.story_defaults import staff_defaults
from yb_desktop.services.views.agreement_forms import draft_form
from yb_desktop.services.views.agreements import agreement_view

HOST_IN = date(2026, 3, 12)
NET_IN = date(2026, 4, 1)
NET_OUT = date(2026, 4, 20)


def leaning(made: Make) -> tuple[Office, str]:
    """Give an office whose internet hospital has come as far as the draft, and the agreement of its host."""
    office = made(class_="general_hospital", name="大姚县人民医院", beds=120)
    office.in_force()
    main = office.agreement
    clerk = office.at("经办员")
    entry: dict[str, Json] = {
        "kind": "medical",
        "class": "internet_hospital",
        "name": "大姚县人民医院互联网医院堃㛃䶮𠅤",
        "area": "532326103",
        "licence": {"kind": "medical_practice", "number": "HL532326001"},
        "opened": "2025-01-01",
        "principal": "负责人戊",
        "host": "大姚县人民医院",
    }
    office.institution = run(clerk, "institutions.register", on=NET_IN, params=entry).entity
    for person in staff_defaults("medical", NET_IN):
        run(clerk, "institutions.add_staff", on=NET_IN, params={"institution": office.institution, **person})
    office.case = office.agreement = ""
    office.signing(NET_IN, NET_OUT)
    return office, main


def test_the_draft_is_the_supplement_filled_from_both(made: Make) -> None:
    office, main = leaning(made)
    with office.desk.store.read() as reader:
        host = reader.agreement(main)
    shown = {field.id: field.known for field in draft_form(office.at("经办员"), office.case).fields}
    assert shown["party_b_name"] == "大姚县人民医院"
    assert shown["internet_name"] == "大姚县人民医院互联网医院堃㛃䶮𠅤"
    office.do("agreements.draft", NET_OUT)
    found = office.paper()
    assert (found.form, found.blanks["main_number"]) == (SUPPLEMENTARY, host.number)
    assert found.ends == host.ends
    assert found.ends < date(2027, 4, 19)


def test_it_is_printed_as_its_own_document_and_signed(made: Make) -> None:
    office, _ = leaning(made)
    office.do("agreements.draft", NET_OUT, blanks={"online_budget": 12_345_600})
    clerk = office.at("经办员")
    step = office.do("agreements.print", NET_OUT)
    assert step.documents == ("supplementary_agreement",)
    assert "supplementary_agreement" in [ref.document for ref in papers.documents_of(clerk, case=office.case)]
    data = papers.paper(clerk, "supplementary_agreement", case=office.case, copy=2)
    assert data == papers.agreement_copy(clerk, office.agreement, copy=2, signer=None)
    text = text_of(data)
    for words in (
        "互联网医院医疗保障服务补充协议",
        "大姚县人民医院互联网医院堃㛃䶮𠅤",
        "由甲方与乙方结算",
        "123,456.00",
        "壹拾贰万叁仟肆佰伍拾陆元整",
        "第2份，共2份",
        "乙方盖章处",
        "本地默认，非文件规定",
    ):
        assert words in text, words
    with pytest.raises(BadInput, match="还没有"):
        papers.paper(clerk, "agreement", agreement=office.agreement)
    assert "互联网医院" in text_of(papers.preview_agreement(clerk, office.agreement))
    office.do("agreements.sign", NET_OUT)
    assert office.paper().state is AgreementState.IN_FORCE
    assert "复诊" in " ".join(line.words for line in agreement_view(clerk, office.agreement).blanks)


def test_without_its_host_there_is_no_supplement(made: Make) -> None:
    office, main = leaning(made)
    office.both("changes.suspend", NET_OUT, agreement=main)
    with pytest.raises(NotAllowed) as refusal:
        office.do("agreements.draft", NET_OUT)
    assert refusal.value.rule == "J5"
