"""Letters of enquiry (函询, 征求意见) and their answers (A20, C4), about an application or an agreement to renew."""

from __future__ import annotations

from datetime import date

import msgspec
from msgspec.structs import replace

from yb_desktop.domain.facts import Fact, Stamp, fact


@fact("applications.send_inquiry")
class InquirySent(Fact, frozen=True):
    """A letter went out to a department or another agency."""

    inquiry: str
    to: str
    about: str
    number: str


@fact("applications.record_reply")
class InquiryReplied(Fact, frozen=True):
    """The answer to a letter came in."""

    inquiry: str
    answer: str


class Inquiry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One letter, with its answer once there is one."""

    id: str
    on: date
    to: str
    about: str
    number: str
    answered: date | None = None
    answer: str = ""


Inquiries = tuple[Inquiry, ...]


def after_letter(inquiries: Inquiries, news: InquirySent | InquiryReplied, at: Stamp) -> Inquiries:
    """Give the letters after one was sent or answered. Raises ``LookupError`` for an answer to no letter."""
    if isinstance(news, InquirySent):
        sent = Inquiry(id=news.inquiry, on=at.on, to=news.to, about=news.about, number=news.number)
        return (*inquiries, sent)
    if all(one.id != news.inquiry for one in inquiries):
        raise LookupError(news.inquiry)
    return tuple(
        replace(one, answered=at.on, answer=news.answer) if one.id == news.inquiry else one for one in inquiries
    )


def answers(inquiries: Inquiries) -> str:
    """Give what was answered, as one text; empty where nothing was, or a letter is still open."""
    if any(one.answered is None for one in inquiries):
        return ""
    return "；".join(f"{one.to}：{one.answer}" for one in inquiries)
