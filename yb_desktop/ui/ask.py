"""The one door to the user: everything the program says or asks in a box of its own goes through ``Ask``.

Screens get an ``Ask`` and never open a message box or a file dialog; tests give them a small recording class. A
refusal shows its sentence as it stands, each rule with its badge, and the first day on which it would be allowed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from yb_desktop.base.errors import NotAllowed, UserError, YbError
from yb_desktop.ui.colours import Tone
from yb_desktop.ui.widgets.basis import BasisBadge, Citation
from yb_desktop.ui.widgets.message import Choice, MessageBox, TextBox
from yb_desktop.ui.widgets.text import label


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file to choose: ``FileKind("Excel 表格", ("xlsx",))``."""

    title: str
    endings: tuple[str, ...]


class Ask(Protocol):
    """What a screen may say to and ask of the person. Only called in the window's thread."""

    def inform(self, text: str, *, detail: str = "") -> None:
        """Say something that must be read."""
        ...

    def refuse(self, error: YbError) -> None:
        """Say why something was not done, and what to do."""
        ...

    def confirm(self, question: str, *, yes: str, detail: str = "", danger: bool = False) -> bool:
        """Ask before something is done; ``yes`` names the deed (“删除”), never just 是."""
        ...

    def text(self, question: str, *, initial: str = "", lines: int = 1) -> str | None:
        """Ask for a text; ``None`` when given up."""
        ...

    def secret(self, question: str, *, detail: str = "") -> str | None:
        """Ask for a passphrase, which shows as dots; ``None`` when given up."""
        ...

    def choose_file_to_open(self, title: str, kinds: Sequence[FileKind] = ()) -> Path | None:
        """Ask for a file that exists."""
        ...

    def choose_file_to_save(self, title: str, name: str, kinds: Sequence[FileKind] = ()) -> Path | None:
        """Ask where to write a file; ``name`` is the proposal."""
        ...

    def choose_folder(self, title: str) -> Path | None:
        """Ask for a folder."""
        ...


Cite = Callable[[str], Citation | None]
"""Gives the citation of a rule id, for the badge."""


class WindowAsk:
    """Asks through dialogs above the window."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        cite: Cite | None = None,
        open_article: Callable[[str], None] | None = None,
    ) -> None:
        self._parent = parent
        self._cite = cite
        self._open_article = open_article
        self._folder = Path.home()

    def stand_above(self, window: QWidget) -> None:
        """Open every dialog above ``window``; for a door that had to be there before the window was."""
        self._parent = window

    def inform(self, text: str, *, detail: str = "") -> None:
        """Show a notice with one button."""
        MessageBox("提示", text, Tone.INFO, self._parent, detail=detail).exec()

    def refuse(self, error: YbError) -> None:
        """Show a refusal; rules with their badges, our own mistakes in red."""
        match error:
            case NotAllowed():
                self._refuse_by_rule(error)
            case UserError():
                MessageBox("请检查", error.text, Tone.WARN, self._parent).exec()
            case _:
                MessageBox("出现问题", error.text, Tone.BAD, self._parent).exec()

    def confirm(self, question: str, *, yes: str, detail: str = "", danger: bool = False) -> bool:
        """Show a question with the deed and 取消; where it is grave, 取消 has the focus."""
        choice = Choice(yes, danger=danger)
        tone = Tone.WARN if danger else Tone.INFO
        box = MessageBox("请确认", question, tone, self._parent, detail=detail, choice=choice)
        return box.exec() == QDialog.DialogCode.Accepted

    def text(self, question: str, *, initial: str = "", lines: int = 1) -> str | None:
        """Show a question with a field."""
        box = TextBox(question, initial, lines, self._parent)
        return box.text() if box.exec() == QDialog.DialogCode.Accepted else None

    def secret(self, question: str, *, detail: str = "") -> str | None:
        """Show a question with a field of dots."""
        box = TextBox(question, "", 1, self._parent, detail=detail, hidden=True)
        return box.text() if box.exec() == QDialog.DialogCode.Accepted else None

    def choose_file_to_open(self, title: str, kinds: Sequence[FileKind] = ()) -> Path | None:
        """Show the system's dialog for a file to open."""
        name, _ = QFileDialog.getOpenFileName(self._parent, title, str(self._folder), _filters(kinds))
        return self._remember(name)

    def choose_file_to_save(self, title: str, name: str, kinds: Sequence[FileKind] = ()) -> Path | None:
        """Show the system's dialog for a file to save; a missing ending is added."""
        start = str(self._folder / name)
        chosen, _ = QFileDialog.getSaveFileName(self._parent, title, start, _filters(kinds))
        path = self._remember(chosen)
        if path is not None and kinds and not path.suffix:
            return path.with_suffix("." + kinds[0].endings[0])
        return path

    def choose_folder(self, title: str) -> Path | None:
        """Show the system's dialog for a folder."""
        chosen = QFileDialog.getExistingDirectory(self._parent, title, str(self._folder))
        if chosen:
            self._folder = Path(chosen)
        return Path(chosen) if chosen else None

    def _remember(self, name: str) -> Path | None:
        if not name:
            return None
        self._folder = Path(name).parent
        return Path(name)

    def _refuse_by_rule(self, error: NotAllowed) -> None:
        box = MessageBox("现在不能办理", "", Tone.WARN, self._parent)
        for unmet in error.unmet:
            box.add(label(unmet.text, wrap=True, selectable=True))
            if unmet.allowed_from is not None:
                box.add(label(f"最早可于 {unmet.allowed_from.isoformat()} 办理。", "strong"))
            citation = self._cite(unmet.rule) if self._cite else None
            if citation is not None:
                box.add(BasisBadge(citation, self._open_article))
        box.exec()


def _filters(kinds: Sequence[FileKind]) -> str:
    named = (f"{kind.title} ({' '.join('*.' + e for e in kind.endings)})" for kind in kinds)
    return ";;".join((*named, "所有文件 (*)"))
