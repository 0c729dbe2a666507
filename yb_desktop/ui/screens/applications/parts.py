"""Parts of a case's forms that are no plain fields: the check table of grounds, people to tick."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from yb_desktop.base.canon import Json
from yb_desktop.services.views.applications import Member
from yb_desktop.services.views.case_forms import GroundLine
from yb_desktop.ui.theme import Tone, px, space
from yb_desktop.ui.widgets.badge import Badge
from yb_desktop.ui.widgets.basis import BasisBadge, Citation
from yb_desktop.ui.widgets.text import button, column, label, row

OpenArticle = Callable[[str], None]


class GroundsTable(QWidget):
    """The check table (A19): each ground with its text, how it stands, and a button to check it by itself."""

    wanted = Signal(object)
    """The ``GroundLine`` somebody wants to check."""

    def __init__(self, grounds: Sequence[GroundLine], open_article: OpenArticle, *, changeable: bool) -> None:
        super().__init__()
        grid = QGridLayout(self)
        space(grid, gap=6)
        grid.setColumnStretch(0, 1)
        checked = sum(1 for one in grounds if one.checked is not None)
        grid.addWidget(label(f"不予受理情形（已核查 {checked} / {len(grounds)}）", "group"), 0, 0, 1, 3)
        for number, one in enumerate(grounds, start=1):
            grid.addLayout(self._texts(one, open_article), number, 0)
            grid.addWidget(_standing(one), number, 1)
            if changeable:
                check = button("逐项核查…" if one.checked is None else "重新核查…")
                check.setAccessibleName(f"核查：{one.ground.label}")
                check.clicked.connect(lambda _on=False, line=one: self.wanted.emit(line))
                grid.addWidget(check, number, 2)

    def _texts(self, one: GroundLine, open_article: OpenArticle) -> QVBoxLayout:
        texts = column(label(one.ground.label, wrap=True), gap=2)
        if one.bars:
            texts.addWidget(label(one.bars, "error", wrap=True))
            citation = Citation(one.rule, one.article, one.ground.label)
            texts.addLayout(row(BasisBadge(citation, open_article), None))
        said = " · ".join(
            p for p in (one.checked.isoformat() if one.checked else "", one.who, one.how, one.source) if p
        )
        if said:
            texts.addWidget(label(said, "small", wrap=True))
        return texts


def _standing(one: GroundLine) -> Badge:
    if one.checked is None:
        return Badge("未核查", Tone.NEUTRAL)
    if not one.holds:
        return Badge("不存在", Tone.GOOD)
    return Badge("存在，不予受理", Tone.BAD) if one.bars else Badge("存在，已期满", Tone.INFO)


@dataclass(frozen=True, slots=True)
class PeopleWords:
    """How a table of people speaks: heading, the text's hint, whether the text belongs to those not ticked."""

    heading: str
    hint: str
    for_unticked: bool
    none: str


DRAWING = PeopleWords(
    "抽取名单（取消勾选即回避，须写明原因）", "回避原因", for_unticked=True, none="没有可抽取的人员。"
)
MEETING = PeopleWords("参会人员", "意见（可不填）", for_unticked=False, none="没有评估专家，请先抽取。")


class PeopleTable(QWidget):
    """People to tick, each with a line of text: why left out of a draw, or what was said in a meeting."""

    changed = Signal()

    def __init__(self, people: Sequence[Member], words: PeopleWords) -> None:
        super().__init__()
        self._words = words
        self._lines = [_PersonLine(one, words) for one in people]
        grid = QGridLayout(self)
        space(grid, gap=4)
        grid.setColumnStretch(1, 1)
        grid.addWidget(label(words.heading, "group"), 0, 0, 1, 2)
        if not people:
            grid.addWidget(label(words.none, "muted"), 1, 0, 1, 2)
        for number, line in enumerate(self._lines, start=1):
            grid.addWidget(line.ticked, number, 0)
            grid.addWidget(line.text, number, 1)
            line.ticked.toggled.connect(self.changed)

    def chosen(self) -> list[Json]:
        """Give the names of those ticked."""
        return [line.name for line in self._lines if line.ticked.isChecked()]

    def texts(self) -> list[tuple[str, str]]:
        """Give name and text of those to whom a text belongs: not ticked in a draw, ticked with one in a meeting."""
        if self._words.for_unticked:
            return [(line.name, line.said()) for line in self._lines if not line.ticked.isChecked()]
        return [(line.name, line.said()) for line in self._lines if line.ticked.isChecked() and line.said()]

    def problem(self) -> str:
        """Say what is missing."""
        if self._words.for_unticked and any(not said for _, said in self.texts()):
            first = next(name for name, said in self.texts() if not said)
            self._focus(first)
            return f"请写明{first}回避的原因。"
        return ""

    def _focus(self, name: str) -> None:
        next(line for line in self._lines if line.name == name).text.setFocus()


class _PersonLine:
    def __init__(self, person: Member, words: PeopleWords) -> None:
        self.name = person.name
        self._words = words
        self.ticked = QCheckBox(f"{person.name}（{person.field}）" if person.field else person.name)
        self.ticked.setChecked(True)
        self.text = QLineEdit()
        self.text.setPlaceholderText(words.hint)
        self.text.setMinimumWidth(px(120))
        self.text.setAccessibleName(f"{person.name}：{words.hint}")
        self.ticked.toggled.connect(self._allow)
        self._allow(there=True)

    def said(self) -> str:
        return self.text.text().strip()

    def _allow(self, there: bool) -> None:
        self.text.setVisible(there != self._words.for_unticked)
