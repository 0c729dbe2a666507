"""What was taken out of the books comes again (重新接收), with the same bundle or a later one that carries it too.

A record counts again unless something stands on the same matter by now: then it stays out, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from yb_desktop.domain.entities import touched
from yb_desktop.domain.facts import read_fact
from yb_desktop.domain.judging_again import UNDONE, LogSpan, TakenInAgain, spans_of
from yb_desktop.domain.office import office_id
from yb_desktop.domain.records import Record
from yb_desktop.exchange.bundle import VerifiedBundle
from yb_desktop.services.desk import Desk, write_down
from yb_desktop.services.exchange.clashing import MERGED
from yb_desktop.services.exchange.ground import Ground
from yb_desktop.store import undoing
from yb_desktop.store.exchange_state import put_received, received
from yb_desktop.store.undoing import Place
from yb_desktop.store.writing import Tx


def bring_back(desk: Desk, tx: Tx, bundle: VerifiedBundle) -> tuple[Record, ...]:
    """Let those records of a bundle count again whose take-in was undone, as far as nothing is in their way."""
    if not undoing.any_undone(tx.connection):
        return ()
    again = _free(tx, undoing.out_of_books(tx.connection, [record.rid for record in bundle.records()]))
    if again:
        news = TakenInAgain(bundle=bundle.manifest.id, records=spans_of(again))
        write_down(desk, tx, office_id(tx.info.office), news, day_of(desk, tx))
        _note_whole(tx)
    return tuple(again)


def _note_whole(tx: Tx) -> None:
    """Note of bundles whose take-in was undone that all they brought counts again, whichever bundle brought it back."""
    out = undoing.spans_out(tx.connection)
    for one in received(tx):
        mine = (one.office, one.device, one.first_seq, one.last_seq)
        if one.verdict == UNDONE and not any(_meets(span, *mine) for span in out):
            put_received(tx, replace(one, verdict="applied"))


def _meets(span: LogSpan, office: str, device: str, first: int, last: int) -> bool:
    return (span.office, span.device) == (office, device) and span.first <= last and first <= span.last


def day_of(desk: Desk, tx: Tx) -> date:
    """Give the day on which our office says so: today, but not before its newest step, whatever the clock says."""
    return max(desk.clock.today(), tx.newest_day() or date.min)


def _free(tx: Tx, places: Iterable[Place]) -> list[Record]:
    """Give those of some records that nothing stands on by now, and that have their ground in the books again."""
    ground = Ground(tx)
    newest: dict[str, int] = {}
    blocked: set[str] = set()
    free: list[Record] = []
    for at, record in places:
        concerned = touched(record, read_fact(record))
        for entity in concerned:
            if entity not in newest:
                standing = (place for place, one in tx.placed(entity) if one.type not in MERGED)
                newest[entity] = max(standing, default=0)
        in_the_way = any(entity in blocked or newest[entity] > at for entity in concerned)
        if in_the_way or ground.is_gone(record, free):
            blocked.update(concerned)
        else:
            free.append(record)
    return free
