"""The agreement on paper: about twelve pages, every word of the text, numbered copies, signed pages."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pikepdf
import pytest

from tests.paper.documents.reading import pages_of, scan_of, text_of
from yb_desktop.base.signing import Signer
from yb_desktop.domain.agreement_text import agreement_text, fill
from yb_desktop.domain.blanks import Given
from yb_desktop.law.catalogue import Kind
from yb_desktop.paper.documents.agreement import AgreementPaper, agreement, set_agreement
from yb_desktop.paper.verify import Verdict, trusted, verify

BLANKS: dict[str, Given] = {
    "agreement_number": "532326-2026-0001",
    "party_a_name": "大姚县医疗保险管理局",
    "party_b_name": "大姚县金碧镇堃㛃䶮𠅤诊所",
    "party_b_licence": "PDY0001",
    "party_b_class": "诊所",
    "party_b_address": "金碧镇中心街1号",
    "party_b_legal_rep": "法人丁",
    "starts": date(2026, 4, 9),
    "ends": date(2027, 4, 8),
    "total_budget": 12345600,
}


def paper_of(kind: Kind) -> AgreementPaper:
    text = agreement_text(kind)
    known = {blank.id for blank in text.blanks}
    values: dict[str, Given] = {key: value for key, value in BLANKS.items() if key in known}
    for blank in text.blanks:
        if blank.choices and blank.id in values:
            values[blank.id] = blank.choices[0]
        if blank.required and not blank.default and blank.id not in values:
            values[blank.id] = "某某"
    return AgreementPaper(
        number="532326-2026-0001",
        filled=fill(text, values),
        party_a="大姚县医疗保险管理局",
        party_b="大姚县金碧镇堃㛃䶮𠅤诊所",
        made=date(2026, 4, 10),
        copy=(1, 2),
    )


@pytest.mark.parametrize("kind", list(Kind))
def test_an_agreement_has_about_twelve_pages_and_every_paragraph(kind: Kind) -> None:
    values = paper_of(kind)
    printed = set_agreement(values)
    assert 10 <= printed.pages <= 14
    pages = pages_of(printed.data)
    # The footer of each page stands between the paragraphs that run over it.
    text = "".join(page.split(f"第{at}页共{len(pages)}页")[0] for at, page in enumerate(pages, start=1))
    whole = text_of(printed.data)
    assert "甲方盖章处" in whole
    assert "乙方盖章处" in whole
    assert "第1份，共2份" in whole
    start = "".join(values.filled.clauses[0].text.split())[:30]
    assert start in text
    for clause in values.filled.clauses:
        opening = "".join(f"{clause.number}{clause.text}".split())[:12]
        if clause.number.startswith("第"):
            assert opening in whole, opening


def test_annexes_are_tables_of_labels_and_values() -> None:
    last = pages_of(agreement(paper_of(Kind.MEDICAL)))[-1]
    for words in (
        "附件1乙方基本情况机构名称大姚县金碧镇堃㛃䶮𠅤诊所国家医保编码／",
        "质量保证金比例5%违约金比例30%每月申报截止日10日（本地默认，非文件规定）",
        "123,456.00",
        "以上内容为签订协议时的登记情况",
    ):
        assert words in last, words


def test_the_two_originals_differ_in_their_number_alone(signer: Signer) -> None:
    first = paper_of(Kind.PHARMACY)
    second = replace(first, copy=(2, 2))
    one, two = agreement(first, signer=signer), agreement(second, signer=signer)
    assert one == agreement(first, signer=signer)
    assert text_of(one).replace("第1份，共2份", "") == text_of(two).replace("第2份，共2份", "")


def test_every_page_is_genuine_and_a_changed_one_is_found(signer: Signer) -> None:
    data = agreement(paper_of(Kind.MEDICAL), signer=signer)
    keys = trusted(signer.public_key)
    verdicts = verify(data, keys=keys)
    assert {one.verdict for one in verdicts} == {Verdict.GENUINE}
    assert {(one.number, one.copy) for one in verdicts} == {("532326-2026-0001", (1, 2))}
    assert verify(_with_more_text(data), keys=keys)[0].verdict is Verdict.ALTERED
    older = verify(data, keys=keys, latest={"532326-2026-0001": 2})
    assert {one.verdict for one in older} == {Verdict.OLDER_VERSION}


def test_a_scanned_page_is_still_known(signer: Signer) -> None:
    data = agreement(replace(paper_of(Kind.PHARMACY), copy=(2, 2)), signer=signer)
    (verdict,) = verify(scan_of(data, page=9), keys=trusted(signer.public_key))
    assert verdict.verdict is Verdict.GENUINE
    assert (verdict.number, verdict.copy, verdict.printed_page) == ("532326-2026-0001", (2, 2), (10, 12))
    assert not verdict.text_checked


def _with_more_text(data: bytes) -> bytes:
    """Put a character on the first page that its office never printed there."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[0]
        font = next(iter(page.Resources.Font.keys()))
        page.contents_coalesce()
        content = page.Contents.read_bytes()
        page.Contents = pdf.make_stream(content + f"\nBT {font} 12 Tf 200 400 Td <0001> Tj ET".encode())
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()
