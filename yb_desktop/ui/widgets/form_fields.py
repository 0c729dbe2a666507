"""One editor for each kind of field: shows a value, gives it back, says what is wrong with what was typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from yb_desktop.base.canon import Json
from yb_desktop.ui.theme import px, space
from yb_desktop.ui.widgets.date_edit import DateEdit, DayInfoOf
from yb_desktop.ui.widgets.form_items import ItemsTable
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind
from yb_desktop.ui.widgets.text import label


class Editor(QWidget):
    """What every editor can do; ``inputs`` are the widgets that take the focus, in order."""

    changed = Signal()

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__()
        self.spec = spec
        self.inputs: tuple[QWidget, ...] = ()

    def value(self) -> Json:
        """Give the value, ``None`` where nothing was entered."""
        raise NotImplementedError

    def show_value(self, value: Json) -> None:
        """Show a value; ``None`` empties the field."""
        raise NotImplementedError

    def problem(self) -> str:
        """Say what is wrong with what was typed; a field left empty is no problem here."""
        return ""

    def _lay(self, *inputs: QWidget, stretch: bool = False) -> None:
        self.inputs = inputs
        layout = QHBoxLayout(self)
        space(layout, gap=6)
        for widget in inputs:
            widget.setAccessibleName(self.spec.label)
            widget.setAccessibleDescription(self.spec.help)
            layout.addWidget(widget, 0 if stretch else 1)
        if self.spec.unit:
            layout.addWidget(label(self.spec.unit, "muted"))
        if stretch:
            layout.addStretch(1)
        self.setFocusProxy(inputs[0])


class TextEditor(Editor):
    """One line of text."""

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        self._line = QLineEdit()
        self._line.setPlaceholderText(spec.hint)
        self._line.setReadOnly(spec.read_only)
        if spec.maximum is not None:
            self._line.setMaxLength(spec.maximum)
        self._line.textChanged.connect(self.changed)
        self._lay(self._line)

    def value(self) -> Json:
        """Give the text without blanks around it."""
        return self._line.text().strip() or None

    def show_value(self, value: Json) -> None:
        """Show a text."""
        self._line.setText(value if isinstance(value, str) else "")


class MultilineEditor(Editor):
    """Several lines of text; Tab goes on to the next field."""

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        self._text = QPlainTextEdit()
        self._text.setPlaceholderText(spec.hint)
        self._text.setTabChangesFocus(True)
        self._text.setReadOnly(spec.read_only)
        self._text.setFixedHeight(px(84))
        self._text.textChanged.connect(self.changed)
        self._lay(self._text)

    def value(self) -> Json:
        """Give the text without blanks around it."""
        return self._text.toPlainText().strip() or None

    def show_value(self, value: Json) -> None:
        """Show a text."""
        self._text.setPlainText(value if isinstance(value, str) else "")


class DateEditor(Editor):
    """A date."""

    def __init__(self, spec: FieldSpec, today: date, day_info: DayInfoOf) -> None:
        super().__init__(spec)
        self._edit = DateEdit(today, day_info)
        self._edit.line.setReadOnly(spec.read_only)
        self._edit.changed.connect(self.changed)
        self._lay(self._edit)
        self.inputs = (self._edit.line,)
        self._edit.line.setAccessibleName(spec.label)

    def value(self) -> Json:
        """Give the day as ``2026-03-02``."""
        day = self._edit.day()
        return day.isoformat() if day else None

    def show_value(self, value: Json) -> None:
        """Show a day."""
        self._edit.set_day(date.fromisoformat(value) if isinstance(value, str) else None)

    def problem(self) -> str:
        """Say when it is no date."""
        return self._edit.problem()


class ChoiceEditor(Editor):
    """One of several options; a long list is found by typing any part of a title."""

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        self._box = QComboBox()
        self._box.setMinimumContentsLength(12)
        for option in spec.choices:
            self._box.addItem(option.title, option.id)
        self._typed = spec.kind is Kind.AREA or len(spec.choices) > 12
        if self._typed:
            self._box.setEditable(True)
            self._box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            completer = QCompleter(self._box.model(), self._box)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            self._box.setCompleter(completer)
        self._box.setPlaceholderText(spec.hint or "请选择")
        self._box.setEnabled(not spec.read_only)
        self._box.setCurrentIndex(-1)
        self._box.currentIndexChanged.connect(self.changed)
        self._box.editTextChanged.connect(self.changed)
        self._lay(self._box)

    def value(self) -> Json:
        """Give the id of the option."""
        index = self._box.findText(self._box.currentText()) if self._typed else self._box.currentIndex()
        chosen = self._box.itemData(index)
        return chosen if isinstance(chosen, str) else None

    def show_value(self, value: Json) -> None:
        """Show an option by its id."""
        self._box.setCurrentIndex(self._box.findData(value))
        if self._typed and self._box.currentIndex() < 0:
            self._box.setEditText("")

    def problem(self) -> str:
        """Say when what was typed is in no option."""
        if self._typed and self._box.currentText() and self.value() is None:
            return "列表中没有这一项，请输入部分名称后从列表中选择。"
        return ""


class NumberEditor(Editor):
    """A whole number; or money in yuan (or what ``unit`` says) with two places, kept in hundredths."""

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        self._money = spec.kind is Kind.MONEY
        self._line = QLineEdit()
        self._line.setReadOnly(spec.read_only)
        self._line.setPlaceholderText(spec.hint)
        self._line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._line.setMaximumWidth(px(180))
        self._line.textChanged.connect(self.changed)
        self._line.editingFinished.connect(self._write)
        self._lay(self._line, stretch=True)

    def value(self) -> Json:
        """Give the number, or the fen."""
        number = read_number(self._line.text())
        if number is None:
            return None
        number = number * 100 if self._money else number
        return int(number) if number == int(number) else None

    def show_value(self, value: Json) -> None:
        """Show a number, or fen as yuan."""
        if not isinstance(value, int) or isinstance(value, bool):
            self._line.clear()
        else:
            self._line.setText(f"{Decimal(value) / 100:,.2f}" if self._money else str(value))

    def problem(self) -> str:
        """Say when it is no number or out of its limits."""
        if not self._line.text().strip():
            return ""
        number = self.value()
        low, high = self.spec.minimum, self.spec.maximum
        if not isinstance(number, int):
            return self._asked()
        if low is not None and number < low:
            return f"不能小于 {self._shown(low)}。"
        if high is not None and number > high:
            return f"不能大于 {self._shown(high)}。"
        return ""

    def _asked(self) -> str:
        if not self._money:
            return "请输入整数。"
        yuan = self.spec.unit in {"", "元"}
        return "请输入金额，如 1234.50 或 1.5万。" if yuan else "请输入数字，最多两位小数。"

    def _shown(self, number: int) -> str:
        return f"{Decimal(number) / 100:,.2f} {self.spec.unit or '元'}" if self._money else str(number)

    def _write(self) -> None:
        if not self.problem():
            self.show_value(self.value())


class CheckEditor(Editor):
    """A box to tick; its words are the field's ``hint``, or its label."""

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        self._box = QCheckBox(spec.hint or spec.label)
        self._box.setEnabled(not spec.read_only)
        self._box.toggled.connect(self.changed)
        self._lay(self._box)

    def value(self) -> Json:
        """Say whether it is ticked."""
        return self._box.isChecked()

    def show_value(self, value: Json) -> None:
        """Tick it or not."""
        self._box.setChecked(value is True)


