"""``paper verify`` over a folder, and ``paper file``, as a person types them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Yb
from tests.paper.scanned import Wear, as_pdf, pages_of, saved
from tests.services.cases import ADMITTED, DRAFTED, LISTED, VISITED, lead
from yb_desktop.services.exchange.device_keys import make_device_key
from yb_desktop.services.papers import agreement_copy


@pytest.fixture
def scanned(tmp_path: Path) -> tuple[Path, Path]:
    """Give an office with an agreement in force, and a folder with a scan of it that lacks its third page."""
    folder, scans = tmp_path / "county", tmp_path / "扫描"
    led = lead(folder)
    led.do("2026-03-02", "applications.receive_materials")
    led.through(ADMITTED, VISITED, LISTED, DRAFTED)
    led.do("2026-04-09", "agreements.print")
    led.do("2026-04-10", "agreements.sign")
    key = make_device_key(led.clerk, "一二三四五六七八")
    pages = list(pages_of(agreement_copy(led.clerk, led.agreement, copy=1, signer=key), 150))
    led.clerk.store.close()
    scans.mkdir()
    wear = Wear(dpi=150)
    (scans / "1.pdf").write_bytes(as_pdf([*pages[:2], *pages[3:]], wear))
    (scans / "2.jpg").write_bytes(saved(pages[0], wear))
    return folder, scans


def test_a_folder_is_verified_and_filed(yb: Yb, scanned: tuple[Path, Path]) -> None:
    folder, scans = scanned
    verified = yb("--data", folder, "paper", "verify", scans, "--json")
    assert verified.status == 0, verified.err
    assert {Path(one["file"]).name for one in verified.json} == {"1.pdf", "2.jpg"}
    assert {one["verdict"] for one in verified.json} == {"genuine"}

    looked = yb("--data", folder, "paper", "file", scans, "--dry-run", "--json")
    assert looked.status == 1
    (copy,) = looked.json["copies"]
    assert (copy["missing"], copy["doubled"], copy["filed"]) == ([3], [1], False)
    assert looked.json["loose"] == []

    said = yb("--data", folder, "paper", "file", scans, "--as", "经办人甲", "--on", "2026-04-12")
    assert said.status == 1
    assert "缺第3页" in said.out
    assert "第1页重复" in said.out
    filed = yb(
        "--data", folder, "paper", "file", scans, "--incomplete", "--as", "经办人甲", "--on", "2026-04-12", "--json"
    )
    assert filed.json["copies"][0]["filed"] is True
    assert "已经归档过" in yb("--data", folder, "paper", "file", scans, "--incomplete", "--as", "经办人甲").out


def test_an_empty_folder_is_said(yb: Yb, tmp_path: Path) -> None:
    refused = yb("paper", "verify", tmp_path)
    assert refused.status == 1
    assert "没有 PDF" in refused.err
