"""No action of these subjects is without a place in the window: the registry against what the screens name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import yb_desktop
from yb_desktop.services import actions
from yb_desktop.services.registry import all_actions
from yb_desktop.ui.screens.applications.forms import DIALOGS, FORMS

_PACKAGE = Path(yb_desktop.__file__).parent
_OTHERWISE = {
    "applications.receive_materials": "applications/dialogs.py",
    "institutions.import_list": "institutions/import_dialog.py",
    "institutions.register": "institutions/register.py",
    "oversight.add_person": "settings/accounts.py",
}
"""Actions that a dialog of their own does, with the module of it."""
_WANTED = (
    *("oversight.add_person", "oversight.end_person", "oversight.reassign_case"),
    *("oversight.enter_holiday", "oversight.set_local"),
)

actions.load()


def named(folder: Path) -> Iterator[str]:
    """Give every text that the modules of a folder hold."""
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


@pytest.mark.parametrize("subject", ["applications", "cases", "institutions"])
def test_every_action_of_a_subject_has_its_place(subject: str) -> None:
    offered = {*named(_PACKAGE / "ui"), *_OTHERWISE}
    missing = {name for name in all_actions() if name.startswith(f"{subject}.")} - offered
    assert missing == set()


def test_what_keeps_an_office_going_has_its_place() -> None:
    offered = {*named(_PACKAGE / "ui"), *_OTHERWISE}
    assert set(_WANTED) - offered == set()
    assert set(_WANTED) <= all_actions().keys()


def test_every_dialog_of_its_own_is_there() -> None:
    for name, module in _OTHERWISE.items():
        assert name in all_actions()
        assert (_PACKAGE / "ui" / "screens" / module).is_file()


def test_what_a_case_offers_is_a_form_or_a_dialog() -> None:
    offers = ast.parse((_PACKAGE / "services" / "views" / "case_offers.py").read_text(encoding="utf-8"))
    texts = {str(node.value) for node in ast.walk(offers) if isinstance(node, ast.Constant)}
    assert texts & all_actions().keys() == FORMS.keys() | DIALOGS
