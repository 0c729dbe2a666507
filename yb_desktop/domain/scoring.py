"""What the answers of a visit or an assessment are worth: arithmetic on its form, in hundredths of a point.

Each head counts its full points, whatever items were asked: points got are scaled to the points that apply (an item
limited by class or beds, or marked 不适用, takes nothing away), rounded half up to a hundredth, once a head. The score
informs; the decision decides (design page "actions", ``decide``). Nothing here knows who owns an institution (J4).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from yb_desktop.base.errors import BadInput
from yb_desktop.domain.forms import AnswerKind, Form, FormUse, Item, Section
from yb_desktop.domain.vocabulary import InstitutionClass, Labelled

HUNDREDTHS = 100


def points_words(hundredths: int) -> str:
    """Write hundredths of a point: 8550 is ``85.5``."""
    whole, rest = divmod(hundredths, HUNDREDTHS)
    return f"{whole}.{rest:02d}".rstrip("0") if rest else str(whole)


class Answer(Labelled):
    """What an inspector found on an item."""

    YES = "yes", "符合"
    PARTLY = "partly", "部分符合"
    NO = "no", "不符合"
    NOT_APPLICABLE = "not_applicable", "不适用"


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """The answer that stands for an item; ``points`` (hundredths) may be given with 部分符合 only."""

    answer: Answer
    points: int | None = None


@dataclass(frozen=True, slots=True)
class HeadScore:
    """One head: hundredths got, hundredths it is worth."""

    section: str
    title: str
    points: int
    full: int


@dataclass(frozen=True, slots=True)
class Score:
    """The outcome of a visit form; ``points``, ``pass_mark`` in hundredths; ``missing``: items asked, not answered."""

    points: int
    heads: tuple[HeadScore, ...]
    vetoes_failed: tuple[str, ...]
    missing: tuple[str, ...]
    pass_mark: int

    @property
    def complete(self) -> bool:
        """Say whether every item asked has its answer."""
        return not self.missing

    @property
    def qualified_by_score(self) -> bool:
        """Say whether the sheet alone speaks for qualified: complete, no veto failed, pass mark reached."""
        return self.complete and not self.vetoes_failed and self.points >= self.pass_mark


def points_of(item: Item, given: ItemAnswer) -> int:
    """Give the hundredths an answer is worth: all, none, or with 部分符合 the points given (half where none are).

    Raises ``BadInput`` (code ``answer``) for an answer or points the item does not take.
    """
    full = item.points * HUNDREDTHS
    if given.points is not None and given.answer is not Answer.PARTLY:
        _check_given(item, given.points, full if given.answer is Answer.YES else 0)
    match given.answer:
        case Answer.YES:
            return full
        case Answer.NO:
            return 0
        case Answer.NOT_APPLICABLE:
            if not item.may_skip:
                raise BadInput("answer", f"“{item.label}”对所有机构都要核查，不能选“不适用”。")
            return 0
        case Answer.PARTLY:
            return _partly(item, given.points, full)


def check_answer(item: Item, given: ItemAnswer) -> None:
    """Refuse an answer the item does not take, before it is kept. Raises ``BadInput`` (code ``answer``)."""
    points_of(item, given)


def score(
    *,
    form: Form,
    class_: InstitutionClass,
    beds: int,
    answers: Mapping[str, ItemAnswer],
    pass_mark: int | None = None,
) -> Score:
    """Work out the score of a visit form. ``pass_mark`` in hundredths replaces the form's (a local setting).

    Raises ``BadInput`` for an item the form has not, or an answer its item does not take.
    """
    if form.use in {FormUse.MATERIALS, FormUse.EVALUATION}:
        raise BadInput("form", f"“{form.title}”不是评分表，不能计分。")
    for item_id, given in answers.items():
        check_answer(form.find(item_id), given)
    asked = form.for_institution(class_, beds)
    heads = tuple(_head(section, asked, answers) for section in form.sections if not section.veto)
    return Score(
        points=sum(head.points for head in heads),
        heads=heads,
        vetoes_failed=tuple(i.id for i in asked if i.veto and i.id in answers and answers[i.id].answer is Answer.NO),
        missing=tuple(item.id for item in asked if item.id not in answers),
        pass_mark=form.pass_mark * HUNDREDTHS if pass_mark is None else pass_mark,
    )


def full_marks(form: Form, class_: InstitutionClass, beds: int) -> dict[str, ItemAnswer]:
    """Answer 符合 to every item asked of an institution (stories, tests, the demo)."""
    return {item.id: ItemAnswer(Answer.YES) for item in form.for_institution(class_, beds)}


def _head(section: Section, asked: tuple[Item, ...], answers: Mapping[str, ItemAnswer]) -> HeadScore:
    full = section.points * HUNDREDTHS
    got = possible = 0
    for item in section.items:
        given = answers.get(item.id)
        if item not in asked or (given is not None and given.answer is Answer.NOT_APPLICABLE):
            continue
        possible += item.points * HUNDREDTHS
        got += 0 if given is None else points_of(item, given)
    return HeadScore(section.id, section.title, half_up(got * full, possible), full)


def half_up(numerator: int, denominator: int) -> int:
    """Divide two non-negative integers and round to the nearest, halves up (四舍五入)."""
    return (2 * numerator + denominator) // (2 * denominator)


def _partly(item: Item, points: int | None, full: int) -> int:
    if item.answer is not AnswerKind.GRADED:
        raise BadInput("answer", f"“{item.label}”只能选“符合”或“不符合”。")
    if points is None:
        return half_up(full, 2)
    if not 0 < points < full:
        raise BadInput("answer", f"“{item.label}”选“部分符合”时，得分应大于0且小于{item.points}分。")
    return points


def _check_given(item: Item, points: int, expected: int) -> None:
    if points != expected:
        raise BadInput(
            "answer",
            f"“{item.label}”的得分与所选结论不一致：全部符合得满分{item.points}分，不符合得0分，其余请选“部分符合”。",
        )
