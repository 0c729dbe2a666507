"""The papers of exchange: 导出交接单, 密钥登记表, 根指纹单.

A fingerprint is printed in 8 groups of 4, to be compared group by group, and once more as a QR, to be read by a
machine. What a QR says always stands beside it in words. A secret is on none of these papers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import (
    Align,
    Block,
    Cell,
    Code,
    Codes,
    Column,
    Composed,
    Document,
    Face,
    Field,
    FillLine,
    KeepTogether,
    Para,
    Party,
    Signatures,
    Space,
    Style,
    Table,
    Title,
)
from yb_desktop.paper.days import day_words
from yb_desktop.paper.documents.values import Sender
from yb_desktop.paper.page import printed

HANDOVER, KEY_FORM, ROOTS = "handover_sheet", "key_form", "root_fingerprint"
_TITLE, _LINE, _TABLE, _NOTE = 18, 11, 10.5, 9.5
_NONE = "—"


@dataclass(frozen=True, slots=True)
class HandedBundle:
    """One file that is handed over; ``first`` and ``last`` are numbers of the log.

    ``sha256`` is the bundle's identity, as receipts name it; ``file_sha256`` is what any tool finds for the file.
    """

    file: str
    kind: str
    id: str
    sha256: str
    file_sha256: str
    size: int
    records: int
    first: int
    last: int
    attached: int
    created: date


@dataclass(frozen=True, slots=True)
class HandoverSheet:
    """The values of 导出交接单; ``fingerprint`` is of the key that signed, in groups of four."""

    sender: Sender
    device: str
    to: str
    fingerprint: str
    bundles: tuple[HandedBundle, ...]


@dataclass(frozen=True, slots=True)
class KeyForm:
    """The values of 密钥登记表: whose device, which key; ``public`` is base64 of the raw key."""

    sender: Sender
    office: str
    level: str
    device: str
    epoch: int
    to: str
    alg: str
    key: str
    public: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Keeper:
    """A root key: who keeps it, its fingerprint in groups of four, whether it is new on this list."""

    person: str
    alg: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class RootSheet:
    """The values of 根指纹单; ``threshold`` of the keepers must sign a trust list."""

    sender: Sender
    version: int
    sha256: str
    threshold: int
    keepers: tuple[Keeper, ...]


def handover_sheet(values: HandoverSheet, *, signer: Signer | None = None) -> bytes:
    """Print 导出交接单."""
    return printed(compose_handover(values), signer=signer)


def key_form(values: KeyForm, *, signer: Signer | None = None) -> bytes:
    """Print 密钥登记表."""
    return printed(compose_key_form(values), signer=signer)


def root_fingerprint(values: RootSheet, *, signer: Signer | None = None) -> bytes:
    """Print 根指纹单."""
    return printed(compose_roots(values), signer=signer)


def compose_handover(values: HandoverSheet) -> Composed:
    """Compose 导出交接单."""
    total = sum(one.records for one in values.bundles)
    blocks: list[Block] = [
        Title("数据包导出交接单", size=_TITLE),
        FillLine((Field("编号：", values.sender.number), Field("日期：", day_words(values.sender.day))), size=_LINE),
        FillLine((Field("移交单位：", values.sender.office), Field("设备：", values.device, weight=0.6)), size=_LINE),
        FillLine((Field("接收单位：", values.to), Field("载体：", "□U盘　□光盘　□内网", weight=0.6)), size=_LINE),
        Space(0.3),
        Para(f"本次移交数据包{len(values.bundles)}个，业务记录{total}条。", indent=0, size=_TABLE),
        Space(0.2),
    ]
    for place, one in enumerate(values.bundles, start=1):
        blocks += [KeepTogether(tuple(_bundle(place, one))), Space(0.2)]
    codes = (
        Code(f"{one.id} {one.sha256}", f"数据包{place}的编号和校验值") for place, one in enumerate(values.bundles, 1)
    )
    blocks += [
        Codes(tuple(codes), side_mm=24),
        _caption("移交设备的密钥指纹"),
        _fingerprint(values.fingerprint),
        Space(0.3),
        Para(
            "接收时请核对：数据包编号和校验值与程序预览所显示的一致，文件校验值与本单一致，密钥指纹与信任名单一致，"
            "业务记录的数量一致；有一项不一致的，不要接收，与移交单位联系。",
            indent=0,
            size=_NOTE,
        ),
        KeepTogether(
            (
                FillLine((Field("移交人（签名）："), Field("移交时间：", "　　　年　月　日　时　分")), size=_LINE),
                FillLine((Field("接收人（签名）："), Field("接收时间：", "　　　年　月　日　时　分")), size=_LINE),
                FillLine((Field("核对结果：", "□一致，已接收　□不一致，未接收，原因："),), size=_LINE),
            )
        ),
    ]
    return _form(HANDOVER, "数据包导出交接单", values.sender, blocks)


def _bundle(place: int, one: HandedBundle) -> Iterator[Block]:
    span = f"第{one.first}至{one.last}号" if one.records and one.first <= one.last else _NONE
    rows: tuple[tuple[str | Cell, ...], ...] = (
        (_label("文件名"), Cell(one.file, columns=3)),
        (_label("数据包编号"), Cell(one.id, columns=3)),
        (_label("种类"), one.kind, _label("制作日期"), day_words(one.created)),
        (_label("业务记录"), f"{one.records}条", _label("记录序号"), span),
        (_label("附件"), f"{one.attached}个", _label("文件大小"), f"{one.size:,}字节"),
        (_label("数据包校验值"), Cell(grouped(one.sha256), columns=3)),
        (_label("文件校验值（SHA-256）"), Cell(grouped(one.file_sha256), columns=3)),
    )
    yield _caption(f"数据包{place}")
    yield Table(
        (Column(1.5, align=Align.CENTER), Column(2.2), Column(1.3, align=Align.CENTER), Column(2)), rows, size=_TABLE
    )


def compose_key_form(values: KeyForm) -> Composed:
    """Compose 密钥登记表."""
    rows: tuple[tuple[str | Cell, ...], ...] = (
        (_label("申请单位"), Cell(values.office, columns=3)),
        (_label("单位层级"), values.level, _label("登记单位"), values.to),
        (_label("设备名称"), values.device, _label("登记次数"), f"第{values.epoch}次"),
        (_label("设备存放地点"), Cell(lines=1.6), _label("设备保管人"), Cell()),
        (_label("密钥算法"), values.alg, _label("密钥编号"), values.key),
        (_label("公钥"), Cell(values.public, columns=3)),
        (_label("登记事由"), Cell("□首次登记　□更换设备　□按期轮换　□密钥遗失或泄露　□恢复备份", columns=3)),
    )
    blocks: list[Block] = [
        Title("设备密钥登记表", size=_TITLE),
        FillLine(
            (Field("编号：", values.sender.number), Field("填表日期：", day_words(values.sender.day))), size=_LINE
        ),
        Space(0.3),
        Table(
            (Column(1.3, align=Align.CENTER), Column(2.2), Column(1.3, align=Align.CENTER), Column(2.2)),
            rows,
            size=_TABLE,
            row_mm=7.6,
        ),
        Space(0.3),
        _caption("密钥指纹"),
        _fingerprint(values.fingerprint),
        Codes((Code(values.fingerprint.replace(" ", ""), "密钥指纹（32位）"),), side_mm=24),
        Para(
            "申请单位声明：上列密钥由本单位在本设备上生成，私钥和口令没有离开本设备，由保管人专人保管；"
            "密钥遗失、泄露或者设备停用的，立即报告登记单位。登记单位应当把本表所列指纹与收到的登记申请逐组核对，"
            "一致的才登入信任名单。",
            indent=0,
            size=_NOTE,
        ),
        Signatures(
            (
                Party(
                    "申请单位",
                    (Field("负责人："), Field("保管人："), Field("日期：", "　　　年　月　日")),
                    "申请单位盖章处",
                ),
                Party(
                    "登记单位",
                    (Field("核对人："), Field("复核人："), Field("日期：", "　　　年　月　日")),
                    "登记单位盖章处",
                ),
            )
        ),
    ]
    return _form(KEY_FORM, "设备密钥登记表", values.sender, blocks)


def compose_roots(values: RootSheet) -> Composed:
    """Compose 根指纹单."""
    columns = (
        Column(0.8, "序号", Align.CENTER),
        Column(2.0, "根密钥持有人", Align.CENTER),
        Column(6.4, "根指纹（8组，每组4位）", Align.CENTER),
        Column(2.0, "持有人签名", Align.CENTER),
    )
    rows = tuple(
        (str(place), one.person, Cell(one.fingerprint, face=Face.HEI), "")
        for place, one in enumerate(values.keepers, start=1)
    )
    blocks: list[Block] = [
        Title("信任名单根指纹单", size=_TITLE),
        FillLine((Field("编号：", values.sender.number), Field("日期：", day_words(values.sender.day))), size=_LINE),
        FillLine(
            (Field("发布单位：", values.sender.office), Field("信任名单：", f"第{values.version}版", weight=0.6)),
            size=_LINE,
        ),
        Space(0.3),
        Table(columns, rows, size=12, row_mm=12),
        Codes(tuple(Code(one.fingerprint.replace(" ", ""), one.person) for one in values.keepers), side_mm=26),
        Para(
            f"信任名单由上列{len(values.keepers)}人中的{values.threshold}人以上签名才有效。各单位第一次接收信任名单时，"
            "在程序中输入上列任一位已签名持有人的根指纹，并与本单逐组核对；此后的各版由程序自动核对，不需再输入。",
            indent=0,
            size=_TABLE,
        ),
        Para(f"本版信任名单的校验值（SHA-256）：{grouped(values.sha256)}", indent=0, size=_NOTE),
        Para(
            "本单不含任何口令和私钥，但应当以盖章原件当面交付或者机要传递，不得只凭电话、短信、即时通信告知的指纹接收信任名单。",
            indent=0,
            size=_NOTE,
        ),
        Signatures((Party("发布单位", (Field("经办人："), Field("负责人：")), "发布单位盖章处"),)),
    ]
    return _form(ROOTS, "信任名单根指纹单", values.sender, blocks)


def grouped(digits: str) -> str:
    """Write a long hexadecimal number in groups of four."""
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def _label(text: str) -> Cell:
    return Cell(text, face=Face.HEI, align=Align.CENTER)


def _caption(text: str) -> Para:
    return Para(text, indent=0, face=Face.HEI, size=11, keep_next=True)


def _fingerprint(groups: str) -> Table:
    """Set the eight groups as eight boxes, so that an eye or a finger can follow them."""
    cells = groups.split()
    return Table(
        tuple(Column(1, align=Align.CENTER) for _ in cells), (tuple(Cell(one) for one in cells),), size=14, row_mm=11
    )


def _form(kind: str, title: str, sender: Sender, blocks: list[Block]) -> Composed:
    document = Document(kind=kind, number=sender.number, title=title, made=sender.day)
    return Composed(document, tuple(blocks), Style.FORM)
