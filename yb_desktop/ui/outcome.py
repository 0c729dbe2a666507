"""What is said after a deed: that it is done or waits for its second person, what was late, what to watch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yb_desktop.ui.context import Context
from yb_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from yb_desktop.services.desk import Step


def say_done(context: Context, title: str, step: Step, *, done: str = "已办理") -> None:
    """Say in one breath what became of the deed ``title``; ``done`` is the word for it once it has taken effect."""
    late = "".join(f"，{one.rule} 迟办 {one.working_days} 个工作日" for one in step.late)
    words = f"已提交，待第二人审核：{title}" if step.pending else f"{done}：{title}{late}"
    context.say("；".join((words, *step.warnings)), Tone.WARN if step.late or step.warnings else Tone.GOOD)
