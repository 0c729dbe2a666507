"""The application form, filled from the register and empty, for both kinds of institution."""

from __future__ import annotations

from dataclasses import replace

from tests.paper.documents.forms import CLINIC, LONG, MANY, RARE, in_order, sender, sound
from tests.paper.documents.reading import pages_of
from yb_desktop.paper.documents.application_form import Applicant, ApplicationForm, Employee, application_form

FORM = ApplicationForm(
    sender=sender("大医保收〔2026〕1号-申请表"),
    pharmacy=False,
    kinds=("首次定点申请", "增加医保支付类别"),
    materials=("许可证复印件", "内部管理制度文本"),
    kind="首次定点申请",
    categories=("普通门诊", "慢性病"),
    applicant=Applicant(
        name=CLINIC,
        cls="村卫生室（所）",
        uscc="52532326MJ10100015",
        licence="医疗机构执业许可证",
        licence_number="XK5323",
        beds="0张",
        legal_rep="毛堃",
        staff=tuple(Employee(name, "医师", "医师执业证书", "2025年3月2日至2031年3月2日") for name in RARE),
    ),
)


def test_a_filled_form_says_what_the_register_knows() -> None:
    text = sound(lambda signer: application_form(FORM, signer=signer))
    in_order(
        text,
        "医疗保障定点医疗机构申请表",
        "大医保收〔2026〕1号-申请表",
        "☑首次定点申请□增加医保支付类别",
        "普通门诊、慢性病",
        f"机构名称{CLINIC}",
        "统一社会信用代码52532326MJ10100015",
        "法定代表人毛堃",
        *RARE,
        "1许可证复印件□已附□未附2内部管理制度文本",
        "如有不实，愿意承担相应后果",
        "经办机构意见",
    )


def test_sixty_people_are_all_listed_under_repeated_heads() -> None:
    applicant = Applicant(name=LONG, staff=tuple(Employee(name, "护士") for name in MANY))
    values = replace(FORM, applicant=applicant)
    text = sound(lambda signer: application_form(values, signer=signer))
    in_order(text, LONG, *(f"{at}{name}护士" for at, name in enumerate(MANY, start=1)))
    heads = sum("序号姓名岗位证书合同期限" in page for page in pages_of(application_form(values)))
    assert heads >= 2


def test_an_empty_form_leaves_every_place_open() -> None:
    text = sound(lambda signer: application_form(replace(FORM, applicant=None, kind="", categories=()), signer=signer))
    body = text.split("大医保收〔2026〕1号-申请表第1份")[0]
    assert "编号：填表日期：年月日" in body
    assert "□首次定点申请" in body
    assert "☑" not in text
    assert "机构名称机构类别" in body


def test_a_pharmacy_has_a_head_office_and_no_beds() -> None:
    text = sound(lambda signer: application_form(replace(FORM, pharmacy=True), signer=signer))
    assert "医疗保障定点零售药店申请表" in text
    assert "所属连锁总部" in text
    assert "床位" not in text
