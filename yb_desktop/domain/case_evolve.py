"""How each fact changes an application at the counter: materials, notices, supplements, acceptance (A12–A23, J5).

What happens from the draw on is told in ``case_evaluating``; ``evolve`` is the door to both.
"""

from __future__ import annotations

from functools import singledispatch

from msgspec.structs import replace

from yb_desktop.domain import limits
from yb_desktop.domain.agreement import AgreementSigned, Drafted
from yb_desktop.domain.case import Case, GroundCheck, Notice, Refusal
from yb_desktop.domain.case_facts import (
    Abandoned,
    Accepted,
    CaseReassigned,
    Delivered,
    FirstReviewed,
    GroundChecked,
    ItemAnswered,
    MaterialsReceived,
    MissingNotified,
    NotAccepted,
    SupplementAsked,
    SupplementReceived,
    Withdrawn,
)
from yb_desktop.domain.facts import Fact, Stamp
from yb_desktop.domain.institution import Event
from yb_desktop.domain.pairing import Prepared, SentBack, put_before
from yb_desktop.domain.vocabulary import ApplicationKind, CaseState


def evolve(before: Case | None, news: Fact, at: Stamp) -> Case:
    """Give the application after ``news``. Raises ``LookupError`` when there is none yet to change."""
    if isinstance(news, MaterialsReceived):
        after = _received(news, at)
    elif before is None:
        raise LookupError(at.entity)
    else:
        after = step(news, before, at)
    if isinstance(news, ItemAnswered):  # an answer is kept with its visit; ninety of them are no steps of the case
        return after
    past = before.history if before else ()
    return replace(after, history=(*past, Event(at.type, at.on, at.actor, at.rid)))


def _received(news: MaterialsReceived, at: Stamp) -> Case:
    clocks = limits.start((), "A15", at.on)
    if news.kind is ApplicationKind.CATEGORY:
        clocks = limits.start(clocks, "A21", at.on)
    return Case(
        id=at.entity,
        office=at.office,
        institution=news.institution,
        institution_kind=news.institution_kind,
        kind=news.kind,
        area=news.area,
        state=CaseState.RECEIVED,
        received=at.on,
        items=news.items,
        missing=news.missing,
        complete_on=None if news.missing else at.on,
        host=news.host,
        categories=news.categories,
        materials=news.version,
        receipt=news.number,
        limits=clocks,
    )


def with_notice(case: Case, notice: Notice) -> Case:
    """Add a numbered notice that waits for its delivery."""
    return replace(case, notices=(*case.notices, notice))


@singledispatch
def step(news: Fact, case: Case, at: Stamp) -> Case:
    """Give the case after one fact; each kind of fact has a function of its own."""
    raise TypeError(f"{type(news).__name__} does not change a case ({case.id}, {at.type})")


@step.register
def _(news: MissingNotified, case: Case, at: Stamp) -> Case:
    after = replace(case, state=CaseState.SUPPLEMENT, back_to=CaseState.RECEIVED, asked=news.missing)
    texts = (*news.missing, *news.also)
    return with_notice(
        after,
        Notice(document="supplement_notice", number=news.number, on=at.on, rid=at.rid, carries="A15", texts=texts),
    )


@step.register
def _(news: SupplementAsked, case: Case, at: Stamp) -> Case:
    # T7: the evaluation's clock leaves out the days from this notice to the supplement.
    after = replace(
        case,
        state=CaseState.SUPPLEMENT,
        back_to=case.state,
        asked=news.missing,
        missing=news.missing,
        limits=limits.pause(case.limits, "E1", at.on),
    )
    return with_notice(
        after,
        Notice(
            document="supplement_notice", number=news.number, on=at.on, rid=at.rid, carries="A16", texts=news.missing
        ),
    )


