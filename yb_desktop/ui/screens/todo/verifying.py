"""A19: verify one commitment (告知承诺): kept or false, how it was looked into, and the evidence."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from yb_desktop.base.canon import Json
from yb_desktop.domain.commitment import VerifiedHow
from yb_desktop.domain.vocabulary import Ground
from yb_desktop.services.desk import Step
from yb_desktop.services.views.duties import DutyLine
from yb_desktop.ui.context import Context
from yb_desktop.ui.outcome import say_done
from yb_desktop.ui.widgets.form import Form
from yb_desktop.ui.widgets.form_dialog import FormDialog
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind, Option

_GROUNDS = {ground.label: ground.value for ground in Ground}


class VerifyDialog(FormDialog):
    """Asks how a commitment was verified."""

    def __init__(self, context: Context, line: DutyLine, parent: QWidget | None = None) -> None:
        hows = tuple(Option(how.value, how.label) for how in VerifiedHow)
        fields = (
            FieldSpec(
                "kept",
                "核实结果",
                Kind.CHOICE,
                required=True,
                choices=(Option("yes", "承诺属实"), Option("no", "承诺不实")),
                initial="yes",
            ),
            FieldSpec(
                "scope",
                "范围",
                Kind.CHOICE,
                required=True,
                choices=(Option("one", "只核实这一项"), Option("all", "该申请全部待核实的承诺")),
                initial="one",
                help="承诺不实的逐项登记。",
            ),
            FieldSpec("how", "核实方式", Kind.CHOICE, required=True, choices=hows, initial=hows[0].id),
            FieldSpec("evidence", "证据", Kind.MULTILINE, help="承诺不实的须写明查实的证据。"),
        )
        super().__init__(
            "核实告知承诺", Form(fields, context.today), "登记", parent, sentence=f"{line.name}：{line.text}"
        )
        self._context = context
        self._line = line
        self.submitted.connect(self._do)

    def _do(self, values: Mapping[str, Json]) -> None:
        self.set_busy(busy=True)
        params: dict[str, Json] = {
            "case": self._line.entity,
            "ground": _GROUNDS[self._line.text] if values["scope"] == "one" else None,
            "kept": values["kept"] == "yes",
            "how": values["how"],
            "evidence": values.get("evidence") or "",
        }
        self._context.do("applications.verify_commitment", params, self._done, self.fail, owner=self)

    def _done(self, step: Step) -> None:
        self.accept()
        say_done(self._context, "核实告知承诺", step)
