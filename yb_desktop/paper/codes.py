"""Finds the QRs of our papers in pictures, however a scanner left them.

One look is enough for nearly every page: the reader finds a code at any angle by itself. Where it does not, the
picture is looked at again with more contrast, a lower threshold, twice as large, or smoothed, the cheapest first.

Every look begins with **the lightest of the three colours** of each point: on a colour scan a red seal (or blue ink)
becomes nearly white there, and black print stays black. On a grey scan a seal is grey, lighter than print: a low
threshold takes it away.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import zxingcpp
from PIL import Image, ImageChops, ImageFilter, ImageOps

from yb_desktop.paper.stamp import PREFIX

_SOFT = 40  # levels on either side of a threshold that stay grey
_LARGE = 2_600  # pixels of the longer side: from 220 dpi on nothing is gained by more of them


@dataclass(frozen=True, slots=True)
class Code:
    """A code's text, and by how many degrees (0, 90, 180, 270) the picture is turned clockwise to stand upright."""

    text: str
    turn: int


def plain_codes(picture: Image.Image) -> tuple[Code, ...]:
    """Give our codes in a picture after one look."""
    return _read(lightest(picture))


def found_codes(picture: Image.Image) -> tuple[Code, ...]:
    """Give our codes in a picture, looking at it in every way there is before giving up."""
    return next((found for view in _views(lightest(picture)) if (found := _read(view))), ())


def lightest(picture: Image.Image) -> Image.Image:
    """Give a grey picture of the lightest of each point's colours."""
    if picture.mode == "L":
        return picture
    if picture.mode not in {"RGB", "RGBA", "P", "CMYK", "YCbCr", "LAB", "HSV"}:
        return picture.convert("L")  # one bit, sixteen bits
    red, green, blue = picture.convert("RGB").split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def _views(grey: Image.Image) -> Iterator[Image.Image]:
    yield grey
    stretched = ImageOps.autocontrast(grey, cutoff=(0.5, 30))
    yield _parted(grey, 70)
    yield _parted(stretched, 100)
    large = grey if max(grey.size) > _LARGE else _doubled(grey)
    yield large
    yield from (_parted(large, at) for at in (72, 52))
    yield large.filter(ImageFilter.BoxBlur(1))
    large = ImageOps.autocontrast(large, cutoff=(0.5, 30))
    yield _parted(large, 60)
    yield _parted(large, 120)


def _parted(grey: Image.Image, at: int) -> Image.Image:
    return grey.point([min(max((level - at + _SOFT) * 255 // (2 * _SOFT), 0), 255) for level in range(256)])


def _doubled(grey: Image.Image) -> Image.Image:
    return grey.resize((grey.width * 2, grey.height * 2), Image.Resampling.BICUBIC)


def _read(grey: Image.Image) -> tuple[Code, ...]:
    wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    found = zxingcpp.read_barcodes(grey, formats=wanted, try_invert=False)
    ours = {code.text: _turn(code) for code in found if code.text.startswith(PREFIX)}
    return tuple(Code(text, ours[text]) for text in sorted(ours))


def _turn(code: zxingcpp.Barcode) -> int:
    left, right = code.position.top_left, code.position.top_right
    angle = math.degrees(math.atan2(right.y - left.y, right.x - left.x))
    return round(-angle / 90) * 90 % 360
