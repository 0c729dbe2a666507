"""What every screen gets: the desk in the worker, the door to the user, the way to other screens, drafts, the law.

One value passed in, no globals. ``read`` and ``act`` are the only ways to the store: both run in the worker, and
``act`` tells every screen afterwards that something was written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject
from shiboken6 import isValid

from yb_desktop.base.canon import Json
from yb_desktop.base.errors import BadInput, NotAllowed, YbError
from yb_desktop.services.exchange.key_ring import KeyRing
from yb_desktop.ui.ask import Ask
from yb_desktop.ui.drafts import Drafts
from yb_desktop.ui.navigation import Navigator
from yb_desktop.ui.preferences import Preferences
from yb_desktop.ui.tasks import Report, Task, Tasks
from yb_desktop.ui.theme import Theme, Tone
from yb_desktop.ui.widgets.basis import Citation
from yb_desktop.ui.widgets.date_edit import DayInfo, DayKind, weekday_only

if TYPE_CHECKING:  # the services bring SQLAlchemy, which is imported in the worker, after the first paint
    from yb_desktop.services.desk import Desk, Step
    from yb_desktop.services.views.citing import RuleText

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Tools:
    """What belongs to the window, whoever sits at the desk."""

    tasks: Tasks
    ask: Ask
    navigator: Navigator
    preferences: Preferences
    say: Callable[[str, Tone], None]
    theme: Theme | None = None
    """How everything looks, where it can be changed while the program runs."""


class Context:
    """Given to every screen when it is made."""

    def __init__(self, tools: Tools, desk: Desk, drafts: Drafts) -> None:
        """Take the parts; ``desk`` has the person who signed in at it."""
        self.desk = desk
        self.tasks = tools.tasks
        self.ask = tools.ask
        self.navigator = tools.navigator
        self.preferences = tools.preferences
        self.theme = tools.theme
        self.drafts = drafts
        self.keys = KeyRing()
        self._say = tools.say

    @property
    def today(self) -> date:
        """The office's day."""
        return self.desk.clock.today()

    def say(self, text: str, tone: Tone = Tone.GOOD) -> None:
        """Say a word that goes by itself; what must be read goes through ``ask``."""
        self._say(text, tone)

    def read(
        self,
        view: Callable[[Desk], T],
        then: Callable[[T], None],
        failed: Callable[[YbError], None] | None = None,
        *,
        owner: QObject | None = None,
    ) -> Task[T]:
        """Read in the worker; ``then`` gets the value in the window's thread, unless ``owner`` is gone."""
        desk = self.desk
        return self.tasks.run(lambda: view(desk), then, failed, owner=owner)

    def act(
        self,
        deed: Callable[[Desk], T],
        then: Callable[[T], None] | None = None,
        failed: Callable[[YbError], None] | None = None,
        *,
        title: str = "",
        owner: QObject | None = None,
    ) -> Task[T]:
        """Write in the worker; ``then`` gets the outcome, and then every screen is told. Errors go to the person."""
        desk = self.desk
        return self.tasks.run(
            lambda: deed(desk), self._telling(then, owner), _while_there(failed, owner, self.ask), title=title
        )

    def do(
        self,
        action: str,
        params: Mapping[str, Json],
        then: Callable[[Step], None] | None = None,
        failed: Callable[[YbError], None] | None = None,
        *,
        on: date | None = None,
        title: str = "",
        owner: QObject | None = None,
    ) -> None:
        """Do an action by its name (``applications.accept``) with JSON parameters, today or on another day.

        T8: a day before the newest record of other matters is confirmed first; not confirmed, ``failed`` is told.
        """
        from yb_desktop.services.registry import run

        day = on or self.today

        def go() -> None:
            self.act(lambda desk: run(desk, action, on=day, params=params), then, failed, title=title, owner=owner)

        self.on_day(day, go, failed, owner=owner)

    def on_day(
        self,
        day: date,
        go: Callable[[], None],
        failed: Callable[[YbError], None] | None = None,
        *,
        owner: QObject | None = None,
    ) -> None:
        """Go on with what is dated ``day``; T8: a day before the newest record of other matters is confirmed first."""
        if day < self.today:
            self._ask_day(day, go, failed, owner)
        else:
            go()

    def _ask_day(
        self, day: date, go: Callable[[], None], failed: Callable[[YbError], None] | None, owner: QObject | None
    ) -> None:
        from yb_desktop.services.desk import day_question

        def answered(question: str | None) -> None:
            if question is None or self.ask.confirm(question, yes="日期无误，办理"):
                go()
            else:
                _while_there(failed, owner, self.ask)(NotAllowed.by("T8", "没有办理。请改正办理日期。", day))

        self.read(lambda desk: day_question(desk, day), answered, failed, owner=owner)

    def act_long(
        self,
        title: str,
        deed: Callable[[Desk, Report], T],
        then: Callable[[T], None] | None = None,
        failed: Callable[[YbError], None] | None = None,
        *,
        stopped: Callable[[], None] | None = None,
        owner: QObject | None = None,
    ) -> Task[T]:
        """Do long work that writes, reports how far it is and can be stopped."""
        desk = self.desk
        return self.tasks.run_long(
            title,
            lambda report: deed(desk, report),
            self._telling(then, owner),
            _while_there(failed, owner, self.ask),
            stopped=stopped,
        )

    def day_info(self, day: date) -> DayInfo:
        """Say what kind of day a day is for this office; outside the calendars, weekday or weekend."""
        from yb_desktop.services.views.days import day_of

        try:
            found = day_of(self.desk.law, self.desk.info.area, day)
        except BadInput:
            return weekday_only(day)
        return DayInfo(DayKind[found.sort.name], found.name, found.known)

    def cite(self, rule: str) -> Citation | None:
        """Cite a rule for its badge, as it stands today in this office's area; ``None`` for what is no rule."""
        from yb_desktop.services.views.citing import citation

        found = citation(self.desk.law, rule, area=self.desk.info.area, on=self.today)
        return Citation(found.rule, found.article, found.title) if found else None

    def open_article(self, rule: str) -> None:
        """Show what stands behind a rule: its articles in force, with their figures."""
        from yb_desktop.services.views.citing import rule_text

        def show(found: RuleText) -> None:
            lines = (
                "\n".join(part for part in (f"{one.article}　{one.words}".strip(), one.document, one.text) if part)
                for one in found.articles
            )
            self.ask.inform(f"{found.rule}　{found.title}", detail="\n".join(lines) or "本地区无规定。")

        today = self.today
        self.read(lambda desk: rule_text(desk, rule, on=today), show)

    def _telling(self, then: Callable[[T], None] | None, owner: QObject | None) -> Callable[[T], None]:
        def told(value: T) -> None:
            if then is not None and (owner is None or isValid(owner)):
                then(value)
            self.navigator.written.emit()

        return told


def _while_there(
    failed: Callable[[YbError], None] | None, owner: QObject | None, ask: Ask
) -> Callable[[YbError], None]:
    """Send an error to whoever waits for it; where that is gone, to the person."""

    def told(problem: YbError) -> None:
        if failed is not None and (owner is None or isValid(owner)):
            failed(problem)
        else:
            ask.refuse(problem)

    return told
