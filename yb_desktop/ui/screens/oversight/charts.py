"""Figures as bars: institutions by class, timeliness of each step, measures and their money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from yb_desktop.services.figures import HUNDRED, Figure
from yb_desktop.services.views.oversight import StatisticsView, figure_words, scaled_words, split_words
from yb_desktop.store.exchange_state import RecordState
from yb_desktop.ui.widgets.bars import Bar, Part

STATES = tuple(state.label for state in RecordState)
"""The looks of the parts of a bar: how far the rows have come on their way upward."""

_WHOLE = HUNDRED * HUNDRED  # a hundred per cent


def counted_bars(figures: Sequence[Figure]) -> tuple[Bar, ...]:
    """Give a bar for each figure, as long as its share of the longest, in parts by state."""
    most = max((one.value or 0 for one in figures), default=0)
    return tuple(Bar(one.key, one.title, figure_words(one), _parts(one, most), _split_note(one)) for one in figures)


def money_bars(figures: Sequence[Figure]) -> tuple[Bar, ...]:
    """Give the sums by kind, class and county, each named with what it is summed by."""
    sorts = {one.key: one.group.partition("（")[2].rstrip("）") for one in figures}
    return tuple(replace(bar, title=f"{sorts[bar.id]}：{bar.title}") for bar in counted_bars(figures))


def legend_of(figures: Sequence[Figure]) -> tuple[str, ...]:
    """Name the looks that are used, up to the last of them."""
    used = [place for place, state in enumerate(RecordState) if any(one.split.get(state.value) for one in figures)]
    return STATES[: max(used) + 1] if used else ()


def timely_bars(view: StatisticsView) -> tuple[Bar, ...]:
    """Give the share in time of each step, with the median of its working days."""
    whole = view.find("in_time")
    first = (_timely(whole, None),) if whole is not None else ()
    return (*first, *(_timely(one, view.find(f"median.{one.rule}")) for one in view.group("in_time")))


def beds_bars(figure: Figure) -> tuple[Bar, ...]:
    """Give the beds per thousand beside the planned index; nothing where neither is known."""
    known = [value for value in (figure.value, figure.against) if value is not None]
    if not known:
        return ()
    most = max(*known, 1)
    have = (Part(0, (figure.value or 0) / most),)
    bars = [Bar("beds", "每千参保人", figure_words(figure), have)]
    if figure.against is not None:
        words = scaled_words(figure.against, figure.scale, figure.unit)
        bars.append(Bar("index", "规划指标", words, (Part(5, figure.against / most),), opens=False))
    return tuple(bars)


def _timely(share: Figure, taken: Figure | None) -> Bar:
    note = share.note if taken is None else f"{share.note}，用时中位数 {_days(taken)}"
    return Bar(share.key, share.group, figure_words(share), (Part(0, (share.value or 0) / _WHOLE),), note)


def _days(taken: Figure) -> str:
    return figure_words(taken).replace(".00 ", " ")


def _parts(figure: Figure, most: int) -> tuple[Part, ...]:
    rows = sum(figure.split.values())
    if not most or not rows or figure.value is None:
        return ()
    length = figure.value / most
    counts = ((place, figure.split.get(state.value, 0)) for place, state in enumerate(RecordState))
    return tuple(Part(place, length * count / rows) for place, count in counts if count)


def _split_note(figure: Figure) -> str:
    return split_words(figure.split) if len(figure.split) > 1 else ""
