"""``story``: run cases told as data through the real actions (design page "actions", Stories)."""

from __future__ import annotations

import argparse
from pathlib import Path

from yb_desktop.base.canon import Json
from yb_desktop.cli.arguments import Commands, add_command
from yb_desktop.cli.output import Output, due_json, late_json, unmet_json
from yb_desktop.services.stories.story import StepReport, StoryReport, run_story
from yb_desktop.services.stories.story_form import read_story


def add(commands: Commands) -> None:
    """Add the command of this module."""
    story = add_command(commands, "story", _story, "运行案例文件")
    story.add_argument("files", nargs="+", type=Path, metavar="FILE")


def _story(args: argparse.Namespace, output: Output) -> int:
    reports: list[StoryReport] = [run_story(read_story(path)) for path in args.files]
    if args.json:
        shown = [_story_json(report) for report in reports]
        output.json(shown[0] if len(shown) == 1 else shown)
    else:
        for report in reports:
            output.lines(
                [f"{'通过' if report.ok else '不通过'}　{report.title}", *(f"　　{t}" for t in report.failures)]
            )
    return 0 if all(report.ok for report in reports) else 1


def _story_json(report: StoryReport) -> dict[str, Json]:
    return {
        "title": report.title,
        "ok": report.ok,
        "steps": [step_json(step) for step in report.steps],
        "failures": list(report.failures),
    }


def step_json(step: StepReport) -> dict[str, Json]:
    """Give one step in the shape of ``story --json``."""
    return {
        "on": step.on.isoformat(),
        "do": step.do,
        "ok": step.ok,
        "refused": unmet_json(step.refused) if step.refused else None,
        "state": step.state,
        "due": [due_json(one) for one in step.due],
        "late": [late_json(one) for one in step.late],
        "documents": list(step.documents),
        "unmet": [unmet_json(one) for one in step.unmet],
    }
