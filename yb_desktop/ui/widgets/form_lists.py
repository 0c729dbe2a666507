"""Editors for answers that are lists: lines of text, days, ticks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QVBoxLayout

from yb_desktop.base.canon import Json
from yb_desktop.ui.theme import space
from yb_desktop.ui.widgets.date_reading import read_date
from yb_desktop.ui.widgets.form_fields import Editor, MultilineEditor
from yb_desktop.ui.widgets.form_spec import FieldSpec, Option

_TICK_LINE = 30  # characters of a title before it is broken


class LinesEditor(MultilineEditor):
    """Several texts, one a line."""

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        self._text.setPlaceholderText(spec.hint or "每行一项")

    def value(self) -> Json:
        """Give the lines that hold something."""
        return list[Json](self._lines()) or None

    def show_value(self, value: Json) -> None:
        """Show a list, or one text."""
        given = value if isinstance(value, list) else [value] if isinstance(value, str) else []
        super().show_value("\n".join(str(one) for one in given))

    def _lines(self) -> Iterator[str]:
        return (line.strip() for line in self._text.toPlainText().splitlines() if line.strip())


class DaysEditor(LinesEditor):
    """Several days, one a line, typed as a single one may be."""

    def __init__(self, spec: FieldSpec, today: date) -> None:
        super().__init__(spec)
        self._today = today
        self._text.setPlaceholderText(spec.hint or "每行一个日期，如 2026-03-02 或 0302")

    def value(self) -> Json:
        """Give the days as ``2026-03-02``."""
        read = (read_date(line, self._today) for line in self._lines())
        return [day.isoformat() for day in read if day is not None] or None

    def problem(self) -> str:
        """Say which line is no date."""
        wrong = next((line for line in self._lines() if read_date(line, self._today) is None), "")
        return f"“{wrong}”不是日期，请改正。" if wrong else ""


class TicksEditor(Editor):
    """Any of several options."""

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        self._boxes = [(option.id, _box(option)) for option in spec.choices]
        layout = QVBoxLayout(self)
        space(layout, gap=4)
        for _id, box in self._boxes:
            box.setEnabled(not spec.read_only)
            box.toggled.connect(self.changed)
            layout.addWidget(box)
        self.inputs = tuple(box for _id, box in self._boxes)
        if self.inputs:
            self.setFocusProxy(self.inputs[0])

    def value(self) -> Json:
        """Give the ids of the ticked options, in their order."""
        ticked: list[Json] = [name for name, box in self._boxes if box.isChecked()]
        return ticked or None

    def show_value(self, value: Json) -> None:
        """Tick the options named, and no others."""
        named = value if isinstance(value, list) else []
        with QSignalBlocker(self):
            for name, box in self._boxes:
                box.setChecked(name in named)
        self.changed.emit()


def _box(option: Option) -> QCheckBox:
    lines = [option.title[at : at + _TICK_LINE] for at in range(0, len(option.title), _TICK_LINE)]
    made = QCheckBox("\n".join(lines))
    made.setAccessibleName(option.title)
    made.setToolTip(option.note)
    return made
