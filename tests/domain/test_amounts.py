"""Money on paper: figures and capital characters."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yb_desktop.base.errors import BadInput
from yb_desktop.domain.amounts import MOST_FEN, both, capitals, figures

DIGITS = "零壹贰叁肆伍陆柒捌玖"


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (0, "零元整"),
        (1, "壹分"),
        (10, "壹角整"),
        (15, "壹角伍分"),
        (12345, "壹佰贰拾叁元肆角伍分"),
        (140950, "壹仟肆佰零玖元伍角整"),
        (600714, "陆仟零柒元壹角肆分"),
        (168032, "壹仟陆佰捌拾元叁角贰分"),
        (10700053, "壹拾万柒仟元伍角叁分"),
        (1640902, "壹万陆仟肆佰零玖元零贰分"),
        (32504, "叁佰贰拾伍元零肆分"),
        (100000000, "壹佰万元整"),
        (1001000, "壹万零壹拾元整"),
        (10000000000, "壹亿元整"),
        (10500000000, "壹亿零伍佰万元整"),
        (10000500000, "壹亿零伍仟元整"),
        (5, "伍分"),
        (10000000110, "壹亿零壹元壹角整"),
        (10**14, "壹万亿元整"),
        (10**14 - 1, "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_capital_characters_follow_the_voucher_rule(fen: int, text: str) -> None:
    assert capitals(fen) == text


def _value(text: str) -> int:
    """Read capital characters back, by a way of its own."""
    units = {"分": 1, "角": 10, "元": 100, "拾": 10, "佰": 100, "仟": 1000}
    total = section = digit = 0
    for sign in text.rstrip("整"):
        if sign in DIGITS:
            digit = DIGITS.index(sign)
            continue
        if sign in "万亿":
            total += (section + digit) * (10_000 if sign == "万" else 10**8)
        elif sign in "元角分":
            total = (total + section + digit) * 100 if sign == "元" else total + digit * units[sign]
        else:
            section += digit * units[sign]
            digit = 0
            continue
        section = digit = 0
    return total


@settings(max_examples=200, deadline=None)
@given(st.integers(0, MOST_FEN - 1) | st.integers(0, 10**7))
def test_capitals_read_back_to_the_same_amount(fen: int) -> None:
    text = capitals(fen)
    assert _value(text) == fen
    assert "零零" not in text


def _naive(fen: int) -> str:
    """Write an amount in another way: every digit with its place, and then the zeros that nobody says struck out."""
    places = "元拾佰仟万拾佰仟亿拾佰仟"
    yuan = str(fen // 100)
    text = "".join(DIGITS[int(digit)] + places[len(yuan) - 1 - at] for at, digit in enumerate(yuan))
    text = re.sub("零[拾佰仟]", "零", text)
    text = re.sub("零+", "零", text)
    text = re.sub("零([万亿元])", r"\1", text).replace("亿万", "亿零")
    text = re.sub("零+", "零", text).replace("零元", "元")
    whole = "" if text == "元" else text
    jiao, cent = divmod(fen % 100, 10)
    tenths = f"{DIGITS[jiao]}角" if jiao else "零" if cent and whole else ""
    return whole + tenths + (f"{DIGITS[cent]}分" if cent else "整") if fen else "零元整"


@settings(max_examples=300, deadline=None)
@given(
    st.integers(0, MOST_FEN - 1)
    | st.integers(0, 10**7)
    | st.lists(st.sampled_from("00015"), min_size=1, max_size=14).map(lambda digits: int("".join(digits)))
)
def test_another_writer_writes_the_same(fen: int) -> None:
    assert capitals(fen) == _naive(fen)


def test_figures_have_thousands_marks_and_two_decimals() -> None:
    assert figures(123456) == "1,234.56"
    assert figures(5) == "0.05"
    assert both(12345) == "¥123.45（大写：壹佰贰拾叁元肆角伍分）"


@pytest.mark.parametrize("fen", [-1, MOST_FEN + 1])
def test_an_amount_that_cannot_be_written_is_refused(fen: int) -> None:
    for write in (capitals, figures, both):
        with pytest.raises(BadInput) as caught:
            write(fen)
        assert caught.value.code == "amount"
