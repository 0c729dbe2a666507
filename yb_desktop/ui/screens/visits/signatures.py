"""Signing a visit at its end: one field for each inspector and one for the institution, by pen, finger or mouse.

A signature is kept as a small picture in the store; who has signed on the printed form ticks that instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QImageWriter,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QTabletEvent,
)
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from yb_desktop.base.canon import Json
from yb_desktop.base.errors import YbError
from yb_desktop.domain.scoring import points_words
from yb_desktop.services.desk import Desk, Step
from yb_desktop.services.pictures import keep_picture
from yb_desktop.services.registry import run
from yb_desktop.services.views.visits import VisitView
from yb_desktop.ui.context import Context
from yb_desktop.ui.theme import Ink, Tone, px, space
from yb_desktop.ui.widgets.badge import Badge, Mark
from yb_desktop.ui.widgets.form import Form
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind
from yb_desktop.ui.widgets.text import Card, SectionHeader, button, label, row

_PICTURE = QSize(480, 160)
"""How large a signature is kept, whatever the screen."""


class SignaturePad(QWidget):
    """Takes strokes of pen, finger or mouse; the strokes are kept as parts of its width and height."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._strokes: list[list[QPointF]] = []
        self._drawing = False
        self.setAccessibleName(f"{name}签名处")
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Ask for room to write a name."""
        return QSize(px(260), px(96))

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Ask for the least in which a name can be written."""
        return QSize(px(180), px(58))

    @property
    def signed(self) -> bool:
        """Say whether anything was written."""
        return any(len(stroke) > 1 for stroke in self._strokes)

    def clear(self) -> None:
        """Take everything away."""
        self._strokes.clear()
        self.update()
        self.changed.emit()

    def picture(self) -> bytes:
        """Give what was written as a small PNG: black on white, the same size on every screen."""
        image = QImage(_PICTURE, QImage.Format.Format_Grayscale8)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_strokes(painter, _PICTURE, QPen(Qt.GlobalColor.black, 4))
        painter.end()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"png")).write(image)
        return bytes(buffer.data().data())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """Begin a stroke."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._begin(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """Go on with the stroke."""
        self._go_on(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """End the stroke."""
        self._end(event.position())

    def tabletEvent(self, event: QTabletEvent) -> None:  # noqa: N802  Qt's name
        """Take the strokes of a pen."""
        match event.type():
            case QTabletEvent.Type.TabletPress:
                self._begin(event.position())
            case QTabletEvent.Type.TabletMove:
                self._go_on(event.position())
            case QTabletEvent.Type.TabletRelease:
                self._end(event.position())
            case _:
                return
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Paint the sheet, the line to write on, and what was written."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(Ink.PAPER))
        painter.setPen(QPen(QColor(Ink.LINE), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        low = round(self.height() * 0.78)
        painter.drawLine(px(12), low, self.width() - px(12), low)
        if not self._strokes:
            painter.setPen(QColor(Ink.MUTED))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "在此签名")
        self._paint_strokes(painter, self.size(), QPen(QColor(Ink.TEXT), px(2.5)))
        painter.end()

    def _begin(self, at: QPointF) -> None:
        self._drawing = True
        self._strokes.append([self._part(at)])

    def _go_on(self, at: QPointF) -> None:
        if self._drawing:
            self._strokes[-1].append(self._part(at))
            self.update()

    def _end(self, at: QPointF) -> None:
        if self._drawing:
            self._go_on(at)
            self._drawing = False
            self.changed.emit()

    def _part(self, at: QPointF) -> QPointF:
        return QPointF(at.x() / max(1, self.width()), at.y() / max(1, self.height()))

    def _paint_strokes(self, painter: QPainter, size: QSize, pen: QPen) -> None:
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for stroke in self._strokes:
            points = [QPointF(one.x() * size.width(), one.y() * size.height()) for one in stroke]
            path = QPainterPath(points[0])
            for point in points[1:]:
                path.lineTo(point)
            painter.drawPath(path)


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature as it was given; ``ink`` is empty where it stands on the printed form."""

    person: str
    role: str
    ink: bytes


class SignerField(Card):
    """One person who signs: name, pad, or the tick that it stands on paper."""

    changed = Signal()

    def __init__(self, name: str, role: str, duty: str) -> None:
        super().__init__()
        self.role = role
        self.name = QLineEdit(name)
        self.name.setReadOnly(role == "inspector")
        self.name.setAccessibleName(f"{duty}姓名")
        self.pad = SignaturePad(name or duty)
        self.on_paper = QCheckBox("已在打印的核查表上签名")
        self.clear = button("重签", "link")
        self.clear.setAccessibleName(f"{name or duty}重签")
        self.body.addLayout(row(label(duty, "muted"), self.name, gap=8))
        self.body.addWidget(self.pad, 1)
        self.body.addLayout(row(self.on_paper, None, self.clear))
        self.clear.clicked.connect(self.pad.clear)
        self.pad.changed.connect(self.changed)
        self.name.textChanged.connect(self.changed)
        self.on_paper.toggled.connect(self._on_paper)

    def has_signed(self) -> bool:
        """Say whether there is a name and a signature."""
        return bool(self.name.text().strip()) and (self.pad.signed or self.on_paper.isChecked())

    def signed(self) -> Signed | None:
        """Give the signature, ``None`` while there is none."""
        if not self.has_signed():
            return None
        ink = self.pad.picture() if self.pad.signed and not self.on_paper.isChecked() else b""
        return Signed(self.name.text().strip(), self.role, ink)

    def _on_paper(self, ticked: bool) -> None:
        self.pad.setEnabled(not ticked)
        self.changed.emit()


