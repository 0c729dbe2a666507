from __future__ import annotations

import io
from datetime import date

import pypdfium2
from PIL import Image, ImageChops

from yb_desktop.paper.blocks import Document, Face, Para, Style
from yb_desktop.paper.glyphs import path
from yb_desktop.paper.page import render
from yb_desktop.paper.pdf import PdfFile


def picture(data: bytes) -> Image.Image:
    pdf = pypdfium2.PdfDocument(data)
    shown: Image.Image = pdf[0].render(scale=2, grayscale=True).to_pil()
    pdf.close()
    return shown


def test_a_drawn_character_looks_like_the_printed_one() -> None:
    paper = Document("test", "1", "1", date(2026, 3, 2))
    printed = picture(render(paper, [Para("骑", indent=0, size=200, face=Face.SONG)], style=Style.FORM))
    sink = io.BytesIO()
    file = PdfFile(sink)
    content = file.stream("", f"0.2 0 0 0.2 0 30 cm {path('骑', Face.SONG)} f".encode())
    tree = file.reserve()
    page = file.add(f"<</Type/Page/Parent {tree}/MediaBox[0 0 200 200]/Contents {content}>>")
    file.set(tree, f"<</Type/Pages/Count 1/Kids[{page}]>>")
    file.finish(catalog=file.add(f"<</Type/Catalog/Pages {tree}>>"), info=file.add("<<>>"))
    drawn = picture(sink.getvalue())
    box = ImageChops.invert(drawn).getbbox()
    whole = printed.crop((0, 0, printed.width, printed.height * 3 // 4))
    other = ImageChops.invert(whole).getbbox()
    assert box is not None
    assert other is not None
    one, two = drawn.crop(box).resize((100, 100)), whole.crop(other).resize((100, 100))
    histogram = ImageChops.difference(one, two).histogram()
    assert sum(histogram[100:]) < 200  # of 10,000 pixels: edges only


def test_the_seam_is_no_text_and_every_page_has_its_own() -> None:
    data = render(Document("test", "1", "1", date(2026, 3, 2)), [Para("国" * 2000)], style=Style.AGREEMENT)
    pdf = pypdfium2.PdfDocument(data)
    strips = set()
    for page in pdf:
        assert "骑" not in page.get_textpage().get_text_range()
        shown = page.render(scale=1, grayscale=True).to_pil()
        strips.add(shown.crop((shown.width - 17, 0, shown.width, shown.height)).tobytes())
    assert len(strips) == len(pdf) > 1
    pdf.close()
