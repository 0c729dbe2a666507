"""A record's line has one spelling and one hash; the fast way of reading is as strict as the slow one."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from yb_desktop.base.canon import Json, canonical, parse
from yb_desktop.base.errors import Refused
from yb_desktop.domain.records import Record, read_record, record_bytes, record_hash, sealed

PLAIN = Record(
    rid="r-1",
    v=1,
    office="532326",
    device="pc1",
    seq=1,
    on="2025-03-01",
    hlc="2025-03-01T12:00:00.000Z-000001",
    actor="张三",
    type="applications.accept",
    entity="case-1",
    base=("r-0",),
    body={"n": 1},
    prev="0" * 64,
)

TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12)
TRICKY = st.sampled_from([",1.5", '":2e3', "[-0.1", "1" * 20, "\ue000", "\U0001f600", "\x7f\u2028\b", ",{\\"])
VALUES: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS | TRICKY,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS | TRICKY, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=150)
@given(st.dictionaries(TEXTS | TRICKY, VALUES, max_size=5))
def test_a_line_is_canonical_and_comes_back(body: dict[str, Json]) -> None:
    record = sealed(replace(PLAIN, body=body))
    line = record_bytes(record)
    plain = parse(line)
    assert line == canonical(plain)
    assert read_record(line) == record
    assert isinstance(plain, dict)
    rest = {name: value for name, value in plain.items() if name != "hash"}
    assert hashlib.sha256(canonical(rest)).hexdigest() == record.hash


@pytest.mark.parametrize(
    "number",
    [b"1.0", b"-1.5", b"1e3", b"1E+3", b"9007199254740993", b"-9007199254740993", b"1" * 400, b"-0", b"NaN", b"01"],
)
@pytest.mark.parametrize("around", [b"%s", b"[%s]", b"[1,%s]", b'[{"a":%s}]', b"[[%s,2]]"])
def test_numbers_that_are_not_plain_integers(number: bytes, around: bytes) -> None:
    line = record_bytes(sealed(PLAIN)).replace(b'"n":1', b'"n":' + around % number)
    with pytest.raises(Refused) as caught:
        read_record(line)
    assert caught.value.code == "record-form"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"n":1', b'"n": 1'),
        (b'"seq":1', b'"seq":9007199254740993'),
        (b'"n":1', b'"n": 1.5'),
        (b'"n":1', b'"n":1,"n":1'),
        (b'"n":1', b'"n":"\\ud800"'),
        (b'"n":1', b'"n":"\xed\xa0\x80"'),
        (b'"n":1', b'"n":"\\u4e2d"'),
        (b'"n":1', b'"n":' + b"[" * 70 + b"]" * 70),
        (b'"n":1', b'"n":' + b"[" * 100_000 + b"]" * 100_000),
        (b'"v":1', b'"v":1,"w":1'),
        (b'"v":1', b'"v":1.0'),
        (b'"v":1', b'"v":true'),
        (b'"v":1', b'"v":99999999999999999999'),
        (b'{"actor"', b' {"actor"'),
        (b'"base":["r-0"],"body":{"n":1}', b'"body":{"n":1},"base":["r-0"]'),
    ],
)
def test_lines_with_another_spelling(old: bytes, new: bytes) -> None:
    line = record_bytes(sealed(PLAIN))
    assert line.count(old) == 1
    with pytest.raises(Refused) as caught:
        read_record(line.replace(old, new))
    assert caught.value.code == "record-form"


def test_a_changed_record_does_not_fit_its_hash() -> None:
    record = sealed(PLAIN)
    for changed in (replace(record, actor="李四"), replace(record, body={"n": 2}), replace(record, hash="0" * 64)):
        with pytest.raises(Refused) as caught:
            read_record(record_bytes(changed))
        assert caught.value.code == "record-hash"


def test_a_hash_hidden_in_the_body_deceives_nobody() -> None:
    inner = sealed(PLAIN)
    record = sealed(replace(PLAIN, body={"hash": inner.hash, "x": 1}))
    assert read_record(record_bytes(record)) == record
    lying = replace(record, hash=inner.hash)
    assert record_hash(lying) != inner.hash
    with pytest.raises(Refused) as caught:
        read_record(record_bytes(lying))
    assert caught.value.code == "record-hash"
