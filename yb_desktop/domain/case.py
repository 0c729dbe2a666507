"""An application as all facts so far make it: its state, its materials, its clocks, who did what.

The states and the clocks are those of the page "actions": which step starts, stops and pauses which limit.
"""

from __future__ import annotations

from datetime import date

import msgspec

from yb_desktop.domain.case_facts import (
    FirstReviewed,
    GroundChecked,
    Inspector,
    ItemAnswered,
    ItemIn,
    ItemResolved,
    Leaf,
    MeetingHeld,
    Result,
    Signature,
)
from yb_desktop.domain.inquiry import Inquiries
from yb_desktop.domain.institution import Event
from yb_desktop.domain.limits import Limits
from yb_desktop.domain.pairing import Pending
from yb_desktop.domain.vocabulary import ApplicationKind, CaseState, CheckHow, Ground
from yb_desktop.law.catalogue import Kind


class Notice(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A paper with a document number; ``carries`` is the rule whose clock its delivery stops or starts."""

    document: str
    number: str
    on: date
    rid: str
    carries: str = ""
    texts: tuple[str, ...] = ()
    delivered: date | None = None


class Answer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One answer to an item, with the record it stands in."""

    rid: str
    on: date
    fact: ItemAnswered
    device: str = ""


class Resolution(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The lead's word on an item; ``base`` names the answers that were known."""

    rid: str
    on: date
    fact: ItemResolved
    base: tuple[str, ...] = ()


class Visit(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """E4, E5: one visit to the place, opened by the record ``rid`` on ``device``.

    ``laptops`` have it, ``taken_back`` had it; ``late`` are answers that came when it was over: kept, not counted.
    """

    assigned: date
    form: str
    version: int
    lead: str
    number: str = ""
    answers: tuple[Answer, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    failed: str = ""
    finished: date | None = None
    content: str = ""
    signatures: tuple[Signature, ...] = ()
    score: int = 0
    passed: bool = False
    vetoes: tuple[str, ...] = ()
    rid: str = ""
    device: str = ""
    laptops: tuple[str, ...] = ()
    taken_back: tuple[str, ...] = ()
    late: tuple[Answer, ...] = ()

    @property
    def out(self) -> tuple[str, ...]:
        """The laptops that have it and are waited for."""
        return tuple(one for one in self.laptops if one not in self.taken_back)

    @property
    def is_open(self) -> bool:
        """Say whether the visit is still going on: neither failed nor finished."""
        return not self.failed and self.finished is None


class Meeting(msgspec.Struct, frozen=True, kw_only=True):
    """E6: the panel's meeting."""

    on: date
    fact: MeetingHeld


class Decision(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """E9: what was decided, by whom prepared and released, and when its notice was delivered (E11)."""

    on: date
    result: Result
    reasons: str
    advice: str
    number: str
    prepared_by: str
    released_by: str
    delivered: date | None = None


class Objection(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """E13: a complaint during publicity."""

    id: str
    on: date
    text: str
    who: str = ""
    settled: date | None = None
    upheld: bool = False
    finding: str = ""


class GroundCheck(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A19: the newest line of the check table for one ground; ``verified``: a commitment was looked into that day."""

    ground: Ground
    on: date
    actor: str
    fact: GroundChecked
    verified: date | None = None

    @property
    def unverified(self) -> bool:
        """Say whether it rests on a commitment (告知承诺) that nobody has verified."""
        return self.fact.how is CheckHow.COMMITMENT and not self.fact.holds and self.verified is None


class Refusal(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A3, A17, A18, A23: why it was not accepted, and from when it may come again."""

    rule: str
    reason: str
    number: str
    ground: Ground | None = None
    free_from: date | None = None


class Case(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An application: ``received`` says which rules it follows, ``complete_on`` since when it could be accepted.

    ``materials`` is the version of the list of materials that it was received with and follows for good.
    """

    id: str
    office: str
    institution: str
    institution_kind: Kind
    kind: ApplicationKind
    area: str
    state: CaseState
    received: date
    items: dict[str, ItemIn]
    missing: tuple[str, ...] = ()
    complete_on: date | None = None
    asked: tuple[str, ...] = ()
    receipt: str = ""
    host: str = ""
    categories: tuple[str, ...] = ()
    materials: int = 1
    back_to: CaseState | None = None
    notices: tuple[Notice, ...] = ()
    limits: Limits = ()
    checks: tuple[GroundCheck, ...] = ()
    accepted: date | None = None
    refusal: Refusal | None = None
    review: FirstReviewed | None = None
    team: tuple[Inspector, ...] = ()
    team_seed: str = ""
    team_pool: tuple[Inspector, ...] = ()
    left_out: tuple[Leaf, ...] = ()
    visits: tuple[Visit, ...] = ()
    panel: tuple[Inspector, ...] = ()
    meeting: Meeting | None = None
    decisions: tuple[Decision, ...] = ()
    unqualified: int = 0
    visits_needed_after: int = 0
    results_filed: date | None = None
    publicity_number: str = ""
    published: date | None = None
    where: tuple[str, ...] = ()
    objections: tuple[Objection, ...] = ()
    studied: tuple[str, ...] = ()
    agreement: str = ""
    inquiries: Inquiries = ()
    handed_to: str = ""
    handler: str = ""
    pending: Pending | None = None
    history: tuple[Event, ...] = ()

    @property
    def visit(self) -> Visit | None:
        """The newest visit, open or finished."""
        return self.visits[-1] if self.visits else None

    @property
    def last_on(self) -> date:
        """The day of the newest step (T8); answers from laptops are dated by other clocks and do not count."""
        answers = (one.on for visit in self.visits[-1:] for one in visit.answers if one.device == visit.device)
        return max((*(event.on for event in self.history), *answers))

    def notice(self, document: str) -> Notice | None:
        """Give the newest notice of a document kind."""
        return next((n for n in reversed(self.notices) if n.document == document), None)

    def undelivered(self) -> tuple[Notice, ...]:
        """Give the notices that have not been delivered yet, oldest first."""
        return tuple(n for n in self.notices if n.delivered is None)
