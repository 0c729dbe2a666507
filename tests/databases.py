"""Where the stores of a test lie: in files, or, where a test or ``--dialect=postgresql`` asks for it, on the server.

An office is made (or copied) in a file, closed, and ``settle``d: on the server its rows are carried into a database of
its own. Each kind of office is carried once; further ones are copies that the server makes. Tests tell what is about a
file alone (``in_a_file``, with the reason); all else holds for both.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, make_url

from tests.postgres import Server
from yb_desktop.store import migrate
from yb_desktop.store.carry import carry
from yb_desktop.store.database import DATABASE_NAME
from yb_desktop.store.dialect.interface import WRITING
from yb_desktop.store.dialect.sqlite_connect import sqlite_engine
from yb_desktop.store.meta import read_info
from yb_desktop.store.schema import create_all
from yb_desktop.store.server import address_of, keep_address, server_engine
from yb_desktop.store.tables import metadata

needs_server = pytest.mark.stock("initdb", "pg_ctl")

_ON_SERVER = pytest.param("postgresql", marks=needs_server)
on_both = pytest.mark.parametrize("dialect", ["sqlite", _ON_SERVER], indirect=True)
"""Runs a test once on each kind of database."""

on_server = pytest.mark.parametrize("dialect", [_ON_SERVER], indirect=True)
"""Runs a test on the server."""

_chosen: list[Server | None] = []


def in_a_file(why: str) -> pytest.MarkDecorator:
    """Mark what is about the file alone; ``--dialect=postgresql`` reports it as left out, and why."""
    return pytest.mark.in_a_file(why)


@contextmanager
def lying_on(server: Server) -> Iterator[None]:
    """Let offices lie on the server while the block runs."""
    _chosen.append(server)
    try:
        yield
    finally:
        _chosen.pop()


@contextmanager
def in_files() -> Iterator[None]:
    """Let offices lie in files while the block runs: patterns to be copied, and what works apart from any server."""
    _chosen.append(None)
    try:
        yield
    finally:
        _chosen.pop()


def _server() -> Server | None:
    return _chosen[-1] if _chosen else None


def new_database() -> str:
    """Give the address of a new database on the server, empty where offices lie in files."""
    server = _server()
    return server.address() if server else ""


def settle(folder: Path) -> None:
    """Put the closed store of a folder where offices lie; a file stays as it is."""
    server, file = _server(), folder / DATABASE_NAME
    if server is None:
        return
    kind = f"kind_{hashlib.sha256(file.read_bytes()).hexdigest()[:20]}"
    source = sqlite_engine(file)
    try:
        with source.connect() as connection:
            device = read_info(connection).device
            if kind not in server.patterns:
                _carry(connection, folder, server.at(server.make(kind)))
    finally:
        source.dispose()
    server.use_pattern(kind)
    file.unlink()
    keep_address(folder, make_url(server.address(kind)), device)


def twin(folder: Path, to: Path) -> None:
    """Copy a closed folder and its store, behind the program's back."""
    shutil.copytree(folder, to, ignore=shutil.ignore_patterns("lock"))
    server, address = _server(), address_of(folder)
    if server and address:
        database = make_url(address.database).database
        assert database
        keep_address(to, make_url(server.address(database)), address.device)


def slip_in(copy: Path, folder: Path) -> None:
    """Put a copy in the place of a folder's closed store, behind the program's back."""
    for suffix in ("", "-wal", "-shm"):
        (folder / f"{DATABASE_NAME}{suffix}").unlink(missing_ok=True)
    shutil.copyfile(copy, folder / DATABASE_NAME)
    settle(folder)


def _carry(source: Connection, folder: Path, address: str) -> None:
    engine = server_engine(folder, keep_address(folder, make_url(address), ""))
    try:
        with engine.execution_options(**{WRITING: True}).begin() as target:
            create_all(target)
            migrate.stamp(target)
            carry(source, target, metadata.sorted_tables)
    finally:
        engine.dispose()
