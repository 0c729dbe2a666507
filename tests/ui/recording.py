"""The door to the user for tests: writes down what was said, answers what it was told to answer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from yb_desktop.base.errors import YbError
from yb_desktop.ui.ask import FileKind
from yb_desktop.ui.batch_papers import BatchDialog
from yb_desktop.ui.context import Context


class RecordingAsk:
    """An ``Ask`` that never opens a window."""

    def __init__(self, *, yes: bool = True, text: str | None = None, path: Path | None = None) -> None:
        self.said: list[str] = []
        self.refused: list[YbError] = []
        self.asked: list[str] = []
        self.yes = yes
        self.answer = text
        self.passphrase: str | None = None
        self.path = path

    def inform(self, text: str, *, detail: str = "") -> None:
        self.said.append(f"{text} {detail}".strip())

    def refuse(self, error: YbError) -> None:
        self.refused.append(error)

    def confirm(self, question: str, *, yes: str, detail: str = "", danger: bool = False) -> bool:
        self.asked.append(question)
        return self.yes

    def text(self, question: str, *, initial: str = "", lines: int = 1) -> str | None:
        self.asked.append(question)
        return self.answer

    def secret(self, question: str, *, detail: str = "") -> str | None:
        self.asked.append(question)
        return self.passphrase

    def choose_file_to_open(self, title: str, kinds: Sequence[FileKind] = ()) -> Path | None:
        self.asked.append(title)
        return self.path

    def choose_file_to_save(self, title: str, name: str, kinds: Sequence[FileKind] = ()) -> Path | None:
        self.asked.append(title)
        return self.path

    def choose_folder(self, title: str) -> Path | None:
        self.asked.append(title)
        return self.path


def written_apart(dialog: BatchDialog, context: Context, folder: Path) -> RecordingAsk:
    """Have a batch of papers written into a folder, one PDF each; give the door that was asked for the folder."""
    ask = context.ask
    assert isinstance(ask, RecordingAsk)
    ask.path = folder
    dialog.form.set_values({"way": "many"})
    dialog.submit()
    return ask
