"""``due`` and ``rules``: what can be asked of the law without any office's data."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import msgspec

from yb_desktop.base.canon import Json
from yb_desktop.base.clock import PcClock
from yb_desktop.base.errors import BadInput
from yb_desktop.base.files import world_error
from yb_desktop.cli.arguments import Commands, add_command, iso_day
from yb_desktop.cli.output import Output, due_json
from yb_desktop.law.law import Due, Law, Pause, shipped_law
from yb_desktop.law.report import BasisRow, RuleRow, rules_table

AREA = "532326"


class BatchLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"start": "from"}):
    """One line of ``due --batch``."""

    rule: str
    start: date
    area: str = AREA
    paused: tuple[tuple[date, date], ...] = ()


def add(commands: Commands) -> None:
    """Add the commands of this module."""
    due = add_command(commands, "due", _due, "期限的最后一日")
    due.add_argument("rule", nargs="?", metavar="RULE")
    due.add_argument("--from", dest="start", type=iso_day, metavar="DATE")
    due.add_argument("--area", default=AREA, metavar="CODE")
    due.add_argument("--paused", nargs=2, action="append", default=[], type=iso_day, metavar=("FROM", "TO"))
    due.add_argument("--batch", metavar="FILE.jsonl", help="一行一个问题；“-”从标准输入读")

    rules = add_command(commands, "rules", _rules, "规则目录")
    rules.add_argument("ids", nargs="*", metavar="ID")
    rules.add_argument("--on", type=iso_day, default=None, metavar="DATE")
    rules.add_argument("--area", default=AREA, metavar="CODE")


def _due(args: argparse.Namespace, output: Output) -> int:
    law = shipped_law()
    if args.batch:
        return _batch(law, args.batch, output)
    if not args.rule or args.start is None:
        raise BadInput("usage", "请给出规则编号和起算日，例如：due E1 --from 2026-03-02。")
    found = _asked(law, args.rule, args.start, args.area, [Pause(first, last) for first, last in args.paused])
    if args.json:
        output.json([due_json(one) for one in found])
    else:
        output.lines([_due_line(one) for one in found] or ["本地区无规定（没有起算的期限）。"])
    return 0


def _asked(law: Law, rule: str, start: date, area: str, paused: list[Pause]) -> tuple[Due, ...]:
    return law.due(rule, start, area=area, paused=paused)


def _due_line(due: Due) -> str:
    marks = "（暂定）" if due.provisional else ""
    return f"{due.rule}　{due.last_day}{marks}　{'外限' if due.outer else '本地'}　{due.why}"


def _batch(law: Law, name: str, output: Output) -> int:
    for place, line in enumerate(_lines(name), start=1):
        if not line.strip():
            continue
        try:
            asked = msgspec.json.decode(line, type=BatchLine)
        except (msgspec.ValidationError, msgspec.DecodeError) as problem:
            raise BadInput("usage", f"第{place}行不合规（{problem}），已停止。") from problem
        paused = [Pause(first, last) for first, last in asked.paused]
        output.json_line([due_json(one) for one in _asked(law, asked.rule, asked.start, asked.area, paused)])
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
    rows = rules_table(shipped_law(), args.ids, on=args.on or PcClock().today(), area=args.area)
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
