"""Forms: values in and out, errors at the field, Enter and Tab, drafts."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit

from yb_desktop.base.canon import Json
from yb_desktop.base.clock import FixedClock
from yb_desktop.ui.drafts import Drafts
from yb_desktop.ui.theme import Theme
from yb_desktop.ui.widgets.basis import BasisBadge, Citation
from yb_desktop.ui.widgets.form import DraftPlace, Form
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind, Option

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

TODAY = date(2026, 3, 2)
TOWNS = (Option("532326100", "金碧镇"), Option("532326101", "石羊镇"))
EVERY = (
    FieldSpec("name", "机构名称", required=True, basis=Citation("A1", "楚医保〔2022〕10号第7条")),
    FieldSpec("note", "备注", Kind.MULTILINE),
    FieldSpec("opened", "运营日期", Kind.DATE),
    FieldSpec("kind", "类别", Kind.CHOICE, choices=(Option("medical", "医疗机构"), Option("pharmacy", "零售药店"))),
    FieldSpec("beds", "床位", Kind.NUMBER, minimum=0, maximum=999),
    FieldSpec("deposit", "保证金", Kind.MONEY, minimum=0),
    FieldSpec("profit", "营利性", Kind.CHECK),
    FieldSpec("items", "材料", Kind.ITEMS, choices=(Option("licence", "许可证"), Option("other", "其他"))),
    FieldSpec("rep", "法定代表人", Kind.PERSON),
    FieldSpec("area", "乡镇", Kind.AREA, choices=TOWNS),
)
VALUES: dict[str, Json] = {
    "name": "大姚县石羊镇柳树村卫生室",
    "note": "第一行\n第二行",
    "opened": "2025-06-01",
    "kind": "pharmacy",
    "beds": 12,
    "deposit": 123450,
    "profit": True,
    "items": {"licence": {"copies": 2, "sealed": True}},
    "rep": {"name": "李晓梅", "id_number": "53232619900101123X"},
    "area": "532326101",
}


def make(qtbot: QtBot, *specs: FieldSpec, draft: DraftPlace | None = None) -> Form:
    form = Form(specs or EVERY, TODAY, draft=draft)
    qtbot.addWidget(form)
    form.show()
    return form


def line(form: Form, name: str, number: int = 0) -> QLineEdit:
    found = form.editor(name).inputs[number]
    assert isinstance(found, QLineEdit)
    return found


def errors(form: Form) -> list[str]:
    return [w.text() for w in form.findChildren(QLabel) if w.property("role") == "error" and w.isVisible()]


def commit(widget: QLineEdit | QPlainTextEdit, text: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def test_what_goes_in_comes_out(theme: Theme, qtbot: QtBot) -> None:
    form = make(qtbot)
    form.set_values(VALUES)
    assert form.values() == VALUES


def test_an_empty_form_holds_nothing(theme: Theme, qtbot: QtBot) -> None:
    assert make(qtbot).entered() == {"profit": False}


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("1234.5", 123450),
        ("1,234.50", 123450),
        ("1.5万", 1_500_000),
        ("３００", 30000),
        ("0.001", None),
        ("一百", None),
    ],
)
def test_money_is_typed_in_yuan_and_kept_in_fen(theme: Theme, qtbot: QtBot, typed: str, fen: int | None) -> None:
    form = make(qtbot)
    line(form, "deposit").setText(typed)
    assert form.values()["deposit"] == fen
    assert (form.editor("deposit").problem() == "") == (fen is not None)


def test_errors_stand_at_their_field_and_go_when_it_is_mended(theme: Theme, qtbot: QtBot) -> None:
    form = make(qtbot)
    line(form, "beds").setText("1000")
    line(form, "opened").setText("0230")
    assert not form.check()
    assert errors(form) == [
        "✕ 请填写机构名称。",
        "✕ 这不是一个日期。可输入 0302、20260302 或 2026-3-2。",
        "✕ 不能大于 999。",
    ]
    assert form.focusWidget() is line(form, "name")
    assert line(form, "name").property("wrong") == "true"
    assert line(form, "name").accessibleDescription() == "请填写机构名称。"
    commit(line(form, "name"), "柳树村卫生室")
    line(form, "beds").setText("12")
    line(form, "opened").setText("0228")
    assert errors(form) == []
    assert form.check()


def test_an_area_is_found_by_part_of_its_name_only_if_it_exists(theme: Theme, qtbot: QtBot) -> None:
    form = make(qtbot)
    box = form.editor("area").inputs[0]
    assert isinstance(box, QComboBox)
    box.setEditText("石羊镇")
    assert form.values()["area"] == "532326101"
    box.setEditText("没有镇")
    assert form.values()["area"] is None
    assert "列表中没有这一项" in form.editor("area").problem()
    completer = box.completer()
    assert completer is not None
    completer.setCompletionPrefix("羊")
    assert completer.completionCount() == 1


def test_enter_goes_on_and_asks_to_submit_at_the_end(theme: Theme, qtbot: QtBot) -> None:
    form = make(qtbot, FieldSpec("a", "甲"), FieldSpec("b", "乙"))
    line(form, "a").setFocus()
    submitted: list[bool] = []
    form.submitted.connect(lambda: submitted.append(True))
    QTest.keyClick(line(form, "a"), Qt.Key.Key_Return)
    assert form.focusWidget() is line(form, "b")
    assert submitted == []
    QTest.keyClick(line(form, "b"), Qt.Key.Key_Return)
    QTest.keyClick(line(form, "a"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert submitted == [True, True]


def test_enter_in_several_lines_is_a_new_line(theme: Theme, qtbot: QtBot) -> None:
    form = make(qtbot, FieldSpec("note", "备注", Kind.MULTILINE))
    text = form.editor("note").inputs[0]
    assert isinstance(text, QPlainTextEdit)
    commit(text, "一")
    QTest.keyClick(text, Qt.Key.Key_Return)
    commit(text, "二")
    assert form.values() == {"note": "一\n二"}


def test_a_draft_is_kept_at_a_pause_found_again_and_dropped_when_saved(
    theme: Theme, qtbot: QtBot, drafts: Drafts
) -> None:
    place = DraftPlace(drafts, "register", "登记机构")
    form = make(qtbot, draft=place)
    assert form.found_draft() is None
    commit(line(form, "name"), "柳树村卫生室")
    qtbot.waitUntil(lambda: drafts.get("register") is not None)
    again = make(qtbot, draft=place)
    found = again.found_draft()
    assert found is not None
    again.set_values(found.values)
    assert again.values()["name"] == "柳树村卫生室"
    again.done()
    assert drafts.get("register") is None


def test_a_draft_that_cannot_be_written_is_said_at_the_form(
    theme: Theme, qtbot: QtBot, tmp_path: Path, clock: FixedClock
) -> None:
    (tmp_path / "file").write_text("not a folder")
    form = make(qtbot, draft=DraftPlace(Drafts(tmp_path / "file", clock), "register", "登记机构"))
    form.keep_draft()
    assert [e[:9] for e in errors(form)] == ["✕ 草稿未能保存："]


def test_every_field_has_a_name_for_a_screen_reader(theme: Theme, qtbot: QtBot) -> None:
    form = make(qtbot)
    named = {spec.id: [w.accessibleName() or w.property("text") for w in form.editor(spec.id).inputs] for spec in EVERY}
    assert all(all(names) for names in named.values()), named


def test_two_columns_become_one_where_there_is_no_room(theme: Theme, qtbot: QtBot) -> None:
    form = Form((FieldSpec("a", "甲"), FieldSpec("b", "乙")), TODAY, columns=2)
    qtbot.addWidget(form)
    form.resize(1000, 200)
    form.show()

    def tops() -> list[int]:
        return [form.editor(n).mapTo(form, form.editor(n).rect().topLeft()).y() for n in "ab"]

    qtbot.waitUntil(lambda: tops()[0] == tops()[1])
    form.resize(500, 200)
    qtbot.waitUntil(lambda: tops()[1] > tops()[0])


def test_a_hidden_field_is_not_asked_for(theme: Theme, qtbot: QtBot) -> None:
    form = make(qtbot, FieldSpec("a", "甲", required=True))
    assert not form.check()
    form.show_field("a", visible=False)
    assert form.check()


def test_the_badge_of_a_field_opens_its_article(theme: Theme, qtbot: QtBot) -> None:
    opened: list[str] = []
    form = Form(EVERY, TODAY, open_article=opened.append)
    qtbot.addWidget(form)
    form.findChildren(BasisBadge)[0].click()
    assert opened == ["A1"]
