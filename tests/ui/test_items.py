"""The table of materials: copies as the form asks for them, long names in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yb_desktop.ui.theme import Theme
from yb_desktop.ui.widgets.form_items import ItemsTable
from yb_desktop.ui.widgets.form_spec import Option

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

LONG = "与医保管理制度对应的内部管理制度和财务制度文本及其执行情况说明，（加盖公章）"


def test_copies_begin_with_what_the_form_asks_for(theme: Theme, qtbot: QtBot) -> None:
    table = ItemsTable((Option("form", "申请表", copies=3), Option("rules", "制度")), seals=False)
    qtbot.addWidget(table)
    table.show_value({"form": {}, "rules": {"copies": 2}})
    assert table.value() == {"form": {"copies": 3}, "rules": {"copies": 2}}


def test_a_long_name_is_shown_in_full(theme: Theme, qtbot: QtBot) -> None:
    table = ItemsTable((Option("rules", LONG),), seals=True)
    qtbot.addWidget(table)
    shown = table._lines[0].there
    assert shown.accessibleName() == LONG
    assert shown.text().replace("\n", "") == LONG
    assert "\n" in shown.text()
    assert not any(line[0] in "，。）" for line in shown.text().split("\n"))
