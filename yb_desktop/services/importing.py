"""Lists of institutions from Excel (J6, S5): a dry run that says what each row would do, then all or nothing.

New rows are written; rows that are the same, struck off or faulty are not, and say why; likely duplicates wait for the
clerk, who may name the rows that are institutions of their own. An import can be taken back as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.domain.institution import ImportUndone, Listed
from yb_desktop.domain.listing import Faulty, ListRow, parse_rows
from yb_desktop.domain.listing_headers import Column
from yb_desktop.domain.listing_matching import ImportPlan, Known, Register, Sorted, Verdict, classify
from yb_desktop.domain.listing_words import area_resolver
from yb_desktop.domain.names import initials, pinyin
from yb_desktop.services.desk import Act, Desk, Step
from yb_desktop.services.registry import action
from yb_desktop.services.sheets import read_sheet

Progress = Callable[[int, int], None]
"""Told how many rows of how many are done; raising stops the work, and nothing is written."""
_EVERY = 100


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import would do or did: every row with its verdict, and how many were written, under which batch."""

    plan: ImportPlan
    written: int
    batch: str = ""


def plan_import(
    desk: Desk, file: Path, *, columns: Mapping[str, str] | None = None, progress: Progress | None = None
) -> ImportPlan:
    """Say what each row of a list would do; nothing is written. Raises ``BadInput``/``Refused`` for a bad file.

    ``columns`` names columns by their head or their letter; ``progress`` is told the rows read, of nobody knows how
    many (0), and then the rows compared.
    """
    areas, office = desk.law.areas, desk.info.office
    reading = (lambda rows: progress(rows, 0)) if progress is not None else None
    sheet = read_sheet(file, columns=_columns(columns), progress=reading)
    rows = parse_rows(sheet, resolve_area=area_resolver(areas, office), home_area=office, today=desk.clock.today())
    places = (areas.get(office).name, *(area.name for area in areas.within(office)))
    with desk.store.read() as reader:
        known = (Known.of(one.id, one.registration) for one in reader.every_institution())
        register = Register(known, places=places)
    return classify(_told(rows, len(sheet.rows), progress) if progress is not None else rows, register)


def _told(rows: Iterator[ListRow | Faulty], total: int, progress: Progress) -> Iterator[ListRow | Faulty]:
    for done, row in enumerate(rows):
        if done % _EVERY == 0:
            progress(done, total)
        yield row


def _columns(given: Mapping[str, str] | None) -> Mapping[Column, str] | None:
    if not given:
        return None
    names = {column.value for column in Column}
    if unknown := set(given) - names:
        raise BadInput("columns", f"没有列“{'、'.join(sorted(unknown))}”，可用的有：{'、'.join(sorted(names))}。")
    return {Column(name): label for name, label in given.items()}


def import_file(
    desk: Desk,
    *,
    on: date,
    file: Path,
    columns: Mapping[str, str] | None = None,
    scheme: str = "",
    distinct: tuple[int, ...] = (),
    progress: Progress | None = None,
) -> ImportReport:
    """Import a list; ``distinct`` names rows whose likely duplicates the clerk has set apart. All rows or none."""
    plan = plan_import(desk, file, columns=columns, progress=progress)
    wanted = [row for row in plan.rows if row.verdict is Verdict.NEW or _set_apart(row, distinct)]
    if not wanted:
        return ImportReport(plan, 0)
    desk.store.keep_copy(desk.clock.today(), "import")
    batch = desk.ids("batch")
    with (
        desk.store.work(f"导入“{file.name}”", desk.clock.now().isoformat(timespec="minutes")),
        desk.act("institutions.import_list", on) as act,
    ):
        for done, (row, entry) in enumerate(_entries(wanted)):
            if progress is not None and done % _EVERY == 0:
                progress(done, len(wanted))
            _write(act, entry, batch, row.row, scheme)
    return ImportReport(plan, len(wanted), batch)


def _set_apart(row: Sorted, distinct: tuple[int, ...]) -> bool:
    return row.verdict is Verdict.LIKELY and row.row in distinct


def _entries(rows: list[Sorted]) -> Iterator[tuple[Sorted, ListRow]]:
    return ((row, row.entry) for row in rows if row.entry is not None)


def _write(act: Act, entry: ListRow, batch: str, row: int, scheme: str) -> None:
    name = entry.registration.name
    registration = msgspec.structs.replace(entry.registration, pinyin=pinyin(name), initials=initials(name))
    news = Listed(registration=registration, batch=batch, row=row, scheme=scheme, former=entry.former)
    act.append(act.desk.ids("inst"), news)


@action("institutions.import_list", "导入机构名单")
def import_list(
    desk: Desk,
    *,
    on: date,
    file: str,
    columns: dict[str, str] | None = None,
    scheme: str = "",
    distinct: tuple[int, ...] = (),
) -> Step:
    """J6, S5: import a list by its path; the step's warnings say what became of the rows that were not written."""
    report = import_file(desk, on=on, file=Path(file), columns=columns, scheme=scheme, distinct=distinct)
    left = (Verdict.SAME, Verdict.LIKELY, Verdict.STRUCK_OFF, Verdict.FAULTY)
    warnings = tuple(f"第{row.row}行 {row.name}：{row.reason}" for verdict in left for row in report.plan.of(verdict))
    return Step(entity=report.batch, state="imported" if report.written else "nothing_new", warnings=warnings)


@action("institutions.undo_import", "撤销导入")
def undo_import(desk: Desk, *, on: date, batch: str) -> Step:
    """Take an import back as a whole; refused while an application rests on one of its institutions."""
    with desk.act("institutions.undo_import", on) as act:
        listed = act.reader.listed_in(batch) if batch.strip() else ()  # entries made by hand have no batch
        if not listed:
            raise BadInput("batch", "找不到这次导入，或者已经撤销。")
        for institution in listed:
            if act.reader.cases_of(institution):
                name = act.institution(institution).registration.name
                raise NotAllowed.by("state", f"“{name}”已有申请，不能整体撤销这次导入。")
        for institution in listed:
            act.append(institution, ImportUndone(batch=batch))
    return Step(entity=batch, state="undone")
