"""``print`` and ``paper verify``: a paper as PDF, and what can be said of one that comes back."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from yb_desktop.base.canon import Json
from yb_desktop.base.errors import BadInput
from yb_desktop.base.files import world_error, write_whole
from yb_desktop.cli import scan_commands
from yb_desktop.cli.arguments import Commands, add_command, iso_day, office_of, secret
from yb_desktop.cli.office_commands import seated
from yb_desktop.cli.output import Output
from yb_desktop.law.catalogue import Kind

if TYPE_CHECKING:
    from yb_desktop.base.signing import Signer
    from yb_desktop.paper.verify import PageVerdict
    from yb_desktop.services.desk import Desk
    from yb_desktop.services.papers import Wanted
    from yb_desktop.services.registering_papers import PrintedBefore

DONE, NO = 0, 1
_LARGEST = 200 << 20  # bytes of a file that is read as a paper

_WORDS: Mapping[str, str] = {
    "genuine": "真实",
    "altered": "已被改动",
    "unknown_key": "签名密钥不在信任清单内，无法核实",
    "older_version": "真实，但不是最新版本",
    "no_code": "没有可识别的二维码",
}


def add(commands: Commands) -> None:
    """Add the commands of this module."""
    printing = add_command(commands, "print", _print, "输出一份文书（PDF）")
    printing.add_argument("document", metavar="DOCUMENT", help="文书编号，如 acceptance_notice")
    whose = printing.add_mutually_exclusive_group()
    whose.add_argument("--case", default="", metavar="ID", help="申请编号")
    whose.add_argument("--agreement", default="", metavar="ID[,ID…]", help="协议编号；备案表可以写几份，用逗号隔开")
    whose.add_argument("--audit", default="", metavar="ID", help="违约事项编号")
    whose.add_argument("--institution", default="", metavar="ID", help="机构编号")
    whose.add_argument(
        "--empty", choices=[kind.value for kind in Kind], default=None,
        help="空白表，供手工填写：application_form、visit_form、assessment_form",
    )  # fmt: skip
    _add_office_options(printing)
    printing.add_argument(
        "--out", type=Path, required=True, metavar="FILE.pdf",
        help="输出的文件；后缀决定格式：通知书还可以是.docx，台账和报表.xlsx，公示名单.docx、.xlsx、.html",
    )  # fmt: skip
    printing.add_argument("--copy", type=int, default=1, metavar="N", help="协议的第几份（默认第1份）")
    printing.add_argument("--number", default="", metavar="NUMBER", help="文号（同类文书有几份时）")
    printing.add_argument("--passphrase-file", type=Path, default=None, metavar="FILE", help="设备密钥的口令文件")
    printing.add_argument("--reason", default="", metavar="TEXT", help="再次打印有文号的文书的原因，记入打印登记")
    printing.add_argument("--as", dest="who", default="", metavar="PERSON", help="由谁打印，记入打印登记")
    printing.add_argument("--password-file", type=Path, default=None, metavar="FILE", help="本人密码的文件")

    paper = add_command(commands, "paper", _no_part, "核验纸质文书")
    parts = paper.add_subparsers(metavar="verify|file")
    verifying = add_command(parts, "verify", _verify, "核验文书：由谁打印，哪一版，签名是否有效")
    verifying.add_argument("file", type=Path, nargs="+", metavar="FILE", help="文书、扫描件，或放着它们的文件夹")
    verifying.add_argument("--trust", type=Path, default=None, metavar="FILE", help="信任清单")
    scan_commands.add(parts)


def _add_office_options(printing: argparse.ArgumentParser) -> None:
    """Add what the papers of the office itself need (ledgers, statistics, exchange, empty forms)."""
    printing.add_argument(
        "--which", default="", metavar="LEDGER",
        help="ledger：哪一种台账（new 新增、changes 变更、checks 检查、measures 处理、assessments 考核）",
    )  # fmt: skip
    printing.add_argument("--from", dest="first", type=iso_day, default=None, metavar="DATE", help="ledger：起日")
    printing.add_argument("--to", dest="last", type=iso_day, default=None, metavar="DATE", help="ledger：止日")
    printing.add_argument("--year", type=int, default=None, metavar="YEAR", help="statistics、county_scorecard：年度")
    printing.add_argument(
        "--bundle", action="append", type=Path, default=[], metavar="FILE",
        help="handover_sheet：要交接的数据包，可多次；root_fingerprint：信任名单（不写时为本机已接收的）",
    )  # fmt: skip


def _no_part(args: argparse.Namespace, output: Output) -> int:
    del args, output
    raise BadInput("usage", "请写明要做什么，例如：paper verify 文件.pdf。")


def _print(args: argparse.Namespace, output: Output) -> int:
    from yb_desktop.services import office_papers, papers, registering_papers
    from yb_desktop.services.paper.formats import FORMATS, PDF

    if args.out.suffix.lower() not in FORMATS:
        raise BadInput("usage", f"输出的文件请用这些后缀之一：{'、'.join(FORMATS)}。")
    on_paper = args.out.suffix.lower() == PDF
    with office_of(args) as desk:
        signer = _device_signer(desk, args.passphrase_file) if on_paper else None
        if on_paper and _wanted(args).matter:
            registering_papers.need_reason(_printed_before(desk, args), args.reason)
        write_whole(args.out, _made(desk, args, signer))
        if on_paper:
            _register(desk, args)
    if args.json:
        output.json({"document": args.document, "file": str(args.out), "signed": signer is not None})
    else:
        unsigned = "（未签名：本机还没有设备密钥，页脚没有二维码）" if on_paper and signer is None else ""
        title = papers.TITLES.get(args.document) or office_papers.TITLES[args.document]
        output.lines([f"已输出{title}：{args.out}{unsigned}"])
    return DONE


def _made(desk: Desk, args: argparse.Namespace, signer: Signer | None) -> bytes:
    """Give the paper asked for: one of the office's own, a batch on one form, or that of one matter."""
    from yb_desktop.services import office_papers, papers

    suffix = args.out.suffix.lower()
    about = office_papers.OfficeWanted(
        which=args.which,
        first=args.first,
        last=args.last,
        year=args.year,
        bundles=tuple(args.bundle),
        empty=Kind(args.empty) if args.empty else None,
    )
    if office_papers.is_office_paper(args.document, about):
        return office_papers.office_paper(desk, args.document, about, suffix=suffix, signer=signer)
    batch = tuple(one for one in args.agreement.split(",") if one)
    if args.document == "filing_form" and len(batch) > 1:
        return papers.filing_of(desk, batch, signer=signer)
    whose = _wanted(args)
    if not whose.matter:
        raise BadInput("usage", "请用 --case、--agreement、--audit 或 --institution 写明是哪一件的文书。")
    return papers.paper_as(desk, args.document, suffix, whose, signer=signer)


