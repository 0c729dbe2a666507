"""Renewal rounds (C4): opening one, how far each agreement has come, and the steps that are done for many at once.

A step for many runs in parts as long work with progress: it can be stopped between them, what is done is done, and the
same button goes on with what is left.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from yb_desktop.base.canon import Json
from yb_desktop.domain.changes import RenewalPapers
from yb_desktop.services import renewal_round
from yb_desktop.services.batches import BatchReport, Progress
from yb_desktop.services.desk import Desk
from yb_desktop.services.views.renewal_rounds import RoundLine, RoundView, Stage, left_words, round_view
from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.agreements.round_printing import RoundPrintDialog
from yb_desktop.ui.theme import Tone, space
from yb_desktop.ui.widgets.badge import Mark
from yb_desktop.ui.widgets.empty_state import EmptyState
from yb_desktop.ui.widgets.flow import Flow
from yb_desktop.ui.widgets.form import Form
from yb_desktop.ui.widgets.form_dialog import FormDialog
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind
from yb_desktop.ui.widgets.page_model import Column, Page, PageRequest
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.sub_page import SubPage
from yb_desktop.ui.widgets.text import button, label, row

Values = dict[str, Json]
_MARKS = {
    Stage.WAITING: Mark(Tone.NEUTRAL, "later"),
    Stage.REQUESTED: Mark(Tone.INFO, "todo"),
    Stage.PUBLISHED: Mark(Tone.INFO, "calendar"),
    Stage.PREPARED: Mark(Tone.WARN, "person"),
    Stage.RENEWED: Mark(Tone.GOOD, "done"),
    Stage.DECLINED: Mark(Tone.NEUTRAL, "refused"),
    Stage.OVER: Mark(Tone.NEUTRAL, "stop"),
}
COLUMNS = (
    Column[RoundLine]("ends", "到期日", lambda line: line.ends.isoformat(), 100, sortable=False),
    Column[RoundLine]("name", "机构", lambda line: line.institution_name, 270, sortable=False),
    Column[RoundLine]("number", "协议编号", lambda line: line.number, 160, sortable=False),
    Column[RoundLine](
        "stage", "进展", lambda line: line.stage.value, 150, sortable=False, mark=lambda line: _MARKS[line.stage]
    ),
    Column[RoundLine]("lacks", "还缺", lambda line: line.lacks, 250, sortable=False),
    Column[RoundLine]("next", "新协议编号", lambda line: line.next_number, 160, sortable=False),
)


@dataclass(frozen=True, slots=True)
class Batch:
    """A step for many: the agreements it is for, what its form asks, and the service that does it."""

    title: str
    stage: Stage
    fields: tuple[FieldSpec, ...]
    run: Callable[[Desk, tuple[str, ...], Values, Progress], BatchReport]


def _papers(values: Values) -> RenewalPapers:
    named = {name: str(values.get(name) or "") for name in ("credit_report", "letters", "assessment")}
    return RenewalPapers(**named)


def _request(desk: Desk, agreements: tuple[str, ...], values: Values, progress: Progress) -> BatchReport:
    papers = dict.fromkeys(agreements, _papers(values))
    return renewal_round.request_all(desk, on=desk.clock.today(), papers=papers, progress=progress)


def _publish(desk: Desk, agreements: tuple[str, ...], values: Values, progress: Progress) -> BatchReport:
    given = values.get("where")
    where = tuple(str(place) for place in given) if isinstance(given, list) else ()
    return renewal_round.publish_all(
        desk, on=desk.clock.today(), agreements=agreements, where=where, papers=_papers(values), progress=progress
    )


def _prepare(desk: Desk, agreements: tuple[str, ...], values: Values, progress: Progress) -> BatchReport:
    return renewal_round.prepare_all(
        desk, on=desk.clock.today(), agreements=agreements, papers=_papers(values), progress=progress
    )


def _release(desk: Desk, agreements: tuple[str, ...], values: Values, progress: Progress) -> BatchReport:
    del values
    return renewal_round.release_all(desk, on=desk.clock.today(), agreements=agreements, progress=progress)


_ALIKE = "各份相同的才在这里填写；不同的到各协议的页面填写。"
_PAPERS = (
    FieldSpec("credit_report", "信用报告", help=_ALIKE),
    FieldSpec("letters", "征求意见情况", Kind.MULTILINE),
    FieldSpec("assessment", "检查考核情况", Kind.MULTILINE),
)
_WHERE = FieldSpec("where", "公示地点", Kind.LINES, required=True, initial=["州政府门户网站州医疗保障局专栏"])
BATCHES = (
    Batch("登记续签申请", Stage.WAITING, _PAPERS, _request),
    Batch("续签公示", Stage.REQUESTED, (_WHERE, *_PAPERS), _publish),
    Batch("提交续签", Stage.PUBLISHED, _PAPERS, _prepare),
    Batch("审核续签", Stage.PREPARED, (), _release),
)
"""The steps for many, in their order."""


class RoundPage(SubPage):
    """One round at a time."""

    def __init__(self, context: Context) -> None:
        super().__init__("协议列表")
        self._context = context
        self._id = ""
        self.view: RoundView | None = None
        self._lines: tuple[RoundLine, ...] = ()
        self.header = self.head("", "正在读取…")
        self.deeds = {batch.title: button(batch.title) for batch in BATCHES}
        self.print_button = button("打印新协议…", icon_name="print")
        self.stage = QComboBox()
        self._shown = label("", "small")
        self.rows: RowsView[RoundLine] = RowsView(
            "agreements/round",
            COLUMNS,
            self._fetch,
            context.tasks,
            context.preferences,
            name="续签批次的协议",
            empty=EmptyState("没有符合条件的协议"),
        )
        self._lay_out()
        self.print_button.clicked.connect(self._print)
        self.stage.currentIndexChanged.connect(self._filter)
        self.rows.opened.connect(lambda line: context.navigator.go("agreements", line.agreement))
        self.rows.counted.connect(lambda total: self._shown.setText(f"共 {total:,} 份。按 Enter 或双击打开协议。"))

    def show_round(self, name: str) -> None:
        """Show a round."""
        if name != self._id:
            self._id, self.view = name, None
            self.header.set_title("")
            self.header.set_sentence("正在读取…")
            self.stage.setCurrentIndex(0)
        self.refresh()

    def refresh(self) -> None:
        """Fetch the round anew."""
        wanted = self._id
        if wanted:
            self._context.read(lambda desk: round_view(desk, wanted), self._take, owner=self)

    def _lay_out(self) -> None:
        self.stage.setAccessibleName("进展")
        self.stage.addItem("全部进展", None)
        for stage in Stage:
            self.stage.addItem(stage.value, stage.name)
        for batch in BATCHES:
            self.deeds[batch.title].clicked.connect(lambda _on=False, one=batch: self._begin(one))
        layout = QVBoxLayout(self)
        space(layout, margins=(16, 12, 16, 12), gap=10)
        layout.addWidget(self.header)
        layout.addWidget(Flow((self.stage, *self.deeds.values(), self.print_button)))
        layout.addWidget(self.rows, 1)
        layout.addLayout(row(self._shown, None))

    def _take(self, view: RoundView) -> None:
        if view.id != self._id:
            return
        self.view = view
        self.header.set_title(f"续签批次：{view.title}")
        named = [(stage.value, len(view.at(stage))) for stage in Stage]
        said = "，".join(f"{word} {count}" for word, count in named if count)
        self.header.set_sentence(f"共 {view.counts.total:,} 份：{said}")
        for batch in BATCHES:
            count = len(view.at(batch.stage))
            self.deeds[batch.title].setText(f"{batch.title}（{count}）…" if count else batch.title)
            self.deeds[batch.title].setEnabled(bool(count))
        self.print_button.setEnabled(any(line.next for line in view.lines))
        self._filter()

    def _print(self) -> None:
        view = self.view
        if view is not None:
            chosen = tuple(line.next for line in view.lines if line.next)
            RoundPrintDialog(self._context, chosen, f"续签协议_{view.title}", self).open()

    def _filter(self) -> None:
        wanted = self.stage.currentData()
        lines = self.view.lines if self.view else ()
        self._lines = tuple(one for one in lines if wanted in {None, one.stage.name})
        self.rows.load()

    def _fetch(self, request: PageRequest[RoundLine]) -> Page[RoundLine]:
        lines = self._lines
        return Page(lines[request.offset : request.offset + request.limit], len(lines))

    def _begin(self, batch: Batch) -> None:
        if self.view is not None:
            BatchDialog(self._context, batch, self.view.at(batch.stage), self).open()


class BatchDialog(FormDialog):
    """Asks for what is the same for all, and does the step for many as long work."""

    def __init__(self, context: Context, batch: Batch, agreements: tuple[str, ...], parent: QWidget) -> None:
        self._context = context
        self._batch = batch
        self._agreements = agreements
        form = Form(batch.fields, context.today, day_info=context.day_info, open_article=context.open_article)
        said = f"共 {len(agreements):,} 份，办理日期 {context.today}。不能办理的留下并说明原因，不影响其他协议。"
        super().__init__(batch.title, form, "办理", parent, sentence=said, width=620)
        self.submitted.connect(self._act)

    def _act(self, values: Values) -> None:
        batch, agreements = self._batch, self._agreements
        self.set_busy(busy=True)
        self._context.act_long(
            batch.title,
            lambda desk, report: batch.run(desk, agreements, values, report.count),
            self._done,
            self.fail,
            stopped=self._stopped,
            owner=self,
        )

    def _done(self, report: BatchReport) -> None:
        self.accept()
        said = f"{self._batch.title}：已办理 {len(report.done):,} 份"
        if report.left:
            self._context.ask.inform(f"{said}，{len(report.left):,} 份没有办理", detail=left_words(report))
        else:
            self._context.say(said)

    def _stopped(self) -> None:
        self.accept()
        self._context.say("已停止。已办理的不变，再次办理即继续。", Tone.WARN)
        self._context.navigator.written.emit()


class OpenRoundDialog(FormDialog):
    """C4: for which period a round is opened; opened again, it takes in what came since."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        self._context = context
        fields = (
            FieldSpec("year", "年度", Kind.NUMBER, help="该年度内期满的协议。", basis=context.cite("C4")),
            FieldSpec("ends_before", "此日以前到期", Kind.DATE, help="与年度只填其中一个。"),
        )
        form = Form(fields, context.today, day_info=context.day_info, open_article=context.open_article)
        said = "列入期间内到期、尚未列入的协议；同一期间再次开展，只列入新增的。"
        super().__init__("开展续签", form, "开展", parent, sentence=said, width=560)
        self.submitted.connect(self._act)

    def _act(self, values: Values) -> None:
        year, before = values.get("year"), values.get("ends_before")
        self.set_busy(busy=True)

        def deed(desk: Desk, progress: Progress) -> BatchReport:
            return renewal_round.open_round(
                desk,
                on=desk.clock.today(),
                year=year if isinstance(year, int) else None,
                ends_before=date.fromisoformat(str(before)) if before else None,
                progress=progress,
            )

        self._context.act_long(
            "开展续签批次",
            lambda desk, report: deed(desk, report.count),
            self._done,
            self.fail,
            stopped=self._stopped,
            owner=self,
        )

    def _done(self, report: BatchReport) -> None:
        if not report.done:
            self.set_busy(busy=False)
            self.say_problem(left_words(report) or "该期间内没有尚未列入续签批次的协议。")
            return
        first = report.done[0]
        self.accept()
        self._context.say(f"列入续签批次的协议共 {len(report.done):,} 份")
        self._context.read(lambda desk: _round_of(desk, first), self._show, owner=self)

    def _show(self, name: str) -> None:
        self._context.navigator.go("agreements", name)

    def _stopped(self) -> None:
        self.accept()
        self._context.say("已停止。已列入的不变，再次开展即继续。", Tone.WARN)
        self._context.navigator.written.emit()


def _round_of(desk: Desk, agreement: str) -> str:
    with desk.store.read() as reader:
        renewal = reader.agreement(agreement).renewal
    return renewal.round if renewal is not None else ""
