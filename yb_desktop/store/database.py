"""A data folder: opened by one program at a time, read and written in transactions, checked whenever it is opened.

``office.db`` holds everything, or ``database.json`` says on which server it lies; ``backups/`` has the copies; ``lock``
says who has the folder open; ``work.json`` what long work was going on, so that the next start can say what it found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy import URL, Connection, Engine

from yb_desktop.base.errors import WorldError
from yb_desktop.base.files import sync_folder
from yb_desktop.law.law import Law
from yb_desktop.store import meta, migrate
from yb_desktop.store.backup import FOLDER_NAME, copies, daily_copy, finish_restore, restore, write_copy
from yb_desktop.store.check import (
    CheckItem,
    check_blobs,
    check_chain,
    check_database,
    check_disk,
    check_projections,
)
from yb_desktop.store.dialect.choice import dialect_of
from yb_desktop.store.dialect.interface import WRITING
from yb_desktop.store.dialect.sqlite_backup import file_problem, remove
from yb_desktop.store.dialect.sqlite_connect import sqlite_engine
from yb_desktop.store.errors import disk_in_words, in_words
from yb_desktop.store.lock import FolderLock
from yb_desktop.store.log import Progress, next_place
from yb_desktop.store.meta import OfficeInfo
from yb_desktop.store.opening import check_info, open_checked, recovered
from yb_desktop.store.place import refuse_bad_place
from yb_desktop.store.reading import Reader
from yb_desktop.store.rebuild import Moved, own_law, rebuild, recount_clocks
from yb_desktop.store.schema import PROJECTED_BY, create_all
from yb_desktop.store.server import (
    ADDRESS_NAME,
    address_of,
    drop_address,
    found_or_join,
    keep_address,
    server_engine,
    url_of,
)
from yb_desktop.store.work import Note, noted
from yb_desktop.store.writing import Tx

__all__ = ["DATABASE_NAME", "OfficeInfo", "Store"]

DATABASE_NAME = "office.db"


class Store:
    """An open data folder. Used by one thread at a time."""

    def __init__(
        self, folder: Path, engine: Engine, lock: FolderLock, info: OfficeInfo, *, shipped: Law, law: Law
    ) -> None:
        """Take the parts; use ``create`` or ``open``. ``law`` is ``shipped`` with what the office entered on top."""
        self.folder = folder
        self.info = info
        self.law = law
        self._shipped = shipped
        self.recovered: str | None = None
        self._engine = engine
        self._shared = dialect_of(engine).shared
        self._counted_by = ""
        self._lock = lock

    @classmethod
    def create(cls, folder: Path, info: OfficeInfo, law: Law, *, holder: str = "建立单位", database: str = "") -> Store:
        """Set up a new data folder and open it. Raises ``WorldError`` (``exists``) where there is one already.

        With the address of a server as ``database`` the office is made there, or this PC joins the one that is there.
        """
        check_info(info)
        url = url_of(database) if database else None
        if (folder / DATABASE_NAME).exists() or (folder / ADDRESS_NAME).exists():
            raise WorldError("exists", f"“{folder}”里已经有数据，不能在上面重新建立。请另选一个空文件夹。")
        refuse_bad_place(folder)
        with disk_in_words(folder):
            folder.mkdir(parents=True, exist_ok=True)
        lock = FolderLock.take(folder, holder)
        try:
            if url is None:
                return cls(folder, _made(folder, info, law), lock, info, shipped=law, law=law)
            engine, info, own = _joined(folder, url, info, law)
        except BaseException:
            lock.release()
            raise
        return cls(folder, engine, lock, info, shipped=law, law=own)

    @classmethod
    def open(cls, folder: Path, law: Law, *, holder: str) -> Store:
        """Open a data folder for ``holder``: locked, brought up to date (a copy first), looked over, clocks recounted.

        Raises ``WorldError``: ``no-data``, ``removable``, ``network-drive``, ``locked``, ``not-a-database``,
        ``corrupt``, ``newer-database``, ``read-only``, ``chain`` … each with its own sentence.
        """
        refuse_bad_place(folder)
        file = folder / DATABASE_NAME
        address = address_of(folder)
        restored = address is None and folder.is_dir() and finish_restore(file)
        if address is None and not file.exists():
            raise WorldError("no-data", f"“{folder}”里没有本程序的数据。请检查所选的文件夹，或先建立单位。")
        lock = FolderLock.take(folder, holder)
        try:
            engine = server_engine(folder, address) if address else sqlite_engine(file)
        except BaseException:
            lock.release()
            raise
        try:
            with disk_in_words(folder):
                info, own = open_checked(engine, folder, law, address.device if address else "")
                found = recovered(engine, folder, lock.left_by)
        except BaseException:
            engine.dispose()
            lock.release()
            raise
        store = cls(folder, engine, lock, info, shipped=law, law=own)
        store.recovered = "上次恢复备份时中断，现已完成恢复。" if restored else found
        return store

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """Read one moment of the store."""
        with in_words(self.folder), self._engine.connect() as connection:
            self._follow(connection)
            yield Reader(connection, self.info, self.law)

    @contextmanager
    def write(self) -> Iterator[Tx]:
        """Write in one transaction: everything at the end of the block, or nothing when it raises.

        What the office entered in it (a holiday, a value) changes the law, and so the clocks, in the same transaction.
        """
        with in_words(self.folder), _writing(self._engine) as connection:
            self._follow(connection)
            tx = Tx(connection, self.info, self.law, self._shipped)
            yield tx
            tx.follow_law()
        self.law = tx.law

    def _follow(self, connection: Connection) -> None:
        """At a server: take over what another PC of the office entered that changes the law."""
        if self._shared and (counted_by := meta.get(connection, "law")) != self._counted_by:
            self.law = own_law(connection, self._shipped)
            self._counted_by = counted_by

    def rebuild(self, progress: Progress | None = None) -> int:
        """Make all tables again from the log, in one transaction; give the number of records."""
        with in_words(self.folder), _writing(self._engine) as connection:
            return rebuild(connection, self._shipped, progress)

    def use_law(self, shipped: Law) -> tuple[Moved, ...]:
        """Go on with another shipped law (a newer catalogue or calendar); give the clocks that moved (T3)."""
        with in_words(self.folder), _writing(self._engine) as connection:
            own = own_law(connection, shipped)
            moved = recount_clocks(connection, own)
        self.law, self._shipped = own, shipped
        return moved

    def work(self, what: str, since: str) -> AbstractContextManager[None]:
        """Leave a note while long work (one ``write``) goes on: the next start can say what a crash cut short."""
        with in_words(self.folder), self._engine.connect() as connection:
            place = next_place(connection)
        return noted(self.folder, Note(what, since, place))

    def backup(self, target: Path) -> Path:
        """Write a copy of everything to ``target``; one that is there is replaced when the new one is sound."""
        with disk_in_words(target):
            return write_copy(self._engine, target, self.info)

    def keep_copy(self, day: date, why: str = "daily") -> Path:
        """Write a copy into ``backups`` (``why``: daily, import); 7 daily, 4 weekly, 12 monthly ones stay."""
        with disk_in_words(self.folder / FOLDER_NAME):
            return daily_copy(self._engine, self.folder, day, why, self.info)

    @contextmanager
    def copying(self, day: date, why: str) -> Iterator[Callable[[], Path]]:
        """Write such a copy while a transaction inside the block goes on.

        What this gives is called before the transaction ends and waits for the copy: nothing is committed before it is
        sound, so it is one of the moment before. Raises what ``keep_copy`` raises.
        """
        with ThreadPoolExecutor(1) as beside:
            yield beside.submit(self.keep_copy, day, why).result

    def backups(self) -> tuple[Path, ...]:
        """Give the copies in ``backups``, the newest first."""
        return copies(self.folder)

    @staticmethod
    def copy_problem(file: Path) -> str:
        """Give what is wrong with a copy, empty when it is sound. It is only read."""
        return file_problem(file)

    @staticmethod
    def restore(file: Path, folder: Path, *, day: date, holder: str) -> OfficeInfo:
        """Put a copy back; what was there is kept beside it. The device owes an enrolment with the new epoch."""
        refuse_bad_place(folder)
        return restore(file, folder, database=DATABASE_NAME, day=day, holder=holder)

    def epoch_owed(self) -> date | None:
        """Say since which restore the device has not been enrolled again, ``None`` when nothing is owed."""
        with in_words(self.folder), self._engine.connect() as connection:
            day = meta.epoch_owed(connection, self.info.device)
        return date.fromisoformat(day) if day else None

    def begin_epoch(self, day: date) -> None:
        """Take the next epoch, as after a restore: the device owes an enrolment with it from ``day`` on."""
        info = replace(self.info, epoch=self.info.epoch + 1)
        with in_words(self.folder), _writing(self._engine) as connection:
            meta.add_device(connection, info)
            meta.owe_epoch(connection, info.device, day.isoformat())
        self.info = info

    def epoch_settled(self) -> None:
        """Note that the device was enrolled again."""
        with in_words(self.folder), _writing(self._engine) as connection:
            meta.owe_epoch(connection, self.info.device, "")

    def check(self, *, full: bool = False) -> tuple[CheckItem, ...]:
        """Look over file, chain, attachments, tables and disk; ``full`` reads everything there is."""
        with in_words(self.folder), self._engine.execution_options(**{WRITING: full}).connect() as connection:
            return (
                check_database(connection),
                check_chain(connection, self.info, full=full),
                check_blobs(connection, full=full),
                check_projections(connection, self._shipped, full=full),
                check_disk(connection, self.folder),
            )

    def close(self) -> None:
        """Close the database and let the folder go. Twice does no harm."""
        self._engine.dispose()
        self._lock.release()


def _made(folder: Path, info: OfficeInfo, law: Law) -> Engine:
    """Make the database under another name first: a start cut short leaves no half office behind."""
    file = folder / DATABASE_NAME
    part = file.with_name(file.name + ".new")
    with disk_in_words(folder):
        remove(part)
        engine = sqlite_engine(part)
        try:
            with _writing(engine) as connection:
                create_all(connection)
                migrate.stamp(connection)
                meta.write_info(connection, info)
                meta.put(connection, {"law": law.fingerprint(), "projected_by": PROJECTED_BY})
        finally:
            engine.dispose()
        part.replace(file)
        sync_folder(folder)
    return sqlite_engine(file)


def _joined(folder: Path, url: URL, info: OfficeInfo, law: Law) -> tuple[Engine, OfficeInfo, Law]:
    """Make the office at a server or join it, and keep the address once that has gone well."""
    with disk_in_words(folder):
        try:
            engine = server_engine(folder, keep_address(folder, url, info.device))
            try:
                with _writing(engine) as connection:
                    info = found_or_join(connection, info, law)
                    return engine, info, own_law(connection, law)
            except BaseException:
                engine.dispose()
                raise
        except BaseException:
            drop_address(folder)
            raise


@contextmanager
def _writing(engine: Engine) -> Iterator[Connection]:
    with engine.execution_options(**{WRITING: True}).begin() as connection:
        yield connection
