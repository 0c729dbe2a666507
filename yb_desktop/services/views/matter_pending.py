"""A decision of two persons about an agreement or a matter of breach, as the second person sees it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

import msgspec

from yb_desktop.base.canon import Json
from yb_desktop.domain.amounts import figures
from yb_desktop.domain.pairing import Deciding
from yb_desktop.services.desk import Desk
from yb_desktop.services.registry import spec
from yb_desktop.services.rehearsal import rehearse
from yb_desktop.services.views.asking import asked_form
from yb_desktop.services.views.asking_words import label_of
from yb_desktop.services.views.case_history import PendingView
from yb_desktop.services.views.differences import Difference

_MATTERS = frozenset({"agreement", "audit", "case"})
_MONEY = frozenset({"amount", "amounts"})
_STATES: Mapping[str, str] = {
    "breaches.decide_audit": "已送达处理意见书",
    "changes.suspend": "中止",
    "changes.terminate": "已解除",
}
"""What a decision makes of the matter, where that has a name."""


def matter_pending(
    desk: Desk, matter: Deciding, given: Mapping[str, Json], state: str, name: Callable[[str], str]
) -> PendingView | None:
    """Give the decision that waits about a matter; ``given`` names it as the actions do."""
    pending = matter.pending
    if pending is None:
        return None
    params = cast(dict[str, Json], msgspec.json.decode(pending.params, type=dict[str, object]))
    in_the_way = rehearse(desk, "cases.release", on=desk.clock.today(), params=given)
    after = _STATES.get(pending.action)
    lines = [Difference("状态", state, after)] if after else []
    choices = {
        question.id: {one.id: one.title for one in question.choices}
        for question in asked_form(desk, pending.action, given).questions
    }
    for key, value in params.items():
        words = _words(key, value, choices.get(key, {}))
        if key not in _MATTERS and words:
            lines.append(Difference(label_of(pending.action, key), "", words))
    title = spec(pending.action).title
    return PendingView(pending.action, title, name(pending.by), pending.on, tuple(lines), in_the_way)


def _words(key: str, value: Json, choices: Mapping[str, str]) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(_words(key, one, choices) for one in value)
    if isinstance(value, dict):
        return "；".join(f"{name} {_words(key, one, choices)}" for name, one in value.items())
    if isinstance(value, int) and key in _MONEY:
        return f"{figures(value)} 元"
    return choices.get(str(value), str(value))
