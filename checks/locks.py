"""The lock (``requirements/*.txt``) satisfies pyproject.toml, pins all with hashes, and brings in nothing banned."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from checks.findings import Finding

# gmssl draws its nonces from a Mersenne Twister: never, not even transitively.
BANNED = frozenset({"gmssl"})
_PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;]+)(?: ; .+)?")
_HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Pin:
    """One pinned package and how many hashes vouch for it."""

    name: str
    version: str
    hashes: int


def check(root: Path) -> Iterator[Finding]:
    """Compare both lock files with pyproject.toml, and the lock for running with the one for developing."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    run_text = (root / "requirements" / "run.txt").read_text(encoding="utf-8")
    dev_text = (root / "requirements" / "dev.txt").read_text(encoding="utf-8")
    run_wants: list[str] = project["dependencies"]
    dev_wants: list[str] = project["optional-dependencies"]["dev"]
    yield from check_lock("requirements/run.txt", run_text, run_wants)
    yield from check_lock("requirements/dev.txt", dev_text, [*run_wants, *dev_wants])
    developing = {pin.name: pin.version for pin in pins(dev_text)}
    for pin in pins(run_text):
        if developing.get(pin.name) != pin.version:
            yield Finding("requirements/dev.txt", f"{pin.name} is not at {pin.version}, where run.txt has it")


def check_lock(where: str, text: str, wanted: Sequence[str]) -> Iterator[Finding]:
    """Find what a lock file lacks: a wanted package, a fitting version, a hash; and what it must not have."""
    found = {pin.name: pin for pin in pins(text)}
    for pin in found.values():
        if not pin.hashes:
            yield Finding(where, f"{pin.name}=={pin.version} has no hash (and is the line a plain pin?)")
        if pin.name in BANNED:
            yield Finding(where, f"{pin.name} is banned")
    for requirement in map(Requirement, wanted):
        name = canonicalize_name(requirement.name)
        if name not in found:
            yield Finding(where, f"{name} is missing; lock again (DEVELOPERS.md)")
        elif not requirement.specifier.contains(found[name].version):
            yield Finding(where, f"{name}=={found[name].version} does not fit {requirement.specifier}")


def pins(text: str) -> list[Pin]:
    """Read the pins of a lock file. What is not a pin comes out as one without version and hashes."""
    joined = re.sub(r"\\\n", " ", text)
    lines = (line.partition(" #")[0].strip() for line in joined.splitlines())
    return [_pin(line) for line in lines if line and not line.startswith("#")]


def _pin(line: str) -> Pin:
    plain = _HASH.sub("", line).strip()
    match = _PIN.fullmatch(plain)
    if match is None:
        return Pin(plain, "", 0)
    return Pin(canonicalize_name(match["name"]), match["version"], len(_HASH.findall(line)))
