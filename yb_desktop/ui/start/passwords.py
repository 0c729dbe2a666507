"""The dialogs of people: sign in, set a password, enter a person of the office. They ask; the start decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from yb_desktop.base.canon import Json
from yb_desktop.base.errors import YbError
from yb_desktop.domain.drawing import EXPERT_WORDS
from yb_desktop.ui.theme import px, space
from yb_desktop.ui.widgets.form import Form
from yb_desktop.ui.widgets.form_dialog import FormDialog
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind, Option
from yb_desktop.ui.widgets.text import button, label, row

_SHORTEST = 8


@dataclass(frozen=True, slots=True)
class Signing:
    """Somebody who may sign in; ``known`` is false while no password was set on this PC."""

    id: str
    name: str
    roles: str
    known: bool


class SignIn(QDialog):
    """Who works now, and the password; one without a password sets it here, twice."""

    wanted = Signal(str, str)
    """A person's id and the password to sign in with."""
    first = Signal(str, str)
    """A person's id and the password to keep for the first time."""

    def __init__(self, office: str, people: Sequence[Signing], last: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("登录")
        self.setMinimumWidth(px(420))
        self._people = {one.id: one for one in people}
        self.who = QComboBox()
        for one in people:
            self.who.addItem(f"{one.name}（{one.roles}）", one.id)
        self.who.setCurrentIndex(max(0, self.who.findData(last)))
        self.who.setAccessibleName("人员")
        self.password, self.again = secret_line("密码"), secret_line("再输一次")
        self._again_name = label("再输一次")
        self._hint = label("", "small", wrap=True)
        self._problem = label("", "error", wrap=True)
        self._problem.hide()
        self._yes, leave = button("登录", "primary"), button("取消")
        self._yes.setDefault(True)
        self._yes.clicked.connect(self._submit)
        leave.clicked.connect(self.reject)
        self.who.currentIndexChanged.connect(self._show_person)
        grid = QGridLayout()
        space(grid, gap=10)
        names = (label("人员"), label("密码"), self._again_name)
        for line, (name, field) in enumerate(zip(names, (self.who, self.password, self.again), strict=True)):
            grid.addWidget(name, line, 0, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(field, line, 1)
        grid.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        space(layout, margins=(24, 20, 24, 18), gap=12)
        layout.addWidget(label(office, "heading", wrap=True))
        layout.addLayout(grid)
        layout.addWidget(self._hint)
        layout.addWidget(self._problem)
        layout.addLayout(row(None, leave, self._yes))
        self._show_person()
        self.password.setFocus()

    def fail(self, problem: YbError) -> None:
        """Say why nobody was signed in; the password is typed anew."""
        self._yes.setEnabled(True)
        self._say(problem.text)
        self.password.clear()
        self.again.clear()
        self.password.setFocus()

    def _submit(self) -> None:
        person, password = self._person(), self.password.text()
        if person.known:
            self._yes.setEnabled(False)
            self.wanted.emit(person.id, password)
        elif text := password_problem(password, self.again.text()):
            self._say(text)
        else:
            self._yes.setEnabled(False)
            self.first.emit(person.id, password)

    def _person(self) -> Signing:
        return self._people[str(self.who.currentData())]

    def _show_person(self) -> None:
        new = not self._person().known
        self._again_name.setVisible(new)
        self.again.setVisible(new)
        self._hint.setText("第一次在这台电脑上登录，请设置密码，至少8个字符。" if new else "")
        self._hint.setVisible(new)
        self._yes.setText("设置密码并登录" if new else "登录")
        self._say("")

    def _say(self, text: str) -> None:
        self._problem.setText(f"✕ {text}" if text else "")
        self._problem.setVisible(bool(text))
        self.adjustSize()


class PersonDialog(FormDialog):
    """Enters a person of the office: name, roles, field, password."""

    def __init__(
        self,
        roles: Sequence[tuple[str, str]],
        ticked: Sequence[str],
        today: date,
        parent: QWidget | None = None,
        *,
        title: str,
        sentence: str,
    ) -> None:
        self._roles = tuple(roles)
        super().__init__(
            title, Form(_person_fields(roles, ticked), today, columns=2), "登记", parent, sentence=sentence
        )
        self.password, self.again = secret_line("密码"), secret_line("再输一次密码")
        self.password.setPlaceholderText("至少8个字符")
        secrets = QWidget()
        grid = QGridLayout(secrets)
        space(grid, gap=10)
        for at, (words, field) in enumerate((("密码 *", self.password), ("再输一次 *", self.again))):
            grid.addWidget(label(words), 0, 2 * at)
            grid.addWidget(field, 0, 2 * at + 1)
        self.add_below(secrets)

    def submit(self) -> None:
        """Check form and password, and hand the form's values over."""
        if text := password_problem(self.password.text(), self.again.text()):
            self.form.check()
            self.say_problem(text)
        elif not self.roles():
            self.say_problem("请至少选择一个岗位。")
        else:
            super().submit()

    def roles(self) -> list[Json]:
        """Give the roles that are ticked."""
        values = self.form.values()
        return [role for role, _label in self._roles if values[role] is True]


def secret_line(name: str) -> QLineEdit:
    """Make a field that shows dots."""
    made = QLineEdit()
    made.setEchoMode(QLineEdit.EchoMode.Password)
    made.setAccessibleName(name)
    return made


def password_problem(password: str, again: str) -> str:
    """Say what is wrong with a new password, nothing if it will do."""
    if len(password) < _SHORTEST:
        return f"密码至少{_SHORTEST}个字符。"
    return "" if password == again else "两次输入的密码不一样，请重新输入。"


def _person_fields(roles: Sequence[tuple[str, str]], ticked: Sequence[str]) -> tuple[FieldSpec, ...]:
    boxes = [
        FieldSpec(role, words, Kind.CHECK, initial=role in ticked, group="" if at else "岗位")
        for at, (role, words) in enumerate(roles)
    ]
    fields = tuple(Option(field, words) for field, words in EXPERT_WORDS.items() if field)
    return (
        FieldSpec("name", "姓名", required=True, maximum=40, wide=True),
        *boxes,
        FieldSpec(
            "field",
            "专业",
            Kind.CHOICE,
            choices=fields,
            hint="核查员、评估专家填写",
            help="抽取核查组和评估专家组时按专业搭配。",
            wide=True,
        ),
    )
