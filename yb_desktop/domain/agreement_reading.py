"""An office's own agreement text out of plain paragraphs: chapters, articles, points, annexes, and blanks in braces.

第…章 begins a chapter, 第…条 an article, （一） a point of it, 附件 an annex; a heading level that the writing program
gave counts as well. What stands before the first chapter is the preamble; the lines for signatures are the program's
own. A blank is named by its label or its id: ``{甲方名称}``. Every fault is one sentence that names its paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from msgspec.structs import replace

from yb_desktop.domain.agreement_text import AgreementText, Chapter, Clause, chinese_number, faults_of
from yb_desktop.law.catalogue import LOCAL

CHAPTER, ARTICLE, POINT = 1, 2, 3
_NUMERAL = r"[零〇一二三四五六七八九十百\d]+"
_CHAPTER = re.compile(rf"第({_NUMERAL})章[\s　:：]*(.*)")
_ARTICLE = re.compile(rf"第({_NUMERAL})条[\s　:：]*(.*)")
_POINT = re.compile(rf"[（(]({_NUMERAL})[)）][\s　]*(.*)")
_ANNEX = re.compile(r"附件\s*[\d一二三四五六七八九十]*[\s　:：.．、]*(.*)")
_LINE = re.compile(r"\d+[.．、]\s*(.*)")
_SIGNATURE = re.compile(r"[甲乙]方\s*[（(](盖章|签章|公章|签字|印章)")
_FIELD = re.compile(r"\{([^{}]*)\}")
_WIDE = str.maketrans("｛｝", "{}")
_BASIS = (LOCAL,)

MUST_HAVE = ("agreement_number", "party_a_name", "party_b_name", "starts", "ends")
"""The blanks without which no agreement can be told from another."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: its number in the file, from 1, its text, and its heading level (0: none)."""

    place: int
    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class TextReading:
    """What came of a file: the text where it can be used, what is wrong, and what to look at; sentences for people."""

    text: AgreementText | None
    faults: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Clause:
    text: str
    points: list[str] = field(default_factory=list)
    more: list[str] = field(default_factory=list)

    def made(self) -> Clause:
        return Clause(text=self.text, basis=_BASIS, points=tuple(self.points), more=tuple(self.more))


@dataclass(slots=True)
class _Chapter:
    title: str
    clauses: list[_Clause] = field(default_factory=list)

    def made(self) -> Chapter:
        return Chapter(self.title, tuple(one.made() for one in self.clauses))


def read_paragraphs(lines: Sequence[Line], base: AgreementText) -> TextReading:
    """Read a text that is to stand in the place of ``base``; the blanks it may use are those of ``base``."""
    reader = _Reader(base)
    for line in lines:
        text = line.text.translate(_WIDE).strip("　 \t")
        if text:
            reader.take(replace_fields(text, line.place, base, reader.faults), line)
    return reader.reading()


def check_text(text: AgreementText, base: AgreementText) -> TextReading:
    """Check a text that came as a form file, in the place of ``base``."""
    faults = [] if text.id == base.id else [f"文件写的是“{text.id}”的文本，这里要装入的是“{base.id}”。"]
    faults += [f"{fault}。" for fault in faults_of(text)]
    return _judged(text, base, faults)


def replace_fields(text: str, place: int, base: AgreementText, faults: list[str]) -> str:
    """Write blanks by their ids; what is no blank of ``base`` is added to ``faults``."""
    if text.count("{") != text.count("}") or len(_FIELD.findall(text)) != text.count("{"):
        faults.append(f"第{place}段的花括号不成对：“{text[:20]}…”。每个空白项写成{{名称}}。")
        return text
    ids = {blank.label: blank.id for blank in base.blank} | {blank.id: blank.id for blank in base.blank}

    def named(found: re.Match[str]) -> str:
        name = found.group(1).strip()
        if name in ids:
            return f"{{{ids[name]}}}"
        near = get_close_matches(name, ids, n=1, cutoff=0.4)
        hint = f"是不是{{{near[0]}}}？" if near else ""
        faults.append(f"第{place}段的{{{name}}}不是这种协议的空白项。{hint}")
        return found.group(0)

    return _FIELD.sub(named, text)


