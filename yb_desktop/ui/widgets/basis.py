"""The citation badge: which rule speaks here, and from which article (E1 · 楚医保〔2022〕10号第15条)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from yb_desktop.ui.theme import Tone
from yb_desktop.ui.widgets.badge import Badge


@dataclass(frozen=True, slots=True)
class Citation:
    """A rule and the article it stands in; ``article`` is empty for a local default that no document states."""

    rule: str
    article: str = ""
    title: str = ""

    @property
    def words(self) -> str:
        """Give the badge's words."""
        return f"{self.rule} · {self.article or '本地默认，非文件规定'}"


class BasisBadge(Badge):
    """Shows a citation; pressed, it opens the article."""

    def __init__(
        self,
        citation: Citation,
        open_article: Callable[[str], None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        tone = Tone.INFO if citation.article else Tone.NEUTRAL
        super().__init__(citation.words, tone, "article", parent, pressable=open_article is not None)
        self.citation = citation
        self.setToolTip(citation.title)
        self.setAccessibleDescription(f"依据：{citation.words} {citation.title}".strip())
        if open_article is not None:
            self.clicked.connect(lambda: open_article(citation.rule))
