"""T2, T3: a holiday or a value entered moves open clocks and names them; a refusal leaves nothing behind."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from tests.services.office import FIRST, Make, Office
from yb_desktop.base.canon import Json
from yb_desktop.base.errors import UserError
from yb_desktop.services.desk import Desk
from yb_desktop.services.office_settings import MovedClock
from yb_desktop.services.offices import open_office
from yb_desktop.services.timing import late_days, limits_of
from yb_desktop.store import lists
from yb_desktop.store.tables.applications import clocks

TORCH: dict[str, Json] = {
    "days": ["2026-08-05", "2026-08-06", "2026-08-07"],
    "notice": "楚政办通〔2026〕9号",
    "name": "火把节",
}
JULY = date(2026, 7, 31)
ENTERED = date(2026, 8, 3)
DUE = date(2026, 8, 7)
MOVED = date(2026, 8, 12)
"""3, 4, 10, 11, 12 August: the fifth working day when the 5th to the 7th are closed."""


@pytest.fixture
def waiting(office: Office) -> Office:
    """An office that waits for a supplement across the Torch Festival."""
    office.do("applications.receive_materials", JULY, missing=["fund_forecast"])
    office.do("applications.notify_missing", JULY)
    office.do("applications.deliver", JULY)
    return office


def due(desk: Desk) -> dict[str, tuple[date, bool]]:
    with desk.store.read() as reader:
        return {row.rule: (row.last_day, row.provisional) for row in lists.due(reader).rows}


def test_a_holiday_moves_the_clock_and_says_which_and_why(waiting: Office) -> None:
    assert due(waiting.desk)["A16"] == (DUE, True)
    step = waiting.do("oversight.enter_holiday", ENTERED, TORCH, who="审核员")
    rows = [row for row in step.rows if isinstance(row, MovedClock)]
    assert [(row.entity, row.rule, row.before, row.after) for row in rows] == [(waiting.case, "A16", DUE, MOVED)]
    assert "楚政办通〔2026〕9号火把节" in rows[0].why
    assert "2026-08-12" in rows[0].why
    assert rows[0].name
    assert rows[0].name in step.warnings[0]
    # T3: the window is closed with its notice, and the day is certain.
    assert due(waiting.desk)["A16"] == (MOVED, False)


def test_every_desk_of_the_office_works_under_the_new_law_at_once(waiting: Office) -> None:
    clerk = waiting.at("经办员")
    waiting.do("oversight.enter_holiday", ENTERED, TORCH, who="审核员")
    assert not clerk.law.is_working_day(date(2026, 8, 5), "532326")


def test_the_law_is_there_after_opening_and_a_rebuild_gives_the_same(waiting: Office) -> None:
    waiting.do("oversight.enter_holiday", ENTERED, TORCH, who="审核员")
    waiting.do("oversight.set_local", ENTERED, who="审核员", setting="G3", value=15)
    before = waiting.everything()
    assert [item.ok for item in waiting.desk.store.check(full=True) if item.name == "projections"] == [True]
    waiting.desk.store.rebuild()
    assert waiting.everything() == before
    folder, clock = waiting.desk.store.folder, waiting.desk.clock
    waiting.desk.store.close()
    waiting.desk = open_office(folder, clock=clock)
    assert waiting.everything() == before
    assert waiting.desk.law.own_values() == {"G3": 15}
    assert due(waiting.desk)["A16"] == (MOVED, False)


def test_a_finished_step_is_judged_by_the_calendar_as_it_became_known(waiting: Office) -> None:
    waiting.do("applications.receive_supplement", DUE)
    before = waiting.everything()
    step = waiting.do("oversight.enter_holiday", DUE, TORCH, who="审核员")
    assert step.rows == ()
    waiting.desk.store.rebuild()
    assert waiting.everything() != before
    assert [item.ok for item in waiting.desk.store.check(full=True) if item.name == "projections"] == [True]


def test_a_value_is_kept_with_who_and_when(waiting: Office) -> None:
    waiting.do("oversight.set_local", ENTERED, who="审核员", setting="insured", value=250_000, reason="2025年末")
    with waiting.desk.store.read() as reader:
        kept = reader.office().values["insured"]
        person = reader.person(kept.actor)
    assert (kept.value, kept.on, kept.reason, person.name) == (250_000, ENTERED, "2025年末", "审核员")


@pytest.mark.parametrize(
    ("action", "params", "code"),
    [
        ("oversight.enter_holiday", {"days": [], "notice": "x"}, "holiday"),
        ("oversight.enter_holiday", {"days": ["2026-08-05"], "notice": " "}, "holiday"),
        ("oversight.enter_holiday", {"days": ["2062-08-05"], "notice": "x"}, "holiday"),
        ("oversight.set_local", {"setting": "E1", "value": 20}, "local-refused"),
        ("oversight.set_local", {"setting": "G3", "value": 0}, "local-refused"),
        ("oversight.set_local", {"setting": "X9", "value": 1}, "rule-unknown"),
        ("oversight.set_local", {"setting": "insured", "value": 0}, "local-refused"),
        ("oversight.set_local", {"setting": "insured.532325", "value": 5}, "local-refused"),
        ("oversight.set_local", {"setting": "insured.1", "value": 5}, "area-unknown"),
    ],
)
def test_a_refusal_leaves_nothing_behind(office: Office, action: str, params: dict[str, Json], code: str) -> None:
    at = office.everything()
    with pytest.raises(UserError) as refusal:
        office.do(action, FIRST, params, who="审核员")
    assert refusal.value.code == code
    assert office.everything() == at


def test_no_setting_lies_before_the_one_before(made: Make) -> None:  # T8
    office = made()
    office.do("oversight.set_local", ENTERED, who="审核员", setting="G3", value=15)
    at = office.everything()
    with pytest.raises(UserError, match="早于本单位上一次设定"):
        office.do("oversight.set_local", JULY, who="审核员", setting="G3", value=12)
    assert office.everything() == at


def late(office: Office, rule: str) -> list[tuple[date, int, bool]]:
    """Give the stopped clocks of a rule as the tables have them: last day, lateness, whether provisional."""
    with office.desk.store.read() as reader:
        c = clocks.c
        rows = reader.connection.execute(
            select(c.last_day, c.late, c.provisional).where(c.rule == rule, c.running.is_(False), c.outer.is_(False))
        )
        kept = [(row.last_day, row.late, row.provisional) for row in rows]
        matters = [value for one in (office.case, office.agreement) if one and (value := reader.entity(one))]
    law = office.desk.law
    asked = [
        late_days(matter, limit, law)
        for matter in matters
        for limit in limits_of(matter)
        if limit.rule == rule and limit.stopped is not None
    ]
    assert asked == [days for _, days, _ in kept], "the page and the tables judge alike"
    return kept


def test_a_value_set_later_does_not_judge_what_was_done_before(made: Make) -> None:
    office = made()
    office.signing()  # G3 counts from 12 March: 13, 16-20, 23-26 March
    for step, on in (("draft", date(2026, 3, 16)), ("print", date(2026, 3, 16)), ("sign", date(2026, 3, 27))):
        office.do(f"agreements.{step}", on)
    assert late(office, "G3") == [(date(2026, 3, 26), 1, False)]

    office.do("oversight.set_local", date(2026, 4, 1), who="审核员", setting="G3", value=15)
    assert late(office, "G3") == [(date(2026, 3, 26), 1, False)]
    office.do("oversight.set_local", date(2026, 4, 2), who="审核员", setting="G3", value=3)

    assert late(office, "G3") == [(date(2026, 3, 26), 1, False)]
    before = office.everything()
    office.desk.store.rebuild()
    assert office.everything() == before


def test_a_value_counts_from_its_own_day_on(made: Make) -> None:
    office = made()
    office.do("oversight.set_local", date(2026, 3, 2), who="审核员", setting="G3", value=15)
    office.signing()
    office.do("oversight.set_local", date(2026, 3, 26), who="审核员", setting="G3", value=10)
    for step in ("draft", "print", "sign"):
        office.do(f"agreements.{step}", date(2026, 3, 27))

    assert late(office, "G3") == [(date(2026, 3, 26), 1, False)]


def test_a_holiday_entered_later_does_not_judge_what_was_done_before(office: Office) -> None:
    office.do("applications.receive_materials", date(2026, 3, 2), missing=["fund_forecast"])
    office.do("applications.notify_missing", date(2026, 3, 10))
    office.do("applications.deliver", date(2026, 3, 10))
    assert late(office, "A15") == [(date(2026, 3, 9), 1, False)]

    params: dict[str, Json] = {"days": ["2026-03-05", "2026-03-12"], "notice": "姚政办通〔2026〕1号"}
    step = office.do("oversight.enter_holiday", date(2026, 3, 11), params, who="审核员")

    # The open clock moves: 11, 13, 16, 17, 18 March instead of 11-13, 16, 17.
    assert [(row.rule, row.after) for row in step.rows if isinstance(row, MovedClock)] == [("A16", date(2026, 3, 18))]
    assert late(office, "A15") == [(date(2026, 3, 9), 1, False)]
    before = office.everything()
    office.desk.store.rebuild()
    assert office.everything() == before


def test_what_was_provisional_when_it_was_done_is_worked_out_again(office: Office) -> None:
    # T3: the last day lay in the Torch Festival's window while the notice was not known.
    office.do("applications.receive_materials", JULY, missing=["fund_forecast"])
    office.do("applications.notify_missing", date(2026, 8, 10))
    office.do("applications.deliver", date(2026, 8, 10))
    assert late(office, "A15") == [(DUE, 1, True)]

    office.do("oversight.enter_holiday", date(2026, 8, 11), TORCH, who="审核员")

    assert late(office, "A15") == [(MOVED, 0, False)]
