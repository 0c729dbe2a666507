"""A prefecture in December: it received the records of one county, and nothing of the others."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

from tests import databases
from tests.store.desk import Desk as Records
from yb_desktop.base.clock import FixedClock
from yb_desktop.base.ids import make_ids
from yb_desktop.domain.vocabulary import Level
from yb_desktop.services.desk import Desk
from yb_desktop.services.offices import make_office

DECEMBER = date(2026, 12, 15)
RECEIVED = tuple(Records().history(random.Random(3), 6))
"""The county's records."""


def make_prefecture(folder: Path) -> Desk:
    """Make it in an empty folder."""
    desk = make_office(
        folder,
        office="532300",
        name="楚雄州医疗保障局",
        level=Level.PREFECTURE,
        database=databases.new_database(),
        clock=FixedClock(DECEMBER),
        ids=make_ids(random.Random(5)),
    )
    with desk.store.write() as tx:
        tx.take(list(RECEIVED))
    return desk
