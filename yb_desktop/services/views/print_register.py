"""打印登记: every registered paper of the office in one list: numbers, copies, what was voided and why, gaps explained.

A number is given once: a step taken back keeps its number here, with the reason; a voided copy keeps its copy number. A
paper that was printed again has a line for each time, with the reason. A number that is missing in its series is listed
too, so that nobody has to look for the paper.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from yb_desktop.domain.agreement import Agreement, CopyVoided, Printed, ScanAttached
from yb_desktop.domain.audit import Audit
from yb_desktop.domain.case import Case
from yb_desktop.domain.facts import read_fact
from yb_desktop.domain.institution import Institution
from yb_desktop.domain.numbers import WORDS, agreement_number, document_number, office_word
from yb_desktop.domain.on_paper import OnPaper, PaperPrinted, PaperScanned
from yb_desktop.domain.pairing import StepVoided
from yb_desktop.domain.records import Record
from yb_desktop.services.agreements import document_of
from yb_desktop.services.desk import Desk
from yb_desktop.services.papers import TITLES
from yb_desktop.store import lists
from yb_desktop.store.reading import Reader
from yb_desktop.store.rows import DocumentRow

_PAGE = 500
_GAP = "本机登记中没有这个号：可能由本单位另一台电脑取号、数据尚未交换到本机，或在系统以外编号，请核对"
_NOT_PRINTED = "拟制时取号，尚未登记打印"
_MATTERS: tuple[tuple[type[Case | Agreement | Audit | Institution], str], ...] = (
    (Case, "case"),
    (Agreement, "agreement"),
    (Audit, "audit"),
    (Institution, "institution"),
)


class Standing(Enum):
    """How a registered paper stands; the value is what the list says."""

    HOLDS = "有效"
    WAITS = "未打印"
    VOID = "作废"
    GAP = "空号"


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One registered paper, or one copy of it; ``copy`` 0 where copies are not counted.

    ``matter`` names the parameter its matter is given by (``case``, ``agreement`` …), ``entity`` is the matter's id.
    """

    document: str
    title: str
    number: str
    copy: int
    subject: str
    on: date | None
    who: str
    standing: Standing
    why: str
    matter: str
    entity: str
    serial: int
    again: int = 0
    """Which time it was printed, from the second on; 0 for the paper itself."""
    scanned: bool = False
    """A scan of it, stamped, is in the books."""

    @property
    def original(self) -> bool:
        """Say whether it is a numbered copy of an agreement."""
        return self.copy > 0

    @property
    def can_open(self) -> bool:
        """Say whether it can be printed again as it was."""
        return self.standing is Standing.HOLDS and bool(self.matter)


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """What of the register is wanted; empty parts leave everything in."""

    year: int
    find: str = ""
    document: str = ""
    standing: Standing | None = None

    def fits(self, line: RegisterLine) -> bool:
        """Say whether a line is wanted."""
        if (self.document and line.document != self.document) or self.standing not in {None, line.standing}:
            return False
        words = self.find.casefold().split()
        text = f"{line.number} {line.title} {line.subject} {line.who} {line.why}".casefold()
        return all(word in text for word in words)


@dataclass(frozen=True, slots=True)
class Register:
    """The register of a year: the lines that fit, how many there are in all, and the documents it has."""

    lines: tuple[RegisterLine, ...]
    total: int
    documents: tuple[tuple[str, str], ...]


def print_register(desk: Desk, wanted: RegisterFilter) -> Register:
    """Give the register of a year, the newest first; copies of one agreement stand together in their order."""
    with desk.store.read() as reader:
        rows = tuple(_rows(reader, wanted.year))
        reader.load({row.entity for row in rows})
        book = _Book(desk, reader)
        lines = [*book.lines(rows), *book.gaps(rows, wanted.year)]
    lines.sort(key=lambda one: (one.on or date.min, one.title, one.serial, -one.copy, one.again), reverse=True)
    documents = tuple(dict.fromkeys((one.document, one.title) for one in sorted(lines, key=lambda one: one.title)))
    return Register(tuple(one for one in lines if wanted.fits(one)), len(lines), documents)


def years_of(desk: Desk) -> tuple[int, ...]:
    """Give the years that may be looked at, the newest first: from the first number given here to this year."""
    this = desk.clock.today().year
    with desk.store.read() as reader:
        first = lists.first_numbered_year(reader) or this
    return tuple(range(this, min(first, this) - 1, -1))


def _rows(reader: Reader, year: int) -> Iterator[DocumentRow]:
    after: str | None = None
    while True:
        page = lists.documents(reader, year=year, after=after, limit=_PAGE)
        yield from page.rows
        after = page.after
        if after is None:
            return


def _by_paper(reader: Reader, kind: type[OnPaper]) -> dict[tuple[str, str], list[tuple[Record, OnPaper]]]:
    """Give what was done with papers, by document and number, in order; once where a paper is of several matters."""
    found: dict[tuple[str, str], list[tuple[Record, OnPaper]]] = defaultdict(list)
    for record in reader.of_type(kind.TYPE):
        fact = read_fact(record)
        if isinstance(fact, kind):
            found[fact.document, fact.number].append((record, fact))
    return found


