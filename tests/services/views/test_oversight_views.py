"""Oversight as its screen shows it: the rows behind every figure give that figure; what is written reads back."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import median

import pytest
from openpyxl import load_workbook

from tests import databases
from tests.services.above import DECEMBER
from tests.services.office import Office, make
from tests.store.bulk import register
from tests.store.desk import COUNTY, PREFECTURE, law
from tests.store.desk import Desk as Records
from yb_desktop.base.clock import FixedClock
from yb_desktop.base.errors import NotAllowed
from yb_desktop.base.ids import make_ids
from yb_desktop.domain.scoring import half_up
from yb_desktop.services.desk import Desk
from yb_desktop.services.figures import Figure
from yb_desktop.services.ledgers import Ledger
from yb_desktop.services.views.oversight import (
    areas_of,
    behind_figure,
    behind_score,
    figure_words,
    ledger_view,
    save_behind,
    save_ledger,
    save_scorecard,
    save_statistics,
    scaled_words,
    scorecard_view,
    statistics_view,
    years_of,
)
from yb_desktop.store.database import Store


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office with an agreement, measures with and without money, and what the beds are held against."""
    office = make(tmp_path_factory.mktemp("figures"), {"class_": "general_hospital", "beds": 120})
    office.signing()
    for step in ("draft", "print", "sign"):
        office.do(f"agreements.{step}", date(2026, 3, 18))
    office.do("agreements.file", date(2026, 4, 10))
    office.do("breaches.talk", date(2026, 5, 6))
    office.do("breaches.order_mending", date(2026, 5, 7))
    office.do("breaches.hear", date(2026, 5, 7), waived=True)
    office.both("breaches.withhold", date(2026, 5, 8), amount=123_450, basis="CX-29")
    for setting, value in (("insured", 20_000), ("beds_index", 650)):
        office.do("oversight.set_local", date(2026, 5, 8), who="审核员", setting=setting, value=value)
    yield office
    office.desk.store.close()


@pytest.fixture
def desk(worked: Office) -> Desk:
    return worked.at("审核员")


def counted_again(figure: Figure, adds: list[int]) -> int:
    match figure.key.partition(".")[0]:
        case "beds":
            return half_up(sum(adds) * 100_000, 20_000)
        case "in_time":
            return half_up(sum(adds) * 10_000, len(adds))
        case "median":
            return round(median(adds) * 100)
        case _:
            return sum(adds)


def test_every_figure_is_counted_again_from_the_rows_behind_it(desk: Desk) -> None:  # S2, S3
    view = statistics_view(desk, 2026, "532326")
    heads = {one.key.partition(".")[0] for one in view.figures}
    assert {"beds", "institutions", "in_time", "median", "measures", "money"} == heads
    for figure in view.figures:
        rows = behind_figure(desk, view, figure).rows
        assert len(rows) == len(figure.rows) == sum(figure.split.values())
        assert figure.value == counted_again(figure, [row.adds for row in rows])
        assert all(row.name and row.what and row.entity for row in rows)


def test_a_figure_of_another_area_has_no_rows_of_ours(desk: Desk) -> None:
    view = statistics_view(desk, 2026, "532326101")
    institutions = view.find("institutions")
    assert institutions is not None
    assert institutions.value == len(behind_figure(desk, view, institutions).rows)


def test_a_ledger_is_searched_by_every_word(desk: Desk, tmp_path: Path) -> None:  # S1
    whole = ledger_view(desk, Ledger.MEASURES, date(2026, 1, 1), DECEMBER)
    assert [row.what for row in whole.rows] == ["约谈", "责令限期整改", "不予支付费用"]
    found = ledger_view(desk, Ledger.MEASURES, date(2026, 1, 1), DECEMBER, "整改 经办员")
    assert [row.what for row in found.rows] == ["责令限期整改"]
    assert found.total == 3
    file = tmp_path / f"{found.name}.xlsx"
    save_ledger(desk, found, file)
    sheet = load_workbook(file).active
    assert sheet is not None
    assert [[cell.value for cell in line][2] for line in sheet.iter_rows(min_row=2)] == ["事项", "责令限期整改"]


