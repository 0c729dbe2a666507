"""The rule catalogue as data: documents, rules, bases; read strictly, refused as a whole when one row does not hold.

A rule (条) has bases: the articles it rests on. A figure belongs to a basis; dates and areas belong to the document.
A basis ``"local"`` is the program's own default (本地默认，非文件规定) and fills a gap only: it never stands beside a
figure of a document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path

import msgspec

from yb_desktop.base.errors import BadInput

LOCAL = "local"
LOCAL_TEXT = "本地默认，非文件规定"
NO_BASIS_TEXT = "本地区无规定"
WORDS_LIMIT = 20
CHAPTERS = ("T", "J", "A", "E", "G", "B", "C", "S")

_SOURCE = re.compile(r"([A-Z]+\d*)-\d+(\(\d+\)\d*)?")


class Kind(StrEnum):
    """The kind of institution a rule binds."""

    MEDICAL = "medical"
    PHARMACY = "pharmacy"


BOTH_KINDS = (Kind.MEDICAL, Kind.PHARMACY)


class RuleKind(StrEnum):
    """What sort of rule a row is."""

    DEADLINE = "deadline"
    THRESHOLD = "threshold"
    BAR = "bar"
    DUTY = "duty"
    LIST = "list"
    CONVENTION = "convention"
    LOCAL = "local"


class Count(StrEnum):
    """How a period is counted (T1 to T6)."""

    ACT = "act"  # within which someone must act: T1, T4, rolls by T5
    WAIT = "wait"  # a bar or a wait: lasts to the end of the corresponding day
    AGE = "age"  # a minimum age: reached on the corresponding day
    TERM = "term"  # ends on the day before the corresponding day
    BEFORE = "before"  # at least so long before the given day: T6
    WINDOW = "window"  # within so long before the given day, up to that day


class Unit(StrEnum):
    """What a figure counts."""

    WORKING_DAYS = "working_days"
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"
    PERSONS = "persons"
    BEDS = "beds"
    TIMES = "times"
    FEN = "fen"

    @property
    def text(self) -> str:
        """The unit after a number, as the office says it."""
        return _UNIT_TEXTS[self]

    @property
    def is_time(self) -> bool:
        """Say whether the unit measures time."""
        return self in _TIME_UNITS


_UNIT_TEXTS = {
    Unit.WORKING_DAYS: "个工作日",
    Unit.DAYS: "日",
    Unit.MONTHS: "个月",
    Unit.YEARS: "年",
    Unit.PERSONS: "人",
    Unit.BEDS: "张床位",
    Unit.TIMES: "次",
    Unit.FEN: "元",
}
_TIME_UNITS = frozenset({Unit.WORKING_DAYS, Unit.DAYS, Unit.MONTHS, Unit.YEARS})


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A row from a shipped file: nothing unknown, nothing changeable."""


class Rank(StrEnum):
    """Who made a document."""

    NATIONAL = "national"
    PROVINCE = "province"
    PREFECTURE = "prefecture"


