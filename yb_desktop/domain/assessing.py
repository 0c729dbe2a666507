"""The yearly assessment of an institution (绩效考核, G10): its fact, its score, its grade, and what follows from it.

The grade decides how much of the quality deposit goes back and speaks for or against renewal (N2-36). Points and grades
are the office's own (本地默认，非文件规定), the score is in hundredths. Nothing here knows the owner (J4).
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from yb_desktop.base.errors import BadInput
from yb_desktop.domain.agreement import Agreement, Assessment
from yb_desktop.domain.agreement_evolve import step
from yb_desktop.domain.facts import Fact, Stamp, fact
from yb_desktop.domain.forms import Band, Form
from yb_desktop.domain.scoring import HUNDREDTHS, ItemAnswer, Score, score
from yb_desktop.domain.vocabulary import InstitutionClass

DEPOSIT_WHOLE = 100
"""All of the deposit, in per cent."""


@fact("oversight.assess")
class Assessed(Fact, frozen=True):
    """G10: one agreement's year; ``score`` in hundredths, ``deposit`` the per cent of it that goes back.

    ``notes`` say what was seen, by item.
    """

    year: int
    form: str
    version: int
    answers: dict[str, str]
    points: dict[str, int]
    score: int
    vetoes: tuple[str, ...]
    grade: str
    label: str
    deposit: int
    renews: bool
    number: str
    notes: dict[str, str] = msgspec.field(default_factory=dict)


@step.register
def _(news: Assessed, agreement: Agreement, at: Stamp) -> Agreement:
    made = Assessment(
        year=news.year,
        on=at.on,
        rid=at.rid,
        score=news.score,
        grade=news.grade,
        label=news.label,
        deposit=news.deposit,
        renews=news.renews,
        number=news.number,
        vetoes=news.vetoes,
    )
    return replace(agreement, assessments=(*agreement.assessments, made))


def assessed(form: Form, class_: InstitutionClass, beds: int, answers: Mapping[str, ItemAnswer]) -> Score:
    """Work out the score; every item that is asked must have its answer. Raises ``BadInput`` naming those without."""
    found = score(form=form, class_=class_, beds=beds, answers=answers)
    if found.missing:
        labels = "、".join(form.find(item).label for item in found.missing)
        raise BadInput("answers", f"考核表还有{len(found.missing)}项没有评定：{labels}。")
    return found


def grade_of(form: Form, found: Score, own: Mapping[str, int]) -> Band:
    """Give the grade of a score; a veto that failed gives the lowest. ``own`` are the office's marks, in hundredths."""
    if found.vetoes_failed:
        return form.grade[-1]
    marks = {band.id: own.get(band.id, band.points_from * HUNDREDTHS) for band in form.grade[:-1]}
    return next((band for band in form.grade[:-1] if found.points >= marks[band.id]), form.grade[-1])


def assessment_of(agreement: Agreement, year: int) -> Assessment | None:
    """Give the assessment of a year, if there is one: what settlement, deposit and renewal look at (G10)."""
    return next((one for one in agreement.assessments if one.year == year), None)


def newest_assessment(agreement: Agreement) -> Assessment | None:
    """Give the assessment of the newest year: what a renewal looks at (C4, G10)."""
    return max(agreement.assessments, key=lambda one: one.year, default=None)
