"""装入协议文本: choose a text and its file, read what is wrong, look at the sample, put it in force from a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from yb_desktop.base.canon import Json
from yb_desktop.services.desk import Desk, Step
from yb_desktop.services.text_files import ENDINGS
from yb_desktop.services.views.own_texts import (
    TITLES,
    LoadedText,
    TextLine,
    checked_text,
    load,
    sample_in_force,
    text_lines,
)
from yb_desktop.ui.ask import FileKind
from yb_desktop.ui.context import Context
from yb_desktop.ui.preview import PreviewDialog
from yb_desktop.ui.theme import Tone, space
from yb_desktop.ui.widgets.badge import Badge, Mark
from yb_desktop.ui.widgets.empty_state import EmptyState
from yb_desktop.ui.widgets.form import Form
from yb_desktop.ui.widgets.form_dialog import FormDialog
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind, Option
from yb_desktop.ui.widgets.page_model import Column
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.text import button, column, label, row
from yb_desktop.ui.widgets.whole_list import whole_list

FILES = FileKind("协议文本（Word 文档或表单文件）", ENDINGS)
_HOW = (
    "Word 文档按“第…章、第…条、（一）、附件”分段，空白项写在花括号里，如{甲方名称}、{协议编号}；"
    "签字盖章处由程序印出，不必写。已拟制的协议仍用原来的文本。"
)
_SHOWN = 12  # faults
COLUMNS = (
    Column[TextLine]("use", "协议", lambda line: line.use, 150, sortable=False),
    Column[TextLine]("version", "版本", lambda line: line.version, 190, sortable=False),
    Column[TextLine](
        "current",
        "状态",
        lambda line: "现用" if line.current else "",
        80,
        sortable=False,
        mark=lambda line: Mark(Tone.GOOD, "done") if line.current else None,
    ),
    Column[TextLine](
        "starts", "启用日期", lambda line: line.starts.isoformat() if line.starts else "", 100, sortable=False
    ),
    Column[TextLine]("title", "名称", lambda line: line.title, 260, sortable=False),
    Column[TextLine]("source", "来源", lambda line: line.source, 180, sortable=False),
    Column[TextLine]("who", "装入人", lambda line: line.who, 90, sortable=False),
)


class TextsPart(QWidget):
    """The versions of the agreement texts, and what can be done with them."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.load_button = button("装入文本…", "primary", icon_name="add")
        self.preview_button = button("预览现用文本…")
        self.back_button = button("恢复程序自带文本…")
        self.rows: RowsView[TextLine] = RowsView(
            "settings/texts",
            COLUMNS,
            whole_list((), COLUMNS),
            context.tasks,
            context.preferences,
            name="协议文本版本",
            empty=EmptyState("没有协议文本"),
        )
        layout = QVBoxLayout(self)
        space(layout, gap=8)
        layout.addLayout(row(label("协议文本", "group"), None, self.back_button, self.preview_button, self.load_button))
        layout.addWidget(self.rows, 1)
        self.load_button.clicked.connect(self.open_loading)
        self.preview_button.clicked.connect(self.preview)
        self.back_button.clicked.connect(self.go_back)
        self.rows.selected.connect(self._offer)
        self._offer(None)

    def load(self) -> None:
        """Fetch the versions anew."""
        self._context.read(text_lines, self._take, owner=self)

    def open_loading(self) -> None:
        """Ask for a file to load."""
        LoadDialog(self._context, self._form(), self).open()

    def preview(self) -> None:
        """Show the text in force as it is printed, with words for values."""
        form = self._form()
        title = f"现用文本：{TITLES[form]}"
        PreviewDialog(self._context, title, lambda desk: (sample_in_force(desk, form),), self, name=title).open()

    def go_back(self) -> None:
        """Go back from the office's own text to the one from above, else to the program's, from today on."""
        form = self._form()
        question = f"{TITLES[form]}从今天起改用程序自带的文本？上级下发过文本的，改用上级的。已拟制的协议不变。"
        if self._context.ask.confirm(question, yes="恢复"):
            params: dict[str, Json] = {"form": form}
            self._context.do("agreements.load_text", params, self._gone_back, owner=self)

    def _gone_back(self, _step: Step) -> None:
        self._context.say("本单位的文本已停用")

    def _take(self, found: tuple[TextLine, ...]) -> None:
        self.rows.load(whole_list(found, COLUMNS))

    def _form(self) -> str:
        line = self.rows.current()
        return line.form if line else next(iter(TITLES))

    def _offer(self, line: object) -> None:
        own = isinstance(line, TextLine) and line.current and line.ours
        self.back_button.setEnabled(own)


