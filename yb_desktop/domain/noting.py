"""What an agreement keeps of its working life: claims, and notes on problems, training and comments (G8, G11–G14)."""

from __future__ import annotations

from datetime import date

import msgspec

from yb_desktop.domain.vocabulary import Labelled


class NoteKind(Labelled):
    """What a note is about."""

    PROBLEM = "problem", "系统问题"
    TRAINING = "training", "宣传培训"
    COMMENT = "comment", "评价建议"


class Claim(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """G8: the fees of one month as declared and as paid, in fen."""

    period: str
    claimed: int
    on: date
    paid: int | None = None
    paid_on: date | None = None


class Note(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """G11–G13: one note; ``answered`` when the problem was solved or the comment answered."""

    id: str
    kind: NoteKind
    on: date
    text: str
    people: tuple[str, ...] = ()
    answer: str = ""
    answered: date | None = None
