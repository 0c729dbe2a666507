"""The papers of the office itself, from real steps: oversight, exchange, empty forms; and papers in other formats."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests import databases
from tests.paper.documents.reading import pages_of, text_of
from tests.services.cases import ADMITTED, LISTED, VISITED, Led, lead
from tests.services.office import Make, Office
from yb_desktop.base.canon import Json
from yb_desktop.base.clock import FixedClock
from yb_desktop.base.errors import BadInput, NotAllowed, Refused
from yb_desktop.base.ids import make_ids
from yb_desktop.domain.vocabulary import Level
from yb_desktop.law.law import Kind
from yb_desktop.services import papers
from yb_desktop.services.office_papers import OfficeWanted, office_paper
from yb_desktop.services.offices import make_office
from yb_desktop.services.papers import Wanted, paper_as

DECEMBER = date(2026, 12, 15)
YEAR = OfficeWanted(year=2026)


def ledger_of(which: str) -> OfficeWanted:
    return OfficeWanted(which=which, first=date(2026, 1, 1), last=date(2026, 12, 31))


@pytest.fixture
def signed(made: Make) -> Office:
    office = made(class_="general_hospital", name="=大姚县祎喆医院𠅤", beds=120)
    office.in_force()
    return office


@pytest.mark.parametrize("which", ["new", "changes", "checks", "measures", "assessments"])
def test_every_ledger_prints_what_its_rows_say(signed: Office, which: str) -> None:  # S1
    signed.do("oversight.assess", DECEMBER, year=2026)
    text = text_of(office_paper(signed.at("经办员"), "ledger", ledger_of(which)))
    filled = which in {"new", "assessments"}
    assert ("=大姚县祎喆医院𠅤" in text) is filled
    assert ("本期没有发生。" in text) is not filled
    if which == "new":
        assert signed.paper().number in text


def test_a_ledger_as_a_workbook_holds_days_and_names_never_formulas(signed: Office) -> None:
    data = office_paper(signed.at("经办员"), "ledger", ledger_of("new"), suffix=".xlsx")
    assert data == office_paper(signed.at("经办员"), "ledger", ledger_of("new"), suffix=".xlsx")
    sheet = load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    cell = sheet.cell(3, 5)
    assert (cell.value, cell.data_type) == ("=大姚县祎喆医院𠅤", "s")
    assert sheet.cell(3, 2).number_format == "yyyy-mm-dd"


def test_a_ledger_needs_its_name_and_its_days(signed: Office) -> None:
    desk = signed.at("经办员")
    for wanted, said in (
        (OfficeWanted(which="new"), "起止日期"),
        (ledger_of("poems"), "新增定点医药机构"),
        (OfficeWanted(which="new", first=DECEMBER, last=date(2026, 1, 1)), "早于起日"),
    ):
        with pytest.raises(BadInput, match=said):
            office_paper(desk, "ledger", wanted)


def test_statistics_print_the_figures_of_the_year(signed: Office) -> None:  # S2, S3
    desk = signed.at("经办员")
    text = text_of(office_paper(desk, "statistics", YEAR))
    assert "未知张" in text
    assert "未设定参保人数，无法计算" in text
    assert "insured" not in text
    assert "定点医药机构全部1家" in text
    signed.do("oversight.set_local", DECEMBER, who="审核员", setting="insured", value=1_000)
    assert "120.00张" in text_of(office_paper(desk, "statistics", YEAR))
    sheet = load_workbook(io.BytesIO(office_paper(desk, "statistics", YEAR, suffix=".xlsx"))).active
    assert sheet is not None
    assert 120 in [cell.value for row in sheet.iter_rows() for cell in row]


def test_only_a_prefecture_scores_its_counties(signed: Office) -> None:  # S3
    with pytest.raises(NotAllowed) as refusal:
        office_paper(signed.at("经办员"), "county_scorecard", YEAR)
    assert refusal.value.rule == "S3"


def test_a_county_never_heard_from_is_unknown_throughout(tmp_path: Path) -> None:  # S3, S4
    desk = make_office(
        tmp_path / "prefecture",
        office="532300",
        name="楚雄州医疗保障服务中心",
        level=Level.PREFECTURE,
        database=databases.new_database(),
        clock=FixedClock(DECEMBER),
        ids=make_ids(random.Random(3)),
    )
    try:
        pages = pages_of(office_paper(desk, "county_scorecard", YEAR))
        assert "大姚县未知未知未知未知未知未知从未收到—" in pages[0]
        assert "武定县：尚未收到数据包，各项均为未知" in "".join(pages)
        assert len(pages) == 1
    finally:
        desk.store.close()


def test_an_assessment_prints_its_sheet_and_its_notice(signed: Office) -> None:  # G10
    desk = signed.at("经办员")
    with pytest.raises(BadInput, match="还没有"):
        papers.paper(desk, "assessment_notice", agreement=signed.agreement)
    answers: dict[str, Json] = {"rational_care": {"answer": "partly", "points": 501}, "correct_charges": "no"}
    signed.do("oversight.assess", DECEMBER, year=2026, answers=answers)
    sheet = text_of(papers.paper(desk, "assessment_form", agreement=signed.agreement))
    assert "5.01" in sheet
    assert "总分85.01分（满分100分）" in sheet
    assert "☑良好（80分以上、不满90分）" in sheet
    notice = text_of(papers.paper(desk, "assessment_notice", agreement=signed.agreement))
    assert "考核得分：85.01分" in notice
    assert "国家医疗保障局令第2号）第36条" in notice
    assert "全额退还" in notice


def test_the_marks_on_a_sheet_are_those_of_its_day(signed: Office) -> None:
    signed.do("oversight.set_local", DECEMBER, who="审核员", setting="assessment.excellent", value=9_500)
    signed.do("oversight.assess", DECEMBER, year=2026)
    desk = signed.at("经办员")
    before = papers.paper(desk, "assessment_form", agreement=signed.agreement)
    assert "☑优秀（95分以上）" in text_of(before)
    later = date(2026, 12, 20)
    signed.do("oversight.set_local", later, who="审核员", setting="assessment.excellent", value=9_900)
    assert papers.paper(desk, "assessment_form", agreement=signed.agreement) == before


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("document", ["application_form", "visit_form", "assessment_form"])
def test_empty_forms_have_every_item_and_no_answer(signed: Office, document: str, kind: Kind) -> None:
    text = text_of(office_paper(signed.at("经办员"), document, OfficeWanted(empty=kind)))
    assert ("□符合" in text) is (document != "application_form")
    assert "☑" not in text
    assert "空白表" in text
    if (document, kind) == ("visit_form", Kind.MEDICAL):
        assert "（床位100张以上的机构" in text


def test_what_has_no_empty_form_is_said(signed: Office) -> None:
    with pytest.raises(BadInput, match="没有空白表"):
        office_paper(signed.at("经办员"), "acceptance_notice", OfficeWanted(empty=Kind.MEDICAL))
    with pytest.raises(BadInput, match="没有名为"):
        office_paper(signed.at("经办员"), "poem", OfficeWanted())
    with pytest.raises(BadInput, match="还没有密钥"):
        office_paper(signed.at("经办员"), "key_form", OfficeWanted())
    with pytest.raises(Refused):
        office_paper(signed.at("经办员"), "root_fingerprint", OfficeWanted())


@pytest.fixture
def led(tmp_path: Path) -> Iterator[Led]:
    office = lead(tmp_path / "county")
    yield office
    office.clerk.store.close()


def test_the_publicity_list_in_every_format_and_a_receipt_on_paper_only(led: Led) -> None:
    led.do("2026-03-02", "applications.receive_materials")
    led.through(ADMITTED, VISITED, LISTED)
    wanted = Wanted(case=led.case)
    number = "大医保公示〔2026〕1号"
    page = paper_as(led.clerk, "publicity_list", ".html", wanted).decode("utf-8")
    assert number in page
    assert "大姚县石羊镇柳树村卫生室" in page
    assert paper_as(led.clerk, "publicity_list", ".docx", wanted).startswith(b"PK")
    assert paper_as(led.clerk, "publicity_list", ".xlsx", wanted).startswith(b"PK")
    assert paper_as(led.clerk, "publicity_list", ".pdf", wanted) == papers.paper(
        led.clerk, "publicity_list", case=led.case
    )
    for document, suffix in (("intake_receipt", ".docx"), ("acceptance_notice", ".html"), ("visit_form", ".xlsx")):
        with pytest.raises(BadInput) as refusal:
            paper_as(led.clerk, document, suffix, wanted)
        assert refusal.value.code == "format"
