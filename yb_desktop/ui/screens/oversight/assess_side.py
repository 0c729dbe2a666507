"""Beside the assessment form: the score so far, the grade, what follows from it, the day, and the button."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from yb_desktop.domain.scoring import points_words
from yb_desktop.services.desk import Desk
from yb_desktop.services.paper.kinds import PaperRef
from yb_desktop.services.papers import paper
from yb_desktop.services.views.assessing import AssessView, GradeLine, Standing
from yb_desktop.ui.citing import badges
from yb_desktop.ui.context import Context
from yb_desktop.ui.preview import PreviewDialog
from yb_desktop.ui.theme import Tone, px, space
from yb_desktop.ui.widgets.badge import Badge, Mark
from yb_desktop.ui.widgets.date_edit import DateEdit
from yb_desktop.ui.widgets.text import Card, button, emptied, label, row


class AssessSide(QWidget):
    """The score card; ``save_button`` is offered once every item is answered."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._view: AssessView | None = None
        self._busy = False
        self.score = label("", "title")
        self.progress = Badge("")
        self.grade = Badge("")
        self.effect = label("", wrap=True)
        self._vetoes = label("", "error", wrap=True)
        self._restored = label("已恢复上次没有保存的内容。", "small", wrap=True)
        self._note = label("", "small", wrap=True)
        self._grades = QVBoxLayout()
        space(self._grades, gap=2)
        self._on = label("办理日期")
        self.day = DateEdit(context.today, context.day_info, words=False)
        self.day.line.setAccessibleName("办理日期")
        self.day.set_day(context.today)
        self.problem = label("", "error", wrap=True, selectable=True)
        self.save_button = button("保存考核", "primary")
        self._papers = QVBoxLayout()
        space(self._papers, gap=6)
        badge = badges(context, "G10")
        card = Card("得分和结果")
        body = card.body
        body.addLayout(row(self.score, None, self.progress))
        body.addLayout(row(self.grade, None))
        for widget in (self.effect, self._vetoes, self._restored, self.problem):
            body.addWidget(widget)
        body.addLayout(row(self._on, self.day))
        body.addWidget(self.save_button)
        body.addLayout(self._papers)
        body.addWidget(label("等级、退还质量保证金和续签", "group"))
        body.addLayout(self._grades)
        body.addWidget(self._note)
        for one in badge:
            body.addLayout(row(one, None))
        layout = QVBoxLayout(self)
        space(layout)
        layout.addWidget(card)
        layout.addStretch(1)
        self.setFixedWidth(px(310))
        self.problem.hide()

    def show_view(self, view: AssessView, *, restored: bool) -> None:
        """Show the grades of a form, and whether it can be assessed."""
        self._view = view
        self.setFixedWidth(px(310))
        for layout in (self._grades, self._papers):
            emptied(layout)
        for ref in view.papers:
            one = button(f"打印{ref.title}…", icon_name="print")
            one.clicked.connect(lambda _on=False, ref=ref: self._open_paper(view.agreement, ref))
            self._papers.addWidget(one)
        for grade in view.grades:
            self._grades.addWidget(label(_grade_words(grade, view.grades), "small", wrap=True))
        self._note.setText(view.form_note)
        self._restored.setVisible(restored)
        for widget in (self._on, self.day, self.save_button):
            widget.setVisible(view.made is None)
        if view.made is not None:
            self.say_problem("")

    def show_standing(self, standing: Standing) -> None:
        """Show the score so far; of an assessment that is done, its outcome as it was made."""
        view = self._view
        if view is None:
            return
        made = view.made
        self.score.setText(f"{points_words(made.score if made else standing.points)} 分")
        total = standing.answered + standing.missing
        if made is not None:
            self.progress.set_badge(f"已于 {made.on} 考核", Mark(Tone.GOOD, "done"))
            follows = f"退还质量保证金 {made.deposit}%，{'可以续签' if made.renews else '不宜续签'}"
            self._show_grade(made.label, follows, good=made.renews)
            self.effect.setText(f"{follows}。通知书：{made.number}")
        else:
            tone = Tone.INFO if standing.missing else Tone.GOOD
            self.progress.set_badge(f"已评 {standing.answered} / {total}", Mark(tone, "visits"))
            if standing.grade is None:
                self.grade.set_badge("评完后定等级", Mark(Tone.NEUTRAL, "later"))
                self.effect.setText("退还保证金和续签意见随等级确定。")
            else:
                self._show_grade(standing.grade.label, standing.grade.effect, good=standing.grade.renews)
        failed = "、".join(standing.vetoes)
        self._vetoes.setText(f"否决项不符合：{failed}" if failed else "")
        self._vetoes.setVisible(bool(failed))
        self.save_button.setEnabled(not self._busy and not standing.missing and not view.obstacles)
        self.save_button.setToolTip(f"还有 {standing.missing} 项没有评定。" if standing.missing else "")

    def _open_paper(self, agreement: str, ref: PaperRef) -> None:
        def make(desk: Desk) -> tuple[bytes, ...]:
            return (paper(desk, ref.document, agreement=agreement, number=ref.number),)

        PreviewDialog(self._context, f"{ref.title}　{ref.number}", make, self, name=f"{ref.title}{ref.number}").open()

    def set_busy(self, *, busy: bool) -> None:
        """Say that the deed is under way, or over."""
        self._busy = busy
        self.save_button.setEnabled(not busy)

    def say_problem(self, text: str) -> None:
        """Say what is wrong; nothing takes no room."""
        self.problem.setText(f"✕ {text}" if text else "")
        self.problem.setVisible(bool(text))

    def say_outcome(self, warnings: Sequence[str]) -> None:
        """Take the outcome in; the page shows it when it is read anew."""
        self.say_problem("")
        self.setAccessibleDescription("\n".join(warnings))

    def _show_grade(self, name: str, follows: str, *, good: bool) -> None:
        self.grade.set_badge(name, Mark(Tone.GOOD if good else Tone.BAD))
        self.effect.setText(f"{follows}。")


def _grade_words(grade: GradeLine, grades: tuple[GradeLine, ...]) -> str:
    place = grades.index(grade)
    span = f"{points_words(grade.least)} 分起" if place < len(grades) - 1 else "其余"
    return f"{grade.label}（{span}）：退 {grade.deposit}%，{'可以' if grade.renews else '不宜'}续签"
