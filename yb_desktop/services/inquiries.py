"""Letters of enquiry and their answers (A20, C4), and what the office publishes for every applicant (A22)."""

from __future__ import annotations

from datetime import date

from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.domain.inquiry import Inquiries, InquiryReplied, InquirySent
from yb_desktop.domain.publication import ConditionsPublished
from yb_desktop.domain.vocabulary import AgreementState, CaseState
from yb_desktop.services.desk import Act, Desk, Step
from yb_desktop.services.numbering import next_number
from yb_desktop.services.registry import action


@action("applications.send_inquiry", "发函询问")
def send_inquiry(desk: Desk, *, on: date, to: str, about: str, case: str = "", agreement: str = "") -> Step:
    """A20, C4: ask a department or another agency, about an accepted application or an agreement to be renewed."""
    if not to.strip() or not about.strip():
        raise BadInput("to" if not to.strip() else "about", "请填写函询的单位和事项。")
    with desk.act("applications.send_inquiry", on) as act:
        matter, _ = _matter(act, case, agreement)
        number = next_number(act, "inquiry_letter")
        act.append(matter, InquirySent(inquiry=desk.ids("inquiry"), to=to, about=about, number=number))
        return act.done(matter, documents=("inquiry_letter",))


@action("applications.record_reply", "登记复函")
def record_reply(desk: Desk, *, on: date, answer: str, case: str = "", agreement: str = "", inquiry: str = "") -> Step:
    """A20, C4: the answer to a letter (the oldest open one by default, or by its number)."""
    if not answer.strip():
        raise BadInput("answer", "请填写复函的内容。")
    with desk.act("applications.record_reply", on) as act:
        matter, letters = _matter(act, case, agreement)
        open_ones = [one for one in letters if one.answered is None and inquiry in {"", one.id, one.number}]
        if not open_ones:
            raise NotAllowed.by("state", "没有等待复函的询问。")
        act.append(matter, InquiryReplied(inquiry=open_ones[0].id, answer=answer))
        return act.done(matter)


def _matter(act: Act, case: str, agreement: str) -> tuple[str, Inquiries]:
    """Give the matter a letter is about: the application while it is under way, then the agreement."""
    if case and not (agreement and act.reader.case(case).state.ended):
        found = act.case(case, CaseState.ACCEPTED)
        return found.id, found.inquiries
    if not agreement:
        raise BadInput("case", "请指明函询的是哪一个申请或哪一份协议。")
    held = act.agreement(agreement, AgreementState.IN_FORCE, AgreementState.SUSPENDED)
    return held.id, held.inquiries


@action("applications.publish_conditions", "公布申请条件")
def publish_conditions(desk: Desk, *, on: date, where: tuple[str, ...] | str, proof: str = "") -> Step:
    """A22: conditions, list of materials, times, place and limits are published."""
    places = tuple(place for place in ((where,) if isinstance(where, str) else where) if place.strip())
    if not places:
        raise BadInput("where", "请填写在哪里公布。")
    with desk.act("applications.publish_conditions", on) as act:
        entity = desk.ids("pub")
        act.append(entity, ConditionsPublished(where=places, proof=proof))
        return act.done(entity)
