"""Reads a paper back and says whether a page is what an office printed.

A PDF with text: QR, signature, and the text hashed again; a note laid over the page (an annotation) alters it too.
A scan or photo (PNG, JPEG, TIFF, or a PDF of pictures): QR and signature only, so ``genuine`` there means that the
signed values hold, not that every printed word does; ``text_checked`` says which. The number, version, copy and page to
go by are those of the verdict, not those one reads in the picture.

Nothing needs a network; the caller gives the keys it trusts, and what the newest version of each document is.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping
from ctypes import byref, c_double
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from PIL import Image

from yb_desktop.base.errors import Refused
from yb_desktop.base.signing import key_id
from yb_desktop.paper.codes import found_codes, plain_codes
from yb_desktop.paper.paper_files import PDF_BEGINS, opened_pdf, pictures_in
from yb_desktop.paper.stamp import Mark, Stamp, key_bytes, read, signed_bytes, text_hash
from yb_desktop.paper.styles import MM

_STRIP = 45 * MM  # the QR lies in the lowest part of an upright page
_DPI = (200, 300)
_SCAN_DPI = 300
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
    """Judge every page of a PDF, PNG, JPEG or TIFF.

    ``keys`` are raw public keys by key id, ``latest`` the newest version by document number. Raises ``BadInput``
    (``paper-file``) when the file is none of these.
    """
    return tuple(_judge(data, keys, latest or {}))


def _judge(data: bytes, keys: Mapping[str, bytes], latest: Mapping[str, int]) -> Iterator[PageVerdict]:
    if not data.startswith(PDF_BEGINS):
        for at, picture in enumerate(pictures_in(data), 1):
            yield from judged(at, (code.text for code in found_codes(picture)), None, keys=keys, latest=latest)
        return
    with opened_pdf(data) as pdf:
        for at in range(len(pdf)):
            page = pdf[at]
            digest = digest_of(page)
            codes = _rendered_codes(page, thorough=digest is None)
            yield from judged(at + 1, codes, digest, keys=keys, latest=latest)
            page.close()


def digest_of(page: pypdfium2.PdfPage) -> bytes | None:
    """Hash the text of a PDF's page; ``None`` for a scan, and the hash of no text where a note lies over it."""
    if _is_scan(page):
        return None
    return b"" if pdfium.FPDFPage_GetAnnotCount(page) else text_hash(_marks(page))


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


def _rendered_codes(page: pypdfium2.PdfPage, *, thorough: bool) -> list[str]:
    _, height = page.get_size()
    for dpi in _DPI:
        for above in (max(height - _STRIP, 0.0), 0.0):
            found = plain_codes(_drawn(page, dpi, above))
            if found:
                return [code.text for code in found]
    return [code.text for code in found_codes(_drawn(page, _SCAN_DPI, 0.0))] if thorough else []


def _drawn(page: pypdfium2.PdfPage, dpi: int, above: float) -> Image.Image:
    bitmap = page.render(scale=dpi / 72, crop=(0, 0, 0, above))
    try:
        picture: Image.Image = bitmap.to_pil().copy()
        return picture
    finally:
        bitmap.close()


def judged(
    page: int,
    codes: Iterable[str],
    digest: bytes | None,
    *,
    keys: Mapping[str, bytes],
    latest: Mapping[str, int],
) -> Iterator[PageVerdict]:
    """Judge a page by the texts of its codes; ``digest`` is the hash of its text, ``None`` for a picture."""
    none = True
    for code in codes:
        none = False
        try:
            stamp, signature = read(code)
        except Refused:
            yield PageVerdict(page, Verdict.ALTERED)
        else:
            yield PageVerdict(
                page,
                _verdict(stamp, signature, digest, keys, latest),
                stamp.kind,
                stamp.number,
                stamp.version,
                stamp.copy,
                stamp.page,
                stamp.key.hex(),
                text_checked=digest is not None,
            )
    if none:
        yield PageVerdict(page, Verdict.NO_CODE)


def _verdict(
    stamp: Stamp, signature: bytes, digest: bytes | None, keys: Mapping[str, bytes], latest: Mapping[str, int]
) -> Verdict:
    public = keys.get(stamp.key.hex())
    if public is None or key_bytes(public) != stamp.key:
        return Verdict.UNKNOWN_KEY
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, signed_bytes(stamp))
    except (InvalidSignature, ValueError):
        return Verdict.ALTERED
    if digest is not None and digest != stamp.text_hash:
        return Verdict.ALTERED
    return Verdict.OLDER_VERSION if stamp.version < latest.get(stamp.number, 0) else Verdict.GENUINE


def trusted(*public_keys: bytes) -> dict[str, bytes]:
    """Give raw public keys by their key id, as ``verify`` takes them."""
    return {key_id(public): public for public in public_keys}
