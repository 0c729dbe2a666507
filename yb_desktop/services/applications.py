"""At the counter: materials, the one-time notice, delivery, supplements, what is given up (A12–A16, E11, G3, J1, J5).

Each function is one action of the page "actions"; what it refuses, it refuses with the rule's id and the first day on
which it would be allowed.
"""

from __future__ import annotations

from datetime import date

from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.domain.case import Case
from yb_desktop.domain.case_facts import (
    Abandoned,
    Delivered,
    ItemIn,
    MaterialsReceived,
    MissingNotified,
    SupplementAsked,
    SupplementReceived,
    Withdrawn,
)
from yb_desktop.domain.forms import Form, FormUse, form_for
from yb_desktop.domain.institution import Institution
from yb_desktop.domain.limits import due_of_limit, running
from yb_desktop.domain.vocabulary import (
    AgreementState,
    ApplicationKind,
    CaseState,
    DeliveryHow,
    InstitutionClass,
)
from yb_desktop.law.counting import first_day_free
from yb_desktop.services.desk import Act, Desk, Step
from yb_desktop.services.institutions import entry_in_use
from yb_desktop.services.levels import not_our_level
from yb_desktop.services.numbering import next_number
from yb_desktop.services.reference_files import form_in_force
from yb_desktop.services.registry import action


@action("applications.receive_materials", "收件")
def receive_materials(
    desk: Desk,
    *,
    on: date,
    institution: str,
    kind: ApplicationKind | None = None,
    items: dict[str, ItemIn] | None = None,
    missing: tuple[str, ...] = (),
    host: str = "",
    categories: tuple[str, ...] = (),
) -> Step:
    """A12–A15: take the materials in, say what is missing or unsealed, and start A15.

    ``items`` tells what came; without it everything came, sealed, but the ids in ``missing``. Without ``kind`` it is a
    first application, of an internet hospital one for a supplementary agreement (J5).
    """
    with desk.act("applications.receive_materials", on) as act:
        found = entry_in_use(act, institution)
        applied = kind or _usual_kind(found)
        _may_apply(act, found, applied)
        shown = not_our_level(act, found.registration)
        form = form_in_force(act.reader, FormUse.MATERIALS, found.registration.kind, on)
        came = _came(form, items, missing)
        case = desk.ids("case")
        act.append(
            case,
            MaterialsReceived(
                institution=institution,
                kind=applied,
                institution_kind=found.registration.kind,
                area=found.registration.area,
                items=came,
                missing=still_missing(form, came),
                number=next_number(act, "intake_receipt"),
                host=host or found.registration.host,
                categories=categories,
                version=form.version,
            ),
        )
        return act.done(case, documents=("intake_receipt",), warnings=shown)


def _usual_kind(found: Institution) -> ApplicationKind:
    internet = found.registration.cls is InstitutionClass.INTERNET_HOSPITAL
    return ApplicationKind.SUPPLEMENTARY if internet else ApplicationKind.ADMISSION


def _may_apply(act: Act, found: Institution, kind: ApplicationKind) -> None:
    if not act.law.areas.lies_in(found.registration.area, act.desk.info.office):
        # J1: applications go to the agency of the place of business.
        name = act.law.areas.county(found.registration.area).name
        raise NotAllowed.by("J1", f"该机构经营地在{name}，应向{name}的经办机构申请")
    if act.reader.open_case_of(found.id) is not None:
        raise NotAllowed.by("state", "该机构已有在办的申请，办结后才能再次申请。")
    if kind is ApplicationKind.ADMISSION:
        _not_designated(act, found)
    one = (found.id, *found.absorbed)  # S5: what was merged into it counts as its own
    for case in (case for entry in one for case in act.reader.cases_of(entry)):
        if case.state is CaseState.BARRED:
            _not_barred(act, case)


def _not_barred(act: Act, case: Case) -> None:
    # E11: unqualified twice, no new application for a year from delivery of that notice.
    if not act.law.in_force("E11", area=case.area, kind=case.institution_kind, on=case.received):
        return
    last = _last_days(act, case, "E11")
    if not last:
        text = "该机构两次评估不合格，结果告知书尚未送达，不得再次申请的期限未起算，请先送达"
        raise NotAllowed.by("E11", text)
    if act.on < (free := first_day_free(max(last))):
        raise NotAllowed.by("E11", f"该机构两次评估不合格，至{max(last)}不得再次申请，{free}起可以申请", free)


def _not_designated(act: Act, found: Institution) -> None:
    held = (AgreementState.IN_FORCE, AgreementState.SUSPENDED)
    for agreement in act.reader.agreements_of(found.id):
        if agreement.state in held:
            raise NotAllowed.by(
                "state", f"该机构已有{agreement.state.label}的协议（{agreement.number}），不需首次申请。"
            )


def _came(form: Form, items: dict[str, ItemIn] | None, missing: tuple[str, ...]) -> dict[str, ItemIn]:
    known = [item.id for item in form.items]
    for given in (*(items or {}), *missing):
        if given not in known:
            raise BadInput("items", f"“{form.title}”没有材料“{given}”，可用的有：{'、'.join(known)}。")
    if items is not None:
        return {item: value for item, value in items.items() if value.copies > 0 and item not in missing}
    return {item: ItemIn() for item in known if item not in missing}


def still_missing(form: Form, came: dict[str, ItemIn]) -> tuple[str, ...]:
    """A12, A13: name the items that are missing, or unsealed where a seal is asked; ``other`` never blocks."""
    return tuple(
        item.id
        for item in form.items
        if item.blocks and (item.id not in came or (item.seal and not came[item.id].sealed))
    )


