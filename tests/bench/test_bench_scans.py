"""Some hundred worn pages at three resolutions: how many are matched, none of them wrongly, and how long it takes."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

import pytest

from tests.paper.scanned import saved, worn
from tests.services.office import Office, make
from tests.services.paper.scans import KEYS, Printed, drawn, some_wear, two_agreements
from yb_desktop.paper.scans import sheets_in
from yb_desktop.paper.verify import Verdict, judged

READABLE = 0.99
SECONDS = 1.0  # of processor time a page, on average


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Printed, Printed]]:
    """Two printed agreements."""
    offices: list[Office] = []

    def made() -> Office:
        offices.append(make(tmp_path_factory.mktemp("scans") / "office", {}))
        return offices[-1]

    _, one, other = two_agreements(made)
    yield one, other
    offices[0].desk.store.close()


@pytest.mark.parametrize(
    ("dpi", "seed", "rounds", "least"),
    [(150, 1, 3, 0.9), (200, 1, 3, READABLE), (300, 1, 1, READABLE), (300, 2, 1, READABLE)],
)
def test_worn_pages_are_matched(
    copies: tuple[Printed, Printed], dpi: int, seed: int, rounds: int, least: float
) -> None:
    """Every page is worn in its own way: turned, askew, grained, squeezed, grey or in colour, often with a seal."""
    chance = random.Random(dpi * seed)
    right = wrong = whole = 0
    spent = 0.0
    lost: list[str] = []
    for copy in copies:
        for number, page in enumerate(drawn(copy, dpi), 1):
            for _ in range(rounds):
                wear = some_wear(chance, dpi)
                data = saved(worn(page, wear, chance), wear)
                began = time.process_time()
                (sheet,) = sheets_in(data)
                (verdict,) = judged(1, sheet.codes, sheet.digest, keys=KEYS, latest={})
                spent += time.process_time() - began
                whole += 1
                if verdict.verdict is Verdict.NO_CODE:
                    lost.append(str(wear))
                elif (verdict.number, verdict.printed_page and verdict.printed_page[0]) == (copy.number, number):
                    right += 1
                else:
                    wrong += 1
    print(f"{dpi} dpi: {right} of {whole} matched, {wrong} wrongly, {spent / whole:.3f} s a page", *lost, sep="\n  ")
    assert wrong == 0
    assert right >= least * whole, lost
    assert spent / whole < SECONDS
