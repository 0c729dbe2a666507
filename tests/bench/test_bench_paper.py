"""How long papers take: one agreement in a fresh process, one of many, and reportlab beside it as the yardstick."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.bench.budget import within
from yb_desktop.base.clock import PcClock
from yb_desktop.cli.demo_office import Offices, import_list, make_list, make_offices, tell_cases
from yb_desktop.exchange.keys import make_key
from yb_desktop.services.papers import paper
from yb_desktop.store import lists


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
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    named = {"fontName": "STSong-Light", "fontSize": 16, "leading": 28, "wordWrap": "CJK"}
    style = getSampleStyleSheet()["Normal"].clone("body", **named)
    text = "甲方公开各环节的办理流程和时限，宣传医保政策，及时告知政策调整。" * 2

    def work() -> None:
        story = [Paragraph(text, style) for _ in range(110)]
        SimpleDocTemplate(io.BytesIO()).build(story)

    within(benchmark, work, budget=5.0, rounds=5)
