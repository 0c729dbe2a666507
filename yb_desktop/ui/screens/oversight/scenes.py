"""What ``shots`` takes besides the ledger: the figures with something in them, and the rows behind one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from yb_desktop.domain.people import Role
from yb_desktop.domain.vocabulary import AgreementState
from yb_desktop.services.registry import run
from yb_desktop.store import lists
from yb_desktop.store.reading import Reader
from yb_desktop.ui.context import Context
from yb_desktop.ui.navigation import Screen
from yb_desktop.ui.screens.oversight.page import OversightScreen


def scenes(context: Context, screen: Screen) -> Mapping[str, Callable[[], None]]:
    """Give the pictures worth taking, by name; the first of them lets measures and settings happen."""
    page = screen.widget()
    if not isinstance(page, OversightScreen):
        raise TypeError("these pictures are taken of the oversight screen")

    def worked() -> None:
        _work_on(context)
        page.tabs.setCurrentWidget(page.figures)
        page.refresh()

    def assess() -> None:
        with context.desk.store.read() as reader:
            agreement = _settled(reader)
        page.open(agreement)

    def assessments() -> None:
        page.open("")
        page.tabs.setCurrentWidget(page.assessments)

    return {
        "figures": worked,
        "rows": lambda: page.figures.open_figure("institutions"),
        "assessments": assessments,
        "assess": assess,
    }


def _settled(reader: Reader) -> str:
    """Give an agreement in force about which no decision waits."""
    rows = lists.agreements(reader, state=AgreementState.IN_FORCE).rows
    return next(row.id for row in rows if reader.agreement(row.id).pending is None)


def _work_on(context: Context) -> None:
    """Let a talk, an order to mend and two settings happen."""
    desk, today = context.desk, context.today
    with desk.store.read() as reader:
        agreement = _settled(reader)
        leader = next(one for one in reader.people() if one.may(Role.LEADER))
    for action, params in (
        ("breaches.talk", {"points": ["未按规定核验参保人身份"]}),
        ("breaches.order_mending", {"points": ["票据保管不全"]}),
    ):
        run(desk, action, on=today, params={"agreement": agreement, **params})
    for setting, value in (("insured", 20_000), ("beds_index", 650)):
        run(desk.sign_in(leader), "oversight.set_local", on=today, params={"setting": setting, "value": value})
