"""The shipped agreement texts, how they are filled in, and what a broken text or value is told."""

from __future__ import annotations

import hashlib
import re
from datetime import date

import pytest

from yb_desktop.base.canon import canonical
from yb_desktop.base.errors import BadInput
from yb_desktop.base.files import shipped
from yb_desktop.domain.agreement_text import (
    SUPPLEMENTARY,
    AgreementText,
    FilledAgreement,
    agreement_text,
    chinese_number,
    fill,
    read_agreement_text,
    text_of,
    typed_blanks,
)
from yb_desktop.domain.blanks import BlankType, Given
from yb_desktop.law.catalogue import Kind, load_catalogue

KINDS = [Kind.MEDICAL, Kind.PHARMACY]
_MAIN: dict[str, Given] = {"main_starts": "2026-03-02", "main_ends": "2027-03-01"}


def needed(text: AgreementText) -> dict[str, Given]:
    """Give the values without which a text cannot be filled in."""
    values: dict[str, Given] = {
        blank.id: f"某{blank.label}"
        for blank in text.blanks
        if blank.required and not blank.default and blank.type is BlankType.TEXT
    }
    return values | {"starts": "2026-03-02", "ends": "2027-03-01"}


def filled(kind: Kind = Kind.MEDICAL, **more: Given) -> FilledAgreement:
    text = agreement_text(kind)
    return fill(text, needed(text) | more)


def body(agreement: FilledAgreement) -> str:
    return "\n".join(clause.number + clause.text for clause in agreement.clauses)


