"""A case in a folder for the records office: complete, in order of time, checked by sha256sum, the same twice."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pikepdf
import pytest

from tests.paper.conftest import TestSigner
from tests.paper.documents.reading import text_of
from tests.services.cases import ADMITTED, DRAFTED, LISTED, VISITED, Led, lead
from yb_desktop.base.errors import BadInput
from yb_desktop.paper.verify import Verdict, trusted
from yb_desktop.services import papers
from yb_desktop.services.archiving import INDEX, MANIFEST, README, archive
from yb_desktop.services.paper.check import verify_paper

SIGNER = TestSigner(b"\x07" * 32)


@pytest.fixture(scope="module")
def led(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Led]:
    """Give an office with a case that has come to its signed agreement and a scan of it."""
    office = lead(tmp_path_factory.mktemp("archive") / "county")
    office.do("2026-03-02", "applications.receive_materials")
    for part in (ADMITTED, VISITED, LISTED, DRAFTED):
        office.through(part)
    office.do("2026-04-10", "agreements.print")
    office.do("2026-04-12", "agreements.sign")
    yield office
    office.clerk.store.close()


@pytest.fixture(scope="module")
def folder(led: Led, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out") / "归档"
    made = archive(led.clerk, led.case, out, signer=SIGNER)
    assert not made.left_out
    return out


def test_every_paper_lies_in_it_in_order_of_time(led: Led, folder: Path) -> None:
    refs = papers.documents_of(led.clerk, case=led.case)
    names = sorted(path.name for path in folder.glob("[0-9]*.pdf"))
    assert len(names) == len(refs) + 1 >= 16
    assert names[0] == f"{INDEX}.pdf"
    ordered = sorted(refs, key=lambda ref: ref.on)
    assert [name[4:].split("_")[0] for name in names[1:]] == [ref.title for ref in ordered]


def test_each_is_the_paper_itself_and_genuine(led: Led, folder: Path) -> None:
    (file,) = folder.glob("*受理通知书*.pdf")
    assert file.read_bytes() == papers.paper(led.clerk, "acceptance_notice", case=led.case, signer=SIGNER)
    for path in folder.glob("*.pdf"):
        verdicts = verify_paper(path.read_bytes(), keys=trusted(SIGNER.public_key))
        assert {one.verdict for one in verdicts} == {Verdict.GENUINE}, path.name


@pytest.mark.stock("sha256sum")
def test_sha256sum_accepts_the_manifest_and_finds_a_change(folder: Path, tmp_path: Path) -> None:
    command = ["sha256sum", "-c", "--strict", MANIFEST]
    assert subprocess.run(command, cwd=folder, check=False, capture_output=True).returncode == 0
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in folder.iterdir():
        (copy / path.name).write_bytes(path.read_bytes())
    (copy / README).write_text("别的", encoding="utf-8")
    assert subprocess.run(command, cwd=copy, check=False, capture_output=True).returncode == 1


def test_the_manifest_names_every_file_but_itself(folder: Path) -> None:
    lines = (folder / MANIFEST).read_text(encoding="utf-8").splitlines()
    named = {line[66:]: line[:64] for line in lines}
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != MANIFEST}
    assert named == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


def test_the_index_is_the_same_on_paper_and_in_excel(led: Led, folder: Path) -> None:
    text = text_of((folder / f"{INDEX}.pdf").read_bytes())
    book = openpyxl.load_workbook(folder / f"{INDEX}.xlsx")
    rows = [[str(cell) for cell in row if cell is not None] for row in book.worksheets[0].iter_rows(values_only=True)]
    words = "".join("".join(row) for row in rows)
    for ref in papers.documents_of(led.clerk, case=led.case):
        assert ref.title in text
        assert ref.number in words
    pages = sum(len(pikepdf.open(path).pages) for path in folder.glob("[0-9]*.pdf") if not path.name.startswith("000"))
    assert f"{pages}页" in text


def test_the_readme_says_what_it_is(folder: Path) -> None:
    text = (folder / README).read_text(encoding="utf-8")
    assert "大姚县" in text
    assert "PDF/A-2b" in text
    assert MANIFEST in text


def test_the_same_records_give_the_same_bytes_as_a_zip_too(led: Led, folder: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "1.zip", tmp_path / "2.zip"
    for out in (one, two):
        archive(led.clerk, led.case, out, signer=SIGNER)
    assert one.read_bytes() == two.read_bytes()
    with zipfile.ZipFile(io.BytesIO(one.read_bytes())) as packed:
        assert packed.testzip() is None
        assert {name: packed.read(name) for name in packed.namelist()} == {
            path.name: path.read_bytes() for path in folder.iterdir()
        }


def test_what_cannot_be_printed_is_named(tmp_path: Path) -> None:
    office = lead(tmp_path / "county")
    office.do("2026-03-02", "applications.receive_materials")
    for part in (ADMITTED, VISITED, LISTED):
        office.through(part)
    office.do("2026-04-03", "evaluation.end_publicity")
    office.do("2026-04-08", "agreements.negotiate", requests="一个字体里没有的字：\u0e01")
    made = archive(office.clerk, office.case, tmp_path / "out")
    (left,) = made.left_out
    assert left.title == "协商谈判记录"
    assert made.files == len(papers.documents_of(office.clerk, case=office.case)) - 1
    text = text_of((tmp_path / "out" / f"{INDEX}.pdf").read_bytes())
    assert "未能归入：不能打印" in text
    assert "U+0E01" in text
    assert "协商谈判记录" in (tmp_path / "out" / README).read_text(encoding="utf-8")
    office.clerk.store.close()


def test_a_folder_with_something_in_it_is_left_alone(led: Led, folder: Path) -> None:
    before = {path.name for path in folder.iterdir()}
    with pytest.raises(BadInput, match="已经存在"):
        archive(led.clerk, led.case, folder)
    assert {path.name for path in folder.iterdir()} == before


def test_a_stopped_archive_leaves_nothing(led: Led, tmp_path: Path) -> None:
    class Enough(Exception):
        """The person stops it."""

    def stop(done: int, total: int) -> None:
        if done == 3:
            raise Enough(total)

    with pytest.raises(Enough):
        archive(led.clerk, led.case, tmp_path / "out", progress=stop)
    assert not (tmp_path / "out").exists()


def test_a_scan_lies_beside_its_agreement_as_it_was_taken_in(tmp_path: Path) -> None:
    office = lead(tmp_path / "county")
    office.do("2026-03-02", "applications.receive_materials")
    for part in (ADMITTED, VISITED, LISTED, DRAFTED):
        office.through(part)
    office.do("2026-04-10", "agreements.print")
    office.do("2026-04-12", "agreements.sign")
    data = papers.paper(office.clerk, "agreement", case=office.case)
    with office.clerk.store.write() as tx:
        sha256 = tx.add_blob(data, "application/pdf")
    office.do("2026-04-13", "agreements.attach_scan", file=sha256, pages=list(range(1, 12)))
    archive(office.clerk, office.case, tmp_path / "out")
    (scan,) = (tmp_path / "out").glob("*签字盖章件扫描件*.pdf")
    assert scan.read_bytes() == data
    assert "签字盖章件扫描件" in text_of((tmp_path / "out" / f"{INDEX}.pdf").read_bytes())
    office.clerk.store.close()


_SCRIPT = """
import hashlib, sys
from pathlib import Path
from tests.services.cases import ADMITTED, DRAFTED, LISTED, VISITED, lead
from tests.paper.conftest import TestSigner
from yb_desktop.services.archiving import archive

folder = Path(sys.argv[1])
office = lead(folder / "county")
office.do("2026-03-02", "applications.receive_materials")
for part in (ADMITTED, VISITED, LISTED, DRAFTED):
    office.through(part)
office.do("2026-04-10", "agreements.print")
office.do("2026-04-12", "agreements.sign")
archive(office.clerk, office.case, folder / "out.zip", signer=TestSigner(b"\\x07" * 32))
print(hashlib.sha256((folder / "out.zip").read_bytes()).hexdigest())
"""


def test_other_processes_give_the_same_bytes(tmp_path: Path) -> None:
    """Every paper of a case, in two processes whose sets and dictionaries lie in another order."""
    said = set()
    for seed in ("1", "2"):
        (tmp_path / seed).mkdir()
        command = [sys.executable, "-c", _SCRIPT, str(tmp_path / seed)]
        known = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[2])}
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=known)
        said.add(done.stdout)
    assert len(said) == 1
