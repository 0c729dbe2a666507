"""Any action as a dialog built from its description: what stands in its way, its questions, its deed.

A screen says which action about which matter (``open_action``); everything else comes from ``services.views.asking``.
Actions that need more than plain questions have dialogs of their own on their screens.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from yb_desktop.base.canon import Json
from yb_desktop.base.errors import YbError
from yb_desktop.services.views.asking import Ask, AskedForm, Question, asked_form, params_of
from yb_desktop.ui.context import Context
from yb_desktop.ui.obstacle_list import ObstacleList
from yb_desktop.ui.outcome import say_done
from yb_desktop.ui.widgets.form import DraftPlace, Form
from yb_desktop.ui.widgets.form_dialog import FormDialog
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind, Option
from yb_desktop.ui.widgets.text import button, column, label, row

if TYPE_CHECKING:
    from yb_desktop.services.desk import Step

Done = Callable[["Step"], None]

_KINDS: Mapping[Ask, Kind] = {
    Ask.TEXT: Kind.TEXT,
    Ask.LONG_TEXT: Kind.MULTILINE,
    Ask.LINES: Kind.LINES,
    Ask.TICKS: Kind.TICKS,
    Ask.CHOICE: Kind.CHOICE,
    Ask.YES_NO: Kind.CHOICE,
    Ask.CHECK: Kind.CHECK,
    Ask.DAY: Kind.DATE,
    Ask.DAYS: Kind.DAYS,
    Ask.NUMBER: Kind.NUMBER,
    Ask.MONEY: Kind.MONEY,
    Ask.SUMS: Kind.SUMS,
    Ask.PERSON: Kind.PERSON,
}
_YES_NO = (Option("yes", "是"), Option("no", "否"))


def open_action(
    context: Context,
    action: str,
    given: Mapping[str, Json],
    above: QWidget,
    *,
    about: str = "",
    then: Done | None = None,
    initial: Mapping[str, Json] | None = None,
) -> None:
    """Open the form of an action about the matter in ``given``; ``about`` names it to the person.

    ``initial`` fills questions in beforehand, by question id; ``then`` is told once the deed is done.
    """
    context.read(
        lambda desk: asked_form(desk, action, given),
        lambda form: ActionDialog(context, form, above, about=about, then=then, initial=initial).open(),
        owner=above,
    )


class _Deed:
    """The deed behind a form of an action: its fields, its parameters, what is said when it is done."""

    def __init__(self, context: Context, asked: AskedForm, about: str, then: Done | None) -> None:
        self.context = context
        self.asked = asked
        self.button = "提交审核" if asked.two_persons else "办理"
        self._then = then
        matter = "/".join(str(value) for value in asked.given.values() if isinstance(value, str))
        basis = context.cite(asked.rule) if asked.rule else None
        today = context.today.isoformat()
        day = FieldSpec("on", "办理日期", Kind.DATE, required=True, initial=today, basis=basis)
        self.form = Form(
            (day, *(_field(one) for one in asked.questions)),
            context.today,
            draft=DraftPlace(context.drafts, f"{asked.action}/{matter}", f"{asked.title}：{about}"),
            day_info=context.day_info,
            open_article=context.open_article,
        )

    def notes(self, initial: Mapping[str, Json] | None) -> list[QWidget]:
        """Fill in what is known, and say what the person should know of it."""
        found = [label("须由另一位审核人员审核后生效。", "small")] if self.asked.two_persons else []
        if initial is not None:
            self.form.set_values(initial)
        kept = self.form.found_draft()
        if kept is not None:
            self.form.set_values(kept.values)
            found.append(label("已恢复上次没有提交的内容。", "small"))
        return list(found)

    def sure(self) -> bool:
        """Ask before a deed that is hard to take back."""
        return not self.asked.sure or self.context.ask.confirm(self.asked.sure, yes=self.asked.title)

    def do(self, values: Mapping[str, Json], done: Done, failed: Callable[[YbError], None], owner: QWidget) -> None:
        """Do it with what was filled in."""
        asked = self.asked
        params = params_of(asked, {one.id: _value(one, values.get(one.id)) for one in asked.questions})
        on = date.fromisoformat(str(values["on"]))
        self.context.do(asked.action, params, done, failed, on=on, title=asked.title, owner=owner)

    def done(self, step: Step) -> None:
        """Say that it is done."""
        self.form.done()
        say_done(self.context, self.asked.title, step)
        if self._then is not None:
            self._then(step)


class ActionDialog(FormDialog):
    """The form of one action; stays open, with everything typed, until the deed is done."""

    def __init__(
        self,
        context: Context,
        asked: AskedForm,
        parent: QWidget,
        *,
        about: str = "",
        then: Done | None = None,
        initial: Mapping[str, Json] | None = None,
    ) -> None:
        self._deed = _Deed(context, asked, about, then)
        self.asked = asked
        super().__init__(asked.title, self._deed.form, self._deed.button, parent, sentence=about, width=660)
        if asked.obstacles:
            self.add_above(ObstacleList(asked.obstacles, context.open_article))
        for note in self._deed.notes(initial):
            self.add_below(note)
        self.submitted.connect(self._act)

    def _act(self, values: Mapping[str, Json]) -> None:
        if self._deed.sure():
            self.set_busy(busy=True)
            self._deed.do(values, self._done, self.fail, self)

    def _done(self, step: Step) -> None:
        self.accept()
        self._deed.done(step)


class ActionPanel(QWidget):
    """The form of one action as a part of a page; what was typed is kept as a draft when the page changes."""

    def __init__(self, context: Context, asked: AskedForm, *, about: str = "") -> None:
        super().__init__()
        self._deed = _Deed(context, asked, about, None)
        self.form = self._deed.form
        self.button = button(self._deed.button, "" if asked.obstacles else "primary")
        self._problem = label("", "error", wrap=True, selectable=True)
        self._problem.hide()
        above = [ObstacleList(asked.obstacles, context.open_article)] if asked.obstacles else []
        layout = column(*above, self.form, *self._deed.notes(None), self._problem)
        layout.addLayout(row(None, self.button))
        self.setLayout(layout)
        self.button.clicked.connect(self.submit)
        self.form.submitted.connect(self.submit)
        self.form.changed.connect(lambda: self._say(""))
        keys = QShortcut(QKeySequence("Ctrl+Return"), self, self.submit)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def submit(self) -> None:
        """Check the form and do the deed; while the worker is busy nothing is done twice."""
        if self.button.isEnabled() and self.form.check() and self._deed.sure():
            self.button.setEnabled(False)
            self._deed.do(self.form.entered(), self._done, self.fail, self)

    def fail(self, problem: YbError) -> None:
        """Say why the deed was not done: at the field it is about, else below the form; what was typed stays."""
        self.button.setEnabled(True)
        if not self.form.show_problem(problem):
            self._say(problem.text)

    def _done(self, step: Step) -> None:
        self.button.setEnabled(True)
        self._deed.done(step)

    def _say(self, text: str) -> None:
        self._problem.setText(f"✕ {text}" if text else "")
        self._problem.setVisible(bool(text))


def _field(question: Question) -> FieldSpec:
    choices = tuple(Option(one.id, one.title) for one in question.choices)
    typed = question.ask in {Ask.CHOICE, Ask.TICKS} and not choices  # nothing there to choose from
    kind = Kind.TEXT if typed else _KINDS[question.ask]
    return FieldSpec(
        question.id,
        question.label,
        kind,
        required=question.required,
        help="没有可选的项目。" if typed and not question.help else question.help,
        choices=_YES_NO if question.ask is Ask.YES_NO else choices,
        minimum=0 if kind is Kind.MONEY else None,
        unit="元" if kind in {Kind.MONEY, Kind.SUMS} else "",
        initial=question.initial,
        read_only=typed,
    )


def _value(question: Question, value: Json) -> Json:
    if question.ask is Ask.YES_NO:
        return None if value is None else value == "yes"
    return value
