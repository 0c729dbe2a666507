"""What can be done with an agreement now: the next step, and everything else by what it is about.

Which actions a state makes sensible is told once, here; whether one is allowed is told by the action itself, before its
button is pressed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from yb_desktop.base.canon import Json
from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.case import Case
from yb_desktop.domain.changes import Renewal, Wish
from yb_desktop.domain.limits import running
from yb_desktop.domain.owing import owed, unreported
from yb_desktop.domain.vocabulary import AgreementState
from yb_desktop.services.desk import Desk
from yb_desktop.services.registry import spec
from yb_desktop.services.views.action_rules import rule_of
from yb_desktop.services.views.asking import asked_form
from yb_desktop.services.views.offering import Offer, Standpoint, obstacles_to

GO_TO_CASE = "go.case"
"""A next step that is done on the application's page: the study of the agreement (G2)."""
GO_TO_OVERSIGHT = "go.oversight"
"""The yearly assessment has a screen of its own (G10)."""


class Group(Enum):
    """What an action is about; the value is the heading."""

    TEXT = "文本"
    CHANGE = "变更"
    RENEWAL = "续签"
    ENDING = "中止与解除"
    WORK = "履行"
    AUDIT = "稽核"


@dataclass(frozen=True, slots=True)
class OfferGroup:
    """The actions about one thing, in the order of their buttons."""

    group: Group
    offers: tuple[Offer, ...]


Named = Mapping[Group, tuple[str, ...]]

_LIVE = frozenset({AgreementState.IN_FORCE, AgreementState.SUSPENDED})
_TITLES = {GO_TO_CASE: "组织协议学习", GO_TO_OVERSIGHT: "年度绩效考核"}
_DONE_THERE = {GO_TO_CASE: "agreements.study", GO_TO_OVERSIGHT: "oversight.assess"}
_AGAIN = "补印协议"
_OWED = {
    "B5": "breaches.report_measure",
    "C5": "changes.expire",
    "C7": "changes.resume",
    "C8": "changes.lapse_agreement",
    "G7": "agreements.publish_list",
    "G11": "agreements.log_problem",
    "G13": "agreements.record_comment",
    "S9": "agreements.report_designations",
}
"""What is owed by a rule, as the action that does it."""
_WISHES = {Wish.SUSPENSION: "changes.suspend", Wish.TERMINATION: "changes.terminate"}


def next_title(found: Agreement, case: Case, today: date) -> str:
    """Say in words what comes next; empty where nothing is owed."""
    if found.pending is not None:
        return f"审核：{spec(found.pending.action).title}"
    names = next_actions(found, case, today)
    return "" if not names else _title(found, names[0])


def next_actions(found: Agreement, case: Case, today: date) -> tuple[str, ...]:
    """Name what the office owes to an agreement, the next step first. While a second person is asked, nothing."""
    if found.pending is not None:
        return ()
    match found.state:
        case AgreementState.DRAFT:
            return ("agreements.print", "agreements.draft")
        case AgreementState.PRINTED:
            first = () if case.studied else (GO_TO_CASE,)
            return (*first, "agreements.sign", "agreements.print", "agreements.draft")
        case _:
            return tuple(dict.fromkeys(_owed_actions(found, today)))


def _owed_actions(found: Agreement, today: date) -> Iterator[str]:
    if found.state is AgreementState.IN_FORCE:
        owing = (("agreements.file", found.filed), ("agreements.open_system", found.opened))
        yield from (name for name, done in owing if done is None)
    duties = tuple(one.rule for one in owed(found) if one.shown <= today)
    yield from (_OWED[rule] for rule in ("B5", "C5", "C7", "C8") if rule in duties)
    if found.state in _LIVE:
        yield from (_WISHES[one.wish] for one in found.asked if one.answered is None and one.wish in _WISHES)
        yield from ("changes.complete_change" for one in found.changes if one.completed is None)
    yield from _after_the_end(found)
    yield from _renewal_owed(found)
    yield from ("agreements.record_payment" for claim in found.claims if claim.paid_on is None)
    yield from ("applications.record_reply" for one in found.inquiries if one.answered is None and found.state in _LIVE)
    yield from (_OWED[rule] for rule in ("G11", "G13", "G7", "S9") if rule in duties)


def _after_the_end(found: Agreement) -> Iterator[str]:
    ending = found.ending
    if found.state is AgreementState.TERMINATED and ending is not None:
        yield from ("changes.publish_terminated",) if ending.published is None else ()
        yield from ("changes.file_termination",) if ending.filed is None else ()


def _renewal_owed(found: Agreement) -> Iterator[str]:
    renewal = found.renewal
    asked = renewal is not None and renewal.requested is not None and not found.next
    if renewal is None or not asked or found.state is not AgreementState.IN_FORCE:
        return
    if renewal.open_objections:
        yield "changes.settle_renewal_objection"
    elif renewal.published is None or renewal.upheld:
        yield "changes.publish_renewal"
    else:
        yield "changes.renew"


