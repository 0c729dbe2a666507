"""Gathers what the letters and lists of a case say, from the case, the register and the law, into their values.

A paper says what held on its day: the institution's entry as it stood then, the materials as they came in then.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yb_desktop.base.errors import BadInput
from yb_desktop.domain import institution as institutions
from yb_desktop.domain.case import Case, Decision, Notice, Visit
from yb_desktop.domain.case_facts import Decided, MaterialsReceived, MeetingHeld, Published, Result
from yb_desktop.domain.entities import without
from yb_desktop.domain.facts import read_fact, stamp_of
from yb_desktop.domain.forms import Form, FormUse, Item, form, form_for
from yb_desktop.domain.grounds import ground_facts
from yb_desktop.domain.institution import Institution, Registration
from yb_desktop.domain.limits import Limit
from yb_desktop.domain.pairing import StepVoided
from yb_desktop.domain.people import Person
from yb_desktop.domain.records import Record
from yb_desktop.law.law import Kind, Law
from yb_desktop.paper.documents.acceptance_notice import AcceptanceNotice
from yb_desktop.paper.documents.intake_receipt import IntakeReceipt, ReceivedItem
from yb_desktop.paper.documents.publicity_list import ListedInstitution, PublicityList
from yb_desktop.paper.documents.refusal_notice import RefusalNotice
from yb_desktop.paper.documents.result_notice import ResultNotice, SiteScore
from yb_desktop.paper.documents.supplement_notice import SupplementNotice
from yb_desktop.paper.documents.values import LastDay, Sender
from yb_desktop.services.desk import Desk
from yb_desktop.services.paper.steps import done
from yb_desktop.services.paper.words import full_articles, in_words, last_days, rule_articles, standing
from yb_desktop.services.publicity import listed
from yb_desktop.store.reading import Reader


def entry_on(reader: Reader, institution: str, day: date) -> Registration:
    """Give the register's entry of an institution as it stood at the end of a day (or first stood, if later)."""
    held: Institution | None = None
    records = reader.records_of(institution)
    for place, record in enumerate(records):
        stamp, fact = stamp_of(record), read_fact(record)
        if held is not None and stamp.on > day:
            continue
        if isinstance(fact, StepVoided):
            told = without(institution, records[:place], record)
            held = told if isinstance(told, Institution) else held
        else:
            held = institutions.evolve(held, fact, stamp)
    return reader.institution(institution).registration if held is None else held.registration


def sender(desk: Desk, number: str, day: date) -> Sender:
    """Give the office as the head of its paper."""
    return Sender(desk.info.name, number, day)


def what_of(case: Case) -> str:
    """Say what a case asks for: 定点医疗机构首次定点申请."""
    kind = "定点零售药店" if case.institution_kind is Kind.PHARMACY else "定点医疗机构"
    return f"{kind}{case.kind.label.removesuffix('申请')}申请"


def acceptance(desk: Desk, reader: Reader, case: Case, notice: Notice) -> AcceptanceNotice:
    """Gather 受理通知书; E1 is counted as from acceptance, without the pauses that came later."""
    return AcceptanceNotice(
        sender=sender(desk, notice.number, notice.on),
        to=entry_on(reader, case.institution, notice.on).name,
        what=what_of(case),
        received=case.received,
        articles=rule_articles(desk.law, case, "A14"),
        due=last_days(desk.law, case, Limit("E1", notice.on)),
    )


def refusal(desk: Desk, reader: Reader, case: Case, notice: Notice) -> RefusalNotice:
    """Gather 不予受理决定书."""
    said = case.refusal
    if said is None:
        raise BadInput("paper", "该申请没有不予受理的决定，不能打印不予受理决定书。")
    facts = ground_facts(case.institution_kind, said.ground) if said.ground else None
    sources = standing(desk.law, case, facts.sources) if facts else ()
    return RefusalNotice(
        sender=sender(desk, notice.number, notice.on),
        to=entry_on(reader, case.institution, notice.on).name,
        what=what_of(case),
        received=case.received,
        reason=in_words(said.reason),
        articles=full_articles(desk.law, sources) if sources else rule_articles(desk.law, case, said.rule),
        free_from=said.free_from,
    )


def intake(desk: Desk, reader: Reader, case: Case) -> IntakeReceipt:
    """Gather 收件回执: the materials as they came in, whatever came later."""
    record, fact = _received(reader, case)
    entry = entry_on(reader, case.institution, case.received)
    materials = form_for(FormUse.MATERIALS, case.institution_kind, fact.version)
    due = last_days(desk.law, case, Limit("A15", case.received))
    return IntakeReceipt(
        sender=sender(desk, fact.number, case.received),
        institution=entry.name,
        what=what_of(case),
        phone=entry.phone,
        items=tuple(_received_item(item, fact) for item in materials.items),
        due=due[0] if due else None,
        receiver=name_of(reader, record.actor),
        local="copies" in materials.local,
    )


def _received(reader: Reader, case: Case) -> tuple[Record, MaterialsReceived]:
    for record in reader.records_of(case.id):
        fact = read_fact(record)
        if isinstance(fact, MaterialsReceived):
            return record, fact
    raise BadInput("paper", "该申请没有收件记录，不能打印收件回执。")


