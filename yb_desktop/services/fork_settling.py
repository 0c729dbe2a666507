"""Settle a fork (核实分叉) by two persons: one asks with a reason, another releases; which history of a device stands.

The records of the other one leave the books and stay in the log, by the side, named: whoever made them can enter them
again. The channel goes on when the device comes with a new epoch, for which the keepers of the root keys enrol it anew;
it may have come before, and then the channel goes on as it is.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.domain.judging_again import ForkSettled, History, LogSpan
from yb_desktop.domain.office import office_id
from yb_desktop.domain.records import Record
from yb_desktop.services.desk import Desk, Step
from yb_desktop.services.exchange.forking import falling, goes_on, in_the_way, open_fork
from yb_desktop.services.office_settings import in_order
from yb_desktop.services.pairs import prepare
from yb_desktop.services.registry import action
from yb_desktop.store.exchange_forks import Forked, settle
from yb_desktop.store.exchange_state import Direction, channel_of, put_channel
from yb_desktop.store.writing import Tx

_ON = {
    History.RECEIVED: "对方须改用保有这些记录的电脑，以新编号重新登记后再导出",
    History.PRESENT: "对方以新编号重新登记后再导出",
}
"""How it goes on."""
_GOES_ON = "对方已以新编号重新登记，照常收发"
"""What is said where the device came with its new epoch before the fork was settled."""


@action("exchange.settle_fork", "核实分叉", two_persons=True)
def settle_fork(desk: Desk, *, on: date, fork: str, stands: History, reason: str) -> Step:
    """Settle which of two histories of a device stands; ``fork`` is the id of the bundle that brought it to light."""
    if not reason.strip():
        raise BadInput("reason", "请写明核实的经过和理由。")
    with desk.act("exchange.settle_fork", on) as act:
        found = open_fork(act.reader, fork)
        if problem := in_the_way(act.reader, found, stands):
            raise NotAllowed.by("state", problem)
        in_order(act)
        act.still(act.reader.office())
        office = office_id(desk.info.office)
        if not desk.prepared_by:
            return prepare(act, office, {"fork": fork, "stands": stands, "reason": reason})
        records = falling(act.reader, found, stands)
        _by_the_side(act.tx, records)
        news = ForkSettled(
            bundle=found.bundle,
            stands=stands,
            records=_history(records),
            reason=f"分叉，{stands.label}：{reason.strip()}",
            prepared_by=desk.prepared_by,
        )
        act.append(office, news)
        how = _GOES_ON if goes_on(act.reader, found) else _ON[stands]
        said = f"两人已核实（{on}）：{stands.label}，另一份历史的{len(records)}条记录已搁置。{how}"
        _note(act.tx, found, said)
        return act.done(office, warnings=(f"{said}。搁置的记录逐条列明，请转告对方重新登记。",) if records else (said,))


def _by_the_side(tx: Tx, records: tuple[Record, ...]) -> None:
    """Put into the log what is not there yet: what only the bundle brought, or what was set aside."""
    tx.shelve([record for record in records if not tx.logged(record.rid)])


def _history(records: tuple[Record, ...]) -> tuple[LogSpan, ...]:
    if not records:
        return ()
    first, last = records[0], records[-1]
    return (LogSpan(first.office, first.device, first.seq, last.seq, last.hash),)


def _note(tx: Tx, found: Forked, said: str) -> None:
    if not goes_on(tx, found):
        channel = channel_of(tx, Direction.IN, found.office, found.device, found.channel)
        put_channel(tx, replace(channel, stopped=said))
    settle(tx, found, tx.heads(office_id(tx.info.office))[-1])
