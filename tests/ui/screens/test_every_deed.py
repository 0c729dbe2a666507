"""No action is without a place in the window, nor what is done for many at once: the registry against the screens."""

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
_OFFERS = ("case_offers", "agreement_offers", "breach_offers", "agreement_work", "duties")
"""The views whose offers the pages make into buttons, whatever the action."""
_OTHERWISE = {
    "applications.receive_materials": ("applications/dialogs.py", "applications.receive_materials"),
    "changes.open_renewal_round": ("agreements/rounds.py", "open_round"),
    "institutions.import_list": ("institutions/import_dialog.py", "import_file"),
    "institutions.register": ("institutions/register.py", "institutions.register"),
    "oversight.add_person": ("settings/accounts.py", "add_with_password"),
    "oversight.figures": ("oversight/figures_page.py", "statistics_view"),
    "oversight.ledger": ("oversight/ledger_page.py", "ledger_view"),
    "oversight.load_reference": ("rules/reference_page.py", "load"),
    "papers.attach_scan": ("agreements/scans_page.py", "file_inbox"),
    "papers.register_print": ("../paper_preview.py", "note_print"),
    "oversight.score_counties": ("oversight/counties_page.py", "scorecard_view"),
}
"""Actions that a page of their own does, with the module of it and what it calls."""
_FOR_MANY = {
    "expire_all": "agreements/many.py",
    "filing_of": "agreements/many.py",
    "open_round": "agreements/rounds.py",
    "request_all": "agreements/rounds.py",
    "publish_all": "agreements/rounds.py",
    "prepare_all": "agreements/rounds.py",
    "release_all": "agreements/rounds.py",
}
"""The services that do one step for many, and the module that calls them."""

actions.load()


def named(folder: Path) -> Iterator[str]:
    """Give every text that the modules of a folder hold."""
    for file in folder.rglob("*.py"):
        yield from texts_of(file)


def texts_of(file: Path) -> Iterator[str]:
    """Give every text that a module holds."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def called(module: str) -> set[str]:
    """Give every name and text in a screen's module."""
    tree = ast.parse((_PACKAGE / "ui" / "screens" / module).read_text(encoding="utf-8"))
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    parts = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return names | parts | {str(node.value) for node in ast.walk(tree) if isinstance(node, ast.Constant)}


def test_every_action_has_its_place_in_the_window() -> None:
    offered = {*named(_PACKAGE / "ui"), *_OTHERWISE}
    for view in _OFFERS:
        offered |= set(texts_of(_PACKAGE / "services" / "views" / f"{view}.py"))
    assert all_actions().keys() - offered == set()


@pytest.mark.parametrize("action", sorted(_OTHERWISE))
def test_every_page_of_its_own_is_there(action: str) -> None:
    module, what = _OTHERWISE[action]
    assert action in all_actions()
    assert what in called(module)


@pytest.mark.parametrize("service", sorted(_FOR_MANY))
def test_what_is_done_for_many_has_its_place(service: str) -> None:
    assert service in called(_FOR_MANY[service])


def test_what_a_case_offers_is_a_form_or_a_dialog() -> None:
    offers = ast.parse((_PACKAGE / "services" / "views" / "case_offers.py").read_text(encoding="utf-8"))
    texts = {str(node.value) for node in ast.walk(offers) if isinstance(node, ast.Constant)}
    assert texts & all_actions().keys() == FORMS.keys() | DIALOGS
