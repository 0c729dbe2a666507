"""Two algorithms and armour as offices use them: what the trust list asks for is done, or nothing is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.services.exchange.desks import COUNTY, OTHER, PREFECTURE, SECRET, TODAY, Pair, office, register, signed
from yb_desktop.base.canon import Json
from yb_desktop.base.errors import BadInput, UserError
from yb_desktop.domain.office import ARMOUR
from yb_desktop.exchange import sm2
from yb_desktop.exchange.bundle import opened_bundle
from yb_desktop.exchange.manifest import Alg
from yb_desktop.services.checking import check_office
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.armouring import open_copy
from yb_desktop.services.exchange.device_keys import AGE_KEY, SM2_KEY, key_file, open_device_key
from yb_desktop.services.exchange.trust_changes import TrustChanges
from yb_desktop.services.exchanging import (
    accept_trust,
    current_trust,
    enrol,
    export,
    make_root_key,
    make_trust,
    needs_signature,
    preview,
    sign_draft,
    take_in,
    verify_bundle,
)
from yb_desktop.services.paper.exchange import handovers_of
from yb_desktop.services.registry import run

BOTH: tuple[Alg, ...] = ("ed25519", "sm2-sm3")
sm = pytest.mark.skipif(not sm2.available(), reason="this Python has no shared libcrypto 3")


def code_of(work: Callable[[], object]) -> str:
    with pytest.raises(UserError) as caught:
        work()
    return caught.value.code


def next_trust(
    pair: Pair, *requests: Path, changes: TrustChanges | None = None, accept: Sequence[Desk] | None = None
) -> Path:
    """Draft, sign and accept the next version of the trust list."""
    folder = pair.home / "roots"
    draft = folder / f"{current_trust(pair.prefecture).version + 1}.ybb.draft"
    make_trust(pair.prefecture, draft, add=requests, changes=changes or TrustChanges())
    file = signed(draft, folder)
    for desk in (pair.prefecture, pair.county) if accept is None else accept:
        accept_trust(desk, file)
    return file


def send(pair: Pair, stick: str = "stick") -> Path:
    (bundle,) = export(pair.county, to=PREFECTURE, out=pair.stick(stick), signer=pair.county_key).bundles
    return bundle.file


def with_sm2(pair: Pair, require: Sequence[Alg] = ()) -> None:
    """Give both offices an SM2 key, and have the list ask for ``require``."""
    requests = [enrol(desk, pair.stick("enrol"), SECRET, sm2=True).file for desk in (pair.county, pair.prefecture)]
    asked = {(code, "pc1"): tuple(require) for code in (COUNTY, PREFECTURE)} if require else {}
    next_trust(pair, *requests, changes=TrustChanges(require=asked))
    pair.county_key = open_device_key(pair.county, SECRET)
    pair.prefecture_key = open_device_key(pair.prefecture, SECRET)


def signers_of(pair: Pair, file: Path) -> list[str]:
    with opened_bundle(file, current_trust(pair.prefecture)) as bundle:
        return [alg for alg, _ in bundle.manifest.signers]


@sm
@pytest.mark.parametrize(
    ("require", "found"),
    [((), BOTH), (BOTH, BOTH), (("ed25519",), ("ed25519",)), (("sm2-sm3",), ("sm2-sm3",))],
)
def test_bundles_and_receipts_are_signed_by_all_that_the_list_asks_for(
    pair: Pair, require: tuple[Alg, ...], found: tuple[Alg, ...]
) -> None:
    with_sm2(pair, require)
    register(pair.county, 1)
    file = send(pair)
    assert tuple(signers_of(pair, file)) == found
    taken = take_in(pair.prefecture, file, pair.prefecture_key, out=pair.stick("back"))
    assert taken.receipt is not None
    assert tuple(signers_of(pair, taken.receipt)) == found
    assert take_in(pair.county, taken.receipt, None).taken == 1


@sm
def test_a_key_that_the_list_asks_for_and_that_is_lost_stops_the_export(pair: Pair) -> None:
    with_sm2(pair)
    register(pair.county, 1)
    key_file(pair.county, SM2_KEY).unlink()
    pair.county_key = open_device_key(pair.county, SECRET)
    assert code_of(lambda: send(pair)) == "key-missing"
    assert list(pair.stick().iterdir()) == []


@sm
def test_a_request_proves_every_key_and_the_list_asks_only_for_what_there_is(pair: Pair) -> None:
    asked = TrustChanges(require={(COUNTY, "pc1"): BOTH})
    assert code_of(lambda: next_trust(pair, changes=asked)) == "device"
    request = enrol(pair.county, pair.stick("enrol"), SECRET).file
    assert code_of(lambda: next_trust(pair, request, changes=asked)) == "enrol-alg"
    request = enrol(pair.county, pair.stick("more"), SECRET, sm2=True).file
    next_trust(pair, request, changes=asked)
    keys = current_trust(pair.county).keys_of(COUNTY)
    assert [(key.alg, key.require) for key in keys] == [("ed25519", BOTH), ("sm2-sm3", BOTH)]
    assert keys[0].age is not None


@sm
def test_three_keepers_of_sm2_roots_two_needed(tmp_path: Path) -> None:
    desk = office(tmp_path / "office", PREFECTURE)
    files = [tmp_path / f"{n}.key" for n in range(3)]
    people = ("王主任", "李科长", "张会计")
    roots = [make_root_key(file, who, SECRET, "sm2-sm3") for file, who in zip(files, people, strict=True)]
    request = enrol(desk, tmp_path / "enrol", SECRET, sm2=True)
    draft = tmp_path / "1.ybb.draft"
    made = make_trust(desk, draft, roots=roots, threshold=2, add=[request.file], signing=("王主任", "张会计"))
    assert [root.person for root in made.missing] == ["王主任", "张会计"]
    assert code_of(lambda: sign_draft(draft, files[1], SECRET)) == "not-a-signer"
    assert sign_draft(draft, files[2], SECRET).bundle is None
    done = sign_draft(draft, files[0], SECRET)
    assert done.bundle is not None
    assert accept_trust(desk, done.bundle, roots[2].fingerprint).version == 1
    second = tmp_path / "2.ybb.draft"
    assert code_of(lambda: make_trust(desk, second, signing=("李科长",))) == "trust-threshold"
    desk.store.close()


def armour_on(pair: Pair, how: str = "age") -> None:
    next_trust(pair, changes=TrustChanges(armour=how))


def test_armour_there_and_back(pair: Pair) -> None:
    armour_on(pair)
    register(pair.county, 1, 2)
    file = send(pair)
    assert file.name.endswith(".ybb.tar.age")
    assert file.read_bytes().startswith(b"age-encryption.org/v1")
    assert needs_signature(pair.prefecture, file)
    assert code_of(lambda: preview(pair.prefecture, file)) == "passphrase"
    assert len(preview(pair.prefecture, file, pair.prefecture_key).adds) == 2
    assert code_of(lambda: take_in(pair.prefecture, file, None)) == "passphrase"
    assert code_of(lambda: take_in(pair.county, file, pair.county_key)) == "armour-key"
    taken = take_in(pair.prefecture, file, pair.prefecture_key, out=pair.stick("back"))
    assert taken.taken == 2
    assert taken.receipt is not None
    assert taken.receipt.suffix == ".age"
    assert take_in(pair.county, taken.receipt, pair.county_key).taken == 2
    assert not list((pair.county.store.folder / "outbox").iterdir()), "its armour goes with the bundle"
    assert not list((pair.prefecture.store.folder / "quarantine").iterdir())
    assert take_in(pair.prefecture, file, pair.prefecture_key).duplicate


def test_the_sheet_of_an_armoured_bundle_says_what_is_inside_and_which_file_it_is(pair: Pair) -> None:
    armour_on(pair)
    register(pair.county, 1)
    file = send(pair)
    assert open_copy(pair.county, file).name == file.name.removesuffix(".age")
    handovers_of(pair.county, [file])
    assert code_of(lambda: open_copy(pair.prefecture, file)) == "armoured"


def test_armour_is_the_same_to_the_byte_when_sent_again(pair: Pair) -> None:
    armour_on(pair)
    register(pair.county, 1)
    first = send(pair).read_bytes()
    done = export(pair.county, to=PREFECTURE, out=pair.stick("other"), signer=pair.county_key, again=True)
    assert [one.file.read_bytes() for one in done.bundles] == [first]


@sm
def test_the_sm_profile_there_and_back(pair: Pair) -> None:
    with_sm2(pair)
    armour_on(pair, "sm")
    register(pair.county, 1)
    file = send(pair)
    assert file.read_bytes().startswith(b"ybb-sm/1\n")
    assert take_in(pair.prefecture, file, pair.prefecture_key).taken == 1


def test_without_the_receivers_key_nothing_is_sent(pair: Pair) -> None:
    armour_on(pair, "sm")
    register(pair.county, 1)
    assert code_of(lambda: send(pair)) == "seal-missing"
    assert not pair.stick().exists() or list(pair.stick().iterdir()) == []
    assert not list(pair.county.store.folder.glob("outbox/*"))


def test_an_office_may_ask_for_armour_by_itself(pair: Pair) -> None:
    params: dict[str, Json] = {"setting": ARMOUR, "value": 1}
    run(pair.county, "oversight.set_local", on=TODAY, params=params)
    file = send(pair)
    assert file.suffix == ".age"
    taken = take_in(pair.prefecture, file, pair.prefecture_key, out=pair.stick("back"))
    assert taken.receipt is not None
    assert taken.receipt.suffix == ".tar", "the prefecture has not asked for it"


def test_armour_that_was_changed_is_refused_and_leaves_nothing(pair: Pair) -> None:
    armour_on(pair)
    register(pair.county, 1)
    file = send(pair)
    data = bytearray(file.read_bytes())
    data[-9] ^= 1
    file.write_bytes(data)
    assert code_of(lambda: take_in(pair.prefecture, file, pair.prefecture_key)) == "armour-broken"
    assert not list((pair.prefecture.store.folder / "quarantine").iterdir())


def test_a_bundle_in_armour_is_verified_with_a_key_file(pair: Pair) -> None:
    armour_on(pair)
    register(pair.county, 1)
    file = send(pair)
    trust = next((pair.home / "roots").glob("*.trust-1-2.ybb.tar"))
    assert verify_bundle(file, trust, key_file(pair.prefecture, AGE_KEY), SECRET).ok
    wrong = verify_bundle(file, trust, key_file(pair.county, AGE_KEY), SECRET)
    assert (wrong.ok, wrong.code) == (False, "armour-key")
    with pytest.raises(BadInput):
        verify_bundle(file, trust)


def test_knowledge_of_the_trust_list_that_is_out_of_date_is_said(pair: Pair) -> None:
    file = next_trust(pair, accept=[pair.county])
    register(pair.county, 1)
    bundle = send(pair)
    assert code_of(lambda: preview(pair.prefecture, bundle)) == "trust-behind"
    assert code_of(lambda: take_in(pair.prefecture, bundle, pair.prefecture_key)) == "trust-behind"
    accept_trust(pair.prefecture, file)
    assert take_in(pair.prefecture, bundle, pair.prefecture_key).taken == 1


def test_a_lost_device_counts_up_to_a_place_in_its_log(pair: Pair) -> None:
    register(pair.county, 1)
    early = send(pair, "early")
    register(pair.county, 2)
    late = send(pair, "late")
    file = next_trust(pair, changes=TrustChanges(ended={(COUNTY, "pc1"): 1}), accept=[pair.prefecture])
    assert take_in(pair.prefecture, early, pair.prefecture_key).taken == 1, "what it wrote before still arrives"
    assert code_of(lambda: take_in(pair.prefecture, late, pair.prefecture_key)) == "bundle-key-revoked"
    accept_trust(pair.county, file)
    register(pair.county, 3)
    assert code_of(lambda: send(pair)) == "device-ended"
    assert code_of(lambda: next_trust(pair, changes=TrustChanges(ended={(OTHER, "pc1"): None}))) == "device"
    next_trust(pair, changes=TrustChanges(ended={(COUNTY, "pc1"): 2}))
    assert take_in(pair.prefecture, late, pair.prefecture_key).taken == 1, "a stick that turned up, written before"
    next_trust(pair, enrol(pair.county, pair.stick("found"), SECRET).file)
    assert take_in(pair.prefecture, send(pair), pair.prefecture_key).taken == 1, "found and enrolled again, it goes on"


def test_what_a_replaced_key_had_signed_before_still_arrives(pair: Pair) -> None:
    register(pair.county, 1)
    early = send(pair)
    key_file(pair.county).unlink()
    request = enrol(pair.county, pair.stick("enrol"), SECRET).file
    draft = pair.home / "roots" / "2.ybb.draft"
    make_trust(pair.prefecture, draft, add=[request], replace=True)
    file = signed(draft, pair.home / "roots")
    for desk in (pair.county, pair.prefecture):
        accept_trust(desk, file)
    assert take_in(pair.prefecture, early, pair.prefecture_key).taken == 1
    register(pair.county, 2)
    with_old = pair.county_key
    pair.county_key = open_device_key(pair.county, SECRET)
    assert take_in(pair.prefecture, send(pair), pair.prefecture_key).taken == 1
    register(pair.county, 3)
    pair.county_key = with_old
    assert code_of(lambda: send(pair)) == "key-missing"
    assert len(list((pair.county.store.folder / "keys").glob("device-age-*.key"))) == 1, (
        "the old one is not thrown away"
    )


def test_the_check_says_where_the_keys_are(pair: Pair) -> None:
    found = {item.name: item for item in check_office(pair.county)}
    assert ("自检通过" in found["sm2"].text) is sm2.available()
    assert str(key_file(pair.county)) in found["keys"].text
    assert "没有国密SM2密钥" in found["keys"].text
    assert "不在数据库里，也不在备份里" in found["keys"].text
    key_file(pair.county).chmod(0o644)
    assert not {item.name: item for item in check_office(pair.county)}["keys"].ok
    new = office(pair.home / "new", OTHER)
    assert "还没有密钥" in {item.name: item for item in check_office(new)}["keys"].text
    new.store.close()
