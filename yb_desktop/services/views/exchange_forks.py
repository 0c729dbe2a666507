"""A fork as the screen shows it: both histories beside each other, what would become of each, and what waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import msgspec

from yb_desktop.domain.facts import read_fact
from yb_desktop.domain.institution import Amended
from yb_desktop.domain.judging_again import ForkSettled, History
from yb_desktop.domain.records import Record
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.forking import (
    BranchLine,
    falling,
    in_the_way,
    open_fork,
    received_after,
    two_histories,
)
from yb_desktop.services.views.differences import Difference
from yb_desktop.services.views.register_fields import field_label, field_words
from yb_desktop.services.views.releasing import Decision, WaitingRelease, decision
from yb_desktop.store.exchange_forks import NOT_KNOWN
from yb_desktop.store.reading import Reader


@dataclass(frozen=True, slots=True)
class ForkPage:
    """Two histories of a device, from where they part; ``forbids`` says why one may not be chosen, empty where it may.

    ``falls`` counts the records that would be set aside with each choice.
    """

    bundle: str
    device: str
    text: str
    parting: str
    received: tuple[BranchLine, ...]
    present: tuple[BranchLine, ...]
    forbids: Mapping[History, str]
    falls: Mapping[History, int]


def fork_page(desk: Desk, bundle: str) -> ForkPage:
    """Show a fork that two persons are to settle. Raises ``BadInput`` (``not-found``)."""
    with desk.store.read() as reader:
        fork = open_fork(reader, bundle)
        both = two_histories(reader, fork)
        told = {one.rid: _amended(one) for one in (*received_after(reader, fork), *fork.records)}
        forbids = {choice: in_the_way(reader, fork, choice) for choice in History}
        falls = {choice: len(falling(reader, fork, choice)) for choice in History}
    known = f"到第 {fork.common} 条为止两份相同，从第 {fork.common + 1} 条起不同。"
    parting = "这个数据包没有带到两份历史分开的地方。" if fork.common == NOT_KNOWN else known
    received, present = (_told(lines, told) for lines in (both.received, both.present))
    return ForkPage(fork.bundle, fork.device, fork.text, parting, received, present, forbids, falls)


def _told(lines: Sequence[BranchLine], told: Mapping[str, str]) -> tuple[BranchLine, ...]:
    return tuple(replace(one, text=one.text.replace("　", f"{told[one.rid]}　", 1)) for one in lines)


def settlement_to_release(desk: Desk) -> tuple[WaitingRelease, ...]:
    """Give the settlement that waits, for the list of all that waits; it stands on the page of the exchange."""
    with desk.store.read() as reader:
        waiting = settling(desk, reader)
        office = reader.office()
    if waiting is None:
        return ()
    return (WaitingRelease(office.id, "分叉", "", "通道已停用", desk.info.name, waiting),)


def _amended(record: Record) -> str:
    """Say what an entry in the register was changed to: else two changes of one look alike."""
    fact = read_fact(record)
    if not isinstance(fact, Amended):
        return ""
    changes = "，".join(f"{field_label(one)} {field_words(fact.registration, one)}" for one in fact.changed)
    return f"（{changes}）"


def settling(desk: Desk, reader: Reader) -> Decision | None:
    """Give the settlement that waits for its second person."""
    pending = reader.office().pending
    if pending is None or pending.action != ForkSettled.TYPE:
        return None
    params = msgspec.json.decode(pending.params, type=dict[str, str])
    lines = (
        Difference("数据包", "", params["fork"]),
        Difference("哪一份为准", "", History(params["stands"]).label),
        Difference("理由", "", params["reason"]),
    )
    return decision(desk, reader, pending, lines, earliest=pending.on, params={"office": desk.info.office})
