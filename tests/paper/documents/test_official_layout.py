"""Papers with the red head measured against GB/T 9704-2012 by what is found in their PDFs, in millimetres.

The figures are the standard's own: page and type area (5.2), grid (5.2.3), head (7.2), body and signature (7.3), the
版记 at the foot (7.4), page numbers (7.5), the letter form (10.1) and minutes (10.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import pytest

from tests.paper.documents.forms import SIGNER
from tests.paper.documents.order_samples import RECOVERY, SUSPENSION, TERMINATION, sender
from tests.paper.documents.reading import pages_of
from tests.paper.documents.specimens import PAPERS, Sort, specimen
from tests.paper.soundness import Box, Glyph, read
from yb_desktop.paper.blocks import Para
from yb_desktop.paper.documents.letters import composed_letter, delivery_slip
from yb_desktop.paper.documents.recovery_notice import recovery_notice
from yb_desktop.paper.documents.suspension_decision import suspension_decision
from yb_desktop.paper.documents.termination_decision import termination_decision
from yb_desktop.paper.page import printed
from yb_desktop.paper.styles import MM

LEFT, RIGHT, FOOT, HEAD = 28.0, 210 - 26.0, 35.0, 297 - 37.0
PITCH, LINE = 156 / 28, 225 / 22
RED_HEAD = ("termination_announcement", "publicity_list", "minutes", "resumption_decision")


@dataclass(frozen=True, slots=True)
class Measured:
    """A paper as found: its characters and rules, lengths in millimetres from the lower left corner."""

    glyphs: list[Glyph]
    boxes: list[Box]
    texts: list[str]

    def rules(self, page: int) -> list[tuple[float, float, float]]:
        """Give the level rules of a page as wide as the type area, from the bottom: height, middle, thickness.

        A box as it is read reaches beyond the rule by half of its thickness on every side.
        """
        return sorted(
            ((box.top + box.bottom) / 2 / MM, (box.left + box.right) / 2 / MM, (box.top - box.bottom) / 2 / MM)
            for box in self.boxes
            if box.page == page and (box.right - box.left) / MM > 150 and (box.top - box.bottom) / MM < 2
        )

    def baselines(self, page: int, size: float) -> list[float]:
        """Give the heights of the lines set in a size within the type area."""
        found = {round(one.baseline / MM, 2) for one in self.glyphs if one.page == page and one.size == size}
        return sorted((one for one in found if one > FOOT), reverse=True)


def measured(data: bytes) -> Measured:
    glyphs, boxes = read(data)
    return Measured(glyphs, boxes, pages_of(data))


def of(name: str) -> Measured:
    paper = next(one for one in PAPERS if one.name == name)
    return measured(paper.make(specimen(paper, Sort.USUAL), SIGNER))


DECISIONS = {
    "suspension": lambda: suspension_decision(SUSPENSION, signer=SIGNER),
    "termination": lambda: termination_decision(TERMINATION, signer=SIGNER),
    "recovery": lambda: recovery_notice(RECOVERY, signer=SIGNER),
}


@pytest.fixture(scope="module", params=[*DECISIONS, *RED_HEAD])
def paper(request: pytest.FixtureRequest) -> Measured:
    name = str(request.param)
    return measured(DECISIONS[name]()) if name in DECISIONS else of(name)


def last_of(paper: Measured) -> int:
    """Give the page that ends with the 版记; a proof of delivery lies on a sheet behind it."""
    return next(page for page, text in enumerate(paper.texts, 1) if "印发" in text)


def test_the_red_head_lies_35_mm_into_the_type_area_above_its_rule(paper: Measured) -> None:
    mark = [one for one in paper.glyphs if one.page == 1 and one.size > 22.5]
    assert min(one.bottom for one in mark) / MM > HEAD - 35 - 36 / MM
    assert max(one.top for one in mark) / MM == pytest.approx(HEAD - 35, abs=1.5)
    ((height, across, _),) = [rule for rule in paper.rules(1) if rule[0] > 150]
    assert across == pytest.approx((LEFT + RIGHT) / 2, abs=0.1)
    number = [one for one in paper.glyphs if one.page == 1 and one.char == "〔" and one.baseline / MM > height]
    assert number[0].baseline / MM - height == pytest.approx(4 + 3 / MM, abs=0.5)
    middle = (min(one.left for one in mark) + max(one.right for one in mark)) / 2 / MM
    assert middle == pytest.approx((LEFT + RIGHT) / 2, abs=1)


def test_the_body_stands_on_the_grid(paper: Measured) -> None:
    for page in range(2, last_of(paper) + 1):
        lines = paper.baselines(page, 16)
        steps = [above - below for above, below in pairwise(lines)]
        assert steps
        at_grid = [step for step in steps if abs(step / LINE - round(step / LINE)) < 0.02]
        assert len(at_grid) >= 0.6 * len(steps)  # a table or lines to fill in between may leave it
    body = [one for one in paper.glyphs if one.size == 16 and one.baseline / MM > FOOT]
    assert min(one.start for one in body) / MM == pytest.approx(LEFT, abs=0.3)
    assert max(one.right for one in body) / MM <= RIGHT + 0.3


def test_the_foot_closes_the_last_page_of_the_paper(paper: Measured) -> None:
    page = last_of(paper)
    rules = [rule for rule in paper.rules(page) if rule[0] < 70]
    assert rules[0][0] == pytest.approx(FOOT, abs=0.1)  # the last rule lies on the edge of the type area
    thick = [rule[2] for rule in rules]
    assert thick[0] == pytest.approx(0.35, abs=0.05)
    assert thick[-1] == pytest.approx(0.35, abs=0.05)
    assert all(one == pytest.approx(0.25, abs=0.05) for one in thick[1:-1])
    words = [one for one in paper.glyphs if one.page == page and rules[0][0] < one.baseline / MM < rules[-1][0]]
    assert {one.size for one in words} == {14}
    assert min(one.start for one in words) / MM == pytest.approx(LEFT + 14 / MM, abs=0.3)
    assert max(one.end for one in words) / MM == pytest.approx(RIGHT - 14 / MM, abs=0.6)
    text = "".join(one.char for one in sorted(words, key=lambda one: (-one.baseline, one.start)))
    assert text.endswith("日印发")
    assert text.startswith("抄送：同级医疗保障行政部门。") == (len(rules) == 3)


def test_nothing_of_the_paper_stands_below_its_foot_and_the_page_bears_more_than_it(paper: Measured) -> None:
    page = last_of(paper)
    top = max(rule[0] for rule in paper.rules(page) if rule[0] < 70)
    above = [one for one in paper.glyphs if one.page == page and one.baseline / MM > top and one.size >= 14]
    assert len({round(one.baseline) for one in above}) >= 3


def test_page_numbers_lie_7_mm_below_and_a_character_inside(paper: Measured) -> None:
    for page in range(1, len(paper.texts) + 1):
        dashes = [one for one in paper.glyphs if one.page == page and one.char == "—" and one.baseline / MM < FOOT]
        assert len(dashes) == 2
        assert (dashes[0].top + dashes[0].bottom) / 2 / MM == pytest.approx(FOOT - 7, abs=1)
        edge = dashes[-1].end / MM if page % 2 else dashes[0].start / MM
        assert edge == pytest.approx(RIGHT - 14 / MM if page % 2 else LEFT + 14 / MM, abs=0.5)


@pytest.mark.parametrize("name", DECISIONS)
def test_the_proof_of_delivery_is_a_sheet_of_its_own_behind_a_decision(name: str) -> None:
    texts = pages_of(DECISIONS[name]())
    assert "送达回证" in texts[-1]
    assert "印发" in texts[-2]
    assert all("送达回证" not in text for text in texts[:-1])


def test_a_letter_has_two_red_rules_and_no_issuer_at_its_foot() -> None:
    letter = of("acceptance_notice")
    rules = [height for height, _, _ in letter.rules(1)]
    assert len(rules) == 4
    assert rules[0] == pytest.approx(20, abs=0.2)  # 20 mm above the edge of the paper, with the thin one above it
    assert min(rules[1] - rules[0], rules[3] - rules[2]) > 0.5
    mark = max(one.top for one in letter.glyphs if one.page == 1 and one.size > 22.5) / MM
    assert mark == pytest.approx(297 - 30, abs=1.5)
    assert not any("印发" in text for text in letter.texts)
    assert not [one for one in letter.glyphs if one.page == 1 and one.char == "—"]  # no number on the first page


def test_a_slip_that_begins_a_page_has_nothing_to_be_cut_from() -> None:
    office = sender("大医保受〔2026〕1号")
    slip = delivery_slip("通知书", office, "某诊所")
    for lines, cut in ((14, True), (3, False)):
        body = [Para("一、")] * lines
        data = printed(composed_letter("test", "通　知", office, "某诊所", body, after=[slip]), signer=SIGNER)
        (page,) = [text for text in pages_of(data) if "送达回证" in text]
        assert ("裁切线" in page) is cut
