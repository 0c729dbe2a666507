"""表格和文本: the forms and agreement texts in use, each with its version, what it rests on and where it lies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from yb_desktop.base.files import shipped
from yb_desktop.domain.agreement import Drafted
from yb_desktop.domain.agreement_text import AgreementText, agreement_text
from yb_desktop.domain.assessing import Assessed
from yb_desktop.domain.case_facts import MaterialsReceived, VisitAssigned
from yb_desktop.domain.facts import Fact, read_fact
from yb_desktop.domain.forms import Form, FormUse
from yb_desktop.domain.versions import OWN_FIRST, version_words
from yb_desktop.law.catalogue import LOCAL, Kind
from yb_desktop.law.report import cited
from yb_desktop.services.agreement_texts import text_in_force
from yb_desktop.services.desk import Desk
from yb_desktop.services.reference_files import form_in_force
from yb_desktop.services.views.value_words import KIND_WORDS
from yb_desktop.store.reading import Reader

_USES = {
    FormUse.MATERIALS: "申请材料",
    FormUse.VISIT: "现场核查",
    FormUse.EVALUATION: "专业评估",
    FormUse.ASSESSMENT: "绩效考核",
}


@dataclass(frozen=True, slots=True)
class FormLine:
    """A form at the version in force; ``items`` are its lines, ``older`` the program's versions papers still need.

    ``since`` is the day of the first step here that was taken with this version, ``None`` before there is one.
    """

    id: str
    use: str
    kind: str
    title: str
    version: int
    version_words: str
    items: int
    basis: str
    note: str
    file: str
    older: tuple[int, ...]
    since: date | None = None


def form_lines(desk: Desk) -> tuple[FormLine, ...]:
    """Give every form and agreement text that is used here today: the program's, or one that was loaded."""
    with desk.store.read() as reader:
        lines = [line for kind in Kind for line in (*_forms(desk, reader, kind), _agreement(desk, reader, kind))]
        return tuple(replace(line, since=_since(reader, line)) for line in lines)


def _since(reader: Reader, line: FormLine) -> date | None:
    for record_type in (VisitAssigned.TYPE, Drafted.TYPE, Assessed.TYPE, MaterialsReceived.TYPE):
        for record in reader.of_type(record_type):
            if _used(read_fact(record)) == (line.id, line.version):
                return date.fromisoformat(record.on)
    return None


def _used(fact: Fact) -> tuple[str, int]:
    """Name the form and version a step was taken with."""
    match fact:
        case VisitAssigned() | Drafted() | Assessed():
            return fact.form, fact.version
        case MaterialsReceived():
            return f"{FormUse.MATERIALS}_{fact.institution_kind}", fact.version
        case _:
            return "", 0


def _forms(desk: Desk, reader: Reader, kind: Kind) -> Iterator[FormLine]:
    for use, words in _USES.items():
        one = form_in_force(reader, use, kind, desk.clock.today())
        yield FormLine(
            id=one.id,
            use=words,
            kind=KIND_WORDS[kind],
            title=one.title,
            version=one.version,
            version_words=version_words(one.version, desk.info.office),
            items=len(one.items),
            basis=_cited(desk, one),
            note=one.note,
            file=f"forms/{one.id}.toml" if one.version < OWN_FIRST else "见参考资料",
            older=_older("forms", one.id),
        )


def _agreement(desk: Desk, reader: Reader, kind: Kind) -> FormLine:
    text = text_in_force(reader, agreement_text(kind).id, desk.clock.today())
    return FormLine(
        id=text.id,
        use="服务协议",
        kind=KIND_WORDS[kind],
        title=text.title,
        version=text.version,
        version_words=version_words(text.version, desk.info.office),
        items=sum(len(chapter.clause) for chapter in text.chapter),
        basis=_cited_clauses(desk, text),
        note=text.note,
        file=f"forms/agreements/{kind.value}.toml" if text.version < OWN_FIRST else "见下方协议文本",
        older=_older("forms/agreements", kind.value),
    )


def _cited(desk: Desk, one: Form) -> str:
    return "；".join(cited(desk.law, source) for source in one.basis if source != LOCAL)


def _cited_clauses(desk: Desk, text: AgreementText) -> str:
    sources = (source for chapter in text.chapter for clause in chapter.clause for source in clause.basis)
    documents = dict.fromkeys(source.partition("-")[0] for source in sources if source != LOCAL)
    known = desk.law.catalogue.by_code
    return "；".join(known[code].number for code in documents if code in known)


def _older(folder: str, name: str) -> tuple[int, ...]:
    files = shipped(*folder.split("/")).glob(f"{name}@*.toml")
    return tuple(sorted(int(file.stem.partition("@")[2]) for file in files))
