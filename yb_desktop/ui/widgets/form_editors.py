"""Which editor a kind of field gets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from yb_desktop.ui.widgets.date_edit import DayInfoOf
from yb_desktop.ui.widgets.form_fields import (
    CheckEditor,
    ChoiceEditor,
    DateEditor,
    Editor,
    ItemsEditor,
    MultilineEditor,
    NumberEditor,
    PersonEditor,
    TextEditor,
)
from yb_desktop.ui.widgets.form_lists import DaysEditor, LinesEditor, TicksEditor
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind
from yb_desktop.ui.widgets.form_sums import SumsEditor

_EDITORS: Mapping[Kind, type[Editor]] = {
    Kind.TEXT: TextEditor,
    Kind.MULTILINE: MultilineEditor,
    Kind.CHOICE: ChoiceEditor,
    Kind.AREA: ChoiceEditor,
    Kind.NUMBER: NumberEditor,
    Kind.MONEY: NumberEditor,
    Kind.CHECK: CheckEditor,
    Kind.PERSON: PersonEditor,
    Kind.ITEMS: ItemsEditor,
    Kind.LINES: LinesEditor,
    Kind.TICKS: TicksEditor,
    Kind.SUMS: SumsEditor,
}


def make_editor(spec: FieldSpec, today: date, day_info: DayInfoOf) -> Editor:
    """Make the editor for a field."""
    match spec.kind:
        case Kind.DATE:
            return DateEditor(spec, today, day_info)
        case Kind.DAYS:
            return DaysEditor(spec, today)
        case _:
            return _EDITORS[spec.kind](spec)
