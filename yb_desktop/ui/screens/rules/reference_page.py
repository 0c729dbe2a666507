"""参考资料: the files that change or explain the rules, whose they are and which are in use; loading another."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from yb_desktop.base.canon import Json
from yb_desktop.domain.reference import FileSort
from yb_desktop.services.desk import Desk, Step
from yb_desktop.services.reference_files import ENDINGS, ReferenceFile, checked_file, hands_down
from yb_desktop.services.views.reference import FileLine, documents_here, file_lines, load
from yb_desktop.ui.ask import FileKind
from yb_desktop.ui.context import Context
from yb_desktop.ui.moved import open_moved
from yb_desktop.ui.screens.rules.columns import FILES
from yb_desktop.ui.theme import Tone, space
from yb_desktop.ui.widgets.badge import Badge, Mark
from yb_desktop.ui.widgets.empty_state import EmptyState
from yb_desktop.ui.widgets.form import Form
from yb_desktop.ui.widgets.form_dialog import FormDialog
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind, Option
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.sub_page import SubPage
from yb_desktop.ui.widgets.text import button, column, label, row
from yb_desktop.ui.widgets.whole_list import whole_list

_FILE = FileKind("文件原文或资料表", ENDINGS)
_HOW = "文件原文可以是 Word 文档或文本；规则、放假安排、行政区划和表格是州（市）下发的资料表（.toml）。"
_SHOWN = 14  # changes


class ReferencePage(SubPage):
    """The files, those of this office first."""

    def __init__(self, context: Context) -> None:
        super().__init__("规则目录")
        self._context = context
        self.load_button = button("装入…", "primary", icon_name="add")
        self.rows: RowsView[FileLine] = RowsView(
            "rules/files",
            FILES,
            whole_list((), FILES),
            context.tasks,
            context.preferences,
            name="参考资料",
            empty=EmptyState("还没有参考资料", "装入文件原文，规则旁就能看到条文；州（市）下发的资料也列在这里。"),
        )
        layout = QVBoxLayout(self)
        space(layout, margins=(16, 12, 16, 12), gap=10)
        sentence = "州（市）装入的规则、放假安排、行政区划、表格和文件原文，随参考数据下发到各经办机构。"
        layout.addWidget(self.head("参考资料", sentence, self.load_button))
        layout.addWidget(self.rows, 1)
        self.load_button.clicked.connect(self.open_loading)

    def refresh(self) -> None:
        """Read the files anew."""
        self._context.read(file_lines, self._take, owner=self)

    def open_loading(self, document: str = "") -> None:
        """Ask for a file; ``document`` is the one whose text is wanted."""
        LoadDialog(self._context, document or "", self).open()

    def _take(self, lines: tuple[FileLine, ...]) -> None:
        self.rows.load(whole_list(lines, FILES))


class LoadDialog(FormDialog):
    """A file, whose text it is, from which day; it is checked as soon as it is chosen."""

    checked = Signal()
    """The file was read; what it changes is shown."""

    def __init__(self, context: Context, document: str, parent: QWidget) -> None:
        choices = tuple(Option(code, words) for code, words in documents_here(context.desk))
        fields = (
            FieldSpec("document", "是哪份文件的原文", Kind.CHOICE, choices=choices, initial=document or None),
            FieldSpec("starts", "表格启用日期", Kind.DATE, initial=context.today.isoformat()),
        )
        made = Form(fields, context.today, day_info=context.day_info)
        super().__init__("装入参考资料", made, "装入", parent, sentence=_HOW, width=700)
        self._context, self._page = context, parent
        self.found: ReferenceFile | None = None
        self._file: Path | None = None
        self.file_button = button("选择文件…", icon_name="folder")
        self._name = label("还没有选择文件", "muted")
        self.verdict = Badge("", Tone.NEUTRAL)
        self.verdict.hide()
        self.changes = label("", wrap=True, selectable=True)
        self.changes.hide()
        place = QWidget()
        inside = column(gap=8)
        inside.addLayout(row(self.file_button, self._name, None))
        inside.addLayout(row(self.verdict, None))
        inside.addWidget(self.changes)
        place.setLayout(inside)
        self.add_below(place)
        self.file_button.clicked.connect(self.choose)
        self.form.changed.connect(self._check)
        self.submitted.connect(self._load)

    def choose(self) -> None:
        """Choose the file and check it."""
        path = self._context.ask.choose_file_to_open("选择参考资料", (_FILE,))
        if path is not None:
            self._file = path
            self._name.setText(path.name)
            self._check()

    def _check(self) -> None:
        file, document = self._file, str(self.form.entered().get("document") or "")
        self.found = None
        self.verdict.hide()
        self.changes.hide()
        if file is not None:
            self._context.read(lambda desk: checked_file(desk, file, document), self._show, self.fail, owner=self)

    def _show(self, found: ReferenceFile) -> None:
        self.found = found
        self.say_problem("")
        self.verdict.set_badge(f"可以装入：{found.sort.label}　{found.title}", Mark(Tone.GOOD, "done"))
        lines = [f"• {one}" for one in found.changes[:_SHOWN]]
        if len(found.changes) > _SHOWN:
            lines.append(f"……还有 {len(found.changes) - _SHOWN} 处")
        self.changes.setText("\n".join(lines))
        self.verdict.show()
        self.changes.show()
        self.checked.emit()

    def _load(self, values: dict[str, Json]) -> None:
        found = self.found
        if found is None:
            self.say_problem("请先选择一个可以使用的文件。")
            return
        on = self._context.today
        starts = date.fromisoformat(str(values["starts"])) if found.sort is FileSort.FORM else None
        self.set_busy(busy=True)

        def deed(desk: Desk) -> Step:
            return load(desk, found, on, starts)

        self._context.act(deed, self._done, self.fail, title="装入参考资料", owner=self)

    def _done(self, step: Step) -> None:
        self.accept()
        down = hands_down(self._context.desk.info)
        self._context.say("已装入；下次导出参考数据时下发" if down else "已装入，供本单位使用")
        open_moved(self._context, step, self._page)
