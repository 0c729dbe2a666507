"""The supplementary agreement on paper: every paragraph, its own kind, its annexes as tables."""

from __future__ import annotations

from datetime import date

from tests.paper.conftest import assert_sound, read_back_chars
from tests.paper.documents.reading import pages_of
from yb_desktop.base.signing import Signer
from yb_desktop.domain.agreement_text import HEADING, SUPPLEMENTARY, fill, text_of
from yb_desktop.domain.blanks import Given
from yb_desktop.paper.blocks import Style
from yb_desktop.paper.documents.agreement import AgreementPaper, set_agreement
from yb_desktop.paper.verify import Verdict, trusted, verify

HOST = "大姚县人民医院"
ONLINE = "大姚县人民医院互联网医院堃祎喆㛃䶮𠅤"
BLANKS: dict[str, Given] = {
    "agreement_number": "532326-2026-0009",
    "main_number": "532326-2026-0001",
    "main_starts": date(2026, 3, 12),
    "main_ends": date(2027, 3, 11),
    "party_a_name": "大姚县医疗保险管理局",
    "party_b_name": HOST,
    "party_b_address": "金碧镇中心街1号",
    "party_b_legal_rep": "法人丁",
    "internet_name": ONLINE,
    "internet_licence": "HL532326001",
    "starts": date(2026, 4, 20),
    "ends": date(2027, 3, 11),
    "online_budget": 10_000_000_110,
}


def paper() -> AgreementPaper:
    return AgreementPaper(
        number="532326-2026-0009",
        filled=fill(text_of(SUPPLEMENTARY), BLANKS),
        party_a="大姚县医疗保险管理局",
        party_b=HOST,
        made=date(2026, 4, 20),
        copy=(1, 2),
        kind="supplementary_agreement",
    )


def test_every_paragraph_is_printed_on_five_to_eight_pages() -> None:
    values = paper()
    printed = set_agreement(values)
    assert 5 <= printed.pages <= 8
    whole = "".join(pages_of(printed.data))
    for clause in values.filled.clauses:
        if clause.number.startswith("第"):
            assert "".join(f"{clause.number}{clause.text}".split())[:12] in whole
    for words in (
        f"互联网医院名称{ONLINE}",
        "100,000,001.10",
        "壹亿零壹元壹角",
        "有效期自2026年3月12日起至2027年3月11日止",
        "甲方盖章处",
    ):
        assert words in whole, words
    assert_sound(read_back_chars(printed.data), Style.AGREEMENT)


def test_its_pages_say_that_they_are_a_supplement(signer: Signer) -> None:
    verdicts = verify(set_agreement(paper(), signer=signer).data, keys=trusted(signer.public_key))
    assert {(one.verdict, one.document) for one in verdicts} == {(Verdict.GENUINE, "supplementary_agreement")}


def test_no_page_ends_with_a_heading() -> None:
    values = paper()
    headings = tuple(
        "".join(f"{one.number}{one.text}".split()) for one in values.filled.clauses if one.level == HEADING
    )
    for page in pages_of(set_agreement(values).data):
        assert not page[: page.rindex(f"{values.number}第1份")].endswith(headings)
