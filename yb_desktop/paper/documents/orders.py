"""What decisions, audits and measures under an agreement have in common: the agreement, sums of money, the ways open.

Sections are numbered as they come, so that one with nothing to say is left out without a gap. Money stands in figures
and in capital characters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from yb_desktop.base.signing import Signer
from yb_desktop.domain.amounts import both, capitals, figures
from yb_desktop.law.catalogue import LOCAL_TEXT
from yb_desktop.paper.blocks import (
    Align,
    Block,
    Cell,
    Column,
    Document,
    Face,
    Field,
    FillLine,
    Heading,
    KeepTogether,
    Para,
    SignatureBlock,
    Space,
    Style,
    Table,
    Title,
)
from yb_desktop.paper.days import day_words
from yb_desktop.paper.documents.letters import delivery_sheet, imprint
from yb_desktop.paper.documents.values import Sender
from yb_desktop.paper.page import render

_NUMERALS = "一二三四五六七八九十"
_TABLE = 11
_FORM_LINE = 11


@dataclass(frozen=True, slots=True)
class OfAgreement:
    """The agreement a paper is about: its number and its term."""

    number: str
    starts: date
    ends: date

    @property
    def words(self) -> str:
        """The agreement as a sentence names it."""
        return f"《医疗保障服务协议》（编号：{self.number}）"

    @property
    def with_term(self) -> str:
        """The agreement with its term, where a decision is about the term."""
        return f"《医疗保障服务协议》（编号：{self.number}，有效期自{day_words(self.starts)}至{day_words(self.ends)}）"


@dataclass(frozen=True, slots=True)
class Sum:
    """One amount of money, in fen, and what it is for."""

    name: str
    fen: int


Section = tuple[str, Sequence[str | Block]]
"""A heading without its number, and what stands below it; left out where there is nothing."""


def order(
    kind: str,
    title: str,
    sender: Sender,
    to: str,
    body: Iterable[Block],
    *,
    slip: str = "",
    copies_to: str = "",
    signer: Signer | None,
) -> bytes:
    """Print a decision or an announcement (GB/T 9704): red head, number, title, addressee, body, seal and date, 版记.

    ``slip`` is the name of the paper on the sheet that proves its delivery; there is none without it.
    """
    document = Document(
        kind=kind, number=sender.number, title=title.replace("\n", ""), made=sender.day, issuer=sender.office
    )
    addressee = [Para(f"{to}：", indent=0)] if to else []
    blocks = [
        Title(title),
        *addressee,
        *body,
        SignatureBlock(sender.office, day_words(sender.day)),
        imprint(sender, copies_to),
        *(delivery_sheet(slip, sender, to) if slip else ()),
    ]
    return render(document, blocks, style=Style.OFFICIAL, signer=signer)


def sections(*parts: Section) -> list[Block]:
    """Set the sections that say something, numbered 一、二、三、 as they come."""
    out: list[Block] = []
    said = [(title, texts) for title, texts in parts if texts]
    for numeral, (title, texts) in zip(_NUMERALS, said, strict=False):
        out.append(Heading(f"{numeral}、{title}"))
        out += [Para(text) if isinstance(text, str) else text for text in texts]
    return out


def ended(text: str) -> str:
    """End what somebody wrote with one full stop, its lines as paragraphs of one text."""
    text = "".join(line.strip() for line in text.strip().splitlines())
    return text if text.endswith(("。", "！", "？")) else text.rstrip("；;.，、") + "。"


def written(text: str) -> str:
    """Set what somebody wrote in a cell of a form: each paragraph indented by two characters."""
    return "\n".join(f"　　{line}" for line in paragraphs(text))


def paragraphs(text: str) -> list[str]:
    """Divide what somebody wrote into its paragraphs, each ended."""
    return [ended(line) for line in text.splitlines() if line.strip()]


def under(articles: Sequence[str], none: str = "") -> str:
    """Write the articles in brackets behind a sentence: ``（依据甲第1条）``; ``none`` where no document says it."""
    if articles:
        return f"（依据{'、'.join(articles)}）"
    return f"（{none}）" if none else ""


def sums_table(sums: Sequence[Sum]) -> list[Block]:
    """Set amounts as a table: one line each in figures, the total in figures and in capitals."""
    if not sums:
        return []
    total = sum(one.fen for one in sums)
    rows: list[tuple[str | Cell, ...]] = [
        (str(place), one.name, figures(one.fen)) for place, one in enumerate(sums, start=1)
    ]
    rows.append((Cell("合计", columns=2, align=Align.CENTER, face=Face.HEI), figures(total)))
    rows.append((Cell(f"合计（大写）：人民币{capitals(total)}", columns=3, align=Align.LEFT),))
    columns = (
        Column(1.3, "序号", Align.CENTER),
        Column(9.7, "项目"),
        Column(4, "金额（元）", Align.RIGHT),
    )
    return [Space(0.3), Table(columns, tuple(rows), size=_TABLE), Space(0.3)]


def sums_words(sums: Sequence[Sum]) -> str:
    """Write the total of amounts in a sentence, in figures and capitals."""
    return both(sum(one.fen for one in sums))


def remedies(articles: Sequence[str] | None, what: str = "本决定") -> list[str]:
    """Say what the institution can do (C16); ``None``: no rule holds here, () a local default."""
    if articles is None:
        return [f"对{what}有异议的，可以向我单位提出书面意见并提供证据，也可以向同级医疗保障行政部门反映。"]
    ways = "可以与我单位协商解决，或者请求同级医疗保障行政部门协调处理，也可以依法申请行政复议或者提起行政诉讼"
    return [f"对{what}有异议的，{ways}{under(articles, LOCAL_TEXT)}。"]


def form(
    kind: str, title: str, sender: Sender, body: Iterable[Block], *, signer: Signer | None, small: float = 16
) -> bytes:
    """Print a form or a record (表单): the title, then lines and tables of the full width."""
    document = Document(kind=kind, number=sender.number, title=title, made=sender.day, issuer=sender.office)
    return render(document, [Title(title, size=small), *body], style=Style.FORM, signer=signer)


def record(
    kind: str,
    title: str,
    sender: Sender,
    rows: Sequence[tuple[str | Cell, ...]],
    *sign: tuple[Field, ...],
    note: str,
    widths: tuple[float, float] = (6.2, 5.4),
    signer: Signer | None,
) -> bytes:
    """Print a record that both sides sign: labels and what was said beside them, then the places to sign."""
    label = Column(2.4, align=Align.CENTER)
    table = Table((label, Column(widths[0]), label, Column(widths[1])), tuple(rows), size=10.5, row_mm=9)
    return form(kind, title, sender, [Space(0.3), table, signing(*sign, note=note)], signer=signer, small=18)


def fill(*fields: Field) -> FillLine:
    """Set one row of places to fill in, in the size of forms."""
    return FillLine(fields, size=_FORM_LINE)


def signing(*lines: tuple[Field, ...], note: str = "") -> Block:
    """Set the lines to sign on at the foot of a form, kept on one page, with what is to be said above them."""
    head: list[Block] = [Para(note, indent=0, size=10)] if note else []
    return KeepTogether((Space(0.4), *head, *(fill(*line) for line in lines)), hold=1)
