"""Renewal of one agreement: applied for, made public, objections settled, renewed without a gap (C4, G4, G6, G10).

Each step is a plain function of an ``Act`` and an agreement, so that a round does it for many in one transaction, and
an action that does it for one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from yb_desktop.base.errors import BadInput, NotAllowed, Unmet
from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.agreement_text import typed_blanks
from yb_desktop.domain.assessing import newest_assessment
from yb_desktop.domain.blanks import kept
from yb_desktop.domain.changes import (
    Renewal,
    RenewalObjected,
    RenewalObjectionSettled,
    RenewalPapers,
    RenewalPublished,
    RenewalRequested,
    Renewed,
)
from yb_desktop.domain.drafting import renewed_blanks
from yb_desktop.domain.limits import due_of_limit, running
from yb_desktop.domain.vocabulary import AgreementState
from yb_desktop.law.counting import days_after, first_day_free, term_end
from yb_desktop.services.agreement_texts import text_in_force
from yb_desktop.services.agreements import term_months
from yb_desktop.services.desk import Act, Desk, Step
from yb_desktop.services.elsewhere import held_from_above
from yb_desktop.services.numbering import next_agreement_number, next_number
from yb_desktop.services.pairs import prepare
from yb_desktop.services.registry import action

Blanks = dict[str, str | int | tuple[str, ...]]


@action("changes.request_renewal", "申请续签")
def request_renewal(
    desk: Desk, *, on: date, agreement: str, credit_report: str = "", letters: str = "", assessment: str = ""
) -> Step:
    """C4: take an application for renewal, up to the last day of the agreement; an earlier one meets both limits."""
    with desk.act("changes.request_renewal", on) as act:
        papers = RenewalPapers(credit_report=credit_report, letters=letters, assessment=assessment)
        found = requested(act, agreement, papers)
        return act.done(agreement, warnings=tuple(_after_outer(act, found)))


def requested(act: Act, agreement: str, papers: RenewalPapers) -> Agreement:
    """Take one application for renewal. Raises ``NotAllowed``."""
    found = act.agreement(agreement, AgreementState.IN_FORCE)
    _before_its_end(act, found)
    if found.renewal is not None and found.renewal.requested is not None:
        raise NotAllowed.by("state", "该机构的续签申请正在办理。")
    act.append(agreement, RenewalRequested(papers=papers))
    return found


def _before_its_end(act: Act, agreement: Agreement) -> None:
    if agreement.next:
        raise NotAllowed.by("state", "该协议已经续签。")
    if act.on > agreement.ends:
        raise NotAllowed.by("C4", f"协议已于{agreement.ends}期满，未续签的到期终止，应按首次定点重新申请")


def _after_outer(act: Act, agreement: Agreement) -> Iterator[str]:
    """C4: three months ahead (N2), or a round of the agency; say when it was neither."""
    if agreement.renewal is not None and agreement.renewal.round:
        return
    due = act.law.due(
        "C4", agreement.ends, area=agreement.area, kind=agreement.institution_kind, in_force_on=act.on, part="request"
    )
    for one in due:
        if one.last_day < agreement.ends and act.on > one.last_day:
            yield f"未在{one.last_day}前提出（{one.source}），也没有经办机构统一组织的续签批次（C4）"


@action("changes.publish_renewal", "续签公示")
def publish_renewal(
    desk: Desk,
    *,
    on: date,
    agreement: str,
    where: tuple[str, ...] | str = "州政府门户网站州医疗保障局专栏",
    letters: str = "",
    assessment: str = "",
    credit_report: str = "",
) -> Step:
    """C4: make the renewal public; its length is the office's setting."""
    with desk.act("changes.publish_renewal", on) as act:
        papers = RenewalPapers(credit_report=credit_report, letters=letters, assessment=assessment)
        ready_to_publish(act, agreement)
        published(act, agreement, _places(where), papers, next_number(act, "renewal_notice"))
        return act.done(agreement, documents=("renewal_notice",))


def _places(where: tuple[str, ...] | str) -> tuple[str, ...]:
    places = (where,) if isinstance(where, str) else where
    if not any(place.strip() for place in places):
        raise BadInput("where", "请写明在哪里公示。")
    return places


