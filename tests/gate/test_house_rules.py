"""Each house rule lets the checkout pass and finds the breach it is for."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from checks import links, notices, sizes, words
from checks.findings import tracked


def _texts(findings: object) -> list[str]:
    assert hasattr(findings, "__iter__")
    return [str(finding) for finding in findings]


def _write(folder: Path, name: str, text: str) -> list[Path]:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return [path]


def test_tracked_files_include_this_one_and_no_clutter(root: Path) -> None:
    names = {path.relative_to(root).as_posix() for path in tracked(root)}
    assert "tests/gate/test_house_rules.py" in names
    assert not [name for name in names if name.startswith(".venv/") or name.endswith(".pyc")]


def test_a_module_of_401_lines_is_too_long(tmp_path: Path) -> None:
    assert not _texts(sizes.check(tmp_path, _write(tmp_path, "fits.py", "x = 1\n" * 400)))
    found = _texts(sizes.check(tmp_path, _write(tmp_path, "long.py", "x = 1\n" * 401)))
    assert found == ["long.py: 401 lines; a module has at most 400: split it by subject"]


@pytest.mark.parametrize("opening", ["def grow() -> None:\n", "async def grow() -> None:\n"])
def test_a_function_of_51_lines_is_too_long(tmp_path: Path, opening: str) -> None:
    fits = _write(tmp_path, "fits.py", opening + "    x = 1\n" * 49)
    assert not _texts(sizes.check(tmp_path, fits))
    found = _texts(sizes.check(tmp_path, _write(tmp_path, "long.py", opening + "    x = 1\n" * 50)))
    assert found == ["long.py:1: grow has 51 lines; a function has at most 50"]


def test_a_method_counts_as_a_function(tmp_path: Path) -> None:
    source = "class Office:\n    def grow(self) -> None:\n" + "        x = 1\n" * 50
    assert len(_texts(sizes.check(tmp_path, _write(tmp_path, "office.py", source)))) == 1


def test_only_a_font_may_be_bigger_than_a_megabyte(tmp_path: Path) -> None:
    big = "x" * 1_000_001
    assert _texts(sizes.check(tmp_path, _write(tmp_path, "list.csv", big))) == [
        "list.csv: 1,000,001 bytes; at most 1,000,000"
    ]
    assert not _texts(sizes.check(tmp_path, _write(tmp_path, "fang.ttf", big)))


def test_a_link_that_git_tracks_is_found_wherever_it_leads(tmp_path: Path) -> None:
    root, beside = tmp_path / "checkout", tmp_path / "beside"
    beside.mkdir()
    root.mkdir()
    [kept, _] = _write(root, "kept.py", "x = 1\n") + _write(root, ".gitignore", "/ignored\n")
    for name in (".venv", "ignored"):
        (root / name).symlink_to(beside)
    (root / "gone").symlink_to(tmp_path / "nowhere")
    for command in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *command], cwd=root, check=True)
    files = list(tracked(root))
    assert kept in files
    assert [text.partition(":")[0] for text in _texts(links.check(root, files))] == [".venv", "gone"]


def test_a_module_is_named_after_something(tmp_path: Path) -> None:
    assert len(_texts(sizes.check(tmp_path, _write(tmp_path, "utils.py", "")))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "# TO" + "DO later",
        "open('/ho" + "me/me/list.xlsx')",
        "path = '/wor" + "k/here'",
        "--index-url https://pyp" + "i.org/simple",
        "import x  # type: ign" + "ore",
        "import x  # no" + "qa",
    ],
)
def test_forbidden_words_are_found_with_their_line(tmp_path: Path, line: str) -> None:
    found = _texts(words.check(tmp_path, _write(tmp_path, "docs/page.md", f"fine\n{line}\n")))
    assert len(found) == 1
    assert found[0].startswith("docs/page.md:2: ")


def test_a_path_inside_the_project_is_no_machine_path(tmp_path: Path) -> None:
    text = "tests/home/list.py resources/work/x\n# noq" + "a: S603\n"
    assert not _texts(words.check(tmp_path, _write(tmp_path, "page.md", text)))


def test_a_text_that_is_not_utf_8_is_found(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_bytes("医保".encode("gb18030"))
    assert _texts(words.check(tmp_path, [path])) == ["page.md: neither UTF-8 text nor binary"]


def test_a_font_needs_its_licence_and_its_line_in_the_notice(tmp_path: Path) -> None:
    _write(tmp_path, "LICENSE", "")
    _write(tmp_path, "NOTICE", "nothing here")
    font = _write(tmp_path, "fonts/kai.ttf", "")
    assert _texts(notices.check(tmp_path, font)) == [
        "fonts/kai.ttf: is not named in NOTICE",
        "fonts/kai.ttf: has no licence text beside it",
    ]
    _write(tmp_path, "NOTICE", "fonts/kai.ttf, SIL Open Font License 1.1")
    _write(tmp_path, "fonts/OFL.txt", "")
    assert not _texts(notices.check(tmp_path, font))
