"""One agreement's yearly assessment (G10): the form at the left, score, grade and what follows at the right.

What was answered is kept as a draft at every pause; an assessment that is done is shown as it was made.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from yb_desktop.base.canon import Json
from yb_desktop.base.errors import WorldError, YbError
from yb_desktop.domain.scoring import Answer
from yb_desktop.services.views.assessing import AssessView, Marked, Standing, assess_params, assess_view, standing_of
from yb_desktop.ui.context import Context
from yb_desktop.ui.obstacle_list import ObstacleList
from yb_desktop.ui.screens.oversight.assess_item import AssessItem
from yb_desktop.ui.screens.oversight.assess_side import AssessSide
from yb_desktop.ui.theme import space
from yb_desktop.ui.widgets.sub_page import SubPage
from yb_desktop.ui.widgets.text import button, emptied, label

_PAUSE = 700  # ms without an answer after which the draft is kept


class AssessPage(SubPage):
    """Assesses, or shows an assessment."""

    def __init__(self, context: Context) -> None:
        super().__init__("考核列表")
        self._context = context
        self._agreement = ""
        self._year: int | None = None
        self.view: AssessView | None = None
        self.items: list[AssessItem] = []
        self.institution_button = button("查看机构")
        self.year = QComboBox()
        self.year.setAccessibleName("考核年度")
        self.year.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.header = self.head("", "", self.year, self.institution_button)
        self.side = AssessSide(context)
        self._list = QVBoxLayout()
        space(self._list, margins=(0, 0, 8, 0), gap=8)
        self._unkept = False
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE)
        self._lay_out()
        self._connect()

    def show_agreement(self, agreement: str, year: int | None = None) -> None:
        """Show an agreement's year; the newest that is not assessed where none is named."""
        self.keep_draft()
        self.view = None
        self._agreement, self._year = agreement, year
        self.refresh()

    def refresh(self) -> None:
        """Read anew; what is being answered stays."""
        agreement, year = self._agreement, self._year
        self._context.read(lambda desk: assess_view(desk, agreement, year), self._take, self._failed, owner=self)

    def answers(self) -> dict[str, Marked]:
        """Give what was answered so far."""
        said = ((item.item.id, item.marked()) for item in self.items)
        return {name: marked for name, marked in said if marked is not None}

    def save(self) -> None:
        """Save the assessment."""
        view, day = self.view, self.side.day.day()
        if view is None or day is None or not self.side.save_button.isEnabled():
            return
        self.side.set_busy(busy=True)
        self._context.do(
            "oversight.assess",
            assess_params(view, self.answers()),
            lambda step: self._saved(view, step.warnings),
            self._refused,
            on=day,
            title="绩效考核",
            owner=self,
        )

    def leave(self) -> None:
        """Keep what was answered, and go back."""
        self.keep_draft()
        super().leave()

    def keep_draft(self) -> None:
        """Keep what was answered and not yet kept."""
        view = self.view
        self._soon.stop()
        if view is None or not self._unkept:
            return
        self._unkept = False
        values: dict[str, Json] = {
            item: {"answer": one.answer.value, "points": one.points, "note": one.note}
            for item, one in self.answers().items()
        }
        title = f"绩效考核：{view.institution_name} {view.year}年"
        try:
            self._context.drafts.keep(_key(view), title, values)
        except WorldError as problem:
            self.side.say_problem(problem.text)

    def _saved(self, view: AssessView, warnings: tuple[str, ...]) -> None:
        self._soon.stop()
        self._unkept = False
        self._context.drafts.drop(_key(view))
        self._context.say(f"已考核：{view.institution_name} {view.year}年")
        self.view = None
        self._year = view.year
        self.side.set_busy(busy=False)
        self.side.say_outcome(warnings)

    def _refused(self, problem: YbError) -> None:
        self.side.set_busy(busy=False)
        self.side.say_problem(problem.text)

    def _take(self, view: AssessView) -> None:
        if view == self.view:
            return
        same = self.view is not None and (self.view.agreement, self.view.year) == (view.agreement, view.year)
        kept = self.answers() if same and view.made is None else None
        self.view, self._year = view, view.year
        self.header.set_title(view.institution_name)
        self.header.set_sentence(f"{view.number} · {view.cls} · {view.form_title}")
        with QSignalBlocker(self.year):
            self.year.clear()
            for year in view.years:
                self.year.addItem(f"{year} 年", year)
            self.year.setCurrentIndex(view.years.index(view.year))
        restored = _restored(self._context, view) if kept is None and view.made is None else {}
        self._fill(view, kept or restored or view.answers)
        self.side.show_view(view, restored=bool(restored))
        self._score()

    def _failed(self, problem: YbError) -> None:
        self._context.ask.refuse(problem)
        super().leave()

    def _fill(self, view: AssessView, answers: Mapping[str, Marked]) -> None:
        emptied(self._list)
        self.items = []
        if view.obstacles:
            self._list.addWidget(ObstacleList(view.obstacles, self._context.open_article))
        for group in view.groups:
            worth = "有一项不符合的，评定为不合格" if group.veto else f"共 {len(group.items)} 项"
            self._list.addWidget(label(f"{group.title}（{worth}）", "group"))
            for item in group.items:
                card = AssessItem(item, len(self.items) + 1)
                card.show_marked(answers.get(item.id))
                card.set_read_only(on=view.made is not None)
                card.changed.connect(self._on_changed)
                self.items.append(card)
                self._list.addWidget(card)
        self._list.addStretch(1)

    def _on_changed(self) -> None:
        self._unkept = True
        self._soon.start()
        self.side.say_problem("")
        self._score()

    def _score(self) -> None:
        if self.view is not None:
            self.side.show_standing(self.standing())

    def standing(self) -> Standing:
        """Give how the assessment stands so far. Only with a view."""
        if self.view is None:
            raise LookupError("nothing is assessed")
        return standing_of(self.view, self.answers())

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setLayout(self._list)
        frame = QScrollArea()
        frame.setWidgetResizable(True)
        frame.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        frame.setWidget(inside)
        body = QHBoxLayout()
        space(body, gap=12)
        body.addWidget(frame, 1)
        body.addWidget(self.side)
        layout = QVBoxLayout(self)
        space(layout, margins=(0, 10, 0, 0), gap=10)
        layout.addWidget(self.header)
        layout.addLayout(body, 1)

    def _connect(self) -> None:
        self.institution_button.clicked.connect(self._go_to_institution)
        self.year.currentIndexChanged.connect(lambda _at: self._other_year())
        self.side.save_button.clicked.connect(self.save)
        self._soon.timeout.connect(self.keep_draft)

    def _go_to_institution(self) -> None:
        self.keep_draft()
        if self.view is not None:
            self._context.navigator.go("institutions", self.view.institution)

    def _other_year(self) -> None:
        year = self.year.currentData()
        if isinstance(year, int):
            self.show_agreement(self._agreement, year)


def _key(view: AssessView) -> str:
    return f"oversight.assess/{view.agreement}/{view.year}"


def _restored(context: Context, view: AssessView) -> dict[str, Marked]:
    """Give what a draft holds for the items of the form as it is now."""
    draft = context.drafts.get(_key(view))
    asked = {item.id for item in view.items}
    found: dict[str, Marked] = {}
    for item, value in (draft.values if draft is not None else {}).items():
        match value:
            case {"answer": str(answer), "points": None | int() as points, "note": str(note)} if item in asked:
                found[item] = Marked(Answer(answer), points, note)
            case _:
                continue
    return found
