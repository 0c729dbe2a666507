"""Scans that come back: a heap of worn pages is matched, what is wrong with it is named, and it is filed."""

from __future__ import annotations

import io
import random
import shutil
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from tests.paper.scanned import Wear, as_pdf, saved, worn
from tests.services.office import Make
from tests.services.paper.scans import KEYS, SIGNED, SIGNER, Printed, blotted, drawn, printed, put, two_agreements
from yb_desktop.base.errors import BadInput, Refused
from yb_desktop.domain.agreement import ScanAttached
from yb_desktop.domain.facts import read_fact
from yb_desktop.paper.scans import bound
from yb_desktop.paper.verify import Verdict, verify
from yb_desktop.services.desk import Desk
from yb_desktop.services.paper.check import latest_versions
from yb_desktop.services.paper.likely import likely_places, printed_pages
from yb_desktop.services.paper.scan_filing import file_scans, targets_of
from yb_desktop.services.paper.scanning import Confirmed, Decisions, files_in, heap_of, read_scans

DPI = 200


def labels(copy: Printed, dpi: int = DPI) -> list[tuple[str, Image.Image]]:
    return [(f"{copy.number}/{page}", picture) for page, picture in enumerate(drawn(copy, dpi), 1)]


def scans_of(desk: Desk, agreement: str) -> list[ScanAttached]:
    with desk.store.read() as reader:
        facts = [read_fact(record) for record in reader.records_of(agreement)]
    return [fact for fact in facts if isinstance(fact, ScanAttached)]


@pytest.mark.long
def test_a_heap_of_two_agreements_is_taken_apart_named_and_filed(made: Make, tmp_path: Path) -> None:
    office, one, other = two_agreements(made)
    chance = random.Random(20260302)
    first, second = labels(one), labels(other)
    foreign = ("foreign", Image.new("RGB", first[0][1].size, (255, 255, 255)))
    torn = ("torn", blotted(first[6][1], DPI))
    heap_pages = [*first[:6], *first[7:], second[1], second[8], second[8], torn, foreign]
    chance.shuffle(heap_pages)
    where = put(tmp_path / "扫描", heap_pages, chance, DPI)
    told: list[tuple[int, int]] = []
    reading = read_scans([tmp_path / "扫描"], keys=KEYS, report=lambda done, of: told.append((done, of)))
    assert told[-1] == (len(heap_pages), len(heap_pages))
    assert reading.faults == ()

    matched = {sheet.name: f"{sheet.place.copy.number}/{sheet.place.page}" for sheet in reading.sheets if sheet.place}
    readable = {name: label for name, label in where.items() if label not in {"torn", "foreign"}}
    assert matched == readable

    heap = heap_of(reading)
    assert [(pile.copy.number, pile.missing, pile.doubled) for pile in heap.piles] == [
        (one.number, (7,), ()),
        (other.number, tuple(page for page in range(1, len(second) + 1) if page not in {2, 9}), (9,)),
    ]
    assert sorted(where[reading.sheets[at].name] for at in heap.loose) == ["foreign", "torn"]

    likely = likely_places(reading, heap, printed_pages(office.desk, heap))
    torn_at = next(at for at in heap.loose if where[reading.sheets[at].name] == "torn")
    assert (likely[torn_at].place.copy.number, likely[torn_at].place.page) == (one.number, 7)
    assert list(likely) == [torn_at]  # a white page is like none of them

    clerk = office.at("经办员")
    decided = Decisions().place(torn_at, Confirmed(likely[torn_at].place, likely[torn_at].turn))
    filed = file_scans(clerk, reading, decided, on=SIGNED)
    assert [(done.done, done.reason) for done in filed] == [(True, ""), (False, "缺第1、3、4、5、6、7、8、10、11页")]
    assert scans_of(clerk, other.agreement) == []
    (kept,) = scans_of(clerk, one.agreement)
    assert kept.pages == tuple(range(1, len(first) + 1))
    assert_upright(clerk, kept, blank=7)

    again = file_scans(clerk, reading, decided, on=SIGNED, incomplete=True)
    assert [done.reason for done in again] == ["已经归档过，没有重复归档", ""]
    (rest,) = scans_of(clerk, other.agreement)
    assert rest.pages == (2, 9)


def assert_upright(desk: Desk, kept: ScanAttached, *, blank: int) -> None:
    """The kept PDF has its pages in order, each with its foot at the foot."""
    with desk.store.read() as reader:
        data = reader.blob(kept.sha256)
    assert data is not None
    found = verify(data, keys=KEYS)
    assert [one.printed_page[0] for one in found if one.printed_page] == [page for page in kept.pages if page != blank]
    with pypdfium2.PdfDocument(data) as pdf:
        assert len(pdf) == len(kept.pages)
        for page in pdf:
            width, height = page.get_size()
            assert height > width


@pytest.fixture
def small(made: Make, tmp_path: Path) -> tuple[Desk, Printed, Path]:
    """Give an agreement in force, and a plain scan of its first three pages."""
    office = made()
    office.in_force()
    copy = printed(office)
    file = tmp_path / "甲.pdf"
    file.write_bytes(as_pdf(drawn(copy, DPI)[:3], Wear()))
    return office.at("经办员"), copy, file


def test_pages_of_a_strange_key_and_altered_ones_belong_nowhere(small: tuple[Desk, Printed, Path]) -> None:
    _, _, file = small
    reading = read_scans([file], keys={})
    heap = heap_of(reading)
    assert (heap.piles, heap.loose) == ((), (0, 1, 2))
    assert {sheet.reason for sheet in reading.sheets} == {"签名密钥不在信任清单内，无法核实"}
    # Nor may a person put them anywhere: their codes say something else.
    place = heap_of(read_scans([file], keys=KEYS)).piles[0]
    moved = Decisions().place(0, Confirmed(next(p for p in [read_scans([file], keys=KEYS).sheets[0].place] if p)))
    assert heap_of(reading, moved).piles == ()
    assert place.missing[0] == 4


