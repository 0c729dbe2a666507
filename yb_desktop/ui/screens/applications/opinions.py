"""What members said on single points in the panel's meeting (E7): one line for each, as many as are needed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from yb_desktop.base.canon import Json
from yb_desktop.domain.evaluating_heads import HEADS
from yb_desktop.ui.theme import px, space
from yb_desktop.ui.widgets.text import button, label, row


class OpinionLines(QWidget):
    """Opinions by member and point; the points are E7's heads, or others typed in their place."""

    def __init__(self, members: Sequence[str]) -> None:
        super().__init__()
        self._members = tuple(members)
        self.lines: list[_OpinionLine] = []
        self.add = button("添加一条分项意见", "link", icon_name="add")
        self.add.clicked.connect(self._begin)
        self._layout = QVBoxLayout(self)
        space(self._layout, gap=6)
        self._layout.addWidget(label("分项意见（可不填）", "group"))
        self._layout.addLayout(row(self.add, None))

    def opinions(self) -> list[Json]:
        """Give what was said, as the action takes it; a line without words says nothing."""
        return [
            {"person": one.person.currentText(), "point": one.point.currentText().strip(), "text": one.said()}
            for one in self.lines
            if one.said()
        ]

    def _begin(self) -> None:
        made = _OpinionLine(self._members)
        if self.lines:  # the same member goes on with the next head
            last = self.lines[-1]
            made.person.setCurrentIndex(last.person.currentIndex())
            made.point.setCurrentIndex(min(last.point.currentIndex() + 1, len(HEADS) - 1))
        made.gone.clicked.connect(lambda: self._drop(made))
        self.lines.append(made)
        self._layout.insertWidget(self._layout.count() - 1, made)
        made.text.setFocus()

    def _drop(self, one: _OpinionLine) -> None:
        self.lines.remove(one)
        self._layout.removeWidget(one)
        one.hide()
        one.deleteLater()
        self.add.setFocus()


class _OpinionLine(QWidget):
    def __init__(self, members: Sequence[str]) -> None:
        super().__init__()
        self.person, self.point, self.text = QComboBox(), QComboBox(), QLineEdit()
        self.person.addItems(list(members))
        self.person.setAccessibleName("发表意见的成员")
        self.point.setEditable(True)
        self.point.addItems(list(HEADS))
        self.point.setAccessibleName("评估要点")
        self.point.setMinimumContentsLength(12)
        self.point.setMaximumWidth(px(280))
        self.text.setPlaceholderText("意见")
        self.text.setAccessibleName("分项意见")
        self.text.setMinimumWidth(px(120))
        self.gone = button("", icon_name="close")
        self.gone.setAccessibleName("删去这一条意见")
        self.gone.setToolTip("删去这一条意见")
        layout = row(self.person, self.point, gap=6)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.gone)
        self.setLayout(layout)

    def said(self) -> str:
        """Give the words."""
        return self.text.text().strip()
