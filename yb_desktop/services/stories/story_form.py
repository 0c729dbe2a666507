"""How a story is written: a case told as data (TOML), read strictly, and what each step may expect."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import msgspec

from yb_desktop.base.errors import BadInput
from yb_desktop.base.files import world_error


class Expect(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a step should lead to; a ``due`` day means the most local basis, ``false`` that none runs.

    ``text`` is the version of the agreement's text, in words (第1版, 上级第1版).
    """

    state: str | None = None
    due: dict[str, date | bool] | None = None
    refused: str | None = None
    allowed_from: date | None = None
    late: dict[str, int] | None = None
    documents: tuple[str, ...] | None = None
    unmet: tuple[str, ...] | None = None
    text: str | None = None


class StoryFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file that a step loads (``oversight.load_reference``, ``agreements.load_text``): its name and what it says."""

    name: str
    text: str


class StoryStep(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"params": "with"}):
    """One action on one day.

    ``about`` names the institution when the story has several (``institutions.register``), ``office`` the area of the
    office whose step it is when several play; left out, it is the story's. ``file`` is what a step loads.
    """

    on: date
    do: str
    params: dict[str, object] = {}
    expect: Expect = Expect()
    office: str = ""
    about: str = ""
    file: StoryFile | None = None


class Story(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole story."""

    title: str
    area: str
    step: tuple[StoryStep, ...]
    today: date | None = None
    institution: dict[str, object] = {}


def read_story(path: Path) -> Story:
    """Read a story file. Raises ``BadInput`` (``story``) that says what is wrong with it."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as problem:
        raise world_error(problem, path) from problem
    except UnicodeDecodeError as problem:
        raise BadInput("story", f"案例文件“{path.name}”不是UTF-8编码的文本，请另存后重试。") from problem
    return parse_story(text, path.name)


def parse_story(text: str, name: str) -> Story:
    """Read a story's text. Raises ``BadInput`` (``story``)."""
    try:
        story = msgspec.convert(tomllib.loads(text), Story)
    except tomllib.TOMLDecodeError as problem:
        raise BadInput("story", f"案例文件“{name}”不是正确的TOML（{problem}）。") from problem
    except msgspec.ValidationError as problem:
        raise BadInput("story", f"案例文件“{name}”的内容不合规（{problem}）。") from problem
    if not story.step:
        raise BadInput("story", f"案例文件“{name}”没有任何步骤（[[step]]）。")
    return story
