"""Administrative divisions: codes, names, parents and old codes (行政区划).

Codes have 6 digits (province, prefecture, county), 9 (township) or 12 (village). A 12-digit code lies in the township
of its first nine digits. Old codes are aliases: what comes in is resolved, what is kept is the new code.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import msgspec

from yb_desktop.base.errors import BadInput


class Level(StrEnum):
    """The level of a division."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"


@dataclass(frozen=True, slots=True)
class Area:
    """One division. ``code`` is the new code, ``parent`` the code of the division it lies in (empty for a province)."""

    code: str
    name: str
    level: Level
    parent: str
    short: str = ""

    @property
    def display(self) -> str:
        """The name as offices say it."""
        return self.short or self.name


class _Named(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: str
    name: str
    short: str = ""


class _Alias(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    old: str
    new: str
    note: str


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    area: tuple[_Named, ...]
    alias: tuple[_Alias, ...]


class Areas:
    """All divisions the program knows."""

    def __init__(self, areas: Iterable[Area], aliases: Mapping[str, str]) -> None:
        """Take the divisions, and old 6-digit codes with the new ones they mean."""
        self._areas = {area.code: area for area in areas}
        self._aliases = dict(aliases)
        self._children: dict[str, list[Area]] = {}
        for area in self._areas.values():
            self._children.setdefault(area.parent, []).append(area)
        self._resolved: dict[str, str] = {}

    def changed(self, areas: Iterable[Area], aliases: Mapping[str, str]) -> Areas:
        """Give the divisions with new or renamed ones, and codes that others took the place of.

        Raises ``ValueError`` where a division would lie in none, or a code mean none.
        """
        known = {**self._areas, **{area.code: area for area in areas}}
        for old in aliases:
            known.pop(old, None)
        meant = {old: aliases.get(new, new) for old, new in {**self._aliases, **aliases}.items()}
        for area in known.values():
            if area.parent and area.parent not in known:
                raise ValueError(f"区划{area.code}（{area.name}）没有上级{area.parent}")
        for old, new in meant.items():
            if new not in known or len(old) != len(new):
                raise ValueError(f"代码{old}改为{new}，而没有区划{new}")
        return Areas(known.values(), meant)

    def resolve(self, code: str) -> str:
        """Give the new code for a code of 6, 9 or 12 digits. Raises ``BadInput`` (``area-unknown``)."""
        found = self._resolved.get(code)
        if found is None:
            found = self._resolved[code] = self._resolve(code)
        return found

    def get(self, code: str) -> Area:
        """Give the division of a code; a 12-digit code gives a village in its township. Raises ``BadInput``."""
        resolved = self.resolve(code)
        if len(resolved) == 12:
            return Area(resolved, self._areas[resolved[:9]].name, Level.VILLAGE, resolved[:9])
        return self._areas[resolved]

    def find(self, name: str) -> Area | None:
        """Find the one division above the township with that name or short name (大姚县, 楚雄州)."""
        hits = [a for a in self._areas.values() if len(a.code) == 6 and name in (a.name, a.short) and name]
        return hits[0] if len(hits) == 1 else None

    def parent(self, code: str) -> Area | None:
        """Give the division a code lies in: 532326 → 532300, 532326101 → 532326; ``None`` above the province."""
        parent = self.get(code).parent
        return self._areas[parent] if parent else None

    def county(self, code: str) -> Area:
        """Give the county of a county, township or village code. Raises ``BadInput`` for a code above the county."""
        area = self._areas[self.resolve(code)[:6]]
        if area.level is not Level.COUNTY:
            raise BadInput("area-level", f"“{area.name}”（{code}）不是县级区划，请填写县市区、乡镇或村的代码。")
        return area

    def prefecture(self, code: str) -> Area:
        """Give the prefecture of a code (its pooling area, 统筹地区). Raises ``BadInput`` for a province."""
        prefecture = self._areas.get(self.resolve(code)[:4] + "00")
        if prefecture is None or prefecture.level is not Level.PREFECTURE:
            raise BadInput("area-level", f"区划代码{code}不属于任何州市，请填写州市、县市区、乡镇或村的代码。")
        return prefecture

    def lies_in(self, code: str, whole: str) -> bool:
        """Say whether a division is ``whole`` or lies anywhere inside it: 532326101 lies in 532326 and in 532300."""
        outer = self.get(whole)
        lengths = {Level.PROVINCE: 2, Level.PREFECTURE: 4}
        return self.resolve(code).startswith(outer.code[: lengths.get(outer.level, len(outer.code))])

    def within(self, code: str) -> tuple[Area, ...]:
        """Give the divisions directly inside (townships of a county, counties of a prefecture), by code."""
        return tuple(sorted(self._children.get(self.resolve(code), ()), key=lambda area: area.code))

    def _resolve(self, code: str) -> str:
        if code.isascii() and code.isdigit() and len(code) in (6, 9, 12):
            head = self._aliases.get(code[:6], code[:6])
            new = head + code[6:]
            new = self._aliases.get(new[:9], new[:9]) + new[9:]
            if new in self._areas:
                return new
            if len(new) == 12 and new[:9] in self._areas:
                return new[:9] if new.endswith("000") else new
            if set(new[6:]) <= {"0"} and head in self._areas:
                return head
        raise BadInput("area-unknown", f"不认识区划代码“{code[:20]}”，请填写楚雄州或曲靖市范围内的6、9或12位代码。")


def load_areas(folder: Path) -> Areas:
    """Read ``areas.toml`` and ``townships.csv``. Raises ``ValueError`` where they contradict each other."""
    table = msgspec.toml.decode((folder / "areas.toml").read_bytes(), type=_Table)
    areas = {named.code: area_at(named.code, named.name, named.short) for named in table.area}
    with (folder / "townships.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            county = Area(row["county_code"], row["county"], Level.COUNTY, row["prefecture_code"])
            if areas.setdefault(county.code, county) != county or county.parent not in areas:
                raise ValueError(f"county {county.code} stands in two ways, or in no prefecture")
            code = row["township_code"]
            if code in areas or code[:6] != county.code:
                raise ValueError(f"township {code} stands twice, or in another county")
            areas[code] = Area(code, row["township"], Level.TOWNSHIP, county.code)
    aliases = {alias.old: alias.new for alias in table.alias}
    if not set(aliases.values()) <= areas.keys() or aliases.keys() & areas.keys():
        raise ValueError("an alias means no area, or hides one")
    return Areas(areas.values(), aliases)


def area_at(code: str, name: str, short: str = "") -> Area:
    """Give a division of 6 or 9 digits: its code says what it is and where it lies."""
    if len(code) == 9:
        return Area(code, name, Level.TOWNSHIP, code[:6], short)
    if not code.endswith("00"):
        return Area(code, name, Level.COUNTY, code[:4] + "00", short)
    level = Level.PROVINCE if code.endswith("0000") else Level.PREFECTURE
    return Area(code, name, level, "" if level is Level.PROVINCE else code[:2] + "0000", short)
