"""The panel's meeting: opinions by member and point; without a vote the result rests on everybody's opinion."""

from __future__ import annotations

import pytest

from tests.services.office import FIRST, Office, Params, make
from yb_desktop.base.canon import Json
from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.domain.evaluating_heads import HEADS
from yb_desktop.services.views.meetings import WHOLE, MeetingView, meeting_view

PANEL = ("专家甲", "专家乙", "专家丙")


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = make(tmp_path_factory.mktemp("office") / "data", {})
    made.evaluating()
    for step in ("draw_team", "assign_visit", "finish_visit"):
        made.do(f"evaluation.{step}")
    return made


def held(office: Office, params: Params) -> MeetingView:
    given: dict[str, Json] = {"case": office.case, "members": list(PANEL), **params}
    office.do("evaluation.hold_meeting", FIRST, given, bare=True)
    found = meeting_view(office.desk, office.case)
    assert found is not None
    return found


def test_opinions_by_member_and_point(office: Office) -> None:
    assert meeting_view(office.desk, office.case) is None
    opinions: list[Json] = [
        {"person": "专家甲", "text": "能联网", "point": HEADS[4]},
        {"person": "专家乙", "text": "证照齐全", "point": HEADS[0]},
        {"person": "专家乙", "text": "同意", "point": ""},
    ]
    view = held(office, {"opinions": opinions, "votes": {"qualified": 2, "unqualified": 1}, "ballot": "secret"})
    assert view.points == (HEADS[0], HEADS[4], WHOLE)
    assert (view.said("专家甲", HEADS[4]), view.said("专家丙", HEADS[4])) == ("能联网", "")
    assert (view.result, view.ballot, view.score) == ("合格", "无记名投票", "100 分")
    assert view.votes_words == "合格 2 票，不合格 1 票，弃权 0 票"
    office.desk.store.close()


def test_without_a_vote_every_opinion_counts(office: Office) -> None:
    opinions: list[Json] = [{"person": one, "text": "同意"} for one in PANEL]
    before = office.everything()
    for params, problem in (
        ({"opinions": opinions}, BadInput),
        ({"opinions": opinions[:2], "result": "qualified"}, NotAllowed),
        ({"opinions": [*opinions, {"person": "路人", "text": "同意"}], "result": "qualified"}, BadInput),
    ):
        with pytest.raises(problem):
            held(office, params)
    assert office.everything() == before
    view = held(office, {"opinions": opinions, "result": "qualified"})
    assert (view.result, view.votes, view.ballot, view.votes_words) == ("合格", None, "", "未表决，按各成员意见")
    office.both("evaluation.decide")
    found = meeting_view(office.desk, office.case)
    assert found is not None
    assert found.decision == "合格"
    office.desk.store.close()
