"""How an application for a further payment category ends (A21): opened in the system, or declined.

No list, no publicity, no negotiation; E11's waits do not apply. Opened, the application is ``signed`` (the end of one
that succeeds) and leads to the agreement in force, which gains the category.
"""

from __future__ import annotations

from datetime import date

from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.domain.case import Case
from yb_desktop.domain.case_outside import CategoryDeclined, CategoryOpened
from yb_desktop.domain.vocabulary import AgreementState, ApplicationKind, CaseState
from yb_desktop.services.desk import Act, Desk, Step
from yb_desktop.services.registry import action


@action("applications.open_category", "开通支付类别")
def open_category(desk: Desk, *, on: date, case: str, day: date | None = None) -> Step:
    """A21: the category is open in the system; ``day`` says since when, if not today. Stops A21."""
    with desk.act("applications.open_category", on) as act:
        found = _category(act, case, CaseState.QUALIFIED)
        opened = day or on
        if not found.decisions[-1].on <= opened <= on:
            raise BadInput("day", f"开通日期{opened}应在作出评估结果之日与办理之日之间，请检查。")
        held = [a for a in act.reader.agreements_of(found.institution) if a.state is AgreementState.IN_FORCE]
        agreement = held[-1].id if held else ""
        act.append(case, CategoryOpened(day=opened, categories=found.categories, agreement=agreement))
        return act.done(case)


@action("applications.decline_category", "不予开通支付类别")
def decline_category(desk: Desk, *, on: date, case: str, reasons: str, advice: str) -> Step:
    """A21: declined, with reasons and advice; it may apply again after mending."""
    if not reasons.strip() or not advice.strip():
        raise BadInput("reasons", "请写明不予开通的理由和整改建议。")
    with desk.act("applications.decline_category", on) as act:
        _category(act, case, CaseState.UNQUALIFIED)
        act.append(case, CategoryDeclined(reasons=reasons, advice=advice))
        return act.done(case)


def _category(act: Act, case: str, state: CaseState) -> Case:
    found = act.case(case, state)
    if found.kind is not ApplicationKind.CATEGORY:
        raise NotAllowed.by("A21", "只有增加医保支付类别的申请才这样办结")
    return found