def _received_item(item: Item, fact: MaterialsReceived) -> ReceivedItem:
    came = fact.items.get(item.id)
    return ReceivedItem(
        label=item.label,
        asked=item.copies,
        copies=came.copies if came else 0,
        seal=item.seal,
        sealed=came.sealed if came else False,
        blocks=item.blocks,
    )


def name_of(reader: Reader, actor: str) -> str:
    """Give the name of whoever did a step; empty where the office itself did, before anybody was entered."""
    found = reader.entity(actor) if actor.startswith("person-") else None
    return found.name if isinstance(found, Person) else ""


def supplement(desk: Desk, reader: Reader, case: Case, notice: Notice) -> SupplementNotice:
    """Gather 一次性告知书: what was missing then, and A16's last day."""
    accepted = notice.carries == "A16"
    _, fact = _received(reader, case)
    return SupplementNotice(
        sender=sender(desk, notice.number, notice.on),
        to=entry_on(reader, case.institution, notice.on).name,
        what=what_of(case),
        received=case.received,
        receipt=case.receipt,
        missing=tuple(_missing(text, case, fact, accepted=accepted) for text in notice.texts),
        due=last_days(desk.law, case, Limit("A16", notice.delivered or notice.on)),
        articles=rule_articles(desk.law, case, "A15"),
        delivered=notice.delivered,
        accepted=accepted,
    )


def _missing(text: str, case: Case, fact: MaterialsReceived, *, accepted: bool) -> str:
    materials: Form = form_for(FormUse.MATERIALS, case.institution_kind, fact.version)
    item = next((one for one in materials.items if one.id == text), None)
    if item is None:
        return text
    if accepted:
        return item.label
    came = fact.items.get(item.id)
    seal = "，并加盖公章" if item.seal else ""
    if came is None:
        return f"{item.label}：未提交，请提交{item.copies}份{seal}"
    return f"{item.label}：未加盖公章，请加盖公章后提交"


def result(desk: Desk, reader: Reader, case: Case, notice: Notice) -> ResultNotice:
    """Gather 评估结果告知书 for the decision that a notice tells."""
    at = next((place for place, one in enumerate(case.decisions) if one.number == notice.number), None)
    if at is None:
        raise BadInput("paper", "该申请还没有评估结果，不能打印评估结果告知书。")
    decision = case.decisions[at]
    barred = sum(one.result is Result.UNQUALIFIED for one in case.decisions[: at + 1]) > 1
    return ResultNotice(
        sender=sender(desk, notice.number, decision.on),
        to=entry_on(reader, case.institution, decision.on).name,
        what=what_of(case),
        qualified=decision.result is Result.QUALIFIED,
        accepted=case.accepted,
        score=_site_score(case, decision),
        meeting=_meeting_before(reader, case, decision),
        reasons=decision.reasons,
        advice=decision.advice,
        articles=rule_articles(desk.law, case, "E9"),
        again=_again(desk.law, case, notice, barred=barred),
        barred=barred,
        delivered=notice.delivered,
    )


def _meeting_before(reader: Reader, case: Case, decision: Decision) -> date | None:
    """Give the day of the meeting a decision rests on; the case itself remembers the newest one only."""
    held: date | None = None
    for record in reader.records_of(case.id):
        match read_fact(record):
            case MeetingHeld():
                held = stamp_of(record).on
            case Decided(number=decision.number):
                break
            case _:
                pass
    return held


def _again(law: Law, case: Case, notice: Notice, *, barred: bool) -> LastDay | None:
    if notice.carries != "E11":
        return None
    limit = Limit("E11", notice.delivered or notice.on, "bar" if barred else "wait")
    found = last_days(law, case, limit)
    return max(found, key=lambda one: one.day) if found else None


def _site_score(case: Case, decision: Decision) -> SiteScore | None:
    finished: list[Visit] = [v for v in case.visits if v.finished is not None and v.finished <= decision.on]
    if not finished or finished[-1].finished is None:
        return None
    visit = finished[-1]
    sheet = form(visit.form, visit.version)
    return SiteScore(finished[-1].finished, visit.score, sheet.pass_mark * 100)


def publicity(desk: Desk, reader: Reader, case: Case) -> PublicityList:
    """Gather 公示名单: every institution that was made public under its number, in the order they applied."""
    if case.published is None:
        raise BadInput("paper", "该申请还没有公示，不能打印公示名单。")
    due = last_days(desk.law, case, Limit("E13", case.published))
    return PublicityList(
        sender=sender(desk, case.publicity_number, case.published),
        institutions=tuple(_listed(reader, case, case.published)),
        where=case.where,
        first=case.published,
        due=due[0] if due else None,
        articles=rule_articles(desk.law, case, "E13"),
    )


def _listed(reader: Reader, case: Case, on: date) -> Iterator[ListedInstitution]:
    for one in listed(reader, case.publicity_number, case):
        if any(told.fact.number == case.publicity_number for told in done(reader, one.id, Published)):
            entry = entry_on(reader, one.institution, on)
            yield ListedInstitution(entry.name, entry.cls.label, entry.address, entry.principal)
