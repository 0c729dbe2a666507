"""Registering an institution: the form, likely duplicates side by side, and setting them apart."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from yb_desktop.base.canon import Json
from yb_desktop.law.catalogue import Kind as InstitutionKind
from yb_desktop.services.desk import Step
from yb_desktop.services.views.institutions import AreaChoice, Likely, likely
from yb_desktop.services.views.value_words import KIND_WORDS
from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.institutions.register_form import register_fields, register_params
from yb_desktop.ui.theme import Tone, px, space
from yb_desktop.ui.widgets.badge import Badge
from yb_desktop.ui.widgets.form import DraftPlace, Form
from yb_desktop.ui.widgets.form_dialog import FormDialog, room_for
from yb_desktop.ui.widgets.text import Card, button, label, row


class Registering(QObject):
    """One institution on its way into the register."""

    def __init__(
        self, context: Context, kind: InstitutionKind, areas: Sequence[AreaChoice], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._kind = kind
        self.twins: Twins | None = None
        title = f"登记{KIND_WORDS[kind]}"
        form = Form(
            register_fields(kind, areas, context.cite),
            context.today,
            columns=2,
            draft=DraftPlace(context.drafts, f"institutions/register/{kind.value}", title),
            day_info=context.day_info,
            open_article=context.open_article,
        )
        self.dialog = FormDialog(title, form, "登记", parent, sentence=_recover(form), width=920)
        self.dialog.submitted.connect(self._submit)

    def _submit(self, values: dict[str, Json]) -> None:
        params = register_params(self._kind, values)
        self.dialog.set_busy(busy=True)
        self._context.read(
            lambda desk: likely(desk, params, on=desk.clock.today()),
            lambda found: self._compare(params, found),
            self.dialog.fail,
            owner=self,
        )

    def _compare(self, params: dict[str, Json], found: tuple[Likely, ...]) -> None:
        if not found:
            self._register(params)
            return
        self.dialog.set_busy(busy=False)
        self.twins = Twins(found, self.dialog)
        apart: list[Json] = [one.id for one in found]
        self.twins.apart.connect(lambda: self._register({**params, "distinct_from": apart}))
        self.twins.same.connect(self._open_existing)
        self.twins.open()

    def _register(self, params: dict[str, Json]) -> None:
        self.dialog.set_busy(busy=True)
        self._context.do("institutions.register", params, self._done, self.dialog.fail, owner=self)

    def _done(self, step: Step) -> None:
        name = str(self.dialog.form.values()["name"])
        self._close()
        self._context.say(f"已登记“{name}”")
        self._context.navigator.go("institutions", step.entity)

    def _open_existing(self, institution: str) -> None:
        self._close()
        self._context.navigator.go("institutions", institution)

    def _close(self) -> None:
        self.dialog.form.done()
        self.dialog.accept()


class Twins(QDialog):
    """What the register has that is likely the same, field beside field; the clerk says which it is."""

    apart = Signal()
    """All of them are other institutions."""
    same = Signal(str)
    """It is this one, which is there already."""

    def __init__(self, found: Sequence[Likely], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("很可能已经登记")
        self.resize(QSize(px(760), px(520)).boundedTo(room_for(self)))
        many = f"登记簿中有 {len(found)} 家很可能是同一机构，请逐项核对。"
        self.confirm = QCheckBox("已核对，以上都不是同一家机构")
        self.go_on = button("作为新机构登记", "primary")
        self.go_on.setEnabled(False)
        back = button("返回修改")
        back.clicked.connect(self.reject)
        self.confirm.toggled.connect(self.go_on.setEnabled)
        self.go_on.clicked.connect(self._set_apart)
        inside = QWidget()
        cards = QVBoxLayout(inside)
        space(cards, gap=10)
        for one in found:
            cards.addWidget(self._card(one))
        cards.addStretch(1)
        frame = QScrollArea()
        frame.setWidgetResizable(True)
        frame.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        frame.setWidget(inside)
        layout = QVBoxLayout(self)
        space(layout, margins=(20, 18, 20, 16), gap=10)
        layout.addWidget(label("很可能已经登记", "heading"))
        layout.addWidget(label(many, "muted", wrap=True))
        layout.addWidget(frame, 1)
        layout.addWidget(self.confirm)
        layout.addLayout(row(None, back, self.go_on))

    def _card(self, one: Likely) -> Card:
        take = button("就是这家，打开它", "link")
        take.clicked.connect(lambda: self._take(one.id))
        card = Card(one.name, take)
        card.body.addLayout(side_by_side(one))
        return card

    def _take(self, institution: str) -> None:
        self.accept()
        self.same.emit(institution)

    def _set_apart(self) -> None:
        self.accept()
        self.apart.emit()


def side_by_side(one: Likely) -> QGridLayout:
    """Lay out what is about to be entered beside what the register says; what is equal is marked by a word."""
    grid = QGridLayout()
    space(grid, gap=6)
    for at, words in enumerate(("", "本次填写", "登记簿")):
        grid.addWidget(label(words, "muted"), 0, at)
    for line, (name, ours, theirs) in enumerate(one.fields, 1):
        grid.addWidget(label(name, "muted"), line, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(ours or "（空）", wrap=True, selectable=True), line, 1)
        grid.addWidget(label(theirs or "（空）", wrap=True, selectable=True), line, 2)
        if ours and ours == theirs:
            grid.addWidget(Badge("相同", Tone.WARN), line, 3, Qt.AlignmentFlag.AlignTop)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(2, 1)
    return grid


def _recover(form: Form) -> str:
    draft = form.found_draft()
    if draft is None:
        return ""
    form.set_values(draft.values)
    return f"已恢复 {draft.at.astimezone():%Y-%m-%d %H:%M} 尚未提交的内容。"
