"""The real door: what its boxes show, and which button a careless Enter presses."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton

from yb_desktop.base.errors import BadInput, NotAllowed, Unmet, WorldError
from yb_desktop.ui.ask import WindowAsk
from yb_desktop.ui.theme import Theme
from yb_desktop.ui.widgets.basis import BasisBadge, Citation

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot


def when_open(do: Callable[[QDialog], None]) -> None:
    def look() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QDialog)
        do(box)
        if box.isVisible():
            box.reject()

    QTimer.singleShot(0, look)


def words(box: QDialog) -> list[str]:
    return [label.text() for label in box.findChildren(QLabel)]


def test_a_refusal_by_rule_shows_every_reason_with_its_article_and_first_day(theme: Theme, qtbot: QtBot) -> None:
    opened: list[str] = []
    seen: list[str] = []

    def look(box: QDialog) -> None:
        seen.extend(words(box))
        for badge in box.findChildren(BasisBadge):
            seen.append(badge.text())
            badge.click()

    when_open(look)
    ask = WindowAsk(cite=lambda rule: Citation(rule, "楚医保〔2022〕10号第16条"), open_article=opened.append)
    ask.refuse(
        NotAllowed([Unmet("E13", "公示期未满。", date(2026, 3, 12)), Unmet("E11", "未满三个月。")]),
    )
    assert "公示期未满。" in seen
    assert "未满三个月。" in seen
    assert "最早可于 2026-03-12 办理。" in seen
    assert opened == ["E11", "E13"]


def test_bad_input_and_a_broken_world_show_their_sentence(theme: Theme, qtbot: QtBot) -> None:
    seen: list[str] = []
    for error in (BadInput("x", "请填写名称。"), WorldError("disk-full", "磁盘空间不足。")):
        when_open(lambda box: seen.extend(words(box)))
        WindowAsk().refuse(error)
    assert "请填写名称。" in seen
    assert "磁盘空间不足。" in seen


def test_before_a_grave_deed_enter_means_no(theme: Theme, qtbot: QtBot) -> None:
    defaults: list[str] = []

    def look(box: QDialog) -> None:
        defaults.extend(b.text() for b in box.findChildren(QPushButton) if b.isDefault())

    when_open(look)
    assert not WindowAsk().confirm("删除这份草稿？", yes="删除", danger=True)
    when_open(look)
    WindowAsk().confirm("受理这件申请？", yes="受理")
    assert defaults == ["取消", "受理"]


def test_a_text_is_asked_for_and_given_back(theme: Theme, qtbot: QtBot) -> None:
    def answer(box: QDialog) -> None:
        box.findChildren(QLineEdit)[0].setText("  材料不齐 ")
        box.accept()

    when_open(answer)
    assert WindowAsk().text("退回的理由") == "材料不齐"
    when_open(lambda _box: None)
    assert WindowAsk().text("退回的理由") is None
