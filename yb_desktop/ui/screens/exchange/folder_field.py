"""Where to write: a folder or stick, with the room that is free on it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from yb_desktop.base.errors import YbError
from yb_desktop.services.views.exchange import free_space
from yb_desktop.ui.context import Context
from yb_desktop.ui.theme import space
from yb_desktop.ui.widgets.text import button, label, row

_REMEMBERED = "exchange/folder"
_MB = 1 << 20


class FolderField(QWidget):
    """Shows a folder that was chosen or remembered, and asks for another."""

    changed = Signal()

    def __init__(self, context: Context, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.folder: Path | None = None
        self._line = QLineEdit()
        self._line.setReadOnly(True)
        self._line.setPlaceholderText("请选择U盘或文件夹")
        self._line.setAccessibleName(words)
        self.choose_button = button("选择…", icon_name="folder")
        self._room = label("", "small", wrap=True)
        layout = QVBoxLayout(self)
        space(layout, gap=4)
        layout.addWidget(label(words))
        layout.addLayout(row(self._line, self.choose_button))
        layout.addWidget(self._room)
        self.choose_button.clicked.connect(self.choose)
        self.setFocusProxy(self.choose_button)
        last = context.preferences.get(_REMEMBERED)
        if isinstance(last, str) and Path(last).is_dir():
            self.show_folder(Path(last))

    def choose(self) -> None:
        """Ask for a folder."""
        chosen = self._context.ask.choose_folder("选择U盘或文件夹")
        if chosen is not None:
            self._context.preferences.set(_REMEMBERED, str(chosen))
            self.show_folder(chosen)

    def show_folder(self, folder: Path) -> None:
        """Show a folder and how much room it has."""
        self.folder = folder
        self._line.setText(str(folder))
        self._context.tasks.run(lambda: free_space(folder), self._say_room, self._say_problem, owner=self)
        self.changed.emit()

    def _say_room(self, free: int) -> None:
        self._room.setText(f"剩余空间 {free // _MB:,} MB")

    def _say_problem(self, problem: YbError) -> None:
        self._room.setText(f"✕ {problem.text}")
