"""显示和打印: the font size of the whole window, at once, and the printer that is proposed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QSlider, QVBoxLayout, QWidget

from yb_desktop.ui.context import Context
from yb_desktop.ui.printing import PrintSetup, Sides, printers, remember, remembered
from yb_desktop.ui.theme import LARGEST, SMALLEST, STEP, px, space
from yb_desktop.ui.widgets.text import Card, button, label, row

_KEYS = "100 % 至 200 %，也可随时按 Ctrl + 加号、Ctrl + 减号；Ctrl + 0 还原。"
_SAMPLE = "大姚县石羊镇中心卫生院　首次定点申请　剩 5 个工作日 · 2026-03-09"


class LookPage(QWidget):
    """What belongs to this person's window, not to the office."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.percent = label("", "strong")
        self.usual = button("还原为 100 %", "link")
        self.printer, self.sides = QComboBox(), QComboBox()
        self._lay_out()
        self.slider.valueChanged.connect(self._show_percent)
        self.slider.sliderReleased.connect(self._resize)
        self.slider.actionTriggered.connect(lambda _action: self._resize_soon())
        self.usual.clicked.connect(lambda: self.set_percent(SMALLEST))
        self.printer.activated.connect(lambda _at: self._remember())
        self.sides.activated.connect(lambda _at: self._remember())

    def load(self) -> None:
        """Show what is set now."""
        theme = self._context.theme
        self.slider.setEnabled(theme is not None)
        self.slider.setValue((theme.percent if theme else SMALLEST) // STEP)
        self._show_percent(self.slider.value())
        setup = remembered(self._context.preferences)
        self.printer.clear()
        self.printer.addItem("系统默认打印机", "")
        for name in printers():
            self.printer.addItem(name, name)
        self.printer.setCurrentIndex(max(0, self.printer.findData(setup.printer)))
        self.sides.setCurrentIndex(self.sides.findData(setup.sides.value))

    def set_percent(self, percent: int) -> None:
        """Change the font size of the whole program."""
        self.slider.setValue(percent // STEP)
        self._resize()

    def _resize_soon(self) -> None:
        if not self.slider.isSliderDown():
            self.slider.setValue(self.slider.sliderPosition())
            self._resize()

    def _resize(self) -> None:
        if self._context.theme is not None:
            self._context.theme.set_percent(self.slider.value() * STEP)

    def _show_percent(self, tenths: int) -> None:
        self.percent.setText(f"{tenths * STEP} %")

    def _remember(self) -> None:
        setup = PrintSetup(str(self.printer.currentData()), Sides(self.sides.currentData()))
        remember(self._context.preferences, setup)
        self._context.say("已记住打印设置")

    def _lay_out(self) -> None:
        self.slider.setRange(SMALLEST // STEP, LARGEST // STEP)
        self.slider.setPageStep(1)
        self.slider.setTickPosition(QSlider.TickPosition.TicksBelow)
        self.slider.setAccessibleName("字号")
        self.slider.setMinimumWidth(px(260))
        self.printer.setAccessibleName("打印机")
        self.printer.setMinimumContentsLength(24)
        self.sides.setAccessibleName("单面或双面")
        for one in Sides:
            self.sides.addItem(one.words, one.value)
        look, paper = Card("字号"), Card("打印")
        look.body.addLayout(row(self.slider, self.percent, self.usual, None))
        look.body.addWidget(label(_SAMPLE, wrap=True))
        look.body.addWidget(label(_KEYS, "small", wrap=True))
        grid = QGridLayout()
        space(grid, gap=8)
        for at, (words, box) in enumerate((("打印机", self.printer), ("单双面", self.sides))):
            grid.addWidget(label(words), at, 0, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(box, at, 1)
        grid.setColumnStretch(2, 1)
        paper.body.addLayout(grid)
        paper.body.addWidget(label("打印时先按这里选好，仍可在打印前更改。", "small", wrap=True))
        layout = QVBoxLayout(self)
        space(layout, gap=12)
        layout.addWidget(look)
        layout.addWidget(paper)
        layout.addStretch(1)
