"""Gathers the on-site checklist of a visit into the values of its paper: empty, or with what was found."""

from __future__ import annotations

from yb_desktop.domain.case import Case, Visit
from yb_desktop.domain.forms import Form, Item, form
from yb_desktop.domain.institution import Registration
from yb_desktop.domain.scoring import HUNDREDTHS, Answer, points_of
from yb_desktop.domain.visiting import Merged, merged
from yb_desktop.law.law import Law
from yb_desktop.paper.documents.checklists import FoundAnswer
from yb_desktop.paper.documents.values import Sender
from yb_desktop.paper.documents.visit_form import Outcome, VisitForm
from yb_desktop.services.paper.checklist import Filled, sections_of
from yb_desktop.services.paper.words import legend, short_articles, standing


def visit_values(law: Law, head: Sender, case: Case, visit: Visit, entry: Registration) -> VisitForm:
    """Gather 现场核查表 of a visit; the answers stand in it once the visit is finished."""
    sheet = form(visit.form, visit.version)
    found = merged(visit, entry) if visit.finished is not None else None
    asked = sheet.for_institution(entry.cls, entry.beds)
    binding = standing(law, case, [source for item in asked for source in item.basis])
    short = short_articles(law, binding)
    return VisitForm(
        sender=head,
        title=sheet.title,
        version=sheet.version,
        institution=entry.name,
        cls=entry.cls.label,
        address=entry.address,
        lead=visit.lead,
        team=tuple(member.person for member in case.team),
        sections=sections_of(sheet, asked, short, filled=_filled(asked, visit, found)),
        legend=legend(law, binding),
        pass_mark=sheet.pass_mark * HUNDREDTHS,
        note=sheet.note,
        outcome=_outcome(sheet, visit),
    )


def _filled(asked: tuple[Item, ...], visit: Visit, found: Merged | None) -> Filled:
    if found is None:
        return Filled()
    answers = {item.id: _found(item, visit, found) for item in asked}
    return Filled(
        {item: answer for item, answer in answers.items() if answer is not None},
        {head.section: head.points for head in found.score.heads},
    )


def _found(item: Item, visit: Visit, found: Merged) -> FoundAnswer | None:
    given = found.answers.get(item.id)
    if given is None:
        return None
    said = [one.fact for one in visit.answers if one.fact.item == item.id]
    notes = [f"{one.inspector}：{one.note}" for one in said if one.note]
    notes += [f"组长裁定：{one.fact.reason}" for one in visit.resolutions if one.fact.item == item.id]
    got = None if item.veto or given.answer is Answer.NOT_APPLICABLE else points_of(item, given)
    return FoundAnswer(given.answer.label, got, "\n".join(notes))


def _outcome(sheet: Form, visit: Visit) -> Outcome | None:
    if visit.finished is None:
        return None
    return Outcome(
        finished=visit.finished,
        points=visit.score,
        passed=visit.passed,
        vetoes=tuple(sheet.find(item).label for item in visit.vetoes),
        inspectors=tuple(one.person for one in visit.signatures if one.role == "inspector"),
        institution=tuple(one.person for one in visit.signatures if one.role != "inspector"),
        content=visit.content,
    )
