"""Any action as a dialog built from its description: what stands in its way, its questions, its deed.

A screen says which action about which matter (``open_action``); everything else comes from ``services.views.asking``.
Actions that need more than plain questions have dialogs of their own on their screens.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from yb_desktop.base.canon import Json
from yb_desktop.services.views.asking import Ask, AskedForm, Question, asked_form, params_of
from yb_desktop.services.views.case_offers import Obstacle
from yb_desktop.ui.context import Context
from yb_desktop.ui.theme import Tone
from yb_desktop.ui.widgets.badge import Badge
from yb_desktop.ui.widgets.basis import BasisBadge, Citation
from yb_desktop.ui.widgets.form import DraftPlace, Form
from yb_desktop.ui.widgets.form_dialog import FormDialog
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind, Option
from yb_desktop.ui.widgets.text import column, label, row

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
        self._context = context
        self._asked = asked
        self._then = then
        matter = "/".join(str(value) for value in asked.given.values() if isinstance(value, str))
        today = context.today.isoformat()
        basis = context.cite(asked.rule) if asked.rule else None
        day = FieldSpec("on", "办理日期", Kind.DATE, required=True, initial=today, basis=basis)
        form = Form(
            (day, *(_field(one) for one in asked.questions)),
            context.today,
            draft=DraftPlace(context.drafts, f"{asked.action}/{matter}", f"{asked.title}：{about}"),
            day_info=context.day_info,
            open_article=context.open_article,
        )
        deed = "提交审核" if asked.two_persons else "办理"
        super().__init__(asked.title, form, deed, parent, sentence=about, width=660)
        if asked.obstacles:
            self.add_above(obstacle_list(asked.obstacles, context.open_article))
        if asked.two_persons:
            self.add_below(label("须由另一位审核人员审核后生效。", "small"))
        if initial is not None:
            form.set_values(initial)
        kept = form.found_draft()
        if kept is not None:
            form.set_values(kept.values)
            self.add_below(label("已恢复上次没有提交的内容。", "small"))
        self.submitted.connect(self._act)

    def _act(self, values: Mapping[str, Json]) -> None:
        if self._asked.sure and not self._context.ask.confirm(self._asked.sure, yes=self._asked.title):
            return
        typed = {name: value for name, value in values.items() if name != "on"}
        params = params_of(self._asked, {one.id: _value(one, typed.get(one.id)) for one in self._asked.questions})
        self.set_busy(busy=True)
        self._context.do(
            self._asked.action,
            params,
            self._done,
            self.fail,
            on=date.fromisoformat(str(values["on"])),
            title=self._asked.title,
            owner=self,
        )

    def _done(self, step: Step) -> None:
        self.form.done()
        self.accept()
        self._context.say("已提交审核" if step.pending else f"已办理：{self._asked.title}")
        for warning in step.warnings:
            self._context.say(warning, Tone.WARN)
        if self._then is not None:
            self._then(step)


def obstacle_list(obstacles: Sequence[Obstacle], open_article: Callable[[str], None]) -> QWidget:
    """Show what stands in the way of an action, each with the article it rests on."""
    place = QWidget()
    layout = column(Badge(f"现在不能办理：有 {len(obstacles)} 项不满足", Tone.WARN), gap=6)
    for one in obstacles:
        layout.addWidget(label(f"• {one.unmet.text}", wrap=True))
        if one.rule_title:
            citation = Citation(one.unmet.rule, one.article, one.rule_title)
            layout.addLayout(row(BasisBadge(citation, open_article), None))
    place.setLayout(layout)
    return place


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
        unit="元" if kind is Kind.MONEY else "",
        initial=question.initial,
        read_only=typed,
    )


def _value(question: Question, value: Json) -> Json:
    if question.ask is Ask.YES_NO:
        return None if value is None else value == "yes"
    return value
