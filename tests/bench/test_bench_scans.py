"""Some hundred worn pages at three resolutions: how many are matched, none of them wrongly, and how long it takes.

The pages are those of two agreements and of a specimen of every document: letters, forms, landscape sheets.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.paper.documents.forms import SIGNER as OTHER
from tests.paper.documents.specimens import PAPERS, Sort, specimen
from tests.paper.scanned import pages_of, saved, worn
from tests.services.office import Office, make
from tests.services.paper.scans import KEYS, some_wear, two_agreements
from yb_desktop.paper.scans import sheets_in
from yb_desktop.paper.verify import PageVerdict, Verdict, judged, trusted, verify

READABLE = 0.99
SECONDS = 1.0  # of processor time a page, on average
TRUSTED = {**KEYS, **trusted(OTHER.public_key)}


@dataclass(slots=True)
class Tally:
    """What became of worn pages, and the processor time it took."""

    spent: float = 0.0
    right: int = 0
    wrong: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    @property
    def whole(self) -> int:
        """How many there were."""
        return self.right + len(self.wrong) + len(self.lost)


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[bytes, ...]]:
    """Two printed agreements, and every other document."""
    offices: list[Office] = []

    def made() -> Office:
        offices.append(make(tmp_path_factory.mktemp("scans") / "office", {}))
        return offices[-1]

    _, one, other = two_agreements(made)
    yield one.pdf, other.pdf, *(paper.make(specimen(paper, Sort.USUAL), OTHER) for paper in PAPERS)
    offices[0].desk.store.close()


def claim(one: PageVerdict) -> tuple[object, ...]:
    """Give what a page says it is."""
    return one.document, one.number, one.version, one.copy, one.printed_page, one.key


def matched(papers: tuple[bytes, ...], dpi: int, chance: random.Random) -> Tally:
    """Wear each page in its own way: turned, askew, grained, squeezed, grey or in colour, often with a seal."""
    tally = Tally()
    for pdf in papers:
        said = verify(pdf, keys=TRUSTED)
        for page, expected in zip(pages_of(pdf, dpi), said, strict=True):
            wear = some_wear(chance, dpi)
            data = saved(worn(page, wear, chance), wear)
            began = time.process_time()
            (sheet,) = sheets_in(data)
            verdicts = tuple(judged(1, sheet.codes, sheet.digest, keys=TRUSTED, latest={}))
            tally.spent += time.process_time() - began
            where = f"{expected.document} {expected.printed_page}: {wear}"
            if [one.verdict for one in verdicts] == [Verdict.NO_CODE]:
                tally.lost.append(where)
            elif [(one.verdict, claim(one)) for one in verdicts] == [(Verdict.GENUINE, claim(expected))]:
                tally.right += 1
            else:
                tally.wrong.append(where)
    return tally


@pytest.mark.parametrize(
    ("dpi", "seed", "least"),
    [(150, 1, 0.9), (200, 1, READABLE), (200, 2, READABLE), (300, 1, READABLE), (300, 2, READABLE)],
)
def test_worn_pages_are_matched(
    papers: tuple[bytes, ...], benchmark: BenchmarkFixture, dpi: int, seed: int, least: float
) -> None:
    measured = cast(Any, benchmark)
    tally: Tally = measured.pedantic(matched, (papers, dpi, random.Random(dpi * seed)), rounds=1)
    average = tally.spent / tally.whole
    print(
        f"{dpi} dpi: {tally.right} of {tally.whole} matched, {len(tally.wrong)} wrongly, {average:.3f} s a page",
        *tally.lost,
        sep="\n  ",
    )
    assert tally.whole > 120
    assert tally.wrong == []
    assert tally.right >= least * tally.whole, tally.lost
    assert average < SECONDS
