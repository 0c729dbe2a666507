"""What is done for many agreements at once: ending those whose term is over (C5), one filing form for several (G4)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from yb_desktop.base.canon import Json
from yb_desktop.services.batches import BatchReport
from yb_desktop.services.expiring import expire_all
from yb_desktop.services.papers import filing_of
from yb_desktop.services.views.agreement_many import ToFile
from yb_desktop.services.views.renewal_rounds import left_words
from yb_desktop.ui.context import Context
from yb_desktop.ui.preview import PreviewDialog
from yb_desktop.ui.theme import Tone
from yb_desktop.ui.widgets.form import Form
from yb_desktop.ui.widgets.form_dialog import FormDialog
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind, Option

if TYPE_CHECKING:
    from yb_desktop.services.desk import Desk

EXPIRY = "到期终止"
FILING = "协议备案表"


def end_all(context: Context, count: int, above: QWidget) -> None:
    """C5: end every agreement whose last day has come, once the person is sure; stopped, it can be asked for again."""
    question = f"{count:,} 份协议已经期满或今日期满。逐份办理到期终止，未续签的关闭医保系统？"
    if not context.ask.confirm(question, yes=EXPIRY, detail=f"办理日期 {context.today}"):
        return

    def done(report: BatchReport) -> None:
        said = f"{EXPIRY}：已办理 {len(report.done):,} 份"
        if report.left:
            context.ask.inform(f"{said}，{len(report.left):,} 份没有办理", detail=left_words(report))
        else:
            context.say(said)

    def stopped() -> None:
        context.say("已停止。已办理的不变，再次办理即继续。", Tone.WARN)
        context.navigator.written.emit()

    context.act_long(
        EXPIRY,
        lambda desk, report: expire_all(desk, on=desk.clock.today(), progress=report.count),
        done,
        stopped=stopped,
        owner=above,
    )


class FilingDialog(FormDialog):
    """Which of the agreements that wait for their filing stand on one form; shows it as it is printed."""

    def __init__(self, context: Context, waiting: Sequence[ToFile], parent: QWidget) -> None:
        self._context = context
        self._above = parent
        options = tuple(
            Option(one.agreement, f"{one.institution_name}　{one.number}　最迟 {one.last_day}") for one in waiting
        )
        everything: list[Json] = [one.agreement for one in waiting]
        field = FieldSpec(
            "agreements",
            "列入的协议",
            Kind.TICKS,
            required=True,
            choices=options,
            initial=everything,
            basis=context.cite("G4"),
        )
        form = Form((field,), context.today, open_article=context.open_article)
        said = f"已签订、尚未备案的协议 {len(waiting):,} 份。打印后报医疗保障行政部门，再到各协议的页面登记备案。"
        super().__init__(FILING, form, "预览和打印", parent, sentence=said, width=640)
        self.submitted.connect(self._show)

    def _show(self, values: dict[str, Json]) -> None:
        given = values["agreements"]
        chosen = tuple(str(one) for one in given) if isinstance(given, list) else ()
        self.accept()
        PreviewDialog(self._context, FILING, partial(_made, chosen), self._above, name=FILING).open()


def _made(chosen: tuple[str, ...], desk: Desk) -> tuple[bytes, ...]:
    return (filing_of(desk, chosen),)
