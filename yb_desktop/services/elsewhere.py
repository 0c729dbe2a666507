"""What the prefecture or the province decides of an institution holds for its agreements with other offices too (C14).

What is known here is what the books of this office hold. Each office makes the decision for its own agreement.
"""

from __future__ import annotations

from collections.abc import Iterator

from yb_desktop.base.errors import Unmet
from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.vocabulary import AgreementState, Level
from yb_desktop.services.desk import Act


def held_elsewhere(act: Act, agreement: Agreement) -> tuple[Agreement, ...]:
    """C14: give the institution's other agreements, where this office's decision holds there too."""
    if act.desk.info.level not in {Level.PREFECTURE, Level.PROVINCE}:
        return ()
    if not act.law.in_force("C14", area=agreement.area, kind=agreement.institution_kind, on=act.on):
        return ()
    bound = {AgreementState.IN_FORCE, AgreementState.SUSPENDED}
    uscc = act.institution(agreement.institution).registration.uscc
    others = act.reader.agreements_elsewhere(agreement.institution, uscc, agreement.office)
    return tuple(other for other in others if other.state in bound)


def held_from_above(act: Act, agreement: Agreement, word: str) -> Iterator[Unmet]:
    """C14: say which decision of the prefecture or province of the institution's place stands against ``word`` here."""
    if not act.law.in_force("C14", area=agreement.area, kind=agreement.institution_kind, on=act.on):
        return
    areas = act.law.areas
    above = [areas.get(code) for code in (agreement.area[:4] + "00", agreement.area[:2] + "0000")]
    entry = act.institution(agreement.institution).registration
    for other in act.reader.suspended_or_terminated_by([one.code for one in above if one.code != agreement.office]):
        same = act.institution(other.institution).registration
        if other.institution != agreement.institution and not (entry.uscc and entry.uscc == same.uscc):
            continue
        if not (other.ending or other.suspensions[-1]).by_request:
            what = f"{other.number}号协议已由{areas.get(other.office).name}的经办机构{other.state.label}"
            yield Unmet("C14", f"该机构{what}，在其他统筹区的协议也同时中止、解除，不能{word}")


def told_elsewhere(others: tuple[Agreement, ...], word: str) -> Iterator[str]:
    """C14: name the agreements elsewhere that are to follow, each by its own office's decision."""
    if others:
        numbers = "、".join(f"{other.number}（{other.office}）" for other in others)
        yield f"在其他统筹区签订的协议应同时{word}，请通知签约机构（C14）：{numbers}"
