"""The text of a service agreement: read from ``forms/agreements/*.toml``, checked, and filled in.

In a text ``{starts}`` is a blank, ``{#measures}`` the number of the clause with that id (第三十八条), and
``{local_clauses}`` the numbers of all clauses that rest on no document. Every clause names its basis; one that rests on
the office's own words has the basis ``local``, and one with a figure of the office's own says so (``local = true``).
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache

import msgspec

from yb_desktop.base.canon import canonical
from yb_desktop.base.errors import BadInput
from yb_desktop.base.files import shipped, world_error
from yb_desktop.domain.blanks import Blank, BlankValue, Given, blank_faults, kept, read_blanks, written
from yb_desktop.domain.forms import is_source
from yb_desktop.law.catalogue import LOCAL, LOCAL_TEXT, Kind

_FIELD = re.compile(r"\{([^{}]*)\}")
_LOCAL_CLAUSES = "local_clauses"
_PREFIX = "agreement_"
SUPPLEMENTARY = "agreement_internet"
"""J5: the text an internet hospital joins by, signed by the institution it leans on."""
_DIGITS = "零一二三四五六七八九"

HEADING, CLAUSE, POINT = 0, 1, 2


class Clause(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An article of the text with its points （一）（二）… and the paragraphs after these, which have no number.

    ``local``: a figure in it is the office's own.
    """

    text: str
    basis: tuple[str, ...]
    id: str = ""
    points: tuple[str, ...] = ()
    local: bool = False
    more: tuple[str, ...] = ()


class Chapter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A chapter or an annex."""

    title: str
    clause: tuple[Clause, ...]


class AgreementText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The text of an agreement at one version, with its blanks."""

    id: str
    version: int
    title: str
    kinds: tuple[Kind, ...]
    note: str
    blank: tuple[Blank, ...]
    preamble: tuple[Clause, ...]
    chapter: tuple[Chapter, ...]
    annex: tuple[Chapter, ...] = ()

    @property
    def blanks(self) -> tuple[Blank, ...]:
        """The blanks, in the order in which a clerk fills them in."""
        return self.blank


@dataclass(frozen=True, slots=True)
class FilledClause:
    """One paragraph as it is printed: ``level`` 0 a heading, 1 an article, 2 a point of it; ``number`` may be empty."""

    number: str
    level: int
    text: str
    basis: tuple[str, ...] = ()
    local: bool = False


@lru_cache(maxsize=4096)
def _paragraph_bytes(number: str, text: str) -> bytes:
    # Most paragraphs of a text are the same in every agreement.
    return canonical([number, text])


@dataclass(frozen=True, slots=True)
class FilledAgreement:
    """A text with its values; equal values give equal paragraphs and the same hash."""

    form: str
    version: int
    title: str
    clauses: tuple[FilledClause, ...]
    blanks: tuple[tuple[str, str], ...]

    @property
    def hash_input(self) -> bytes:
        """The bytes that stand for the text: form, version, title and every paragraph, as RFC 8785."""
        parts = {
            "form": canonical(self.form),
            "text": b"[%b]" % b",".join([_paragraph_bytes(clause.number, clause.text) for clause in self.clauses]),
            "title": canonical(self.title),
            "version": canonical(self.version),
        }
        return b"{%b}" % b",".join([b'"%b":%b' % (name.encode("ascii"), part) for name, part in parts.items()])

    @property
    def text_hash(self) -> str:
        """SHA-256 of ``hash_input`` (64 hex digits): what ``print`` freezes and ``sign`` compares (G3)."""
        return hashlib.sha256(self.hash_input).hexdigest()


def agreement_text(kind: Kind, version: int | None = None) -> AgreementText:
    """Give the text for a kind at ``version`` (default: the newest). Raises ``BadInput`` where none is to be had."""
    return text_of(f"{_PREFIX}{kind}", version)


