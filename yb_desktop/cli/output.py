"""What a command prints: one JSON value, or lines for people; errors as one Chinese sentence with their code."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import date
from typing import TextIO, cast

import msgspec

from yb_desktop.base.canon import Json
from yb_desktop.base.errors import Unmet, YbError
from yb_desktop.law.law import Due
from yb_desktop.services.timing import Late


class Output:
    """Where a command prints, and whether it prints JSON."""

    def __init__(self, out: TextIO | None = None, err: TextIO | None = None) -> None:
        """Print to the given streams, by default the process's own."""
        self._out = out or sys.stdout
        self._err = err or sys.stderr

    def json(self, value: Json) -> None:
        """Print one JSON value and nothing else."""
        print(json.dumps(value, ensure_ascii=False, indent=2), file=self._out)

    def json_line(self, value: Json) -> None:
        """Print one JSON value on one line (batches)."""
        print(json.dumps(value, ensure_ascii=False), file=self._out)

    def lines(self, lines: Iterable[str]) -> None:
        """Print lines for people."""
        for line in lines:
            print(line, file=self._out)

    def flush(self) -> None:
        """Write out what is still held back. Raises ``BrokenPipeError`` where nobody reads any more."""
        self._out.flush()

    def error(self, problem: YbError) -> None:
        """Print a refusal or a broken world as one sentence and its code."""
        print(f"{problem.text}［{problem.code}］", file=self._err)

    def usage(self, text: str) -> None:
        """Print what is wrong with the command line."""
        print(text, file=self._err)


def day(value: date | None) -> str | None:
    """Give a day as ISO text."""
    return None if value is None else value.isoformat()


def due_json(due: Due) -> dict[str, Json]:
    """Give a last day in the shape of ``due --json``."""
    return {
        "rule": due.rule,
        "source": due.source,
        "last_day": due.last_day.isoformat(),
        "provisional": due.provisional,
        "outer": due.outer,
        **({"part": due.part} if due.part else {}),
    }


def unmet_json(unmet: Unmet) -> dict[str, Json]:
    """Give something in the way in the shape of a story step."""
    return {"rule": unmet.rule, "text": unmet.text, "allowed_from": day(unmet.allowed_from)}


def late_json(late: Late) -> dict[str, Json]:
    """Give a lateness in the shape of a story step."""
    return {"rule": late.rule, "working_days": late.working_days}


def row_json(row: object) -> Json:
    """Give a frozen row that a screen shows, under the names of its fields."""
    return cast(Json, msgspec.to_builtins(row))
