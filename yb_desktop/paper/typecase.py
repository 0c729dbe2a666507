"""The characters that one file prints, face by face, and the fonts they come from.

A file has one font for each face it uses. Where many files of one kind are written, most of their characters are the
same: those come from a font that was subset once (``common``), and a file adds a second one for the lines in which
there are others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from yb_desktop.paper.breaking import Run
from yb_desktop.paper.embedding import Subset, codes
from yb_desktop.paper.fonts import Face
from yb_desktop.paper.pdf import PdfFile

_OWN = "-own"


class Typecase:
    """Collects the characters of a file while its pages are written, and then writes its fonts."""

    def __init__(self, common: Mapping[Face, Subset] | None = None) -> None:
        self._common = dict(common or {})
        self._known = {face: subset.known for face, subset in self._common.items()}
        self._own: dict[Face, set[str]] = {}
        self._used: set[Face] = set()

    def takes(self, runs: Iterable[Run]) -> bool:
        """Take the characters of a line; no when one must come from a font beside the common one (``font_of``)."""
        return self.takes_all((run.face, run.text) for run in runs)

    def takes_all(self, some: Iterable[tuple[Face, Iterable[str]]]) -> bool:
        """Take characters of faces; no when one must come from a font beside the common one."""
        for face, characters in some:
            known = self._known.get(face)
            if known is None:
                self._own.setdefault(face, set()).update(characters)
            elif known.issuperset(characters):
                self._used.add(face)
            else:
                return False
        return True

    def font_of(self, run: Run) -> str:
        """Take the characters of a run and name its font, one for them all: readers round at a change."""
        if self.takes((run,)):
            return run.face.name
        self._own.setdefault(run.face, set()).update(run.text)
        return run.face.name + _OWN

    def subsets(self) -> dict[Face, Subset]:
        """Give the fonts of the file's own characters."""
        return {face: Subset(face, self._own[face]) for face in Face if face in self._own}

    def write(self, file: PdfFile) -> str:
        """Write the fonts and give their entries in the pages' resources."""
        entries = [f"/{face.name} {self._common[face].write(file)}" for face in Face if face in self._used]
        for face, subset in self.subsets().items():
            entries.append(f"/{face.name}{_OWN if face in self._common else ''} {subset.write(file)}")
        return "".join(entries)


def operand(run: Run) -> str:
    """Write a run as TJ wants it."""
    numbers = codes(run.face)
    if not any(run.gaps):
        return f"<{''.join([numbers[char] for char in run.text])}>"
    out = ["<"]
    for char, gap in zip(run.text, run.gaps, strict=True):
        out.append(numbers[char])
        if gap:
            out.append(f">{gap}<")
    out.append(">")
    return "".join(out).removesuffix("<>")
