"""Putting a case into a folder for the records office (档案室): where to, made in the worker, and what was left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from yb_desktop.base.signing import Signer
from yb_desktop.services.exchanging import has_device_key
from yb_desktop.services.views.applications import CaseView
from yb_desktop.ui.context import Context
from yb_desktop.ui.theme import Tone
from yb_desktop.ui.unlocking import with_key

if TYPE_CHECKING:
    from yb_desktop.services.archiving import Archived
    from yb_desktop.ui.tasks import Report

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]+')


def archive_case(context: Context, view: CaseView, owner: QObject) -> None:
    """Ask for a folder and write the case into a new one inside it; signed where this device has a key."""
    chosen = context.ask.choose_folder("归档到哪个文件夹")
    if chosen is None:
        return
    out = chosen / _NOT_IN_NAMES.sub("-", f"归档_{view.institution_name}_{view.number}")
    desk = context.desk

    def write(signer: Signer | None) -> None:
        def work(report: Report) -> Archived:
            from yb_desktop.services.archiving import archive

            return archive(desk, view.id, out, signer=signer, progress=report.count)

        context.tasks.run_long("归档", work, lambda made: _say(context, made), owner=owner)

    def keyed(has_key: bool) -> None:
        if has_key:
            with_key(context, "归档的文书每页页脚加上本机签名的二维码，任何人可以离线核验真伪。", write, owner)
        else:
            write(None)

    context.read(has_device_key, keyed, owner=owner)


def _say(context: Context, made: Archived) -> None:
    said = f"已归档{made.files}件：{made.path}"
    if not made.left_out:
        context.say(said, Tone.GOOD)
        return
    named = "\n".join(f"{one.title}　{one.number}　{one.remark}" for one in made.left_out)
    context.ask.inform(f"{said}。有{len(made.left_out)}件未能归入，目录中已写明原因。", detail=named)
