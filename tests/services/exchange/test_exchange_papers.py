"""The papers of exchange from real keys and a real export: what they print is what was signed, and what the file is."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.paper.documents.reading import text_of
from tests.services.exchange.desks import PREFECTURE, Pair, register
from yb_desktop.base.errors import Refused, WorldError
from yb_desktop.base.signing import fingerprint
from yb_desktop.services.exchanging import current_trust, export, take_in
from yb_desktop.services.office_papers import OfficeWanted, handover_papers, office_paper
from yb_desktop.services.scorecard import UNKNOWN


def plain(text: str) -> str:
    return text.replace(" ", "")


@pytest.fixture
def bundle(pair: Pair) -> Path:
    register(pair.county, 1, 2, 3)
    (one,) = export(pair.county, to=PREFECTURE, out=pair.stick(), signer=pair.county_key).bundles
    return one.file


def test_the_handover_sheet_says_what_the_file_is(pair: Pair, bundle: Path) -> None:
    text = text_of(office_paper(pair.county, "handover_sheet", OfficeWanted(bundles=(bundle,))))
    for words in (
        "532326-pc1-532300.submission-1-1",
        hashlib.sha256(bundle.read_bytes()).hexdigest(),
        plain(fingerprint(pair.county_key.public_key)),
        "业务记录3条记录序号第1至3号",
        f"{bundle.stat().st_size:,}字节",
        "种类报送",
    ):
        assert words in text, words
    assert bundle.name in text


def test_a_changed_file_gets_no_sheet(pair: Pair, bundle: Path) -> None:
    data = bytearray(bundle.read_bytes())
    data[len(data) // 2] ^= 1
    bundle.write_bytes(data)
    with pytest.raises(Refused):
        office_paper(pair.county, "handover_sheet", OfficeWanted(bundles=(bundle,)))
    with pytest.raises(WorldError):
        office_paper(pair.county, "handover_sheet", OfficeWanted(bundles=(bundle.with_name("missing.tar"),)))


def test_the_key_form_carries_this_device_s_key(pair: Pair) -> None:
    text = text_of(office_paper(pair.county, "key_form", OfficeWanted()))
    assert plain(fingerprint(pair.county_key.public_key)) in text
    assert "532326" in text
    assert "pc1" in text


def test_the_roots_are_those_of_the_trust_list(pair: Pair) -> None:
    accepted = text_of(office_paper(pair.prefecture, "root_fingerprint", OfficeWanted()))
    given = OfficeWanted(bundles=(pair.trust_file,))
    assert accepted == text_of(office_paper(pair.prefecture, "root_fingerprint", given))
    for root in current_trust(pair.prefecture).content.roots:
        assert plain(root.fingerprint) in accepted
        assert root.person in accepted


def test_the_scorecard_tells_when_a_county_was_heard_from(pair: Pair, bundle: Path) -> None:
    take_in(pair.prefecture, bundle, pair.prefecture_key, out=pair.stick())
    year = pair.prefecture.clock.today().year
    text = text_of(office_paper(pair.prefecture, "county_scorecard", OfficeWanted(year=year)))
    assert UNKNOWN in text
    assert text.count("从未收到") == 9
    assert "0次" in text


def test_what_was_exported_together_goes_on_one_sheet(pair: Pair, bundle: Path) -> None:
    register(pair.county, 4)
    (later,) = export(pair.county, to=PREFECTURE, out=pair.stick(), signer=pair.county_key).bundles
    (paper,) = handover_papers(pair.county, [bundle, later.file], pair.county_key)
    text = text_of(paper)
    assert "数据包2个，业务记录4条" in text
    assert all(file.name in text for file in (bundle, later.file))
