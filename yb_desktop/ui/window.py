"""The frame: subjects at the left, the office's day at the top, what is running at the bottom, a screen in the middle.

Rules kept here: the window is painted before anything heavy is imported (a subject's screen is made when it is first
opened); only subjects that were added are shown; every part is reached by keyboard and by mouse.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from yb_desktop.ui.icons import icon, pixmap
from yb_desktop.ui.navigation import Navigator, Place, Screen, Subject
from yb_desktop.ui.tasks import Tasks
from yb_desktop.ui.theme import Ink, Theme, Tone, px, space
from yb_desktop.ui.widgets.badge import Badge, Mark
from yb_desktop.ui.widgets.date_edit import DayInfo, DayKind, day_words
from yb_desktop.ui.widgets.finder import Finder
from yb_desktop.ui.widgets.text import CutLabel, label
from yb_desktop.ui.widgets.toast import StatusStrip, Toast


@dataclass(frozen=True, slots=True)
class FrameInfo:
    """What the frame says of the office: ``person`` with role, ``unacknowledged`` bundles, ``backup`` in words.

    ``clock`` says what is wrong with the PC's clock; it stays in sight until that is put right.
    """

    office: str
    person: str
    today: date
    day: DayInfo
    unacknowledged: int = 0
    backup: str = ""
    clock: str = ""


class MainWindow(QMainWindow):
    """The program's window. ``navigator`` goes to every screen; ``person_menu`` takes actions such as 换人登录."""

    unacknowledged_pressed = Signal()
    first_painted = Signal()
    closing = Signal()

    def __init__(self, theme: Theme, tasks: Tasks, navigator: Navigator) -> None:
        super().__init__()
        self.setWindowTitle("医保定点管理")
        self._theme = theme
        self.navigator = navigator
        self._subjects: dict[str, Subject] = {}
        self._screens: dict[str, Screen] = {}
        self._frames: dict[str, QScrollArea] = {}
        self._painted = False
        self._may_close: Callable[[], bool] = lambda: True
        self._side = _Side()
        self._top = _Top(tasks)
        self._strip = StatusStrip(tasks)
        self._pages = QStackedWidget()
        self.clock_banner = label("", "alarm", wrap=True, selectable=True)
        self.clock_banner.hide()
        self.person_menu = self._top.person_menu
        self.finder = self._top.finder
        self._lay_out()
        self._toast = Toast(self._pages)
        self._connect()
        self.resize(1366, 768)

    def add(self, subject: Subject) -> None:
        """Add a subject at the left; the order of adding is the order shown, Alt+1 to Alt+9 go there."""
        self._subjects[subject.id] = subject
        button = self._side.add(subject.id, subject.title, subject.icon, len(self._subjects))
        button.clicked.connect(lambda: self.navigator.go(subject.id))

    def show_info(self, info: FrameInfo) -> None:
        """Show office, person, day, what is not yet acknowledged, and the last backup."""
        self._top.show_info(info)
        self._strip.set_backup(info.backup)
        self.clock_banner.setText(info.clock)
        self.clock_banner.setVisible(bool(info.clock))

    def say(self, text: str, tone: Tone = Tone.GOOD) -> None:
        """Say a word that goes by itself; what must be read goes through ``Ask``."""
        self._toast.say(text, tone)

    def ask_before_closing(self, may_close: Callable[[], bool]) -> None:
        """Let somebody have a word before the window closes."""
        self._may_close = may_close

    def opened_screen(self, name: str) -> Screen | None:
        """Give a screen that was opened already."""
        return self._screens.get(name)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  Qt's name
        """Close when nobody minds."""
        if self._may_close():
            self.closing.emit()
            event.accept()
        else:
            event.ignore()

    def paintEvent(self, event: object) -> None:  # noqa: N802  Qt's name
        """Tell, once, that the window has been painted: heavy imports may begin."""
        if not self._painted:
            self._painted = True
            self.first_painted.emit()

    def _show_place(self, place: Place) -> None:
        subject = self._subjects.get(place.screen)
        if subject is None:
            return
        screen = self._screens.get(subject.id)
        if screen is None:
            screen = self._screens[subject.id] = subject.make()
            self._frames[subject.id] = _scrolled(screen.widget())
            self._pages.addWidget(self._frames[subject.id])
        self._side.mark(subject.id)
        self._pages.setCurrentWidget(self._frames[subject.id])
        screen.open(place.entity)

    def _refresh(self) -> None:
        for name, screen in self._screens.items():
            if self._frames[name] is self._pages.currentWidget():
                screen.refresh()

    def _set_full(self, full: bool) -> None:
        for part in (self._side, self._top, self._strip):
            part.setVisible(not full)

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        space(right, gap=0)
        right.addWidget(self._top)
        right.addWidget(self.clock_banner)
        right.addWidget(self._pages, 1)
        right.addWidget(self._strip)
        whole = QWidget()
        layout = QHBoxLayout(whole)
        space(layout, gap=0)
        layout.addWidget(self._side)
        layout.addLayout(right, 1)
        self.setCentralWidget(whole)

    def _connect(self) -> None:
        self.navigator.wanted.connect(self._show_place)
        self.navigator.written.connect(self._refresh)
        self.navigator.full_window.connect(self._set_full)
        self.finder.chosen.connect(lambda place: self.navigator.go(place.screen, place.entity))
        self._top.unacknowledged.clicked.connect(self.unacknowledged_pressed)
        self._theme.changed.connect(self._side.redraw)
        self._theme.changed.connect(self._top.redraw)
        for keys, deed in (
            ("Ctrl+K", self._top.start_search),
            ("F5", self._refresh),
            ("Alt+Left", self.navigator.back),
            ("Ctrl++", self._theme.larger),
            ("Ctrl+=", self._theme.larger),
            ("Ctrl+-", self._theme.smaller),
            ("Ctrl+0", self._theme.usual),
        ):
            QShortcut(QKeySequence(keys), self, deed)
        menu = self.person_menu
        menu.addAction("字号放大\tCtrl++", self._theme.larger)
        menu.addAction("字号缩小\tCtrl+-", self._theme.smaller)
        menu.addAction("字号还原\tCtrl+0", self._theme.usual)


