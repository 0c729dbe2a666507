"""``paper file``: scans that come back, matched to their copies and attached to their agreements."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from yb_desktop.base.canon import Json
from yb_desktop.cli.arguments import Commands, add_command, iso_day, office_of
from yb_desktop.cli.office_commands import seated
from yb_desktop.cli.output import Output

if TYPE_CHECKING:
    from yb_desktop.services.paper.likely import Likely
    from yb_desktop.services.paper.scan_filing import Filed
    from yb_desktop.services.paper.scanning import Heap, Pile, Reading

DONE, NO = 0, 1


def add(parts: Commands) -> None:
    """Add the command to those of ``paper``."""
    filing = add_command(parts, "file", _file, "扫描件归档：按页脚二维码拆分、转正、归入协议，缺页重页逐一列出")
    filing.add_argument(
        "paths", type=Path, nargs="+", metavar="FOLDER|FILE", help="扫描件：PDF、JPG、PNG、TIFF 或文件夹"
    )
    filing.add_argument("--dry-run", action="store_true", help="只核对，不归档")
    filing.add_argument("--incomplete", action="store_true", help="缺页的也归档")
    filing.add_argument("--on", type=iso_day, default=None, metavar="DATE", help="办理日期（默认今天）")
    filing.add_argument("--as", dest="who", default="", metavar="PERSON", help="由谁办理")
    filing.add_argument("--passphrase-file", type=Path, default=None, metavar="FILE", help="本人密码的文件")


def _file(args: argparse.Namespace, output: Output) -> int:
    from yb_desktop.services.paper import check, scan_filing, scanning
    from yb_desktop.services.paper.likely import likely_places, printed_pages

    with office_of(args) as opened:
        desk = opened if args.dry_run else seated(opened, args.who, args.passphrase_file)
        keys = check.keys_of(desk).keys
        reading = scanning.read_scans(args.paths, keys=keys, latest=lambda found: check.latest_versions(desk, found))
        heap = scanning.heap_of(reading)
        likely = likely_places(reading, heap, printed_pages(desk, heap))
        if args.dry_run:
            targets = scan_filing.targets_of(desk, heap)
            filed = tuple(
                scan_filing.Filed(pile.copy, targets[pile.copy].institution, reason="没有归档（只核对）")
                for pile in heap.piles
            )
        else:
            on = args.on or desk.clock.today()
            filed = scan_filing.file_scans(desk, reading, on=on, incomplete=args.incomplete)
    if args.json:
        output.json(_json(reading, heap, likely, filed))
    else:
        output.lines(_lines(reading, heap, likely, filed))
    clean = not (heap.loose or reading.faults or any(pile.missing or pile.doubled for pile in heap.piles))
    return DONE if clean and (args.dry_run or all(one.done for one in filed)) else NO


def _lines(reading: Reading, heap: Heap, likely: Mapping[int, Likely], filed: tuple[Filed, ...]) -> Iterator[str]:
    yield f"读取{len(reading.sheets)}页，归入{len(heap.piles)}份，{len(heap.loose)}页未能归入"
    for pile, one in zip(heap.piles, filed, strict=True):
        said = "已归档" if one.done else one.reason
        yield "　".join(part for part in (_title(pile), one.institution, *_faults(pile), said) if part)
    for at in heap.loose:
        sheet = reading.sheets[at]
        guess = f"可能是{_named(likely[at])}（{likely[at].why}），请在“协议－扫描件”里确认" if at in likely else ""
        yield "　".join(part for part in (sheet.name, sheet.reason, guess) if part)
    for name, text in reading.faults:
        yield f"{name}　{text}"


def _title(pile: Pile) -> str:
    copy = pile.copy
    return f"{copy.number}　第{copy.version}版　第{copy.copy}份，共{copy.copies}份　{len(pile.found)}/{copy.pages}页"


def _faults(pile: Pile) -> Iterator[str]:
    if pile.missing:
        yield f"缺第{'、'.join(str(page) for page in pile.missing)}页"
    if pile.doubled:
        yield f"第{'、'.join(str(page) for page in pile.doubled)}页重复"


def _named(guess: Likely) -> str:
    return f"{guess.place.copy.number}第{guess.place.copy.copy}份的第{guess.place.page}页"


def _json(reading: Reading, heap: Heap, likely: Mapping[int, Likely], filed: tuple[Filed, ...]) -> dict[str, Json]:
    return {
        "pages": len(reading.sheets),
        "copies": [
            {
                "document": pile.copy.document,
                "number": pile.copy.number,
                "version": pile.copy.version,
                "copy": pile.copy.copy,
                "found": [page for page, _ in pile.found],
                "missing": list(pile.missing),
                "doubled": list(pile.doubled),
                "filed": one.done,
                "reason": one.reason,
            }
            for pile, one in zip(heap.piles, filed, strict=True)
        ],
        "loose": [
            {
                "file": str(reading.sheets[at].file),
                "page": reading.sheets[at].page,
                "verdict": reading.sheets[at].verdicts[0].verdict.value,
                "likely": _guess(likely[at]) if at in likely else None,
            }
            for at in heap.loose
        ],
        "faults": [{"file": name, "reason": text} for name, text in reading.faults],
    }


def _guess(guess: Likely) -> dict[str, Json]:
    copy = guess.place.copy
    return {"number": copy.number, "version": copy.version, "copy": copy.copy, "page": guess.place.page}
