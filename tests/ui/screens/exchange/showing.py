"""What the tests of the exchange are given: who sits down at a desk, and what happens at the county meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from tests.ui.screens.sample_offices import DAY
from yb_desktop.services.desk import Desk
from yb_desktop.services.registry import run
from yb_desktop.store import lists
from yb_desktop.ui.screens.exchange.page import ExchangeScreen

Show = Callable[[Desk], ExchangeScreen]
"""Sits down at a desk and shows its exchange."""


def amend(desk: Desk, phone: str = "0878-6221188") -> None:
    """Let the county change an entry of its register."""
    with desk.store.read() as reader:
        institution = lists.institutions(reader).rows[0].id
    run(desk, "institutions.amend", on=DAY, params={"institution": institution, "fields": {"phone": phone}})
