"""A19: a ground of non-acceptance that was taken on a commitment (告知承诺) is itself verified afterwards.

Kept as said, the check stands. Found false, the ground holds from that day: the discovery from which A17 and A18 count.
"""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from yb_desktop.domain import case_evolve
from yb_desktop.domain.case import Case, GroundCheck
from yb_desktop.domain.case_facts import GroundChecked
from yb_desktop.domain.facts import Fact, Stamp, fact
from yb_desktop.domain.vocabulary import CheckHow, Ground, Labelled


class VerifiedHow(Labelled):
    """A19: how a commitment is verified."""

    ONLINE = "online", "线上核验"
    ON_SITE = "on_site", "现场核验"
    PUBLICITY = "publicity", "公示核验"


@fact("applications.verify_commitment")
class CommitmentVerified(Fact, frozen=True):
    """A19: commitments looked into, all of them kept or all of them false."""

    grounds: tuple[Ground, ...]
    kept: bool
    how: VerifiedHow
    evidence: str = ""


@case_evolve.step.register
def _(news: CommitmentVerified, case: Case, at: Stamp) -> Case:
    if not set(news.grounds) <= {check.ground for check in case.checks}:
        raise LookupError(at.entity)
    return replace(case, checks=tuple(_verified(check, news, at.on) for check in case.checks))


def _verified(check: GroundCheck, news: CommitmentVerified, on: date) -> GroundCheck:
    if check.ground not in news.grounds:
        return check
    if news.kept:
        return replace(check, verified=on)
    found = GroundChecked(
        grounds=(check.ground,),
        holds=True,
        how=CheckHow.COMMITMENT,
        source=news.how.label,
        event_day=on,
        evidence=news.evidence,
    )
    return replace(check, verified=on, fact=found)
