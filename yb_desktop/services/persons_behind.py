"""Who stands behind an institution, and what that means for others: the bar on persons, branches of a chain (C2, C12).

What is known here is what the books of this office hold: its own decisions and those that came in from others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from yb_desktop.base.errors import Unmet
from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.blocked import unmet_persons
from yb_desktop.domain.changes import MajorChange
from yb_desktop.domain.institution import Registration
from yb_desktop.domain.termination import is_illegal
from yb_desktop.domain.vocabulary import AgreementState, Ground
from yb_desktop.law.counting import first_day_free
from yb_desktop.law.law import Kind
from yb_desktop.services.barred_persons import blocked_persons
from yb_desktop.services.desk import Act


def persons_of(entry: Registration) -> tuple[str, ...]:
    """Give legal representative, principal and controller, each name once."""
    controller = entry.controller.name if entry.controller else ""
    return tuple(dict.fromkeys(name for name in (entry.legal_rep, entry.principal, controller) if name))


def barred_persons(act: Act, agreement: Agreement, coming: MajorChange) -> Iterator[Unmet]:
    """A17, A18, C12: say which persons coming in are barred, or stood behind a termination for serious illegality."""
    if not coming.persons:
        return
    yield from _listed(act, agreement, coming)
    yield from _behind(act, agreement, coming.persons)


def _listed(act: Act, agreement: Agreement, coming: MajorChange) -> Iterator[Unmet]:
    """A17, A18: look the persons coming in up in the list of barred persons; those who stay are not asked about."""
    entry = act.institution(agreement.institution).registration
    only = msgspec.structs.replace(
        entry, legal_rep=coming.legal_rep or "", principal=coming.principal or "", controller=coming.controller
    )
    yield from unmet_persons(only, blocked_persons(act.reader, only), act.on, "担任")


def _behind(act: Act, agreement: Agreement, names: Sequence[str]) -> Iterator[Unmet]:
    kind = agreement.institution_kind
    rule = "A17" if kind is Kind.MEDICAL else "A18"
    for other in act.reader.every_agreement(AgreementState.TERMINATED):
        ending = other.ending
        if ending is None or other.id == agreement.id or not is_illegal(other.institution_kind, ending.grounds):
            continue
        if other.institution_kind is not kind or not (same := [name for name in names if name in ending.persons]):
            continue
        due = act.law.due(
            rule,
            ending.effective,
            area=agreement.area,
            kind=kind,
            in_force_on=act.on,
            part=Ground.PERSON_BEHIND_TERMINATION.value,
        )
        if not due or act.on > (last := max(one.last_day for one in due)):
            continue
        free = first_day_free(last)
        text = f"{'、'.join(same)}曾任{other.number}号协议机构的负责人，该协议于{ending.effective}因违法违规被解除"
        yield Unmet(rule, f"{text}，{free}起才可以担任", free)
        if kind is Kind.PHARMACY:
            yield Unmet("C12", f"{'、'.join(same)}名下的分支药店协议已被解除，同一人员的其他分支应同时解除")


def branches_with(act: Act, agreement: Agreement, names: Sequence[str]) -> tuple[Agreement, ...]:
    """C12: give the agreements of other pharmacies, still binding, of which one of ``names`` is behind."""
    if agreement.institution_kind is not Kind.PHARMACY or not names:
        return ()
    return tuple(
        other
        for other in act.reader.every_agreement(AgreementState.IN_FORCE, AgreementState.SUSPENDED)
        if other.institution_kind is Kind.PHARMACY
        and other.institution != agreement.institution
        and set(names) & set(persons_of(act.institution(other.institution).registration))
    )


def terminated_branches(act: Act, agreement: Agreement, names: Sequence[str]) -> tuple[Agreement, ...]:
    """C12: give the terminated agreements of pharmacies behind which one of ``names`` stood for serious illegality."""
    return tuple(
        other
        for other in act.reader.every_agreement(AgreementState.TERMINATED)
        if other.ending is not None
        and other.id != agreement.id
        and other.institution_kind is Kind.PHARMACY
        and is_illegal(Kind.PHARMACY, other.ending.grounds)
        and set(names) & set(other.ending.persons)
    )
