"""稽核通知书 (B2, first step; B8): why an audit is held, what is asked of the institution, and its six steps."""

from __future__ import annotations

from dataclasses import dataclass

from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import Block, Composed, Field, Para
from yb_desktop.paper.documents.letters import composed_letter, contacts, delivery_slip, numbered
from yb_desktop.paper.documents.orders import OfAgreement, ended, sections
from yb_desktop.paper.documents.values import Sender, listed
from yb_desktop.paper.page import printed

KIND = "audit_notice"
TITLE = "稽核通知书"


@dataclass(frozen=True, slots=True)
class AuditNotice:
    """The values of the notice; ``ordered_by`` is the administration that ordered the audit (B8), if one did."""

    sender: Sender
    to: str
    agreement: OfAgreement
    reason: str
    ordered_by: str = ""
    articles: tuple[str, ...] = ()


def audit_notice(values: AuditNotice, *, signer: Signer | None = None) -> bytes:
    """Print 稽核通知书."""
    return printed(compose_audit_notice(values), signer=signer)


def compose_audit_notice(values: AuditNotice) -> Composed:
    """Compose 稽核通知书."""
    ordered = f"根据{values.ordered_by}的要求，" if values.ordered_by else ""
    body: list[Block] = [
        Para(f"{listed(values.articles)}{ordered}我单位决定对你单位履行{values.agreement.words}的情况开展稽核。"),
        *sections(
            ("稽核事由", [ended(values.reason)]),
            (
                "配合事项",
                [
                    "请你单位确定专人配合，并按稽核人员的要求如实提供下列资料：",
                    *numbered(
                        (
                            "执业（经营）许可证照和人员执业资料；",
                            "有关的病历、处方、检查检验记录和费用清单；",
                            "药品、医用耗材的购进、销售和库存资料；",
                            "医保费用申报、结算资料和财务账目。",
                        )
                    ),
                    "拒绝、阻挠稽核或者不如实提供资料的，按协议和有关规定处理。",
                ],
            ),
            (
                "稽核程序",
                [
                    (
                        "稽核依次为：下达稽核通知书，实地稽核，送达稽核结果告知书，你单位反馈意见，我单位复核反馈意见，"
                        "送达稽核处理意见书。稽核结果送达后，你单位可以反馈意见、陈述和申辩。"
                    )
                ],
            ),
        ),
        contacts((Field("实地稽核日期："), Field("稽核组长：")), (Field("联系人："), Field("联系电话："))),
    ]
    after = [delivery_slip(TITLE, values.sender, values.to)]
    return composed_letter(KIND, TITLE, values.sender, values.to, body, after=after)
