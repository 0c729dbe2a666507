"""The yearly assessment as its screen shows it: the year's list, the form, the score so far, what was made (G10)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.services.office import Office, make
from yb_desktop.domain.assessing import assessment_of
from yb_desktop.domain.scoring import Answer
from yb_desktop.services.registry import run
from yb_desktop.services.views.assessing import (
    AssessView,
    Marked,
    Which,
    assess_lines,
    assess_params,
    assess_view,
    standing_of,
)

DECEMBER = date(2026, 12, 15)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make(tmp_path, {"class_": "general_hospital", "beds": 120})
    made.in_force()
    yield made
    made.desk.store.close()


def view_of(office: Office) -> AssessView:
    return assess_view(office.at("经办员"), office.agreement)


def all_yes(view: AssessView) -> dict[str, Marked]:
    return {item.id: Marked(Answer.YES) for item in view.items}


def test_the_form_shows_what_is_asked_of_this_institution(office: Office) -> None:
    view = view_of(office)
    assert (view.year, view.years, view.made, view.obstacles) == (2026, (2026,), None, ())
    veto, *scored = view.groups
    assert veto.veto
    assert all(item.veto and not item.graded for item in veto.items)
    assert sum(item.points for group in scored for item in group.items) == 10_000
    assert all(item.look_for and item.how and "第" in item.articles for item in view.items)


def test_the_score_so_far_and_the_grade_once_it_is_sure(office: Office) -> None:
    view = view_of(office)
    nothing = standing_of(view, {})
    assert (nothing.points, nothing.answered, nothing.grade) == (0, 0, None)
    answers = all_yes(view)
    whole = standing_of(view, answers)
    assert (whole.points, whole.missing) == (10_000, 0)
    assert whole.grade is not None
    assert (whole.grade.label, whole.grade.effect) == ("优秀", "退还质量保证金 100%，可以续签")
    failed = standing_of(view, {"no_fraud": Marked(Answer.NO)})
    assert failed.grade is not None
    assert (failed.grade.label, failed.grade.renews) == ("不合格", False)
    assert failed.vetoes == ("没有欺诈骗保行为",)
    assert failed.missing == len(view.items) - 1


def test_the_live_score_is_the_one_that_is_kept(office: Office) -> None:
    view = view_of(office)
    answers = all_yes(view) | {
        "rational_care": Marked(Answer.PARTLY, 333, "抽查20份病历，3份过度检查"),
        "sign": Marked(Answer.NO),
    }
    live = standing_of(view, answers)
    run(office.at("经办员"), "oversight.assess", on=DECEMBER, params=assess_params(view, answers))
    made = assessment_of(office.paper(), 2026)
    assert made is not None
    assert live.grade is not None
    assert (made.score, made.label, made.deposit) == (live.points, live.grade.label, live.grade.deposit)
    again = view_of(office)
    assert again.made == made
    assert again.answers == answers


def test_the_offices_own_marks_move_the_grade(office: Office) -> None:
    office.do("oversight.set_local", DECEMBER, who="审核员", setting="assessment.excellent", value=9_500)
    view = view_of(office)
    assert [grade.least for grade in view.grades] == [9_500, 8_000, 6_000, 0]
    standing = standing_of(view, all_yes(view) | {"rational_care": Marked(Answer.NO)})
    assert standing.grade is not None
    assert standing.grade.label == "良好"


def test_a_years_list_tells_what_is_done(office: Office) -> None:
    desk = office.at("经办员")
    [line] = assess_lines(desk, 2026, Which.OPEN)
    assert (line.agreement, line.made) == (office.agreement, None)
    assert assess_lines(desk, 2026, Which.DONE) == ()
    assert assess_lines(desk, 2025, Which.ANY) == ()
    assert assess_lines(desk, 2026, Which.ANY, "没有这家") == ()
    office.do("oversight.assess", DECEMBER, year=2026)
    [line] = assess_lines(desk, 2026, Which.DONE, line.institution_name[:4])
    assert line.made is not None
    assert line.made.label == "优秀"
    assert assess_lines(desk, 2026, Which.OPEN) == ()


def test_an_agreement_not_signed_is_not_listed_and_says_why(tmp_path: Path) -> None:
    office = make(tmp_path, {})
    office.signing()
    office.do("agreements.draft", date(2026, 3, 12))
    view = view_of(office)
    assert assess_lines(office.at("经办员"), 2026, Which.ANY) == ()
    assert ["签订之后才能考核" in one.unmet.text for one in view.obstacles] == [True]
    office.desk.store.close()
