"""Who is who among the offices of ``offices_machine``, the mail between them, and how two books are compared."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.services.exchange.desks import COUNTY, PREFECTURE
from tests.services.exchange.ways import LAPTOPS
from yb_desktop.domain.case import Case
from yb_desktop.exchange.bundle import SUFFIX
from yb_desktop.store.exchange_state import set_aside
from yb_desktop.store.reading import Reader

COUNTIES = ("county", "other")
OFFICES = ("prefecture", *COUNTIES)
DESKS = (*OFFICES, *LAPTOPS)


@dataclass(frozen=True, slots=True)
class Mail:
    """A bundle on its way."""

    file: Path
    to: tuple[str, ...]


def addressees(file: Path) -> tuple[str, ...]:
    """Tell from a bundle's name whose it is; an assignment or receipt of the county's may be any laptop's."""
    office, device, channel, *_ = file.name.removesuffix(SUFFIX).split("-")
    to = channel.partition(".")[0]
    if to == office:
        return ("county",) if device in LAPTOPS else LAPTOPS
    return {PREFECTURE: ("prefecture",), COUNTY: ("county",)}.get(to, ("other",))


def above_of(name: str) -> str:
    """Give the desk that a desk reports to."""
    return "county" if name in LAPTOPS else "prefecture"


def log_in(reader: Reader, office: str, device: str) -> dict[int, str]:
    """Give number and id of each record of a device, those set aside too."""
    here = {record.seq: record.rid for record in reader.records(office=office, device=device)}
    return here | {one.seq: one.rid for one in set_aside(reader, office, device)}


def differing(reader: Reader, above: Reader) -> list[str]:
    """Give the matters of a desk that are not the same in the books above, though the same records tell of them."""
    office, device = reader.info.office, reader.info.device
    entities = {record.entity for record in reader.records(office=office, device=device)}
    alike = [one for one in entities if reader.records_of(one) == above.records_of(one)]
    return [one for one in alike if reader.entity(one) != above.entity(one)]


def answers_of(reader: Reader, case: str) -> list[tuple[set[str], ...]]:
    """Give what laptops' records are in the books, then of each visit of a case what counts and what came too late."""
    aside = {one.rid for device in LAPTOPS for one in set_aside(reader, COUNTY, device)}
    said = {record.rid for device in LAPTOPS for record in reader.records(office=COUNTY, device=device)}
    found = reader.entity(case)
    visits = found.visits if isinstance(found, Case) else ()
    counted = [({one.rid for one in visit.answers}, {one.rid for one in visit.late}) for visit in visits]
    return [(said - aside,), *counted]
