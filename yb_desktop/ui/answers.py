"""The answers of a form (a visit's, an assessment's) on screen: their colours, and the points typed beside 部分符合."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from yb_desktop.domain.scoring import HUNDREDTHS, Answer, points_words
from yb_desktop.ui.theme import Tone

TONES: Mapping[Answer, Tone] = {
    Answer.YES: Tone.GOOD,
    Answer.PARTLY: Tone.WARN,
    Answer.NO: Tone.BAD,
    Answer.NOT_APPLICABLE: Tone.NEUTRAL,
}


def read_points(text: str, full: int) -> tuple[int | None, str]:
    """Read the points of a partly fulfilled item as hundredths, ``None`` where nothing was typed; or say what is wrong.

    ``full`` is what the item is worth, in hundredths.
    """
    if not text.strip():
        return None, ""
    try:
        hundredths = Decimal(text.strip()) * HUNDREDTHS
    except InvalidOperation:
        return None, "得分请输入数字，如 2.5。"
    if hundredths != int(hundredths) or not 0 < hundredths < full:
        return None, f"部分符合的得分应大于 0、小于 {points_words(full)}，最多两位小数。"
    return int(hundredths), ""