def _wanted(args: argparse.Namespace) -> Wanted:
    from yb_desktop.services.papers import Wanted

    return Wanted(args.case, args.agreement, args.audit, args.institution, args.copy, args.number)


def _printed_before(desk: Desk, args: argparse.Namespace) -> PrintedBefore | None:
    """Give when the paper was printed; ``None`` for the office's own papers and a batch on one form too."""
    from yb_desktop.services import papers, registering_papers

    if args.document not in papers.TITLES or "," in args.agreement:
        return None
    return registering_papers.printed_before(desk, args.document, _wanted(args))


def _register(desk: Desk, args: argparse.Namespace) -> None:
    """Register the print, where it is to be; the first may stay unregistered while nobody says who prints."""
    from yb_desktop.services.registering_papers import note_print

    if not _wanted(args).matter or _printed_before(desk, args) is None:
        return
    with desk.store.read() as reader:
        nobody = all(person.ended is not None for person in reader.people())
    if nobody or args.who or args.reason:
        note_print(seated(desk, args.who, args.password_file), args.document, _wanted(args), args.reason)


def _device_signer(desk: Desk, passphrase_file: Path | None) -> Signer | None:
    """Open the key of this office's device; a device without a key prints unsigned."""
    from yb_desktop.services.exchange.device_keys import has_device_key, open_device_key

    return open_device_key(desk, secret(passphrase_file, "设备密钥的口令：")) if has_device_key(desk) else None


def _verify(args: argparse.Namespace, output: Output) -> int:
    from yb_desktop.services.paper import check
    from yb_desktop.services.paper.scanning import files_in

    files = [one for path in args.file for one in files_in(path)]
    if not files:
        raise BadInput("paper-file", f"“{args.file[0]}”里没有 PDF、JPG、PNG 或 TIFF 文件。")
    ring = check.keys_in(args.trust) if args.trust is not None else check.Keyring()
    if args.data is None:
        found = [(file, check.verify_paper(_read(file), keys=ring.keys)) for file in files]
    else:
        with office_of(args) as desk:
            ring = ring if args.trust is not None else check.keys_of(desk)
            found = [(file, check.verify_at(desk, _read(file), keys=ring.keys)) for file in files]
    several = len(files) > 1 or args.file[0].is_dir()
    every = [(file, one) for file, verdicts in found for one in verdicts]
    if args.json:
        output.json([({"file": str(file)} if several else {}) | _json(one) for file, one in every])
    else:
        heads = (f"{file.name}　" if several else "" for file, _ in every)
        output.lines(
            head + _line(one, ring.owners.get(one.key or "", "")) for head, (_, one) in zip(heads, every, strict=True)
        )
    return DONE if all(one.verdict.value == "genuine" for _, one in every) else NO


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise BadInput("paper-file", f"“{path.name}”太大（超过200MB），请分开核验。")
        return path.read_bytes()
    except OSError as problem:
        raise world_error(problem, path) from problem


def _json(one: PageVerdict) -> dict[str, Json]:
    return {
        "page": one.page,
        "verdict": one.verdict.value,
        "document": one.document,
        "number": one.number,
        "version": one.version,
        "copy": one.copy[0] if one.copy else None,
    }


def _line(one: PageVerdict, owner: str) -> str:
    line = f"第{one.page}页　{_WORDS[one.verdict.value]}"
    if one.number is None:
        return line
    copy = f"第{one.copy[0]}份，共{one.copy[1]}份" if one.copy else ""
    printed = f"第{one.printed_page[0]}页，共{one.printed_page[1]}页" if one.printed_page else ""
    said = [line, one.number, f"第{one.version}版", copy, printed, owner]
    if one.verdict.value == "genuine" and not one.text_checked:
        said.append("扫描件只能核对签名和签名的内容，文字请与原件比对")
    return "　".join(part for part in said if part)
