"""Every error the program raises on purpose, and who can mend it.

YbError                     has a ``code`` for other programs and a Chinese ``text`` for people
├── UserError               the person can mend it; shown as it stands; nothing was written
│   ├── NotAllowed          a rule or a state forbids the action (carries the rule id)
│   ├── BadInput            what was typed or given cannot be understood
│   └── Refused             a bundle, paper or file from outside is not accepted
└── WorldError              disk, file, permission, another instance: the world is broken

Anything else that escapes is our own mistake and ends in a crash report, never in a traceback on the screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


class YbError(Exception):
    """An error with a code and a Chinese sentence that says what to do."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


class UserError(YbError):
    """The person can mend it; nothing was written."""


@dataclass(frozen=True, slots=True)
class Unmet:
    """One thing in the way of an action: the rule, a sentence, and the first day without it (if a day can say so)."""

    rule: str
    text: str
    allowed_from: date | None = None


def _order(unmet: Unmet) -> tuple[str, int]:
    return unmet.rule[:1], int(unmet.rule[1:]) if unmet.rule[1:].isdigit() else 0


class NotAllowed(UserError):
    """A rule (or the state, rule ``"state"``) forbids the action.

    Where several rules do, all are in ``unmet`` and the one with the smallest id (letter, then number) is named.
    """

    def __init__(self, unmet: Sequence[Unmet]) -> None:
        ordered = tuple(sorted(unmet, key=_order))
        first = ordered[0]
        super().__init__(f"{first.rule}-refused", "；".join(u.text.rstrip("。") for u in ordered) + "。")
        self.rule = first.rule
        self.allowed_from = first.allowed_from
        self.unmet = ordered

    @classmethod
    def by(cls, rule: str, text: str, allowed_from: date | None = None) -> NotAllowed:
        """Make the refusal of a single rule."""
        return cls([Unmet(rule, text, allowed_from)])


class BadInput(UserError):
    """What was typed or given cannot be understood or makes no sense."""


class Refused(UserError):
    """A bundle, a paper or a foreign file is not accepted; it is kept aside, nothing was written."""


class WorldError(YbError):
    """Disk, file, permission or another instance: not the person's input, not our mistake."""
