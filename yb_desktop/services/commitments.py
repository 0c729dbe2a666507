"""A19: what was taken on a commitment (告知承诺) is verified: online, on site or by publicity."""

from __future__ import annotations

from datetime import date

from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.domain.commitment import CommitmentVerified, VerifiedHow
from yb_desktop.domain.vocabulary import Ground
from yb_desktop.services.desk import Desk, Step
from yb_desktop.services.registry import action


@action("applications.verify_commitment", "核实告知承诺")
def verify_commitment(
    desk: Desk,
    *,
    on: date,
    case: str,
    ground: Ground | None = None,
    kept: bool = True,
    how: VerifiedHow = VerifiedHow.ONLINE,
    evidence: str = "",
) -> Step:
    """A19: verify one commitment, or every one that waits; found false, the ground holds from this day."""
    with desk.act("applications.verify_commitment", on) as act:
        waiting = tuple(check.ground for check in act.case(case).checks if check.unverified)
        if not waiting:
            raise NotAllowed.by("A19", "没有待核实的告知承诺")
        if ground is not None and ground not in waiting:
            raise NotAllowed.by("A19", f"“{ground.label}”不是以告知承诺办理的，或者已经核实")
        if not kept and (ground is None or not evidence.strip()):
            field = "ground" if ground is None else "evidence"
            raise BadInput(field, "承诺不实的，请指明是哪一种情形，并写明查实的证据。")
        grounds = waiting if ground is None else (ground,)
        act.append(case, CommitmentVerified(grounds=grounds, kept=kept, how=how, evidence=evidence))
        warnings = () if kept else ("承诺不实：自今日起按该情形处理，受理后发现的可不予受理（A17、A18）。",)
        return act.done(case, warnings=warnings)
