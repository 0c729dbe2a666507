"""卷内文件目录: what lies in an archive folder, in order of time; what could not be put in is named with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yb_desktop.paper.blocks import Align, Block, Cell, Column, Composed, Document, Para, Space, Style, Table, Title
from yb_desktop.paper.days import day_words
from yb_desktop.paper.documents.sheets import SIZE, note, pairs
from yb_desktop.paper.documents.values import Sender

KIND = "archive_index"
TITLE = "卷内文件目录"


@dataclass(frozen=True, slots=True)
class IndexLine:
    """One file: its number in the folder, 文号, title, day, pages (0: none), its name, and what is to be said of it."""

    place: int
    number: str
    title: str
    day: date
    pages: int
    file: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ArchiveIndex:
    """The values: whose folder, what matter, its lines in order of time."""

    sender: Sender
    institution: str
    matter: str
    lines: tuple[IndexLine, ...]


def compose_archive_index(values: ArchiveIndex) -> Composed:
    """Compose the index, for paper and for Excel."""
    sender = values.sender
    document = Document(
        kind=KIND,
        number=sender.number,
        title=TITLE,
        made=sender.day,
        author=sender.office,
    )
    columns = (
        Column(0.9, "序号", align=Align.CENTER),
        Column(3.9, "文号"),
        Column(3.6, "题名"),
        Column(1.5, "日期", align=Align.CENTER),
        Column(0.8, "页数", align=Align.RIGHT),
        Column(2.6, "备注"),
    )
    rows: tuple[tuple[str | Cell, ...], ...] = tuple(
        (str(line.place), line.number, line.title, f"{line.day:%Y%m%d}", str(line.pages or "—"), line.remark)
        for line in values.lines
    )
    put = [line for line in values.lines if line.file]
    total = f"共{len(put)}件，{sum(line.pages for line in put)}页"
    missing = len(values.lines) - len(put)
    lacking = f"；另有{missing}件未能归入，原因见备注" if missing else ""
    blocks: list[Block] = [
        Title(TITLE),
        Space(0.3),
        pairs(
            (("案卷题名", values.matter),),
            (("机构", values.institution),),
            (("责任者", sender.office), ("截止日期", day_words(sender.day))),
        ),
        Space(0.5),
        Table(columns, rows, size=10),
        Para(f"{total}{lacking}。", indent=0, size=SIZE),
        note("文件按形成日期先后排列，序号即文件名开头的数字。各文件的校验值见 manifest-sha256.txt。"),
    ]
    return Composed(document, tuple(blocks), Style.FORM)