def test_two_pages_in_one_picture_are_not_guessed(small: tuple[Desk, Printed, Path], tmp_path: Path) -> None:
    _, copy, _ = small
    one, two = drawn(copy, DPI)[:2]
    both = Image.new("RGB", (one.width * 2, one.height), (255, 255, 255))
    both.paste(one, (0, 0))
    both.paste(two, (one.width, 0))
    (tmp_path / "两页.jpg").write_bytes(saved(both, Wear()))
    reading = read_scans([tmp_path / "两页.jpg"], keys=KEYS)
    assert heap_of(reading).piles == ()
    assert "请分开扫描" in reading.sheets[0].reason


def test_an_older_version_is_named_and_not_filed(small: tuple[Desk, Printed, Path]) -> None:
    desk, copy, file = small
    reading = read_scans([file], keys=KEYS, latest=lambda numbers: dict.fromkeys(numbers, 2))
    assert {sheet.verdicts[0].verdict for sheet in reading.sheets} == {Verdict.OLDER_VERSION}
    (filed,) = file_scans(desk, reading, on=SIGNED, incomplete=True)
    assert "旧版" in filed.reason
    assert scans_of(desk, copy.agreement) == []
    asked = read_scans([file], keys=KEYS, latest=lambda numbers: latest_versions(desk, numbers))
    assert {sheet.verdicts[0].verdict for sheet in asked.sheets} == {Verdict.GENUINE}


def test_a_file_changed_after_it_was_read_is_not_filed(small: tuple[Desk, Printed, Path]) -> None:
    desk, copy, file = small
    reading = read_scans([file], keys=KEYS)
    file.write_bytes(file.read_bytes() + b"\n")
    with pytest.raises(Refused) as refused:
        file_scans(desk, reading, on=SIGNED, incomplete=True)
    assert refused.value.code == "scan-changed"
    assert scans_of(desk, copy.agreement) == []


def test_the_same_bytes_for_the_same_scan(small: tuple[Desk, Printed, Path]) -> None:
    desk, copy, file = small
    for _ in range(2):
        file_scans(desk, read_scans([file], keys=KEYS), on=SIGNED, incomplete=True)
    assert len(scans_of(desk, copy.agreement)) == 1
    assert bound(()) == bound(())


def test_a_page_left_out_makes_room_for_its_double(small: tuple[Desk, Printed, Path], tmp_path: Path) -> None:
    _, _, file = small
    shutil.copy(file, tmp_path / "乙.pdf")
    reading = read_scans([file, tmp_path / "乙.pdf"], keys=KEYS)
    (pile,) = heap_of(reading).piles
    assert pile.doubled == (1, 2, 3)
    (less,) = heap_of(reading, Decisions().leave_out(pile.found[0][1][0])).piles
    assert less.doubled == (2, 3)


def test_what_is_not_ours_is_checked_but_not_filed(small: tuple[Desk, Printed, Path], made: Make) -> None:
    _, _, file = small
    stranger = made(area="532322").at("经办员")
    reading = read_scans([file], keys=KEYS)
    (target,) = targets_of(stranger, heap_of(reading)).values()
    assert target.obstacle == "本机构的打印登记里没有这一份"


def test_broken_files_are_named_and_the_others_read(small: tuple[Desk, Printed, Path], tmp_path: Path) -> None:
    _, _, file = small
    (tmp_path / "坏.jpg").write_bytes(b"\xff\xd8\xff nothing")
    (tmp_path / "文字.txt").write_text("不是扫描件", encoding="utf-8")
    reading = read_scans([tmp_path / "坏.jpg", file], keys=KEYS)
    assert [name for name, _ in reading.faults] == ["坏.jpg"]
    assert len(reading.sheets) == 3
    assert SIGNER.public_key


def test_files_come_in_the_order_people_count(tmp_path: Path) -> None:
    for name in ("10.jpg", "2.jpg", "1.JPG", "x.txt"):
        (tmp_path / name).write_bytes(io.BytesIO(b"").getvalue())
    assert [one.name for one in files_in(tmp_path)] == ["1.JPG", "2.jpg", "10.jpg"]


@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_seals_over_the_code(small: tuple[Desk, Printed, Path], tmp_path: Path, dpi: int) -> None:
    _, copy, _ = small
    page = drawn(copy, dpi)[1]
    for at, (grey, turn, skew) in enumerate(((False, 90, 4.5), (True, 180, -3.0))[: 2 if dpi == 200 else 1]):
        wear = Wear(dpi=dpi, grey=grey, turned=turn, skew=skew, noise=15, quality=60, seal=(50, 30))
        (tmp_path / f"{at}.jpg").write_bytes(saved(worn(page, wear, random.Random(at)), wear))
    reading = read_scans(sorted(tmp_path.glob("?.jpg")), keys=KEYS)
    assert [one.place.page if one.place else 0 for one in reading.sheets] == [2] * len(reading.sheets)


def test_nothing_but_scans_is_taken(tmp_path: Path) -> None:
    (tmp_path / "表.xlsx").write_bytes(b"PK\x03\x04")
    reading = read_scans([tmp_path / "表.xlsx"], keys={})
    assert (reading.sheets, len(reading.faults)) == ((), 1)
    with pytest.raises(BadInput):
        verify(b"PK\x03\x04", keys={})
