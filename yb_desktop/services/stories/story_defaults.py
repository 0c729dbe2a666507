"""What a story does not say: sound defaults, so that it names only what it is about.

Staff, papers and area are in order; the team, panel, full marks, votes, signatures and the second person are at hand;
a standard reason stands where score and decision differ. ``with`` overrides any of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from yb_desktop.base.canon import Json
from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.case import Case
from yb_desktop.domain.changes import Wish
from yb_desktop.domain.codes import uscc_check_character
from yb_desktop.domain.people import Role
from yb_desktop.domain.scoring import full_marks
from yb_desktop.domain.vocabulary import InstitutionClass
from yb_desktop.law.areas import Areas, Level
from yb_desktop.law.counting import years_after
from yb_desktop.services.desk import Desk
from yb_desktop.services.registry import run
from yb_desktop.store.reading import Reader

Params = dict[str, Json]

CLERK, REVIEWER = "经办人甲", "审核人乙"

PEOPLE: tuple[tuple[str, tuple[Role, ...], str], ...] = (
    (CLERK, (Role.RECEIVING, Role.HANDLING), ""),
    (REVIEWER, (Role.REVIEWING, Role.LEADER), ""),
    ("核查员一", (Role.INSPECTOR,), "insurance"),
    ("核查员二", (Role.INSPECTOR,), "medicine"),
    ("核查员三", (Role.INSPECTOR,), "finance"),
    ("核查员四", (Role.INSPECTOR,), "it"),
    ("评估员一", (Role.PANEL,), "insurance"),
    ("评估员二", (Role.PANEL,), "medicine"),
    ("评估员三", (Role.PANEL,), "finance"),
)

PARTY_A: Mapping[str, Json] = {
    "party_a_address": "本县人民路1号",
    "party_a_legal_rep": "局长丙",
    "party_a_phone": "0878-0000000",
}

BIG = 100
"""Beds from which the defaults give an internal insurance department (A5)."""


def institution_defaults(
    given: Mapping[str, object], areas: Areas, area: str, first: date, *, serial: int = 1
) -> Params:
    """Give the institution with whatever was left out filled in; ``serial`` tells several of one place apart."""
    kind = str(given.get("kind", "medical"))
    medical = kind == "medical"
    site = _site(areas, str(given.get("area", area)))
    name = areas.get(site).name
    code17 = f"52{site[:6]}MJ{site[-3:]}{serial:04d}"
    out: Params = {
        "kind": kind,
        "class": "village_clinic" if medical else "single_pharmacy",
        "name": f"{name}第一{'村卫生室' if medical else '药店'}",
        "opened": years_after(first, -1).isoformat(),
        "area": site,
        "uscc": code17 + uscc_check_character(code17),
        "licence": {
            "kind": "medical_practice" if medical else "drug_retail",
            "number": f"XK{site}{serial:04d}",
            "valid_until": years_after(first, 5).isoformat(),
        },
        "address": f"{name}中心街1号",
        "ownership": "private",
        "legal_rep": "法人丁",
        "principal": "负责人戊",
        "phone": "13800000000",
    }
    beds = given.get("beds")
    if isinstance(beds, int) and beds >= BIG:
        out["departments"] = ["内科", "外科", "医保办公室"]
    if given.get("class") == InstitutionClass.MILITARY_HOSPITAL.value:
        out["uscc"] = ""
        out["licence"] = {"kind": "military_service", "number": f"JD{site}0001"}
    out.update({key: plain(value) for key, value in given.items()})
    if len(str(out["area"])) == 6:
        out["area"] = site
    return out


def _site(areas: Areas, area: str) -> str:
    """Give a township: the area itself, or the first one inside it."""
    here = areas.get(area)
    while here.level in {Level.PROVINCE, Level.PREFECTURE, Level.COUNTY}:
        here = areas.within(here.code)[0]
    return here.code


def plain(value: object) -> Json:
    """Give a TOML value as JSON: days as ISO text."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    if value is None or isinstance(value, (bool, int, str)):
        return value
    return str(value)


