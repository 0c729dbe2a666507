"""The check table: every ground with its result, letters and first review where there are any."""

from __future__ import annotations

from dataclasses import replace

from tests.paper.documents.forms import CLINIC, LONG, RARE, in_order, sender, sound
from tests.paper.documents.reading import pages_of
from yb_desktop.paper.documents.data_check import CheckedGround, DataCheck, Letter, data_check

TABLE = DataCheck(
    sender=sender("大医保收〔2026〕1号-联查表"),
    institution=CLINIC,
    uscc="52532326MJ10100015",
    persons=(("法定代表人", "赵㛃"), ("主要负责人", "钱䶮"), ("实际控制人", "")),
    what="定点医疗机构首次定点申请",
    received="2026年3月2日",
    grounds=(
        CheckedGround(
            "弄虚作假申请定点。",
            "①13条（一）4",
            True,
            "部门信息联查",
            "县法院",
            "发现之日：2024年5月6日",
            "2026年3月5日",
            "李祎",
        ),
        CheckedGround("未履行行政处罚。", "①13条（一）3", False, "告知承诺", on="2026年3月5日", by="李祎"),
        CheckedGround("列入失信人名单。", ""),
    ),
    legend=("①楚医保〔2022〕10号",),
    letters=(Letter("大医保函〔2026〕3号", "县卫生健康局", "有无处罚"),),
    review=(("材料真实性", "未发现不实"),),
)


def test_each_ground_says_whether_it_holds_and_who_looked() -> None:
    text = sound(lambda signer: data_check(TABLE, signer=signer))
    in_order(
        text,
        "医疗保障定点申请信息联查表",
        "法定代表人：赵㛃；主要负责人：钱䶮",
        "1弄虚作假申请定点①13条（一）4☑存在□不存在部门信息联查县法院发现之日：2024年5月6日李祎",
        "2未履行行政处罚①13条（一）3□存在☑不存在告知承诺",
        "3列入失信人名单本地默认□存在□不存在",
        "依据栏中，①楚医保〔2022〕10号。",
        "二、函询情况",
        "大医保函〔2026〕3号县卫生健康局有无处罚（尚未复函）",
        "三、初审情况",
        "材料真实性未发现不实",
        "还有1种情形没有核查。",
    )
    assert "实际控制人" not in text


def test_before_letters_and_review_there_are_no_empty_parts() -> None:
    text = sound(lambda signer: data_check(replace(TABLE, letters=(), review=(), legend=()), signer=signer))
    assert "函询情况" not in text
    assert "初审情况" not in text
    assert "依据栏中" not in text
    in_order(sound(lambda signer: data_check(replace(TABLE, letters=()), signer=signer)), "二、初审情况")


def test_sixty_lines_keep_their_order_under_repeated_heads() -> None:
    grounds = tuple(
        CheckedGround(f"第{at}种情形。", "①", False, "部门信息联查", LONG, by=RARE[at % 6]) for at in range(60)
    )
    values = replace(TABLE, institution=LONG, grounds=grounds)
    text = sound(lambda signer: data_check(values, signer=signer))
    in_order(text, *(f"第{at}种情形" for at in range(60)), "所列情形均已核查")
    assert sum("序号情形依据结果" in page for page in pages_of(data_check(values))) >= 4
