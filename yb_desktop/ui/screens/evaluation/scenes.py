"""Further pictures of the evaluation: pages at different stages, what a meeting decides about several."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from yb_desktop.services.views.evaluating import Stage, evaluations
from yb_desktop.ui.context import Context
from yb_desktop.ui.navigation import Screen
from yb_desktop.ui.screens.evaluation.page import NAME, EvaluationScreen
from yb_desktop.ui.subjects import Scenes


def scenes(context: Context, screen: Screen) -> Scenes:
    """Give the scenes by name."""
    if not isinstance(screen, EvaluationScreen):
        return {}
    newest = {line.stage: line.case for line in reversed(evaluations(context.desk))}

    def passing() -> None:
        screen.list.pass_list()

    def filing() -> None:
        screen.list.file_results()

    stages = (Stage.VISITING, Stage.PASSING, Stage.PUBLIC)
    found: dict[str, Callable[[], None]] = {
        stage.name.lower(): partial(context.navigator.go, NAME, newest[stage]) for stage in stages if stage in newest
    }
    return {**found, "pass-list": passing, "file": filing}
