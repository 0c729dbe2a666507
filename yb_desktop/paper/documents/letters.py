"""What the letters to one institution have in common: head, addressee, signature, and the slip that proves delivery."""

from __future__ import annotations

from collections.abc import Iterable

from yb_desktop.paper.blocks import (
    Align,
    Block,
    Composed,
    CutLine,
    Document,
    Face,
    Field,
    FillLine,
    Heading,
    KeepTogether,
    Labelled,
    Para,
    SignatureBlock,
    Style,
    Title,
)
from yb_desktop.paper.days import day_words
from yb_desktop.paper.documents.values import LastDay, Sender

_SLIP_SIZE = 10.5


def composed_letter(
    kind: str, title: str, sender: Sender, to: str, body: Iterable[Block], *, after: Iterable[Block] = ()
) -> Composed:
    """Compose a notice: title, addressee, body, office and date, and what follows them.

    To one institution it is a letter (信函格式); with no addressee it is for the public and takes the whole red head.
    """
    document = Document(
        kind=kind, number=sender.number, title=title.replace("\n", ""), made=sender.day, issuer=sender.office
    )
    addressee = [Para(f"{to}：", indent=0)] if to else []
    signature = SignatureBlock(sender.office, day_words(sender.day))
    style = Style.LETTER if to else Style.OFFICIAL
    return Composed(document, (Title(title), *addressee, *body, signature, *after), style)


def section(title: str, *texts: str) -> list[Block]:
    """Set a heading of the first level and its paragraphs."""
    return [Heading(title), *(Para(text) for text in texts)]


def numbered(texts: Iterable[str]) -> list[Block]:
    """Set a list 1. 2. 3. whose lines hang behind the number."""
    return [Labelled(f"{place}．", text, face=Face.FANG) for place, text in enumerate(texts, start=1)]


def limits(days: tuple[LastDay, ...], what: str, none: str) -> list[str]:
    """Say a period's last days, the most local first; ``none`` where no document sets a limit."""
    if not days:
        return [none]
    return [f"{'上位文件所定外限' if day.outer else what}的最后一日为{day.words}（{day.why}）。" for day in days]


def delivery_slip(title: str, sender: Sender, to: str) -> Block:
    """Set the slip (送达回证) to be cut off and kept: who received the paper, when and how."""
    fields = (
        (Field("文书名称及文号：", f"{title}　{sender.number}"),),
        (Field("受送达单位：", to),),
        (Field("送达方式：", "□直接　□邮寄　□电子　□留置　□公告"),),
        (Field("签收人（签名）："), Field("签收日期：", "　　　　年　　月　　日")),
        (Field("送达人（签名）："), Field("备注：")),
    )
    return KeepTogether(
        (
            CutLine("裁切线（回证由送达人收回存档）"),
            Para("送　达　回　证", align=Align.CENTER, face=Face.HEI, size=14),
            *(FillLine(line, size=_SLIP_SIZE) for line in fields),
        )
    )
