"""The papers of a matter, each to be opened, printed or saved; made from the records whenever it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from yb_desktop.ui.context import Context
from yb_desktop.ui.preview import PreviewDialog
from yb_desktop.ui.theme import space
from yb_desktop.ui.widgets.small_table import small_table
from yb_desktop.ui.widgets.text import button, label

if TYPE_CHECKING:
    from yb_desktop.services.desk import Desk
    from yb_desktop.services.paper.kinds import PaperRef

    Make = Callable[[Desk, PaperRef], bytes]


def papers_list(context: Context, papers: Sequence[PaperRef], make: Make, above: QWidget) -> QWidget:
    """List the papers of a matter; ``make`` makes one of them, in the worker."""
    place = QWidget()
    layout = QVBoxLayout(place)
    space(layout, margins=(0, 12, 0, 4), gap=8)
    if papers:
        lines = [(one.title, one.number, str(one.on), _opening(context, one, make, above)) for one in papers]
        layout.addWidget(small_table(("文书", "文号", "日期", ""), lines))
        for one in papers:
            if one.differs:
                layout.addWidget(label(f"▲ {one.title}：{one.differs}。", "error", wrap=True))
    else:
        layout.addWidget(label("还没有可以打印的文书；办理相应的步骤后列在这里。", "muted", wrap=True))
    layout.addStretch(1)
    return place


def _opening(context: Context, one: PaperRef, make: Make, above: QWidget) -> QWidget:
    made = button("打开…")
    made.setAccessibleName(f"打开{one.title}{one.number}")
    made.clicked.connect(lambda: open_paper(context, one, make, above))
    return made


def open_paper(context: Context, one: PaperRef, make: Make, above: QWidget) -> PreviewDialog:
    """Show a paper as it is printed."""
    title = f"{one.title}　{one.number}"
    dialog = PreviewDialog(context, title, lambda desk: (make(desk, one),), above, name=f"{one.title}{one.number}")
    dialog.open()
    return dialog
