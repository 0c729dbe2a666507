"""打印新协议: numbered copies for every new agreement of a round, and all of them as one PDF or one file each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from yb_desktop.base.canon import Json
from yb_desktop.services.batch_printing import Outcome, Wish, copies_of, register_copies
from yb_desktop.services.desk import Desk
from yb_desktop.ui.batch_papers import BatchDialog
from yb_desktop.ui.context import Context
from yb_desktop.ui.tasks import Report
from yb_desktop.ui.widgets.form import Form
from yb_desktop.ui.widgets.form_dialog import FormDialog
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind

_SENTENCE = "为新签的 {} 份协议逐份登记打印份号，再批量输出；已登记过的保持原来的份号。"


class RoundPrintDialog(FormDialog):
    """How many copies of each; registers those that have none yet, then asks how all are written."""

    def __init__(self, context: Context, agreements: Sequence[str], name: str, parent: QWidget) -> None:
        fields = (FieldSpec("copies", "每份协议印", Kind.NUMBER, True, unit="份", minimum=1, maximum=20, initial=2),)
        sentence = _SENTENCE.format(len(agreements))
        super().__init__("打印新协议", Form(fields, context.today), "登记", parent, sentence=sentence, width=560)
        self._context = context
        self._agreements = tuple(agreements)
        self._name = name
        self._above = parent
        self.submitted.connect(self._register)

    def _register(self, values: Mapping[str, Json]) -> None:
        agreements, copies = self._agreements, int(str(values["copies"]))

        def deed(desk: Desk, report: Report) -> tuple[Outcome, tuple[Wish, ...]]:
            outcome = register_copies(desk, agreements, copies=copies, progress=report.count)
            return outcome, copies_of(desk, agreements)

        self.set_busy(busy=True)
        self._context.act_long("登记打印", deed, self._write, self.fail, stopped=self.reject, owner=self)

    def _write(self, made: tuple[Outcome, tuple[Wish, ...]]) -> None:
        outcome, items = made
        self.accept()
        if outcome.left:
            lines = "\n".join(f"{one.name}：{one.reason}" for one in outcome.left[:12])
            self._context.ask.inform(f"有 {len(outcome.left)} 份协议没有登记打印。", detail=lines)
        if items:
            BatchDialog(self._context, items, self._name, self._above).open()
