"""Decisions of two persons: one prepares (经办), another with the reviewing role releases (审核) or sends back.

Nobody releases what they prepared. The decision takes effect, and stops clocks, on the day of release; until then the
state stays. A decision is about one matter: an application, an agreement, a matter of breach, or the ``office`` itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import cast

import msgspec

from yb_desktop.base.canon import Json
from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.domain.entities import EntityKind, kind_of
from yb_desktop.domain.pairing import Deciding, Pending, Prepared, SentBack
from yb_desktop.domain.people import Role
from yb_desktop.services.desk import Act, Desk, Step
from yb_desktop.services.registry import action, run
from yb_desktop.store.reading import Reader

OWN_WORK = "经办人不能审核自己经办的事项，请由另一位审核人员办理。"
"""Why nobody releases what they prepared, in the words that are shown before the button and after it."""


def prepare(act: Act, matter: str, params: Mapping[str, object]) -> Step:
    """Put a decision about ``matter`` before the second person: on record, without effect yet."""
    plain = {key: value for key, value in params.items() if value is not None}
    text = msgspec.json.encode(plain, order="sorted").decode()
    act.append(matter, Prepared(action=act.name, params=text))
    done = act.done(matter)
    return replace(done, pending=True)


@action("cases.release", "审核通过")
def release(desk: Desk, *, on: date, case: str = "", agreement: str = "", audit: str = "", office: str = "") -> Step:
    """Release a prepared decision; it takes effect now. Refused to the person who prepared it."""
    with desk.store.read() as reader:
        _, pending = _waiting(reader, case, agreement, audit, office)
    desk.need(Role.REVIEWING, Role.LEADER)
    if pending.by == desk.actor:
        raise NotAllowed.by("two-persons", OWN_WORK)
    params = cast(dict[str, Json], msgspec.json.decode(pending.params, type=dict[str, object]))
    return run(replace(desk, prepared_by=pending.by), pending.action, on=on, params=params)


@action("cases.send_back", "退回经办")
def send_back(
    desk: Desk, *, on: date, case: str = "", agreement: str = "", audit: str = "", office: str = "", reason: str
) -> Step:
    """Send a prepared decision back to the one who prepared it, with a reason."""
    with desk.act("cases.send_back", on) as act:
        matter, _ = _waiting(act.reader, case, agreement, audit, office)
        load_matter(act, matter)
        desk.need(Role.REVIEWING, Role.LEADER)
        act.append(matter, SentBack(reason=reason))
        return act.done(matter)


def load_matter(act: Act, matter: str) -> None:
    """Check owner and day, as for any step of that matter."""
    match kind_of(matter):
        case EntityKind.CASE:
            act.case(matter)
        case EntityKind.AGREEMENT:
            act.agreement(matter)
        case EntityKind.AUDIT:
            act.audit(matter)
        case _:
            return


def _waiting(reader: Reader, case: str, agreement: str, audit: str, office: str) -> tuple[str, Pending]:
    """Give the matter, of those named, that a decision waits about. Raises ``BadInput``, ``NotAllowed``."""
    named: list[Deciding] = []
    if case:
        named.append(reader.case(case))
    if agreement:
        named.append(reader.agreement(agreement))
    if audit:
        named.append(reader.audit(audit))
    if office == reader.info.office:
        named.append(reader.office())
    if not named:
        raise BadInput("matter", "请指明待审核的事项是哪一个申请、哪一份协议或哪一次稽核。")
    waiting = [(matter.id, matter.pending) for matter in named if matter.pending is not None]
    if not waiting:
        raise NotAllowed.by("state", "没有待审核的事项。")
    if len(waiting) > 1:
        raise BadInput("matter", "所指的几处都有待审核的事项，请只指明其中一个。")
    return waiting[0]
