"""What the frame and the start show: the office's day, what is not acknowledged, the last copy, the search for all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from yb_desktop.domain.people import Person
from yb_desktop.domain.vocabulary import Level
from yb_desktop.law.areas import Areas
from yb_desktop.law.areas import Level as AreaLevel
from yb_desktop.law.law import shipped_law
from yb_desktop.services.desk import Desk
from yb_desktop.services.views.places import place_name
from yb_desktop.store import lists

_ROOT = "530000"
_LEVELS = {
    AreaLevel.PREFECTURE: Level.PREFECTURE,
    AreaLevel.COUNTY: Level.COUNTY,
    AreaLevel.TOWNSHIP: Level.TOWNSHIP,
}


@dataclass(frozen=True, slots=True)
class OfficeNow:
    """What the frame says of the office now; ``copied`` is the day of the newest copy.

    ``clock`` says what is wrong with the PC's clock.
    """

    office: str
    unacknowledged: int
    copied: date | None
    clock: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One result of the search for everything: ``screen`` and ``entity`` say where it opens."""

    title: str
    note: str
    screen: str
    entity: str


@dataclass(frozen=True, slots=True)
class OfficePlace:
    """A division that may have an office, with the level its office has."""

    code: str
    name: str
    level: Level


def office_now(desk: Desk) -> OfficeNow:
    """Give what the frame shows."""
    from yb_desktop.services.views.exchange import owed_receipts  # cryptography: not needed before the sign-in

    copied = _newest_copy(desk.store.backups())
    return OfficeNow(desk.info.name, owed_receipts(desk), copied, clock_problem(desk))


def clock_problem(desk: Desk) -> str:
    """T8: say what is wrong with this PC's clock: it is before the newest day on record. Empty when nothing shows."""
    today = desk.clock.today()
    with desk.store.read() as reader:
        newest = reader.newest_day()
    if newest is None or newest <= today:
        return ""
    text = f"电脑日期是{today}，而已有记录办理于{newest}：时钟可能慢了，请校准。"
    return f"{text}校准之前，办理日期请照实填写；期限不按电脑时钟判断。"


def keep_daily_copy(desk: Desk) -> bool:
    """Copy the data into its folder's ``backups`` unless that was done today; say whether a copy was made."""
    today = desk.clock.today()
    if _newest_copy(desk.store.backups()) == today:
        return False
    desk.store.keep_copy(today)
    return True


def staff_of(desk: Desk) -> tuple[Person, ...]:
    """Give the people who work in the office now, by name."""
    with desk.store.read() as reader:
        return tuple(person for person in reader.people() if person.ended is None)


def find_everything(desk: Desk, text: str) -> tuple[Hit, ...]:
    """Find institutions (name, pinyin, initials, codes, licence, person) and agreements by their number."""
    areas = desk.law.areas
    with desk.store.read() as reader:
        institutions = lists.institutions(reader, find=text, limit=9).rows
        numbered = lists.agreements(reader, find=text, limit=3).rows if any(c.isdigit() for c in text) else ()
    found = [
        Hit(
            row.name,
            f"{row.cls.label} · {place_name(areas, row.area)} · {row.uscc or row.licence}",
            "institutions",
            row.id,
        )
        for row in institutions
    ]
    return (*found, *(Hit(f"协议 {row.number}", row.institution_name, "agreements", row.id) for row in numbered))


def office_places() -> tuple[OfficePlace, ...]:
    """Give every division that may have an office: prefectures, counties, townships, in the order of their codes."""
    return tuple(_places(shipped_law().areas, _ROOT))


def _places(areas: Areas, code: str) -> Sequence[OfficePlace]:
    found: list[OfficePlace] = []
    for area in areas.within(code):
        found.append(OfficePlace(area.code, area.name, _LEVELS[area.level]))
        found.extend(_places(areas, area.code))
    return found


def _newest_copy(files: Sequence[Path]) -> date | None:
    days = (re.match(r"\d{4}-\d{2}-\d{2}", file.name) for file in files)
    return max((date.fromisoformat(day[0]) for day in days if day), default=None)