def staff_defaults(kind: str, first: date) -> tuple[Params, ...]:
    """A4, A5, A8, A9: the people an institution of that kind needs, with contracts in force."""
    contract: Params = {
        "contract_from": years_after(first, -1).isoformat(),
        "contract_to": years_after(first, 5).isoformat(),
    }
    manager: Params = {"role": "insurance_manager", **contract}
    if kind == "medical":
        doctor: Params = {
            "person": "医师己",
            "role": "physician",
            "certificate": "physician",
            "first_registered_here": True,
        }
        return ({**doctor, **contract}, {"person": "医保员庚", **manager})
    pharmacist: Params = {
        "person": "药师辛",
        "role": "pharmacist",
        "certificate": "licensed_pharmacist",
        "first_registered_here": True,
    }
    return (
        {**pharmacist, **contract},
        {"person": "医保员庚", **manager},
        {"person": "医保员壬", **manager},
    )


def prepare_step(desk: Desk, do: str, on: date, params: Params, *, heard: bool = True) -> Params:
    """Give a step's parameters with the defaults for its action; does what must be there first (answers, hearings).

    ``heard`` false leaves the hearing out, for a step that is about its being missing (B6).
    """
    fill = _FILLS.get(do)
    if fill is None:
        return params
    case = params.get("case")
    with desk.store.read() as reader:
        found = reader.entity(str(case)) if case else None
        more = fill(reader, found if isinstance(found, Case) else None, params)
    if do == "evaluation.finish_visit" and isinstance(found, Case):
        answer_the_rest(desk, found, on)
    filled = {**params, **more} if do in _WHOLE else {**more, **params}
    if heard and do in {"changes.suspend", "changes.terminate"}:
        return {**_unheard(desk, do, on, filled), **filled}
    return filled


def _unheard(desk: Desk, do: str, on: date, params: Params) -> Params:
    """B6: what a story leaves out of an imposed decision: a suspension is urgent, a termination has been heard."""
    with desk.store.read() as reader:
        found = _agreement(reader, params)
    wish = Wish.SUSPENSION if do == "changes.suspend" else Wish.TERMINATION
    if found is None or found.signed is None or found.state.ended or found.pending is not None or on < found.last_on:
        return {}
    if params.get("by_request", found.wish(wish) is not None and not params.get("grounds")):
        return {}
    if wish is Wish.SUSPENSION:
        return {"urgent": not found.heard_for_suspension}
    if not found.hearings:
        run(desk, "breaches.hear", on=on, params={"agreement": found.id, "waived": True})
    return {}


def answer_the_rest(desk: Desk, case: Case, on: date) -> None:
    """Give full marks to every item nobody has answered, by the lead inspector."""
    from yb_desktop.domain.forms import form

    visit = case.visit
    if visit is None or visit.failed or visit.finished is not None or on < case.last_on:
        return
    with desk.store.read() as reader:
        entry = reader.institution(case.institution).registration
    done = {answer.fact.item for answer in visit.answers} | {r.fact.item for r in visit.resolutions}
    for item in full_marks(form(visit.form, visit.version), entry.cls, entry.beds):
        if item not in done:
            params: Params = {"case": case.id, "item": item, "answer": "yes", "inspector": visit.lead}
            run(desk, "evaluation.answer_item", on=on, params=params)


def _signatures(reader: Reader, case: Case | None, params: Params) -> Params:
    del params
    if case is None:
        return {}
    names: list[Json] = [member.person for member in case.team]
    return {"signatures": [*names, reader.institution(case.institution).registration.principal or "机构人员"]}


def _meeting(reader: Reader, case: Case | None, params: Params) -> Params:
    given = params.get("members")
    members: list[Json] = list(given) if isinstance(given, (list, tuple)) else []
    if not members:
        members = [m.person for m in case.panel] if case else []
    if not members:
        members = [p.name for p in reader.people() if p.may(Role.PANEL)]
    failed = params.get("result") == "unqualified"
    votes: Params = {"qualified": 0 if failed else len(members), "unqualified": len(members) if failed else 0}
    return {"members": members, "votes": votes}


