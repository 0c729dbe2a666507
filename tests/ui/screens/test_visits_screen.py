"""A visit on site: answers by key, saved at once; several inspectors; photos; settling; signatures by mouse."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from tests.services.office import FIRST
from tests.ui.looking import shown
from tests.ui.screens.case_rooms import TODAY, Room, texts, unnamed
from yb_desktop.domain.case import Visit
from yb_desktop.domain.case_facts import ItemAnswered
from yb_desktop.domain.scoring import Answer
from yb_desktop.services.stories.story_defaults import answer_the_rest
from yb_desktop.services.views.visits import ItemView
from yb_desktop.ui.navigation import Place
from yb_desktop.ui.screens.visits.page import NAME, VisitsScreen
from yb_desktop.ui.screens.visits.signatures import SignaturePad, SignerField

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def room(room: Room) -> Room:
    """The office with a visit that is assigned."""
    room.office.evaluating()
    room.office.do("evaluation.draw_team", FIRST)
    room.office.do("evaluation.assign_visit", FIRST)
    return room


@pytest.fixture
def screen(room: Room, qtbot: QtBot) -> VisitsScreen:
    made = shown(VisitsScreen(room.context), room.context, NAME, qtbot, width=1300, height=760)
    with qtbot.waitExposed(made.widget()):
        made.widget().activateWindow()
    return made


def on_site(room: Room, screen: VisitsScreen) -> None:
    """Open the office's visit."""
    screen.open(room.office.case)
    room.until(screen.checklist.isVisible)
    room.settle()


def current(screen: VisitsScreen) -> ItemView:
    """Give the item that is shown, as it stands."""
    view = screen.checklist.view
    assert view is not None
    return next(item for item in view.items if item.id == screen.checklist.panel.said.item)


def visit(room: Room) -> Visit:
    """Give the visit as it stands in the store."""
    found = room.case().visit
    assert found is not None
    return found


def facts(room: Room, item: str) -> dict[str, ItemAnswered]:
    """Give the answers to an item, by inspector."""
    return {one.fact.inspector: one.fact for one in visit(room).answers if one.fact.item == item}


def answer_all(room: Room) -> None:
    """Let the lead answer every item that is left."""
    answer_the_rest(room.office.at("经办员"), room.case(), TODAY)


def test_the_list_shows_progress_and_opens_by_enter(room: Room, screen: VisitsScreen) -> None:
    with room.qtbot.waitSignal(screen.list.rows.counted):
        screen.refresh()
    words = screen.list.rows.model.words(0)
    assert words is not None
    assert words[1:3] == ("0 / 31", "剩 12 个工作日 · 2026-03-23")
    QTest.keyClick(screen.list.rows.table, Qt.Key.Key_Return)
    assert room.seat.places == [Place(NAME, room.office.case)]


def test_one_key_answers_saves_and_goes_on(room: Room, screen: VisitsScreen) -> None:
    full: list[bool] = []
    room.context.navigator.full_window.connect(full.append)
    on_site(room, screen)
    first = current(screen)
    QTest.keyClick(screen.checklist.tree, Qt.Key.Key_1)
    room.until(lambda: current(screen).id != first.id)
    assert {one.answer for one in facts(room, first.id).values()} == {"yes"}
    second = current(screen)
    QTest.keyClick(screen.checklist.tree, Qt.Key.Key_3)
    room.until(lambda: facts(room, second.id))
    assert current(screen).id == second.id  # what is not in order waits for a note
    assert full == [True]
    screen.checklist.leave.click()
    assert full == [True, False]
    room.settle()
    on_site(room, screen)
    assert current(screen).id not in {first.id, second.id}  # goes on where it stopped


