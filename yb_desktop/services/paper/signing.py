"""Gathers the papers around the signing of an agreement: negotiation, study, authorisation, filing (G1–G4)."""

from __future__ import annotations

from collections.abc import Sequence

from yb_desktop.base.errors import BadInput
from yb_desktop.domain.agreement import Agreement, AgreementFiled, Signer
from yb_desktop.domain.case import Case
from yb_desktop.domain.case_facts import Negotiated, PublicityEnded, Studied
from yb_desktop.domain.institution import Institution
from yb_desktop.law.law import Law
from yb_desktop.paper.days import day_words
from yb_desktop.paper.documents.authorisation import Authorisation
from yb_desktop.paper.documents.filing_form import FiledAgreement, FilingForm
from yb_desktop.paper.documents.negotiation_record import NegotiationRecord
from yb_desktop.paper.documents.study_sheet import StudySheet
from yb_desktop.services.agreement_texts import text_at
from yb_desktop.services.desk import Desk
from yb_desktop.services.paper.steps import Done, done
from yb_desktop.services.paper.values import entry_on, sender, what_of
from yb_desktop.services.paper.words import full_articles
from yb_desktop.store.reading import Reader

TOPICS = (
    "现行医疗保障服务协议条款的沟通与认同",
    "信息系统和财务制度与协议的匹配要求",
    "对新增定点医药机构预算、清算、考核的管理要求",
    "经办服务、结算管理、日常监督审核、稽核等方面的沟通",
    "双方遵守医疗保障诚信的有关规定",
    "医保管理人员学习掌握医保法律法规和相关政策",
    "其他需要协商谈判的事项",
)
"""G1: the seven topics, for a negotiation whose topics were not entered."""

PARTIES = {"a": "甲", "b": "乙"}


def negotiation(desk: Desk, reader: Reader, case: Case, held: Done[Negotiated], number: str) -> NegotiationRecord:
    """Gather 协商谈判记录."""
    entry = entry_on(reader, case.institution, held.stamp.on)
    over = [one.fact.counts_from for one in done(reader, case.id, PublicityEnded) if one.stamp.on <= held.stamp.on]
    return NegotiationRecord(
        sender=sender(desk, number, held.stamp.on),
        institution=entry.name,
        what=what_of(case),
        legal_rep=entry.legal_rep,
        topics=held.fact.topics or TOPICS,
        usual=not held.fact.topics,
        requests=held.fact.requests,
        agreed=held.fact.agreed,
        publicity_over=day_words(over[-1]) if over else "",
    )


def study(desk: Desk, reader: Reader, case: Case, held: Done[Studied], number: str) -> StudySheet:
    """Gather 协议学习签到表."""
    entry = entry_on(reader, case.institution, held.stamp.on)
    institution = reader.institution(case.institution)
    return StudySheet(
        sender=sender(desk, number, held.stamp.on),
        institution=entry.name,
        what=what_of(case),
        people=tuple((name, _post(institution, name)) for name in held.fact.people),
    )


def _post(institution: Institution, name: str) -> str:
    entry = institution.registration
    posts = [word for word, who in (("法定代表人", entry.legal_rep), ("主要负责人", entry.principal)) if who == name]
    posts += [member.role.label for member in institution.staff if member.person == name and member.ended is None]
    return "、".join(dict.fromkeys(posts))


def authorised(agreement: Agreement) -> tuple[Signer, ...]:
    """Give for whom a letter of authorisation can be printed.

    Those who sign in place of a legal representative; before the signing also party B's, with nobody named yet.
    """
    named = [one for one in agreement.signers if one.name != agreement.blanks.get(f"party_{one.party}_legal_rep")]
    if agreement.signed is None and all(one.party != "b" for one in named):
        named.append(Signer(party="b", name=""))
    return tuple(sorted((one for one in named if one.party in PARTIES), key=lambda one: one.party))


def authorisation_of(desk: Desk, reader: Reader, agreement: Agreement, one: Signer, number: str) -> Authorisation:
    """Gather 授权委托书 of one party."""
    blanks = agreement.blanks
    other = "b" if one.party == "a" else "a"
    entry = entry_on(reader, agreement.institution, agreement.drafted)
    return Authorisation(
        sender=sender(desk, number, agreement.drafted),
        party=blanks.get(f"party_{one.party}_name", ""),
        legal_rep=blanks.get(f"party_{one.party}_legal_rep", ""),
        uscc=entry.uscc if one.party == "b" else "",
        other=blanks.get(f"party_{other}_name", ""),
        agreement=agreement.number,
        title=text_at(reader, agreement.form, agreement.version, agreement.office).title,
        agent=one.name,
        letter=one.authorisation,
    )


def filing(desk: Desk, reader: Reader, batch: Sequence[Agreement], number: str) -> FilingForm:
    """Gather 协议备案表 (G4) of one agreement or of a batch. Raises ``BadInput`` (``paper``) for one not signed yet."""
    unsigned = [one.number for one in batch if one.signed is None]
    if unsigned or not batch:
        names = "、".join(unsigned)
        raise BadInput("paper", f"协议{names}还没有签订，不能填入备案表。" if names else "请指明要备案的协议。")
    filed = {one.filed for one in batch}
    day = filed.pop() if len(filed) == 1 else None
    return FilingForm(
        sender=sender(desk, number, max(one.signed for one in batch if one.signed)),
        agreements=tuple(_line(desk.law, reader, one) for one in batch),
        articles=_articles(desk.law, batch[0]),
        filed=day_words(day) if day else "",
        receipt=_receipt(reader, batch[0]) if len(batch) == 1 else "",
    )


def _line(law: Law, reader: Reader, agreement: Agreement) -> FiledAgreement:
    signed = agreement.signed or agreement.drafted
    entry = entry_on(reader, agreement.institution, signed)
    due = law.due("G4", signed, area=agreement.area, kind=agreement.institution_kind, in_force_on=signed)
    return FiledAgreement(
        institution=entry.name,
        cls=entry.cls.label,
        number=agreement.number,
        signed=day_words(signed),
        term=f"{day_words(agreement.starts)}至\n{day_words(agreement.ends)}",
        legal_rep=entry.legal_rep,
        due=day_words(due[0].last_day) if due else "",
    )


def _articles(law: Law, agreement: Agreement) -> tuple[str, ...]:
    on = agreement.signed or agreement.drafted
    bases = law.in_force("G4", area=agreement.area, kind=agreement.institution_kind, on=on)
    return full_articles(law, [basis.source for basis in bases if not basis.is_local])


def _receipt(reader: Reader, agreement: Agreement) -> str:
    found = done(reader, agreement.id, AgreementFiled)
    return found[-1].fact.receipt if found else ""
