"""Every module that registers actions, so that they can be called by name."""

from __future__ import annotations

from yb_desktop.services import (
    acceptance,
    agreements,
    applications,
    evaluation,
    importing,
    institutions,
    office_settings,
    pairs,
    people,
    visits,
)

MODULES = (
    institutions,
    importing,
    applications,
    acceptance,
    pairs,
    visits,
    evaluation,
    agreements,
    people,
    office_settings,
)


def load() -> int:
    """Make sure every action is registered; give the number of modules that do so."""
    return len(MODULES)
