"""Python's cycle collector, kept to the window's thread while a worker thread is about.

The collector runs in whatever thread happens to allocate. A closed dialog is often part of a cycle; taken down by the
worker, it would crash Qt. So automatic collection is off as long as there is a worker, and a timer collects instead.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_YOUNG_EVERY = 1_000  # ms
_ALL_EVERY = 60  # of those


class Collector(QObject):
    """Collects in the thread it was made in, from its making until ``stop``."""

    _at_work = 0

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rounds = 0
        self._stopped = False
        Collector._at_work += 1
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._collect)
        self._timer.start(_YOUNG_EVERY)

    def stop(self) -> None:
        """Let Python collect by itself again, once the last collector has stopped."""
        if self._stopped:
            return
        self._stopped = True
        self._timer.stop()
        Collector._at_work -= 1
        if not Collector._at_work:
            gc.enable()

    def _collect(self) -> None:
        self._rounds += 1
        gc.collect(2 if self._rounds % _ALL_EVERY == 0 else 1)
