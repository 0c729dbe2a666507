"""Further pictures of the settings: each page, and the dialogs that change something, with the leader at the desk."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt

from yb_desktop.services.people import find_person
from yb_desktop.ui.context import Context
from yb_desktop.ui.navigation import Screen
from yb_desktop.ui.screens.settings.page import NAME, SettingsScreen
from yb_desktop.ui.subjects import Scenes

_PAGES = ("people", "values", "calendar", "forms", "backups", "check", "log", "look")
_LEADER = "王建国"
_ONCE = Qt.ConnectionType.SingleShotConnection


def scenes(context: Context, screen: Screen) -> Scenes:
    """Give the scenes by name."""
    if not isinstance(screen, SettingsScreen):
        return {}
    with context.desk.store.read() as reader:
        leader = context.desk.sign_in(find_person(reader, _LEADER))
    clerk = context.desk

    def page(name: str) -> None:
        context.desk = leader
        context.navigator.go(NAME, name)

    def not_allowed() -> None:
        context.desk = clerk
        context.navigator.go(NAME, "people")

    def enter_person() -> None:
        page("people")
        screen.people.begin()

    def value() -> None:
        page("values")
        screen.values.rows.counted.connect(lambda _n: screen.values.begin(), _ONCE)

    def holiday() -> None:
        page("calendar")
        for day in (6, 7, 10):
            screen.calendar.grid.pick(context.today.replace(month=8, day=day))
        screen.calendar.rows.counted.connect(lambda _n: screen.calendar.begin(), _ONCE)

    found: dict[str, Callable[[], None]] = {name: partial(page, name) for name in _PAGES}
    return {**found, "value": value, "holiday": holiday, "enter-person": enter_person, "not-allowed": not_allowed}
