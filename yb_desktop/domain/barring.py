"""Until when the checked grounds bar an application (A17, A18, A23), and which have not been checked yet (A19).

Four grounds carry a time from the catalogue; two of those also last until penalties or liabilities are fulfilled,
whatever the years. Every other ground bars while it holds.
"""

from __future__ import annotations

from datetime import date

from yb_desktop.base.errors import Unmet
from yb_desktop.domain.case import Case, GroundCheck
from yb_desktop.domain.grounds import GroundFacts, ground_facts, grounds_of
from yb_desktop.domain.vocabulary import Ground
from yb_desktop.law.counting import first_day_free
from yb_desktop.law.law import Kind, Law


def unmet_grounds(case: Case, *, on: date, law: Law) -> tuple[Unmet, ...]:
    """Give what the check table has against acceptance on the day ``on``."""
    found: list[Unmet] = []
    unchecked: dict[str, list[str]] = {}
    checked = {check.ground: check for check in case.checks}
    for facts in asked_grounds(case, law):
        check = checked.get(facts.ground)
        if check is None:
            unchecked.setdefault(facts.rule, []).append(facts.ground.label)
        elif (bar := barred_by(case, check, on=on, law=law)) is not None:
            found.append(bar)
    found += [Unmet(rule, f"尚未核查不予受理情形：{'、'.join(names)}") for rule, names in unchecked.items()]
    return tuple(found)


def asked_grounds(case: Case, law: Law) -> tuple[GroundFacts, ...]:
    """Give the grounds that a document in force asks about for this case."""
    return tuple(
        facts
        for facts in grounds_of(case.institution_kind)
        if law.in_force(facts.rule, area=case.area, kind=case.institution_kind, on=case.received)
    )


def barred_by(case: Case, check: GroundCheck, *, on: date, law: Law) -> Unmet | None:
    """Say how one checked ground bars on the day ``on``: with its first free day, "until fulfilled", or not at all."""
    facts = ground_facts(case.institution_kind, check.ground)
    if facts is None or not check.fact.holds:
        return None
    unfulfilled = facts.until_fulfilled and not check.fact.fulfilled
    if facts.timed:
        if check.fact.event_day is None:
            return Unmet(facts.rule, f"{facts.text.rstrip('。')}（未登记起算日，无法确认何时期满）")
        free = free_from(case, facts.rule, check.ground, check.fact.event_day, law)
        if on < free:
            until = f"{free}起可以重新申请" + ("，且须先履行完毕" if unfulfilled else "")
            return Unmet(facts.rule, f"{facts.text.rstrip('。')}；{until}", None if unfulfilled else free)
        # A17: until the penalties are fulfilled, whatever the years.
        return Unmet(facts.rule, f"{facts.text.rstrip('。')}；履行完毕后可以重新申请") if unfulfilled else None
    if facts.until_fulfilled and check.fact.fulfilled:
        return None
    return Unmet(facts.rule, facts.text.rstrip("。"))


def free_from(case: Case, rule: str, ground: Ground, event_day: date, law: Law) -> date:
    """Give the first day on which a timed ground bars no more: the day after the corresponding day (T5)."""
    due = law.due(
        rule,
        event_day,
        area=case.area,
        kind=Kind(case.institution_kind),
        in_force_on=case.received,
        part=ground.value,
    )
    return first_day_free(max(one.last_day for one in due))
