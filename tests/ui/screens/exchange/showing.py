"""What the tests of the exchange are given to sit down at a desk with."""

from __future__ import annotations

from collections.abc import Callable

from yb_desktop.services.desk import Desk
from yb_desktop.ui.screens.exchange.page import ExchangeScreen

Show = Callable[[Desk], ExchangeScreen]
"""Sits down at a desk and shows its exchange."""
