"""Printed agreements of one office, and the scans that an office would make of them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from PIL import Image, ImageDraw

from tests.paper.conftest import TestSigner
from tests.paper.scanned import Wear, as_pdf, as_tiff, pages_of, saved, worn
from tests.services.office import FIRST, Make, Office
from yb_desktop.paper.verify import trusted
from yb_desktop.services.papers import agreement_copy
from yb_desktop.services.registry import run
from yb_desktop.services.stories.story_defaults import institution_defaults, staff_defaults

SIGNER = TestSigner(b"\x01" * 32)
KEYS = trusted(SIGNER.public_key)
SIGNED = date(2026, 3, 12)
CODE_AT = (36.0, 29.0)  # the middle of the page's code, in mm from the left and from the bottom


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed copy: whose agreement, its number, and the PDF."""

    agreement: str
    number: str
    pdf: bytes


def two_agreements(made: Make) -> tuple[Office, Printed, Printed]:
    """Give an office with two agreements in force, the first copy of each printed and signed with its key."""
    office = made()
    office.in_force()
    first = printed(office)
    entry = institution_defaults({"name": "前场镇新街村卫生室"}, office.desk.law.areas, "532326", FIRST)
    entry["distinct_from"] = [office.institution]
    clerk = office.at("经办员")
    office.institution = run(clerk, "institutions.register", on=FIRST, params=entry).entity
    for person in staff_defaults(str(entry["kind"]), FIRST):
        run(clerk, "institutions.add_staff", on=FIRST, params={"institution": office.institution, **person})
    office.case = office.agreement = ""
    office.in_force()
    return office, first, printed(office)


def printed(office: Office, copy: int = 1) -> Printed:
    """Print a copy of the office's newest agreement."""
    pdf = agreement_copy(office.desk, office.agreement, copy=copy, signer=SIGNER)
    return Printed(office.agreement, office.paper().number, pdf)


def some_wear(chance: random.Random, dpi: int) -> Wear:
    """Draw a wear: any turn, up to 5° askew, grain, JPEG, grey or colour, often a seal, sometimes over the code."""
    seal = None
    if chance.random() < 0.6:
        seal = (chance.uniform(20, 190), chance.uniform(20, 270))
        if chance.random() < 0.4:
            seal = (CODE_AT[0] + chance.uniform(-18, 18), CODE_AT[1] + chance.uniform(-18, 18))
    return Wear(
        dpi=dpi,
        turned=chance.choice((0, 90, 180, 270)),
        skew=round(chance.uniform(-5, 5), 2),
        noise=chance.choice((0, 12, 30)),
        quality=chance.choice((45, 60, 85)),
        grey=chance.random() < 0.5,
        dim=chance.choice((1.0, 0.85, 0.7)),
        seal=seal,
        blur=chance.choice((0.0, 0.0, dpi / 400)),
    )


def blotted(page: Image.Image, dpi: int) -> Image.Image:
    """Give a page whose code is torn off."""
    out = page.copy()
    unit = dpi / 25.4
    x, y = CODE_AT[0] * unit, out.height - CODE_AT[1] * unit
    ImageDraw.Draw(out).rectangle((x - 14 * unit, y - 8 * unit, x + 12 * unit, y + 14 * unit), fill=(250, 250, 250))
    return out


def drawn(copy: Printed, dpi: int) -> list[Image.Image]:
    """Draw the pages of a copy."""
    return list(pages_of(copy.pdf, dpi))


def put(folder: Path, pages: Sequence[tuple[str, Image.Image]], chance: random.Random, dpi: int) -> dict[str, str]:
    """Wear pages and put them into files: a PDF of the first third, a TIFF of five, the rest one by one.

    Gives which page lies where: ``file 第n页`` to the page's label.
    """
    folder.mkdir()
    plain = Wear(dpi=dpi)
    ready = [(label, wear, worn(page, wear, chance)) for label, page in pages for wear in (some_wear(chance, dpi),)]
    third = len(ready) // 3
    where: dict[str, str] = {}
    groups = {"扫描1.pdf": ready[:third], "扫描2.tif": ready[third : third + 5]}
    for name, group in groups.items():
        pictures = [picture for _, _, picture in group]
        data = as_tiff(pictures) if name.endswith("tif") else as_pdf(pictures, replace(plain, quality=60))
        (folder / name).write_bytes(data)
        where |= {f"{name} 第{at}页": label for at, (label, _, _) in enumerate(group, 1)}
    for at, (label, wear, picture) in enumerate(ready[third + 5 :], 1):
        name = f"照片{at}.png" if at % 6 == 0 else f"照片{at}.jpg"
        (folder / name).write_bytes(saved(picture, wear, "PNG" if at % 6 == 0 else "JPEG"))
        where[f"{name} 第1页"] = label
    return where
