"""The fuzzer's targets on its own seeds, and on seeds that are cut and changed: a value or a refusal, nothing else."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.fuzz.targets import Targets
from yb_desktop.exchange import sm2

pytestmark = pytest.mark.skipif(not sm2.available(), reason="this Python has no shared libcrypto 3")


def test_noise_is_a_value_or_a_refusal_for_every_target(tmp_path: Path) -> None:
    targets = Targets(tmp_path)
    rng = Random(5)
    for number in range(len(targets.all)):
        for size in (0, 1, 40, 600):
            targets(bytes([number]) + rng.randbytes(size))


def test_seeds_and_what_becomes_of_them(tmp_path: Path) -> None:
    targets = Targets(tmp_path)
    rng = Random(6)
    seeds = targets.seeds()
    assert len({seed[0] for seed in seeds}) >= 9
    for seed in seeds:
        targets(seed)
        changed = bytearray(seed)
        for _ in range(3):
            changed[rng.randrange(1, len(changed))] = rng.randrange(256)
        targets(bytes(changed))
        targets(seed[: rng.randrange(1, len(seed))])
    assert not [path for path in tmp_path.iterdir() if path.is_dir()], "nothing is left in quarantine"


def test_a_mistake_of_ours_would_be_seen(tmp_path: Path) -> None:
    targets = Targets(tmp_path)

    def mistaken(_data: bytes) -> None:
        raise KeyError("ours")

    targets.all = (mistaken,)
    with pytest.raises(KeyError):
        targets(b"x")
