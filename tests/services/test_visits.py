"""The on-site check: draws that anyone can repeat, answers nobody overwrites, three signatures (E3–E5, E8)."""

from __future__ import annotations

import hashlib

import pytest

from tests.services.office import FIRST, Office
from yb_desktop.base.errors import NotAllowed
from yb_desktop.domain.case import Visit
from yb_desktop.domain.visiting import content_hash, merged

POOL = ("核查甲", "核查乙", "核查丙", "核查丁")
FIELD = dict(zip(POOL, ("insurance", "medicine", "finance", "it"), strict=True))
THREE = [{"person": name, "field": FIELD[name]} for name in POOL[:3]]
ITEM, VETO = "three_months", "licence_valid"


def tickets(seed: str) -> list[str]:
    """Recount the draw from the paper: SHA-256 of seed, line feed, name; the smallest first."""
    return sorted(POOL, key=lambda name: hashlib.sha256((seed + "\n" + name).encode("utf-8")).hexdigest())


@pytest.fixture
def visiting(office: Office) -> Office:
    """Give an office whose visit is open with a known team, led by 核查乙."""
    office.evaluating()
    office.do("evaluation.draw_team", pool=[*THREE], seed="一二三")
    office.do("evaluation.assign_visit", lead="核查乙")
    return office


def visit_of(office: Office) -> Visit:
    found = office.now().visit
    assert found is not None
    return found


def names(office: Office) -> list[str]:
    return [member.person for member in office.now().team]


@pytest.mark.parametrize("seed", ["春眠不觉晓", "42", "a" * 200])
def test_a_draw_can_be_repeated_by_hand(office: Office, seed: str) -> None:
    office.evaluating()
    office.do("evaluation.draw_team", seed=seed)

    # One of each field in the order of E8: insurance, medicine, finance; the fourth field has no seat.
    assert names(office) == ["核查甲", "核查乙", "核查丙"]
    assert office.now().team_seed == seed

    office.do("evaluation.draw_team", seed=seed, pool=[{"person": name} for name in POOL])
    assert names(office) == tickets(seed)[:3]


def test_four_seats_take_every_field_and_say_what_is_lacking(office: Office) -> None:
    office.evaluating()
    assert office.do("evaluation.draw_team", size=4).warnings == ()
    assert sorted(names(office)) == sorted(POOL)

    step = office.do("evaluation.draw_team", leave_out=[{"person": "核查丙", "reason": "回避"}])
    assert "核查丙" not in names(office)
    assert step.warnings == ("人员构成缺少：finance",)


def test_a_seat_is_drawn_again_without_team_and_those_left_out(office: Office) -> None:
    office.evaluating()
    office.do("evaluation.draw_team", seed="x")
    office.do("evaluation.assign_visit", lead="核查丙")
    office.do("evaluation.replace_inspector", out="核查丙", reason="生病")

    assert names(office) == ["核查甲", "核查乙", "核查丁"]
    assert visit_of(office).lead == "核查丁"
    with pytest.raises(NotAllowed) as refusal:  # whoever was replaced does not come back by another draw
        office.do("evaluation.replace_inspector", out="核查甲", reason="生病")
    assert refusal.value.rule == "E3"


def test_who_stands_aside_is_not_drawn_as_a_replacement(office: Office) -> None:
    office.evaluating()
    office.do("evaluation.draw_team", leave_out=[{"person": "核查丁", "reason": "亲属"}])
    with pytest.raises(NotAllowed) as refusal:
        office.do("evaluation.replace_inspector", out="核查丙", reason="生病")
    assert refusal.value.rule == "E3"


