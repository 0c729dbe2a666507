"""现场核查表 (E3–E5): empty for work by hand, filled after the visit; the same lines in the same places.

Without ``outcome`` the boxes are open and room is left to write; with it the answers stand in them.
"""

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
    Para,
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

KIND = "visit_form"
_WORDING = Wording("核查内容和标准", "核查方法", "有一项不符合的，建议评定为不合格")


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
    sections: tuple[ChecklistSection, ...]
    legend: tuple[str, ...]
    pass_mark: int
    note: str
    outcome: Outcome | None = None


def visit_form(values: VisitForm, *, signer: Signer | None = None) -> bytes:
    """Print 现场核查表."""
    found = Checklist(values.sections, _WORDING, values.note, values.legend)
    top, end = _top(values), _result(values)
    return print_checklist(KIND, values.title, values.sender, found, top=top, end=end, signer=signer)


def _top(values: VisitForm) -> list[Block]:
    finished = day_words(values.outcome.finished) if values.outcome else ""
    team = "、".join(values.team)
    number = Field("编号：", values.sender.number)
    return [
        line(number, Field("表单版本：", version_words(values.version, gap="")), Field("核查日期：", finished)),
        line(Field("被核查机构：", values.institution)),
        line(Field("机构类别：", values.cls, 1), Field("地址：", values.address, 1.6)),
        line(Field("核查组长：", values.lead, 1), Field("核查人员：", team, 1.6)),
    ]


def _result(values: VisitForm) -> list[Block]:
    outcome = values.outcome
    mark = points_words(values.pass_mark)
    if outcome is None:
        total, vetoes, word = "", "□无　□有：", "□合格　□不合格"
    else:
        total = f"{points_words(outcome.points)}分"
        vetoes = f"有（{'、'.join(outcome.vetoes)}）" if outcome.vetoes else "无"
        word = "合格" if outcome.passed else "不合格"
    full = full_marks(values.sections)
    rows: tuple[tuple[str | Cell, ...], ...] = (
        ("总分", total, "满分／合格分", f"{full}分／{mark}分（本地默认，非文件规定）"),
        ("不符合的否决项", vetoes, "按得分结论", word),
        ("核查组意见", Cell("", columns=3, lines=3)),
        ("机构意见", Cell("", columns=3, lines=2)),
    )
    head = Column(1.6, align=Align.CENTER)
    return [
        caption("核查结果"),
        Table((head, Column(2.0), head, Column(3.6)), rows, size=10),
        *_signatures(values),
    ]


def _signatures(values: VisitForm) -> list[Block]:
    outcome = values.outcome
    if outcome is None:
        return [
            line(Field("核查组长（签名）："), Field("核查人员（签名）：")),
            line(Field("核查人员（签名）："), Field("核查人员（签名）：")),
            line(Field("被核查机构人员（签名）："), Field("日期：", "　　　　年　　月　　日")),
        ]
    return [
        line(Field("核查人员签名：", "、".join(outcome.inspectors))),
        line(
            Field("被核查机构人员签名：", "、".join(outcome.institution), 1.4),
            Field("日期：", day_words(outcome.finished)),
        ),
        Para(f"签名所针对内容的校验值（SHA-256）：{outcome.content}", indent=0, size=8),
    ]
