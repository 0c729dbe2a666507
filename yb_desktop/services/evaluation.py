"""The meeting, the decision, the list and its publicity (E4, E6–E14, G1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yb_desktop.base.errors import BadInput, NotAllowed, Unmet
from yb_desktop.domain.case import Case
from yb_desktop.domain.case_facts import (
    Ballot,
    Decided,
    Inspector,
    Leaf,
    ListPassed,
    MeetingHeld,
    Objected,
    ObjectionSettled,
    Opinion,
    PanelDrawn,
    PublicityEnded,
    Published,
    Reevaluated,
    Result,
    ResultsFiled,
    Votes,
)
from yb_desktop.domain.drawing import METHOD, draw
from yb_desktop.domain.forms import Form, FormUse
from yb_desktop.domain.limits import due_of_limit, running
from yb_desktop.domain.people import Role
from yb_desktop.domain.vocabulary import ApplicationKind, CaseState
from yb_desktop.law.counting import first_day_free
from yb_desktop.law.law import Law
from yb_desktop.services.desk import Act, Desk, Step
from yb_desktop.services.numbering import next_number
from yb_desktop.services.pairs import prepare
from yb_desktop.services.reference_files import form_in_force
from yb_desktop.services.registry import action
from yb_desktop.services.visits import pool_of, team_size


@action("evaluation.draw_panel", "抽取评估专家")
def draw_panel(
    desk: Desk,
    *,
    on: date,
    case: str,
    pool: tuple[Inspector, ...] | None = None,
    size: int | None = None,
    leave_out: tuple[Leaf, ...] = (),
    seed: str = "",
) -> Step:
    """E6: draw the panel, like the team."""
    with desk.act("evaluation.draw_panel", on) as act:
        found = act.case(case, CaseState.EVALUATING)
        people = pool_of(act, Role.PANEL) if pool is None else pool
        words = seed or desk.ids("seed")
        seats = size or team_size(act, found)
        drawn = draw(people, size=seats, seed=words, leave_out=[leaf.person for leaf in leave_out])
        act.append(
            case,
            PanelDrawn(
                pool=people,
                seed=words,
                method=METHOD,
                panel=drawn.drawn,
                left_out=leave_out,
                version=_sheet(act, found).version,
            ),
        )
        return act.done(case, documents=("draw_record", "evaluation_form"))


@action("evaluation.hold_meeting", "召开评估会议")
def hold_meeting(
    desk: Desk,
    *,
    on: date,
    case: str,
    members: tuple[str, ...] = (),
    opinions: tuple[Opinion, ...] = (),
    ballot: Ballot = Ballot.HANDS,
    votes: Votes | None = None,
    result: Result | None = None,
) -> Step:
    """E6, E7: the panel's meeting, with minutes; the counted votes must add up to the members present.

    A vote is taken if need be: without one, every member's opinion is on record and ``result`` says what they come to.
    """
    with desk.act("evaluation.hold_meeting", on) as act:
        found = act.case(case, CaseState.EVALUATING)
        present = members or tuple(member.person for member in found.panel)
        if not present:
            raise NotAllowed.by("E6", "尚未抽取评估专家，请先抽取或写明参会人员")
        if len(set(present)) != len(present):
            raise BadInput("members", "参会人员有重复，请核对。")
        if strangers := [one.person for one in opinions if one.person not in present]:
            raise BadInput("opinions", f"发表意见的{'、'.join(dict.fromkeys(strangers))}不在参会人员中，请核对。")
        outcome = _agreed(present, opinions, result) if votes is None else _counted(present, votes, result)
        act.append(
            case,
            MeetingHeld(
                members=present,
                opinions=opinions,
                ballot=None if votes is None else ballot,
                votes=votes,
                result=outcome,
                number=next_number(act, "minutes"),
                version=_sheet(act, found).version,
            ),
        )
        return act.done(case, documents=("evaluation_form", "minutes"))


def _sheet(act: Act, case: Case) -> Form:
    """E7: give the sheet of the members that is in force."""
    return form_in_force(act.reader, FormUse.EVALUATION, case.institution_kind, act.on)


def _counted(present: tuple[str, ...], votes: Votes, result: Result | None) -> Result:
    """E6: give what the votes say; counts add up to the members present."""
    counts = (votes.qualified, votes.unqualified, votes.abstained)
    if min(counts) < 0 or sum(counts) != len(present):
        raise NotAllowed.by("E6", f"票数合计{sum(counts)}与参会{len(present)}人不符，请核对票数")
    outcome = Result.QUALIFIED if votes.qualified * 2 > len(present) else Result.UNQUALIFIED
    if result is not None and result is not outcome:
        raise NotAllowed.by("E6", f"表决结果应为“{outcome.label}”，与填写的“{result.label}”不符")
    return outcome


def _agreed(present: tuple[str, ...], opinions: tuple[Opinion, ...], result: Result | None) -> Result:
    """E6: give the result that rests on opinions alone; each member gives one."""
    if result is None:
        raise BadInput(
            "votes", "请填写表决结果（合格、不合格、弃权各几票）；没有表决的，请写明评估结论和每位成员的意见。"
        )
    told = {one.person for one in opinions if one.text.strip()}
    if silent := [member for member in present if member not in told]:
        raise NotAllowed.by("E6", f"没有表决的，须记录每位成员的意见，还缺：{'、'.join(silent)}")
    return result


def _visit_needed(case: Case, law: Law) -> bool:
    # E4: a first application always; a further category where the office doubts the capacity (then a visit is open).
    if not law.in_force("E4", area=case.area, kind=case.institution_kind, on=case.received):
        return False
    return case.kind in {ApplicationKind.ADMISSION, ApplicationKind.SUPPLEMENTARY}


def _not_ready(case: Case, law: Law) -> Iterator[Unmet]:
    """E4: say what a result still lacks: the visit that is required or was begun, and minutes."""
    visits = case.visits[case.visits_needed_after :]
    if visits and visits[-1].finished is None:
        yield Unmet("E4", "现场核查尚未完成（或未成），不能作出评估结果")
    elif _visit_needed(case, law) and not visits:
        yield Unmet("E4", "首次申请须经现场核查，核查尚未完成，不能作出评估结果")
    if case.meeting is None:
        yield Unmet("E4", "没有评估会议纪要，不能作出评估结果")


def _unreasoned(case: Case, result: Result, reasons: str, advice: str) -> Iterator[Unmet]:
    """E9, E11: unqualified is explained with advice; a result against score or votes is explained."""
    qualified = result is Result.QUALIFIED
    if not qualified and not (reasons.strip() and advice.strip()):
        yield Unmet("E11", "评估不合格的，须写明理由和整改建议")
    if reasons.strip():
        return
    visit = case.visit
    if visit is not None and visit.finished and visit.passed != qualified:
        yield Unmet("E9", "评估结果与现场核查得分结论不一致，须写明理由")
    if case.meeting and case.meeting.fact.result is not result:
        yield Unmet("E9", "评估结果与会议表决结论不一致，须写明理由")


@action("evaluation.decide", "作出评估结果", two_persons=True)
def decide(desk: Desk, *, on: date, case: str, result: Result, reasons: str = "", advice: str = "") -> Step:
    """E4, E9–E11: the result; the score informs, the decision decides, and a difference needs a reason."""
    with desk.act("evaluation.decide", on) as act:
        found = act.case(case, CaseState.EVALUATING)
        unmet = (*_not_ready(found, act.law), *_unreasoned(found, result, reasons, advice))
        if unmet:
            raise NotAllowed(unmet)
        if not desk.prepared_by:
            params = {"case": case, "result": result, "reasons": reasons, "advice": advice}
            return prepare(act, case, params)
        act.append(
            case,
            Decided(
                result=result,
                number=next_number(act, "result_notice"),
                prepared_by=desk.prepared_by,
                reasons=reasons,
                advice=advice,
            ),
        )
        return act.done(case, documents=("result_notice",))


@action("evaluation.file_results", "评估结果备案")
def file_results(desk: Desk, *, on: date, case: str, day: date | None = None, receipt: str = "") -> Step:
    """E9: file the result, whichever it is, with the administration of the same level."""
    with desk.act("evaluation.file_results", on) as act:
        found = act.case(case)
        if not found.decisions:
            raise NotAllowed.by("state", "还没有作出评估结果，不能备案。")
        filed = day or on
        if not found.decisions[-1].on <= filed <= on:
            raise BadInput("day", f"备案日期{filed}应在作出结果之日与办理之日之间，请检查。")
        act.append(case, ResultsFiled(day=filed, receipt=receipt))
        return act.done(case, documents=("filing_form",))


@action("evaluation.reevaluate", "再次评估")
def reevaluate(desk: Desk, *, on: date, case: str) -> Step:
    """E11, E14: evaluate again; after unqualified not before the end of the three months from delivery."""
    with desk.act("evaluation.reevaluate", on) as act:
        found = act.case(case, CaseState.UNQUALIFIED, CaseState.NOT_PASSED)
        if found.state is CaseState.UNQUALIFIED and found.kind is not ApplicationKind.CATEGORY:
            _waited(act, found)
        act.append(case, Reevaluated())
        return act.done(case)


def _waited(act: Act, case: Case) -> None:
    if not act.law.in_force("E11", area=case.area, kind=case.institution_kind, on=case.received):
        return
    wait = running(case.limits, "E11")
    if wait is None:
        raise NotAllowed.by("E11", "结果告知书尚未送达，整改期未起算，不能再次评估")
    due = due_of_limit(wait, act.law, area=case.area, kind=case.institution_kind, in_force_on=case.received)
    last = max(one.last_day for one in due)
    if act.on < (free := first_day_free(last)):
        raise NotAllowed.by("E11", f"整改期至{last}满，{free}起可以再次评估", free)


@action("evaluation.pass_list", "审议名单")
def pass_list(desk: Desk, *, on: date, case: str, passed: bool = True, reasons: str = "") -> Step:
    """E12, E14: the leading group's meeting passes the case, or says why not."""
    with desk.act("evaluation.pass_list", on) as act:
        found = act.case(case, CaseState.QUALIFIED)
        if found.kind is ApplicationKind.CATEGORY:
            raise NotAllowed.by("A21", "增加支付类别不进入审议名单，请办理开通")
        if not passed and not reasons.strip():
            raise NotAllowed.by("E14", "审议未通过的，须写明理由和整改建议")
        act.append(case, ListPassed(passed=passed, reasons=reasons))
        return act.done(case)