def test_three_agree_two_differ_the_lead_resolves(visiting: Office) -> None:
    office = visiting
    for inspector in POOL[:3]:
        office.do("evaluation.answer_item", item=VETO, inspector=inspector, answer="yes")
        answer = "no" if inspector == "核查丙" else "yes"
        office.do("evaluation.answer_item", item=ITEM, inspector=inspector, answer=answer)
    with office.desk.store.read() as reader:
        entry = reader.institution(office.institution).registration
    found = merged(visit_of(office), entry)
    assert found.differing == (ITEM,)
    assert found.answers[VETO].answer == "yes"
    assert ITEM not in found.answers

    with pytest.raises(NotAllowed) as refusal:
        office.do("evaluation.finish_visit")
    assert refusal.value.rule == "E5"
    assert "须由组长裁定" in refusal.value.text

    for who in ("核查甲", "核查丙"):
        with pytest.raises(NotAllowed) as not_lead:
            office.do("evaluation.resolve_item", who=who, item=ITEM)
        assert not_lead.value.rule == "E5"
        assert "核查乙" in not_lead.value.text
    before = content_hash(visit_of(office))
    office.do("evaluation.resolve_item", who="核查乙", item=ITEM, answer="yes", reason="看过票据存根")

    visit = visit_of(office)
    assert merged(visit, entry).differing == ()
    assert merged(visit, entry).answers[ITEM].answer == "yes"
    assert [a.fact.answer for a in visit.answers if a.fact.item == ITEM] == ["yes", "yes", "no"]
    assert content_hash(visit) != before
    office.do("evaluation.finish_visit")
    assert visit_of(office).passed


def test_the_clerk_enters_what_the_lead_says(visiting: Office) -> None:
    visiting.do("evaluation.answer_item", item=ITEM, inspector="核查甲", answer="yes")
    visiting.do("evaluation.answer_item", item=ITEM, inspector="核查丙", answer="no")
    visiting.do("evaluation.resolve_item", item=ITEM, answer="no", reason="未满三个月")

    assert visit_of(visiting).resolutions[0].fact.answer == "no"


def test_a_second_answer_of_the_same_inspector_replaces_only_their_own(visiting: Office) -> None:
    for inspector, answer in (("核查甲", "no"), ("核查乙", "no"), ("核查甲", "yes")):
        visiting.do("evaluation.answer_item", item=ITEM, inspector=inspector, answer=answer)

    said = {a.fact.inspector: a.fact.answer for a in visit_of(visiting).answers}
    assert said == {"核查甲": "yes", "核查乙": "no"}


def test_everything_that_is_missing_is_named_the_signatures_first(visiting: Office) -> None:
    with pytest.raises(NotAllowed) as refusal:
        visiting.do("evaluation.finish_visit", bare=True, signatures=["核查甲"])

    assert [one.rule for one in refusal.value.unmet] == ["E3", "E3", "E5"]
    assert refusal.value.rule == "E3"


@pytest.mark.parametrize(
    "signatures",
    [
        ["核查甲", "核查甲", "核查乙", "负责人戊"],
        ["核查甲", "核查乙", "核查丙"],
        ["核查甲", "核查乙", {"person": "核查丙", "role": "institution"}, "负责人戊"],
        ["核查甲", "核查乙", "核查丙", {"person": "核查丁", "role": "inspector"}, "负责人戊"],
    ],
)
def test_three_different_inspectors_and_the_institution_sign(visiting: Office, signatures: list[str]) -> None:
    with pytest.raises(NotAllowed) as refusal:
        visiting.do("evaluation.finish_visit", signatures=[*signatures])

    assert refusal.value.rule == "E3"


def test_a_failed_visit_takes_no_more_answers(visiting: Office) -> None:
    visiting.do("evaluation.visit_failed", reason="refused")
    with pytest.raises(NotAllowed) as refusal:
        visiting.do("evaluation.answer_item", item=ITEM, inspector="核查甲", answer="yes")
    assert refusal.value.rule == "state"
    visiting.do("evaluation.assign_visit")
    assert len(visiting.now().visits) == 2


def test_a_visit_that_fails_the_score_needs_a_reason_to_qualify(visiting: Office) -> None:
    visiting.do("evaluation.answer_item", item=VETO, inspector="核查甲", answer="no")
    visiting.do("evaluation.finish_visit")
    assert not visit_of(visiting).passed
    assert visit_of(visiting).vetoes == (VETO,)
    visiting.do("evaluation.hold_meeting", FIRST)
    with pytest.raises(NotAllowed) as refusal:
        visiting.do("evaluation.decide", bare=True, result="qualified")
    assert refusal.value.rule == "E9"
    with pytest.raises(NotAllowed) as silent:
        visiting.do("evaluation.decide", bare=True, result="unqualified")
    assert [one.rule for one in silent.value.unmet] == ["E9", "E11"]
