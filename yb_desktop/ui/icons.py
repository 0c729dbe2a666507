"""The program's own line icons, drawn from ``resources/icons/*.svg`` in any colour and size."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from yb_desktop.base.files import shipped
from yb_desktop.ui.colours import Ink

_DRAWN_IN = Ink.TEXT


def pixmap(name: str, size: int, colour: str = Ink.TEXT) -> QPixmap:
    """Draw the icon ``name`` in ``size`` logical pixels; drawn once and kept by Qt's pixmap cache."""
    app = QApplication.instance()
    ratio = app.devicePixelRatio() if isinstance(app, QApplication) else 1.0
    key = f"yb/{name}/{size}/{colour}/{ratio}"
    drawn = QPixmap()
    if QPixmapCache.find(key, drawn):
        return drawn
    drawn = QPixmap(round(size * ratio), round(size * ratio))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    text = shipped("resources", "icons", f"{name}.svg").read_text("utf-8").replace(_DRAWN_IN, colour)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    QPixmapCache.insert(key, drawn)
    return drawn


def icon(name: str, colour: str = Ink.TEXT) -> QIcon:
    """Give the icon ``name`` for a button or a menu; the style sheet's ``icon-size`` says how large it is shown."""
    made = QIcon()
    for size in (16, 24, 36):
        made.addPixmap(pixmap(name, size, colour))
        made.addPixmap(pixmap(name, size, Ink.MUTED), QIcon.Mode.Disabled)
    return made
