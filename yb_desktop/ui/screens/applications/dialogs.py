"""The dialogs of the applications: receiving materials at the counter, and checking one ground by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from yb_desktop.base.canon import Json
from yb_desktop.base.errors import YbError
from yb_desktop.domain.vocabulary import ApplicationKind, CheckHow
from yb_desktop.services.desk import Step
from yb_desktop.services.views.applications import Applicant, applicant, find_applicants
from yb_desktop.services.views.case_forms import GroundLine
from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.applications.form_parts import Params, named, options
from yb_desktop.ui.tasks import Task
from yb_desktop.ui.theme import Tone, px, space
from yb_desktop.ui.widgets.badge import Badge
from yb_desktop.ui.widgets.form import DraftPlace, Form
from yb_desktop.ui.widgets.form_dialog import FormDialog
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind, Option
from yb_desktop.ui.widgets.search_box import SearchBox
from yb_desktop.ui.widgets.text import Card, button, column, emptied, label, row

_ROLE = Qt.ItemDataRole.UserRole


class ReceiveDialog(QDialog):
    """收件: find the institution, then tick what came. ``received`` carries the new case's id."""

    received = Signal(str)

    def __init__(self, context: Context, institution: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._task: Task[tuple[Applicant, ...]] | None = None
        self._form: Form | None = None
        self._chosen: Applicant | None = None
        self.setWindowTitle("收件")
        self.search = SearchBox("机构名称、拼音首字母、代码、许可证号、人员")
        self.found = _FoundList()
        self._counter = QWidget()
        self._counter_layout = QVBoxLayout(self._counter)
        space(self._counter_layout, gap=10)
        self.pages = QStackedWidget()
        self.back = button("换一家机构", "link", icon_name="left")
        self.deed = button("收件", "primary")
        self.leave = button("取消")
        self._lay_out()
        self._connect()
        if institution:
            context.read(lambda desk: applicant(desk, institution), self.choose, owner=self)
        else:
            self._look_up("")

    @property
    def form(self) -> Form | None:
        """The counter's form, once an institution was chosen."""
        return self._form

    def choose(self, one: Applicant) -> None:
        """Go on to the counter with an institution."""
        self._chosen = one
        emptied(self._counter_layout)
        self._form = _counter_form(self._context, one)
        self._form.submitted.connect(self._press)
        self._form.changed.connect(self._follow_kind)
        self._counter_layout.addWidget(_applicant_card(one))
        self._counter_layout.addWidget(self._form)
        self._counter_layout.addStretch(1)
        self._follow_kind()
        self.deed.setEnabled(not one.busy)
        self._show_page(counter=True)

    def _follow_kind(self) -> None:
        """Ask for payment categories only where they are what is applied for (A21)."""
        if self._form is not None:
            category = self._form.values()["kind"] == ApplicationKind.CATEGORY.value
            self._form.show_field("categories", visible=category)

    def _look_up(self, text: str) -> None:
        if self._task is not None:
            self._task.drop()
        self._task = self._context.read(lambda desk: find_applicants(desk, text), self._show_found, owner=self)

    def _show_found(self, found: Sequence[Applicant]) -> None:
        self.found.show_found(found)

    def _take_item(self, item: QListWidgetItem) -> None:
        one = item.data(_ROLE)
        if isinstance(one, Applicant):
            self._context.read(lambda desk: applicant(desk, one.id), self.choose, owner=self)

    def _press(self) -> None:
        form, one = self._form, self._chosen
        if form is None or one is None or one.busy or not form.check():
            return
        values = form.entered()
        on = date.fromisoformat(str(values.pop("on")))
        params: Params = {"institution": one.id, "items": {}, **_counter_params(values)}
        self.deed.setEnabled(False)
        self._context.do(
            "applications.receive_materials", params, self._done, self._failed, on=on, title="收件", owner=self
        )

    def _done(self, step: Step) -> None:
        if self._form is not None:
            self._form.done()
        self.received.emit(step.entity)
        self.accept()

    def _failed(self, problem: YbError) -> None:
        self.deed.setEnabled(True)
        if self._form is None or not self._form.show_problem(problem):
            self._context.ask.refuse(problem)

    def _show_page(self, *, counter: bool) -> None:
        self.pages.setCurrentIndex(1 if counter else 0)
        self.back.setVisible(counter)
        self.deed.setVisible(counter)
        if counter and self._form is not None:
            self._form.editor("kind").setFocus()
        else:
            self.search.setFocus()

    def _lay_out(self) -> None:
        finding = QWidget()
        first = QVBoxLayout(finding)
        space(first, gap=8)
        first.addWidget(label("哪一家机构来申请？", "strong"))
        first.addWidget(self.search)
        first.addWidget(self.found, 1)
        frame = QScrollArea()
        frame.setWidgetResizable(True)
        frame.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        frame.setWidget(self._counter)
        self.pages.addWidget(finding)
        self.pages.addWidget(frame)
        whole = QVBoxLayout(self)
        space(whole, margins=(18, 14, 18, 14), gap=10)
        whole.addLayout(row(label("收件", "heading"), None, self.back))
        whole.addWidget(self.pages, 1)
        whole.addLayout(row(None, self.leave, self.deed))
        self._show_page(counter=False)
        room = (self.parentWidget() or self).window().size()
        self.resize(min(px(860), room.width() - px(40)), min(px(640), room.height() - px(60)))

    def _connect(self) -> None:
        self.search.searched.connect(self._look_up)
        self.search.go_down.connect(self.found.enter)
        self.search.returnPressed.connect(self.found.take_current)
        self.found.taken.connect(self._take_item)
        self.back.clicked.connect(lambda: self._show_page(counter=False))
        self.deed.clicked.connect(self._press)
        self.leave.clicked.connect(self.reject)


class _FoundList(QListWidget):
    taken = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("找到的机构")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemDoubleClicked.connect(self.taken.emit)

    def show_found(self, found: Sequence[Applicant]) -> None:
        self.clear()
        for one in sorted(found, key=lambda one: bool(one.busy)):
            note = one.busy or f"{one.cls} · {one.place} · {one.code}"
            item = QListWidgetItem(f"{one.name}　{note}")
            item.setToolTip(f"{one.name}\n{note}")
            item.setData(_ROLE, one)
            self.addItem(item)
        if found:
            self.setCurrentRow(0)
        else:
            item = QListWidgetItem("没有找到。请先在“机构”中登记，再来收件。")
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.addItem(item)

    def enter(self) -> None:
        self.setFocus()

    def take_current(self) -> None:
        item = self.currentItem()
        if item is not None:
            self.taken.emit(item)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Take the current line on Enter."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.take_current()
        else:
            super().keyPressEvent(event)


def _applicant_card(one: Applicant) -> Card:
    card = Card()
    card.body.addLayout(
        column(label(one.name, "strong", wrap=True), label(f"{one.cls} · {one.place} · {one.code}", "muted"), gap=2)
    )
    if one.busy:
        card.body.addLayout(row(Badge(one.busy, Tone.WARN), None))
    return card


def _counter_form(context: Context, one: Applicant) -> Form:
    kind = ApplicationKind.SUPPLEMENTARY if one.internet else ApplicationKind.ADMISSION
    fields = (
        FieldSpec("on", "收件日期", Kind.DATE, required=True, initial=context.today.isoformat()),
        FieldSpec("kind", "申请事项", Kind.CHOICE, required=True, choices=options(ApplicationKind), initial=kind.value),
        *(_host_field(context, one) if one.internet else ()),
        FieldSpec(
            "items",
            "申请材料",
            Kind.ITEMS,
            choices=named(one.materials),
            seals=any(item.seal for item in one.materials),
            help="未勾选、未盖章的，将列入收件回执，并可一次性告知补正。",
        ),
        FieldSpec("categories", "支付类别", Kind.MULTILINE, hint="申请增加的支付类别，每行一项"),
    )
    place = DraftPlace(context.drafts, f"applications.receive_materials/{one.id}", f"收件 · {one.name}")
    return Form(fields, context.today, columns=2, draft=place, day_info=context.day_info)


def _host_field(context: Context, one: Applicant) -> tuple[FieldSpec, ...]:
    """J5: ask which institution with an agreement the internet hospital leans on."""
    hosts = tuple(Option(host.id, host.title) for host in one.hosts)
    hint = "输入名称的一部分" if hosts else "还没有已签订协议的定点医疗机构"
    return (
        FieldSpec(
            "host",
            "依托的定点医疗机构",
            Kind.AREA,
            choices=hosts,
            hint=hint,
            basis=context.cite("J5"),
            initial=one.host or None,
        ),
    )


def _counter_params(values: Params) -> Params:
    categories: list[Json] = [line.strip() for line in str(values.pop("categories", "") or "").splitlines() if line]
    asked = categories and values.get("kind") == ApplicationKind.CATEGORY.value
    return {**values, **({"categories": categories} if asked else {})}


class GroundDialog(FormDialog):
    """One ground checked by itself (A17, A18, A23)."""

    def __init__(self, context: Context, line: GroundLine, parent: QWidget | None = None) -> None:
        form = Form(_ground_fields(context, line), context.today, day_info=context.day_info)
        super().__init__(line.ground.label, form, "登记核查结果", parent, sentence=line.text, width=620)
        self._line = line
        self._names = tuple(form.values())
        form.changed.connect(self._follow)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  Qt's name
        """Take the room of all fields before those are hidden that only a ground that holds has."""
        super().showEvent(event)
        self._follow()

    def params(self, values: Mapping[str, Json]) -> Params:
        """Give the parameters of ``check_ground``; what only a ground that holds has is left out of others."""
        holds = values.get("holds") == "yes"
        shown = ("how", "source", *(_IF_IT_HOLDS if holds else ()))
        found: Params = {name: values[name] for name in shown if name in values}
        return {**found, "ground": self._line.ground.value, "holds": holds}

    def _follow(self) -> None:
        holds = self.form.values()["holds"] == "yes"
        for name in _IF_IT_HOLDS:
            if name in self._names:
                self.form.show_field(name, visible=holds)


_IF_IT_HOLDS = ("event_day", "fulfilled", "evidence")


def _ground_fields(context: Context, line: GroundLine) -> tuple[FieldSpec, ...]:
    found = (Option("no", "不存在"), Option("yes", "存在"))
    fields = [
        FieldSpec("on", "核查日期", Kind.DATE, required=True, initial=context.today.isoformat()),
        FieldSpec("holds", "核查结果", Kind.CHOICE, required=True, choices=found),
        FieldSpec("how", "核查方式", Kind.CHOICE, required=True, choices=options(CheckHow), initial="department_data"),
        FieldSpec("source", "核查来源", hint="如：卫生健康局联查回函", initial=line.source or None),
    ]
    if line.timed:
        day = line.event_day.isoformat() if line.event_day else None
        fields.append(FieldSpec("event_day", line.counts_from or "起算日", Kind.DATE, required=True, initial=day))
    if line.until_fulfilled:
        fields.append(FieldSpec("fulfilled", "处罚、责任已履行完毕", Kind.CHECK, initial=line.fulfilled))
    fields.append(FieldSpec("evidence", "证据", hint="文号或材料名称"))
    return tuple(fields)
