"""FAT32 without mounting one: what is handed over on a stick is copied onto an image of one and back (mtools)."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.services.exchange.desks import COUNTY, PREFECTURE, SECRET, register
from tests.services.exchange.test_reference_files import TEXT, loaded
from tests.services.exchange.ways import World
from yb_desktop.base.files import write_whole
from yb_desktop.exchange.manifest import EVERYONE
from yb_desktop.services.archiving import archive
from yb_desktop.services.exchange import sending
from yb_desktop.services.exchange.keys_care import enrol
from yb_desktop.services.exchange.sending import export
from yb_desktop.services.exchange.taking import take_in
from yb_desktop.services.office_papers import OfficeWanted, office_paper

pytestmark = pytest.mark.stock("mkfs.vfat", "fsck.vfat", "mcopy", "mdir")

SHEET = "导出交接单.pdf"
RECORDS = "楚雄彝族自治州大姚县医疗保障经办中心二〇二六年第一季度归档"


def tool(*command: str | Path) -> str:
    """Run a stock tool; its words are UTF-8, whatever this machine's are."""
    words = {**os.environ, "LC_ALL": "C.UTF-8", "MTOOLS_SKIP_CHECK": "1"}
    done = subprocess.run(
        [*map(str, command)], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, env=words
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def handed_over(world: World, stick: Path) -> None:
    """Put onto a stick whatever the program writes for others."""
    stick.mkdir()

    def out(name: str, to: str) -> list[Path]:
        return [one.file for one in export(world[name], to=to, out=stick, signer=world.key(name)).bundles]

    loaded(world, "细则.md", TEXT + "补充说明。" * 15_000, "CX")
    loaded(world, "办法.md", TEXT + "解释说明。" * 15_000, "N2")
    assert len(out("prefecture", EVERYONE)) == 2, "in parts, with the trust list beside them"
    register(world["county"], 1, 2)
    world.do("county", "evaluation.assign_visit", case=world.visited, laptops=["nb1"])
    out("county", COUNTY)
    bundles = out("county", PREFECTURE)
    for file in bundles:
        take_in(world["prefecture"], file, world.key("prefecture"), out=stick)
    sheet = office_paper(world["county"], "handover_sheet", OfficeWanted(bundles=tuple(bundles)), signer=None)
    write_whole(stick / SHEET, sheet)
    archive(world["county"], world.visited, stick / RECORDS)
    enrol(world["county"], stick / "密钥登记", SECRET)
    world["county"].store.backup(stick / "备份.db")


def contents(folder: Path) -> dict[str, bytes]:
    """Give every file below a folder by its name."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_is_handed_over_is_the_same_after_fat32(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sending.CAPS, "stick", 400_000)
    stick, back, image = tmp_path / "stick", tmp_path / "back", tmp_path / "fat32.img"
    handed_over(world, stick)
    written = contents(stick)
    kinds = ("reference-1-1", "reference-1-2", ".trust-1-1", "assignment-1-1", "submission-1-1", "receipt-1-1", "enrol")
    assert [kind for kind in kinds if not any(kind in name for name in written)] == []
    assert {SHEET, "备份.db", f"{RECORDS}/000_卷内文件目录.pdf"} <= set(written)
    names = [str(path.relative_to(stick)) for path in stick.rglob("*")]
    assert len({name.lower() for name in names}) == len(names), "no two that FAT takes for one"

    tool("mkfs.vfat", "-F", "32", "-C", image, "36864")
    tool("mcopy", "-s", "-i", image, *stick.iterdir(), "::")
    listed = {line.removeprefix("::/").rstrip("/") for line in tool("mdir", "-/", "-b", "-i", image, "::").splitlines()}
    assert listed == set(names), "each under its own name"
    tool("fsck.vfat", "-n", image)

    back.mkdir()
    tool("mcopy", "-s", "-i", image, "::*", back)
    assert contents(back) == written
    receipt = next(name for name in written if "receipt-1-1" in name)
    assert world.take("county", back / receipt).kind == "receipt"
