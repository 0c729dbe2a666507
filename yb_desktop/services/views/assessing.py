"""The yearly assessment as its screen shows it (G10): which agreements are due, one with its form, the score so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from yb_desktop.base.canon import Json
from yb_desktop.base.errors import BadInput
from yb_desktop.domain.agreement import Agreement, Assessment
from yb_desktop.domain.assessing import Assessed, assessment_of, grade_of
from yb_desktop.domain.facts import read_fact
from yb_desktop.domain.forms import AnswerKind, Form, FormUse, Item, form_for
from yb_desktop.domain.scoring import HUNDREDTHS, Answer, ItemAnswer, score
from yb_desktop.domain.versions import version_words
from yb_desktop.domain.vocabulary import AgreementState, InstitutionClass
from yb_desktop.law.law import Law
from yb_desktop.law.report import cited
from yb_desktop.services import actions
from yb_desktop.services.assessment import own_marks
from yb_desktop.services.desk import Desk
from yb_desktop.services.paper.kinds import PaperRef
from yb_desktop.services.papers import documents_of
from yb_desktop.services.reference_files import form_in_force
from yb_desktop.services.views.offering import Obstacle, obstacles_to
from yb_desktop.services.views.value_words import KIND_WORDS
from yb_desktop.store import oversight_rows
from yb_desktop.store.oversight_rows import Assessable
from yb_desktop.store.reading import Reader

actions.load()


class Which(Enum):
    """Which agreements of a year; the value is the word shown."""

    ANY = "全部"
    OPEN = "未考核"
    DONE = "已考核"


@dataclass(frozen=True, slots=True)
class AssessLine:
    """One agreement in a year's list, with its assessment of that year where it has one."""

    agreement: str
    number: str
    institution_name: str
    kind: str
    state: AgreementState
    starts: date
    ends: date
    made: Assessment | None


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item of the form; ``points`` in hundredths."""

    id: str
    label: str
    look_for: str
    how: str
    articles: str
    veto: bool
    points: int
    graded: bool
    may_skip: bool


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A head of the form with the items asked of this institution."""

    title: str
    veto: bool
    items: tuple[ItemLine, ...]


@dataclass(frozen=True, slots=True)
class GradeLine:
    """A grade with what follows from it; ``least`` in hundredths, the office's own where it set one."""

    label: str
    least: int
    deposit: int
    renews: bool

    @property
    def effect(self) -> str:
        """Say what follows."""
        return f"退还质量保证金 {self.deposit}%，{'可以续签' if self.renews else '不宜续签'}"


@dataclass(frozen=True, slots=True)
class Marked:
    """What was said of an item."""

    answer: Answer
    points: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class AssessView:
    """One agreement's year; ``answers`` and ``made`` are those of an assessment that is done."""

    agreement: str
    number: str
    institution: str
    institution_name: str
    kind: str
    cls: str
    years: tuple[int, ...]
    year: int
    form_title: str
    form_note: str
    groups: tuple[GroupLine, ...]
    grades: tuple[GradeLine, ...]
    made: Assessment | None
    answers: Mapping[str, Marked]
    obstacles: tuple[Obstacle, ...]
    papers: tuple[PaperRef, ...]
    score_with: ScoreWith

    @property
    def items(self) -> tuple[ItemLine, ...]:
        """Give every item asked, in the order of the form."""
        return tuple(item for group in self.groups for item in group.items)


@dataclass(frozen=True, slots=True)
class ScoreWith:
    """What the score is worked out with, without looking anything up."""

    form: Form
    cls: InstitutionClass
    beds: int
    marks: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Standing:
    """How an assessment stands so far: hundredths got, items answered, the grade once it is sure."""

    points: int
    answered: int
    missing: int
    vetoes: tuple[str, ...]
    grade: GradeLine | None


def assess_lines(desk: Desk, year: int, which: Which, find: str = "") -> tuple[AssessLine, ...]:
    """Give the agreements that can be assessed for a year."""
    wanted = find.casefold().split()
    with desk.store.read() as reader:
        every = tuple(oversight_rows.assessable(reader, date(year, 1, 1), date(year, 12, 31)))
    lines = (_line(one, year) for one in every)
    return tuple(
        line
        for line in lines
        if (which is Which.ANY or (line.made is None) is (which is Which.OPEN))
        and all(word in f"{line.institution_name} {line.number}".casefold() for word in wanted)
    )