class _Book:
    """What the lines of one register are made from, read once."""

    def __init__(self, desk: Desk, reader: Reader) -> None:
        self._desk, self._reader = desk, reader
        self._people = {one.id: one.name for one in reader.people()}
        self._taken_back: dict[str, tuple[str, str]] = {}
        for record in reader.of_type(StepVoided.TYPE):
            news = read_fact(record)
            if isinstance(news, StepVoided):
                self._taken_back[news.step] = (record.on, news.reason)
        self._prints = _by_paper(reader, PaperPrinted)
        self._scanned = _by_paper(reader, PaperScanned)
        self._scanned_agreements = {record.entity for record in reader.of_type(ScanAttached.TYPE)}

    def lines(self, rows: Iterable[DocumentRow]) -> Iterator[RegisterLine]:
        numbered: dict[tuple[str, str], list[DocumentRow]] = defaultdict(list)
        for row in rows:
            numbered[row.document, row.number].append(row)
        for same in numbered.values():
            line = self._line(same)
            yield from self._copies(line) if same[0].document == "agreement" else self._printed(line)

    def gaps(self, rows: Sequence[DocumentRow], year: int) -> Iterator[RegisterLine]:
        given: dict[str, set[int]] = defaultdict(set)
        for row in rows:
            given[row.document].add(row.serial)
        for document, serials in given.items():
            for serial in sorted(set(range(1, max(serials) + 1)) - serials):
                yield RegisterLine(
                    document=document,
                    title=TITLES.get(document, document),
                    number=self._number(document, year, serial),
                    copy=0,
                    subject="",
                    on=None,
                    who="",
                    standing=Standing.GAP,
                    why=_GAP,
                    matter="",
                    entity="",
                    serial=serial,
                )

    def _line(self, same: Sequence[DocumentRow]) -> RegisterLine:
        first = same[-1]
        back = self._taken_back.get(first.rid)
        held = self._reader.entity(first.entity)
        document = (
            document_of(held) if isinstance(held, Agreement) and first.document == "agreement" else first.document
        )
        return RegisterLine(
            document=document,
            title=TITLES.get(document, document),
            number=first.number,
            copy=0,
            subject=self._subject([row.entity for row in same]),
            on=first.day,
            who=self._who(first.actor),
            standing=Standing.VOID if back else Standing.HOLDS,
            why=f"{back[0]} 撤销步骤：{back[1]}" if back else "",
            matter=self._matter(first.entity),
            entity=first.entity,
            serial=first.serial,
        )

    def _printed(self, line: RegisterLine) -> Iterator[RegisterLine]:
        """Give a numbered paper, and each time it was printed again."""
        paper = (line.document, line.number)
        yield replace(line, scanned=paper in self._scanned)
        for time, (record, fact) in enumerate(self._prints.get(paper, ()), 1):
            if time > 1 and isinstance(fact, PaperPrinted):
                yield replace(
                    line,
                    on=date.fromisoformat(record.on),
                    who=self._who(record.actor),
                    why=line.why or f"第{time}次打印：{fact.reason}",
                    again=time,
                )

    def _copies(self, line: RegisterLine) -> Iterator[RegisterLine]:
        records = [one for one in self._reader.records_of(line.entity) if one.type in {Printed.TYPE, CopyVoided.TYPE}]
        facts = [(record, read_fact(record)) for record in records]
        voided = {fact.copy: (record.on, fact.reason) for record, fact in facts if isinstance(fact, CopyVoided)}
        prints = [(record, fact) for record, fact in facts if isinstance(fact, Printed)]
        if not prints:
            yield replace(line, standing=Standing.WAITS, why=_NOT_PRINTED) if not line.why else line
        for record, fact in prints:
            for copy in range(fact.first_copy, fact.first_copy + fact.copies):
                yield self._copy(line, record, fact, copy, voided.get(copy))

    def _copy(
        self, line: RegisterLine, record: Record, fact: Printed, copy: int, voided: tuple[str, str] | None
    ) -> RegisterLine:
        back = self._taken_back.get(record.rid)
        scanned = line.entity in self._scanned_agreements
        why = f"补印：{fact.reason}" if fact.reason and fact.first_copy > 1 else ""
        if voided:
            why = f"{voided[0]} 作废：{voided[1]}"
        elif back:
            why = f"{back[0]} 撤销步骤：{back[1]}"
        void = bool(voided or back or line.why)
        return replace(
            line,
            copy=copy,
            on=date.fromisoformat(record.on),
            who=self._who(record.actor),
            standing=Standing.VOID if void else Standing.HOLDS,
            why=line.why or why,
            scanned=scanned,
        )

    def _number(self, document: str, year: int, serial: int) -> str:
        office = self._desk.info.office
        if document in WORDS:
            return document_number(office_word(self._desk.law.areas, office), document, year, serial)
        return agreement_number(office, year, serial)

    def _who(self, actor: str) -> str:
        return self._people.get(actor, "本单位")

    def _matter(self, entity: str) -> str:
        found = self._reader.entity(entity)
        return next((name for kind, name in _MATTERS if isinstance(found, kind)), "")

    def _subject(self, entities: Sequence[str]) -> str:
        names = list(dict.fromkeys(name for entity in entities if (name := self._name(entity))))
        return names[0] + (f"等{len(names)}家" if len(names) > 1 else "") if names else ""

    def _name(self, entity: str) -> str:
        match self._reader.entity(entity):
            case Institution() as found:
                return found.registration.name
            case Case() | Agreement() | Audit() as found:
                return self._reader.institution(found.institution).registration.name
            case _:
                return ""
