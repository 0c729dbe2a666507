"""A form's dialog is as high as its form where the window has room for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QScrollArea, QWidget

from tests.ui.conftest import TODAY
from yb_desktop.ui.theme import Theme
from yb_desktop.ui.widgets.form import Form
from yb_desktop.ui.widgets.form_dialog import FormDialog
from yb_desktop.ui.widgets.form_spec import FieldSpec

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.mark.parametrize("sentence", ["", "登记后列入名单。"])
@pytest.mark.parametrize("fields", [6, 60])
def test_a_dialog_shows_its_whole_form_or_fills_the_window(
    theme: Theme, qtbot: QtBot, sentence: str, fields: int
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    form = Form(tuple(FieldSpec(f"f{n}", f"第{n}项") for n in range(fields)), TODAY)
    dialog = FormDialog("登记", form, "登记", window, sentence=sentence)
    dialog.show()
    bar = dialog.findChildren(QScrollArea)[0].verticalScrollBar()
    qtbot.waitUntil(lambda: (bar.maximum() == 0) is (fields == 6))
    assert dialog.height() <= 768
    assert dialog.height() > 700 or fields == 6
