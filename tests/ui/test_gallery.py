"""Every part, drawn with plausible content, at 100 and at 150 %: nothing is empty, nothing runs out of the window.

``YB_GALLERY=folder`` writes the pictures there, to be looked at.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget

from yb_desktop.base.errors import NotAllowed, Unmet
from yb_desktop.ui.ask import WindowAsk
from yb_desktop.ui.navigation import Navigator, Screen, Subject
from yb_desktop.ui.preferences import Preferences
from yb_desktop.ui.tasks import Tasks
from yb_desktop.ui.theme import Theme, Tone, space
from yb_desktop.ui.widgets.badge import Badge, Mark
from yb_desktop.ui.widgets.basis import BasisBadge, Citation
from yb_desktop.ui.widgets.clock_badge import ClockBadge, ClockValue, clock_mark, clock_words
from yb_desktop.ui.widgets.date_edit import DateEdit, DayInfo, DayKind, WorkCalendar
from yb_desktop.ui.widgets.empty_state import EmptyState
from yb_desktop.ui.widgets.form import Form
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind, Option
from yb_desktop.ui.widgets.history import Event, HistoryView
from yb_desktop.ui.widgets.page_model import Column, Page, PageRequest
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.search_box import SearchBox
from yb_desktop.ui.widgets.side_by_side import SideBySide
from yb_desktop.ui.widgets.steps import Step, StepState, StepsView
from yb_desktop.ui.widgets.text import Card, SectionHeader, button, row
from yb_desktop.ui.window import FrameInfo, MainWindow

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

TODAY = date(2026, 3, 2)
E1 = Citation("E1", "楚医保〔2022〕10号第15条", "专业评估的期限")
SUBJECTS = (
    ("todo", "待办"),
    ("institutions", "机构"),
    ("applications", "申请"),
    ("visits", "核查"),
    ("agreements", "协议"),
    ("exchange", "交换"),
)
CLOCKS = (
    ClockValue(date(2026, 2, 25), -3),
    ClockValue(date(2026, 3, 2), 0),
    ClockValue(date(2026, 3, 4), 2),
    ClockValue(date(2026, 4, 20), 33),
    ClockValue(date(2027, 2, 1), 210, "天", provisional=True),
    ClockValue(date(2026, 4, 20), 33, paused=True),
)


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    clock: ClockValue

    @property
    def name(self) -> str:
        return f"大姚县{'金碧石羊龙街新街赵家店'[self.number % 9]}镇第{self.number + 1}村卫生室"


COLUMNS = (
    Column[Line]("name", "机构名称", lambda r: r.name, 260),
    Column[Line]("uscc", "统一社会信用代码", lambda r: f"9153232600{r.number:08d}", 190),
    Column[Line]("state", "状态", lambda r: "已受理", 90, mark=lambda _r: Mark(Tone.INFO)),
    Column[Line]("clock", "时限", lambda r: clock_words(r.clock), 230, mark=lambda r: clock_mark(r.clock)),
    Column[Line]("beds", "床位", lambda r: str(r.number % 40), 70, right=True),
    Column[Line]("who", "经办", lambda _r: "李晓梅", 90),
)


def fetch_lines(request: PageRequest[Line]) -> Page[Line]:
    numbers = range(request.offset, min(60_000, request.offset + request.limit))
    return Page([Line(n, CLOCKS[n % 4]) for n in numbers], 60_000)


SPECS = (
    FieldSpec("name", "机构名称", required=True, group="基本信息"),
    FieldSpec("class", "机构类别", Kind.CHOICE, required=True, choices=(Option("village_clinic", "村卫生室"),)),
    FieldSpec("uscc", "统一社会信用代码", hint="18 位", help="军队医疗机构可不填，须填许可证号。"),
    FieldSpec("opened", "正式运营日期", Kind.DATE, required=True, basis=Citation("A1", "楚医保〔2022〕10号第7条")),
    FieldSpec("area", "所在乡镇", Kind.AREA, choices=(Option("532326100", "金碧镇"), Option("532326101", "石羊镇"))),
    FieldSpec("beds", "核定床位", Kind.NUMBER, unit="张", minimum=0, maximum=9999),
    FieldSpec("legal_rep", "法定代表人", Kind.PERSON, wide=True),
    FieldSpec("deposit", "质量保证金", Kind.MONEY, unit="元"),
    FieldSpec("profit", "营利性", Kind.CHECK, hint="营利性机构"),
    FieldSpec(
        "items",
        "申请材料",
        Kind.ITEMS,
        group="材料",
        choices=(Option("application_form", "定点申请表"), Option("licence", "医疗机构执业许可证复印件")),
    ),
    FieldSpec("note", "备注", Kind.MULTILINE),
)


def holidays(day: date) -> DayInfo:
    if day.month == 10 and day.day <= 7:
        return DayInfo(DayKind.HOLIDAY, "国庆节")
    if day == date(2026, 10, 10):
        return DayInfo(DayKind.MAKE_UP)
    return DayInfo(DayKind.REST if day.weekday() >= 5 else DayKind.WORK, known=day.month < 11)


def no_article(_rule: str) -> None:
    return


def keep(widget: QWidget, name: str) -> QImage:
    picture = widget.grab().toImage()
    folder = os.environ.get("YB_GALLERY")
    if folder:
        picture.save(str(Path(folder) / f"ui_{name}.png"))
    return picture


def colours(picture: QImage) -> int:
    step = max(1, picture.width() // 150)
    return len({picture.pixel(x, y) for x in range(0, picture.width(), step) for y in range(0, picture.height(), step)})


class GalleryPage(QWidget):
    """A screen of the gallery."""

    def __init__(self, body: QWidget, title: str, sentence: str) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        space(layout, margins=(16, 14, 16, 12), gap=12)
        actions = (button("导入 Excel"), button("登记", "primary", icon_name="add"))
        layout.addWidget(SectionHeader(title, sentence, *actions))
        layout.addWidget(body, 1)

    def widget(self) -> QWidget:
        return self

    def refresh(self) -> None:
        return

    def open(self, entity: str) -> None:
        self.setObjectName(entity)


def list_body(tasks: Tasks, preferences: Preferences) -> QWidget:
    body = QWidget()
    layout = QVBoxLayout(body)
    space(layout, gap=8)
    layout.addLayout(row(SearchBox("名称、拼音、代码"), Badge("全部 60,000", Tone.INFO), None))
    rows = RowsView("gallery", COLUMNS, fetch_lines, tasks, preferences)
    layout.addWidget(rows, 1)
    rows.load()
    return body


def case_body() -> QWidget:
    steps = (
        Step("receive", "收件", StepState.DONE, date(2026, 2, 25), "李晓梅"),
        Step("supplement", "一次性告知、补正", StepState.DONE, date(2026, 2, 27), "李晓梅", "迟办 1 个工作日"),
        Step("accept", "受理", StepState.NOW, clock=CLOCKS[2]),
        Step("evaluate", "专业评估", StepState.LATER),
        Step("sign", "签订协议", StepState.LATER),
    )
    form = Form(SPECS, TODAY, columns=2, day_info=holidays, open_article=no_article)
    form.set_values({"name": "大姚县石羊镇柳树村卫生室", "opened": "2025-06-01", "class": "village_clinic"})
    form.show_errors({"uscc": "第 18 位校验码不对，请核对执照。"})
    card = Card("下一步：受理", BasisBadge(E1, no_article))
    card.body.addWidget(form)
    card.body.addLayout(row(None, button("保存草稿"), button("受理", "primary")))
    way = Card("办理进程")
    way.body.addWidget(StepsView(steps))
    way.body.addStretch(1)
    return SideBySide(way, card)


def parts_body() -> QWidget:
    left = Card("时限与依据")
    for clock in CLOCKS:
        left.body.addWidget(ClockBadge(clock))
    left.body.addWidget(BasisBadge(E1, no_article))
    left.body.addWidget(BasisBadge(Citation("E5")))
    left.body.addLayout(row(*(Badge(t.value, t) for t in Tone), None))
    kinds = (("保存", ""), ("受理", "primary"), ("删除", "danger"), ("更多", "link"))
    left.body.addLayout(row(*(button(text, role) for text, role in kinds), None))
    left.body.addWidget(WorkCalendar(holidays, date(2026, 10, 9)))
    right = Card("历史")
    right.body.addWidget(
        HistoryView(
            [
                Event("2026-03-02 09:12", "受理", "李晓梅", "受理通知书 楚医保受〔2026〕12号", "doc-1"),
                Event("2026-02-27 15:40", "补正材料", "李晓梅"),
                Event("2026-02-25 10:05", "收件", "王建国", "缺：医保基金预测性分析报告"),
            ]
        )
    )
    right.body.addWidget(EmptyState("还没有协议", "评估合格并公示后，在此起草协议。", "去申请", "agreements"))
    return SideBySide(left, right, first_share=5)


def make_page(make: Callable[[], QWidget], title: str) -> Screen:
    return GalleryPage(make(), title, "大姚县 · 60,000 家")


@pytest.fixture
def window(theme: Theme, tasks: Tasks, preferences: Preferences, qtbot: QtBot) -> MainWindow:
    navigator = Navigator()
    made = MainWindow(theme, tasks, navigator)
    navigator.setParent(made)
    bodies: dict[str, Callable[[], QWidget]] = {
        "institutions": lambda: list_body(tasks, preferences),
        "applications": case_body,
        "todo": parts_body,
    }
    for name, title in SUBJECTS:
        make = bodies.get(name, lambda: EmptyState("没有内容"))
        made.add(Subject(name, title, name, partial(make_page, make, title)))
    made.show_info(
        FrameInfo("大姚县医疗保障局", "李晓梅（经办）", TODAY, DayInfo(DayKind.WORK), 3, "上次备份：今天 08:31")
    )
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize("shown", tuple(product(["institutions", "applications", "todo"], [100, 150, 200])))
def test_every_part_draws_itself_within_the_window(
    window: MainWindow, theme: Theme, qtbot: QtBot, shown: tuple[str, int]
) -> None:
    name, percent = shown
    theme.set_percent(percent)
    window.navigator.go(name)
    for rows in window.findChildren(RowsView):
        with qtbot.waitSignal(rows.counted):
            rows.load()
    qtbot.waitUntil(lambda: colours(window.grab().toImage()) > 40)
    window.resize(1366, 768)
    QApplication.processEvents()
    keep(window, f"{name}_{percent}")
    assert (window.width(), window.height()) == (1366, 768)


def test_boxes_draw_themselves(theme: Theme, qtbot: QtBot) -> None:
    def look(name: str) -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QDialog)
        drawn.append(colours(keep(box, name)))
        box.reject()

    drawn: list[int] = []
    ask = WindowAsk(cite=lambda _rule: E1, open_article=no_article)
    refusal = NotAllowed(
        [
            Unmet("A5", "内部管理制度尚未提交。"),
            Unmet("E13", "公示期未满，最后一天是2026年3月11日。", date(2026, 3, 12)),
        ]
    )
    QTimer.singleShot(0, lambda: look("box_refuse"))
    ask.refuse(refusal)
    QTimer.singleShot(0, lambda: look("box_confirm"))
    ask.confirm("作废这一步？", yes="作废", detail="作废本身也是一条记录，可以查到。", danger=True)
    QTimer.singleShot(0, lambda: look("box_text"))
    ask.text("退回的理由", initial="材料不齐", lines=4)
    assert min(drawn) > 10
    assert len(drawn) == 3


def test_the_calendar_opens_below_its_field(theme: Theme, qtbot: QtBot) -> None:
    edit = DateEdit(date(2026, 10, 9), holidays)
    qtbot.addWidget(edit)
    edit.show()
    edit.open_calendar()
    popup = QApplication.activePopupWidget()
    assert popup is not None
    assert colours(keep(popup, "calendar")) > 20
    popup.close()


def test_parts_go_below_each_other_where_it_is_narrow(theme: Theme, qtbot: QtBot) -> None:
    first, second = QWidget(), QWidget()
    both = SideBySide(first, second)
    qtbot.addWidget(both)
    both.resize(1000, 400)
    both.show()
    QApplication.processEvents()
    assert second.x() > first.x()
    assert second.y() == first.y()
    both.resize(500, 400)
    QApplication.processEvents()
    assert second.y() > first.y()
    assert second.x() == first.x()
