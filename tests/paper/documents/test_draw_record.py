"""The record of a draw: pool in order, seed, who stood aside, the result, and how to do it again."""

from __future__ import annotations

from dataclasses import replace

from tests.paper.documents.forms import CLINIC, LONG, MANY, RARE, in_order, sender, sound
from tests.paper.documents.reading import pages_of
from yb_desktop.paper.documents.draw_record import DrawRecord, FieldCount, Ticket, draw_record

DIGITS = "0123456789abcdef" * 4
DRAWN = DrawRecord(
    sender=sender("大医保收〔2026〕1号-核查抽取"),
    purpose="现场核查人员",
    institution=CLINIC,
    what="定点医疗机构首次定点申请",
    seed="三月十日见证人李霞",
    method="sha256-order/1",
    tickets=(
        Ticket(RARE[0], "医保", DIGITS, place=2, seat=1),
        Ticket(RARE[1], "医药", DIGITS, left_out="近亲属"),
        Ticket(RARE[2], "", DIGITS, place=1, seat=2),
    ),
    fields=(FieldCount("医保", 1, 1), FieldCount("财务", 0, 0), FieldCount("信息", 2, 0)),
    drawn_by="经办人甲",
    others=(("外聘专家", "出差"),),
)


def test_it_names_pool_seed_and_result_and_how_to_repeat_it() -> None:
    text = sound(lambda signer: draw_record(DRAWN, signer=signer))
    in_order(
        text,
        "现场核查人员抽取记录",
        "抽取码三月十日见证人李霞",
        "1毛堃医保0123456789abcdef22李祎医药0123456789abcdef—近亲属3王喆—0123456789abcdef1",
        "名单之外回避的人员：外聘专家（出差）。",
        "1毛堃医保22王喆—1",
        "医保11财务00名单中没有可以抽取的人员信息20没有抽到",
        "计算SHA-256，得到每个人的编号",
        "再按位次取足席位",
        "sha256-order/1",
        "监督人：",
    )


def test_a_seat_drawn_again_names_who_left_and_why() -> None:
    values = replace(DRAWN, replaced="孙𠅤", reason="与申请单位有利害关系", others=())
    text = sound(lambda signer: draw_record(values, signer=signer))
    in_order(text, "被更换人员孙𠅤", "更换理由与申请单位有利害关系", "三、抽取方法", "补上空出的席位")
    assert "专业构成" not in text
    assert "名单之外" not in text


def test_a_pool_of_sixty_is_whole() -> None:
    tickets = tuple(Ticket(name, "医药", DIGITS, place=at) for at, name in enumerate(MANY, start=1))
    values = replace(DRAWN, institution=LONG, tickets=tickets)
    text = sound(lambda signer: draw_record(values, signer=signer))
    in_order(text, *(f"{name}医药" for name in MANY))
    empty = replace(values, tickets=())
    assert "序号姓名专业" in sound(lambda signer: draw_record(empty, signer=signer))
    assert sum("序号姓名专业编号（前16位）" in page for page in pages_of(draw_record(values))) >= 2