class LoadDialog(FormDialog):
    """Which text, its file, from which day; the file is checked as soon as it is chosen."""

    checked = Signal()
    """The file was read; what was found is shown."""

    def __init__(self, context: Context, form: str, parent: QWidget) -> None:
        choices = tuple(Option(one, title) for one, title in TITLES.items())
        fields = (
            FieldSpec("form", "替换哪种协议", Kind.CHOICE, required=True, choices=choices, initial=form),
            FieldSpec("starts", "启用日期", Kind.DATE, required=True, initial=context.today.isoformat()),
        )
        made = Form(fields, context.today, day_info=context.day_info)
        super().__init__("装入协议文本", made, "装入", parent, sentence=_HOW, width=720)
        self._context = context
        self.loaded: LoadedText | None = None
        self._file: Path | None = None
        self.file_button = button("选择文件…", icon_name="folder")
        self.sample_button = button("预览…")
        self.sample_button.setEnabled(False)
        self._name = label("还没有选择文件", "muted")
        self.verdict = Badge("", Tone.NEUTRAL)
        self.verdict.hide()
        self.found = label("", wrap=True, selectable=True)
        self.found.hide()
        place = QWidget()
        inside = column(gap=8)
        inside.addLayout(row(self.file_button, self._name, None, self.sample_button))
        inside.addLayout(row(self.verdict, None))
        inside.addWidget(self.found)
        place.setLayout(inside)
        self.add_below(place)
        self.file_button.clicked.connect(self.choose)
        self.sample_button.clicked.connect(self.preview)
        self.form.changed.connect(self._again)
        self.submitted.connect(self._load)

    def choose(self) -> None:
        """Choose the file and check it."""
        path = self._context.ask.choose_file_to_open("选择协议文本", (FILES,))
        if path is not None:
            self._file = path
            self._name.setText(path.name)
            self._check()

    def preview(self) -> None:
        """Show how the agreement would be printed."""
        loaded = self.loaded
        if loaded is not None and loaded.preview:
            title = f"预览：{loaded.title}"
            PreviewDialog(self._context, title, lambda _desk: (loaded.preview,), self, name=title).open()

    def _again(self) -> None:
        if self.loaded is not None and self.form.entered().get("form") != self.loaded.form:
            self._check()

    def _check(self) -> None:
        form, file = str(self.form.entered().get("form") or ""), self._file
        self.loaded = None
        self.sample_button.setEnabled(False)
        self.verdict.hide()
        self.found.hide()
        self.say_problem("")
        if file is not None and form:
            self._context.read(lambda desk: checked_text(desk, form, file), self._show, self.fail, owner=self)

    def _show(self, loaded: LoadedText) -> None:
        self.loaded = loaded
        self.sample_button.setEnabled(bool(loaded.preview))
        if loaded.usable:
            self.verdict.set_badge(f"可以装入：{loaded.clauses} 条，{loaded.blanks} 个空白项", Mark(Tone.GOOD, "done"))
        else:
            self.verdict.set_badge(f"有 {len(loaded.faults)} 处要改，改好后重新选择文件", Mark(Tone.WARN, "attention"))
        lines = [f"• {one}" for one in (*loaded.faults[:_SHOWN], *loaded.notes)]
        if len(loaded.faults) > _SHOWN:
            lines.append(f"……还有 {len(loaded.faults) - _SHOWN} 处")
        self.verdict.show()
        self.found.setText("\n".join(lines))
        self.found.setVisible(bool(lines))
        self.checked.emit()

    def _load(self, values: dict[str, Json]) -> None:
        loaded = self.loaded
        if loaded is None or not loaded.usable:
            self.say_problem("请先选择一个可以使用的文件。")
            return
        starts, on = date.fromisoformat(str(values["starts"])), self._context.today
        self.set_busy(busy=True)

        def deed(desk: Desk) -> Step:
            return load(desk, loaded, on, starts)

        self._context.act(deed, self._done, self.fail, title="装入协议文本", owner=self)

    def _done(self, _step: Step) -> None:
        self.accept()
        self._context.say("已装入协议文本")
