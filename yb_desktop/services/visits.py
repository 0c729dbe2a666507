"""The on-site check: drawing the team, the visit, answers item by item, signatures (E3–E5, E8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from yb_desktop.base.errors import BadInput, NotAllowed, Unmet
from yb_desktop.domain.case import Case, Visit
from yb_desktop.domain.case_facts import (
    Inspector,
    InspectorReplaced,
    ItemAnswered,
    ItemResolved,
    Leaf,
    Photo,
    Signature,
    TeamDrawn,
    VisitAssigned,
    VisitFailed,
    VisitFinished,
    VisitTrouble,
)
from yb_desktop.domain.drawing import METHOD, draw
from yb_desktop.domain.forms import FormUse, form
from yb_desktop.domain.people import Role
from yb_desktop.domain.scoring import Answer, ItemAnswer, check_answer
from yb_desktop.domain.visiting import Merged, content_hash, merged
from yb_desktop.domain.vocabulary import CaseState
from yb_desktop.services.desk import Act, Desk, Step
from yb_desktop.services.laptops import check_laptops
from yb_desktop.services.numbering import next_number
from yb_desktop.services.reference_files import form_in_force
from yb_desktop.services.registry import action


def pool_of(act: Act, role: Role) -> tuple[Inspector, ...]:
    """Give the office's people with a role, as a pool to draw from."""
    return tuple(Inspector(p.name, p.field) for p in act.reader.people() if p.may(role))


def team_size(act: Act, case: Case) -> int:
    """E3: how many inspectors at least (3 where no document in force says otherwise)."""
    return act.law.figure("E3", area=case.area, kind=case.institution_kind, on=case.received) or 3


@action("evaluation.draw_team", "抽取核查人员")
def draw_team(
    desk: Desk,
    *,
    on: date,
    case: str,
    pool: tuple[Inspector, ...] | None = None,
    size: int | None = None,
    leave_out: tuple[Leaf, ...] = (),
    seed: str = "",
) -> Step:
    """E3, E8: draw the team from the evaluation group; pool, seed and method are on record and on paper."""
    with desk.act("evaluation.draw_team", on) as act:
        found = act.case(case, CaseState.EVALUATING)
        if found.visit is not None and found.visit.is_open:
            raise NotAllowed.by("state", "核查已经开始，不能重新抽取；需要换人的请办理更换核查人员。")
        least = team_size(act, found)
        seats = least if size is None else size
        if seats < least:
            raise NotAllowed.by("E3", f"现场核查人员不少于{least}人，不能只抽取{seats}人")
        people = pool_of(act, Role.INSPECTOR) if pool is None else pool
        words = seed or desk.ids("seed")
        drawn = draw(people, size=seats, seed=words, leave_out=[leaf.person for leaf in leave_out])
        act.append(
            case,
            TeamDrawn(
                pool=people,
                seed=words,
                method=METHOD,
                team=drawn.drawn,
                left_out=leave_out,
                unbalanced=drawn.unbalanced,
            ),
        )
        warnings = (f"人员构成缺少：{'、'.join(drawn.unbalanced)}",) if drawn.unbalanced else ()
        return act.done(case, documents=("draw_record",), warnings=warnings)


@action("evaluation.replace_inspector", "更换核查人员")
def replace_inspector(desk: Desk, *, on: date, case: str, out: str, reason: str, seed: str = "") -> Step:
    """E3: draw one seat again, from the pool without the team."""
    with desk.act("evaluation.replace_inspector", on) as act:
        found = act.case(case, CaseState.EVALUATING)
        if all(member.person != out for member in found.team):
            raise BadInput("out", f"“{out}”不在核查组内，请核对姓名。")
        if not reason.strip():
            raise BadInput("reason", "请写明更换的理由。")
        words = seed or desk.ids("seed")
        # Who was left out (回避) or replaced before does not come back by another draw.
        taken = [member.person for member in found.team] + [leaf.person for leaf in found.left_out]
        drawn = draw(found.team_pool or pool_of(act, Role.INSPECTOR), size=1, seed=words, leave_out=taken)
        act.append(case, InspectorReplaced(out=out, into=drawn.drawn[0], reason=reason, seed=words))
        return act.done(case, documents=("draw_record",))


