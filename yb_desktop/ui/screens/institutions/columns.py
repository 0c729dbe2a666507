"""The columns of the register, of the people of an institution, and of an import's dry run."""

from __future__ import annotations

from yb_desktop.domain.vocabulary import AgreementState, CaseState
from yb_desktop.services.views.institution_page import MatterLine, StaffLine
from yb_desktop.services.views.institutions import InstitutionLine
from yb_desktop.ui.theme import Tone
from yb_desktop.ui.widgets.badge import Mark
from yb_desktop.ui.widgets.page_model import Column

_AGREEMENTS = {
    AgreementState.IN_FORCE: Mark(Tone.GOOD, "agreements"),
    AgreementState.DRAFT: Mark(Tone.INFO, "agreements"),
    AgreementState.PRINTED: Mark(Tone.INFO, "print"),
    AgreementState.SUSPENDED: Mark(Tone.WARN, "attention"),
}
_OVER = Mark(Tone.NEUTRAL, "later")


def state_words(line: InstitutionLine) -> str:
    """Say where the newest agreement stands, or the newest application."""
    row = line.row
    if row.agreement_state is not None and (row.case_state is None or row.case_state.ended):
        return f"协议{row.agreement_state.label}"
    return row.case_state.label if row.case_state else ""


def _state_mark(line: InstitutionLine) -> Mark | None:
    row = line.row
    if row.agreement_state is not None and (row.case_state is None or row.case_state.ended):
        return _AGREEMENTS.get(row.agreement_state, _OVER)
    return case_mark(row.case_state) if row.case_state else None


def case_mark(state: CaseState) -> Mark:
    """Give the look of an application's state."""
    return _OVER if state.ended else Mark(Tone.INFO, "applications")


def _ends(line: InstitutionLine) -> str:
    return line.row.agreement_ends.isoformat() if line.row.agreement_ends else ""


REGISTER = (
    Column[InstitutionLine]("name", "机构名称", lambda line: line.row.name, 330, sortable=False),
    Column[InstitutionLine]("class", "类别", lambda line: line.row.cls.label, 124, sortable=False),
    Column[InstitutionLine]("area", "乡镇", lambda line: line.area, 96, sortable=False),
    Column[InstitutionLine]("uscc", "统一社会信用代码", lambda line: line.row.uscc, 176, sortable=False),
    Column[InstitutionLine]("state", "现状", state_words, 134, sortable=False, mark=_state_mark),
    Column[InstitutionLine]("ends", "协议止期", _ends, 96, sortable=False),
    Column[InstitutionLine]("licence", "许可证号", lambda line: line.row.licence, 180, sortable=False),
)


def _at_work(line: StaffLine) -> str:
    return f"{line.ended.isoformat()} 离职" if line.ended else "在职"


def _at_work_mark(line: StaffLine) -> Mark:
    return _OVER if line.ended else Mark(Tone.GOOD, "person")


STAFF = (
    Column[StaffLine]("name", "姓名", lambda line: line.name, 88, sortable=False),
    Column[StaffLine]("role", "岗位", lambda line: line.role, 104, sortable=False),
    Column[StaffLine]("certificate", "证书", lambda line: line.certificate, 126, sortable=False),
    Column[StaffLine]("contract", "劳动合同", lambda line: line.contract, 186, sortable=False),
    Column[StaffLine]("first", "首注", lambda line: "是" if line.first_here else "", 50, sortable=False),
    Column[StaffLine]("state", "状态", _at_work, 120, sortable=False, mark=_at_work_mark),
)

MATTERS = (
    Column[MatterLine]("title", "事项", lambda line: line.title, 200, sortable=False),
    Column[MatterLine](
        "state",
        "状态",
        lambda line: line.state,
        120,
        sortable=False,
        mark=lambda line: _OVER if line.over else Mark(Tone.INFO, "applications"),
    ),
    Column[MatterLine]("days", "日期", lambda line: line.days, 220, sortable=False),
)
