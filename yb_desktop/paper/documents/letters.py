"""What the letters to one institution have in common: head, addressee, signature, and the slip that proves delivery."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from yb_desktop.paper.blocks import (
    Align,
    Block,
    Cell,
    Column,
    Composed,
    CutLine,
    Document,
    Face,
    Field,
    FillLine,
    Heading,
    Imprint,
    KeepTogether,
    Labelled,
    PageBreak,
    Para,
    SignatureBlock,
    Style,
    Table,
    Title,
)
from yb_desktop.paper.days import day_words
from yb_desktop.paper.documents.values import LastDay, Sender

_SLIP_SIZE = 10.5
_WAYS = "□直接　□邮寄　□电子　□留置　□公告"


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
    style, foot = (Style.LETTER, ()) if to else (Style.OFFICIAL, (imprint(sender),))
    return Composed(document, (Title(title), *addressee, *body, signature, *foot, *after), style)


def contacts(*lines: tuple[Field, ...]) -> Block:
    """Set places to write in whom to ask, below the body: they never begin a page without a line of it."""
    return KeepTogether(tuple(FillLine(line, size=14) for line in lines), hold=2)


def imprint(sender: Sender, copies_to: str = "") -> Imprint:
    """Set the 版记 of a paper with the red head: who gets a copy, who issued it, and when."""
    return Imprint(sender.office, day_words(sender.day), copies_to)


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


def delivery_sheet(title: str, sender: Sender, to: str) -> Iterator[Block]:
    """Set the proof of delivery (送达回证) as a sheet of its own: behind a paper whose last page ends with its 版记."""
    columns = (Column(2.7, align=Align.CENTER), Column(4.2), Column(2.7, align=Align.CENTER), Column(4.2))
    rows: tuple[tuple[str | Cell, ...], ...] = (
        ("文书名称", Cell(title, columns=3)),
        ("文　　号", Cell(sender.number, columns=3)),
        ("受送达单位", Cell(to, columns=3)),
        ("送达方式", Cell(_WAYS, columns=3)),
        ("送达地点", Cell("", columns=3)),
        ("受送达单位\n签　　收", Cell("\n\n\n（签名、盖章处）　　　　　　　　年　　月　　日　　时", columns=3)),
        ("代 收 人", "", "与受送达\n单位关系", ""),
        ("拒收或留置\n的 情 况", Cell("", columns=3, lines=4)),
        ("送 达 人\n（签　名）", "", "见 证 人\n（签　名）", ""),
        ("备　　注", Cell("", columns=3, lines=3)),
    )
    yield PageBreak()
    yield Para(sender.office, align=Align.CENTER, face=Face.SONG_BOLD)
    yield Title("送　达　回　证")
    yield Table(columns, rows, size=12, row_mm=12)
    yield Para("本回证由送达人收回，与文书一并归档。", indent=0, size=10.5)


def delivery_slip(title: str, sender: Sender, to: str) -> Block:
    """Set the slip (送达回证) to be cut off and kept: who received the paper, when and how."""
    fields = (
        (Field("文书名称及文号：", f"{title}　{sender.number}"),),
        (Field("受送达单位：", to),),
        (Field("送达方式：", _WAYS),),
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
