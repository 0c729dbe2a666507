"""People: active until they leave, and what a role lets them do."""

from __future__ import annotations

from datetime import date

import pytest

from yb_desktop.domain.facts import Stamp
from yb_desktop.domain.numbers import WORDS, agreement_number, document_number
from yb_desktop.domain.people import PersonAdded, PersonEnded, Role, evolve

IN = Stamp("r-1", "person-1", date(2026, 3, 2), "office-532326", "532326", "oversight.add_person")
OUT = Stamp("r-2", "person-1", date(2026, 3, 9), "person-2", "532326", "oversight.end_person")


def test_a_person_may_what_their_roles_say_until_they_leave() -> None:
    person = evolve(None, PersonAdded(name="甲", roles=(Role.HANDLING, Role.REVIEWING)), IN)
    assert person.may(Role.REVIEWING, Role.LEADER)
    assert not person.may(Role.LEADER)
    assert not person.may()

    gone = evolve(person, PersonEnded(reason="调离"), OUT)
    assert not gone.may(Role.HANDLING)
    assert gone.ended == date(2026, 3, 9)
    assert [event.rid for event in gone.history] == ["r-1", "r-2"]


def test_nobody_leaves_who_never_came() -> None:
    with pytest.raises(LookupError):
        evolve(None, PersonEnded(), OUT)


def test_numbers_of_papers_tell_office_series_and_year() -> None:
    assert document_number("大", "acceptance_notice", 2026, 12) == "大医保受〔2026〕12号"
    assert agreement_number("532326", 2026, 7) == "532326-2026-0007"
    assert len(set(WORDS.values())) == len(WORDS)
