"""A form in a dialog of its own: a sentence, the form, what went wrong below it, the deed and 取消.

The dialog stays open while the worker is busy and when the deed was refused, so that nothing typed is lost; whoever
opened it closes it with ``accept()`` once the deed is done.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QScrollArea, QVBoxLayout, QWidget

from yb_desktop.base.errors import YbError
from yb_desktop.ui.theme import px, space
from yb_desktop.ui.widgets.form import Form
from yb_desktop.ui.widgets.text import button, label, row


class FormDialog(QDialog):
    """Asks by a form; ``submitted`` carries the values of the fields that hold something, once they are all right."""

    submitted = Signal(object)

    def __init__(
        self, title: str, form: Form, yes: str, parent: QWidget | None = None, *, sentence: str = "", width: int = 560
    ) -> None:
        super().__init__(parent)
        self.form = form
        self._width = width
        self.setWindowTitle(title)
        self._problem = label("", "error", wrap=True, selectable=True)
        self._problem.hide()
        self._yes = button(yes, "primary")
        self._leave = button("取消")
        self._before = QVBoxLayout()
        self._extra = QVBoxLayout()
        self._lay_out(title, sentence)
        self._yes.clicked.connect(self.submit)
        self._leave.clicked.connect(self.reject)
        form.submitted.connect(self.submit)
        form.changed.connect(lambda: self.say_problem(""))
        QShortcut(QKeySequence("Ctrl+Return"), self, self.submit)
        form.setFocus()

    def submit(self) -> None:
        """Check the form and hand its values over; while the worker is busy nothing is handed over twice."""
        if self._yes.isEnabled() and self.form.check():
            self.say_problem("")
            self.submitted.emit(self.form.entered())

    def add_above(self, widget: QWidget) -> None:
        """Put a widget before the form."""
        self._before.addWidget(widget)

    def add_below(self, widget: QWidget) -> None:
        """Put a widget between the form and the buttons."""
        self._extra.addWidget(widget)

    def set_busy(self, *, busy: bool) -> None:
        """Say that the deed is under way, or over."""
        self._yes.setEnabled(not busy)

    def fail(self, problem: YbError) -> None:
        """Say why the deed was not done: at the field it is about, else below the form; what was typed stays."""
        self.set_busy(busy=False)
        if not self.form.show_problem(problem):
            self.say_problem(problem.text)

    def say_problem(self, text: str) -> None:
        """Say what is wrong below the form; nothing takes no room."""
        self._problem.setText(f"✕ {text}" if text else "")
        self._problem.setVisible(bool(text))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  Qt's name
        """Take the form's size."""
        self.fit()
        super().showEvent(event)

    def fit(self) -> None:
        """Take the form's size, as far as the window below has room for it (Qt alone would stop at two thirds)."""
        room = room_for(self)
        width = min(px(self._width), room.width())
        form = self.form
        form.resize(width - px(50), form.height())
        whole = self._whole  # has no height for a width where nothing in it wraps
        height = whole.totalHeightForWidth(width) if whole.hasHeightForWidth() else whole.totalSizeHint().height()
        frame = height - self._frame.sizeHint().height()
        inside = form.sizeHint().height() + self._before.sizeHint().height() + self._extra.sizeHint().height() + px(24)
        self.resize(width, min(max(frame + inside, px(200)), room.height()))

    def _lay_out(self, title: str, sentence: str) -> None:
        frame = self._frame = QScrollArea()
        frame.setWidgetResizable(True)
        frame.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        frame.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inner = QVBoxLayout(inside)
        space(inner, margins=(0, 2, 10, 2), gap=8)
        inner.addLayout(self._before)
        inner.addWidget(self.form)
        inner.addLayout(self._extra)
        inner.addStretch(1)
        frame.setWidget(inside)
        layout = self._whole = QVBoxLayout(self)
        space(layout, margins=(20, 18, 12, 16), gap=10)
        layout.addWidget(label(title, "heading"))
        if sentence:
            layout.addWidget(label(sentence, "muted", wrap=True))
        layout.addWidget(frame, 1)
        layout.addWidget(self._problem)
        layout.addLayout(row(None, self._leave, self._yes))


def room_for(dialog: QDialog) -> QSize:
    """Say how large a dialog may be: a little smaller than the window below it, or than the screen."""
    below = dialog.parentWidget()
    return (below.window().size() if below else dialog.screen().availableGeometry().size()) * 0.94
