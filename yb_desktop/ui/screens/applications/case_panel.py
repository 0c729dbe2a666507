"""One action of a case as a form: what is in its way, its fields and parts, its button. It gathers values, no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from yb_desktop.base.canon import Json
from yb_desktop.base.errors import YbError
from yb_desktop.services.views.applications import CaseView, Member
from yb_desktop.services.views.offering import Offer
from yb_desktop.ui.citing import badges
from yb_desktop.ui.context import Context
from yb_desktop.ui.obstacle_list import ObstacleList
from yb_desktop.ui.screens.applications.form_parts import ActionForm, Params, Part
from yb_desktop.ui.screens.applications.forms import FORMS
from yb_desktop.ui.screens.applications.opinions import OpinionLines
from yb_desktop.ui.screens.applications.parts import DRAWING, MEETING, GroundsTable, PeopleTable
from yb_desktop.ui.theme import space
from yb_desktop.ui.widgets.form import DraftPlace, Form
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind
from yb_desktop.ui.widgets.text import Card, button, label, row


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants done: the action, its day, its parameters; ``question`` is asked before."""

    action: str
    title: str
    on: date
    params: Params
    question: str = ""
    danger: bool = False


class CasePanel(Card):
    """The card of one offered action."""

    wanted = Signal(object)
    """``Wanted``: the button was pressed and nothing is missing."""
    ground_wanted = Signal(object)
    """A ``GroundLine`` to check by itself."""

    def __init__(self, context: Context, view: CaseView, offer: Offer, *, first: bool) -> None:
        super().__init__(f"下一步：{offer.title}" if first else offer.title, *badges(context, offer.rule))
        self._context = context
        self._view = view
        self.offer = offer
        self._spec: ActionForm = FORMS[offer.action]
        self._problem = label("", "error", wrap=True)
        self._problem.hide()
        self.form = self._make_form()
        self.people: PeopleTable | None = self._make_people()
        members = self._spec.part is Part.MEMBERS
        self.opinions = OpinionLines([one.name for one in self._present()]) if members else None
        self.deed = button(self._spec.deed, "" if offer.obstacles else "danger" if self._spec.danger else "primary")
        self._lay_out()
        self.form.submitted.connect(self.press)
        self.deed.clicked.connect(self.press)

    def press(self) -> None:
        """Gather the values and ask for the action, unless something is missing."""
        if not self.deed.isEnabled() or not self.form.check() or not self._people_in_order():
            return
        values = self.form.entered()
        on = date.fromisoformat(str(values.pop("on")))
        params: Params = {**self._spec.params(values), **self._people_params(), "case": self._view.id}
        self.deed.setEnabled(False)
        self.wanted.emit(
            Wanted(self.offer.action, self.offer.title, on, params, self._spec.question, self._spec.danger)
        )

    def failed(self, problem: YbError) -> None:
        """Show an error: at its field where it has one, else through the door to the user."""
        self.deed.setEnabled(True)
        if not self.form.show_problem(problem):
            self._context.ask.refuse(problem)

    def ready(self) -> None:
        """Take the button back up: the question was answered with no."""
        self.deed.setEnabled(True)

    def done(self) -> None:
        """Forget the draft."""
        self.form.done()

    def _make_form(self) -> Form:
        day = FieldSpec("on", "办理日期", Kind.DATE, required=True, initial=self._context.today.isoformat())
        place = DraftPlace(
            self._context.drafts,
            f"{self.offer.action}/{self._view.id}",
            f"{self.offer.title} · {self._view.institution_name}",
        )
        return Form(
            (day, *self._spec.fields(self._view)),
            self._context.today,
            columns=2,
            draft=place,
            day_info=self._context.day_info,
            open_article=self._context.open_article,
        )

    def _make_people(self) -> PeopleTable | None:
        match self._spec.part:
            case Part.TEAM_POOL:
                return PeopleTable(self._view.pool, DRAWING)
            case Part.PANEL_POOL:
                return PeopleTable(self._view.panel_pool, DRAWING)
            case Part.MEMBERS:
                return PeopleTable(self._present(), MEETING)
            case Part.NONE | Part.GROUNDS | Part.MISSING:
                return None

    def _present(self) -> tuple[Member, ...]:
        return self._view.panel or self._view.panel_pool

    def _lay_out(self) -> None:
        if self.offer.obstacles:
            self.body.addWidget(ObstacleList(self.offer.obstacles, self._context.open_article))
        self._offer_draft()
        if self._spec.part is Part.MISSING and self._view.missing:
            self.body.addWidget(label("缺少或未盖章的材料", "group"))
            for one in self._view.missing:
                self.body.addWidget(label(f"• {one.title}", wrap=True))
        self.body.addWidget(self.form)
        if self.people is not None:
            self.body.addWidget(self.people)
        if self.opinions is not None:
            self.body.addWidget(self.opinions)
        if self._spec.part is Part.GROUNDS:
            table = GroundsTable(self._view.grounds, self._context.open_article, changeable=not self.offer.obstacles)
            table.wanted.connect(self.ground_wanted)
            self.body.addWidget(table)
            if any(one.holds for one in self._view.grounds):
                self.deed.setEnabled(False)
                self.deed.setToolTip("已有情形登记为“存在”，请逐项核查其余情形。")
        self.body.addWidget(self._problem)
        hint = label("须由另一位审核人员审核后生效。", "small") if self.offer.two_persons else label("")
        self.body.addLayout(row(hint, None, self.deed))

    def _offer_draft(self) -> None:
        draft = self.form.found_draft()
        if draft is None:
            return
        line = QWidget()
        take, drop = button("恢复草稿", "link"), button("不要了", "link")
        at = draft.at.astimezone().strftime("%Y-%m-%d %H:%M")
        layout = QVBoxLayout(line)
        space(layout)
        layout.addLayout(row(label(f"有一份 {at} 未提交的草稿。", "muted"), take, drop, None))
        take.clicked.connect(lambda: self._take_draft(draft.values, line))
        drop.clicked.connect(lambda: self._drop_draft(line))
        self.body.addWidget(line)

    def _take_draft(self, values: Mapping[str, Json], line: QWidget) -> None:
        self.form.set_values(values)
        line.hide()

    def _drop_draft(self, line: QWidget) -> None:
        self.form.done()
        line.hide()

    def _people_in_order(self) -> bool:
        problem = self.people.problem() if self.people is not None else ""
        self._problem.setText(f"✕ {problem}" if problem else "")
        self._problem.setVisible(bool(problem))
        return not problem

    def _people_params(self) -> Params:
        people = self.people
        if people is None:
            return {}
        if self._spec.part is Part.MEMBERS:
            opinions: list[Json] = [{"person": name, "text": text} for name, text in people.texts()]
            points = self.opinions.opinions() if self.opinions is not None else []
            return {"members": people.chosen(), "opinions": [*opinions, *points]}
        return {"leave_out": [{"person": name, "reason": reason} for name, reason in people.texts()]}


class GoingPanel(Card):
    """The next step is done on another screen."""

    def __init__(self, title: str, sentence: str, deed: str) -> None:
        super().__init__(f"下一步：{title}")
        self.body.addWidget(label(sentence, wrap=True))
        self.go: QPushButton = button(deed, "primary")
        self.body.addLayout(row(None, self.go))
