"""人员和账户: who works here with which roles; passwords set anew, accounts unlocked; what may not be done says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from yb_desktop.base.canon import Json
from yb_desktop.services import people
from yb_desktop.services.views.settings_people import OfficeFacts, PersonLine, office_facts, people_lines
from yb_desktop.ui.acting import open_action
from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.settings.accounts import EnterPerson, OwnPassword, ResetPassword
from yb_desktop.ui.theme import Tone, space
from yb_desktop.ui.widgets.badge import Mark
from yb_desktop.ui.widgets.empty_state import EmptyState
from yb_desktop.ui.widgets.page_model import Column
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.text import button, label, row
from yb_desktop.ui.widgets.whole_list import whole_list

if TYPE_CHECKING:
    from yb_desktop.services.desk import Desk

_MARKS = {
    "正常": Mark(Tone.GOOD, "person"),
    "未设密码": Mark(Tone.NEUTRAL, "later"),
    "已锁定": Mark(Tone.BAD, "stop"),
    "已停用": Mark(Tone.NEUTRAL, "stop"),
}

COLUMNS = (
    Column[PersonLine]("name", "姓名", lambda line: line.name, 110, sortable=False),
    Column[PersonLine]("roles", "岗位", lambda line: line.roles, 260, sortable=False),
    Column[PersonLine]("field", "专业", lambda line: line.field, 90, sortable=False),
    Column[PersonLine](
        "account", "账户", lambda line: line.account, 110, sortable=False, mark=lambda line: _MARKS[line.account]
    ),
    Column[PersonLine]("since", "登记", lambda line: line.since.isoformat() if line.since else "", 100, sortable=False),
    Column[PersonLine]("ended", "离岗", lambda line: line.ended.isoformat() if line.ended else "", 100, sortable=False),
)


class PeoplePage(QWidget):
    """The people and what is done about them."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.facts: OfficeFacts | None = None
        self.add, self.end = button("登记人员…", "primary", icon_name="add"), button("离岗…")
        self.reset, self.unlock = button("重设密码…"), button("解锁账户")
        self.own = button("修改我的密码…")
        empty = EmptyState("还没有登记人员", icon="person")
        self.rows: RowsView[PersonLine] = RowsView(
            "settings/people", COLUMNS, whole_list(()), context.tasks, context.preferences, name="工作人员", empty=empty
        )
        self.why = label("", "muted", wrap=True)
        layout = QVBoxLayout(self)
        space(layout, gap=8)
        layout.addLayout(row(self.add, self.end, self.reset, self.unlock, None, self.own))
        layout.addWidget(self.why)
        layout.addWidget(self.rows, 1)
        layout.addWidget(label("密码只在这台电脑上有效，不随数据包传送。连续输错五次，账户锁定。", "small", wrap=True))
        self._connect()

    def load(self) -> None:
        """Fetch the people anew."""
        self._context.read(office_facts, self._take_facts, owner=self)
        self._context.read(people_lines, self._take, owner=self)

    def begin(self) -> EnterPerson:
        """Ask for a new person."""
        dialog = EnterPerson(self._context, self)
        dialog.open()
        return dialog

    def reset_password(self) -> ResetPassword | None:
        """Ask for a new password of the chosen person."""
        line = self.rows.current()
        if line is None:
            return None
        dialog = ResetPassword(self._context, line, self)
        dialog.open()
        return dialog

    def _connect(self) -> None:
        self.add.clicked.connect(self.begin)
        self.end.clicked.connect(self._end)
        self.reset.clicked.connect(self.reset_password)
        self.unlock.clicked.connect(self._unlock)
        self.own.clicked.connect(lambda: OwnPassword(self._context, self).open())
        self.rows.selected.connect(lambda _line: self._allow())

    def _take_facts(self, found: OfficeFacts) -> None:
        self.facts = found
        sayings = {"登记人员、离岗": found.cannot_add, "重设密码、解锁账户": found.cannot_reset}
        lacking = [f"{what}：{why}" for what, why in sayings.items() if why]
        self.why.setText("\n".join(lacking))
        self.why.setVisible(bool(lacking))
        self._allow()

    def _take(self, found: tuple[PersonLine, ...]) -> None:
        self.rows.load(whole_list(found))
        self._allow()

    def _allow(self) -> None:
        line, found = self.rows.current(), self.facts
        here = line is not None and line.ended is None
        self.add.setEnabled(found is not None and not found.cannot_add)
        self.end.setEnabled(here and found is not None and not found.cannot_end)
        self.reset.setEnabled(here and found is not None and not found.cannot_reset)
        self.unlock.setEnabled(
            here and line is not None and line.locked and found is not None and not found.cannot_reset
        )
        for one, why in (
            (self.add, found.cannot_add if found else ""),
            (self.end, found.cannot_end if found else ""),
            (self.reset, found.cannot_reset if found else ""),
        ):
            one.setToolTip(why)

    def _end(self) -> None:
        line = self.rows.current()
        if line is not None:
            given: dict[str, Json] = {"person": line.id}
            open_action(self._context, "oversight.end_person", given, self, about=f"{line.name}（{line.roles}）")

    def _unlock(self) -> None:
        line = self.rows.current()
        if line is None:
            return
        person, name = line.id, line.name

        def unlock(desk: Desk) -> None:
            people.unlock(desk, person)

        self._context.act(unlock, lambda _none: self._context.say(f"已解锁{name}的账户"), owner=self)