def test_answers_are_of_the_day_that_was_chosen(room: Room, screen: VisitsScreen) -> None:
    on_site(room, screen)
    assert screen.checklist.day.day() == TODAY
    screen.checklist.day.set_day(FIRST)
    item = current(screen)
    QTest.keyClick(screen.checklist.tree, Qt.Key.Key_1)
    room.until(lambda: facts(room, item.id))
    assert {one.on for one in visit(room).answers} == {FIRST}
    screen.checklist.leave.click()
    room.settle()
    on_site(room, screen)
    assert screen.checklist.day.day() == FIRST


def test_a_note_is_typed_without_answering_and_saved_after_a_pause(room: Room, screen: VisitsScreen) -> None:
    on_site(room, screen)
    item = current(screen)
    note = screen.checklist.panel.note
    note.setFocus()
    QTest.keyClicks(note, "3 12")
    assert screen.checklist.panel.said.answer is None
    room.qtbot.waitUntil(lambda: screen.checklist.panel.said.note == "3 12")
    assert facts(room, item.id) == {}
    screen.checklist.panel.choose(Answer.NO)
    room.until(lambda: facts(room, item.id))
    QTest.keyClicks(note, "x")
    QTest.keyClick(note, Qt.Key.Key_Return)
    room.until(lambda: [one.note for one in facts(room, item.id).values()] == ["3 12x"])


def test_points_go_with_partly_only(room: Room, screen: VisitsScreen) -> None:
    on_site(room, screen)
    view = screen.checklist.view
    assert view is not None
    graded = next(item for item in view.items if item.graded)
    screen.checklist.go_to(graded.id)
    panel = screen.checklist.panel
    panel.choose(Answer.PARTLY)
    room.until(lambda: facts(room, graded.id))
    QTest.keyClicks(panel.points, "99")
    QTest.keyClick(panel.points, Qt.Key.Key_Return)
    assert "应" not in panel.points.text()
    assert "小于" in texts(panel)
    panel.points.clear()
    QTest.keyClicks(panel.points, "1.5")
    QTest.keyClick(panel.points, Qt.Key.Key_Return)
    room.until(lambda: [one.points for one in facts(room, graded.id).values()] == [150])
    panel.choose(Answer.YES)
    room.until(lambda: [one.points for one in facts(room, graded.id).values()] == [None])


def test_nobody_overwrites_another_and_the_lead_settles(room: Room, screen: VisitsScreen) -> None:
    on_site(room, screen)
    item = current(screen)
    checklist = screen.checklist
    checklist.panel.choose(Answer.YES)
    room.settle()
    checklist.inspector.setCurrentIndex(1)
    checklist.inspector.activated.emit(1)
    checklist.go_to(item.id)
    assert checklist.panel.said.answer is None
    checklist.panel.choose(Answer.NO)
    room.until(lambda: current(screen).differs)
    said = facts(room, item.id)
    assert sorted(one.answer for one in said.values()) == ["no", "yes"]
    assert "意见不一致" in texts(checklist.panel)
    assert not checklist.panel.resolve.isEnabled()  # the lead alone
    checklist.filters.button(2).click()
    assert [not line.isHidden() for line in checklist._lines.values()].count(True) == 1
    checklist.inspector.setCurrentIndex(0)
    checklist.inspector.activated.emit(0)
    checklist.panel.resolve.click()
    dialog = checklist.dialog
    assert dialog is not None
    dialog.form.set_values({"answer": "no", "reason": "以现场所见为准"})
    dialog.submit()
    room.until(lambda: not dialog.isVisible())
    room.until(lambda: not current(screen).differs)
    assert [one.fact.reason for one in visit(room).resolutions] == ["以现场所见为准"]
    assert len(facts(room, item.id)) == 2


