"""Gathers the forms and letters of an application before its evaluation (A12–A20)."""

from __future__ import annotations

from collections.abc import Iterable

from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.barring import asked_grounds
from yb_desktop.domain.case import Case, GroundCheck
from yb_desktop.domain.forms import Form, FormUse, form_for
from yb_desktop.domain.grounds import GroundFacts, grounds_of
from yb_desktop.domain.inquiry import Inquiry
from yb_desktop.domain.institution import Institution, Registration, StaffMember
from yb_desktop.domain.vocabulary import ApplicationKind, CheckHow, Profit
from yb_desktop.law.law import Kind, Law
from yb_desktop.law.report import cited
from yb_desktop.paper.days import day_words
from yb_desktop.paper.documents.application_form import Applicant, ApplicationForm, Employee
from yb_desktop.paper.documents.commitment import Commitment, Declared
from yb_desktop.paper.documents.data_check import CheckedGround, DataCheck, Letter
from yb_desktop.paper.documents.inquiry_letter import InquiryLetter
from yb_desktop.paper.documents.values import Sender
from yb_desktop.services.desk import Desk
from yb_desktop.services.paper.values import entry_on, sender, what_of
from yb_desktop.services.paper.words import full_articles, legend, rule_articles, short_articles, standing
from yb_desktop.services.reference_files import form_in_force
from yb_desktop.store.reading import Reader

_SENT_WITH = "application_form"
"""The material that is this very form."""


def empty_application(head: Sender, kind: Kind, materials: Form) -> ApplicationForm:
    """Give the application form with every place open, and the materials that are asked for."""
    return ApplicationForm(head, pharmacy=kind is Kind.PHARMACY, kinds=_kinds(kind), materials=_materials(materials))


def application(desk: Desk, reader: Reader, case: Case, number: str) -> ApplicationForm:
    """Gather 定点申请表 of a case: the register as it stood when the materials came in."""
    entry = entry_on(reader, case.institution, case.received)
    staff = reader.institution(case.institution).staff_on(case.received)
    return ApplicationForm(
        sender=sender(desk, number, case.received),
        pharmacy=entry.kind is Kind.PHARMACY,
        kinds=_kinds(entry.kind),
        materials=_materials(form_for(FormUse.MATERIALS, entry.kind, case.materials)),
        kind=case.kind.label,
        categories=case.categories,
        applicant=_applicant(desk.law, entry, staff),
    )


def application_before(desk: Desk, reader: Reader, institution: Institution, number: str) -> ApplicationForm:
    """Gather 定点申请表 of an institution that has not applied yet, from the register as it stands."""
    entry, on = institution.registration, institution.history[-1].on
    return ApplicationForm(
        sender=sender(desk, number, on),
        pharmacy=entry.kind is Kind.PHARMACY,
        kinds=_kinds(entry.kind),
        materials=_materials(form_in_force(reader, FormUse.MATERIALS, entry.kind, desk.clock.today())),
        applicant=_applicant(desk.law, entry, institution.staff_on(on)),
    )


def _kinds(kind: Kind) -> tuple[str, ...]:
    own = (ApplicationKind.SUPPLEMENTARY,) if kind is Kind.PHARMACY else ()  # J5: of internet hospitals only
    return tuple(one.label for one in ApplicationKind if one not in own)


def _materials(asked: Form) -> tuple[str, ...]:
    return tuple(item.label for item in asked.items if item.id != _SENT_WITH)


def _applicant(law: Law, entry: Registration, staff: Iterable[StaffMember]) -> Applicant:
    licence = entry.licence
    term = licence.valid_until if licence else None
    pharmacy = entry.kind is Kind.PHARMACY
    profit = Profit.FOR_PROFIT if entry.profit else Profit.NON_PROFIT
    return Applicant(
        name=entry.name,
        cls=entry.cls.label,
        uscc=entry.uscc,
        licence=licence.kind.label if licence else "",
        licence_number=licence.number if licence else "",
        valid_until=day_words(term) if term else "长期" if licence else "",
        opened=day_words(entry.opened) if entry.opened else "",
        address=entry.address,
        area=_place(law, entry.area),
        level=entry.level.label,
        ownership=entry.ownership.label,
        profit=profit.label,
        grade=entry.grade,
        beds="" if pharmacy else f"{entry.beds}张",
        departments="、".join(entry.departments),
        legal_rep=entry.legal_rep,
        principal=entry.principal,
        controller=entry.controller.name if entry.controller else "",
        phone=entry.phone,
        bank_account=entry.bank_account,
        belongs_to=entry.head_office if pharmacy else entry.host,
        staff=tuple(_employee(one) for one in staff),
    )


def _place(law: Law, area: str) -> str:
    county, here = law.areas.county(area).name, law.areas.get(area).name
    return here if county == here else county + here


def _employee(one: StaffMember) -> Employee:
    term = "至".join(day_words(day) for day in (one.contract_from, one.contract_to) if day)
    return Employee(one.person, one.role.label, one.certificate.label if one.certificate else "", term)