@cache
def text_of(form: str, version: int | None = None) -> AgreementText:
    """Give a text by its id (``agreement_medical``) at ``version`` (default: the newest). Raises ``BadInput``."""
    stem = form.removeprefix(_PREFIX)
    newest = read_agreement_text(_stored(f"{stem}.toml"), f"{stem}.toml")
    if version is None or version == newest.version:
        return newest
    name = f"{stem}@{version}.toml"
    older = read_agreement_text(_stored(name), name)
    if older.version != version:
        raise _broken(name, "版本与文件名不符")
    return older


def read_agreement_text(text: str, name: str) -> AgreementText:
    """Read and check a text. Raises ``BadInput`` (code ``agreement-text``) naming the file and what is wrong."""
    try:
        made = msgspec.convert(tomllib.loads(text), AgreementText)
    except tomllib.TOMLDecodeError as problem:
        raise _broken(name, f"不是正确的TOML（{problem}）") from problem
    except msgspec.ValidationError as problem:
        raise _broken(name, f"字段不合规（{problem}）") from problem
    for fault in faults_of(made):
        raise _broken(name, fault)
    return made


def fill(text: AgreementText, given: Mapping[str, Given]) -> FilledAgreement:
    """Fill in a text. ``given``: values by blank id, as kept or plain; defaults stand in for those not given.

    Raises ``BadInput`` (code ``blanks``) that names every unknown, missing and ill-typed blank.
    """
    values = read_blanks(text.blanks, given)
    starts, ends = values.get("starts"), values.get("ends")
    if isinstance(starts, date) and isinstance(ends, date) and starts > ends:
        raise BadInput("blanks", "协议终止日期早于起始日期，请更正后重试。")
    shown = {blank.id: written(blank, values.get(blank.id)) for blank in text.blanks}
    return FilledAgreement(
        form=text.id,
        version=text.version,
        title=text.title,
        clauses=tuple(filled for clause in _plan(text) if (filled := _with_values(clause, shown)).text),
        blanks=tuple((blank.id, kept(values[blank.id])) for blank in text.blanks if blank.id in values),
    )


def _with_values(clause: FilledClause, shown: Mapping[str, str]) -> FilledClause:
    if "{" not in clause.text:
        return clause
    return replace(clause, text=_FIELD.sub(lambda found: shown[found.group(1)], clause.text))


def typed_blanks(text: AgreementText, given: Mapping[str, Given]) -> dict[str, BlankValue]:
    """Give the typed values that ``fill`` would print (for a form that shows and edits them)."""
    return read_blanks(text.blanks, given)


