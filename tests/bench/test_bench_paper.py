"""How long papers take: one agreement in a fresh process, one of many, a batch of many; and the yardsticks beside them:
reportlab, and what offices do today, a Word template turned into PDF by LibreOffice.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any, cast

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.bench.budget import within
from tests.services.many import sign_many
from tests.services.office import make
from yb_desktop.base.clock import PcClock
from yb_desktop.cli.demo_office import Offices, import_list, make_list, make_offices, tell_cases
from yb_desktop.exchange.keys import make_key
from yb_desktop.services.agreements import print_
from yb_desktop.services.batch_printing import Progress, Wish, print_apart, print_together
from yb_desktop.services.desk import Desk
from yb_desktop.services.papers import Wanted, paper
from yb_desktop.store import lists

MANY = 200
YARDSTICK = 0.018  # seconds: reportlab on the machine of docs/performance.md, with nothing else going on


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Offices]:
    """The demo's offices, with printed agreements."""
    folder: Path = tmp_path_factory.mktemp("office")
    made = make_offices(folder, PcClock())
    import_list(made.clerk, make_list(folder, made.clerk))
    tell_cases(made.clerk, made.reviewer)
    yield made
    made.clerk.store.close()
    made.prefecture.store.close()


@pytest.fixture(scope="module")
def agreement(offices: Offices) -> str:
    """An agreement whose copies are in the register."""
    with offices.clerk.store.read() as reader:
        return lists.agreements(reader, limit=1).rows[0].id


def test_each_of_many_agreements(benchmark: BenchmarkFixture, offices: Offices, agreement: str) -> None:
    """Fill, set, sign and write one agreement of about twelve pages, in a process that has done so before."""
    signer = make_key()
    within(
        benchmark,
        lambda: paper(offices.clerk, "agreement", agreement=agreement, signer=signer),
        budget=0.040,
        rounds=40,
    )


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, list[Wish]]]:
    """Give 200 agreements of institutions with names of their own, each with a registered copy."""
    office = make(tmp_path_factory.mktemp("many") / "office", {})
    office.in_force()
    ids = sign_many(office, MANY, on=date(2026, 3, 12), ends=date(2026, 12, 31))
    desk = office.at("经办员")
    for one in ids:
        print_(desk, on=date(2026, 3, 13), agreement=one, copies=1)
    yield desk, [Wish("agreement", Wanted(agreement=one), one) for one in ids]
    office.desk.store.close()


@pytest.mark.parametrize("together", [True, False])
def test_a_batch_of_agreements(
    benchmark: BenchmarkFixture, many: tuple[Desk, list[Wish]], tmp_path: Path, together: bool
) -> None:
    """Print 200 agreements with signed codes, read, set and written: 10 ms each, as one PDF or one each.

    The budget is one of the processor, and of the machine of docs/performance.md: the yardstick runs now and then among
    the papers, so that a machine that is slower just now, or has other work, counts for neither.
    """
    desk, wishes = many
    signer = make_key()

    def work(progress: Progress | None = None) -> None:
        if together:
            out = tmp_path / "all.pdf"
            made = print_together(desk, wishes, out, title="协议", signer=signer, progress=progress)
        else:
            made = print_apart(desk, wishes, tmp_path / "each", signer=signer, progress=progress)
        assert made.papers == MANY

    within(benchmark, work, budget=60.0, rounds=2)
    beside: list[float] = []

    def measure(done: int, _total: int) -> None:
        if done % 10 == 0:
            start = process_time()
            yardstick()
            beside.append(process_time() - start)

    start = process_time()
    work(measure)
    each = (process_time() - start - sum(beside)) / MANY
    slower = max(sum(beside) / len(beside) / YARDSTICK, 1.0)
    cast(Any, benchmark).extra_info["ms_each"] = round(1000 * each / slower, 1)
    print(f"{1000 * each:.1f} ms each, {1000 * each / slower:.1f} ms on a machine {slower:.2f} times as fast")
    assert each < 0.010 * slower


def test_a_thousand_in_little_memory(
    benchmark: BenchmarkFixture, many: tuple[Desk, list[Wish]], tmp_path: Path
) -> None:
    """Print 1,000 agreements as one PDF: the whole process stays below 300 MB (``extra_info`` has the figure)."""
    desk, wishes = many
    thousand = wishes * (1000 // MANY)

    def work() -> None:
        made = print_together(desk, thousand, tmp_path / "all.pdf", title="协议", signer=make_key())
        assert made.papers == 1000

    within(benchmark, work, budget=60.0, rounds=1, warmup=0)
    held = _resident()
    cast(Any, benchmark).extra_info["memory_mb"] = round(held)
    assert held < 300


def _resident() -> float:
    """Give the memory this process holds, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


@pytest.mark.stock("soffice")
def test_yardstick_word_and_libreoffice(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    """A Word file with the same amount of text, filled in and turned into PDF by LibreOffice, as offices do today."""
    from docx import Document

    text = "甲方公开各环节的办理流程和时限，宣传医保政策，及时告知政策调整。" * 2
    pattern = tmp_path / "template.docx"
    document = Document()
    for _ in range(110):
        document.add_paragraph(text + "{name}")
    document.save(str(pattern))

    def work() -> None:
        filled = Document(str(pattern))
        for paragraph in filled.paragraphs:
            paragraph.text = paragraph.text.replace("{name}", "某某诊所")
        filled.save(str(tmp_path / "filled.docx"))
        command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), "filled.docx"]
        subprocess.run(command, check=True, capture_output=True, cwd=tmp_path)

    within(benchmark, work, budget=60.0, rounds=3)


def test_one_agreement_in_a_fresh_process(benchmark: BenchmarkFixture, offices: Offices, agreement: str) -> None:
    """Start Python, load text, fonts and engine, set and write one agreement: what a clerk waits for the first time."""
    with offices.clerk.store.read() as reader:
        found = reader.agreement(agreement)
    script = _SCRIPT.format(kind=found.institution_kind.value, blanks=found.blanks)
    within(
        benchmark,
        lambda: subprocess.run([sys.executable, "-c", script], check=True, capture_output=True),
        budget=0.5,
        rounds=5,
    )


_SCRIPT = """
from datetime import date
from yb_desktop.domain.agreement_text import agreement_text, fill
from yb_desktop.law.catalogue import Kind
from yb_desktop.paper.documents.agreement import AgreementPaper, agreement

text = fill(agreement_text(Kind("{kind}")), {blanks})
paper = AgreementPaper(number="1", filled=text, party_a="甲", party_b="乙", made=date(2026, 3, 2))
assert len(agreement(paper)) > 50_000
"""


def test_yardstick_reportlab(benchmark: BenchmarkFixture) -> None:
    """The same amount of text through reportlab's platypus, with its own fonts: the yardstick, not a budget."""
    within(benchmark, yardstick, budget=5.0, rounds=5)


def yardstick() -> None:
    """Set as much text as an agreement has with reportlab."""
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    named = {"fontName": "STSong-Light", "fontSize": 16, "leading": 28, "wordWrap": "CJK"}
    style = getSampleStyleSheet()["Normal"].clone("body", **named)
    text = "甲方公开各环节的办理流程和时限，宣传医保政策，及时告知政策调整。" * 2
    SimpleDocTemplate(io.BytesIO()).build([Paragraph(text, style) for _ in range(110)])
