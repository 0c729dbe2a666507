"""What is looked at before a foreign workbook is opened: its kind, its size when unpacked, and what hides in it.

Everything is read through `zipfile`, which gives no more bytes than a member declares and checks its CRC; so the sizes
declared are upper limits, and their sum is capped before the first byte is unpacked. Each member is then unpacked once,
in pieces, and thrown away.
"""

from __future__ import annotations

import posixpath
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from defusedxml.ElementTree import fromstring
from openpyxl.utils.cell import range_boundaries

from yb_desktop.base.errors import Refused

MAX_FILE = 50 * 2**20
MAX_MEMBERS = 2_000
MAX_INFLATED = 300 * 2**20
MAX_RATIO = 200
RATIO_FROM = 4 * 2**20
MAX_ELEMENTS = 60_000_000
MAX_COLUMNS = 100
MAX_MERGES = 100_000

_OLD_OFFICE = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PIECE = 2**20
_OVERLAP = 300
_MERGE = re.compile(rb"<(?:\w{1,20}:)?mergeCell\s+[^>]{0,200}?ref=[\"']([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})[\"']")
_STRICT = b"purl.oclc.org/ooxml/spreadsheetml"
_REL_ID = re.compile(r"\{[^}]*/relationships\}id")

_SAVE_AS = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后再导入。"


@dataclass(frozen=True, slots=True)
class Merge:
    """A block of merged cells: rows from 1, columns from 0, all inclusive."""

    left: int
    top: int
    right: int
    bottom: int


def guard(source: BinaryIO, path: Path) -> None:
    """Check that a file is a plain .xlsx of sane size. Raises ``Refused`` with a sentence for each kind that is not."""
    name = path.name
    size = source.seek(0, 2)
    source.seek(0)
    start = source.read(512)
    if size == 0:
        raise Refused("sheet-not-excel", f"“{name}”是空文件。请重新选择。")
    if size > MAX_FILE:
        raise Refused(
            "sheet-too-big", f"“{name}”超过 50 MB，不是一份机构名单的大小。请删去图片和多余的工作表后再导入。"
        )
    if start.startswith(_OLD_OFFICE):
        _refuse_old_office(source, name)
    if not start.startswith(b"PK"):
        _refuse_no_zip(start, name)
    try:
        with ZipFile(source) as archive:
            _check_kind(archive, path)
            _check_sizes(archive, name)
            _check_contents(archive, name)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as problem:
        raise Refused(
            "sheet-damaged", f"“{name}”已损坏或没有传完整，读不出来。请重新取得这份文件，或用 Excel 打开后另存一份。"
        ) from problem
    finally:
        source.seek(0)


def merges_by_sheet(source: BinaryIO) -> Mapping[str, tuple[Merge, ...]]:
    """Give the merged blocks of each sheet by the sheet's name (openpyxl's read-only mode leaves them out)."""
    with ZipFile(source) as archive:
        found = {
            name: tuple(_merges(archive, member))
            for name, member in _sheet_members(archive)
            if member in archive.NameToInfo
        }
    source.seek(0)
    if sum(map(len, found.values())) > MAX_MERGES:
        raise Refused("sheet-too-big", "文件里合并的单元格太多。请取消合并后再导入。")
    return found


def _refuse_old_office(source: BinaryIO, name: str) -> None:
    source.seek(0)
    if _ENCRYPTED in source.read(MAX_FILE):
        raise Refused("sheet-encrypted", f"“{name}”设有打开密码。请用 Excel 打开，取消密码后保存，再导入。")
    raise Refused("sheet-old", f"“{name}”是旧的 .xls 格式。{_SAVE_AS}")


def _refuse_no_zip(start: bytes, name: str) -> None:
    if b"<html" in start.lower() or b"<table" in start.lower() or start.lstrip().startswith(b"<?xml"):
        raise Refused("sheet-not-excel", f"“{name}”其实是网页或 XML 文件，只是名字像 Excel。{_SAVE_AS}")
    text = _as_text(start)
    if text is not None and any(mark in text for mark in ",\t;，"):
        raise Refused("sheet-csv", f"“{name}”其实是文本（CSV）文件，只是改了扩展名。{_SAVE_AS}")
    raise Refused("sheet-not-excel", f"“{name}”不是 Excel 工作簿。请选择 .xlsx 文件。")