def chinese_number(number: int) -> str:
    """Write 1 to 999 in Chinese numerals: ``12`` gives ``"十二"``, ``105`` gives ``"一百零五"``."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    out = _DIGITS[hundreds] + "百" if hundreds else ""
    if hundreds and tens == 0 and ones:
        out += "零"
    if tens:
        out += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    return out + (_DIGITS[ones] if ones else "")


def _stored(name: str) -> str:
    path = shipped("forms", "agreements", name)
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BadInput("agreement-text", f"没有协议文本“{name}”，请核对版本。") from None
    except OSError as problem:
        raise world_error(problem, path) from problem


def _broken(name: str, fault: str) -> BadInput:
    return BadInput("agreement-text", f"协议文本“{name}”不能使用：{fault}。请更正该文件后重试。")


def _numbered(text: AgreementText) -> Iterator[tuple[str, Clause]]:
    clauses = (clause for chapter in text.chapter for clause in chapter.clause)
    for place, clause in enumerate(clauses, start=1):
        yield f"第{chinese_number(place)}条", clause


def _references(text: AgreementText) -> dict[str, str]:
    return {clause.id: number for number, clause in _numbered(text) if clause.id}


def _local_numbers(text: AgreementText) -> list[str]:
    return [number for number, clause in _numbered(text) if clause.local or clause.basis == (LOCAL,)]


@lru_cache(maxsize=16)
def _plan(text: AgreementText) -> tuple[FilledClause, ...]:
    """Number the paragraphs and fill in what stands in every agreement: only typed blanks are left open."""
    known = {f"#{name}": number for name, number in _references(text).items()}
    known[_LOCAL_CLAUSES] = "、".join(_local_numbers(text)) or "无"
    return tuple(_paragraphs(text, known))


def _paragraphs(text: AgreementText, known: Mapping[str, str]) -> Iterator[FilledClause]:
    for clause in text.preamble:
        yield from _filled("", clause, known)
    numbers = _numbered(text)
    for place, chapter in enumerate(text.chapter, start=1):
        yield FilledClause(f"第{chinese_number(place)}章", HEADING, chapter.title)
        for clause in chapter.clause:
            yield from _filled(next(numbers)[0], clause, known)
    for place, annex in enumerate(text.annex, start=1):
        yield FilledClause(f"附件{place}", HEADING, annex.title)
        for line, clause in enumerate(annex.clause, start=1):
            yield from _filled(f"{line}.", clause, known)


def _filled(number: str, clause: Clause, known: Mapping[str, str]) -> Iterator[FilledClause]:
    marked = clause.local and not clause.points  # a point with a figure of the office's own carries the mark itself
    body = _replace(clause.text, known) + (f"（{LOCAL_TEXT}）" if marked else "")
    yield FilledClause(number, CLAUSE, body, clause.basis, clause.local)
    for place, point in enumerate(clause.points, start=1):
        mark = f"（{chinese_number(place)}）"
        yield FilledClause(mark, POINT, _replace(point, known), clause.basis, clause.local)
    for paragraph in clause.more:
        yield FilledClause("", CLAUSE, _replace(paragraph, known), clause.basis, clause.local)


def _replace(text: str, known: Mapping[str, str]) -> str:
    return _FIELD.sub(lambda found: known.get(found.group(1), found.group()), text)


def faults_of(made: AgreementText) -> Iterator[str]:
    """Say what is wrong with a text, a sentence without its full stop for each fault."""
    if made.version < 1:
        yield "版本号应从1开始"
    for blank in made.blank:
        yield from blank_faults(blank)
    yield from _twice("空白项", [blank.id for blank in made.blank])
    yield from _twice("条款编号", [clause.id for clause in _all_clauses(made) if clause.id])
    for clause in _all_clauses(made):
        yield from _clause_faults(clause)
    yield from _field_faults(made)


def _twice(what: str, ids: list[str]) -> Iterator[str]:
    yield from (f"{what}“{one}”出现了不止一次" for one in ids if ids.count(one) > 1)


def _clause_faults(clause: Clause) -> Iterator[str]:
    start = clause.text[:12]
    if not clause.text.strip():
        yield "有一条没有内容"
    if not clause.basis:
        yield f"条款“{start}…”没有写依据"
    for source in clause.basis:
        if not is_source(source):
            yield f"条款“{start}…”的依据“{source}”写法不对（应如 N2-15）"


def _field_faults(made: AgreementText) -> Iterator[str]:
    used = {field for clause in _all_clauses(made) for part in _parts(clause) for field in _FIELD.findall(part)}
    known = {blank.id for blank in made.blank}
    references = {f"#{name}" for name in _references(made)}
    for field in sorted(used - known - references - {_LOCAL_CLAUSES}):
        yield f"文中的“{{{field}}}”没有对应的空白项或条款"
    for blank in sorted(known - used):
        yield f"空白项“{blank}”在文中没有用到"


def _all_clauses(made: AgreementText) -> Iterator[Clause]:
    yield from made.preamble
    for chapter in (*made.chapter, *made.annex):
        yield from chapter.clause


def _parts(clause: Clause) -> tuple[str, ...]:
    return (clause.text, *clause.points, *clause.more)
