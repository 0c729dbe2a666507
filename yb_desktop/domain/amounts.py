"""Money as papers write it: in figures and in capital characters (大写), from an integer number of fen.

Capital amounts follow the rule for bank vouchers: an amount that ends with 元 or 角 takes 整, one with 分 never does;
a gap of zeros inside is one 零; where the rule leaves 零 to choice (after a zero at 万 or 元) it is left out.
"""

from __future__ import annotations

from yb_desktop.base.errors import BadInput

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")

MOST_FEN = 10**14
"""The largest amount (in fen) that is written: 万亿 yuan, 10 to the 12th."""


def figures(fen: int) -> str:
    """Write ``fen`` in figures with thousands marks and two decimals: ``123456`` gives ``"1,234.56"``."""
    _check(fen)
    return f"{fen // 100:,}.{fen % 100:02d}"


def capitals(fen: int) -> str:
    """Write ``fen`` in capital characters: ``12345`` gives ``"壹佰贰拾叁元肆角伍分"``, ``0`` gives ``"零元整"``.

    Raises ``BadInput`` (code ``amount``) for a negative amount and for one above ``MOST_FEN``.
    """
    _check(fen)
    yuan, rest = divmod(fen, 100)
    jiao, cent = divmod(rest, 10)
    if fen == 0:
        return "零元整"
    whole = _integer(yuan) + "元" if yuan else ""
    if rest == 0:
        return whole + "整"
    gap = "零" if whole and jiao == 0 else ""  # 325.04 is 元零肆分, but 0.04 alone is 肆分
    tenths = _DIGITS[jiao] + "角" if jiao else ""
    cents = _DIGITS[cent] + "分" if cent else "整"
    return whole + gap + tenths + cents


def both(fen: int) -> str:
    """Write figures and capitals together, as papers do: ``"¥123.45（大写：壹佰贰拾叁元肆角伍分）"``."""
    return f"¥{figures(fen)}（大写：{capitals(fen)}）"


def _check(fen: int) -> None:
    if fen < 0:
        raise BadInput("amount", "金额不能为负数，请核对后重新填写。")
    if fen > MOST_FEN:
        raise BadInput("amount", "金额过大，无法写成大写，请核对单位是否填错（应为元）。")


def _integer(yuan: int) -> str:
    if yuan == 10**12:
        return "壹万亿"
    out = ""
    for index, name in reversed(list(enumerate(_GROUPS))):
        group = yuan // 10_000**index % 10_000
        if group == 0:
            continue
        after_empty_group = yuan // 10_000 ** (index + 1) % 10_000 == 0
        if out and (group < 1_000 or after_empty_group):
            out += "零"
        out += _group(group) + name
    return out


def _group(group: int) -> str:
    out = ""
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if digit:
            out += _DIGITS[digit] + _PLACES[place]
        elif out and not out.endswith("零") and group % 10**place:
            out += "零"
    return out
