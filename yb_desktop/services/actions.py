"""Every module that registers actions, so that they can be called by name."""

from __future__ import annotations

from yb_desktop.services import (
    acceptance,
    agreements,
    applications,
    assessment,
    changes,
    evaluation,
    figures,
    importing,
    institutions,
    ledgers,
    office_settings,
    pairs,
    people,
    performing,
    renewal_round,
    renewing,
    scorecard,
    suspending,
    terminating,
    visits,
    voiding,
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
    changes,
    suspending,
    terminating,
    renewing,
    renewal_round,
    performing,
    voiding,
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
