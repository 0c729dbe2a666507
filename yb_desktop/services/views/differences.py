"""What a decision of two persons would change: label, how it stands, how it would; for the one who releases it.

Told from what was prepared and from the matter as it stands; nothing is written. One function for each action.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import msgspec

from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.amounts import figures
from yb_desktop.domain.audit import Audit, Measure, MeasureKind
from yb_desktop.domain.breach_facts import AuditStage, Outcome
from yb_desktop.domain.case import Case
from yb_desktop.domain.changes import FIELD_WORDS, SuspensionGround, Wish
from yb_desktop.domain.institution import Registration
from yb_desktop.domain.pairing import Pending
from yb_desktop.domain.scoring import points_words
from yb_desktop.domain.termination import termination_ground
from yb_desktop.domain.vocabulary import AgreementState, Ground
from yb_desktop.law.counting import days_after
from yb_desktop.services.agreement_texts import text_in_force
from yb_desktop.services.registry import step_title
from yb_desktop.services.views.value_words import value_words
from yb_desktop.store.reading import Reader

Matter = Case | Agreement | Audit

_ON_RELEASE = "审核通过之日"


@dataclass(frozen=True, slots=True)
class Difference:
    """What a decision changes: how it stands, and how it would."""

    label: str
    before: str
    after: str


class Prepared(msgspec.Struct, frozen=True, rename={"from_": "from"}):
    """What a prepared decision says, as far as a difference shows it."""

    result: str = ""
    reasons: str = ""
    advice: str = ""
    rule: str = ""
    ground: str = ""
    grounds: tuple[str, ...] = ()
    reason: str = ""
    by_request: bool = False
    from_: date | None = None
    to: date | None = None
    ends: date | None = None
    blanks: dict[str, str | int | list[str]] = {}
    credit_report: str = ""
    letters: str = ""
    assessment: str = ""
    change: str = ""
    step: str = ""
    opinion: str = ""
    outcomes: tuple[Outcome, ...] = ()
    amounts: dict[str, int] = {}
    articles: tuple[str, ...] = ()
    amount: int = 0
    basis: str = ""
    persons: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    urgent: bool = False
    measure: str = ""


def differences(reader: Reader, matter: Matter, pending: Pending) -> tuple[Difference, ...]:
    """Give what the decision that waits about a matter would change; lines that say nothing are left out."""
    said = msgspec.json.decode(pending.params, type=Prepared)
    lines = _TELLERS[pending.action](reader, matter, said)
    return tuple(one for one in lines if one.before or one.after)


def _decided(_reader: Reader, case: Case, said: Prepared) -> Iterable[Difference]:
    qualified = said.result == "qualified"
    last = case.unqualified > 0 and not qualified
    after = "评估合格" if qualified else ("两次不合格，一年内不得再次申请" if last else "评估不合格")
    visit, meeting = case.visit, case.meeting
    score = "无"
    if visit is not None and visit.finished:
        score = f"{points_words(visit.score)} 分，{'合格' if visit.passed else '不合格'}"
    word = "合格" if qualified else "不合格"
    yield Difference("申请状态", case.state.label, after)
    yield Difference("与现场核查得分", score, word)
    yield Difference("与会议表决", meeting.fact.result.label if meeting else "无", word)
    yield Difference("理由", "", said.reasons)
    yield Difference("整改建议", "", said.advice)


def _refused(reader: Reader, case: Case, said: Prepared) -> Iterable[Difference]:
    yield Difference("申请状态", case.state.label, "不予受理")
    yield Difference("申请机构", "", reader.institution(case.institution).registration.name)
    yield Difference("依据规则", "", said.rule)
    yield Difference("情形", "", Ground(said.ground).label if said.ground else "")
    yield Difference("理由", "", said.reason or "按所依据的条款写明")


def _suspended(_reader: Reader, agreement: Agreement, said: Prepared) -> Iterable[Difference]:
    wish = agreement.wish(Wish.SUSPENSION) if said.by_request else None
    begins = said.from_ or (wish.wanted if wish else None)
    yield Difference("协议状态", agreement.state.label, AgreementState.SUSPENDED.label)
    yield Difference("医保结算", "正常结算", "暂停结算")
    yield Difference("起始日", "", begins.isoformat() if begins else _ON_RELEASE)
    yield Difference("方式", "", "机构申请中止" if said.by_request else "经办机构中止")
    yield Difference("情形", "", SuspensionGround(said.ground).label if said.ground else "")
    yield Difference("说明", "", said.reason or (wish.reason if wish else ""))


def _terminated(_reader: Reader, agreement: Agreement, said: Prepared) -> Iterable[Difference]:
    wish = agreement.wish(Wish.TERMINATION) if said.by_request else None
    grounds = (termination_ground(agreement.institution_kind, name) for name in said.grounds)
    yield Difference("协议状态", agreement.state.label, AgreementState.TERMINATED.label)
    yield Difference("医保系统", "已开通" if agreement.opened else "未开通", "关停")
    yield Difference("方式", "", "机构申请解除" if said.by_request else "经办机构解除")
    yield Difference("解除情形", "", "；".join(one.text for one in grounds if one is not None))
    yield Difference("说明", "", said.reason or (wish.reason if wish else ""))


def _renewed(reader: Reader, agreement: Agreement, said: Prepared) -> Iterable[Difference]:
    papers = agreement.renewal.papers if agreement.renewal else None
    starts = days_after(agreement.ends, 1)
    kind = agreement.institution_kind
    terms = reader.law.due("G6", starts, area=agreement.area, kind=kind, in_force_on=starts)  # G6: generally one year
    ends = said.ends or (terms[0].last_day if terms else "")
    yield Difference("协议期限", f"{agreement.starts} 至 {agreement.ends}", f"{starts} 至 {ends}")
    yield Difference("信用报告", "", said.credit_report or (papers.credit_report if papers else ""))
    yield Difference("征求意见复函", "", said.letters or (papers.letters if papers else ""))
    yield Difference("检查考核情况", "", said.assessment or (papers.assessment if papers else ""))
    labels = {blank.id: blank.label for blank in text_in_force(reader, agreement.form, agreement.last_on).blanks}
    for name, value in said.blanks.items():
        text = "、".join(value) if isinstance(value, list) else str(value)
        yield Difference(labels.get(name, name), agreement.blanks.get(name, ""), text)


def _changed(reader: Reader, agreement: Agreement, said: Prepared) -> Iterable[Difference]:
    change = next((one for one in agreement.changes if one.id == said.change), None)
    if change is None:
        return
    entry = reader.institution(agreement.institution).registration
    for field, value in change.fields.named.items():
        yield Difference(FIELD_WORDS[field], _field_words(_now(entry, field)), _field_words(value))
    yield Difference("主管部门批准", "", change.approved_on.isoformat())


def _now(entry: Registration, field: str) -> object:
    return getattr(entry, field)


def _field_words(value: object) -> str:
    # the one field of a change that is yes or no is whether the institution is run for profit
    return ("营利性" if value else "非营利性") if isinstance(value, bool) else value_words(value)


def _voided(reader: Reader, _matter: Matter, said: Prepared) -> Iterable[Difference]:
    record = reader.record(said.step)
    people = {person.id: person.name for person in reader.people()}
    who = people.get(record.actor, "")
    yield Difference("撤销的步骤", f"{step_title(record.type)}（{record.on} {who}）".replace(" ）", "）"), "撤销")
    yield Difference("该事项", "已办理这一步", "恢复到办理这一步之前")
    yield Difference("原因", "", said.reason)


def _audit_decided(_reader: Reader, audit: Audit, said: Prepared) -> Iterable[Difference]:
    yield Difference("稽核进度", audit.stage.label, AuditStage.DECIDED.label)
    yield Difference("处理方式", "", "、".join(one.label for one in said.outcomes))
    found = audit.findings.amounts if audit.findings else {}
    for item in dict.fromkeys((*found, *said.amounts)):
        yield Difference(f"金额：{item}", _money(found.get(item)), _money(said.amounts.get(item)) or "不列入")
    yield Difference("复核意见", "", audit.review.opinion if audit.review else "")
    yield Difference("处理意见", "", said.opinion)
    yield Difference("依据条款", "、".join(audit.findings.articles) if audit.findings else "", "、".join(said.articles))


def _money(fen: int | None) -> str:
    return "" if fen is None else f"{figures(fen)} 元"


def _amount(_reader: Reader, audit: Audit, said: Prepared) -> Iterable[Difference]:
    sums = sum(one.amount for one in audit.measures)
    yield Difference("本次金额", "", _money(said.amount))
    yield Difference("本事项累计金额", _money(sums), _money(sums + said.amount))
    yield Difference("依据", "", said.basis)
    yield from _hearing(audit)


def _hearing(audit: Audit) -> Iterable[Difference]:
    newest = audit.hearings[-1] if audit.hearings else None
    if newest is not None:
        words = f"{newest.how.label}（{newest.on}）" + (f"：{newest.statement}" if newest.statement else "")
        yield Difference("陈述申辩", "", words)


def _part_stopped(after: str) -> Callable[[Reader, Audit, Prepared], Iterable[Difference]]:
    def tell(_reader: Reader, audit: Audit, said: Prepared) -> Iterable[Difference]:
        until = f" 至 {said.to}" if said.to else ""
        yield Difference("人员", "", "、".join(said.persons))
        yield Difference("科室", "", "、".join(said.departments))
        part = {*said.persons, *said.departments}
        stopped = any(one.settled is None and part & {*one.persons, *one.departments} for one in _suspensions(audit))
        yield Difference("医保结算", "已中止结算" if stopped else "正常结算", after)
        yield Difference("起止", "", f"{said.from_ or _ON_RELEASE}{until}")
        yield Difference("依据", "", said.basis)
        yield Difference("紧急中止", "", "是，事后补听陈述申辩" if said.urgent else "")
        yield from _hearing(audit)

    return tell


def _suspensions(audit: Audit) -> Iterable[Measure]:
    return (one for one in audit.measures if one.kind is MeasureKind.SUSPEND_PART)


def _part_resumed(_reader: Reader, audit: Audit, said: Prepared) -> Iterable[Difference]:
    measure: Measure | None = audit.measure(said.measure)
    if measure is not None:
        yield Difference("人员或科室", "", "、".join((*measure.persons, *measure.departments)))
        yield Difference("医保结算", f"自 {measure.starts or measure.on} 起中止", "恢复结算")


_TELLERS: Final[Mapping[str, Callable[..., Iterable[Difference]]]] = {
    "applications.refuse": _refused,
    "evaluation.decide": _decided,
    "changes.suspend": _suspended,
    "changes.terminate": _terminated,
    "changes.renew": _renewed,
    "changes.complete_change": _changed,
    "cases.void_step": _voided,
    "breaches.decide_audit": _audit_decided,
    "breaches.withhold": _amount,
    "breaches.recover": _amount,
    "breaches.charge_damages": _amount,
    "breaches.suspend_part": _part_stopped("中止结算"),
    "breaches.end_part": _part_stopped("终止结算"),
    "breaches.resume_part": _part_resumed,
}

TOLD: Final = frozenset(_TELLERS)
"""The actions whose differences are told: every action of two persons."""
