"""The boxes ``WindowAsk`` opens: a notice or a question, and a question with a field."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from yb_desktop.ui.icons import pixmap
from yb_desktop.ui.theme import Tone, px, space
from yb_desktop.ui.widgets.text import button, label, row


@dataclass(frozen=True, slots=True)
class Choice:
    """The button that does the deed in question."""

    yes: str
    danger: bool = False


class MessageBox(QDialog):
    """A sentence with its icon; one button, or the deed and 取消."""

    def __init__(
        self,
        title: str,
        text: str,
        tone: Tone,
        parent: QWidget | None = None,
        *,
        detail: str = "",
        choice: Choice | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(px(420))
        self._texts = QVBoxLayout()
        space(self._texts, gap=8)
        self._texts.addWidget(label(title, "heading"))
        if text:
            self.add(label(text, wrap=True, selectable=True))
        if detail:
            self.add(label(detail, "muted", wrap=True, selectable=True))
        self.setAccessibleDescription(text)

        sign = QLabel()
        sign.setPixmap(pixmap(tone.look.icon, px(28), tone.look.ink))
        top = QHBoxLayout()
        space(top, gap=14)
        top.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(self._texts, 1)

        whole = QVBoxLayout(self)
        space(whole, margins=(20, 18, 20, 16), gap=18)
        whole.addLayout(top)
        whole.addLayout(self._buttons(choice))

    def add(self, widget: QWidget) -> None:
        """Add a line below the text."""
        self._texts.addWidget(widget)

    def _buttons(self, choice: Choice | None) -> QHBoxLayout:
        if choice is None:
            fine = button("知道了", "primary")
            fine.clicked.connect(self.accept)
            fine.setDefault(True)
            return row(None, fine)
        deed = button(choice.yes, "danger" if choice.danger else "primary")
        deed.clicked.connect(self.accept)
        leave = button("取消")
        leave.clicked.connect(self.reject)
        first = leave if choice.danger else deed
        first.setDefault(True)
        first.setFocus()
        return row(None, leave, deed)


class TextBox(QDialog):
    """A question with a field of one or more lines, or one that shows dots; Ctrl+Enter is 确定 in the larger one."""

    def __init__(
        self,
        question: str,
        initial: str,
        lines: int,
        parent: QWidget | None = None,
        *,
        detail: str = "",
        hidden: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(question)
        self.setMinimumWidth(px(460))
        self._field: QLineEdit | QPlainTextEdit
        if lines > 1:
            self._field = QPlainTextEdit(initial)
            self._field.setTabChangesFocus(True)
            self._field.setFixedHeight(px(22 * lines + 16))
        else:
            self._field = QLineEdit(initial)
            self._field.selectAll()
            self._field.setEchoMode(QLineEdit.EchoMode.Password if hidden else QLineEdit.EchoMode.Normal)
        self._field.setAccessibleName(question)
        leave, fine = button("取消"), button("确定", "primary")
        leave.clicked.connect(self.reject)
        fine.clicked.connect(self.accept)
        fine.setDefault(True)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.accept)
        whole = QVBoxLayout(self)
        space(whole, margins=(20, 18, 20, 16), gap=12)
        whole.addWidget(label(question, "strong", wrap=True))
        if detail:
            whole.addWidget(label(detail, "muted", wrap=True))
        whole.addWidget(self._field)
        whole.addLayout(row(None, leave, fine))
        self._field.setFocus()

    def text(self) -> str:
        """Give what was typed, without blanks around it."""
        field = self._field
        return (field.text() if isinstance(field, QLineEdit) else field.toPlainText()).strip()
