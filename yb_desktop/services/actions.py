"""Every module that registers actions, so that they can be called by name."""

from __future__ import annotations

from yb_desktop.services import (
    acceptance,
    agreements,
    applications,
    assessment,
    barred_persons,
    breach_reports,
    breaches,
    categories,
    changes,
    commitments,
    evaluation,
    figures,
    handing_over,
    importing,
    inquiries,
    institutions,
    ledgers,
    measures,
    merging,
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
    merging,
    barred_persons,
    importing,
    applications,
    acceptance,
    commitments,
    inquiries,
    categories,
    handing_over,
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
    breaches,
    measures,
    breach_reports,
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