def commitment_of(desk: Desk, reader: Reader, case: Case, number: str) -> Commitment:
    """Gather 告知承诺书: the grounds that were declared, in the order of the documents."""
    checks = [check for check in case.checks if check.fact.how is CheckHow.COMMITMENT]
    declared = {check.ground for check in checks}
    on = max(check.on for check in checks)
    grounds = [facts for facts in grounds_of(case.institution_kind) if facts.ground in declared]
    entry = entry_on(reader, case.institution, on)
    return Commitment(
        sender=sender(desk, number, on),
        institution=entry.name,
        uscc=entry.uscc,
        legal_rep=entry.legal_rep,
        what=what_of(case),
        grounds=tuple(Declared(facts.text, _article(desk.law, case, facts)) for facts in grounds),
        articles=rule_articles(desk.law, case, "A19"),
    )


def _article(law: Law, case: Case, facts: GroundFacts) -> str:
    return "\n".join(cited(law, source) for source in standing(law, case, facts.sources))


def inquiry(desk: Desk, reader: Reader, case: Case, letter: Inquiry) -> InquiryLetter:
    """Gather 函询函 about an application."""
    entry = entry_on(reader, case.institution, letter.on)
    articles = rule_articles(desk.law, case, "A20")
    return _letter(desk, entry, letter, what_of(case), articles)


def renewal_inquiry(desk: Desk, reader: Reader, agreement: Agreement, letter: Inquiry) -> InquiryLetter:
    """Gather 函询函 about an agreement that is to be renewed."""
    entry = entry_on(reader, agreement.institution, letter.on)
    law = desk.law
    bases = law.in_force("C4", area=agreement.area, kind=agreement.institution_kind, on=letter.on)
    articles = full_articles(law, [basis.source for basis in bases if not basis.is_local])
    return _letter(desk, entry, letter, f"医疗保障服务协议（{agreement.number}）续签", articles)


def _letter(desk: Desk, entry: Registration, letter: Inquiry, matter: str, articles: tuple[str, ...]) -> InquiryLetter:
    return InquiryLetter(
        sender=sender(desk, letter.number, letter.on),
        to=letter.to,
        institution=entry.name,
        uscc=entry.uscc,
        address=entry.address,
        matter=matter,
        about=letter.about,
        articles=articles,
    )


def checks(desk: Desk, reader: Reader, case: Case, number: str) -> DataCheck:
    """Gather 信息联查表: every ground that is asked, with the newest check of each."""
    on = max(check.on for check in case.checks)
    entry = entry_on(reader, case.institution, on)
    checked = {check.ground: check for check in case.checks}
    asked = [facts.ground for facts in asked_grounds(case, desk.law)]
    listed = [facts for facts in grounds_of(case.institution_kind) if facts.ground in {*asked, *checked}]
    names = _names(reader)
    binding = standing(desk.law, case, [source for facts in listed for source in facts.sources])
    short = short_articles(desk.law, binding)
    return DataCheck(
        sender=sender(desk, number, on),
        institution=entry.name,
        uscc=entry.uscc,
        persons=(
            ("法定代表人", entry.legal_rep),
            ("主要负责人", entry.principal),
            ("实际控制人", entry.controller.name if entry.controller else ""),
        ),
        what=what_of(case),
        received=day_words(case.received),
        grounds=tuple(
            _checked(facts, "\n".join(short[s] for s in facts.sources if s in short), checked.get(facts.ground), names)
            for facts in listed
        ),
        legend=legend(desk.law, binding),
        letters=tuple(Letter(one.number, one.to, one.about, one.answer) for one in case.inquiries),
        review=_review(case),
    )


def _names(reader: Reader) -> dict[str, str]:
    return {person.id: person.name for person in reader.people()}


def _checked(facts: GroundFacts, article: str, check: GroundCheck | None, names: dict[str, str]) -> CheckedGround:
    if check is None:
        return CheckedGround(facts.text, article)
    fact = check.fact
    found = [f"{facts.counts_from or '发生日期'}：{day_words(fact.event_day)}" if fact.event_day else "", fact.evidence]
    if fact.fulfilled is not None:
        found.append("已经履行完毕" if fact.fulfilled else "尚未履行完毕")
    return CheckedGround(
        text=facts.text,
        article=article,
        holds=fact.holds,
        how=fact.how.label,
        source=fact.source,
        what="；".join(part for part in found if part),
        on=day_words(check.on),
        by=names.get(check.actor, ""),
    )


def _review(case: Case) -> tuple[tuple[str, str], ...]:
    review = case.review
    if review is None:
        return ()
    lines = [
        ("材料真实性", "未发现不实" if review.genuine else "有不实情况"),
        ("材料完整性", "完整" if review.complete else "不完整"),
    ]
    lines += [("违规性审核", review.breach_review)] if review.breach_review else []
    lines += [("函询结果", review.letters)] if review.letters else []
    return tuple(lines)