@step.register
def _(news: Delivered, case: Case, at: Stamp) -> Case:
    notice = next(n for n in case.notices if n.number == news.notice)
    notices = tuple(replace(n, delivered=at.on) if n.number == news.notice else n for n in case.notices)
    after = replace(case, notices=notices)
    # A supplement that was here before its notice leaves nothing to wait for; an ended case waits for nothing at all.
    awaited = case.state is CaseState.SUPPLEMENT and notice == case.notice("supplement_notice")
    match notice.carries:
        case "A15":
            clocks = limits.stop(case.limits, "A15", at.on)
            clocks = limits.start(clocks, "A16", at.on) if awaited else clocks
        case "A16" if awaited:
            clocks = limits.start(case.limits, "A16", at.on)
        case "E11" if case.state is CaseState.UNQUALIFIED:
            clocks = limits.start(case.limits, "E11", at.on, "wait")
        case "E11" if case.state is CaseState.BARRED:
            clocks = limits.start(case.limits, "E11", at.on, "bar")
        case _:
            clocks = case.limits
    decisions = tuple(replace(d, delivered=at.on) if d.number == news.notice else d for d in case.decisions)
    return replace(after, limits=clocks, decisions=decisions)


@step.register
def _(news: SupplementReceived, case: Case, at: Stamp) -> Case:
    after = replace(case, items=case.items | news.items, missing=news.missing)
    if news.missing:  # A16: in time but still incomplete, the clock runs on
        return after
    clocks = limits.resume(limits.stop(case.limits, "A16", at.on), "E1", at.on)
    return replace(
        after,
        state=case.back_to or CaseState.RECEIVED,
        back_to=None,
        asked=(),
        complete_on=at.on,
        limits=clocks,
    )


@step.register
def _(news: Abandoned, case: Case, at: Stamp) -> Case:
    del news
    return replace(case, state=CaseState.ABANDONED, pending=None, limits=limits.stop_all(case.limits, at.on))


@step.register
def _(news: CaseReassigned, case: Case, at: Stamp) -> Case:
    del at
    return replace(case, handler=news.to)


@step.register
def _(news: Withdrawn, case: Case, at: Stamp) -> Case:
    del news
    return replace(case, state=CaseState.WITHDRAWN, pending=None, limits=limits.stop_all(case.limits, at.on))


@step.register
def _(news: GroundChecked, case: Case, at: Stamp) -> Case:
    kept = tuple(check for check in case.checks if check.ground not in news.grounds)
    new = tuple(GroundCheck(ground=ground, on=at.on, actor=at.actor, fact=news) for ground in news.grounds)
    return replace(case, checks=(*kept, *new))


@step.register
def _(news: Accepted, case: Case, at: Stamp) -> Case:
    clocks = limits.start(limits.stop(case.limits, "A15", at.on), "E1", at.on)
    after = replace(case, state=CaseState.ACCEPTED, accepted=at.on, limits=clocks)
    return with_notice(after, Notice(document="acceptance_notice", number=news.number, on=at.on, rid=at.rid))


@step.register
def _(news: NotAccepted, case: Case, at: Stamp) -> Case:
    refusal = Refusal(
        rule=news.rule, reason=news.reason, number=news.number, ground=news.ground, free_from=news.free_from
    )
    after = replace(
        case,
        state=CaseState.NOT_ACCEPTED,
        refusal=refusal,
        pending=None,
        limits=limits.stop_all(case.limits, at.on),
    )
    return with_notice(after, Notice(document="refusal_notice", number=news.number, on=at.on, rid=at.rid))


@step.register
def _(news: FirstReviewed, case: Case, at: Stamp) -> Case:
    del at
    in_order = news.genuine and news.complete
    return replace(case, review=news, state=CaseState.EVALUATING if in_order else case.state)


@step.register
def _(news: Prepared, case: Case, at: Stamp) -> Case:
    return replace(case, pending=put_before(news, at))


@step.register
def _(news: SentBack, case: Case, at: Stamp) -> Case:
    del news, at
    return replace(case, pending=None)


@step.register
def _(news: Drafted, case: Case, at: Stamp) -> Case:
    del news
    return replace(case, agreement=at.entity)


@step.register
def _(news: AgreementSigned, case: Case, at: Stamp) -> Case:
    del news
    return replace(case, state=CaseState.SIGNED, limits=limits.stop_all(case.limits, at.on))
