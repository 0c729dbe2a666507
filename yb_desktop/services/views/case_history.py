"""What happened to a case, record by record, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from yb_desktop.domain.case import Case
from yb_desktop.domain.case_facts import (
    Accepted,
    Decided,
    Delivered,
    FirstReviewed,
    GroundChecked,
    InspectorReplaced,
    ItemAnswered,
    ListPassed,
    MaterialsReceived,
    MeetingHeld,
    MissingNotified,
    Negotiated,
    NotAccepted,
    Objected,
    ObjectionSettled,
    PanelDrawn,
    PublicityEnded,
    Published,
    ResultsFiled,
    Studied,
    SupplementAsked,
    SupplementReceived,
    TeamDrawn,
    VisitAssigned,
    VisitFailed,
    VisitFinished,
    Withdrawn,
)
from yb_desktop.domain.case_outside import HandedOver, OwnerChanged
from yb_desktop.domain.commitment import CommitmentVerified
from yb_desktop.domain.facts import Fact, read_fact
from yb_desktop.domain.pairing import Prepared, SentBack
from yb_desktop.domain.records import Record
from yb_desktop.domain.scoring import points_words
from yb_desktop.services.registry import spec, step_title
from yb_desktop.services.views.case_forms import named_items

Name = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One record of the case: its day, what was done, by whom, and what it says."""

    on: date
    type: str
    text: str
    who: str
    detail: str


def history_of(records: Sequence[Record], case: Case, name: Name) -> tuple[HistoryLine, ...]:
    """Give the records of a case in words, the newest first; answers to single items belong to the visit."""
    lines = []
    for record in reversed(records):
        fact = read_fact(record)
        if isinstance(fact, ItemAnswered):
            continue
        title = step_title(record.type)
        on = date.fromisoformat(record.on)
        lines.append(HistoryLine(on, record.type, title, name(record.actor), _detail(fact, case)))
    return tuple(lines)


def _detail(fact: Fact, case: Case) -> str:
    tell = _DETAILS.get(type(fact))
    return tell(fact, case) if tell is not None else ""


def _items(case: Case, ids: Sequence[str]) -> str:
    return "、".join(one.title for one in named_items(case, ids))


def _received(fact: MaterialsReceived, case: Case) -> str:
    missing = f"缺 {_items(case, fact.missing)}" if fact.missing else "材料齐全"
    return f"{fact.number}；{missing}"


def _checked(fact: GroundChecked, _case: Case) -> str:
    found = "存在" if fact.holds else "不存在"
    names = "、".join(ground.label for ground in fact.grounds)
    what = f"{len(fact.grounds)} 种情形均{found}" if len(fact.grounds) > 2 else f"{names}：{found}"
    return "；".join(part for part in (what, fact.how.label, fact.source) if part)


def _verified(fact: CommitmentVerified, _case: Case) -> str:
    names = "、".join(ground.label for ground in fact.grounds)
    what = f"{len(fact.grounds)} 项承诺" if len(fact.grounds) > 2 else names
    return "；".join(
        part for part in (f"{what}：{'属实' if fact.kept else '不实'}", fact.how.label, fact.evidence) if part
    )


def _supplied(fact: SupplementReceived, case: Case) -> str:
    return f"仍缺 {_items(case, fact.missing)}" if fact.missing else "已补齐"


def _voted(fact: MeetingHeld, _case: Case) -> str:
    votes = fact.votes
    if votes is None:
        return f"{fact.number}；{fact.result.label}（未表决，按各成员意见）"
    return f"{fact.number}；{fact.result.label}（{votes.qualified} : {votes.unqualified}，弃权 {votes.abstained}）"


def _decided(fact: Decided, _case: Case) -> str:
    return "；".join(part for part in (fact.result.label, fact.number, fact.reasons) if part)


def _visited(fact: VisitFinished, _case: Case) -> str:
    return f"{points_words(fact.score)} 分；{len(fact.signatures)} 人签名"


def _drawn(fact: TeamDrawn | PanelDrawn, _case: Case) -> str:
    drawn = fact.team if isinstance(fact, TeamDrawn) else fact.panel
    return "、".join(one.person for one in drawn)


def _passed(fact: ListPassed, _case: Case) -> str:
    return "通过" if fact.passed else f"未通过：{fact.reasons}"


def _settled(fact: ObjectionSettled, _case: Case) -> str:
    return "；".join(part for part in ("成立" if fact.upheld else "不成立", fact.finding) if part)


def _text(field: str) -> Callable[[Fact, Case], str]:
    return lambda fact, _case: str(getattr(fact, field))


_DETAILS: Mapping[type[Fact], Callable[..., str]] = {
    MaterialsReceived: _received,
    MissingNotified: lambda fact, case: f"{fact.number}；{_items(case, (*fact.missing, *fact.also))}",
    SupplementAsked: lambda fact, case: f"{fact.number}；{_items(case, fact.missing)}",
    Delivered: lambda fact, _case: f"{fact.notice}，{fact.how.label}{' ' + fact.receiver if fact.receiver else ''}",
    SupplementReceived: _supplied,
    GroundChecked: _checked,
    Accepted: _text("number"),
    NotAccepted: lambda fact, _case: f"{fact.rule}；{fact.reason}；{fact.number}",
    CommitmentVerified: _verified,
    FirstReviewed: lambda fact, _case: "材料真实、完整" if fact.genuine and fact.complete else "初审发现问题",
    Withdrawn: _text("reason"),
    Prepared: lambda fact, _case: spec(fact.action).title,
    SentBack: _text("reason"),
    TeamDrawn: _drawn,
    PanelDrawn: _drawn,
    InspectorReplaced: lambda fact, _case: f"{fact.out} 换为 {fact.into.person}：{fact.reason}",
    VisitAssigned: lambda fact, _case: f"{fact.number}；组长 {fact.lead}",
    VisitFailed: lambda fact, _case: "：".join(part for part in (fact.reason.label, fact.note) if part),
    VisitFinished: _visited,
    MeetingHeld: _voted,
    Decided: _decided,
    ResultsFiled: lambda fact, _case: f"{fact.day}{' ' + fact.receipt if fact.receipt else ''}",
    ListPassed: _passed,
    Published: lambda fact, _case: f"{fact.number}；{'、'.join(fact.where)}",
    Objected: _text("text"),
    ObjectionSettled: _settled,
    PublicityEnded: lambda fact, _case: f"协商期自 {fact.counts_from} 起算",
    Negotiated: _text("agreed"),
    HandedOver: lambda fact, _case: "；".join(part for part in (fact.to_office, fact.reason) if part),
    OwnerChanged: _text("to_office"),
    Studied: lambda fact, _case: "、".join(fact.people),
}
