"""What a record's body says, typed: one frozen struct (a fact) for each record type and version.

A fact is written as JSON without defaults and read back strictly. An older version is brought up to date when read
(``upcast``), never rewritten. Facts are values; what they do to an institution, a case or an agreement is told by the
``evolve`` functions beside those.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, TypeVar, cast

import msgspec

from yb_desktop.base.canon import Json
from yb_desktop.base.errors import Refused
from yb_desktop.domain.records import Record


class Fact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The typed body of a record."""

    TYPE: ClassVar[str]
    VERSION: ClassVar[int]

    def touches(self) -> tuple[str, ...]:
        """Name further entities, besides the record's own, that this fact changes."""
        return ()


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who, when and where a fact comes from: the part of its record that the office's logic may look at."""

    rid: str
    entity: str
    on: date
    actor: str
    office: str
    type: str
    device: str = ""
    base: tuple[str, ...] = ()


Upcast = Callable[[Mapping[str, Json]], Mapping[str, Json]]
"""Turns the body of one version into the body of the next."""

F = TypeVar("F", bound=Fact)

_types: dict[str, type[Fact]] = {}
_upcasts: dict[tuple[str, int], Upcast] = {}


def fact(name: str, version: int = 1) -> Callable[[type[F]], type[F]]:
    """Register a struct as the body of records of type ``name`` (an action's full name)."""

    def register(cls: type[F]) -> type[F]:
        cls.TYPE = name
        cls.VERSION = version
        _types[name] = cls
        return cls

    return register


def upcast(name: str, version: int, step: Upcast) -> None:
    """Say how a body of ``version`` becomes one of ``version + 1``."""
    _upcasts[name, version] = step


def known_types() -> frozenset[str]:
    """Give the record types this program can take into its books."""
    return frozenset(_types)


def body_of(value: Fact) -> Mapping[str, Json]:
    """Write a fact as a record's body (ISO days, integers, no floats).

    Keys are sorted as in the log's canonical JSON: what is made of a fact just written and of the same one read back
    from the log must not differ, not even in the order of a mapping.
    """
    return cast(Mapping[str, Json], msgspec.to_builtins(value, order="deterministic"))


def read_fact(record: Record) -> Fact:
    """Read a record's body. Raises ``Refused`` (``record-type``, ``record-version``, ``record-body``)."""
    cls = _types.get(record.type)
    if cls is None:
        raise Refused("record-type", f"记录类型“{record.type}”本程序不认识，请升级程序后再接收。")
    if record.v > cls.VERSION:
        raise Refused("record-version", f"记录“{record.type}”由更新版本的程序生成，请升级程序后再接收。")
    body: Mapping[str, Json] = record.body
    for version in range(record.v, cls.VERSION):
        body = _upcasts[record.type, version](body)
    try:
        return msgspec.convert(body, cls)
    except msgspec.ValidationError as problem:
        raise Refused("record-body", f"记录“{record.type}”的内容不合规（{problem}）。") from problem


def stamp_of(record: Record) -> Stamp:
    """Give the stamp of a record. Raises ``Refused`` (``record-day``) when its day is no day."""
    try:
        day = date.fromisoformat(record.on)
    except ValueError as problem:
        raise Refused("record-day", f"记录{record.rid}的日期“{record.on}”不存在。") from problem
    whose = (record.actor, record.office, record.type, record.device)
    return Stamp(record.rid, record.entity, day, *whose, record.base)
