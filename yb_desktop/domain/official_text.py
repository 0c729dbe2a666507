"""The official text (文件原文) of a document, as an office loads it: plain paragraphs; one article is cut out.

Texts come as they were published: with or without marks of a heading, blanks before 第三条, points written 一、.
"""

from __future__ import annotations

import re
from functools import lru_cache

from yb_desktop.domain.agreement_text import chinese_number

_HEADING = re.compile(r"#{1,6}\s+|第[一二三四五六七八九十百零]+[章节编]")
_ARTICLE = re.compile(r"第([一二三四五六七八九十百零]+)条")
_POINT = re.compile(r"([一二三四五六七八九十]+)、")


def paragraphs(text: str) -> tuple[str, ...]:
    """Give the paragraphs of a text without blanks around them."""
    return tuple(line for one in text.splitlines() if (line := one.strip().strip("\ufeff\u3000")))


@lru_cache(maxsize=256)
def article(text: str, number: int, *, articles: bool = True) -> str:
    """Give one article (or numbered point, of a document without 条), empty where the text has none of that number."""
    begins = _ARTICLE if articles else _POINT
    found: list[str] = []
    wanted, inside = chinese_number(number), False
    for line in paragraphs(text):
        plain = line.lstrip("#").strip()
        mark = begins.match(plain)
        if mark is not None:
            inside = mark[1] == wanted and not found
        elif _HEADING.match(line):
            inside = False
        if inside:
            found.append(plain)
    return "\n".join(found)


def article_of(text: str, source: str, *, articles: bool = True) -> str:
    """Give the article that a basis names: ``CX-18(3)`` rests on article 18."""
    number = re.search(r"-(\d+)", source)
    return article(text, int(number[1]), articles=articles) if number else ""
