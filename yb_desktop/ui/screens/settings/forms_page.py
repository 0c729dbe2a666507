"""表格和文本: the forms and agreement texts in use, their versions, what they rest on and where they lie."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from yb_desktop.services.views.forms_in_use import FormLine, form_lines
from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.settings.texts import TextsPart
from yb_desktop.ui.theme import space
from yb_desktop.ui.widgets.empty_state import EmptyState
from yb_desktop.ui.widgets.page_model import Column
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.text import label
from yb_desktop.ui.widgets.whole_list import whole_list


def _version(line: FormLine) -> str:
    older = f"（保留 {'、'.join(str(one) for one in line.older)} 版）" if line.older else ""
    return f"{line.version_words}{older}"


def _since(line: FormLine) -> str:
    return line.since.isoformat() if line.since else "尚未使用"


COLUMNS = (
    Column[FormLine]("use", "用途", lambda line: line.use, 80, sortable=False),
    Column[FormLine]("kind", "适用于", lambda line: line.kind, 80, sortable=False),
    Column[FormLine]("title", "名称", lambda line: line.title, 230, sortable=False),
    Column[FormLine]("version", "版本", _version, 96, sortable=False),
    Column[FormLine]("since", "本单位启用", _since, 96, sortable=False),
    Column[FormLine]("items", "项数", lambda line: str(line.items), 50, right=True, sortable=False),
    Column[FormLine]("basis", "依据", lambda line: line.basis, 330, sortable=False),
    Column[FormLine]("file", "所在文件", lambda line: line.file, 220, sortable=False),
)


class FormsPage(QWidget):
    """The list, and what the chosen form says of itself."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.rows: RowsView[FormLine] = RowsView(
            "settings/forms",
            COLUMNS,
            whole_list(()),
            context.tasks,
            context.preferences,
            name="表格和文本",
            empty=EmptyState("没有表格"),
        )
        self.texts = TextsPart(context)
        self.note = label("", wrap=True, selectable=True)
        layout = QVBoxLayout(self)
        space(layout, gap=8)
        layout.addWidget(self.rows, 3)
        layout.addWidget(self.note)
        layout.addWidget(self.texts, 2)
        text = (
            "新版本随程序更新启用，州（市）下发的见“参考资料”；已办事项仍按当时的版本打印；服务协议可换成州（市）的文本。"
            "分值、份数等标明“本地默认”的，可由州（市）统一替换。"
        )
        layout.addWidget(label(text, "small", wrap=True))
        self.rows.selected.connect(lambda line: self.note.setText(f"{line.title}：{line.note}" if line else ""))

    def load(self) -> None:
        """Fetch the forms anew."""
        self._context.read(form_lines, self._take, owner=self)
        self.texts.load()

    def _take(self, found: tuple[FormLine, ...]) -> None:
        self.rows.load(whole_list(found))
