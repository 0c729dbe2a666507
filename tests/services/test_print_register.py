"""The print register: copies, their voids and reasons, numbers that were taken back, gaps, and batches of papers."""

from __future__ import annotations

from datetime import date
from itertools import accumulate
from pathlib import Path

import pypdfium2
import pytest
from sqlalchemy import delete

from tests.paper.documents.reading import text_of
from tests.services.office import Office
from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.paper.pictures import page_sizes
from yb_desktop.services import papers
from yb_desktop.services.batch_printing import Wish, copies_of, print_apart, print_together, register_copies
from yb_desktop.services.papers import Wanted
from yb_desktop.services.views.print_register import RegisterFilter, RegisterLine, Standing, print_register, years_of
from yb_desktop.store.tables.oversight import documents

DRAFTED = date(2026, 3, 12)


@pytest.fixture
def printed(office: Office) -> Office:
    """An agreement drafted and printed in two copies."""
    office.signing()
    office.do("agreements.draft", DRAFTED)
    office.do("agreements.print", DRAFTED)
    return office


def lines(office: Office, **wanted: object) -> tuple[RegisterLine, ...]:
    chosen = RegisterFilter(year=2026)
    for name, value in wanted.items():
        chosen = RegisterFilter(**{**{n: getattr(chosen, n) for n in chosen.__slots__}, name: value})
    return print_register(office.at("经办员"), chosen).lines


def copies(office: Office) -> list[tuple[int, Standing, str]]:
    return [(one.copy, one.standing, one.why) for one in lines(office, document="agreement")]


def contents_of(file: Path) -> dict[str, int]:
    pdf = pypdfium2.PdfDocument(file)
    named = {item.get_title(): item.get_dest().get_index() for item in pdf.get_toc()}
    pdf.close()
    return named


def void(office: Office, copy: int, reason: str = "盖章错位") -> None:
    office.do("agreements.void_copy", DRAFTED, copy=copy, reason=reason)


def test_every_numbered_paper_and_copy_stands_in_the_register(printed: Office) -> None:
    found = lines(printed)
    titles = {one.title for one in found}
    assert {"受理通知书", "公示名单", "现场核查表", "医疗保障服务协议"} <= titles
    assert copies(printed) == [(1, Standing.HOLDS, ""), (2, Standing.HOLDS, "")]
    notice = next(one for one in found if one.document == "acceptance_notice")
    assert (notice.subject, notice.who, notice.matter, notice.entity) == (
        "金碧镇第一村卫生室",
        "经办员",
        "case",
        printed.case,
    )
    assert all(one.number and one.on for one in found)
    assert years_of(printed.at("经办员")) == (2026,)


def test_an_agreement_not_printed_yet_waits(office: Office) -> None:
    office.signing()
    office.do("agreements.draft", DRAFTED)
    [line] = lines(office, document="agreement")
    assert (line.copy, line.standing) == (0, Standing.WAITS)
    assert not line.can_open


def test_a_voided_copy_keeps_its_number_and_says_why(printed: Office) -> None:
    void(printed, 2)
    printed.do("agreements.print", DRAFTED, copies=1, reason="第2份作废后补印")
    assert copies(printed) == [
        (1, Standing.HOLDS, ""),
        (2, Standing.VOID, "2026-03-12 作废：盖章错位"),
        (3, Standing.HOLDS, "补印：第2份作废后补印"),
    ]
    clerk = printed.at("经办员")
    with pytest.raises(NotAllowed, match="作废") as refusal:
        papers.paper(clerk, "agreement", agreement=printed.agreement, copy=2)
    assert refusal.value.rule == "G3"
    assert papers.paper(clerk, "agreement", agreement=printed.agreement, copy=3).startswith(b"%PDF")


@pytest.mark.parametrize(("copy", "reason", "code"), [(9, "破损", "copy"), (1, "  ", "reason")])
def test_what_is_not_there_or_has_no_reason_is_not_voided(printed: Office, copy: int, reason: str, code: str) -> None:
    before = printed.everything()
    with pytest.raises(BadInput) as refusal:
        void(printed, copy, reason)
    assert refusal.value.code == code
    assert printed.everything() == before


