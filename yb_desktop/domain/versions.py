"""How versions of forms and agreement texts are numbered: the program's, an office's own, those of an office above.

The program counts from 1. What an office loads for itself counts from ``OWN_FIRST``, so that a version that a later
program brings can never be taken for one of them. Elsewhere an office's version has its code before it: a number stands
for one text everywhere and for good.
"""

from __future__ import annotations

OWN_FIRST = 1001
"""The first version of an office's own."""
OFFICES = 10_000
"""Versions from here on name their office: its code times this, and its own number."""


def of_office(office: str, version: int) -> int:
    """Give an office's own version as other offices name it."""
    return int(office) * OFFICES + version


def office_in(version: int) -> tuple[str, int]:
    """Give the office that a version names, and its own number there; no office for one of the program or our own."""
    office, own = divmod(version, OFFICES)
    return (str(office), own) if office else ("", version)


def version_words(version: int, office: str = "", gap: str = " ") -> str:
    """Say a version: 第 1 版, 本单位第 1 版 for one that an office (``office``) loaded itself, 上级第 1 版."""
    named, own = office_in(version)
    if own < OWN_FIRST:
        return f"第{gap}{own}{gap}版"
    whose = "上级" if named and named != office else "本单位"
    return f"{whose}第{gap}{own - OWN_FIRST + 1}{gap}版"
