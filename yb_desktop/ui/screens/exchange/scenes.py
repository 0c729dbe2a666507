"""What ``shots`` takes besides the page: boxes full after an exchange, keys, export, previews, an undo, a fork."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress

from yb_desktop.base.canon import Json
from yb_desktop.base.errors import Refused
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchanging import UndoPlan, take_in, undo_preview
from yb_desktop.services.people import find_person
from yb_desktop.services.registry import run
from yb_desktop.services.stories.sample_exchange import (
    answer,
    enrol_both,
    export_from_county,
    fork,
    make_sample_prefecture,
)
from yb_desktop.services.views.exchange import ExchangeView, exchange_view
from yb_desktop.services.views.exchange_forks import ForkPage, fork_page
from yb_desktop.services.views.exchange_preview import BundlePlan, bundle_plan
from yb_desktop.store import lists
from yb_desktop.ui.context import Context
from yb_desktop.ui.navigation import Screen
from yb_desktop.ui.screens.exchange.fork_dialog import ForkDialog
from yb_desktop.ui.screens.exchange.keys_page import EnrolDialog
from yb_desktop.ui.screens.exchange.page import ExchangeScreen
from yb_desktop.ui.screens.exchange.preview_dialog import BundleDialog
from yb_desktop.ui.screens.exchange.undo_dialog import UndoDialog

_INBOX, _ASIDE, _KEYS_TAB = 1, 3, 5
_COUNTY = "大姚县医疗保障局"


def scenes(context: Context, screen: Screen) -> Mapping[str, Callable[[], None]]:
    """Give the pictures worth taking, by name; the first of them lets an exchange happen, at both ends."""
    page = screen.widget()
    if not isinstance(page, ExchangeScreen):
        raise TypeError("these pictures are taken of the exchange screen")
    made = _Scenes(context, page)
    return {
        "sent": made.exchange,
        "keys": lambda: page.tabs.setCurrentIndex(_KEYS_TAB),
        "export": page.export,
        "preview": lambda: BundleDialog(context, made.plan, page).open(),
        "enrol": made.enrol,
        "renumber": made.renumber,
        "forked": lambda: made.show(made.there, _INBOX),
        "undo": lambda: UndoDialog(context, made.undo, _COUNTY, page).open(),
        "fork": lambda: ForkDialog(context, made.fork, _COUNTY, page).open(),
        "aside": lambda: made.show(made.settled, _ASIDE),
    }


class _Scenes:
    """An exchange between the sample office and its prefecture, seen from both ends."""

    plan: BundlePlan
    there: ExchangeView
    settled: ExchangeView
    undo: UndoPlan
    fork: ForkPage

    def __init__(self, context: Context, page: ExchangeScreen) -> None:
        self._context = context
        self._page = page

    def exchange(self) -> None:
        """Let it happen, and show the county's end."""
        county = self._context.desk
        folder = county.store.folder.parent / "exchange"  # goes away with the sample office
        prefecture = make_sample_prefecture(folder / "prefecture", county.clock)
        sample = enrol_both(county, prefecture, folder)
        first = export_from_county(sample)
        self.plan = bundle_plan(prefecture, first)
        take_in(county, answer(sample, first), None)
        other = fork(sample, folder / "copy", _work_on)
        with suppress(Refused):
            answer(sample, other)
        _work_on(county, 3)
        export_from_county(sample)
        self.there = exchange_view(prefecture)
        self.undo = undo_preview(prefecture, self.there.received[-1].bundle)
        self.fork = fork_page(prefecture, self.there.forks[0].bundle)
        self.settled = _settled(prefecture, self.fork.bundle)
        prefecture.store.close()
        self._page.tabs.setCurrentIndex(0)
        self._page.refresh()

    def enrol(self) -> None:
        """Ask for the request to be enrolled."""
        if self._page.view is not None:
            EnrolDialog(self._context, self._page.view, self._page.keys).open()

    def renumber(self) -> None:
        """Ask for the request to be enrolled under a new number."""
        if self._page.view is not None:
            EnrolDialog(self._context, self._page.view, self._page.keys, new_number=True).open()

    def show(self, view: ExchangeView, tab: int) -> None:
        """Show the prefecture's end."""
        self._page.show_view(view)
        self._page.tabs.setCurrentIndex(tab)


def _settled(prefecture: Desk, bundle: str) -> ExchangeView:
    """Have two persons settle the fork."""
    on = prefecture.clock.today()
    run(prefecture, "oversight.add_person", on=on, params={"name": "罗文华", "roles": ["reviewing"]})
    with prefecture.store.read() as reader:
        reviewer = prefecture.sign_in(find_person(reader, "罗文华"))
    params: dict[str, Json] = {"fork": bundle, "stands": "received", "reason": "县里恢复过旧备份，已电话核实"}
    run(prefecture, "exchange.settle_fork", on=on, params=params)
    run(reviewer, "cases.release", on=on, params={"office": prefecture.info.office})
    return exchange_view(prefecture)


def _work_on(county: Desk, number: int) -> None:
    """Let something happen, so that another export has what to carry."""
    with county.store.read() as reader:
        institution = lists.institutions(reader).rows[0].id
    params: dict[str, Json] = {"institution": institution, "fields": {"phone": f"0878-622118{number}"}}
    run(county, "institutions.amend", on=county.clock.today(), params=params)
