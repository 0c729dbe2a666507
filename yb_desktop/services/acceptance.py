"""Whether an application is taken on: grounds checked, accepted or refused, first review (A1–A14, A17–A20, A23, J5).

What stands in the way is worked out in the domain (``conditions``, ``barring``); here it becomes one answer with all of
it, or a decision of two persons.
"""

from __future__ import annotations

from datetime import date

from yb_desktop.base.errors import BadInput, NotAllowed, Unmet
from yb_desktop.domain.barring import asked_grounds, barred_by, unmet_grounds
from yb_desktop.domain.blocked import unmet_persons
from yb_desktop.domain.case import Case, GroundCheck
from yb_desktop.domain.case_facts import Accepted, FirstReviewed, GroundChecked, NotAccepted
from yb_desktop.domain.conditions import unmet_conditions
from yb_desktop.domain.inquiry import answers
from yb_desktop.domain.vocabulary import ApplicationKind, CaseState, CheckHow, Ground
from yb_desktop.law.law import Kind
from yb_desktop.services.barred_persons import blocked_persons
from yb_desktop.services.desk import Act, Desk, Step
from yb_desktop.services.hosting import host_agreement
from yb_desktop.services.numbering import next_number
from yb_desktop.services.pairs import prepare
from yb_desktop.services.registry import action
from yb_desktop.services.timing import Late


@action("applications.check_ground", "核查不予受理情形")
def check_ground(
    desk: Desk,
    *,
    on: date,
    case: str,
    ground: Ground | None = None,
    holds: bool = False,
    all_clear: bool = False,
    how: CheckHow = CheckHow.DEPARTMENT_DATA,
    source: str = "",
    event_day: date | None = None,
    fulfilled: bool | None = None,
    evidence: str = "",
) -> Step:
    """A17–A19, A23: one line of the check table, or every ground at once with ``all_clear``."""
    with desk.act("applications.check_ground", on) as act:
        found = act.case(case, CaseState.RECEIVED)
        asked = [facts.ground for facts in asked_grounds(found, act.law)]
        if all_clear == (ground is not None):
            raise BadInput("ground", "请指明核查的是哪一种情形，或者选择“全部核查，均不存在”。")
        if ground is not None and ground not in asked:
            raise BadInput("ground", f"“{ground.label}”不是该类机构需要核查的情形。")
        if event_day is not None and event_day > on:
            raise BadInput("event_day", f"起算日{event_day}晚于办理日期{on}，请检查。")
        news = GroundChecked(
            grounds=tuple(asked) if ground is None else (ground,),
            holds=holds and not all_clear,
            how=how,
            source=source,
            event_day=event_day,
            fulfilled=fulfilled,
            evidence=evidence,
        )
        act.append(case, news)
        papers = ("data_check", "commitment") if how is CheckHow.COMMITMENT else ("data_check",)
        return act.done(case, documents=papers)


@action("applications.accept", "受理")
def accept(desk: Desk, *, on: date, case: str) -> Step:
    """A14: accept, once nothing is in the way; everything in the way is named at once. Starts E1, stops A15."""
    with desk.act("applications.accept", on) as act:
        found = act.case(case, CaseState.RECEIVED)
        unmet = (
            *unmet_conditions(
                act.institution(found.institution),
                found,
                on=on,
                law=act.law,
                host=host_agreement(act.reader, act.law, found),
            ),
            *unmet_grounds(found, on=on, law=act.law),
            *_blocked_persons(act, found),
            *_moved_away(act, found),
        )
        if unmet:
            raise NotAllowed(unmet)
        # A14: complete materials are accepted the same day; what comes later is late by the working days between.
        complete = found.complete_on or on
        asked = act.law.in_force("A14", area=found.area, kind=found.institution_kind, on=found.received)
        days = act.law.working_days_late(complete, on, area=found.area) if asked else 0
        late = (Late("A14", days),) if days else ()
        act.append(case, Accepted(number=next_number(act, "acceptance_notice")))
        return act.done(case, documents=("acceptance_notice",), late=late)


def _blocked_persons(act: Act, case: Case) -> tuple[Unmet, ...]:
    """A17, A18: say which of the institution's persons the register bars today."""
    entry = act.institution(case.institution).registration
    rule = "A17" if entry.kind is Kind.MEDICAL else "A18"
    if not act.law.in_force(rule, area=case.area, kind=entry.kind, on=case.received):
        return ()
    return unmet_persons(entry, blocked_persons(act.reader, entry), act.on)


