"""Keys, enrolment, the ceremony, and how a trust list is accepted the first time and afterwards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.services.exchange.desks import (
    COUNTY,
    OTHER,
    PREFECTURE,
    SECRET,
    TODAY,
    Pair,
    office,
    opened,
    register,
    signed,
)
from yb_desktop.base.errors import BadInput, NotAllowed, UserError
from yb_desktop.exchange.keys import encode_key
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchanging import (
    accept_trust,
    current_trust,
    enrol,
    export,
    has_trust,
    make_device_key,
    make_root_key,
    make_trust,
    open_device_key,
    sign_draft,
    superior,
    take_in,
)
from yb_desktop.store.database import Store


def code_of(work: Callable[[], object]) -> str:
    with pytest.raises(UserError) as caught:
        work()
    return caught.value.code


def next_trust(pair: Pair, *requests: Path, replace: bool = False) -> Path:
    """Draft and sign the next version of the trust list."""
    folder = pair.home / "roots"
    version = current_trust(pair.prefecture).version + 1
    draft = folder / f"{version}.ybb.draft"
    make_trust(pair.prefecture, draft, add=requests, replace=replace)
    return signed(draft, folder)


def test_a_device_key_is_made_once_and_opened_with_its_passphrase(tmp_path: Path) -> None:
    desk = office(tmp_path / "office", OTHER)
    assert code_of(lambda: open_device_key(desk, SECRET)) == "no-key"
    made = make_device_key(desk, SECRET)
    assert (tmp_path / "office" / "keys" / "device.key").stat().st_mode & 0o077 == 0
    assert open_device_key(desk, SECRET).public_key == made.public_key
    assert code_of(lambda: make_device_key(desk, SECRET)) == "key-exists"
    assert code_of(lambda: open_device_key(desk, SECRET + "错")) == "passphrase"
    request = enrol(desk, tmp_path / "paper", SECRET)
    assert request.file.name == "532301-pc1-532300.enrol-1-1.ybb.tar"
    assert len(request.fingerprint.replace(" ", "")) == 32
    desk.store.close()


def test_records_go_to_the_superior(pair: Pair, tmp_path: Path) -> None:
    assert superior(pair.county) == PREFECTURE
    assert superior(pair.prefecture) == PREFECTURE


def test_the_first_trust_list_needs_the_fingerprint_from_stamped_paper(pair: Pair) -> None:
    new = office(pair.home / "new", OTHER)
    assert code_of(lambda: accept_trust(new, pair.trust_file)) == "fingerprint"
    assert code_of(lambda: accept_trust(new, pair.trust_file, "0" * 32)) == "trust-fingerprint"
    assert not has_trust(new)
    accepted = accept_trust(new, pair.trust_file, pair.fingerprint.upper())
    assert (accepted.version, accepted.office_name(COUNTY)) == (1, "大姚县医保中心")
    assert current_trust(new).sha256 == accepted.sha256
    assert accept_trust(new, pair.trust_file).version == 1, "the same once more is harmless"
    new.store.close()


def test_a_new_office_joins_by_the_next_version(pair: Pair) -> None:
    new = office(pair.home / "new", OTHER)
    request = enrol(new, pair.stick(), SECRET)
    second = next_trust(pair, request.file)
    for desk in (pair.prefecture, pair.county):
        assert accept_trust(desk, second).version == 2
    accept_trust(new, second, pair.fingerprint)
    register(new, 1)
    key = open_device_key(new, SECRET)
    (bundle,) = export(new, to=PREFECTURE, out=pair.stick(), signer=key).bundles
    assert take_in(pair.prefecture, bundle.file, pair.prefecture_key).taken == 1
    assert code_of(lambda: accept_trust(pair.county, pair.trust_file)) == "trust-older"
    third = next_trust(pair)
    accept_trust(pair.prefecture, third)
    fourth = next_trust(pair)
    assert code_of(lambda: accept_trust(pair.county, fourth)) == "trust-gap"
    new.store.close()


def test_a_lost_key_is_replaced_only_when_that_is_said(pair: Pair) -> None:
    register(pair.county, 1)
    (sent,) = export(pair.county, to=PREFECTURE, out=pair.stick(), signer=pair.county_key).bundles
    take_in(pair.prefecture, sent.file, pair.prefecture_key)
    (pair.county.store.folder / "keys" / "device.key").unlink()
    request = enrol(pair.county, pair.stick(), SECRET)
    assert code_of(lambda: next_trust(pair, request.file)) == "device-enrolled"
    second = next_trust(pair, request.file, replace=True)
    for desk in (pair.prefecture, pair.county):
        accept_trust(desk, second)
    policies = {key.public: key.until_seq for key in current_trust(pair.county).content.keys if key.office == COUNTY}
    new = open_device_key(pair.county, SECRET)
    assert policies == {encode_key(pair.county_key.public_key): 1, encode_key(new.public_key): None}
    register(pair.county, 2)
    (later,) = export(pair.county, to=PREFECTURE, out=pair.stick(), signer=new).bundles
    assert take_in(pair.prefecture, later.file, pair.prefecture_key).taken == 1


def test_after_a_restore_the_device_is_enrolled_again(pair: Pair) -> None:
    register(pair.county, 1)
    (sent,) = export(pair.county, to=PREFECTURE, out=pair.stick(), signer=pair.county_key).bundles
    take_in(pair.prefecture, sent.file, pair.prefecture_key)
    copy = pair.county.store.backup(pair.home / "copy.db")
    pair.county.store.close()
    Store.restore(copy, pair.home / "county", day=TODAY, holder="测试")
    pair.reopen_county()
    county = pair.county
    register(county, 2)

    def again() -> object:
        return export(county, to=PREFECTURE, out=pair.stick(), signer=pair.county_key)

    assert code_of(again) == "not-enrolled"
    request = enrol(county, pair.stick(), SECRET)
    assert request.id == "532326-pc1-532300.enrol-2-1"
    second = next_trust(pair, request.file)
    for desk in (pair.prefecture, county):
        accept_trust(desk, second)
    assert county.store.epoch_owed() is None
    (bundle,) = export(county, to=PREFECTURE, out=pair.stick(), signer=pair.county_key).bundles
    assert (bundle.id, bundle.records) == ("532326-pc1-532300.submission-2-1", 2)
    assert take_in(pair.prefecture, bundle.file, pair.prefecture_key).taken == 1


def test_the_ceremony_is_the_prefectures_and_needs_its_keepers(pair: Pair) -> None:
    draft = pair.home / "roots" / "2.ybb.draft"

    def make(desk: Desk, *signing: str) -> Callable[[], object]:
        return lambda: make_trust(desk, draft, signing=signing)

    with pytest.raises(NotAllowed):
        make(pair.county)()
    assert code_of(make(pair.prefecture, "没有这个人")) == "roots"
    assert code_of(make(pair.prefecture, "王主任")) == "trust-threshold"
    make(pair.prefecture)()
    assert code_of(make(pair.prefecture)) == "file-exists"
    first = sign_draft(draft, pair.home / "roots" / "0.key", SECRET)
    assert (first.missing, first.bundle) == (("李科长",), None)
    with pytest.raises(BadInput):
        sign_draft(draft, pair.home / "roots" / "0.key", SECRET)
    make_root_key(pair.home / "roots" / "9.key", "外人", SECRET)
    assert code_of(lambda: sign_draft(draft, pair.home / "roots" / "9.key", SECRET)) == "not-a-signer"


def test_without_roots_there_is_no_first_list(tmp_path: Path) -> None:
    desk = office(tmp_path / "office", PREFECTURE)
    assert code_of(lambda: make_trust(desk, tmp_path / "1.ybb.draft")) == "roots"
    desk.store.close()
    opened(tmp_path / "office").store.close()
