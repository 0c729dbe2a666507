"""A PostgreSQL server of our own for the tests: made in a temporary folder, heard on a socket in it, taken down after.

The server refuses to run as root, so it then runs as ``postgres`` (or ``nobody``). It syncs nothing to disk.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg

BINARIES = os.pathsep.join(str(path) for path in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True))
"""Where Debian keeps a server's programs, which are on nobody's path."""

_HAS_STRATEGIES = 150_000
_PATTERNS = 50

PASSWORD = "a:b\\c 密码"


def program(name: str) -> str | None:
    """Find a server's program."""
    return shutil.which(name) or shutil.which(name, path=BINARIES)


class Server:
    """A running server; each database asked for is new and empty."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = 0
        self.there: list[str] = []
        """What ``address`` made and ``cleared`` has not taken away yet."""
        self.patterns: list[str] = []
        """Databases that are made once and copied, which is quicker; the one used last is at the end."""

    def address(self, pattern: str = "template0") -> str:
        """Make a database and give its address."""
        self.count += 1
        self.there.append(self.make(f"office_{self.count}", pattern))
        return self.at(self.there[-1])

    def make(self, name: str, pattern: str = "template0", more: str = "") -> str:
        """Make a database. Its files are copied as they are, a fifth of the work of copying it through the server."""
        with self.at_work("postgres") as connection:
            strategy = "STRATEGY FILE_COPY" if connection.info.server_version >= _HAS_STRATEGIES else ""
            connection.execute(f"CREATE DATABASE {name} OWNER yb TEMPLATE {pattern} {strategy} {more}".encode())
        return name

    def use_pattern(self, name: str) -> None:
        """Note that a pattern is in use; the one that was not for the longest time makes room."""
        self.patterns = [*(one for one in self.patterns if one != name), name]
        if len(self.patterns) > _PATTERNS:
            self.run(f"DROP DATABASE {self.patterns.pop(0)}", "postgres")

    @contextmanager
    def cleared(self) -> Iterator[None]:
        """Take away what ``address`` makes in the block, so that the disk of a long run holds few databases.

        What is still open then belongs to several tests, and is taken away after the last of them.
        """
        try:
            yield
        finally:
            with self.at_work("postgres") as connection:
                busy = {name for (name,) in connection.execute("SELECT datname FROM pg_stat_activity")}
                for name in [one for one in self.there if one not in busy]:
                    connection.execute(f"DROP DATABASE {name}".encode())
                    self.there.remove(name)

    def at(self, database: str, user: str = "yb") -> str:
        return f"postgresql://{user}@/{database}?host={quote(str(self.folder), safe='')}"

    def run(self, statement: str, database: str) -> None:
        with self.at_work(database) as connection:
            connection.execute(statement.encode())

    def at_work(self, database: str) -> psycopg.Connection:
        """Connect as the server's administrator."""
        return psycopg.connect(f"host={self.folder} dbname={database} user=yb_admin", autocommit=True)


_IN_A_HURRY = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c autovacuum=off"
"""What keeps a server's data safe, and costs the tests time."""


@contextmanager
def running() -> Iterator[Server]:
    """Run a server. Its order of texts is not the bytes', so that ours must come from the tables."""
    folder = Path(tempfile.mkdtemp(prefix="yb-pg-"))
    data = folder / "data"
    owner = _owner()
    if owner:
        shutil.chown(folder, owner)
    folder.chmod(0o755)
    _do(owner, "initdb", "-D", str(data), "-U", "yb_admin", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
    (data / "pg_hba.conf").write_text("local all yb_secret scram-sha-256\nlocal all all trust\n")
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c max_connections=40 {_IN_A_HURRY}"
    log = str(folder / "log")
    _do(owner, "pg_ctl", "-D", str(data), "-w", "-s", "-l", log, "-o", options, "start")
    try:
        server = Server(folder)
        server.run("CREATE ROLE yb LOGIN", "postgres")
        server.run(f"CREATE ROLE yb_secret LOGIN PASSWORD '{PASSWORD}' IN ROLE yb", "postgres")
        yield server
    finally:
        _do(owner, "pg_ctl", "-D", str(data), "-w", "-s", "-m", "immediate", "stop")
        shutil.rmtree(folder)


def _owner() -> str | None:
    if os.getuid() != 0:
        return None
    return "postgres" if any(one.pw_name == "postgres" for one in pwd.getpwall()) else "nobody"


def _do(owner: str | None, name: str, *words: str) -> None:
    path = program(name)
    assert path is not None
    command = ["runuser", "-u", owner, "--"] if owner else []
    subprocess.run([*command, path, *words], check=True, stdout=subprocess.DEVNULL, cwd="/")
