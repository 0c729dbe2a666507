"""The cards of a case's page beside the next action: clocks, papers, a decision that waits for a second person."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from yb_desktop.services.views.applications import PaperLine
from yb_desktop.ui.list_papers import PRINT_LISTED
from yb_desktop.ui.theme import Tone, space
from yb_desktop.ui.widgets.badge import Badge
from yb_desktop.ui.widgets.text import Card, button, column, label, row

_NEWEST = 5
"""So many papers are seen at once."""


class PapersCard(Card):
    """The papers that exist, the newest first, each to be opened; those that wait for their delivery say so.

    Only the newest and those that wait are seen at once; the others on asking.
    """

    opened = Signal(object)
    """A ``PaperLine``."""

    listed = Signal(str)
    """The papers of all on the publicity list of this number are wanted."""

    def __init__(self, papers: tuple[PaperLine, ...], *, own: bool = True) -> None:
        self.archive = button("归档…", icon_name="folder")
        super().__init__("文书", self.archive)
        self.archive.setVisible(own and bool(papers))
        self.archive.setToolTip("把全部文书、目录和校验值存成一个文件夹，交档案室")
        newest = tuple(reversed(papers))
        shown = tuple(one for at, one in enumerate(newest) if at < _NEWEST or _awaits(one))
        self.all = button(f"全部文书（{len(papers)}）", "link", icon_name="down")
        self.all.setVisible(len(shown) < len(newest))
        self.all.clicked.connect(lambda: self._show(newest))
        self._list: QWidget | None = None
        if papers:
            self._show(shown)
            self.body.addLayout(row(self.all, None))
            for one in papers:
                if own and one.document == "publicity_list":
                    self.body.addLayout(row(self._listing(one.number), None))
            for one in papers:
                if one.differs:
                    self.body.addWidget(label(f"▲ {one.title}：{one.differs}。", "error", wrap=True))
        else:
            self.body.addWidget(label("还没有文书。", "muted"))

    def _listing(self, number: str) -> QPushButton:
        made = button(PRINT_LISTED, "link", icon_name="print")
        made.clicked.connect(lambda: self.listed.emit(number))
        return made

    def _show(self, papers: tuple[PaperLine, ...]) -> None:
        place = QWidget()
        grid = QGridLayout(place)
        space(grid, gap=6)
        grid.setColumnStretch(0, 1)
        for number, one in enumerate(papers):
            grid.addLayout(column(label(one.title), label(f"{one.number} · {one.on}", "small"), gap=1), number, 0)
            badge = _delivery(one)
            if badge is not None:
                grid.addWidget(badge, number, 1)
            look = button("打开…")
            look.setAccessibleName(f"打开{one.title}{one.number}")
            look.clicked.connect(lambda _on=False, paper=one: self.opened.emit(paper))
            grid.addWidget(look, number, 2)
        old, self._list = self._list, place
        if old is None:
            self.body.addWidget(place)
            return
        self.body.replaceWidget(old, place)
        old.deleteLater()
        self.all.hide()
        place.findChildren(QPushButton)[0].setFocus()


def _awaits(one: PaperLine) -> bool:
    return one.waits and one.delivered is None


def _delivery(one: PaperLine) -> Badge | None:
    if one.delivered is not None:
        return Badge(f"已送达 {one.delivered}", Tone.GOOD)
    return Badge("待送达", Tone.WARN) if one.waits else None
