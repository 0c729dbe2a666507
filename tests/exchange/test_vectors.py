"""The test vectors: made as the script makes them, judged alike by the program and by a reader that shares nothing."""

from __future__ import annotations

import ast
import json
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.exchange import mini_reader
from tests.exchange.vectors import make
from tests.exchange.vectors.wrong import FOLDER, Keys
from yb_desktop.base.errors import Refused
from yb_desktop.base.signing import key_id
from yb_desktop.exchange import sm2
from yb_desktop.exchange.armour import open_sm
from yb_desktop.exchange.bundle import opened_bundle
from yb_desktop.exchange.enrol import read_enrol
from yb_desktop.exchange.trust import accept_first, accept_next, load_trust

EXPECTED: dict[str, Any] = json.loads((FOLDER / "expected.json").read_text("utf-8"))
needs_sm = pytest.mark.skipif(not sm2.available(), reason="this Python has no shared libcrypto 3")


@dataclass(frozen=True)
class Vector:
    """One bundle and what is expected of it."""

    file: Path
    verdict: str
    trust: str
    receiver: str
    identity: str
    records: int

    def __str__(self) -> str:
        return self.file.name.removesuffix(".ybb.tar")


VECTORS = [
    Vector(
        FOLDER / one["file"],
        one["verdict"],
        one["trust"],
        one["receiver"],
        one.get("identity", ""),
        one.get("records", 0),
    )
    for one in EXPECTED["bundles"]
    if "inside" not in one
]
GOOD = [one for one in VECTORS if one.verdict == "ok"]


@needs_sm
@pytest.mark.parametrize("vector", VECTORS, ids=str)
def test_the_program_judges_as_expected(vector: Vector) -> None:
    if not vector.trust:
        judge = read_enrol if "enrol" in vector.file.name else load_trust
        judge(vector.file)
        return
    try:
        with opened_bundle(vector.file, load_trust(FOLDER / vector.trust), receiver=vector.receiver) as bundle:
            found = "ok"
            assert (bundle.sha256, bundle.manifest.records.count) == (vector.identity, vector.records)
    except Refused as problem:
        found = problem.code
    assert found == vector.verdict


def trust_content(name: str) -> mini_reader.Plain | None:
    if not name:
        return None
    plain = mini_reader.strict(mini_reader.read((FOLDER / name).read_bytes(), None).payload["data/trust.json"])
    assert isinstance(plain, dict)
    return plain


@pytest.mark.parametrize("vector", VECTORS, ids=str)
def test_a_reader_that_shares_nothing_judges_alike(vector: Vector) -> None:
    data = vector.file.read_bytes()
    if vector.verdict == "ok":
        read = mini_reader.read(data, trust_content(vector.trust), vector.receiver)
        assert (read.identity, read.records) == (vector.identity, vector.records)
        return
    with pytest.raises(mini_reader.Bad):
        mini_reader.read(data, trust_content(vector.trust), vector.receiver)


def test_the_second_reader_imports_nothing_of_ours() -> None:
    tree = ast.parse(Path(mini_reader.__file__).read_text("utf-8"))
    names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert names
    assert not [name for name in names if name.startswith(("yb_desktop", "tests"))]


@needs_sm
def test_armour_opens_to_the_bundle_inside(tmp_path: Path) -> None:
    keys = Keys()
    worn = [one for one in EXPECTED["bundles"] if "inside" in one]
    assert {Path(one["file"]).suffix for one in worn} == {".age", ".sm"}
    for one in worn:
        file, target = FOLDER / one["file"], tmp_path / "inside"
        if file.suffix == ".age":
            keys.age.open(file, target)
        else:
            signer = keys.sm2["prefecture"]
            with file.open("rb") as source, target.open("wb") as out:
                open_sm(source, out, {key_id(signer.public_key): signer.pkcs8()})
        assert target.read_bytes() == (FOLDER / one["inside"]).read_bytes()


@needs_sm
def test_the_trust_lists_are_accepted_one_after_the_other() -> None:
    one, two = sorted((FOLDER / "good").glob("*.trust-1-?.ybb.tar"))
    first = accept_first(one, EXPECTED["root_fingerprint"])
    assert accept_next(two, first).version == 2


def test_the_parts_are_one_set_that_carries_what_it_needs() -> None:
    read = [
        mini_reader.read(one.file.read_bytes(), trust_content(one.trust))
        for one in sorted(GOOD, key=lambda one: one.file.name)
        if "pc1-532300.submission" in one.file.name
    ]
    parts = [one for one in read if one.manifest["set"]["of"] > 1]
    assert [one.manifest["set"]["part"] for one in parts] == [1, 2, 3]
    before = read[0].identity
    carried = set()
    for one in parts:
        assert one.manifest["prev"] == before
        before = one.identity
        carried |= {entry["sha256"] for entry in one.manifest["files"]}
    assert set(parts[0].manifest["need"]) <= carried


@needs_sm
def test_the_script_makes_these_very_vectors(tmp_path: Path) -> None:
    made = make.build(tmp_path)
    assert [one["file"] for one in made] == [one["file"] for one in EXPECTED["bundles"]]
    assert [one["verdict"] for one in made] == [one["verdict"] for one in EXPECTED["bundles"]]
    if EXPECTED["zlib"] == zlib.ZLIB_RUNTIME_VERSION:  # another one may pack the same records into other bytes
        assert made == EXPECTED["bundles"]
        keys = Keys()
        assert all(make.same(FOLDER / str(one["file"]), tmp_path / str(one["file"]), keys) for one in made)
