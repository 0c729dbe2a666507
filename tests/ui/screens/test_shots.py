"""Pictures of the screens: every one, in both sizes, as large as the window; unknown names are refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from yb_desktop.base.errors import BadInput
from yb_desktop.ui.shots import PERCENTS, chosen, take_shots
from yb_desktop.ui.subjects import SUBJECTS
from yb_desktop.ui.theme import Theme


@pytest.mark.long
def test_a_screen_is_drawn_in_both_sizes(theme: Theme, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert take_shots(tmp_path / "out", ["todo"]) == 0
    pictures = {file.name: QImage(str(file)) for file in (tmp_path / "out").iterdir()}
    assert {f"todo{scene}-{percent}.png" for scene in ("", "-releases") for percent in PERCENTS} <= set(pictures)
    for picture in pictures.values():
        assert (picture.width(), picture.height()) == (1366, 768)
        assert len({picture.pixel(x, y) for x in range(160, 1300, 3) for y in range(200, 400, 9)}) > 30
    assert f"{len(pictures)} 张图片" in capfd.readouterr().out


def test_all_screens_are_meant_when_none_is_named_and_others_are_refused() -> None:
    assert chosen([]) == SUBJECTS
    with pytest.raises(BadInput, match="可用的有：todo、institutions"):
        chosen(["nowhere"])
