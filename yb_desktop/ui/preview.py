"""The preview of papers before they are printed or saved; any screen opens it with what makes the papers.

``PreviewDialog(context, "受理通知书", lambda desk: (paper(desk, "acceptance_notice", case=case),), name="受理通知书")``
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from yb_desktop.base.errors import WorldError, YbError
from yb_desktop.base.files import write_whole
from yb_desktop.paper.pictures import joined
from yb_desktop.ui.ask import FileKind
from yb_desktop.ui.context import Context
from yb_desktop.ui.printing import MOST, PrintSetup, Sides, print_papers, printers, remember, remembered
from yb_desktop.ui.theme import px, space
from yb_desktop.ui.widgets.form import Form
from yb_desktop.ui.widgets.form_dialog import FormDialog
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind, Option
from yb_desktop.ui.widgets.pdf_view import PdfView
from yb_desktop.ui.widgets.text import button, label, row

if TYPE_CHECKING:
    from yb_desktop.services.desk import Desk

PDF = FileKind("PDF 文件", ("pdf",))
Make = Callable[["Desk"], Sequence[bytes]]
"""Makes the papers, in the worker."""
WriteAs = Callable[["Desk", str], bytes]
"""Writes the paper for Word (``.docx``), Excel or the web, in the worker."""
_KINDS = {
    ".docx": FileKind("Word 文档", ("docx",)),
    ".xlsx": FileKind("Excel 工作簿", ("xlsx",)),
    ".html": FileKind("网页", ("html",)),
}


class PreviewDialog(QDialog):
    """Shows papers; prints them and saves them. ``side`` takes what stands at the right of the pages."""

    made = Signal(int)
    """The papers are here; carries how many."""
    put_out = Signal()
    """They were sent to a printer or saved."""

    def __init__(
        self,
        context: Context,
        title: str,
        make: Make | None,
        parent: QWidget | None = None,
        *,
        name: str = "文书",
        document: str = "",
        sets: bool = True,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._name = name
        self._document = document
        self._sets = sets
        self._write_as: WriteAs | None = None
        self._papers: tuple[bytes, ...] = ()
        self._title = label(title, "heading")
        self._problem = label("", "error", wrap=True, selectable=True)
        self._problem.hide()
        self._warning = label("", "error", wrap=True)
        self._warning.hide()
        self.view = PdfView(context.tasks)
        self.side = QVBoxLayout()
        self.print_button = button("打印…", "primary", icon_name="print")
        self.save_button = button("另存为 PDF…")
        self.format_button = button("另存为其他格式", icon_name="down")
        self.format_button.setMenu(QMenu(self.format_button))
        self.format_button.hide()
        self.close_button = button("关闭")
        self.buttons = row(None, self.close_button, self.format_button, self.save_button, self.print_button)
        self._lay_out()
        self.print_button.clicked.connect(self.print_papers)
        self.save_button.clicked.connect(self.save)
        self.close_button.clicked.connect(self.reject)
        QShortcut(QKeySequence.StandardKey.Print, self, self.print_papers)
        QShortcut(QKeySequence.StandardKey.Save, self, self.save)
        self._offer()
        self.view.setFocus()
        self.resize(self.sizeHint())
        if make is not None:
            self.show_papers(make)

    @property
    def papers(self) -> tuple[bytes, ...]:
        """The papers shown, as PDFs; empty while they are made."""
        return self._papers

    def offer_formats(self, suffixes: Sequence[str], write: WriteAs) -> None:
        """Offer the same paper as files for other programs (``.docx``, ``.xlsx``, ``.html``)."""
        self._write_as = write
        menu = self.format_button.menu()
        menu.clear()
        for suffix in suffixes:
            menu.addAction(f"{_KINDS[suffix].title}…", partial(self.save_as, suffix))
        self.format_button.setVisible(bool(suffixes))

    def save_as(self, suffix: str) -> None:
        """Save the paper in another format."""
        kind, write = _KINDS[suffix], self._write_as
        path = self._context.ask.choose_file_to_save(f"另存为{kind.title}", f"{self._name}{suffix}", (kind,))
        if path is None or write is None:
            return
        self._context.read(
            lambda desk: write_whole(path, write(desk, suffix)),
            lambda _none: self._context.say(f"已保存：{path}"),
            owner=self,
        )

    def set_title(self, title: str) -> None:
        """Change the heading."""
        self.setWindowTitle(title)
        self._title.setText(title)

    def show_papers(self, make: Make) -> None:
        """Make other papers and show them."""
        self._papers = ()
        self._offer()

        def work(desk: Desk) -> tuple[tuple[bytes, ...], bytes]:
            papers = tuple(make(desk))
            return papers, joined(papers)

        self._context.read(work, self._take, self.fail, owner=self)

    def print_papers(self) -> None:
        """Ask for printer and sides, and print."""
        names = printers()
        if not self._papers:
            return
        if not names:
            text = "没有找到打印机。请在系统里添加打印机，或者先另存为PDF，到有打印机的电脑上打印。"
            self._context.ask.refuse(WorldError("printer", text))
            return
        dialog = PrintDialog(self._context, names, self._papers, self, sets=self._sets, document=self._document)
        dialog.accepted.connect(self.put_out)
        dialog.open()

    def save(self) -> None:
        """Save as one PDF file."""
        if not self._papers:
            return
        path = self._context.ask.choose_file_to_save("另存为 PDF", f"{self._name}.pdf", (PDF,))
        if path is None:
            return
        papers = self._papers
        self._context.tasks.run(
            lambda: write_whole(path, joined(papers)),
            lambda _none: self._saved(path),
            title="保存文书",
            owner=self,
        )

    def _saved(self, path: Path) -> None:
        self._context.say(f"已保存：{path}")
        self.put_out.emit()

    def fail(self, problem: YbError) -> None:
        """Say why there is nothing to show."""
        self._problem.setText(f"✕ {problem.text}")
        self._problem.show()

    def warn(self, differs: str) -> None:
        """Say above the pages how the records of today differ from a paper that was printed; nothing for no words."""
        self._warning.setText(f"▲ {differs}。" if differs else "")
        self._warning.setVisible(bool(differs))

    @property
    def warning(self) -> str:
        """What the records of today say otherwise, if anything."""
        return "" if self._warning.isHidden() else self._warning.text()

    @property
    def problem(self) -> str:
        """What was said to be wrong, if anything."""
        return "" if self._problem.isHidden() else self._problem.text()

    def clear_problem(self) -> None:
        """Take back what was said to be wrong."""
        self._problem.hide()

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Take most of the window it stands above."""
        above = self.parentWidget()
        room = above.window().size() if above else self.screen().availableGeometry().size()
        wide = px(960) if self.side.count() else px(820)
        return QSize(min(wide, round(room.width() * 0.94)), round(room.height() * 0.94))

    def _take(self, made: tuple[tuple[bytes, ...], bytes]) -> None:
        self._papers, whole = made
        self.clear_problem()
        self.view.show_pdf(whole)
        self._offer()
        self.made.emit(len(self._papers))

    def _offer(self) -> None:
        for one in (self.print_button, self.save_button):
            one.setEnabled(bool(self._papers))

    def _lay_out(self) -> None:
        space(self.side, gap=10)
        middle = QHBoxLayout()
        space(middle, gap=14)
        middle.addWidget(self.view, 1)
        middle.addLayout(self.side)
        layout = QVBoxLayout(self)
        space(layout, margins=(16, 14, 16, 14), gap=10)
        layout.addWidget(self._title)
        layout.addWidget(self._warning)
        layout.addLayout(middle, 1)
        layout.addWidget(self._problem)
        layout.addLayout(self.buttons)


