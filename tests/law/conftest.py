"""What the tests of the law share: the law the program ships."""

from __future__ import annotations

import pytest

from yb_desktop.law.law import Law, shipped_law


@pytest.fixture(scope="session")
def law() -> Law:
    return shipped_law()
