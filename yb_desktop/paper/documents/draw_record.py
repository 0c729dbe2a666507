"""抽取记录 (E3, E6, E8): pool in order, seed, method, who stood aside and the result: anyone can draw again."""

from __future__ import annotations

from dataclasses import dataclass

from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import (
    Align,
    Block,
    Cell,
    Column,
    Face,
    KeepTogether,
    Labelled,
    Space,
    Table,
)
from yb_desktop.paper.documents.sheets import caption, closing, head, note, pairs, print_form, to_sign
from yb_desktop.paper.documents.values import Sender

KIND = "draw_record"
TITLE = "抽取记录"
_SHOWN = 16
"""So many digits of a ticket are printed; the rest follows from seed and name."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """One person of the pool: field, the ticket's hex digits, the place in the order (None: left out, and why)."""

    name: str
    field: str
    digits: str
    place: int | None = None
    seat: int | None = None
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class FieldCount:
    """How many of a field are in the pool and among those drawn."""

    field: str
    pool: int
    drawn: int


@dataclass(frozen=True, slots=True)
class DrawRecord:
    """The values of the record; ``replaced`` and ``reason`` are of a seat that was drawn again."""

    sender: Sender
    purpose: str
    institution: str
    what: str
    seed: str
    method: str
    tickets: tuple[Ticket, ...]
    fields: tuple[FieldCount, ...]
    drawn_by: str = ""
    replaced: str = ""
    reason: str = ""
    others: tuple[tuple[str, str], ...] = ()
    """Left out without being in the pool: name, and why."""


def draw_record(values: DrawRecord, *, signer: Signer | None = None) -> bytes:
    """Print 抽取记录."""
    title = f"{values.purpose}{TITLE}"
    blocks: list[Block] = [
        *head(title, values.sender, day="抽取日期"),
        pairs(*_about(values)),
        Space(0.4),
        caption("一、抽取名单（按名单原有顺序）"),
        _pool(values.tickets),
        *_not_in_pool(values),
        Space(0.4),
        KeepTogether((caption("二、抽取结果"), _result(values.tickets))),
        Space(0.4),
        *([] if values.replaced else [KeepTogether((caption("三、专业构成"), _fields(values.fields)))]),
        Space(0.4),
        KeepTogether(tuple(_method(values))),
        closing(to_sign("抽取人", "监督人", "见证人"), to_sign("监督单位（盖章处）", "日期")),
    ]
    return print_form(KIND, title, values.sender, blocks, signer=signer)


def _about(values: DrawRecord) -> list[tuple[tuple[str, str], ...]]:
    rows: list[tuple[tuple[str, str], ...]] = [
        (("申请单位", values.institution),),
        (("申请事项", values.what), ("经办人", values.drawn_by)),
        (("抽取码", values.seed),),
    ]
    if values.replaced:
        rows.append((("被更换人员", values.replaced), ("更换理由", values.reason)))
    return rows


def _pool(tickets: tuple[Ticket, ...]) -> Table:
    columns = (
        Column(1, "序号", Align.CENTER),
        Column(2.6, "姓名", Align.CENTER),
        Column(1.6, "专业", Align.CENTER),
        Column(4.4, "编号（前16位）", Align.CENTER),
        Column(1.4, "位次", Align.CENTER),
        Column(4, "回避或不参加抽取的理由"),
    )
    rows = tuple(
        (
            str(at),
            one.name,
            one.field or "—",
            one.digits[:_SHOWN],
            "—" if one.place is None else str(one.place),
            one.left_out,
        )
        for at, one in enumerate(tickets, start=1)
    )
    return Table(columns, rows, size=9.5, row_mm=7)


def _not_in_pool(values: DrawRecord) -> list[Block]:
    if not values.others:
        return []
    return [note("名单之外回避的人员：" + "；".join(f"{name}（{why}）" for name, why in values.others) + "。")]


def _result(tickets: tuple[Ticket, ...]) -> Table:
    columns = (
        Column(1, "席位", Align.CENTER),
        Column(4, "姓名", Align.CENTER),
        Column(3, "专业", Align.CENTER),
        Column(3, "位次", Align.CENTER),
        Column(4, "本人签收"),
    )
    seated = sorted((one for one in tickets if one.seat is not None), key=lambda one: one.seat or 0)
    rows = tuple((str(one.seat), Cell(one.name, face=Face.HEI), one.field or "—", str(one.place), "") for one in seated)
    return Table(columns, rows, row_mm=7.5)


def _fields(fields: tuple[FieldCount, ...]) -> Table:
    columns = (
        Column(4, "专业", Align.CENTER),
        Column(3, "名单人数", Align.CENTER),
        Column(3, "抽中人数", Align.CENTER),
        Column(5, "说明"),
    )
    rows = tuple((one.field, str(one.pool), str(one.drawn), _short_of(one)) for one in fields)
    return Table(columns, rows, row_mm=6.5)


def _short_of(one: FieldCount) -> str:
    if one.drawn:
        return ""
    return "名单中没有可以抽取的人员" if not one.pool else "没有抽到"


def _method(values: DrawRecord) -> list[Block]:
    seats = (
        "按位次取排在最前的1人，补上空出的席位。"
        if values.replaced
        else "先从医保、医药、财务、信息四个专业中依次各取位次最前的1人，再按位次取足席位。"
    )
    texts = (
        "把抽取码、一个换行符和姓名按UTF-8编码依次相连，计算SHA-256，得到每个人的编号。",
        "不参加抽取的人员除外，编号小的排在前面，得到位次。",
        seats,
    )
    steps = [Labelled(f"{at}．", text, face=Face.SONG, size=10.5) for at, text in enumerate(texts, start=1)]
    check = note(
        f"抽取方法的名称：{values.method}。任何人用能计算SHA-256的工具，依照名单和抽取码都可以重新算出同样的结果。"
    )
    return [caption(f"{'三' if values.replaced else '四'}、抽取方法"), *steps, check]
