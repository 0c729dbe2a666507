"""What the documents tell a newcomer to type exists and does what they say."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

_DOORS = {
    "datetime.timedelta": "yb_desktop/law/counting.py",
    "dateutil": "yb_desktop/law/counting.py",
    "datetime.date.today": "yb_desktop/base/clock.py",
    "datetime.datetime.now": "yb_desktop/base/clock.py",
    "PySide6.QtWidgets.QMessageBox": "yb_desktop/ui/ask.py",
    "PySide6.QtWidgets.QFileDialog": "yb_desktop/ui/ask.py",
    "PySide6.QtCore.QThread": "yb_desktop/ui/tasks.py",
}


def _yb(script: Path, *words: str, path: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = os.environ | ({"PATH": path} if path else {})
    return subprocess.run(
        ["/bin/sh", str(script), *words], cwd="/", env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def fresh(root: Path, tmp_path: Path) -> Path:
    """A checkout in a folder with a blank in its name, never set up."""
    folder = tmp_path / "a desk"
    folder.mkdir()
    shutil.copy(root / "yb", folder / "yb")
    shutil.copytree(root / "requirements", folder / "requirements")
    return folder


@pytest.fixture
def bare_path(tmp_path: Path) -> str:
    """A PATH with the few tools that every Debian has, and neither python3 nor apt-get."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "dirname", "readlink", "cmp", "flock", "mkdir", "rm", "cp", "mv", "id", "cat"):
        found = shutil.which(name)
        assert found is not None, name
        (tools / name).symlink_to(found)
    return str(tools)


def test_every_command_in_the_documents_is_known_to_yb(root: Path) -> None:
    known = set(_yb(root / "yb", "help").stdout.split())
    pages = [*root.glob("*.md"), *root.glob("docs/**/*.md")]
    told = {word for page in pages for word in re.findall(r"\./yb ([a-z]+)", page.read_text(encoding="utf-8"))}
    assert {"demo", "test", "check", "run", "shots", "fix", "bench"} <= told
    assert told <= known


def test_an_unknown_command_is_wrong_usage(root: Path) -> None:
    done = _yb(root / "yb", "tets")
    assert done.returncode == 2
    assert "./yb COMMAND" in done.stderr


def test_ci_ends_in_the_test_command_of_the_readme(root: Path) -> None:
    last = (root / ".ci" / "run").read_text(encoding="utf-8").rstrip().splitlines()[-1]
    assert last == "exec ./yb test"
    for readme in ("README.md", "README.zh-CN.md"):
        assert "./yb test\n" in (root / readme).read_text(encoding="utf-8")


def test_scripts_are_executable(root: Path) -> None:
    assert os.access(root / "yb", os.X_OK)
    assert os.access(root / ".ci" / "run", os.X_OK)


def test_without_python_yb_says_what_to_install_and_leaves_nothing_half_made(fresh: Path, bare_path: str) -> None:
    for _ in range(2):
        done = _yb(fresh / "yb", "demo", path=bare_path)
        assert done.returncode == 3
        assert "apt-get install -y --no-install-recommends python3 python3-venv" in done.stderr


def test_a_finished_set_up_is_not_repeated(fresh: Path, bare_path: str) -> None:
    python = fresh / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\nprintf "%s\\n" "$PYTHONPATH" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    shutil.copy(fresh / "requirements" / "run.txt", fresh / ".venv" / "ready-run.txt")
    done = _yb(fresh / "yb", "demo", "--out", "somewhere else", path=bare_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [str(fresh), "-P", "-m", "yb_desktop", "demo", "--out", "somewhere else"]


@pytest.mark.parametrize("change", ["another lock", "cut short"])
def test_a_set_up_that_no_longer_fits_begins_again(fresh: Path, bare_path: str, change: str) -> None:
    test_a_finished_set_up_is_not_repeated(fresh, bare_path)
    if change == "another lock":
        (fresh / "requirements" / "run.txt").write_text("alembic==1.20.1\n", encoding="utf-8")
        (fresh / ".venv" / "bin" / "python").unlink()
    else:
        (fresh / ".venv" / "unfinished").touch()
    done = _yb(fresh / "yb", "demo", path=bare_path)
    assert done.returncode == 3
    assert done.stderr.startswith("首次使用")


def test_ruff_keeps_each_door_shut_but_in_its_own_module(root: Path) -> None:
    ruff = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]
    assert set(ruff["flake8-tidy-imports"]["banned-api"]) == set(_DOORS)
    opened = {path for path, rules in ruff["per-file-ignores"].items() if "TID251" in rules}
    assert opened == {*_DOORS.values(), "tests/**"}
