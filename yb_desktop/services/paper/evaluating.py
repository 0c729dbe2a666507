"""Gathers the papers of the panel: the sheets of its members, the minutes, the results to be filed (E6–E9)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from yb_desktop.domain.case import Case, Decision
from yb_desktop.domain.case_facts import Inspector, MeetingHeld, PanelDrawn, Result, ResultsFiled
from yb_desktop.domain.drawing import EXPERT_WORDS
from yb_desktop.domain.forms import FormUse, form_for
from yb_desktop.domain.scoring import points_words
from yb_desktop.paper.days import day_words
from yb_desktop.paper.documents.evaluation_form import EvaluatedHead, EvaluationForm, MemberSheet
from yb_desktop.paper.documents.filing_form import FiledResult, FilingForm
from yb_desktop.paper.documents.minutes import Minutes
from yb_desktop.services.desk import Desk
from yb_desktop.services.paper.steps import Done, done, suffixed
from yb_desktop.services.paper.values import entry_on, sender, what_of
from yb_desktop.services.paper.words import legend, rule_articles, short_articles, standing
from yb_desktop.store.reading import Reader


@dataclass(frozen=True, slots=True)
class Round:
    """A panel at work: drawn, or named when it met; ``meeting`` is None before it has met.

    ``version`` is that of its members' sheets: of the day on which they were first needed.
    """

    number: str
    on: date
    members: tuple[Inspector, ...]
    version: int
    meeting: Done[MeetingHeld] | None = None


def rounds(reader: Reader, case: Case) -> tuple[Round, ...]:
    """Give the panels of a case, oldest first; a panel drawn anew before it met has sheets of its own."""
    drawn, met = done(reader, case.id, PanelDrawn), done(reader, case.id, MeetingHeld)
    order = {record.rid: at for at, record in enumerate(reader.records_of(case.id))}
    steps: list[Done[PanelDrawn] | Done[MeetingHeld]] = [*drawn, *met]
    steps.sort(key=lambda one: order[one.stamp.rid])
    out: list[Round] = []
    for step in steps:
        if isinstance(step.fact, PanelDrawn):
            number = suffixed(case.receipt, "评估表", step.nth)
            out.append(Round(number, step.stamp.on, step.fact.panel, step.fact.version))
        elif isinstance(step.fact, MeetingHeld):
            meeting = Done(step.nth, step.stamp, step.fact)
            if out and out[-1].meeting is None:
                out[-1] = replace(out[-1], members=_met(out[-1].members, step.fact), meeting=meeting)
            else:
                number = suffixed(step.fact.number, "评估表")
                out.append(Round(number, step.stamp.on, _met(case.panel, step.fact), step.fact.version, meeting))
    return tuple(out)


def _met(known: tuple[Inspector, ...], fact: MeetingHeld) -> tuple[Inspector, ...]:
    fields = {member.person: member.field for member in known}
    return tuple(Inspector(name, fields.get(name, "")) for name in fact.members)


def sheets(desk: Desk, reader: Reader, case: Case, one: Round) -> EvaluationForm:
    """Gather 专业评估表 of a panel: to be filled in, or with the opinions on record."""
    meeting = one.meeting
    on = meeting.stamp.on if meeting else one.on
    entry = entry_on(reader, case.institution, on)
    sheet = form_for(FormUse.EVALUATION, case.institution_kind, one.version)
    binding = standing(desk.law, case, [source for item in sheet.items for source in item.basis])
    short = short_articles(desk.law, binding)
    said = {word.person: word.text for word in meeting.fact.opinions} if meeting else {}
    return EvaluationForm(
        sender=sender(desk, one.number, one.on),
        title=sheet.title,
        version=sheet.version,
        institution=entry.name,
        cls=entry.cls.label,
        what=what_of(case),
        background=_background(case, on),
        heads=tuple(
            EvaluatedHead(
                item.label, item.look_for, "\n".join(short[source] for source in item.basis if source in short)
            )
            for item in sheet.items
        ),
        members=tuple(
            MemberSheet(member.person, EXPERT_WORDS.get(member.field, member.field), said.get(member.person, ""))
            for member in one.members
        ),
        legend=legend(desk.law, binding),
        meeting=day_words(meeting.stamp.on) if meeting else "",
    )


def _background(case: Case, on: date) -> tuple[tuple[str, str], ...]:
    """Say what the department reports (E6): materials, grounds, the visit."""
    found = [check for check in case.checks if check.on <= on]
    holding = [check.ground.label for check in found if check.fact.holds]
    checked = f"核查了{len(found)}种情形，{'存在：' + '、'.join(holding) if holding else '均不存在'}"
    lines = [("受理情况", f"{day_words(case.received)}收件{_accepted(case)}"), ("违规审查", checked)]
    visits = [visit for visit in case.visits if visit.finished is not None and visit.finished <= on]
    if visits and visits[-1].finished is not None:
        visit = visits[-1]
        vetoes = f"，{len(visit.vetoes)}项否决项不符合" if visit.vetoes else ""
        word = "达到" if visit.passed else "未达到"
        lines.append(
            (
                "现场核查",
                f"{day_words(visits[-1].finished)}完成，得{points_words(visit.score)}分{vetoes}，{word}合格要求",
            )
        )
    return tuple(lines)


def _accepted(case: Case) -> str:
    return f"，{day_words(case.accepted)}受理" if case.accepted else ""


def minutes_of(desk: Desk, reader: Reader, case: Case, held: Done[MeetingHeld]) -> Minutes:
    """Gather 评估会议纪要 of one meeting."""
    fact, on, votes = held.fact, held.stamp.on, held.fact.votes
    entry = entry_on(reader, case.institution, on)
    fields = _fields(reader, case, fact)
    return Minutes(
        sender=sender(desk, fact.number, on),
        institution=entry.name,
        what=what_of(case),
        on=on,
        members=tuple((name, EXPERT_WORDS.get(fields.get(name, ""), "")) for name in fact.members),
        reported=tuple(f"{label}：{words}。" for label, words in _background(case, on)),
        opinions=tuple((one.person, one.text) for one in fact.opinions),
        ballot=fact.ballot.label if fact.ballot is not None and votes is not None else "",
        qualified=votes.qualified if votes else 0,
        unqualified=votes.unqualified if votes else 0,
        abstained=votes.abstained if votes else 0,
        result=fact.result.label,
        articles=rule_articles(desk.law, case, "E6"),
    )


def _fields(reader: Reader, case: Case, fact: MeetingHeld) -> dict[str, str]:
    drawn = [member for one in done(reader, case.id, PanelDrawn) for member in one.fact.panel]
    people = {person.name: person.field for person in reader.people()}
    return people | {member.person: member.field for member in drawn if member.person in fact.members}


def results(desk: Desk, reader: Reader, case: Case, decision: Decision, number: str) -> FilingForm:
    """Gather 评估结果备案表 (E9) of one decision."""
    entry = entry_on(reader, case.institution, decision.on)
    after = [one.on for one in case.decisions if one.on > decision.on]
    filed = [
        one.fact
        for one in done(reader, case.id, ResultsFiled)
        if one.stamp.on >= decision.on and not (after and one.stamp.on >= min(after))
    ]
    line = FiledResult(
        institution=entry.name,
        cls=entry.cls.label,
        what=what_of(case),
        accepted=day_words(case.accepted) if case.accepted else "",
        decided=day_words(decision.on),
        result=decision.result.label,
        notice=decision.number,
        remarks=decision.reasons if decision.result is Result.UNQUALIFIED else "",
    )
    return FilingForm(
        sender=sender(desk, number, decision.on),
        results=(line,),
        articles=rule_articles(desk.law, case, "E9"),
        filed=day_words(filed[-1].day) if filed else "",
        receipt=filed[-1].receipt if filed else "",
    )