@action("evaluation.publish", "公示")
def publish(
    desk: Desk, *, on: date, case: str, where: tuple[str, ...] | str = "州政府门户网站州医疗保障局专栏", proof: str = ""
) -> Step:
    """E12, E13: publish the list; publicity runs from now."""
    with desk.act("evaluation.publish", on) as act:
        put_on_list(act, case, where=(where,) if isinstance(where, str) else where, proof=proof)
        return act.done(case, documents=("publicity_list",))


def put_on_list(act: Act, case: str, *, where: tuple[str, ...], proof: str, number: str = "") -> str:
    """E12: put an application on the list of a number, or on a new one, and give the number."""
    act.case(case, CaseState.LISTED)
    number = number or next_number(act, "publicity_list")
    act.append(case, Published(where=where, number=number, proof=proof))
    return number


@action("evaluation.object", "登记举报投诉")
def object_(desk: Desk, *, on: date, case: str, text: str, who: str = "") -> Step:
    """E13: a complaint comes in during publicity."""
    with desk.act("evaluation.object", on) as act:
        act.case(case, CaseState.PUBLICITY)
        if not text.strip():
            raise BadInput("text", "请填写举报投诉的内容。")
        act.append(case, Objected(objection=desk.ids("objection"), text=text, who=who))
        return act.done(case)


