"""The papers of the yearly assessment (G10): the sheet as it was answered, and the notice of its result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from yb_desktop.base.errors import BadInput
from yb_desktop.domain.agreement import Agreement, Assessment
from yb_desktop.domain.assessing import Assessed, assessed
from yb_desktop.domain.facts import read_fact, stamp_of
from yb_desktop.domain.forms import FULL_MARKS, Form, form
from yb_desktop.domain.institution import Registration
from yb_desktop.domain.office import LocalSet, office_id
from yb_desktop.domain.scoring import HUNDREDTHS, Answer, ItemAnswer, points_of
from yb_desktop.paper.blocks import Composed
from yb_desktop.paper.documents.assessment_form import AssessmentForm, AssessmentResult, Grade, assessment_form
from yb_desktop.paper.documents.assessment_notice import AssessmentNotice, compose_assessment_notice
from yb_desktop.paper.documents.checklists import FoundAnswer
from yb_desktop.services.assessment import own_marks
from yb_desktop.services.paper import values
from yb_desktop.services.paper.bound import bound
from yb_desktop.services.paper.checklist import Filled, sections_of
from yb_desktop.services.paper.kinds import Asked, PaperRef, paper_kind
from yb_desktop.services.paper.words import legend, short_articles
from yb_desktop.store.reading import Reader

_SHEET, _NOTICE = "绩效考核表", "考核结果通知书"


def grades_of(sheet: Form, marks: Mapping[str, int]) -> tuple[Grade, ...]:
    """Give the grades of a form; ``marks`` are the office's own, in hundredths, by grade."""
    return tuple(
        Grade(band.label, marks.get(band.id, band.points_from * HUNDREDTHS), band.deposit, band.renews)
        for band in sheet.grade
    )


def _refs(document: str, title: str, agreement: Agreement) -> Iterator[PaperRef]:
    for one in agreement.assessments:
        yield PaperRef(document, title, one.number, one.on)


def _sheets(reader: Reader, agreement: Agreement) -> Iterator[PaperRef]:
    del reader
    yield from _refs("assessment_form", _SHEET, agreement)


def _notices(reader: Reader, agreement: Agreement) -> Iterator[PaperRef]:
    del reader
    yield from _refs("assessment_notice", _NOTICE, agreement)


def _made(asked: Asked[Agreement]) -> tuple[Assessment, Assessed, Registration]:
    one = next(one for one in asked.matter.assessments if one.number == asked.ref.number)
    for record in asked.reader.records_of(asked.matter.id):
        fact = read_fact(record)
        if record.rid == one.rid and isinstance(fact, Assessed):
            return one, fact, values.entry_on(asked.reader, asked.matter.institution, one.on)
    raise BadInput("paper", "该协议没有考核记录，不能打印考核文书。")


def _sheet(asked: Asked[Agreement]) -> bytes:
    one, fact, entry = _made(asked)
    agreement, law = asked.matter, asked.desk.law
    sheet = form(fact.form, fact.version)
    items = sheet.for_institution(entry.cls, entry.beds)
    standing = bound(law, agreement, one.on).standing(source for item in items for source in item.basis)
    short = short_articles(law, standing)
    paper = AssessmentForm(
        sender=values.sender(asked.desk, one.number, one.on),
        title=sheet.title,
        version=sheet.version,
        institution=entry.name,
        cls=entry.cls.label,
        agreement=agreement.number,
        year=one.year,
        sections=sections_of(sheet, items, short, filled=_filled(sheet, fact, entry)),
        legend=legend(law, standing),
        grades=grades_of(sheet, _marks_on(asked.reader, one)),
        note=sheet.note,
        result=_result(sheet, one),
    )
    return assessment_form(paper, signer=asked.signer)


def _filled(sheet: Form, fact: Assessed, entry: Registration) -> Filled:
    given = {item: ItemAnswer(Answer(answer), fact.points.get(item)) for item, answer in fact.answers.items()}
    score = assessed(sheet, entry.cls, entry.beds, given)
    return Filled(
        {name: _found(sheet, name, answer) for name, answer in given.items()},
        {head.section: head.points for head in score.heads},
    )


def _found(sheet: Form, name: str, given: ItemAnswer) -> FoundAnswer:
    item = sheet.find(name)
    counts = not item.veto and given.answer is not Answer.NOT_APPLICABLE
    return FoundAnswer(given.answer.label, points_of(item, given) if counts else None)


def _result(sheet: Form, one: Assessment) -> AssessmentResult:
    # What follows from the grade is what was decided then; the mark it begins at is not said again here.
    grade = Grade(one.label, 0, one.deposit, one.renews)
    return AssessmentResult(one.on, one.score, grade, tuple(sheet.find(item).label for item in one.vetoes))


def _marks_on(reader: Reader, one: Assessment) -> Mapping[str, int]:
    """Give the office's own marks as they stood when the year was assessed."""
    marks: dict[str, int] = {}
    for record in reader.records_of(office_id(reader.info.office)):
        fact = read_fact(record)
        if isinstance(fact, LocalSet) and stamp_of(record).on <= one.on:
            marks |= own_marks({fact.setting: fact.value})
    return marks


def _notice(asked: Asked[Agreement]) -> Composed:
    one, fact, entry = _made(asked)
    agreement = asked.matter
    paper = AssessmentNotice(
        sender=values.sender(asked.desk, one.number, one.on),
        to=entry.name,
        agreement=agreement.number,
        starts=agreement.starts,
        ends=agreement.ends,
        year=one.year,
        full=FULL_MARKS,
        result=_result(form(fact.form, fact.version), one),
        articles=bound(asked.desk.law, agreement, one.on).full("G10"),
    )
    return compose_assessment_notice(paper)


PAPERS = (
    paper_kind("assessment_form", _SHEET, Agreement, refs=_sheets, make=_sheet),
    paper_kind("assessment_notice", _NOTICE, Agreement, refs=_notices, make=_notice),
)
"""In the order of their steps."""
