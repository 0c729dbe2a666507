"""Decisions of two persons: one prepares (经办), another with the reviewing role releases (审核) or sends back.

Nobody releases what they prepared. The decision takes effect, and stops clocks, on the day of release; until then the
state stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import cast

import msgspec

from yb_desktop.base.canon import Json
from yb_desktop.base.errors import NotAllowed
from yb_desktop.domain.case_facts import Prepared, SentBack
from yb_desktop.domain.people import Role
from yb_desktop.services.desk import Act, Desk, Step
from yb_desktop.services.registry import action, run


def prepare(act: Act, case: str, params: Mapping[str, object]) -> Step:
    """Put a decision before the second person: on record, without effect yet."""
    plain = {key: value for key, value in params.items() if value is not None}
    text = msgspec.json.encode(plain, order="sorted").decode()
    act.append(case, Prepared(action=act.name, params=text))
    done = act.done(case)
    return replace(done, pending=True)


@action("cases.release", "审核通过")
def release(desk: Desk, *, on: date, case: str) -> Step:
    """Release a prepared decision; it takes effect now. Refused to the person who prepared it."""
    with desk.store.read() as reader:
        pending = reader.case(case).pending
    if pending is None:
        raise NotAllowed.by("state", "该申请没有待审核的事项。")
    desk.need(Role.REVIEWING, Role.LEADER)
    if pending.by == desk.actor:
        raise NotAllowed.by("two-persons", "经办人不能审核自己经办的事项，请由另一位审核人员办理。")
    params = cast(dict[str, Json], msgspec.json.decode(pending.params, type=dict[str, object]))
    return run(replace(desk, prepared_by=pending.by), pending.action, on=on, params=params)


@action("cases.send_back", "退回经办")
def send_back(desk: Desk, *, on: date, case: str, reason: str) -> Step:
    """Send a prepared decision back to the one who prepared it, with a reason."""
    with desk.act("cases.send_back", on) as act:
        found = act.case(case)
        if found.pending is None:
            raise NotAllowed.by("state", "该申请没有待审核的事项。")
        desk.need(Role.REVIEWING, Role.LEADER)
        act.append(case, SentBack(reason=reason))
        return act.done(case)
