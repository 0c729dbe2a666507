"""The dry run of a list as its dialog shows it: a row beside the entry it is likely the same as."""

from __future__ import annotations

from collections.abc import Mapping

from yb_desktop.domain.institution import Registration
from yb_desktop.domain.listing_matching import ImportPlan, Sorted, Verdict
from yb_desktop.services.desk import Desk
from yb_desktop.services.views.institutions import Likely, side_by_side

VERDICT_LABELS: Mapping[Verdict, str] = {
    Verdict.NEW: "新增",
    Verdict.SAME: "已有",
    Verdict.LIKELY: "疑似重复",
    Verdict.STRUCK_OFF: "已取消定点",
    Verdict.FAULTY: "有误",
}


def twin_of(desk: Desk, plan: ImportPlan, row: Sorted) -> Likely | None:
    """Give what a row is likely the same as, field beside field: in the register, or above it in the same file."""
    if row.entry is None:
        return None
    entry = row.entry.registration
    if row.match is not None:
        with desk.store.read() as reader:
            known = reader.institution(row.match).registration
        return Likely(row.match, f"登记簿：{known.name}", side_by_side(desk, entry, known))
    above = _registration(plan, row.match_row)
    if above is None:
        return None
    return Likely("", f"本文件第 {row.match_row} 行：{above.name}", side_by_side(desk, entry, above))


def _registration(plan: ImportPlan, number: int | None) -> Registration | None:
    found = next((row.entry for row in plan.rows if row.row == number and row.entry is not None), None)
    return found.registration if found else None
