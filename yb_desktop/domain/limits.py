"""A running clock of a case or an agreement: which rule, since when, paused when, stopped when.

Only the facts are kept here; the last day is worked out from the law and the calendar whenever it is needed, so that a
new calendar moves every open clock by itself (T3).
"""

from __future__ import annotations

from datetime import date

import msgspec

from yb_desktop.law.law import Due, Kind, Law, Pause
from yb_desktop.law.periods import day_set


class Pausing(msgspec.Struct, frozen=True, omit_defaults=True):
    """A pause (T7): from the day of the notice to the day the supplement arrived; ``last`` is None while it lasts."""

    first: date
    last: date | None = None


class Limit(msgspec.Struct, frozen=True, omit_defaults=True):
    """One clock: ``part`` names the figure where a rule has several (E11: ``wait``, ``bar``).

    ``of`` names what it runs for where a matter may have several of a rule at once (G8: a claim for each month).
    ``until`` is a last day that the office itself set for the institution (B1, B2): it can be over, never late.
    """

    rule: str
    start: date
    part: str = ""
    paused: tuple[Pausing, ...] = ()
    stopped: date | None = None
    of: str = ""
    until: date | None = None


Limits = tuple[Limit, ...]


def start(limits: Limits, rule: str, on: date, part: str = "", of: str = "") -> Limits:
    """Start a clock; the same rule running already (for the same thing) is stopped first: no clock ever runs twice."""
    return (*stop(limits, rule, on, of), Limit(rule, on, part, of=of))


def stop(limits: Limits, rule: str, on: date, of: str = "") -> Limits:
    """Stop the running clock of ``rule``, met or missed; nothing happens where none runs."""
    return tuple(
        _stopped(limit, on) if (limit.rule, limit.of, limit.stopped) == (rule, of, None) else limit for limit in limits
    )


def stop_every(limits: Limits, rule: str, on: date) -> Limits:
    """Stop the running clocks of ``rule``, whatever they run for."""
    return tuple(_stopped(limit, on) if (limit.rule, limit.stopped) == (rule, None) else limit for limit in limits)


def stop_all(limits: Limits, on: date) -> Limits:
    """Stop every running clock: the case has come to an end."""
    return tuple(_stopped(limit, on) if limit.stopped is None else limit for limit in limits)


def _stopped(limit: Limit, on: date) -> Limit:
    """Stop one clock; a pause still open ends with it, so that the time waited for a supplement is never late (T7)."""
    paused = limit.paused
    if paused and paused[-1].last is None:
        paused = (*paused[:-1], Pausing(paused[-1].first, on))
    return msgspec.structs.replace(limit, stopped=on, paused=paused)


def pause(limits: Limits, rule: str, on: date) -> Limits:
    """T7: pause the running clock of ``rule`` from the notice of ``on``."""
    return tuple(
        msgspec.structs.replace(limit, paused=(*limit.paused, Pausing(on)))
        if limit.rule == rule and limit.stopped is None
        else limit
        for limit in limits
    )


def resume(limits: Limits, rule: str, on: date) -> Limits:
    """T7: end the open pause of ``rule`` with the supplement that arrived on ``on``."""
    return tuple(
        msgspec.structs.replace(limit, paused=(*limit.paused[:-1], Pausing(limit.paused[-1].first, on)))
        if limit.rule == rule and limit.stopped is None and limit.paused and limit.paused[-1].last is None
        else limit
        for limit in limits
    )


def due_of_limit(limit: Limit, law: Law, *, area: str, kind: Kind, in_force_on: date) -> tuple[Due, ...]:
    """Work out the last days of one clock, the most local basis first; empty where no document sets a limit."""
    if limit.until is not None:
        return (day_set(limit.rule, limit.until, limit.part),)
    judging = law_for(limit, law, area=area)
    due = _due(limit, judging, area, kind, in_force_on)
    if limit.stopped is not None and any(one.provisional for one in due):  # T3: worked out again once it is known
        due = _due(limit, judging.with_calendars_of(law), area, kind, in_force_on)
    return due


def law_for(limit: Limit, law: Law, *, area: str) -> Law:
    """Give the law that judges a clock: the newest while it runs; once it stopped, what was known on that day.

    Days that were not known then (T3) are judged by the newest calendar.
    """
    if limit.stopped is None:
        return law
    then = law.as_of(limit.stopped)
    return then if then.knows(limit.start, limit.stopped, area=area) else then.with_calendars_of(law)


def _due(limit: Limit, law: Law, area: str, kind: Kind, in_force_on: date) -> tuple[Due, ...]:
    paused = tuple(Pause(pause.first, pause.last) for pause in limit.paused)
    part = limit.part or None
    return law.due(limit.rule, limit.start, area=area, kind=kind, in_force_on=in_force_on, paused=paused, part=part)


def running(limits: Limits, rule: str, of: str = "") -> Limit | None:
    """Give the running clock of ``rule``, if any."""
    return next((limit for limit in limits if (limit.rule, limit.of, limit.stopped) == (rule, of, None)), None)