def test_a_copy_is_voided_once(printed: Office) -> None:
    void(printed, 1)
    with pytest.raises(NotAllowed, match="已于2026-03-12作废"):
        void(printed, 1)


def test_with_every_copy_voided_nothing_is_signed(printed: Office) -> None:
    void(printed, 1)
    void(printed, 2)
    with pytest.raises(NotAllowed, match="都已作废") as refusal:
        printed.do("agreements.sign", DRAFTED)
    assert refusal.value.rule == "G3"
    printed.do("agreements.print", DRAFTED, copies=1, reason="补印")
    printed.do("agreements.sign", DRAFTED)
    assert printed.paper().signed == DRAFTED


def test_a_print_taken_back_keeps_its_copy_numbers(printed: Office) -> None:
    printed.both("cases.void_step", DRAFTED, agreement=printed.agreement, reason="打印有误", step="")
    printed.do("agreements.print", DRAFTED, bare=True, copies=1)
    assert copies(printed) == [
        (1, Standing.VOID, "2026-03-12 撤销步骤：打印有误"),
        (2, Standing.VOID, "2026-03-12 撤销步骤：打印有误"),
        (3, Standing.HOLDS, ""),
    ]


def test_a_number_missing_in_its_series_is_listed_with_what_to_think_of_it(made: object, office: Office) -> None:
    del made
    office.signing()
    office.do("agreements.draft", DRAFTED)
    office.do("agreements.draft", DRAFTED)
    with office.desk.store.write() as tx:
        tx.connection.execute(delete(documents).where(documents.c.document == "agreement", documents.c.serial == 1))
    gap = next(one for one in lines(office) if one.standing is Standing.GAP)
    assert gap.number == "532326-2026-0001"
    assert "另一台电脑" in gap.why
    assert gap.on is None


def test_the_register_is_searched_by_words(printed: Office) -> None:
    assert lines(printed, find="第一村 受理通知书")
    assert not lines(printed, find="第一村 不存在")
    assert {one.standing for one in lines(printed, standing=Standing.HOLDS)} == {Standing.HOLDS}


def test_many_papers_go_into_one_file_or_many_and_a_failure_is_named(printed: Office, tmp_path: Path) -> None:
    clerk = printed.at("经办员")
    found = [one for one in lines(printed) if one.can_open and one.matter == "case"]
    items = [
        Wish(one.document, Wanted(case=one.entity, number=one.number), f"{one.title}_{one.number}") for one in found
    ]
    bad = Wish("refusal_notice", Wanted(case=printed.case), "没有的")
    told: list[tuple[int, int]] = []
    out = tmp_path / "一份.pdf"
    one = print_together(clerk, [*items, bad], out, title="一份", progress=lambda *at: told.append(at))
    assert one.papers == len(items)
    assert [left.name for left in one.left] == ["没有的"]
    assert told[-1] == (len(items) + 1, len(items) + 1)
    many = print_apart(clerk, items, tmp_path / "每份")
    assert len(set(many.files)) == len(items)
    begins = [0, *accumulate(len(page_sizes(file.read_bytes())) for file in many.files)]
    assert len(page_sizes(out.read_bytes())) == begins[-1]
    named = contents_of(out)  # every paper has its line there
    assert list(named.values()) == begins[:-1]
    assert all(item.wanted.number in name for item, name in zip(items, named, strict=True))
    nothing = print_together(clerk, [bad], tmp_path / "无.pdf", title="无")
    assert (nothing.files, nothing.papers) == ((), 0)
    assert not (tmp_path / "无.pdf").exists()


def test_the_copies_of_a_round_are_registered_and_written(printed: Office, tmp_path: Path) -> None:
    clerk = printed.at("经办员")
    nothing = register_copies(clerk, [printed.agreement], copies=2, progress=lambda *_at: None)
    assert (nothing.papers, nothing.left) == (0, ())
    void(printed, 1)
    void(printed, 2)
    assert register_copies(clerk, [printed.agreement], copies=2, progress=lambda *_at: None).papers == 1
    items = copies_of(clerk, [printed.agreement])
    assert [one.wanted.copy for one in items] == [3, 4]
    out = print_apart(clerk, items, tmp_path)
    assert "第3份" in text_of(out.files[0].read_bytes())
