"""The root ceremony, the first trust from a typed fingerprint, later versions, and enrolment."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest
from msgspec.structs import replace

from tests.exchange.offices import COUNTY, NOON, PREFECTURE, envelope, head_of, log_of, policy_of, signer_of, trust_of
from yb_desktop.base.canon import Json, canonical
from yb_desktop.base.errors import BadInput, Refused
from yb_desktop.base.signing import fingerprint
from yb_desktop.exchange.bundle import WrittenBundle, opened_bundle, read_bundle
from yb_desktop.exchange.ceremony import TrustDraft, draft_trust, read_draft, sign_trust, write_draft, write_trust
from yb_desktop.exchange.enrol import read_enrol, write_enrol
from yb_desktop.exchange.keys import encode_key
from yb_desktop.exchange.pack import EMPTY_LOG, write_json_bundle, write_submission
from yb_desktop.exchange.trust import KeyPolicy, RootKey, TrustList, accept_first, accept_next, load_trust, trust_list

PEOPLE = {91: "王主任", 92: "李科长", 93: "杨局长", 94: "普会计"}


def root(number: int) -> RootKey:
    """Give the root key of one person."""
    return RootKey(PEOPLE[number], "ed25519", encode_key(signer_of(number).public_key))


def draft(
    previous: TrustList | None,
    *,
    roots: Sequence[int] = (91, 92, 93),
    signing: Sequence[int] = (91, 92),
    keys: Sequence[KeyPolicy] = (),
    threshold: int = 2,
) -> TrustDraft:
    """Draft a list with these persons' roots."""
    return draft_trust(
        previous,
        office=PREFECTURE,
        threshold=threshold,
        roots=[root(number) for number in roots],
        keys=keys,
        signing=[root(number) for number in signing],
        created=NOON,
        nonce="1" * 32,
    )


def signed(folder: Path, drafted: TrustDraft, *signing: int) -> WrittenBundle:
    """Let these persons sign, then write the bundle."""
    for number in signing:
        drafted = sign_trust(drafted, signer_of(number))
    return write_trust(folder, drafted)


def refused_with(code: str, path: Path, current: TrustList) -> None:
    """Check that a later version is not taken."""
    with pytest.raises(Refused) as caught:
        accept_next(path, current)
    assert caught.value.code == code


@pytest.fixture
def first(tmp_path: Path) -> TrustList:
    """Give version 1, signed by two of three, with the county's key."""
    bundle = signed(tmp_path, draft(None, keys=[policy_of(signer_of(1))]), 92, 91)
    return load_trust(bundle.path)


def test_the_ceremony_passes_a_draft_from_hand_to_hand(tmp_path: Path) -> None:
    path = tmp_path / "trust.ybb.draft"
    write_draft(path, draft(None))
    held = read_draft(path)
    assert [keeper.person for keeper in held.missing] == ["王主任", "李科长"]
    with pytest.raises(Refused) as early:
        write_trust(tmp_path, sign_trust(held, signer_of(92)))
    assert early.value.code == "trust-threshold"
    write_draft(path, sign_trust(held, signer_of(92)))
    held = read_draft(path)
    for number in (92, 93):
        with pytest.raises(BadInput) as caught:
            sign_trust(held, signer_of(number))
        assert caught.value.code == "not-a-signer"
    bundle = write_trust(tmp_path, sign_trust(held, signer_of(91)))
    assert bundle.path.name == "532300-root-all.trust-1-1.ybb.tar"
    assert load_trust(bundle.path).version == 1


def test_a_changed_draft_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "trust.ybb.draft"
    write_draft(path, sign_trust(draft(None), signer_of(91)))
    good = path.read_bytes()
    for old, new in ((b'\\"threshold\\":2', b'\\"threshold\\":1'), (b"all.trust-1-1", b"all.trust-1-2")):
        assert old in good
        path.write_bytes(good.replace(old, new))
        with pytest.raises(Refused):
            read_draft(path)


def test_the_first_list_is_taken_on_a_typed_fingerprint(tmp_path: Path) -> None:
    bundle = signed(tmp_path, draft(None), 91, 92)
    typed = root(91).fingerprint
    assert len(typed.split()) == 8
    assert accept_first(bundle.path, typed.upper()).sha256 == bundle.sha256
    assert accept_first(bundle.path, typed.replace(" ", "")).version == 1
    for other in (root(93).fingerprint, fingerprint(signer_of(1).public_key)):  # has not signed; is no root
        with pytest.raises(Refused) as caught:
            accept_first(bundle.path, other)
        assert caught.value.code == "trust-fingerprint"
    with pytest.raises(BadInput):
        accept_first(bundle.path, typed[:-1])


def test_the_next_version_needs_both_sets_of_roots(tmp_path: Path, first: TrustList) -> None:
    with pytest.raises(Refused) as caught:
        draft(first, roots=(92, 93, 94), signing=(93, 94))
    assert caught.value.code == "trust-threshold", "only one of the old roots"
    second = signed(tmp_path, draft(first, roots=(92, 93, 94), signing=(92, 93)), 92, 93)
    taken = accept_next(second.path, first)
    assert taken.version == 2
    assert [keeper.person for keeper in taken.content.former_roots] == ["王主任"]
    assert accept_next(second.path, taken) is taken, "the same once more is harmless"
    third = signed(tmp_path, draft(taken, roots=(92, 93, 94), signing=(92, 94)), 92, 94)
    refused_with("trust-gap", third.path, first)
    refused_with("trust-older", second.path, accept_next(third.path, taken))


