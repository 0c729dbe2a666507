"""Papers read back: PDFs, scans, forged pages."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from yb_desktop.base.errors import BadInput
from yb_desktop.base.signing import Signer, key_id
from yb_desktop.paper.blocks import Block, Document, Para, Style, Title
from yb_desktop.paper.page import render
from yb_desktop.paper.verify import PageVerdict, Verdict, trusted, verify

from .conftest import TestSigner

NUMBER = "姚医保协〔2026〕1号"
Agreement = Callable[[int], bytes]


@pytest.fixture(scope="module")
def agreement(signer: Signer) -> Agreement:
    def make(version: int = 1) -> bytes:
        document = Document("service_agreement", NUMBER, "协议", date(2026, 3, 2), version=version, copy=(2, 2))
        blocks: list[Block] = [
            Title("医疗保障服务协议"),
            *(Para(f"第{at}条　法定代表人𠅤㛃，well-known-") for at in range(60)),
        ]
        return render(document, blocks, style=Style.AGREEMENT, signer=signer)

    return make


def scanned(data: bytes, dpi: int, *, turned: float = 0, page: int = 0) -> Image.Image:
    pdf = pypdfium2.PdfDocument(data)
    picture: Image.Image = pdf[page].render(scale=dpi / 72, grayscale=True).to_pil()
    pdf.close()
    return picture.rotate(turned, expand=True, fillcolor=255)


def saved(picture: Image.Image, form: str) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, resolution=200.0, quality=60)
    return out.getvalue()


def verdicts(found: tuple[PageVerdict, ...]) -> list[Verdict]:
    return [page.verdict for page in found]


def test_a_printed_pdf_is_genuine(agreement: Agreement, signer: Signer) -> None:
    pages = verify(agreement(1), keys=trusted(signer.public_key))
    assert len(pages) >= 2
    assert pages[1] == PageVerdict(
        page=2,
        verdict=Verdict.GENUINE,
        document="service_agreement",
        number=NUMBER,
        version=1,
        copy=(2, 2),
        printed_page=(2, len(pages)),
        key=key_id(signer.public_key),
        text_checked=True,
    )
    assert set(verdicts(pages)) == {Verdict.GENUINE}


def test_a_newer_version_makes_this_one_old(agreement: Agreement, signer: Signer) -> None:
    keys = trusted(signer.public_key)
    assert set(verdicts(verify(agreement(1), keys=keys, latest={NUMBER: 2}))) == {Verdict.OLDER_VERSION}
    assert set(verdicts(verify(agreement(2), keys=keys, latest={NUMBER: 2}))) == {Verdict.GENUINE}


def test_a_strange_key_is_unknown(agreement: Agreement, signer: Signer) -> None:
    other = TestSigner(b"\x02" * 32)
    assert set(verdicts(verify(agreement(1), keys=trusted(other.public_key)))) == {Verdict.UNKNOWN_KEY}
    # A key filed under another's id is no key of that id.
    assert set(verdicts(verify(agreement(1), keys={key_id(signer.public_key): other.public_key}))) == {
        Verdict.UNKNOWN_KEY
    }


def rewritten(data: bytes, change: Callable[[bytes], bytes], *, page: int = 0) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.pages[page].contents_coalesce()
        contents = pdf.pages[page].Contents
        contents.write(change(contents.read_bytes()))
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def test_one_changed_character_is_seen_on_its_page(agreement: Agreement, signer: Signer) -> None:
    def one_for_another(content: bytes) -> bytes:
        first = content.index(b"[<") + 2
        later = content.index(b"[<", first) + 2
        return content[:first] + content[later : later + 4] + content[first + 4 :]

    forged = rewritten(agreement(1), one_for_another, page=1)
    found = verdicts(verify(forged, keys=trusted(signer.public_key)))
    assert found[1] is Verdict.ALTERED
    assert {*found[:1], *found[2:]} == {Verdict.GENUINE}


def test_a_line_moved_elsewhere_is_seen(agreement: Agreement, signer: Signer) -> None:
    def swapped(content: bytes) -> bytes:
        lines = content.split(b"\n")
        first, second = [at for at, line in enumerate(lines) if b" 14 Tf" in line][:2]
        heads = [lines[at].split(b"[", 1) for at in (first, second)]
        lines[first], lines[second] = heads[0][0] + b"[" + heads[1][1], heads[1][0] + b"[" + heads[0][1]
        return b"\n".join(lines)

    found = verify(rewritten(agreement(1), swapped), keys=trusted(signer.public_key))
    assert found[0].verdict is Verdict.ALTERED


def test_a_note_laid_over_the_page_is_seen(agreement: Agreement, signer: Signer) -> None:
    with pikepdf.open(io.BytesIO(agreement(1))) as pdf:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[100, 700, 300, 720], Contents="壹万元"
        )
        pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([note]))
        out = io.BytesIO()
        pdf.save(out)
    assert verify(out.getvalue(), keys=trusted(signer.public_key))[0].verdict is Verdict.ALTERED


def test_a_code_from_another_page_is_seen(agreement: Agreement, signer: Signer) -> None:
    data = agreement(1)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.pages[1].contents_coalesce()
        other = pdf.pages[1].Contents.read_bytes()
    code = other[other.rindex(b"\nq ") :]
    forged = rewritten(data, lambda content: content[: content.rindex(b"\nq ")] + code)
    assert verify(forged, keys=trusted(signer.public_key))[0].verdict is Verdict.ALTERED


def test_pages_are_judged_alone_in_any_order(agreement: Agreement, signer: Signer) -> None:
    with pikepdf.open(io.BytesIO(agreement(1))) as pdf:
        pdf.pages.reverse()
        out = io.BytesIO()
        pdf.save(out)
    found = verify(out.getvalue(), keys=trusted(signer.public_key))
    assert set(verdicts(found)) == {Verdict.GENUINE}
    assert [page.printed_page[0] for page in found if page.printed_page] == list(range(len(found), 0, -1))


@pytest.mark.parametrize(
    ("dpi", "turned", "form"), [(300, 0, "PNG"), (200, 180, "JPEG"), (200, 90, "PNG"), (200, 3, "JPEG")]
)
def test_a_scan_shows_the_signed_values(
    agreement: Agreement, signer: Signer, dpi: int, turned: float, form: str
) -> None:
    (found,) = verify(saved(scanned(agreement(1), dpi, turned=turned), form), keys=trusted(signer.public_key))
    assert (found.verdict, found.number, found.text_checked) == (Verdict.GENUINE, NUMBER, False)


def test_a_pdf_of_scans(agreement: Agreement, signer: Signer) -> None:
    data = saved(scanned(agreement(1), 200, page=1), "PDF")
    (found,) = verify(data, keys=trusted(signer.public_key))
    assert (found.verdict, found.text_checked) == (Verdict.GENUINE, False)
    assert found.printed_page is not None
    assert found.printed_page[0] == 2


def test_a_page_without_a_code(signer: Signer) -> None:
    plain = render(Document("x", "1", "无码", date(2026, 3, 2)), [Para("无码")], style=Style.FORM)
    assert verdicts(verify(plain, keys=trusted(signer.public_key))) == [Verdict.NO_CODE]


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.7\nbroken", b"\x89PNG\r\n\x1a\nbroken", b"GIF89a"])
def test_other_files_are_refused(data: bytes) -> None:
    with pytest.raises(BadInput) as refused:
        verify(data, keys={})
    assert refused.value.code == "paper-file"