@action("evaluation.settle_objection", "处理举报投诉")
def settle_objection(desk: Desk, *, on: date, case: str, upheld: bool, finding: str = "", objection: str = "") -> Step:
    """E13: settle a complaint (the oldest open one by default); upheld, the evaluation begins anew."""
    with desk.act("evaluation.settle_objection", on) as act:
        found = act.case(case, CaseState.PUBLICITY)
        open_ones = [o for o in found.objections if o.settled is None and objection in {"", o.id}]
        if not open_ones:
            raise NotAllowed.by("state", "没有待处理的举报投诉。")
        if upheld and not finding.strip():
            raise BadInput("finding", "举报投诉成立的，请写明查实的情况。")
        act.append(case, ObjectionSettled(objection=open_ones[0].id, upheld=upheld, finding=finding))
        return act.done(case)


@action("evaluation.end_publicity", "公示结束")
def end_publicity(desk: Desk, *, on: date, case: str) -> Step:
    """E13, G1: publicity is over; G1 counts from its last day, or from the day the last complaint was settled."""
    with desk.act("evaluation.end_publicity", on) as act:
        found = act.case(case, CaseState.PUBLICITY)
        if any(objection.settled is None for objection in found.objections):
            raise NotAllowed.by("E13", "还有举报投诉没有处理完，不能结束公示")
        limit = running(found.limits, "E13")
        due = (
            ()
            if limit is None
            else due_of_limit(limit, act.law, area=found.area, kind=found.institution_kind, in_force_on=found.received)
        )
        last = due[0].last_day if due else found.published or on
        if on <= last and due:
            free = first_day_free(last)
            raise NotAllowed.by("E13", f"公示期至{last}止，{free}起才能结束公示", free)
        settled = [o.settled for o in found.objections if o.settled is not None]
        act.append(case, PublicityEnded(counts_from=max([last, *settled])))
        return act.done(case)
