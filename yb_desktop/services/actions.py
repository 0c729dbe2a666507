"""Every module that registers actions, so that they can be called by name."""

from __future__ import annotations

from yb_desktop.services import (
    acceptance,
    agreements,
    applications,
    barred_persons,
    breach_reports,
    breaches,
    categories,
    evaluation,
    handing_over,
    importing,
    inquiries,
    institutions,
    measures,
    merging,
    pairs,
    people,
    visits,
)

MODULES = (
    institutions,
    merging,
    barred_persons,
    importing,
    applications,
    acceptance,
    inquiries,
    categories,
    handing_over,
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
