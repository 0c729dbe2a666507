"""待办 as one value: the clocks, the decisions to release, and what else is owed or waited for, by group."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from yb_desktop.domain.duties import DutyKind
from yb_desktop.services.desk import Desk
from yb_desktop.services.views.duties import DutyGroup, duty_groups
from yb_desktop.services.views.exchange_forks import settlement_to_release
from yb_desktop.services.views.releasing import WaitingRelease, waiting_releases
from yb_desktop.services.views.todo import TodoList, todo

GROUPS: Final = (DutyKind.OWED, DutyKind.COMMITMENT, DutyKind.LETTER, DutyKind.PAPER, DutyKind.RENEWAL)
"""The groups beside clocks and releases, in their order."""


@dataclass(frozen=True, slots=True)
class OfficeTodo:
    """Everything an office has to do today; ``groups`` as ``GROUPS``."""

    clocks: TodoList
    releases: tuple[WaitingRelease, ...]
    groups: tuple[DutyGroup, ...]


def office_todo(desk: Desk) -> OfficeTodo:
    """Give it. What a clock runs for already is not told twice; branches of a chain stand among what is owed (C12)."""
    found = {group.kind: group for group in duty_groups(desk, DutyKind.BRANCH, *GROUPS)}
    branches, owed = found[DutyKind.BRANCH], found[DutyKind.OWED]
    others = tuple(line for line in owed.lines if not line.clocked)
    lines = tuple(sorted((*branches.lines, *others), key=lambda line: (line.since, line.number, line.rule)))
    total = owed.total - len(owed.lines) + len(others) + branches.total
    found[DutyKind.OWED] = replace(owed, lines=lines, total=total)
    releases = (*settlement_to_release(desk), *waiting_releases(desk))
    return OfficeTodo(todo(desk), releases, tuple(found[kind] for kind in GROUPS))
