"""What is done with the papers of a matter: printed once more, scanned when they come back with their seals.

The matter stays as it is: none of this is a step of it, has a day that later steps must keep to, or stands in the way
of taking a step back.
"""

from __future__ import annotations

from yb_desktop.domain.facts import Fact, fact


class OnPaper(Fact, frozen=True):
    """A paper of the matter, by its document and number."""

    document: str
    number: str


@fact("papers.register_print")
class PaperPrinted(OnPaper, frozen=True):
    """A numbered paper was printed; from the second time on with the reason."""

    reason: str = ""


@fact("papers.attach_scan")
class PaperScanned(OnPaper, frozen=True):
    """A scan of the stamped paper: a blob, and the pages its codes name."""

    sha256: str
    size: int
    media: str
    pages: tuple[int, ...]


TRACES = frozenset({PaperPrinted.TYPE, PaperScanned.TYPE})
"""The types of these records."""