@pytest.mark.parametrize("kind", KINDS)
def test_a_filled_text_has_no_field_left_and_fills_about_twelve_pages(kind: Kind) -> None:
    clauses = filled(kind).clauses
    assert not any(re.search(r"[{}]", clause.text) for clause in clauses)
    # GB/T 9704: 22 lines of 28 characters, two of indent; title and signatures come on top
    lines = sum(-(-(len(clause.number + clause.text) + 3) // 28) for clause in clauses)
    assert 11 <= lines / 22 <= 13.5


@pytest.mark.parametrize("kind", KINDS)
def test_the_chapters_are_those_of_an_agreement(kind: Kind) -> None:
    headings = [clause for clause in filled(kind).clauses if clause.level == 0]
    assert [h.number for h in headings if h.number.startswith("附件")] == ["附件1", "附件2", "附件3"]
    titles = "".join(h.text for h in headings)
    for subject in ("定义", "服务", "不得", "支付", "数据安全", "质量保证金", "违约", "续签", "解除", "争议", "签署"):
        assert subject in titles


@pytest.mark.parametrize("kind", KINDS)
def test_every_clause_names_its_basis_and_articles_are_numbered_without_a_gap(kind: Kind) -> None:
    clauses = filled(kind).clauses
    assert all(clause.basis for clause in clauses if clause.level)
    articles = [clause.number for clause in clauses if clause.number.startswith("第") and clause.level == 1]
    assert articles == [f"第{chinese_number(n)}条" for n in range(1, len(articles) + 1)]


def test_the_medical_text_covers_what_order_two_asks_of_both_parties() -> None:
    named = {source.split("(")[0] for clause in filled().clauses for source in clause.basis}
    assert {f"N2-{n}" for n in range(13, 38)} <= named


def test_a_pharmacy_s_text_never_leans_on_documents_for_medical_institutions() -> None:
    sources = {source for clause in filled(Kind.PHARMACY).clauses for source in clause.basis}
    assert not [source for source in sources if source.startswith(("N2-", "Y308-"))]


@pytest.mark.parametrize("kind", KINDS)
def test_every_document_named_is_one_of_the_catalogue(kind: Kind) -> None:
    codes = {source.split("-")[0] for clause in filled(kind).clauses for source in clause.basis}
    assert codes - {"local"} <= set(load_catalogue(shipped("resources", "law")).by_code)


def test_only_termination_and_suspension_may_speak_of_ownership() -> None:  # J4, C3
    for kind in KINDS:
        speaking = [c for c in filled(kind).clauses if re.search("公立|民营|私立|社会办|所有制", c.text)]
        assert all("同样" in c.text or "申请中止、解除" in c.text for c in speaking)


def test_values_are_written_as_papers_write_them() -> None:
    agreement = filled(
        total_budget=12345678,
        deposit_percent=250,
        payment_methods=["按项目付费", "按人头付费"],
        party_b_departments="内科\n中医科",
    )
    text = body(agreement)
    assert "自2026年3月2日起至2027年3月1日止" in text
    assert "¥123,456.78（大写：壹拾贰万叁仟肆佰伍拾陆元柒角捌分）" in text
    assert "质量保证金比例：2.5%" in text
    assert "支付方式：按项目付费、按人头付费。" in text
    assert "诊疗科目：内科、中医科。" in text
    assert "联系人：／，电话：／" in text


def test_what_rests_on_the_office_says_so_and_is_listed() -> None:
    agreement = filled()
    deposit = next(c for c in agreement.clauses if "预留质量保证金" in c.text)
    assert deposit.local
    assert deposit.text.endswith("（本地默认，非文件规定）")
    listing = next(c for c in agreement.clauses if "没有直接的文件依据" in c.text)
    assert deposit.number in listing.text
    assert listing.number not in listing.text


def test_a_reference_follows_the_numbering() -> None:
    clauses = filled().clauses
    forbidden = next(c for c in clauses if c.text.startswith("乙方及其工作人员不得有"))
    assert any(f"乙方有{forbidden.number}所列行为" in c.text for c in clauses)


def test_equal_values_give_the_same_hash_and_any_other_value_another() -> None:
    first = filled()
    assert first.text_hash == filled().text_hash == hashlib.sha256(first.hash_input).hexdigest()
    said = [[clause.number, clause.text] for clause in first.clauses]
    whole = canonical({"form": first.form, "version": first.version, "title": first.title, "text": said})
    assert first.hash_input == whole
    assert filled(copies=3).text_hash != first.text_hash
    assert filled(Kind.PHARMACY).text_hash != first.text_hash


def test_kept_values_fill_in_the_same_text_again() -> None:
    text = agreement_text(Kind.MEDICAL)
    first = filled(total_budget=5, starts=date(2026, 3, 2), payment_methods=["按项目付费", "总额预付"])
    assert fill(text, dict(first.blanks)) == first
    typed = typed_blanks(text, dict(first.blanks))
    assert typed["starts"] == date(2026, 3, 2)
    assert typed["payment_methods"] == ("按项目付费", "总额预付")
    assert typed["total_budget"] == 5


def test_unknown_missing_and_wrong_blanks_are_named_all_at_once() -> None:
    text = agreement_text(Kind.MEDICAL)
    given = needed(text) | {
        "colour": "红",
        "starts": "2026-02-30",
        "deposit_percent": "-5",
        "payment_methods": ["赊账"],
    }
    del given["party_b_name"]
    with pytest.raises(BadInput) as caught:
        fill(text, given)
    assert caught.value.code == "blanks"
    for words in ("“colour”", "“乙方名称”没有填写", "2026-02-30", "“质量保证金比例”应为万分数", "“赊账”"):
        assert words in caught.value.text


@pytest.mark.parametrize(
    ("blank", "value", "words"),
    [
        ("ends", "2026-03-01", "终止日期早于起始日期"),
        ("copies", True, "应为整数"),
        ("copies", "２", "应为整数"),
        ("total_budget", 1.0, "以分为单位"),
        ("party_b_name", 5, "应为文字"),
        ("payment_methods", 5, "应为清单"),
        ("party_b_name", "", "没有填写"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused(blank: str, value: Given, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        filled(Kind.MEDICAL, **{blank: value})


def test_braces_in_a_value_stay_as_they_are() -> None:
    assert "{starts}" in body(filled(special_terms="见{starts}"))


def test_an_optional_blank_may_be_emptied() -> None:
    assert "双方另行约定的事项：／。" in body(filled(special_terms=""))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("version = 1", "version = 0", "版本号应从1开始"),
        ("{#forbidden}", "{#nothing}", "“{#nothing}”没有对应"),
        ("自{starts}起", "自{begins}起", "“{begins}”没有对应"),
        ('id = "starts"', 'id = "ends"', "“ends”出现了不止一次"),
        ('default = "500"', 'default = "5%"', "默认值不对"),
        ('basis = ["CX-23", "CX-24", "N2-11"]', "basis = []", "没有写依据"),
        ('basis = ["CX-23", "CX-24", "N2-11"]', 'basis = ["3号令第1条"]', "写法不对"),
        ('id = "copies"', 'id = "copies"\ncolour = "红"', "字段不合规"),
        ("双方另行约定的事项：{special_terms}。", "双方另行约定的事项：无。", "“special_terms”在文中没有用到"),
        ('type = "date"', 'type = "date"\nchoices = ["今天"]', "不能有可选内容"),
        ("[[preamble]]", "[[preamble", "不是正确的TOML"),
    ],
)
def test_a_broken_text_is_refused_with_the_fault(old: str, new: str, words: str) -> None:
    text = shipped("forms", "agreements", "medical.toml").read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(BadInput) as caught:
        read_agreement_text(text.replace(old, new), "medical.toml")
    assert caught.value.code == "agreement-text"
    assert words in caught.value.text


def test_a_version_that_is_not_there_is_named() -> None:
    assert agreement_text(Kind.MEDICAL, 1).version == 1
    with pytest.raises(BadInput, match="medical@7"):
        agreement_text(Kind.MEDICAL, 7)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (84, "八十四"),
        (100, "一百"),
        (105, "一百零五"),
        (110, "一百一十"),
    ],
)
def test_chinese_numerals(number: int, text: str) -> None:
    assert chinese_number(number) == text


def test_the_supplementary_text_leans_on_its_host_and_settles_with_it() -> None:  # J5
    text = text_of(SUPPLEMENTARY)
    agreement = fill(text, needed(text) | _MAIN | {"online_budget": 12_345_600})
    said = body(agreement)
    assert not re.search(r"[{}]", said)
    assert all(clause.basis for clause in agreement.clauses if clause.level)
    for words in ("由甲方与乙方结算", "主协议中止的，本补充协议同时中止", "¥123,456.00", "6个月内", "30日用量"):
        assert words in said, words
    assert "N2-5" in {source for clause in agreement.clauses for source in clause.basis}
    own = next(clause.text for clause in agreement.clauses if "属于本地默认，非文件规定" in clause.text)
    marked = [clause.number for clause in agreement.clauses if clause.local and clause.number.startswith("第")]
    assert marked
    assert all(number in own for number in marked)


def test_the_sources_of_the_supplementary_text_exist() -> None:
    documents = load_catalogue(shipped("resources", "law")).by_code
    for clause in fill(text_of(SUPPLEMENTARY), needed(text_of(SUPPLEMENTARY)) | _MAIN).clauses:
        for source in clause.basis:
            assert source == "local" or source.partition("-")[0] in documents, source
