"""Which rows of a list the register already knows: new, same, likely the same, struck off (S5, J6).

What counts, from strong to weak: the same uscc at the same site; the same licence number; a near-same name in the same
township. A name is near-same when `near_name` makes the same text of both, so every comparison is one look into a table
and the whole list costs one pass. Rows of the same file are compared with each other in the same way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from yb_desktop.domain.institution import Registration
from yb_desktop.domain.listing import Faulty, ListRow

_MARKS = re.compile(r"[\s()\[\]【】〔〕《》<>\"'“”‘’·.,，。、:：;；_\-—]+")
_ABOVE = re.compile(r"^(云南省?|楚雄彝族自治州|楚雄州|曲靖市)")
_COMPANY = re.compile(r"有限责任公司|股份有限公司|有限公司|分公司|公司|个体工商户")
_SAME_WORDS = (("大药房", "药店"), ("大药店", "药店"), ("药房", "药店"), ("村民委员会", "村"), ("村委会", "村"))
_UNKNOWN = "登记簿中没有"


class Verdict(StrEnum):
    """What becomes of a row; the values are those of ``import --json``."""

    NEW = "new"
    SAME = "same"
    LIKELY = "likely"
    STRUCK_OFF = "struck_off"
    FAULTY = "faulty"


@dataclass(frozen=True, slots=True)
class Known:
    """An institution already in the register; ``struck_off`` says why it must not be taken in again (J6)."""

    id: str
    name: str
    area: str
    uscc: str = ""
    licence_number: str = ""
    address: str = ""
    struck_off: str | None = None

    @classmethod
    def of(cls, entity: str, registration: Registration, struck_off: str | None = None) -> Known:
        """Take what matters from a registration."""
        licence = registration.licence.number if registration.licence else ""
        r = registration
        return cls(entity, r.name, r.area, r.uscc, licence, r.address, struck_off)


@dataclass(frozen=True, slots=True)
class Sorted:
    """A row with its verdict; ``match`` is the id of the entry in the register, ``match_row`` the row of this file."""

    verdict: Verdict
    row: int
    name: str
    reason: str
    entry: ListRow | None = None
    match: str | None = None
    match_row: int | None = None


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Every row of a list with its verdict, in the order of the list; nothing is written yet."""

    rows: tuple[Sorted, ...]

    def of(self, verdict: Verdict) -> tuple[Sorted, ...]:
        """Give the rows with one verdict."""
        return tuple(row for row in self.rows if row.verdict is verdict)

    def count(self, verdict: Verdict) -> int:
        """Count the rows with one verdict."""
        return sum(row.verdict is verdict for row in self.rows)


