"""评估会议纪要 (E6, E7, E9), 纪要格式: who met, what was reported and said, how was voted, and the result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yb_desktop.base.errors import BadInput
from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import Block, Document, Face, Field, FillLine, KeepTogether, Labelled, Para, Span, Style
from yb_desktop.paper.days import day_words
from yb_desktop.paper.documents.letters import imprint, section
from yb_desktop.paper.documents.values import Sender
from yb_desktop.paper.page import render

KIND = "minutes"
TITLE = "评估会议纪要"
_LINE = 14.0
_BESIDE = 3


@dataclass(frozen=True, slots=True)
class Minutes:
    """The values of the minutes; the votes add up to the members, else ``BadInput`` (``votes``).

    A meeting that took no vote has no ``ballot``: it came to its result by the members' opinions.
    """

    sender: Sender
    institution: str
    what: str
    on: date
    members: tuple[tuple[str, str], ...]
    reported: tuple[str, ...]
    opinions: tuple[tuple[str, str], ...]
    ballot: str
    qualified: int
    unqualified: int
    abstained: int
    result: str
    articles: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.ballot and self.qualified + self.unqualified + self.abstained != len(self.members):
            raise BadInput("votes", "会议纪要的票数合计与参会人数不符，不能打印。请核对会议记录。")


def minutes(values: Minutes, *, signer: Signer | None = None) -> bytes:
    """Print 评估会议纪要."""
    sender = values.sender
    document = Document(kind=KIND, number=sender.number, title=TITLE, made=sender.day, issuer=f"{sender.office}{TITLE}")
    names = "、".join(f"{name}（{field}）" if field else name for name, field in values.members)
    basis = f"依照{'、'.join(values.articles)}，" if values.articles else ""
    blocks: list[Block] = [
        Para(
            f"{day_words(values.on)}，{sender.office}{basis}召开专业评估会议，对{values.institution}的{values.what}"
            "进行评估。会议组织参会人员学习了定点管理的有关政策和纪律要求，听取了承办部门的汇报，参会人员逐一发表意见"
            f"{'并进行了表决' if values.ballot else ''}。纪要如下："
        ),
        *section("一、承办部门汇报的情况", *(values.reported or ("承办部门汇报了申请单位的基本情况。",))),
        *section("二、参会人员的意见"),
        *_opinions(values),
        *section("三、表决情况", _vote(values)),
        *section("四、会议结论"),
        Para((f"会议认为，{values.institution}的{values.what}评估结果为", Span(values.result, Face.HEI), "。")),
        KeepTogether((Labelled("出席：", f"{names}，共{len(values.members)}人"), *_signing(values))),
        imprint(sender),
    ]
    return render(document, blocks, style=Style.MINUTES, signer=signer)


def _opinions(values: Minutes) -> list[Block]:
    if not values.opinions:
        return [Para("参会人员围绕申请单位具备的条件和评估内容逐一发表了意见，书面意见见各人填写的专业评估表。")]
    return [Para((Span(f"{name}：", Face.KAI), f"{text.rstrip('。')}。")) for name, text in values.opinions]


def _vote(values: Minutes) -> str:
    if not values.ballot:
        return f"会议未组织表决，以参会人员{len(values.members)}人发表的意见形成结论。"
    return (
        f"会议采用{values.ballot}方式表决，应到{len(values.members)}人，收回有效表决{len(values.members)}票，其中合格"
        f"{values.qualified}票，不合格{values.unqualified}票，弃权{values.abstained}票，合计{len(values.members)}票。"
    )


def _signing(values: Minutes) -> list[Block]:
    labels = [name for name, _ in values.members]
    rows = [labels[at : at + _BESIDE] for at in range(0, len(labels), _BESIDE)]
    lines: list[Block] = [Para("参会人员签名：", keep_next=True)]
    for row in rows:
        fields = [Field(f"{name}：") for name in row] + [Field("")] * (_BESIDE - len(row))
        lines.append(FillLine(tuple(fields), size=_LINE))
    lines.append(FillLine((Field("主持人："), Field("记录人：")), size=_LINE))
    return lines
