"""Renewal rounds as the screen shows them: which there are, and how far each agreement of one has come (C4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from yb_desktop.domain.agreement import Agreement
from yb_desktop.law.counting import days_after
from yb_desktop.services.batches import BatchReport
from yb_desktop.services.desk import Desk
from yb_desktop.services.renewal_round import RoundCounts, counts_of, stage_of
from yb_desktop.store.reading import Reader
from yb_desktop.store.round_list import round_names


class Stage(Enum):
    """How far an agreement of a round has come; the value is the word shown."""

    WAITING = "待申请"
    REQUESTED = "已申请，待公示"
    PUBLISHED = "公示中"
    PREPARED = "待审核"
    RENEWED = "已续签"
    DECLINED = "不再续签"
    OVER = "已终止"


_STAGES = {stage.name.lower(): stage for stage in Stage}


@dataclass(frozen=True, slots=True)
class RoundName:
    """A round: its name on record and as it is read."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One agreement of a round."""

    agreement: str
    number: str
    institution_name: str
    ends: date
    stage: Stage
    lacks: str
    next_number: str


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round with its agreements, the first to end first, and how many are where."""

    id: str
    title: str
    counts: RoundCounts
    lines: tuple[RoundLine, ...]

    def at(self, stage: Stage) -> tuple[str, ...]:
        """Give the agreements at a stage."""
        return tuple(one.agreement for one in self.lines if one.stage is stage)


def rounds(desk: Desk) -> tuple[RoundName, ...]:
    """Give the office's rounds, the newest first."""
    with desk.store.read() as reader:
        return tuple(RoundName(name, _title(name)) for name in round_names(reader))


def round_view(desk: Desk, name: str) -> RoundView:
    """Give one round."""
    first, last = _period(name)
    with desk.store.read() as reader:
        found = [
            one
            for one in reader.agreements_between(first, last)
            if one.renewal is not None and one.renewal.round == name
        ]
        reader.load([one.institution for one in found])
        lines = tuple(_line(reader, one) for one in found)
    return RoundView(name, _title(name), counts_of(found), lines)


def left_words(report: BatchReport, most: int = 12) -> str:
    """Say which agreements a batch left, and why; empty where it did all."""
    lines = [f"{one.number}：{one.text}" for one in report.left[:most]]
    if len(report.left) > most:
        lines.append(f"……还有 {len(report.left) - most} 份")
    return "\n".join(lines)


def _line(reader: Reader, one: Agreement) -> RoundLine:
    stage = _STAGES[stage_of(one)]
    return RoundLine(
        agreement=one.id,
        number=one.number,
        institution_name=reader.institution(one.institution).registration.name,
        ends=one.ends,
        stage=stage,
        lacks=_lacks(one) if stage in {Stage.REQUESTED, Stage.PUBLISHED} else "",
        next_number=reader.agreement(one.next).number if one.next else "",
    )


def _lacks(one: Agreement) -> str:
    if one.renewal is None:
        return ""
    papers = one.renewal.papers
    assessed = papers.assessment or one.assessments
    named: Sequence[tuple[str, object]] = (
        ("信用报告", papers.credit_report),
        ("征求意见复函", papers.letters),
        ("检查考核情况", assessed),
    )
    missing = [word for word, there in named if not there]
    if one.renewal.open_objections:
        missing.append("异议未处理")
    return "、".join(missing)


def _period(name: str) -> tuple[date | None, date]:
    """Read the period back from a round's name."""
    last = date.fromisoformat(name[-10:])
    try:
        return date.fromisoformat(name[-21:-11]), last
    except ValueError:  # a round of all that end before a day names no first one
        return None, last


def _title(name: str) -> str:
    first, last = _period(name)
    if first is None:
        return f"{days_after(last, 1)} 以前到期的协议"
    return f"{last.year} 年到期的协议"
