"""``archive``: a case with its agreement and audits as one folder, or one .zip, for the records office."""

from __future__ import annotations

import argparse
from pathlib import Path

from yb_desktop.cli.arguments import Commands, add_command, office_of, secret
from yb_desktop.cli.output import Output

DONE, NO = 0, 1


def add(commands: Commands) -> None:
    """Add the command of this module."""
    archiving = add_command(commands, "archive", _archive, "一件申请的全部文书归档：文件夹或 .zip，附目录和校验值")
    archiving.add_argument("--case", required=True, metavar="ID", help="申请编号")
    archiving.add_argument("--out", type=Path, required=True, metavar="DIR", help="新的文件夹，或以 .zip 结尾的文件")
    archiving.add_argument("--passphrase-file", type=Path, default=None, metavar="FILE", help="设备密钥的口令文件")


def _archive(args: argparse.Namespace, output: Output) -> int:
    """Write the archive; 1 where a paper could not be put in, which the index names."""
    from yb_desktop.services.archiving import archive
    from yb_desktop.services.exchange.device_keys import has_device_key, open_device_key

    with office_of(args) as desk:
        signer = None
        if has_device_key(desk):
            signer = open_device_key(desk, secret(args.passphrase_file, "设备密钥的口令："))
        made = archive(desk, args.case, args.out, signer=signer)
    if args.json:
        output.json(
            {
                "out": str(made.path),
                "files": made.files,
                "left_out": [{"number": one.number, "title": one.title, "reason": one.remark} for one in made.left_out],
            }
        )
    else:
        missing = f"，{len(made.left_out)}件未能归入" if made.left_out else ""
        output.lines([f"已归档{made.files}件{missing}：{made.path}"])
        output.lines(f"{one.title}　{one.number}　{one.remark}" for one in made.left_out)
    return NO if made.left_out else DONE
