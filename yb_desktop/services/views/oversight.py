"""Oversight as its screen shows it: ledgers, figures and the rows behind them, the county scorecard. Reads only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from yb_desktop.base.files import write_whole
from yb_desktop.domain.vocabulary import Level
from yb_desktop.law.areas import Area
from yb_desktop.services import actions
from yb_desktop.services.desk import Desk
from yb_desktop.services.excel import Cell, Sheet, table
from yb_desktop.services.figures import FIRST_YEAR, Figure, Year, figures_of
from yb_desktop.services.ledgers import Ledger, LedgerRow, ledger_rows, write_ledger
from yb_desktop.services.rights import roles_for
from yb_desktop.services.scorecard import CountyScore, scores_of
from yb_desktop.services.views.figure_rows import FigureRow, county_rows, rows_behind
from yb_desktop.store.exchange_state import RecordState

actions.load()

Tell = Callable[[int, int], None]
"""Is told what is done and of how much."""


@dataclass(frozen=True, slots=True)
class LedgerView:
    """A ledger between two days, both included; ``rows`` as searched, ``total`` without the search."""

    which: Ledger
    first: date
    last: date
    rows: tuple[LedgerRow, ...]
    total: int

    @property
    def name(self) -> str:
        """The name of its file."""
        return f"{self.which.label}台账{self.first}至{self.last}"


@dataclass(frozen=True, slots=True)
class StatisticsView:
    """The figures of a year, or of what has passed of it, for an area."""

    area: str
    area_name: str
    span: Year
    figures: tuple[Figure, ...]

    def group(self, head: str) -> tuple[Figure, ...]:
        """Give the figures whose key begins with ``head`` and goes on: the bars of one chart."""
        return tuple(one for one in self.figures if one.key.startswith(f"{head}."))

    def find(self, key: str) -> Figure | None:
        """Give one figure."""
        return next((one for one in self.figures if one.key == key), None)


@dataclass(frozen=True, slots=True)
class Behind:
    """The rows behind a figure, with the figure in words."""

    title: str
    said: str
    rows: tuple[FigureRow, ...]


@dataclass(frozen=True, slots=True)
class CountyLine:
    """One county of the scorecard: its heads in their order, when it was last heard from and up to which day."""

    county: str
    name: str
    heard: str
    until: str
    scores: tuple[CountyScore, ...]


def ledger_view(desk: Desk, which: Ledger, first: date, last: date, find: str = "") -> LedgerView:
    """S1: give a ledger; ``find`` is looked for in every word of a line. Raises ``NotAllowed`` (``role``)."""
    desk.need(*roles_for("oversight.ledger"))
    with desk.store.read() as reader:
        rows = ledger_rows(reader, desk.law, which, first, last)
    wanted = find.casefold().split()
    chosen = tuple(row for row in rows if all(word in _words(row) for word in wanted))
    return LedgerView(which, first, last, chosen, len(rows))


def _words(row: LedgerRow) -> str:
    return f"{row.day} {row.what} {row.number} {row.name} {row.area} {row.kind} {row.actor} {row.state}".casefold()


def save_ledger(desk: Desk, view: LedgerView, file: Path) -> None:
    """Write the lines shown as .xlsx. Raises ``WorldError`` where it cannot be written."""
    title = f"{desk.info.name}{view.which.label}台账（{view.first}至{view.last}）"
    write_ledger(file, view.which, view.rows, title, desk.clock.today())


def areas_of(desk: Desk) -> tuple[Area, ...]:
    """Give what figures can be asked for: the office's own area and those directly inside."""
    areas = desk.law.areas
    return (areas.get(desk.info.area), *areas.within(desk.info.area))


def years_of(desk: Desk) -> tuple[int, ...]:
    """Give the years that figures can be asked for, the newest first."""
    return tuple(range(desk.clock.today().year, FIRST_YEAR - 1, -1))


def statistics_view(desk: Desk, year: int, area: str, tell: Tell | None = None) -> StatisticsView:
    """S2, S3: give the figures of a year; ``tell`` hears of each. Raises ``NotAllowed`` (``role``), ``BadInput``."""
    desk.need(*roles_for("oversight.figures"))
    span = Year.of(year, desk.clock.today())
    place = desk.law.areas.resolve(area)
    figures = []
    with desk.store.read() as reader:
        for one in figures_of(reader, desk.law, place, span):
            figures.append(one)
            if tell is not None:
                tell(len(figures), 0)
    return StatisticsView(place, desk.law.areas.get(place).display, span, tuple(figures))


