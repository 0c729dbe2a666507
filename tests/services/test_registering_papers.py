"""What becomes of printed papers: every further print with its reason, stamped scans filed with their paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.paper.conftest import TestSigner
from tests.paper.documents.reading import text_of
from tests.paper.scanned import Wear, as_pdf, pages_of
from tests.services.cases import ADMITTED, DRAFTED, LISTED, VISITED, Led, lead
from yb_desktop.base.errors import BadInput, NotAllowed, Refused
from yb_desktop.base.signing import Signer
from yb_desktop.domain.facts import read_fact
from yb_desktop.domain.on_paper import OnPaper, PaperPrinted, PaperScanned
from yb_desktop.paper.verify import trusted
from yb_desktop.services import papers
from yb_desktop.services.archiving import INDEX, archive
from yb_desktop.services.batch_printing import NotPrinted, Outcome, Wish, note_prints, printed_again
from yb_desktop.services.exchange.device_keys import make_device_key
from yb_desktop.services.paper.likely import likely_places, printed_pages
from yb_desktop.services.paper.scan_filing import file_scans, targets_of
from yb_desktop.services.paper.scanning import heap_of, read_scans
from yb_desktop.services.papers import Wanted
from yb_desktop.services.registering_papers import note_print, printed_before
from yb_desktop.services.registry import run
from yb_desktop.services.views.print_register import RegisterFilter, RegisterLine, print_register

TODAY = date(2027, 12, 31)
DPI = 150
OF_AGREEMENT = {"agreement", "filing_form"}
STRANGER = TestSigner(b"\x02" * 32)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Led, Signer]]:
    """An office with a key, and a case with a signed agreement."""
    led = lead(tmp_path_factory.mktemp("office") / "county")
    led.do("2026-03-02", "applications.receive_materials")
    led.through(ADMITTED, VISITED, LISTED, DRAFTED)
    led.do("2026-04-09", "agreements.print")
    led.do("2026-04-10", "agreements.sign")
    yield led, make_device_key(led.clerk, "一二三四五六七八")
    led.clerk.store.close()


def facts_of(led: Led, entity: str) -> list[OnPaper]:
    with led.clerk.store.read() as reader:
        facts = [read_fact(record) for record in reader.records_of(entity)]
    return [fact for fact in facts if isinstance(fact, OnPaper)]


def register(led: Led, document: str) -> list[RegisterLine]:
    return list(print_register(led.clerk, RegisterFilter(2026, document=document)).lines)


def scan(led: Led, signer: Signer, document: str, file: Path, *, only: tuple[int, ...] = ()) -> Path:
    """Scan a paper of the case, all its pages or some."""
    whose = Wanted(agreement=led.agreement) if document in OF_AGREEMENT else Wanted(case=led.case)
    pages = list(pages_of(papers.paper_as(led.clerk, document, ".pdf", whose, signer=signer), DPI))
    file.write_bytes(as_pdf([page for at, page in enumerate(pages, 1) if not only or at in only], Wear(dpi=DPI)))
    return file


def kept(led: Led, file: Path) -> str:
    with led.clerk.store.write() as tx:
        return tx.add_blob(file.read_bytes(), "application/pdf")


def test_a_numbered_paper_is_printed_again_only_with_a_reason_that_the_register_shows(made: tuple[Led, Signer]) -> None:
    led, _ = made
    wanted = Wanted(case=led.case)
    first = printed_before(led.clerk, "acceptance_notice", wanted)
    assert first is not None
    assert first.days == ()
    note_print(led.clerk, "acceptance_notice", wanted)
    with pytest.raises(BadInput, match="已经打印过1次，最近一次在2027-12-31。再次打印请写明原因") as refused:
        note_print(led.clerk, "acceptance_notice", wanted, "  ")
    assert refused.value.code == "reason"
    note_print(led.clerk, "acceptance_notice", wanted, "原件破损")
    note_print(led.clerk, "acceptance_notice", wanted, "机构遗失，补发")
    found = [(line.again, line.why, line.who) for line in register(led, "acceptance_notice")]
    assert found == [
        (3, "第3次打印：机构遗失，补发", "经办人甲"),
        (2, "第2次打印：原件破损", "经办人甲"),
        (0, "", "经办人甲"),
    ]
    assert [fact.reason for fact in facts_of(led, led.case) if isinstance(fact, PaperPrinted)] == [
        "", "原件破损", "机构遗失，补发",
    ]  # fmt: skip


def test_prints_are_no_steps_of_the_matter(made: tuple[Led, Signer]) -> None:
    led, _ = made
    with led.clerk.store.read() as reader:
        before = reader.case(led.case)
    note_print(led.clerk, "result_notice", Wanted(case=led.case))
    with led.clerk.store.read() as reader:
        assert reader.case(led.case) == before


def test_papers_without_a_number_of_their_own_and_copies_of_agreements_are_not_counted(
    made: tuple[Led, Signer],
) -> None:
    led, _ = made
    assert printed_before(led.clerk, "data_check", Wanted(case=led.case)) is None
    assert printed_before(led.clerk, "agreement", Wanted(agreement=led.agreement)) is None
    note_print(led.clerk, "data_check", Wanted(case=led.case))
    for document in ("data_check", "agreement"):
        with pytest.raises(NotAllowed):
            run(led.clerk, "papers.register_print", on=TODAY, params={"document": document, "case": led.case})


def test_a_batch_counts_what_was_printed_before_and_registers_what_was_made(made: tuple[Led, Signer]) -> None:
    led, _ = made
    wanted = Wanted(case=led.case)
    items = [Wish("minutes", wanted, "会议纪要"), Wish("publicity_list", wanted, "公示")]
    assert printed_again(led.clerk, items) == 0
    note_prints(led.clerk, items, Outcome((), 1, (NotPrinted("公示", "缺字"),)), "")
    assert printed_again(led.clerk, items) == 1
    with pytest.raises(BadInput, match="原因"):
        note_prints(led.clerk, items, Outcome((), 2, ()), "")
    note_prints(led.clerk, items, Outcome((), 2, ()), "档案室另存一份")
    assert [line.why for line in register(led, "minutes")] == ["第2次打印：档案室另存一份", ""]


PAPERS = ("acceptance_notice", "minutes", "publicity_list", "data_check", "visit_report", "filing_form")


def test_scans_of_all_papers_are_filed_with_their_matter_and_lie_in_its_archive(
    made: tuple[Led, Signer], tmp_path: Path
) -> None:
    led, signer = made
    folder = tmp_path / "扫描"
    folder.mkdir()
    for at, document in enumerate(PAPERS):
        scan(led, signer, document, folder / f"{at}.pdf")
    reading = read_scans([folder], keys=trusted(signer.public_key))
    heap = heap_of(reading)
    assert {pile.copy.document for pile in heap.piles} == set(PAPERS)
    targets = targets_of(led.clerk, heap)
    assert {target.obstacle for target in targets.values()} == {""}
    assert {target.institution for target in targets.values()} == {"大姚县石羊镇柳树村卫生室"}
    filed = file_scans(led.clerk, reading, on=TODAY)
    assert [(one.done, one.reason) for one in filed] == [(True, "")] * len(PAPERS)
    again = file_scans(led.clerk, reading, on=TODAY)
    assert {one.reason for one in again} == {"已经归档过，没有重复归档"}
    of_case = {fact.document for fact in facts_of(led, led.case) if isinstance(fact, PaperScanned)}
    assert of_case == set(PAPERS) - {"filing_form"}
    assert [fact.document for fact in facts_of(led, led.agreement)] == ["filing_form"]
    assert [line.scanned for line in register(led, "minutes") if not line.again] == [True]

    archive(led.clerk, led.case, tmp_path / "档案")
    names = [one.name for one in (tmp_path / "档案").glob("*扫描件*")]
    assert len(names) == len(PAPERS)
    assert any("受理通知书（扫描件）" in name for name in names)
    assert "评估会议纪要（扫描件）" in text_of((tmp_path / "档案" / f"{INDEX}.pdf").read_bytes())


def test_a_page_missing_of_a_notice_is_named_and_the_unreadable_one_shown_beside_it(
    made: tuple[Led, Signer], tmp_path: Path
) -> None:
    led, signer = made
    file = scan(led, signer, "result_notice", tmp_path / "1.pdf", only=(1,))
    blank = list(pages_of(papers.paper(led.clerk, "result_notice", case=led.case), DPI))[1]  # unsigned: no code
    (tmp_path / "2.pdf").write_bytes(as_pdf([blank], Wear(dpi=DPI)))
    reading = read_scans([file, tmp_path / "2.pdf"], keys=trusted(signer.public_key))
    heap = heap_of(reading)
    (pile,) = heap.piles
    assert pile.missing == (2,)
    (filed,) = file_scans(led.clerk, reading, on=TODAY)
    assert filed.reason == "缺第2页"
    likely = likely_places(reading, heap, printed_pages(led.clerk, heap))
    assert likely[heap.loose[0]].place.page == 2
    assert "版面相近" in likely[heap.loose[0]].why


def test_a_scan_attached_by_hand_is_checked_by_its_codes(made: tuple[Led, Signer], tmp_path: Path) -> None:
    led, signer = made
    notice = kept(led, scan(led, signer, "acceptance_notice", tmp_path / "1.pdf"))
    on_agreement = {"agreement": led.agreement, "file": notice}
    with pytest.raises(Refused, match=r"扫描件第1页是“受理通知书.*”的，不是“医疗保障服务协议532326-2026-0001”的"):
        run(led.clerk, "agreements.attach_scan", on=TODAY, params=on_agreement)
    with pytest.raises(Refused, match="不是"):
        run(led.clerk, "agreements.attach_scan", on=TODAY, params={**on_agreement, "pages": [1]})
    with pytest.raises(Refused, match="不是“评估会议纪要"):
        run(led.clerk, "papers.attach_scan", on=TODAY, params={"case": led.case, "document": "minutes", "file": notice})
    unread = kept(led, scan(led, STRANGER, "agreement", tmp_path / "2.pdf", only=(1,)))
    with pytest.raises(Refused, match="签名密钥不在信任清单内"):
        run(led.clerk, "agreements.attach_scan", on=TODAY, params={"agreement": led.agreement, "file": unread})
    plain = tmp_path / "3.pdf"
    plain.write_bytes(papers.paper(led.clerk, "acceptance_notice", case=led.case))
    with pytest.raises(Refused, match="没有读到二维码") as refused:
        run(led.clerk, "agreements.attach_scan", on=TODAY, params={**on_agreement, "file": kept(led, plain)})
    assert refused.value.code == "scan-unread"
    own = kept(led, scan(led, signer, "agreement", tmp_path / "4.pdf", only=(1, 2, 4)))
    done = run(led.clerk, "agreements.attach_scan", on=TODAY, params={"agreement": led.agreement, "file": own})
    with led.clerk.store.read() as reader:
        body = reader.record(done.records[0]).body
    assert body["pages"] == [1, 2, 4]


def test_a_print_is_not_in_the_way_of_taking_a_step_back_and_no_scan_of_it_is_filed_then(
    made: tuple[Led, Signer], tmp_path: Path
) -> None:
    _, signer = made
    led = lead(tmp_path / "other")
    led.do("2026-03-02", "applications.receive_materials")
    led.through(ADMITTED[:2])
    note_print(led.clerk, "acceptance_notice", Wanted(case=led.case))
    file = scan(led, signer, "acceptance_notice", tmp_path / "1.pdf")
    led.do("2026-03-12", "cases.void_step", reason="材料有误")  # before the day of the print
    reading = read_scans([file], keys=trusted(signer.public_key))
    (filed,) = file_scans(led.clerk, reading, on=TODAY)
    assert filed.reason == "本机构的登记里没有这份文书，或者它的步骤已经撤销"
    led.clerk.store.close()
