"""The style sheet, written anew for each font size.

Widgets name what they are with the property ``role``; nothing else in the program sets a style sheet.
"""

from __future__ import annotations

from collections.abc import Callable
from string import Template

from yb_desktop.base.files import shipped
from yb_desktop.ui.colours import Ink

_TEXTS = """
QWidget { color: $text; }
QMainWindow, QDialog, QWidget[role="ground"] { background: $ground; }
QWidget[role="paper"] { background: $paper; }
QFrame[role="card"] { background: $paper; border: 1px solid $line; border-radius: ${s6}; }
QFrame[role="rule"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QLabel { background: transparent; }
QLabel[role="title"] { font-size: ${s21}; font-weight: 700; }
QLabel[role="heading"] { font-size: ${s16}; font-weight: 700; }
QLabel[role="group"] { font-weight: 700; color: $accent_dark; padding-top: ${s6}; }
QLabel[role="strong"] { font-weight: 700; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="small"] { color: $muted; font-size: ${s12}; }
QLabel[role="error"] { color: $bad; }
QLabel[role="alarm"] { background: #fbe9e7; color: $bad; font-weight: 700; padding: ${s8} ${s16};
  border-bottom: 1px solid $bad; }
QLabel[field="true"] { padding-top: ${s6}; }
QToolTip { background: $text; color: $paper; border: none; padding: ${s4} ${s8}; }
"""

_BUTTONS = """
QPushButton, QToolButton, QLineEdit, QListView { icon-size: ${s16}; }
QPushButton { background: $paper; border: 1px solid $field_line; border-radius: ${s4};
    padding: ${s5} ${s14}; min-height: ${s20}; }
QPushButton:hover { background: $accent_soft; border-color: $accent; }
QPushButton:pressed { background: #c6dfea; }
QPushButton:focus { border: 2px solid $accent; padding: ${s4} ${s13}; }
QPushButton::menu-indicator { image: none; width: 0; }
QPushButton:disabled { color: #6a7883; background: $ground; border-color: $line; }
QPushButton[role="primary"] { background: $accent; color: $paper; border-color: $accent; font-weight: 700; }
QPushButton[role="primary"]:hover { background: $accent_dark; }
QPushButton[role="primary"]:focus { border: 2px solid $text; }
QPushButton[role="primary"]:disabled { background: #e3e9ed; color: #5c6a75; border-color: $line; }
QPushButton[role="danger"] { background: $bad; color: $paper; border-color: $bad; font-weight: 700; }
QPushButton[role="danger"]:hover { background: #8f1a14; }
QPushButton[role="danger"]:focus { border: 2px solid $text; }
QPushButton[role="link"] { background: transparent; border: 1px solid transparent; color: $accent;
    padding: ${s2} ${s6}; text-align: left; }
QPushButton[role="link"]:hover { background: $accent_soft; }
QPushButton[role="link"]:focus { border: 1px solid $accent; }
QPushButton[role="page"] { background: transparent; border: none; border-left: ${s3} solid transparent;
    text-align: left; padding: ${s7} ${s14}; }
QPushButton[role="page"]:hover { background: $accent_soft; }
QPushButton[role="page"]:checked { background: $accent_soft; color: $accent_dark; border-left-color: $accent;
    font-weight: 700; }
QPushButton[role="page"]:focus { border: 1px solid $accent; border-left: ${s3} solid $accent; }
QPushButton[role="chip"] { padding: ${s3} ${s12}; border-color: $line; color: $muted; }
QPushButton[role="chip"]:hover { color: $text; border-color: $accent; }
QPushButton[role="chip"]:checked { background: $accent_soft; color: $accent_dark; border-color: $accent;
    font-weight: 700; }
QPushButton[role="chip"]:focus { border: 2px solid $accent; padding: ${s2} ${s11}; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: ${s4}; padding: ${s3}; }
QToolButton:hover { background: $accent_soft; }
QToolButton:focus { border-color: $accent; }
QToolButton::menu-indicator { image: none; }
"""

_FIELDS = """
QLineEdit, QPlainTextEdit, QComboBox, QSpinBox { background: $paper; border: 1px solid $field_line;
    border-radius: ${s4}; padding: ${s4} ${s7}; selection-background-color: $accent; selection-color: $paper; }
QLineEdit, QComboBox, QSpinBox { min-height: ${s20}; }
QLineEdit:hover, QPlainTextEdit:hover, QComboBox:hover, QSpinBox:hover { border-color: $text; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus { border: 2px solid $accent;
    padding: ${s3} ${s6}; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"] { border: 2px solid $bad;
    padding: ${s3} ${s6}; }
QLineEdit:disabled, QLineEdit:read-only, QPlainTextEdit:disabled, QComboBox:disabled { background: $ground;
    color: $muted; border-color: $line; }
QComboBox::drop-down { border: none; width: ${s24}; }
QComboBox::down-arrow, QToolButton::menu-button { image: url("$icons/down.svg"); width: ${s14}; height: ${s14}; }
QComboBox QAbstractItemView { background: $paper; border: 1px solid $field_line; padding: ${s2};
    selection-background-color: $accent_soft; selection-color: $text; outline: 0; }
QSpinBox::up-button, QSpinBox::down-button { border: none; width: ${s18}; }
QSpinBox::up-arrow { image: url("$icons/up.svg"); width: ${s12}; height: ${s12}; }
QSpinBox::down-arrow { image: url("$icons/down.svg"); width: ${s12}; height: ${s12}; }
QCheckBox, QRadioButton { spacing: ${s8}; padding: ${s2}; border: 1px solid transparent; border-radius: ${s3}; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox::indicator { width: ${s16}; height: ${s16}; border: 1px solid $field_line; border-radius: ${s3};
    background: $paper; }
QCheckBox::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked { image: url("$icons/check.svg"); background: $accent_soft; border-color: $accent; }
"""

