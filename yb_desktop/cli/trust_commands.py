"""The trust list: ``trust make|sign|accept``. Shapes of ``--json`` are those of the design page "command-line"."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from yb_desktop.base.canon import Json
from yb_desktop.base.errors import BadInput
from yb_desktop.cli.arguments import Commands, add_command, new_secret, office_of, passphrase_option, secret
from yb_desktop.cli.output import Output
from yb_desktop.exchange.manifest import Alg
from yb_desktop.exchange.trust import RootKey
from yb_desktop.services import exchanging
from yb_desktop.services.exchange.trust_changes import OVERLAP, Device
from yb_desktop.services.exchanging import TrustChanges


def add(commands: Commands) -> None:
    """Add the commands of this module."""
    trust = add_command(commands, "trust", _trust, "信任名单：起草、签名、接收")
    inner = trust.add_subparsers(metavar="make|sign|accept", required=True)
    _add_make(inner)
    sign = add_command(inner, "sign", _trust_sign, "用一把根密钥给草稿签名；签齐后在旁边写出信任名单")
    sign.add_argument("file", type=Path, metavar="FILE", help="草稿")
    sign.add_argument("--key", type=Path, required=True, metavar="KEYFILE", help="根密钥文件")
    passphrase_option(sign)
    accept = add_command(inner, "accept", _trust_accept, "接收信任名单；第一份须输入盖章文件上的根指纹")
    accept.add_argument("file", type=Path, metavar="FILE")
    accept.add_argument("--fingerprint", default="", metavar="HEX", help="根指纹，32位十六进制数字")


def _add_make(inner: Commands) -> None:
    make = add_command(
        inner,
        "make",
        _trust_make,
        "起草信任名单的下一版，写成草稿FILE，再由根密钥持有人逐一签名（trust sign）。不写的各项沿用现有名单。",
    )
    make.add_argument("file", type=Path, metavar="FILE", help="草稿写到哪个文件（.ybb.draft）")
    make.add_argument(
        "--root",
        action="append",
        default=[],
        metavar="NAME=KEYFILE",
        help="根密钥持有人和密钥文件，可多次；文件不存在时生成",
    )
    make.add_argument("--threshold", type=int, default=None, metavar="N", help="至少几人签名（默认2，一人时为1）")
    make.add_argument("--add", action="append", default=[], type=Path, metavar="ENROL", help="登记申请，可多次")
    make.add_argument("--replace", action="store_true", help="允许同一设备换用另一把密钥（密钥丢失）")
    overlap = f"按期轮换密钥：原来的密钥再认N条记录（不写N时{OVERLAP}条）"
    make.add_argument("--change", type=int, nargs="?", const=OVERLAP, default=0, metavar="N", help=overlap)
    make.add_argument("--root-alg", choices=["ed25519", "sm2-sm3"], default="ed25519", help="新生成的根密钥用哪种算法")
    make.add_argument(
        "--require",
        action="append",
        default=[],
        metavar="OFFICE/DEVICE=ALG",
        help="该设备的数据包须有哪些签名：ed25519、sm2-sm3或both，可多次；默认有什么密钥用什么",
    )
    make.add_argument(
        "--end",
        action="append",
        default=[],
        metavar="OFFICE/DEVICE[=SEQ]",
        help="停用丢失或收回的设备，第SEQ条记录以后不认（默认为本机已收到的）；已停用的写明SEQ可以改，可多次",
    )
    make.add_argument("--armour", choices=["age", "sm", "none"], default="", help="要求各机构的数据包加密传送")
    make.add_argument("--signer", action="append", default=[], metavar="NAME", help="由谁签名，可多次；默认前几位")
    make.add_argument(
        "--passphrase-file",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="新根密钥的口令文件，按--root的次序；只给一个时都用它",
    )


def _trust_make(args: argparse.Namespace, output: Output) -> int:
    with office_of(args) as desk:
        roots = tuple(_roots(args.root, args.root_alg, args.passphrase_file))
        draft = exchanging.make_trust(
            desk,
            args.file,
            roots=roots,
            threshold=args.threshold,
            add=args.add,
            replace=args.replace,
            signing=args.signer,
            changes=TrustChanges(_required(args.require), _ended(args.end), args.armour, args.change),
        )
    to_sign = [root.person for root in draft.missing]
    content = draft.content
    if args.json:
        keepers: list[Json] = [{"person": one.person, "fingerprint": one.fingerprint} for one in content.roots]
        output.json({"file": str(args.file), "version": content.version, "roots": keepers, "to_sign": to_sign})
    else:
        output.lines([f"信任名单第{content.version}版草稿：{args.file}", f"待签名：{'、'.join(to_sign)}"])
        output.lines(f"根指纹　{one.person}　{one.fingerprint}" for one in content.roots)
    return 0


def _roots(given: Sequence[str], alg: Alg, files: Sequence[Path]) -> Iterator[RootKey]:
    made = 0
    for one in given:
        person, separator, name = one.partition("=")
        if not separator or not person or not name:
            raise BadInput("usage", "--root 请写成“姓名=密钥文件”。")
        path = Path(name)
        if path.exists():
            yield exchanging.root_key(path, person)
            continue
        file = files[min(made, len(files) - 1)] if files else None
        made += 1
        yield exchanging.make_root_key(path, person, new_secret(file, f"{person}的根密钥口令："), alg)


def _required(given: Sequence[str]) -> dict[Device, tuple[Alg, ...]]:
    algs: dict[str, tuple[Alg, ...]] = {
        "ed25519": ("ed25519",),
        "sm2-sm3": ("sm2-sm3",),
        "both": ("ed25519", "sm2-sm3"),
    }
    out: dict[Device, tuple[Alg, ...]] = {}
    for one in given:
        name, _, alg = one.partition("=")
        if alg not in algs:
            raise BadInput("usage", "--require 请写成“机构代码/设备=ed25519、sm2-sm3或both”。")
        out[_device(name, "--require")] = algs[alg]
    return out


def _ended(given: Sequence[str]) -> dict[Device, int | None]:
    out: dict[Device, int | None] = {}
    for one in given:
        name, _, seq = one.partition("=")
        if seq and not seq.isdecimal():
            raise BadInput("usage", "--end 的序号请写成数字，如“532326/pc1=120”。")
        out[_device(name, "--end")] = int(seq) if seq else None
    return out


def _device(name: str, option: str) -> Device:
    office, separator, device = name.partition("/")
    if not (office and separator and device):
        raise BadInput("usage", f"{option} 里的设备请写成“机构代码/设备”，如“532326/pc1”。")
    return office, device


def _trust(args: argparse.Namespace, output: Output) -> int:
    raise BadInput("usage", "请写明要做什么，用 --help 查看用法。")


def _trust_sign(args: argparse.Namespace, output: Output) -> int:
    done = exchanging.sign_draft(args.file, args.key, secret(args.passphrase_file, "根密钥口令："))
    if args.json:
        written = str(done.bundle) if done.bundle else None
        output.json({"version": done.version, "missing": list(done.missing), "file": written})
    elif done.bundle:
        output.lines([f"已签齐。信任名单第{done.version}版：{done.bundle}"])
    else:
        output.lines([f"已签名。还缺：{'、'.join(done.missing)}"])
    return 0


def _trust_accept(args: argparse.Namespace, output: Output) -> int:
    with office_of(args) as desk:
        accepted = exchanging.accept_trust(desk, args.file, args.fingerprint)
    offices = list(dict.fromkeys(f"{key.office} {key.office_name}" for key in accepted.content.keys))
    if args.json:
        output.json({"version": accepted.version, "offices": offices})
    else:
        output.lines([f"已采用信任名单第{accepted.version}版，登记的机构：{'、'.join(offices) or '无'}"])
    return 0
