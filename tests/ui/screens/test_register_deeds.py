"""What is done to the register beside entering: move, merge and take it back, bar persons."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtWidgets import QWidget

from tests.ui.screens.conftest import Heard
from tests.ui.screens.sample_offices import lead
from yb_desktop.services.views.barred_persons import barred_lines
from yb_desktop.services.views.duplicates import merge_view
from yb_desktop.services.views.institution_page import institution_page
from yb_desktop.services.views.institutions import Wanted, institution_lines
from yb_desktop.ui.acting import ActionDialog
from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.institutions.merging import DuplicateDialog, MergeDialog
from yb_desktop.ui.screens.institutions.page import BARRED, InstitutionsScreen
from yb_desktop.ui.widgets.badge import Badge

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

Settle = Callable[[], None]
D = TypeVar("D", bound=QWidget)


@pytest.fixture
def screen(context: Context, qtbot: QtBot, settle: Settle) -> InstitutionsScreen:
    made = InstitutionsScreen(context)
    lead(context.navigator, "institutions", made)
    context.navigator.written.connect(made.refresh)
    qtbot.addWidget(made)
    made.resize(1226, 690)
    made.show()
    made.refresh()
    settle()
    return made


def entity(context: Context, find: str) -> str:
    return institution_lines(context.desk, Wanted(find=find), offset=0, limit=1).lines[0].row.id


def opened(above: QWidget, kind: type[D]) -> D:
    return next(one for one in above.findChildren(kind) if one.isVisible())


def offered(screen: InstitutionsScreen, words: str) -> None:
    """Choose from the page's menu."""
    next(one for one in screen.detail.more.entries.actions() if one.text().startswith(words)).trigger()


def test_an_institution_moves_to_another_township(
    screen: InstitutionsScreen, context: Context, heard: Heard, settle: Settle
) -> None:
    screen.open(entity(context, "铁锁"))
    settle()
    offered(screen, "机构迁址")
    settle()
    dialog = opened(screen.detail, ActionDialog)
    dialog.form.set_values({"to_area": "532326101"})
    dialog.submit()
    settle()
    assert heard.said == ["已办理：机构迁址"]
    page = institution_page(context.desk, entity(context, "铁锁"))
    assert "金碧镇" in page.sentence


def test_a_person_is_barred_and_shows_in_the_list(
    screen: InstitutionsScreen, context: Context, heard: Heard, settle: Settle
) -> None:
    context.navigator.go("institutions", BARRED)
    settle()
    assert screen.barred.rows.empty.isVisible()
    screen.barred.enter.click()
    settle()
    dialog = opened(screen.barred, ActionDialog)
    dialog.form.set_values(
        {
            "person": {"name": "杨某", "id_number": "532326198001011230"},
            "kind": "pharmacy",
            "reason": "所在药店被解除协议",
            "until": "2031-03-01",
        }
    )
    dialog.submit()
    settle()
    assert heard.said == ["已办理：登记受限人员"]
    (line,) = barred_lines(context.desk)
    assert (line.name, line.id_number[:3], line.over) == ("杨某", "532", False)
    assert screen.barred.rows.model.rowCount() == 1


def test_two_entries_become_one_and_two_again(
    screen: InstitutionsScreen, context: Context, heard: Heard, settle: Settle
) -> None:
    keep, give_up = entity(context, "团塘"), entity(context, "过拉地")
    screen.open(keep)
    settle()
    offered(screen, "合并重复登记")
    settle()
    finding = opened(screen.detail, DuplicateDialog)
    finding.look_up("过拉地")
    settle()
    finding.go_on.click()
    settle()
    dialog = opened(screen.detail, MergeDialog)
    dialog.form.set_values({"fields": ["phone"]})
    dialog.submit()
    settle()
    assert heard.said == ["已合并登记"]
    joined = institution_page(context.desk, keep)
    assert [one.id for one in joined.merged] == [give_up]
    assert institution_page(context.desk, give_up).merged_into == keep
    offered(screen, "撤销合并")
    settle()
    opened(screen.detail, ActionDialog).submit()
    settle()
    assert institution_page(context.desk, give_up).merged_into == ""


def test_what_forbids_a_merge_stands_there_first(screen: InstitutionsScreen, context: Context, settle: Settle) -> None:
    view = merge_view(context.desk, entity(context, "团塘"), entity(context, "石羊"))  # it has an agreement in force
    assert any("在办的申请或履行中的协议" in one.unmet.text for one in view.obstacles)
    screen.open(view.keep)
    settle()
    dialog = MergeDialog(context, view, screen)
    dialog.open()
    assert "现在不能办理：有 1 项不满足" in [one.text() for one in dialog.findChildren(Badge)]
    dialog.submit()
    settle()
    assert dialog.isVisible()
