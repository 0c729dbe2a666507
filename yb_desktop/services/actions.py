"""Every module that registers actions, so that they can be called by name."""

from __future__ import annotations

from yb_desktop.services import (
    acceptance,
    agreements,
    applications,
    assessment,
    evaluation,
    figures,
    importing,
    institutions,
    ledgers,
    office_settings,
    pairs,
    people,
    scorecard,
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
    assessment,
    ledgers,
    figures,
    scorecard,
)


def load() -> int:
    """Make sure every action is registered; give the number of modules that do so."""
    return len(MODULES)
