"""From the first paint to somebody at the desk: the folder, the office, the people, who signs in, what was recovered.

Everything the store does is done in the worker; this module only goes from one question to the next. What is needed
before the first paint (this module too) imports no service: they come in with the first work given to the worker.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog

from yb_desktop.base.canon import Json
from yb_desktop.base.clock import Clock
from yb_desktop.base.errors import YbError
from yb_desktop.ui.context import Context, Tools
from yb_desktop.ui.drafts import Draft, Drafts
from yb_desktop.ui.start.choosing import ChooseOffice, NewOffice, ServerPlace, ServerSeen
from yb_desktop.ui.start.passwords import PersonDialog, SignIn, Signing
from yb_desktop.ui.widgets.form_spec import Option

if TYPE_CHECKING:
    from yb_desktop.services.desk import Desk
    from yb_desktop.ui.window import MainWindow

FOLDER_KEY, PERSON_KEY = "folder", "person"


@dataclass(frozen=True, slots=True)
class _Opened:
    """An open office and who works there."""

    desk: Desk
    people: tuple[Signing, ...]


class Beginning(QObject):
    """Asks what must be known before work begins. One of the two signals ends it."""

    seated = Signal(object)
    """Somebody sits at the desk: carries the ``Context`` of every screen."""
    given_up = Signal()
    """The person does not want to begin; the program ends."""

    def __init__(self, window: MainWindow, tools: Tools, clock: Clock, folder: Path | None) -> None:
        super().__init__(window)
        self._window = window
        self._tools = tools
        self._clock = clock
        self._given = folder
        self._desk: Desk | None = None
        self._dialog: QDialog | None = None

    @property
    def dialog(self) -> QDialog | None:
        """Give the question that is open now."""
        return self._dialog

    @property
    def desk(self) -> Desk | None:
        """Give the desk of the open office, with nobody at it."""
        return self._desk

    def begin(self) -> None:
        """Open the folder that was named, the one remembered, or ask for one."""
        kept = self._tools.preferences.get(FOLDER_KEY)
        folder = self._given or (Path(kept) if isinstance(kept, str) else None)
        if folder is None:
            self.ask_for_office()
        else:
            self.open(folder)

    def open(self, folder: Path) -> None:
        """Open a data folder; what is wrong with it is said, and another one asked for."""
        self._tools.tasks.run(lambda: _open(folder, self._clock), self._take, self._not_opened, title="打开数据")

    def ask_for_office(self) -> None:
        """Ask which office this PC belongs to."""
        self._tools.tasks.run(_places, self._show_choice, title="准备", owner=self)

    def change_person(self) -> None:
        """Let somebody else sign in (换人登录); given up, the one who is there stays."""
        desk = self._desk
        if desk is not None:
            self._tools.tasks.run(lambda: _people(desk), self._show_sign_in, owner=self)

    def add_person(self, context: Context) -> None:
        """Enter one more person of the office, with a password."""
        title, sentence = "登记工作人员", "系统、安全保密、安全审计三员不能兼任业务岗位；提交的事项须由另一人审核。"
        self._ask_for_person(title, sentence, (), context.desk, lambda name: context.say(f"已登记{name}"))

    def _take(self, opened: _Opened) -> None:
        self._close_dialog()
        self._desk = opened.desk
        self._tools.preferences.set(FOLDER_KEY, str(opened.desk.store.folder))
        self._tell_recovered(opened.desk)
        if opened.people:
            self._show_sign_in(opened.people)
        else:
            sentence = "请先登记第一位人员；负责人或系统管理员可以再登记其他人。"
            ticked = ("reviewing", "leader")
            self._ask_for_person("还没有登记人员", sentence, ticked, opened.desk, lambda _name: self.change_person())

    def _not_opened(self, problem: YbError) -> None:
        self._tools.ask.refuse(problem)
        if isinstance(self._dialog, ChooseOffice):
            self._dialog.set_busy(busy=False)
        elif self._given is None:
            self.ask_for_office()
        else:
            self.given_up.emit()

    def _show_choice(self, places: tuple[Option, ...]) -> None:
        dialog = ChooseOffice(places, self._tools.ask, self._clock.today(), self._window)

        def make(new: NewOffice) -> None:
            self._tools.tasks.run(lambda: _make(new, self._clock), self._take, dialog.fail, title="新建", owner=dialog)

        def attempt(place: ServerPlace) -> None:
            self._tools.tasks.run(lambda: _look(place), dialog.show_found, dialog.fail, title="试连接", owner=dialog)

        dialog.made.connect(make)
        dialog.tried.connect(attempt)
        dialog.chosen.connect(self.open)
        self._show(dialog, self.given_up.emit)

    def _show_sign_in(self, people: tuple[Signing, ...]) -> None:
        desk = self._desk
        if desk is None:
            return
        last = self._tools.preferences.get(PERSON_KEY)
        dialog = SignIn(desk.info.name, people, last if isinstance(last, str) else "", self._window)

        def sign_in(person: str, password: str, *, new: bool) -> None:
            self._tools.tasks.run(
                lambda: _sign_in(desk, person, password, new=new), self._sit_down, dialog.fail, owner=dialog
            )

        dialog.wanted.connect(lambda person, password: sign_in(person, password, new=False))
        dialog.first.connect(lambda person, password: sign_in(person, password, new=True))
        self._show(dialog, self._leave)

    def _ask_for_person(
        self, title: str, sentence: str, ticked: tuple[str, ...], desk: Desk, then: Callable[[str], None]
    ) -> None:
        dialog = PersonDialog(_roles(), ticked, self._clock.today(), self._window, title=title, sentence=sentence)

        def added(name: str) -> None:
            self._close_dialog()
            then(name)

        def submit(values: dict[str, Json]) -> None:
            name, field = str(values["name"]), str(values.get("field", ""))
            roles, password = dialog.roles(), dialog.password.text()
            dialog.set_busy(busy=True)
            self._tools.tasks.run(
                lambda: _add_person(desk, name, roles, field, password), added, dialog.fail, owner=dialog
            )

        dialog.submitted.connect(submit)
        self._show(dialog, self._leave)

    def _sit_down(self, desk: Desk) -> None:
        self._close_dialog()
        if desk.person is not None:
            self._tools.preferences.set(PERSON_KEY, desk.person.id)
        drafts = Drafts(desk.store.folder / "drafts", self._clock)
        self.seated.emit(Context(self._tools, desk, drafts))

    def _leave(self) -> None:
        if not self._window.centralWidget().isEnabled():
            self.given_up.emit()

    def _tell_recovered(self, desk: Desk) -> None:
        drafts = Drafts(desk.store.folder / "drafts", self._clock).all()
        if desk.store.recovered:
            self._tools.ask.inform(desk.store.recovered, detail=_said(drafts))

    def _show(self, dialog: QDialog, given_up: Callable[[], None]) -> None:
        self._close_dialog()
        self._dialog = dialog
        dialog.rejected.connect(given_up)
        dialog.open()
        self._tools.tasks.run(_load_actions)  # while the person types

    def _close_dialog(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.blockSignals(True)  # closed by the program, not given up by the person
            dialog.close()
            dialog.deleteLater()


def _open(folder: Path, clock: Clock) -> _Opened:
    from yb_desktop.services.offices import open_office

    desk = open_office(folder, clock=clock)
    return _Opened(desk, _people(desk))


def _make(new: NewOffice, clock: Clock) -> _Opened:
    from yb_desktop.services.offices import make_office
    from yb_desktop.services.views.frame import office_places

    level = next(place.level for place in office_places() if place.code == new.code)
    database = _address(new.server) if new.server else ""
    desk = make_office(
        new.folder, office=new.code, name=new.name, level=level, device=new.device, database=database, clock=clock
    )
    return _Opened(desk, _people(desk))


def _look(place: ServerPlace) -> ServerSeen:
    from yb_desktop.services.offices import look_at_server

    seen = look_at_server(_address(place))
    return ServerSeen(seen.office, seen.name, seen.devices)


def _address(place: ServerPlace) -> str:
    from yb_desktop.services.offices import server_address

    return server_address(host=place.host, database=place.database, user=place.user, password=place.password)


def _load_actions() -> int:
    from yb_desktop.services import actions

    return actions.load()


def _people(desk: Desk) -> tuple[Signing, ...]:
    from yb_desktop.services.people import has_password
    from yb_desktop.services.views.frame import staff_of

    return tuple(
        Signing(one.id, one.name, "、".join(role.label for role in one.roles), has_password(desk, one))
        for one in staff_of(desk)
    )


def _places() -> tuple[Option, ...]:
    from yb_desktop.services.views.frame import office_places

    return tuple(Option(place.code, f"{place.code}　{place.name}") for place in office_places())


def _roles() -> tuple[tuple[str, str], ...]:
    from yb_desktop.domain.people import Role

    return tuple((role.value, role.label) for role in Role)


def _sign_in(desk: Desk, person: str, password: str, *, new: bool) -> Desk:
    from yb_desktop.services import people

    with desk.store.read() as reader:
        found = people.find_person(reader, person)
    if new:
        people.set_password(desk, found, password)
    return people.sign_in(desk, found, password)


def _add_person(desk: Desk, name: str, roles: list[Json], field: str, password: str) -> str:
    from yb_desktop.domain.people import Role
    from yb_desktop.services import people

    wanted = tuple(Role(str(role)) for role in roles)
    on = desk.clock.today()
    return people.add_with_password(desk, on=on, name=name, roles=wanted, field=field, password=password).name


def _said(drafts: tuple[Draft, ...]) -> str:
    if not drafts:
        return ""
    lines = "\n".join(f"· {draft.title}（{_minute(draft.at)}）" for draft in drafts[:8])
    return f"尚未提交、已为您保留的填写内容：\n{lines}\n打开对应的表单即可继续。"


def _minute(at: datetime) -> str:
    return at.astimezone().strftime("%Y-%m-%d %H:%M")
