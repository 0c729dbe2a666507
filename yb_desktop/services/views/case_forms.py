"""What the forms of a case begin with: the materials to tick off, and the check table of the grounds (A17–A19, A23)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from yb_desktop.domain.barring import asked_grounds, barred_by
from yb_desktop.domain.case import Case, GroundCheck
from yb_desktop.domain.forms import Form, FormUse, form_here
from yb_desktop.domain.grounds import GroundFacts
from yb_desktop.domain.vocabulary import Ground
from yb_desktop.services.desk import Desk
from yb_desktop.services.views.citing import citation


@dataclass(frozen=True, slots=True)
class Named:
    """A material: its id, its name, what to look for; ``copies`` asked, ``seal`` asked."""

    id: str
    title: str
    note: str = ""
    copies: int = 1
    seal: bool = False


@dataclass(frozen=True, slots=True)
class GroundLine:
    """One line of the check table; ``bars`` says until when the ground bars, empty where it does not."""

    ground: Ground
    text: str
    rule: str
    article: str
    timed: bool
    until_fulfilled: bool
    counts_from: str
    checked: date | None
    who: str
    how: str
    holds: bool
    source: str
    event_day: date | None
    fulfilled: bool
    bars: str


def materials_of(asked: Form) -> tuple[Named, ...]:
    """Give the materials that a list of them asks for (A12, A13)."""
    return tuple(Named(item.id, item.label, item.look_for, max(1, item.copies), item.seal) for item in asked.items)


def named_items(case: Case, ids: Iterable[str]) -> tuple[Named, ...]:
    """Name materials by their ids; a text that is no id of the form stands for itself."""
    asked = _asked_of(case)
    known = {one.id: one for one in materials_of(asked)} if asked else {}
    return tuple(known.get(one, Named(one, one)) for one in ids)


def materials_for(case: Case) -> tuple[Named, ...]:
    """Give the materials that were asked for in a case; by their ids, where the list of another office is not here."""
    asked = _asked_of(case)
    return materials_of(asked) if asked else named_items(case, (*case.items, *case.missing))


def _asked_of(case: Case) -> Form | None:
    return form_here(f"{FormUse.MATERIALS}_{case.institution_kind}", case.materials)


def ground_lines(desk: Desk, case: Case, name: Callable[[str], str]) -> tuple[GroundLine, ...]:
    """Give the check table as it stands today."""
    checks = {check.ground: check for check in case.checks}
    return tuple(_line(desk, case, facts, checks.get(facts.ground), name) for facts in asked_grounds(case, desk.law))


def _line(
    desk: Desk, case: Case, facts: GroundFacts, check: GroundCheck | None, name: Callable[[str], str]
) -> GroundLine:
    cited = citation(desk.law, facts.rule, area=case.area, kind=case.institution_kind, on=case.received)
    bar = barred_by(case, check, on=desk.clock.today(), law=desk.law) if check is not None else None
    fact = check.fact if check is not None else None
    return GroundLine(
        ground=facts.ground,
        text=facts.text,
        rule=facts.rule,
        article=cited.article if cited else "",
        timed=facts.timed,
        until_fulfilled=facts.until_fulfilled,
        counts_from=facts.counts_from,
        checked=check.on if check is not None else None,
        who=name(check.actor) if check is not None else "",
        how=fact.how.label if fact is not None else "",
        holds=fact.holds if fact is not None else False,
        source=fact.source if fact is not None else "",
        event_day=fact.event_day if fact is not None else None,
        fulfilled=bool(fact.fulfilled) if fact is not None else False,
        bars=bar.text if bar is not None else "",
    )
