"""The form of every action of a case, described: its fields, the words of its button, and what its values become.

A field's id is the name of the action's parameter wherever one value is one parameter, so that an error can be shown
at its field.
"""

from __future__ import annotations

from collections.abc import Mapping

from yb_desktop.domain.case_facts import Ballot, Result, VisitTrouble
from yb_desktop.domain.vocabulary import ApplicationKind, CheckHow, DeliveryHow
from yb_desktop.services.views.applications import CaseView
from yb_desktop.ui.screens.applications.form_parts import (
    ActionForm,
    Params,
    Part,
    Values,
    lines,
    members,
    named,
    options,
)
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind, Option

_NO_VOTE = "none"


def _no_fields(_view: CaseView) -> tuple[FieldSpec, ...]:
    return ()


def _notify(_view: CaseView) -> tuple[FieldSpec, ...]:
    return (
        FieldSpec("also", "另须补正", Kind.MULTILINE, hint="每行一项，可不填", help="一次告知全部内容，不能再次告知。"),
    )


def _notify_params(values: Values) -> Params:
    return {"also": lines(values.get("also"))}


def _deliver(view: CaseView) -> tuple[FieldSpec, ...]:
    waiting = tuple(Option(one.number, f"{one.title} {one.number}") for one in view.papers if one.waits)
    newest = waiting[-1].id if waiting else None
    return (
        FieldSpec("which", "文书", Kind.CHOICE, required=True, choices=waiting, initial=newest, wide=True),
        FieldSpec("how", "送达方式", Kind.CHOICE, required=True, choices=options(DeliveryHow), initial="hand"),
        FieldSpec("receiver", "签收人"),
    )


def _supplement(view: CaseView) -> tuple[FieldSpec, ...]:
    return (FieldSpec("items", "收到的材料", Kind.ITEMS, required=True, choices=named(view.missing), seals=False),)


def _supplement_params(values: Values) -> Params:
    held = values.get("items")
    return {"items": list(held) if isinstance(held, Mapping) else []}


def _grounds(_view: CaseView) -> tuple[FieldSpec, ...]:
    return (
        FieldSpec("how", "核查方式", Kind.CHOICE, required=True, choices=options(CheckHow), initial="department_data"),
        FieldSpec("source", "核查来源", hint="如：市场监管局联查回函"),
    )


def _grounds_params(values: Values) -> Params:
    return {**values, "all_clear": True}


def _refuse(view: CaseView) -> tuple[FieldSpec, ...]:
    held = [Option(f"ground:{one.ground.value}", one.ground.label) for one in view.grounds if one.bars]
    accept = next((offer for offer in view.offers if offer.action == "applications.accept"), None)
    rules = {one.unmet.rule: one.unmet.text for one in accept.obstacles} if accept else {}
    found = [Option(f"rule:{rule}", f"{rule} {text}") for rule, text in rules.items() if rule not in _BY_GROUND]
    return (
        FieldSpec(
            "basis",
            "依据",
            Kind.CHOICE,
            choices=(*held, *found),
            hint="按系统查出的第一项",
            help="只能依据已核查确认的情形或不符合的条件。",
            wide=True,
        ),
        FieldSpec("reason", "理由", Kind.MULTILINE, hint="不填则按依据的条款写明"),
    )


_BY_GROUND = frozenset({"A17", "A18", "A23", "A12", "A13"})


def _refuse_params(values: Values) -> Params:
    kind, _, one = str(values.get("basis") or "").partition(":")
    params: Params = {"reason": values["reason"]} if values.get("reason") else {}
    return {**params, kind: one} if one else params


def _review(view: CaseView) -> tuple[FieldSpec, ...]:
    fields = [
        FieldSpec("genuine", "材料真实", Kind.CHECK, initial=True),
        FieldSpec("complete", "材料完整、符合形式", Kind.CHECK, initial=True),
    ]
    if view.kind is ApplicationKind.CATEGORY:
        fields.append(FieldSpec("breach_review", "违规性审核结果", Kind.MULTILINE, required=True))
    if view.kind is ApplicationKind.RECOGNITION:
        fields.append(FieldSpec("letters", "函询结果", Kind.MULTILINE, required=True))
    return tuple(fields)


