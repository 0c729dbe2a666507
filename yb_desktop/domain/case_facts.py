"""What happens to an application, from the counter to the signing room: one fact for each step.

A notice fact carries the document number (文号) it was given; the paper is made from the record whenever it is asked
for.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

from yb_desktop.base.canon import Json
from yb_desktop.domain.facts import Fact, fact, upcast
from yb_desktop.domain.vocabulary import ApplicationKind, CheckHow, DeliveryHow, Ground, Labelled
from yb_desktop.law.catalogue import Kind


class Result(Labelled):
    """E9: the result of an evaluation."""

    QUALIFIED = "qualified", "合格"
    UNQUALIFIED = "unqualified", "不合格"


class Ballot(Labelled):
    """E6: how the panel voted."""

    SECRET = "secret", "无记名投票"
    HANDS = "hands", "举手表决"


class VisitTrouble(Labelled):
    """E4: why a visit came to nothing."""

    CLOSED = "closed", "机构关门"
    REFUSED = "refused", "拒绝核查"
    WRONG_ADDRESS = "wrong_address", "地址不符"


class ItemIn(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A12, A13: one item of the materials as it came over the counter."""

    copies: int = 1
    sealed: bool = True


@fact("applications.receive_materials")
class MaterialsReceived(Fact, frozen=True):
    """A12–A15: materials came in, by the list at ``version``; ``missing`` is what is missing or unsealed of it."""

    institution: str
    kind: ApplicationKind
    institution_kind: Kind
    area: str
    items: dict[str, ItemIn]
    missing: tuple[str, ...]
    number: str
    host: str = ""
    categories: tuple[str, ...] = ()
    version: int = 1


@fact("applications.notify_missing")
class MissingNotified(Fact, frozen=True):
    """A15: the one-time notice (一次性告知)."""

    missing: tuple[str, ...]
    also: tuple[str, ...]
    number: str


@fact("applications.deliver")
class Delivered(Fact, frozen=True):
    """A notice reached the applicant; ``notice`` is the document number."""

    notice: str
    how: DeliveryHow
    receiver: str = ""


@fact("applications.receive_supplement")
class SupplementReceived(Fact, frozen=True):
    """A16: what was missing comes in; ``missing`` is what is still missing afterwards."""

    items: dict[str, ItemIn]
    missing: tuple[str, ...]


@fact("applications.abandon")
class Abandoned(Fact, frozen=True):
    """A16, G3: the application counts as abandoned (视为放弃)."""

    rule: str


@fact("applications.check_ground")
class GroundChecked(Fact, frozen=True):
    """A19: one or more lines of the check table (all grounds at once for ``all_clear``)."""

    grounds: tuple[Ground, ...]
    holds: bool
    how: CheckHow
    source: str = ""
    event_day: date | None = None
    fulfilled: bool | None = None
    evidence: str = ""


@fact("applications.accept")
class Accepted(Fact, frozen=True):
    """A14: accepted; the acceptance notice has ``number``."""

    number: str


@fact("applications.refuse")
class NotAccepted(Fact, frozen=True):
    """A3, A17, A18, A23: not accepted, prepared by one and released by another."""

    rule: str
    reason: str
    number: str
    prepared_by: str
    ground: Ground | None = None
    free_from: date | None = None


@fact("applications.first_review")
class FirstReviewed(Fact, frozen=True):
    """A20: genuine and complete."""

    genuine: bool = True
    complete: bool = True
    breach_review: str = ""
    letters: str = ""


@fact("applications.ask_supplement")
class SupplementAsked(Fact, frozen=True):
    """T7, E1: asked for after acceptance; the evaluation's clock pauses."""

    missing: tuple[str, ...]
    number: str


@fact("oversight.reassign_case")
class CaseReassigned(Fact, frozen=True):
    """The case changes hands; ``to`` is the person's id."""

    to: str
    reason: str = ""


@fact("applications.withdraw")
class Withdrawn(Fact, frozen=True):
    """The applicant takes the application back."""

    reason: str


