"""Keys changed in order (轮换): enrolled beside the present ones, with an overlap, and no day without a signature."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.services.exchange.desks import COUNTY, PREFECTURE, SECRET, Pair, opened, register, signed
from yb_desktop.base.errors import BadInput, Refused
from yb_desktop.base.signing import fingerprint, key_id
from yb_desktop.exchange import sm2
from yb_desktop.exchange.bundle import opened_bundle
from yb_desktop.exchange.enrol import read_enrol
from yb_desktop.services.exchange.device_keys import NEXT
from yb_desktop.services.exchange.trust_changes import TrustChanges
from yb_desktop.services.exchanging import (
    DeviceKeys,
    ExportedBundle,
    accept_trust,
    current_trust,
    enrol,
    export,
    make_trust,
    open_device_key,
    take_in,
)
from yb_desktop.services.views.exchange import exchange_view


def sent(pair: Pair, key: DeviceKeys) -> ExportedBundle:
    (bundle,) = export(pair.county, to=PREFECTURE, out=pair.stick(), signer=key).bundles
    return bundle


def signer_of(pair: Pair, file: Path) -> set[str]:
    with opened_bundle(file, current_trust(pair.prefecture)) as bundle:
        return {key for _, key in bundle.manifest.signers}


def next_list(pair: Pair, request: Path, overlap: int) -> Path:
    folder = pair.home / "roots"
    draft = folder / f"{current_trust(pair.prefecture).version + 1}.ybb.draft"
    make_trust(pair.prefecture, draft, add=[request], changes=TrustChanges(overlap=overlap))
    return signed(draft, folder)


def test_a_key_is_changed_and_something_signs_all_the_time(pair: Pair) -> None:
    old = key_id(pair.county_key.public_key)
    register(pair.county, 1)
    request = enrol(pair.county, pair.home / "paper", SECRET, change=True)
    assert request.fingerprint != fingerprint(pair.county_key.public_key)
    assert exchange_view(pair.county).keys.changing == request.fingerprint
    key = open_device_key(pair.county, SECRET)
    before = sent(pair, key)
    assert signer_of(pair, before.file) == {old}, "until the list names the new key, the old one signs"
    second = next_list(pair, request.file, overlap=3)
    accept_trust(pair.prefecture, second)
    register(pair.county, 2)
    between = sent(pair, key)
    for one in (before, between):
        assert take_in(pair.prefecture, one.file, pair.prefecture_key).taken == 1, "both keys count for a while"

    accept_trust(pair.county, second)
    assert exchange_view(pair.county).keys.changing == ""
    assert exchange_view(pair.county).keys.fingerprint == request.fingerprint
    new = open_device_key(pair.county, SECRET)
    register(pair.county, 3)
    after = sent(pair, new)
    assert signer_of(pair, after.file) == {key_id(new.public_key)}
    assert take_in(pair.prefecture, after.file, pair.prefecture_key).taken == 1
    policies = {one.key_id: (one.from_seq, one.until_seq) for one in current_trust(pair.county).content.keys}
    assert policies[old] == (1, 1 + 3)
    assert policies[key_id(new.public_key)] == (2, None)
    kept = sorted(one.name for one in (pair.county.store.folder / "keys").glob("device-*.key"))
    assert f"device-{old}.key" in kept, "the old one stays beside it"


def test_the_old_key_counts_no_further_than_its_place(pair: Pair, tmp_path: Path) -> None:
    request = enrol(pair.county, pair.home / "paper", SECRET, change=True)
    shutil.copytree(pair.county.store.folder, tmp_path / "stolen")
    second = next_list(pair, request.file, overlap=2)
    accept_trust(pair.prefecture, second)
    thief = opened(tmp_path / "stolen")
    register(thief, 1, 2, 3)
    (bundle,) = export(thief, to=PREFECTURE, out=pair.stick(), signer=pair.county_key).bundles
    thief.store.close()
    with pytest.raises(Refused) as refused:
        take_in(pair.prefecture, bundle.file, pair.prefecture_key)
    assert refused.value.code == "bundle-key-revoked"


def test_a_device_that_wrote_further_than_its_old_key_counts_loses_nothing(pair: Pair) -> None:
    """Both ends are told what to do: a new number, with which all goes again that did not arrive."""
    request = enrol(pair.county, pair.home / "paper", SECRET, change=True)
    second = next_list(pair, request.file, overlap=1)
    accept_trust(pair.prefecture, second)
    register(pair.county, 1, 2)
    stuck = sent(pair, pair.county_key)
    with pytest.raises(Refused) as refused:
        take_in(pair.prefecture, stuck.file, pair.prefecture_key)
    assert refused.value.code == "bundle-key-revoked"
    assert "只认到第1条记录，这个数据包到第2条" in refused.value.text
    assert "换新编号重新登记" in refused.value.text

    accept_trust(pair.county, second)
    assert "1个数据包是用换下的密钥签发的" in exchange_view(pair.county).keys.problem
    key = open_device_key(pair.county, SECRET)
    with pytest.raises(Refused) as again:
        export(pair.county, to=PREFECTURE, out=pair.stick(), signer=key, again=True)
    assert "换新编号重新登记本机" in again.value.text

    anew = enrol(pair.county, pair.home / "paper", SECRET, new_epoch=True)
    third = next_list(pair, anew.file, overlap=0)
    for desk in (pair.county, pair.prefecture):
        accept_trust(desk, third)
    assert exchange_view(pair.county).keys.problem == ""
    register(pair.county, 3)
    assert take_in(pair.prefecture, sent(pair, key).file, pair.prefecture_key).taken == 3
    with pytest.raises(Refused) as old:
        take_in(pair.prefecture, stuck.file, pair.prefecture_key)
    assert "请接收对方新导出的数据包" in old.value.text


def test_what_is_asked_for_while_a_change_waits_is_asked_for_the_new_keys(pair: Pair) -> None:
    changing = enrol(pair.county, pair.home / "paper", SECRET, change=True)
    anew = enrol(pair.county, pair.home / "paper", SECRET, new_epoch=True)
    assert (read_enrol(anew.file).fingerprint, read_enrol(anew.file).epoch) == (changing.fingerprint, 2)
    second = next_list(pair, anew.file, overlap=0)
    for desk in (pair.county, pair.prefecture):
        accept_trust(desk, second)
    register(pair.county, 1)
    assert (
        take_in(pair.prefecture, sent(pair, open_device_key(pair.county, SECRET)).file, pair.prefecture_key).taken == 1
    )


def test_a_change_is_said_by_the_prefecture_and_asked_for_with_the_same_passphrase(pair: Pair) -> None:
    with pytest.raises(BadInput):
        enrol(pair.county, pair.home / "paper", "另外一个口令八个字", change=True)
    first = enrol(pair.county, pair.home / "paper", SECRET, change=True)
    again = enrol(pair.county, pair.home / "paper", SECRET, change=True)
    assert first.fingerprint == again.fingerprint, "one change at a time"
    assert (pair.county.store.folder / "keys" / NEXT / "device.key").exists()
    with pytest.raises(Refused) as refused:
        make_trust(pair.prefecture, pair.home / "roots" / "2.ybb.draft", add=[first.file])
    assert refused.value.code == "device-enrolled"
    assert "轮换" in refused.value.text


@pytest.mark.skipif(not sm2.available(), reason="this Python has no shared libcrypto 3")
def test_what_was_sealed_to_the_former_sm2_key_still_opens(pair: Pair) -> None:
    folder = pair.home / "roots"
    draft = folder / "2.ybb.draft"
    request = enrol(pair.prefecture, pair.home / "paper", SECRET, sm2=True)
    county = enrol(pair.county, pair.home / "paper", SECRET, sm2=True)
    make_trust(pair.prefecture, draft, add=[request.file, county.file], replace=True, changes=TrustChanges(armour="sm"))
    second = signed(draft, folder)
    for desk in (pair.prefecture, pair.county):
        accept_trust(desk, second)
    register(pair.county, 1)
    worn = sent(pair, open_device_key(pair.county, SECRET))
    changed = enrol(pair.prefecture, pair.home / "paper", SECRET, change=True)
    accept_trust(pair.prefecture, next_list(pair, changed.file, overlap=100))
    key = open_device_key(pair.prefecture, SECRET)
    assert len(key.every_sm2) == 2
    assert take_in(pair.prefecture, worn.file, key).taken == 1
    assert {one.office for one in current_trust(pair.prefecture).content.keys} == {COUNTY, PREFECTURE}
