"""Money and dates as papers write them. Money is a whole number of fen; negative amounts are refused."""

from __future__ import annotations

from datetime import date

from yb_desktop.base.errors import BadInput

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")
_MOST = 10**16 * 100 - 1  # fen


def capital_amount(fen: int) -> str:
    """Write money in capital characters: 壹佰贰拾叁元肆角伍分, 壹佰元整, 零元整. Raises ``BadInput`` (``amount``)."""
    _refuse_impossible(fen)
    yuan, rest = divmod(fen, 100)
    jiao, cents = divmod(rest, 10)
    if not fen:
        return "零元整"
    out = f"{_capital(yuan)}元" if yuan else ""
    if not rest:
        return out + "整"
    if jiao:
        out += f"{_DIGITS[jiao]}角"
    elif yuan:
        out += "零"
    return out + (f"{_DIGITS[cents]}分" if cents else "整")


def figure_amount(fen: int) -> str:
    """Write money in figures: 1,234.05. Raises ``BadInput`` (``amount``)."""
    _refuse_impossible(fen)
    return f"{fen // 100:,}.{fen % 100:02d}"


def day_words(day: date) -> str:
    """Write a day as papers do: 2026年3月2日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _refuse_impossible(fen: int) -> None:
    if fen < 0:
        raise BadInput("amount", "金额不能是负数。请检查金额。")
    if fen > _MOST:
        raise BadInput("amount", "金额超出可以书写的范围。请检查金额。")


def _capital(number: int) -> str:
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    out = ""
    gap = False
    for at in range(len(groups) - 1, -1, -1):
        group = groups[at]
        if not group:
            gap = True
            continue
        if out and (gap or group < 1000):
            out += "零"
        # 壹万亿 alone, but 壹万贰仟亿: the 亿 is said once.
        out += _four(group) + ("万" if at == 3 and groups[2] else _GROUPS[at])
        gap = False
    return out


def _four(group: int) -> str:
    out = ""
    gap = False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if not digit:
            gap = bool(out)
            continue
        out += ("零" if gap else "") + _DIGITS[digit] + _PLACES[place]
        gap = False
    return out
