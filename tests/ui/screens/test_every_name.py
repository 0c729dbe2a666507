"""Nothing that takes the keyboard is without a name: every screen, every page and dialog of the pictures is asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractScrollArea, QAbstractSpinBox, QComboBox, QTabBar, QWidget

from yb_desktop.base.errors import WorldError
from yb_desktop.ui.context import Context
from yb_desktop.ui.navigation import Screen
from yb_desktop.ui.shots import Studio
from yb_desktop.ui.subjects import SUBJECTS, Scenes, SubjectSpec
from yb_desktop.ui.theme import Theme


class Listener(Studio):
    """Goes through the screens like the photographer, and listens where he takes a picture."""

    nameless: set[str]
    asked: int

    def begin(self) -> None:
        """Forget what was heard of another subject."""
        self.nameless, self.asked = set(), 0

    def _write(self, file: Path) -> None:
        self.settle()
        for one in self._window.findChildren(QWidget):
            if one.isVisible() and one.isEnabled() and takes_keys(one):
                self.asked += 1
                if not name_of(one):
                    self.nameless.add(f"{file.stem}: {type(one).__name__} in {type(one.parent()).__name__}")


def takes_keys(one: QWidget) -> bool:
    """Say whether Tab stops there: neither at the insides of another that has the name, nor where it is passed on."""
    if one.focusProxy() is not None:
        return False
    inside = isinstance(one.parent(), (QAbstractScrollArea, QAbstractSpinBox, QComboBox))
    # A bar of tabs reads its tabs to the person, each by its own words.
    return bool(one.focusPolicy() & Qt.FocusPolicy.TabFocus) and not inside and not isinstance(one, QTabBar)


def name_of(one: QWidget) -> str:
    """Give what a screen reader says of a widget."""
    return QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name).strip()


@pytest.fixture(scope="module")
def listener(dressed: Theme, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Listener]:
    with closing(Listener(dressed, tmp_path_factory.mktemp("names") / "studio")) as made:
        yield made


@pytest.mark.parametrize("spec", SUBJECTS, ids=lambda spec: spec.id)
def test_every_widget_that_takes_keys_has_a_name(spec: SubjectSpec, listener: Listener, tmp_path: Path) -> None:
    listener.begin()
    listener.shoot(spec, tmp_path, "100")
    assert listener.nameless == set()
    assert listener.asked > 20


def test_what_a_screen_is_refused_ends_the_round(listener: Listener, tmp_path: Path) -> None:
    """A box would wait for somebody to press its button, and nobody is there."""

    def unreadable() -> None:
        raise WorldError("disk", "磁盘读不出来。")

    def scenes(context: Context, _screen: Screen) -> Scenes:
        def read() -> None:
            context.tasks.run(unreadable)

        return {"unreadable": read}

    listener.begin()
    with pytest.raises(WorldError, match="磁盘读不出来"):
        listener.shoot(replace(SUBJECTS[0], scenes=scenes), tmp_path, "100")


def test_a_nameless_field_is_found(theme: Theme) -> None:
    del theme
    field = QComboBox()
    assert takes_keys(field)
    assert name_of(field) == ""
    field.setAccessibleName("状态")
    assert name_of(field) == "状态"
