"""An office with one application, and what its papers say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.paper.documents.reading import text_of
from tests.services.cases import Led, lead
from yb_desktop.services import papers


@pytest.fixture
def led(tmp_path: Path) -> Iterator[Led]:
    office = lead(tmp_path / "county")
    yield office
    office.clerk.store.close()


def printed(led: Led, document: str, number: str = "") -> str:
    """Give the text of a paper of the case."""
    return text_of(papers.paper(led.clerk, document, case=led.case, number=number))


def numbers(led: Led, document: str) -> list[str]:
    """Give the numbers of the papers of one kind that exist now."""
    return [ref.number for ref in papers.documents_of(led.clerk, case=led.case) if ref.document == document]


def exists(led: Led, document: str) -> bool:
    """Say whether the case has a paper of this kind."""
    return bool(numbers(led, document))
