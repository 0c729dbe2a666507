"""What need not be answered: a short word that goes by itself, and the strip at the foot of the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from yb_desktop.ui.icons import icon, pixmap
from yb_desktop.ui.tasks import Running, Tasks
from yb_desktop.ui.theme import Tone, px, space
from yb_desktop.ui.widgets.text import label

_QUIET = 250  # ms: work shorter than this is not worth a word
_SHOWN = 5000


class Toast(QFrame):
    """A word at the lower right of ``over``, gone after five seconds or a press; what must be read goes through Ask."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setProperty("role", "card")
        self._sign = QLabel()
        self._text = label("")
        layout = QHBoxLayout(self)
        space(layout, margins=(12, 8, 14, 8), gap=8)
        layout.addWidget(self._sign)
        layout.addWidget(self._text)
        self._away = QTimer(self, singleShot=True, interval=_SHOWN)
        self._away.timeout.connect(self.hide)
        over.installEventFilter(self)
        self.hide()

    def say(self, text: str, tone: Tone = Tone.GOOD) -> None:
        """Show a word."""
        self._text.setText(text)
        self._sign.setPixmap(pixmap(tone.look.icon, px(18), tone.look.ink))
        self.setAccessibleName(text)
        self._place()
        self.show()
        self.raise_()
        self._away.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Keep the place when the window changes its size; go when pressed."""
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, _event: object) -> None:  # noqa: N802  Qt's name
        """Go away."""
        self.hide()

    def _place(self) -> None:
        self.adjustSize()
        self.move(self._over.width() - self.width() - px(20), self._over.height() - self.height() - px(20))


class StatusStrip(QWidget):
    """Says what is running, how far, lets it be stopped; at the right the last backup."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bottom")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._next: Running | None = None
        self._text = label("就绪")
        self._bar = QProgressBar(textVisible=False)
        self._bar.setFixedWidth(px(180))
        self._stop = QToolButton()
        self._stop.setIcon(icon("stop"))
        self._stop.setToolTip("停止正在进行的工作")
        self._stop.setAccessibleName("停止正在进行的工作")
        self._stop.clicked.connect(tasks.stop_current)
        self._backup = label("")
        layout = QHBoxLayout(self)
        space(layout, margins=(12, 2, 12, 2), gap=8)
        for widget in (self._text, self._bar, self._stop):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addWidget(self._backup)
        self._wait = QTimer(self, singleShot=True, interval=_QUIET)
        self._wait.timeout.connect(self._show)
        tasks.running.connect(self._take)
        self._show()

    def set_backup(self, text: str) -> None:
        """Say when the last backup was."""
        self._backup.setText(text)

    def _take(self, running: Running | None) -> None:
        self._next = running
        if running is None or running.progress is not None:
            self._wait.stop()
            self._show()
        elif not self._wait.isActive():
            self._wait.start()

    def _show(self) -> None:
        now = self._next
        self._stop.setVisible(now is not None and now.can_stop)
        self._bar.setVisible(now is not None and bool(now.title))
        if now is None or not now.title:
            self._text.setText("就绪")
            return
        waiting = f"（另有 {now.waiting} 项等待）" if now.waiting else ""
        progress = now.progress
        if progress is None or progress.total == 0:
            self._bar.setRange(0, 0)
            self._text.setText(f"正在{now.title}…{waiting}")
            return
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)
        detail = progress.text or f"{progress.done:,} / {progress.total:,}"
        self._text.setText(f"正在{now.title}：{detail}{waiting}")
