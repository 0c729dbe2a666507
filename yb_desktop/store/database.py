"""A data folder: opened by one program at a time, read and written in transactions, checked whenever it is opened.

``office.db`` holds everything; ``backups/`` its copies; ``lock`` says who has it open; ``work.json`` what long work
was going on, so that the next start can say what it found.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine

from yb_desktop.base.errors import WorldError
from yb_desktop.base.files import sync_folder, world_error
from yb_desktop.law.law import Law
from yb_desktop.store import meta, migrate
from yb_desktop.store.dialect.sqlite_connect import WRITING, sqlite_engine
from yb_desktop.store.errors import in_words
from yb_desktop.store.lock import FolderLock
from yb_desktop.store.meta import OfficeInfo
from yb_desktop.store.reading import Reader
from yb_desktop.store.schema import PROJECTED_BY, create_all
from yb_desktop.store.writing import Tx

__all__ = ["DATABASE_NAME", "OfficeInfo", "Store"]

DATABASE_NAME = "office.db"


class Store:
    """An open data folder. Used by one thread at a time."""

    def __init__(self, folder: Path, engine: Engine, lock: FolderLock, info: OfficeInfo, law: Law) -> None:
        """Take the parts; use ``create`` or ``open``."""
        self.folder = folder
        self.info = info
        self.law = law
        self.recovered: str | None = None
        self._engine = engine
        self._lock = lock

    @classmethod
    def create(cls, folder: Path, info: OfficeInfo, law: Law, *, holder: str = "建立") -> Store:
        """Set up a new data folder and open it. Raises ``WorldError`` (``exists``) where there is one already."""
        file = folder / DATABASE_NAME
        if file.exists():
            raise WorldError("exists", f"“{folder}”里已经有数据，不能在上面重新建立。请另选一个空文件夹。")
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise world_error(problem, folder) from problem
        lock = FolderLock.take(folder, holder)
        engine = sqlite_engine(file)
        with in_words(folder), _writing(engine) as connection:
            create_all(connection)
            migrate.stamp(connection)
            meta.write_info(connection, info)
            meta.put(connection, {"law": law.fingerprint(), "projected_by": PROJECTED_BY})
        sync_folder(folder)
        return cls(folder, engine, lock, info, law)

    @classmethod
    def open(cls, folder: Path, law: Law, *, holder: str) -> Store:
        """Open a data folder for ``holder``."""
        file = folder / DATABASE_NAME
        if not file.exists():
            raise WorldError("no-data", f"“{folder}”里没有本程序的数据。请检查所选的文件夹，或先建立单位。")
        lock = FolderLock.take(folder, holder)
        engine = sqlite_engine(file)
        with in_words(folder), engine.connect() as connection:
            info = meta.read_info(connection)
        return cls(folder, engine, lock, info, law)

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """Read one moment of the store."""
        with in_words(self.folder), self._engine.connect() as connection:
            yield Reader(connection, self.info, self.law)

    @contextmanager
    def write(self) -> Iterator[Tx]:
        """Write in one transaction: everything at the end of the block, or nothing when it raises."""
        with in_words(self.folder), _writing(self._engine) as connection:
            tx = Tx(connection, self.info, self.law)
            yield tx
            tx.flush()

    def close(self) -> None:
        """Close the database and let the folder go. Twice does no harm."""
        self._engine.dispose()
        self._lock.release()


@contextmanager
def _writing(engine: Engine) -> Iterator[Connection]:
    with engine.execution_options(**{WRITING: True}).begin() as connection:
        yield connection
