"""What the law says of an agreement on the day of an event, in the words of a paper.

An agreement event follows the rules in force on its day, for the agreement's area and kind of institution.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.audit import Audit
from yb_desktop.law.catalogue import LOCAL_TEXT, Kind
from yb_desktop.law.law import Law
from yb_desktop.law.report import cited
from yb_desktop.paper.documents.values import LastDay
from yb_desktop.services.paper.words import binding, full_articles, last_day


@dataclass(frozen=True, slots=True)
class Bound:
    """The law as it binds one agreement on one day."""

    law: Law
    area: str
    kind: Kind
    on: date

    def sources(self, *rules: str) -> tuple[str, ...]:
        """Give the articles that rules rest on here, the most local first; no local defaults."""
        return tuple(
            dict.fromkeys(
                basis.source
                for rule in rules
                for basis in self.law.in_force(rule, area=self.area, kind=self.kind, on=self.on)
                if not basis.is_local
            )
        )

    def standing(self, sources: Iterable[str]) -> tuple[str, ...]:
        """Give the sources whose document binds the agreement on the day."""
        standing = binding(self.law, sources, area=self.area, kind=self.kind, on=self.on)
        return tuple(dict.fromkeys(standing))

    def full(self, *rules: str) -> tuple[str, ...]:
        """Cite rules with the titles of their documents, for the sentence a decision rests on."""
        return full_articles(self.law, self.sources(*rules))

    def short(self, *rules: str) -> tuple[str, ...]:
        """Cite rules by number and article, for brackets behind a sentence."""
        return self.cited(self.sources(*rules))

    def cited(self, sources: Iterable[str]) -> tuple[str, ...]:
        """Cite sources by number and article."""
        return tuple(cited(self.law, source) for source in sources)

    def held(self, rule: str) -> tuple[str, ...] | None:
        """Cite a rule in short; nothing for a local default, ``None`` where the rule does not hold here at all."""
        if not self.law.in_force(rule, area=self.area, kind=self.kind, on=self.on):
            return None
        return self.short(rule)

    def last_days(self, rule: str, start: date, part: str = "") -> tuple[LastDay, ...]:
        """Give the ends of a clock, the most local first; articles that come to the same day are named together."""
        due = self.law.due(rule, start, area=self.area, kind=self.kind, in_force_on=self.on, part=part or None)
        out: list[LastDay] = []
        for day in (last_day(self.law, one) for one in due):
            if out and out[0].day == day.day and out[0].counted == day.counted:
                out[0] = replace(out[0], article=f"{out[0].article}、{day.article}")
            else:
                out.append(day)
        return tuple(out)

    def set_day(self, rule: str, start: date, until: date) -> LastDay:
        """Give a last day that the office set: by its own figure where it comes to that day, else as it chose it."""
        days = self.last_days(rule, start)
        if days and days[0].day == until:
            return days[0]
        return LastDay(until, "我单位在本文书中指定的日期", LOCAL_TEXT)

    def late(self, days: Sequence[LastDay], done: date) -> int:
        """Count the working days by which something was done after its most local last day."""
        return self.law.working_days_late(days[0].day, done, area=self.area) if days else 0


def bound(law: Law, matter: Agreement | Audit, on: date) -> Bound:
    """Give the law as it binds an agreement, or the agreement of a matter of breach, on a day."""
    return Bound(law, matter.area, matter.institution_kind, on)