def _as_text(start: bytes) -> str | None:
    if b"\0" in start:
        return None
    for encoding in ("utf-8-sig", "gb18030"):
        for cut in range(4):  # the piece may end in the middle of a character
            try:
                return start[: len(start) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
    return None


def _check_kind(archive: ZipFile, path: Path) -> None:
    name = path.name
    members = {info.filename.lower() for info in archive.infolist()}
    macros = any(member.endswith("vbaproject.bin") or "/macrosheets/" in member for member in members)
    if macros or path.suffix.lower() in {".xlsm", ".xltm", ".xlam"}:
        raise Refused("sheet-macro", f"“{name}”带有宏，不能导入。{_SAVE_AS}")
    if "xl/workbook.bin" in members:
        raise Refused("sheet-old", f"“{name}”是 .xlsb 二进制格式。{_SAVE_AS}")
    if "mimetype" in members or "[content_types].xml" not in members:
        raise Refused("sheet-not-excel", f"“{name}”是压缩包或其他格式，不是 Excel 工作簿。{_SAVE_AS}")


def _check_sizes(archive: ZipFile, name: str) -> None:
    infos = archive.infolist()
    bomb = Refused("sheet-bomb", f"“{name}”解压后大得不正常，可能是恶意文件，没有打开。请向提供者核实。")
    if len(infos) > MAX_MEMBERS or sum(info.file_size for info in infos) > MAX_INFLATED:
        raise bomb
    if len({info.filename for info in infos}) != len(infos):
        raise Refused("sheet-damaged", f"“{name}”内部有重名的部分，不是正常保存的文件。{_SAVE_AS}")
    for info in infos:
        if info.flag_bits & 0x1:
            raise Refused("sheet-encrypted", f"“{name}”加了密码。请取消密码后再导入。")
        if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise Refused("sheet-damaged", f"“{name}”用了不常见的压缩方式。{_SAVE_AS}")
        if info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise bomb


def _check_contents(archive: ZipFile, name: str) -> None:
    elements = 0
    for info in archive.infolist():
        is_xml = info.filename.lower().endswith((".xml", ".rels"))
        for piece in _pieces(archive, info):
            if not is_xml:
                continue
            plain = piece.replace(b"\0", b"") if b"\0" in piece else piece
            if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
                raise Refused(
                    "sheet-entities", f"“{name}”里藏有外部引用，不是正常保存的文件，没有打开。请向提供者核实。"
                )
            if _STRICT in plain and info.filename == "xl/workbook.xml":
                raise Refused("sheet-strict", f"“{name}”是 Strict Open XML 格式。{_SAVE_AS}")
            elements += plain.count(b"<")
        if elements > MAX_ELEMENTS:
            raise Refused("sheet-bomb", f"“{name}”的内容多得不正常，没有打开。请向提供者核实。")


def _pieces(archive: ZipFile, info: ZipInfo) -> Iterator[bytes]:
    """Yield a member's bytes in pieces that overlap a little, so that nothing is missed at a seam."""
    tail = b""
    with archive.open(info) as member:
        while piece := member.read(_PIECE):
            yield tail + piece
            tail = piece[-_OVERLAP:]


def _merges(archive: ZipFile, member: str) -> Iterator[Merge]:
    found: dict[bytes, None] = {}
    for piece in _pieces(archive, archive.getinfo(member)):
        if b"mergeCell" in piece:
            found.update(dict.fromkeys(_MERGE.findall(piece)))
    for ref in found:
        left, top, right, bottom = (edge or 0 for edge in range_boundaries(ref.decode("ascii")))
        if left <= MAX_COLUMNS:
            yield Merge(left=left - 1, top=top, right=min(right, MAX_COLUMNS) - 1, bottom=bottom)


def _sheet_members(archive: ZipFile) -> Iterator[tuple[str, str]]:
    """Yield the name of each sheet and the member that holds it, as the workbook's own relations say."""
    workbook = next((n for n in archive.namelist() if n.lower() == "xl/workbook.xml"), None)
    if workbook is None:
        return
    folder, base = posixpath.split(workbook)
    relations = fromstring(archive.read(f"{folder}/_rels/{base}.rels"))
    targets = {rel.get("Id"): rel.get("Target", "") for rel in relations}
    for sheet in fromstring(archive.read(workbook)).iter():
        if not sheet.tag.endswith("}sheet"):
            continue
        rel_id = next((value for key, value in sheet.attrib.items() if _REL_ID.fullmatch(key)), None)
        target = targets.get(rel_id, "")
        member = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        yield sheet.get("name", ""), member
