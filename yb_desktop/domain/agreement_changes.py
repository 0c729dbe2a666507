"""How changes, suspension, termination, renewal and expiry change an agreement (C1–C15), and which clocks they move."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from yb_desktop.domain import limits
from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.agreement_evolve import begin, step
from yb_desktop.domain.breach_facts import Heard
from yb_desktop.domain.changes import (
    Asked,
    Change,
    ChangeRequested,
    Ending,
    Expired,
    HeardBefore,
    Lapsed,
    Renewal,
    RenewalDeclined,
    RenewalObjected,
    RenewalObjection,
    RenewalObjectionSettled,
    RenewalPublished,
    RenewalRequested,
    Renewed,
    Resumed,
    ResumptionRequested,
    RoundOpened,
    Suspended,
    Suspension,
    SuspensionRequested,
    Terminated,
    TerminationFiled,
    TerminationPublished,
    TerminationRequested,
    Wish,
)
from yb_desktop.domain.facts import Stamp
from yb_desktop.domain.institution import ChangeCompleted
from yb_desktop.domain.limits import Limits
from yb_desktop.domain.vocabulary import AgreementState

_OVER = ("C2", "C4", "C7", "G5")
"""The clocks that stop with an agreement; filing (G4) and payment of earlier fees (G8) are owed all the same."""


@step.register
def _(news: ChangeRequested, agreement: Agreement, at: Stamp) -> Agreement:
    change = Change(id=news.change, on=at.on, fields=news.fields, approved_on=news.approved_on, late=news.late)
    clocks = limits.start(agreement.limits, "C2", at.on, of=news.change)
    return replace(agreement, changes=(*agreement.changes, change), limits=clocks)


@step.register
def _(news: ChangeCompleted, agreement: Agreement, at: Stamp) -> Agreement:
    changes = tuple(replace(c, completed=at.on) if c.id == news.change else c for c in agreement.changes)
    return replace(agreement, changes=changes, limits=limits.stop(agreement.limits, "C2", at.on, of=news.change))


@step.register
def _(news: SuspensionRequested, agreement: Agreement, at: Stamp) -> Agreement:
    wish = Asked(wish=Wish.SUSPENSION, on=at.on, wanted=news.wanted, reason=news.reason, late=news.late)
    return replace(agreement, asked=(*agreement.asked, wish))


@step.register
def _(news: TerminationRequested, agreement: Agreement, at: Stamp) -> Agreement:
    wish = Asked(wish=Wish.TERMINATION, on=at.on, wanted=news.wanted, reason=news.reason, late=news.late)
    return replace(agreement, asked=(*agreement.asked, wish))


@step.register
def _(news: RenewalDeclined, agreement: Agreement, at: Stamp) -> Agreement:
    wish = Asked(wish=Wish.NO_RENEWAL, on=at.on, wanted=agreement.ends, reason=news.reason, late=news.late)
    renewal = replace(agreement.renewal or Renewal(), declined=at.on, requested=None)
    clocks = limits.stop(agreement.limits, "C4", at.on)
    return replace(agreement, asked=(*agreement.asked, wish), renewal=renewal, limits=clocks)


def _answered(agreement: Agreement, on: date, *wishes: Wish) -> tuple[Asked, ...]:
    return tuple(
        replace(one, answered=on) if one.answered is None and one.wish in wishes else one for one in agreement.asked
    )


@step.register
def _(news: Suspended, agreement: Agreement, at: Stamp) -> Agreement:
    suspension = Suspension(
        on=at.on,
        begins=news.begins,
        by_request=news.by_request,
        number=news.number,
        prepared_by=news.prepared_by,
        released_by=at.actor,
        ground=news.ground,
        reason=news.reason,
        urgent=news.urgent,
    )
    # C7: the 180 days are those of a suspension at the institution's wish.
    clocks = limits.start(agreement.limits, "C7", news.begins) if news.by_request else agreement.limits
    return replace(
        agreement,
        state=AgreementState.SUSPENDED,
        suspensions=(*agreement.suspensions, suspension),
        asked=_answered(agreement, at.on, Wish.SUSPENSION),
        limits=clocks,
    )


@step.register
def _(news: Heard, agreement: Agreement, at: Stamp) -> Agreement:
    heard = HeardBefore(at.on, news.how, len(agreement.suspensions))
    return replace(agreement, hearings=(*agreement.hearings, heard))


@step.register
def _(news: ResumptionRequested, agreement: Agreement, at: Stamp) -> Agreement:
    del news
    newest = replace(agreement.suspensions[-1], asked_back=at.on)
    return replace(
        agreement,
        suspensions=(*agreement.suspensions[:-1], newest),
        limits=limits.stop(agreement.limits, "C7", at.on),
    )


@step.register
def _(news: Resumed, agreement: Agreement, at: Stamp) -> Agreement:
    del news
    return replace(
        agreement,
        state=AgreementState.IN_FORCE,
        suspensions=_until(agreement, at.on),
        limits=limits.stop(agreement.limits, "C7", at.on),
    )


def _until(agreement: Agreement, on: date) -> tuple[Suspension, ...]:
    return tuple(replace(one, until=on) if one.until is None else one for one in agreement.suspensions)


def _over(agreement: Agreement, state: AgreementState, ending: Ending, closed: date | None) -> Agreement:
    clocks: Limits = agreement.limits
    for rule in _OVER:
        clocks = limits.stop_every(clocks, rule, ending.on)
    return replace(
        agreement,
        state=state,
        ending=ending,
        closed=closed,
        suspensions=_until(agreement, ending.on),
        asked=_answered(agreement, ending.on, *Wish),
        limits=clocks,
    )


@step.register
def _(news: Lapsed, agreement: Agreement, at: Stamp) -> Agreement:
    ending = Ending(rule=news.rule, on=at.on, effective=news.ended)
    return _over(agreement, AgreementState.LAPSED, ending, at.on)


@step.register
def _(news: Terminated, agreement: Agreement, at: Stamp) -> Agreement:
    ending = Ending(
        rule="C13",
        on=at.on,
        effective=news.effective,
        by_request=news.by_request,
        grounds=news.grounds,
        reason=news.reason,
        number=news.number,
        prepared_by=news.prepared_by,
        released_by=at.actor,
        persons=news.persons,
        branches=news.branches,
    )
    return _over(agreement, AgreementState.TERMINATED, ending, at.on)


@step.register
def _(news: TerminationPublished, agreement: Agreement, at: Stamp) -> Agreement:
    del at
    return replace(agreement, ending=replace(_ending(agreement), published=news.day))


@step.register
def _(news: TerminationFiled, agreement: Agreement, at: Stamp) -> Agreement:
    del at
    return replace(agreement, ending=replace(_ending(agreement), filed=news.day))


def _ending(agreement: Agreement) -> Ending:
    if agreement.ending is None:
        raise LookupError(agreement.id)
    return agreement.ending


@step.register
def _(news: Expired, agreement: Agreement, at: Stamp) -> Agreement:
    ending = Ending(rule="C5", on=at.on, effective=agreement.ends)
    return _over(agreement, AgreementState.EXPIRED, ending, at.on if news.closed else None)


@step.register
def _(news: RoundOpened, agreement: Agreement, at: Stamp) -> Agreement:
    renewal = replace(agreement.renewal or Renewal(), round=news.round, opened=at.on)
    clocks = limits.start(agreement.limits, "C4", agreement.ends, "request") if not renewal.requested else None
    return replace(agreement, renewal=renewal, limits=agreement.limits if clocks is None else clocks)


@step.register
def _(news: RenewalRequested, agreement: Agreement, at: Stamp) -> Agreement:
    before = agreement.renewal or Renewal()
    renewal = replace(before, requested=at.on, papers=before.papers.joined(news.papers), declined=None)
    return replace(
        agreement,
        renewal=renewal,
        asked=_answered(agreement, at.on, Wish.NO_RENEWAL),
        limits=limits.stop(agreement.limits, "C4", at.on),
    )


@step.register
def _(news: RenewalPublished, agreement: Agreement, at: Stamp) -> Agreement:
    before = agreement.renewal or Renewal()
    renewal = replace(before, published=at.on, number=news.number, papers=before.papers.joined(news.papers))
    return replace(agreement, renewal=renewal, limits=limits.start(agreement.limits, "C4", at.on, "publicity"))


@step.register
def _(news: RenewalObjected, agreement: Agreement, at: Stamp) -> Agreement:
    before = agreement.renewal or Renewal()
    objection = RenewalObjection(id=news.objection, on=at.on, text=news.text, who=news.who)
    return replace(agreement, renewal=replace(before, objections=(*before.objections, objection)))


@step.register
def _(news: RenewalObjectionSettled, agreement: Agreement, at: Stamp) -> Agreement:
    before = agreement.renewal or Renewal()
    known = before.objections
    if all(one.id != news.objection for one in known):
        known = (*known, RenewalObjection(id=news.objection, on=at.on, text=news.text))
    objections = tuple(
        replace(one, settled=at.on, upheld=news.upheld, finding=news.finding) if one.id == news.objection else one
        for one in known
    )
    return replace(agreement, renewal=replace(before, objections=objections))


@step.register
def _(news: Renewed, agreement: Agreement, at: Stamp) -> Agreement:
    """C4: the old agreement runs on to its last day and is followed without a gap."""
    return replace(agreement, next=at.entity, limits=limits.stop(agreement.limits, "C4", at.on))


@begin.register
def _(news: Renewed, at: Stamp) -> Agreement:
    """C4, G4, G6: the new agreement is signed; its filing is owed, the system goes on."""
    clocks = limits.start((), "G4", at.on)
    return Agreement(
        id=at.entity,
        office=at.office,
        case=news.case,
        institution=news.institution,
        institution_kind=news.institution_kind,
        area=news.area,
        number=news.number,
        form=news.form,
        version=news.version,
        state=AgreementState.IN_FORCE,
        drafted=at.on,
        starts=news.starts,
        ends=news.ends,
        blanks=news.blanks,
        signed=at.on,
        opened=news.opened,
        national_code=news.national_code,
        previous=news.previous,
        limits=clocks if news.opened else limits.start(clocks, "G5", at.on),
    )
