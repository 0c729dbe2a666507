"""J2: a class stands at a level, which says who handles it; the register keeps what the clerk wrote."""

from __future__ import annotations

import pytest

from yb_desktop.domain.listing_words import level_of
from yb_desktop.domain.vocabulary import InstitutionClass, Level


@pytest.mark.parametrize(
    ("cls", "level"),
    [
        (InstitutionClass.VILLAGE_CLINIC, Level.TOWNSHIP),
        (InstitutionClass.TOWNSHIP_HOSPITAL, Level.TOWNSHIP),
        (InstitutionClass.GENERAL_HOSPITAL, Level.COUNTY),
        (InstitutionClass.SINGLE_PHARMACY, Level.COUNTY),
    ],
)
def test_a_class_has_its_usual_level(cls: InstitutionClass, level: Level) -> None:
    assert level_of(cls) is level
