"""How screens reach each other without knowing each other: by the id of a screen and of a thing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget


class Screen(Protocol):
    """One subject's page in the frame; made when it is first shown."""

    def widget(self) -> QWidget:
        """Give the page; the same one each time."""
        ...

    def refresh(self) -> None:
        """Fetch anew: shown again, or something was written elsewhere."""
        ...

    def open(self, entity: str) -> None:
        """Show one thing: a case, an institution; ``""`` is the list, fetched anew, whatever page was open."""
        ...


@dataclass(frozen=True, slots=True)
class Subject:
    """A line at the left: ``make`` builds the screen, and imports what it needs, when it is first opened."""

    id: str
    title: str
    icon: str
    make: Callable[[], Screen]


_SCREENS = {"case": "applications", "agr": "agreements", "audit": "breaches", "inst": "institutions"}
"""The screen on which a matter has its page, by how its id begins."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one can go: a screen, and a thing on it."""

    screen: str
    entity: str = ""


class Navigator(QObject):
    """Given to every screen: goes somewhere, goes back, tells the others that something was written."""

    wanted = Signal(object)
    """A ``Place`` somebody wants to see."""
    written = Signal()
    """Something was written; the frame and the shown screen fetch anew."""
    full_window = Signal(bool)
    """The page wants the whole window (a visit on site), or gives it back."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._way: list[Place] = []

    def go(self, screen: str, entity: str = "") -> None:
        """Go to a screen, or to one thing on it."""
        place = Place(screen, entity)
        if not self._way or self._way[-1] != place:
            self._way = [*self._way[-49:], place]
        self.wanted.emit(place)

    def go_to_matter(self, entity: str, institution: str = "") -> None:
        """Go to the page of a matter by its id; where it has none, to that of its institution."""
        screen = _SCREENS.get(entity.partition("-")[0])
        if screen is not None:
            self.go(screen, entity)
        elif institution:
            self.go("institutions", institution)

    def stand(self, screen: str, asked: str, entity: str = "") -> None:
        """Say where the person ended up who asked for ``asked``: going back must not begin a deed again."""
        if self._way and self._way[-1] == Place(screen, asked):
            self._way.pop()
            real = Place(screen, entity)
            if not self._way or self._way[-1] != real:
                self._way.append(real)

    def back(self) -> None:
        """Go to where one was before; at the beginning of the way, nowhere."""
        if len(self._way) > 1:
            self._way.pop()
            self.wanted.emit(self._way[-1])
