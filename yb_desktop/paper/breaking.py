"""Breaks Chinese text into lines: 避头尾, squeezed punctuation, justified lines.

- None of ``NEVER_FIRST`` begins a line and none of ``NEVER_LAST`` ends one. Latin words and figures stay whole, with
  what belongs to a figure (￥ and 第 before it; ℃ ㎡ 年 月 日 元 号 条 after it), and so does a dash of two.
- A day (2026年3月2日) and a document's number (云医保〔2026〕1号) stay whole as well, unless the line before them would
  gape or the width cannot hold them: then they are broken between their parts, never inside a figure.
- Two marks side by side share one blank half. A mark's blank half gives way, at the line's end first, when that brings
  a character in that would otherwise leave the line gaping; nothing ever lies outside the width given.
- All lines but a paragraph's last are stretched to the full width, between characters and never inside a word. A line
  whose gaps would become wider than half a character (one long word on the next line) is left ragged.
- A word longer than a line is broken anywhere; a run of more marks than a line holds too, for want of any right place.
- Between Chinese and Latin a little space is set, small enough that nobody who copies the text copies a blank.
- A line feed in the text begins a new line. U+3000 is a character like any other; blanks (U+0020) at a break vanish.

Widths are in points. Results are kept: the same text in the same measure is broken once in a process.
"""

from __future__ import annotations

import enum
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, groupby

from yb_desktop.paper.fonts import NEAR, Face, UnknownGlyph, found

NEVER_FIRST = frozenset("，。；：、？！》）】〕」』”’％…·")
NEVER_LAST = frozenset("（《【〔「『“‘")
_NOT_FIRST = NEVER_FIRST | frozenset("〉〗,.;:?!)]}%‰")
_NOT_LAST = NEVER_LAST | frozenset("〈〖([{")
_BLANK_RIGHT = frozenset("，。、；：》）】〕」』”’〉〗")  # the right half of the cell is blank
_BLANK_LEFT = NEVER_LAST | frozenset("〈〖")
_AFTER_FIGURE = frozenset("℃㎡㎝㎜㎎㎏°％‰年月日元角分万亿个份项次天号人名家件张页条款章岁期")
_BEFORE_FIGURE = frozenset("￥¥＄$№第")
_IN_DAY = frozenset("年月")  # a figure that follows belongs to the same day
_NUMBER_HEAD = 4  # characters before 〔2026〕 that are the office's sign: 大医保受
_MIXED = 0.08  # of the type size, between Chinese and Latin
_GAPING = 0.2  # of the type size: a gap wider than this is worse than a day on two lines
_RAGGED = 0.5  # of the type size: a gap wider than this is worse than a ragged edge
_EPSILON = 0.01


