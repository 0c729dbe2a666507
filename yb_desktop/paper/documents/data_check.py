"""信息联查表 (A17–A20, A23): each ground of non-acceptance, how and by whom it was checked, and what was found."""

from __future__ import annotations

from dataclasses import dataclass

from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import Align, Block, Cell, Column, Face, KeepTogether, Space, Table
from yb_desktop.paper.documents.sheets import OPEN, TICKED, caption, closing, head, note, pairs, print_form, to_sign
from yb_desktop.paper.documents.values import Sender

KIND = "data_check"
TITLE = "信息联查表"


@dataclass(frozen=True, slots=True)
class CheckedGround:
    """One line: the ground with its article; ``holds`` is None while nobody has checked it; ``what`` was found."""

    text: str
    article: str
    holds: bool | None = None
    how: str = ""
    source: str = ""
    what: str = ""
    on: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of enquiry and its answer."""

    number: str
    to: str
    about: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class DataCheck:
    """The values of the table; ``review`` are the findings of the first review, empty before it."""

    sender: Sender
    institution: str
    uscc: str
    persons: tuple[tuple[str, str], ...]
    what: str
    received: str
    grounds: tuple[CheckedGround, ...]
    legend: tuple[str, ...] = ()
    letters: tuple[Letter, ...] = ()
    review: tuple[tuple[str, str], ...] = ()


def data_check(values: DataCheck, *, signer: Signer | None = None) -> bytes:
    """Print 信息联查表."""
    title = f"医疗保障定点申请{TITLE}"
    blocks: list[Block] = [
        *head(title, values.sender),
        pairs(
            (("申请单位", values.institution),),
            (("统一社会信用代码", values.uscc), ("收件日期", values.received)),
            (("申请事项", values.what),),
            (("有关人员", "；".join(f"{role}：{name}" for role, name in values.persons if name)),),
        ),
        Space(0.4),
        caption("一、不予受理情形核查"),
        _grounds(values.grounds),
        *([note(f"依据栏中，{'；'.join(values.legend)}。")] if values.legend else []),
    ]
    if values.letters:
        blocks += [Space(0.4), caption("二、函询情况"), _letters(values.letters)]
    if values.review:
        place = "三" if values.letters else "二"
        blocks += [Space(0.4), KeepTogether((caption(f"{place}、初审情况"), pairs(*((one,) for one in values.review))))]
    blocks.append(closing(to_sign("核查人", "复核人", "日期"), note(_remark(values))))
    return print_form(KIND, title, values.sender, blocks, signer=signer)


def _remark(values: DataCheck) -> str:
    waiting = sum(one.holds is None for one in values.grounds)
    left = f"还有{waiting}种情形没有核查。" if waiting else "所列情形均已核查。"
    return f"{left}以告知承诺方式核查的，承诺书另附，并应当另行核实。"


def _grounds(grounds: tuple[CheckedGround, ...]) -> Table:
    columns = (
        Column(1.1, "序号", Align.CENTER),
        Column(4.7, "情形"),
        Column(3.2, "依据"),
        Column(2.0, "结果"),
        Column(3.0, "核查方式和来源"),
        Column(2.3, "查明情况"),
        Column(3.6, "核查人和日期", Align.CENTER),
    )
    rows = tuple(_row(at, one) for at, one in enumerate(grounds, start=1))
    return Table(columns, rows, size=9)


def _row(at: int, one: CheckedGround) -> tuple[str | Cell, ...]:
    source = "\n".join(part for part in (one.how, one.source) if part)
    by = "\n".join(part for part in (one.by, one.on) if part)
    return (str(at), one.text.rstrip("。"), one.article or "本地默认", _result(one.holds), source, one.what, by)


def _result(holds: bool | None) -> Cell:
    yes, no = TICKED if holds else OPEN, TICKED if holds is False else OPEN
    return Cell(f"{yes}存在\n{no}不存在", face=Face.HEI if holds else None)


def _letters(letters: tuple[Letter, ...]) -> Table:
    columns = (
        Column(3.4, "文号", Align.CENTER),
        Column(3.4, "函询单位"),
        Column(4, "函询事项"),
        Column(4, "复函内容"),
    )
    rows = tuple((one.number, one.to, one.about, one.answer or "（尚未复函）") for one in letters)
    return Table(columns, rows, size=9)
