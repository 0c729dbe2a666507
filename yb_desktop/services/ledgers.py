"""The five work ledgers (工作台账, S1) as frozen rows, and the same as an Excel file.

A ledger is read from the records, not kept beside them: what the office did between two days, in order, with the number
of its paper, whose institution it was, and how far the record has come on its way to the office above.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType

from yb_desktop.base.errors import BadInput
from yb_desktop.base.files import write_whole
from yb_desktop.domain.vocabulary import Labelled
from yb_desktop.law.law import Law
from yb_desktop.services.desk import Desk, Step
from yb_desktop.services.excel import Sheet, table
from yb_desktop.services.registry import action, step_title
from yb_desktop.services.shown import Shown
from yb_desktop.services.views.places import place_name
from yb_desktop.store import oversight_rows
from yb_desktop.store.oversight_rows import LedgerLine
from yb_desktop.store.reading import Reader


class Ledger(Labelled):
    """The ledgers of CX-37."""

    NEW = "new", "新增定点医药机构"
    CHANGES = "changes", "机构重要信息变更"
    CHECKS = "checks", "机构履行协议检查"
    MEASURES = "measures", "协议处理"
    ASSESSMENTS = "assessments", "绩效考核"


TYPES: Mapping[Ledger, tuple[str, ...]] = MappingProxyType(
    {
        Ledger.NEW: ("agreements.sign",),
        Ledger.CHANGES: ("changes.complete_change",),
        Ledger.CHECKS: ("breaches.visit_audit", "breaches.decide_audit", "breaches.check_mending"),
        Ledger.MEASURES: (
            "breaches.talk",
            "breaches.order_mending",
            "breaches.withhold",
            "breaches.recover",
            "breaches.charge_damages",
            "breaches.suspend_part",
            "breaches.resume_part",
            "breaches.end_part",
            "breaches.refer",
            "changes.suspend",
            "changes.resume",
            "changes.lapse_agreement",
            "changes.terminate",
        ),
        Ledger.ASSESSMENTS: ("oversight.assess",),
    }
)
"""Which records each ledger is made of."""


class LedgerRow(Shown, frozen=True, kw_only=True):
    """One line of a ledger; ``rid`` and ``entity`` open what it rests on, ``state`` is the record's way upward."""

    day: date
    what: str
    number: str
    name: str
    area: str
    kind: str
    actor: str
    state: str
    institution: str
    entity: str
    rid: str


HEADS = ("序号", "日期", "事项", "文号", "机构名称", "所在地", "类别", "经办人", "上报状态")


@action("oversight.ledger", "工作台账")
def ledger(desk: Desk, *, on: date, which: Ledger, from_: date, to: date, file: str = "") -> Step:
    """S1: give a ledger between two days, both included; with ``file`` also as .xlsx."""
    if to < from_:
        raise BadInput("to", f"止日{to}早于起日{from_}，请检查。")
    with desk.act("oversight.ledger", on) as act:
        rows = ledger_rows(act.reader, act.law, which, from_, to)
        step = act.show(rows, documents=("ledger",))
    if file:
        write_ledger(Path(file), which, rows, f"{desk.info.name}{which.label}台账（{from_}至{to}）", on)
    return step


def ledger_rows(reader: Reader, law: Law, which: Ledger, first: date, last: date) -> tuple[LedgerRow, ...]:
    """Give the lines of a ledger."""
    names = {person.id: person.name for person in reader.people()}
    lines = oversight_rows.ledger(reader, TYPES[which], first, last)
    return tuple(_row(law, line, names) for line in lines)


def _row(law: Law, line: LedgerLine, names: Mapping[str, str]) -> LedgerRow:
    return LedgerRow(
        day=line.day,
        what=step_title(line.type),
        number=line.number,
        name=line.name,
        area=place_name(law.areas, line.area) if line.area else "",
        kind={"medical": "医疗机构", "pharmacy": "零售药店"}.get(line.kind, ""),
        actor=names.get(line.actor, line.actor),
        state=line.state.label,
        institution=line.institution,
        entity=line.entity,
        rid=line.rid,
    )


def write_ledger(file: Path, which: Ledger, rows: Sequence[LedgerRow], title: str, made: date) -> None:
    """Write a ledger as .xlsx. Raises ``WorldError`` where it cannot be written."""
    write_whole(file, ledger_workbook(which, rows, title, made))


def ledger_workbook(which: Ledger, rows: Sequence[LedgerRow], title: str, made: date) -> bytes:
    """Give a ledger as .xlsx: a title, the heads, one line each, days as days."""
    sheet = Sheet(which.label, title, HEADS, (6, 12, 16, 22, 36, 14, 10, 12, 10))
    lines = [
        (place, row.day, row.what, row.number, row.name, row.area, row.kind, row.actor, row.state)
        for place, row in enumerate(rows, start=1)
    ]
    return table(sheet, lines, made)
