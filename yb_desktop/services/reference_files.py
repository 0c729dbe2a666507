"""Reference data in files (参考资料): reading and checking a file, loading it, and what is in use here.

Rules, calendars, divisions and forms are loaded by the prefecture (or above) and travel down as reference data; an
official text may be loaded by every office for itself. A file is looked at before: what it is, what would change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.domain.forms import Form, FormUse, form, form_for
from yb_desktop.domain.office import Office
from yb_desktop.domain.official_text import paragraphs
from yb_desktop.domain.reference import FILE_MEDIA, FileSort, KeptFile, ReferenceLoaded, newest, read_sheet, with_file
from yb_desktop.domain.versions import OWN_FIRST, of_office
from yb_desktop.domain.vocabulary import Level
from yb_desktop.law.amending import AreaFile, RuleFile, bad_file, read_toml, read_year
from yb_desktop.law.catalogue import Kind
from yb_desktop.law.law import Law
from yb_desktop.services.desk import Desk, Step
from yb_desktop.services.office_settings import entered
from yb_desktop.services.registry import action
from yb_desktop.services.text_files import plain_lines, read_capped
from yb_desktop.store.meta import OfficeInfo
from yb_desktop.store.reading import Reader

ENDINGS = ("toml", "txt", "md", "docx")
"""What files of reference data end with: tables (.toml), and official texts."""
_KEPT = {
    FormUse.MATERIALS: "以前收件的申请仍按原来的清单",
    FormUse.EVALUATION: "以前开始的评估仍用原来的表格",
    FormUse.VISIT: "以前开始的核查仍用原来的表格",
    FormUse.ASSESSMENT: "以前开始的考核仍用原来的表格",
}
"""Every step names the version of its form: what was begun with an older one stays with it, in these words."""


@dataclass(frozen=True, slots=True)
class ReferenceFile:
    """A file that was read and checked: what it is, which, and in sentences what loading it changes."""

    sort: FileSort
    name: str
    title: str
    data: bytes
    source: str
    changes: tuple[str, ...]


@action("oversight.load_reference", "装入参考资料")
def load_reference(
    desk: Desk, *, on: date, sort: FileSort, file: str, name: str = "", source: str = "", starts: date | None = None
) -> Step:
    """T2, T3: load a file taken in before; open clocks are counted again, and the step names those that moved.

    ``name`` is the code of the document whose text it is; everything else says itself what it is. ``starts`` is the
    first day of a form.
    """
    with desk.act("oversight.load_reference", on) as act:
        data = act.reader.blob(file)
        if data is None:
            raise BadInput("reference-file", "找不到装入的文件，请重新选择文件。")
        found = _read(desk, sort, data, name, source)
        if sort is FileSort.FORM and (starts or on) < on:
            raise BadInput("starts", f"启用日期{starts}早于装入之日（{on}），请改正日期。")
        of_it = [one for one in act.reader.office().files if (one.sort, one.name) == (sort, found.name)]
        number = OWN_FIRST + len(of_it)
        fact = ReferenceLoaded(
            sort=sort,
            name=found.name,
            version=of_office(desk.info.office, number) if sort is FileSort.FORM else len(of_it) + 1,
            sha256=file,
            title=found.title,
            source=source,
            starts=(starts or on) if sort is FileSort.FORM else None,
        )
        return entered(act, fact, f"装入{sort.label}“{found.title}”")


def checked_file(desk: Desk, file: Path, document: str = "") -> ReferenceFile:
    """Read a file and say what loading it would change; ``document`` is the code of the one whose text it is.

    Raises ``BadInput`` and ``Refused`` with what is wrong, ``WorldError`` where it cannot be read.
    """
    if file.suffix.lower() == ".toml":
        data = read_capped(file)
        return _read(desk, _sort_of(data), data, "", file.name)
    return _read(desk, FileSort.TEXT, "\n".join(plain_lines(file)).encode(), document, file.name)


def keep_file(desk: Desk, found: ReferenceFile) -> str:
    """Keep a checked file in the store and give what ``oversight.load_reference`` names it by."""
    with desk.store.write() as tx:
        return tx.add_blob(found.data, FILE_MEDIA)


def may_load(desk: Desk, sort: FileSort) -> bool:
    """Say whether this office loads files of a sort: what holds in all of a prefecture, only that one does."""
    return sort is FileSort.TEXT or hands_down(desk.info)


def hands_down(info: OfficeInfo) -> bool:
    """Say whether what an office enters goes to others as reference data."""
    return info.level in {Level.PREFECTURE, Level.PROVINCE} and not info.laptop


def files_here(reader: Reader) -> Iterator[tuple[Office, KeptFile]]:
    """Give every file that was loaded here or came from above, with the office that loaded it, the newest first."""
    for office in reader.offices():
        for one in reversed(office.files):
            yield office, one


def official_text(reader: Reader, document: str) -> str:
    """Give the text of a document, our own before one from above; empty where nobody has loaded it."""
    for office in reader.offices():
        for one in newest(office.files):
            if (one.sort, one.name) == (FileSort.TEXT, document):
                return (reader.blob(one.sha256) or b"").decode("utf-8", "replace")
    return ""


def form_in_force(reader: Reader, use: FormUse, kind: Kind, on: date) -> Form:
    """Give the form that is used on a day: the newest of the office, else of those above, else the program's."""
    shipped = form_for(use, kind)
    for office in reader.offices():
        begun = (one for one in office.files if one.sort is FileSort.FORM and one.name == shipped.id)
        versions = [one for one in begun if one.starts is not None and one.starts <= on]
        if versions:
            last = max(enumerate(versions), key=lambda one: (one[1].starts or on, one[0]))[1]
            return form(shipped.id, last.version)
    return shipped


