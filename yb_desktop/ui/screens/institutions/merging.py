"""合并重复登记 (S5): choose the entry to give up, see where the two differ, tick what to take over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from yb_desktop.base.canon import Json
from yb_desktop.services.views.duplicates import MergeView, merge_candidates, merge_view
from yb_desktop.services.views.institutions import InstitutionLine
from yb_desktop.ui.context import Context
from yb_desktop.ui.obstacle_list import ObstacleList
from yb_desktop.ui.theme import px, space
from yb_desktop.ui.widgets.form import Form
from yb_desktop.ui.widgets.form_dialog import FormDialog
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind, Option
from yb_desktop.ui.widgets.search_box import SearchBox
from yb_desktop.ui.widgets.text import button, label, row

if TYPE_CHECKING:
    from yb_desktop.services.desk import Step

_ROLE = Qt.ItemDataRole.UserRole
_SENTENCE = "并入后，被合并的登记不再使用，仍可查看；它已办结的申请算作保留机构的。可以撤销合并。"


class DuplicateDialog(QDialog):
    """Which entry is the same institution? ``chosen`` carries its id."""

    chosen = Signal(str)

    def __init__(self, context: Context, keep: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._keep = keep
        self.setWindowTitle("合并重复登记")
        self.search = SearchBox("名称、拼音、首字母、代码、许可证")
        self.found = QListWidget()
        self.found.setAccessibleName("找到的登记")
        self.go_on = button("下一步", "primary")
        leave = button("取消")
        layout = QVBoxLayout(self)
        space(layout, margins=(20, 18, 20, 16), gap=10)
        layout.addWidget(label("合并重复登记", "heading"))
        layout.addWidget(label(f"保留“{name}”。哪一条登记是同一家机构，要并入它？", "muted", wrap=True))
        layout.addWidget(self.search)
        layout.addWidget(self.found, 1)
        layout.addLayout(row(None, leave, self.go_on))
        self.resize(px(640), px(460))
        self.search.searched.connect(self.look_up)
        self.search.go_down.connect(self.found.setFocus)
        self.found.itemActivated.connect(lambda _item: self._take())
        self.go_on.clicked.connect(self._take)
        leave.clicked.connect(self.reject)
        self.look_up(name)

    def look_up(self, text: str) -> None:
        """Find entries by some words; at first those with a similar name."""
        keep = self._keep
        self._context.read(lambda desk: merge_candidates(desk, keep, text), self._show, owner=self)

    def _show(self, found: Sequence[InstitutionLine]) -> None:
        self.found.clear()
        for line in found:
            code = line.row.uscc or line.row.licence
            item = QListWidgetItem(f"{line.row.name}　{line.row.cls.label} · {line.area} · {code}")
            item.setData(_ROLE, line.row.id)
            self.found.addItem(item)
        if found:
            self.found.setCurrentRow(0)
        else:
            item = QListWidgetItem("没有找到别的登记。请输入名称的一部分、代码或许可证号。")
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.found.addItem(item)
        self.go_on.setEnabled(bool(found))

    def _take(self) -> None:
        taken = self.found.currentIndex().data(_ROLE)
        if isinstance(taken, str):
            self.accept()
            self.chosen.emit(taken)


class MergeDialog(FormDialog):
    """The two entries beside each other; what is ticked is taken from the one given up."""

    def __init__(self, context: Context, view: MergeView, parent: QWidget | None = None) -> None:
        options = tuple(Option(one.field, f"{one.label}：{one.kept} → {one.given_up}") for one in view.differences)
        ticks = FieldSpec("fields", "改用被合并登记的", Kind.TICKS, choices=options)
        form = Form((ticks,) if options else (), context.today)
        sentence = f"保留“{view.keep_name}”，并入“{view.give_up_name}”。{_SENTENCE}"
        super().__init__("合并重复登记", form, "合并", parent, sentence=sentence, width=680)
        self._context = context
        self._view = view
        if view.obstacles:
            self.add_above(ObstacleList(view.obstacles, context.open_article))
        if not options:
            self.add_above(label("两条登记的内容没有不同。", "muted"))
        self.submitted.connect(self._merge)

    def _merge(self, values: Mapping[str, Json]) -> None:
        view = self._view
        question = f"把“{view.give_up_name}”并入“{view.keep_name}”？"
        if not self._context.ask.confirm(question, yes="合并"):
            return
        params: dict[str, Json] = {"keep": view.keep, "give_up": view.give_up, "fields": values.get("fields") or []}
        self.set_busy(busy=True)
        self._context.do("institutions.merge", params, self._done, self.fail, title="合并登记", owner=self)

    def _done(self, _step: Step) -> None:
        self.accept()
        self._context.say("已合并登记")


def open_merging(context: Context, keep: str, name: str, above: QWidget) -> DuplicateDialog:
    """Ask for the entry to give up, then for what to take over from it."""
    finding = DuplicateDialog(context, keep, name, above)

    def chosen(give_up: str) -> None:
        context.read(
            lambda desk: merge_view(desk, keep, give_up),
            lambda view: MergeDialog(context, view, above).open(),
            owner=above,
        )

    finding.chosen.connect(chosen)
    finding.open()
    return finding
