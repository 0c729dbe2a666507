"""Any action through the dialog built from its description, on a real agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from tests.ui.screens.sample_offices import Seat
from yb_desktop.base.canon import Json
from yb_desktop.domain.vocabulary import AgreementState
from yb_desktop.services.desk import Desk, Step
from yb_desktop.store import lists
from yb_desktop.ui.acting import ActionDialog, open_action

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def above(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(1000, 700)
    qtbot.addWidget(made)
    made.show()
    return made


def in_force(desk: Desk) -> str:
    with desk.store.read() as reader:
        return lists.agreements(reader, state=AgreementState.IN_FORCE).rows[0].id


def opened(qtbot: QtBot, seated: Seat, above: QWidget, action: str, done: list[Step]) -> ActionDialog:
    given: dict[str, Json] = {"agreement": in_force(seated.context.desk)}
    open_action(seated.context, action, given, above, about="某诊所", then=done.append)
    qtbot.waitUntil(lambda: above.findChild(ActionDialog) is not None)
    found = above.findChild(ActionDialog)
    assert isinstance(found, ActionDialog)
    return found


def test_training_is_recorded_with_everybody_who_came(qtbot: QtBot, seated: Seat, above: QWidget) -> None:
    done: list[Step] = []
    dialog = opened(qtbot, seated, above, "agreements.record_training", done)
    dialog.form.set_values({"text": "目录更新培训", "people": ["张堃", "杨祎"]})
    dialog.submit()
    qtbot.waitUntil(lambda: bool(done))
    with seated.context.desk.store.read() as reader:
        notes = reader.agreement(in_force(seated.context.desk)).notes
    assert [(note.text, note.people) for note in notes] == [("目录更新培训", ("张堃", "杨祎"))]


def test_what_is_in_the_way_stands_above_the_form(qtbot: QtBot, seated: Seat, above: QWidget) -> None:
    dialog = opened(qtbot, seated, above, "changes.resume", [])
    texts = [one.text() for one in dialog.findChildren(QLabel)]
    assert any("不能办理这一步" in text for text in texts)


def test_a_refusal_keeps_what_was_typed(qtbot: QtBot, seated: Seat, above: QWidget) -> None:
    dialog = opened(qtbot, seated, above, "changes.resume", [])
    dialog.form.set_values({"reason": "整改完毕"})
    dialog.submit()
    qtbot.waitUntil(lambda: any("✕" in one.text() for one in dialog.findChildren(QLabel)))
    assert dialog.isVisible()
    assert [one.toPlainText() for one in dialog.findChildren(QPlainTextEdit)] == ["整改完毕"]