def _ask(view: CaseView) -> tuple[FieldSpec, ...]:
    return (
        FieldSpec("items", "需要补充", Kind.ITEMS, choices=named(view.materials), seals=False),
        FieldSpec("also", "其他材料", Kind.MULTILINE, hint="每行一项"),
    )


def _ask_params(values: Values) -> Params:
    held = values.get("items")
    return {"missing": [*(held if isinstance(held, Mapping) else ()), *lines(values.get("also"))]}


def _reason(_view: CaseView) -> tuple[FieldSpec, ...]:
    return (FieldSpec("reason", "原因", Kind.MULTILINE, required=True),)


def _draw(_view: CaseView) -> tuple[FieldSpec, ...]:
    return (
        FieldSpec("size", "抽取人数", Kind.NUMBER, required=True, initial=3, minimum=3, unit="人"),
        FieldSpec(
            "seed",
            "抽取码",
            hint="由在场人员随口报出",
            help="几个字或数字。用相同的名单和抽取码，任何人都能抽出同样的结果；不填则自动生成。",
        ),
    )


def _replace(view: CaseView) -> tuple[FieldSpec, ...]:
    return (
        FieldSpec("out", "换下", Kind.CHOICE, required=True, choices=members(view.team)),
        FieldSpec("reason", "原因", required=True),
        FieldSpec("seed", "抽取码", hint="由在场人员随口报出，可不填"),
    )


def _assign(view: CaseView) -> tuple[FieldSpec, ...]:
    first = view.team[0].name if view.team else None
    lead = FieldSpec("lead", "组长", Kind.CHOICE, required=True, choices=members(view.team), initial=first)
    if not view.laptops:
        return (lead,)
    hint = f"已登记：{'、'.join(view.laptops)}"
    return (lead, FieldSpec("laptops", "核查电脑", Kind.LINES, hint=hint, help="一行一台；不填就在本机填写。"))


def _assign_params(values: Values) -> Params:
    return {name: value for name, value in values.items() if value}


def _take_back(view: CaseView) -> tuple[FieldSpec, ...]:
    out = tuple(Option(one, one) for one in view.out)
    others = tuple(Option(one, one) for one in view.laptops if one not in view.out)
    found = (
        FieldSpec("laptop", "核查电脑", Kind.CHOICE, required=True, choices=out, initial=view.out[0]),
        FieldSpec("reason", "原因", required=True, help="以后交回的结果仍会接收。"),
    )
    return (*found, FieldSpec("instead", "改由", Kind.CHOICE, choices=others)) if others else found


def _failed(_view: CaseView) -> tuple[FieldSpec, ...]:
    return (
        FieldSpec("reason", "原因", Kind.CHOICE, required=True, choices=options(VisitTrouble)),
        FieldSpec("note", "说明"),
    )


def _meeting(view: CaseView) -> tuple[FieldSpec, ...]:
    present = len(view.panel or view.panel_pool)
    ways = (*options(Ballot), Option(_NO_VOTE, "未表决，按各成员意见"))
    agreed = "没有表决时填写，每位成员都要有意见。"
    return (
        FieldSpec("ballot", "表决方式", Kind.CHOICE, required=True, choices=ways, initial="hands"),
        FieldSpec("qualified", "合格", Kind.NUMBER, initial=present, minimum=0, unit="票"),
        FieldSpec("unqualified", "不合格", Kind.NUMBER, initial=0, minimum=0, unit="票"),
        FieldSpec("abstained", "弃权", Kind.NUMBER, initial=0, minimum=0, unit="票"),
        FieldSpec("result", "会议结论", Kind.CHOICE, choices=options(Result), help=agreed),
    )


