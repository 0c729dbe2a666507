"""Photos on paper: JPEG files put into the PDF as they are, side by side, each with its words below."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from yb_desktop.base.errors import BadInput
from yb_desktop.paper.blocks import Photo, Photos
from yb_desktop.paper.breaking import Align, Measure, Styled, broken
from yb_desktop.paper.flow import Item, Picture, Piece, Words
from yb_desktop.paper.styles import MM, Sheet

_GUTTER = 5 * MM
_CAPTION = 10.5
_LEADING = 14.0
_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # start of frame
_COLOURS = {1: "/DeviceGray", 3: "/DeviceRGB"}


@dataclass(frozen=True, slots=True)
class JpegSize:
    """What a PDF must say of a JPEG: pixels and colour space."""

    width: int
    height: int
    colours: str


def jpeg_size(data: bytes) -> JpegSize:
    """Read the head of a JPEG. Raises ``BadInput`` (``photo``) for anything but a grey or RGB JPEG."""
    at = 2
    try:
        while data[:2] == b"\xff\xd8" and data[at] == 0xFF:
            marker = data[at + 1]
            if marker in _SIZES:
                depth, height, width, components = struct.unpack_from(">BHHB", data, at + 4)
                if depth == 8 and components in _COLOURS and width and height:
                    return JpegSize(width, height, _COLOURS[components])
                break
            at += 2 + int(struct.unpack_from(">H", data, at + 2)[0])
    except (IndexError, struct.error) as problem:
        raise _no_photo() from problem
    raise _no_photo()


def _no_photo() -> BadInput:
    return BadInput("photo", "照片不是可以打印的 JPEG 图片。请换成普通的 JPEG 照片后再打印。")


def photo_pieces(block: Photos, sheet: Sheet, captions: tuple[Styled, ...]) -> list[Piece]:
    """Set photos in rows that are not divided, each as high as its highest photo.

    ``captions`` are the photos' words with their faces.
    """
    width = (sheet.width - _GUTTER * (block.columns - 1)) / block.columns
    most = min(block.height_mm * MM, sheet.height / 2)
    pieces = []
    for start in range(0, len(block.photos), block.columns):
        row = [_fitted(photo, width, most) for photo in block.photos[start : start + block.columns]]
        tallest = max(up for _, up in row)
        items: list[Item] = []
        below = 0.0
        for column, (across, up) in enumerate(row):
            x = column * (width + _GUTTER)
            jpeg = block.photos[start + column].jpeg
            items.append(Picture(jpeg, x + (width - across) / 2, tallest - up, across, up))
            measure = Measure(_CAPTION, _CAPTION, width, align=Align.CENTER)
            lines = broken(captions[start + column], measure)
            items += [Words(line, x, tallest + _LEADING * (number + 1), _CAPTION) for number, line in enumerate(lines)]
            below = max(below, _LEADING * len(lines))
        pieces.append(Piece(tallest + below + _LEADING, tuple(items)))
    return pieces


def _fitted(photo: Photo, width: float, height: float) -> tuple[float, float]:
    """Give width and height of a photo as large as its place allows."""
    size = jpeg_size(photo.jpeg)
    scale = min(width / size.width, height / size.height)
    return size.width * scale, size.height * scale
