"""Offices for the tests of screens: the sample office made once and copied, its day moved on, a context over it."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tests import databases
from tests.ui.recording import RecordingAsk
from yb_desktop.base.clock import FixedClock
from yb_desktop.base.ids import make_ids
from yb_desktop.domain.vocabulary import CaseState
from yb_desktop.services.desk import Desk
from yb_desktop.services.offices import open_office
from yb_desktop.services.people import find_person
from yb_desktop.services.registry import run
from yb_desktop.services.stories.sample import make_sample_office
from yb_desktop.store import lists
from yb_desktop.ui.context import Context, Tools
from yb_desktop.ui.drafts import Drafts
from yb_desktop.ui.navigation import Navigator, Place, Screen
from yb_desktop.ui.preferences import Preferences
from yb_desktop.ui.tasks import Tasks
from yb_desktop.ui.theme import Tone

CLERK, REVIEWER = "李晓梅", "王建国"
MADE = date(2026, 3, 2)
DAY = date(2026, 3, 20)
"""The day of the tests: later than what happened in the sample office."""


def make_template(folder: Path) -> Path:
    """Make the sample office to be copied."""
    make_sample_office(folder / "office", MADE).store.close()
    return folder / "office"


def copied(template: Path, folder: Path) -> Path:
    """Copy the sample office into a folder, to where offices lie."""
    shutil.copytree(template, folder, ignore=shutil.ignore_patterns("lock"))
    databases.settle(folder)
    return folder


def opened_copy(template: Path, folder: Path) -> Desk:
    """Open a copy of the sample office with its clerk at the desk."""
    copied(template, folder)
    ids = make_ids(random.Random(11))
    desk = open_office(folder, clock=FixedClock(DAY), ids=ids)
    with desk.store.read() as reader:
        return desk.sign_in(find_person(reader, CLERK))


def reviewer(desk: Desk) -> Desk:
    """Give the desk with the reviewer at it, who leads the office too."""
    with desk.store.read() as reader:
        return desk.sign_in(find_person(reader, REVIEWER))


def with_nothing_pending(desk: Desk) -> Desk:
    """Send back what waits about an agreement, and give the desk: what some tests do begins with none that waits."""
    with desk.store.read() as reader:
        waiting = [one.id for one in reader.every_agreement() if one.pending is not None]
    for one in waiting:
        run(reviewer(desk), "cases.send_back", on=DAY, params={"agreement": one, "reason": "情形不明"})
    return desk


def signing_case(desk: Desk, *, studied: bool = True) -> str:
    """Bring the application in publicity to where its agreement is drafted; gives its id."""
    with desk.store.read() as reader:
        case = lists.applications(reader, state=CaseState.PUBLICITY).rows[0].id
    study = ("agreements.study",) if studied else ()
    for action in ("evaluation.end_publicity", "agreements.negotiate", *study):
        run(desk, action, on=DAY, params={"case": case})
    return case


def lead(navigator: Navigator, name: str, screen: Screen) -> None:
    """Lead to a screen as the window does, without one."""

    def go(place: Place) -> None:
        if place.screen == name:
            screen.open(place.entity)

    navigator.wanted.connect(go)


@dataclass(slots=True)
class Seat:
    """A context with what was said and where somebody wanted to go."""

    context: Context
    ask: RecordingAsk
    said: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)


def seat(desk: Desk, tasks: Tasks, ask: RecordingAsk, folder: Path) -> Seat:
    """Sit down at a desk."""
    said: list[str] = []
    places: list[Place] = []
    navigator = Navigator()
    navigator.wanted.connect(places.append)

    def say(text: str, _tone: Tone = Tone.GOOD) -> None:
        said.append(text)

    tools = Tools(tasks, ask, navigator, Preferences(folder / "window.json"), say)
    return Seat(Context(tools, desk, Drafts(folder / "drafts", desk.clock)), ask, said, places)
