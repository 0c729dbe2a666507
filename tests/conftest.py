"""Loud tests: an unexpected log record or a left-over thread fails its test (warnings are errors already).

A test that expects a log asks for ``caplog`` and judges it itself. A test that needs a stock tool says which:
``@pytest.mark.stock("openssl", "tar")``; where one is absent the test is reported as not run, with the tool's name.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests import databases, passphrases, postgres

# The same examples everywhere when CI asks; fresh ones at a desk, where a find can be kept as a test of its own.
settings.register_profile("ci", derandomize=True, deadline=None, max_examples=60, database=None)
settings.register_profile("desk", deadline=None, max_examples=60, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

_FINISHING = 2.0  # seconds that a thread which was told to stop may take to do so


class _Heard(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def loud(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail the test when it leaves a thread behind or logs a warning nobody asked for."""
    heard = _Heard()
    before = set(threading.enumerate())
    logging.getLogger().addHandler(heard)
    yield
    logging.getLogger().removeHandler(heard)
    if left := _left_over(before):
        pytest.fail(f"threads left over: {', '.join(left)}")
    if heard.records and "caplog" not in request.fixturenames:
        pytest.fail("unexpected log: " + "; ".join(f"{r.name}: {r.getMessage()}" for r in heard.records))


def _left_over(before: set[threading.Thread]) -> list[str]:
    # Threads that Python did not start (Qt's) stay listed as dummies after they have ended; Qt itself watches those.
    new = [t for t in threading.enumerate() if t not in before and not isinstance(t, threading._DummyThread)]
    for thread in new:
        thread.join(_FINISHING)
    return [thread.name for thread in new if thread.is_alive()]


@pytest.fixture(scope="session", autouse=True)
def little_work() -> Iterator[None]:
    """Let passphrases cost little, in every test that does not ask for their ``true_cost``."""
    with passphrases.costing_little():
        yield


@pytest.fixture
def true_cost() -> Iterator[None]:
    """Let passphrases cost what they cost the program."""
    with passphrases.costing_in_full():
        yield


@pytest.fixture(scope="session")
def running_server() -> Iterator[postgres.Server]:
    """A PostgreSQL server, for tests marked ``stock("initdb", "pg_ctl")``."""
    with postgres.running() as made:
        yield made


@pytest.fixture
def server(running_server: postgres.Server) -> Iterator[postgres.Server]:
    """The server, with what the test made on it taken away afterwards."""
    with running_server.cleared():
        yield running_server


@pytest.fixture(scope="session", autouse=True)
def whole_matrix(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let every office lie on the server where ``--dialect=postgresql`` asks for it, those of a session too."""
    if request.config.getoption("--dialect") == "postgresql":
        with databases.lying_on(request.getfixturevalue("running_server")):
            yield
    else:
        yield


@pytest.fixture(autouse=True)
def dialect(request: pytest.FixtureRequest) -> Iterator[str]:
    """The kind of database this test's offices lie on (``databases.on_both``)."""
    asked: str = request.config.getoption("--dialect")
    kind: str = getattr(request, "param", asked)
    if kind == "postgresql":
        with databases.lying_on(request.getfixturevalue("server")):
            yield kind
    else:
        yield kind


def pytest_addoption(parser: pytest.Parser) -> None:
    kinds = ["sqlite", "postgresql"]
    parser.addoption("--dialect", choices=kinds, default="sqlite", help="where the offices of all tests lie")


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    """An empty folder for an office's data."""
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the longest tests, and leave out by name those whose stock tool is absent.

    Of two processes the one that draws a long test last would be waited for, with nothing left for the other.
    """
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
    if config.getoption("--dialect") == "postgresql":
        _for_the_server(config, items)
    for item in items:
        mark = item.get_closest_marker("stock")
        absent = [tool for tool in mark.args if postgres.program(tool) is None] if mark else []
        if absent:
            item.add_marker(pytest.mark.skip(reason=f"stock tool absent: {', '.join(absent)}"))


def _for_the_server(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Name what is about files alone, and leave the half of ``on_both`` that lies in files to the ordinary run."""
    halves = [item for item in items if isinstance(item, pytest.Function) and _in_files(item)]
    config.hook.pytest_deselected(items=halves)
    items[:] = [item for item in items if item not in halves]
    for item in items:
        if mark := item.get_closest_marker("in_a_file"):
            item.add_marker(pytest.mark.skip(reason=f"about a file: {mark.args[0]}"))


def _in_files(item: pytest.Function) -> bool:
    call = getattr(item, "callspec", None)
    return call is not None and call.params.get("dialect") == "sqlite"
