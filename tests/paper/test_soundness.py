"""Random text through the engine, judged from the PDF alone; and the judge itself, on engines broken on purpose."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.paper.soundness import faults
from yb_desktop.paper import breaking, flow, setting, tables
from yb_desktop.paper.blocks import (
    Block,
    Cell,
    Column,
    Document,
    Field,
    FillLine,
    Labelled,
    Para,
    SignatureBlock,
    Style,
    Table,
    Title,
)
from yb_desktop.paper.page import render

PAPER = Document(kind="test", number="姚医保〔2026〕1号", title="试印", made=date(2026, 3, 2))
HARD = "依照《办法》（第2号），2026年3月2日收到“堃祎喆㛃䶮𠅤诊所”的HIS接口材料共8项，金额￥12,345.60元。" * 5
PIECES = st.one_of(
    st.text(st.sampled_from("国家医疗保障局定点机构祎喆堃㛃䶮𠅤"), min_size=1, max_size=15),
    st.from_regex(r"[A-Za-z]{1,12}", fullmatch=True),
    st.from_regex(r"￥?[1-9][0-9]{0,2}(,[0-9]{3}){0,2}(\.[0-9]{2})?(元|万元|％|℃)?", fullmatch=True),
    st.dates(date(2000, 1, 1), date(2099, 12, 31)).map(lambda day: f"{day.year}年{day.month}月{day.day}日"),
    st.integers(1, 9999).map(lambda number: f"云医保〔2026〕{number}号"),
    st.sampled_from(["，", "。”", "（", "《", "》、", "……", "——", "“", "；", "　", "第12条", "LC-2026-0001"]),
)
TEXTS = st.lists(PIECES, min_size=3, max_size=40).map(lambda pieces: "局" + "局".join(pieces) + "局")


def blocks_of(text: str) -> list[Block]:
    """Every way in which a text is broken into lines."""
    columns = (Column(1, "序号"), Column(4, "名称"), Column(2, "说明"))
    return [
        Title(text[:25]),
        Para(text),
        Labelled("第一条　", text, hang=False),
        Labelled("附件：", text),
        Table(columns, (*(("局", text[:at], text[at : at * 2]) for at in (3, 30, 90)), (Cell(text, columns=3),))),
        FillLine((Field("局：", text[:20]), Field("局"))),
        Para(text, size=10.5),
        SignatureBlock("大姚县医疗保险中心", "2026年3月2日"),
    ]


@given(TEXTS, st.sampled_from(list(Style)))
@settings(max_examples=30, deadline=None)
def test_random_text_is_sound(text: str, style: Style) -> None:
    # A piece cut out for a cell may itself begin or end with a mark: that is its own, and ``faults`` knows it.
    blocks = blocks_of(text)
    assert faults(render(PAPER, blocks, style=style), style, blocks) == []


def test_hard_text_is_sound_in_every_style() -> None:
    for style in Style:
        blocks = blocks_of(HARD)
        assert faults(render(PAPER, blocks, style=style), style, blocks) == []


KEPT = (breaking.broken, breaking.between, setting._paragraph, setting._strip, tables._setter, tables._row)


@pytest.fixture
def fresh() -> Iterator[None]:
    """Nothing that was set before is used again, neither in a test here nor after it."""
    for kept in KEPT:
        kept.cache_clear()
    yield
    for kept in KEPT:
        kept.cache_clear()


def _marks_anywhere(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(breaking, "_NOT_FIRST", frozenset())
    patch.setattr(breaking, "_NOT_LAST", frozenset())


def _too_wide(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(breaking, "_EPSILON", 30.0)


def _torn_figures(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(breaking, "_is_word", lambda _: False)


def _no_height(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(tables, "_LEADING", 0.5)


def _lost_text(patch: pytest.MonkeyPatch) -> None:
    whole: Callable[..., list[list[flow.Piece]]] = flow._chunks
    patch.setattr(flow, "_chunks", lambda pieces, height: whole(pieces[:-2], height))


def _crowded(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        breaking._Paragraph,
        "_gaps",
        lambda self, members, xs: (400,) * len(members),
    )


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (_marks_anywhere, "a line begins with"),
        (_too_wide, "outside the type area"),
        (_torn_figures, "torn"),
        (_no_height, "on top of"),
        (_lost_text, "missing"),
        (_crowded, "on top of"),
    ],
)
def test_a_broken_engine_is_found_out(
    broken: Callable[[pytest.MonkeyPatch], None], said: str, fresh: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(monkeypatch)
    blocks = blocks_of(HARD)
    found = faults(render(PAPER, blocks, style=Style.OFFICIAL), Style.OFFICIAL, blocks)
    assert any(said in fault for fault in found), found[:5]
