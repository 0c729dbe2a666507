"""``due`` and ``rules``: what can be asked of the law, the program's or as an office works under it (``--data``)."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from yb_desktop.base.canon import Json
from yb_desktop.base.clock import PcClock
from yb_desktop.base.errors import BadInput
from yb_desktop.base.files import world_error
from yb_desktop.cli.arguments import Commands, add_command, iso_day, office_of
from yb_desktop.cli.output import Output, due_json
from yb_desktop.law.law import Due, Law, Pause, shipped_law
from yb_desktop.law.report import BasisRow, RuleRow, rules_table

AREA = "532326"
"""Where a question is asked of when it names neither an area nor an office."""


class BatchLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"start": "from"}):
    """One line of ``due --batch``."""

    rule: str
    start: date
    area: str = ""
    paused: tuple[tuple[date, date], ...] = ()


def add(commands: Commands) -> None:
    """Add the commands of this module."""
    due = add_command(commands, "due", _due, "期限的最后一日")
    due.add_argument("rule", nargs="?", metavar="RULE")
    due.add_argument("--from", dest="start", type=iso_day, metavar="DATE")
    due.add_argument("--area", default="", metavar="CODE")
    due.add_argument("--paused", nargs=2, action="append", default=[], type=iso_day, metavar=("FROM", "TO"))
    due.add_argument("--batch", metavar="FILE.jsonl", help="一行一个问题；“-”从标准输入读")

    rules = add_command(commands, "rules", _rules, "规则目录")
    rules.add_argument("ids", nargs="*", metavar="ID")
    rules.add_argument("--on", type=iso_day, default=None, metavar="DATE")
    rules.add_argument("--area", default="", metavar="CODE")


@dataclass(frozen=True, slots=True)
class Asked:
    """The law that is asked, and the area for questions that name none."""

    law: Law
    area: str


@contextmanager
def _law(args: argparse.Namespace) -> Iterator[Asked]:
    """Give the law under which the office of ``--data`` works, with what it entered; without it the program's."""
    if args.data is None:
        yield Asked(shipped_law(), AREA)
        return
    with office_of(args) as desk:
        yield Asked(desk.law, desk.info.area)


def _due(args: argparse.Namespace, output: Output) -> int:
    with _law(args) as asked:
        if args.batch:
            return _batch(asked, args.batch, output)
        if not args.rule or args.start is None:
            raise BadInput("usage", "请给出规则编号和起算日，例如：due E1 --from 2026-03-02。")
        paused = [Pause(first, last) for first, last in args.paused]
        found = asked.law.due(args.rule, args.start, area=args.area or asked.area, paused=paused)
    if args.json:
        output.json([due_json(one) for one in found])
    else:
        output.lines([_due_line(one) for one in found] or ["本地区无规定（没有起算的期限）。"])
    return 0


def _due_line(due: Due) -> str:
    marks = "（暂定）" if due.provisional else ""
    return f"{due.rule}　{due.last_day}{marks}　{'外限' if due.outer else '本地'}　{due.why}"


def _batch(asked: Asked, name: str, output: Output) -> int:
    for place, line in enumerate(_lines(name), start=1):
        if not line.strip():
            continue
        try:
            one = msgspec.json.decode(line, type=BatchLine)
        except (msgspec.ValidationError, msgspec.DecodeError) as problem:
            raise BadInput("usage", f"第{place}行不合规（{problem}），已停止。") from problem
        paused = [Pause(first, last) for first, last in one.paused]
        found = asked.law.due(one.rule, one.start, area=one.area or asked.area, paused=paused)
        output.json_line([due_json(due) for due in found])
    return 0


def _lines(name: str) -> Iterable[bytes]:
    if name == "-":
        return sys.stdin.buffer
    path = Path(name)
    try:
        return path.read_bytes().splitlines()
    except OSError as problem:
        raise world_error(problem, path) from problem


def _rules(args: argparse.Namespace, output: Output) -> int:
    with _law(args) as asked:
        rows = rules_table(asked.law, args.ids, on=args.on or PcClock().today(), area=args.area or asked.area)
    if args.json:
        output.json([_rule_json(row) for row in rows])
    else:
        output.lines(line for row in rows for line in _rule_lines(row))
    return 0


def _rule_json(row: RuleRow) -> dict[str, Json]:
    return {
        "id": row.id,
        "title": row.title,
        "kind": row.kind,
        "chapter": row.chapter,
        "manual": row.manual,
        "in_force": row.in_force,
        "note": row.note,
        "basis": [_basis_json(basis) for basis in row.bases],
    }


def _basis_json(basis: BasisRow) -> dict[str, Json]:
    return {
        "source": basis.source,
        "document": basis.number,
        "kinds": [kind.value for kind in basis.kinds],
        "value": basis.value,
        "unit": basis.unit or None,
        "words": basis.words or None,
        "part": basis.part or None,
        "in_force": basis.in_force,
    }


def _rule_lines(row: RuleRow) -> Iterable[str]:
    yield f"{row.id}　{row.title}" + (f"（{row.note}）" if row.note else "")
    for basis in row.bases:
        mark = "" if basis.in_force else "（未在本地区施行）"
        yield f"　　{basis.source}　{basis.number}　{basis.words}{mark}"
