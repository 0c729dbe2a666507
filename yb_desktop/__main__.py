"""``python -m yb_desktop``: hand the arguments to the program and leave with its exit status."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from yb_desktop import app


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program. Gives the exit status: 0 done, 1 the answer is no, 2 wrong usage, 3 the world is broken."""
    return app.run(list(sys.argv[1:] if arguments is None else arguments))


if __name__ == "__main__":
    sys.exit(main())
