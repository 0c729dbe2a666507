"""From negotiation to the opened system: study, draft, print, sign, file, open (G1–G6, G9)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from yb_desktop.base.errors import BadInput, NotAllowed, Unmet
from yb_desktop.domain.agreement import (
    Agreement,
    AgreementFiled,
    AgreementSigned,
    CopyVoided,
    Drafted,
    Printed,
    Signer,
    SystemOpened,
)
from yb_desktop.domain.agreement_text import SUPPLEMENTARY, AgreementText, FilledAgreement, fill
from yb_desktop.domain.blanks import kept
from yb_desktop.domain.case import Case
from yb_desktop.domain.case_facts import Negotiated, Studied
from yb_desktop.domain.drafting import hosted, prefilled
from yb_desktop.domain.facts import read_fact
from yb_desktop.domain.vocabulary import AgreementState, ApplicationKind, CaseState
from yb_desktop.law.counting import first_day_free, term_end
from yb_desktop.law.law import Kind
from yb_desktop.services.agreement_texts import text_at, text_in_force
from yb_desktop.services.desk import Act, Desk, Step
from yb_desktop.services.hosting import host_agreement
from yb_desktop.services.levels import signed_too_low
from yb_desktop.services.numbering import next_agreement_number
from yb_desktop.services.printable import need_printable, printable_blanks
from yb_desktop.services.registry import action
from yb_desktop.store.reading import Reader


@action("agreements.negotiate", "协商谈判")
def negotiate(
    desk: Desk, *, on: date, case: str, topics: tuple[str, ...] = (), requests: str = "", agreed: str = ""
) -> Step:
    """G1, G3: negotiation held; the time to sign begins."""
    with desk.act("agreements.negotiate", on) as act:
        act.case(case, CaseState.NEGOTIATING)
        act.append(case, Negotiated(topics=topics, requests=requests, agreed=agreed))
        return act.done(case, documents=("negotiation_record",))


@action("agreements.study", "协议学习")
def study(desk: Desk, *, on: date, case: str, people: tuple[str, ...] = ()) -> Step:
    """G2: the institution's principal and staff have studied the agreement; attendance is kept."""
    with desk.act("agreements.study", on) as act:
        found = act.case(case, CaseState.SIGNING)
        entry = act.institution(found.institution).registration
        attended = people or tuple(name for name in (entry.principal,) if name)
        if not attended:
            raise BadInput("people", "请填写参加协议学习的人员。")
        act.append(case, Studied(people=attended))
        return act.done(case, documents=("study_sheet",))


@action("agreements.draft", "拟制协议")
def draft(
    desk: Desk,
    *,
    on: date,
    case: str,
    form: int | None = None,
    starts: date | None = None,
    ends: date | None = None,
    blanks: dict[str, str | int | tuple[str, ...]] | None = None,
    signers: tuple[Signer, ...] = (),
) -> Step:
    """G3, G6, G9: draft the agreement with a number from the office's block; the blanks are checked now.

    A new draft takes the place of the one before: what was printed of that can no longer be signed (G3).
    ``starts`` is the day of the draft by default, ``ends`` the last day of G6's term.
    """
    with desk.act("agreements.draft", on) as act:
        found = act.case(case, CaseState.SIGNING)
        first = starts or on
        last = ends or _term_end(act, found, first)
        if last < first:
            raise BadInput("ends", f"协议止期{last}早于起期{first}，请检查。")
        if first < found.received:
            raise BadInput("starts", f"协议起期{first}早于收到申请材料之日（{found.received}），请检查。")
        if unmet := tuple(overlapping(act, found.institution, first, last)):
            raise NotAllowed(unmet)
        shown = signed_too_low(act, found.institution_kind, again=bool(found.agreement))
        text = text_at(act.reader, form_of(found), form) if form else text_in_force(act.reader, form_of(found), on)
        number = next_agreement_number(act)
        values = known_blanks(act.reader, desk, found, text)
        values |= {"agreement_number": number, "starts": first.isoformat(), "ends": last.isoformat()}
        typed = printable_blanks(text, {**values, **(blanks or {})})
        agreement = desk.ids("agr")
        act.append(
            agreement,
            Drafted(
                case=case,
                institution=found.institution,
                institution_kind=found.institution_kind,
                area=found.area,
                number=number,
                form=text.id,
                version=text.version,
                starts=first,
                ends=last,
                blanks={name: kept(value) for name, value in typed.items()},
                signers=signers,
            ),
        )
        return act.done(agreement, warnings=(*shown, *_unusual(act, found, first, last)))


