"""Read an office's own agreement text from a file: a form file (.toml) or a Word file (.docx) with blanks in braces.

A Word file is foreign: its sizes are looked at before it is unpacked, nothing in it is followed, and only the
paragraphs and tables of its body are read, in order, each with the number Word sets before it (``text_numbering``).
Pictures and what stands in frames would be lost, so a file with these is refused in words.
"""

from __future__ import annotations

import tomllib
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError
from zipfile import BadZipFile, ZipFile

import msgspec
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from yb_desktop.base.errors import BadInput, Refused
from yb_desktop.base.files import world_error
from yb_desktop.domain.agreement_reading import Line, TextReading, check_text, read_paragraphs
from yb_desktop.domain.agreement_text import AgreementText
from yb_desktop.services.text_numbering import Numbering, numbering_of

ENDINGS = ("docx", "toml")
"""What files of texts end with."""
MOST = 20 * 2**20
"""The biggest file, and the biggest part of it when unpacked, in bytes."""
# What zipfile and the parser raise on a damaged or locked file.
_BROKEN = (
    BadZipFile,
    KeyError,
    ParseError,
    DefusedXmlException,
    EOFError,
    NotImplementedError,
    RuntimeError,
    zlib.error,
)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LOST = {
    "drawing": "图片",
    "pict": "图片",
    "object": "嵌入的对象",
    "txbxContent": "文本框",
}
_GONE = frozenset({f"{_W}del", f"{_W}moveFrom"})
_HEADING = ("heading ", "标题 ")


def read_text_file(file: Path, base: AgreementText) -> TextReading:
    """Read and check a text in the place of ``base``.

    Raises ``Refused`` (``text-file``) for a file that is no such text, ``WorldError`` where it cannot be read.
    """
    data = read_capped(file)
    if file.suffix.lower() == ".toml":
        return _from_toml(file.name, data, base)
    return read_paragraphs(tuple(_lines(file)), base)


def plain_lines(file: Path) -> tuple[str, ...]:
    """Read the paragraphs of an official text, from a Word file or a text in UTF-8.

    Raises ``Refused`` (``text-file``) for a file that is none, ``WorldError`` where it cannot be read.
    """
    data = read_capped(file)
    if file.suffix.lower() == ".docx":
        return tuple(line.text for line in _lines(file))
    try:
        return tuple(data.decode("utf-8-sig").splitlines())
    except UnicodeDecodeError as problem:
        raise Refused("text-file", f"“{file.name}”不是UTF-8编码的文本，请另存为UTF-8后再装入。") from problem


def read_capped(file: Path) -> bytes:
    """Read a file that is no bigger than a text can be. Raises ``Refused`` (``text-file``), ``WorldError``."""
    try:
        if file.stat().st_size > MOST:
            raise Refused("text-file", f"“{file.name}”超过 {MOST // 2**20} MB，不是一份文本的大小。")
        return file.read_bytes()
    except OSError as problem:
        raise world_error(problem, file) from problem


def _from_toml(name: str, data: bytes, base: AgreementText) -> TextReading:
    try:
        text = msgspec.convert(tomllib.loads(data.decode("utf-8-sig")), AgreementText)
    except UnicodeDecodeError as problem:
        raise Refused("text-file", f"“{name}”不是UTF-8编码的文本，请另存为UTF-8后再装入。") from problem
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as problem:
        raise Refused("text-file", f"“{name}”的写法不对（{problem}）。可以参照程序自带的文本。") from problem
    return check_text(text, base)


def _lines(file: Path) -> Iterator[Line]:
    body, styles, numbering = _parts(file)
    for place, paragraph in enumerate(_paragraphs(body), start=1):
        if isinstance(paragraph, Element):
            yield Line(place, _numbered(paragraph, numbering, place), _level(paragraph, styles))
        else:
            cells = ("".join(_numbered(one, numbering, place) for one in cell) for cell in paragraph)
            yield Line(place, "　".join(words for words in cells if words))


def _numbered(paragraph: Element, numbering: Numbering, place: int) -> str:
    return f"{numbering.number_of(paragraph, place)}　{_text(paragraph)}".strip("　")


def _parts(file: Path) -> tuple[Element, dict[str, int], Numbering]:
    try:
        with ZipFile(file) as archive:
            body = fromstring(_member(archive, "word/document.xml", file), forbid_dtd=True).find(f"{_W}body")
            styles = _part(archive, "word/styles.xml", file)
            numbering = numbering_of(_part(archive, "word/numbering.xml", file), styles)
    except _BROKEN as problem:
        text = f"“{file.name}”不是可以读取的 Word 文件（.docx），或已损坏、设有密码。请用 Word 或 WPS 另存为 .docx。"
        raise Refused("text-file", text) from problem
    if body is None:
        raise Refused("text-file", f"“{file.name}”里没有正文。")
    _nothing_lost(body, file.name)
    return body, {} if styles is None else dict(_heading_styles(styles)), numbering


def _part(archive: ZipFile, name: str, file: Path) -> Element | None:
    if name not in archive.namelist():
        return None
    part: Element = fromstring(_member(archive, name, file), forbid_dtd=True)
    return part


def _member(archive: ZipFile, name: str, file: Path) -> bytes:
    if archive.getinfo(name).file_size > MOST:
        raise Refused("text-file", f"“{file.name}”展开后太大，不是一份协议文本。")
    return archive.read(name)


def _nothing_lost(body: Element, name: str) -> None:
    for tag, what in _LOST.items():
        if next(body.iter(f"{_W}{tag}"), None) is not None:
            raise BadInput("text-file", f"“{name}”里有{what}，读不成文字。请删去{what}或改写成文字后再装入。")


def _heading_styles(styles: Element) -> Iterator[tuple[str, int]]:
    for style in styles.iter(f"{_W}style"):
        name = style.find(f"{_W}name")
        words = name.get(f"{_W}val", "").lower() if name is not None else ""
        for begins in _HEADING:
            number = words.removeprefix(begins)
            if number != words and number.isdigit():
                yield style.get(f"{_W}styleId", ""), int(number)


def _paragraphs(body: Element) -> Iterator[Element | list[list[Element]]]:
    """Give the paragraphs in order; a row of a table comes as its cells, each with its paragraphs."""
    for child in body:
        if child.tag == f"{_W}p":
            yield child
        elif child.tag == f"{_W}tbl":
            for row in child.iter(f"{_W}tr"):
                yield [list(cell.iter(f"{_W}p")) for cell in row.iter(f"{_W}tc")]
        elif child.tag == f"{_W}sdt":
            content = child.find(f"{_W}sdtContent")
            yield from _paragraphs(content) if content is not None else ()


def _text(paragraph: Element) -> str:
    return "".join(_pieces(paragraph)).strip()


def _pieces(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in {f"{_W}tab", f"{_W}br"}:
            yield "　"
        elif child.tag not in _GONE:
            yield from _pieces(child)


def _level(paragraph: Element, styles: dict[str, int]) -> int:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return styles.get(style.get(f"{_W}val", ""), 0) if style is not None else 0