class PrintDialog(FormDialog):
    """Which printer, one or both sides, how many sets; prints when told, and remembers what was chosen."""

    def __init__(
        self,
        context: Context,
        names: Sequence[str],
        papers: Sequence[bytes],
        parent: QWidget | None = None,
        *,
        sets: bool,
        document: str = "",
    ) -> None:
        last = remembered(context.preferences, document)
        chosen = last.printer if last.printer in names else names[0]
        fields = [
            FieldSpec(
                "printer",
                "打印机",
                Kind.CHOICE,
                required=True,
                choices=tuple(Option(one, one) for one in names),
                initial=chosen,
            ),
            FieldSpec(
                "sides",
                "单双面",
                Kind.CHOICE,
                required=True,
                choices=tuple(Option(one.value, one.words) for one in Sides),
                initial=last.sides.value,
            ),
        ]
        if sets:
            fields.append(
                FieldSpec(
                    "sets",
                    "份数",
                    Kind.NUMBER,
                    required=True,
                    unit="份",
                    minimum=1,
                    maximum=MOST,
                    initial=last.copies,
                )
            )
        super().__init__("打印", Form(fields, context.today), "打印", parent, width=460)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._document = document
        self._papers = tuple(papers)
        self.submitted.connect(self._print)

    def _print(self, values: dict[str, object]) -> None:
        setup = PrintSetup(str(values["printer"]), Sides(values["sides"]), int(str(values.get("sets", 1))))
        papers, context = self._papers, self._context
        remember(context.preferences, setup, self._document)
        self.set_busy(busy=True)

        def sent(pages: int) -> None:
            context.say(f"已送往打印机 {pages} 页")
            self.accept()

        context.tasks.run_long(
            "打印",
            lambda report: print_papers(papers, setup, report),
            sent,
            self.fail,
            stopped=self.reject,
            owner=self,
        )
