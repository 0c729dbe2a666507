"""Reads a paper back and says whether a page is what an office printed.

A PDF with text: QR, signature, and the text hashed again; a note laid over the page (an annotation) alters it too.
A scan or photo (PNG, JPEG, or a PDF of pictures): QR and signature only, so ``genuine`` there means that the signed
values hold, not that every printed word does; ``text_checked`` says which. The number, version, copy and page to go by
are those of the verdict, not those one reads in the picture.

Nothing needs a network; the caller gives the keys it trusts, and what the newest version of each document is.
"""

from __future__ import annotations

import enum
import io
from collections.abc import Iterator, Mapping
from ctypes import byref, c_double
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium
import zxingcpp
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from PIL import Image, UnidentifiedImageError

from yb_desktop.base.errors import BadInput, Refused
from yb_desktop.base.signing import key_id
from yb_desktop.paper.stamp import PREFIX, Mark, Stamp, key_bytes, read, signed_bytes, text_hash
from yb_desktop.paper.styles import MM

_STRIP = 45 * MM  # the QR lies in the lowest part of an upright page
_DPI = (200, 300)
_PIXELS = 120_000_000  # no picture larger than this is opened
_PAGES = 2_000
_COVERING = 0.8  # a picture over so much of a page makes it a scan, whatever text lies under it
_HIGH_FIRST = 0xD800
_LOW_FIRST = 0xDC00


class Verdict(enum.Enum):
    """What can be said of a page."""

    GENUINE = "genuine"
    ALTERED = "altered"
    UNKNOWN_KEY = "unknown_key"
    OLDER_VERSION = "older_version"
    NO_CODE = "no_code"


@dataclass(frozen=True, slots=True)
class PageVerdict:
    """The verdict on one page of a file (counted from 1) and the values its QR names; none without a QR.

    ``copy`` and ``printed_page`` are (which, of how many), ``key`` the key id (16 hex digits) it names. With
    ``altered`` and ``unknown_key`` the values are claims, not facts. A scan of several sheets has several verdicts.
    """

    page: int
    verdict: Verdict
    document: str | None = None
    number: str | None = None
    version: int | None = None
    copy: tuple[int, int] | None = None
    printed_page: tuple[int, int] | None = None
    key: str | None = None
    text_checked: bool = False


def verify(
    data: bytes, *, keys: Mapping[str, bytes], latest: Mapping[str, int] | None = None
) -> tuple[PageVerdict, ...]:
    """Judge every page of a PDF, PNG or JPEG.

    ``keys`` are raw public keys by key id, ``latest`` the newest version by document number. Raises ``BadInput``
    (``paper-file``) when the file is none of the three.
    """
    if data.startswith(b"%PDF-"):
        return tuple(_judge_pdf(data, keys, latest or {}))
    return tuple(_judged(1, _codes(_picture(data)), None, keys, latest or {}))


def _picture(data: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > _PIXELS:
                raise BadInput("paper-file", "图片太大，无法读取。请以300 dpi扫描A4纸后重试。")
            return picture.convert("L")
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as problem:
        raise BadInput("paper-file", "打不开这个文件。请提供 PDF、PNG 或 JPEG 格式的文书或扫描件。") from problem


def _judge_pdf(data: bytes, keys: Mapping[str, bytes], latest: Mapping[str, int]) -> Iterator[PageVerdict]:
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        raise BadInput("paper-file", "打不开这个PDF文件，它可能已损坏或加了密码。请重新导出或扫描。") from problem
    try:
        if len(pdf) > _PAGES:
            raise BadInput("paper-file", f"这个PDF超过{_PAGES}页。请分开核验。")
        for number in range(len(pdf)):
            page = pdf[number]
            marks = None if _is_scan(page) else _marks(page)
            if marks is not None and pdfium.FPDFPage_GetAnnotCount(page):
                marks = []
            yield from _judged(number + 1, _rendered_codes(page), marks, keys, latest)
            page.close()
    finally:
        pdf.close()


def _is_scan(page: pypdfium2.PdfPage) -> bool:
    width, height = page.get_size()
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = item.get_bounds()
        if (right - left) * (top - bottom) > _COVERING * width * height:
            return True
    textpage = page.get_textpage()
    characters = int(textpage.count_chars())
    textpage.close()
    return characters == 0


def _marks(page: pypdfium2.PdfPage) -> list[Mark]:
    textpage = page.get_textpage()
    x, y = c_double(), c_double()
    marks: list[Mark] = []
    high = 0
    for at in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(textpage, at)
        if _HIGH_FIRST <= code < _LOW_FIRST:
            high = code
            continue
        if high and _LOW_FIRST <= code < 0xE000:
            code = 0x10000 + (high - _HIGH_FIRST << 10) + code - _LOW_FIRST
        high = 0
        if (
            not _HIGH_FIRST <= code < 0xE000
            and code
            and pdfium.FPDFText_GetCharOrigin(textpage, at, byref(x), byref(y))
        ):
            marks.append((y.value, x.value, chr(code)))
    textpage.close()
    return marks


def _rendered_codes(page: pypdfium2.PdfPage) -> list[str]:
    _, height = page.get_size()
    for dpi in _DPI:
        for above in (max(height - _STRIP, 0.0), 0.0):
            bitmap = page.render(scale=dpi / 72, crop=(0, 0, 0, above), grayscale=True)
            found = _codes(bitmap.to_pil())
            bitmap.close()
            if found:
                return found
    return []


def _codes(picture: Image.Image) -> list[str]:
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return sorted({code.text for code in found if code.text.startswith(PREFIX)})


def _judged(
    page: int, codes: list[str], marks: list[Mark] | None, keys: Mapping[str, bytes], latest: Mapping[str, int]
) -> Iterator[PageVerdict]:
    if not codes:
        yield PageVerdict(page, Verdict.NO_CODE)
    for code in codes:
        try:
            stamp, signature = read(code)
        except Refused:
            yield PageVerdict(page, Verdict.ALTERED)
        else:
            verdict = _verdict(stamp, signature, marks, keys, latest)
            yield PageVerdict(
                page,
                verdict,
                stamp.kind,
                stamp.number,
                stamp.version,
                stamp.copy,
                stamp.page,
                stamp.key.hex(),
                text_checked=marks is not None,
            )


def _verdict(
    stamp: Stamp, signature: bytes, marks: list[Mark] | None, keys: Mapping[str, bytes], latest: Mapping[str, int]
) -> Verdict:
    public = keys.get(stamp.key.hex())
    if public is None or key_bytes(public) != stamp.key:
        return Verdict.UNKNOWN_KEY
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, signed_bytes(stamp))
    except (InvalidSignature, ValueError):
        return Verdict.ALTERED
    if marks is not None and text_hash(marks) != stamp.text_hash:
        return Verdict.ALTERED
    return Verdict.OLDER_VERSION if stamp.version < latest.get(stamp.number, 0) else Verdict.GENUINE


def trusted(*public_keys: bytes) -> dict[str, bytes]:
    """Give raw public keys by their key id, as ``verify`` takes them."""
    return {key_id(public): public for public in public_keys}
