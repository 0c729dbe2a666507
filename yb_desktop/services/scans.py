"""Scans of signed papers, kept in the store before the record that names them (G3)."""

from __future__ import annotations

from pathlib import Path

from yb_desktop.base.errors import BadInput
from yb_desktop.base.files import world_error
from yb_desktop.services.desk import Desk

_MEDIA = ((b"%PDF", "application/pdf"), (b"\xff\xd8\xff", "image/jpeg"))
ENDINGS = ("pdf", "jpg", "jpeg")
"""What files of scans end with."""
MOST = 50 * 1024 * 1024
"""The biggest scan, in bytes."""


def keep_scan(desk: Desk, file: Path) -> str:
    """Keep a scan and give what a record names it by.

    Raises ``BadInput`` (``file``) for anything but a PDF or a JPEG, ``WorldError`` where the file cannot be read.
    """
    desk.need_business()
    try:
        if file.stat().st_size > MOST:
            raise BadInput("file", f"扫描件超过{MOST // 1024**2} MB，请降低分辨率后重新扫描。")
        data = file.read_bytes()
    except OSError as problem:
        raise world_error(problem, file) from problem
    media = next((media for begins, media in _MEDIA if data.startswith(begins)), "")
    if not media:
        raise BadInput("file", "只能上传PDF或JPEG格式的扫描件，请另存后再上传。")
    with desk.store.write() as tx:
        return tx.add_blob(data, media)
