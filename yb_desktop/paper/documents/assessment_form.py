"""绩效考核表 (G10): empty for work by hand, filled once the year is assessed; the same lines in the same places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yb_desktop.base.signing import Signer
from yb_desktop.domain.scoring import points_words
from yb_desktop.domain.versions import version_words
from yb_desktop.paper.blocks import (
    Align,
    Block,
    Cell,
    Column,
    Field,
    Table,
)
from yb_desktop.paper.days import day_words
from yb_desktop.paper.documents.checklists import (
    Checklist,
    ChecklistSection,
    Wording,
    caption,
    full_marks,
    line,
    print_checklist,
)
from yb_desktop.paper.documents.values import Sender

KIND = "assessment_form"
_WORDING = Wording("考核内容和标准", "考核方法", "有一项不符合的，评定为不合格")


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade: from so many hundredths on, per cent of the deposit that goes back, whether it speaks for renewal."""

    label: str
    points_from: int
    deposit: int
    renews: bool

    @property
    def words(self) -> str:
        """The grade with what follows from it."""
        renewal = "可以续签" if self.renews else "不宜续签"
        return f"退还质量保证金{self.deposit}%，{renewal}"


@dataclass(frozen=True, slots=True)
class AssessmentResult:
    """What the year came to: hundredths, the grade, the vetoes that failed."""

    day: date
    points: int
    grade: Grade
    vetoes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AssessmentForm:
    """The values of the sheet; ``agreement`` is its number, ``year`` 0 on an empty one."""

    sender: Sender
    title: str
    version: int
    institution: str
    cls: str
    agreement: str
    year: int
    sections: tuple[ChecklistSection, ...]
    legend: tuple[str, ...]
    grades: tuple[Grade, ...]
    note: str
    result: AssessmentResult | None = None


def assessment_form(values: AssessmentForm, *, signer: Signer | None = None) -> bytes:
    """Print 绩效考核表."""
    found = Checklist(values.sections, _WORDING, values.note, values.legend)
    top, end = _top(values), _end(values)
    return print_checklist(KIND, values.title, values.sender, found, top=top, end=end, signer=signer)


def _top(values: AssessmentForm) -> list[Block]:
    year = f"{values.year}年度" if values.year else "　　　　年度"
    version = Field("表单版本：", version_words(values.version, gap=""))
    return [
        line(Field("编号：", values.sender.number), version, Field("考核年度：", year)),
        line(Field("被考核机构：", values.institution)),
        line(Field("机构类别：", values.cls), Field("协议编号：", values.agreement)),
    ]


def _end(values: AssessmentForm) -> list[Block]:
    result = values.result
    if result is None:
        total, vetoes = "", "□无　□有："
    else:
        total = f"{points_words(result.points)}分（满分{full_marks(values.sections)}分）"
        vetoes = f"有（{'、'.join(result.vetoes)}）" if result.vetoes else "无"
    rows: list[tuple[str | Cell, ...]] = [
        ("总分", total, "不符合的否决项", vetoes),
        (Cell("考核等级", rows=len(values.grades)), *_grade_cells(values, 0)),
        *(_grade_cells(values, place) for place in range(1, len(values.grades))),
        ("考核意见", Cell("", columns=3, lines=3)),
        ("机构意见", Cell("", columns=3, lines=3)),
    ]
    head = Column(1.6, align=Align.CENTER)
    return [
        caption("考核结果"),
        Table((head, Column(3.3), Column(2.0, align=Align.CENTER), Column(2.6)), tuple(rows), size=10),
        *_signatures(result),
    ]


def _grade_cells(values: AssessmentForm, place: int) -> tuple[str | Cell, ...]:
    grade = values.grades[place]
    chosen = values.result is not None and values.result.grade.label == grade.label
    above = f"不满{points_words(values.grades[place - 1].points_from)}分" if place else ""
    span = f"{points_words(grade.points_from)}分以上" if grade.points_from else above
    middle = f"{span}、{above}" if place and grade.points_from else span
    return (f"{'☑' if chosen else '□'}{grade.label}（{middle}）", Cell(grade.words, columns=2, align=Align.LEFT))


def _signatures(result: AssessmentResult | None) -> list[Block]:
    day = day_words(result.day) if result else "　　　　年　　月　　日"
    return [
        line(Field("考核人员（签名）："), Field("考核人员（签名）：")),
        line(Field("机构负责人（签名）："), Field("考核日期：", day)),
    ]