def ready_to_publish(act: Act, agreement: str) -> Agreement:
    """Give an agreement whose renewal may be made public now. Raises ``NotAllowed``."""
    found = act.agreement(agreement, AgreementState.IN_FORCE)
    _before_its_end(act, found)
    renewal = found.renewal or Renewal()
    if renewal.requested is None:
        raise NotAllowed.by("C4", "该机构没有提出续签申请，不能公示")
    if renewal.published is not None and not renewal.upheld:
        raise NotAllowed.by("state", f"该协议的续签已于{renewal.published}公示。")
    return found


def published(act: Act, agreement: str, where: tuple[str, ...], papers: RenewalPapers, number: str) -> None:
    """Put the publicity of one agreement on record; many agreements may stand on one list with one number."""
    act.append(agreement, RenewalPublished(where=where, papers=papers, number=number))


@action("changes.object_renewal", "登记续签异议")
def object_renewal(desk: Desk, *, on: date, agreement: str, text: str, who: str = "") -> Step:
    """C4: somebody objects to a renewal that is public."""
    with desk.act("changes.object_renewal", on) as act:
        _public(act.agreement(agreement, AgreementState.IN_FORCE))
        if not text.strip():
            raise BadInput("text", "请填写异议的内容。")
        act.append(agreement, RenewalObjected(objection=desk.ids("objection"), text=text, who=who))
        return act.done(agreement)


@action("changes.settle_renewal_objection", "处理续签异议")
def settle_renewal_objection(
    desk: Desk, *, on: date, agreement: str, upheld: bool, finding: str = "", text: str = "", objection: str = ""
) -> Step:
    """C4: settle an objection (the oldest open one by default, or one told now as ``text``); upheld, no renewal."""
    with desk.act("changes.settle_renewal_objection", on) as act:
        renewal = _public(act.agreement(agreement, AgreementState.IN_FORCE))
        open_ones = [one.id for one in renewal.open_objections if objection in {"", one.id}]
        if not open_ones and not text.strip():
            raise NotAllowed.by("state", "没有待处理的续签异议。")
        if upheld and not finding.strip():
            raise BadInput("finding", "异议成立的，请写明查实的情况。")
        name = open_ones[0] if open_ones else desk.ids("objection")
        told = "" if open_ones else text
        act.append(agreement, RenewalObjectionSettled(objection=name, upheld=upheld, finding=finding, text=told))
        return act.done(agreement)


def _public(agreement: Agreement) -> Renewal:
    if agreement.renewal is None or agreement.renewal.published is None or agreement.next:
        raise NotAllowed.by("state", "该协议的续签没有在公示。")
    return agreement.renewal


@action("changes.renew", "续签协议", two_persons=True)
def renew(
    desk: Desk,
    *,
    on: date,
    agreement: str,
    credit_report: str = "",
    letters: str = "",
    assessment: str = "",
    ends: date | None = None,
    blanks: Blanks | None = None,
) -> Step:
    """C4, G6: a new agreement from the day after the old one ends; starts G4 for it."""
    with desk.act("changes.renew", on) as act:
        papers = RenewalPapers(credit_report=credit_report, letters=letters, assessment=assessment)
        found = ready_to_renew(act, agreement, papers)
        if not desk.prepared_by:
            _term(act, found, ends)
            given = {"credit_report": credit_report, "letters": letters, "assessment": assessment}
            return prepare(act, agreement, {"agreement": agreement, **given, "ends": ends, "blanks": blanks})
        new = renewed(act, found, papers, ends=ends, blanks=blanks or {})
        return act.done(new, documents=("agreement",))


def ready_to_renew(act: Act, agreement: str, papers: RenewalPapers) -> Agreement:
    """Give an agreement that may be renewed now. Raises ``NotAllowed`` with everything in the way."""
    found = act.agreement(agreement, AgreementState.IN_FORCE)
    _before_its_end(act, found)
    if unmet := tuple(_not_renewable(act, found, papers)):
        raise NotAllowed(unmet)
    return found


