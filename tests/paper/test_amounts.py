from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yb_desktop.base.errors import BadInput
from yb_desktop.paper.amounts import capital_amount, day_words, figure_amount


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角整"),
        (12345, "壹佰贰拾叁元肆角伍分"),
        (10005, "壹佰元零伍分"),
        (10_000_000_110, "壹亿零壹元壹角整"),
        (1_000_000, "壹万元整"),
        (1_001_000_000, "壹仟零壹万元整"),
        (10**14, "壹万亿元整"),
        (123_456_789_012_345_678, "壹仟贰佰叁拾肆万伍仟陆佰柒拾捌亿玖仟零壹拾贰万叁仟肆佰伍拾陆元柒角捌分"),
    ],
)
def test_capital_amounts(fen: int, words: str) -> None:
    assert capital_amount(fen) == words


@pytest.mark.parametrize("fen", [-1, 10**18])
def test_impossible_amounts_are_refused(fen: int) -> None:
    for write in (capital_amount, figure_amount):
        with pytest.raises(BadInput) as refused:
            write(fen)
        assert refused.value.code == "amount"


def read_back(words: str) -> int:
    """Read capital characters by another way than they were written: a running value per unit."""
    digits = {char: value for value, char in enumerate("零壹贰叁肆伍陆柒捌玖")}
    total = section = digit = 0
    for char in words.removesuffix("整"):
        if char in digits:
            digit = digits[char]
        elif char in "拾佰仟":
            section += digit * {"拾": 10, "佰": 100, "仟": 1000}[char]
            digit = 0
        elif char == "万":
            section = (section + digit) * 10_000
            digit = 0
        elif char == "亿":
            total, section, digit = (total + section + digit) * 10**8, 0, 0
        elif char == "元":
            total, section, digit = (total + section + digit) * 100, 0, 0
        else:
            total += digit * {"角": 10, "分": 1}[char]
            digit = 0
    return total


@given(st.integers(0, 10**15 - 1))
@settings(max_examples=300, deadline=None)
def test_capital_amounts_read_back(fen: int) -> None:
    words = capital_amount(fen)
    assert read_back(words) == fen
    assert "零零" not in words


def test_figures_and_dates() -> None:
    assert figure_amount(123_405) == "1,234.05"
    assert figure_amount(0) == "0.00"
    assert day_words(date(2026, 3, 2)) == "2026年3月2日"
