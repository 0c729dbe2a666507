"""Running clocks as every screen shows them: in a column of a list, on a badge, on the card of a matter's page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from yb_desktop.services.views.case_clocks import ClockLine
from yb_desktop.ui.theme import Tone
from yb_desktop.ui.widgets.badge import Badge, Mark
from yb_desktop.ui.widgets.basis import BasisBadge, Citation
from yb_desktop.ui.widgets.clock_badge import ClockBadge, ClockValue, clock_mark, clock_words
from yb_desktop.ui.widgets.flow import Flow
from yb_desktop.ui.widgets.page_model import Column
from yb_desktop.ui.widgets.text import Card, column, label

R = TypeVar("R")


def clock_value(line: ClockLine) -> ClockValue:
    """Give a clock as its badge shows it."""
    return ClockValue(
        line.last_day,
        line.left,
        provisional=line.provisional,
        paused=line.paused,
        over=line.wait and line.left < 0,
    )


def clock_column(title: str, clock: Callable[[R], ClockValue | None], width: int = 216) -> Column[R]:
    """Describe the column ``time``: how the clock of a line stands, empty where none runs."""

    def words(line: R) -> str:
        value = clock(line)
        return clock_words(value) if value is not None else ""

    def mark(line: R) -> Mark | None:
        value = clock(line)
        return clock_mark(value) if value is not None else None

    return Column[R]("time", title, words, width, sortable=False, mark=mark)


def nearest(clock: ClockLine | None) -> ClockValue | None:
    """Give the clock of a line of a list, where one runs."""
    return clock_value(clock) if clock is not None else None


class ClocksCard(Card):
    """Every running clock with its article, its last day and how it was counted; ``late``: rules done late, in days."""

    def __init__(
        self,
        clocks: Sequence[ClockLine],
        open_article: Callable[[str], None],
        late: Sequence[tuple[str, int]] = (),
    ) -> None:
        super().__init__("时限")
        if not clocks:
            self.body.addWidget(label("目前没有正在运行的时限。", "muted"))
        before = ""
        for line in clocks:
            citation = Citation(line.rule, line.article if line.article[:2] != "本地" else "", line.title)
            texts = column(*([label(line.title, "strong", wrap=True)] if line.rule != before else []), gap=4)
            before = line.rule
            badge = ClockBadge(clock_value(line), line.why)
            texts.addWidget(Flow((badge, BasisBadge(citation, open_article))))
            texts.addWidget(label(f"{'外限：' if line.outer else ''}{line.why}。", "small", wrap=True))
            self.body.addLayout(texts)
        for rule, days in late:
            self.body.addWidget(Badge(f"{rule} 迟办 {days} 个工作日", Tone.WARN, "overdue"))
