"""Assessments (G10), ledgers (S1), figures (S2, S3, S10) and the scorecard of counties (S3, S4), from real steps."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.services.above import DECEMBER, RECEIVED
from tests.services.office import FIRST, Make, Office
from yb_desktop.base.errors import NotAllowed, UserError
from yb_desktop.domain.assessing import assessment_of, newest_assessment
from yb_desktop.services.desk import Desk
from yb_desktop.services.figures import Figure
from yb_desktop.services.ledgers import LedgerRow
from yb_desktop.services.registry import run
from yb_desktop.services.scorecard import CountyScore

THEN = date(2026, 3, 12)
SIGNED = date(2026, 3, 18)
LATE = date(2026, 4, 10)


def sign(office: Office) -> Office:
    """Lead an office to an agreement in force, filed late."""
    office.signing()
    for step in ("draft", "print", "sign"):
        office.do(f"agreements.{step}", SIGNED)
    office.do("agreements.file", LATE)
    return office


@pytest.fixture
def signed(made: Make) -> Office:
    return sign(made(class_="general_hospital", beds=120))


def figures(office: Office, **params: str | int) -> dict[str, Figure]:
    step = office.do("oversight.figures", DECEMBER, {"year": 2026, **params})
    return {row.key: row for row in step.rows if isinstance(row, Figure)}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, (10_000, "excellent", 100, True)),
        # 10 of 100 points: the head keeps 27 of 37.
        ({"rational_care": "no"}, (9_000, "excellent", 100, True)),
        ({"rational_care": "no", "sign": "no"}, (8_800, "good", 100, True)),
        ({"rational_care": {"answer": "partly", "points": 501}, "correct_charges": "no"}, (8_501, "good", 100, True)),
        ({"no_fraud": "no"}, (10_000, "failed", 0, False)),
    ],
)
def test_points_grade_and_what_follows(
    signed: Office, answers: dict[str, str | dict[str, str | int]], expected: tuple[int, str, int, bool]
) -> None:  # G10
    step = signed.do("oversight.assess", DECEMBER, year=2026, answers=dict(answers))
    found = assessment_of(signed.paper(), 2026)
    assert found is not None
    assert (found.score, found.grade, found.deposit, found.renews) == expected
    assert found.number.endswith("考〔2026〕1号")
    assert f"{expected[2]}%" in step.warnings[0]
    assert newest_assessment(signed.paper()) == found


def test_the_office_sets_its_own_marks(signed: Office) -> None:
    signed.do("oversight.set_local", DECEMBER, who="审核员", setting="assessment.excellent", value=9_500)
    signed.do("oversight.assess", DECEMBER, year=2026, answers={"rational_care": "no"})
    found = assessment_of(signed.paper(), 2026)
    assert found is not None
    assert found.grade == "good"


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"year": 2025}, "year"),
        ({"year": 2027}, "year"),
        ({"year": 2026, "answers": {"no_such_item": "yes"}}, "form-item"),
        ({"year": 2026, "answers": {"sign": {"answer": "partly", "points": 900}}}, "answer"),
        ({"year": 2026, "version": 9}, "form"),
    ],
)
def test_an_assessment_that_makes_no_sense_leaves_nothing(signed: Office, params: dict[str, int], code: str) -> None:
    at = signed.everything()
    with pytest.raises(UserError) as refusal:
        signed.do("oversight.assess", DECEMBER, dict(params))
    assert refusal.value.code == code
    assert signed.everything() == at


def test_every_item_is_answered(signed: Office) -> None:
    with pytest.raises(UserError, match="还有16项没有评定"):
        signed.do("oversight.assess", DECEMBER, bare=True, year=2026, answers={"sign": "yes"})


def test_a_year_is_assessed_once(signed: Office) -> None:
    signed.do("oversight.assess", DECEMBER, year=2026)
    with pytest.raises(NotAllowed) as refusal:
        signed.do("oversight.assess", DECEMBER, year=2026)
    assert refusal.value.rule == "G10"


def test_the_ledger_of_new_institutions_on_screen_and_in_excel(signed: Office, tmp_path: Path) -> None:  # S1
    file = tmp_path / "台账.xlsx"
    span = {"from": "2026-03-01", "to": "2026-03-31", "file": str(file)}
    step = signed.do("oversight.ledger", DECEMBER, {"which": "new", **span})
    [row] = [row for row in step.rows if isinstance(row, LedgerRow)]
    assert (row.day, row.what, row.kind, row.actor, row.state) == (SIGNED, "签订协议", "医疗机构", "经办员", "未导出")
    assert (row.entity, row.institution) == (signed.agreement, signed.institution)
    assert row.number == signed.paper().number
    sheet = load_workbook(file).active
    assert sheet is not None
    lines = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=2)]
    assert lines[0][:5] == ["序号", "日期", "事项", "文号", "机构名称"]
    assert lines[1][4] == row.name
    assert len(lines) == 2


def test_a_name_that_looks_like_a_formula_stays_a_name(made: Make, tmp_path: Path) -> None:
    office = sign(made(name="=1+1卫生室"))
    file = tmp_path / "x.xlsx"
    office.do(
        "oversight.ledger", DECEMBER, {"which": "new", "from": "2026-01-01", "to": "2026-12-31", "file": str(file)}
    )
    sheet = load_workbook(file).active
    assert sheet is not None
    cell = sheet.cell(3, 5)
    assert (cell.value, cell.data_type) == ("=1+1卫生室", "s")


def test_a_ledger_outside_its_days_is_empty(signed: Office) -> None:
    step = signed.do("oversight.ledger", DECEMBER, {"which": "new", "from": "2026-04-01", "to": "2026-12-31"})
    assert step.rows == ()
    assert step.documents == ("ledger",)


def test_beds_against_the_index(signed: Office) -> None:  # S2
    bare = figures(signed)["beds"]
    assert bare.value is None
    assert "未设定参保人数" in bare.note
    signed.do("oversight.set_local", LATE, who="审核员", setting="insured", value=20_000)
    signed.do("oversight.set_local", LATE, who="审核员", setting="beds_index", value=650)
    beds = figures(signed)["beds"]
    # 120 beds for 20,000 insured are 6.00 per thousand, below 6.50.
    assert (beds.value, beds.scale) == (600, 100)
    assert beds.note.startswith("低于规划指标6.50")
    assert beds.rows == (signed.institution,)
    assert beds.split == {"local": 1}


def test_institutions_by_class_and_the_rows_behind(signed: Office) -> None:  # S3
    found = figures(signed)
    assert found["institutions"].value == found["institutions.general_hospital"].value == 1
    assert found["institutions"].rows == (signed.institution,)
    elsewhere = figures(signed, area="532325")
    assert elsewhere["institutions"].value == 0


def test_timeliness_of_a_step_is_share_and_median(signed: Office) -> None:  # S3
    found = figures(signed)
    # Signed on 18 March, filed on 10 April: working days 19, 20, 23 to 27, 30 March to 3 April, 7 to 10 April are 16.
    assert (found["in_time.G4"].value, found["median.G4"].value) == (0, 1_600)
    assert found["in_time.A15"].value == 10_000
    assert found["in_time.G4"].rows == (signed.agreement,)
    assert "in_time.E13" not in found  # a wait is never late


def test_the_work_budget_is_asked_for_in_qujing_only(made: Make) -> None:  # S10
    assert "budget" not in figures(made())
    office = made(area="530302")
    assert figures(office)["budget"].value is None
    office.do("oversight.set_local", FIRST, who="审核员", setting="inhabitants", value=400_000)
    # From 400,000 to below 800,000 inhabitants: at least 300,000 yuan, in fen.
    assert figures(office)["budget"].value == 30_000_000


def test_the_scorecard_marks_what_it_cannot_know(prefecture: Desk) -> None:  # S3, S4
    step = run(prefecture, "oversight.score_counties", on=DECEMBER, params={"year": 2026})
    rows = [row for row in step.rows if isinstance(row, CountyScore)]
    assert len({row.county for row in rows}) == 10
    heard = {row.head: row for row in rows if row.county == "532326"}
    assert not heard["参保率"].known
    assert not heard["预算管理责任"].known
    timely = heard["医保政策执行（各环节按期率）"]
    assert timely.known
    assert timely.value is not None
    assert 0 < timely.value < 10_000
    assert timely.rows
    assert timely.until == max(record.on for record in RECEIVED)
    silent = [row for row in rows if row.county == "532325"]
    assert all(not row.known and row.value is None and row.until == "" for row in silent)
    assert {row.note for row in silent} == {"尚未收到该县市的数据包"}


def test_a_county_scores_nobody(signed: Office) -> None:
    with pytest.raises(NotAllowed) as refusal:
        signed.do("oversight.score_counties", DECEMBER, year=2026)
    assert refusal.value.rule == "S3"


def test_looking_writes_nothing(signed: Office) -> None:
    at = signed.everything()
    figures(signed)
    signed.do("oversight.ledger", DECEMBER, {"which": "measures", "from": "2026-01-01", "to": "2026-12-31"})
    assert signed.everything() == at


def test_money_of_measures_is_summed_by_kind_class_and_county(signed: Office) -> None:
    on = date(2026, 4, 13)
    audit = signed.do("breaches.open_audit", on).entity
    signed.do("breaches.hear", on, audit=audit)
    for action, fen in (("withhold", 12_345), ("withhold", 55), ("recover", 100_000), ("charge_damages", 1)):
        signed.both(f"breaches.{action}", on, audit=audit, amount=fen)
    signed.both("breaches.recover", on, audit=audit, amount=7)
    signed.both("cases.void_step", on, audit=audit, step="breaches.recover")
    signed.both("breaches.suspend_part", on, audit=audit)

    money = {(f.group, f.title): f for f in figures(signed).values() if f.key.startswith("money.")}

    sums = {key: (figure.value, figure.scale, len(figure.rows)) for key, figure in money.items()}
    assert sums == {
        ("违约处理金额（按措施）", "不予支付费用"): (12_400, 100, 2),
        ("违约处理金额（按措施）", "追回费用"): (100_000, 100, 1),
        ("违约处理金额（按措施）", "违约金"): (1, 100, 1),
        ("违约处理金额（按机构类别）", "综合医院"): (112_401, 100, 4),
        ("违约处理金额（按县市）", "大姚县"): (112_401, 100, 4),
    }
    assert all(figure.split == {"local": len(figure.rows)} for figure in money.values())
    assert not any(key.startswith("money.") for key in figures(signed, area="532301"))


def test_the_last_month_of_a_year_tells_what_its_assessment_means_for_the_settlement(signed: Office) -> None:
    for month in (11, 12):
        signed.do("agreements.record_claim", DECEMBER, {"period": f"2026-{month}", "amount": 500})
    assert signed.do("agreements.record_payment", DECEMBER, period="2026-11").warnings == ()
    step = signed.do("agreements.record_payment", DECEMBER, period="2026-12")
    assert any("G10" in warning and "尚未绩效考核" in warning for warning in step.warnings)
    signed.both("cases.void_step", DECEMBER, agreement=signed.agreement)
    signed.do("oversight.assess", DECEMBER, year=2026)

    step = signed.do("agreements.record_payment", DECEMBER, period="2026-12")

    assert any("G10" in warning and "返还100%" in warning for warning in step.warnings)
