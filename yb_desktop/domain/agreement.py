"""A service agreement (医保协议): what it is, and the facts that lead to its signing.

``draft`` → ``printed`` → ``in_force``; the text is frozen by its hash when it is first printed, and what is signed
must be that text (G3). What each fact does to it is told in ``agreement_evolve``.
"""

from __future__ import annotations

from datetime import date

import msgspec

from yb_desktop.domain.changes import Asked, Change, Ending, HeardBefore, Renewal, Suspension, Wish
from yb_desktop.domain.facts import Fact, fact
from yb_desktop.domain.inquiry import Inquiries
from yb_desktop.domain.institution import Event
from yb_desktop.domain.limits import Limits
from yb_desktop.domain.noting import Claim, Note
from yb_desktop.domain.pairing import Pending
from yb_desktop.domain.vocabulary import AgreementState
from yb_desktop.law.catalogue import Kind


class Signer(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """G3: who signs for a party; ``authorisation`` names the kept letter when it is not the legal representative."""

    party: str
    name: str
    authorisation: str = ""


@fact("agreements.draft")
class Drafted(Fact, frozen=True):
    """G3, G6, G9: a numbered draft; ``blanks`` are typed values as text, by blank id."""

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
    signers: tuple[Signer, ...] = ()

    def touches(self) -> tuple[str, ...]:
        """The case learns which agreement it leads to."""
        return (self.case,)


@fact("agreements.print")
class Printed(Fact, frozen=True):
    """Numbered copies of one frozen text; ``reason`` says why again."""

    text_hash: str
    first_copy: int
    copies: int
    reason: str = ""


@fact("agreements.void_copy")
class CopyVoided(Fact, frozen=True):
    """A registered copy that was spoiled, lost or called back; its number is never given again."""

    copy: int
    reason: str


@fact("agreements.sign")
class AgreementSigned(Fact, frozen=True):
    """G3: signed by both; starts G4 and G5."""

    case: str
    text_hash: str
    signers: tuple[Signer, ...]
    copies: int

    def touches(self) -> tuple[str, ...]:
        """The application has reached its end."""
        return (self.case,)


@fact("agreements.attach_scan")
class ScanAttached(Fact, frozen=True):
    """A scan of the stamped sheets: a blob, and the pages its codes name."""

    sha256: str
    size: int
    media: str
    pages: tuple[int, ...]


@fact("agreements.file")
class AgreementFiled(Fact, frozen=True):
    """G4: filed with the administration."""

    day: date
    receipt: str = ""


@fact("agreements.open_system")
class SystemOpened(Fact, frozen=True):
    """G5: the insurance system is open for it."""

    national_code: str = ""


class Copy(msgspec.Struct, frozen=True, omit_defaults=True):
    """One numbered copy in the print register; ``voided`` and ``why`` where it holds no more."""

    copy: int
    on: date
    actor: str
    text_hash: str
    reason: str = ""
    voided: date | None = None
    why: str = ""


class Assessment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """G10: a year's assessment as it stands: hundredths of 100 points, the grade, and what follows from it."""

    year: int
    on: date
    rid: str
    score: int
    grade: str
    label: str
    deposit: int
    renews: bool
    number: str = ""
    vetoes: tuple[str, ...] = ()


class Agreement(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An agreement as all facts so far make it."""

    id: str
    office: str
    case: str
    institution: str
    institution_kind: Kind
    area: str
    number: str
    form: str
    version: int
    state: AgreementState
    drafted: date
    starts: date
    ends: date
    blanks: dict[str, str]
    signers: tuple[Signer, ...] = ()
    text_hash: str = ""
    copies: tuple[Copy, ...] = ()
    signed: date | None = None
    filed: date | None = None
    opened: date | None = None
    national_code: str = ""
    scan_pages: tuple[int, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    previous: str = ""
    next: str = ""
    published: date | None = None
    reported: date | None = None
    changes: tuple[Change, ...] = ()
    asked: tuple[Asked, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    hearings: tuple[HeardBefore, ...] = ()
    renewal: Renewal | None = None
    ending: Ending | None = None
    closed: date | None = None
    claims: tuple[Claim, ...] = ()
    notes: tuple[Note, ...] = ()
    pending: Pending | None = None
    measure_reported: date | None = None
    inquiries: Inquiries = ()
    categories: tuple[str, ...] = ()
    limits: Limits = ()
    history: tuple[Event, ...] = ()

    @property
    def last_on(self) -> date:
        """The day of the newest step (T8)."""
        return max(event.on for event in self.history)

    def wish(self, wish: Wish) -> Asked | None:
        """Give the newest wish of a sort that still waits for its answer."""
        return next((one for one in reversed(self.asked) if one.wish is wish and one.answered is None), None)

    @property
    def standing_copies(self) -> tuple[Copy, ...]:
        """Give the registered copies that nobody voided."""
        return tuple(one for one in self.copies if one.voided is None)

    @property
    def imposed(self) -> int:
        """C10, C11: count the suspensions that the agency imposed within this agreement's term."""
        return sum(not one.by_request for one in self.suspensions)

    @property
    def heard_for_suspension(self) -> bool:
        """B6: say whether the institution was heard and no suspension was imposed on that hearing yet."""
        if not self.hearings:
            return False
        return all(one.by_request for one in self.suspensions[self.hearings[-1].suspensions :])

    @property
    def unheard(self) -> Suspension | None:
        """B6: give the urgent suspension after which nobody has heard the institution."""
        last = self.hearings[-1].suspensions if self.hearings else 0
        return next((one for one in self.suspensions[last:] if one.urgent), None)
