"""The register on the screen: found while typing, registered with its likely twins, corrected, imported, taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.recording import RecordingAsk
from tests.ui.screens.conftest import Heard
from tests.ui.screens.sample_offices import lead
from yb_desktop.domain.listing_matching import Verdict
from yb_desktop.law.catalogue import Kind
from yb_desktop.services.views.institution_page import masked
from yb_desktop.services.views.institutions import Wanted, institution_lines
from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.institutions.page import InstitutionsScreen
from yb_desktop.ui.screens.institutions.register import Registering

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

Settle = Callable[[], None]


@pytest.fixture
def screen(context: Context, qtbot: QtBot, settle: Settle) -> InstitutionsScreen:
    made = InstitutionsScreen(context)
    lead(context.navigator, "institutions", made)
    qtbot.addWidget(made)
    made.resize(1226, 690)
    made.show()
    made.refresh()
    settle()
    return made


def names(screen: InstitutionsScreen) -> list[str]:
    model = screen.list.rows.model
    found = [model.row(number) for number in range(model.rowCount())]
    return [line.row.name for line in found if line is not None]


def entity(context: Context, find: str) -> str:
    return institution_lines(context.desk, Wanted(find=find), offset=0, limit=1).lines[0].row.id


def fill(registering: Registering, **more: str) -> None:
    values = {"name": "石羊镇柳坪村卫生室", "class": "village_clinic", "area": "532326102", "licence_number": "PDY777"}
    registering.dialog.form.set_values({**values, **more})


def test_the_register_is_found_while_typing_and_narrowed(screen: InstitutionsScreen, settle: Settle) -> None:
    assert len(names(screen)) == 12
    QTest.keyClicks(screen.list.search, "syz")
    QTest.keyClick(screen.list.search, Qt.Key.Key_Return)
    settle()
    assert names(screen) == ["石羊镇中心卫生院"]
    QTest.keyClick(screen.list.search, Qt.Key.Key_Escape)
    screen.list.kinds.button(2).click()
    settle()
    assert len(names(screen)) == 3
    QTest.keyClicks(screen.list.search, "zzzz")
    QTest.keyClick(screen.list.search, Qt.Key.Key_Return)
    settle()
    assert screen.list.rows.empty.isVisible()


def test_pages_far_down_are_the_same_as_walking(context: Context) -> None:
    whole = institution_lines(context.desk, Wanted(), offset=0, limit=12)
    for wanted in (Wanted(), Wanted(sort="newest"), Wanted(kind=Kind.MEDICAL)):
        all_of_it = institution_lines(context.desk, wanted, offset=0, limit=12).lines
        jumped = institution_lines(context.desk, wanted, offset=5, limit=3).lines
        assert [line.row.id for line in jumped] == [line.row.id for line in all_of_it[5:8]]
    assert whole.total == 12


def test_a_page_shows_everything_and_leads_on(
    screen: InstitutionsScreen, context: Context, heard: Heard, settle: Settle
) -> None:
    screen.open(entity(context, "石羊"))
    settle()
    page = screen.detail.page
    assert page is not None
    assert (page.name, len(page.staff), len(page.agreements)) == ("石羊镇中心卫生院", 2, 1)
    assert [screen.detail.tabs.tabText(n) for n in range(4)] == ["人员 2", "申请 1", "协议 1", "历史 3"]
    screen.detail.apply.click()
    assert (heard.went[-1].screen, heard.went[-1].entity) == ("applications", page.id)
    screen.detail.back.click()
    settle()
    assert screen.list.isVisible()


def test_numbers_of_people_and_accounts_are_masked() -> None:
    assert masked("532326198001011234") == "532***********1234"
    assert masked("1234") == "****"


def test_an_institution_is_registered_by_its_form(
    screen: InstitutionsScreen, heard: Heard, context: Context, settle: Settle
) -> None:
    registering = screen.start_registering(Kind.MEDICAL)
    registering.dialog.submit()
    assert registering.dialog.isVisible()  # name, class and place are missing
    fill(registering)
    registering.dialog.submit()
    settle()
    assert heard.said == ["已登记“石羊镇柳坪村卫生室”"]
    assert heard.went[-1].entity == entity(context, "柳坪")
    assert not registering.dialog.isVisible()


def test_a_wrong_code_is_said_at_its_field(screen: InstitutionsScreen, settle: Settle) -> None:
    registering = screen.start_registering(Kind.MEDICAL)
    fill(registering, uscc="52532326MJ0000001X")
    registering.dialog.submit()
    settle()
    assert registering.dialog.isVisible()
    assert "校验" in registering.dialog.form.editor("uscc").inputs[0].accessibleDescription()


def test_a_likely_twin_is_shown_and_set_apart(
    screen: InstitutionsScreen, context: Context, heard: Heard, settle: Settle
) -> None:
    registering = screen.start_registering(Kind.MEDICAL)
    fill(registering, name="石羊镇中心卫生院")
    registering.dialog.submit()
    settle()
    twins = registering.twins
    assert twins is not None
    assert not twins.go_on.isEnabled()
    assert heard.said == []
    twins.confirm.setChecked(True)
    twins.go_on.click()
    settle()
    assert heard.said == ["已登记“石羊镇中心卫生院”"]
    assert institution_lines(context.desk, Wanted(find="石羊镇中心卫生院"), offset=0, limit=5).total == 2


def test_what_was_typed_comes_back_after_a_crash(screen: InstitutionsScreen) -> None:
    registering = screen.start_registering(Kind.MEDICAL)
    fill(registering)
    registering.dialog.form.keep_draft()
    registering.dialog.close()
    again = screen.start_registering(Kind.MEDICAL)
    assert again.dialog.form.values()["name"] == "石羊镇柳坪村卫生室"


def test_minor_data_is_corrected_and_kept_in_the_history(
    screen: InstitutionsScreen, context: Context, settle: Settle
) -> None:
    screen.open(entity(context, "石羊"))
    settle()
    page = screen.detail.page
    assert page is not None
    dialog = screen.detail.changing.amend(page.id, page.minor)
    dialog.submit()
    assert dialog.isVisible()  # nothing was changed
    dialog.form.set_values({"phone": "0878-6210001"})
    dialog.submit()
    settle()
    screen.detail.refresh()
    settle()
    assert screen.detail.page is not None
    assert screen.detail.page.history[0].detail == "联系电话：13887800001 → 0878-6210001"


def test_staff_come_and_go(screen: InstitutionsScreen, context: Context, ask: RecordingAsk, settle: Settle) -> None:
    screen.open(entity(context, "石羊"))
    settle()
    dialog = screen.detail.changing.add_staff(entity(context, "石羊"))
    dialog.form.set_values({"person": "护士子", "role": "nurse", "contract_from": "2026-03-01"})
    assert not dialog.form.editor("certificate_nurse").isHidden()
    dialog.submit()
    settle()
    screen.detail.refresh()
    settle()
    page = screen.detail.page
    assert page is not None
    nurse = next(line for line in page.staff if line.name == "护士子")
    assert nurse.certificate == "护士执业证书"
    screen.detail.changing.end_staff(page.id, nurse, page.name)
    settle()
    screen.detail.refresh()
    settle()
    assert ask.refused == []
    assert screen.detail.page is not None
    assert {line.name for line in screen.detail.page.staff if line.ended} == {"护士子"}
    assert "护士子" in ask.asked[-1]


@pytest.fixture
def listed(tmp_path: Path, ask: RecordingAsk) -> None:
    """A list of three rows, which the clerk will choose."""
    book = Workbook()
    sheet = book.worksheets[0]
    for line in (
        ("机构名称", "统一社会信用代码", "类别", "乡镇", "地址", "许可证号"),
        ("石羊镇中心卫生院", "", "中心卫生院", "石羊镇", "文庙路8号", "PDY90002"),
        ("新街镇小河口诊所", "", "诊所", "新街镇", "小河口", "PDY90005"),
        ("", "", "诊所", "新街镇", "小河口", "PDY90006"),
    ):
        sheet.append(line)
    book.save(tmp_path / "名单.xlsx")
    ask.path = tmp_path / "名单.xlsx"


@pytest.mark.usefixtures("listed")
def test_a_list_is_tried_imported_and_taken_back(
    screen: InstitutionsScreen, context: Context, ask: RecordingAsk, heard: Heard, settle: Settle
) -> None:
    dialog = screen.start_import()
    assert dialog is not None
    settle()
    assert dialog.go.text() == "导入 1 家"
    verdicts = [row.verdict for number in range(3) if (row := dialog.rows.model.row(number))]
    assert verdicts == [Verdict.FAULTY, Verdict.LIKELY, Verdict.NEW]  # what needs a look comes first
    dialog.rows.table.selectRow(1)
    settle()
    dialog.take_as_own.click()
    settle()
    assert dialog.go.text() == "导入 2 家"
    dialog.go.click()
    settle()
    assert heard.said[-1].startswith("已导入 2 家机构")
    screen.open(entity(context, "小河口"))
    settle()
    screen.detail.undo.click()
    settle()
    assert ask.asked[-1] == "撤销这批导入的全部 2 家机构？"
    assert institution_lines(context.desk, Wanted(find="小河口"), offset=0, limit=5).total == 0


def test_a_bad_file_is_refused_in_words(
    screen: InstitutionsScreen, ask: RecordingAsk, tmp_path: Path, settle: Settle
) -> None:
    ask.path = tmp_path / "no.xlsx"
    ask.path.write_bytes(b"not a workbook")
    dialog = screen.start_import()
    settle()
    assert dialog is not None
    assert not dialog.isVisible()
    assert len(ask.refused) == 1


@pytest.fixture
def unknown_heads(tmp_path: Path, ask: RecordingAsk) -> None:
    """Lay a list on the desk whose heads nobody knows."""
    book = Workbook()
    sheet = book.worksheets[0]
    for line in (
        ("大姚县名单",),
        ("店名", "牌照", "种类", "所在"),
        ("新街镇小河口诊所", "PDY90005", "诊所", "新街镇"),
    ):
        sheet.append(line)
    book.save(tmp_path / "别处的名单.xlsx")
    ask.path = tmp_path / "别处的名单.xlsx"


@pytest.mark.usefixtures("unknown_heads")
def test_unknown_heads_are_named_once_and_remembered(screen: InstitutionsScreen, settle: Settle) -> None:
    dialog = screen.start_import()
    assert dialog is not None
    settle()
    asking = dialog.asking
    assert asking is not None
    assert list(asking.boxes) == ["店名", "牌照", "种类", "所在"]
    assert asking.problem.text() == "还没有选择：机构名称、统一社会信用代码或许可证号。"
    assert not asking.go.isEnabled()
    for head, field in (("店名", "name"), ("牌照", "licence_number"), ("种类", "licence_number")):
        asking.boxes[head].setCurrentIndex(asking.boxes[head].findData(field))
    assert asking.problem.text() == "“许可证号”选了不止一列，请只留一列。"
    for head, field in (("种类", "class"), ("所在", "township")):
        asking.boxes[head].setCurrentIndex(asking.boxes[head].findData(field))
    asking.go.click()
    settle()
    assert dialog.go.text() == "导入 1 家"
    dialog.reject()
    again = screen.start_import()
    assert again is not None
    settle()
    assert again.asking is None
    assert again.go.text() == "导入 1 家"


@pytest.mark.usefixtures("unknown_heads")
def test_who_does_not_name_the_heads_imports_nothing(screen: InstitutionsScreen, settle: Settle) -> None:
    dialog = screen.start_import()
    assert dialog is not None
    settle()
    assert dialog.asking is not None
    dialog.asking.leave.click()
    assert not dialog.isVisible()


@pytest.mark.usefixtures("listed")
def test_reading_a_list_can_be_stopped(screen: InstitutionsScreen, context: Context, settle: Settle) -> None:
    dialog = screen.start_import()
    assert dialog is not None
    context.tasks.running.connect(lambda running: dialog.leave.click() if running and running.can_stop else None)
    settle()
    assert not dialog.isVisible()
    assert dialog.rows.model.rowCount() == 0
