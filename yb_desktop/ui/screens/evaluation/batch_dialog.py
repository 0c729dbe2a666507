"""One meeting, several applications: a line for each, and what became of each one said afterwards at its line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QWidget

from yb_desktop.base.canon import Json
from yb_desktop.services.desk import Desk
from yb_desktop.services.together import Outcome, each, publish_together
from yb_desktop.services.views.evaluating import EvaluationLine
from yb_desktop.ui.context import Context
from yb_desktop.ui.theme import px, space
from yb_desktop.ui.widgets.form import Form
from yb_desktop.ui.widgets.form_dialog import FormDialog
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind
from yb_desktop.ui.widgets.text import label


class _BatchDialog(FormDialog):
    """A day and fields for all, a line for each application; stays open while any line was refused."""

    action = ""
    done_words = ""

    def __init__(
        self,
        context: Context,
        lines: Sequence[EvaluationLine],
        fields: tuple[FieldSpec, ...],
        words: tuple[str, str],
        parent: QWidget | None,
    ) -> None:
        title, sentence = words
        day = FieldSpec("on", "办理日期", Kind.DATE, required=True, initial=context.today.isoformat())
        form = Form((day, *fields), context.today, day_info=context.day_info)
        super().__init__(title, form, "登记", parent, sentence=sentence, width=760)
        self._context = context
        self.lines = tuple(self.line_of(one) for one in lines)
        self.add_below(self._grid())
        self.submitted.connect(self._enter)

    def line_of(self, one: EvaluationLine) -> CaseRow:
        """Make the line of one application."""
        return CaseRow(one)

    def params(self, line: CaseRow, values: Mapping[str, Json]) -> dict[str, Json] | None:
        """Give the action's parameters for a line; ``None`` where it is left out."""
        raise NotImplementedError

    def write(self, desk: Desk, on: date, wanted: Sequence[Mapping[str, Json]]) -> tuple[Outcome, ...]:
        """Do the action for the lines that were taken."""
        return each(desk, self.action, on=on, params=wanted)

    def problem(self) -> str:
        """Say what is missing in the lines."""
        return "" if any(not line.written for line in self.lines) else "没有可登记的申请。"

    def _grid(self) -> QWidget:
        place = QWidget()
        grid = QGridLayout(place)
        space(grid, gap=6)
        grid.setColumnStretch(2, 1)
        for number, line in enumerate(self.lines):
            for at, widget in enumerate((line.ticked, line.note, line.said)):
                grid.addWidget(widget, number, at)
        return place

    def _enter(self, values: Mapping[str, Json]) -> None:
        if problem := self.problem():
            self.say_problem(problem)
            return
        rest = {name: value for name, value in values.items() if name != "on"}
        wanted = [made for line in self.lines if not line.written and (made := self.params(line, rest)) is not None]
        on = date.fromisoformat(str(values["on"]))
        context = self._context
        self.set_busy(busy=True)

        def go() -> None:
            context.act(
                lambda desk: self.write(desk, on, wanted),
                self._done,
                self.fail,
                title=self.windowTitle(),
                owner=self,
            )

        context.on_day(on, go, self.fail, owner=self)

    def _done(self, outcomes: tuple[Outcome, ...]) -> None:
        self.set_busy(busy=False)
        by_case = {one.case: one for one in outcomes}
        for line in self.lines:
            if (outcome := by_case.get(line.case)) is not None:
                line.show_outcome(outcome)
        refused = [one for one in outcomes if one.problem]
        self._context.say(f"{self.done_words}：{len(outcomes) - len(refused)} 件")
        if refused:
            self.say_problem(f"有 {len(refused)} 件没有登记，原因见各行；其余已登记。")
        else:
            self.accept()


class CaseRow:
    """The widgets of one application: taken or not, a note, what became of it."""

    def __init__(self, one: EvaluationLine) -> None:
        self.case = one.case
        self.written = False
        self.ticked = QCheckBox(one.institution_name)
        self.ticked.setChecked(True)
        self.note = QLineEdit()
        self.note.setMinimumWidth(px(240))
        self.note.hide()
        self.said = label(one.result, "small", wrap=True)

    def show_outcome(self, outcome: Outcome) -> None:
        """Say what became of it; what was written is not asked for again."""
        self.written = not outcome.problem
        self.ticked.setEnabled(not self.written)
        self.note.setEnabled(not self.written)
        self.said.setText(f"✕ {outcome.problem}" if outcome.problem else "✓ 已登记")


