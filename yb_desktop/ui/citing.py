"""The badge of a rule beside what rests on it."""

from __future__ import annotations

from yb_desktop.ui.context import Context
from yb_desktop.ui.widgets.basis import BasisBadge


def badges(context: Context, *rules: str) -> tuple[BasisBadge, ...]:
    """Make the badges of rules; there is none for what is no rule, or where none is named."""
    cited = (context.cite(rule) for rule in rules if rule)
    return tuple(BasisBadge(one, context.open_article) for one in cited if one is not None)