class SignaturePage(QWidget):
    """Everybody signs, then the visit is finished."""

    back_wanted = Signal()
    finished = Signal(str)
    """The case whose visit is finished."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._view: VisitView | None = None
        self.fields: list[SignerField] = []
        self.back = button("核查表", "link", icon_name="left")
        self.header = SectionHeader("签名", before=self.back)
        self.state = Badge("")
        self.finish = button("完成核查", "primary")
        self._grid_at = QVBoxLayout()
        self._day: Form | None = None
        self._pads = QWidget()
        layout = QVBoxLayout(self)
        space(layout, margins=(16, 12, 16, 12), gap=10)
        layout.addWidget(self.header)
        layout.addLayout(self._grid_at, 1)
        layout.addLayout(row(self.state, None, self.finish))
        self.back.clicked.connect(self.back_wanted)
        self.finish.clicked.connect(self.press)

    @property
    def day(self) -> Form | None:
        """The form with the day of the visit."""
        return self._day

    def begin(self, view: VisitView) -> None:
        """Ask the team of a visit and the institution to sign."""
        self._view = view
        passed = view.score >= view.pass_mark and not view.vetoes
        veto = f"，否决项 {view.vetoes} 项不符合" if view.vetoes else ""
        mark = points_words(view.pass_mark)
        result = f"达到合格分（{mark}）" if passed else f"未达到合格要求（{mark}）"
        self.header.set_sentence(f"{view.institution_name} · 得分 {points_words(view.score)}{veto}，{result}")
        self._lay_fields(view)
        self._follow()

    def press(self) -> None:
        """Finish the visit with the signatures that are there."""
        view, day = self._view, self._day
        if view is None or day is None or not self.finish.isEnabled() or not day.check():
            return
        signed = [one for field in self.fields if (one := field.signed()) is not None]
        on = date.fromisoformat(str(day.values()["on"]))
        self.finish.setEnabled(False)

        def deed(desk: Desk) -> Step:
            return _finish(desk, view.case, on, signed)

        self._context.act(deed, self._done, self._failed, title="完成核查", owner=self)

    def _done(self, step: Step) -> None:
        self._context.say("现场核查已完成，核查表可在申请的文书中打开。")
        self.finished.emit(step.entity)

    def _failed(self, problem: YbError) -> None:
        self._follow()
        if self._day is None or not self._day.show_problem(problem):
            self._context.ask.refuse(problem)

    def _follow(self) -> None:
        view = self._view
        if view is None:
            return
        roles = [field.role for field in self.fields if field.has_signed()]
        inspectors = roles.count("inspector")
        enough = inspectors >= view.least and "institution" in roles
        words = f"核查人员 {inspectors} / {view.least} 人签名，机构{'已' if 'institution' in roles else '未'}签名"
        self.state.set_badge(words, Mark(Tone.GOOD if enough else Tone.WARN))
        self.finish.setEnabled(enough)

    def _lay_fields(self, view: VisitView) -> None:
        self._grid_at.removeWidget(self._pads)
        self._pads.deleteLater()
        self._pads = QWidget()
        grid = QGridLayout(self._pads)
        space(grid, gap=10)
        duties = [(name, "inspector", "组长" if name == view.lead else "核查人员") for name in view.team]
        self.fields = [SignerField(*one) for one in (*duties, (view.principal, "institution", "机构人员"))]
        for number, field in enumerate(self.fields):
            field.changed.connect(self._follow)
            grid.addWidget(field, number // 2, number % 2)
        spec = FieldSpec("on", "核查日期", Kind.DATE, required=True, initial=self._context.today.isoformat())
        self._day = Form((spec,), self._context.today, day_info=self._context.day_info)
        for number in range(grid.rowCount()):
            grid.setRowStretch(number, 1)
        grid.addWidget(self._day, grid.rowCount(), 0, 1, 2)
        self._grid_at.addWidget(self._pads, 1)


def _finish(desk: Desk, case: str, on: date, signed: Sequence[Signed]) -> Step:
    signatures: list[Json] = []
    for one in signed:
        ink = keep_picture(desk, one.ink).sha256 if one.ink else ""
        signatures.append({"person": one.person, "role": one.role, "ink": ink})
    return run(desk, "evaluation.finish_visit", on=on, params={"case": case, "signatures": signatures})