def test_two_histories_of_the_trust_list_are_found(tmp_path: Path, first: TrustList) -> None:
    here, there = tmp_path / "a", tmp_path / "b"
    here.mkdir()
    there.mkdir()
    one = signed(here, draft(first), 91, 92)
    other = signed(there, draft(first, signing=(91, 93)), 91, 93)
    refused_with("trust-fork", other.path, accept_next(one.path, first))
    after = signed(there, draft(load_trust(other.path)), 91, 92)
    refused_with("trust-fork", after.path, accept_next(one.path, first))


def test_a_list_made_by_strangers_is_refused(tmp_path: Path, first: TrustList) -> None:
    theirs = trust_list(replace(first.content, roots=(root(94),), threshold=1), first.sha256)
    alone, beside = tmp_path / "a", tmp_path / "b"
    alone.mkdir()
    beside.mkdir()
    bundle = signed(alone, draft(theirs, roots=(94,), signing=(94,), threshold=1), 94)
    refused_with("trust-form", bundle.path, first)
    bundle = signed(beside, draft(theirs, roots=(94, 91, 92, 93), signing=(94,), threshold=1), 94)
    refused_with("trust-threshold", bundle.path, first)


def test_content_that_does_not_do(first: TrustList) -> None:
    weak = replace(policy_of(signer_of(1)), public=encode_key(b"\x01" + bytes(31)))
    both = replace(policy_of(signer_of(1)), require=("ed25519", "sm2-sm3"))
    for keys, code in (([weak], "key-weak"), ([both], "trust-form"), ([policy_of(signer_of(91))], "trust-form")):
        with pytest.raises(Refused) as caught:
            draft(None, keys=keys)
        assert caught.value.code == code
    with pytest.raises(Refused):
        draft(None, threshold=4, signing=(91, 92, 93))
    assert first.policy(policy_of(signer_of(1)).key_id) is not None
    assert first.policy("0" * 16) is None
    assert first.office_name(COUNTY) == "大姚县医保中心"
    assert first.office_name("530300") is None


def test_bundles_are_verified_with_nothing_but_the_trust_file(tmp_path: Path, first: TrustList) -> None:
    records = log_of(2)
    bundle = write_submission(tmp_path, envelope(), head=head_of(records), records=records, signers=[signer_of(1)])
    with opened_bundle(bundle.path, first) as opened:
        assert list(opened.records()) == records
    own = tmp_path / "532300-root-all.trust-1-1.ybb.tar"
    assert read_bundle(own, first, quarantine=tmp_path).manifest.kind == "trust"


def test_a_device_cannot_sign_a_trust_list(tmp_path: Path, first: TrustList) -> None:
    held = draft(first)
    bundle = write_json_bundle(
        tmp_path, envelope(to=("all",)), kind="trust", data=held.data, head=EMPTY_LOG, signers=[signer_of(1)]
    )
    with pytest.raises(Refused) as caught:
        read_bundle(bundle.path, first, quarantine=tmp_path)
    assert caught.value.code == "bundle-scope"
    refused_with("bundle-key-unknown", bundle.path, first)


def test_a_request_shows_the_fingerprint_of_its_own_key(tmp_path: Path, first: TrustList) -> None:
    device = signer_of(7)
    asked = envelope(device="pc2")
    bundle = write_enrol(tmp_path, asked, office_name="大姚县医保中心", level="county", signer=device)
    request = read_enrol(bundle.path)
    assert (request.office, request.device, request.level) == (COUNTY, "pc2", "county")
    assert request.fingerprint == fingerprint(device.public_key)
    with pytest.raises(Refused) as caught:
        read_bundle(bundle.path, first, quarantine=tmp_path)
    assert caught.value.code == "bundle-key-unknown"
    second = signed(tmp_path, draft(first, keys=[*first.content.keys, *request.policies()]), 91, 92)
    taken = accept_next(second.path, first)
    assert read_bundle(bundle.path, taken, quarantine=tmp_path).manifest.kind == "enrol"


def test_a_request_signed_with_another_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    own = write_enrol(tmp_path / "own", envelope(), office_name="甲", level="county", signer=signer_of(7))
    with opened_bundle(own.path, trust_of(policy_of(signer_of(7)))) as opened:
        data = opened.own_file()
    forged = write_json_bundle(tmp_path, envelope(), kind="enrol", data=data, head=EMPTY_LOG, signers=[signer_of(8)])
    with pytest.raises(Refused) as caught:
        read_enrol(forged.path)
    assert caught.value.code == "bundle-key-unknown"


def test_a_request_with_an_unsafe_key_is_refused(tmp_path: Path) -> None:
    data: Json = {
        "format": "ybb-enrol/1",
        "office": COUNTY,
        "office_name": "甲",
        "level": "county",
        "device": "pc1",
        "epoch": 1,
        "alg": "ed25519",
        "public": encode_key(b"\x01" + bytes(31)),
    }
    bundle = write_json_bundle(
        tmp_path, envelope(), kind="enrol", data=canonical(data), head=EMPTY_LOG, signers=[signer_of(8)]
    )
    with pytest.raises(Refused) as caught:
        read_enrol(bundle.path)
    assert caught.value.code == "key-weak"


def test_every_flipped_byte_of_a_trust_list_is_refused(tmp_path: Path) -> None:
    bundle = signed(tmp_path, draft(None, roots=(91,), signing=(91,), threshold=1), 91)
    good = bundle.path.read_bytes()
    other = tmp_path / "flipped"
    rng = Random(3)
    for place in sorted(rng.sample(range(len(good)), 400)):
        other.write_bytes(good[:place] + bytes([good[place] ^ 1 << rng.randrange(8)]) + good[place + 1 :])
        with pytest.raises(Refused):
            load_trust(other)
