"""Makes scans of printed pages as an office's scanner would: turned, grey, noisy, squeezed, with red seals on them.

Everything follows from the random generator that is passed in, so that a page that once failed fails again.
"""

from __future__ import annotations

import io
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter

MM = 72 / 25.4
_RED = (206, 42, 48)
_SEAL_MM = 42


@dataclass(frozen=True, slots=True)
class Wear:
    """What happens to a page between the printer and the file."""

    dpi: int = 200
    turned: int = 0
    skew: float = 0.0
    noise: int = 0
    quality: int = 75
    grey: bool = False
    dim: float = 1.0
    seal: tuple[float, float] | None = None
    blur: float = 0.0


def pages_of(data: bytes, dpi: int) -> Iterator[Image.Image]:
    """Draw the pages of a PDF in colour."""
    pdf = pypdfium2.PdfDocument(data)
    for page in pdf:
        yield page.render(scale=dpi / 72).to_pil().convert("RGB")
        page.close()
    pdf.close()


def worn(page: Image.Image, wear: Wear, chance: random.Random) -> Image.Image:
    """Give a page, drawn at the wear's resolution, as it comes back from the scanner."""
    picture = page
    if wear.seal is not None:
        picture = sealed(picture, wear.seal, wear.dpi, chance)
    if wear.grey:
        picture = picture.convert("L")
    if wear.dim < 1:
        picture = picture.point(lambda level: int(30 + (level - 30) * wear.dim) if level > 30 else level)
    if wear.skew:
        picture = picture.rotate(
            wear.skew, resample=Image.Resampling.BILINEAR, expand=True, fillcolor=_level(248, picture)
        )
    if wear.turned:
        picture = picture.rotate(wear.turned, expand=True)
    if wear.blur:
        picture = picture.filter(ImageFilter.GaussianBlur(wear.blur))
    if wear.noise:
        picture = noisy(picture, wear.noise, chance)
    return picture


def noisy(picture: Image.Image, strength: int, chance: random.Random) -> Image.Image:
    """Add grain of up to ``strength`` levels either way, and some hundred specks of dust."""
    grain = Image.frombytes("L", picture.size, chance.randbytes(picture.width * picture.height))
    grain = grain.point(lambda level: level * 2 * strength // 255)
    grain = grain.convert(picture.mode)
    out = ImageChops.subtract(
        ImageChops.add(picture, grain), Image.new(picture.mode, picture.size, _level(strength, picture))
    )
    pen = ImageDraw.Draw(out)
    for _ in range(300):
        x, y = chance.randrange(picture.width), chance.randrange(picture.height)
        pen.point([(x, y), (x + 1, y)], fill=_level(chance.randrange(90), picture))
    return out


def _level(level: int, picture: Image.Image) -> int | tuple[int, int, int]:
    return level if picture.mode == "L" else (level, level, level)


def sealed(picture: Image.Image, at: tuple[float, float], dpi: int, chance: random.Random) -> Image.Image:
    """Press a round red seal on a page; ``at`` is its middle in mm from the left and from the bottom.

    Ink darkens what lies under it and does not hide it; it is patchy, as a stamp pad leaves it.
    """
    unit = dpi / 25.4
    side = int(_SEAL_MM * unit)
    ink = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(ink)
    ring = max(int(1.2 * unit), 2)
    pen.ellipse((1, 1, side - 2, side - 2), outline=255, width=ring)
    middle = side / 2
    star = [
        (
            middle + math.sin(math.pi * n / 5) * side * (0.15 if n % 2 == 0 else 0.06),
            middle - math.cos(math.pi * n / 5) * side * (0.15 if n % 2 == 0 else 0.06),
        )
        for n in range(10)
    ]
    pen.polygon(star, fill=255)
    for n in range(14):  # characters around the rim, as blocks of strokes
        angle = math.pi * (0.75 + 1.5 * n / 13)
        x, y = middle + math.cos(angle) * side * 0.38, middle + math.sin(angle) * side * 0.38
        size = 2.4 * unit
        for stroke in range(4):
            pen.line(
                (x - size, y - size + stroke * size * 0.6, x + size, y - size + stroke * size * 0.6),
                fill=255,
                width=max(int(0.5 * unit), 1),
            )
        pen.line((x, y - size, x, y + size), fill=255, width=max(int(0.5 * unit), 1))
    patchy = Image.frombytes("L", (64, 64), chance.randbytes(64 * 64)).resize((side, side), Image.Resampling.BILINEAR)
    ink = ImageChops.multiply(ink, patchy.point(lambda level: 150 + level * 105 // 255))
    red = Image.new("RGB", (side, side), _RED)
    pressed = Image.composite(red, Image.new("RGB", (side, side), (255, 255, 255)), ink)
    sheet = Image.new("RGB", picture.size, (255, 255, 255))
    sheet.paste(pressed, (int(at[0] * unit - middle), int(picture.height - at[1] * unit - middle)))
    return ImageChops.multiply(picture, sheet)


def saved(picture: Image.Image, wear: Wear, form: str = "JPEG") -> bytes:
    """Give a scan as a file of a format."""
    out = io.BytesIO()
    picture.save(out, form, quality=wear.quality, dpi=(wear.dpi, wear.dpi))
    return out.getvalue()


def as_pdf(pictures: Sequence[Image.Image], wear: Wear) -> bytes:
    """Give scans as one PDF, a picture a page, as a scanner with a feeder does."""
    out = io.BytesIO()
    first, *more = pictures
    first.save(out, "PDF", save_all=True, append_images=more, resolution=wear.dpi, quality=wear.quality)
    return out.getvalue()


def as_tiff(pictures: Sequence[Image.Image]) -> bytes:
    """Give scans as one TIFF of many pages."""
    out = io.BytesIO()
    first, *more = pictures
    first.save(out, "TIFF", save_all=True, append_images=more, compression="tiff_lzw")
    return out.getvalue()
