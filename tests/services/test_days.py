"""T8: a day before the newest record of other cases is pointed out, and asked about first where somebody can answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.services.office import FIRST, Office
from yb_desktop.base.errors import NotAllowed, ToConfirm
from yb_desktop.services.registry import run

LATER = date(2026, 3, 20)


@pytest.fixture
def busy(office: Office) -> Office:
    """Give an office with a case of 2 March, and something later in its books."""
    office.received()
    office.do("applications.publish_conditions", LATER)
    return office


def test_it_is_done_with_a_warning(busy: Office) -> None:
    step = busy.do("applications.accept", FIRST)

    assert step.state == "accepted"
    assert [str(LATER) in warning for warning in step.warnings] == [True]


def test_on_the_newest_day_nothing_is_said(busy: Office) -> None:
    assert busy.do("applications.accept", LATER).warnings == ()


def test_a_window_asks_first(busy: Office) -> None:
    desk = replace(busy.at("经办员"), asks_first=True)
    at = busy.everything()
    with pytest.raises(ToConfirm) as asked:
        run(desk, "applications.accept", on=FIRST, params={"case": busy.case})
    assert asked.value.rule == "T8"
    assert busy.everything() == at

    assert run(desk.confirming(), "applications.accept", on=FIRST, params={"case": busy.case}).state == "accepted"


def test_confirming_does_not_put_the_steps_of_a_case_out_of_order(busy: Office) -> None:
    desk = replace(busy.at("经办员"), asks_first=True).confirming()
    with pytest.raises(NotAllowed) as refusal:
        run(desk, "applications.accept", on=date(2026, 3, 1), params={"case": busy.case})
    assert refusal.value.rule == "T8"
    assert not isinstance(refusal.value, ToConfirm)