class Document(_Strict, frozen=True, kw_only=True):
    """A document: what it is, whom it binds, and from when to when.

    ``from_note`` marks a date that is provisional; ``articles`` is false where the text has numbered points and no 条.
    """

    code: str
    number: str
    title: str
    rank: Rank
    area: str
    in_force_from: date = msgspec.field(name="from")
    ends: date | None = None
    kinds: tuple[Kind, ...] = BOTH_KINDS
    from_note: str = ""
    articles: bool = True

    def covers(self, area: str) -> bool:
        """Say whether the document binds an area."""
        return area.startswith(self.area)

    def in_force(self, on: date) -> bool:
        """Say whether the document is in force on a day."""
        return self.in_force_from <= on and (self.ends is None or on <= self.ends)


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time and how it is counted."""

    value: int
    unit: Unit
    count: Count


class Basis(_Strict, frozen=True, kw_only=True):
    """An article a rule rests on, with its figure if it has one.

    ``part`` tells figures of one rule apart; ``count`` overrides the rule's; ``under`` names the article whose gap a
    local default fills, so that the default stands only where that article is in force.
    """

    source: str
    kinds: tuple[Kind, ...] = BOTH_KINDS
    value: int | None = None
    unit: Unit | None = None
    words: str = ""
    part: str = ""
    count: Count | None = None
    under: str = ""

    def period(self, rule: Rule) -> Period | None:
        """Give the figure as a period to be counted, if it is one."""
        count = self.count or rule.count
        if count is None or self.value is None or self.unit is None or not self.unit.is_time:
            return None
        return Period(self.value, self.unit, count)

    @property
    def document(self) -> str:
        """The code of the document, empty for a local default."""
        return _document_code(self.source)

    @property
    def is_local(self) -> bool:
        """Say whether this is the program's (or the office's) own value."""
        return self.source == LOCAL


class Rule(_Strict, frozen=True, kw_only=True):
    """One row of the catalogue. ``part`` is the part meant when none is named; ``reason`` says why a rule is manual."""

    id: str
    title: str
    kind: RuleKind
    count: Count | None = None
    part: str = ""
    manual: bool = False
    reason: str = ""
    basis: tuple[Basis, ...] = ()

    @property
    def chapter(self) -> str:
        """The letter of the chapter."""
        return self.id[0]

    def figures(self, part: str = "") -> tuple[Basis, ...]:
        """Give the bases with a figure, those of one part if it is named (or is the rule's default)."""
        wanted = part or self.part
        return tuple(b for b in self.basis if b.value is not None and (not wanted or b.part == wanted))

    def parts(self) -> tuple[str, ...]:
        """Give the names of the parts that have figures, in order."""
        return tuple(dict.fromkeys(b.part for b in self.basis if b.value is not None and b.part))


class _Chapter(_Strict, frozen=True, kw_only=True):
    rule: tuple[Rule, ...]


class _Documents(_Strict, frozen=True, kw_only=True):
    document: tuple[Document, ...]


@dataclass(frozen=True)
class Catalogue:
    """All documents and rules, checked. Raises ``ValueError`` when made of rows that do not hold."""

    documents: tuple[Document, ...]
    rules: tuple[Rule, ...]

    def __post_init__(self) -> None:
        """Check every row; the problems are named together."""
        problems = [text for rule in self.rules for text in _problems(rule, self.by_code)]
        for name, ids in (("document", [d.code for d in self.documents]), ("rule", [r.id for r in self.rules])):
            problems += [f"{name} {one} stands twice" for one in {i for i in ids if ids.count(i) > 1}]
        if problems:
            raise ValueError("the catalogue does not hold: " + "; ".join(problems))

    @cached_property
    def by_code(self) -> Mapping[str, Document]:
        """The documents by code."""
        return {document.code: document for document in self.documents}

    @cached_property
    def by_id(self) -> Mapping[str, Rule]:
        """The rules by id."""
        return {rule.id: rule for rule in self.rules}

    def rule(self, rule_id: str) -> Rule:
        """Give a rule. Raises ``BadInput`` (``rule-unknown``)."""
        try:
            return self.by_id[rule_id]
        except KeyError as problem:
            raise BadInput("rule-unknown", f"规则目录中没有“{rule_id[:20]}”，请核对编号，例如A15。") from problem


def load_catalogue(folder: Path) -> Catalogue:
    """Read ``documents.toml`` and the chapters under ``rules/``. Raises ``ValueError`` for a row that does not hold."""
    documents = msgspec.toml.decode((folder / "documents.toml").read_bytes(), type=_Documents).document
    rules: list[Rule] = []
    for letter in CHAPTERS:
        chapter = msgspec.toml.decode((folder / "rules" / f"{letter}.toml").read_bytes(), type=_Chapter).rule
        strays = [rule.id for rule in chapter if rule.chapter != letter]
        if strays:
            raise ValueError(f"{letter}.toml holds rules of another chapter: {strays}")
        rules += chapter
    return Catalogue(documents, tuple(rules))


def written(value: int, unit: Unit) -> str:
    """Write a figure as articles do: money in yuan or 万元 (``10`` fen is ``0.1``), everything else as it is."""
    if unit is not Unit.FEN:
        return str(value)
    if value % 1_000_000 == 0:
        return f"{value // 1_000_000}万"
    yuan, fen = divmod(value, 100)
    return f"{yuan}.{fen:02}".rstrip("0").rstrip(".")


def _document_code(source: str) -> str:
    return "" if source == LOCAL else source.partition("-")[0]


def _problems(rule: Rule, documents: Mapping[str, Document]) -> Iterable[str]:
    if not re.fullmatch(r"[A-Z]\d{1,2}", rule.id):
        yield f"{rule.id} is no rule id"
    if rule.manual != bool(rule.reason):
        yield f"{rule.id}: a manual rule, and only one, gives its reason"
    yield from _kind_problems(rule)
    for basis in rule.basis:
        yield from (f"{rule.id} {basis.source}: {text}" for text in _basis_problems(rule, basis, documents))


def _kind_problems(rule: Rule) -> Iterable[str]:
    figures = [basis for basis in rule.basis if basis.value is not None]
    timed = bool(figures) == (rule.count is not None)
    plain = all(basis.is_local for basis in figures)
    holds, otherwise = {
        RuleKind.CONVENTION: (not rule.basis and rule.count is None, "a convention has no basis and no figure"),
        RuleKind.LOCAL: (any(b.is_local for b in rule.basis), "a local rule rests on a local default"),
        RuleKind.DEADLINE: (timed, "a figure of time needs its way of counting, and the other way round"),
        RuleKind.BAR: (timed, "a figure of time needs its way of counting, and the other way round"),
        RuleKind.THRESHOLD: (bool(figures), "a threshold needs a figure"),
        RuleKind.DUTY: (plain, "a duty has no figure in a document"),
        RuleKind.LIST: (plain, "a list has no figure in a document"),
    }[rule.kind]
    if not holds:
        yield f"{rule.id}: {otherwise}"
    if rule.kind is not RuleKind.CONVENTION and not rule.basis:
        yield f"{rule.id}: no basis"
    if rule.part and rule.part not in rule.parts():
        yield f"{rule.id}: its default part {rule.part!r} has no figure"


def _basis_problems(rule: Rule, basis: Basis, documents: Mapping[str, Document]) -> Iterable[str]:
    named = [source for source in (basis.source, basis.under) if source and source != LOCAL]
    if any(not _SOURCE.fullmatch(source) or _document_code(source) not in documents for source in named):
        yield "no such source"
    elif not basis.is_local and not set(basis.kinds) <= set(documents[basis.document].kinds):
        yield "the document does not bind these kinds"
    if basis.under and not basis.is_local:
        yield "only a local default stands under an article"
    if basis.value is None or basis.unit is None:
        if basis.value is not None or basis.unit is not None or basis.words or basis.part or basis.count:
            yield "value and unit go together, and words, part and count with them"
        return
    if basis.value < 0 or len(basis.words) > WORDS_LIMIT or written(basis.value, basis.unit) not in basis.words:
        yield f"words {basis.words!r} are too long or do not contain {written(basis.value, basis.unit)}"
    if rule.count and not basis.unit.is_time and rule.kind is not RuleKind.THRESHOLD:
        yield "counted, but no time"
