"""``print`` and ``paper verify``: a paper as PDF, and what can be said of one that comes back."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from yb_desktop.base.canon import Json
from yb_desktop.base.errors import BadInput
from yb_desktop.base.files import world_error, write_whole
from yb_desktop.cli.arguments import Commands, add_command, office_of, secret
from yb_desktop.cli.output import Output

if TYPE_CHECKING:
    from yb_desktop.base.signing import Signer
    from yb_desktop.paper.verify import PageVerdict
    from yb_desktop.services.desk import Desk

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
    whose = printing.add_mutually_exclusive_group(required=True)
    whose.add_argument("--case", default="", metavar="ID", help="申请编号")
    whose.add_argument("--agreement", default="", metavar="ID", help="协议编号")
    whose.add_argument("--audit", default="", metavar="ID", help="违约事项编号")
    whose.add_argument("--institution", default="", metavar="ID", help="机构编号")
    printing.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
    printing.add_argument("--copy", type=int, default=1, metavar="N", help="协议的第几份（默认第1份）")
    printing.add_argument("--number", default="", metavar="NUMBER", help="文号（同类文书有几份时）")
    printing.add_argument("--passphrase-file", type=Path, default=None, metavar="FILE", help="设备密钥的口令文件")

    paper = add_command(commands, "paper", _no_part, "核验纸质文书")
    parts = paper.add_subparsers(metavar="verify")
    verifying = add_command(parts, "verify", _verify, "核验文书：由谁打印，哪一版，签名是否有效")
    verifying.add_argument("file", type=Path, metavar="FILE")
    verifying.add_argument("--trust", type=Path, default=None, metavar="FILE", help="信任清单")


def _no_part(args: argparse.Namespace, output: Output) -> int:
    del args, output
    raise BadInput("usage", "请写明要做什么，例如：paper verify 文件.pdf。")


def _print(args: argparse.Namespace, output: Output) -> int:
    from yb_desktop.services import papers

    with office_of(args) as desk:
        signer = _device_signer(desk, args.passphrase_file)
        data = papers.paper(
            desk,
            args.document,
            case=args.case,
            agreement=args.agreement,
            audit=args.audit,
            institution=args.institution,
            copy=args.copy,
            number=args.number,
            signer=signer,
        )
    write_whole(args.out, data)
    if args.json:
        output.json({"document": args.document, "file": str(args.out), "signed": signer is not None})
    else:
        unsigned = "" if signer else "（未签名：本机还没有设备密钥，页脚没有二维码）"
        output.lines([f"已输出{papers.TITLES[args.document]}：{args.out}{unsigned}"])
    return DONE


def _device_signer(desk: Desk, passphrase_file: Path | None) -> Signer | None:
    """Open the key of this office's device; a device without a key prints unsigned."""
    from yb_desktop.services.exchange.keys_care import has_device_key, open_device_key

    return open_device_key(desk, secret(passphrase_file, "设备密钥的口令：")) if has_device_key(desk) else None


def _verify(args: argparse.Namespace, output: Output) -> int:
    from yb_desktop.services.paper import check

    data = _read(args.file)
    ring = check.keys_in(args.trust) if args.trust is not None else check.Keyring()
    if args.data is None:
        verdicts = check.verify_paper(data, keys=ring.keys)
    else:
        with office_of(args) as desk:
            ring = ring if args.trust is not None else check.keys_of(desk)
            verdicts = check.verify_at(desk, data, keys=ring.keys)
    if args.json:
        output.json([_json(one) for one in verdicts])
    else:
        output.lines(_line(one, ring.owners.get(one.key or "", "")) for one in verdicts)
    return DONE if all(one.verdict.value == "genuine" for one in verdicts) else NO


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
