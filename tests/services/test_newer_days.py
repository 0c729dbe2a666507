"""T8: a day before the newest record of other matters is a question; taken, it is said with the step."""

from __future__ import annotations

from datetime import date

from tests.services.office import FIRST, Make
from yb_desktop.services.desk import day_question

BEFORE = date(2026, 2, 27)


def test_a_day_before_the_newest_of_other_matters_is_asked_and_said(made: Make) -> None:
    office = made()
    assert day_question(office.desk, FIRST) is None
    question = day_question(office.desk, BEFORE)
    assert question == f"办理日期{BEFORE}早于本机构其他事项的最近记录（{FIRST}），请核对日期。"
    assert office.do("applications.receive_materials", BEFORE).warnings == (question,)


def test_the_next_step_of_the_newest_matter_is_no_question(made: Make) -> None:
    office = made()
    later = date(2026, 3, 4)
    office.do("applications.receive_materials", later, missing=["fund_forecast"])
    assert day_question(office.desk, later) is None
    assert office.do("applications.notify_missing", later).warnings == ()
