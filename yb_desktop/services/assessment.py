"""The yearly assessment (绩效考核, G10): answers in, score, grade and their effect out, with a numbered notice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.assessing import Assessed, assessed, assessment_of, grade_of
from yb_desktop.domain.forms import FormUse, form_for
from yb_desktop.domain.office import Office
from yb_desktop.domain.scoring import Answer, ItemAnswer
from yb_desktop.domain.vocabulary import AgreementState
from yb_desktop.services.desk import Act, Desk, Step
from yb_desktop.services.numbering import next_number
from yb_desktop.services.reference_files import form_in_force
from yb_desktop.services.registry import action

_NOT_YET = frozenset({AgreementState.DRAFT, AgreementState.PRINTED})


class Judged(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An answer with points of its own (hundredths), for 部分符合, or with a note of what was seen."""

    answer: Answer
    points: int | None = None
    note: str = ""


@action("oversight.assess", "绩效考核")
def assess(
    desk: Desk, *, on: date, agreement: str, year: int, answers: dict[str, Answer | Judged], version: int | None = None
) -> Step:
    """G10: assess an institution's year; the grade decides on the deposit and speaks for or against renewal.

    Each year of an agreement is assessed once. Points, grades and shares are the office's own.
    """
    with desk.act("oversight.assess", on) as act:
        found = act.agreement(agreement)
        _check_year(found, year, on)
        entry = act.institution(found.institution).registration
        kind = found.institution_kind
        newest = form_in_force(act.reader, FormUse.ASSESSMENT, kind, on)
        form = newest if version is None else form_for(FormUse.ASSESSMENT, kind, version)
        given = _given(answers)
        result = assessed(form, entry.cls, entry.beds, given)
        band = grade_of(form, result, own_marks(_settings(act.reader.office())))
        act.append(
            agreement,
            Assessed(
                year=year,
                form=form.id,
                version=form.version,
                answers={item: one.answer.value for item, one in given.items()},
                points={item: one.points for item, one in given.items() if one.points is not None},
                score=result.points,
                vetoes=result.vetoes_failed,
                grade=band.id,
                label=band.label,
                deposit=band.deposit,
                renews=band.renews,
                number=next_number(act, "assessment_notice"),
                notes=_notes(answers),
            ),
        )
        return act.done(agreement, documents=("assessment_notice",), warnings=_effects(act, agreement, year))


def _check_year(agreement: Agreement, year: int, on: date) -> None:
    if agreement.state in _NOT_YET:
        raise NotAllowed.by("state", f"该协议当前为“{agreement.state.label}”，签订之后才能考核。")
    if not agreement.starts.year <= year <= min(on.year, agreement.ends.year):
        text = f"{year}年不在该协议的有效期{agreement.starts}至{agreement.ends}之内，或尚未到来，请核对考核年度。"
        raise BadInput("year", text)
    done = assessment_of(agreement, year)
    if done is not None:
        raise NotAllowed.by("G10", f"该协议{year}年度已于{done.on}考核（{done.label}），同一年度只考核一次")


def _given(answers: Mapping[str, Answer | Judged]) -> dict[str, ItemAnswer]:
    return {
        item: ItemAnswer(one.answer, one.points) if isinstance(one, Judged) else ItemAnswer(one)
        for item, one in answers.items()
    }


def _notes(answers: Mapping[str, Answer | Judged]) -> dict[str, str]:
    judged = {item: one.note.strip() for item, one in answers.items() if isinstance(one, Judged)}
    return {item: note for item, note in judged.items() if note}


def own_marks(settings: Mapping[str, int]) -> dict[str, int]:
    """Give the marks of the grades among an office's settings, in hundredths, by grade."""
    prefix = "assessment."
    return {name.removeprefix(prefix): value for name, value in settings.items() if name.startswith(prefix)}


def _settings(office: Office) -> dict[str, int]:
    return {name: kept.value for name, kept in office.values.items()}


def _effects(act: Act, agreement: str, year: int) -> tuple[str, ...]:
    made = assessment_of(act.tx.agreement(agreement), year)
    if made is None:
        return ()
    renewal = "可以续签" if made.renews else "不宜续签"
    said = f"{year}年度考核{made.score / 100:.2f}分，{made.label}：退还质量保证金{made.deposit}%，{renewal}"
    return (f"{said}（G10；分值和等级为本地默认，非文件规定）",)
