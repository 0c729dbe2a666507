"""A batch looks as each of its papers does alone: page by page, at 100 dpi, with long names and rare characters."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

from tests.paper.archival import assert_archival
from tests.paper.documents.reading import text_of
from tests.paper.documents.test_agreement_paper import paper_of
from yb_desktop.base.signing import Signer
from yb_desktop.domain.agreement_text import agreement_text, fill
from yb_desktop.law.catalogue import Kind
from yb_desktop.paper.batch import ManyFiles, OneFile
from yb_desktop.paper.blocks import Composed, Document, Para, Style
from yb_desktop.paper.documents.agreement import compose_agreement
from yb_desktop.paper.fonts import UnknownGlyph
from yb_desktop.paper.page import printed
from yb_desktop.paper.pictures import page_sizes
from yb_desktop.paper.verify import Verdict, trusted, verify

LONG = "大姚县金碧镇北城街道办事处第一百二十八分店西南角门市部有限责任公司"
NAMES = ("某某诊所", "堃祎喆诊所", "㛃䶮𠅤大药房", LONG, "A&B口腔")


@pytest.fixture(scope="module")
def agreements() -> tuple[Composed, ...]:
    """Give twenty agreements with names of every sort."""
    kinds = (Kind.MEDICAL, Kind.PHARMACY)
    return tuple(_agreement(kinds[at % 2], at, NAMES[at % len(NAMES)]) for at in range(20))


def _agreement(kind: Kind, at: int, name: str) -> Composed:
    pattern = paper_of(kind)
    text = agreement_text(kind)
    number = f"532326-2026-{at:04d}"
    blanks = dict(pattern.filled.blanks) | {"party_b_name": f"大姚县{name}{at}", "agreement_number": number}
    filled = fill(text, blanks)
    return compose_agreement(replace(pattern, number=number, filled=filled, party_b=f"大姚县{name}{at}"))


@pytest.fixture(scope="module")
def alone(agreements: tuple[Composed, ...], signer: Signer) -> tuple[bytes, ...]:
    return tuple(printed(one, signer=signer) for one in agreements)


def pictures(data: bytes, pages: range | None = None) -> list[Image.Image]:
    pdf = pypdfium2.PdfDocument(data)
    shown = []
    for at in pages or range(len(pdf)):
        page = pdf[at]
        shown.append(page.render(scale=100 / 72, grayscale=True).to_pil())
        page.close()
    pdf.close()
    return shown


def assert_alike(ours: list[Image.Image], theirs: list[Image.Image]) -> None:
    assert len(ours) == len(theirs)
    for one, two in zip(ours, theirs, strict=True):
        assert ImageChops.difference(one, two).getbbox() is None


def test_many_files_look_like_the_papers_alone(
    agreements: tuple[Composed, ...], alone: tuple[bytes, ...], signer: Signer, tmp_path: Path
) -> None:
    with ManyFiles(tmp_path) as batch:
        files = [batch.add(one, str(at), signer=signer) for at, one in enumerate(agreements)]
    for at, (file, plain) in enumerate(zip(files, alone, strict=True)):
        data = file.read_bytes()
        if at < 2:  # the first brings the common fonts, the second its own beside them
            assert text_of(data) == text_of(plain)
            assert {page.verdict for page in verify(data, keys=trusted(signer.public_key))} == {Verdict.GENUINE}
        assert_alike(pictures(data), pictures(plain))


def test_one_file_looks_like_the_papers_alone(
    agreements: tuple[Composed, ...], alone: tuple[bytes, ...], signer: Signer, tmp_path: Path
) -> None:
    out = tmp_path / "续签.pdf"
    with OneFile(out, "续签协议") as whole:
        for one in agreements:
            whole.add(one, signer=signer)
    data = out.read_bytes()
    assert len(data) < sum(len(plain) for plain in alone) / 2
    first = 0
    for plain in alone:
        pages = len(page_sizes(plain))
        assert_alike(pictures(data, range(first, first + pages)), pictures(plain))
        first += pages
    with pikepdf.Pdf.open(out) as pdf, pdf.open_outline() as contents:
        assert len(pdf.pages) == first
        assert [str(item.title).split("　")[0] for item in contents.root] == [one.document.number for one in agreements]


def test_the_same_batch_gives_the_same_bytes(agreements: tuple[Composed, ...], signer: Signer, tmp_path: Path) -> None:
    for name in ("1", "2"):
        with OneFile(tmp_path / name, "续签协议") as whole:
            for one in agreements[:4]:
                whole.add(one, signer=signer)
    assert_archival((tmp_path / "1").read_bytes())
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()
    first, second = ManyFiles(tmp_path), ManyFiles(tmp_path)
    for paper in agreements[:4]:
        assert first.printed(paper, signer=signer) == second.printed(paper, signer=signer)


def test_a_batch_that_is_broken_off_leaves_nothing(agreements: tuple[Composed, ...], tmp_path: Path) -> None:
    with pytest.raises(UnknownGlyph), OneFile(tmp_path / "a.pdf", "续签协议") as whole:
        whole.add(replace(agreements[0], blocks=(*agreements[0].blocks, Para("\u0e01"))))
    assert list(tmp_path.iterdir()) == []


def test_a_paper_with_an_unknown_glyph_is_refused_and_the_others_stand(
    agreements: tuple[Composed, ...], tmp_path: Path
) -> None:
    document = Document("test", "1", "1", date(2026, 3, 2))
    with OneFile(tmp_path / "a.pdf", "续签协议") as whole:
        whole.add(agreements[0])
        with pytest.raises(UnknownGlyph):
            whole.add(Composed(document, (Para("\u0e01"),), Style.FORM))
        whole.add(agreements[1])
    data = (tmp_path / "a.pdf").read_bytes()
    assert_archival(data)
    with pikepdf.Pdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) == sum(len(page_sizes(printed(one))) for one in agreements[:2])