def _moved_away(act: Act, case: Case) -> tuple[Unmet, ...]:
    # J1: an institution that operates elsewhere by now is accepted there.
    moved_to = act.institution(case.institution).moved_to
    return (Unmet("J1", f"该机构已迁出，应移交{moved_to}的经办机构受理"),) if moved_to else ()


@action("applications.refuse", "不予受理", two_persons=True)
def refuse(desk: Desk, *, on: date, case: str, rule: str = "", ground: Ground | None = None, reason: str = "") -> Step:
    """A3, A17, A18, A23: not accepted, with reason, article and first free day; takes a second person's release."""
    with desk.act("applications.refuse", on) as act:
        found = act.case(case, CaseState.RECEIVED, CaseState.ACCEPTED)
        named, text, free = _refusal(act, found, rule, ground)
        if not desk.prepared_by:
            return prepare(act, case, {"case": case, "rule": rule, "ground": ground, "reason": reason})
        number = next_number(act, "refusal_notice")
        act.append(
            case,
            NotAccepted(
                rule=named,
                reason=reason or text,
                number=number,
                prepared_by=desk.prepared_by,
                ground=ground,
                free_from=free,
            ),
        )
        return act.done(case, documents=("refusal_notice",))


def _refusal(act: Act, case: Case, rule: str, ground: Ground | None) -> tuple[str, str, date | None]:
    """Find what the refusal rests on; a refusal for a ground that was not found to hold is refused itself."""
    if ground is not None:
        check = _found_to_hold(act, case, ground)
        if check is None:
            raise NotAllowed.by("A19", f"“{ground.label}”没有经核查确认存在，不能据此不予受理")
        bar = barred_by(case, check, on=act.on, law=act.law)
        if bar is None:
            raise NotAllowed.by(rule or "A17", f"“{ground.label}”的期限已满且已履行完毕，不能据此不予受理")
        return bar.rule, bar.text, bar.allowed_from
    institution = act.institution(case.institution)
    unmet = (
        *unmet_conditions(institution, case, on=act.on, law=act.law, host=host_agreement(act.reader, act.law, case)),
        *_blocked_persons(act, case),
        *(bar for check in case.checks if (bar := barred_by(case, check, on=act.on, law=act.law)) is not None),
    )
    grave = [one for one in unmet if one.rule not in _TO_BE_SUPPLIED and rule in {"", one.rule}]
    if grave:
        first = NotAllowed(grave).unmet[0]
        return first.rule, first.text, first.allowed_from
    raise NotAllowed.by(rule or "A17", "没有发现不予受理的情形，符合条件的申请应当受理")


_TO_BE_SUPPLIED = frozenset({"A12", "A13"})
"""Incomplete materials are told and supplied (A15, A16); they are no reason to refuse."""


def _found_to_hold(act: Act, case: Case, ground: Ground) -> GroundCheck | None:
    """Give the check that found a ground; after acceptance, what was declared is found false now (the discovery)."""
    check = next((c for c in case.checks if c.ground is ground and c.fact.holds), None)
    if check is not None or case.state is not CaseState.ACCEPTED:
        return check
    discovered = GroundChecked(grounds=(ground,), holds=True, how=CheckHow.DEPARTMENT_DATA, event_day=act.on)
    return GroundCheck(ground=ground, on=act.on, actor=act.desk.actor, fact=discovered)


@action("applications.first_review", "初审")
def first_review(
    desk: Desk,
    *,
    on: date,
    case: str,
    genuine: bool = True,
    complete: bool = True,
    breach_review: str = "",
    letters: str = "",
) -> Step:
    """A20: the first review; in order, the evaluation begins."""
    with desk.act("applications.first_review", on) as act:
        found = act.case(case, CaseState.ACCEPTED)
        letters = letters or answers(found.inquiries)
        if found.kind is ApplicationKind.RECOGNITION and not letters:
            raise NotAllowed.by("A20", "互认的机构须先函询违规和履约情况，请登记函询结果后再初审")
        if found.kind is ApplicationKind.CATEGORY and not breach_review:
            raise NotAllowed.by("A20", "增加支付类别的须先做违规性审核，请登记审核结果后再初审")
        act.append(
            case, FirstReviewed(genuine=genuine, complete=complete, breach_review=breach_review, letters=letters)
        )
        return act.done(case, documents=("data_check",))