def test_what_is_written_as_excel_reads_back(desk: Desk, tmp_path: Path) -> None:
    view = statistics_view(desk, 2026, "532326")
    save_statistics(desk, view, tmp_path / "统计.xlsx")
    sheet = load_workbook(tmp_path / "统计.xlsx").active
    assert sheet is not None
    assert [line[2].value for line in sheet.iter_rows(min_row=3)] == [figure_words(one) for one in view.figures]
    institutions = view.find("institutions")
    assert institutions is not None
    rows = behind_figure(desk, view, institutions)
    save_behind(desk, rows, tmp_path / "明细.xlsx")
    sheet = load_workbook(tmp_path / "明细.xlsx").active
    assert sheet is not None
    assert [line[1].value for line in sheet.iter_rows(min_row=3)] == [row.name for row in rows.rows]


def test_numbers_are_written_with_their_unit() -> None:
    assert scaled_words(9650, 100, "%") == "96.50%"
    assert scaled_words(123_450, 100, "元") == "1,234.50 元"
    assert scaled_words(1_200, 1, "家") == "1,200 家"
    assert scaled_words(None, 1, "家") == "未知"


def test_a_county_offers_itself_and_its_townships(desk: Desk) -> None:
    areas = areas_of(desk)
    assert areas[0].code == "532326"
    assert all(one.parent == "532326" for one in areas[1:])
    assert years_of(desk)[:2] == (2026, 2025)


def test_who_has_no_business_here_sees_nothing(worked: Office) -> None:
    with pytest.raises(NotAllowed) as refusal:
        statistics_view(worked.at("管理员"), 2026, "532326")
    assert refusal.value.rule == "role"


def test_every_head_of_a_county_is_counted_again_from_its_rows(prefecture: Desk) -> None:  # S3, S4
    lines = scorecard_view(prefecture, 2026)
    assert len(lines) == 10
    heard = next(line for line in lines if line.county == "532326")
    assert {one.key for one in heard.scores if not one.known} == {"participation", "fund", "budget"}
    for line in lines:
        for score in line.scores:
            rows = behind_score(prefecture, 2026, score).rows if score.known else ()
            assert len(rows) == len(score.rows)
            if score.known:
                adds = [row.adds for row in rows]
                counted = half_up(sum(adds) * 10_000, len(adds)) if score.key == "in_time" else sum(adds)
                assert counted == score.value


def test_the_scorecard_is_written_with_its_unknowns(prefecture: Desk, tmp_path: Path) -> None:
    lines = scorecard_view(prefecture, 2026)
    save_scorecard(prefecture, 2026, lines, tmp_path / "考核.xlsx")
    sheet = load_workbook(tmp_path / "考核.xlsx").active
    assert sheet is not None
    cells = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=3)]
    assert [line[0] for line in cells] == [line.name for line in lines]
    assert cells[0][1:7] == ["未知"] * 6


def test_a_township_nobody_knows_breaks_no_list(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "data", PREFECTURE, law(), database=databases.new_database())
    records = Records(COUNTY)
    with store.write() as tx:
        tx.take(list(register(records, 40)))
        for number in range(40):
            tx.take(list(records.full_case(f"inst-{number:06d}", f"case-{number}", f"agr-{number}")))
    desk = Desk(store, FixedClock(DECEMBER), make_ids(random.Random(5)))
    ledger = ledger_view(desk, Ledger.NEW, date(2026, 1, 1), DECEMBER)
    assert ledger.total == 40
    assert all(row.area for row in ledger.rows)
    assert any(row.area.isdigit() for row in ledger.rows)  # no name is known: the code says where it is
    view = statistics_view(desk, 2026, "532300")
    for figure in view.figures:
        assert len(behind_figure(desk, view, figure).rows) == len(figure.rows)
    store.close()