def _meeting_params(values: Values) -> Params:
    result: Params = {"result": values["result"]} if values.get("result") else {}
    if values["ballot"] == _NO_VOTE:
        return result
    counted: Params = {name: values.get(name) or 0 for name in ("qualified", "unqualified", "abstained")}
    return {"ballot": values["ballot"], "votes": counted, **result}


def _decide(view: CaseView) -> tuple[FieldSpec, ...]:
    return (
        FieldSpec("visit", "现场核查", initial=view.visit or "未核查", read_only=True, wide=True),
        FieldSpec("meeting", "会议表决", initial=view.meeting or "未召开", read_only=True, wide=True),
        FieldSpec(
            "result", "评估结果", Kind.CHOICE, required=True, choices=options(Result), initial=view.suggested or None
        ),
        FieldSpec("reasons", "理由", Kind.MULTILINE, help="不合格，或与得分、表决不一致时必填。"),
        FieldSpec("advice", "整改建议", Kind.MULTILINE, help="不合格时必填。"),
    )


def _decide_params(values: Values) -> Params:
    return {name: value for name, value in values.items() if name not in {"visit", "meeting"}}


def _file(_view: CaseView) -> tuple[FieldSpec, ...]:
    return (FieldSpec("day", "备案日期", Kind.DATE, help="不填即办理日期。"), FieldSpec("receipt", "备案回执号"))


def _pass(_view: CaseView) -> tuple[FieldSpec, ...]:
    choices = (Option("yes", "审议通过"), Option("no", "审议未通过"))
    return (
        FieldSpec("passed", "审议结果", Kind.CHOICE, required=True, choices=choices, initial="yes"),
        FieldSpec("reasons", "理由和建议", Kind.MULTILINE, help="未通过时必填。"),
    )


def _pass_params(values: Values) -> Params:
    return {**values, "passed": values.get("passed") == "yes"}


def _publish(_view: CaseView) -> tuple[FieldSpec, ...]:
    return (
        FieldSpec(
            "where",
            "公示地点",
            Kind.MULTILINE,
            required=True,
            initial="州政府门户网站州医疗保障局专栏",
            hint="每行一处",
        ),
        FieldSpec("proof", "网址或凭证", wide=True),
    )


def _publish_params(values: Values) -> Params:
    return {**values, "where": lines(values.get("where"))}


def _object(_view: CaseView) -> tuple[FieldSpec, ...]:
    return (
        FieldSpec("text", "举报投诉内容", Kind.MULTILINE, required=True),
        FieldSpec("who", "举报投诉人", hint="可不填"),
    )


def _settle(view: CaseView) -> tuple[FieldSpec, ...]:
    waiting = tuple(Option(one.id, f"{one.on} {one.text[:30]}") for one in view.objections)
    choices = (Option("no", "不成立"), Option("yes", "成立，重新评估"))
    oldest = waiting[0].id if waiting else None
    return (
        FieldSpec("objection", "举报投诉", Kind.CHOICE, required=True, choices=waiting, initial=oldest, wide=True),
        FieldSpec("upheld", "处理结果", Kind.CHOICE, required=True, choices=choices),
        FieldSpec("finding", "查实的情况", Kind.MULTILINE, help="成立时必填。"),
    )


def _settle_params(values: Values) -> Params:
    return {**values, "upheld": values.get("upheld") == "yes"}


def _negotiate(_view: CaseView) -> tuple[FieldSpec, ...]:
    return (
        FieldSpec("topics", "协商事项", Kind.MULTILINE, hint="每行一项"),
        FieldSpec("requests", "机构的意见", Kind.MULTILINE),
        FieldSpec("agreed", "协商结果", Kind.MULTILINE),
    )


def _negotiate_params(values: Values) -> Params:
    return {**values, "topics": lines(values.get("topics"))}


