"""The demo's list: it looks like an office's, and an import finds in it exactly what was put there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from yb_desktop.base.errors import WorldError
from yb_desktop.cli.demo_list import DemoList, make_demo_list
from yb_desktop.domain.listing import Faulty, parse_rows
from yb_desktop.domain.listing_matching import Register, Verdict, classify
from yb_desktop.services.sheets import read_sheet

TOWNSHIPS = (
    ("532326101", "金碧镇"),
    ("532326102", "石羊镇"),
    ("532326103", "六苴镇"),
    ("532326104", "龙街镇"),
    ("532326105", "新街镇"),
    ("532326106", "赵家店镇"),
    ("532326107", "三岔河镇"),
    ("532326108", "桂花镇"),
    ("532326204", "昙华乡"),
    ("532326206", "湾碧傣族傈僳族乡"),
    ("532326207", "铁锁乡"),
    ("532326208", "三台乡"),
)
AREAS = {name: code for code, name in TOWNSHIPS}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoList:
    return make_demo_list(tmp_path_factory.mktemp("demo") / "名单.xlsx", townships=TOWNSHIPS, seed=1)


@pytest.mark.parametrize("seed", [1, 2, 77])
def test_an_import_finds_what_was_put_in(tmp_path: Path, seed: int) -> None:
    made = make_demo_list(tmp_path / "a.xlsx", townships=TOWNSHIPS, seed=seed)
    rows = parse_rows(read_sheet(made.path), resolve_area=AREAS.get, home_area="532326", today=date(2026, 3, 1))
    plan = classify(rows, Register(places=("大姚县", *AREAS)))
    assert [plan.count(verdict) for verdict in Verdict] == [
        made.new,
        made.same,
        made.likely,
        made.struck_off,
        made.faulty,
    ]
    assert len(plan.rows) == made.rows
    assert 1350 <= made.rows <= 1450
    assert min(made.same, made.likely, made.struck_off, made.faulty) > 0


def test_the_same_seed_gives_the_same_list(demo: DemoList, tmp_path: Path) -> None:
    first = read_sheet(demo.path)
    assert read_sheet(make_demo_list(tmp_path / "a.xlsx", townships=TOWNSHIPS, seed=1).path) == first
    assert read_sheet(make_demo_list(tmp_path / "b.xlsx", townships=TOWNSHIPS, seed=2).path) != first


def test_it_has_a_title_a_merged_head_and_every_township(demo: DemoList) -> None:
    sheet = read_sheet(demo.path)
    assert sheet.head.rows == (3, 4)
    rows = list(parse_rows(sheet, resolve_area=AREAS.get, home_area="532326", today=date(2026, 3, 1)))
    entries = [row.registration for row in rows if not isinstance(row, Faulty)]
    assert {entry.area for entry in entries} == set(AREAS.values())
    assert len({entry.cls for entry in entries}) >= 10
    assert any("䶮" in entry.principal for entry in entries)
    assert any("𠅤" in entry.principal for entry in entries)


def test_a_folder_that_is_not_there_is_a_broken_world(tmp_path: Path) -> None:
    with pytest.raises(WorldError):
        make_demo_list(tmp_path / "none" / "a.xlsx", townships=TOWNSHIPS, seed=1)
