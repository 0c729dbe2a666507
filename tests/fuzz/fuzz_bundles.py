"""A coverage-guided fuzzer over all that reads bytes from outside: ``python -m tests.fuzz.fuzz_bundles SECONDS``.

It begins with the test vectors. An exception that is none of the expected ones ends it with the input that brought it
about, in the current folder (``crash-…``); such an input becomes a test of its own.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["yb_desktop"]):
    from tests.fuzz.targets import Targets


def main() -> None:
    """Fuzz for as many seconds as the first argument says."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        corpus, folder = Path(name) / "corpus", Path(name) / "quarantine"
        corpus.mkdir()
        folder.mkdir()
        targets = Targets(folder)
        for number, seed in enumerate(targets.seeds()):
            (corpus / f"{number:04d}").write_bytes(seed)
        options = [f"-max_total_time={sys.argv[1]}", "-timeout=20", "-rss_limit_mb=2048", "-max_len=32768"]
        atheris.Setup([sys.argv[0], *options, "-print_final_stats=1", str(corpus)], targets)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
