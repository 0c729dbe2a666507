"""What ``shots`` takes besides the page: boxes full after an exchange, keys, the export, a bundle's preview."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from yb_desktop.base.canon import Json
from yb_desktop.services.exchanging import take_in
from yb_desktop.services.registry import run
from yb_desktop.services.stories.sample_exchange import answer, enrol_both, export_from_county, make_sample_prefecture
from yb_desktop.services.views.exchange_preview import BundlePlan, bundle_plan
from yb_desktop.store import lists
from yb_desktop.ui.context import Context
from yb_desktop.ui.navigation import Screen
from yb_desktop.ui.screens.exchange.keys_page import EnrolDialog
from yb_desktop.ui.screens.exchange.page import ExchangeScreen
from yb_desktop.ui.screens.exchange.preview_dialog import BundleDialog

_KEYS_TAB = 5


def scenes(context: Context, screen: Screen) -> Mapping[str, Callable[[], None]]:
    """Give the pictures worth taking, by name; the first of them lets an exchange happen."""
    page = screen.widget()
    if not isinstance(page, ExchangeScreen):
        raise TypeError("these pictures are taken of the exchange screen")
    made: list[BundlePlan] = []

    def exchanged() -> None:
        folder = context.desk.store.folder.parent / "exchange"  # goes away with the sample office
        prefecture = make_sample_prefecture(folder / "prefecture", context.desk.clock)
        sample = enrol_both(context.desk, prefecture, folder)
        first = export_from_county(sample)
        made.append(bundle_plan(prefecture, first))
        take_in(context.desk, answer(sample, first), None)
        _work_on(context)
        export_from_county(sample)
        prefecture.store.close()
        page.tabs.setCurrentIndex(0)
        page.refresh()

    def keys() -> None:
        page.tabs.setCurrentIndex(_KEYS_TAB)

    def preview() -> None:
        page.tabs.setCurrentIndex(0)
        BundleDialog(context, made[0], page).open()

    def asked() -> None:
        if page.view is not None:
            EnrolDialog(context, page.view, page).open()

    return {"sent": exchanged, "keys": keys, "export": page.export, "preview": preview, "enrol": asked}


def _work_on(context: Context) -> None:
    """Let something happen after the first export, so that a second one has what to carry."""
    with context.desk.store.read() as reader:
        institution = lists.institutions(reader).rows[0].id
    params: dict[str, Json] = {"institution": institution, "fields": {"phone": "0878-6221188"}}
    run(context.desk, "institutions.amend", on=context.today, params=params)
