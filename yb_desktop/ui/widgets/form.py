"""A form built from its description: labels, editors, help and errors at the field, citations, drafts.

Enter and Tab go to the next field, Enter in the last one and Ctrl+Enter anywhere ask to submit. At every pause in
typing the values go into the draft; ``done()`` drops it once they were saved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from yb_desktop.base.canon import Json
from yb_desktop.base.errors import BadInput, NotAllowed, WorldError, YbError
from yb_desktop.ui.drafts import Draft, Drafts
from yb_desktop.ui.theme import px, space
from yb_desktop.ui.widgets.basis import BasisBadge
from yb_desktop.ui.widgets.date_edit import DayInfoOf, weekday_only
from yb_desktop.ui.widgets.form_editors import make_editor
from yb_desktop.ui.widgets.form_fields import Editor
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind
from yb_desktop.ui.widgets.text import label, row

_NARROW = 720  # pixels at 100 %: below it there is one column
_WIDE = frozenset({Kind.MULTILINE, Kind.ITEMS, Kind.LINES, Kind.DAYS, Kind.TICKS})
_PAUSE = 700  # ms without typing after which the draft is kept


@dataclass(frozen=True, slots=True)
class DraftPlace:
    """Where a form keeps its draft: ``key`` names form and subject, ``title`` says so to the person."""

    drafts: Drafts
    key: str
    title: str


class Form(QWidget):
    """Fields from ``specs`` in one or two columns; values go in and out as plain JSON values by field id."""

    changed = Signal()
    submitted = Signal()

    def __init__(
        self,
        specs: Sequence[FieldSpec],
        today: date,
        *,
        columns: int = 1,
        draft: DraftPlace | None = None,
        day_info: DayInfoOf = weekday_only,
        open_article: Callable[[str], None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._draft = draft
        self._filling = False
        self._fields = {spec.id: _Field(spec, make_editor(spec, today, day_info), open_article) for spec in specs}
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.keep_draft)
        self._wanted, self._columns = columns, 0
        self._unkept = label("", "error", wrap=True)
        self._unkept.hide()
        self._grid = QGridLayout(self)
        space(self._grid, gap=10)
        self._groups = {spec.id: label(spec.group, "group") for spec in specs if spec.group}
        self._lay_out(columns)
        self._inputs = [w for field in self._fields.values() for w in field.editor.inputs]
        for before, after in zip(self._inputs, self._inputs[1:], strict=False):
            QWidget.setTabOrder(before, after)
        for widget in self._inputs:
            widget.installEventFilter(self)
        for field in self._fields.values():
            field.editor.show_value(field.editor.spec.initial)
            field.editor.changed.connect(self._on_changed)

    def values(self) -> dict[str, Json]:
        """Give every field's value; ``None`` where nothing was entered."""
        return {name: field.editor.value() for name, field in self._fields.items()}

    def entered(self) -> dict[str, Json]:
        """Give the values of the fields that hold something."""
        return {name: value for name, value in self.values().items() if value is not None}

    def set_values(self, values: Mapping[str, Json]) -> None:
        """Show values by field id; other fields keep theirs; no draft is kept for it."""
        self._filling = True
        for name, value in values.items():
            if name in self._fields:
                self._fields[name].editor.show_value(value)
        self._filling = False
        self.changed.emit()

    def check(self) -> bool:
        """Show at each field what is missing or cannot be read, go to the first one; true if there is none."""
        return not self.show_errors({name: text for name, f in self._fields.items() if (text := f.problem())})

    def show_errors(self, errors: Mapping[str, str]) -> bool:
        """Show sentences at fields and go to the first one; true if any of the fields is here."""
        for name, field in self._fields.items():
            field.show_error(errors.get(name, ""))
        first = next((f for name, f in self._fields.items() if errors.get(name)), None)
        if first is not None:
            first.editor.inputs[0].setFocus(Qt.FocusReason.OtherFocusReason)
        return first is not None

    def show_problem(self, problem: YbError) -> bool:
        """Show why a deed was not done at the field it is about; false where it is about none of these.

        T8: what is wrong with the day belongs to the field ``on``.
        """
        late = isinstance(problem, NotAllowed) and problem.rule == "T8"
        name = "on" if late else problem.code if isinstance(problem, BadInput) else ""
        return self.show_errors({name: problem.text})

    def editor(self, name: str) -> Editor:
        """Give the editor of a field."""
        return self._fields[name].editor

    def show_field(self, name: str, *, visible: bool) -> None:
        """Show or hide a field that depends on another; a hidden one is neither checked nor cleared."""
        self._fields[name].offer(visible=visible)

    def found_draft(self) -> Draft | None:
        """Give the draft of an earlier start, if it holds anything else than the form shows now."""
        found = self._draft.drafts.get(self._draft.key) if self._draft else None
        return found if found is not None and dict(found.values) != self.values() else None

    def keep_draft(self) -> None:
        """Keep what is typed now."""
        self._pause.stop()
        if self._draft is None:
            return
        try:
            self._draft.drafts.keep(self._draft.key, self._draft.title, self.values())
        except WorldError as problem:  # said here, not in a box: it would come back at every pause in typing
            self._unkept.setText(f"✕ 草稿未能保存：{problem.text}")
        else:
            self._unkept.clear()
        self._unkept.setVisible(bool(self._unkept.text()))

    def done(self) -> None:
        """Forget the draft: the values were saved, or given up."""
        self._pause.stop()
        if self._draft is not None:
            self._draft.drafts.drop(self._draft.key)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Let Enter go on to the next field; keep the draft when a field is left."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._pressed(watched, event)
        if event.type() == QEvent.Type.FocusOut and self._pause.isActive():
            self.keep_draft()
        return super().eventFilter(watched, event)

    def _pressed(self, watched: QObject, event: QKeyEvent) -> bool:
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            return False
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if isinstance(watched, QPlainTextEdit) and not control:
            return False
        if control or watched is self._inputs[-1]:
            self.submitted.emit()
        else:
            self.focusNextChild()
        return True

    def _on_changed(self) -> None:
        if self._filling:
            return
        if self._draft is not None:
            self._pause.start()
        self.changed.emit()

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Ask for the room of one column: where there is no more, two become one.

        One column never asks for the room of two: in a scroll area it would go to and fro for ever.
        """
        needed = super().minimumSizeHint()
        if self._columns == 1:
            return QSize(min(needed.width(), px(_NARROW) - 1), needed.height())
        return QSize(px(_NARROW // 2), needed.height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Go from two columns to one and back."""
        self._lay_out(self._wanted if self.width() >= px(_NARROW) else 1)
        self._grid.activate()
        super().resizeEvent(event)

    def _lay_out(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        grid = self._grid
        while grid.count():
            grid.takeAt(0)
        top = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight
        place = 0
        for name, field in self._fields.items():
            spec = field.editor.spec
            wide = columns == 1 or spec.wide or spec.kind in _WIDE
            if name in self._groups:
                place = _next_row(place, columns)
                grid.addWidget(self._groups[name], place // columns, 0, 1, 2 * columns)
                place += columns
            if wide:
                place = _next_row(place, columns)
            line, at = divmod(place, columns)
            grid.addWidget(field.name, line, 2 * at, top)
            grid.addWidget(field, line, 2 * at + 1, 1, 2 * columns - 1 if wide else 1)
            place += columns if wide else 1
        grid.addWidget(self._unkept, grid.rowCount(), 0, 1, 2 * columns)
        for at in range(2):
            grid.setColumnStretch(2 * at + 1, 1 if at < columns else 0)


class _Field(QWidget):
    def __init__(self, spec: FieldSpec, editor: Editor, open_article: Callable[[str], None] | None) -> None:
        super().__init__()
        self.editor = editor
        self.name = _name(spec)
        self._error = label("", "error", wrap=True)
        self._error.hide()
        layout = QVBoxLayout(self)
        space(layout, gap=3)
        layout.addWidget(editor)
        if spec.basis is not None:
            layout.addLayout(row(BasisBadge(spec.basis, open_article), None))
        if spec.help:
            layout.addWidget(label(spec.help, "small", wrap=True))
        layout.addWidget(self._error)
        layout.addStretch(1)
        editor.changed.connect(lambda: self.show_error(""))

    def problem(self) -> str:
        if self.isHidden():
            return ""
        typed = self.editor.problem()
        if typed or not self.editor.spec.required or self._holds():
            return typed
        return f"请填写{self.editor.spec.label}。"

    def _holds(self) -> bool:
        value = self.editor.value()
        return value is not None and value is not False

    def show_error(self, text: str) -> None:
        if self._error.text() == text:
            return
        self._error.setText(f"✕ {text}" if text else "")
        self._error.setVisible(bool(text))
        for widget in self.editor.inputs:
            widget.setProperty("wrong", "true" if text else "false")
            widget.setAccessibleDescription(text or self.editor.spec.help)
            widget.style().unpolish(widget)
            widget.style().polish(widget)

    def offer(self, *, visible: bool) -> None:
        self.setVisible(visible)
        self.name.setVisible(visible)


def _name(spec: FieldSpec) -> QLabel:
    made = label("" if spec.kind is Kind.CHECK and not spec.hint else spec.label)
    if spec.required:
        made.setText(spec.label + " *")
        made.setToolTip("必填")
    made.setProperty("field", "true")
    return made


def _next_row(place: int, columns: int) -> int:
    return -(-place // columns) * columns
