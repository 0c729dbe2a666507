"""Every file is PDF/A-2b, and the checker that says so is not blind."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pikepdf
import pytest
from PIL import Image, ImageCms

from tests.paper.archival import assert_archival, faults
from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import Document, Para, Photo, Photos, Style, Title
from yb_desktop.paper.metadata import srgb_profile
from yb_desktop.paper.page import render
from yb_desktop.paper.pictures import joined

PAPER = Document(
    "test", "姚医保〔2026〕1号", "关于<&>“堃”的通知", date(2026, 3, 2), issuer="大姚县医疗保险管理局"
)  # fmt: skip
TEXT = "机构名称：堃祎喆㛃䶮𠅤诊所，费用 1,234.56 元，AaBb。　U+3000"


@pytest.fixture(scope="module")
def data(signer: Signer) -> bytes:
    jpeg = io.BytesIO()
    Image.new("RGB", (8, 6), (200, 30, 30)).save(jpeg, "JPEG")
    return render(
        PAPER, [Title("通知"), Para(TEXT), Photos((Photo(jpeg.getvalue(), "照片"),))], style=Style.LETTER, signer=signer
    )


@pytest.mark.parametrize("style", Style)
def test_every_style_may_be_archived(style: Style, signer: Signer) -> None:
    assert_archival(render(PAPER, [Title("通知"), *[Para(TEXT)] * 40], style=style, signer=signer))


def test_what_the_file_says_of_itself(data: bytes) -> None:
    assert_archival(data)
    with pikepdf.Pdf.open(io.BytesIO(data)) as pdf, pdf.open_metadata() as xmp:
        assert xmp.pdfa_status == "2B"
        assert xmp["dc:title"] == PAPER.title
        assert xmp["dc:creator"] == [PAPER.issuer]
        assert xmp["xmp:CreateDate"] == "2026-03-02T12:00:00+08:00"


def test_the_author_of_a_paper_without_a_head(signer: Signer) -> None:
    form = replace(PAPER, issuer="", author="大姚县医疗保险管理局")
    with pikepdf.Pdf.open(io.BytesIO(render(form, [Para("表")], style=Style.FORM, signer=signer))) as pdf:
        assert str(pdf.docinfo.Author) == form.author


def test_papers_put_together_stay_archival(data: bytes) -> None:
    both = joined((data, data))
    assert_archival(both)
    assert both == joined((data, data))
    with pikepdf.Pdf.open(io.BytesIO(both)) as pdf:
        assert len(pdf.pages) == 2


def test_the_profile_is_srgb() -> None:
    ours = ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile()))
    assert "sRGB" in ImageCms.getProfileDescription(ours)
    ramp = Image.new("RGB", (256, 3))
    for at in range(256):
        for row, colour in enumerate(((at, at, at), (at, 0, 255 - at), (255 - at, at, 77))):
            ramp.putpixel((at, row), colour)
    turned = ImageCms.profileToProfile(ramp, ours, ImageCms.createProfile("sRGB"))
    assert turned is not None
    pairs = zip(ramp.tobytes(), turned.tobytes(), strict=True)
    assert max(abs(one - two) for one, two in pairs) <= 2


def _changed(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> list[str]:
    out = io.BytesIO()
    with pikepdf.Pdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return faults(out.getvalue())


def _script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def _no_intent(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents


def _no_xmp(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Metadata


def _other_title(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo.Title = "别的"


def _narrow(pdf: pikepdf.Pdf) -> None:
    for font in pdf.pages[0].Resources.Font.values():
        font.DescendantFonts[0].DW = 900


def _no_glyphs(pdf: pikepdf.Pdf) -> None:
    for font in pdf.pages[0].Resources.Font.values():
        font.DescendantFonts[0].CIDToGIDMap = pdf.make_stream(bytes(200))


def _no_text(pdf: pikepdf.Pdf) -> None:
    for font in pdf.pages[0].Resources.Font.values():
        font.ToUnicode = pdf.make_stream(b"begincmap endcmap")


def _see_through(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Group = pikepdf.Dictionary(S=pikepdf.Name.Transparency)


def _four_colours(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(b"0 0 0 1 k")


def _half_see_through(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Resources.ExtGState = pikepdf.Dictionary(G=pikepdf.Dictionary(ca=0.5))


def _mark_of_four_colours(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Resources.XObject.S9 = pdf.make_stream(
        b"0 0 0 1 k", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form
    )


def _some_of_a_font(pdf: pikepdf.Pdf) -> None:
    for font in pdf.pages[0].Resources.Font.values():
        font.DescendantFonts[0].FontDescriptor.CIDSet = pdf.make_stream(b"\0")


@pytest.mark.parametrize(
    ("change", "clause"),
    [
        (_script, "/JS"),
        (_no_intent, "6.2.3"),
        (_no_xmp, "6.6.2.1"),
        (_other_title, "6.6.3"),
        (_narrow, "6.2.11.5"),
        (_no_glyphs, "6.2.11.4.1"),
        (_no_text, "6.2.11.7"),
        (_see_through, "/Group"),
        (_four_colours, "operator k"),
        (_mark_of_four_colours, "operator k"),
        (_half_see_through, "/ca"),
        (_some_of_a_font, "/CIDSet"),
    ],
)
def test_the_checker_sees(data: bytes, change: Callable[[pikepdf.Pdf], None], clause: str) -> None:
    assert any(clause in fault for fault in _changed(data, change))