def overlapping(act: Act, institution: str, first: date, last: date) -> Iterator[Unmet]:
    """G6: name each signed agreement of an institution that binds on a day of ``first`` … ``last``."""
    for other in act.reader.agreements_of(institution):
        end = other.ending.effective if other.ending is not None else other.ends
        if other.signed is not None and first <= end and other.starts <= last:
            free = first_day_free(end)
            yield Unmet(
                "G6", f"该机构{other.number}号协议自{other.starts}至{end}，协议期限不得重叠，{free}起才能再签", free
            )


def _unusual(act: Act, case: Case, first: date, last: date) -> Iterator[str]:
    """G6: generally one year; say when it is another term."""
    months = term_months(act, area=case.area, kind=case.institution_kind, starts=first)
    if last != (usual := _term_end(act, case, first)):
        yield f"协议期限一般为{months // 12}年（至{usual}），本协议至{last}止，请核对（G6）"


def _term_end(act: Act, case: Case, first: date) -> date:
    """G6, J5: the end of the term; a supplementary agreement ends no later than the agreement it hangs on."""
    months = term_months(act, area=case.area, kind=case.institution_kind, starts=first)
    host = host_agreement(act.reader, act.law, case)
    ends = term_end(first, months)
    return min(ends, host.ends) if host and form_of(case) == SUPPLEMENTARY else ends


def form_of(case: Case) -> str:
    """Give the id of the text a case leads to: of its kind, or J5's supplementary agreement."""
    return SUPPLEMENTARY if case.kind is ApplicationKind.SUPPLEMENTARY else f"agreement_{case.institution_kind}"


def term_months(act: Act, *, area: str, kind: Kind, starts: date) -> int:
    """G6: give the length of a term: generally one year; the office's own setting where no document says so."""
    years = act.law.figure("G6", area=area, kind=kind, on=starts)
    return 12 * (years or 1)


def known_blanks(reader: Reader, desk: Desk, case: Case, text: AgreementText) -> dict[str, str]:
    """Give the blanks that the register and the office's newest agreement fill in by themselves."""
    known = prefilled(
        text,
        office_name=desk.info.name,
        institution=reader.institution(case.institution),
        earlier=reader.newest_agreement(),
        categories=case.categories,
    )
    if text.id != SUPPLEMENTARY:
        return known
    host = host_agreement(reader, desk.law, case)
    if host is None:
        raise NotAllowed.by("J5", "所依托的实体医疗机构没有履行中的医保协议，不能拟制补充协议")
    own = reader.institution(case.institution)
    return known | hosted(text, own, host=reader.institution(host.institution), main=host)


def document_of(agreement: Agreement) -> str:
    """Give the document id an agreement is printed as."""
    return "supplementary_agreement" if agreement.form == SUPPLEMENTARY else "agreement"


def filled(reader: Reader, agreement: Agreement) -> FilledAgreement:
    """Give the text of an agreement as it is printed."""
    return fill(text_at(reader, agreement.form, agreement.version, agreement.office), agreement.blanks)


@action("agreements.print", "打印协议")
def print_(desk: Desk, *, on: date, agreement: str, copies: int = 2, reason: str = "") -> Step:
    """G3: numbered copies in the register; the first print freezes the text by its hash."""
    with desk.act("agreements.print", on) as act:
        states = (AgreementState.DRAFT, AgreementState.PRINTED, AgreementState.IN_FORCE)
        found = act.agreement(agreement, *states)
        if found.state is not AgreementState.IN_FORCE:
            case = act.case(found.case, CaseState.SIGNING)
            if case.agreement != agreement:
                raise NotAllowed.by("state", "该协议已由重新拟制的协议代替，不能再打印。")
        if not 1 <= copies <= 20:
            raise BadInput("copies", "打印份数应在1至20之间。")
        if found.copies and not reason.strip():
            raise BadInput("reason", "再次打印请写明原因（如原件损坏、补发副本）。")
        first = next_copy(act.reader, agreement)
        text = filled(act.reader, found)
        need_printable(text)
        act.append(agreement, Printed(text_hash=text.text_hash, first_copy=first, copies=copies, reason=reason))
        return act.done(agreement, documents=(document_of(found),))


def next_copy(reader: Reader, agreement: str) -> int:
    """Give the number of an agreement's next copy; a number once given is never given again."""
    facts = (read_fact(record) for record in reader.records_of(agreement) if record.type == Printed.TYPE)
    return max((fact.first_copy + fact.copies for fact in facts if isinstance(fact, Printed)), default=1)


