"""备份和恢复: the copies there are, one more made, one looked at, one restored into an empty folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from yb_desktop.services import keeping
from yb_desktop.services.keeping import CopyLine, copies_of
from yb_desktop.services.rights import KEEPERS
from yb_desktop.services.views.permitted import lacking
from yb_desktop.ui.ask import FileKind
from yb_desktop.ui.context import Context
from yb_desktop.ui.theme import space
from yb_desktop.ui.widgets.empty_state import EmptyState
from yb_desktop.ui.widgets.page_model import Column
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.text import Card, button, label, row
from yb_desktop.ui.widgets.whole_list import whole_list

if TYPE_CHECKING:
    from yb_desktop.services.desk import Desk
    from yb_desktop.store.meta import OfficeInfo

FOLDER_KEY = "folder"
"""The preference that says which data folder the next start opens."""
_COPY = FileKind("备份文件", ("db",))
_RESTORE = (
    "恢复不改动现在的数据：备份恢复到一个新的空文件夹，下次启动时可以打开它。"
    "备份以后办理的事项不在其中；恢复后本机须重新向上级登记密钥，才能再导出数据包。"
    "恢复的数据和现在的数据不要同时使用，否则会被上级识别为分叉而停用。"
)

COLUMNS = (
    Column[CopyLine]("day", "日期", lambda line: line.day.isoformat(), 110, sortable=False),
    Column[CopyLine]("why", "方式", lambda line: line.why, 110, sortable=False),
    Column[CopyLine]("size", "大小", lambda line: f"{line.size / 1024**2:,.1f} MB", 100, right=True, sortable=False),
    Column[CopyLine]("file", "文件", lambda line: str(line.file), 520, sortable=False),
)


class BackupsPage(QWidget):
    """The copies and what is done with them."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.copy = button("立即备份", "primary", icon_name="backup")
        self.copy_to = button("备份到U盘或其他文件夹…", icon_name="folder")
        self.verify = button("核对所选备份")
        self.restore = button("恢复备份…")
        self.why = label("", "muted", wrap=True)
        self.rows: RowsView[CopyLine] = RowsView(
            "settings/copies",
            COLUMNS,
            whole_list(()),
            context.tasks,
            context.preferences,
            name="备份",
            empty=EmptyState("还没有备份", "每天第一次启动时自动备份；也可以立即备份。", icon="backup"),
        )
        self._lay_out()
        self.copy.clicked.connect(self._copy)
        self.copy_to.clicked.connect(self._copy_to)
        self.verify.clicked.connect(self._verify)
        self.restore.clicked.connect(self.begin_restore)
        self.rows.selected.connect(lambda line: self.verify.setEnabled(line is not None))

    def load(self) -> None:
        """Fetch the copies anew."""
        self._context.read(copies_of, self._take, owner=self)
        self._context.read(lambda desk: lacking(desk, KEEPERS), self._allow, owner=self)

    def begin_restore(self) -> None:
        """Ask for a copy and for an empty folder, and restore there."""
        line, ask = self.rows.current(), self._context.ask
        file = line.file if line is not None else ask.choose_file_to_open("选择备份文件", (_COPY,))
        if file is None or not ask.confirm(f"恢复备份“{file.name}”？", yes="选择空文件夹", detail=_RESTORE):
            return
        folder = ask.choose_folder("恢复到哪个空文件夹")
        if folder is not None:
            self._restore(file, folder)

    def _restore(self, file: Path, folder: Path) -> None:
        context = self._context

        def done(info: OfficeInfo) -> None:
            question = f"已把{info.name}的数据恢复到“{folder}”。下次启动时打开它吗？"
            if context.ask.confirm(question, yes="下次启动时打开", detail="现在的数据仍在原来的文件夹中。"):
                context.preferences.set(FOLDER_KEY, str(folder))

        context.act(lambda desk: keeping.restore_into(desk, file, folder), done, title="恢复备份", owner=self)

    def _copy(self) -> None:
        def said(file: Path) -> None:
            self._context.say(f"已备份：{file.name}")

        self._context.act(keeping.copy_now, said, title="备份数据", owner=self)

    def _copy_to(self) -> None:
        folder = self._context.ask.choose_folder("备份到哪个文件夹")
        if folder is None:
            return

        def copy(desk: Desk) -> Path:
            return keeping.copy_to(desk, folder)

        def said(file: Path) -> None:
            self._context.ask.inform(f"已备份到：{file}", detail="备份不含密钥和密码。请妥善保管，它含有全部业务数据。")

        self._context.act(copy, said, title="备份数据", owner=self)

    def _verify(self) -> None:
        line = self.rows.current()
        if line is None:
            return

        def said(problem: str) -> None:
            good = f"备份“{line.file.name}”完好，可以恢复。"
            bad = f"备份“{line.file.name}”已损坏（{problem}），请另做一份备份。"
            self._context.ask.inform(bad if problem else good)

        self._context.tasks.run(lambda: keeping.verify_copy(line.file), said, title="核对备份", owner=self)

    def _allow(self, why: str) -> None:
        self.why.setText(f"恢复备份：{why}" if why else "")
        self.why.setVisible(bool(why))
        self.restore.setEnabled(not why)
        self.restore.setToolTip(why)

    def _take(self, found: tuple[CopyLine, ...]) -> None:
        self.verify.setEnabled(False)
        self.rows.load(whole_list(found))

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        space(layout, gap=8)
        layout.addLayout(row(self.copy, self.copy_to, self.verify, None, self.restore))
        layout.addWidget(self.why)
        layout.addWidget(self.rows, 1)
        kept = "自动备份保留最近 7 天、4 周、12 个月各一份。数据文件夹损坏时备份也会损坏，请定期备份到U盘或其他电脑。"
        layout.addWidget(label(kept, "small", wrap=True))
        card = Card("怎样恢复")
        card.body.addWidget(label(_RESTORE, wrap=True))
        layout.addWidget(card)
