"""The panel's meeting as screens and minutes show it (E6): opinions by member and point, votes, score and decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yb_desktop.domain.case import Case
from yb_desktop.domain.case_facts import Votes
from yb_desktop.domain.evaluating_heads import HEADS
from yb_desktop.domain.scoring import points_words
from yb_desktop.services.desk import Desk

WHOLE = "总的意见"
"""The point of an opinion that names none."""


@dataclass(frozen=True, slots=True)
class OpinionLine:
    """What one member said on one point."""

    person: str
    point: str
    text: str


@dataclass(frozen=True, slots=True)
class MeetingView:
    """A meeting: who was there, what each said on each point, how they voted, and what score and decision say.

    ``points`` are those to show, E7's heads first; ``votes`` is ``None`` where nobody voted.
    """

    case: str
    number: str
    on: date
    members: tuple[str, ...]
    points: tuple[str, ...]
    opinions: tuple[OpinionLine, ...]
    ballot: str
    votes: Votes | None
    result: str
    score: str
    decision: str

    def said(self, person: str, point: str) -> str:
        """Give what a member said on a point, empty where nothing."""
        return "；".join(one.text for one in self.opinions if (one.person, one.point) == (person, point))

    @property
    def votes_words(self) -> str:
        """Say how they voted."""
        if self.votes is None:
            return "未表决，按各成员意见"
        counts = self.votes
        return f"合格 {counts.qualified} 票，不合格 {counts.unqualified} 票，弃权 {counts.abstained} 票"


def meeting_view(desk: Desk, case: str) -> MeetingView | None:
    """Give the newest meeting of an application, ``None`` before there was one. Raises ``BadInput``."""
    with desk.store.read() as reader:
        return meeting_of(reader.case(case))


def meeting_of(case: Case) -> MeetingView | None:
    """Give the newest meeting of an application, ``None`` before there was one."""
    if case.meeting is None:
        return None
    fact, visit = case.meeting.fact, case.visit
    opinions = tuple(OpinionLine(one.person, one.point or WHOLE, one.text) for one in fact.opinions)
    named = tuple(one.point for one in opinions)
    own = tuple(point for point in dict.fromkeys(named) if point not in HEADS)
    score = f"{points_words(visit.score)} 分" if visit is not None and visit.finished else ""
    return MeetingView(
        case=case.id,
        number=fact.number,
        on=case.meeting.on,
        members=fact.members,
        points=(*(head for head in HEADS if head in named), *own),
        opinions=opinions,
        ballot=fact.ballot.label if fact.ballot is not None else "",
        votes=fact.votes,
        result=fact.result.label,
        score=score,
        decision=case.decisions[-1].result.label if case.decisions else "",
    )
