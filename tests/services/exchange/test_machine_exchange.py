"""Random offices and random mail (``offices_machine``): a few examples here, many in ``tests/bench``."""

from __future__ import annotations

from tests.services.exchange.offices_machine import play
from tests.services.exchange.ways import World


def test_offices_agree_whatever_happens_to_the_mail(made: World) -> None:
    play(made, examples=3, steps=25)
