"""列对应: which column of a foreign list holds what; its heads at the left, our fields at the right.

What was chosen is remembered for every list with the same heads.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from yb_desktop.services.views.list_columns import FIELDS, ListColumn, ListColumns, lacking
from yb_desktop.ui.preferences import Preferences
from yb_desktop.ui.theme import px, space
from yb_desktop.ui.widgets.form_dialog import room_for
from yb_desktop.ui.widgets.text import CutLabel, button, label, row

_NOT_TAKEN = "不导入这一列"

Chosen = Mapping[str, str]
"""The columns of the list by the fields they hold, as an import takes them."""


def remembered(preferences: Preferences, found: ListColumns) -> Chosen | None:
    """Give what was chosen for a list with the same heads, if anything was."""
    kept = preferences.get(_key(found))
    names = {one.name for one in found.columns}
    if not isinstance(kept, dict):
        return None
    return {field: str(name) for field, name in kept.items() if field in FIELDS and name in names}


def _key(found: ListColumns) -> str:
    return f"institutions/columns/{found.key}"


class ColumnsDialog(QDialog):
    """Asks for the field of each column; ``chosen`` carries them once nothing that is needed is missing."""

    chosen = Signal(object)

    def __init__(self, preferences: Preferences, found: ListColumns, given: Chosen | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._found = found
        self.setWindowTitle("列对应")
        taken = {one.name: one.field for one in found.columns} if given is None else {n: f for f, n in given.items()}
        self.boxes = {one.name: _field_box(one, taken.get(one.name, "")) for one in found.columns}
        self.problem = label("", "error", wrap=True)
        self.go, self.leave = button("按此读取", "primary"), button("取消")
        self._lay_out()
        for box in self.boxes.values():
            box.currentIndexChanged.connect(lambda _at: self._judge())
        self.go.clicked.connect(self._take)
        self.leave.clicked.connect(self.reject)
        self._judge()

    def fields(self) -> dict[str, str]:
        """Give the column chosen for each field."""
        return {str(box.currentData()): name for name, box in self.boxes.items() if box.currentData()}

    def _lay_out(self) -> None:
        inside = QWidget()
        grid = QGridLayout(inside)
        space(grid, margins=(0, 0, 8, 0), gap=8)
        grid.setHorizontalSpacing(px(16))
        for at, (title, share) in enumerate((("文件中的表头", 4), ("第一个内容", 4), ("登记为", 3))):
            grid.addWidget(label(title, "small"), 0, at)
            grid.setColumnStretch(at, share)
        for number, one in enumerate(self._found.columns, start=1):
            sample = CutLabel("muted")
            sample.setText(one.sample)
            grid.addWidget(label(one.head, wrap=True), number, 0)
            grid.addWidget(sample, number, 1)
            grid.addWidget(self.boxes[one.name], number, 2)
        grid.setRowStretch(len(self._found.columns) + 1, 1)
        frame = QScrollArea()
        frame.setWidgetResizable(True)
        frame.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        frame.setWidget(inside)
        layout = QVBoxLayout(self)
        space(layout, margins=(20, 18, 20, 16), gap=10)
        layout.addWidget(label(f"工作表“{self._found.sheet}”的各列是什么？", "heading"))
        said = "请为左边的表头选择右边的项目；相同表头的名单，下次自动照此读取。"
        layout.addWidget(label(said, "muted", wrap=True))
        layout.addWidget(frame, 1)
        layout.addWidget(self.problem)
        layout.addLayout(row(None, self.leave, self.go))
        self.resize(QSize(px(760), px(520)).boundedTo(room_for(self)))

    def _judge(self) -> None:
        """Say what is missing or chosen twice, and let go on once nothing is."""
        chosen = [box.currentData() for box in self.boxes.values() if box.currentData()]
        twice = dict.fromkeys(FIELDS[field] for field in chosen if chosen.count(field) > 1)
        missing = lacking(self.fields())
        said = f"“{'、'.join(twice)}”选了不止一列，请只留一列。" if twice else ""
        said = said or (f"还没有选择：{'、'.join(missing)}。" if missing else "")
        self.problem.setText(said)
        self.go.setEnabled(not said)

    def _take(self) -> None:
        fields = self.fields()
        self._preferences.set(_key(self._found), dict(fields))
        self.accept()
        self.chosen.emit(fields)


def _field_box(one: ListColumn, field: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(f"“{one.head}”登记为")
    box.addItem(_NOT_TAKEN, "")
    for name, title in FIELDS.items():
        box.addItem(title, name)
    box.setCurrentIndex(max(0, box.findData(field)))
    return box
