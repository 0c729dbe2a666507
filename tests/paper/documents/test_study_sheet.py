"""The sheet of those who studied the agreement: names with room to sign, and room for more."""

from __future__ import annotations

from dataclasses import replace

from tests.paper.documents.forms import CLINIC, LONG, MANY, RARE, in_order, sender, sound
from tests.paper.documents.reading import pages_of
from yb_desktop.paper.documents.study_sheet import StudySheet, study_sheet

CAME = StudySheet(
    sender=sender("大医保收〔2026〕1号-签到表"),
    institution=CLINIC,
    what="定点医疗机构首次定点申请",
    people=((RARE[5], "主要负责人"), (RARE[3], "")),
)


def test_it_lists_who_came_and_fits_on_one_page() -> None:
    text = sound(lambda signer: study_sheet(CAME, signer=signer))
    in_order(text, "医疗保障服务协议学习签到表", f"学习单位{CLINIC}", "1孙𠅤主要负责人2赵㛃", "由本人签名", "组织人：")
    assert len(pages_of(study_sheet(CAME))) == 1


def test_sixty_people_are_all_listed_under_repeated_heads() -> None:
    values = replace(CAME, institution=LONG, people=tuple((name, "医师") for name in MANY))
    text = sound(lambda signer: study_sheet(values, signer=signer))
    in_order(text, LONG, *(f"{name}医师" for name in MANY))
    assert sum("序号姓名职务或岗位" in page for page in pages_of(study_sheet(values))) >= 2


def test_without_names_it_can_be_filled_in_by_hand() -> None:
    text = sound(lambda signer: study_sheet(replace(CAME, people=(), institution=""), signer=signer))
    assert "序号姓名职务或岗位联系电话签名备注拟签订协议" in text
