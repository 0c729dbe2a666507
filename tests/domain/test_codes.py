"""Identifying codes: the check characters, the sentences, the masks and the mere warnings."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yb_desktop.base.errors import BadInput
from yb_desktop.domain.codes import (
    NationalCode,
    mask_id_number,
    national_code_warning,
    read_id_number,
    read_uscc,
    uscc_check_character,
)

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.mark.parametrize("code", ["91350100M000100Y43", "91110000600037341L"])
def test_valid_codes_are_taken(code: str) -> None:
    assert read_uscc(code) == code


def test_blanks_small_and_full_width_letters_are_tidied() -> None:
    assert read_uscc(" 9135 0100 m000100y４３\n") == "91350100M000100Y43"


def test_a_wrong_check_character_names_the_right_one() -> None:
    with pytest.raises(BadInput) as caught:
        read_uscc("91350100M000100Y44")
    assert caught.value.code == "uscc"
    assert "第18位校验码应为“3”" in caught.value.text


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("91350100M000100Y4", "应为18位，现为17位"),
        ("", "现为0位"),
        ("91350100I000100Y43", "第9位“I”"),
        ("9135０100M000100测43", "第16位“测”"),
    ],
)
def test_a_malformed_uscc_says_what_is_wrong(code: str, words: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_uscc(code)
    assert words in caught.value.text


@settings(max_examples=60, deadline=None)
@given(
    st.text(ALPHABET, min_size=17, max_size=17),
    st.integers(0, 16),
    st.sampled_from(ALPHABET),
)
def test_every_single_slip_is_noticed_and_letters_may_come_first(first: str, place: int, sign: str) -> None:
    code = first + uscc_check_character(first)
    assert read_uscc(code) == code
    slipped = code[:place] + sign + code[place + 1 :]
    if slipped != code:
        with pytest.raises(BadInput):
            read_uscc(slipped)


@pytest.mark.parametrize(
    "number",
    [
        "11010519491231002X",
        "110105 19491231002x",
        "810000199408230021",  # a residence permit
        "999999199408230029",  # an area that does not exist is no error
    ],
)
def test_valid_id_numbers_are_taken(number: str) -> None:
    assert read_id_number(number) == number.replace(" ", "").upper()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("110105194912310021", "第18位校验码应为“X”"),
        ("11010519490229002X", "“19490229”不是存在的日期"),
        ("110105000012310020", "“00001231”不是存在的日期"),
        ("1101051949123100", "应为18位"),
        ("11010519X91231002X", "前17位应为数字"),
        ("１１０１０５１９４９１２３１００２Z", "第18位应为数字或“X”"),
    ],
)
def test_a_wrong_id_number_says_what_is_wrong(number: str, words: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_id_number(number)
    assert caught.value.code == "id-number"
    assert words in caught.value.text


def test_a_masked_number_hides_the_birth_date() -> None:
    assert mask_id_number("11010519491231002X") == "110105********002X"
    assert mask_id_number("123") == "***"
    assert mask_id_number("") == ""


@pytest.mark.parametrize(
    ("whose", "code"),
    [
        (NationalCode.INSTITUTION, "H53232600123"),
        (NationalCode.PHARMACY, "P53232600123"),
        (NationalCode.PHYSICIAN, "D532326001234"),
        (NationalCode.NURSE, "N532326001234"),
        (NationalCode.PHARMACIST, "HY532326001234"),
        (NationalCode.TECHNICIAN, "HJ532326001234"),
    ],
)
def test_national_codes_are_warned_about_and_not_refused(whose: NationalCode, code: str) -> None:
    assert national_code_warning(whose, code) is None
    assert national_code_warning(whose, "") is None
    warning = national_code_warning(whose, code[:-1])
    assert warning is not None
    assert "不影响保存" in warning