def assess_view(desk: Desk, agreement: str, year: int | None = None) -> AssessView:
    """Give one agreement's year: the one asked for, or the newest that is not assessed. Raises ``BadInput``."""
    today = desk.clock.today()
    with desk.store.read() as reader:
        found = reader.agreement(agreement)
        entry = reader.institution(found.institution).registration
        marks = own_marks({name: kept.value for name, kept in reader.office().values.items()})
        years = tuple(range(min(today.year, found.ends.year), found.starts.year - 1, -1)) or (found.starts.year,)
        chosen = year if year in years else next((y for y in years if assessment_of(found, y) is None), years[0])
        made = assessment_of(found, chosen)
        fact = _fact(reader, made)
        newest = form_in_force(reader, FormUse.ASSESSMENT, found.institution_kind, today)
    form = form_for(FormUse.ASSESSMENT, found.institution_kind, fact.version) if fact else newest
    asked = form.for_institution(entry.cls, entry.beds)
    return AssessView(
        agreement=found.id,
        number=found.number,
        institution=found.institution,
        institution_name=entry.name,
        kind=KIND_WORDS[found.institution_kind],
        cls=entry.cls.label,
        years=years,
        year=chosen,
        form_title=f"{form.title}（{version_words(form.version, desk.info.office)}）",
        form_note=form.note,
        groups=tuple(_groups(desk.law, form, asked)),
        grades=_grades(form, marks),
        made=made,
        answers=_answers(fact),
        papers=_papers(desk, found.id, made),
        obstacles=() if made else _obstacles(desk, found, chosen, asked),
        score_with=ScoreWith(form, entry.cls, entry.beds, marks),
    )


def standing_of(view: AssessView, answers: Mapping[str, Marked]) -> Standing:
    """Work out the score so far: pure arithmetic, for every answer anew. Raises ``BadInput`` for points out of range.

    The grade is sure once every item is answered, or a veto has failed.
    """
    with_ = view.score_with
    given = {item: ItemAnswer(one.answer, one.points) for item, one in answers.items()}
    found = score(form=with_.form, class_=with_.cls, beds=with_.beds, answers=given)
    sure = found.complete or bool(found.vetoes_failed)
    band = grade_of(with_.form, found, with_.marks) if sure else None
    grade = next((one for one in view.grades if band is not None and one.label == band.label), None)
    return Standing(
        points=found.points,
        answered=len(view.items) - len(found.missing),
        missing=len(found.missing),
        vetoes=tuple(with_.form.find(item).label for item in found.vetoes_failed),
        grade=grade,
    )


def check_points(view: AssessView, item: str, marked: Marked) -> str:
    """Say what is wrong with the points given to an item; empty where nothing is."""
    try:
        standing_of(view, {item: marked})
    except BadInput as problem:
        return problem.text
    return ""


def assess_params(view: AssessView, answers: Mapping[str, Marked]) -> dict[str, Json]:
    """Give the parameters of ``oversight.assess``."""
    given: dict[str, Json] = {
        item: {"answer": one.answer.value, "points": one.points, "note": one.note} for item, one in answers.items()
    }
    return {"agreement": view.agreement, "year": view.year, "answers": given, "version": view.score_with.form.version}


def _line(one: Assessable, year: int) -> AssessLine:
    made = next((assessment for assessment in one.assessments if assessment.year == year), None)
    return AssessLine(one.id, one.number, one.name, KIND_WORDS[one.kind], one.state, one.starts, one.ends, made)


def _fact(reader: Reader, made: Assessment | None) -> Assessed | None:
    news = read_fact(reader.record(made.rid)) if made is not None else None
    return news if isinstance(news, Assessed) else None


def _answers(fact: Assessed | None) -> dict[str, Marked]:
    if fact is None:
        return {}
    return {
        item: Marked(Answer(answer), fact.points.get(item), fact.notes.get(item, ""))
        for item, answer in fact.answers.items()
    }


def _groups(law: Law, form: Form, asked: tuple[Item, ...]) -> Iterator[GroupLine]:
    for section in form.sections:
        items = tuple(_item(law, item) for item in section.items if item in asked)
        if items:
            yield GroupLine(section.title, section.veto, items)


def _item(law: Law, item: Item) -> ItemLine:
    return ItemLine(
        id=item.id,
        label=item.label,
        look_for=item.look_for,
        how=item.how,
        articles="，".join(cited(law, source) for source in item.basis),
        veto=item.veto,
        points=item.points * HUNDREDTHS,
        graded=item.answer is AnswerKind.GRADED,
        may_skip=item.may_skip,
    )


def _grades(form: Form, marks: Mapping[str, int]) -> tuple[GradeLine, ...]:
    return tuple(
        GradeLine(band.label, marks.get(band.id, band.points_from * HUNDREDTHS), band.deposit, band.renews)
        for band in form.grade
    )


def _papers(desk: Desk, agreement: str, made: Assessment | None) -> tuple[PaperRef, ...]:
    """Give the sheet and the notice of an assessment that is done."""
    if made is None:
        return ()
    refs = documents_of(desk, agreement=agreement)
    return tuple(ref for ref in refs if ref.number == made.number and ref.document.startswith("assessment_"))


def _obstacles(desk: Desk, found: Agreement, year: int, asked: tuple[Item, ...]) -> tuple[Obstacle, ...]:
    answers: dict[str, Json] = {item.id: Answer.YES.value for item in asked}
    params: dict[str, Json] = {"agreement": found.id, "year": year, "answers": answers}
    return obstacles_to(desk, "oversight.assess", params)
