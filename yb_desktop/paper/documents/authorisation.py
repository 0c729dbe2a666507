"""授权委托书 (G3): a party's legal representative lets someone else sign the agreement."""

from __future__ import annotations

from dataclasses import dataclass

from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import (
    Block,
    Field,
    FillLine,
    KeepTogether,
    Para,
    Space,
)
from yb_desktop.paper.blocks import Title as TitleBlock
from yb_desktop.paper.documents.sheets import both_sign, note, print_form
from yb_desktop.paper.documents.values import Sender

KIND = "authorisation"
TITLE = "授权委托书"
_LINE = 12.0


@dataclass(frozen=True, slots=True)
class Authorisation:
    """The values of the letter; who is authorised may be empty, to be filled in by hand."""

    sender: Sender
    party: str
    legal_rep: str
    uscc: str
    other: str
    agreement: str
    title: str
    agent: str = ""
    letter: str = ""


def authorisation(values: Authorisation, *, signer: Signer | None = None) -> bytes:
    """Print 授权委托书."""
    signed = both_sign(
        (f"委托单位：{values.party}", "法定代表人", "（委托单位盖章处）"), ("受委托人", "签名", "（签名、按手印处）")
    )
    blocks: list[Block] = [
        TitleBlock("授　权　委　托　书"),
        Space(0.5),
        FillLine((Field("委托单位：", values.party),), size=_LINE),
        FillLine((Field("统一社会信用代码：", values.uscc),), size=_LINE),
        FillLine((Field("法定代表人：", values.legal_rep), Field("职务：")), size=_LINE),
        FillLine((Field("受委托人：", values.agent), Field("职务：")), size=_LINE),
        FillLine((Field("身份证件号码："), Field("联系电话：")), size=_LINE),
        Space(0.7),
        Para(
            f"现委托上列受委托人代表我单位，与{values.other}签订《{values.title}》（协议编号：{values.agreement}），"
            "并办理与签订该协议有关的事宜。"
        ),
        Para("委托权限：在协议文本上签名，领取协议文本，接收与签订协议有关的文书。受委托人无转委托权。"),
        Para("委托期限：自本委托书签署之日起，至上述协议签订完毕之日止。"),
        Para("受委托人在上述权限和期限内所签署的文件，我单位均予承认，并承担相应的责任。"),
        *([Para(f"登记的委托书编号或说明：{values.letter}。")] if values.letter else []),
        KeepTogether((Space(), signed)),
        note("附：法定代表人和受委托人身份证件复印件各一份。"),
    ]
    return print_form(KIND, TITLE, values.sender, blocks, signer=signer)
