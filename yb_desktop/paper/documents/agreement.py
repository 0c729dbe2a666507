"""医疗保障服务协议 (G3): the text as filled in, the place of both seals, the annexes as tables; one numbered copy.

Every paragraph of the text is printed as it stands: what the hash of the text covers is on paper, word for word (in
the annexes a table takes the place of the numbers of their lines).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from yb_desktop.base.signing import Signer
from yb_desktop.domain.agreement_text import CLAUSE, HEADING, POINT, FilledAgreement, FilledClause
from yb_desktop.paper.blocks import (
    Align,
    Block,
    Cell,
    Column,
    Composed,
    Document,
    Face,
    Field,
    KeepTogether,
    Labelled,
    PageBreak,
    Para,
    Party,
    Signatures,
    Space,
    Span,
    Style,
    Table,
    Title,
)
from yb_desktop.paper.page import Printed, typeset

KIND = "agreement"
DRAFT_NUMBER = "（预览稿，未登记打印，不得签订）"
_ANNEX = "附件"
_ENTRY = re.compile(r"[；，](?=[^：；，。]{1,14}：)")
_LABEL_MOST = 16
_SHORT = 12  # characters of a value that shares its row with another
_REMARK = re.compile(r"。(（[^（）]+）)$")


@dataclass(frozen=True, slots=True)
class AgreementPaper:
    """The values of one copy: which of how many, of which version of the text; ``made`` is the day it was printed."""

    number: str
    filled: FilledAgreement
    party_a: str
    party_b: str
    made: date
    copy: tuple[int, int] = (1, 1)
    version: int = 1
    kind: str = KIND


def agreement(values: AgreementPaper, *, signer: Signer | None = None) -> bytes:
    """Print one copy of an agreement."""
    return set_agreement(values, signer=signer).data


def set_agreement(values: AgreementPaper, *, signer: Signer | None = None) -> Printed:
    """Print one copy of an agreement; tells the number of pages too."""
    composed = compose_agreement(values)
    return typeset(composed.document, composed.blocks, style=composed.style, signer=signer)


def compose_agreement(values: AgreementPaper) -> Composed:
    """Compose one copy of an agreement."""
    document = Document(
        kind=values.kind,
        number=values.number,
        title=values.filled.title,
        made=values.made,
        version=values.version,
        copy=values.copy,
        author=values.party_a,
    )
    return Composed(document, tuple(_blocks(values)), Style.AGREEMENT)


def _blocks(values: AgreementPaper) -> list[Block]:
    clauses = values.filled.clauses
    body = list(takewhile(lambda clause: not _is_annex(clause), clauses))
    blocks: list[Block] = [Title(values.filled.title), Para(f"协议编号：{values.number}", align=Align.CENTER), Space()]
    for clause in body[:-1]:
        blocks += _paragraph(clause)
    # The last clause goes with the seals: a page of signatures without any text could be put under another one.
    last = [block for clause in body[-1:] for block in _paragraph(clause)]
    blocks.append(KeepTogether((*last, Space(), *_signatures(values))))
    if annexes := clauses[len(body) :]:
        blocks += [PageBreak(), *_annexes(annexes)]
    return blocks


def _is_annex(clause: FilledClause) -> bool:
    return clause.level == HEADING and clause.number.startswith(_ANNEX)


def _paragraph(clause: FilledClause) -> list[Block]:
    if clause.level == HEADING:
        heading = Span(f"{clause.number}　{clause.text}", Face.HEI)
        return [Space(0.5), Para((heading,), align=Align.CENTER, keep_next=True), Space(0.25)]
    if clause.level == POINT:
        return [Para(f"{clause.number}{clause.text}")]
    if not clause.number:
        return [Para(clause.text)]
    return [Labelled(f"{clause.number}　", clause.text, hang=False)]


def _signatures(values: AgreementPaper) -> list[Block]:
    # The names have lines of their own, so that a long one does not push its seal below the other's.
    fields = (
        Field("法定代表人："),
        Field("或授权人："),
        Field("签订日期：", "　　年　月　日"),
    )
    return [
        Labelled("甲方：", values.party_a, indent=0),
        Labelled("乙方：", values.party_b, indent=0),
        Space(0.5),
        Signatures((Party("甲方", fields, "甲方盖章处"), Party("乙方", fields, "乙方盖章处"))),
    ]


def _annexes(clauses: tuple[FilledClause, ...]) -> list[Block]:
    blocks: list[Block] = []
    entries: list[FilledClause] = []
    for clause in (*clauses, None):
        if clause is None or clause.level == HEADING:
            if entries:
                blocks.append(_annex_table(entries))
                entries = []
            if clause is not None:
                heading = Span(f"{clause.number}　{clause.text}", Face.HEI)
                blocks += [Space(0.8), Para((heading,), indent=0, keep_next=True), Space(0.25)]
        else:
            entries.append(clause)
    return blocks


def _annex_table(entries: list[FilledClause]) -> Table:
    rows: list[tuple[str | Cell, ...]] = []
    for clause in entries:
        if clause.level == CLAUSE:
            rows += _annex_rows(clause)
        else:
            rows.append((Cell(f"{clause.number}{clause.text}", columns=4),))
    return Table((Column(1.8), Column(2.1), Column(1.1), Column(1.5)), tuple(rows), size=11)


def _annex_rows(clause: FilledClause) -> list[tuple[str | Cell, ...]]:
    """Give a line such as 机构名称：甲；床位：乙。 as rows of two pairs, and any other line whole."""
    remark = _REMARK.search(clause.text)
    text = clause.text[: remark.start()] if remark else clause.text.removesuffix("。")
    parts = [part.partition("：") for part in _ENTRY.split(text)]
    if any(not colon or len(label) > _LABEL_MOST for label, colon, _ in parts):
        return [(Cell(clause.text, columns=4),)]
    rows: list[tuple[str | Cell, ...]] = []
    while parts:
        (label, _, value), *rest = parts
        paired = bool(rest) and len(value) <= _SHORT and len(rest[0][2]) <= _SHORT
        rows.append((Cell(label, face=Face.HEI), Cell(value, columns=1 if paired else 3)))
        if paired:
            rows[-1] += (Cell(rest[0][0], face=Face.HEI), Cell(rest[0][2]))
        parts = rest[1:] if paired else rest
    if remark:
        rows.append((Cell(remark.group(1), columns=4),))
    return rows
