"""Keys and bundles: ``enrol``, ``trust``, ``export``, ``bundle verify|preview|take-in|undo``, ``take-in``, ``undo``.

Shapes of ``--json`` are those of the design page "command-line". In ``take-in`` the member ``taken`` is a number,
``refused`` and ``questioned`` are lists of ``{rid, type, reason}``, ``duplicate`` is true or false, ``receipt`` is a
file or null (a receipt has none of its own); ``missing`` names the bundles a staged one waits for, ``also`` those that
waited and went in with it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from yb_desktop.base.canon import Json
from yb_desktop.base.errors import BadInput, Refused
from yb_desktop.cli.arguments import Commands, add_command, office_of, secret
from yb_desktop.cli.output import Output
from yb_desktop.exchange.manifest import Manifest
from yb_desktop.exchange.trust import RootKey
from yb_desktop.services import exchanging
from yb_desktop.services.exchanging import Effect, Exported, ExportedBundle, NotTaken, Preview, TakenIn

_ASKED = "口令文件（第一行）；不给时在终端输入"


def add(commands: Commands) -> None:
    """Add the commands of this module."""
    enrol = add_command(commands, "enrol", _enrol, "制作本机的登记申请（没有密钥时先生成）")
    enrol.add_argument("--out", type=Path, required=True, metavar="DIR", help="申请写到哪个文件夹")
    _passphrase_option(enrol)
    _add_trust(commands)

    export = add_command(commands, "export", _export, "把尚未导出的记录导出成数据包")
    export.add_argument("--to", required=True, metavar="OFFICE", help="接收机构（上级）的代码")
    export.add_argument("--out", type=Path, required=True, metavar="DIR", help="写到哪个文件夹，如U盘")
    export.add_argument("--profile", choices=["stick", "mail"], default="stick", help="U盘或邮件（上限15 MB）")
    export.add_argument("--again", action="store_true", help="连同没有收到回执的数据包再导出一次")
    _passphrase_option(export)

    bundle = add_command(commands, "bundle", _bundle, "核对、预览、接收数据包")
    inner = bundle.add_subparsers(metavar="verify|preview|take-in|undo", required=True)
    verify = add_command(inner, "verify", _verify, "核对签名、结构和内容；不需要数据文件夹")
    verify.add_argument("file", type=Path, metavar="FILE")
    verify.add_argument("--trust", type=Path, required=True, metavar="FILE", help="信任名单")
    preview = add_command(inner, "preview", _preview, "接收前先看会写入什么；什么都不写")
    preview.add_argument("file", type=Path, metavar="FILE")
    for where in (inner, commands):
        take = add_command(where, "take-in", _take_in, "接收数据包或回执")
        take.add_argument("file", type=Path, metavar="FILE")
        take.add_argument("--out", type=Path, default=None, metavar="DIR", help="回执另存到哪个文件夹，如U盘")
        _passphrase_option(take)
        undo = add_command(where, "undo", _undo, "撤销接收")
        undo.add_argument("id", metavar="ID", help="数据包编号")


def _add_trust(commands: Commands) -> None:
    trust = add_command(commands, "trust", _bundle, "信任名单：起草、签名、接收")
    inner = trust.add_subparsers(metavar="make|sign|accept", required=True)
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
    make.add_argument("--signer", action="append", default=[], metavar="NAME", help="由谁签名，可多次；默认前几位")
    make.add_argument(
        "--passphrase-file",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="新根密钥的口令文件，按--root的次序；只给一个时都用它",
    )
    sign = add_command(inner, "sign", _trust_sign, "用一把根密钥给草稿签名；签齐后在旁边写出信任名单")
    sign.add_argument("file", type=Path, metavar="FILE", help="草稿")
    sign.add_argument("--key", type=Path, required=True, metavar="KEYFILE", help="根密钥文件")
    _passphrase_option(sign)
    accept = add_command(inner, "accept", _trust_accept, "接收信任名单；第一份须输入盖章文件上的根指纹")
    accept.add_argument("file", type=Path, metavar="FILE")
    accept.add_argument("--fingerprint", default="", metavar="HEX", help="根指纹，32位十六进制数字")


def _passphrase_option(command: argparse.ArgumentParser) -> None:
    command.add_argument("--passphrase-file", type=Path, default=None, metavar="FILE", help=_ASKED)


def _bundle(args: argparse.Namespace, output: Output) -> int:
    raise BadInput("usage", "请写明要做什么，用 --help 查看用法。")


def _new_secret(path: Path | None, prompt: str) -> str:
    """Ask for a new passphrase; at the terminal twice."""
    given = secret(path, prompt)
    if path is None and sys.stdin.isatty() and secret(None, "再输入一次：") != given:
        raise BadInput("passphrase", "两次输入的口令不一致，没有生成密钥。请重新办理。")
    return given


def _enrol(args: argparse.Namespace, output: Output) -> int:
    with office_of(args) as desk:
        ask = secret if exchanging.has_device_key(desk) else _new_secret
        done = exchanging.enrol(desk, args.out, ask(args.passphrase_file, "本机密钥口令："))
    if args.json:
        output.json({"file": str(done.file), "id": done.id, "sha256": done.sha256, "fingerprint": done.fingerprint})
    else:
        output.lines([f"登记申请：{done.file}", f"密钥指纹：{done.fingerprint}（写在盖章的登记表上，一并报送）"])
    return 0


def _trust_make(args: argparse.Namespace, output: Output) -> int:
    with office_of(args) as desk:
        roots = tuple(_roots(args.root, args.passphrase_file))
        draft = exchanging.make_trust(
            desk,
            args.file,
            roots=roots,
            threshold=args.threshold,
            add=args.add,
            replace=args.replace,
            signing=args.signer,
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


def _roots(given: Sequence[str], files: Sequence[Path]) -> Iterator[RootKey]:
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
        yield exchanging.make_root_key(path, person, _new_secret(file, f"{person}的根密钥口令："))


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


def _export(args: argparse.Namespace, output: Output) -> int:
    with office_of(args) as desk:
        signer = exchanging.open_device_key(desk, secret(args.passphrase_file, "本机密钥口令："))
        done = exchanging.export(desk, to=args.to, out=args.out, signer=signer, profile=args.profile, again=args.again)
    if args.json:
        output.json(_exported_json(done))
    else:
        output.lines([done.text, *(_exported_line(one) for one in done.bundles)])
    return 0


def _exported_line(one: ExportedBundle) -> str:
    part = f"分卷{one.part}/{one.of}，" if one.of > 1 else ""
    return f"　　{one.file}　{part}{one.records}条记录"


def _exported_json(done: Exported) -> dict[str, Json]:
    bundles: list[Json] = [
        {
            "file": str(one.file),
            "id": one.id,
            "sha256": one.sha256,
            "records": one.records,
            "part": one.part,
            "of": one.of,
        }
        for one in done.bundles
    ]
    return {"bundles": bundles, "records": done.records}


def _verify(args: argparse.Namespace, output: Output) -> int:
    found = exchanging.verify_bundle(args.file, args.trust)
    if args.json:
        output.json({"ok": found.ok, **_manifest_json(found.manifest), "reason": found.reason})
    elif found.ok and found.manifest:
        manifest = found.manifest
        output.lines([f"签名和内容都成立：{manifest.id}", f"　　{_from(manifest)}，{manifest.records.count}条记录"])
    if not found.ok:
        output.error(Refused(found.code, found.reason))
    return 0 if found.ok else 1


def _from(manifest: Manifest) -> str:
    sender = manifest.sender
    return f"{sender.office}的{sender.device}发给{'、'.join(manifest.to)}"


def _manifest_json(manifest: Manifest | None) -> dict[str, Json]:
    if manifest is None:
        return {"id": None, "from": None, "to": [], "kind": None, "signers": [], "records": None}
    sender = manifest.sender
    return {
        "id": manifest.id,
        "from": {"office": sender.office, "device": sender.device, "key": sender.key},
        "to": list(manifest.to),
        "kind": manifest.kind,
        "signers": [list(signer) for signer in manifest.signers],
        "records": manifest.records.count,
    }


def _preview(args: argparse.Namespace, output: Output) -> int:
    with office_of(args) as desk:
        found = exchanging.preview(desk, args.file)
    if args.json:
        output.json(
            {
                "adds": _effects_json(found.adds),
                "changes": _effects_json(found.changes),
                "clashes": _effects_json(found.clashes),
                "refuses": _effects_json(found.refuses),
                "waits_for": list(found.waits_for),
                "duplicate": found.duplicate,
                "part": found.manifest.set.part,
                "of": found.manifest.set.of,
                "here": found.here,
            }
        )
    else:
        output.lines(_preview_lines(found))
    return 0


def _effects_json(effects: Sequence[Effect]) -> list[Json]:
    return [{"type": one.type, "entity": one.entity, "text": one.text} for one in effects]


def _preview_lines(found: Preview) -> Iterator[str]:
    manifest = found.manifest
    yield f"{found.sender}的数据包{manifest.id}，{manifest.records.count}条记录。还没有写入任何内容。"
    if manifest.set.of > 1:
        yield f"　　分卷第{manifest.set.part}/{manifest.set.of}卷，连这一卷已到{found.here}卷；到齐后一次入库。"
    if found.duplicate:
        yield "　　以前已经接收过，再接收一次没有影响。"
    groups = (("新增", found.adds), ("变更", found.changes), ("冲突", found.clashes), ("退回", found.refuses))
    for name, effects in groups:
        if effects:
            yield f"　{name}{len(effects)}项"
            yield from (f"　　{one.text}" for one in effects)
    if found.waits_for:
        yield f"　还缺：{'、'.join(found.waits_for)}"


def _take_in(args: argparse.Namespace, output: Output) -> int:
    with office_of(args) as desk:
        signer = None
        if exchanging.needs_signature(desk, args.file):
            signer = exchanging.open_device_key(desk, secret(args.passphrase_file, "本机密钥口令："))
        done = exchanging.take_in(desk, args.file, signer, out=args.out)
    if args.json:
        output.json(_taken_json(done))
    else:
        output.lines(_taken_lines(done))
    return 0


def _taken_json(done: TakenIn) -> dict[str, Json]:
    return {
        "taken": done.taken,
        "refused": _rows_json(done.refused),
        "questioned": _rows_json(done.questioned),
        "duplicate": done.duplicate,
        "receipt": str(done.receipt) if done.receipt else None,
        "missing": list(done.missing),
        "also": list(done.also),
        "part": done.part,
        "of": done.of,
        "here": done.here,
    }


def _rows_json(rows: Sequence[NotTaken]) -> list[Json]:
    return [{"rid": row.rid, "type": row.type, "reason": row.reason} for row in rows]


def _taken_lines(done: TakenIn) -> Iterator[str]:
    if done.duplicate:
        yield f"数据包{done.bundle}以前已经接收过，没有重复写入。"
    elif done.missing:
        part = f"（分卷第{done.part}/{done.of}卷，已到{done.here}卷）" if done.of > 1 else ""
        yield f"数据包{done.bundle}{part}先放着，还缺：{'、'.join(done.missing)}。请向对方索要。"
    elif done.kind == "receipt":
        yield f"回执{done.bundle}：本机构{done.taken}条记录已由{done.office}入库。"
    else:
        yield f"数据包{done.bundle}已接收，{done.taken}条记录入库。"
    yield from (f"　　先前放着的{name}也已接收" for name in done.also)
    for name, rows in (("退回", done.refused), ("有疑问", done.questioned)):
        yield from (f"　　{name}　{row.type}　{row.rid}：{row.reason}" for row in rows)
    if done.receipt:
        yield f"　　回执：{done.receipt}（请交回{done.office}）"


def _undo(args: argparse.Namespace, output: Output) -> int:
    with office_of(args) as desk:
        exchanging.undo(desk, args.id)
    return 0
