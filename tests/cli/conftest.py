"""Run the command line as a person would, and read what it printed."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.databases import new_database
from yb_desktop.cli.main import Faces, run_command_line
from yb_desktop.cli.output import Output


@dataclass(frozen=True, slots=True)
class Said:
    """What a command left behind: its exit status and what it printed."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON value on standard output."""
        return json.loads(self.out)


Yb = Callable[..., Said]


def _no_window(data: Path | None) -> int:
    raise AssertionError(f"no window was asked for ({data})")


def _no_shots(out: Path, screens: list[str]) -> int:
    raise AssertionError(f"no pictures were asked for ({out}, {screens})")


@pytest.fixture
def yb(capsys: pytest.CaptureFixture[str]) -> Yb:
    """Give a function that runs ``yb-desktop`` with arguments."""

    def run(*arguments: str | Path) -> Said:
        out, err = io.StringIO(), io.StringIO()
        status = run_command_line([str(a) for a in arguments], Faces(_no_window, _no_shots), Output(out, err))
        stray = capsys.readouterr()
        assert stray.out == ""
        return Said(status, out.getvalue(), err.getvalue() + stray.err)

    return run


def init(yb: Yb, folder: Path, office: str, name: str, level: str) -> Path:
    """Make an office where the offices of tests lie; give its folder back."""
    database = new_database()
    where = ("--database", database) if database else ()
    made = yb("--data", folder, "init", "--office", office, "--name", name, "--level", level, *where)
    assert made.status == 0, made.err
    return folder


@pytest.fixture
def county(yb: Yb, tmp_path: Path) -> Path:
    """Give the data folder of a new county office."""
    return init(yb, tmp_path / "county", "532326", "大姚县医疗保险管理局", "county")


@pytest.fixture
def prefecture(yb: Yb, tmp_path: Path) -> Path:
    """Give the data folder of a new prefecture."""
    return init(yb, tmp_path / "prefecture", "532300", "楚雄州医保中心", "prefecture")
