"""Contrast, font size, fonts, and what is set before Qt starts."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QColor, QFontDatabase, QInputMethodEvent, QRawFont
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from yb_desktop.base.files import shipped
from yb_desktop.ui.colours import Ink, Tone
from yb_desktop.ui.icons import pixmap
from yb_desktop.ui.theme import Theme, prepare_environment, px, space
from yb_desktop.ui.widgets.text import label

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def luminance(colour: str) -> float:
    plain = QColor(colour)
    shares = (plain.redF(), plain.greenF(), plain.blueF())
    parts = [float(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4) for c in shares]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *((tone.look.ink, tone.look.ground) for tone in Tone),
        (Ink.TEXT, Ink.GROUND),
        (Ink.MUTED, Ink.GROUND),
        (Ink.MUTED, Ink.ACCENT_SOFT),
        (Ink.TEXT, Ink.ACCENT_SOFT),
        (Ink.ACCENT, Ink.PAPER),
        (Ink.BAD, Ink.PAPER),
        (Ink.SIDE_TEXT, Ink.SIDE),
        (Ink.SIDE_TEXT, Ink.SIDE_NOW),
    ],
)
def test_text_can_be_read_on_its_ground(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= 4.5


def test_the_line_of_a_field_is_seen() -> None:
    assert contrast(Ink.FIELD_LINE, Ink.PAPER) >= 3


@pytest.mark.parametrize("tone", list(Tone))
def test_every_tone_has_an_icon_of_its_own(tone: Tone, qapp: QApplication) -> None:
    assert not pixmap(tone.look.icon, 16).isNull()
    assert [t.look.icon for t in Tone].count(tone.look.icon) == 1


def test_every_shipped_icon_draws_something(qapp: QApplication) -> None:
    for file in shipped("resources", "icons").glob("*.svg"):
        picture = pixmap(file.stem, 24, "#ff0000").toImage()
        inked = sum(picture.pixelColor(x, y).alpha() > 0 for x in range(24) for y in range(24))
        assert inked > 15, file.name


def test_every_size_follows_the_font_size_at_once(theme: Theme, qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    space(layout, margins=(10, 10, 10, 10), gap=8)
    title = label("机构", "title")
    layout.addWidget(title)
    page.ensurePolished()
    small = title.sizeHint().height()
    theme.set_percent(200)
    assert px(14) == 28
    assert layout.contentsMargins().left() == 20
    assert layout.spacing() == 16
    assert title.sizeHint().height() > 1.8 * small
    theme.set_percent(500)
    assert theme.percent == 200
    theme.smaller()
    assert theme.percent == 190


def test_fcitx_is_asked_through_ibus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_IM_MODULE", "fcitx")
    prepare_environment()
    assert os.environ["QT_IM_MODULE"] == "ibus"
    monkeypatch.setenv("QT_IM_MODULE", "wayland")
    prepare_environment()
    assert os.environ["QT_IM_MODULE"] == "wayland"


def test_the_shipped_font_leads_and_has_rare_names(theme: Theme) -> None:
    family = QApplication.font().families()[0]
    assert "Sans" in family
    assert QFontDatabase.hasFamily(family)
    raw = QRawFont.fromFont(QApplication.font())
    assert [c for c in "医保定点堃祎喆〔〕" if not raw.supportsCharacter(ord(c))] == []


def test_chinese_is_typed_through_an_input_method_and_shows(theme: Theme, qtbot: QtBot) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    line.resize(300, 40)
    line.show()
    line.setFocus()
    empty = line.grab().toImage()
    composing = QInputMethodEvent("ni hao", [])
    QApplication.sendEvent(line, composing)
    assert line.text() == ""
    commit = QInputMethodEvent()
    commit.setCommitString("石羊镇卫生院")
    QApplication.sendEvent(line, commit)
    assert line.text() == "石羊镇卫生院"
    assert line.grab().toImage() != empty
    pictures = []
    for name in ("羊", "镇"):  # two boxes of a missing glyph would look the same
        line.setText(name)
        line.clearFocus()
        pictures.append(line.grab().toImage())
    assert pictures[0] != pictures[1]
