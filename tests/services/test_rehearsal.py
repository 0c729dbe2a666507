"""What stands in the way is found out without writing: the sentences of the action, and not a byte in the store."""

from __future__ import annotations

from datetime import date

import pytest

from tests.services.office import FIRST, Office
from yb_desktop.base.errors import NotAllowed
from yb_desktop.services.rehearsal import rehearse


def test_a_rehearsal_names_what_the_action_would_and_writes_nothing(office: Office) -> None:
    office.do("applications.receive_materials", missing=["fund_forecast"])
    before = office.everything()
    unmet = rehearse(office.at("经办员"), "applications.accept", on=FIRST, params={"case": office.case})
    assert office.everything() == before
    with pytest.raises(NotAllowed) as refused:
        office.do("applications.accept", bare=True)
    assert unmet == refused.value.unmet
    assert {one.rule for one in unmet} == {"A12", "A17", "A23"}


def test_an_action_with_nothing_in_its_way_is_taken_back_too(office: Office) -> None:
    office.received()
    before = office.everything()
    assert rehearse(office.at("经办员"), "applications.accept", on=FIRST, params={"case": office.case}) == ()
    assert office.everything() == before
    office.do("applications.accept", bare=True)  # the rehearsal took no number from the register
    assert office.now().notices[-1].number.endswith("1号")


def test_the_day_and_the_person_count(office: Office) -> None:
    office.received()
    params = {"case": office.case}
    early = rehearse(office.at("经办员"), "applications.accept", on=date(2026, 2, 27), params=params)
    assert [one.rule for one in early] == ["T8"]
    admin = rehearse(office.at("管理员"), "applications.accept", on=FIRST, params=params)
    assert [one.rule for one in admin] == ["role"]


def test_what_is_still_to_be_typed_is_no_obstacle(office: Office) -> None:
    office.evaluating()
    params = {"case": office.case, "missing": []}
    assert rehearse(office.at("经办员"), "applications.ask_supplement", on=FIRST, params=params) == ()


def test_a_release_is_rehearsed_for_the_person_at_the_desk(office: Office) -> None:
    office.evaluating()
    office.visited()
    office.do("evaluation.decide")
    params = {"case": office.case}
    before = office.everything()
    assert [one.rule for one in rehearse(office.at("经办员"), "cases.release", on=FIRST, params=params)] == ["role"]
    assert rehearse(office.at("审核员"), "cases.release", on=FIRST, params=params) == ()
    assert office.everything() == before
