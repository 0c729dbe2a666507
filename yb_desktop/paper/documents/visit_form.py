"""现场核查表 (E3–E5): empty for work by hand, filled after the visit; the same lines in the same places.

Without ``outcome`` the boxes are open and room is left to write; with it the answers stand in them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import (
    Align,
    Block,
    Cell,
    Column,
    Document,
    Face,
    Field,
    FillLine,
    KeepTogether,
    Para,
    Space,
    Span,
    Style,
    Table,
    Title,
)
from yb_desktop.paper.days import day_words
from yb_desktop.paper.documents.values import Sender, points
from yb_desktop.paper.page import render

KIND = "visit_form"
_SIZE = 9
_LINE = 11
_OPEN, _TICKED = "□", "☑"


@dataclass(frozen=True, slots=True)
class FoundAnswer:
    """The answer that stands for an item, its points in hundredths (scored items), and what the inspectors noted."""

    answer: str
    points: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class VisitItem:
    """One line: what to look for, how, the articles in short, whole points; ``choices`` are the answers it takes."""

    label: str
    look_for: str
    how: str
    articles: tuple[str, ...]
    choices: tuple[str, ...]
    points: int = 0
    found: FoundAnswer | None = None


@dataclass(frozen=True, slots=True)
class VisitSection:
    """One head of the form; ``got`` are its hundredths once the visit is finished."""

    title: str
    items: tuple[VisitItem, ...]
    veto: bool = False
    points: int = 0
    got: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the finished visit came to, in hundredths; ``content`` is the hash of what was signed."""

    finished: date
    points: int
    passed: bool
    vetoes: tuple[str, ...]
    inspectors: tuple[str, ...]
    institution: tuple[str, ...]
    content: str


@dataclass(frozen=True, slots=True)
class VisitForm:
    """The values of the form; ``legend`` explains the short articles; ``local`` says what is the office's own."""

    sender: Sender
    title: str
    version: int
    institution: str
    cls: str
    address: str
    lead: str
    team: tuple[str, ...]
    sections: tuple[VisitSection, ...]
    legend: tuple[str, ...]
    pass_mark: int
    note: str
    outcome: Outcome | None = None


def visit_form(values: VisitForm, *, signer: Signer | None = None) -> bytes:
    """Print 现场核查表."""
    sender = values.sender
    document = Document(kind=KIND, number=sender.number, title=values.title, made=sender.day)
    blocks: list[Block] = [Title(values.title, size=16), *_top(values)]
    scored = [section for section in values.sections if not section.veto]
    for section in values.sections:
        if section.veto:
            blocks += [Space(0.4), _caption(f"{section.title}（有一项不符合的，建议评定为不合格）"), _vetoes(section)]
    blocks += [Space(0.4), _caption(f"计分项（满分{sum(s.points for s in scored)}分）"), *_scores(scored)]
    blocks += [KeepTogether(tuple(_result(values, scored)))]
    return render(document, blocks, style=Style.FORM, signer=signer)


def _caption(text: str) -> Para:
    return Para(text, indent=0, face=Face.HEI, size=11, keep_next=True)


def _top(values: VisitForm) -> list[Block]:
    finished = day_words(values.outcome.finished) if values.outcome else ""
    team = "、".join(values.team)
    number = Field("编号：", values.sender.number)
    return [
        FillLine((number, Field("表单版本：", f"第{values.version}版"), Field("核查日期：", finished)), size=_LINE),
        FillLine((Field("被核查机构：", values.institution),), size=_LINE),
        FillLine((Field("机构类别：", values.cls, 1), Field("地址：", values.address, 1.6)), size=_LINE),
        FillLine((Field("核查组长：", values.lead, 1), Field("核查人员：", team, 1.6)), size=_LINE),
        Para(values.note + _legend(values.legend), indent=0, size=_SIZE),
    ]


def _legend(legend: tuple[str, ...]) -> str:
    if not legend:
        return "本地区没有可以引用的文件，各项标准均为本地默认，非文件规定。"
    return f"依据栏中，{'；'.join(legend)}。"


def _matter(item: VisitItem) -> tuple[str | Span, ...]:
    return (Span(item.label, Face.HEI), f"\n{item.look_for}")


