"""The editor for several sums by name: one a line, the name first, the yuan behind it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from yb_desktop.base.canon import Json
from yb_desktop.ui.widgets.form_fields import MultilineEditor, read_number
from yb_desktop.ui.widgets.form_spec import FieldSpec


class SumsEditor(MultilineEditor):
    """``超标准收费 12864`` gives 1,286,400 fen by that name; a line without a name is called by its number."""

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        self._text.setPlaceholderText(spec.hint or "每行一项，如：超标准收费 12864.00")

    def value(self) -> Json:
        """Give the sums that can be read."""
        sums: dict[str, Json] = {name: fen for name, fen in self._read() if name and fen is not None}
        return sums or None

    def show_value(self, value: Json) -> None:
        """Show sums by name."""
        given = value if isinstance(value, dict) else {}
        lines = (f"{name} {Decimal(fen) / 100:,.2f}" for name, fen in given.items() if isinstance(fen, int))
        super().show_value("\n".join(lines))

    def problem(self) -> str:
        """Say which line is no sum, or stands there twice."""
        seen: set[str] = set()
        for name, fen in self._read():
            if fen is None or fen <= 0:
                return f"“{name}”后面请写金额，如：{name[:12]} 1234.50"
            if name in seen:
                return f"“{name}”写了两次，请合并或改名。"
            seen.add(name)
        return ""

    def _read(self) -> Iterator[tuple[str, int | None]]:
        lines = (line.strip() for line in self._text.toPlainText().splitlines())
        for number, line in enumerate((line for line in lines if line), 1):
            words = line.removesuffix("元").rstrip().replace("：", " ").replace(":", " ").split()
            fen = _fen(words[-1]) if words else None
            if fen is None:
                yield line, None
            else:
                yield " ".join(words[:-1]) or f"第{number}项", fen


def _fen(text: str) -> int | None:
    number = read_number(text)
    if number is None or number * 100 != int(number * 100):
        return None
    return int(number * 100)
