"""What changes the law after the program was shipped: rules and documents, national years, divisions, from a file.

The files are written like the shipped ones (``resources/law``, ``calendar``, ``areas``). A rule takes the place of the
rule with its id and a document of the one with its code; nothing is taken away, so that what rests on them still holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import msgspec

from yb_desktop.base.errors import BadInput
from yb_desktop.law.areas import Area, Areas, area_at
from yb_desktop.law.calendar import NationalYear
from yb_desktop.law.catalogue import Catalogue, Document, Rule

T = TypeVar("T")


class _Closed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file: nothing unknown in it."""


class RuleFile(_Closed, frozen=True):
    """Rules and the documents they rest on."""

    document: tuple[Document, ...] = ()
    rule: tuple[Rule, ...] = ()


class NamedArea(_Closed, frozen=True):
    """A division that is new or has another name; its code says where it lies."""

    code: str
    name: str
    short: str = ""


class AreaAlias(_Closed, frozen=True):
    """A code that is used no more, of a county or a township, and the one that took its place."""

    old: str
    new: str
    note: str = ""


class AreaFile(_Closed, frozen=True):
    """Divisions and codes that changed."""

    area: tuple[NamedArea, ...] = ()
    alias: tuple[AreaAlias, ...] = ()


def with_rules(catalogue: Catalogue, data: bytes) -> Catalogue:
    """Give a catalogue with the rules and documents of a file in it. Raises ``BadInput`` (``reference-file``)."""
    news = read_toml(data, RuleFile)
    if not (news.document or news.rule):
        raise bad_file("没有写规则，也没有写文件")
    for fault in (fault for rule in news.rule for fault in _misfits(catalogue, rule)):
        raise bad_file(fault)
    documents = {one.code: one for one in (*catalogue.documents, *news.document)}
    rules = {one.id: one for one in (*catalogue.rules, *news.rule)}
    try:
        return Catalogue(tuple(documents.values()), tuple(rules.values()))
    except ValueError as problem:
        raise bad_file(str(problem)) from problem


def _misfits(catalogue: Catalogue, rule: Rule) -> Iterator[str]:
    """Say where a rule would leave without an answer what the program asks of it."""
    before = catalogue.by_id.get(rule.id)
    if before is None:
        yield f"程序没有规则{rule.id}，新的规则要随程序更新"
    elif (before.kind, before.manual, before.count) != (rule.kind, rule.manual, rule.count):
        yield f"规则{rule.id}的种类和计算方法不能由文件改变"
    elif not {*before.parts(), before.part} <= {*rule.parts(), rule.part}:
        yield f"规则{rule.id}缺少原有的数值项（{'、'.join(before.parts())}）"


def with_areas(areas: Areas, data: bytes) -> Areas:
    """Give the divisions with those of a file among them. Raises ``BadInput`` (``reference-file``)."""
    news = read_toml(data, AreaFile)
    if not (news.area or news.alias):
        raise bad_file("没有写区划，也没有写代码的变更")
    added = tuple(_area(one) for one in news.area)
    try:
        return areas.changed(added, {one.old: one.new for one in news.alias})
    except ValueError as problem:
        raise bad_file(str(problem)) from problem


def _area(named: NamedArea) -> Area:
    if not (named.code.isascii() and named.code.isdigit() and len(named.code) in (6, 9) and named.name.strip()):
        raise bad_file(f"区划“{named.code[:20]}”要写6位或9位代码和名称")
    return area_at(named.code, named.name, named.short)


def read_year(data: bytes) -> NationalYear:
    """Read the State Council's arrangement of a year. Raises ``BadInput`` (``reference-file``)."""
    return read_toml(data, NationalYear)


def read_toml(data: bytes, shape: type[T]) -> T:
    """Read a file strictly. Raises ``BadInput`` (``reference-file``)."""
    try:
        return msgspec.toml.decode(data, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as problem:
        raise bad_file(f"写法不对（{problem}）") from problem


def bad_file(fault: str) -> BadInput:
    """Make the refusal of a file that cannot be used."""
    return BadInput("reference-file", f"这份资料不能使用：{fault}。请更正文件后重新装入。")
