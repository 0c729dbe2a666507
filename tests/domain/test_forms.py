"""The shipped forms say what the documents ask for; a broken form file is refused in words."""

from __future__ import annotations

import re

import pytest

from yb_desktop.base.errors import BadInput
from yb_desktop.base.files import shipped
from yb_desktop.domain.forms import Form, FormUse, form, form_for, read_form
from yb_desktop.domain.vocabulary import InstitutionClass
from yb_desktop.law.catalogue import Kind

MEDICAL_ITEMS = ["application_form", "licence", "internal_rules", "information_system", "fund_forecast", "other"]
PHARMACY_ITEMS = [
    "application_form",
    "licences_and_ids",
    "pharmacist_papers",
    "manager_contracts",
    "internal_rules",
    "information_system",
    "fund_forecast",
    "other",
]


def forms_of(kind: Kind) -> tuple[Form, ...]:
    """Give the newest version of every form that a kind of institution meets."""
    return tuple(form_for(use, kind) for use in FormUse)


def test_materials_have_the_items_of_a12_and_a13() -> None:
    medical, pharmacy = form("materials_medical"), form("materials_pharmacy")
    assert [item.id for item in medical.items] == MEDICAL_ITEMS
    assert [item.id for item in pharmacy.items] == PHARMACY_ITEMS
    assert [item.basis[0] for item in medical.items] == [f"CX-7(3){n}" for n in range(1, 7)]
    assert [item.basis[0] for item in pharmacy.items] == [f"CX-8(2){n}" for n in range(1, 9)]


def test_seals_are_asked_of_medical_institutions_only_and_other_never_blocks() -> None:
    assert all(item.seal for item in form("materials_medical").items)
    assert not any(item.seal for item in form("materials_pharmacy").items)
    for made in (form("materials_medical"), form("materials_pharmacy")):
        assert [item.id for item in made.items if not item.blocks] == ["other"]


@pytest.mark.parametrize("kind", [Kind.MEDICAL, Kind.PHARMACY])
def test_a_visit_form_has_a_veto_block_and_five_heads_of_twenty(kind: Kind) -> None:
    made = form_for(FormUse.VISIT, kind)
    veto, *heads = made.sections
    assert veto.veto
    assert len(veto.items) == 6
    assert [head.points for head in heads] == [20] * 5
    assert [head.basis for head in heads] == [(f"CX-17(2){n}",) for n in range(1, 6)]
    assert 25 <= sum(len(head.items) for head in heads) <= 30
    assert made.pass_mark == 80
    assert set(made.local) == {"points", "pass_mark"}
    assert made in forms_of(kind)


def test_an_item_is_asked_by_class_and_beds() -> None:
    made = form("visit_medical")
    small = {item.id for item in made.for_institution(InstitutionClass.VILLAGE_CLINIC, 0)}
    large = {item.id for item in made.for_institution(InstitutionClass.GENERAL_HOSPITAL, 300)}
    assert large - small == {"inpatient_care", "insurance_department"}


def test_no_form_depends_on_ownership() -> None:  # J4
    for path in shipped("forms").glob("*.toml"):
        assert not re.search(r"ownership|公立|民营|私立|社会办|公办", path.read_text(encoding="utf-8")), path.name


@pytest.mark.parametrize("kind", [Kind.MEDICAL, Kind.PHARMACY])
def test_items_name_documents_that_bind_the_kind(kind: Kind) -> None:
    codes = {source.split("-")[0] for made in forms_of(kind) for item in made.items for source in item.basis}
    assert codes <= {"CX", "N2", "local"}
    assert ("N2" in codes) is (kind is Kind.MEDICAL)


def test_an_older_version_is_asked_for_by_number() -> None:
    newest = form("visit_medical")
    assert form("visit_medical", newest.version) is newest or form("visit_medical", newest.version) == newest
    with pytest.raises(BadInput, match="visit_medical@99"):
        form("visit_medical", 99)
    with pytest.raises(BadInput, match="没有表单"):
        form("no_such_form")
    with pytest.raises(BadInput, match="没有项目“nothing”"):
        newest.find("nothing")


SMALL = """
id = "visit_medical"
version = 1
title = "核查表"
use = "visit"
kinds = ["medical"]
pass_mark = 80
[[section]]
id = "conditions"
title = "否决项"
veto = true
[[section.item]]
id = "licence"
label = "执业许可"
answer = "yes_no"
veto = true
basis = ["CX-7(2)1"]
look_for = "看"
how = "核"
[[section]]
id = "operation"
title = "运营"
[[section.item]]
id = "premises"
label = "场所"
answer = "graded"
points = 100
basis = ["CX-17(2)1"]
look_for = "看"
how = "核"
"""


def test_the_small_form_is_sound() -> None:
    assert read_form(SMALL, "small.toml").version == 1


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("version = 1", "version = 0", "版本号应从1开始"),
        ('title = "核查表"', 'title = " "', "没有写明表单名称"),
        ('kinds = ["medical"]', 'kinds = ["hospital"]', "字段不合规"),
        ('kinds = ["medical"]', "kinds = []", "没有写明适用的机构种类"),
        ("pass_mark = 80", "pass_mark = 101", "合格分应在"),
        ("pass_mark = 80", "pass_marks = 80", "字段不合规"),
        ('id = "premises"', 'id = "licence"', "“licence”出现了不止一次"),
        ('id = "premises"', 'id = "场所"', "“场所”只能用"),
        ("points = 100", "points = 90", "分值之和为90分"),
        ('basis = ["CX-17(2)1"]', "basis = []", "“premises”没有写依据"),
        ('basis = ["CX-17(2)1"]', 'basis = ["第17条"]', "写法不对"),
        ('label = "场所"', 'label = " "', "“premises”没有名称"),
        ('answer = "yes_no"', 'answer = "graded"', "作答方式应为 yes_no"),
        ('answer = "yes_no"\nveto = true', 'answer = "yes_no"', "否决标志与所在部分不一致"),
        ("points = 100", "points = 100\nmay_skip = true", "无法折算得分"),
        ("points = 100", "points = 100\napplies = { ownership = 'public' }", "字段不合规"),
        ('how = "核"', "", "没有写明看什么、怎么核"),
        ("[[section]]", "[[section", "不是正确的TOML"),
    ],
)
def test_a_broken_form_file_is_refused_with_the_fault(old: str, new: str, words: str) -> None:
    assert old in SMALL
    with pytest.raises(BadInput) as caught:
        read_form(SMALL.replace(old, new), "small.toml")
    assert caught.value.code == "form"
    assert "small.toml" in caught.value.text
    assert words in caught.value.text


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("copies = 1", "copies = 0", "没有写份数"),
        ('answer = "handed_in"', 'answer = "graded"', "应为 handed_in"),
        ("copies = 1", "copies = 1\npoints = 3", "不计分"),
    ],
)
def test_a_broken_list_of_materials_is_refused(old: str, new: str, words: str) -> None:
    text = shipped("forms", "materials_pharmacy.toml").read_text(encoding="utf-8")
    with pytest.raises(BadInput, match=words):
        read_form(text.replace(old, new), "materials_pharmacy.toml")
