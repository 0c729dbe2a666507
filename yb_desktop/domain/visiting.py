"""What several inspectors answered, merged item by item (E5), and the content they sign (E3).

Nobody's answer overwrites another's. Where inspectors agree, that answer stands; where they do not, only the lead's
resolution does. The content hash is over everything that was answered and resolved, so that all sign the same thing.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from yb_desktop.base.canon import canonical
from yb_desktop.domain.case import Visit
from yb_desktop.domain.facts import body_of
from yb_desktop.domain.forms import Form, form
from yb_desktop.domain.institution import Registration
from yb_desktop.domain.scoring import Answer, ItemAnswer, Score, score


@dataclass(frozen=True, slots=True)
class Merged:
    """The answers that stand, the items on which inspectors differ, and the score."""

    answers: dict[str, ItemAnswer]
    differing: tuple[str, ...]
    score: Score
    form: Form


def merged(visit: Visit, entry: Registration) -> Merged:
    """Merge a visit's answers for the institution they are about."""
    sheet = form(visit.form, visit.version)
    said = _said(visit)
    differing = tuple(item for item, answers in said.items() if len(answers) > 1)
    standing = {item: next(iter(answers)) for item, answers in said.items() if len(answers) == 1}
    answers = {item: ItemAnswer(Answer(answer), points) for item, (answer, points) in standing.items()}
    return Merged(answers, differing, score(form=sheet, class_=entry.cls, beds=entry.beds, answers=answers), sheet)


_Said = tuple[str, int | None]


def _said(visit: Visit) -> dict[str, set[_Said]]:
    """Give what is said of each item: the lead's word stands for the answers it names, not for one that came later."""
    known = {(r.fact.item, rid) for r in visit.resolutions for rid in r.base}
    said: dict[str, set[_Said]] = {}
    for answer in visit.answers:
        found = said.setdefault(answer.fact.item, set())
        if (answer.fact.item, answer.rid) not in known:
            found.add((answer.fact.answer, answer.fact.points))
    for r in visit.resolutions:
        said.setdefault(r.fact.item, set()).add((r.fact.answer, r.fact.points))
    return said


def content_hash(visit: Visit) -> str:
    """Give SHA-256 (hex) of the canonical JSON of every answer and resolution, in order of their records."""
    answers = [body_of(answer.fact) for answer in visit.answers]
    resolutions = [body_of(resolution.fact) for resolution in visit.resolutions]
    content = canonical({"form": visit.form, "version": visit.version, "answers": answers, "resolutions": resolutions})
    return hashlib.sha256(content).hexdigest()
