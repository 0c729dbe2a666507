"""Sums by name: typed in yuan, one a line, kept in fen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from yb_desktop.base.canon import Json
from yb_desktop.ui.theme import Theme
from yb_desktop.ui.widgets.form import Form
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def form(theme: Theme, qtbot: QtBot) -> Form:
    del theme
    made = Form((FieldSpec("amounts", "涉及金额", Kind.SUMS),), date(2026, 3, 2))
    qtbot.addWidget(made)
    return made


def typed(form: Form, text: str) -> None:
    form.editor("amounts").inputs[0].setProperty("plainText", text)


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("超标准收费 12864\n重复收费：3,120.50元", {"超标准收费": 1_286_400, "重复收费": 312_050}),
        ("1.5万", {"第1项": 1_500_000}),
        ("甲 乙 0.01", {"甲 乙": 1}),
        ("", None),
    ],
)
def test_lines_become_sums(form: Form, text: str, sums: Json) -> None:
    typed(form, text)
    assert form.check()
    assert form.values() == {"amounts": sums}


@pytest.mark.parametrize("text", ["超标准收费", "超标准收费 12.345", "超标准收费 -3", "甲 1\n甲 2"])
def test_a_line_that_is_no_sum_is_named(form: Form, text: str) -> None:
    typed(form, text)
    assert not form.check()


def test_sums_are_shown_as_they_are_typed(form: Form) -> None:
    form.set_values({"amounts": {"超标准收费": 1_286_400}})
    assert form.values() == {"amounts": {"超标准收费": 1_286_400}}