@action("evaluation.assign_visit", "安排现场核查")
def assign_visit(
    desk: Desk,
    *,
    on: date,
    case: str,
    checklist: int | None = None,
    lead: str = "",
    laptops: tuple[str, ...] = (),
) -> Step:
    """E4: open the visit with a version of the checklist; ``laptops`` are enrolled devices that work it apart."""
    with desk.act("evaluation.assign_visit", on) as act:
        check_laptops(act.reader, laptops)
        found = act.case(case, CaseState.EVALUATING)
        least = team_size(act, found)
        if len(found.team) < least:
            raise NotAllowed.by("E3", f"尚未抽取核查人员（不少于{least}人），请先抽取")
        if found.visit is not None and found.visit.is_open:
            raise NotAllowed.by("state", "已有正在进行的核查，完成或登记未成后才能再次安排。")
        names = [member.person for member in found.team]
        if lead and lead not in names:
            raise BadInput("lead", f"组长“{lead}”不在核查组内：{'、'.join(names)}。")
        sheet = form_in_force(act.reader, FormUse.VISIT, found.institution_kind, on)
        if checklist is not None:
            sheet = form(sheet.id, checklist)
        number = next_number(act, "visit_form")
        news = VisitAssigned(
            form=sheet.id, version=sheet.version, lead=lead or names[0], number=number, laptops=laptops
        )
        act.append(case, news)
        return act.done(case, documents=("visit_form",))


def open_visit(act: Act, case: str) -> tuple[Case, Visit]:
    """Load a case whose visit is open. Raises ``NotAllowed`` ``state`` where none is."""
    found = act.case(case, CaseState.EVALUATING)
    visit = found.visit
    if visit is None or not visit.is_open:
        raise NotAllowed.by("state", "没有正在进行的现场核查，请先安排核查。")
    return found, visit


@action("evaluation.visit_failed", "核查未成")
def visit_failed(desk: Desk, *, on: date, case: str, reason: VisitTrouble, note: str = "") -> Step:
    """E4: nobody could inspect; it is on record and a new visit is owed."""
    with desk.act("evaluation.visit_failed", on) as act:
        open_visit(act, case)
        act.append(case, VisitFailed(reason=reason, note=note))
        return act.done(case)


@action("evaluation.answer_item", "填写核查项目")
def answer_item(
    desk: Desk,
    *,
    on: date,
    case: str,
    item: str,
    answer: Answer,
    inspector: str,
    points: int | None = None,
    note: str = "",
    photos: tuple[Photo, ...] = (),
) -> Step:
    """E5: one inspector's answer to one item; saved at once, nobody's overwrites another's."""
    with desk.act("evaluation.answer_item", on) as act:
        found, visit = open_visit(act, case)
        if all(member.person != inspector for member in found.team):
            raise NotAllowed.by("E3", f"“{inspector}”不是本次核查组的成员，不能填写")
        check_answer(form(visit.form, visit.version).find(item), ItemAnswer(answer, points))
        mine = [a.rid for a in visit.answers if (a.fact.item, a.fact.inspector) == (item, inspector)]
        said = ItemAnswered(item=item, inspector=inspector, answer=answer, points=points, note=note, photos=photos)
        news = msgspec.structs.replace(said, visit=visit.rid)
        act.append(case, news, base=tuple(mine))
        return act.done(case)


@action("evaluation.resolve_item", "裁定分歧项目")
def resolve_item(
    desk: Desk, *, on: date, case: str, item: str, answer: Answer, reason: str, points: int | None = None
) -> Step:
    """E5: the lead settles an item on which inspectors differ; what it replaces stays readable."""
    with desk.act("evaluation.resolve_item", on) as act:
        found, visit = open_visit(act, case)
        _only_the_lead(desk, found, visit)
        check_answer(form(visit.form, visit.version).find(item), ItemAnswer(answer, points))
        if not reason.strip():
            raise BadInput("reason", "请写明裁定的理由。")
        said = [a.rid for a in visit.answers if a.fact.item == item]
        before = [rid for r in visit.resolutions if r.fact.item == item for rid in (r.rid, *r.base)]
        base = tuple(dict.fromkeys((*said, *before)))
        if not base:
            raise BadInput("item", "该项目还没有人填写，不需要裁定。")
        act.append(case, ItemResolved(item=item, answer=answer, reason=reason, points=points), base=base)
        return act.done(case)