def _scrolled(page: QWidget) -> QScrollArea:
    # A page too large for the window (small screen, large type) scrolls; it never makes the window grow.
    frame = QScrollArea()
    frame.setWidgetResizable(True)
    frame.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    frame.setWidget(page)
    return frame


class _Side(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._group = QButtonGroup(self)
        self._icons: dict[str, str] = {}
        self._buttons: dict[str, QPushButton] = {}
        brand = label("医保定点管理", "brand")
        brand.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        head = QHBoxLayout()
        space(head, margins=(16, 14, 12, 14))
        head.addWidget(brand)
        self._list = QVBoxLayout()
        space(self._list, gap=1)
        layout = QVBoxLayout(self)
        space(layout, gap=0)
        layout.addLayout(head)
        layout.addLayout(self._list)
        layout.addStretch(1)

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        return QSize(px(140), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        return QSize(px(140), super().minimumSizeHint().height())

    def add(self, name: str, title: str, icon_name: str, number: int) -> QPushButton:
        button = QPushButton(title)
        button.setProperty("role", "subject")
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.setAccessibleName(title)
        if number <= 9:
            button.setShortcut(QKeySequence(f"Alt+{number}"))
            button.setToolTip(f"{title}（Alt+{number}）")
        self._group.addButton(button)
        self._list.addWidget(button)
        self._buttons[name], self._icons[name] = button, icon_name
        self.redraw()
        return button

    def mark(self, name: str) -> None:
        self._buttons[name].setChecked(True)

    def redraw(self, _percent: int = 0) -> None:
        for name, button in self._buttons.items():
            button.setIcon(icon(self._icons[name], Ink.SIDE_TEXT))
        self.updateGeometry()


class _Top(QWidget):
    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self.setProperty("role", "top")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._info: FrameInfo | None = None
        self._office = CutLabel("strong")
        self._day = CutLabel()
        self._day_sign = QLabel()
        self.unacknowledged = Badge("未回执 0", Tone.NEUTRAL, "outbox", pressable=True)
        self.unacknowledged.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.finder = Finder(tasks)
        self.finder.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.finder.setMinimumWidth(120)
        self.finder.setMaximumWidth(640)
        self.person_menu = QMenu(self)
        self._person = QToolButton()
        self._person.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._person.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._person.setMenu(self.person_menu)
        self._person.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        layout = QHBoxLayout(self)
        space(layout, margins=(16, 7, 12, 7), gap=12)
        layout.addWidget(self._office)
        layout.addWidget(self.finder, 9)
        layout.addStretch(1)
        layout.addWidget(self.unacknowledged)
        layout.addWidget(self._day_sign)
        layout.addWidget(self._day)
        layout.addWidget(self._person)

    def redraw(self, _percent: int = 0) -> None:
        if self._info is not None:
            self.show_info(self._info)

    def show_info(self, info: FrameInfo) -> None:
        self._info = info
        self._office.setText(info.office)
        self._person.setText(info.person)
        self._person.setIcon(icon("person", Ink.MUTED))
        self._person.setAccessibleName(f"{info.person}，菜单")
        works = info.day.kind in {DayKind.WORK, DayKind.MAKE_UP}
        self._day_sign.setPixmap(pixmap("calendar", px(18), Ink.ACCENT if works else Ink.BAD))
        self._day.setText(f"{info.today.isoformat()} {day_words(info.today, info.day)}")
        tone = Tone.WARN if info.unacknowledged else Tone.NEUTRAL
        self.unacknowledged.set_badge(f"未回执 {info.unacknowledged}", Mark(tone, "outbox"))
        self.unacknowledged.setToolTip("已导出、尚未收到回执的数据包")

    def start_search(self) -> None:
        self.finder.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.finder.selectAll()
