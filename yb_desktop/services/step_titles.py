"""The words for a step, by the type of its record: the action's title, or, for what is no action, a word of its own."""

from __future__ import annotations

from yb_desktop.domain.judging_again import TakeInUndone, TakenInAgain
from yb_desktop.domain.pairing import Prepared
from yb_desktop.services.registry import all_actions

_WORDS = {
    Prepared.TYPE: "提交审核",
    TakeInUndone.TYPE: "撤回接收",
    TakenInAgain.TYPE: "重新接收",
    "breaches.open_file": "建立日常处理档案",
}


def step_title(record_type: str) -> str:
    """Give the words for a step; what one person prepares for another is a step too."""
    if word := _WORDS.get(record_type):
        return word
    spec = all_actions().get(record_type)
    return spec.title if spec else record_type