class Register:
    """What the register knows, as look-ups: by uscc, by licence number, by near-same name in a township."""

    def __init__(self, known: Iterable[Known] = (), *, places: Iterable[str] = ()) -> None:
        """Build the look-ups. ``places`` are names of counties and townships that names may begin with or leave out."""
        self.places = tuple(places)
        self._place_words = _place_words(self.places)
        self._uscc: dict[str, list[Known]] = {}
        self._licence: dict[str, Known] = {}
        self._name: dict[tuple[str, str], Known] = {}
        for entry in known:
            self.add(entry)

    def add(self, entry: Known) -> None:
        """Take in one more entry; the first of several with the same licence or name stays."""
        if entry.uscc:
            self._uscc.setdefault(entry.uscc, []).append(entry)
        if entry.licence_number:
            self._licence.setdefault(entry.licence_number, entry)
        self._name.setdefault((entry.area, self.near_name(entry.name)), entry)

    def near_name(self, name: str) -> str:
        """Bring a name into the form in which near-same names are equal.

        Half width, no brackets or blanks; province, prefecture, county and township taken from the front; company forms
        dropped; 大药房, 药房 and 药店 alike. What would be left empty stays as it was.
        """
        plain = _COMPANY.sub("", _MARKS.sub("", unicodedata.normalize("NFKC", name)).lower())
        rest, before = plain, ""
        while rest != before:
            before = rest
            rest = _ABOVE.sub("", rest)
            rest = next((rest.removeprefix(p) for p in self._place_words if rest.startswith(p)), rest)
        for word, same in _SAME_WORDS:
            rest = rest.replace(word, same)
        return rest or plain

    def find(self, entry: Known) -> tuple[Verdict, str, Known | None]:
        """Say whether an entry is new, the same or likely the same as a known one, and why."""
        at_code = self._uscc.get(entry.uscc, []) if entry.uscc else []
        for known in at_code:
            if self._same_site(entry, known):
                alike = self.near_name(known.name) == self.near_name(entry.name)
                reason = "统一社会信用代码和地址都相同" + ("" if alike else f"，但名称不同（{known.name}）")
                return (Verdict.SAME if alike else Verdict.LIKELY), reason, known
        if entry.licence_number and (known_licence := self._licence.get(entry.licence_number)):
            alike = self.near_name(known_licence.name) == self.near_name(entry.name)
            reason = "许可证号相同" + ("" if alike else f"，但名称不同（{known_licence.name}）")
            return (Verdict.SAME if alike else Verdict.LIKELY), reason, known_licence
        if near := self._name.get((entry.area, self.near_name(entry.name))):
            return Verdict.LIKELY, f"同一乡镇有名称相近的机构（{near.name}），许可证号或信用代码不同", near
        if at_code:
            return Verdict.NEW, f"与“{at_code[0].name}”信用代码相同、执业地点不同，作为另一处登记", None
        return Verdict.NEW, _UNKNOWN, None

    def _same_site(self, entry: Known, known: Known) -> bool:
        """One code may own several sites: the same address in the same area, or the same name where one has none."""
        if entry.area != known.area:
            return False
        if entry.address and known.address:
            return _site(entry.address) == _site(known.address)
        return self.near_name(entry.name) == self.near_name(known.name)


def classify(rows: Iterable[ListRow | Faulty], register: Register) -> ImportPlan:
    """Give each row its verdict against the register and against the rows above it (J6, S5).

    ``register`` is not changed. Only new and likely rows count for the comparison within the file.
    """
    above = Register(places=register.places)
    plan: list[Sorted] = []
    for row in rows:
        verdict = _verdict(row, register, above)
        plan.append(verdict)
        if isinstance(row, ListRow) and verdict.verdict in {Verdict.NEW, Verdict.LIKELY}:
            above.add(Known.of(str(row.row), row.registration))
    return ImportPlan(tuple(plan))


def _verdict(row: ListRow | Faulty, register: Register, above: Register) -> Sorted:
    if isinstance(row, Faulty):
        return Sorted(Verdict.FAULTY, row.row, row.name, row.reason)
    name = row.registration.name
    if row.struck_off:
        return Sorted(Verdict.STRUCK_OFF, row.row, name, row.struck_off, row)
    entry = Known.of("", row.registration)
    verdict, reason, known = register.find(entry)
    if known is not None:
        if known.struck_off:
            text = f"登记簿中的“{known.name}”{known.struck_off}（J6）。"
            return Sorted(Verdict.STRUCK_OFF, row.row, name, text, row, match=known.id)
        return Sorted(verdict, row.row, name, reason + "。", row, match=known.id)
    in_file, its_reason, twin = above.find(entry)
    if twin is not None:
        text = f"与本文件第{twin.id}行{'重复' if in_file is Verdict.SAME else '近似'}：{its_reason}。"
        return Sorted(in_file, row.row, name, text, row, match_row=int(twin.id))
    return Sorted(Verdict.NEW, row.row, name, (its_reason if reason == _UNKNOWN else reason) + "。", row)


def _site(address: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKC", address))


def _place_words(places: Iterable[str]) -> tuple[str, ...]:
    """Give the place names and their short forms (石羊镇: 石羊), the longest first."""
    words: set[str] = set()
    for place in places:
        words.add(place)
        short = re.sub(r"(街道|[省州市县区镇乡])$", "", place)
        if len(short) >= 2:
            words.add(short)
    return tuple(sorted(words, key=lambda word: (-len(word), word)))
