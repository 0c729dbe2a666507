"""Empty forms for work by hand, without a matter: the same lines as the filled ones, whom an item concerns in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from yb_desktop.base.errors import BadInput
from yb_desktop.base.signing import Signer
from yb_desktop.domain.forms import Form, FormUse
from yb_desktop.domain.scoring import HUNDREDTHS
from yb_desktop.law.law import Kind
from yb_desktop.paper.documents.application_form import application_form
from yb_desktop.paper.documents.assessment_form import AssessmentForm, assessment_form
from yb_desktop.paper.documents.checklists import ChecklistSection
from yb_desktop.paper.documents.values import EMPTY_NUMBER, Sender
from yb_desktop.paper.documents.visit_form import VisitForm, visit_form
from yb_desktop.services.assessment import own_marks
from yb_desktop.services.desk import Desk
from yb_desktop.services.paper.applying import empty_application
from yb_desktop.services.paper.assessments import grades_of
from yb_desktop.services.paper.checklist import sections_of
from yb_desktop.services.paper.words import binding, legend, short_articles
from yb_desktop.services.reference_files import form_in_force


def empty_form(desk: Desk, document: str, kind: Kind, *, signer: Signer | None) -> bytes:
    """Print a form with nothing in it. Raises ``BadInput`` (``paper``) for a document that is no such form."""
    make = EMPTY.get(document)
    if make is None:
        raise BadInput("paper", f"“{document[:40]}”没有空白表，可以打印空白表的有：{'、'.join(EMPTY)}。")
    return make(desk, kind, signer)


def _application(desk: Desk, kind: Kind, signer: Signer | None) -> bytes:
    head = Sender(desk.info.name, EMPTY_NUMBER, desk.clock.today())
    return application_form(empty_application(head, kind, _newest(desk, FormUse.MATERIALS, kind)), signer=signer)


def _newest(desk: Desk, use: FormUse, kind: Kind) -> Form:
    with desk.store.read() as reader:
        return form_in_force(reader, use, kind, desk.clock.today())


def _visit(desk: Desk, kind: Kind, signer: Signer | None) -> bytes:
    sheet = _newest(desk, FormUse.VISIT, kind)
    sections, words = _lines(desk, sheet, kind)
    paper = VisitForm(
        sender=_sender(desk),
        title=sheet.title,
        version=sheet.version,
        institution="",
        cls="",
        address="",
        lead="",
        team=(),
        sections=sections,
        legend=words,
        pass_mark=sheet.pass_mark * HUNDREDTHS,
        note=sheet.note,
    )
    return visit_form(paper, signer=signer)


def _assessment(desk: Desk, kind: Kind, signer: Signer | None) -> bytes:
    sheet = _newest(desk, FormUse.ASSESSMENT, kind)
    sections, words = _lines(desk, sheet, kind)
    with desk.store.read() as reader:
        settings = {name: kept.value for name, kept in reader.office().values.items()}
    paper = AssessmentForm(
        sender=_sender(desk),
        title=sheet.title,
        version=sheet.version,
        institution="",
        cls="",
        agreement="",
        year=0,
        sections=sections,
        legend=words,
        grades=grades_of(sheet, own_marks(settings)),
        note=sheet.note,
    )
    return assessment_form(paper, signer=signer)


def _sender(desk: Desk) -> Sender:
    return Sender(desk.info.name, "", desk.clock.today())


def _lines(desk: Desk, sheet: Form, kind: Kind) -> tuple[tuple[ChecklistSection, ...], tuple[str, ...]]:
    law, on = desk.law, desk.clock.today()
    sources = [source for item in sheet.items for source in item.basis]
    bound = binding(law, sources, area=desk.info.area, kind=kind, on=on)
    sections = sections_of(sheet, sheet.items, short_articles(law, bound), named=True)
    return sections, legend(law, bound)


EMPTY: Mapping[str, Callable[[Desk, Kind, Signer | None], bytes]] = {
    "application_form": _application,
    "visit_form": _visit,
    "assessment_form": _assessment,
}
"""The forms that can be printed empty."""
