"""The way out where this device can go on under a new number only (换新编号重新登记), offered beside the sentence."""

from __future__ import annotations

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QDialog, QPushButton

from yb_desktop.services.views.key_care import Remedy
from yb_desktop.ui.widgets.text import button


def number_button(dialog: QDialog, chosen: SignalInstance) -> QPushButton:
    """Give the button, hidden: it closes the dialog and says through ``chosen`` that a new number is wanted."""
    made = button(Remedy.RENUMBER.value)
    made.hide()

    def leave() -> None:
        dialog.reject()
        chosen.emit()

    made.clicked.connect(leave)
    return made