def test_photos_are_kept_with_the_answer(room: Room, screen: VisitsScreen, tmp_path: Path) -> None:
    file = tmp_path / "门头.png"
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    assert image.save(str(file))
    on_site(room, screen)
    item = current(screen)
    room.seat.ask.path = file
    screen.checklist.panel.add_photo.click()
    room.until(lambda: screen.checklist.panel.said.photos)
    assert facts(room, item.id) == {}
    screen.checklist.panel.choose(Answer.NO)
    room.until(lambda: facts(room, item.id))
    photo = next(iter(facts(room, item.id).values())).photos[0]
    assert photo.media == "image/png"
    with room.office.desk.store.read() as reader:
        assert reader.blob(photo.sha256) == file.read_bytes()


def test_what_is_no_picture_is_refused(room: Room, screen: VisitsScreen, tmp_path: Path) -> None:
    file = tmp_path / "照片.jpg"
    file.write_bytes(b"MZ no picture")
    on_site(room, screen)
    screen.checklist.add_photos((file, tmp_path / "没有.jpg"))
    room.until(lambda: room.seat.ask.refused)
    assert room.seat.ask.refused[0].code == "picture"
    screen.checklist.add_photos((tmp_path / "没有.jpg",))
    room.until(lambda: len(room.seat.ask.refused) == 2)
    assert screen.checklist.panel.said.photos == ()


def draw(pad: SignaturePad) -> None:
    """Write something with the mouse."""
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(20, 20))
    for step in range(1, 8):
        QTest.mouseMove(pad, QPoint(20 + 12 * step, 20 + 5 * (step % 3)))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(120, 40))


def test_everybody_signs_and_the_visit_is_finished(room: Room, screen: VisitsScreen) -> None:
    answer_all(room)
    on_site(room, screen)
    assert screen.checklist.sign.isEnabled()
    screen.checklist.sign.click()
    page = screen.signatures
    assert page.isVisible()
    assert len(page.fields) == 4
    assert not page.finish.isEnabled()
    for field in page.fields[:2]:
        draw(field.pad)
    page.fields[3].on_paper.setChecked(True)
    assert not page.finish.isEnabled()  # two inspectors are not enough
    page.fields[2].on_paper.setChecked(True)
    assert page.finish.isEnabled()
    page.fields[0].clear.click()
    assert not page.finish.isEnabled()
    draw(page.fields[0].pad)
    page.finish.click()
    room.until(lambda: visit(room).finished)
    done = visit(room)
    assert done.passed
    assert [one.role for one in done.signatures] == ["inspector"] * 3 + ["institution"]
    assert [bool(one.ink) for one in done.signatures] == [True, True, False, False]
    with room.office.desk.store.read() as reader:
        ink = reader.blob(done.signatures[0].ink)
    assert ink is not None
    assert ink.startswith(b"\x89PNG")
    assert len(ink) < 20_000
    room.until(lambda: room.seat.places[-1:] == [Place("applications", room.office.case)])


def test_an_unfinished_checklist_cannot_be_signed(room: Room, screen: VisitsScreen) -> None:
    on_site(room, screen)
    assert not screen.checklist.sign.isEnabled()
    assert "31 项未填写" in screen.checklist.sign.toolTip()


def test_the_institution_s_name_can_be_another(room: Room, screen: VisitsScreen) -> None:
    field = SignerField("", "institution", "机构人员")
    room.qtbot.addWidget(field)
    field.on_paper.setChecked(True)
    assert field.signed() is None
    field.name.setText("医保员庚")
    signed = field.signed()
    assert signed is not None
    assert (signed.person, signed.role, signed.ink) == ("医保员庚", "institution", b"")


def test_a_visit_that_is_over_is_refused_and_the_list_stays(room: Room, screen: VisitsScreen) -> None:
    room.office.do("evaluation.finish_visit", FIRST)
    screen.open(room.office.case)
    room.until(lambda: room.seat.ask.refused)
    assert room.seat.ask.refused[0].code == "state-refused"
    assert screen.list.isVisible()


def test_every_field_and_button_has_a_name(room: Room, screen: VisitsScreen) -> None:
    answer_all(room)
    on_site(room, screen)
    screen.checklist.sign.click()
    assert unnamed(screen.widget()) == []
