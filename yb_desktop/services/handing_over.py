"""A case goes to the office it belongs to (J1, J2): a township's to its county, a moved one's to the new county.

The record says so; the case travels with the next bundle, and has a new owner once that office has acknowledged. Until
then nobody works on it here, and its clocks run on from their first day.
"""

from __future__ import annotations

from datetime import date

from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.domain.case_outside import HandedOver
from yb_desktop.domain.vocabulary import CaseState
from yb_desktop.law.areas import Level
from yb_desktop.services.desk import Desk, Step
from yb_desktop.services.registry import action


@action("applications.hand_over", "移交申请")
def hand_over(desk: Desk, *, on: date, case: str, to_office: str, reason: str = "") -> Step:
    """J1, J2: hand a received case over to the office of its place, one level up or where the institution moved."""
    with desk.act("applications.hand_over", on) as act:
        found = act.case(case, CaseState.RECEIVED)
        areas = act.law.areas
        office = areas.get(to_office)
        if office.level is Level.VILLAGE:
            raise BadInput("to_office", "请填写接收的经办机构的区划代码。")
        if office.code == desk.info.area:
            raise BadInput("to_office", "接收的经办机构就是本机构，不需要移交。")
        moved_to = act.institution(found.institution).moved_to
        up = areas.lies_in(found.area, office.code) and areas.lies_in(desk.info.area, office.code)
        if not up and moved_to != office.code:
            raise NotAllowed.by("J1", f"该机构经营地不归{office.name}管辖，不能移交给{office.name}的经办机构")
        act.append(case, HandedOver(to_office=office.code, reason=reason))
        return act.done(case, documents=("handover_sheet",))
