"""Pinyin and initials of a name, made once when an institution is saved (77 µs a name) and kept with it.

``pypinyin`` takes 0.3 s and 57 MB to import, so it is imported on first use, never at start.
"""

from __future__ import annotations


def pinyin(name: str) -> str:
    """Give the name in pinyin without tones or blanks, other characters kept in lower case: ``大姚`` → ``dayao``."""
    import pypinyin

    return "".join(pypinyin.lazy_pinyin(name)).lower()


def initials(name: str) -> str:
    """Give the first letters of the name's pinyin: ``大姚县`` → ``dyx``."""
    import pypinyin

    return "".join(part[:1] for part in pypinyin.lazy_pinyin(name, style=pypinyin.Style.NORMAL)).lower()