@action("applications.notify_missing", "一次性告知")
def notify_missing(desk: Desk, *, on: date, case: str, also: tuple[str, ...] = ()) -> Step:
    """A15: tell everything that is missing, once. A second notice for the same application is refused."""
    with desk.act("applications.notify_missing", on) as act:
        found = act.case(case, CaseState.RECEIVED, CaseState.SUPPLEMENT)
        told = next((n for n in found.notices if n.carries == "A15"), None)
        if told is not None:
            raise NotAllowed.by("A15", f"补正内容应一次性告知，已于{told.on}以{told.number}告知，不能再次告知")
        found = act.case(case, CaseState.RECEIVED)
        if not found.missing and not also:
            raise NotAllowed.by("A15", "材料已齐全，没有需要告知补正的内容")
        number = next_number(act, "supplement_notice")
        act.append(case, MissingNotified(missing=found.missing, also=also, number=number))
        return act.done(case, documents=("supplement_notice",))


@action("applications.deliver", "送达")
def deliver(
    desk: Desk,
    *,
    on: date,
    case: str,
    which: str = "",
    how: DeliveryHow = DeliveryHow.HAND,
    receiver: str = "",
) -> Step:
    """A15, A16, E11: a notice reached the applicant. ``which`` is a document id or number, by default the newest."""
    with desk.act("applications.deliver", on) as act:
        found = act.case(case)
        waiting = [n for n in found.undelivered() if which in {"", n.document, n.number}]
        if not waiting:
            raise NotAllowed.by("state", "没有等待送达的文书。")
        act.append(case, Delivered(notice=waiting[-1].number, how=how, receiver=receiver))
        return act.done(case)


@action("applications.receive_supplement", "收补正材料")
def receive_supplement(
    desk: Desk, *, on: date, case: str, items: tuple[str, ...] | dict[str, ItemIn] | None = None
) -> Step:
    """A16: what was missing comes in. Complete: back to where the case came from; incomplete: A16 runs on.

    ``items`` names what came, or tells it like ``receive_materials``: what has no seal yet is still missing (A12).
    """
    with desk.act("applications.receive_supplement", on) as act:
        found = act.case(case, CaseState.SUPPLEMENT)
        last = _last_days(act, found, "A16")
        if last and on > max(last):
            raise NotAllowed.by("A16", f"补正期限（{max(last)}）已过，视为放弃本次申请，不再接收补正材料")
        wanted = found.missing
        given = items if isinstance(items, dict) else {item: ItemIn() for item in (wanted if items is None else items)}
        for item in given:
            if item not in wanted:
                raise BadInput("items", f"“{item}”不在需要补正的材料之内：{'、'.join(wanted)}。")
        came = {item: value for item, value in given.items() if value.copies > 0}
        if wanted and not came:
            raise BadInput("items", "请选择收到了哪些补正材料。")
        rest = tuple(item for item in wanted if item not in came or _unsealed(found, item, came[item]))
        act.append(case, SupplementReceived(items=came, missing=rest))
        return act.done(case)


def _unsealed(case: Case, item: str, came: ItemIn) -> bool:
    asked = {known.id: known.seal for known in form_for(FormUse.MATERIALS, case.institution_kind, case.materials).items}
    return asked.get(item, False) and not came.sealed


@action("applications.abandon", "视为放弃")
def abandon(desk: Desk, *, on: date, case: str) -> Step:
    """A16, G3: the application counts as abandoned, from the first day after the last day on."""
    with desk.act("applications.abandon", on) as act:
        found = act.case(case, CaseState.SUPPLEMENT, CaseState.SIGNING)
        rule = "A16" if found.state is CaseState.SUPPLEMENT else "G3"
        last = _last_days(act, found, rule)
        if not last:
            started = running(found.limits, rule) is not None
            why = "本地区没有规定这一期限" if started else "期限尚未起算（通知未送达）"
            raise NotAllowed.by(rule, f"{why}，不能按放弃处理；申请人不再申请的，请办理撤回")
        if on <= max(last):
            free = first_day_free(max(last))
            raise NotAllowed.by(rule, f"期限至{max(last)}止，{free}起才能按放弃处理", free)
        act.append(case, Abandoned(rule=rule))
        return act.done(case)


def _last_days(act: Act, case: Case, rule: str) -> list[date]:
    limit = running(case.limits, rule)
    if limit is None:
        return []
    due = due_of_limit(limit, act.law, area=case.area, kind=case.institution_kind, in_force_on=case.received)
    return [one.last_day for one in due if not one.outer]


@action("applications.ask_supplement", "要求补充材料")
def ask_supplement(desk: Desk, *, on: date, case: str, missing: tuple[str, ...]) -> Step:
    """T7, E1: ask for more after acceptance; E1 pauses from the notice to the supplement."""
    with desk.act("applications.ask_supplement", on) as act:
        act.case(case, CaseState.ACCEPTED, CaseState.EVALUATING)
        if not missing:
            raise BadInput("missing", "请写明需要补充哪些材料。")
        number = next_number(act, "supplement_notice")
        act.append(case, SupplementAsked(missing=missing, number=number))
        return act.done(case, documents=("supplement_notice",))


_BEFORE_SIGNED = tuple(state for state in CaseState if not state.ended)


@action("applications.withdraw", "撤回申请")
def withdraw(desk: Desk, *, on: date, case: str, reason: str) -> Step:
    """The applicant takes the application back, at any time before the agreement is signed."""
    if not reason.strip():
        raise BadInput("reason", "请写明撤回的原因。")
    with desk.act("applications.withdraw", on) as act:
        act.case(case, *_BEFORE_SIGNED)
        act.append(case, Withdrawn(reason=reason))
        return act.done(case)
