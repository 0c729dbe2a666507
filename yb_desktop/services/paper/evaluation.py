"""The papers of an evaluation, from the draw of the team to publicity (E1–E14)."""

from __future__ import annotations

from collections.abc import Iterator

from yb_desktop.domain.case import Case, Notice
from yb_desktop.paper.documents.publicity_list import publicity_list
from yb_desktop.paper.documents.result_notice import TITLE as RESULT
from yb_desktop.paper.documents.result_notice import result_notice
from yb_desktop.paper.documents.visit_form import visit_form
from yb_desktop.services.paper import values
from yb_desktop.services.paper.kinds import Asked, PaperRef, paper_kind
from yb_desktop.services.paper.notices import notice_kind
from yb_desktop.services.paper.visit import visit_values
from yb_desktop.store.reading import Reader

_SHEET = "现场核查表"
_LIST = "公示名单"


def _sheets(reader: Reader, case: Case) -> Iterator[PaperRef]:
    del reader
    for visit in case.visits:
        yield PaperRef("visit_form", _SHEET, visit.number, visit.assigned)


def _sheet(asked: Asked[Case]) -> bytes:
    visit = next(one for one in asked.matter.visits if one.number == asked.ref.number)
    entry = values.entry_on(asked.reader, asked.matter.institution, visit.finished or visit.assigned)
    head = values.sender(asked.desk, visit.number, visit.assigned)
    return visit_form(visit_values(asked.desk.law, head, asked.matter, visit, entry), signer=asked.signer)


def _result(asked: Asked[Case], notice: Notice) -> bytes:
    return result_notice(values.result(asked.desk, asked.reader, asked.matter, notice), signer=asked.signer)


def _lists(reader: Reader, case: Case) -> Iterator[PaperRef]:
    del reader
    if case.published is not None:
        yield PaperRef("publicity_list", _LIST, case.publicity_number, case.published)


def _list(asked: Asked[Case]) -> bytes:
    return publicity_list(values.publicity(asked.desk, asked.reader, asked.matter), signer=asked.signer)


PAPERS = (
    paper_kind("visit_form", _SHEET, Case, refs=_sheets, make=_sheet),
    notice_kind("result_notice", RESULT, _result),
    paper_kind("publicity_list", _LIST, Case, refs=_lists, make=_list),
)
"""In the order of their steps."""
