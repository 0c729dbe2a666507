"""Keys and bundles: ``enrol``, ``export``, ``bundle verify|preview|take-in|undo|forks``, ``take-in``, ``undo``.

Shapes of ``--json`` are those of the design page "command-line". In ``take-in`` the member ``taken`` is a number,
``refused`` and ``questioned`` are lists of ``{rid, type, reason}``, ``duplicate`` is true or false, ``receipt`` is a
file or null (a receipt has none of its own); ``missing`` names the bundles a staged one waits for, ``also`` those that
waited and went in with it. In ``undo`` the members ``reversed``, ``kept`` and ``impossible`` are lists of
``{rid, type, text, reason}``; ``receipt`` is null for ``--preview``.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from yb_desktop.base.canon import Json
from yb_desktop.base.errors import BadInput, Refused
from yb_desktop.cli import trust_commands
from yb_desktop.cli.arguments import Commands, add_command, new_secret, office_of, passphrase_option, secret
from yb_desktop.cli.output import Output
from yb_desktop.domain.judging_again import History
from yb_desktop.exchange.manifest import Manifest
from yb_desktop.services import exchanging
from yb_desktop.services.exchanging import (
    Effect,
    Exported,
    ExportedBundle,
    NotTaken,
    Preview,
    TakenIn,
    TwoHistories,
    Undoing,
    UndoLine,
    UndoPlan,
)


def add(commands: Commands) -> None:
    """Add the commands of this module."""
    enrol = add_command(commands, "enrol", _enrol, "制作本机的登记申请（没有密钥时先生成）")
    enrol.add_argument("--out", type=Path, required=True, metavar="DIR", help="申请写到哪个文件夹")
    enrol.add_argument("--sm2", action="store_true", help="同时登记国密SM2密钥（没有时生成）")
    enrol.add_argument(
        "--new-epoch", action="store_true", help="分叉核实之后或程序要求时换用新编号（恢复备份时自动换）"
    )
    enrol.add_argument("--change", action="store_true", help="轮换：生成新的密钥登记，登入信任名单前仍用现有的")
    passphrase_option(enrol)
    trust_commands.add(commands)

    export = add_command(commands, "export", _export, "把尚未导出的记录导出成数据包")
    export.add_argument("--to", required=True, metavar="OFFICE", help="接收机构（上级）的代码")
    export.add_argument("--out", type=Path, required=True, metavar="DIR", help="写到哪个文件夹，如U盘")
    export.add_argument("--profile", choices=["stick", "mail"], default="stick", help="U盘或邮件（上限15 MB）")
    export.add_argument("--again", action="store_true", help="连同没有收到回执的数据包再导出一次")
    passphrase_option(export)

    bundle = add_command(commands, "bundle", _bundle, "核对、预览、接收数据包")
    inner = bundle.add_subparsers(metavar="verify|preview|take-in|undo|forks", required=True)
    verify = add_command(inner, "verify", _verify, "核对签名、结构和内容；不需要数据文件夹")
    verify.add_argument("file", type=Path, metavar="FILE")
    verify.add_argument("--trust", type=Path, required=True, metavar="FILE", help="信任名单")
    verify.add_argument("--key", type=Path, default=None, metavar="KEYFILE", help="打开加密数据包的密钥文件")
    passphrase_option(verify)
    preview = add_command(inner, "preview", _preview, "接收前先看会写入什么；什么都不写")
    preview.add_argument("file", type=Path, metavar="FILE")
    passphrase_option(preview)
    add_command(inner, "forks", _forks, "待两人核实的分叉：两份历史并列，核实用 do exchange.settle_fork")
    for where in (inner, commands):
        take = add_command(where, "take-in", _take_in, "接收数据包或回执")
        take.add_argument("file", type=Path, metavar="FILE")
        take.add_argument("--out", type=Path, default=None, metavar="DIR", help="回执另存到哪个文件夹，如U盘")
        passphrase_option(take)
        undo = add_command(where, "undo", _undo, "撤回整个数据包的接收：逐条说明撤回、保留、不能撤回")
        undo.add_argument("id", metavar="ID", help="数据包编号")
        undo.add_argument("--preview", action="store_true", help="只看会怎样，什么都不改")
        undo.add_argument("--reason", default="", metavar="TEXT", help="撤回的原因，写入给对方的回执")
        undo.add_argument("--out", type=Path, default=None, metavar="DIR", help="回执另存到哪个文件夹，如U盘")
        passphrase_option(undo)


def _bundle(args: argparse.Namespace, output: Output) -> int:
    raise BadInput("usage", "请写明要做什么，用 --help 查看用法。")


def _enrol(args: argparse.Namespace, output: Output) -> int:
    with office_of(args) as desk:
        ask = secret if exchanging.has_device_key(desk) else new_secret
        typed = ask(args.passphrase_file, "本机密钥口令：")
        done = exchanging.enrol(desk, args.out, typed, sm2=args.sm2, new_epoch=args.new_epoch, change=args.change)
    if args.json:
        output.json({"file": str(done.file), "id": done.id, "sha256": done.sha256, "fingerprint": done.fingerprint})
    else:
        output.lines([f"登记申请：{done.file}", f"密钥指纹：{done.fingerprint}（写在盖章的登记表上，一并报送）"])
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
    what = "核查电脑记录，" if one.hands_on else ""
    part = f"分卷{one.part}/{one.of}，" if one.of > 1 else ""
    return f"　　{one.file}　{what}{part}{one.records}条记录"


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
    opened = "" if args.key is None else secret(args.passphrase_file, "密钥口令：")
    found = exchanging.verify_bundle(args.file, args.trust, args.key, opened)
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
        signer = None
        if exchanging.is_armoured(args.file):
            signer = exchanging.open_device_key(desk, secret(args.passphrase_file, "本机密钥口令："))
        found = exchanging.preview(desk, args.file, signer)
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
    if done.again:
        yield f"　　先前搁置的{len(done.again)}条记录现已入库"
    for one in done.moved:
        yield f"　　期限变动　{one.entity}　{one.rule}　{one.before or '未定'} → {one.after or '未定'}"
    if done.receipt:
        yield f"　　回执：{done.receipt}（请交回{done.office}）"


def _undo(args: argparse.Namespace, output: Output) -> int:
    receipt: Path | None = None
    with office_of(args) as desk:
        plan = exchanging.undo_preview(desk, args.id)
        if not args.preview:
            if not args.reason:
                raise BadInput("usage", "请用 --reason 写明撤回的原因；只想看会怎样的，用 --preview。")
            signer = exchanging.open_device_key(desk, secret(args.passphrase_file, "本机密钥口令："))
            done = exchanging.undo(desk, args.id, reason=args.reason, signer=signer, out=args.out)
            plan, receipt = done.plan, done.receipt
    if args.json:
        rows: dict[str, Json] = {name: [_undo_json(one) for one in plan.of(fate)] for name, fate in _UNDOING.items()}
        output.json({"bundle": plan.received.bundle, **rows, "receipt": str(receipt) if receipt else None})
    else:
        output.lines(_undo_lines(plan, receipt))
    return 0


_UNDOING = {"reversed": Undoing.REVERSED, "kept": Undoing.KEPT, "impossible": Undoing.IMPOSSIBLE}


def _undo_json(one: UndoLine) -> Json:
    return {"rid": one.record.rid, "type": one.record.type, "text": one.text, "reason": one.reason}


def _undo_lines(plan: UndoPlan, receipt: Path | None) -> Iterator[str]:
    found = plan.received
    said = "以下记录已撤回，回执会告知对方。" if receipt else "只是预览，还没有改动任何内容。"
    yield f"撤回{found.office}的数据包{found.bundle}的接收：{said}"
    for fate in _UNDOING.values():
        lines = plan.of(fate)
        if lines:
            yield f"　{fate.value}{len(lines)}条"
        for one in lines:
            yield f"　　{one.text}" + (f"：{one.reason}" if one.reason else "")
    if receipt:
        yield f"　　回执：{receipt}（请交回{found.office}）"


def _forks(args: argparse.Namespace, output: Output) -> int:
    with office_of(args) as desk:
        found = exchanging.open_forks(desk)
    if args.json:
        output.json({"forks": [_fork_json(one) for one in found]})
    else:
        output.lines(line for one in found for line in _fork_lines(one))
    return 0


def _fork_json(one: TwoHistories) -> Json:
    fork = one.fork
    sides: dict[str, Json] = {
        name: [{"seq": line.seq, "rid": line.rid, "text": line.text} for line in lines]
        for name, lines in (("received", one.received), ("present", one.present))
    }
    return {"bundle": fork.bundle, "office": fork.office, "device": fork.device, "common": fork.common, **sides}


def _fork_lines(one: TwoHistories) -> Iterator[str]:
    yield f"{one.fork.office}的{one.fork.device}：{one.fork.text}（数据包{one.fork.bundle}）"
    for words, lines in ((History.RECEIVED.label, one.received), (History.PRESENT.label, one.present)):
        yield f"　{words}　{len(lines)}条"
        yield from (f"　　{line.seq}　{line.text}" for line in lines)