def behind_figure(desk: Desk, view: StatisticsView, figure: Figure) -> Behind:
    """Give the rows behind a figure."""
    desk.need(*roles_for("oversight.figures"))
    with desk.store.read() as reader:
        rows = rows_behind(reader, figure.key, view.area, view.span, figure.rows)
    title = f"{figure.group}　{figure.title}" if figure.title not in figure.group else figure.group
    return Behind(title, f"{view.area_name} {view.span.first}至{view.span.last}　{figure_words(figure)}", rows)


def figure_words(figure: Figure) -> str:
    """Write a figure with its unit: ``96.50%``, ``6.00张``, ``1,234.50元``; 未知 where it cannot be known."""
    return scaled_words(figure.value, figure.scale, figure.unit)


def scaled_words(value: int | None, scale: int, unit: str) -> str:
    """Write a number over its scale with its unit."""
    if value is None:
        return "未知"
    digits = len(str(scale)) - 1
    return f"{value / scale:,.{digits}f}{'' if unit == '%' else ' '}{unit}"


def split_words(split: dict[str, int]) -> str:
    """Say how far the rows behind a figure have come: ``未导出 3，已入库 12``."""
    return "，".join(f"{RecordState(state).label} {count:,}" for state, count in split.items())


ROW_HEADS = ("序号", "机构名称", "所在地", "事项", "说明", "日期", "上报状态")


def save_behind(desk: Desk, view: Behind, file: Path) -> None:
    """Write the rows behind a figure as .xlsx. Raises ``WorldError`` where it cannot be written."""
    sheet = Sheet("明细", f"{view.title}（{view.said}）", ROW_HEADS, (6, 36, 16, 30, 40, 12, 10))
    rows = [
        (place, row.name, row.place, row.what, row.detail, row.day, row.state)
        for place, row in enumerate(view.rows, start=1)
    ]
    write_whole(file, table(sheet, rows, desk.clock.today()))


def save_statistics(desk: Desk, view: StatisticsView, file: Path) -> None:
    """Write the figures as .xlsx, numbers as they are shown. Raises ``WorldError`` where it cannot be written."""
    states = tuple(RecordState)
    title = f"{desk.info.name}统计（{view.area_name}，{view.span.first}至{view.span.last}）"
    heads = ("类别", "项目", "数值", "说明", *(state.label for state in states))
    rows: list[tuple[Cell, ...]] = [
        (one.group, one.title, figure_words(one), one.note, *(one.split.get(state.value, 0) for state in states))
        for one in view.figures
    ]
    sheet = Sheet("统计", title, heads, (30, 36, 18, 44, *(9 for _ in states)))
    write_whole(file, table(sheet, rows, desk.clock.today()))


def scores_counties(desk: Desk) -> bool:
    """Say whether this office scores counties (S3): a prefecture does."""
    return desk.info.level is Level.PREFECTURE


def scorecard_view(desk: Desk, year: int, tell: Tell | None = None) -> tuple[CountyLine, ...]:
    """S3, S4: give the scorecard of a year. Raises ``NotAllowed`` (``role``), ``BadInput``."""
    desk.need(*roles_for("oversight.score_counties"))
    span = Year.of(year, desk.clock.today())
    with desk.store.read() as reader:
        scores = tuple(scores_of(reader, desk.law, span))
    found: dict[str, list[CountyScore]] = {}
    for one in scores:
        found.setdefault(one.county, []).append(one)
    if tell is not None:
        tell(len(found), len(found))
    return tuple(
        CountyLine(county, some[0].name, some[0].heard, some[0].until, tuple(some)) for county, some in found.items()
    )


def behind_score(desk: Desk, year: int, score: CountyScore) -> Behind:
    """Give the rows behind one head of a county."""
    desk.need(*roles_for("oversight.score_counties"))
    span = Year.of(year, desk.clock.today())
    with desk.store.read() as reader:
        rows = county_rows(reader, score.county, score.key, span)
    said = f"{year}年　{scaled_words(score.value, score.scale, score.unit)}"
    return Behind(f"{score.name}　{score.head}", said, rows)


def save_scorecard(desk: Desk, year: int, lines: Sequence[CountyLine], file: Path) -> None:
    """Write the scorecard as .xlsx. Raises ``WorldError`` where it cannot be written."""
    heads = tuple(one.head for one in lines[0].scores) if lines else ()
    rows = [
        (line.name, *(scaled_words(one.value, one.scale, one.unit) for one in line.scores), line.heard, line.until)
        for line in lines
    ]
    columns = ("县市", *heads, "最近一次收到", "记录截至")
    title = f"{desk.info.name}县市目标考核（{year}年）"
    sheet = Sheet("县市考核", title, columns, (14, *(22 for _ in heads), 22, 12))
    write_whole(file, table(sheet, rows, desk.clock.today()))
