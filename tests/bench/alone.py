"""Long work done in a process of its own, so that the memory it takes is its own too.

``python -m tests.bench.alone JOB WORD...`` does a job and says how many records (or files) it went through and how
many kB it had at most; ``alone`` runs that and reads the answer.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.bench import photos
from tests.services.exchange import desks
from tests.store import desk
from yb_desktop.services.exchange.device_keys import open_device_key
from yb_desktop.services.exchanging import export, preview, take_in

_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Done:
    """What a job went through, and the most memory it had."""

    count: int
    most_kb: int


def alone(job: str, *words: Path | str) -> Done:
    """Do a job in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.alone", job, *map(str, words)]
    done = subprocess.run(command, cwd=_ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    count, most_kb = map(int, done.stdout.split())
    return Done(count, most_kb)


def _rebuild(folder: str) -> int:
    store = desk.opened(Path(folder))
    try:
        return store.rebuild()
    finally:
        store.close()


def _export(folder: str, out: str) -> int:
    office = desks.opened(Path(folder))
    try:
        return export(office, to=desks.PREFECTURE, out=Path(out), signer=open_device_key(office, desks.SECRET)).records
    finally:
        office.store.close()


def _take_in(folder: str, *bundles: str) -> int:
    office = desks.opened(Path(folder))
    try:
        key = open_device_key(office, desks.SECRET)
        return sum(take_in(office, Path(bundle), key).taken for bundle in bundles)
    finally:
        office.store.close()


def _preview(folder: str, bundle: str) -> int:
    office = desks.opened(Path(folder))
    try:
        return preview(office, Path(bundle)).manifest.records.count
    finally:
        office.store.close()


def _write_photos(folder: str, out: str) -> int:
    return photos.written(Path(folder), Path(out))


def _verify_photos(bundle: str, out: str) -> int:
    return photos.verified(Path(bundle), Path(out))


_JOBS: Mapping[str, Callable[..., int]] = {
    "rebuild": _rebuild,
    "export": _export,
    "preview": _preview,
    "take_in": _take_in,
    "write_photos": _write_photos,
    "verify_photos": _verify_photos,
}


def _most_kb() -> int:
    """Give the most memory of this very program; what ``getrusage`` gives begins with that of the one it came from."""
    found = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text("ascii"))
    assert found is not None
    return int(found[1])


if __name__ == "__main__":
    print(_JOBS[sys.argv[1]](*sys.argv[2:]), _most_kb())
