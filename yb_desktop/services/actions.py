"""Every module that registers actions, so that they can be called by name."""

from __future__ import annotations

from yb_desktop.services import (
    acceptance,
    agreements,
    applications,
    breach_reports,
    breaches,
    evaluation,
    importing,
    institutions,
    measures,
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
    breaches,
    measures,
    breach_reports,
    people,
)


def load() -> int:
    """Make sure every action is registered; give the number of modules that do so."""
    return len(MODULES)
