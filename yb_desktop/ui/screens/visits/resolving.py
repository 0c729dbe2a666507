"""The lead settles an item on which inspectors differ (E5): the answer that stands, and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from yb_desktop.base.canon import Json
from yb_desktop.domain.scoring import HUNDREDTHS, Answer, points_words
from yb_desktop.services.desk import Desk
from yb_desktop.services.registry import run
from yb_desktop.services.views.visits import ItemView, VisitView, visit_view
from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.visits.columns import line_words
from yb_desktop.ui.widgets.form import Form
from yb_desktop.ui.widgets.form_dialog import FormDialog
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind, Option


class ResolveDialog(FormDialog):
    """Asks for the answer that stands. ``settled`` carries the visit afterwards."""

    settled = Signal(object)

    def __init__(self, context: Context, view: VisitView, item: ItemView, parent: QWidget | None = None) -> None:
        day = FieldSpec("on", "裁定日期", Kind.DATE, required=True, initial=context.today.isoformat())
        form = Form((*_fields(item), day), context.today, day_info=context.day_info)
        said = "\n".join(line_words(one) for one in item.answers)
        super().__init__("组长裁定", form, "裁定", parent, sentence=f"{item.label}\n{said}")
        self._context = context
        self._case, self._item = view.case, item
        self.submitted.connect(self._do)

    def _do(self, values: Mapping[str, Json]) -> None:
        points = _points(values.get("points"))
        if points == 0:
            self.form.show_errors({"points": "得分请输入数字，如 2.5。"})
            return
        params: dict[str, Json] = {
            "case": self._case,
            "item": self._item.id,
            "answer": values["answer"],
            "reason": values["reason"],
            "points": points if values["answer"] == Answer.PARTLY else None,
        }
        on = date.fromisoformat(str(values["on"]))
        self.set_busy(busy=True)

        def deed(desk: Desk) -> VisitView:
            run(desk, "evaluation.resolve_item", on=on, params=params)
            return visit_view(desk, self._case)

        def go() -> None:
            self._context.act(deed, self._done, self.fail, owner=self)

        self._context.on_day(on, go, self.fail, owner=self)

    def _done(self, view: VisitView) -> None:
        self.settled.emit(view)
        self.accept()


def _fields(item: ItemView) -> tuple[FieldSpec, ...]:
    allowed = [Answer.YES, *([Answer.PARTLY] if item.graded else []), Answer.NO]
    allowed += [Answer.NOT_APPLICABLE] if item.may_skip else []
    choices = tuple(Option(one.value, one.label) for one in allowed)
    fields = [FieldSpec("answer", "结论", Kind.CHOICE, required=True, choices=choices)]
    if item.graded:
        hint = f"部分符合时填写，满分 {points_words(item.points)}"
        fields.append(FieldSpec("points", "得分", hint=hint))
    return (*fields, FieldSpec("reason", "理由", Kind.MULTILINE, required=True))


def _points(value: Json) -> int | None:
    """Read points as hundredths: ``None`` where nothing was typed, 0 where it is no number."""
    if value is None:
        return None
    try:
        return int(Decimal(str(value)) * HUNDREDTHS)
    except InvalidOperation:
        return 0
