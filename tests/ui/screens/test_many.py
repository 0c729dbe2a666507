"""What is done for many agreements at once, from the menu above their list; and where going back leads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton

from tests.ui.looking import shown
from tests.ui.screens.sample_offices import Seat
from yb_desktop.base.clock import FixedClock
from yb_desktop.services.desk import Desk
from yb_desktop.services.expiring import run_out
from yb_desktop.services.views.applications import PaperLine
from yb_desktop.ui.navigation import Navigator, Place
from yb_desktop.ui.preview import PreviewDialog
from yb_desktop.ui.screens.agreements.many import FilingDialog
from yb_desktop.ui.screens.agreements.page import AgreementsScreen
from yb_desktop.ui.screens.applications.cards import PapersCard
from yb_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

LATER = date(2027, 4, 1)
"""After the last day of the sample office's agreements."""


@pytest.fixture
def desk(desk: Desk) -> Desk:
    return replace(desk, clock=FixedClock(LATER))


@pytest.fixture
def screen(seated: Seat, qtbot: QtBot) -> AgreementsScreen:
    made = shown(AgreementsScreen(seated.context), seated.context, "agreements", qtbot)
    seated.context.navigator.go("agreements")
    return made


def choose(screen: AgreementsScreen, words: str, qtbot: QtBot) -> None:
    """Choose from the menu for many."""

    def offered() -> list[tuple[QMenu, QAction]]:
        menus = screen.findChildren(QMenu)
        return [(menu, one) for menu in menus for one in menu.actions() if one.text().startswith(words)]

    screen.open_many()
    qtbot.waitUntil(lambda: bool(offered()))
    [(menu, action)] = offered()
    assert action.isEnabled()
    menu.close()
    action.trigger()


def test_terms_that_are_over_are_ended_together_and_what_waits_is_named(
    screen: AgreementsScreen, seated: Seat, desk: Desk, qtbot: QtBot
) -> None:
    over = run_out(desk, on=LATER)
    assert over
    choose(screen, f"到期终止（{len(over)} 份）", qtbot)
    qtbot.waitUntil(lambda: bool(seated.said or seated.ask.said or seated.ask.refused), timeout=20_000)
    [said] = seated.ask.said
    assert said.startswith("到期终止：已办理 1 份，1 份没有办理")  # the other waits for its second person
    assert f"{len(over)} 份协议" in seated.ask.asked[-1]
    qtbot.waitUntil(seated.context.tasks.idle)
    assert len(run_out(desk, on=LATER)) == len(over) - 1


def test_one_filing_form_holds_all_that_wait(screen: AgreementsScreen, qtbot: QtBot) -> None:
    choose(screen, "协议备案表（1 份）", qtbot)
    [dialog] = screen.findChildren(FilingDialog)
    dialog.submit()
    qtbot.waitUntil(lambda: bool(screen.findChildren(PreviewDialog)))
    [shown] = screen.findChildren(PreviewDialog)
    qtbot.waitUntil(lambda: bool(shown.papers) or bool(shown.problem))
    assert shown.problem == ""
    assert shown.papers[0].startswith(b"%PDF")
    qtbot.waitUntil(shown.view.isEnabled)


def test_going_back_does_not_begin_a_deed_again() -> None:
    navigator = Navigator()
    wanted: list[Place] = []
    navigator.go("institutions", "inst-1")
    navigator.go("applications", "inst-1")
    navigator.stand("applications", "inst-1")
    navigator.go("todo")
    navigator.wanted.connect(wanted.append)
    navigator.back()
    navigator.back()
    assert wanted == [Place("applications"), Place("institutions", "inst-1")]


def test_the_newest_papers_are_seen_first_and_the_others_on_asking(theme: Theme, qtbot: QtBot) -> None:
    del theme
    days = [date(2026, 3, day) for day in range(2, 12)]
    papers = tuple(
        PaperLine(document="x", title="文书", number=f"{at}号", on=day, waits=at == 1, delivered=None)
        for at, day in enumerate(days)
    )
    card = PapersCard(papers)
    qtbot.addWidget(card)
    card.show()
    assert numbers(card) == ["9号", "8号", "7号", "6号", "5号", "1号"]
    card.all.click()
    qtbot.waitUntil(lambda: len(numbers(card)) == len(papers))
    assert numbers(card)[-1] == "0号"
    assert not card.all.isVisible()


def numbers(card: PapersCard) -> list[str]:
    found = [one.accessibleName() for one in card.findChildren(QPushButton) if one.isVisible()]
    return [name.removeprefix("打开文书") for name in found if name]
