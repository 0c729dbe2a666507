"""A case as a folder for the records office (档案室): its papers, its agreement's and the audits' in order of time.

Papers are made from the records, so they say what they said when they were signed; each is PDF/A-2b. Signed scans
lie beside them as they were taken in. What can no more be printed stands in the index with the reason: nothing is left
out silently. The folder is checked with ``sha256sum -c manifest-sha256.txt``. The same records give the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from yb_desktop.base.errors import BadInput, NotAllowed, UserError
from yb_desktop.base.files import world_error, write_whole
from yb_desktop.base.signing import Signer
from yb_desktop.domain.agreement import ScanAttached
from yb_desktop.domain.case import Case
from yb_desktop.domain.on_paper import PaperScanned
from yb_desktop.paper.documents.archive_index import ArchiveIndex, IndexLine, compose_archive_index
from yb_desktop.paper.fonts import Face, found
from yb_desktop.paper.page import printed
from yb_desktop.paper.pictures import page_sizes
from yb_desktop.paper.workbook import workbook
from yb_desktop.services import papers
from yb_desktop.services.desk import Desk
from yb_desktop.services.paper.kinds import PaperRef
from yb_desktop.services.paper.steps import done, suffixed
from yb_desktop.services.paper.values import sender, what_of

Progress = Callable[[int, int], None]
"""Told how many papers of how many are made; raising stops the work, and nothing is written."""

MANIFEST = "manifest-sha256.txt"
INDEX = "000_卷内文件目录"
README = "说明.txt"
_ZIP = ".zip"
_STAMP = (1980, 1, 1, 0, 0, 0)
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]+')
_NAME_MOST = 60
_PDF_MEDIA = "application/pdf"
_COPIES = frozenset({"agreement", "supplementary_agreement"})


@dataclass(frozen=True, slots=True)
class Archived:
    """What was written: where, how many files of papers and scans, and what could not be put in, with the reason."""

    path: Path
    files: int
    left_out: tuple[IndexLine, ...]


@dataclass(frozen=True, slots=True)
class _Source:
    """One thing to put in: of which matter, on which day, and what gives its bytes."""

    ref: PaperRef
    make: Callable[[], bytes]
    ending: str = ".pdf"
    remark: str = ""


def archive(
    desk: Desk, case: str, out: Path, *, signer: Signer | None = None, progress: Progress | None = None
) -> Archived:
    """Write the archive of a case as a folder, or as one .zip file where ``out`` ends so.

    Raises ``BadInput`` (``archive``) for a folder that has something in it or a case without papers, ``NotAllowed``
    (J1) for another office's case, ``WorldError``.
    """
    desk.need_business()
    _need_empty(out)
    with desk.store.read() as reader:
        held = reader.case(case)
        institution = reader.institution(held.institution).registration.name
    if held.office != desk.info.office:
        raise NotAllowed.by("J1", f"该申请由{held.office}的经办机构办理，应由该机构归档")
    files, lines = _collect(list(_sources(desk, held, signer)), progress)
    if not lines:
        raise BadInput("archive", "该申请还没有任何文书，不能归档。")
    last = max(line.day for line in lines)
    index = compose_archive_index(
        ArchiveIndex(
            sender=sender(desk, suffixed(held.receipt, "归档"), last),
            institution=_printable(institution),
            matter=_printable(f"{institution}{what_of(held)}"),
            lines=tuple(replace(line, remark=_printable(line.remark)) for line in lines),
        )
    )
    files[f"{INDEX}.pdf"] = printed(index, signer=signer)
    files[f"{INDEX}.xlsx"] = workbook(index)
    files[README] = _readme(institution, held, desk.info.name, lines).encode("utf-8")
    files[MANIFEST] = _manifest(files).encode("utf-8")
    _write(out, files)
    return Archived(out, sum(1 for line in lines if line.file), tuple(line for line in lines if not line.file))


def _sources(desk: Desk, case: Case, signer: Signer | None) -> Iterator[_Source]:
    with desk.store.read() as reader:
        held = reader.agreement(case.agreement) if case.agreement else None
        audits = reader.audits_of(case.agreement) if case.agreement else ()
    for ref in papers.documents_of(desk, case=case.id):
        copies = held.copies if held is not None and ref.document in _COPIES else ()
        copy = max((one.copy for one in copies), default=1)
        remark = f"第{copy}份，登记打印共{len(copies)}份" if copies else ""
        wanted = papers.Wanted(case=case.id, copy=copy, number=ref.number)
        yield _Source(ref, _printing(desk, ref, wanted, signer), remark=remark)
    yield from _paper_scans(desk, case.id)
    if case.agreement:
        yield from _scans(desk, case.agreement)
        yield from _paper_scans(desk, case.agreement)
    for audit in audits:
        for ref in papers.documents_of(desk, audit=audit.id):
            yield _Source(ref, _printing(desk, ref, papers.Wanted(audit=audit.id, number=ref.number), signer))
        yield from _paper_scans(desk, audit.id)


def _printing(desk: Desk, ref: PaperRef, wanted: papers.Wanted, signer: Signer | None) -> Callable[[], bytes]:
    return lambda: papers.paper_as(desk, ref.document, ".pdf", wanted, signer=signer)


def _scans(desk: Desk, agreement: str) -> Iterator[_Source]:
    with desk.store.read() as reader:
        number = reader.agreement(agreement).number
        attached = done(reader, agreement, ScanAttached)
    for one in attached:
        yield _scan(desk, one.fact, PaperRef("scan", "签字盖章件扫描件", number, one.stamp.on))


def _paper_scans(desk: Desk, matter: str) -> Iterator[_Source]:
    with desk.store.read() as reader:
        scanned = done(reader, matter, PaperScanned)
    for one in scanned:
        title = f"{papers.TITLES.get(one.fact.document, '文书')}（扫描件）"
        yield _scan(desk, one.fact, PaperRef("scan", title, one.fact.number, one.stamp.on))


def _scan(desk: Desk, fact: ScanAttached | PaperScanned, ref: PaperRef) -> _Source:
    pages = "、".join(str(page) for page in fact.pages)
    ending = ".pdf" if fact.media == _PDF_MEDIA else ".jpg"
    return _Source(ref, _blob(desk, fact.sha256), ending, f"第{pages}页" if pages else "")


def _blob(desk: Desk, sha256: str) -> Callable[[], bytes]:
    def read() -> bytes:
        with desk.store.read() as reader:
            data = reader.blob(sha256)
        if data is None:
            raise BadInput("file", "扫描件已不在本机，请从备份或原件补入。")
        return data

    return read


def _collect(sources: Sequence[_Source], progress: Progress | None) -> tuple[dict[str, bytes], list[IndexLine]]:
    files: dict[str, bytes] = {}
    lines: list[IndexLine] = []
    ordered = sorted(sources, key=lambda source: source.ref.on)
    for place, source in enumerate(ordered, 1):
        if progress is not None:
            progress(place - 1, len(ordered))
        ref = source.ref
        line = IndexLine(place, ref.number, ref.title, ref.on, 0, "", source.remark)
        try:
            data = source.make()
        except UserError as refusal:  # it is named in the index with what the program says of it
            lines.append(replace(line, remark=f"未能归入：{refusal.text}"))
            continue
        name = f"{place:03d}_{_safe(ref.title)}_{_safe(ref.number)}"[:_NAME_MOST] + source.ending
        files[name] = data
        lines.append(replace(line, file=name, pages=_pages(data)))
    if progress is not None:
        progress(len(ordered), len(ordered))
    return files, lines


def _pages(data: bytes) -> int:
    return len(page_sizes(data)) if data.startswith(b"%PDF") else 1


def _printable(text: str) -> str:
    """Name by its code what no font has: the index must be printed whatever the papers hold."""
    return "".join(char if char == "\n" or found(char, Face.SONG) else f"[U+{ord(char):04X}]" for char in text)


def _safe(text: str) -> str:
    return _NOT_IN_NAMES.sub("-", text).strip("-. ")


def _manifest(files: Mapping[str, bytes]) -> str:
    return "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items()))


def _readme(institution: str, case: Case, office: str, lines: Sequence[IndexLine]) -> str:
    missing = [line for line in lines if not line.file]
    parts = [
        f"{institution}　{what_of(case)}　归档文件\n",
        f"责任者：{office}\n收件编号：{case.receipt}\n",
        (
            f"一、内容\n    本文件夹收有上述申请及其协议、违约处理的全部文书，共{len(lines) - len(missing)}件，"
            "按形成日期先后编号。\n"
            f"    {INDEX}.pdf 是目录；同名的 .xlsx 是同一份目录，供录入档案系统。\n"
        ),
        (
            "二、格式\n    文书为 PDF/A-2b 长期保存格式，字体已嵌入，由登记的数据生成，与签发时的内容一致；"
            "页脚有二维码的，可以用本程序的“核验文书”核对真伪。\n    签字盖章件的扫描件按收入时的原样保存。\n"
        ),
        (
            f"三、校验\n    {MANIFEST} 列出每个文件的 SHA-256 校验值。在本文件夹内运行 "
            f"sha256sum -c {MANIFEST} ，每一行都显示“成功”（或 OK）即说明文件没有改动。\n"
        ),
    ]
    if missing:
        named = "".join(f"    {line.place}. {line.title}　{line.number}：{line.remark}\n" for line in missing)
        parts.append(f"四、未能归入的文书\n{named}")
    return "\n".join(parts)


def _need_empty(out: Path) -> None:
    try:
        taken = out.exists() and (out.is_file() or any(out.iterdir()))
    except OSError as problem:
        raise world_error(problem, out) from problem
    if taken:
        raise BadInput("archive", f"“{out.name}”已经存在，里面有文件。请换一个名称或空文件夹，以免混在一起。")


def _write(out: Path, files: Mapping[str, bytes]) -> None:
    if out.suffix.lower() == _ZIP:
        write_whole(out, _zipped(files))
        return
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise world_error(problem, out) from problem
    # The manifest is last: a folder without one was not finished.
    for name in sorted(files, key=lambda name: (name == MANIFEST, name)):
        write_whole(out / name, files[name])


def _zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, files[name])
    return out.getvalue()
