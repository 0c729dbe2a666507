"""A seat in a fresh office with one institution: what the tests of applications and visits begin from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QTreeView,
    QWidget,
)

from tests.services.office import Office
from tests.ui.looking import settled
from tests.ui.screens.sample_offices import Seat
from yb_desktop.base.clock import FixedClock
from yb_desktop.domain.case import Case
from yb_desktop.ui.context import Context

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

TODAY = date(2026, 3, 5)
"""Three working days after the office's first day."""


@dataclass(slots=True)
class Room:
    """An office, and somebody at its window; the store is only looked into while the worker is idle."""

    office: Office
    seat: Seat
    qtbot: QtBot

    @property
    def context(self) -> Context:
        """What screens get."""
        return self.seat.context

    def settle(self) -> None:
        """Wait until the worker has nothing to do and its results are shown."""
        settled(self.context.tasks, self.qtbot)

    def until(self, holds: Callable[[], object]) -> None:
        """Wait until something holds."""
        self.qtbot.waitUntil(lambda: bool(holds()))

    def case(self) -> Case:
        """Give the application as it stands in the store."""
        self.settle()
        return self.office.now()

    def sit(self, name: str, today: date | None = None) -> None:
        """Let another person sit down, on another day where one is given."""
        self.settle()
        desk = self.office.at(name)
        self.context.desk = desk if today is None else replace(desk, clock=FixedClock(today))


def texts(widget: QWidget) -> str:
    """Give every word that is shown in labels."""
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))


def unnamed(widget: QWidget) -> list[str]:
    """Give the fields, lists and buttons that a screen reader could not name; the insides of others are left out."""
    kinds = (QLineEdit, QPlainTextEdit, QComboBox, QPushButton, QCheckBox, QListView, QTableView, QTreeView)
    found = [one for kind in kinds for one in widget.findChildren(kind)]
    return [
        f"{type(one).__name__} in {type(one.parent()).__name__}"
        for one in found
        if not one.accessibleName()
        and not (isinstance(one, QAbstractButton) and one.text())
        and not isinstance(one.parent(), (QComboBox, QAbstractSpinBox))
        and not isinstance(one.parent().parent(), QComboBox)
    ]
