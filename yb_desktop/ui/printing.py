"""Printing through the system: pages as pictures of 300 dpi, drawn in the worker, so that the window never waits.

Rules kept here: what the printer was told last is remembered (printer, sides; for each document the sets too); pages
are printed in their own size, unscaled; a printer that does not take the work is an error in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from yb_desktop.base.canon import Json
from yb_desktop.base.errors import WorldError
from yb_desktop.paper.pictures import POINTS, PageSize, page_picture, page_sizes
from yb_desktop.ui.preferences import Preferences
from yb_desktop.ui.tasks import Progress, Report

DPI = 300
MOST = 99
"""So many sets are printed at once at most."""
_REMEMBERED = "print"


class Sides(Enum):
    """One or both sides of a sheet; the value is what is remembered."""

    ONE = "one"
    BOTH = "both"

    @property
    def words(self) -> str:
        """What the dialog says."""
        return "单面" if self is Sides.ONE else "双面（长边翻转）"


_SIDES = frozenset(one.value for one in Sides)


@dataclass(frozen=True, slots=True)
class PrintSetup:
    """What the printer is told: its name (empty: the system's default), sides and sets; ``file`` prints into a PDF."""

    printer: str = ""
    sides: Sides = Sides.BOTH
    copies: int = 1
    file: Path | None = None


def printers() -> tuple[str, ...]:
    """Give the names of the system's printers, the default one first."""
    default = QPrinterInfo.defaultPrinterName()
    return tuple(sorted(QPrinterInfo.availablePrinterNames(), key=lambda name: (name != default, name)))


def remembered(preferences: Preferences, document: str = "") -> PrintSetup:
    """Give what was chosen last for a document, sets too; for one never printed, printer and sides of the last one."""
    match preferences.get(f"{_REMEMBERED}/{document}") if document else None:
        case {"printer": str(printer), "sides": str(sides), "sets": int(sets)} if sides in _SIDES and 1 <= sets <= MOST:
            return PrintSetup(printer, Sides(sides), sets)
    match preferences.get(_REMEMBERED):
        case {"printer": str(printer), "sides": str(sides)} if sides in _SIDES:
            return PrintSetup(printer, Sides(sides))
        case _:
            return PrintSetup()


def remember(preferences: Preferences, setup: PrintSetup, document: str = "") -> None:
    """Remember what was chosen, for the document too where one is named."""
    chosen: dict[str, Json] = {"printer": setup.printer, "sides": setup.sides.value}
    preferences.set(_REMEMBERED, chosen)
    if document:
        preferences.set(f"{_REMEMBERED}/{document}", {**chosen, "sets": setup.copies})


def print_papers(papers: Sequence[bytes], setup: PrintSetup, report: Report) -> int:
    """Print PDFs behind each other, each beginning on a new sheet; gives the number of pages sent. For the worker.

    Raises ``WorldError`` (``printer``) when the printer does not begin or breaks off.
    """
    sizes = [page_sizes(paper) for paper in papers]
    total = sum(len(one) for one in sizes) * setup.copies
    printer = _printer(setup, sizes[0][0])
    painter = QPainter()
    if not painter.begin(printer):
        raise _failed(setup)
    sent = 0
    try:
        for paper, pages in list(zip(papers, sizes, strict=True)) * setup.copies:
            for number in range(len(pages)):
                if sent:
                    _next_page(printer, setup)
                _paint(painter, printer, paper, number)
                sent += 1
                report(Progress(sent, total, f"第 {sent} 页，共 {total} 页"))
            if setup.sides is Sides.BOTH and len(pages) % 2 and sent < total:
                _next_page(printer, setup)  # the next paper begins on a sheet of its own
    except BaseException:
        printer.abort()
        raise
    finally:
        painter.end()
    if printer.printerState() == QPrinter.PrinterState.Error:
        raise _failed(setup)
    return sent


def _printer(setup: PrintSetup, size: PageSize) -> QPrinter:
    printer = QPrinter()
    if setup.file is not None:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(setup.file))
    elif setup.printer:
        printer.setPrinterName(setup.printer)
    printer.setResolution(DPI)
    points = QSizeF(size.width, size.height)
    sheet = QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    printer.setPageLayout(QPageLayout(sheet, QPageLayout.Orientation.Portrait, QMarginsF()))
    printer.setFullPage(True)
    both = setup.sides is Sides.BOTH
    printer.setDuplex(QPrinter.DuplexMode.DuplexLongSide if both else QPrinter.DuplexMode.DuplexNone)
    return printer


def _paint(painter: QPainter, printer: QPrinter, paper: bytes, number: int) -> None:
    picture = page_picture(paper, number, DPI / POINTS)
    image = QImage(picture.pixels, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32)
    scale = printer.resolution() / DPI
    painter.drawImage(QRectF(0, 0, picture.width * scale, picture.height * scale), image)


def _next_page(printer: QPrinter, setup: PrintSetup) -> None:
    if not printer.newPage():
        raise _failed(setup)


def _failed(setup: PrintSetup) -> WorldError:
    name = f"“{setup.printer}”" if setup.printer else "默认打印机"
    return WorldError("printer", f"打印没有完成：{name}没有接受任务。请检查打印机是否开机、有纸，或另存为PDF后再打印。")
