"""Writing: records go into the log and change the tables, all in one transaction or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from sqlalchemy import Connection, delete, insert, select

from yb_desktop.base.errors import BadInput, Refused
from yb_desktop.domain.judging_again import WAITS
from yb_desktop.domain.pairing import StepVoided
from yb_desktop.domain.records import Record, read_again, record_bytes, record_hash
from yb_desktop.law.law import Law
from yb_desktop.store import log as records_log
from yb_desktop.store import undoing
from yb_desktop.store.bulk import many_records
from yb_desktop.store.dialect.choice import dialect_of
from yb_desktop.store.meta import OfficeInfo
from yb_desktop.store.project.projector import Projector
from yb_desktop.store.reading import Reader
from yb_desktop.store.rebuild import Moved, law_offices, own_law, recount_clocks
from yb_desktop.store.tables.log import aside, blobs, log

BLOB_LIMIT = 256 * 1024 * 1024
"""The biggest attachment, in bytes."""

_BATCH = 5_000


Judge = Callable[[Record], None]
"""Looks at a record that arrived, with the books as they stand before it; raises ``Refused`` to set it aside."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A record that arrived and was not accepted, with the code and the sentence of the refusal."""

    rid: str
    seq: int
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of records that arrived: how many are in the books now, those set aside, how many were before."""

    taken: int
    refused: tuple[SetAside, ...]
    duplicate: int


class Tx(Reader):
    """One transaction that may write. What it appended can be read through it at once."""

    def __init__(self, connection: Connection, info: OfficeInfo, law: Law, shipped: Law) -> None:
        """Write through ``connection`` into the books of ``info``'s office; ``law`` rests on ``shipped``."""
        super().__init__(connection, info, law)
        self._shipped = shipped
        self._entered = False
        self._lawgivers = law_offices(shipped, info.office)
        self._heads: dict[tuple[str, str], tuple[int, str]] = {}
        self._place = 0
        self._rows: list[records_log.LogRow] = []
        self._newest: str = ""

    @property
    def connection(self) -> Connection:
        """The transaction's connection, with everything appended so far written."""
        self.flush()
        return self._connection

    def log_head(self, office: str, device: str) -> tuple[int, str]:
        """Give number and hash of a device's newest record here, ``(0, FIRST_PREV)`` when there is none."""
        key = (office, device)
        if key not in self._heads:
            self._heads[key] = super().log_head(office, device)
        return self._heads[key]

    def newest_day(self) -> date | None:
        """Give the newest day in this office's own records (T8)."""
        if not self._newest:
            newest = super().newest_day()
            self._newest = newest.isoformat() if newest else ""
        return date.fromisoformat(self._newest) if self._newest else None

    def append(self, record: Record) -> None:
        """Add a record of this device: the next of its chain, and of this office and no other.

        Raises ``Refused``: ``other-office``, ``log-chain``, ``record-hash``, or what ``evolve`` says.
        """
        if (record.office, record.device) != (self.info.office, self.info.device):
            text = f"记录属于{record.office}的{record.device}，不能写进{self.info.office}（{self.info.name}）的日志。"
            raise Refused("other-office", text)
        seq, tip = self.log_head(record.office, record.device)
        if record.seq != seq + 1 or record.prev != tip:
            raise Refused("log-chain", f"记录{record.rid}接不上本机日志（应为第{seq + 1}条），没有写入。")
        if record_hash(record) != record.hash:
            raise Refused("record-hash", f"记录{record.rid}的内容与其哈希不符，没有写入。")
        self._project(record)
        if self._newest:
            self._newest = max(self._newest, record.on)

    def take(
        self,
        records: Iterable[Record],
        *,
        chained: bool = True,
        judge: Judge | None = None,
        after: tuple[int, str] | None = None,
    ) -> Taken:
        """Take in records of one or more other devices, in their order; they must have come through ``read_record``.

        ``chained`` asks for whole logs: each record must follow the one before it here (or, of one device, the place
        ``after``: extracts may have brought single records that lie further on). Extracts have gaps. What does not fit
        the books, has another record's id, or is what ``judge`` objects to, is set aside with its reason, and the rest
        goes on. Raises ``Refused``: ``own-log``, ``log-gap`` (one is missing), ``log-fork`` (that number is another's).
        """
        refused: list[SetAside] = []
        count = taken = 0
        stream = iter(records)
        while batch := list(islice(stream, _BATCH)):
            count += len(batch)
            if after is not None:
                after = _check_chain(batch, after)
            fresh = self._not_here(batch)
            taken += len(fresh)
            ids = records_log.known_ids(self.connection, [record.rid for record in fresh])
            with many_records():
                self._projector.load(record.entity for record in fresh)
                for record in fresh:
                    if chained and after is None:
                        self._check_link(record)
                    self._take(record, judge, ids, refused)
                self.flush()
        if taken >= _BATCH:
            dialect_of(self._connection).refresh(self._connection)
        return Taken(taken - len(refused), tuple(refused), count - taken)

    def look_anew(self, records: Iterable[Record]) -> None:
        """Forget which of some records, about to be taken in, waited for others: they may have come in their order."""
        waiting = set(self.connection.execute(select(aside.c.rid).where(aside.c.code == WAITS)).scalars())
        for record in records if waiting else ():
            if record.rid in waiting:
                self.connection.execute(delete(aside).where(aside.c.rid == record.rid))
        self._heads.clear()

    def shelve(self, records: Sequence[Record]) -> None:
        """Put records of a history that does not stand into the log, by the side: they change nothing.

        What was set aside of them leaves that place. In the same transaction a record of ours must say so of them.
        """
        for record in records:
            self._rows.append(records_log.log_row(record, self.place()))
            self._place += 1
        self.flush()
        for record in records:
            self._connection.execute(delete(aside).where(aside.c.rid == record.rid))

    def logged(self, rid: str) -> bool:
        """Say whether a record is in the log, in the books or not."""
        return records_log.by_rid(self.connection, rid) is not None

    def judge_again(self, judge: Judge) -> tuple[str, ...]:
        """Look once more at the records set aside; those that nothing speaks against now go into the books."""
        rows = self.connection.execute(
            select(aside.c.rid, aside.c.line).order_by(aside.c.office, aside.c.device, aside.c.seq)
        )
        taken: list[str] = []
        for row in rows.all():
            record = read_again(row.line)
            if self.logged(record.rid):  # another's, of the same id
                continue
            try:
                judge(record)
                self._project(record)
            except Refused:
                continue
            taken.append(record.rid)
            self.connection.execute(delete(aside).where(aside.c.rid == record.rid))
        return tuple(taken)

    def add_blob(self, data: bytes, media: str) -> str:
        """Keep an attachment, once however often it comes; give its SHA-256. Raises ``BadInput`` (``blob-size``)."""
        if len(data) > BLOB_LIMIT:
            raise BadInput("blob-size", f"附件超过{BLOB_LIMIT // 1024**2} MB，请压缩后再添加。")
        name = hashlib.sha256(data).hexdigest()
        here = self._connection.scalar(select(blobs.c.sha256).where(blobs.c.sha256 == name))
        if here is None:
            self._connection.execute(insert(blobs), {"sha256": name, "size": len(data), "media": media, "data": data})
        return name

    def flush(self) -> None:
        """Write what was appended and what it changed; committing does so too."""
        if self._rows:
            records_log.add_rows(self._connection, self._rows)
            self._rows = []
            self._projector.flush()

    def follow_law(self) -> tuple[Moved, ...]:
        """Write everything; if what this office entered made another law, count by it; give the clocks that moved."""
        self.flush()
        if not self._entered:
            return ()
        self._entered = False
        law = own_law(self._connection, self._shipped)
        if law.fingerprint() == self.law.fingerprint():
            return ()
        moved = recount_clocks(self._connection, law)
        self.law = law
        self._projector = Projector(self._connection, law)
        return moved

    def place(self) -> int:
        """Give the place in the log that the next record will have."""
        if not self._place:
            self._place = records_log.next_place(self._connection)
        return self._place

    def _project(self, record: Record) -> None:
        place = self.place()
        if record.type == StepVoided.TYPE:  # it is told from the log
            self.flush()
        self._projector.apply(record, place)
        self._rows.append(records_log.log_row(record, place))
        self._entered = self._entered or record.entity in self._lawgivers
        self._place += 1
        self._advance(record)
        if undoing.is_ours(self._connection, record):
            self.flush()
            undoing.follow(self._connection, self._projector, record)
            self._heads.clear()

    def _advance(self, record: Record) -> None:
        key = (record.office, record.device)
        self._heads[key] = max(self.log_head(*key), (record.seq, record.hash))

    def _check_link(self, record: Record) -> None:
        _check_chain((record,), self.log_head(record.office, record.device))

    def _take(self, record: Record, judge: Judge | None, ids: set[str], refused: list[SetAside]) -> None:
        try:
            _refuse_same_id(record, ids)
            if judge is not None:
                judge(record)
            self._project(record)
            ids.add(record.rid)
        except Refused as problem:
            refused.append(SetAside(record.rid, record.seq, problem.code, problem.text))
            self._advance(record)
            self._connection.execute(
                insert(aside),
                {
                    "office": record.office,
                    "device": record.device,
                    "seq": record.seq,
                    "rid": record.rid,
                    "hash": record.hash,
                    "code": problem.code,
                    "reason": problem.text,
                    "line": record_bytes(record).decode(),
                },
            )

    def _not_here(self, records: Sequence[Record]) -> list[Record]:
        """Leave out what is here already; the same number with another hash is a fork, and none may be our own."""
        by_device: dict[tuple[str, str], list[Record]] = {}
        for record in records:
            by_device.setdefault((record.office, record.device), []).append(record)
        known: dict[tuple[str, str, int], str] = {}
        for (office, device), some in by_device.items():
            first, last = min(r.seq for r in some), max(r.seq for r in some)
            for table in (log, aside):
                rows = self.connection.execute(
                    select(table.c.seq, table.c.hash).where(
                        table.c.office == office,
                        table.c.device == device,
                        table.c.seq.between(first, last),
                        records_log.on_chain(table),
                    )
                )
                known |= {(office, device, row.seq): row.hash for row in rows}
        fresh = [r for r in records if known.get((r.office, r.device, r.seq)) != r.hash]
        if fork := next((r for r in fresh if (r.office, r.device, r.seq) in known), None):
            text = f"{fork.office}的{fork.device}日志第{fork.seq}条与已收到的不同（日志分叉），已停止接收，请两人核实。"
            raise Refused("log-fork", text)
        if any((record.office, record.device) == (self.info.office, self.info.device) for record in fresh):
            raise Refused(
                "own-log", "数据包里有本机自己的、本机却没有的记录：本机可能用旧备份恢复过，请先重新登记设备。"
            )
        return fresh


def _refuse_same_id(record: Record, ids: set[str]) -> None:
    if record.rid in ids:
        raise Refused("record-id", "这条记录的编号与已有的另一条记录相同，没有入库。请报送单位核对其数据。")


def _check_chain(records: Sequence[Record], after: tuple[int, str]) -> tuple[int, str]:
    """Check that records of one device follow each other from a place on; give the place they lead to."""
    seq, tip = after
    for record in records:
        whose = f"{record.office}的{record.device}日志"
        if record.seq != seq + 1:
            raise Refused("log-gap", f"{whose}缺少第{seq + 1}条记录，请先接收前面的数据包。")
        if record.prev != tip:
            raise Refused("log-fork", f"{whose}第{record.seq}条与已收到的不衔接，已停止接收。")
        seq, tip = record.seq, record.hash
    return seq, tip
