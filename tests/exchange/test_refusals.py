"""The codes of refusals are part of the written format."""

from __future__ import annotations

import re

import pytest

from yb_desktop.base.files import shipped
from yb_desktop.exchange.refusals import SENTENCES, refused


def test_the_written_format_names_every_code() -> None:
    text = shipped("docs", "bundle-format.md").read_text(encoding="utf-8")
    table = text.partition("## Codes of refusals")[2]
    named = set(re.findall(r"`([a-z]+-[a-z-]+)`", table))
    assert named == SENTENCES.keys() | {"record-form", "record-hash", "record-undone", "record-waits"}


@pytest.mark.parametrize("code", SENTENCES)
def test_every_code_has_a_sentence_for_people(code: str) -> None:
    problem = refused(code, "细节")
    assert problem.code == code
    assert problem.text.endswith("（细节）。")
    assert refused(code).text == SENTENCES[code]
