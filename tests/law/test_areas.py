"""Divisions: 6, 9 and 12 digits, old codes, names and parents."""

from __future__ import annotations

from pathlib import Path

import pytest

from yb_desktop.base.errors import BadInput
from yb_desktop.law.areas import Level, load_areas
from yb_desktop.law.law import Law


@pytest.mark.parametrize(
    ("code", "resolved"),
    [
        ("532326", "532326"),
        ("532331", "532302"),  # 禄丰县 is 禄丰市 since 2021
        ("532326101", "532326101"),
        ("532331101", "532302101"),
        ("532326101203", "532326101203"),
        ("532326101000", "532326101"),
        ("532326000000", "532326"),
        ("532326000", "532326"),
        ("532300", "532300"),
        ("530000", "530000"),
    ],
)
def test_codes_resolve_to_the_new_code(law: Law, code: str, resolved: str) -> None:
    assert law.areas.resolve(code) == resolved


@pytest.mark.parametrize("code", ["", "5323", "532399", "532326999", "110000", "53232６", "大姚县", "532326101203999"])
def test_an_unknown_code_is_refused(law: Law, code: str) -> None:
    with pytest.raises(BadInput, match="区划代码") as refused:
        law.areas.resolve(code)
    assert refused.value.code == "area-unknown"


def test_names_levels_and_parents(law: Law) -> None:
    areas = law.areas
    assert areas.get("532326").name == "大姚县"
    assert areas.get("532300").display == "楚雄州"
    assert [areas.get(c).level for c in ("530000", "532300", "532326", "532326101", "532326101203")] == list(Level)
    parents = [areas.parent(c) for c in ("532326101203", "532326101", "532326", "532300", "530000")]
    assert [p and p.code for p in parents] == ["532326101", "532326", "532300", "530000", None]
    assert areas.county("532331101201").name == "禄丰市"
    assert areas.prefecture("530302002").name == "曲靖市"
    found = areas.find("大姚县")
    assert found is not None
    assert found.code == "532326"
    assert areas.find("石羊镇") is None, "townships share names; only divisions above them are found by name"


def test_a_prefecture_has_no_county_and_a_province_no_prefecture(law: Law) -> None:
    with pytest.raises(BadInput, match="县级"):
        law.areas.county("532300")
    with pytest.raises(BadInput, match="州市"):
        law.areas.prefecture("530000")


def test_every_county_of_both_prefectures_has_its_townships(law: Law) -> None:
    counties = [area for code in ("532300", "530300") for area in law.areas.within(code)]
    assert len(counties) == 19
    townships = {area.code: law.areas.within(area.code) for area in counties}
    assert min(len(inside) for inside in townships.values()) >= 5
    assert sum(len(inside) for inside in townships.values()) == 240
    assert "石羊镇" in [area.name for area in townships["532326"]]


def test_tables_that_contradict_each_other_are_refused(tmp_path: Path) -> None:
    head = "township_code,township,county_code,county,prefecture_code\n"
    row = "532326101,石羊镇,532326,大姚县,532300\n"
    (tmp_path / "areas.toml").write_text(
        'alias = []\n[[area]]\ncode = "530000"\nname = "云南省"\n[[area]]\ncode = "532300"\nname = "楚雄州"\n', "utf-8"
    )
    table = tmp_path / "townships.csv"
    table.write_text(head + row, "utf-8")
    assert load_areas(tmp_path).get("532326101").name == "石羊镇"
    for wrong in (
        row,
        row.replace("大姚", "大窑"),
        row.replace("532326101", "532327101"),
        row.replace(",532300", ",532900"),
    ):
        table.write_text(head + (row if wrong != row else row + row) + wrong, "utf-8")
        with pytest.raises(ValueError, match="stands"):
            load_areas(tmp_path)
