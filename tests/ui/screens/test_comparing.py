"""The inspectors side by side: disagreements are marked, and can be looked at alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from yb_desktop.services.registry import run
from yb_desktop.services.views.visits import open_visits, visit_view
from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.visits.comparing import CompareDialog
from yb_desktop.ui.screens.visits.page import VisitsScreen

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def dialog(context: Context, qtbot: QtBot, settle: Callable[[], None]) -> Iterator[CompareDialog]:
    case = open_visits(context.desk)[0].case
    view = visit_view(context.desk, case)
    for at, item in enumerate(view.items[:2]):
        for number, inspector in enumerate(view.team):
            answer = "no" if (at, number) == (1, 2) else "yes"
            params = {"case": case, "item": item.id, "answer": answer, "inspector": inspector, "note": "看到的"}
            run(context.desk, "evaluation.answer_item", on=context.today, params=params)
    screen = VisitsScreen(context)
    qtbot.addWidget(screen.widget())
    screen.widget().show()
    screen.refresh()
    settle()
    screen.list.compare.click()
    settle()
    found = screen.list.findChild(CompareDialog)
    assert found is not None
    yield found
    found.close()


def column(dialog: CompareDialog, title: str) -> list[str]:
    place = [one.title for one in dialog.rows.model.columns].index(title)
    words = (dialog.rows.model.words(number) for number in range(3))
    return [line[place] for line in words if line is not None]


def test_each_inspector_has_a_column_and_disagreements_are_marked(dialog: CompareDialog) -> None:
    titles = [one.title for one in dialog.rows.model.columns]
    assert titles == ["类别", "检查项", "张文华（组长）", "周正云", "普玉兰", "对照", "采用的结论"]
    assert column(dialog, "普玉兰") == ["符合", "不符合", "未填"]
    assert column(dialog, "对照") == ["一致", "有分歧", ""]
    assert column(dialog, "采用的结论") == ["符合", "", ""]


def test_only_disagreements(dialog: CompareDialog, settle: Callable[[], None]) -> None:
    dialog.only.click()
    settle()
    assert dialog.rows.model.rowCount() == 1
    assert dialog.notes.text().count("看到的") == 3
