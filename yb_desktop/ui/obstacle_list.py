"""What stands in the way of an action, all at once, before its button is pressed; the same wherever one is offered."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from yb_desktop.services.views.offering import Obstacle
from yb_desktop.ui.theme import Tone
from yb_desktop.ui.widgets.badge import Badge
from yb_desktop.ui.widgets.basis import BasisBadge, Citation
from yb_desktop.ui.widgets.text import column, label, row


class ObstacleList(QWidget):
    """Each obstacle with the first day without it and the article it rests on; ``deed`` is what cannot be done."""

    def __init__(
        self, obstacles: Sequence[Obstacle], open_article: Callable[[str], None], *, deed: str = "办理"
    ) -> None:
        super().__init__()
        layout = column(Badge(f"现在不能{deed}：有 {len(obstacles)} 项不满足", Tone.WARN))
        self.setLayout(layout)
        for one in obstacles:
            texts = column(label(f"• {one.unmet.text}", wrap=True, selectable=True), gap=3)
            if one.unmet.allowed_from is not None:
                texts.addWidget(label(f"最早可于 {one.unmet.allowed_from.isoformat()} {deed}。", "strong"))
            if one.rule_title:
                citation = Citation(one.unmet.rule, one.article, one.rule_title)
                texts.addLayout(row(BasisBadge(citation, open_article), None))
            layout.addLayout(texts)
