"""现场核查报告 (E3–E5): the merged answers with who gave them, points, vetoes, photos four to a page, signatures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from yb_desktop.base.signing import Signer
from yb_desktop.domain.scoring import points_words
from yb_desktop.paper.blocks import (
    Align,
    Block,
    Cell,
    Column,
    Face,
    KeepTogether,
    PageBreak,
    Photo,
    Photos,
    Space,
    Table,
)
from yb_desktop.paper.days import day_words
from yb_desktop.paper.documents.sheets import caption, head, note, pairs, print_form, to_sign
from yb_desktop.paper.documents.values import Sender

KIND = "visit_report"
TITLE = "现场核查报告"
_TO_A_PAGE = 4


@dataclass(frozen=True, slots=True)
class ReportItem:
    """One item: what stands, its hundredths (None: vetoes, and what does not apply), who said what, and remarks."""

    label: str
    answer: str
    said: tuple[tuple[str, str], ...]
    points: int | None = None
    full: int = 0
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class ReportGroup:
    """A head of the checklist with its items; hundredths got, whole points it is worth; vetoes have no points."""

    title: str
    items: tuple[ReportItem, ...]
    got: int | None = None
    full: int = 0


@dataclass(frozen=True, slots=True)
class ReportPhoto:
    """A photo as JPEG, upright; ``digest`` is SHA-256 (hex) of the photo as it was taken in."""

    jpeg: bytes
    item: str
    by: str
    digest: str


@dataclass(frozen=True, slots=True)
class ReportSignature:
    """Who signed; ``ink`` is the drawn signature as JPEG, empty where it stands on the printed checklist."""

    person: str
    role: str
    ink: bytes = b""


@dataclass(frozen=True, slots=True)
class VisitReport:
    """The values of the report; points are hundredths, ``content`` the hash of what was signed."""

    sender: Sender
    institution: str
    cls: str
    address: str
    principal: str
    what: str
    visit: str
    sheet: str
    assigned: date
    finished: date
    lead: str
    team: tuple[tuple[str, str], ...]
    groups: tuple[ReportGroup, ...]
    points: int
    pass_mark: int
    passed: bool
    vetoes: tuple[str, ...]
    signatures: tuple[ReportSignature, ...]
    content: str
    photos: tuple[ReportPhoto, ...] = ()
    absent: tuple[str, ...] = ()
    """Digests of photos that are not on this device."""


def visit_report(values: VisitReport, *, signer: Signer | None = None) -> bytes:
    """Print 现场核查报告."""
    title = f"医疗保障定点{TITLE}"
    blocks: list[Block] = [
        *head(title, values.sender, day="完成日期"),
        caption("一、基本情况"),
        pairs(*_about(values)),
        Space(0.4),
        KeepTogether((caption("二、核查结果"), *_outcome(values))),
        Space(0.4),
        caption("三、逐项核查情况"),
        *_items(values.groups),
        *_signatures(values),
        *_photos(values),
    ]
    return print_form(KIND, title, values.sender, blocks, signer=signer)


def _about(values: VisitReport) -> list[tuple[tuple[str, str], ...]]:
    team = "、".join(f"{name}（{field}）" if field else name for name, field in values.team)
    return [
        (("被核查机构", values.institution),),
        (("机构类别", values.cls), ("主要负责人", values.principal)),
        (("地址", values.address),),
        (("申请事项", values.what),),
        (("核查表", f"{values.sheet}，编号{values.visit}"),),
        (("安排日期", day_words(values.assigned)), ("完成日期", day_words(values.finished))),
        (("核查组长", values.lead), ("核查人数", f"{len(values.team)}人")),
        (("核查人员", team),),
    ]


def _outcome(values: VisitReport) -> list[Block]:
    columns = (
        Column(7, "核查内容"),
        Column(2.4, "项目数", Align.CENTER),
        Column(2.4, "分值", Align.CENTER),
        Column(2.4, "得分", Align.CENTER),
    )
    rows: list[tuple[str | Cell, ...]] = [
        (
            group.title,
            str(len(group.items)),
            "不计分" if group.got is None else str(group.full),
            "—" if group.got is None else points_words(group.got),
        )
        for group in values.groups
    ]
    full = sum(group.full for group in values.groups if group.got is not None)
    total = Cell("合计", face=Face.HEI, align=Align.CENTER)
    count = sum(len(group.items) for group in values.groups)
    rows.append((total, str(count), str(full), Cell(points_words(values.points), face=Face.HEI)))
    failed = "、".join(values.vetoes) if values.vetoes else "无"
    word = "达到合格要求" if values.passed else "未达到合格要求"
    return [
        Table(columns, tuple(rows)),
        Space(0.2),
        pairs((("不符合的否决项", failed),), (("按得分结论", f"{word}（合格分{points_words(values.pass_mark)}分）"),)),
        note("分值和合格分为本地默认，非文件规定；核查得分供评估参考，评估结果以评估决定为准。"),
    ]


_COLUMNS = (
    Column(1.1, "序号", Align.CENTER),
    Column(4.6, "核查项目"),
    Column(1.8, "认定", Align.CENTER),
    Column(1.7, "得分", Align.CENTER),
    Column(3.4, "核查人员意见"),
    Column(4.2, "情况说明"),
)


def _items(groups: tuple[ReportGroup, ...]) -> Iterator[Block]:
    place = 0
    for group in groups:
        rows: list[tuple[str | Cell, ...]] = []
        for item in group.items:
            place += 1
            answer = Cell(item.answer, face=Face.HEI if item.answer in {"不符合", "部分符合"} else None)
            said = "\n".join(f"{who}：{word}" for who, word in item.said)
            rows.append((str(place), item.label, answer, _score(item), said, item.remarks))
        got = "" if group.got is None else f"（{points_words(group.got)}／{group.full}分）"
        yield Table(
            _COLUMNS, tuple(rows), groups=(Cell(f"{group.title}{got}", columns=6, align=Align.LEFT),), size=9, row_mm=7
        )
        yield Space(0.4)


def _score(item: ReportItem) -> str:
    if not item.full:
        return "否决项"
    return f"{'—' if item.points is None else points_words(item.points)}／{item.full}"


def _signatures(values: VisitReport) -> list[Block]:
    columns = (Column(2, "身份", Align.CENTER), Column(3, "姓名", Align.CENTER), Column(6, "签名"), Column(3, "方式"))
    rows = tuple(
        (one.role, one.person, "", "在系统中手写" if one.ink else "签于纸质核查表") for one in values.signatures
    )
    inked = tuple(Photo(one.ink, f"{one.role}：{one.person}") for one in values.signatures if one.ink)
    blocks: list[Block] = [KeepTogether((caption("四、签名确认"), Table(columns, rows)))]
    if inked:
        blocks += [Space(0.4), Photos(inked, columns=4, height_mm=14)]
    end = (
        note(f"以上人员对同一内容签名确认，内容的校验值（SHA-256）：{values.content}。"),
        Space(0.3),
        to_sign("被核查机构（盖章处）", "日期"),
    )
    return [*blocks, KeepTogether(end)]


def _photos(values: VisitReport) -> list[Block]:
    if not values.photos and not values.absent:
        return []
    shown = tuple(
        Photo(one.jpeg, f"{at}．{one.item}（{one.by}）\nSHA-256\n{one.digest[:32]}\n{one.digest[32:]}")
        for at, one in enumerate(values.photos, start=1)
    )
    blocks: list[Block] = [PageBreak(), caption("五、现场照片")]
    if shown:
        blocks += [note("照片按打印需要缩小；照片下的校验值是所存原件的SHA-256。"), Space(0.2)]
    for at in range(0, len(shown), _TO_A_PAGE):
        blocks += [PageBreak()] if at else []
        blocks.append(Photos(shown[at : at + _TO_A_PAGE], height_mm=82))
    if values.absent:
        digests = "；".join(values.absent)
        blocks.append(note(f"另有{len(values.absent)}张照片没有存放在本机，校验值：{digests}。"))
    return blocks
