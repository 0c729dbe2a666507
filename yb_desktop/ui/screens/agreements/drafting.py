"""The form of a draft: the text's blanks as fields, filled in with what the register knows (G3, G6, G9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from yb_desktop.base.canon import Json
from yb_desktop.domain.blanks import BlankType
from yb_desktop.services.desk import Desk, Step
from yb_desktop.services.registry import run
from yb_desktop.services.views.agreement_forms import BlankField, DraftForm, draft_form
from yb_desktop.ui.context import Context
from yb_desktop.ui.theme import px
from yb_desktop.ui.widgets.form import DraftPlace, Form
from yb_desktop.ui.widgets.form_dialog import FormDialog
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind, Option

Values = Mapping[str, Json]

_KINDS = {
    BlankType.TEXT: Kind.TEXT,
    BlankType.DATE: Kind.DATE,
    BlankType.CHOICE: Kind.CHOICE,
    BlankType.LIST: Kind.MULTILINE,
    BlankType.INTEGER: Kind.NUMBER,
    BlankType.MONEY_FEN: Kind.MONEY,
    BlankType.PERCENT_HUNDREDTHS: Kind.MONEY,  # both are kept in hundredths and typed with two places
}
_UNITS = {BlankType.MONEY_FEN: "元", BlankType.PERCENT_HUNDREDTHS: "%"}
_NUMBERS = {BlankType.INTEGER, BlankType.MONEY_FEN, BlankType.PERCENT_HUNDREDTHS}
_LOCAL = "本地默认，非文件规定"


def open_draft(context: Context, case: str, above: QWidget) -> None:
    """Fetch what is known and ask for the rest; the new agreement is shown when it is drafted."""
    context.read(
        lambda desk: draft_form(desk, case), lambda form: DraftDialog(context, form, above).open(), owner=above
    )


class DraftDialog(FormDialog):
    """Asks for the blanks of an agreement."""

    def __init__(self, context: Context, asked: DraftForm, parent: QWidget) -> None:
        place = DraftPlace(context.drafts, f"agreements.draft/{asked.case}", f"拟制协议：{asked.institution_name}")
        form = Form(
            field_specs(asked),
            context.today,
            columns=2,
            draft=place,
            day_info=context.day_info,
            open_article=context.open_article,
        )
        sentence = f"{asked.title}。{asked.note}"
        if asked.earlier:
            sentence = f"{sentence} 拟制后取代 {asked.earlier}，已打印的旧文本不得再签订。"
        super().__init__(f"拟制协议：{asked.institution_name}", form, "拟制", parent, sentence=sentence, width=900)
        self._context = context
        self._asked = asked
        room = parent.window().size()
        self.resize(min(px(980), round(room.width() * 0.94)), round(room.height() * 0.92))
        kept = form.found_draft()
        if kept is not None:
            form.set_values(kept.values)
        self.submitted.connect(self._draft)

    def _draft(self, values: dict[str, Json]) -> None:
        context, asked = self._context, self._asked
        params = draft_params(asked, values)
        self.set_busy(busy=True)

        def deed(desk: Desk) -> Step:
            return run(desk, "agreements.draft", on=desk.clock.today(), params=params)

        context.act(deed, self._done, self.fail, title="拟制协议", owner=self)

    def _done(self, step: Step) -> None:
        self.form.done()
        self.accept()
        self._context.say("已拟制协议，可以预览和打印")
        self._context.navigator.go("agreements", step.entity)


def field_specs(asked: DraftForm) -> tuple[FieldSpec, ...]:
    """Describe the fields: the term first, then the text's blanks in its order."""
    term = (
        FieldSpec("starts", "协议起始日期", Kind.DATE, required=True, initial=asked.starts.isoformat(), group="期限"),
        FieldSpec("ends", "协议终止日期", Kind.DATE, required=True, initial=asked.ends.isoformat()),
    )
    parties = tuple(one for one in asked.fields if one.id.startswith("party_"))
    others = tuple(one for one in asked.fields if not one.id.startswith("party_"))
    return (*term, *_specs(parties, "双方"), *_specs(others, "约定事项"))


def draft_params(asked: DraftForm, values: Values) -> dict[str, Json]:
    """Give the values of the form as the action takes them; a blank left empty is given as empty."""
    blanks: dict[str, Json] = {}
    for one in asked.fields:
        blanks[one.id] = _ticked(one, values) if _is_ticked(one) else _plain(one, values.get(one.id))
    return {"case": asked.case, "starts": values["starts"], "ends": values["ends"], "blanks": blanks}


def _specs(fields: tuple[BlankField, ...], group: str) -> list[FieldSpec]:
    specs: list[FieldSpec] = []
    for one in fields:
        specs += _ticks(one) if _is_ticked(one) else [_spec(one)]
    if specs:
        specs[0] = replace(specs[0], group=group)
    return specs


def _spec(one: BlankField) -> FieldSpec:
    initial: Json = one.known or None
    if one.type in _NUMBERS:
        initial = int(one.known) if one.known.isdecimal() else None
    listed = "每行一项。" if one.type is BlankType.LIST else ""
    return FieldSpec(
        one.id,
        one.label,
        _KINDS[one.type],
        one.required,
        f"{listed}{_LOCAL if one.local else ''}",
        choices=tuple(Option(choice, choice) for choice in one.choices),
        unit=_UNITS.get(one.type, ""),
        minimum=0 if one.type in _NUMBERS else None,
        initial=initial,
        wide=one.id == "special_terms",
    )


def _is_ticked(one: BlankField) -> bool:
    return one.type is BlankType.LIST and bool(one.choices)


def _ticks(one: BlankField) -> list[FieldSpec]:
    """Describe a list with choices as boxes to tick; the first one carries the blank's name."""
    known = one.known.splitlines()
    return [
        FieldSpec(
            f"{one.id}/{at}",
            one.label if at == 0 else "",
            Kind.CHECK,
            hint=choice,
            initial=choice in known,
        )
        for at, choice in enumerate(one.choices)
    ]


def _ticked(one: BlankField, values: Values) -> Json:
    return [choice for at, choice in enumerate(one.choices) if values.get(f"{one.id}/{at}") is True]


def _plain(one: BlankField, value: Json) -> Json:
    if one.type is BlankType.LIST:
        lines = str(value or "").splitlines()
        return [line.strip() for line in lines if line.strip()]
    return "" if value is None else value
