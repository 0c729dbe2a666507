"""A draw that anyone can repeat from the paper (E3, E6, E8).

Method ``sha256-order/1``: each person of the pool who is not left out gets SHA-256 of the seed, a line feed and the
person's name, in UTF-8; the smallest number comes first. One of each field is taken in the fixed order of the fields,
then the next in order until the seats are full.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.domain.case_facts import Inspector

METHOD = "sha256-order/1"
FIELDS = ("insurance", "medicine", "finance", "it")
"""E8: insurance, medicine or pharmacy, finance, information technology; the order in which seats are filled."""

EXPERT_WORDS: Mapping[str, str] = {"insurance": "医保", "medicine": "医药", "finance": "财务", "it": "信息", "": ""}
"""The fields as screens and papers name them."""


@dataclass(frozen=True, slots=True)
class Draw:
    """Who was drawn, and the fields for which the pool had nobody left."""

    drawn: tuple[Inspector, ...]
    unbalanced: tuple[str, ...]


def draw(pool: Sequence[Inspector], *, size: int, seed: str, leave_out: Collection[str] = ()) -> Draw:
    """Draw ``size`` people. Raises ``NotAllowed`` E3 when the pool, without those left out, is too small.

    Raises ``BadInput`` for a size below one, and for a pool that has a person twice: two tickets for one name.
    """
    if size < 1:
        raise BadInput("size", "抽取人数至少为1名。")
    names = [person.person for person in pool]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise BadInput("pool", f"抽取名单中有重复的姓名：{'、'.join(twice)}，请加注以便区分。")
    left = [person for person in pool if person.person not in leave_out]
    if len(left) < size:
        raise NotAllowed.by("E3", f"可抽取的人员只有{len(left)}名，不足{size}名，请先补充评估小组人员")
    order = sorted(left, key=lambda person: ticket(seed, person.person))
    seats: list[Inspector] = []
    for field in FIELDS:
        match = next((person for person in order if person.field == field), None)
        if match is not None and len(seats) < size:
            seats.append(match)
    seats += [person for person in order if person not in seats][: size - len(seats)]
    present = {person.field for person in seats}
    return Draw(tuple(seats), tuple(field for field in FIELDS if field not in present))


def ticket(seed: str, person: str) -> str:
    """Give the number by which a person stands in the order (64 hex digits)."""
    return hashlib.sha256(f"{seed}\n{person}".encode()).hexdigest()
