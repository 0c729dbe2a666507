"""Many documents of one kind, written to disk as they come: as one PDF with a contents, or as one PDF each.

Each looks as it does when it is printed alone. What a batch spares is doing the same thing again: lines are broken, set
and written once for all documents in which they stand, and fonts are subset once. One file takes in the characters of
all documents and gets its fonts at the end. Many files share the fonts of the first document, and each of the others
adds a small one with the characters of its own.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from yb_desktop.base.files import sync_folder, world_error, write_whole
from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import Composed
from yb_desktop.paper.embedding import Subset
from yb_desktop.paper.fonts import Face
from yb_desktop.paper.metadata import About
from yb_desktop.paper.page import about, lay
from yb_desktop.paper.pictures import Contents, joined
from yb_desktop.paper.writing import Writer

_PART = ".part"


class ManyFiles:
    """Writes each document of a batch into a file of its own; used with ``with``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._common: Mapping[Face, Subset] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            sync_folder(self._folder)
        except OSError as problem:
            raise world_error(problem, self._folder) from problem

    def add(self, paper: bytes | Composed, name: str, *, signer: Signer | None = None) -> Path:
        """Put a paper into the folder, printed already or not; ``name`` is the file's, without its ending."""
        path = self._folder / f"{name}.pdf"
        data = paper if isinstance(paper, bytes) else self.printed(paper, signer=signer)
        write_whole(path, data, one_of_many=True)
        return path

    def printed(self, composed: Composed, *, signer: Signer | None = None) -> bytes:
        """Print a document of the batch."""
        laid = lay(composed.document, composed.blocks, style=composed.style, signer=signer)
        out = io.BytesIO()
        writer = Writer(out, self._common)
        writer.add(laid)
        if not self._common:
            self._common = writer.typecase.subsets()
        writer.finish(about(composed.document))
        return out.getvalue()


class OneFile:
    """Writes all documents of a batch into one file, which takes its name when it is whole.

    Used with ``with``; left by an error, nothing remains of it.
    """

    def __init__(self, path: Path, title: str) -> None:
        self._path = path
        self._title = title
        self._about: About | None = None
        self._unfinished = path.with_name(path.name + _PART)
        self._parts: list[tuple[bytes, Contents]] = []
        try:
            self._file = self._unfinished.open("w+b")
        except OSError as problem:
            raise world_error(problem, path) from problem
        self._writer = Writer(self._file)

    def __enter__(self) -> Self:
        return self

    def add(self, composed: Composed, *, signer: Signer | None = None) -> None:
        """Print a document behind those before it; its number leads to it in the file's contents."""
        laid = lay(composed.document, composed.blocks, style=composed.style, signer=signer)
        try:
            self._writer.add(laid, name=f"{composed.document.number}　{composed.document.title}")
        except OSError as problem:
            raise world_error(problem, self._path) from problem
        if self._about is None:
            self._about = about(composed.document)

    def join(self, printed: bytes, *, name: str) -> None:
        """Put a paper that is printed already behind those before it, under a name in the file's contents."""
        try:
            self._finish_part()
        except OSError as problem:
            raise world_error(problem, self._path) from problem
        self._parts.append((printed, ((name, 0),)))

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._finish()
        except OSError as problem:
            raise world_error(problem, self._path) from problem
        finally:
            self._file.close()
            self._unfinished.unlink(missing_ok=True)

    def _finish(self) -> None:
        if self._parts:
            self._finish_part()
            write_whole(self._path, joined([data for data, _ in self._parts], [names for _, names in self._parts]))
        elif self._about is not None:
            self._close_writer(self._about)
            self._file.close()
            self._unfinished.replace(self._path)

    def _finish_part(self) -> None:
        if self._about is None:
            return
        contents = self._writer.contents
        self._close_writer(self._about)
        self._file.seek(0)
        self._parts.append((self._file.read(), contents))
        self._file.seek(0)
        self._file.truncate()
        self._writer, self._about = Writer(self._file), None

    def _close_writer(self, first: About) -> None:
        self._writer.finish(About(self._title, first.number, first.author, first.made))
