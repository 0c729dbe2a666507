"""A file that a step of a story loads, written in the story itself: read, checked and kept as the window does it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from yb_desktop.base.canon import Json
from yb_desktop.base.errors import BadInput
from yb_desktop.services.desk import Desk
from yb_desktop.services.reference_files import checked_file, keep_file
from yb_desktop.services.stories.story_form import StoryFile
from yb_desktop.services.views.own_texts import checked_text, keep_text


def with_file(desk: Desk, do: str, file: StoryFile | None, params: dict[str, Json]) -> dict[str, Json]:
    """Give a step's parameters with the file it loads, kept in the office's books.

    Raises ``BadInput`` (``text-file``, ``story``) and whatever reading the file raises.
    """
    if file is None:
        return params
    with tempfile.TemporaryDirectory(prefix="yb-story-") as folder:
        path = Path(folder) / Path(file.name).name
        path.write_text(file.text, encoding="utf-8")
        match do:
            case "oversight.load_reference":
                found = checked_file(desk, path, str(params.get("name", "")))
                return {**params, "sort": found.sort.value, "file": keep_file(desk, found), "source": found.source}
            case "agreements.load_text":
                text = checked_text(desk, str(params.get("form", "")), path)
                if not text.usable:
                    raise BadInput("text-file", "".join(text.faults))
                return {**params, "file": keep_text(desk, text), "source": text.source}
            case _:
                raise BadInput("story", f"“{do}”不装入文件，请去掉这一步的file。")
