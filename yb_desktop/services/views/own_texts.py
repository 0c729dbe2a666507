"""Looking at an agreement text before it is used: what is wrong with a file, and how the agreement would be printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from yb_desktop.base.errors import BadInput
from yb_desktop.domain.agreement_text import SUPPLEMENTARY, AgreementText, fill, text_of
from yb_desktop.domain.blanks import Blank, BlankType
from yb_desktop.domain.office import TEXT_MEDIA
from yb_desktop.domain.versions import version_words
from yb_desktop.law.counting import term_end
from yb_desktop.paper.documents.agreement import DRAFT_NUMBER, AgreementPaper, agreement
from yb_desktop.services.agreement_texts import FORMS, load_text, text_in_force, version_here
from yb_desktop.services.desk import Desk, Step
from yb_desktop.services.text_files import read_text_file

TITLES = {
    "agreement_medical": "医疗机构服务协议",
    "agreement_pharmacy": "零售药店服务协议",
    "agreement_internet": "互联网医院补充协议",
}
"""The texts that may be replaced, in plain words."""
BACK = "恢复程序自带"


_NUMBERS = {BlankType.INTEGER: 1, BlankType.MONEY_FEN: 100_000_00, BlankType.PERCENT_HUNDREDTHS: 5_00}


@dataclass(frozen=True, slots=True)
class LoadedText:
    """A checked file: what is wrong, what to look at, and where nothing is wrong the printed sample."""

    form: str
    title: str
    clauses: int
    blanks: int
    faults: tuple[str, ...]
    notes: tuple[str, ...]
    preview: bytes
    data: bytes
    source: str

    @property
    def usable(self) -> bool:
        """Say whether it can be loaded."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class TextLine:
    """A version of an agreement text: which form, since when, from which file, and whether it is the one in force.

    ``ours`` is true of one that this office loaded itself, so that it can go back from it.
    """

    form: str
    use: str
    title: str
    version: str
    starts: date | None
    source: str
    who: str
    current: bool
    ours: bool = False


def checked_text(desk: Desk, form: str, file: Path) -> LoadedText:
    """Read and check a file in the place of a form. Raises ``Refused``, ``BadInput`` and ``WorldError`` in words."""
    base = text_of(form)
    found = read_text_file(file, base)
    preview, faults = b"", list(found.faults)
    if found.text is not None:
        try:
            preview = sample(found.text, desk.clock.today())
        except BadInput as problem:  # a character that no font of the program has, named
            faults.append(problem.text)
    text = found.text if not faults else None
    return LoadedText(
        form=form,
        title=found.text.title if found.text else "",
        clauses=sum(len(one.clause) for one in found.text.chapter) if found.text else 0,
        blanks=len(found.text.blank) if found.text else 0,
        faults=tuple(faults),
        notes=found.notes,
        preview=preview,
        data=msgspec.json.encode(text, order="deterministic") if text else b"",
        source=file.name,
    )


def keep_text(desk: Desk, loaded: LoadedText) -> str:
    """Keep a checked text in the store and give what ``agreements.load_text`` names it by."""
    with desk.store.write() as tx:
        return tx.add_blob(loaded.data, TEXT_MEDIA)


def load(desk: Desk, loaded: LoadedText, on: date, starts: date | None = None) -> Step:
    """Put a checked text in force from a day."""
    file = keep_text(desk, loaded)
    return load_text(desk, on=on, form=loaded.form, file=file, starts=starts, source=loaded.source)


def sample_in_force(desk: Desk, form: str) -> bytes:
    """Print the text that is in force today with words for values."""
    today = desk.clock.today()
    with desk.store.read() as reader:
        text = text_in_force(reader, form, today)
    return sample(text, today)


def sample(text: AgreementText, today: date) -> bytes:
    """Print a text with words for values, marked as no original."""
    filled = fill(text, {blank.id: _example(blank, today) for blank in text.blank})
    return agreement(
        AgreementPaper(
            number=DRAFT_NUMBER,
            filled=filled,
            party_a="甲方名称",
            party_b="乙方名称",
            made=today,
            copy=(1, 1),
            version=1,
            kind="supplementary_agreement" if text.id == SUPPLEMENTARY else "agreement",
        ),
        signer=None,
    )


def text_lines(desk: Desk) -> tuple[TextLine, ...]:
    """Give every version of the agreement texts here: of each form those of this office, from above, the program's."""
    return tuple(line for form in FORMS for line in _lines(desk, form))


def _lines(desk: Desk, form: str) -> Iterator[TextLine]:
    shipped = text_of(form)
    with desk.store.read() as reader:
        loaded = [
            (office, one, version_here(reader, office, one))
            for office in reader.offices()
            for one in reversed(office.texts)
            if one.form == form
        ]
        now = text_in_force(reader, form, desk.clock.today()).version
        names = {person.id: person.name for person in reader.people()}
    for office, one, version in loaded:
        ours = office.office == desk.info.office
        words = version_words(version, desk.info.office)
        yield TextLine(
            form=form,
            use=TITLES[form],
            title=one.title,
            version=words if one.sha256 else f"{words}（{BACK}）",
            starts=one.starts,
            source=one.source if one.sha256 else "程序自带",
            who=names.get(one.actor, "本单位") if ours else "上级",
            current=bool(one.sha256) and version == now,
            ours=ours,
        )
    yield TextLine(
        form=form,
        use=TITLES[form],
        title=shipped.title,
        version=version_words(shipped.version),
        starts=None,
        source="程序自带",
        who="",
        current=shipped.version == now,
    )


def _example(blank: Blank, today: date) -> str | int:
    if blank.default:
        return blank.default
    if blank.choices:
        return blank.choices[0]
    if blank.type is BlankType.DATE:
        return (term_end(today, 12) if blank.id.endswith("ends") else today).isoformat()
    return _NUMBERS.get(blank.type, f"（{blank.label}）")