def _not_renewable(act: Act, agreement: Agreement, papers: RenewalPapers) -> Iterator[Unmet]:
    renewal = agreement.renewal or Renewal()
    if renewal.declined is not None:
        yield Unmet("C4", "该机构已提出不再续签")
    elif renewal.requested is None:
        yield Unmet("C4", "该机构没有提出续签申请")
    yield from held_from_above(act, agreement, "续签")
    setting = act.law.figure("C4", area=agreement.area, kind=agreement.institution_kind, on=act.on, part="publicity")
    if setting is not None:  # CX-33 and its default; elsewhere no document asks for papers and publicity
        yield from _papers_and_publicity(act, agreement, renewal, renewal.papers.joined(papers))


def _papers_and_publicity(act: Act, agreement: Agreement, renewal: Renewal, papers: RenewalPapers) -> Iterator[Unmet]:
    # G10: the newest assessment speaks for or against renewal; against it, the office says why it renews all the same.
    made = newest_assessment(agreement)
    if made and not made.renews and not papers.assessment.strip():
        yield Unmet("G10", f"{made.year}年度考核{made.label}，不宜续签；仍要续签的，请写明检查考核情况")
    assessment = papers.assessment or (f"{made.year}年度考核{made.label}" if made else "")
    wanted = (("信用报告", papers.credit_report), ("征求意见复函", papers.letters), ("检查考核情况", assessment))
    if missing := [word for word, text in wanted if not text.strip()]:
        yield Unmet("C4", f"续签还缺：{'、'.join(missing)}")
    if renewal.published is None:
        yield Unmet("C4", "续签没有公示")
        return
    if renewal.upheld:
        yield Unmet("C4", "公示中的异议成立，不能续签；整改后重新公示")
    elif renewal.open_objections:
        yield Unmet("C4", "还有续签异议没有处理完")
    limit = running(agreement.limits, "C4")
    due = () if limit is None else _due(act, agreement)
    if due and act.on <= due[0]:
        free = first_day_free(due[0])
        yield Unmet("C4", f"续签公示至{due[0]}止，{free}起才能续签", free)


def _due(act: Act, agreement: Agreement) -> tuple[date, ...]:
    limit = running(agreement.limits, "C4")
    if limit is None or limit.part != "publicity":
        return ()
    due = due_of_limit(limit, act.law, area=agreement.area, kind=agreement.institution_kind, in_force_on=limit.start)
    return tuple(one.last_day for one in due)


def _term(act: Act, agreement: Agreement, ends: date | None) -> tuple[date, date]:
    """G6: give the term that follows the old one with no gap and no overlap. Raises ``BadInput`` for a bad end."""
    starts = days_after(agreement.ends, 1)
    months = term_months(act, area=agreement.area, kind=agreement.institution_kind, starts=starts)
    last = ends or term_end(starts, months)
    if last < starts:
        raise BadInput("ends", f"协议止期{last}早于起期{starts}，请检查。")
    return starts, last


def renewed(
    act: Act,
    agreement: Agreement,
    papers: RenewalPapers,
    *,
    ends: date | None = None,
    blanks: Mapping[str, str | int | tuple[str, ...]] | None = None,
) -> str:
    """Put the new agreement on record and give its id; ``agreement`` has come through ``ready_to_renew``."""
    starts, last = _term(act, agreement, ends)
    text = text_in_force(act.reader, agreement.form, act.on)
    number = next_agreement_number(act)
    values = {
        **renewed_blanks(text, agreement.blanks, act.institution(agreement.institution)),
        "agreement_number": number,
        "starts": starts.isoformat(),
        "ends": last.isoformat(),
    }
    typed = typed_blanks(text, {**values, **(blanks or {})})
    new = act.desk.ids("agr")
    act.append(
        new,
        Renewed(
            previous=agreement.id,
            case=agreement.case,
            institution=agreement.institution,
            institution_kind=agreement.institution_kind,
            area=agreement.area,
            number=number,
            form=text.id,
            version=text.version,
            starts=starts,
            ends=last,
            blanks={name: kept(value) for name, value in typed.items()},
            papers=(agreement.renewal or Renewal()).papers.joined(papers),
            prepared_by=act.desk.prepared_by,
            opened=agreement.opened,
            national_code=agreement.national_code,
        ),
    )
    return new
