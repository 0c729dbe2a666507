"""Identifying codes: what makes one wrong, how one shows on a screen, and what only deserves a warning.

- uscc (统一社会信用代码, GB 32100): a wrong check character is refused; it is never the only key of an institution.
- ID number (公民身份号码, GB 11643): check character and birth date; an unknown area code is no error, and residence
  permits of Hong Kong, Macao and Taiwan begin with 81, 82, 83.
- National insurance codes (国家医保编码) are given out by the national platform, have no check digit, and are warned
  about, not refused.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

from yb_desktop.base.errors import BadInput

_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_LENGTH = 18
_WIDE_TO_PLAIN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


class NationalCode(StrEnum):
    """Whom a national insurance code names."""

    INSTITUTION = "institution"
    PHARMACY = "pharmacy"
    PHYSICIAN = "physician"
    NURSE = "nurse"
    PHARMACIST = "pharmacist"
    TECHNICIAN = "technician"


_NATIONAL: dict[NationalCode, tuple[str, int, str]] = {
    NationalCode.INSTITUTION: ("H", 11, "医疗机构"),
    NationalCode.PHARMACY: ("P", 11, "零售药店"),
    NationalCode.PHYSICIAN: ("D", 12, "医师"),
    NationalCode.NURSE: ("N", 12, "护士"),
    NationalCode.PHARMACIST: ("HY", 12, "药师"),
    NationalCode.TECHNICIAN: ("HJ", 12, "医技人员"),
}


def uscc_check_character(first17: str) -> str:
    """Work out the check character for the first 17 characters of a uscc (they must be of its alphabet)."""
    total = sum(
        weight * _USCC_ALPHABET.index(sign) for weight, sign in zip(_USCC_WEIGHTS, first17[: _LENGTH - 1], strict=True)
    )
    return _USCC_ALPHABET[(31 - total % 31) % 31]


def read_uscc(text: str) -> str:
    """Give a uscc in plain capitals, without blanks. Raises ``BadInput`` (code ``uscc``) that names what is wrong."""
    code = _tidy(text)
    _expect_length(code, "uscc", "统一社会信用代码")
    for place, sign in enumerate(code, start=1):
        if sign not in _USCC_ALPHABET:
            hint = "（不使用字母 I、O、S、V、Z）" if sign in "IOSVZ" else ""
            raise BadInput("uscc", f"统一社会信用代码第{place}位“{sign}”不是允许的字符{hint}，请对照证照核对。")
    expected = uscc_check_character(code[:-1])
    if code[-1] != expected:
        raise BadInput(
            "uscc",
            f"统一社会信用代码“{code}”有误：按前17位计算，第18位校验码应为“{expected}”，实为“{code[-1]}”。请对照证照逐位核对。",
        )
    return code


def read_id_number(text: str) -> str:
    """Give an ID number in plain capitals, without blanks. Raises ``BadInput`` (code ``id-number``) with the fault."""
    number = _tidy(text)
    _expect_length(number, "id-number", "身份证号码")
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        raise BadInput("id-number", "身份证号码前17位应为数字，第18位应为数字或“X”，请对照证件核对。")
    _expect_date(number)
    total = sum(weight * int(digit) for weight, digit in zip(_ID_WEIGHTS, number[:-1], strict=True))
    expected = _ID_CHECKS[total % 11]
    if number[-1] != expected:
        raise BadInput(
            "id-number",
            f"身份证号码有误：按前17位计算，第18位校验码应为“{expected}”，实为“{number[-1]}”。请对照证件逐位核对。",
        )
    return number


def mask_id_number(number: str) -> str:
    """Give an ID number as lists and screens show it: the first six and the last four characters, stars between."""
    if len(number) < _LENGTH:
        return "*" * len(number)
    return number[:6] + "*" * (len(number) - 10) + number[-4:]


def national_code_warning(whose: NationalCode, text: str) -> str | None:
    """Say in a sentence what looks odd about a national insurance code; ``None`` where nothing does or it is empty."""
    code = _tidy(text)
    prefix, digits, name = _NATIONAL[whose]
    if not code or re.fullmatch(prefix + f"[0-9]{{{digits}}}", code):
        return None
    return f"{name}国家医保编码通常为“{prefix}”加{digits}位数字，现为“{code}”，请与国家编码平台核对（不影响保存）。"


def _tidy(text: str) -> str:
    """Take out blanks and turn full-width letters and digits into plain ones, as pasted codes often have both."""
    return "".join(text.translate(_WIDE_TO_PLAIN).split()).upper()


def _expect_length(code: str, error: str, name: str) -> None:
    if len(code) != _LENGTH:
        raise BadInput(error, f"{name}应为18位，现为{len(code)}位，请核对是否漏填或多填。")


def _expect_date(number: str) -> None:
    year, month, day = int(number[6:10]), int(number[10:12]), int(number[12:14])
    try:
        date(year, month, day)
    except ValueError:
        raise BadInput(
            "id-number",
            f"身份证号码第7至14位“{number[6:14]}”不是存在的日期，请对照证件核对出生日期。",
        ) from None
