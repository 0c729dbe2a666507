"""撤销步骤: the steps of a matter (application, agreement, audit) to choose from; what cannot be taken back says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QRadioButton, QVBoxLayout, QWidget

from yb_desktop.base.canon import Json
from yb_desktop.services.views.voiding import PastStep, past_steps
from yb_desktop.ui.context import Context
from yb_desktop.ui.outcome import say_done
from yb_desktop.ui.theme import px, space
from yb_desktop.ui.widgets.form import Form
from yb_desktop.ui.widgets.form_dialog import FormDialog
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind
from yb_desktop.ui.widgets.text import label

if TYPE_CHECKING:
    from yb_desktop.services.desk import Step

_ACTION = "cases.void_step"
_SENTENCE = "撤销的步骤仍留在记录和文书登记中，事项回到这一步以前的状态。只能从最后一步起逐步撤销。"


def open_voiding(context: Context, matter: Mapping[str, Json], above: QWidget, *, about: str = "") -> None:
    """Ask which step of ``{"case": id}`` (or an agreement, an audit) to take back; ``about`` names the matter."""
    context.read(
        lambda desk: past_steps(desk, matter),
        lambda steps: VoidDialog(context, matter, steps, above, about=about).open(),
        owner=above,
    )


class VoidDialog(FormDialog):
    """Choose a step, say why; another person releases it."""

    def __init__(
        self,
        context: Context,
        matter: Mapping[str, Json],
        steps: Sequence[PastStep],
        parent: QWidget | None = None,
        *,
        about: str = "",
    ) -> None:
        today = context.today.isoformat()
        fields = (
            FieldSpec("on", "办理日期", Kind.DATE, required=True, initial=today),
            FieldSpec("reason", "撤销的原因", Kind.MULTILINE, required=True),
        )
        form = Form(fields, context.today, day_info=context.day_info)
        super().__init__("撤销步骤", form, "提交审核", parent, sentence=f"{about}　{_SENTENCE}".strip(), width=660)
        self._context = context
        self._matter = dict(matter)
        self.choices = tuple(_Choice(one) for one in steps)
        self.add_above(self._choices())
        self.add_below(label("须由另一位审核人员审核后生效。", "small"))
        first = next((one for one in self.choices if one.isEnabled()), None)
        if first is not None:
            first.setChecked(True)
        self.submitted.connect(self._void)

    def _choices(self) -> QWidget:
        place = QWidget()
        layout = QVBoxLayout(place)
        space(layout, gap=4)
        layout.addWidget(label("要撤销的步骤", "group"))
        for one in self.choices:
            layout.addWidget(one)
            if one.step.why_not:
                why = label(one.step.why_not, "small", wrap=True)
                why.setIndent(px(24))
                layout.addWidget(why)
        return place

    def _void(self, values: Mapping[str, Json]) -> None:
        chosen = next((one.step for one in self.choices if one.isChecked()), None)
        if chosen is None:
            self.say_problem("现在没有可以撤销的步骤，原因见各步骤下的说明。")
            return
        params: dict[str, Json] = {**self._matter, "step": chosen.step, "reason": values["reason"]}
        on = date.fromisoformat(str(values["on"]))
        self.set_busy(busy=True)
        self._context.do(_ACTION, params, self._done, self.fail, on=on, title="撤销步骤", owner=self)

    def _done(self, step: Step) -> None:
        self.accept()
        say_done(self._context, "撤销步骤", step)


class _Choice(QRadioButton):
    def __init__(self, step: PastStep) -> None:
        super().__init__("　".join(part for part in (step.on.isoformat(), step.title, step.who) if part))
        self.step = step
        self.setEnabled(step.can)
