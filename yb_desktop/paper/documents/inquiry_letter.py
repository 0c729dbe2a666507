"""函询函 (A20, C4): a department or another agency is asked about an institution; with a reply slip to be sent back."""

from __future__ import annotations

from dataclasses import dataclass

from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import Align, Block, Composed, CutLine, Face, Field, FillLine, KeepTogether, Labelled, Para
from yb_desktop.paper.documents.letters import composed_letter
from yb_desktop.paper.documents.values import Sender, listed
from yb_desktop.paper.page import printed

KIND = "inquiry_letter"
TITLE = "函询函"
_SLIP = 10.5


@dataclass(frozen=True, slots=True)
class InquiryLetter:
    """The values of the letter; ``matter`` says what is under way (定点申请, 协议续签)."""

    sender: Sender
    to: str
    institution: str
    uscc: str
    address: str
    matter: str
    about: str
    articles: tuple[str, ...] = ()


def inquiry_letter(values: InquiryLetter, *, signer: Signer | None = None) -> bytes:
    """Print 函询函."""
    return printed(compose_inquiry_letter(values), signer=signer)


def compose_inquiry_letter(values: InquiryLetter) -> Composed:
    """Compose 函询函."""
    identity = "，".join(
        part
        for part in (
            f"统一社会信用代码：{values.uscc}" if values.uscc else "",
            f"地址：{values.address}" if values.address else "",
        )
        if part
    )
    body: list[Block] = [
        Para(
            f"我单位正在办理{values.institution}{f'（{identity}）' if identity else ''}的{values.matter}。"
            f"{listed(values.articles)}现就下列事项向贵单位函询："
        ),
        Para(f"{values.about.rstrip('。；')}。"),
        Para("请贵单位核实后书面函复，并加盖公章。没有相关情况的，也请函复说明。函复可以使用所附回执。"),
        Para("特此函询。"),
    ]
    return composed_letter(
        KIND,
        f"关于{values.institution}\n有关情况的函",
        values.sender,
        values.to,
        body,
        after=[_reply(values)],
    )


def _reply(values: InquiryLetter) -> Block:
    return KeepTogether(
        (
            CutLine("裁切线（回执由复函单位填写后寄回）"),
            Para("函　询　回　执", align=Align.CENTER, face=Face.HEI, size=14),
            Labelled("致：", values.sender.office, indent=0, size=_SLIP, face=Face.FANG),
            *(
                FillLine(line, size=_SLIP)
                for line in (
                    (Field("函询文号：", values.sender.number), Field("被查询单位：", values.institution, 1.6)),
                    (Field("复函意见："),),
                    (Field(""),),
                    (Field(""),),
                    (Field("经办人："), Field("联系电话：")),
                    (Field("复函单位（盖章处）：", "", 1.4), Field("复函日期：", "　　　　年　　月　　日")),
                )
            ),
        )
    )
