"""Small stays small: modules at most 400 lines, functions at most 50, files at most 1 MB but fonts."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from checks.findings import Finding

MODULE_LINES = 400
FUNCTION_LINES = 50
FILE_BYTES = 1_000_000
FONTS = {".ttf", ".otf", ".ttc"}
SHAPELESS = {"utils.py", "helpers.py", "misc.py", "common.py"}


def check(root: Path, files: Iterable[Path]) -> Iterator[Finding]:
    """Find files, modules and functions that have grown too big, and modules named after nothing."""
    for path in files:
        where = path.relative_to(root).as_posix()
        if path.suffix not in FONTS and (size := path.stat().st_size) > FILE_BYTES:
            yield Finding(where, f"{size:,} bytes; at most {FILE_BYTES:,}")
        if path.name in SHAPELESS:
            yield Finding(where, "name the module after what it is for")
        if path.suffix == ".py":
            yield from _module(where, path.read_text(encoding="utf-8"))


def _module(where: str, source: str) -> Iterator[Finding]:
    if (lines := len(source.splitlines())) > MODULE_LINES:
        yield Finding(where, f"{lines} lines; a module has at most {MODULE_LINES}: split it by subject")
    for node in ast.walk(ast.parse(source, where)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES:
                yield Finding(
                    f"{where}:{node.lineno}", f"{node.name} has {lines} lines; a function has at most {FUNCTION_LINES}"
                )