def _decision(reader: Reader, case: Case | None, params: Params) -> Params:
    del reader
    result = params.get("result", "qualified")
    out: Params = {"result": result}
    qualified = result == "qualified"
    visit = case.visit if case else None
    differs = (visit is not None and visit.finished is not None and visit.passed != qualified) or (
        case is not None and case.meeting is not None and (case.meeting.fact.result == "qualified") != qualified
    )
    if not qualified or differs:
        out["reasons"] = "综合材料审核、现场核查和会议意见作出"
    if not qualified:
        out["advice"] = "按核查意见逐项整改"
    return out


def _draft(reader: Reader, case: Case | None, params: Params) -> Params:
    del reader, case
    given = params.get("blanks")
    return {"blanks": {**PARTY_A, **(given if isinstance(given, dict) else {})}}


def _answer(reader: Reader, case: Case | None, params: Params) -> Params:
    del reader, params
    visit = case.visit if case else None
    return {"inspector": visit.lead if visit else "", "answer": "yes"}


def _out(reader: Reader, case: Case | None, params: Params) -> Params:
    del reader, params
    return {"out": case.team[-1].person if case and case.team else "", "reason": "因故不能参加"}


def _fixed(**values: Json) -> Callable[[Reader, Case | None, Params], Params]:
    return lambda reader, case, params: dict(values)


def _ground(reader: Reader, case: Case | None, params: Params) -> Params:
    del reader, case
    return {} if "ground" in params else {"all_clear": True}


def _assessment(reader: Reader, case: Case | None, params: Params) -> Params:
    from yb_desktop.domain.forms import FormUse, form_for

    del case
    agreement = reader.agreement(str(params.get("agreement", "")))
    entry = reader.institution(agreement.institution).registration
    form = form_for(FormUse.ASSESSMENT, agreement.institution_kind)
    answers: Params = {item: one.answer.value for item, one in full_marks(form, entry.cls, entry.beds).items()}
    given = params.get("answers")
    return {"answers": {**answers, **(given if isinstance(given, dict) else {})}}


_WHOLE = frozenset({"oversight.assess"})
"""The actions whose filled-in parameters hold what was given already."""


def _reply(reader: Reader, case: Case | None, params: Params) -> Params:
    del reader, case
    return {} if params.get("none") else {"text": "对稽核结果无异议"}


def _hearing(reader: Reader, case: Case | None, params: Params) -> Params:
    del reader, case
    return {} if {"statement", "waived", "silent"} & set(params) else {"statement": "承认问题，请求从轻处理"}


def _part(reader: Reader, case: Case | None, params: Params) -> Params:
    del case
    if {"persons", "departments"} & set(params) or "agreement" not in params:
        return {}
    institution = reader.institution(reader.agreement(str(params["agreement"])).institution)
    return {"persons": [member.person for member in institution.staff[:1]]}


_MONEY: Params = {"amount": 100_000, "basis": "医保协议违约责任条款"}


def _agreement(reader: Reader, params: Params) -> Agreement | None:
    found = reader.entity(str(params["agreement"])) if params.get("agreement") else None
    return found if isinstance(found, Agreement) else None


def _suspension(reader: Reader, case: Case | None, params: Params) -> Params:
    """C9: imposed as agreed, where nobody asked for it."""
    del case
    found = _agreement(reader, params)
    wished = params.get("by_request", found is not None and found.wish(Wish.SUSPENSION) is not None)
    return {} if wished else {"ground": "as_agreed"}


def _termination(reader: Reader, case: Case | None, params: Params) -> Params:
    """C10, C11: for the imposed suspensions once there are two, else as agreed, where nobody asked for it."""
    del case
    found = _agreement(reader, params)
    if params.get("by_request", found is not None and found.wish(Wish.TERMINATION) is not None):
        return {}
    return {"grounds": ["suspended_twice" if found is not None and found.imposed > 1 else "as_agreed"]}