class PassingDialog(_BatchDialog):
    """E12, E14: the leading group's meeting; what is not ticked was not passed, with reasons."""

    action = "evaluation.pass_list"
    done_words = "已登记审议结果"

    def __init__(self, context: Context, lines: Sequence[EvaluationLine], parent: QWidget | None = None) -> None:
        sentence = "勾选的为审议通过；未通过的取消勾选，并写明理由和建议。逐件登记，互不影响。"
        super().__init__(context, lines, (), ("审议名单", sentence), parent)

    def line_of(self, one: EvaluationLine) -> CaseRow:
        """Ask for reasons where it was not passed."""
        line = CaseRow(one)
        line.note.setPlaceholderText("未通过的理由和建议")
        line.note.setAccessibleName(f"{one.institution_name}：未通过的理由和建议")
        line.ticked.toggled.connect(lambda on: line.note.setVisible(not on))
        return line

    def problem(self) -> str:
        """Say where reasons are missing."""
        bare = (line for line in self.lines if not line.written and not line.ticked.isChecked())
        unsaid = next((line for line in bare if not line.note.text().strip()), None)
        return f"请写明“{unsaid.ticked.text()}”未通过的理由。" if unsaid is not None else super().problem()

    def params(self, line: CaseRow, values: Mapping[str, Json]) -> dict[str, Json] | None:
        """Give the verdict of one application."""
        del values
        passed = line.ticked.isChecked()
        return {"case": line.case, "passed": passed, **({} if passed else {"reasons": line.note.text().strip()})}


class _TickedDialog(_BatchDialog):
    """What is not ticked is left for later."""

    untaken = ""

    def params(self, line: CaseRow, values: Mapping[str, Json]) -> dict[str, Json] | None:
        """Give what is the same for all, for what is ticked."""
        return {**values, "case": line.case} if line.ticked.isChecked() else None

    def problem(self) -> str:
        """Say when nothing is ticked."""
        chosen = any(line.ticked.isChecked() and not line.written for line in self.lines)
        return "" if chosen else self.untaken


class FilingDialog(_TickedDialog):
    """E9: results filed with the administration of the same level."""

    action = "evaluation.file_results"
    done_words = "已登记备案"
    untaken = "请勾选已备案的申请。"

    def __init__(self, context: Context, lines: Sequence[EvaluationLine], parent: QWidget | None = None) -> None:
        fields = (
            FieldSpec("day", "备案日期", Kind.DATE, help="不填即办理日期。"),
            FieldSpec("receipt", "备案回执号"),
        )
        sentence = "勾选的评估结果已向同级医疗保障行政部门备案。逐件登记，互不影响。"
        super().__init__(context, lines, fields, ("评估结果备案", sentence), parent)


class PublishingDialog(_TickedDialog):
    """E12, E13: what the meeting passed, made public on one list with one number."""

    action = "evaluation.publish"
    done_words = "已开始公示"
    untaken = "请勾选列入公示名单的申请。"

    def __init__(self, context: Context, lines: Sequence[EvaluationLine], parent: QWidget | None = None) -> None:
        fields = (
            FieldSpec("where", "公示地点", Kind.LINES, required=True, initial=["州政府门户网站州医疗保障局专栏"]),
            FieldSpec("proof", "网址或凭证"),
        )
        sentence = "勾选的列入同一份公示名单，用一个文号；未勾选的留待下次公示。"
        super().__init__(context, lines, fields, ("公示名单", sentence), parent)

    def write(self, desk: Desk, on: date, wanted: Sequence[Mapping[str, Json]]) -> tuple[Outcome, ...]:
        """Put all on one list."""
        places = wanted[0]["where"]
        where = tuple(str(place) for place in places) if isinstance(places, list) else ()
        cases = [str(one["case"]) for one in wanted]
        return publish_together(desk, on=on, cases=cases, where=where, proof=str(wanted[0].get("proof", "")))