def _study(view: CaseView) -> tuple[FieldSpec, ...]:
    return (
        FieldSpec(
            "people",
            "参加人员",
            Kind.MULTILINE,
            required=True,
            initial=view.principal or None,
            hint="每行一人，同签到表",
        ),
    )


def _study_params(values: Values) -> Params:
    return {"people": lines(values.get("people"))}


def _open_category(view: CaseView) -> tuple[FieldSpec, ...]:
    initial = view.last_on.isoformat()
    return (FieldSpec("day", "开通日期", Kind.DATE, initial=initial, help="医保系统中开通的日期；不填即办理日期。"),)


def _decline_category(_view: CaseView) -> tuple[FieldSpec, ...]:
    return (
        FieldSpec("reasons", "不予开通的理由", Kind.MULTILINE, required=True),
        FieldSpec("advice", "整改建议", Kind.MULTILINE, required=True),
    )


DIALOGS = frozenset(
    {
        "applications.hand_over",
        "applications.record_reply",
        "applications.send_inquiry",
        "cases.void_step",
        "oversight.reassign_case",
    }
)
"""What is done beside the way of a case, each in a dialog of its own."""

FORMS: Mapping[str, ActionForm] = {
    "applications.notify_missing": ActionForm("出具一次性告知书", _notify, _notify_params, Part.MISSING),
    "applications.deliver": ActionForm("登记送达", _deliver),
    "applications.receive_supplement": ActionForm("收下材料", _supplement, _supplement_params),
    "applications.abandon": ActionForm(
        "按放弃处理", _no_fields, danger=True, question="按放弃处理后，本次申请即终止。确定吗？"
    ),
    "applications.check_ground": ActionForm("全部核查，均不存在", _grounds, _grounds_params, Part.GROUNDS),
    "applications.accept": ActionForm("受理", _no_fields),
    "applications.refuse": ActionForm("提交审核", _refuse, _refuse_params, danger=True),
    "applications.first_review": ActionForm("完成初审", _review),
    "applications.ask_supplement": ActionForm("出具补充告知书", _ask, _ask_params),
    "applications.withdraw": ActionForm(
        "撤回申请", _reason, danger=True, question="撤回后，本次申请即终止。确定由申请人撤回吗？"
    ),
    "applications.open_category": ActionForm("登记开通", _open_category),
    "applications.decline_category": ActionForm(
        "不予开通", _decline_category, danger=True, question="确定不予开通该支付类别吗？"
    ),
    "evaluation.draw_team": ActionForm("抽取", _draw, part=Part.TEAM_POOL),
    "evaluation.replace_inspector": ActionForm("重新抽取该席位", _replace),
    "evaluation.assign_visit": ActionForm("安排核查", _assign, _assign_params),
    "evaluation.take_back": ActionForm("收回任务", _take_back, _assign_params),
    "evaluation.visit_failed": ActionForm("登记核查未成", _failed),
    "evaluation.draw_panel": ActionForm("抽取", _draw, part=Part.PANEL_POOL),
    "evaluation.hold_meeting": ActionForm("登记会议", _meeting, _meeting_params, Part.MEMBERS),
    "evaluation.decide": ActionForm("提交审核", _decide, _decide_params),
    "evaluation.file_results": ActionForm("登记备案", _file),
    "evaluation.reevaluate": ActionForm("开始再次评估", _no_fields),
    "evaluation.pass_list": ActionForm("登记审议结果", _pass, _pass_params),
    "evaluation.publish": ActionForm("开始公示", _publish, _publish_params),
    "evaluation.object": ActionForm("登记举报投诉", _object),
    "evaluation.settle_objection": ActionForm("登记处理结果", _settle, _settle_params),
    "evaluation.end_publicity": ActionForm("结束公示", _no_fields),
    "agreements.negotiate": ActionForm("登记协商", _negotiate, _negotiate_params),
    "agreements.study": ActionForm("登记学习", _study, _study_params),
}
"""Every action of a case that is done on its page."""
