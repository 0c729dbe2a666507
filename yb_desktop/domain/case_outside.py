"""What leads out of the straight path: letters (A20, C4), a further payment category (A21), handing over (J1, J2).

Also the report of an agreement's suspension or termination (B5). Its steps are registered with those of applications
and of agreements.
"""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from yb_desktop.domain import agreement_evolve, case_evolve, limits
from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.breach_facts import MeasureReported
from yb_desktop.domain.case import Case
from yb_desktop.domain.facts import Fact, Stamp, fact
from yb_desktop.domain.inquiry import InquiryReplied, InquirySent, after_letter
from yb_desktop.domain.vocabulary import CaseState


@fact("applications.open_category")
class CategoryOpened(Fact, frozen=True):
    """A21: the category is open in the system since ``day``, under ``agreement`` if one is in force."""

    day: date
    categories: tuple[str, ...]
    agreement: str = ""

    def touches(self) -> tuple[str, ...]:
        """The agreement pays by the category from now on."""
        return (self.agreement,) if self.agreement else ()


@fact("applications.decline_category")
class CategoryDeclined(Fact, frozen=True):
    """A21: declined, with reasons and advice."""

    reasons: str
    advice: str


@fact("applications.hand_over")
class HandedOver(Fact, frozen=True):
    """J1, J2: the case goes to another office, which owns it once it has acknowledged."""

    to_office: str
    reason: str = ""


@fact("applications.change_owner")
class OwnerChanged(Fact, frozen=True):
    """J1: the case that was handed over is ``to_office``'s from now on.

    The new owner writes it when the case is in its books, the old one when the receipt says so; where the new one
    would not have it, the old one writes that it is still its own.
    """

    to_office: str
    bundle: str = ""


@case_evolve.step.register
def _(news: InquirySent, case: Case, at: Stamp) -> Case:
    return replace(case, inquiries=after_letter(case.inquiries, news, at))


@case_evolve.step.register
def _(news: InquiryReplied, case: Case, at: Stamp) -> Case:
    return replace(case, inquiries=after_letter(case.inquiries, news, at))


@case_evolve.step.register
def _(news: CategoryOpened, case: Case, at: Stamp) -> Case:
    del at
    clocks = limits.stop_all(limits.stop(case.limits, "A21", news.day), news.day)
    # The end of an application that succeeds; the agreement it leads to is the one already there.
    return replace(case, state=CaseState.SIGNED, agreement=news.agreement, limits=clocks)


@case_evolve.step.register
def _(news: CategoryDeclined, case: Case, at: Stamp) -> Case:
    del news
    return replace(case, state=CaseState.DECLINED, limits=limits.stop_all(case.limits, at.on))


@case_evolve.step.register
def _(news: HandedOver, case: Case, at: Stamp) -> Case:
    del at
    # Nobody works on it until the other office has it; it is still ours, and its clocks run on from their first day.
    return replace(case, handed_to=news.to_office)


@case_evolve.step.register
def _(news: OwnerChanged, case: Case, at: Stamp) -> Case:
    del at
    returned = news.to_office == case.office and case.handed_to != case.office
    return replace(case, office=news.to_office, handed_to="" if returned else news.to_office)


@agreement_evolve.step.register
def _(news: InquirySent, agreement: Agreement, at: Stamp) -> Agreement:
    return replace(agreement, inquiries=after_letter(agreement.inquiries, news, at))


@agreement_evolve.step.register
def _(news: InquiryReplied, agreement: Agreement, at: Stamp) -> Agreement:
    return replace(agreement, inquiries=after_letter(agreement.inquiries, news, at))


@agreement_evolve.step.register
def _(news: MeasureReported, agreement: Agreement, at: Stamp) -> Agreement:
    del at
    return replace(agreement, measure_reported=news.day)  # B5: its suspension or termination was reported


@agreement_evolve.step.register
def _(news: CategoryOpened, agreement: Agreement, at: Stamp) -> Agreement:
    del at
    more = tuple(one for one in news.categories if one not in agreement.categories)
    return replace(agreement, categories=(*agreement.categories, *more))