_LISTS = """
QTableView, QListView, QTreeView { background: $paper; alternate-background-color: $stripe; border: 1px solid $line;
    gridline-color: #e8edf0; selection-background-color: $accent_soft; selection-color: $text; outline: 0; }
QTableView:focus, QListView:focus, QTreeView:focus { border: 1px solid $accent; }
QTableView::item { padding: 0 ${s5}; border: none; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QTableView::item:selected, QListView::item:selected { background: $accent_soft; color: $text; }
QListView::item { padding: ${s5} ${s8}; }
QHeaderView { background: $ground; border: none; }
QHeaderView::section { background: $ground; color: $muted; border: none; border-right: 1px solid $line;
    border-bottom: 1px solid $line; padding: ${s5} ${s8}; font-weight: 700; }
QHeaderView > QToolButton { background: $ground; border: none; border-left: 1px solid $line; border-radius: 0; }
QHeaderView > QToolButton:hover { background: $accent_soft; }
QHeaderView::section:hover { background: $accent_soft; color: $text; }
QHeaderView::up-arrow { image: url("$icons/up.svg"); width: ${s12}; height: ${s12};
    subcontrol-position: center right; right: ${s4}; }
QHeaderView::down-arrow { image: url("$icons/down.svg"); width: ${s12}; height: ${s12};
    subcontrol-position: center right; right: ${s4}; }
QScrollArea { background: $ground; border: none; }
QScrollBar:vertical { background: transparent; width: ${s12}; margin: 0; }
QScrollBar:horizontal { background: transparent; height: ${s12}; margin: 0; }
QScrollBar::handle { background: #b6c2ca; border-radius: ${s4}; margin: 2px; }
QScrollBar::handle:vertical { min-height: ${s32}; }
QScrollBar::handle:horizontal { min-width: ${s32}; }
QScrollBar::handle:hover { background: $field_line; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { background: none;
    border: none; width: 0; height: 0; }
QTabBar { qproperty-drawBase: 0; }
QTabBar::tab { padding: ${s7} ${s14}; border: none; border-bottom: 2px solid transparent; color: $muted; }
QTabBar::tab:selected { color: $accent_dark; border-bottom: 2px solid $accent; font-weight: 700; }
QTabBar::tab:hover { color: $text; }
QTabBar:focus { border: 1px solid $accent; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QSplitter::handle { background: $line; }
QMenu { background: $paper; border: 1px solid $field_line; padding: ${s4}; }
QMenu::item { padding: ${s5} ${s24} ${s5} ${s12}; border-radius: ${s3}; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $line; margin: ${s4} ${s6}; }
QProgressBar { background: #e3e9ed; border: none; border-radius: ${s3}; max-height: ${s6}; min-height: ${s6}; }
QProgressBar::chunk { background: $accent; border-radius: ${s3}; }
QCalendarWidget QAbstractItemView { selection-background-color: $accent; selection-color: $paper; border: none; }
"""

_FRAME = """
QWidget[role="side"] { background: $side; }
QWidget[role="side"] QLabel { color: $side_text; }
QWidget[role="side"] QLabel[role="brand"] { color: $paper; font-size: ${s16}; font-weight: 700; }
QPushButton[role="subject"] { icon-size: ${s18}; background: transparent; color: $side_text; border: none;
    text-align: left; border-left: ${s4} solid transparent; border-radius: 0; padding: ${s8} ${s10}; font-weight: 400; }
QPushButton[role="subject"]:hover { background: $side_now; }
QPushButton[role="subject"]:checked { background: $side_now; color: $paper; border-left-color: #7cc4de;
    font-weight: 700; }
QPushButton[role="subject"]:focus { background: $side_now; padding: ${s7} ${s9} ${s7} ${s10};
    border: 1px solid #7cc4de; border-left: ${s4} solid #7cc4de; }
QWidget[role="top"] { background: $paper; border-bottom: 1px solid $line; }
QWidget[role="bottom"] { background: $ground; border-top: 1px solid $line; }
QWidget[role="bottom"] QLabel { font-size: ${s12}; color: $muted; }
QListView[role="found"] { border: 1px solid $field_line; }
"""


def stylesheet(px: Callable[[float], int]) -> str:
    """Write the style sheet; ``px`` turns a size meant for 100 % into pixels."""
    sizes = {f"s{size}": f"{px(size)}px" for size in range(2, 33)}
    colours = {name.lower(): value for name, value in vars(Ink).items() if name.isupper()}
    icons = shipped("resources", "icons").as_posix()
    sheet = Template(_TEXTS + _BUTTONS + _FIELDS + _LISTS + _FRAME)
    return sheet.substitute(sizes, **colours, icons=icons)
