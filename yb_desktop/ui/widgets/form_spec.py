"""What a form is made of, described: one frozen ``FieldSpec`` a field; nothing here is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from yb_desktop.base.canon import Json
from yb_desktop.ui.widgets.basis import Citation


class Kind(Enum):
    """What a field holds, and so what ``values()`` gives for it (``None`` where nothing was entered)."""

    TEXT = "text"
    """``str``, one line."""
    MULTILINE = "multiline"
    """``str``, several lines."""
    DATE = "date"
    """``"2026-03-02"``."""
    CHOICE = "choice"
    """The ``id`` of one option."""
    NUMBER = "number"
    """``int``."""
    MONEY = "money"
    """``int``, in fen; typed in yuan, ``1.5万`` is understood."""
    CHECK = "check"
    """``bool``."""
    ITEMS = "items"
    """``{id: {"copies": int, "sealed": bool}}`` of the ticked ones; ``sealed`` only where ``seals`` asks for it."""
    PERSON = "person"
    """``{"name": str, "id_number": str}``."""
    AREA = "area"
    """The code of one option, found by typing part of its name."""
    LINES = "lines"
    """``[str, …]``, one a line."""
    DAYS = "days"
    """``["2026-03-02", …]``, one a line, written in any of the ways a single date may be."""
    TICKS = "ticks"
    """``[id, …]`` of the options ticked."""
    SUMS = "sums"
    """``{name: int}``, sums in fen by name; one a line, typed in yuan behind the name."""


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose or to tick; of an item, how many ``copies`` are asked for."""

    id: str
    title: str
    note: str = ""
    copies: int = 1


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field. ``wide`` takes the whole width of two columns; ``group`` puts a heading above."""

    id: str
    label: str
    kind: Kind = Kind.TEXT
    required: bool = False
    help: str = ""
    hint: str = ""
    basis: Citation | None = None
    choices: tuple[Option, ...] = ()
    unit: str = ""
    minimum: int | None = None
    maximum: int | None = None
    initial: Json = None
    seals: bool = True
    wide: bool = False
    group: str = ""
    read_only: bool = False
