"""Where an evaluation stands, and what its page brings together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.office import FIRST, Office, make
from yb_desktop.base.canon import Json
from yb_desktop.services.together import each
from yb_desktop.services.views.evaluating import EvaluationView, Stage, evaluation_view, evaluations


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make(tmp_path / "office", {})
    yield made
    made.desk.store.close()


def stage(office: Office) -> Stage:
    (line,) = evaluations(office.desk)
    return line.stage


def view(office: Office) -> EvaluationView:
    return evaluation_view(office.at("经办员"), office.case)


def test_an_evaluation_goes_from_stage_to_stage(office: Office) -> None:
    office.received()
    assert evaluations(office.desk) == ()
    office.do("applications.accept")
    office.do("applications.first_review")
    assert stage(office) is Stage.DRAWING
    office.do("evaluation.draw_team")
    office.do("evaluation.assign_visit")
    assert stage(office) is Stage.VISITING
    office.do("evaluation.finish_visit")
    assert stage(office) is Stage.MEETING
    office.do("evaluation.hold_meeting")
    assert stage(office) is Stage.DECIDING
    office.both("evaluation.decide")
    assert stage(office) is Stage.PASSING
    office.do("evaluation.pass_list")
    assert stage(office) is Stage.PUBLISHING
    office.do("evaluation.publish")
    assert stage(office) is Stage.PUBLIC


def test_a_list_not_passed_is_to_be_done_again(office: Office) -> None:
    office.evaluating()
    office.visited()
    office.both("evaluation.decide")
    office.do("evaluation.pass_list", passed=False, reasons="布局已饱和")
    assert stage(office) is Stage.AGAIN
    assert view(office).passed == f"{FIRST} 审议未通过：布局已饱和"


def test_a_draw_tells_pool_seed_method_result_and_who_stayed_away(office: Office) -> None:
    office.evaluating()
    away: list[Json] = [{"person": "核查丁", "reason": "与负责人有亲属关系"}]
    office.do("evaluation.draw_team", seed="春雨", leave_out=away)
    (draw,) = view(office).draws
    assert (draw.code, draw.left_out) == ("春雨", ("核查丁（与负责人有亲属关系）",))
    assert "核查甲（医保）" in draw.pool
    assert draw.drawn.count("核查") == 3
    assert "核查丁" not in draw.drawn


def test_votes_add_up_and_opinions_stand_by_member(office: Office) -> None:
    office.evaluating()
    for step in ("draw_team", "assign_visit", "finish_visit"):
        office.do(f"evaluation.{step}")
    members: list[Json] = ["专家甲", "专家乙", "专家丙"]
    opinions: list[Json] = [{"person": "专家乙", "text": "药品储备偏少"}]
    votes: Json = {"qualified": 2, "unqualified": 0, "abstained": 1}
    office.do("evaluation.hold_meeting", members=members, opinions=opinions, ballot="secret", votes=votes)
    meeting = view(office).meeting
    assert meeting is not None
    assert len(meeting.members) == 3
    assert [(one.person, one.text) for one in meeting.opinions] == [("专家乙", "药品储备偏少")]
    assert "弃权 1 票" in meeting.votes_words


def test_a_decision_other_than_score_and_vote_shows_its_reason(office: Office) -> None:
    office.evaluating()
    office.visited()
    office.both("evaluation.decide", result="unqualified", reasons="群众举报查实", advice="退回违规费用")
    (decision,) = view(office).decisions
    assert decision.differs
    assert (decision.score, decision.vote, decision.result) == ("100 分（合格）", "合格", "不合格")
    assert decision.reasons == "群众举报查实"
    assert decision.by == "经办员经办，审核员审核"
    assert evaluations(office.desk)[0].differs


def test_objections_stand_with_the_days_left(office: Office) -> None:
    office.evaluating()
    office.visited()
    office.both("evaluation.decide")
    office.do("evaluation.pass_list")
    office.do("evaluation.publish")
    office.do("evaluation.object", params={"text": "价格虚高", "who": "群众来电"})
    publicity = view(office).publicity
    assert publicity is not None
    assert publicity.clock is not None
    assert publicity.clock.rule == "E13"
    assert [one.text for one in publicity.objections] == ["价格虚高"]
    assert evaluations(office.desk)[0].objections == 1


def test_one_refused_keeps_no_other_from_being_written(office: Office) -> None:
    office.evaluating()
    office.visited()
    office.both("evaluation.decide")
    wanted: list[dict[str, Json]] = [
        {"case": "case-00000000000000000000", "passed": True},
        {"case": office.case, "passed": True},
    ]
    first, second = each(office.at("经办员"), "evaluation.pass_list", on=FIRST, params=wanted)
    assert first.problem
    assert second.problem == ""
    assert stage(office) is Stage.PUBLISHING
