"""The end of an agreement's term: over at the end of its last day, its system closed that day (C4, C5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yb_desktop.base.errors import NotAllowed
from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.changes import Expired
from yb_desktop.domain.vocabulary import AgreementState
from yb_desktop.law.counting import days_after
from yb_desktop.services.batches import Batch, BatchReport, Progress, run_batch
from yb_desktop.services.desk import Act, Desk, Step
from yb_desktop.services.registry import action
from yb_desktop.services.timing import Late


@action("changes.expire", "到期终止")
def expire(desk: Desk, *, on: date, agreement: str) -> Step:
    """C5: over at the end of its last day; the system is closed that day, unless a renewal follows without a gap."""
    with desk.act("changes.expire", on) as act:
        found = _expired(act, agreement)
        asked = act.law.in_force("C5", area=found.area, kind=found.institution_kind, on=found.ends)
        days = act.law.working_days_late(found.ends, on, area=found.area) if asked and not found.next else 0
        return act.done(agreement, late=(Late("C5", days),) if days else (), warnings=tuple(_gap(found)))


def _expired(act: Act, agreement: str) -> Agreement:
    """Put the end of one agreement on record; give it as it was. Raises ``NotAllowed`` (C5) before its last day."""
    found = act.agreement(agreement, AgreementState.IN_FORCE)
    if act.on < found.ends:
        raise NotAllowed.by("C5", f"协议于{found.ends}期满，当日终了时才办理到期终止", found.ends)
    act.append(agreement, Expired(closed=not found.next))
    return found


def _gap(agreement: Agreement) -> Iterator[str]:
    """C4: say when a renewal that was asked for has not come about in time."""
    if not agreement.next and agreement.renewal is not None and agreement.renewal.requested is not None:
        yield f"该机构已申请续签但未完成，{days_after(agreement.ends, 1)}起没有协议（C4）"


def run_out(desk: Desk, *, on: date) -> tuple[str, ...]:
    """C5: give the agreements in force whose last day has come, by that day; suspended ones lapse instead (C8)."""
    with desk.store.read() as reader:
        found = reader.agreements_ending(None, on)
        reader.load(found)
        return tuple(one for one in found if reader.agreement(one).state is AgreementState.IN_FORCE)


def expire_all(desk: Desk, *, on: date, progress: Progress | None = None) -> BatchReport:
    """C5: end every agreement whose last day has come, as one batch that can be stopped and gone on with."""

    def expire_one(act: Act, entity: str) -> str:
        return _expired(act, entity).id

    return run_batch(Batch(desk, "changes.expire", on, progress), run_out(desk, on=on), expire_one)
