"""Draws: the order comes from seed and names alone, one of each field first (E3, E8)."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.domain.case_facts import Inspector
from yb_desktop.domain.drawing import FIELDS, draw, ticket

POOLS = st.lists(
    st.builds(Inspector, st.text("甲乙丙丁戊己庚辛", min_size=1, max_size=3), st.sampled_from(("", *FIELDS))),
    min_size=3,
    max_size=9,
    unique_by=lambda person: person.person,
)


def by_hand(pool: list[Inspector], size: int, seed: str) -> list[str]:
    """Fill the seats as the paper says: sort by ticket; first of each field in turn; then the next in order."""
    tickets = {p.person: int(hashlib.sha256(f"{seed}\n{p.person}".encode()).hexdigest(), 16) for p in pool}
    waiting = sorted(pool, key=lambda person: tickets[person.person])
    seats: list[str] = []
    for field in FIELDS:
        for person in waiting:
            if person.field == field and len(seats) < size:
                seats.append(person.person)
                break
    for person in waiting:
        if person.person not in seats and len(seats) < size:
            seats.append(person.person)
    return seats


@given(pool=POOLS, size=st.integers(1, 9), seed=st.text(max_size=20))
@settings(max_examples=80)
def test_anyone_can_repeat_it(pool: list[Inspector], size: int, seed: str) -> None:
    if size > len(pool):
        with pytest.raises(NotAllowed) as refusal:
            draw(pool, size=size, seed=seed)
        assert refusal.value.rule == "E3"
        return
    found = draw(pool, size=size, seed=seed)

    assert [person.person for person in found.drawn] == by_hand(pool, size, seed)
    assert len({person.person for person in found.drawn}) == size
    assert found == draw(list(reversed(pool)), size=size, seed=seed)
    present = {person.field for person in found.drawn}
    assert found.unbalanced == tuple(field for field in FIELDS if field not in present)


def test_who_is_left_out_is_not_drawn() -> None:
    pool = [Inspector(name) for name in "甲乙丙丁"]

    assert {person.person for person in draw(pool, size=3, seed="x", leave_out=["甲"]).drawn} == {"乙", "丙", "丁"}
    with pytest.raises(NotAllowed):
        draw(pool, size=4, seed="x", leave_out=["甲"])


@pytest.mark.parametrize("size", [0, -1])
def test_a_draw_has_at_least_one_seat(size: int) -> None:
    with pytest.raises(BadInput) as problem:
        draw([Inspector("甲")], size=size, seed="x")
    assert problem.value.code == "size"


def test_a_name_has_one_ticket() -> None:
    with pytest.raises(BadInput) as problem:
        draw([Inspector("甲", "it"), Inspector("甲", "finance"), Inspector("乙")], size=2, seed="x")
    assert problem.value.code == "pool"
    assert ticket("x", "甲") != ticket("y", "甲")
