"""The lock holds what pyproject.toml asks for, each pin with hashes, and the checks see when it does not."""

from __future__ import annotations

from pathlib import Path

from checks import locks

_HASH = "    --hash=sha256:" + "0" * 64
_ALEMBIC = f"alembic==1.20.1 \\\n{_HASH} \\\n{_HASH}\n    # via yb-desktop\n"


def _texts(text: str, wanted: list[str]) -> list[str]:
    return [str(finding) for finding in locks.check_lock("run.txt", text, wanted)]


def test_the_lock_of_this_checkout_holds(root: Path) -> None:
    assert [str(finding) for finding in locks.check(root)] == []


def test_qt_stays_where_old_systems_can_run_it(root: Path) -> None:
    pins = {pin.name: pin for pin in locks.pins((root / "requirements" / "run.txt").read_text(encoding="utf-8"))}
    assert pins["pyside6-essentials"].version.startswith("6.9.")
    assert "pyside6" not in pins


def test_a_lock_names_packages_and_no_place_to_get_them(root: Path) -> None:
    for name in ("run", "dev"):
        text = (root / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        assert "://" not in text
        assert all(pin.version and pin.hashes for pin in locks.pins(text))


def test_pins_are_read_with_their_hashes_and_markers() -> None:
    text = _ALEMBIC + f"colorama==0.4.6 ; sys_platform == 'win32' \\\n{_HASH}\n"
    assert locks.pins(text) == [locks.Pin("alembic", "1.20.1", 2), locks.Pin("colorama", "0.4.6", 1)]


def test_a_good_lock_passes() -> None:
    assert _texts(_ALEMBIC, ["alembic>=1.13,<2"]) == []


def test_a_pin_without_a_hash_is_found() -> None:
    assert "has no hash" in _texts("alembic==1.20.1\n", ["alembic"])[0]


def test_what_is_no_pin_is_found() -> None:
    assert "has no hash" in _texts("alembic>=1.20\n", [])[0]
    assert "has no hash" in _texts("--extra-index-url somewhere\n", [])[0]


def test_a_missing_package_and_a_wrong_version_are_found() -> None:
    assert _texts(_ALEMBIC, ["alembic<1.20", "segno"]) == [
        "run.txt: alembic==1.20.1 does not fit <1.20",
        "run.txt: segno is missing; lock again (DEVELOPERS.md)",
    ]


def test_gmssl_is_refused_even_when_another_package_brings_it() -> None:
    text = f"gmssl==3.2.2 \\\n{_HASH}\n    # via something\n"
    assert _texts(text, []) == ["run.txt: gmssl is banned"]