@action("agreements.void_copy", "作废打印的协议")
def void_copy(desk: Desk, *, on: date, agreement: str, copy: int, reason: str) -> Step:
    """G3: a registered copy was spoiled, lost or called back; it stays in the register with the reason."""
    if not reason.strip():
        raise BadInput("reason", "请写明作废的原因（如盖章错位、纸张破损、已收回）。")
    with desk.act("agreements.void_copy", on) as act:
        found = act.agreement(agreement)
        held = next((one for one in found.copies if one.copy == copy), None)
        if held is None:
            raise BadInput("copy", f"该协议登记打印了{len(found.copies)}份，没有第{copy}份。")
        if held.voided is not None:
            raise NotAllowed.by("state", f"第{copy}份已于{held.voided}作废（{held.why}）。")
        act.append(agreement, CopyVoided(copy=copy, reason=reason.strip()))
        return act.done(agreement)


@action("agreements.sign", "签订协议")
def sign(
    desk: Desk,
    *,
    on: date,
    agreement: str,
    signers: tuple[Signer, ...] = (),
    copies: int = 2,
    text_hash: str = "",
) -> Step:
    """G2, G3: signed by both parties, after the study, on the text that was printed. Starts G4 and G5."""
    with desk.act("agreements.sign", on) as act:
        found = act.agreement(agreement)
        case = act.case(found.case, CaseState.SIGNING)
        found = act.agreement(agreement, AgreementState.PRINTED)
        both = signers or found.signers or _legal_reps(found)
        unmet = (*_not_this_text(case, found, text_hash), *_not_signed_for(found, both))
        if not case.studied:
            unmet = (Unmet("G2", "尚未组织协议学习，学习之后才能签订"), *unmet)
        unmet = (*unmet, *overlapping(act, found.institution, found.starts, found.ends))
        if unmet:
            raise NotAllowed(unmet)
        if copies < 1:
            raise BadInput("copies", "签订份数至少为1份。")
        act.append(
            agreement,
            AgreementSigned(case=found.case, text_hash=found.text_hash, signers=both, copies=copies),
        )
        named = {f"party_{one.party}_legal_rep": one.name for one in both}
        others = any(found.blanks.get(blank) != name for blank, name in named.items())
        return act.done(agreement, documents=("authorisation", "filing_form") if others else ("filing_form",))


def _not_this_text(case: Case, agreement: Agreement, text_hash: str) -> Iterator[Unmet]:
    """G3: what is signed is the newest draft, in the text that was frozen when it was printed."""
    if case.agreement != agreement.id or text_hash not in {"", agreement.text_hash}:
        yield Unmet("G3", "所签文本与打印登记的文本不一致，请核对后使用最新打印的协议")
    if not agreement.standing_copies:
        yield Unmet("G3", "打印登记的各份协议都已作废，请先补印")


def _not_signed_for(agreement: Agreement, signers: Sequence[Signer]) -> Iterator[Unmet]:
    """G3: both parties sign, by their legal representatives or by someone whose authorisation is kept."""
    if {"a", "b"} - {signer.party for signer in signers}:
        yield Unmet("G3", "协议须由双方法定代表人或其授权人签订，请写明甲方、乙方签字人")
    names = {signer.party: signer.name for signer in _legal_reps(agreement)}
    for signer in signers:
        if signer.name != names.get(signer.party, signer.name) and not signer.authorisation.strip():
            yield Unmet("G3", f"{signer.name}不是法定代表人，请登记其授权委托书")


def _legal_reps(agreement: Agreement) -> tuple[Signer, ...]:
    names = (("a", agreement.blanks.get("party_a_legal_rep")), ("b", agreement.blanks.get("party_b_legal_rep")))
    return tuple(Signer(party=party, name=name) for party, name in names if name)


@action("agreements.file", "协议备案")
def file(desk: Desk, *, on: date, agreement: str, day: date | None = None, receipt: str = "") -> Step:
    """G4: filed with the administration of the same level."""
    with desk.act("agreements.file", on) as act:
        found = act.agreement(agreement, AgreementState.IN_FORCE)
        filed = day or on
        if found.filed is not None:
            raise NotAllowed.by("state", f"该协议已于{found.filed}备案。")
        if filed > on or (found.signed is not None and filed < found.signed):
            raise BadInput("day", f"备案日期{filed}应在签订之日与办理之日之间，请检查。")
        act.append(agreement, AgreementFiled(day=filed, receipt=receipt))
        return act.done(agreement, documents=("filing_form",))


@action("agreements.open_system", "开通医保系统")
def open_system(desk: Desk, *, on: date, agreement: str, national_code: str = "") -> Step:
    """G5: the insurance system is open for it and settles."""
    with desk.act("agreements.open_system", on) as act:
        found = act.agreement(agreement, AgreementState.IN_FORCE)
        if found.opened is not None:
            raise NotAllowed.by("state", f"该机构的医保系统已于{found.opened}开通。")
        act.append(agreement, SystemOpened(national_code=national_code))
        return act.done(agreement)
