"""Scores: heads scaled to what applies, rounding, vetoes, answers an item does not take."""

from __future__ import annotations

import inspect

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yb_desktop.base.errors import BadInput
from yb_desktop.domain import forms, scoring
from yb_desktop.domain.forms import Applies, FormUse, Item, form, form_for
from yb_desktop.domain.scoring import Answer, ItemAnswer, Score, full_marks, half_up, points_of, score
from yb_desktop.domain.vocabulary import InstitutionClass
from yb_desktop.law.catalogue import Kind

CLINIC = InstitutionClass.VILLAGE_CLINIC
HOSPITAL = InstitutionClass.GENERAL_HOSPITAL


def scored(answers: dict[str, ItemAnswer], class_: InstitutionClass = CLINIC, beds: int = 0) -> Score:
    return score(form=form("visit_medical"), class_=class_, beds=beds, answers=answers)


@pytest.mark.parametrize(("class_", "beds"), [(CLINIC, 0), (InstitutionClass.TOWNSHIP_HOSPITAL, 30), (HOSPITAL, 300)])
def test_a_village_clinic_and_a_county_hospital_can_both_reach_full_marks(class_: InstitutionClass, beds: int) -> None:
    got = scored(full_marks(form("visit_medical"), class_, beds), class_, beds)
    assert got.points == 10_000
    assert [head.points for head in got.heads] == [2_000] * 5
    assert got.complete
    assert got.qualified_by_score


def test_points_are_scaled_to_the_items_that_apply_and_rounded_half_up() -> None:
    answers = full_marks(form("visit_medical"), CLINIC, 0)
    answers["insurance_rules"] = ItemAnswer(Answer.NO)  # 5 of the 18 points asked of a clinic under this head
    rules = next(head for head in scored(answers).heads if head.section == "rules")
    assert rules.points == 1_444  # 13/18 of 20 = 14.444…
    assert scored(answers).points == 9_444


def test_one_failed_veto_outweighs_any_score() -> None:
    answers = full_marks(form("visit_medical"), CLINIC, 0)
    answers["licence_valid"] = ItemAnswer(Answer.NO)
    got = scored(answers)
    assert got.points == 10_000
    assert got.vetoes_failed == ("licence_valid",)
    assert not got.qualified_by_score


def test_an_unanswered_item_is_named_and_earns_nothing() -> None:
    answers = full_marks(form("visit_medical"), CLINIC, 0)
    del answers["premises"]
    got = scored(answers)
    assert got.missing == ("premises",)
    assert got.points == 9_600
    assert not got.qualified_by_score


def test_the_pass_mark_is_the_form_s_or_the_office_s() -> None:
    made = form("visit_medical")
    answers = {
        item: ItemAnswer(Answer.YES if made.find(item).veto else Answer.PARTLY) for item in full_marks(made, CLINIC, 0)
    }
    got = score(form=made, class_=CLINIC, beds=0, answers=answers)
    assert got.points == 5_000
    assert got.pass_mark == 8_000
    assert not got.qualified_by_score
    assert score(form=made, class_=CLINIC, beds=0, answers=answers, pass_mark=5_000).qualified_by_score


def test_not_applicable_takes_nothing_away_where_the_form_allows_it() -> None:
    answers = full_marks(form("visit_medical"), CLINIC, 0)
    answers["imaging_and_laboratory"] = ItemAnswer(Answer.NOT_APPLICABLE)
    assert scored(answers).points == 10_000


@pytest.mark.parametrize(
    ("item", "given", "words"),
    [
        ("premises", ItemAnswer(Answer.NOT_APPLICABLE), "不能选“不适用”"),
        ("licence_valid", ItemAnswer(Answer.PARTLY), "只能选“符合”或“不符合”"),
        ("premises", ItemAnswer(Answer.PARTLY, 400), "应大于0且小于4分"),
        ("premises", ItemAnswer(Answer.PARTLY, 0), "应大于0且小于4分"),
        ("premises", ItemAnswer(Answer.YES, 300), "与所选结论不一致"),
        ("premises", ItemAnswer(Answer.NO, 100), "与所选结论不一致"),
        ("nothing", ItemAnswer(Answer.YES), "没有项目“nothing”"),
    ],
)
def test_an_answer_the_item_does_not_take_is_refused(item: str, given: ItemAnswer, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        scored({item: given})


def test_points_given_with_partly_count_as_given_and_are_half_where_none_are() -> None:
    premises = form("visit_medical").find("premises")
    assert points_of(premises, ItemAnswer(Answer.PARTLY, 350)) == 350
    assert points_of(premises, ItemAnswer(Answer.PARTLY)) == 200
    assert points_of(premises, ItemAnswer(Answer.YES, 400)) == 400


def test_a_list_of_materials_has_no_score() -> None:
    with pytest.raises(BadInput, match="不能计分"):
        score(form=form("materials_medical"), class_=CLINIC, beds=0, answers={})


@pytest.mark.parametrize(("top", "bottom", "rounded"), [(1, 2, 1), (1, 3, 0), (2, 3, 1), (5, 2, 3), (0, 7, 0)])
def test_halves_go_up(top: int, bottom: int, rounded: int) -> None:
    assert half_up(top, bottom) == rounded


@settings(max_examples=40, deadline=None)
@given(st.data(), st.sampled_from([Kind.MEDICAL, Kind.PHARMACY]), st.integers(0, 500))
def test_a_score_lies_between_nothing_and_a_hundred(data: st.DataObject, kind: Kind, beds: int) -> None:
    made = form_for(FormUse.VISIT, kind)
    asked = made.for_institution(HOSPITAL, beds)
    answers = {
        item.id: ItemAnswer(data.draw(st.sampled_from([Answer.YES, Answer.NO] if item.veto else _graded(item))))
        for item in asked
    }
    got = score(form=made, class_=HOSPITAL, beds=beds, answers=answers)
    assert got.points == sum(head.points for head in got.heads)
    assert all(0 <= head.points <= head.full == 2_000 for head in got.heads)


def _graded(item: Item) -> list[Answer]:
    return [Answer.YES, Answer.PARTLY, Answer.NO, *([Answer.NOT_APPLICABLE] if item.may_skip else [])]


def test_ownership_cannot_matter() -> None:  # J4
    assert set(inspect.signature(score).parameters) == {"form", "class_", "beds", "answers", "pass_mark"}
    assert set(Applies.__struct_fields__) == {"classes", "except_classes", "beds_from"}
    for module in (forms, scoring):
        assert "Ownership" not in vars(module)
        assert not hasattr(module, "Profit")
