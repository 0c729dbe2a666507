"""How each fact changes an agreement: drafted, printed, signed, filed, opened (G3–G5), and decisions that wait.

What happens to an agreement in force is told in modules of their own, which register their steps here; ``evolve`` is
the door to all.
"""

from __future__ import annotations

from functools import singledispatch

from msgspec.structs import replace

from yb_desktop.domain import limits
from yb_desktop.domain.agreement import (
    Agreement,
    AgreementFiled,
    AgreementSigned,
    Copy,
    CopyVoided,
    Drafted,
    Printed,
    ScanAttached,
    SystemOpened,
)
from yb_desktop.domain.facts import Fact, Stamp
from yb_desktop.domain.institution import Event
from yb_desktop.domain.pairing import Prepared, SentBack, put_before
from yb_desktop.domain.vocabulary import AgreementState


def evolve(before: Agreement | None, news: Fact, at: Stamp) -> Agreement:
    """Give the agreement after ``news``. Raises ``LookupError`` when there is none yet to change."""
    if before is None:
        after = begin(news, at)
    else:
        after = step(news, before, at)
        if after.pending is not None and after.pending.action == at.type:  # the decision itself: it waits no more
            after = replace(after, pending=None)
    past = before.history if before else ()
    return replace(after, history=(*past, Event(at.type, at.on, at.actor, at.rid)))


@singledispatch
def begin(news: Fact, at: Stamp) -> Agreement:
    """Give the agreement that a fact begins. Raises ``LookupError`` for a fact that changes one already there."""
    raise LookupError(f"{at.entity} ({type(news).__name__})")


@begin.register
def _(news: Drafted, at: Stamp) -> Agreement:
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
        state=AgreementState.DRAFT,
        drafted=at.on,
        starts=news.starts,
        ends=news.ends,
        blanks=news.blanks,
        signers=news.signers,
    )


@singledispatch
def step(news: Fact, agreement: Agreement, at: Stamp) -> Agreement:
    """Give the agreement after one fact; each kind of fact has a function of its own."""
    raise TypeError(f"{type(news).__name__} does not change an agreement ({agreement.id}, {at.type})")


@step.register
def _(news: Prepared, agreement: Agreement, at: Stamp) -> Agreement:
    return replace(agreement, pending=put_before(news, at))


@step.register
def _(news: SentBack, agreement: Agreement, at: Stamp) -> Agreement:
    del news, at
    return replace(agreement, pending=None)


@step.register
def _(news: Printed, agreement: Agreement, at: Stamp) -> Agreement:
    made = range(news.first_copy, news.first_copy + news.copies)
    copies = tuple(Copy(n, at.on, at.actor, news.text_hash, news.reason) for n in made)
    state = AgreementState.PRINTED if agreement.state is AgreementState.DRAFT else agreement.state
    return replace(agreement, state=state, text_hash=news.text_hash, copies=(*agreement.copies, *copies))


@step.register
def _(news: CopyVoided, agreement: Agreement, at: Stamp) -> Agreement:
    copies = tuple(
        replace(one, voided=at.on, why=news.reason) if one.copy == news.copy else one for one in agreement.copies
    )
    return replace(agreement, copies=copies)


@step.register
def _(news: AgreementSigned, agreement: Agreement, at: Stamp) -> Agreement:
    clocks = limits.start(limits.start(agreement.limits, "G4", at.on), "G5", at.on)
    return replace(agreement, state=AgreementState.IN_FORCE, signed=at.on, signers=news.signers, limits=clocks)


@step.register
def _(news: ScanAttached, agreement: Agreement, at: Stamp) -> Agreement:
    del at
    return replace(agreement, scan_pages=tuple(sorted({*agreement.scan_pages, *news.pages})))


@step.register
def _(news: AgreementFiled, agreement: Agreement, at: Stamp) -> Agreement:
    del at
    return replace(agreement, filed=news.day, limits=limits.stop(agreement.limits, "G4", news.day))


@step.register
def _(news: SystemOpened, agreement: Agreement, at: Stamp) -> Agreement:
    clocks = limits.stop(agreement.limits, "G5", at.on)
    return replace(agreement, opened=at.on, national_code=news.national_code, limits=clocks)
