"""A renewal round and a publicity list printed as one PDF or many: each as alone, stopped at will, faults named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pikepdf
import pytest

from tests.paper.conftest import TestSigner
from tests.paper.documents.reading import text_of
from tests.services.cases import ADMITTED, LISTED, VISITED, lead
from tests.services.many import sign_many
from tests.services.office import Office
from yb_desktop.base.errors import BadInput
from yb_desktop.domain.changes import RenewalPapers
from yb_desktop.paper.verify import Verdict, trusted, verify
from yb_desktop.services import papers
from yb_desktop.services import renewal_round as rounds
from yb_desktop.services.agreements import print_
from yb_desktop.services.batch_printing import (
    Wish,
    copies_of,
    of_publicity,
    print_apart,
    print_together,
    shared_documents,
)

SIGNER = TestSigner(b"\x07" * 32)
PAPERS = RenewalPapers(credit_report="信用报告", letters="复函无异议", assessment="考核合格")
COUNT = 4


@pytest.fixture
def renewed(office: Office) -> Office:
    """Give an office that has renewed a round of agreements and registered two copies of each new one."""
    office.in_force()
    sign_many(office, COUNT, on=date(2026, 3, 12), ends=date(2026, 12, 31))
    clerk = office.at("经办员")
    ids = rounds.open_round(clerk, on=date(2026, 12, 1), year=2026).done
    rounds.request_all(clerk, on=date(2026, 12, 2), papers=dict.fromkeys(ids, PAPERS))
    rounds.publish_all(clerk, on=date(2026, 12, 3), agreements=ids, where=("网站",))
    rounds.prepare_all(clerk, on=date(2026, 12, 15), agreements=ids)
    for fresh in rounds.release_all(office.at("审核员"), on=date(2026, 12, 15), agreements=ids).done:
        print_(clerk, on=date(2026, 12, 16), agreement=fresh, reason="续签")
    return office


def copies(office: Office) -> tuple[Wish, ...]:
    """Give the copies of the round's new agreements, as the page of the round has them printed."""
    desk = office.at("经办员")
    with desk.store.read() as reader:
        fresh = [one.next for one in rounds.round_of(reader, year=2026)]
    return copies_of(desk, fresh)


def test_a_round_as_many_files(renewed: Office, tmp_path: Path) -> None:
    desk = renewed.at("经办员")
    wishes = copies(renewed)
    assert len(wishes) == 2 * COUNT
    told: list[tuple[int, int]] = []
    made = print_apart(
        desk, wishes, tmp_path / "out", signer=SIGNER, progress=lambda done, total: told.append((done, total))
    )
    assert not made.left
    assert sorted((tmp_path / "out").iterdir()) == sorted(made.files)
    assert told[-1] == (2 * COUNT, 2 * COUNT)
    for wish, file in zip(wishes, made.files, strict=True):
        alone = papers.paper_as(desk, "agreement", ".pdf", wish.wanted, signer=SIGNER)
        assert text_of(file.read_bytes()) == text_of(alone)
        verdicts = verify(file.read_bytes(), keys=trusted(SIGNER.public_key))
        assert {one.verdict for one in verdicts} == {Verdict.GENUINE}


def test_a_round_as_one_file(renewed: Office, tmp_path: Path) -> None:
    desk = renewed.at("经办员")
    out = tmp_path / "续签协议.pdf"
    wishes = copies(renewed)
    assert print_together(desk, wishes, out, title="续签协议", signer=SIGNER).papers == 2 * COUNT
    with pikepdf.Pdf.open(out) as pdf, pdf.open_outline() as contents:
        assert len(contents.root) == 2 * COUNT


def test_a_stopped_batch(renewed: Office, tmp_path: Path) -> None:
    class Enough(Exception):
        """The person stops it."""

    def stop(done: int, total: int) -> None:
        if done == 2:
            raise Enough(total)

    desk = renewed.at("经办员")
    wishes = copies(renewed)
    with pytest.raises(Enough):
        print_together(desk, wishes, tmp_path / "a.pdf", title="续签协议", progress=stop)
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("a.pdf")]
    with pytest.raises(Enough):
        print_apart(desk, wishes, tmp_path / "out", progress=stop)
    assert len(list((tmp_path / "out").iterdir())) == 2


def test_a_publicity_list_and_what_is_not_there_yet(tmp_path: Path) -> None:
    led = lead(tmp_path / "county")
    led.do("2026-03-02", "applications.receive_materials")
    for part in (ADMITTED, VISITED, LISTED):
        led.through(part)
    (number,) = (
        ref.number for ref in papers.documents_of(led.clerk, case=led.case) if ref.document == "publicity_list"
    )
    shared = shared_documents(led.clerk, number)
    assert {"acceptance_notice", "result_notice"} <= {*shared}
    assert not {"publicity_list", "study_sheet"} & {*shared}
    made = print_together(
        led.clerk, of_publicity(led.clerk, number, "result_notice"), tmp_path / "a.pdf", title="评估结果告知书"
    )
    assert made.papers == 1
    assert "评估结果告知书" in text_of((tmp_path / "a.pdf").read_bytes())
    apart = print_apart(led.clerk, of_publicity(led.clerk, number, "study_sheet"), tmp_path / "out")
    assert apart.papers == 0
    assert "还没有" in apart.left[0].reason
    whole = print_together(
        led.clerk, of_publicity(led.clerk, number, "study_sheet"), tmp_path / "b.pdf", title="签到表"
    )
    assert (whole.papers, whole.files, whole.left) == (0, (), apart.left)
    assert not (tmp_path / "b.pdf").exists()
    with pytest.raises(BadInput, match="没有文号"):
        of_publicity(led.clerk, "没有这份", "result_notice")
    led.clerk.store.close()
