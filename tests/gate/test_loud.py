"""The tests are loud: what goes wrong quietly fails the test in which it happened."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

_QUIET_FAULTS = """
import logging, threading, warnings
import pytest

def test_warning():
    warnings.warn("old way")

def test_log():
    logging.getLogger("store").warning("slow disk")

def test_thread():
    threading.Thread(target=threading.Event().wait, name="worker", daemon=True).start()

def test_expected_log(caplog):
    logging.getLogger("store").warning("slow disk")
    assert "slow disk" in caplog.text

def test_thread_that_ends():
    threading.Thread(target=lambda: None).start()

@pytest.mark.stock("no-such-tool")
def test_stock():
    raise AssertionError
"""


def test_quiet_faults_fail_and_absent_tools_are_named(root: Path, tmp_path: Path) -> None:
    shutil.copy(root / "tests" / "conftest.py", tmp_path / "conftest.py")
    (tmp_path / "test_faults.py").write_text(_QUIET_FAULTS, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-c", root / "pyproject.toml", "--rootdir", tmp_path, "-rA", tmp_path],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout
    assert "FAILED test_faults.py::test_warning - UserWarning: old way" in said
    assert "ERROR test_faults.py::test_log - Failed: unexpected log: store: slow disk" in said
    assert "ERROR test_faults.py::test_thread - Failed: threads left over: worker" in said
    assert "stock tool absent: no-such-tool" in said
    assert "PASSED test_faults.py::test_expected_log" in said
    assert "PASSED test_faults.py::test_thread_that_ends" in said
    assert "1 failed, 4 passed, 1 skipped, 2 errors" in said
