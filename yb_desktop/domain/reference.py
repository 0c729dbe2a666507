"""Reference data in files (参考资料): rules, a year's calendar, divisions, forms and official texts.

A file is kept as a blob that a record of the office names, and the newest of a sort and name counts. What changes the
law takes effect in every office below as soon as the record is in its books; forms and texts are versions to be used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import msgspec

from yb_desktop.base.errors import BadInput
from yb_desktop.domain import forms
from yb_desktop.domain.facts import Fact, Stamp, fact
from yb_desktop.domain.vocabulary import Labelled
from yb_desktop.law.amending import bad_file, read_year, with_areas, with_rules
from yb_desktop.law.law import Law

FILE_MEDIA = "application/octet-stream"
"""What a file of reference data is kept and sent as."""

Blobs = Callable[[str], bytes | None]
"""Gives a blob by its name; ``None`` while it has not come."""


class FileSort(Labelled):
    """What a file of reference data is."""

    RULES = "rules", "规则"
    CALENDAR = "calendar", "放假安排"
    AREAS = "areas", "行政区划"
    FORM = "form", "表格"
    TEXT = "text", "文件原文"


LAW = frozenset({FileSort.RULES, FileSort.CALENDAR, FileSort.AREAS})
"""The sorts that change the law: clocks may move with them."""


@fact("oversight.load_reference")
class ReferenceLoaded(Fact, frozen=True):
    """A file of reference data: what it is, which (a document's code, a form's id …), and the blob it lies in.

    ``version`` counts the files of that sort and name; of a form it is the number that steps name it by.
    """

    sort: FileSort
    name: str
    version: int
    sha256: str
    title: str
    source: str = ""
    starts: date | None = None


class KeptFile(ReferenceLoaded, frozen=True, kw_only=True):
    """A file of reference data as it was loaded: on which day, by whom."""

    on: date
    actor: str


def kept_file(news: ReferenceLoaded, at: Stamp) -> KeptFile:
    """Give what an office keeps of a file."""
    return KeptFile(**msgspec.structs.asdict(news), on=at.on, actor=at.actor)


def newest(files: Iterable[KeptFile]) -> tuple[KeptFile, ...]:
    """Give the newest file of each sort and name, in the order in which they came."""
    return tuple({(one.sort, one.name): one for one in files}.values())


def with_files(law: Law, files: Iterable[KeptFile], blobs: Blobs) -> Law:
    """Give the law with the files of an office in it.

    A file that a newer program cannot use rests, like a value that a document has overtaken.
    """
    for one in newest(files):
        data = blobs(one.sha256)
        if data is not None:
            try:
                law = with_file(law, one.sort, data)
            except BadInput:
                continue
    return law


def with_file(law: Law, sort: FileSort, data: bytes) -> Law:
    """Give the law with one file in it. Raises ``BadInput`` (``reference-file``)."""
    match sort:
        case FileSort.RULES:
            return law.with_file(data, catalogue=with_rules(law.catalogue, data))
        case FileSort.AREAS:
            return law.with_file(data, areas=with_areas(law.areas, data))
        case FileSort.CALENDAR:
            return law.with_national(read_year(data))
        case FileSort.FORM:
            return law.with_file(data)  # another PC of the office sees by the law that there is something new
        case FileSort.TEXT:
            return law


def read_sheet(data: bytes, version: int) -> forms.Form:
    """Read a form as it was loaded, at its number. Raises ``BadInput``."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise bad_file("不是UTF-8编码的文本") from problem
    return msgspec.structs.replace(forms.read_form(text, "表格"), version=version)


def learn_forms(files: Iterable[KeptFile], blobs: Blobs) -> None:
    """Make every version of the forms among these files known: what was done with them is read with them."""
    for one in files:
        data = blobs(one.sha256) if one.sort is FileSort.FORM else None
        if data is not None:
            try:
                forms.learn(read_sheet(data, one.version))
            except BadInput:
                continue
