"""The papers of an agreement in force: changes, renewal, suspension, resumption, termination (C1–C14).

A step taken back has none. An application for a change has no number of the register: it carries the agreement's with
变更申请 behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.changes import (
    ChangeRequested,
    RenewalPublished,
    Resumed,
    Suspended,
    Terminated,
    TerminationPublished,
)
from yb_desktop.domain.institution import ChangeCompleted
from yb_desktop.paper.blocks import Composed
from yb_desktop.paper.documents.change_form import ASKED, DONE, change_form
from yb_desktop.paper.documents.renewal_notice import TITLE as RENEWAL
from yb_desktop.paper.documents.renewal_notice import compose_renewal_notice
from yb_desktop.paper.documents.resumption_decision import TITLE as RESUMPTION
from yb_desktop.paper.documents.resumption_decision import resumption_decision
from yb_desktop.paper.documents.suspension_decision import TITLE as SUSPENSION
from yb_desktop.paper.documents.suspension_decision import suspension_decision
from yb_desktop.paper.documents.termination_announcement import TITLE as ANNOUNCEMENT
from yb_desktop.paper.documents.termination_announcement import termination_announcement
from yb_desktop.paper.documents.termination_decision import TITLE as TERMINATION
from yb_desktop.paper.documents.termination_decision import termination_decision
from yb_desktop.services.paper import change_values, ending_values
from yb_desktop.services.paper.change_values import OneChange
from yb_desktop.services.paper.kinds import Asked, PaperKind, PaperRef, paper_kind
from yb_desktop.services.paper.steps import Done, done, suffixed
from yb_desktop.store.reading import Reader

_Numbered = TypeVar("_Numbered", RenewalPublished, Suspended, Resumed, Terminated, TerminationPublished)


def _numbered(
    document: str,
    title: str,
    step: type[_Numbered],
    make: Callable[[Asked[Agreement], Done[_Numbered]], bytes | Composed],
) -> PaperKind:
    """Write the line of a paper that one step gives its number to."""

    def refs(reader: Reader, found: Agreement) -> Iterator[PaperRef]:
        for one in done(reader, found.id, step):
            yield PaperRef(document, title, one.fact.number, one.stamp.on)

    def made(asked: Asked[Agreement]) -> bytes | Composed:
        steps = done(asked.reader, asked.matter.id, step)
        return make(asked, next(one for one in steps if one.fact.number == asked.ref.number))

    return paper_kind(document, title, Agreement, refs=refs, make=made)


def _application(found: Agreement, asked: Done[ChangeRequested]) -> str:
    return suffixed(found.number, "变更申请", asked.nth)


def _forms(reader: Reader, found: Agreement) -> Iterator[PaperRef]:
    for one in done(reader, found.id, ChangeRequested):
        yield PaperRef("change_form", ASKED, _application(found, one), one.stamp.on)
    for completed in done(reader, found.id, ChangeCompleted):
        yield PaperRef("change_form", DONE, completed.fact.number, completed.stamp.on)


def _form(asked: Asked[Agreement]) -> bytes:
    found, reader, number = asked.matter, asked.reader, asked.ref.number
    completed = {one.fact.change: one for one in done(reader, found.id, ChangeCompleted)}
    for one in done(reader, found.id, ChangeRequested):
        handled = completed.get(one.fact.change)
        if number == _application(found, one) or (handled is not None and handled.fact.number == number):
            change = OneChange(one, handled)
            return change_form(change_values.changed(asked.desk, reader, found, change, number), signer=asked.signer)
    raise LookupError(number)


def _renewal(asked: Asked[Agreement], step: Done[RenewalPublished]) -> Composed:
    return compose_renewal_notice(change_values.renewal(asked.desk, asked.reader, asked.matter, step))


def _suspension(asked: Asked[Agreement], step: Done[Suspended]) -> bytes:
    return suspension_decision(
        ending_values.suspended(asked.desk, asked.reader, asked.matter, step), signer=asked.signer
    )


def _resumption(asked: Asked[Agreement], step: Done[Resumed]) -> bytes:
    return resumption_decision(ending_values.resumed(asked.desk, asked.reader, asked.matter, step), signer=asked.signer)


def _termination(asked: Asked[Agreement], step: Done[Terminated]) -> bytes:
    return termination_decision(
        ending_values.terminated(asked.desk, asked.reader, asked.matter, step), signer=asked.signer
    )


def _announcement(asked: Asked[Agreement], step: Done[TerminationPublished]) -> bytes:
    return termination_announcement(
        ending_values.announced(asked.desk, asked.reader, asked.matter, step), signer=asked.signer
    )


PAPERS = (
    paper_kind("change_form", f"{ASKED}、{DONE}", Agreement, refs=_forms, make=_form),
    _numbered("renewal_notice", RENEWAL, RenewalPublished, _renewal),
    _numbered("suspension_decision", SUSPENSION, Suspended, _suspension),
    _numbered("resumption_decision", RESUMPTION, Resumed, _resumption),
    _numbered("termination_decision", TERMINATION, Terminated, _termination),
    _numbered("termination_announcement", ANNOUNCEMENT, TerminationPublished, _announcement),
)
"""In the order of their steps."""
