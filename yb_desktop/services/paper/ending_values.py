"""Gathers what the decisions of suspension, resumption and termination say (C6–C14, A17, A18)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.changes import (
    Resumed,
    ResumptionRequested,
    Suspended,
    SuspensionGround,
    SuspensionRequested,
    Terminated,
    TerminationPublished,
    TerminationRequested,
)
from yb_desktop.domain.termination import (
    CHAIN_PERSON,
    SUSPENDED_TWICE,
    TerminationGround,
    is_illegal,
    termination_ground,
)
from yb_desktop.domain.vocabulary import Ground
from yb_desktop.law.catalogue import Kind
from yb_desktop.paper.days import day_words
from yb_desktop.paper.documents.resumption_decision import ResumptionDecision
from yb_desktop.paper.documents.suspension_decision import Imposed, Requested, SuspensionDecision
from yb_desktop.paper.documents.termination_announcement import Terminated as Announced
from yb_desktop.paper.documents.termination_announcement import TerminationAnnouncement
from yb_desktop.paper.documents.termination_decision import Bar, TerminationDecision
from yb_desktop.services.desk import Desk
from yb_desktop.services.paper.bound import Bound, bound
from yb_desktop.services.paper.change_values import of_agreement
from yb_desktop.services.paper.steps import Done, before, done
from yb_desktop.services.paper.values import entry_on, sender
from yb_desktop.services.paper.words import full_articles
from yb_desktop.store.reading import Reader


def suspended(desk: Desk, reader: Reader, found: Agreement, step: Done[Suspended]) -> SuspensionDecision:
    """Gather 中止决定书."""
    news, on = step.fact, step.stamp.on
    there = bound(desk.law, found, on)
    ground = news.ground
    return SuspensionDecision(
        sender=sender(desk, news.number, on),
        to=entry_on(reader, found.institution, on).name,
        agreement=of_agreement(found),
        begins=news.begins,
        why=_imposed(reader, found, step, there, ground) if ground else _wished(reader, found, step, there),
        reason=news.reason,
        articles=full_articles(desk.law, _ground_sources(there, ground)) if ground else there.full("C7"),
        effects=there.short("C6"),
        until=() if ground else bound(desk.law, found, news.begins).last_days("C7", news.begins),
        outlasting=there.held("C8"),
        elsewhere=_elsewhere(desk, reader, news.elsewhere),
        elsewhere_articles=there.short("C14"),
        remedy=there.held("C16"),
    )


def _wished(reader: Reader, found: Agreement, step: Done[Suspended], there: Bound) -> Requested:
    asked = before(done(reader, found.id, SuspensionRequested), step.at)
    return _requested(asked, there) if asked else Requested(step.stamp.on, step.fact.begins, "")


def _requested(asked: Done[SuspensionRequested] | Done[TerminationRequested], there: Bound) -> Requested:
    news = asked.fact
    return Requested(asked.stamp.on, news.wanted, news.reason, news.late, there.short("C15"))


def _imposed(
    reader: Reader, found: Agreement, step: Done[Suspended], there: Bound, ground: SuspensionGround
) -> Imposed:
    earlier = [one for one in done(reader, found.id, Suspended) if one.at <= step.at and not one.fact.by_request]
    rule = _termination_rule(found)
    twice = termination_ground(found.institution_kind, SUSPENDED_TWICE)
    return Imposed(
        ground=ground.label,
        count=len(earlier),
        most=there.law.figure(rule, area=there.area, kind=there.kind, on=there.on),
        most_articles=there.cited(_with_others(there, [twice] if twice else [], rule)),
    )


def _termination_rule(found: Agreement) -> str:
    return "C10" if found.institution_kind is Kind.MEDICAL else "C11"


def _ground_sources(there: Bound, ground: SuspensionGround) -> tuple[str, ...]:
    """C9: the item of the ground where the article has items (CX-34(2)1), the article as it is elsewhere."""
    item = list(SuspensionGround).index(ground) + 1
    return tuple(f"{one}{item}" if one.endswith(")") else one for one in there.sources("C9"))


def _with_others(there: Bound, grounds: Sequence[TerminationGround], rule: str) -> tuple[str, ...]:
    """Give the items of grounds in their own article, and the rule's other articles as they are."""
    own = there.standing(ground.source for ground in grounds)
    others = tuple(one for one in there.sources(rule) if not any(item.startswith(one) for item in own))
    return (*own, *others)


def _elsewhere(desk: Desk, reader: Reader, agreements: Sequence[str]) -> tuple[str, ...]:
    """C14: name the agreements in other pooling areas that follow the decision."""
    held = [reader.agreement(one) for one in agreements]
    return tuple(f"{one.number}（{desk.law.areas.get(one.office).name}）" for one in held)


