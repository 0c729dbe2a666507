"""What happens to an agreement in force: changes, suspension, termination, renewal, its end (C1–C15). Facts and values.

What each fact does to the agreement is told in ``agreement_changes``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import msgspec

from yb_desktop.domain.breach_facts import HearingHow
from yb_desktop.domain.facts import Fact, fact
from yb_desktop.domain.institution import Controller
from yb_desktop.domain.vocabulary import InstitutionClass, Labelled, Ownership
from yb_desktop.law.catalogue import Kind


class Wish(Labelled):
    """What an institution may ask of the agency (C3, C15)."""

    SUSPENSION = "suspension", "申请中止"
    TERMINATION = "termination", "申请解除"
    NO_RENEWAL = "no_renewal", "不再续签"


class SuspensionGround(Labelled):
    """C9: why the agency must suspend; the four of CX-34(2)."""

    FUND_RISK = "fund_risk", "可能对基金安全和参保人员权益造成重大风险"
    FALSE_DATA = "false_data", "未按规定提供数据或者数据不真实"
    AS_AGREED = "as_agreed", "医保协议约定应当中止"
    AS_LAW = "as_law", "法律法规和规章规定应当中止的其他情形"


FIELD_WORDS: Final[Mapping[str, str]] = {
    "name": "名称",
    "cls": "机构类别",
    "address": "地址",
    "ownership": "所有制形式",
    "profit": "经营性质",
    "grade": "等级",
    "beds": "床位",
    "departments": "科室",
    "legal_rep": "法定代表人",
    "principal": "主要负责人",
    "controller": "实际控制人",
    "bank_account": "银行账户",
}
"""C1: what people call the major fields."""


class MajorChange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """C1: the major fields of CX-32 with their new values; what is left out does not change."""

    name: str | None = None
    cls: InstitutionClass | None = msgspec.field(name="class", default=None)
    address: str | None = None
    ownership: Ownership | None = None
    profit: bool | None = None
    grade: str | None = None
    beds: int | None = None
    departments: tuple[str, ...] | None = None
    legal_rep: str | None = None
    principal: str | None = None
    controller: Controller | None = None
    bank_account: str | None = None

    @property
    def named(self) -> dict[str, object]:
        """Give the fields that change, by the register's names of attributes."""
        return {field: value for field, value in msgspec.structs.asdict(self).items() if value is not None}

    @property
    def persons(self) -> tuple[str, ...]:
        """Give the names of the persons who come in by this change (C2)."""
        controller = self.controller.name if self.controller else None
        return tuple(name for name in (self.legal_rep, self.principal, controller) if name)


@fact("changes.request_change")
class ChangeRequested(Fact, frozen=True):
    """C1: the institution applies for major changes; ``late`` in working days, the institution's own."""

    change: str
    fields: MajorChange
    approved_on: date
    evidence: str = ""
    late: int = 0


@fact("changes.request_suspension")
class SuspensionRequested(Fact, frozen=True):
    """C3, C15: the institution asks for a suspension from a day on."""

    wanted: date
    reason: str = ""
    late: int = 0


@fact("changes.request_termination")
class TerminationRequested(Fact, frozen=True):
    """C3, C15: the institution asks to end the agreement."""

    wanted: date
    reason: str = ""
    late: int = 0


@fact("changes.decline_renewal")
class RenewalDeclined(Fact, frozen=True):
    """C3, C15: the institution will not renew; public ones may say so too."""

    reason: str = ""
    late: int = 0


@fact("changes.suspend")
class Suspended(Fact, frozen=True):
    """C6–C9: suspended from a day on, at its wish or imposed; prepared by one and released by another.

    ``urgent``: it did not wait for the hearing, which is owed afterwards (B6).
    """

    begins: date
    by_request: bool
    number: str
    prepared_by: str
    ground: SuspensionGround | None = None
    reason: str = ""
    elsewhere: tuple[str, ...] = ()
    urgent: bool = False


@fact("changes.request_resumption")
class ResumptionRequested(Fact, frozen=True):
    """C7: the institution asks in time to go on."""

    reason: str = ""


@fact("changes.resume")
class Resumed(Fact, frozen=True):
    """C7, C8: the agreement goes on."""

    number: str
    reason: str = ""


@fact("changes.lapse_agreement")
class Lapsed(Fact, frozen=True):
    """C7, C8: the office confirms that the agreement has ended by itself; ``ended`` is the last day it bound."""

    rule: str
    ended: date


@fact("changes.terminate")
class Terminated(Fact, frozen=True):
    """C10–C14: terminated; ``persons`` were behind it, ``branches`` are agreements that share one of them (C12)."""

    effective: date
    by_request: bool
    grounds: tuple[str, ...]
    number: str
    prepared_by: str
    reason: str = ""
    persons: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()


