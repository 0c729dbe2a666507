"""Pictures taken in: photos of a visit and drawn signatures, kept in the store before the record that names them."""

from __future__ import annotations

from yb_desktop.base.errors import BadInput
from yb_desktop.domain.case_facts import Photo
from yb_desktop.services.desk import Desk

_MEDIA = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"))
MOST = 20 * 1024 * 1024
"""The biggest picture, in bytes."""


def keep_picture(desk: Desk, data: bytes) -> Photo:
    """Keep a picture and give what a record names it by. Raises ``BadInput`` (``picture``) for anything else."""
    desk.need_business()
    media = next((media for begins, media in _MEDIA if data.startswith(begins)), "")
    if not media:
        raise BadInput("picture", "只能添加JPEG或PNG格式的照片，请另存后再添加。")
    if len(data) > MOST:
        raise BadInput("picture", f"照片超过{MOST // 1024**2} MB，请缩小后再添加。")
    with desk.store.write() as tx:
        return Photo(tx.add_blob(data, media), len(data), media)
