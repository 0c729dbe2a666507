"""On site, the whole window: groups with progress at the left, one item large, answers saved as they are given.

Which inspector answers is chosen at the top (one laptop goes round); the visit is resumed at the first item that
nobody has answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QScrollArea,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from yb_desktop.base.canon import Json
from yb_desktop.base.errors import YbError
from yb_desktop.base.files import world_error
from yb_desktop.domain.case_facts import Photo
from yb_desktop.domain.scoring import Answer, points_words
from yb_desktop.services.desk import Desk
from yb_desktop.services.pictures import keep_picture
from yb_desktop.services.registry import run
from yb_desktop.services.views.visits import GroupView, ItemView, VisitView, photos_of, visit_view
from yb_desktop.ui.ask import FileKind
from yb_desktop.ui.context import Context
from yb_desktop.ui.icons import icon
from yb_desktop.ui.screens.visits.columns import KEYS
from yb_desktop.ui.screens.visits.item_panel import PICTURES, ItemPanel, Said
from yb_desktop.ui.screens.visits.resolving import ResolveDialog
from yb_desktop.ui.theme import Ink, Tone, px, space
from yb_desktop.ui.widgets.badge import Badge, Mark
from yb_desktop.ui.widgets.chips import Chips
from yb_desktop.ui.widgets.date_edit import DateEdit
from yb_desktop.ui.widgets.text import CutLabel, button, label, row

_ROLE = int(Qt.ItemDataRole.UserRole)
_FILTERS = ("全部", "未填写", "有分歧")


class Checklist(QWidget):
    """The checklist of one visit."""

    left = Signal()
    signing_wanted = Signal(object)
    """The ``VisitView``: everything is answered and settled."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.view: VisitView | None = None
        self._kept: dict[tuple[str, str], Said] = {}
        self._lines: dict[str, QTreeWidgetItem] = {}
        self._current = ""
        self._days: dict[tuple[str, date], date] = {}  # chosen for a visit, on a day at the desk
        self.dialog: ResolveDialog | None = None
        self.leave = button("退出现场", icon_name="left")
        self._name, self._where = CutLabel("heading"), CutLabel("small")
        self.inspector = QComboBox()
        self.progress, self.score = Badge(""), Badge("")
        self.sign = button("签名并完成", "primary")
        self.filters = Chips(_FILTERS, self)
        self.tree = QTreeWidget()
        self.panel = ItemPanel()
        self.day = DateEdit(context.today, context.day_info, words=False)
        self.before, self.after = button("上一项", icon_name="left"), button("下一项", icon_name="right")
        self._lay_out()
        self._connect()

    def begin(self, view: VisitView) -> None:
        """Begin, or resume, a visit: at the first item that nobody has answered."""
        self._kept.clear()
        self._current = ""
        self.inspector.clear()
        for name in view.team:
            self.inspector.addItem(f"{name}（组长）" if name == view.lead else name, name)
        self.inspector.setCurrentIndex(max(0, self.inspector.findData(view.lead)))
        self._name.setText(view.institution_name)
        self._where.setText(f"{view.place} {view.address} · {view.number}")
        self._fill_tree(view)
        self._take(view)
        self.day.set_day(self._days.get((view.case, self._context.today), self._context.today))
        open_items = [item.id for item in view.items if not item.answered] or list(view.differing)
        self.go_to(open_items[0] if open_items else view.items[0].id)
        self.tree.setFocus()

    def refresh(self) -> None:
        """Fetch the visit anew."""
        if self.view is not None:
            case = self.view.case
            self._context.read(lambda desk: visit_view(desk, case), self._take, owner=self)

    def go_to(self, item: str) -> None:
        """Show an item."""
        self.panel.save_now()
        self._current = item
        line = self._lines.get(item)
        if line is not None and self.tree.currentItem() is not line:
            self.tree.setCurrentItem(line)
        self._show_item()
        self._show_photos()

    def next(self, step: int = 1) -> None:
        """Go to the next item, or the one before."""
        ids = [item.id for item in self.view.items] if self.view else []
        if self._current in ids:
            place = ids.index(self._current) + step
            if 0 <= place < len(ids):
                self.go_to(ids[place])

    def add_photos(self, files: Sequence[Path]) -> None:
        """Keep photos with what the inspector says of the item."""
        said = self.panel.said

        def work(desk: Desk) -> tuple[Photo, ...]:
            return tuple(keep_picture(desk, _read(file)) for file in files)

        def then(photos: tuple[Photo, ...]) -> None:
            fresh = tuple(one for one in photos if one not in said.photos)
            self._save(Said(said.item, said.inspector, said.answer, said.points, said.note, (*said.photos, *fresh)))

        self._context.read(work, then, owner=self)

    def _go_on(self) -> None:
        self.next()

    def _go_back(self) -> None:
        self.next(-1)

    def _who(self) -> str:
        return str(self.inspector.currentData() or "")

    def _found(self) -> tuple[GroupView, ItemView] | None:
        groups = self.view.groups if self.view else ()
        return next(((group, item) for group in groups for item in group.items if item.id == self._current), None)

    def _said(self, item: ItemView) -> Said:
        kept = self._kept.get((item.id, self._who()))
        own = item.by(self._who())
        if kept is not None or own is None:
            return kept or Said(item.id, self._who())
        return Said(item.id, own.inspector, own.answer, own.points, own.note, own.photos)

    def _show_item(self) -> None:
        found = self._found()
        if self.view is not None and found is not None:
            group, item = found
            self.panel.show_item(self.view, group, item, self._said(item))

    def _show_photos(self) -> None:
        found = self._found()
        photos = self._said(found[1]).photos if found is not None else ()
        if photos:
            self._context.read(lambda desk: photos_of(desk, photos), self.panel.show_photos, owner=self)
        else:
            self.panel.show_photos(())

    def _save(self, said: Said) -> None:
        """Save at once; what has no answer yet is kept until it has one."""
        view = self.view
        if view is None:
            return
        key = (said.item, said.inspector)
        self._kept[key] = said
        if said.answer is None:
            self._show_item()
            self._show_photos()
            return
        params = _params(view.case, said)
        on = self._days.get((view.case, self._context.today), self._context.today)

        def deed(desk: Desk) -> VisitView:
            run(desk, "evaluation.answer_item", on=on, params=params)
            return visit_view(desk, view.case)

        def done(fresh: VisitView) -> None:
            if self._kept.get(key) == said:
                del self._kept[key]
            self._take(fresh)
            self._show_photos()

        def failed(problem: YbError) -> None:
            self._kept.pop(key, None)
            self._show_item()
            self._context.ask.refuse(problem)

        self._context.act(deed, done, failed, owner=self)

    def _on_answered(self, said: Said) -> None:
        chosen = self._said_before(said.item)
        self._save(said)
        # What is in order needs no more words: on to the next; what is not wants a note.
        if said.answer in {Answer.YES, Answer.NOT_APPLICABLE} and said.answer is not chosen:
            self.next()

    def _said_before(self, item: str) -> Answer | None:
        found = self._found()
        return self._said(found[1]).answer if found is not None and found[1].id == item else None

    def _take(self, view: VisitView) -> None:
        if self.view is not None and view.case != self.view.case and self._current:
            return
        self.view = view
        total = len(view.items)
        answered = total - view.missing
        self.progress.set_badge(
            f"已填 {answered} / {total}", Mark(Tone.GOOD if not view.missing else Tone.INFO, "visits")
        )
        veto = f" · 否决项 {view.vetoes}" if view.vetoes else ""
        enough = view.score >= view.pass_mark and not view.vetoes
        words = f"得分 {points_words(view.score)} / 合格 {points_words(view.pass_mark)}{veto}"
        self.score.set_badge(words, Mark(Tone.GOOD if enough else Tone.NEUTRAL))
        ready = not view.missing and not view.differing
        self.sign.setEnabled(ready)
        self.sign.setToolTip("" if ready else f"还有 {view.missing} 项未填写，{len(view.differing)} 项有分歧。")
        self.filters.button(1).setText(f"未填写 {view.missing}")
        self.filters.button(2).setText(f"有分歧 {len(view.differing)}")
        self._mark_tree(view)
        self._show_item()

    def _fill_tree(self, view: VisitView) -> None:
        self.tree.clear()
        self._lines.clear()
        for group in view.groups:
            head = QTreeWidgetItem(self.tree, [group.title])
            head.setFlags(Qt.ItemFlag.ItemIsEnabled)
            head.setExpanded(True)
            font = QFont(self.tree.font())
            font.setBold(True)
            head.setFont(0, font)
            for item in group.items:
                line = QTreeWidgetItem(head, [item.label])
                line.setData(0, _ROLE, item.id)
                line.setToolTip(0, item.label)
                self._lines[item.id] = line

    def _mark_tree(self, view: VisitView) -> None:
        wanted = self.filters.checkedId()
        for number, group in enumerate(view.groups):
            head = self.tree.topLevelItem(number)
            if head is not None:
                head.setText(0, f"{group.title}　{group.answered} / {len(group.items)}")
            for item in group.items:
                line = self._lines[item.id]
                name, colour, words = _look(item)
                line.setIcon(0, icon(name, colour))
                line.setData(0, int(Qt.ItemDataRole.AccessibleTextRole), f"{item.label}，{words}")
                line.setHidden((wanted == 1 and item.answered) or (wanted == 2 and not item.differs))

    def _on_line(self, line: QTreeWidgetItem | None) -> None:
        item = line.data(0, _ROLE) if line is not None else None
        if isinstance(item, str) and item != self._current:
            self.go_to(item)

    def _on_inspector(self) -> None:
        self.panel.save_now()
        self._show_item()
        self._show_photos()

    def _on_filter(self) -> None:
        if self.view is not None:
            self._mark_tree(self.view)

    def _choose_photo(self) -> None:
        file = self._context.ask.choose_file_to_open("添加照片", (FileKind("照片", PICTURES),))
        if file is not None:
            self.add_photos((file,))

    def _resolve(self, item: ItemView) -> None:
        if self.view is not None:
            self.dialog = ResolveDialog(self._context, self.view, item, self)
            self.dialog.settled.connect(self._take)
            self.dialog.open()

    def _on_sign(self) -> None:
        self.panel.save_now()
        if self.view is not None and self.sign.isEnabled():
            self.signing_wanted.emit(self.view)

    def _on_leave(self) -> None:
        self.panel.save_now()
        self.left.emit()

    def _lay_out(self) -> None:
        self.inspector.setAccessibleName("填写人")
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName("核查项目")
        self.tree.setIndentation(px(14))
        names = QVBoxLayout()
        space(names, gap=0)
        names.addWidget(self._name)
        names.addWidget(self._where)
        top = QHBoxLayout()
        space(top, gap=10)
        top.addWidget(self.leave)
        top.addLayout(names, 1)
        for part in (label("填写人"), self.inspector, self.progress, self.score, self.sign):
            top.addWidget(part)
        side = QVBoxLayout()
        space(side, gap=8)
        side.addLayout(self.filters.bar(None))
        side.addWidget(self.tree, 1)
        frame = _ItemFrame(self.panel)
        main = QVBoxLayout()
        space(main, gap=8)
        main.addWidget(frame, 1)
        self.day.line.setAccessibleName("核查日期")
        hint = label("↑ ↓ 换项，1–4 作答", "small")
        main.addLayout(row(self.before, None, label("核查日期"), self.day, hint, None, self.after))
        body = QHBoxLayout()
        space(body, gap=12)
        body.addLayout(side, 3)
        body.addLayout(main, 7)
        layout = QVBoxLayout(self)
        space(layout, margins=(16, 10, 16, 12), gap=10)
        layout.addLayout(top)
        layout.addLayout(body, 1)

    def _connect(self) -> None:
        self.leave.clicked.connect(self._on_leave)
        self.sign.clicked.connect(self._on_sign)
        self.inspector.activated.connect(self._on_inspector)
        self.filters.idClicked.connect(self._on_filter)
        self.tree.currentItemChanged.connect(lambda line, _before: self._on_line(line))
        self.panel.answered.connect(self._on_answered)
        self.panel.photo_wanted.connect(self._choose_photo)
        self.panel.photos_dropped.connect(self.add_photos)
        self.panel.resolve_wanted.connect(self._resolve)
        self.day.changed.connect(self._keep_day)
        self.before.clicked.connect(self._go_back)
        self.after.clicked.connect(self._go_on)
        for answer, key in KEYS.items():
            QShortcut(QKeySequence(key), self, lambda one=answer: self.panel.choose(one))
        QShortcut(QKeySequence("Ctrl+Down"), self, self._go_on)
        QShortcut(QKeySequence("Ctrl+Up"), self, self._go_back)

    def _keep_day(self) -> None:
        if self.view is not None and (day := self.day.day()):
            self._days[self.view.case, self._context.today] = day


class _ItemFrame(QScrollArea):
    """Scrolls an item that is too long for the window."""

    def __init__(self, panel: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(panel)

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Ask for a good part of the window."""
        return QSize(px(600), px(480))


def _look(item: ItemView) -> tuple[str, str, str]:
    if item.differs:
        return "attention", Ink.WARN, "有分歧"
    return ("done", Ink.GOOD, "已填写") if item.answered else ("later", Ink.MUTED, "未填写")


def _params(case: str, said: Said) -> dict[str, Json]:
    photos: list[Json] = [{"sha256": one.sha256, "size": one.size, "media": one.media} for one in said.photos]
    return {
        "case": case,
        "item": said.item,
        "answer": said.answer.value if said.answer is not None else None,
        "inspector": said.inspector,
        "points": said.points,
        "note": said.note,
        "photos": photos,
    }


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as problem:
        raise world_error(problem, file) from problem
