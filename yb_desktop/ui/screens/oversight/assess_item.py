"""One item of the assessment form: what to look for, the answers by key, points and a note."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit

from yb_desktop.domain.scoring import Answer, points_words
from yb_desktop.services.views.assessing import ItemLine, Marked
from yb_desktop.ui.answers import TONES, read_points
from yb_desktop.ui.icons import icon
from yb_desktop.ui.theme import Tone, px, space
from yb_desktop.ui.widgets.badge import Badge
from yb_desktop.ui.widgets.chips import chip
from yb_desktop.ui.widgets.text import Card, label, row


class AssessItem(Card):
    """An item; ``changed`` tells that something was said of it. Keys 1 to 4 answer where it has the focus."""

    changed = Signal()

    def __init__(self, item: ItemLine, number: int) -> None:
        worth = "否决项" if item.veto else f"{points_words(item.points)} 分"
        super().__init__(f"{number}. {item.label}", Badge(worth, Tone.WARN if item.veto else Tone.INFO))
        self.item = item
        self._answer: Answer | None = None
        self._keys = [one for one in Answer if _takes(item, one)]
        self.answers = QButtonGroup(self)
        self.points, self.note = QLineEdit(), QLineEdit()
        self.problem = label("", "error", wrap=True)
        self._lay_out()
        self.points.textEdited.connect(lambda _text: self.changed.emit())
        self.note.textEdited.connect(lambda _text: self.changed.emit())

    def marked(self) -> Marked | None:
        """Give what was said, ``None`` without an answer or while the points cannot be read."""
        points, problem = self._read_points()
        self.problem.setText(f"✕ {problem}" if problem else "")
        self.problem.setVisible(bool(problem))
        if self._answer is None or problem:
            return None
        return Marked(self._answer, points, self.note.text().strip())

    def show_marked(self, marked: Marked | None) -> None:
        """Show what was said before, without telling anybody."""
        self._answer = marked.answer if marked else None
        with QSignalBlocker(self.answers):
            self.answers.setExclusive(False)
            for number, answer in enumerate(self._keys):
                self.answers.button(number).setChecked(answer is self._answer)
            self.answers.setExclusive(True)
        self.points.setText(points_words(marked.points) if marked and marked.points is not None else "")
        self.note.setText(marked.note if marked else "")
        self._offer_points()

    def set_read_only(self, *, on: bool) -> None:
        """Only show what was said."""
        for button in self.answers.buttons():
            button.setEnabled(not on)
        self.points.setReadOnly(on)
        self.note.setReadOnly(on)

    def choose(self, answer: Answer) -> None:
        """Answer; an answer the item does not take is left alone."""
        if answer not in self._keys or not self.answers.buttons()[0].isEnabled():
            return
        self._answer = answer
        self.answers.button(self._keys.index(answer)).setChecked(True)
        self._offer_points()
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Answer by the number on the button."""
        number = event.key() - Qt.Key.Key_1.value
        if 0 <= number < len(self._keys):
            self.choose(self._keys[number])
        else:
            super().keyPressEvent(event)

    def _offer_points(self) -> None:
        self.points.setVisible(self._answer is Answer.PARTLY)
        if self._answer is not Answer.PARTLY:
            self.points.clear()

    def _read_points(self) -> tuple[int | None, str]:
        return read_points(self.points.text(), self.item.points) if self._answer is Answer.PARTLY else (None, "")

    def _lay_out(self) -> None:
        item = self.item
        self.body.setSpacing(px(6))
        self.body.addWidget(label(item.look_for, wrap=True))
        self.body.addWidget(label(f"怎么核：{item.how}", "muted", wrap=True))
        self.body.addWidget(label(item.articles, "small", wrap=True))
        chips = QHBoxLayout()
        space(chips, gap=6)
        for number, answer in enumerate(self._keys):
            made = chip(f"{number + 1}　{answer.label}")
            made.setIcon(icon(TONES[answer].look.icon, TONES[answer].look.ink))
            made.setAccessibleName(f"{item.label}：{answer.label}")
            made.clicked.connect(lambda _on=False, one=answer: self.choose(one))
            self.answers.addButton(made, number)
            chips.addWidget(made)
        chips.addWidget(self.points)
        chips.addStretch(1)
        self.points.setFixedWidth(px(190))
        self.points.setAccessibleName(f"{item.label}：得分")
        self.points.setPlaceholderText(f"得分（满分 {points_words(item.points)}，不填得一半）")
        self.points.hide()
        self.note.setAccessibleName(f"{item.label}：备注")
        self.note.setPlaceholderText("看到的情况")
        self.problem.hide()
        self.body.addLayout(chips)
        self.body.addLayout(row(label("备注"), self.note))
        self.body.addWidget(self.problem)


def _takes(item: ItemLine, answer: Answer) -> bool:
    match answer:
        case Answer.YES | Answer.NO:
            return True
        case Answer.PARTLY:
            return item.graded
        case Answer.NOT_APPLICABLE:
            return item.may_skip
