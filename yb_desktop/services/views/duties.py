"""What the office owes its agreements without a clock, and which decisions about them wait for a second person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.owing import Owed, owed
from yb_desktop.domain.vocabulary import AgreementState
from yb_desktop.services.desk import Desk
from yb_desktop.services.registry import spec
from yb_desktop.store.reading import Reader


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing owed of one agreement."""

    agreement: str
    number: str
    institution: str
    name: str
    owed: Owed


@dataclass(frozen=True, slots=True)
class WaitingDecision:
    """A decision about an agreement that waits: what it is, who prepared it and when."""

    agreement: str
    number: str
    name: str
    action: str
    title: str
    by: str
    on: date


def duties(desk: Desk) -> tuple[Duty, ...]:
    """Give what this office owes today, the oldest first; branches of a chain without a decision are among it (C12)."""
    today = desk.clock.today()
    with desk.store.read() as reader:
        found = [duty for agreement in _own(reader) for duty in _duties(reader, agreement, today)]
    return tuple(sorted(found, key=lambda duty: (duty.owed.since, duty.number, duty.owed.rule)))


def _duties(reader: Reader, agreement: Agreement, today: date) -> Iterator[Duty]:
    name = reader.institution(agreement.institution).registration.name
    for one in owed(agreement, today):
        yield Duty(agreement.id, agreement.number, agreement.institution, name, one)
    ending = agreement.ending
    for branch in ending.branches if ending is not None else ():
        other = reader.agreement(branch)
        if other.state in {AgreementState.IN_FORCE, AgreementState.SUSPENDED} and ending is not None:
            called = reader.institution(other.institution).registration.name
            text = f"负责人与“{name}”相同，作出解除决定"
            yield Duty(other.id, other.number, other.institution, called, Owed("C12", text, ending.on))


def waiting_decisions(desk: Desk) -> tuple[WaitingDecision, ...]:
    """Give the decisions about agreements that wait for their second person, the oldest first."""
    with desk.store.read() as reader:
        found = [
            WaitingDecision(
                agreement=one.id,
                number=one.number,
                name=reader.institution(one.institution).registration.name,
                action=one.pending.action,
                title=spec(one.pending.action).title,
                by=one.pending.by,
                on=one.pending.on,
            )
            for one in _own(reader)
            if one.pending is not None
        ]
    return tuple(sorted(found, key=lambda one: (one.on, one.number)))


def _own(reader: Reader) -> Iterator[Agreement]:
    return (one for one in reader.every_agreement() if one.office == reader.info.office)
