"""变更申请表 and 变更办理单 (C1, C2): old and new side by side, in time or late, applied for and done.

Without ``done`` it is the application as it came in; with it, the same lines and how they were handled.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import Align, Block, Cell, Column, Face, Field, Para, Party, Signatures, Space, Table
from yb_desktop.paper.days import day_words
from yb_desktop.paper.documents.orders import OfAgreement, fill, form, under
from yb_desktop.paper.documents.values import LastDay, Sender

KIND = "change_form"
ASKED = "变更申请表"
DONE = "变更办理单"


@dataclass(frozen=True, slots=True)
class ChangedField:
    """One thing that changes: what it is called, as it was and as it will be."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangeDone:
    """How the change was handled: when, by whom, and how many working days late against C2."""

    on: date
    prepared_by: str
    released_by: str
    late: int = 0


@dataclass(frozen=True, slots=True)
class ChangeForm:
    """The values of the form; ``apply_by`` are C1's last days and ``handle_by`` C2's, the most local first."""

    sender: Sender
    institution: str
    uscc: str
    agreement: OfAgreement
    requested: date
    approved: date
    fields: tuple[ChangedField, ...]
    evidence: str = ""
    late: int = 0
    apply_by: tuple[LastDay, ...] = ()
    handle_by: tuple[LastDay, ...] = ()
    articles: tuple[str, ...] = ()
    receiver: str = ""
    done: ChangeDone | None = None


def change_form(values: ChangeForm, *, signer: Signer | None = None) -> bytes:
    """Print 变更申请表, or once it is done 变更办理单."""
    title = f"定点医药机构重大信息{DONE if values.done else ASKED}"
    agreement = values.agreement
    body: list[Block] = [
        fill(Field("编号：", values.sender.number, 1.4), Field("申请日期：", day_words(values.requested))),
        fill(Field("机构名称：", values.institution)),
        fill(Field("统一社会信用代码：", values.uscc, 1.4), Field("协议编号：", agreement.number)),
        fill(Field("协议有效期：", f"{day_words(agreement.starts)}至{day_words(agreement.ends)}")),
        Space(0.3),
        _changes(values),
        Space(0.3),
        _terms(values),
        *_close(values),
    ]
    return form(KIND, title, values.sender, body, signer=signer)


def _changes(values: ChangeForm) -> Table:
    columns = (
        Column(1.2, "序号", Align.CENTER),
        Column(3, "变更项目", Align.CENTER),
        Column(6.4, "变更前"),
        Column(6.4, "变更后"),
    )
    rows: tuple[tuple[str | Cell, ...], ...] = tuple(
        (str(place), one.label, one.before or "（未登记）", Cell(one.after or "（取消）", face=Face.HEI))
        for place, one in enumerate(values.fields, start=1)
    )
    return Table(columns, rows, size=10.5, row_mm=7)


def _terms(values: ChangeForm) -> Table:
    rows: list[tuple[str | Cell, ...]] = [
        ("批准（变更）日期", day_words(values.approved), "证明材料", values.evidence or "（随表附后）"),
        ("申请期限", Cell(_days(values.apply_by), columns=3)),
        ("申请情况", Cell(_asked_late(values), columns=3)),
        ("办理期限", Cell(_days(values.handle_by), columns=3)),
    ]
    if values.done:
        handled = _handled(values.done, limited=bool(values.handle_by))
        rows.append(("办结日期", day_words(values.done.on), "办理情况", handled))
    head = Column(3.2, align=Align.CENTER)
    return Table((head, Column(4.2), Column(2.4, align=Align.CENTER), Column(7.2)), tuple(rows), size=10, row_mm=7)


def _handled(done: ChangeDone, *, limited: bool) -> str:
    if done.late:
        return f"经办机构逾期{done.late}个工作日办结。"
    return "在办理期限内办结。" if limited else "已办结。"


def _days(days: tuple[LastDay, ...]) -> str:
    if not days:
        return "本地区没有规定。"
    return "\n".join(f"{'上位文件：' if day.outer else ''}至{day.words}（{day.why}）" for day in days)


def _asked_late(values: ChangeForm) -> str:
    if not values.apply_by:
        return "不适用。"
    if not values.late:
        return "在规定期限内提出申请。"
    return (
        f"逾期{values.late}个工作日提出申请，照常办理；未按规定申请变更所产生的医保资金结算、拨付等问题，"
        f"按照医保协议约定处理{under(values.articles)}。"
    )


def _close(values: ChangeForm) -> list[Block]:
    if values.done is None:
        note = "本单位承诺：以上填报内容和所附材料真实、准确、完整，并对其真实性承担责任。"
        parties = (
            Party("申请单位", (Field("法定代表人（负责人）："), Field("日期：")), "申请单位盖章处"),
            Party(values.sender.office, (Field("收件人：", values.receiver), Field("日期：")), "经办机构盖章处"),
        )
        return [Space(0.3), Para(note, size=10.5), Signatures(parties)]
    done = values.done
    opinion = (
        "办理意见：经审核，同意变更。登记信息已按变更后的内容更新，变更前的内容保留备查；"
        "请定点医药机构及时在国家医疗保障信息业务编码动态维护平台维护相应信息。"
    )
    parties = (
        Party("定点医药机构", (Field("领取人："), Field("日期：")), "机构盖章处"),
        Party(
            values.sender.office,
            (Field("经办人：", done.prepared_by), Field("审核人：", done.released_by)),
            "经办机构盖章处",
        ),
    )
    return [Space(0.3), Para(opinion, size=10.5), Signatures(parties)]
