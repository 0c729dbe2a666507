from __future__ import annotations

import io
from datetime import date

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image

from yb_desktop.base.errors import BadInput
from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import Document, Photo, Photos, Style, Title
from yb_desktop.paper.page import render
from yb_desktop.paper.photos import jpeg_size
from yb_desktop.paper.styles import MM
from yb_desktop.paper.verify import Verdict, trusted, verify

PAPER = Document("visit_report", "姚医保核〔2026〕1号", "现场核查照片", date(2026, 3, 2))


def jpeg(width: int, height: int, mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height), 128).save(out, "JPEG")
    return out.getvalue()


def test_photos_four_to_a_page(signer: Signer) -> None:
    wide, tall = jpeg(400, 300), jpeg(300, 400, "L")
    photos = tuple(Photo(wide if at % 2 else tall, f"照片{at}") for at in range(8))
    data = render(PAPER, [Title("现场核查照片"), Photos(photos)], style=Style.FORM, signer=signer)
    pdf = pypdfium2.PdfDocument(data)
    assert [sum(1 for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE])) for page in pdf] == [4, 4]
    boxes = [item.get_bounds() for item in pdf[0].get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE])]
    pdf.close()
    for left, bottom, right, top in boxes:
        assert (right - left) / (top - bottom) == pytest.approx(4 / 3, rel=0.01) or (right - left) < (top - bottom)
        assert left >= 20 * MM - 0.1
        assert right <= 190 * MM + 0.1
        assert bottom >= 36 * MM
    assert data.count(b"/DCTDecode") == 2
    assert {page.verdict for page in verify(data, keys=trusted(signer.public_key))} == {Verdict.GENUINE}


def test_the_head_of_a_jpeg() -> None:
    size = jpeg_size(jpeg(320, 200))
    assert (size.width, size.height, size.colours) == (320, 200, "/DeviceRGB")
    assert jpeg_size(jpeg(3, 2, "L")).colours == "/DeviceGray"


@pytest.mark.parametrize("data", [b"", b"\xff\xd8", b"\x89PNG", jpeg(10, 10)[:40], jpeg(10, 10, "CMYK")])
def test_other_pictures_are_refused(data: bytes) -> None:
    with pytest.raises(BadInput) as refused:
        jpeg_size(data)
    assert refused.value.code == "photo"