class Align(enum.Enum):
    """How a paragraph's lines lie in their width. Only ``JUSTIFY`` stretches."""

    JUSTIFY = "justify"
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Measure:
    """Where text goes: type size, advance of a full character, width, indents (all in points) and alignment."""

    size: float
    pitch: float
    width: float
    first: float = 0.0
    left: float = 0.0
    align: Align = Align.JUSTIFY


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """Characters of one font file side by side; ``gaps`` follow each, in thousandths, as the TJ operator wants.

    A run equals itself alone: lines are kept, and looking one up by all its gaps takes longer than setting it.
    """

    face: Face
    text: str
    x: float
    gaps: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its runs (from the left edge of the paragraph's width) and where its last character ends."""

    runs: tuple[Run, ...]
    end: float

    @property
    def text(self) -> str:
        """The characters of the line."""
        return "".join(run.text for run in self.runs)


Styled = tuple[tuple[str, Face], ...]


@lru_cache(maxsize=4096)
def broken(text: Styled, measure: Measure) -> tuple[Line, ...]:
    """Break a paragraph. Raises ``UnknownGlyph`` for characters no font has."""
    lines: list[Line] = []
    for number, part in enumerate(_parts(text)):
        indent = measure.first if number == 0 else 0.0
        lines += _Paragraph(part, measure, measure.left + indent).lines()
    return tuple(lines)


@lru_cache(maxsize=4096)
def natural_width(text: Styled, measure: Measure) -> float:
    """Give the width of a text on one line."""
    paragraph = _Paragraph([(char, face) for part, face in text for char in part], measure, 0.0)
    return paragraph.width(0, len(paragraph.chars)) if paragraph.chars else 0.0


def one_line(text: str, face: Face, size: float, width: float, align: Align = Align.LEFT) -> tuple[Line, float]:
    """Set a short text on one line, smaller where it would not fit; give the line and the size it is set in."""
    natural = natural_width(((text, face),), Measure(size, size, width))
    if natural > width:
        size *= (width - 0.1) / natural
    (line,) = broken(((text, face),), Measure(size, size, width, align=align))
    return line, size


def _parts(text: Styled) -> Iterator[list[tuple[str, Face]]]:
    part: list[tuple[str, Face]] = []
    for some, face in text:
        for char in some:
            if char == "\n":
                yield part
                part = []
            else:
                part.append((char, face))
    yield part


class _Paragraph:
    """The characters of a paragraph with what is known of each before any line is chosen."""

    def __init__(self, part: Sequence[tuple[str, Face]], measure: Measure, first: float) -> None:
        self.measure = measure
        self.first = first
        self.chars = [char for char, _ in part]
        places = [(char, found(char, face)) for char, face in part]
        self.places = [place for _, place in places if place is not None]
        if len(self.places) != len(places):
            missing = [at for at, (_, place) in enumerate(places) if place is None]
            near = "".join(self.chars[max(missing[0] - NEAR, 0) : missing[0] + NEAR + 1])
            raise UnknownGlyph("".join(dict.fromkeys(self.chars[at] for at in missing)), near=near)
        self.full = [measure.pitch if width == 1000 else width * measure.size / 1000 for _, width in self.places]
        self.blank = [measure.pitch / 2 if char in _BLANK_RIGHT else 0.0 for char in self.chars]
        self.pairs = [between(a, b) for a, b in zip(self.chars, self.chars[1:], strict=False)]
        self.parts = [pair.may_break for pair in self.pairs] + [True]
        self.after = [*self._whole_numbers([pair.may_break and not pair.one_part for pair in self.pairs]), True]
        extra = {Gap.PLAIN: 0.0, Gap.MIXED: _MIXED * measure.size, Gap.SHARED: -measure.pitch / 2, Gap.WORD: 0.0}
        self.advances = [width + extra[pair.gap] for width, pair in zip(self.full, self.pairs, strict=False)]
        self.sums = [0.0, *accumulate(self.advances)]
        self.inner = [0.0 if p.gap is Gap.SHARED else blank for blank, p in zip(self.blank, self.pairs, strict=False)]
        self.spare = [0.0, *accumulate(self.inner)]

    def _whole_numbers(self, after: list[bool]) -> list[bool]:
        # The sign before 〔2026〕 belongs to the number.
        at = -1
        for _ in range(self.chars.count("〔")):
            at = self.chars.index("〔", at + 1)
            if self.chars[at + 1 : at + 2] and self.chars[at + 1].isdigit():
                for place in range(at - 2, max(at - _NUMBER_HEAD, 0) - 1, -1):
                    if not _is_han(self.chars[place]):
                        break
                    after[place] = False
        return after

    def width(self, start: int, end: int) -> float:
        """Give the natural width of the characters from ``start`` to before ``end``, all on one line."""
        return self.sums[end - 1] - self.sums[start] + self.full[end - 1]

    def _squeezable(self, start: int, end: int) -> float:
        return self.spare[end - 1] - self.spare[start] + self.blank[end - 1]

    def lines(self) -> Iterator[Line]:
        """Choose the lines, one after the other."""
        start, indent = 0, self.first
        if not self.chars:
            yield Line((), indent)
        while start < len(self.chars):
            room = self.measure.width - indent
            end = self._line_end(start, room)
            shown = end
            while shown > start and self.chars[shown - 1] == " ":
                shown -= 1
            yield self._set(start, shown, indent, last=end == len(self.chars))
            start, indent = end, self.measure.left

    def _line_end(self, start: int, room: float) -> int:
        end = self._right_end(start, room, self.after)
        if end and not self._gapes(start, end, room):
            return end
        return self._right_end(start, room, self.parts) or end or self._emergency_end(start, room)

    def _right_end(self, start: int, room: float, after: Sequence[bool]) -> int:
        # The last right place where all fits, or the first after it where all fits when squeezed; 0 for none.
        fits = squeezed = 0
        for end in range(self._farthest(start, room), start, -1):
            if after[end - 1]:
                over = self._over(start, end, room)
                if over <= 0:
                    fits = end
                    break
                if over <= self._squeezable(start, end):
                    squeezed = end
        if squeezed and (not fits or self._better_squeezed(start, fits, squeezed, room)):
            return squeezed
        return fits

    def _gapes(self, start: int, end: int, room: float) -> bool:
        # Whether a line would be left ragged for want of a nearer place to break.
        slack = -self._over(start, end, room)
        if end == len(self.chars) or slack <= 2 * self.measure.size or self.measure.align is not Align.JUSTIFY:
            return False
        return slack > _GAPING * self.measure.size * len(self._elastic(start, end))

    def _farthest(self, start: int, room: float) -> int:
        # An end that lies beyond what any squeezing could bring in.
        most = bisect_right(self.sums, self.sums[start] + room + 2 * self.measure.pitch, lo=start) + 1
        count = len(self.chars)
        while most < count and self.chars[most] == " ":
            most += 1
        return min(most + 1, count)

    def _emergency_end(self, start: int, room: float) -> int:
        ends = [
            end
            for end in range(self._farthest(start, room), start, -1)
            if self._over(start, end, room) <= self._squeezable(start, end)
        ]
        right = [end for end in ends if end < len(self.chars) and self.pairs[end - 1].may_break_anyhow]
        return (right or ends or [start + 1])[0]

    def _over(self, start: int, end: int, room: float) -> float:
        # Blanks at the end take no room: they vanish at a break.
        last = end
        while last > start + 1 and self.chars[last - 1] == " ":
            last -= 1
        return self.width(start, last) - room - _EPSILON

    def _better_squeezed(self, start: int, fits: int, squeezed: int, room: float) -> bool:
        over = self._over(start, squeezed, room)
        return over <= self.blank[squeezed - 1] or over <= -self._over(start, fits, room)

    def _set(self, start: int, end: int, indent: float, *, last: bool) -> Line:
        if end <= start:
            return Line((), indent)
        steps = [*self.advances[start : end - 1], self.full[end - 1]]
        room = self.measure.width - indent
        slack = room - sum(steps)
        if slack < 0:
            self._squeeze(steps, start, end, -slack)
        elif self.measure.align is Align.JUSTIFY and not last:
            self._stretch(steps, start, end, slack)
        offset = indent
        if self.measure.align in {Align.CENTER, Align.RIGHT} and slack > 0:
            offset += slack / (2 if self.measure.align is Align.CENTER else 1)
        return self._line(start, end, steps, offset)

    def _squeeze(self, steps: list[float], start: int, end: int, over: float) -> None:
        at_end = min(over, self.blank[end - 1])
        steps[-1] -= at_end
        over -= at_end
        inner = self.spare[end - 1] - self.spare[start]
        if over > 0 and inner > 0:
            share = min(1.0, over / inner)
            for at in range(start, end - 1):
                steps[at - start] -= self.inner[at] * share

    def _stretch(self, steps: list[float], start: int, end: int, slack: float) -> None:
        gaps = self._elastic(start, end)
        if gaps and slack / len(gaps) <= _RAGGED * self.measure.size:
            for at in gaps:
                steps[at - start] += slack / len(gaps)

    def _elastic(self, start: int, end: int) -> list[int]:
        # Where a line is stretched: between Chinese characters, and beside Latin only when there are few of those.
        gaps = [at for at in range(start, end - 1) if self.pairs[at].gap is not Gap.WORD]
        plain = [at for at in gaps if self.pairs[at].gap is not Gap.MIXED]
        return plain if len(plain) >= 8 else gaps

    def _line(self, start: int, end: int, steps: Sequence[float], offset: float) -> Line:
        xs = [offset, *accumulate(steps, initial=offset)][1:]
        runs = []
        for face, group in groupby(range(start, end), key=lambda at: self.places[at][0]):
            members = list(group)
            low, high = members[0] - start, members[-1] + 1 - start
            runs.append(
                Run(
                    face,
                    "".join(self.chars[at] for at in members),
                    xs[low],
                    self._gaps(members, xs[low : high + 1]),
                )
            )
        return Line(tuple(runs), xs[-1])

    def _gaps(self, members: Sequence[int], xs: Sequence[float]) -> tuple[int, ...]:
        # What is rounded away at one character is made good at the next.
        scale = self.measure.size / 1000
        gaps, pen = [], xs[0]
        for number, at in enumerate(members):
            pen += self.places[at][1] * scale
            gap = round((pen - xs[number + 1]) / scale)
            pen -= gap * scale
            gaps.append(gap)
        return tuple(gaps)


class Gap(enum.Enum):
    """What lies between two characters."""

    PLAIN = "plain"
    WORD = "word"  # inside a word or figure: never stretched
    MIXED = "mixed"  # between Chinese and Latin
    SHARED = "shared"  # two marks that share one blank half


@dataclass(frozen=True, slots=True)
class Pair:
    """Two characters side by side.

    ``may_break_anyhow``: 避头尾 allows it, though a word may be cut. ``one_part``: a day or a number goes on.
    """

    gap: Gap
    may_break: bool
    may_break_anyhow: bool
    one_part: bool


@lru_cache(maxsize=65_536)
def between(before: str, after: str) -> Pair:
    """Say what lies between two characters."""
    gap = _gap(before, after)
    anyhow = after not in _NOT_FIRST and before not in _NOT_LAST and after != " " and "\u00a0" not in {before, after}
    whole = (
        gap is Gap.WORD
        or before == after == "—"
        or (before in "万亿" and after == "元")
        or (before.isdigit() and after in _AFTER_FIGURE)
        or (before in _BEFORE_FIGURE and after.isdigit())
    )
    one_part = (before in _IN_DAY and after.isdigit()) or (after == "〔" and _is_han(before))
    return Pair(gap, anyhow and not whole, anyhow, one_part)


def _gap(before: str, after: str) -> Gap:
    if (before in _BLANK_RIGHT and after in _BLANK_RIGHT | _BLANK_LEFT) or (
        before in _BLANK_LEFT and after in _BLANK_LEFT
    ):
        return Gap.SHARED
    if (_is_word(before) and _is_word(after)) or _in_brackets(before, after):
        return Gap.WORD
    if (_is_han(before) and _is_word(after)) or (_is_word(before) and _is_han(after)):
        return Gap.MIXED
    return Gap.PLAIN


def _in_brackets(before: str, after: str) -> bool:
    # The year of a document's number: 〔2026〕1号.
    return (before in "〔〕" and after.isdigit()) or (before.isdigit() and after == "〕")


def _is_word(char: str) -> bool:
    return "!" <= char <= "~" or ("\u00c0" <= char < "\u0530")


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or char >= "\U00020000"
