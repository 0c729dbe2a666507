"""An agreement at work: claims and payments, publication, problems, training, comments (G7, G8, G11–G14, S9)."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from yb_desktop.domain import limits
from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.agreement_evolve import step
from yb_desktop.domain.facts import Fact, Stamp, fact
from yb_desktop.domain.noting import Claim, Note, NoteKind


@fact("agreements.publish_list")
class DesignationPublished(Fact, frozen=True):
    """G7: name and address are public."""

    where: tuple[str, ...]


@fact("agreements.report_designations")
class DesignationReported(Fact, frozen=True):
    """S9: the provincial agency knows."""

    where: str = ""


@fact("agreements.record_claim")
class ClaimRecorded(Fact, frozen=True):
    """G8: the institution declares its fees of a month (``2026-05``), in fen; the time to pay begins."""

    period: str
    amount: int


@fact("agreements.record_payment")
class PaymentRecorded(Fact, frozen=True):
    """G8, G14: the fees of a month are paid, in fen."""

    period: str
    amount: int
    reason: str = ""


@fact("agreements.log_problem")
class ProblemLogged(Fact, frozen=True):
    """G11: a problem of the system; with ``answer`` the newest open one is solved, or this one at once."""

    note: str
    text: str = ""
    answer: str = ""


@fact("agreements.record_training")
class TrainingRecorded(Fact, frozen=True):
    """G12: training was given to these people."""

    note: str
    text: str
    people: tuple[str, ...] = ()


@fact("agreements.record_comment")
class CommentRecorded(Fact, frozen=True):
    """G13: the institution comments on the agency; ``answer`` is what it was told."""

    note: str
    text: str = ""
    answer: str = ""


@step.register
def _(news: DesignationPublished, agreement: Agreement, at: Stamp) -> Agreement:
    del news
    return replace(agreement, published=at.on)


@step.register
def _(news: DesignationReported, agreement: Agreement, at: Stamp) -> Agreement:
    del news
    return replace(agreement, reported=at.on)


@step.register
def _(news: ClaimRecorded, agreement: Agreement, at: Stamp) -> Agreement:
    claim = Claim(period=news.period, claimed=news.amount, on=at.on)
    clocks = limits.start(agreement.limits, "G8", at.on, of=news.period)
    return replace(agreement, claims=(*agreement.claims, claim), limits=clocks)


@step.register
def _(news: PaymentRecorded, agreement: Agreement, at: Stamp) -> Agreement:
    claims = tuple(
        replace(claim, paid=news.amount, paid_on=at.on) if claim.period == news.period else claim
        for claim in agreement.claims
    )
    return replace(agreement, claims=claims, limits=limits.stop(agreement.limits, "G8", at.on, of=news.period))


@step.register
def _(news: ProblemLogged, agreement: Agreement, at: Stamp) -> Agreement:
    answered = at.on if news.answer else None
    note = Note(id=news.note, kind=NoteKind.PROBLEM, on=at.on, text=news.text, answer=news.answer, answered=answered)
    return _noted(agreement, note)


@step.register
def _(news: CommentRecorded, agreement: Agreement, at: Stamp) -> Agreement:
    answered = at.on if news.answer else None
    note = Note(id=news.note, kind=NoteKind.COMMENT, on=at.on, text=news.text, answer=news.answer, answered=answered)
    return _noted(agreement, note)


@step.register
def _(news: TrainingRecorded, agreement: Agreement, at: Stamp) -> Agreement:
    return _noted(agreement, Note(id=news.note, kind=NoteKind.TRAINING, on=at.on, text=news.text, people=news.people))


def _noted(agreement: Agreement, note: Note) -> Agreement:
    """Add a note, or put the answer to the one of that name."""
    if all(one.id != note.id for one in agreement.notes):
        return replace(agreement, notes=(*agreement.notes, note))
    notes = tuple(
        replace(one, answer=note.answer, answered=note.answered) if one.id == note.id else one
        for one in agreement.notes
    )
    return replace(agreement, notes=notes)


def open_notes(agreement: Agreement, kind: NoteKind) -> tuple[Note, ...]:
    """Give the problems still open (G11), or the comments still without an answer (G13), oldest first."""
    return tuple(note for note in agreement.notes if note.kind is kind and note.answered is None)


def monthly(period: str) -> tuple[date, date] | None:
    """Give the first day of a month written ``2026-05`` and that of the next one; ``None`` for anything else."""
    try:
        first = date.fromisoformat(f"{period}-01")
    except ValueError:
        return None
    year, month = divmod(first.year * 12 + first.month, 12)
    return first, date(year, month + 1, 1)
