"""The table of materials at the counter: what is there, how many copies, sealed or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QSpinBox, QWidget

from yb_desktop.base.canon import Json
from yb_desktop.ui.theme import px, space
from yb_desktop.ui.widgets.form_spec import Option
from yb_desktop.ui.widgets.text import button, label

_LINE = 26  # characters of a name beside copies and seal
_NEVER_FIRST = "，。、；：！？）》”"


class ItemsTable(QWidget):
    """One line an item: tick, copies, seal; one press ticks all that is missing."""

    changed = Signal()

    def __init__(self, items: Sequence[Option], *, seals: bool) -> None:
        super().__init__()
        self._lines = [_Line(item, seals=seals) for item in items]
        everything = button("全部齐全", "link", icon_name="check")
        everything.clicked.connect(self._tick_all)
        grid = QGridLayout(self)
        space(grid, gap=4)
        grid.setColumnStretch(0, 1)
        grid.addWidget(everything, 0, 0)
        grid.addWidget(label("份数", "small"), 0, 1)
        if seals:
            grid.addWidget(label("盖章", "small"), 0, 2)
        for number, one in enumerate(self._lines, start=1):
            grid.addWidget(one.there, number, 0)
            grid.addWidget(one.copies, number, 1)
            if seals:
                grid.addWidget(one.sealed, number, 2)
            one.there.toggled.connect(self.changed)
            one.copies.valueChanged.connect(self.changed)
            one.sealed.toggled.connect(self.changed)
        self.inputs: tuple[QWidget, ...] = (everything, *(w for one in self._lines for w in one.inputs(seals=seals)))

    def value(self) -> dict[str, Json]:
        """Give the ticked items."""
        return {one.item.id: one.value() for one in self._lines if one.there.isChecked()}

    def show_value(self, value: Mapping[str, Json]) -> None:
        """Tick what ``value`` holds, and nothing else."""
        with QSignalBlocker(self):
            for one in self._lines:
                one.show_value(value.get(one.item.id))
        self.changed.emit()

    def _tick_all(self) -> None:
        for one in self._lines:
            one.there.setChecked(True)
        for one in self._lines:
            one.sealed.setChecked(True)


class _Line:
    def __init__(self, item: Option, *, seals: bool) -> None:
        self.item = item
        self._seals = seals
        self.there = QCheckBox(_wrapped(item.title))
        self.there.setAccessibleName(item.title)
        self.there.setToolTip(item.note)
        self.copies = QSpinBox()
        self.copies.setRange(1, 99)
        self.copies.setValue(item.copies)
        self.copies.setFixedWidth(px(72))
        self.copies.setAccessibleName(f"{item.title}份数")
        self.sealed = QCheckBox("已盖章")
        self.sealed.setAccessibleName(f"{item.title}已盖章")
        self.there.toggled.connect(self._allow)
        self._allow(there=False)

    def inputs(self, *, seals: bool) -> tuple[QWidget, ...]:
        return (self.there, self.copies, self.sealed) if seals else (self.there, self.copies)

    def value(self) -> dict[str, Json]:
        there: dict[str, Json] = {"copies": self.copies.value()}
        return there | {"sealed": self.sealed.isChecked()} if self._seals else there

    def show_value(self, value: Json) -> None:
        held = value if isinstance(value, Mapping) else {}
        self.there.setChecked(isinstance(value, Mapping))
        copies = held.get("copies")
        self.copies.setValue(copies if isinstance(copies, int) else self.item.copies)
        self.sealed.setChecked(held.get("sealed") is True)

    def _allow(self, there: bool) -> None:
        self.copies.setEnabled(there)
        self.sealed.setEnabled(there)


def _wrapped(title: str) -> str:
    """Break a long name into lines, which a tick box does not do; no line begins with a mark that ends one."""
    lines: list[str] = []
    while len(title) > _LINE:
        cut = _LINE
        while cut > 1 and title[cut] in _NEVER_FIRST:
            cut -= 1
        lines.append(title[:cut])
        title = title[cut:]
    return "\n".join((*lines, title))
