"""The papers that belong to no single matter: sheets of oversight, papers of exchange, empty forms for work by hand.

What a case, an agreement, a breach or an institution has on paper is in ``papers``; here is what an office prints of
its own. A sheet of oversight is also written as .xlsx.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from yb_desktop.base.errors import BadInput
from yb_desktop.base.signing import Signer
from yb_desktop.law.law import Kind
from yb_desktop.paper.blocks import Composed
from yb_desktop.paper.page import printed
from yb_desktop.services.desk import Desk
from yb_desktop.services.paper import exchange, oversight
from yb_desktop.services.paper.empty import empty_form
from yb_desktop.services.paper.formats import PDF, written_as

TITLES: Mapping[str, str] = {
    "ledger": "工作台账",
    "statistics": "统计报表",
    "county_scorecard": "县市考核表",
    "handover_sheet": "数据包导出交接单",
    "key_form": "设备密钥登记表",
    "root_fingerprint": "信任名单根指纹单",
}
"""The papers of an office, with their Chinese names."""


@dataclass(frozen=True, slots=True)
class OfficeWanted:
    """What the paper is about: a ledger's name and days, a year, files of bundles, or the kind an empty form is for."""

    which: str = ""
    first: date | None = None
    last: date | None = None
    year: int | None = None
    bundles: tuple[Path, ...] = ()
    empty: Kind | None = None


def office_paper(
    desk: Desk, document: str, wanted: OfficeWanted, *, suffix: str = PDF, signer: Signer | None = None
) -> bytes:
    """Give a paper of the office as a file that ends in ``suffix``.

    Raises ``BadInput``: ``params`` where something is left open that the paper needs, ``format`` for a paper that is
    for paper only, ``paper`` for a document there is not; and what the services raise that count or verify.
    """
    desk.need_business()
    if wanted.empty is not None:
        empty = empty_form(desk, document, wanted.empty, signer=signer)
        return empty if suffix == PDF else written_as(empty, suffix)
    make = _MAKERS.get(document)
    if make is None:
        raise BadInput("paper", f"没有名为“{document[:40]}”的文书。")
    if document == "ledger" and suffix == ".xlsx":
        return oversight.ledger_book(desk, *_span(wanted))
    composed = make(desk, wanted)
    return printed(composed, signer=signer) if suffix == PDF else written_as(composed, suffix)


def is_office_paper(document: str, wanted: OfficeWanted) -> bool:
    """Say whether a document is one of the office's own, or asked for empty."""
    return document in TITLES or wanted.empty is not None


def _span(wanted: OfficeWanted) -> tuple[str, date, date]:
    if wanted.first is None or wanted.last is None:
        raise BadInput("params", "请写明台账的起止日期（--from、--to）。")
    return wanted.which, wanted.first, wanted.last


def _year(desk: Desk, wanted: OfficeWanted) -> int:
    return wanted.year if wanted.year is not None else desk.clock.today().year


def handover_papers(desk: Desk, files: Sequence[Path], signer: Signer | None) -> tuple[bytes, ...]:
    """Give 导出交接单 of bundles that were exported together: a sheet for each receiver."""
    return tuple(printed(one, signer=signer) for one in exchange.handovers_of(desk, files))


def _handover(desk: Desk, wanted: OfficeWanted) -> Composed:
    if not wanted.bundles:
        raise BadInput("params", "请写明要交接的数据包文件（--bundle，可多次）。")
    first, *others = exchange.handovers_of(desk, wanted.bundles)
    if others:
        raise BadInput("params", "这些数据包交给不同的单位，请按接收单位分别打印交接单。")
    return first


def _roots(desk: Desk, wanted: OfficeWanted) -> Composed:
    return exchange.roots_of(desk, wanted.bundles[0] if wanted.bundles else None)


_MAKERS: Mapping[str, Callable[[Desk, OfficeWanted], Composed]] = {
    "ledger": lambda desk, wanted: oversight.ledger_sheet(desk, *_span(wanted)),
    "statistics": lambda desk, wanted: oversight.statistics_sheet(desk, _year(desk, wanted)),
    "county_scorecard": lambda desk, wanted: oversight.scorecard_sheet(desk, _year(desk, wanted)),
    "handover_sheet": _handover,
    "key_form": lambda desk, wanted: exchange.key_form_of(desk),
    "root_fingerprint": _roots,
}
