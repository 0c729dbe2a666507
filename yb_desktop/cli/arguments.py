"""What the commands' arguments have in common: days, ``--data``, ``--json``, opening the office they name."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from yb_desktop.base.errors import BadInput
from yb_desktop.base.files import world_error

if TYPE_CHECKING:
    from yb_desktop.cli.main import Command
    from yb_desktop.services.desk import Desk


class Commands(Protocol):
    """Where a module adds its commands (what ``ArgumentParser.add_subparsers`` gives)."""

    def add_parser(self, name: str, *, help: str, description: str) -> argparse.ArgumentParser:  # noqa: A002
        """Add one command."""
        ...


def add_command(commands: Commands, name: str, run: Command, text: str) -> argparse.ArgumentParser:
    """Add a command with the options every command has; ``--data`` may stand before or after it."""
    made = commands.add_parser(name, help=text, description=text)
    made.add_argument("--data", type=Path, default=argparse.SUPPRESS, metavar="DIR", help="机构的数据文件夹")
    made.add_argument("--json", action="store_true", help="只输出一个JSON值")
    made.set_defaults(command=run)
    return made


def iso_day(text: str) -> date:
    """Read an ISO day; argparse shows the sentence where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，请写成2026-03-02的样子") from problem


def data_folder(args: argparse.Namespace) -> Path:
    """Give the data folder. Raises ``BadInput`` (``usage``) where the command line names none."""
    if args.data is None:
        raise BadInput("usage", "请用 --data 指明机构的数据文件夹。")
    return Path(args.data)


@contextmanager
def office_of(args: argparse.Namespace) -> Iterator[Desk]:
    """Open the office that ``--data`` names, for the length of one command."""
    from yb_desktop.services.offices import open_office

    desk = open_office(data_folder(args))
    try:
        yield desk
    finally:
        desk.store.close()


def secret(path: Path | None, prompt: str) -> str:
    """Give a passphrase from a file's first line, or asked for at the terminal; never from an argument."""
    if path is None:
        return _asked(prompt)
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as problem:
        raise world_error(problem, path) from problem
    if not lines or not lines[0]:
        raise BadInput("passphrase", f"口令文件“{path.name}”是空的，请写入口令。")
    return lines[0]


def _asked(prompt: str) -> str:
    """Ask at the terminal; where there is none, take the first line of standard input."""
    if sys.stdin is not None and sys.stdin.isatty():
        import getpass

        return getpass.getpass(prompt)
    line = sys.stdin.readline().rstrip("\r\n") if sys.stdin is not None else ""
    if not line:
        raise BadInput("passphrase", "没有可以输入口令的终端，请用 --passphrase-file 指明口令文件。")
    return line


def new_secret(path: Path | None, prompt: str) -> str:
    """Ask for a new passphrase; at the terminal twice."""
    given = secret(path, prompt)
    if path is None and sys.stdin.isatty() and secret(None, "再输入一次：") != given:
        raise BadInput("passphrase", "两次输入的口令不一致，没有生成密钥。请重新办理。")
    return given


def passphrase_option(command: argparse.ArgumentParser) -> None:
    """Add the option that names a file with a passphrase."""
    command.add_argument(
        "--passphrase-file", type=Path, default=None, metavar="FILE", help="口令文件（第一行）；不给时在终端输入"
    )