@fact("changes.publish_terminated")
class TerminationPublished(Fact, frozen=True):
    """C13: the public may know."""

    where: tuple[str, ...]
    day: date
    number: str


@fact("changes.file_termination")
class TerminationFiled(Fact, frozen=True):
    """C13: filed with the administration."""

    day: date
    receipt: str = ""


@fact("changes.expire")
class Expired(Fact, frozen=True):
    """C5: over at the end of its last day; ``closed`` unless a renewal goes on without a gap."""

    closed: bool


@fact("changes.open_renewal_round")
class RoundOpened(Fact, frozen=True):
    """C4: the agency organises the renewal of this agreement, with others of the round."""

    round: str


class RenewalPapers(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """C4: what a renewal rests on, as text or the number of the paper; they come in when they come."""

    credit_report: str = ""
    letters: str = ""
    assessment: str = ""

    def joined(self, more: RenewalPapers) -> RenewalPapers:
        """Give these papers with newer ones in their place."""
        return RenewalPapers(
            credit_report=more.credit_report or self.credit_report,
            letters=more.letters or self.letters,
            assessment=more.assessment or self.assessment,
        )


@fact("changes.request_renewal")
class RenewalRequested(Fact, frozen=True):
    """C4: the institution applies for renewal."""

    papers: RenewalPapers


@fact("changes.publish_renewal")
class RenewalPublished(Fact, frozen=True):
    """C4: the renewal is public; its length is the office's setting."""

    where: tuple[str, ...]
    papers: RenewalPapers
    number: str


@fact("changes.object_renewal")
class RenewalObjected(Fact, frozen=True):
    """C4: somebody objects while the renewal is public."""

    objection: str
    text: str
    who: str = ""


@fact("changes.settle_renewal_objection")
class RenewalObjectionSettled(Fact, frozen=True):
    """C4: an objection is looked into and settled; upheld, there is no renewal on this publicity."""

    objection: str
    upheld: bool
    finding: str = ""
    text: str = ""


@fact("changes.renew")
class Renewed(Fact, frozen=True):
    """C4, G6: a new agreement from the day after the old one (``previous``) ends; the record is the new one's."""

    previous: str
    case: str
    institution: str
    institution_kind: Kind
    area: str
    number: str
    form: str
    version: int
    starts: date
    ends: date
    blanks: dict[str, str]
    papers: RenewalPapers
    prepared_by: str
    opened: date | None = None
    national_code: str = ""

    def touches(self) -> tuple[str, ...]:
        """The old agreement learns which one follows it."""
        return (self.previous,)


class Change(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """C1, C2: a change applied for, and when it was done."""

    id: str
    on: date
    fields: MajorChange
    approved_on: date
    late: int = 0
    completed: date | None = None


class Asked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """C15: a wish of the institution; ``answered`` when it was granted or overtaken."""

    wish: Wish
    on: date
    wanted: date
    reason: str = ""
    late: int = 0
    answered: date | None = None


class Suspension(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """C6–C9: one suspension; ``until`` is the day on which the agreement went on (or ended)."""

    on: date
    begins: date
    by_request: bool
    number: str
    prepared_by: str
    released_by: str
    ground: SuspensionGround | None = None
    reason: str = ""
    urgent: bool = False
    asked_back: date | None = None
    until: date | None = None


class HeardBefore(msgspec.Struct, frozen=True, omit_defaults=True):
    """B6: the institution was heard; ``suspensions`` is how many suspensions there had been before."""

    on: date
    how: HearingHow
    suspensions: int


class Ending(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """C5, C7, C8, C10–C13: how an agreement ended; ``effective`` is the last day on which it bound."""

    rule: str
    on: date
    effective: date
    by_request: bool = False
    grounds: tuple[str, ...] = ()
    reason: str = ""
    number: str = ""
    prepared_by: str = ""
    released_by: str = ""
    persons: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()
    published: date | None = None
    filed: date | None = None


class RenewalObjection(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """C4: an objection to a renewal."""

    id: str
    on: date
    text: str
    who: str = ""
    settled: date | None = None
    upheld: bool = False
    finding: str = ""


class Renewal(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """C4: how far the renewal of an agreement has come; ``upheld`` when an objection stands against it."""

    round: str = ""
    opened: date | None = None
    requested: date | None = None
    papers: RenewalPapers = RenewalPapers()
    published: date | None = None
    number: str = ""
    objections: tuple[RenewalObjection, ...] = ()
    declined: date | None = None

    @property
    def open_objections(self) -> tuple[RenewalObjection, ...]:
        """Give the objections that wait for their settlement."""
        return tuple(one for one in self.objections if one.settled is None)

    @property
    def upheld(self) -> bool:
        """Say whether an objection made since the newest publication was upheld."""
        since = self.published
        return any(one.upheld and (since is None or one.on >= since) for one in self.objections)
