"""定点申请表 (A12, A13): empty to be filled in by hand, or filled from the register; medical and pharmacy.

Without an ``applicant`` every place is open; what the register does not know stays open either way.
"""

from __future__ import annotations

from dataclasses import dataclass

from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import Align, Block, Column, KeepTogether, Space, Table
from yb_desktop.paper.documents.sheets import (
    BY_HAND_DAY,
    SIZE,
    Pair,
    caption,
    head,
    note,
    opinion,
    padded,
    pairs,
    print_form,
    ticked,
    with_rows,
)
from yb_desktop.paper.documents.values import Sender

KIND = "application_form"
TITLE = "定点申请表"
_ROOM = 6
"""Lines for staff on an empty form."""


@dataclass(frozen=True, slots=True)
class Employee:
    """A person who works there: name, role, certificate, and the term of the contract."""

    name: str
    role: str
    certificate: str = ""
    contract: str = ""


@dataclass(frozen=True, slots=True)
class Applicant:
    """What the register says of the institution, in words; what is empty is filled in by hand."""

    name: str = ""
    cls: str = ""
    uscc: str = ""
    licence: str = ""
    licence_number: str = ""
    valid_until: str = ""
    opened: str = ""
    address: str = ""
    area: str = ""
    level: str = ""
    ownership: str = ""
    profit: str = ""
    grade: str = ""
    beds: str = ""
    departments: str = ""
    legal_rep: str = ""
    principal: str = ""
    controller: str = ""
    phone: str = ""
    bank_account: str = ""
    belongs_to: str = ""
    staff: tuple[Employee, ...] = ()


@dataclass(frozen=True, slots=True)
class ApplicationForm:
    """The values of the form; ``kinds`` are the matters one can apply for, ``materials`` what is handed in with it."""

    sender: Sender
    pharmacy: bool
    kinds: tuple[str, ...]
    materials: tuple[str, ...]
    kind: str = ""
    categories: tuple[str, ...] = ()
    applicant: Applicant | None = None


def application_form(values: ApplicationForm, *, signer: Signer | None = None) -> bytes:
    """Print 定点申请表."""
    one = values.applicant or Applicant()
    what = "零售药店" if values.pharmacy else "医疗机构"
    title = f"医疗保障定点{what}申请表"
    blocks: list[Block] = [
        *head(title, values.sender, day="填表日期", blank_day=values.applicant is None),
        caption("一、申请事项"),
        pairs(
            (("申请事项", ticked(values.kinds, (values.kind,) if values.kind else (), between="\n")),),
            (("申请支付类别", "、".join(values.categories)),),
        ),
        Space(0.4),
        caption("二、基本情况"),
        pairs(*_particulars(one, pharmacy=values.pharmacy)),
        Space(0.4),
        caption("三、人员情况"),
        _staff(one),
        Space(0.4),
        KeepTogether((caption("四、随表提交的材料"), _materials(values.materials))),
        Space(0.4),
        KeepTogether((caption("五、申请与审核"), *_words())),
    ]
    return print_form(KIND, title, values.sender, blocks, signer=signer)


def _particulars(one: Applicant, *, pharmacy: bool) -> list[tuple[Pair, ...]]:
    rows: list[tuple[Pair, ...]] = [
        (("机构名称", one.name),),
        (("机构类别", one.cls), ("统一社会信用代码", one.uscc)),
        (("许可证件", one.licence), ("证件编号", one.licence_number)),
        (("有效期至", one.valid_until), ("正式经营日期", one.opened)),
        (("经营地址", one.address),),
        (("所属区域", one.area), ("主管层级", one.level)),
        (("所有制形式", one.ownership), ("营利性质", one.profit)),
    ]
    if pharmacy:
        rows.append((("所属连锁总部", one.belongs_to),))
    else:
        rows.append((("机构等级", one.grade), ("核定床位", one.beds)))
        rows.append((("诊疗科目", one.departments),))
        rows.append((("依托的实体机构", one.belongs_to),))
    rows += [
        (("法定代表人", one.legal_rep), ("主要负责人", one.principal)),
        (("实际控制人", one.controller), ("联系电话", one.phone)),
        (("银行账户", one.bank_account),),
    ]
    return rows


def _staff(one: Applicant) -> Table:
    columns = (
        Column(1, "序号", Align.CENTER),
        Column(2.2, "姓名", Align.CENTER),
        Column(2.5, "岗位", Align.CENTER),
        Column(3.8, "证书"),
        Column(5.6, "合同期限", Align.CENTER),
    )
    rows = ((str(at), who.name, who.role, who.certificate, who.contract) for at, who in enumerate(one.staff, start=1))
    return Table(columns, padded(rows, 0 if one.staff else _ROOM, len(columns)), size=10, row_mm=7.5)


def _materials(materials: tuple[str, ...]) -> Table:
    columns = (Column(1, "序号", Align.CENTER), Column(9.6, "材料名称"), Column(4, "提交情况", Align.CENTER))
    rows = tuple((str(at), label, ticked(("已附", "未附"))) for at, label in enumerate(materials, start=1))
    return Table(columns, rows, size=SIZE, row_mm=7)


def _words() -> list[Block]:
    promise = (
        "　　本单位自愿申请医疗保障定点，已知悉定点申请条件和不予受理的情形。所填内容和所附材料真实、准确、完整，"
        "如有不实，愿意承担相应后果。"
    )
    applicant = f"法定代表人（签名）：　　　　　　　　　（盖章处）{BY_HAND_DAY}"
    handler = f"经办人（签名）：　　　　　　　　　　（盖章处）{BY_HAND_DAY}"
    table = with_rows(
        pairs(),
        opinion("申请单位\n承诺", promise, applicant, lines=4),
        opinion("经办机构\n意见", "", handler, lines=4),
    )
    return [table, note("本表一式两份，由申请单位如实填写；登记簿中已有的内容由系统填入，有出入的请在表上更正并盖章。")]
