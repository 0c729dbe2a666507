"""The numbers that Word sets before paragraphs by itself: they stand in no paragraph's text and are worked out here.

A paragraph is numbered by itself or by its style; what a level looks like (第%1条, （%1）) is in ``numbering.xml``. A
number format that cannot be written is refused with the paragraph, so that no article loses its number silently.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from xml.etree.ElementTree import Element

from yb_desktop.base.errors import BadInput
from yb_desktop.domain.agreement_text import chinese_number

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = f"{_W}val"
_DEEPEST = 9
_LETTERS = 26
_CIRCLES = 20
_MOST = 999  # the highest number that is written
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_SILENT = frozenset({"bullet", "none"})


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= _CIRCLES else f"({number})"


def _lettered(number: int) -> str:
    times, place = divmod(number - 1, _LETTERS)
    return chr(ord("a") + place) * (times + 1)


def _roman(number: int) -> str:
    out = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        out += sign * times
    return out


_FORMATS: Mapping[str, Callable[[int], str]] = MappingProxyType(
    {
        "decimal": str,
        "decimalZero": lambda number: f"{number:02d}",
        "decimalFullWidth": lambda number: str(number).translate({ord("0") + at: ord("０") + at for at in range(10)}),
        "decimalEnclosedCircle": _circled,
        "decimalEnclosedCircleChinese": _circled,
        "chineseCounting": chinese_number,
        "chineseCountingThousand": chinese_number,
        "japaneseCounting": chinese_number,
        "taiwaneseCountingThousand": chinese_number,
        "lowerLetter": _lettered,
        "upperLetter": lambda number: _lettered(number).upper(),
        "lowerRoman": _roman,
        "upperRoman": lambda number: _roman(number).upper(),
    }
)


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level counts: from where, in which format, and the text around the number."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    plain: bool = False  # the numbers of the levels above it in plain figures
    restart: int = _DEEPEST  # a paragraph on a level above this one begins its count anew; 0: none does

    def begins_anew(self, after: int) -> bool:
        """Whether its count begins anew after a paragraph on a level above."""
        return after < self.restart


@dataclass(frozen=True, slots=True)
class _Numbered:
    """By which list a paragraph or a style is numbered, and on which level."""

    number: str
    level: int


@dataclass(slots=True)
class Numbering:
    """Gives the numbers of the paragraphs of one file, which are asked for in their order."""

    lists: Mapping[str, str]
    levels: Mapping[str, Mapping[int, _Level]]
    own: Mapping[str, Mapping[int, _Level]]
    styles: Mapping[str, _Numbered]
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def number_of(self, paragraph: Element, place: int) -> str:
        """Give the number before a paragraph, empty for one without; ``place`` counts from 1, for a refusal.

        Raises ``BadInput`` (``text-file``) for a number that cannot be written.
        """
        found = self._numbered(paragraph)
        if found is None or found.number not in self.lists:
            return ""
        kind = self.lists[found.number]
        counts = self._counts.setdefault(kind, {})
        level = self._level(found.number, found.level)
        begins = found.level in self.own.get(found.number, {}) and (found.number, found.level) not in self._begun
        self._begun.add((found.number, found.level))
        counts[found.level] = level.start if begins else counts.get(found.level, level.start - 1) + 1
        for deeper in [one for one in counts if one > found.level]:
            if self._level(found.number, deeper).begins_anew(found.level):
                del counts[deeper]
        return self._written(found, level, counts, place)

    def _numbered(self, paragraph: Element) -> _Numbered | None:
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        by_style = self.styles.get(style.get(_VAL, "")) if style is not None else None
        return _numbered(paragraph.find(f"{_W}pPr/{_W}numPr"), by_style)

    def _level(self, number: str, level: int) -> _Level:
        own = self.own.get(number, {}).get(level)
        return own or self.levels.get(self.lists[number], {}).get(level, _Level())

    def _written(self, found: _Numbered, level: _Level, counts: Mapping[int, int], place: int) -> str:
        if level.format in _SILENT:
            return ""
        out = level.text
        for at in range(_DEEPEST):
            if f"%{at + 1}" in out:
                other = self._level(found.number, at)
                how = "decimal" if level.plain and at != found.level else other.format
                number = counts.get(at, other.start)
                if how not in _FORMATS or number > _MOST:
                    text = f"第{place}段的自动编号（格式{how}）读不出来。请把编号改成手工输入的文字后再装入。"
                    raise BadInput("text-file", text)
                out = out.replace(f"%{at + 1}", _FORMATS[how](number))
        return out


def numbering_of(numbering: Element | None, styles: Element | None) -> Numbering:
    """Read what ``numbering.xml`` and ``styles.xml`` say of numbers; a file may have neither."""
    if numbering is None:
        return Numbering({}, {}, {}, {})
    lists: dict[str, str] = {}
    own: dict[str, dict[int, _Level]] = {}
    levels = {one.get(f"{_W}abstractNumId", ""): dict(_levels(one)) for one in numbering.findall(f"{_W}abstractNum")}
    for one in numbering.findall(f"{_W}num"):
        number, kind = one.get(f"{_W}numId", ""), one.find(f"{_W}abstractNumId")
        lists[number] = kind.get(_VAL, "") if kind is not None else ""
        own[number] = dict(_overrides(one, levels.get(lists[number], {})))
    return Numbering(lists, levels, own, dict(_numbered_styles(styles)) if styles is not None else {})


def _levels(kind: Element) -> Iterator[tuple[int, _Level]]:
    for one in kind.findall(f"{_W}lvl"):
        yield _whole(one.get(f"{_W}ilvl", ""), 0), _level_in(one)


def _level_in(found: Element) -> _Level:
    return _Level(
        start=_whole(_said(found, "start", ""), 1),
        format=_said(found, "numFmt", "decimal"),
        text=_said(found, "lvlText", ""),
        plain=found.find(f"{_W}isLgl") is not None,
        restart=_whole(_said(found, "lvlRestart", ""), _DEEPEST),
    )


def _overrides(number: Element, usual: Mapping[int, _Level]) -> Iterator[tuple[int, _Level]]:
    for one in number.findall(f"{_W}lvlOverride"):
        level, inside = _whole(one.get(f"{_W}ilvl", ""), 0), one.find(f"{_W}lvl")
        base = _level_in(inside) if inside is not None else usual.get(level, _Level())
        start = _whole(_said(one, "startOverride", ""), base.start)
        yield level, replace(base, start=start)


def _numbered_styles(styles: Element) -> Iterator[tuple[str, _Numbered]]:
    every = {one.get(f"{_W}styleId", ""): one for one in styles.iter(f"{_W}style")}
    for name in every:
        seen: set[str] = set()
        at, found = name, None
        while at in every and at not in seen and found is None:
            seen.add(at)
            found = _numbered(every[at].find(f"{_W}pPr/{_W}numPr"), None)
            at = _said(every[at], "basedOn", "")
        if found is not None:
            yield name, found


def _numbered(said: Element | None, by_style: _Numbered | None) -> _Numbered | None:
    if said is None:
        return by_style
    number = _said(said, "numId", by_style.number if by_style else "")
    level = _whole(_said(said, "ilvl", ""), by_style.level if by_style else 0)
    return _Numbered(number, level) if number not in {"", "0"} else None


def _whole(said: str, otherwise: int) -> int:
    return int(said) if said.isascii() and said.isdigit() and len(said) < _DEEPEST else otherwise


def _said(found: Element, tag: str, otherwise: str) -> str:
    inner = found.find(f"{_W}{tag}")
    return inner.get(_VAL, otherwise) if inner is not None else otherwise