class PersonEditor(Editor):
    """A name and an ID number."""

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        self._name, self._number = QLineEdit(), QLineEdit()
        for line, words in ((self._name, "姓名"), (self._number, "身份证号")):
            line.setPlaceholderText(words)
            line.setReadOnly(spec.read_only)
            line.textChanged.connect(self.changed)
        self._number.setMaxLength(18)
        self._lay(self._name, self._number)
        self._name.setAccessibleName(f"{spec.label}姓名")
        self._number.setAccessibleName(f"{spec.label}身份证号")

    def value(self) -> Json:
        """Give name and number."""
        name, number = self._name.text().strip(), self._number.text().strip().upper()
        return {"name": name, "id_number": number} if name or number else None

    def show_value(self, value: Json) -> None:
        """Show name and number."""
        person = value if isinstance(value, Mapping) else {}
        self._name.setText(str(person.get("name") or ""))
        self._number.setText(str(person.get("id_number") or ""))

    def problem(self) -> str:
        """Say when a number stands without a name."""
        return "请填写姓名。" if self._number.text().strip() and not self._name.text().strip() else ""


class ItemsEditor(Editor):
    """Materials to tick off, each with copies and seal."""

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        self._table = ItemsTable(spec.choices, seals=spec.seals)
        self._table.setEnabled(not spec.read_only)
        self._table.changed.connect(self.changed)
        layout = QVBoxLayout(self)
        space(layout)
        layout.addWidget(self._table)
        self.inputs = self._table.inputs
        self.setFocusProxy(self.inputs[0])

    def value(self) -> Json:
        """Give the ticked items."""
        return self._table.value() or None

    def show_value(self, value: Json) -> None:
        """Tick items."""
        self._table.show_value(value if isinstance(value, Mapping) else {})


def read_number(text: str) -> Decimal | None:
    """Read a number as people type it (``1,234.50``, ``1.5万``, full-width digits); ``None`` for anything else."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "").removesuffix("元")
    factor = 10_000 if plain.endswith("万") else 1
    try:
        number = Decimal(plain.removesuffix("万"))
    except InvalidOperation:
        return None
    return number * factor if number.is_finite() else None
