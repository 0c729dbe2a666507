"""The rules as their screen shows them: the catalogue, one rule's bases and own values, and a day counted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from tests.services.office import FIRST, Office, make
from yb_desktop.base.errors import BadInput
from yb_desktop.law.catalogue import Kind
from yb_desktop.law.counting import Pause
from yb_desktop.law.law import shipped_law
from yb_desktop.services.desk import Desk
from yb_desktop.services.registry import run
from yb_desktop.services.views.rules import (
    APPLIES,
    CHAPTERS,
    FILLS,
    OUTER,
    Place,
    areas_of,
    catalogue_lines,
    rule_view,
    what_if,
)

DAYAO = Place("532326", None, FIRST)
QUJING = Place("530300", None, FIRST)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = make(tmp_path_factory.mktemp("rules"), {})
    yield made
    made.desk.store.close()


@pytest.fixture
def desk(office: Office) -> Desk:
    return office.at("审核员")


def test_the_catalogue_has_every_rule_in_its_chapter(desk: Desk) -> None:
    lines = catalogue_lines(desk, DAYAO)
    assert [line.id for line in lines] == [rule.id for rule in shipped_law().catalogue.rules]
    assert {line.chapter for line in lines} == set(CHAPTERS.values())
    chapter = catalogue_lines(desk, DAYAO, chapter="E")
    assert {line.id[0] for line in chapter} == {"E"}


@pytest.mark.parametrize(("find", "rule"), [("e1", "E1"), ("评估时间 15个工作日", "E1"), ("一次性告知", "A15")])
def test_a_rule_is_found_by_what_it_says(desk: Desk, find: str, rule: str) -> None:
    assert rule in {line.id for line in catalogue_lines(desk, DAYAO, find=find)}
    assert catalogue_lines(desk, DAYAO, find="没有这样的规则") == ()


def test_bases_stand_in_their_order_and_say_whom_they_bind(desk: Desk) -> None:  # E1
    local, national = rule_view(desk, "E1", DAYAO).bases
    assert (local.article, local.words, local.standing) == (
        "楚医保〔2022〕10号第15条",
        "评估时间不超过15个工作日",
        APPLIES,
    )
    assert (national.standing, national.kinds) == (OUTER, "医疗机构")
    elsewhere = rule_view(desk, "E1", Place("530302", Kind.PHARMACY, FIRST)).bases
    assert [one.in_force for one in elsewhere] == [False, False]
    assert {one.standing for one in elsewhere} == {"不适用于本地区", "不适用于零售药店"}


def test_a_basis_not_yet_in_force_says_so(desk: Desk) -> None:
    view = rule_view(desk, "E1", Place("532326", None, date(2020, 1, 1)))
    assert [one.standing for one in view.bases] == ["当日未施行", "当日未施行"]
    assert view.note == "本地区无规定"
    assert [line.on for line in view.changes] == [date(2022, 4, 28), date(2021, 2, 1)]


def test_an_own_value_shows_who_set_it_and_when(office: Office, desk: Desk) -> None:  # G3
    [before] = rule_view(desk, "G3", DAYAO).local
    assert (before.setting, before.value) == ("G3", "10个工作日")
    assert before.said.startswith("程序默认")
    run(desk, "oversight.set_local", on=FIRST, params={"setting": "G3", "value": 12, "reason": "会议纪要3号"})
    view = rule_view(office.at("经办员"), "G3", DAYAO)
    [after] = view.local
    assert (after.value, after.said) == ("12个工作日", f"审核员于{FIRST}设定，会议纪要3号")
    assert view.changes[0].words == "本单位设为12个工作日，审核员经手（会议纪要3号）"
    assert view.bases[1].standing == FILLS


def test_a_holiday_notice_stands_with_the_rule_of_working_days(office: Office, desk: Desk) -> None:  # T2, T3
    assert rule_view(desk, "T2", DAYAO).notices
    assert rule_view(desk, "T2", DAYAO).changes == ()
    days = ["2026-04-15", "2026-04-16"]
    params = {"days": [*days], "notice": "楚政办通〔2026〕5号", "name": "州庆"}
    run(desk, "oversight.enter_holiday", on=FIRST, params=params)
    [line] = rule_view(desk, "T2", DAYAO).changes
    assert (line.on, line.words) == (
        FIRST,
        "审核员录入楚政办通〔2026〕5号：州庆放假 2026-04-15、2026-04-16",
    )
    assert not rule_view(office.at("经办员"), "T1", DAYAO).notices


def test_a_figure_of_a_document_is_not_the_offices_to_set(desk: Desk) -> None:
    assert rule_view(desk, "E1", DAYAO).local == ()


def test_a_rule_nobody_knows_is_refused(desk: Desk) -> None:
    with pytest.raises(BadInput) as refusal:
        rule_view(desk, "X9", DAYAO)
    assert refusal.value.code == "rule-unknown"


@pytest.mark.parametrize("rule", ["A15", "E1", "E11", "E13", "G3", "G6", "C15", "A17"])
@pytest.mark.parametrize("kind", [None, Kind.MEDICAL, Kind.PHARMACY])
def test_what_would_be_is_what_the_law_counts(desk: Desk, rule: str, kind: Kind | None) -> None:
    place = Place("532326", kind, FIRST)
    pauses = (Pause(date(2026, 3, 4), date(2026, 3, 6)),)
    counted = desk.law.due(rule, FIRST, area="532326", kind=kind, paused=pauses)
    found = what_if(desk, rule, FIRST, place, pauses)
    assert [(one.last_day, one.outer, one.provisional, one.why) for one in found] == [
        (one.last_day, one.outer, one.provisional, one.why) for one in counted
    ]


@pytest.mark.parametrize(
    "pauses", [(), (Pause(date(2026, 3, 4), date(2026, 3, 6)),), (Pause(date(2026, 3, 7), date(2026, 4, 9)),)]
)
def test_the_days_of_a_period_are_numbered_to_its_last(desk: Desk, pauses: tuple[Pause, ...]) -> None:  # T1, T2, T7
    first = what_if(desk, "E1", FIRST, DAYAO, pauses)[0]
    numbers = [one.number for one in first.days if one.number]
    assert numbers == list(range(1, 16))
    assert (first.days[-1].day, first.days[-1].number) == (first.last_day, 15)
    rests = {one.words for one in first.days if not one.number}
    assert "周六 休息日" in rests
    assert any("补正期间不计" in words for words in rests) == bool(pauses)


def test_an_area_without_a_rule_counts_nothing(desk: Desk) -> None:
    assert what_if(desk, "E1", FIRST, Place("530302", Kind.PHARMACY, FIRST)) == ()


def test_the_offices_own_area_comes_first(desk: Desk) -> None:
    codes = [one.code for one in areas_of(desk)]
    assert codes[0] == "532326"
    assert {"532300", "530300", "530302"} <= set(codes)
    assert len(codes) == len(set(codes))
    assert QUJING.area in codes
