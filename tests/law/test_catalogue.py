"""The catalogue is complete and strict: rows, bases, figures, and what a wrong row is refused for."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import msgspec
import pytest

from yb_desktop.base.errors import BadInput
from yb_desktop.base.files import shipped
from yb_desktop.law.catalogue import RuleKind, Unit, load_catalogue, written
from yb_desktop.law.law import Law

LAST = {"T": 8, "J": 6, "A": 24, "E": 16, "G": 16, "B": 8, "C": 19, "S": 10}


def test_every_row_is_there_in_order(law: Law) -> None:
    ids = [rule.id for rule in law.catalogue.rules]
    assert ids == [f"{letter}{number}" for letter, last in LAST.items() for number in range(1, last + 1)]


def test_documents_and_their_days(law: Law) -> None:
    assert {d.code: (d.area, d.in_force_from) for d in law.catalogue.documents} == {
        "CX": ("5323", date(2022, 4, 28)),
        "Q100": ("5303", date(2017, 1, 1)),
        "Y308": ("53", date(2017, 1, 1)),
        "Y344": ("53", date(2017, 1, 1)),
        "N2": ("", date(2021, 2, 1)),
        "R735": ("", date(2021, 5, 1)),
    }
    assert [d.code for d in law.catalogue.documents if d.from_note] == ["Y344"]


def test_conventions_rest_on_nothing_and_everything_else_on_something(law: Law) -> None:
    for rule in law.catalogue.rules:
        assert (rule.kind is RuleKind.CONVENTION) == (rule.basis == ()) == (rule.chapter == "T"), rule.id


def test_an_unknown_rule_is_refused(law: Law) -> None:
    with pytest.raises(BadInput) as refused:
        law.catalogue.rule("A99")
    assert refused.value.code == "rule-unknown"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (5, Unit.WORKING_DAYS, "5"),
        (10, Unit.FEN, "0.1"),
        (50, Unit.FEN, "0.5"),
        (12345, Unit.FEN, "123.45"),
        (20000, Unit.FEN, "200"),
        (15000000, Unit.FEN, "15万"),
    ],
)
def test_figures_are_written_as_articles_write_them(value: int, unit: Unit, text: str) -> None:
    assert written(value, unit) == text


WRONG = {
    "words without the value": ('words = "应在10个工作日内"', 'words = "应在十个工作日内"'),
    "words too long": (
        'words = "应在10个工作日内"',
        'words = "应在10个工作日内完成医保信息系统开通并可以正常联网结算"',
    ),
    "value changed, words not": ("value = 30\n", "value = 31\n"),
    "no such document": ('source = "CX-24"', 'source = "CZ-24"'),
    "source malformed": ('source = "CX-24"', 'source = "CX24"'),
    "document binds other kinds": ('kinds = ["medical"]', 'kinds = ["pharmacy"]'),
    "value without unit": ('unit = "working_days"\n', ""),
    "figure that nobody counts": ('kind = "deadline"\ncount = "act"', 'kind = "deadline"'),
    "figure on a duty": ('kind = "deadline"\ncount = "act"', 'kind = "duty"'),
    "rule twice": ('id = "G2"', 'id = "G1"'),
    "rule of another chapter": ('id = "G2"', 'id = "E2"'),
    "manual without a reason": ('id = "G2"', 'id = "G2"\nmanual = true'),
    "unknown field": ('id = "G2"', 'id = "G2"\nlimit = 3'),
    "unknown kind": ('kind = "duty"', 'kind = "advice"'),
    "under, but no default": ('source = "CX-24"', 'source = "CX-24"\nunder = "CX-22"'),
    "local without a default": ('kind = "deadline"\ncount = "act"', 'kind = "local"\ncount = "act"'),
    "default part without a figure": ('id = "G1"', 'id = "G1"\npart = "x"'),
    "negative": ("value = 10", "value = -10"),
    "figure as a string": ("value = 10", 'value = "10"'),
    "rule without a basis": ('[[rule.basis]]\nsource = "CX-21"\n', ""),
}


@pytest.mark.parametrize("why", WRONG)
def test_a_wrong_row_is_refused(tmp_path: Path, why: str) -> None:
    folder = tmp_path / "law"
    shutil.copytree(shipped("resources", "law"), folder)
    assert load_catalogue(folder).rules
    old, new = WRONG[why]
    chapter = folder / "rules" / "G.toml"
    text = chapter.read_text("utf-8")
    assert old in text
    chapter.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises((ValueError, msgspec.ValidationError)):
        load_catalogue(folder)


def test_a_convention_with_a_basis_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "law"
    shutil.copytree(shipped("resources", "law"), folder)
    chapter = folder / "rules" / "T.toml"
    chapter.write_text(chapter.read_text("utf-8") + '[[rule.basis]]\nsource = "CX-12"\n', "utf-8")
    with pytest.raises(ValueError, match="T8"):
        load_catalogue(folder)
