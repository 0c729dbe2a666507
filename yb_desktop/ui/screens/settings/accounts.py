"""The dialogs of accounts: a person entered with a password, a password set anew, one's own changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from yb_desktop.base.canon import Json
from yb_desktop.domain.people import Role
from yb_desktop.services import people
from yb_desktop.services.views.settings_people import PersonLine
from yb_desktop.ui.context import Context
from yb_desktop.ui.start.passwords import PersonDialog, password_problem, secret_line
from yb_desktop.ui.theme import space
from yb_desktop.ui.widgets.form import Form
from yb_desktop.ui.widgets.form_dialog import FormDialog
from yb_desktop.ui.widgets.text import label

if TYPE_CHECKING:
    from yb_desktop.services.desk import Desk

_SEPARATE = "系统、安全保密、安全审计三员不能兼任业务岗位；提交的事项须由另一人审核。"
_ROLES = tuple((role.value, role.label) for role in Role)


class EnterPerson(PersonDialog):
    """Enters a person with roles and a first password."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(_ROLES, (), context.today, parent, title="登记工作人员", sentence=_SEPARATE)
        self._context = context
        self.submitted.connect(self._enter)

    def _enter(self, values: Mapping[str, Json]) -> None:
        name, field = str(values["name"]), str(values.get("field", ""))
        roles = tuple(Role(str(role)) for role in self.roles())
        password, on = self.password.text(), self._context.today

        def enter(desk: Desk) -> None:
            people.add_with_password(desk, on=on, name=name, roles=roles, field=field, password=password)

        def done(_none: None) -> None:
            self.accept()
            self._context.say(f"已登记{name}")

        self.set_busy(busy=True)
        self._context.act(enter, done, self.fail, title="登记工作人员", owner=self)


class _SecretsDialog(FormDialog):
    """A dialog of nothing but lines of dots; the last two are a new password, typed twice."""

    def __init__(
        self, context: Context, title: str, sentence: str, names: tuple[str, ...], parent: QWidget | None
    ) -> None:
        super().__init__(title, Form((), context.today), "保存", parent, sentence=sentence, width=460)
        self._context = context
        self.lines: tuple[QLineEdit, ...] = tuple(secret_line(name) for name in names)
        place = QWidget()
        grid = QGridLayout(place)
        space(grid, gap=10)
        for at, (name, line) in enumerate(zip(names, self.lines, strict=True)):
            grid.addWidget(label(f"{name} *"), at, 0, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(line, at, 1)
            line.returnPressed.connect(self.submit)
        grid.setColumnStretch(1, 1)
        self.add_below(place)
        self.lines[0].setFocus()

    def submit(self) -> None:
        """Check the new password and hand over."""
        if text := password_problem(self.lines[-2].text(), self.lines[-1].text()):
            self.say_problem(text)
        else:
            super().submit()

    def finish(self, said: str) -> None:
        """Close, and say so."""
        self.accept()
        self._context.say(said)


class ResetPassword(_SecretsDialog):
    """Another person's password set anew; a locked account is unlocked with it."""

    def __init__(self, context: Context, line: PersonLine, parent: QWidget | None = None) -> None:
        unlocks = "账户同时解锁。" if line.locked else ""
        sentence = f"为{line.name}设置新密码，至少8个字符，请当面告知本人并由本人尽快修改。{unlocks}"
        super().__init__(context, "重设密码", sentence, ("新密码", "再输一次"), parent)
        self._line = line
        self.submitted.connect(self._reset)

    def _reset(self, _values: Mapping[str, Json]) -> None:
        person, password = self._line.id, self.lines[0].text()

        def reset(desk: Desk) -> None:
            people.reset_password(desk, person, password)

        self.set_busy(busy=True)
        self._context.act(
            reset, lambda _none: self.finish(f"已重设{self._line.name}的密码"), self.fail, title="重设密码", owner=self
        )


class OwnPassword(_SecretsDialog):
    """One's own password, by whoever knows the old one."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        sentence = "新密码至少8个字符。原密码连续输错五次，账户会锁定。"
        super().__init__(context, "修改我的密码", sentence, ("原密码", "新密码", "再输一次"), parent)
        self.submitted.connect(self._change)

    def _change(self, _values: Mapping[str, Json]) -> None:
        old, new = self.lines[0].text(), self.lines[1].text()

        def change(desk: Desk) -> None:
            people.change_password(desk, old, new)

        self.set_busy(busy=True)
        self._context.act(change, lambda _none: self.finish("已修改密码"), self.fail, title="修改密码", owner=self)