def _problem(reader: Reader, case: Case | None, params: Params) -> Params:
    del reader, case
    return {} if "answer" in params else {"text": "联网结算报错"}


def _comment(reader: Reader, case: Case | None, params: Params) -> Params:
    del reader, case
    return {} if "answer" in params else {"text": "建议加快拨付"}


RENEWAL_PAPERS: Mapping[str, Json] = {
    "credit_report": "信用报告",
    "letters": "各部门复函无异议",
    "assessment": "年度考核合格",
}

_FILLS: dict[str, Callable[[Reader, Case | None, Params], Params]] = {
    "applications.check_ground": _ground,
    "applications.first_review": _fixed(breach_review="未发现违规", letters="复函无不良记录"),
    "applications.withdraw": _fixed(reason="申请人自愿撤回"),
    "applications.ask_supplement": _fixed(missing=["internal_rules"]),
    "evaluation.answer_item": _answer,
    "evaluation.resolve_item": _fixed(answer="yes", reason="经组长现场复核"),
    "evaluation.replace_inspector": _out,
    "evaluation.visit_failed": _fixed(reason="closed"),
    "evaluation.finish_visit": _signatures,
    "evaluation.hold_meeting": _meeting,
    "evaluation.decide": _decision,
    "evaluation.object": _fixed(text="反映该机构情况的举报"),
    "evaluation.settle_objection": _fixed(upheld=False, finding="经调查核实作出"),
    "agreements.draft": _draft,
    "agreements.print": _fixed(reason="补打"),
    "breaches.open_audit": _fixed(reason="日常检查发现疑点"),
    "breaches.visit_audit": _fixed(people=[CLERK, REVIEWER], findings="抽查病历和处方"),
    "breaches.deliver_findings": _fixed(findings="部分项目重复收费"),
    "breaches.receive_reply": _reply,
    "breaches.review_reply": _fixed(opinion="维持稽核结果"),
    "breaches.decide_audit": _fixed(opinion="按医保协议处理"),
    "breaches.hear": _hearing,
    "breaches.order_mending": _fixed(points=["规范收费"]),
    "breaches.withhold": _fixed(**_MONEY),
    "breaches.recover": _fixed(**_MONEY),
    "breaches.charge_damages": _fixed(**_MONEY),
    "breaches.suspend_part": _part,
    "breaches.end_part": _part,
    "breaches.report_measure": _fixed(to="县医疗保障局"),
    "breaches.refer": _fixed(to="县医疗保障局"),
    "applications.send_inquiry": _fixed(to="县卫生健康局", about="违规和履约情况"),
    "applications.record_reply": _fixed(answer="无不良记录"),
    "applications.publish_conditions": _fixed(where=["服务大厅公示栏"]),
    "applications.decline_category": _fixed(reasons="服务能力不足", advice="补齐人员和设备后可再次申请"),
    "institutions.block_person": _fixed(kind="medical", reason="原定点医疗机构因严重违法违规被解除协议"),
    "cases.send_back": _fixed(reason="请补充说明"),
    "oversight.assess": _assessment,
    "cases.void_step": _fixed(reason="登记有误"),
    "changes.request_change": _fixed(fields={"bank_account": "6222000000000000001"}),
    "changes.suspend": _suspension,
    "changes.terminate": _termination,
    "changes.publish_terminated": _fixed(where="州政府门户网站州医疗保障局专栏"),
    "changes.request_renewal": _fixed(credit_report="信用报告"),
    "changes.object_renewal": _fixed(text="反映该机构情况的举报"),
    "changes.settle_renewal_objection": _fixed(upheld=False, finding="经调查核实作出", text="公示期间收到的异议"),
    "changes.renew": _fixed(**RENEWAL_PAPERS),
    "agreements.log_problem": _problem,
    "agreements.record_training": _fixed(text="医保政策培训", people=["负责人戊"]),
    "agreements.record_comment": _comment,
    "oversight.reassign_case": _fixed(person=REVIEWER),
}
"""For each action with parameters that a story may leave out: what stands in for them."""
