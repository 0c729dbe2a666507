"""The papers of an evaluation, from the draw of the team to publicity (E1–E14)."""

from __future__ import annotations

from collections.abc import Iterator

from yb_desktop.domain.case import Case, Notice, Visit
from yb_desktop.domain.case_facts import MeetingHeld
from yb_desktop.paper.blocks import Composed
from yb_desktop.paper.documents import draw_record as record
from yb_desktop.paper.documents import evaluation_form as form
from yb_desktop.paper.documents import filing_form as filing
from yb_desktop.paper.documents import minutes as paper_of_meeting
from yb_desktop.paper.documents import visit_report as report
from yb_desktop.paper.documents.publicity_list import compose_publicity_list
from yb_desktop.paper.documents.result_notice import TITLE as RESULT
from yb_desktop.paper.documents.result_notice import compose_result_notice
from yb_desktop.paper.documents.visit_form import visit_form
from yb_desktop.services.paper import draws, evaluating, values, visit_reports
from yb_desktop.services.paper.kinds import Asked, PaperRef, paper_kind
from yb_desktop.services.paper.notices import notice_kind
from yb_desktop.services.paper.steps import done, suffixed
from yb_desktop.services.paper.visit import visit_values
from yb_desktop.store.reading import Reader

_SHEET = "现场核查表"
_LIST = "公示名单"


def _draws(reader: Reader, case: Case) -> Iterator[PaperRef]:
    for one in draws.draws(reader, case):
        yield PaperRef(record.KIND, record.TITLE, one.number, one.stamp.on)


def _draw(asked: Asked[Case]) -> bytes:
    one = next(one for one in draws.draws(asked.reader, asked.matter) if one.number == asked.ref.number)
    found = draws.draw_values(asked.desk, asked.reader, asked.matter, one)
    return record.draw_record(found, signer=asked.signer)


def _sheets(reader: Reader, case: Case) -> Iterator[PaperRef]:
    del reader
    for visit in case.visits:
        yield PaperRef("visit_form", _SHEET, visit.number, visit.assigned)


def _sheet(asked: Asked[Case]) -> bytes:
    visit = next(one for one in asked.matter.visits if one.number == asked.ref.number)
    entry = values.entry_on(asked.reader, asked.matter.institution, visit.finished or visit.assigned)
    head = values.sender(asked.desk, visit.number, visit.assigned)
    return visit_form(visit_values(asked.desk.law, head, asked.matter, visit, entry), signer=asked.signer)


def _reports(reader: Reader, case: Case) -> Iterator[PaperRef]:
    del reader
    for visit in case.visits:
        if visit.finished is not None:
            yield PaperRef(report.KIND, report.TITLE, _report_number(visit), visit.finished)


def _report_number(visit: Visit) -> str:
    return suffixed(visit.number, "报告")


def _report(asked: Asked[Case]) -> bytes:
    visit = next(one for one in asked.matter.visits if _report_number(one) == asked.ref.number)
    found = visit_reports.report(asked.desk, asked.reader, asked.matter, visit, asked.ref.number)
    return report.visit_report(found, signer=asked.signer)


def _forms(reader: Reader, case: Case) -> Iterator[PaperRef]:
    for one in evaluating.rounds(reader, case):
        yield PaperRef(form.KIND, form.TITLE, one.number, one.on)


def _form(asked: Asked[Case]) -> bytes:
    one = next(one for one in evaluating.rounds(asked.reader, asked.matter) if one.number == asked.ref.number)
    found = evaluating.sheets(asked.desk, asked.reader, asked.matter, one)
    return form.evaluation_form(found, signer=asked.signer)


def _meetings(reader: Reader, case: Case) -> Iterator[PaperRef]:
    for one in done(reader, case.id, MeetingHeld):
        yield PaperRef(paper_of_meeting.KIND, paper_of_meeting.TITLE, one.fact.number, one.stamp.on)


def _minutes(asked: Asked[Case]) -> bytes:
    meetings = done(asked.reader, asked.matter.id, MeetingHeld)
    one = next(one for one in meetings if one.fact.number == asked.ref.number)
    found = evaluating.minutes_of(asked.desk, asked.reader, asked.matter, one)
    return paper_of_meeting.minutes(found, signer=asked.signer)


def _result(asked: Asked[Case], notice: Notice) -> Composed:
    return compose_result_notice(values.result(asked.desk, asked.reader, asked.matter, notice))


def _filings(reader: Reader, case: Case) -> Iterator[PaperRef]:
    del reader
    for one in case.decisions:
        yield PaperRef(filing.KIND, filing.RESULTS, suffixed(one.number, "备案"), one.on)


def _filing(asked: Asked[Case]) -> bytes:
    one = next(one for one in asked.matter.decisions if suffixed(one.number, "备案") == asked.ref.number)
    found = evaluating.results(asked.desk, asked.reader, asked.matter, one, asked.ref.number)
    return filing.filing_form(found, signer=asked.signer)


def _lists(reader: Reader, case: Case) -> Iterator[PaperRef]:
    del reader
    if case.published is not None:
        yield PaperRef("publicity_list", _LIST, case.publicity_number, case.published)


def _list(asked: Asked[Case]) -> Composed:
    return compose_publicity_list(values.publicity(asked.desk, asked.reader, asked.matter))


PAPERS = (
    paper_kind(record.KIND, record.TITLE, Case, refs=_draws, make=_draw),
    paper_kind("visit_form", _SHEET, Case, refs=_sheets, make=_sheet),
    paper_kind(report.KIND, report.TITLE, Case, refs=_reports, make=_report),
    paper_kind(form.KIND, form.TITLE, Case, refs=_forms, make=_form),
    paper_kind(paper_of_meeting.KIND, paper_of_meeting.TITLE, Case, refs=_meetings, make=_minutes),
    notice_kind("result_notice", RESULT, _result),
    paper_kind(filing.KIND, filing.TITLE, Case, refs=_filings, make=_filing),
    paper_kind("publicity_list", _LIST, Case, refs=_lists, make=_list),
)
"""In the order of their steps."""
