"""What all papers of changes and breaches keep: names of any sort, everything in its box, a true code."""

from __future__ import annotations

import re

import pytest

from tests.paper.conftest import assert_sound, read_back_chars
from tests.paper.documents.order_samples import EVERY, LONG, OFFICE
from tests.paper.documents.reading import pages_of, scan_of, text_of
from yb_desktop.base.signing import Signer
from yb_desktop.paper.breaking import NEVER_FIRST, NEVER_LAST
from yb_desktop.paper.documents.orders import Sum, ended, paragraphs, remedies, sections, sums_table, under
from yb_desktop.paper.fonts import UnknownGlyph
from yb_desktop.paper.styles import SHEETS
from yb_desktop.paper.verify import Verdict, trusted, verify

DOCUMENTS = sorted(EVERY)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_long_name_with_rare_characters_is_set_within_its_box(document: str) -> None:
    style, made = EVERY[document]
    data = made(LONG, None)
    text = text_of(data)
    for char in "堃祎喆㛃䶮𠅤":
        assert char in text, char
    chars = read_back_chars(data)
    assert_sound(chars, style)
    sheet = SHEETS[style]
    lines: dict[tuple[int, float], list[tuple[float, str]]] = {}
    for one in chars:
        if one.baseline >= sheet.bottom and style.value != "form":
            lines.setdefault((one.page, round(one.baseline, 1)), []).append((one.left, one.char))
    for line in lines.values():
        first, last = min(line)[1], max(line)[1]
        assert first not in NEVER_FIRST
        assert last not in NEVER_LAST


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_same_values_are_the_same_bytes_and_genuine(document: str, signer: Signer) -> None:
    _, made = EVERY[document]
    data = made(LONG, signer)
    assert data == made(LONG, signer)
    verdicts = verify(data, keys=trusted(signer.public_key))
    assert {(one.verdict, one.document) for one in verdicts} == {(Verdict.GENUINE, document)}
    assert [one.printed_page for one in verdicts] == [(at, len(verdicts)) for at in range(1, len(verdicts) + 1)]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_character_no_font_has_is_refused(document: str) -> None:
    with pytest.raises(UnknownGlyph):
        EVERY[document][1]("\U0003fffd诊所", None)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_office_number_and_day_stand_on_it(document: str) -> None:
    data = EVERY[document][1](LONG, None)
    text = text_of(data)
    assert OFFICE in text
    assert "2026年4月14日" in text
    assert all(re.search(r"第1份，共1份第\d页，共\d页", page) for page in pages_of(data))


def test_a_scan_of_a_decision_is_known_again(signer: Signer) -> None:
    data = EVERY["termination_decision"][1](LONG, signer)
    (verdict,) = verify(scan_of(data, 0), keys=trusted(signer.public_key))
    assert (verdict.verdict, verdict.number) == (Verdict.GENUINE, "大医保解〔2026〕1号")


def test_sections_are_numbered_without_gaps() -> None:
    blocks = sections(("甲", ["一句。"]), ("乙", []), ("丙", ["又一句。"]))
    assert [str(getattr(block, "text", "")) for block in blocks] == ["一、甲", "一句。", "二、丙", "又一句。"]


def test_what_somebody_wrote_ends_with_one_full_stop() -> None:
    texts = ("甲", "甲。", "甲；", " 甲\n乙 ", "可以吗？")
    assert [ended(text) for text in texts] == ["甲。", "甲。", "甲。", "甲乙。", "可以吗？"]
    assert paragraphs("甲\n\n乙。\n") == ["甲。", "乙。"]


def test_brackets_name_articles_or_say_that_there_is_none() -> None:
    assert under(("甲第1条", "乙第2条")) == "（依据甲第1条、乙第2条）"
    assert under((), "本地默认，非文件规定") == "（本地默认，非文件规定）"
    assert under(()) == ""


def test_the_ways_open_say_where_they_come_from() -> None:
    assert remedies(("甲第46条",))[0].endswith("提起行政诉讼（依据甲第46条）。")
    assert remedies(())[0].endswith("（本地默认，非文件规定）。")
    assert "提出书面意见" in remedies(None)[0]


def test_no_sums_make_no_table() -> None:
    assert sums_table([]) == []
    assert sums_table([Sum("甲", 5)])