def _vetoes(section: VisitSection) -> Table:
    columns = (
        Column(1.1, "序号", Align.CENTER),
        Column(6.2, "核查内容和标准"),
        Column(4.4, "核查方法"),
        Column(3.0, "依据"),
        Column(2.0, "结论"),
        Column(3.0, "情况说明"),
    )
    rows = tuple(
        (str(place), Cell(_matter(item)), item.how, "\n".join(item.articles), _choice(item), _note(item))
        for place, item in enumerate(section.items, start=1)
    )
    return Table(columns, rows, size=_SIZE)


_SCORE_COLUMNS = (
    Column(1.1, "序号", Align.CENTER),
    Column(5.2, "核查内容和标准"),
    Column(3.8, "核查方法"),
    Column(3.0, "依据"),
    Column(1.1, "分值", Align.CENTER),
    Column(2.3, "结论"),
    Column(1.1, "得分", Align.CENTER),
    Column(2.1, "情况说明"),
)


def _scores(sections: list[VisitSection]) -> Iterator[Block]:
    # A table for each head, so that the head never stands alone at the foot of a page and is repeated on the next.
    place = 0
    for section in sections:
        rows: list[tuple[str | Cell, ...]] = []
        for item in section.items:
            place += 1
            matter, articles = Cell(_matter(item)), "\n".join(item.articles)
            rows.append(
                (str(place), matter, item.how, articles, str(item.points), _choice(item), _got(item), _note(item))
            )
        got = "" if section.got is None else points(section.got)
        head = Cell(f"{section.title}（{section.points}分）", columns=6, align=Align.LEFT)
        yield Table(_SCORE_COLUMNS, tuple(rows), groups=(head, got, ""), size=_SIZE)
        yield Space(0.4)


def _choice(item: VisitItem) -> str:
    chosen = item.found.answer if item.found else ""
    return "\n".join(f"{_TICKED if choice == chosen else _OPEN}{choice}" for choice in item.choices)


def _got(item: VisitItem) -> str:
    if item.found is None or item.found.points is None:
        return ""
    return points(item.found.points)


def _note(item: VisitItem) -> str:
    return item.found.note if item.found else ""


def _result(values: VisitForm, scored: list[VisitSection]) -> list[Block]:
    outcome = values.outcome
    mark = points(values.pass_mark)
    if outcome is None:
        total, vetoes, word = "", "□无　□有：", "□合格　□不合格"
    else:
        total = f"{points(outcome.points)}分"
        vetoes = f"有（{'、'.join(outcome.vetoes)}）" if outcome.vetoes else "无"
        word = "合格" if outcome.passed else "不合格"
    full = sum(section.points for section in scored)
    rows: tuple[tuple[str | Cell, ...], ...] = (
        ("总分", total, "满分／合格分", f"{full}分／{mark}分（本地默认，非文件规定）"),
        ("不符合的否决项", vetoes, "按得分结论", word),
        ("核查组意见", Cell("", columns=3, lines=3)),
        ("机构意见", Cell("", columns=3, lines=2)),
    )
    head = Column(1.6, align=Align.CENTER)
    return [
        _caption("核查结果"),
        Table((head, Column(2.0), head, Column(3.6)), rows, size=10),
        *_signatures(values),
    ]


def _signatures(values: VisitForm) -> list[Block]:
    outcome = values.outcome
    if outcome is None:
        return [
            FillLine((Field("核查组长（签名）："), Field("核查人员（签名）：")), size=_LINE),
            FillLine((Field("核查人员（签名）："), Field("核查人员（签名）：")), size=_LINE),
            FillLine((Field("被核查机构人员（签名）："), Field("日期：", "　　　　年　　月　　日")), size=_LINE),
        ]
    return [
        FillLine((Field("核查人员签名：", "、".join(outcome.inspectors)),), size=_LINE),
        FillLine(
            (
                Field("被核查机构人员签名：", "、".join(outcome.institution), 1.4),
                Field("日期：", day_words(outcome.finished)),
            ),
            size=_LINE,
        ),
        Para(f"签名所针对内容的校验值（SHA-256）：{outcome.content}", indent=0, size=8),
    ]