class _Reader:
    def __init__(self, base: AgreementText) -> None:
        self._base = base
        self.faults: list[str] = []
        self._title = ""
        self._preamble: list[_Clause] = []
        self._chapters: list[_Chapter] = []
        self._annexes: list[_Chapter] = []
        self._articles = 0
        self._signed = False

    def take(self, text: str, line: Line) -> None:
        if not self._title:
            self._title = text
        elif found := _ANNEX.fullmatch(text) if len(text) <= 40 else None:
            self._annexes.append(_Chapter(found.group(1) or text))
        elif self._annexes:
            self._in_annex(text)
        elif _SIGNATURE.match(text):
            self._signed = True
        elif not self._signed:
            self._in_body(text, line)

    def _in_body(self, text: str, line: Line) -> None:
        for pattern, level, take in (
            (_CHAPTER, CHAPTER, self._chapter),
            (_ARTICLE, ARTICLE, self._article),
            (_POINT, POINT, self._point),
        ):
            found = pattern.fullmatch(text)
            if found is not None:
                take(found.group(2), found.group(1), line)
                return
            if line.level == level and not any(one.fullmatch(text) for one in (_CHAPTER, _ARTICLE, _POINT)):
                take(text, "", line)
                return
        self._plain(text, line)

    def _plain(self, text: str, line: Line) -> None:
        if not self._chapters:
            self._preamble.append(_Clause(text))
        elif not self._chapters[-1].clauses:
            self.faults.append(f"第{line.place}段在“{self._chapters[-1].title}”一章的第一条之前，请写成“第…条”。")
        elif not (clause := self._chapters[-1].clauses[-1]).text:
            clause.text = text  # the number stands on a line of its own
        else:
            clause.more.append(text)

    def _chapter(self, title: str, number: str, line: Line) -> None:
        self._in_turn(number, len(self._chapters) + 1, "章", line)
        self._chapters.append(_Chapter(title))
        if not title:
            self.faults.append(f"第{line.place}段的一章没有标题，请写成“第…章　标题”。")

    def _article(self, text: str, number: str, line: Line) -> None:
        self._articles += 1
        self._in_turn(number, self._articles, "条", line)
        if not self._chapters:
            self.faults.append(f"第{line.place}段是一条，前面还没有“第一章”。请先分章。")
            self._chapters.append(_Chapter("总则"))
        self._chapters[-1].clauses.append(_Clause(text))

    def _point(self, text: str, number: str, line: Line) -> None:
        clause = self._chapters[-1].clauses[-1] if self._chapters and self._chapters[-1].clauses else None
        if clause is None:
            self.faults.append(f"第{line.place}段是一项，前面还没有“第…条”。")
        elif clause.more:
            self.faults.append(f"第{line.place}段的一项前面隔了一段没有编号的文字，请移到各项之后。")
        else:
            self._in_turn(number, len(clause.points) + 1, "项", line)
            clause.points.append(text)

    def _in_turn(self, number: str, wanted: int, what: str, line: Line) -> None:
        if number and number not in {str(wanted), chinese_number(wanted)}:
            said = chinese_number(wanted)
            self.faults.append(f"第{line.place}段的编号是“{number}”，按顺序应为第{said}{what}；打印时按顺序重新编号。")

    def _in_annex(self, text: str) -> None:
        found = _LINE.fullmatch(text)
        self._annexes[-1].clauses.append(_Clause(found.group(1) if found else text))

    def reading(self) -> TextReading:
        if not self._articles:
            self.faults.append("文件里没有一条“第…条”。协议文本要分章分条：第一章、第一条、（一）。")
            return TextReading(None, tuple(self.faults))
        empty = [one.title for one in (*self._chapters, *self._annexes) if not one.clauses]
        self.faults += [f"“{title}”下面没有内容。" for title in empty]
        titles = (self._title, *(one.title for one in (*self._chapters, *self._annexes)))
        self.faults += [f"标题“{title}”里不能有空白项，请写在正文里。" for title in titles if "{" in title]
        bare = [clause for one in self._chapters for clause in one.clauses if not clause.text]
        self.faults += ["有一条只有编号，没有内容。"] * bool(bare)
        chapters = tuple(one.made() for one in self._chapters)
        annexes = tuple(one.made() for one in self._annexes)
        preamble = tuple(one.made() for one in self._preamble)
        used = set(_used((*preamble, *(clause for one in (*chapters, *annexes) for clause in one.clause))))
        text = replace(
            self._base,
            title=self._title,
            note="本单位装入的文本。",
            blank=tuple(blank for blank in self._base.blank if blank.id in used),
            preamble=preamble,
            chapter=chapters,
            annex=annexes,
        )
        return _judged(text, self._base, self.faults)


def _used(clauses: Sequence[Clause]) -> Iterator[str]:
    for clause in clauses:
        for part in (clause.text, *clause.points, *clause.more):
            yield from _FIELD.findall(part)


def _judged(text: AgreementText, base: AgreementText, faults: Sequence[str]) -> TextReading:
    """Add what is missing: a fault where an agreement cannot do without it, else a note."""
    labels: Mapping[str, str] = {blank.id: blank.label for blank in base.blank}
    has = {blank.id for blank in text.blank}
    missing = [f"缺少空白项{{{labels[name]}}}：没有它，打印的协议就不完整。" for name in MUST_HAVE if name not in has]
    left = [label for name, label in labels.items() if name not in has and name not in MUST_HAVE]
    notes = [f"文中没有用到的空白项：{'、'.join(left)}。拟制时不再填写，打印的协议上也没有。"] if left else []
    found = (*dict.fromkeys((*faults, *missing)),)
    return TextReading(None if found else text, found, tuple(notes))
