"""What a running clock is about, in the office's words: more than a rule's title where the rule has several parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from yb_desktop.law.catalogue import Catalogue

_WORDS: Final[Mapping[tuple[str, str], str]] = {
    ("B1", ""): "责令整改的期限，期满复查",
    ("B2", ""): "机构反馈意见的期限",
    ("C4", "request"): "续签申请，不留空档期",
    ("C4", "publicity"): "续签公示期",
    ("E11", "wait"): "不合格的整改期，期满可再次评估",
    ("E11", "bar"): "两次不合格，暂不得申请",
}

SET_BY_THE_OFFICE: Final = frozenset({"B1", "B2"})
"""Clocks whose last day the office itself set for the institution: they can be over, never late."""


def clock_name(catalogue: Catalogue, rule: str, part: str) -> str:
    """Say what a clock of a rule is about."""
    return _WORDS.get((rule, part)) or catalogue.rule(rule).title
