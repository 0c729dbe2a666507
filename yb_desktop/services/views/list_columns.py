"""The columns of a foreign list before it is imported: what its heads are taken for, what a person says they are."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from yb_desktop.domain.listing_headers import Column, SheetRow, head_key, missing_columns
from yb_desktop.services.sheets import look_at

FIELDS: Mapping[str, str] = {column.value: column.label for column in Column}
"""Our fields by the name that an import takes them by, with what they are called."""


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of the list: how an import is told of it, its head, a value below it, the field it is taken for."""

    name: str
    head: str
    sample: str
    field: str


@dataclass(frozen=True, slots=True)
class ListColumns:
    """The columns of a list; ``key`` is the same for every list with the same heads."""

    sheet: str
    key: str
    columns: tuple[ListColumn, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Name the fields that no column was recognised for and that an import needs."""
        return lacking({one.field: one.name for one in self.columns if one.field})


def list_columns(file: Path) -> ListColumns:
    """Read the heads of a list. Raises ``Refused``, ``BadInput`` or ``WorldError`` for a file that is no list."""
    sheet = look_at(file)
    fields = {at: column.value for column, at in sheet.head.columns.items()}
    times = Counter(head_key(label) for label in sheet.head.labels)
    columns = tuple(
        ListColumn(
            label if label and times[head_key(label)] == 1 else _letter(at),
            label or f"（{_letter(at)} 列，没有表头）",
            _sample(sheet.rows, at),
            fields.get(at, ""),
        )
        for at, label in enumerate(sheet.head.labels)
        if label or _sample(sheet.rows, at)
    )
    key = hashlib.sha256("\n".join(head_key(label) for label in sheet.head.labels).encode()).hexdigest()
    return ListColumns(sheet.name, key, columns)


def lacking(chosen: Mapping[str, str]) -> tuple[str, ...]:
    """Name the fields that an import needs and that no column was chosen for."""
    return missing_columns({Column(field) for field in chosen})


def _sample(rows: tuple[SheetRow, ...], at: int) -> str:
    cells = (row.cells[at] for row in rows if at < len(row.cells))
    return next((str(cell) for cell in cells if cell is not None), "")


def _letter(at: int) -> str:
    """Name a column as Excel does: 0 is A, 26 is AA."""
    high, low = divmod(at, 26)
    return (chr(ord("A") + high - 1) if high else "") + chr(ord("A") + low)