def _only_the_lead(desk: Desk, case: Case, visit: Visit) -> None:
    """E5: another member of the team does not settle what inspectors differ on; a clerk enters the lead's word."""
    who = desk.person.name if desk.person else ""
    if who != visit.lead and any(member.person == who for member in case.team):
        raise NotAllowed.by("E5", f"分歧项目由核查组长{visit.lead}裁定，{who}不能裁定")


@action("evaluation.finish_visit", "完成现场核查")
def finish_visit(desk: Desk, *, on: date, case: str, signatures: tuple[Signature | str, ...] = ()) -> Step:
    """E3: close the visit with the signatures of at least three inspectors and the institution on one content.

    A signature given as a bare name is an inspector's where the team has that name, else the institution's.
    """
    with desk.act("evaluation.finish_visit", on) as act:
        found, visit = open_visit(act, case)
        entry = act.institution(found.institution).registration
        result = merged(visit, entry)
        signed = _read_signatures(found, signatures)
        unmet = (*_unanswered(result), *_unsigned(signed, team_size(act, found)))
        if unmet:
            raise NotAllowed(unmet)
        act.append(
            case,
            VisitFinished(
                content=content_hash(visit),
                signatures=signed,
                score=result.score.points,
                passed=result.score.qualified_by_score,
                vetoes=result.score.vetoes_failed,
            ),
        )
        unheard = [one for one in visit.out if all(answer.device != one for answer in visit.answers)]
        text = f"{'、'.join(unheard)}的核查结果还没有接收；以后接收的只留存，不再计入。"
        return act.done(case, documents=("visit_report",), warnings=(text,) if unheard else ())


def _unanswered(result: Merged) -> Iterator[Unmet]:
    """E5: every item asked has one answer that stands."""
    if result.differing:
        names = "、".join(result.form.find(item).label for item in result.differing)
        yield Unmet("E5", f"核查人员意见不一致的项目须由组长裁定：{names}")
    missing = [item for item in result.score.missing if item not in result.differing]
    if missing:
        names = "、".join(result.form.find(item).label for item in missing[:_NAMED])
        yield Unmet("E5", f"还有{len(missing)}个项目没有填写：{names}" + ("等" if len(missing) > _NAMED else ""))


_NAMED = 5
"""So many unanswered items are named; the screen shows the rest."""


def _read_signatures(case: Case, given: Sequence[Signature | str]) -> tuple[Signature, ...]:
    team = {member.person for member in case.team}
    signatures = tuple(
        Signature(person=one, role="inspector" if one in team else "institution") if isinstance(one, str) else one
        for one in given
    )
    for one in signatures:
        if one.role not in {"inspector", "institution"}:
            raise BadInput("signatures", "签名人身份只能是核查人员（inspector）或被核查机构（institution）。")
        if (one.role == "inspector") != (one.person in team):
            whom = "核查人员" if one.role == "inspector" else "被核查机构"
            raise NotAllowed.by("E3", f"“{one.person}”不能以{whom}身份签名，请核对核查组名单")
    return signatures


def _unsigned(signatures: Sequence[Signature], least: int) -> Iterator[Unmet]:
    """E3: at least three inspectors and the institution sign."""
    inspectors = {one.person for one in signatures if one.role == "inspector"}
    if len(inspectors) < least:
        yield Unmet("E3", f"现场核查须有不少于{least}名核查人员签名，目前{len(inspectors)}名")
    if all(one.role != "institution" for one in signatures):
        yield Unmet("E3", "现场核查报告须由被核查机构人员签名确认")
