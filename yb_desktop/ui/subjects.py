"""The subjects at the left, in order; a subject stands here once its screen works.

A screen's modules are imported when it is first opened: before the first paint nothing of it is read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from yb_desktop.ui.context import Context
from yb_desktop.ui.navigation import Screen

Scenes = Mapping[str, Callable[[], None]]
"""Pictures worth taking beside the screen's first one: a name, and what to do for it (open a page, a dialog)."""


@dataclass(frozen=True, slots=True)
class SubjectSpec:
    """A subject: how it is shown at the left, how its screen is made, and its further pictures for ``shots``."""

    id: str
    title: str
    icon: str
    make: Callable[[Context], Screen]
    scenes: Callable[[Context, Screen], Scenes] = lambda _context, _screen: {}


def _todo(context: Context) -> Screen:
    from yb_desktop.ui.screens.todo.page import TodoScreen

    return TodoScreen(context)


def _todo_scenes(context: Context, screen: Screen) -> Scenes:
    from yb_desktop.ui.screens.todo.scenes import scenes

    return scenes(context, screen)


def _institutions(context: Context) -> Screen:
    from yb_desktop.ui.screens.institutions.page import InstitutionsScreen

    return InstitutionsScreen(context)


def _institution_scenes(context: Context, screen: Screen) -> Scenes:
    from yb_desktop.ui.screens.institutions.scenes import scenes

    return scenes(context, screen)


def _applications(context: Context) -> Screen:
    from yb_desktop.ui.screens.applications.page import ApplicationsScreen

    return ApplicationsScreen(context)


def _application_scenes(context: Context, screen: Screen) -> Scenes:
    from yb_desktop.ui.screens.applications.scenes import scenes

    return scenes(context, screen)


def _visits(context: Context) -> Screen:
    from yb_desktop.ui.screens.visits.page import VisitsScreen

    return VisitsScreen(context)


def _visit_scenes(context: Context, screen: Screen) -> Scenes:
    from yb_desktop.ui.screens.visits.scenes import scenes

    return scenes(context, screen)


def _evaluation(context: Context) -> Screen:
    from yb_desktop.ui.screens.evaluation.page import EvaluationScreen

    return EvaluationScreen(context)


def _evaluation_scenes(context: Context, screen: Screen) -> Scenes:
    from yb_desktop.ui.screens.evaluation.scenes import scenes

    return scenes(context, screen)


def _agreements(context: Context) -> Screen:
    from yb_desktop.ui.screens.agreements.page import AgreementsScreen

    return AgreementsScreen(context)


def _agreement_scenes(context: Context, screen: Screen) -> Scenes:
    from yb_desktop.ui.screens.agreements.scenes import scenes

    return scenes(context, screen)


def _breaches(context: Context) -> Screen:
    from yb_desktop.ui.screens.breaches.page import BreachesScreen

    return BreachesScreen(context)


def _breach_scenes(context: Context, screen: Screen) -> Scenes:
    from yb_desktop.ui.screens.breaches.scenes import scenes

    return scenes(context, screen)


def _exchange(context: Context) -> Screen:
    from yb_desktop.ui.screens.exchange.page import ExchangeScreen

    return ExchangeScreen(context)


def _exchange_scenes(context: Context, screen: Screen) -> Scenes:
    from yb_desktop.ui.screens.exchange.scenes import scenes

    return scenes(context, screen)


def _settings(context: Context) -> Screen:
    from yb_desktop.ui.screens.settings.page import SettingsScreen

    return SettingsScreen(context)


def _settings_scenes(context: Context, screen: Screen) -> Scenes:
    from yb_desktop.ui.screens.settings.scenes import scenes

    return scenes(context, screen)


def _oversight(context: Context) -> Screen:
    from yb_desktop.ui.screens.oversight.page import OversightScreen

    return OversightScreen(context)


def _oversight_scenes(context: Context, screen: Screen) -> Scenes:
    from yb_desktop.ui.screens.oversight.scenes import scenes

    return scenes(context, screen)


def _rules(context: Context) -> Screen:
    from yb_desktop.ui.screens.rules.page import RulesScreen

    return RulesScreen(context)


def _rules_scenes(context: Context, screen: Screen) -> Scenes:
    from yb_desktop.ui.screens.rules.scenes import scenes

    return scenes(context, screen)


SUBJECTS = (
    SubjectSpec("todo", "待办", "todo", _todo, _todo_scenes),
    SubjectSpec("institutions", "机构", "institutions", _institutions, _institution_scenes),
    SubjectSpec("applications", "申请", "applications", _applications, _application_scenes),
    SubjectSpec("visits", "核查", "visits", _visits, _visit_scenes),
    SubjectSpec("evaluation", "评估", "evaluation", _evaluation, _evaluation_scenes),
    SubjectSpec("agreements", "协议", "agreements", _agreements, _agreement_scenes),
    SubjectSpec("breaches", "稽核", "breaches", _breaches, _breach_scenes),
    SubjectSpec("oversight", "统计", "oversight", _oversight, _oversight_scenes),
    SubjectSpec("exchange", "交换", "exchange", _exchange, _exchange_scenes),
    SubjectSpec("rules", "规则", "rules", _rules, _rules_scenes),
    SubjectSpec("settings", "设置", "settings", _settings, _settings_scenes),
)
