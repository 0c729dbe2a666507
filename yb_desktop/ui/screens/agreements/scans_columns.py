"""The columns of the inbox of scans, and how a line of it looks."""

from __future__ import annotations

from yb_desktop.services.views.scans import ScanLine, ScanState
from yb_desktop.ui.theme import Tone
from yb_desktop.ui.widgets.badge import Mark
from yb_desktop.ui.widgets.page_model import Column


def scan_mark(state: ScanState) -> Mark:
    """Give the look of a line of scans."""
    match state:
        case ScanState.READY:
            return Mark(Tone.INFO, "check")
        case ScanState.FILED:
            return Mark(Tone.GOOD, "done")
        case ScanState.MISSING | ScanState.LOOSE:
            return Mark(Tone.WARN, "attention")
        case ScanState.STOPPED | ScanState.FAULT:
            return Mark(Tone.BAD, "refused")


SCAN_COLUMNS = (
    Column[ScanLine]("title", "文书或文件", lambda line: line.title, 190, sortable=False),
    Column[ScanLine](
        "state", "状态", lambda line: line.state.value, 130, sortable=False, mark=lambda line: scan_mark(line.state)
    ),
    Column[ScanLine]("found", "页数", lambda line: line.found, 66, sortable=False),
    Column[ScanLine]("missing", "缺页", lambda line: line.missing, 80, sortable=False),
    Column[ScanLine]("doubled", "重页", lambda line: line.doubled, 66, sortable=False),
    Column[ScanLine]("said", "说明", lambda line: line.said, 260, sortable=False),
    Column[ScanLine]("institution", "机构", lambda line: line.institution, 200, sortable=False),
)