def named_groups(found: Agreement) -> Named:
    """Name everything else that the state of an agreement makes sensible, by what it is about."""
    if found.signed is None or found.pending is not None:
        return {}
    named = {
        Group.TEXT: tuple(_text(found)),
        Group.CHANGE: tuple(_changing(found)),
        Group.RENEWAL: tuple(_renewing(found)),
        Group.ENDING: tuple(_ending(found)),
        Group.WORK: tuple(_working(found)),
        Group.AUDIT: tuple(_auditing(found)),
    }
    return {group: names for group, names in named.items() if names}


def _text(found: Agreement) -> Iterator[str]:
    if found.state is AgreementState.IN_FORCE:
        yield from ("agreements.print", "agreements.attach_scan")
    if found.standing_copies:
        yield "agreements.void_copy"


def _changing(found: Agreement) -> Iterator[str]:
    if found.state in _LIVE:
        yield "changes.request_change"
        if any(one.completed is None for one in found.changes):
            yield "changes.complete_change"


def _renewing(found: Agreement) -> Iterator[str]:
    if found.state not in _LIVE:
        return
    renewal = found.renewal or Renewal()
    if not found.next:
        if renewal.requested is None:
            yield "changes.request_renewal"
        yield from ("changes.publish_renewal", "changes.renew")
        if renewal.published is not None:
            yield from ("changes.object_renewal", "changes.settle_renewal_objection")
        if renewal.declined is None:
            yield "changes.decline_renewal"
    yield "applications.send_inquiry"
    if any(one.answered is None for one in found.inquiries):
        yield "applications.record_reply"


def _ending(found: Agreement) -> Iterator[str]:
    match found.state:
        case AgreementState.IN_FORCE:
            yield from ("changes.request_suspension", "changes.suspend", "changes.request_termination")
            yield from ("changes.terminate", "changes.expire")
        case AgreementState.SUSPENDED:
            if running(found.limits, "C7") is not None or not found.suspensions[-1].by_request:
                yield "changes.request_resumption"
            yield from ("changes.resume", "changes.request_termination", "changes.terminate", "changes.lapse_agreement")
        case AgreementState.TERMINATED:
            yield from ("changes.publish_terminated", "changes.file_termination")
        case _:
            return


def _working(found: Agreement) -> Iterator[str]:
    if found.state in _LIVE:
        yield from ("agreements.publish_list",) if found.published is None else ()
        yield from ("agreements.report_designations",) if found.reported is None else ()
    yield "agreements.record_claim"
    if any(claim.paid_on is None for claim in found.claims):
        yield "agreements.record_payment"
    yield from ("agreements.log_problem", "agreements.record_comment")
    if found.state in _LIVE:
        yield from ("agreements.record_training", GO_TO_OVERSIGHT)


def _auditing(found: Agreement) -> Iterator[str]:
    yield from ("breaches.open_audit", "breaches.talk", "breaches.order_mending", "breaches.hear")
    yield from ("breaches.withhold", "breaches.recover", "breaches.charge_damages")
    if found.state in _LIVE:
        yield from ("breaches.suspend_part", "breaches.end_part")
    if unreported(found) is not None:
        yield "breaches.report_measure"


def next_offers(desk: Desk, found: Agreement, case: Case) -> tuple[Offer, ...]:
    """Give the next step and what is owed besides, each with what is in its way."""
    if found.office != desk.info.office:
        return ()
    return tuple(_offer(desk, found, case, name) for name in next_actions(found, case, desk.clock.today()))


def group_offers(desk: Desk, found: Agreement, case: Case) -> tuple[OfferGroup, ...]:
    """Give everything else by what it is about, each action with what is in its way."""
    if found.office != desk.info.office:
        return ()
    return tuple(
        OfferGroup(group, tuple(_offer(desk, found, case, name) for name in names))
        for group, names in named_groups(found).items()
    )


def _title(found: Agreement, name: str) -> str:
    if name == "agreements.draft":
        return "重新拟制"
    if name == "agreements.print" and found.copies:
        return _AGAIN
    return _TITLES.get(name) or spec(name).title


def _offer(desk: Desk, found: Agreement, case: Case, name: str) -> Offer:
    if name in _TITLES:
        return Offer(name, _TITLES[name], rule=rule_of(_DONE_THERE[name]))
    probe = _PROBES.get(name)
    if probe is None:
        asked = asked_form(desk, name, {"agreement": found.id})
        made = Offer(name, asked.title, asked.two_persons, asked.rule, asked.obstacles)
    else:  # its own dialog asks for more than plain questions can hold
        look = Standpoint(case.area, case.institution_kind, case.received)
        made = Offer(name, "", False, rule_of(name), obstacles_to(desk, name, probe(found), look))
    return replace(made, title=_title(found, name))


def _signers(found: Agreement) -> Mapping[str, Json]:
    signers: list[Json] = [
        {"party": party, "name": found.blanks.get(f"party_{party}_legal_rep") or "—", "authorisation": "—"}
        for party in ("a", "b")
    ]
    return {"agreement": found.id, "signers": signers}


_PROBES = {
    "agreements.draft": lambda found: {"case": found.case},
    "agreements.print": lambda found: {"agreement": found.id, "reason": "—"},
    "agreements.sign": _signers,
}
"""What an action is rehearsed with where its own dialog asks for more."""
