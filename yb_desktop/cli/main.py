"""The command line: arguments in, services called, one JSON value or lines for people out (design page "command-line").

Exit status: 0 done; 1 the answer is no (an expectation does not hold, a refusal); 2 wrong usage; 3 the world is broken.
A refusal prints one Chinese sentence and its code on standard error; nobody ever sees a traceback.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from yb_desktop.base.clock import PcClock
from yb_desktop.base.errors import UserError, YbError
from yb_desktop.base.files import crash_report
from yb_desktop.cli.output import Output

DONE, NO, USAGE, BROKEN = 0, 1, 2, 3

USAGE_CODES = frozenset(
    {"usage", "action", "params", "rule-unknown", "rule-part", "area-unknown", "date-range", "pause"}
)
"""Codes of what was typed wrong on the command line itself; every other refusal is an answer of no."""

Command = Callable[[argparse.Namespace, Output], int]
"""A command: arguments and where to print in, exit status out."""


@dataclass(frozen=True, slots=True)
class Faces:
    """The commands that need the window's layer, brought by ``app``."""

    window: Callable[[Path | None], int]
    shots: Callable[[Path, list[str]], int]


class Arguments(argparse.ArgumentParser):
    """A parser that speaks Chinese about what is wrong."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments and leave with status 2."""
        print(f"命令用法不对：{message}。用“{self.prog} --help”查看用法。", file=sys.stderr)
        raise SystemExit(USAGE)


def run_command_line(arguments: list[str], faces: Faces, output: Output | None = None) -> int:
    """Run one command; gives its exit status and never raises."""
    to = output or Output()
    try:
        args = parser(faces, arguments).parse_args(arguments)
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else USAGE
    command: Command = args.command
    try:
        status = command(args, to)
        to.flush()
        return status  # noqa: TRY300 - what is still to be written may find the pipe closed
    except BrokenPipeError:  # whoever read along (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except YbError as problem:
        to.error(problem)
        return _status(problem)
    except KeyboardInterrupt:
        to.usage("已中断，没有写入未完成的内容。")
        return NO
    except Exception:  # the last door: a mistake of ours becomes a report, never a traceback
        to.error(_ours())
        return BROKEN


def _status(problem: YbError) -> int:
    if not isinstance(problem, UserError):
        return BROKEN
    return USAGE if problem.code in USAGE_CODES else NO


def _ours() -> YbError:
    report = crash_report(traceback.format_exc(), PcClock().now())
    return YbError("crash", f"程序出错，已停止本次操作，数据未受影响。错误报告已保存在“{report}”，请交给技术支持。")


COMMANDS: Mapping[str, tuple[str, ...]] = {
    "law_commands": ("due", "rules"),
    "story_commands": ("story",),
    "office_commands": ("init", "do", "list", "import", "people", "check", "backup", "restore"),
    "reference_commands": ("reference", "texts"),
    "exchange_commands": ("enrol", "trust", "export", "bundle", "take-in", "undo"),
    "paper_commands": ("print", "paper"),
    "archive_commands": ("archive",),
}
"""Which module of this layer has which commands; only the one that is asked for is imported (start-time budget)."""


def parser(faces: Faces, arguments: list[str]) -> argparse.ArgumentParser:
    """Make the parser with the commands that ``arguments`` may mean: the module of the one they name, or every one."""
    main = Arguments(prog="yb-desktop", description="医保定点管理桌面版。不带命令时打开窗口。")
    main.add_argument("--data", type=Path, default=None, metavar="DIR", help="机构的数据文件夹")
    main.set_defaults(command=lambda args, output: faces.window(args.data))
    words = arguments[2:] if arguments[:1] == ["--data"] else arguments
    if not words:  # the window
        return main
    commands = main.add_subparsers(title="命令", metavar="命令", parser_class=Arguments)

    shots = commands.add_parser("shots", help="把每个界面画成PNG（演示数据）")
    shots.add_argument("--out", type=Path, required=True, metavar="DIR")
    shots.add_argument("screen", nargs="*", metavar="SCREEN")
    shots.set_defaults(command=lambda args, output: faces.shots(args.out, args.screen))

    demo = commands.add_parser("demo", help="演示：一个县和它的州，从导入到回执")
    demo.add_argument("--out", type=Path, default=None, metavar="DIR")
    demo.add_argument("--open", action="store_true", help="完成后打开窗口")
    demo.set_defaults(command=lambda args, output: _demo(args, output, faces))

    named = [module for module, names in COMMANDS.items() if words[0] in names]
    for module in named or COMMANDS:
        importlib.import_module(f"yb_desktop.cli.{module}").add(commands)
    return main


def _demo(args: argparse.Namespace, output: Output, faces: Faces) -> int:
    from yb_desktop.cli.demo import run_demo

    county = run_demo(args.out, output)
    return faces.window(county) if args.open else DONE
