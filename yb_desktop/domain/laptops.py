"""A visit that is worked on apart (核查电脑): taking it back from a laptop that is late, broken or lost.

What such a laptop answered is not lost: it is taken in whenever it comes.
"""

from __future__ import annotations

from msgspec.structs import replace

from yb_desktop.domain import case_evolve
from yb_desktop.domain.case import Case
from yb_desktop.domain.facts import Fact, Stamp, fact


@fact("evaluation.take_back")
class VisitTakenBack(Fact, frozen=True):
    """E4: nobody waits any more for what a laptop has of the visit; another may have it ``instead``."""

    laptop: str
    reason: str
    instead: str = ""


@case_evolve.step.register
def _(news: VisitTakenBack, case: Case, at: Stamp) -> Case:
    del at
    visit = case.visits[-1]
    laptops = (*visit.laptops, news.instead) if news.instead else visit.laptops
    after = replace(visit, taken_back=(*visit.taken_back, news.laptop), laptops=laptops)
    return replace(case, visits=(*case.visits[:-1], after))
