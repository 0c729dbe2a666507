"""One item of the checklist, large: what to look for and how, the answers by key, points, note, photos, who said what.

It shows and gathers; ``answered`` carries everything that one inspector says of one item, each time in whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPixmap
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from yb_desktop.domain.case_facts import Photo
from yb_desktop.domain.scoring import Answer, points_words
from yb_desktop.services.views.visits import AnswerLine, GroupView, ItemView, VisitView
from yb_desktop.ui.answers import TONES, read_points
from yb_desktop.ui.icons import icon
from yb_desktop.ui.screens.visits.columns import KEYS, answer_words, line_words
from yb_desktop.ui.theme import Tone, px, space
from yb_desktop.ui.widgets.badge import Badge, Mark
from yb_desktop.ui.widgets.text import Card, button, column, emptied, label, line, row

_PAUSE = 700  # ms without typing after which note and points are saved
PICTURES = ("jpg", "jpeg", "png")


@dataclass(frozen=True, slots=True)
class Said:
    """What one inspector says of one item; ``answer`` is ``None`` while none was chosen."""

    item: str
    inspector: str
    answer: Answer | None = None
    points: int | None = None
    note: str = ""
    photos: tuple[Photo, ...] = ()


class ItemPanel(Card):
    """The item that is looked at."""

    answered = Signal(object)
    """``Said``, to be saved at once."""
    photo_wanted = Signal()
    photos_dropped = Signal(object)
    """A tuple of paths."""
    resolve_wanted = Signal(object)
    """The ``ItemView`` that the lead wants to settle."""

    def __init__(self) -> None:
        super().__init__()
        self._said = Said("", "")
        self._item: ItemView | None = None
        self.setAcceptDrops(True)
        self._group = label("", "muted")
        self._worth = Badge("")
        self._title = label("", "title", wrap=True)
        self._look_for, self._how = label("", wrap=True), label("", wrap=True)
        self._articles = label("", "small", wrap=True)
        self.answers = QButtonGroup(self)
        self.answers.setExclusive(True)
        self.points, self.note = QLineEdit(), QLineEdit()
        self._points_label = label("得分")
        self._problem = label("", "error", wrap=True)
        self.add_photo = button("添加照片…", icon_name="add")
        self._photos = QHBoxLayout()
        self._others = QVBoxLayout()
        self._settled = label("", "strong", wrap=True)
        self.resolve = button("组长裁定…")
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE)
        self._lay_out()
        self._connect()

    @property
    def said(self) -> Said:
        """What is chosen and typed now."""
        return self._said

    def show_item(self, view: VisitView, group: GroupView, item: ItemView, said: Said) -> None:
        """Show an item with what ``said.inspector`` says of it."""
        another = self._item is None or (item.id, said.inspector) != (self._item.id, self._said.inspector)
        self._item, self._said = item, said
        self._group.setText(group.title)
        worth = "否决项" if item.veto else f"{points_words(item.points)} 分"
        self._worth.set_badge(worth, Mark(Tone.WARN if item.veto else Tone.INFO))
        self._title.setText(item.label)
        self._look_for.setText(item.look_for)
        self._how.setText(item.how)
        self._articles.setText(f"依据：{'、'.join(item.articles)}")
        self._show_answer(item, said)
        if another:
            self._show_texts(said)
        self._show_others(view, item, said.inspector)

    def show_photos(self, pictures: Sequence[bytes]) -> None:
        """Show the photos of this item, small."""
        emptied(self._photos)
        for number, data in enumerate(pictures, start=1):
            picture = QPixmap()
            picture.loadFromData(data)
            thumb = QLabel()
            thumb.setPixmap(picture.scaledToHeight(px(64), Qt.TransformationMode.SmoothTransformation))
            thumb.setAccessibleName(f"照片 {number}")
            self._photos.addWidget(thumb)
        self._photos.addStretch(1)

    def choose(self, answer: Answer) -> None:
        """Answer with a key or a button; an answer the item does not take is left alone."""
        chosen = self.answers.button(_number(answer))
        if self._item is None or not chosen.isVisibleTo(self):
            return
        chosen.setChecked(True)
        points = self._said.points if answer is Answer.PARTLY else None
        self._said = replace(self._said, answer=answer, points=points, note=self.note.text().strip())
        self._offer_points()
        self.answered.emit(self._said)

    def save_now(self) -> None:
        """Save what was typed, if it waits for a pause."""
        if self._soon.isActive():
            self._soon.stop()
            self._save_texts()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802  Qt's name
        """Take pictures that are dragged here."""
        if _pictures_in(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802  Qt's name
        """Add the pictures that were dropped."""
        event.acceptProposedAction()
        self.photos_dropped.emit(_pictures_in(event))

    def _show_answer(self, item: ItemView, said: Said) -> None:
        allowed = {Answer.YES, Answer.NO}
        allowed |= {Answer.PARTLY} if item.graded else set()
        allowed |= {Answer.NOT_APPLICABLE} if item.may_skip else set()
        self.answers.setExclusive(False)
        for answer in Answer:
            one = self.answers.button(_number(answer))
            one.setVisible(answer in allowed)
            one.setChecked(said.answer is answer)
        self.answers.setExclusive(True)
        self._offer_points()

    def _show_texts(self, said: Said) -> None:
        with QSignalBlocker(self.points), QSignalBlocker(self.note):
            self.points.setText("" if said.points is None else points_words(said.points))
            self.note.setText(said.note)
        self._problem.hide()

    def _show_others(self, view: VisitView, item: ItemView, inspector: str) -> None:
        emptied(self._others)
        for one in item.answers:
            self._others.addWidget(_AnswerRow(one, own=one.inspector == inspector))
        if not item.answers:
            self._others.addWidget(label("还没有人填写。", "muted"))
        settled = item.settled
        words = f"组长裁定：{answer_words(settled.answer, settled.points)}（{settled.reason}）" if settled else ""
        if item.differs:
            words = "核查人员意见不一致，须由组长裁定。"
        self._settled.setText(words)
        self._settled.setVisible(bool(words))
        self.resolve.setVisible(len(item.answers) > 1)
        self.resolve.setEnabled(inspector == view.lead)
        self.resolve.setToolTip("" if inspector == view.lead else f"由组长{view.lead}裁定，请先把填写人换成组长。")

    def _offer_points(self) -> None:
        partly = self._said.answer is Answer.PARTLY
        self.points.setVisible(partly)
        self._points_label.setVisible(partly)
        if self._item is not None:
            self.points.setPlaceholderText(f"满分 {points_words(self._item.points)}，不填得一半")

    def _save_texts(self) -> None:
        points, problem = self._read_points()
        self._problem.setText(f"✕ {problem}" if problem else "")
        self._problem.setVisible(bool(problem))
        if problem:
            return
        now = replace(self._said, points=points, note=self.note.text().strip())
        if now != self._said:
            self._said = now
            self.answered.emit(now)

    def _read_points(self) -> tuple[int | None, str]:
        full = self._item.points if self._item is not None else 0
        return read_points(self.points.text(), full) if self._said.answer is Answer.PARTLY else (None, "")

    def _lay_out(self) -> None:
        for widget, words in ((self.points, "得分"), (self.note, "备注")):
            widget.setAccessibleName(words)
        self.points.setMaximumWidth(px(200))
        self.note.setPlaceholderText("看到的情况、需要说明的问题")
        buttons = QHBoxLayout()
        space(buttons, gap=8)
        for answer in Answer:
            one = _AnswerButton(answer)
            self.answers.addButton(one, _number(answer))
            buttons.addWidget(one, 1)
        space(self._photos, gap=6)
        space(self._others, gap=4)
        body = self.body
        body.addLayout(row(self._group, None, self._worth))
        body.addWidget(self._title)
        body.addLayout(column(label("看什么", "group"), self._look_for, gap=2))
        body.addLayout(column(label("怎么核", "group"), self._how, gap=2))
        body.addWidget(self._articles)
        body.addLayout(buttons)
        body.addLayout(row(label("备注"), self.note, self._points_label, self.points))
        body.addWidget(self._problem)
        body.addLayout(row(self.add_photo, label("也可以把照片拖到这里", "small"), None))
        body.addLayout(self._photos)
        body.addWidget(line())
        body.addWidget(label("各人的填写", "group"))
        body.addLayout(self._others)
        body.addLayout(row(self._settled, None, self.resolve))
        body.addStretch(1)
        self._problem.hide()

    def _connect(self) -> None:
        for answer in Answer:
            self.answers.button(_number(answer)).clicked.connect(lambda _on=False, one=answer: self.choose(one))
        for widget in (self.points, self.note):
            widget.textEdited.connect(self._wait)
            widget.editingFinished.connect(self.save_now)
        self._soon.timeout.connect(self._save_texts)
        self.add_photo.clicked.connect(self.photo_wanted)
        self.resolve.clicked.connect(self._on_resolve)

    def _wait(self, _text: str) -> None:
        self._soon.start()

    def _on_resolve(self) -> None:
        if self._item is not None:
            self.resolve_wanted.emit(self._item)


class _AnswerButton(QPushButton):
    """A large button with the key that presses it."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(f"{KEYS[answer]}　{answer.label}")
        self.setCheckable(True)
        self.setProperty("role", "chip")
        self.setAutoDefault(False)
        self.setIcon(icon(TONES[answer].look.icon, TONES[answer].look.ink))
        self.setAccessibleName(answer.label)
        self.setToolTip(f"按 {KEYS[answer]} 键")

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Ask for a height that a thumb hits."""
        return QSize(super().sizeHint().width(), px(46))


class _AnswerRow(QWidget):
    def __init__(self, one: AnswerLine, *, own: bool) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        space(layout)
        words = label(line_words(one) + ("　← 本人" if own else ""), wrap=True)
        layout.addLayout(row(Badge(one.answer.label, TONES[one.answer]), words, None, gap=8))


def _number(answer: Answer) -> int:
    return list(Answer).index(answer)


def _pictures_in(event: QDropEvent) -> tuple[Path, ...]:
    paths = (Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
    return tuple(path for path in paths if path.suffix.lower().lstrip(".") in PICTURES)
