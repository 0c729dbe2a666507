"""Which role may do which action: the table that ``Desk.act`` enforces for whoever is at the desk.

三员分立: the three administrators have no business rights; the system administrator keeps people and settings, the
security administrator and the auditor keep accounts and look. In a small office one person has several business roles;
what needs two persons (经办, 审核) still does. An action that is not named follows its subject.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from yb_desktop.domain.people import ADMINISTRATORS, Role

Roles = frozenset[Role]

BUSINESS: Roles = frozenset(role for role in Role if role not in ADMINISTRATORS)
COUNTER: Roles = frozenset({Role.RECEIVING, Role.HANDLING})
HANDLERS: Roles = frozenset({Role.HANDLING})
ON_SITE: Roles = frozenset({Role.INSPECTOR, Role.HANDLING})
PANEL: Roles = frozenset({Role.PANEL, Role.HANDLING})
REVIEWERS: Roles = frozenset({Role.REVIEWING, Role.LEADER})
KEEPERS: Roles = frozenset({Role.SYSTEM_ADMIN, Role.LEADER})
ACCOUNTS: Roles = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.LEADER})
"""Who sets another person's password anew and unlocks an account."""
LOOKING: Roles = BUSINESS | {Role.AUDIT_ADMIN}

BY_ACTION: Mapping[str, Roles] = MappingProxyType(
    {
        "institutions.register": COUNTER,
        "institutions.amend": COUNTER,
        "institutions.add_staff": COUNTER,
        "institutions.end_staff": COUNTER,
        "applications.receive_materials": COUNTER,
        "applications.notify_missing": COUNTER,
        "applications.deliver": COUNTER,
        "applications.receive_supplement": COUNTER,
        "applications.withdraw": COUNTER,
        "applications.hand_over": COUNTER,
        "evaluation.answer_item": ON_SITE,
        "evaluation.resolve_item": ON_SITE,
        "evaluation.visit_failed": ON_SITE,
        "evaluation.finish_visit": ON_SITE,
        "evaluation.hold_meeting": PANEL,
        "evaluation.object": COUNTER,
        "agreements.load_text": KEEPERS,
        "agreements.log_problem": COUNTER,
        "agreements.record_comment": COUNTER,
        "breaches.visit_audit": ON_SITE,
        "changes.request_change": COUNTER,
        "changes.request_suspension": COUNTER,
        "changes.request_termination": COUNTER,
        "changes.decline_renewal": COUNTER,
        "changes.request_resumption": COUNTER,
        "changes.request_renewal": COUNTER,
        "cases.release": REVIEWERS,
        "cases.send_back": REVIEWERS,
        "cases.void_step": HANDLERS | REVIEWERS,
        "exchange.settle_fork": HANDLERS | REVIEWERS,
        "oversight.add_person": KEEPERS,
        "oversight.end_person": KEEPERS,
        "oversight.enter_holiday": KEEPERS,
        "oversight.load_reference": KEEPERS,
        "oversight.set_local": KEEPERS,
        "oversight.reassign_case": REVIEWERS,
        "oversight.ledger": LOOKING,
        "oversight.figures": LOOKING,
        "oversight.score_counties": LOOKING,
    }
)
"""The actions whose roles are not those of their subject."""

BY_SUBJECT: Mapping[str, Roles] = MappingProxyType(
    {
        "institutions": HANDLERS,
        "applications": HANDLERS,
        "evaluation": HANDLERS,
        "agreements": HANDLERS,
        "breaches": HANDLERS,
        "changes": HANDLERS,
        "cases": HANDLERS,
        "papers": BUSINESS,
        "oversight": HANDLERS,
    }
)
"""The roles of every other action, by what stands before the dot."""


def roles_for(action: str, *, releasing: bool = False) -> tuple[Role, ...]:
    """Give the roles that may do an action, or release it when another person prepared it, in the office's order.

    Raises ``LookupError`` for an action of no subject.
    """
    return in_order(REVIEWERS if releasing else BY_ACTION.get(action) or BY_SUBJECT[action.partition(".")[0]])


def in_order(roles: Roles) -> tuple[Role, ...]:
    """Give roles in the office's order."""
    return tuple(role for role in Role if role in roles)