class Leaf(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Someone left out of a draw (回避), and why."""

    person: str
    reason: str


class Inspector(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A member of the evaluation group with the field (E8): insurance, medicine, finance, it."""

    person: str
    field: str = ""


@fact("evaluation.draw_team")
class TeamDrawn(Fact, frozen=True):
    """E3: drawn by ``method`` from ``pool`` with ``seed``; anyone can repeat it."""

    pool: tuple[Inspector, ...]
    seed: str
    method: str
    team: tuple[Inspector, ...]
    left_out: tuple[Leaf, ...] = ()
    unbalanced: tuple[str, ...] = ()


@fact("evaluation.replace_inspector")
class InspectorReplaced(Fact, frozen=True):
    """E3: one seat drawn again."""

    out: str
    into: Inspector
    reason: str
    seed: str


@fact("evaluation.assign_visit", 2)
class VisitAssigned(Fact, frozen=True):
    """E4: a visit is open with a version of the checklist; ``laptops`` are the devices it is worked on apart."""

    form: str
    version: int
    lead: str
    number: str
    laptops: tuple[str, ...] = ()


@fact("evaluation.visit_failed")
class VisitFailed(Fact, frozen=True):
    """E4: nobody could inspect; a new visit is owed."""

    reason: VisitTrouble
    note: str = ""


class Photo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A picture taken on site: a blob in the store."""

    sha256: str
    size: int
    media: str


@fact("evaluation.answer_item", 2)
class ItemAnswered(Fact, frozen=True):
    """E5: one inspector's answer; ``points`` in hundredths. Nobody's answer overwrites another's.

    ``visit`` is the record that opened the visit it belongs to: from a laptop it may come when that visit is over.
    """

    item: str
    inspector: str
    answer: str
    points: int | None = None
    note: str = ""
    photos: tuple[Photo, ...] = ()
    visit: str = ""


def _as_it_was(body: Mapping[str, Json]) -> Mapping[str, Json]:
    return body


upcast(VisitAssigned.TYPE, 1, _as_it_was)
upcast(ItemAnswered.TYPE, 1, _as_it_was)


@fact("evaluation.resolve_item")
class ItemResolved(Fact, frozen=True):
    """E5: the lead settles what inspectors see differently."""

    item: str
    answer: str
    reason: str
    points: int | None = None


class Signature(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Who signed the visit report; ``ink`` names the drawn signature's blob, ``role`` inspector or institution."""

    person: str
    role: str
    ink: str = ""


@fact("evaluation.finish_visit")
class VisitFinished(Fact, frozen=True):
    """E3: signed by three inspectors and the institution on one content hash; the score is in hundredths."""

    content: str
    signatures: tuple[Signature, ...]
    score: int
    passed: bool
    vetoes: tuple[str, ...] = ()


@fact("evaluation.draw_panel")
class PanelDrawn(Fact, frozen=True):
    """E6: the panel, drawn like the team; ``version`` is that of the sheet its members fill in."""

    pool: tuple[Inspector, ...]
    seed: str
    method: str
    panel: tuple[Inspector, ...]
    left_out: tuple[Leaf, ...] = ()
    version: int = 1


class Opinion(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """E6: what one member said on one point (E7's heads, by their words), or on the whole where none is named."""

    person: str
    text: str
    point: str = ""


class Votes(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Counted votes; they add up to the members present."""

    qualified: int
    unqualified: int
    abstained: int = 0


@fact("evaluation.hold_meeting")
class MeetingHeld(Fact, frozen=True):
    """E6, E7: the panel met; where nobody voted, the result rests on the opinions; ``version`` is their sheets'."""

    members: tuple[str, ...]
    opinions: tuple[Opinion, ...]
    result: Result
    number: str
    ballot: Ballot | None = None
    votes: Votes | None = None
    version: int = 1


@fact("evaluation.decide")
class Decided(Fact, frozen=True):
    """E9–E11: the result, prepared by one and released by another; ``number`` is the notice's."""

    result: Result
    number: str
    prepared_by: str
    reasons: str = ""
    advice: str = ""


@fact("evaluation.file_results")
class ResultsFiled(Fact, frozen=True):
    """E9: filed with the administration of the same level."""

    day: date
    receipt: str = ""


@fact("evaluation.reevaluate")
class Reevaluated(Fact, frozen=True):
    """E11, E14: evaluated again."""


@fact("evaluation.pass_list")
class ListPassed(Fact, frozen=True):
    """E12, E14: the leading group's meeting."""

    passed: bool
    reasons: str = ""


@fact("evaluation.publish")
class Published(Fact, frozen=True):
    """E12, E13: the list is public."""

    where: tuple[str, ...]
    number: str
    proof: str = ""


@fact("evaluation.object")
class Objected(Fact, frozen=True):
    """E13: a complaint in the time of publicity."""

    objection: str
    text: str
    who: str = ""


@fact("evaluation.settle_objection")
class ObjectionSettled(Fact, frozen=True):
    """E13: looked into and settled."""

    objection: str
    upheld: bool
    finding: str = ""


@fact("evaluation.end_publicity")
class PublicityEnded(Fact, frozen=True):
    """E13, G1: the time of publicity is over; negotiation counts from ``counts_from``."""

    counts_from: date


@fact("agreements.negotiate")
class Negotiated(Fact, frozen=True):
    """G1: negotiation held."""

    topics: tuple[str, ...] = ()
    requests: str = ""
    agreed: str = ""


@fact("agreements.study")
class Studied(Fact, frozen=True):
    """G2: the agreement was studied; who attended."""

    people: tuple[str, ...]