def resumed(desk: Desk, reader: Reader, found: Agreement, step: Done[Resumed]) -> ResumptionDecision:
    """Gather 恢复决定书."""
    on = step.stamp.on
    there = bound(desk.law, found, on)
    was = before(done(reader, found.id, Suspended), step.at)
    if was is None:
        raise LookupError(found.id)
    asked = before(done(reader, found.id, ResumptionRequested), step.at)
    asked_on = asked.stamp.on if asked is not None and asked.at > was.at else None
    until = bound(desk.law, found, was.fact.begins).last_days("C7", was.fact.begins) if was.fact.by_request else ()
    return ResumptionDecision(
        sender=sender(desk, step.fact.number, on),
        to=entry_on(reader, found.institution, on).name,
        agreement=of_agreement(found),
        suspended_from=was.fact.begins,
        suspended_by=f"{day_words(was.stamp.on)}作出的中止决定书（{was.fact.number}）",
        asked=asked_on,
        until=until[0] if until else None,
        reason=step.fact.reason,
        articles=there.full("C7", "C8") if was.fact.by_request else there.full("C8"),
        going_on=there.short("C6"),
        remedy=there.held("C16"),
    )


def terminated(desk: Desk, reader: Reader, found: Agreement, step: Done[Terminated]) -> TerminationDecision:
    """Gather 解除决定书."""
    news, on = step.fact, step.stamp.on
    there = bound(desk.law, found, on)
    kind = found.institution_kind
    grounds = [one for name in news.grounds if (one := termination_ground(kind, name)) is not None]
    asked = before(done(reader, found.id, TerminationRequested), step.at) if news.by_request else None
    return TerminationDecision(
        sender=sender(desk, news.number, on),
        to=entry_on(reader, found.institution, on).name,
        agreement=of_agreement(found),
        effective=news.effective,
        grounds=tuple(one.text for one in grounds),
        requested=_requested(asked, there) if asked else None,
        reason=news.reason,
        articles=full_articles(desk.law, _with_others(there, grounds, _termination_rule(found))),
        effects=there.short("C13"),
        suspensions=_suspensions(reader, found, step) if SUSPENDED_TWICE in news.grounds else (),
        bars=tuple(_bars(found, step, there)),
        persons=news.persons,
        branches=tuple(_branches(reader, news, step)),
        branch_articles=there.short("C12"),
        elsewhere=_elsewhere(desk, reader, news.elsewhere),
        elsewhere_articles=there.short("C14"),
        remedy=there.held("C16"),
    )


def _suspensions(reader: Reader, found: Agreement, step: Done[Terminated]) -> tuple[str, ...]:
    held = [one for one in done(reader, found.id, Suspended) if one.at < step.at and not one.fact.by_request]
    return tuple(f"{day_words(one.stamp.on)}，{one.fact.number}" for one in held)


def _bars(found: Agreement, step: Done[Terminated], there: Bound) -> Iterator[Bar]:
    """A17, A18: serious illegality bars the institution, and those behind it, from the day of the termination."""
    if not is_illegal(found.institution_kind, step.fact.grounds):
        return
    rule = "A17" if found.institution_kind is Kind.MEDICAL else "A18"
    only_person = set(step.fact.grounds) == {CHAIN_PERSON}
    wanted = [(Ground.ILLEGAL_TERMINATION, "你单位再次申请医疗保障定点的，不予受理")] if not only_person else []
    if step.fact.persons:
        people = "、".join(step.fact.persons)
        text = f"由{people}任法定代表人、主要负责人或者实际控制人的医药机构申请医疗保障定点的，不予受理"
        wanted.append((Ground.PERSON_BEHIND_TERMINATION, text))
    for ground, text in wanted:
        days = there.last_days(rule, step.fact.effective, ground.value)
        if days:
            yield Bar(text, days[0])


def _branches(reader: Reader, news: Terminated, step: Done[Terminated]) -> Iterator[str]:
    for other in sorted((reader.agreement(one) for one in news.branches), key=lambda one: one.number):
        yield f"{entry_on(reader, other.institution, step.stamp.on).name}（{other.number}）"


def announced(
    desk: Desk, reader: Reader, found: Agreement, step: Done[TerminationPublished]
) -> TerminationAnnouncement:
    """Gather 解除公告."""
    on = step.stamp.on
    decided = before(done(reader, found.id, Terminated), step.at)
    if decided is None:
        raise LookupError(found.id)
    entry = entry_on(reader, found.institution, on)
    line = Announced(entry.name, entry.address, found.number, decided.fact.effective)
    return TerminationAnnouncement(
        sender=sender(desk, step.fact.number, on),
        institutions=(line,),
        where=step.fact.where,
        day=step.fact.day,
        articles=bound(desk.law, found, on).full("C13"),
    )