class _Heads(msgspec.Struct, frozen=True):
    """What tells the tables apart."""

    year: int = 0
    use: str = ""
    area: tuple[object, ...] = ()
    alias: tuple[object, ...] = ()


def _sort_of(data: bytes) -> FileSort:
    heads = read_toml(data, _Heads)
    if heads.use:
        return FileSort.FORM
    if heads.year:
        return FileSort.CALENDAR
    return FileSort.AREAS if heads.area or heads.alias else FileSort.RULES


def _read(desk: Desk, sort: FileSort, data: bytes, name: str, source: str) -> ReferenceFile:
    """Check what a file holds against the law as it stands. Raises ``NotAllowed``, ``BadInput``."""
    if not may_load(desk, sort):
        raise NotAllowed.by("state", f"{sort.label}由州（市）级经办机构装入并下发，本机构接收参考数据后即可使用。")
    with_file(desk.law, sort, data)
    which, title, changes = _told(desk.law, sort, data, name if sort is FileSort.TEXT else source)
    return ReferenceFile(sort, which, title, data, source, changes)


_Told = tuple[str, str, tuple[str, ...]]
"""Which file it is, what it is called, and what it changes."""


def _told(before: Law, sort: FileSort, data: bytes, label: str) -> _Told:
    match sort:
        case FileSort.RULES:
            return _rules_told(before, read_toml(data, RuleFile), label)
        case FileSort.CALENDAR:
            year = read_year(data)
            days = "、".join(one.name for one in year.holiday)
            return str(year.year), f"{year.year}年国家放假安排", (f"{year.notice}：{days}",)
        case FileSort.AREAS:
            return _areas_told(before, read_toml(data, AreaFile), label)
        case FileSort.FORM:
            return _form_told(read_sheet(data, OWN_FIRST))
        case FileSort.TEXT:
            return _text_told(before, data, label)


def _rules_told(before: Law, news: RuleFile, source: str) -> _Told:
    documents = tuple(f"文件 {one.number}《{one.title}》，{one.in_force_from}起施行" for one in news.document)
    rules = []
    for one in news.rule:
        was = "、".join(basis.words for basis in before.catalogue.rule(one.id).basis if basis.words)
        now = "、".join(basis.words for basis in one.basis if basis.words)
        changed = f"{was or '无数值'} 改为 {now or '无数值'}" if was != now else "数值不变，依据改写"
        rules.append(f"{one.id} {one.title}：{changed}")
    title = news.document[0].title if news.document else "、".join(one.id for one in news.rule)
    return source or title, title, (*documents, *rules)


def _areas_told(before: Law, news: AreaFile, source: str) -> _Told:
    named = []
    for one in news.area:
        try:
            was = before.areas.get(one.code).name
        except BadInput:
            was = ""
        named.append(f"{one.code} {one.name}" + (f"（原名{was}）" if was and was != one.name else ""))
    moved = tuple(f"{one.old} 改为 {one.new}" for one in news.alias)
    return source or "区划", f"行政区划变更（{len(named) + len(moved)}处）", (*named, *moved)


def _form_told(made: Form) -> _Told:
    if made.id not in {f"{made.use}_{kind}" for kind in made.kinds}:
        raise bad_file(f"表格编号“{made.id}”与用途、机构种类不符")
    return made.id, made.title, (f"共{len(made.items)}项；{_KEPT[made.use]}",)


def _text_told(law: Law, data: bytes, name: str) -> _Told:
    document = law.catalogue.by_code.get(name)
    if document is None:
        raise BadInput("document", "请选择这是哪一份文件的原文。")
    lines = paragraphs(data.decode("utf-8", "replace"))
    if not lines:
        raise bad_file("里面没有文字；扫描件请先转成文字")
    return name, document.title, (f"{document.number}，共{len(lines)}段",)
