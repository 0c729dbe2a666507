"""Bundles of the SM profile: one signature or both, as the trust list asks; nothing stripped, added or exchanged."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.exchange.offices import PNG, PREFECTURE, envelope, head_of, log_of, policy_of, signer_of, trust_of
from yb_desktop.base.errors import Refused
from yb_desktop.base.signing import Signer
from yb_desktop.exchange import sm2
from yb_desktop.exchange.bundle import WrittenBundle, opened_bundle, read_bundle
from yb_desktop.exchange.keys import encode_key
from yb_desktop.exchange.manifest import Alg
from yb_desktop.exchange.pack import BlobSource, write_submission
from yb_desktop.exchange.payload import Digests, receive
from yb_desktop.exchange.sm2 import Sm2Signer, make_sm2_key
from yb_desktop.exchange.trust import KeyPolicy, TrustContent, TrustList, check_content

pytestmark = pytest.mark.skipif(not sm2.available(), reason="this Python has no shared libcrypto 3")
BOTH: tuple[Alg, ...] = ("ed25519", "sm2-sm3")


@pytest.fixture
def sm() -> Sm2Signer:
    return make_sm2_key()


def sm_policy(signer: Sm2Signer, *require: Alg) -> KeyPolicy:
    entry = policy_of(signer_of(1))
    return replace(entry, alg="sm2-sm3", public=encode_key(signer.public_key), require=require)


def written(folder: Path, *signers: Signer) -> WrittenBundle:
    records = log_of(3)
    blobs = [BlobSource(PNG, "image/png", "照片.png")]
    return write_submission(folder, envelope(), head=head_of(records), records=records, blobs=blobs, signers=signers)


def refusal(bundle: Path, trust: TrustList, folder: Path) -> str:
    with pytest.raises(Refused) as caught:
        read_bundle(bundle, trust, quarantine=folder, receiver=PREFECTURE)
    return caught.value.code


def test_one_sm2_signature_is_enough_where_the_list_says_so(sm: Sm2Signer, tmp_path: Path) -> None:
    bundle = written(tmp_path, sm)
    assert all(entry.sm3 for entry in bundle.manifest.files)
    with opened_bundle(bundle.path, trust_of(sm_policy(sm, "sm2-sm3")), receiver=PREFECTURE) as read:
        assert [record.seq for record in read.records()] == [1, 2, 3]
    other = make_sm2_key()
    assert refusal(bundle.path, trust_of(sm_policy(other, "sm2-sm3")), tmp_path) == "bundle-key-unknown"


def test_where_both_are_asked_for_both_must_sign(sm: Sm2Signer, tmp_path: Path) -> None:
    ed = signer_of(1)
    trust = trust_of(replace(policy_of(ed), require=BOTH), sm_policy(sm, *BOTH))
    for name, signers in (("ed", [ed]), ("sm", [sm])):
        (tmp_path / name).mkdir()
        alone = written(tmp_path / name, *signers)
        assert refusal(alone.path, trust, tmp_path) == "bundle-signers"
    both = written(tmp_path, ed, sm)
    with opened_bundle(both.path, trust, receiver=PREFECTURE) as read:
        assert read.manifest.signers == (("ed25519", read.manifest.sender.key), read.manifest.signers[1])


def test_a_signature_cannot_be_stripped_or_exchanged(sm: Sm2Signer, tmp_path: Path) -> None:
    ed = signer_of(1)
    trust = trust_of(replace(policy_of(ed), require=BOTH), sm_policy(sm, *BOTH))
    bundle = written(tmp_path, ed, sm)
    good = bundle.path.read_bytes()
    at = good.index(b"sm2-sm3 ")
    for place in range(at, good.index(b"\n", at)):
        changed = bytearray(good)
        changed[place] ^= 1
        bundle.path.write_bytes(changed)
        assert refusal(bundle.path, trust, tmp_path).startswith("bundle-")


def test_the_same_key_is_not_taken_under_another_algorithm(sm: Sm2Signer, tmp_path: Path) -> None:
    bundle = written(tmp_path, sm)
    wrong = replace(sm_policy(sm, "sm2-sm3"), alg="ed25519", require=("ed25519",))
    assert refusal(bundle.path, trust_of(wrong), tmp_path) == "bundle-signature"


def test_every_file_carries_its_sm3_and_it_is_checked(sm: Sm2Signer, tmp_path: Path) -> None:
    bundle = written(tmp_path, sm)
    entry = bundle.manifest.files[-1]
    receive(entry, [PNG], None)
    digests = Digests(sm3=True)
    digests.update(PNG)
    assert digests.result() == (entry.sha256, entry.sm3)
    with pytest.raises(Refused) as caught:
        receive(replace(entry, sm3="0" * 64), [PNG], None)
    assert caught.value.code == "bundle-hash"


def test_a_list_that_asks_for_what_is_not_enrolled_is_no_list(sm: Sm2Signer) -> None:
    ed = signer_of(1)
    root = trust_of().content.roots
    for keys in (
        (replace(policy_of(ed), require=BOTH),),
        (sm_policy(sm, "ed25519"),),
        (replace(policy_of(ed), require=("sm2-sm3",)), sm_policy(sm, "sm2-sm3")),
    ):
        with pytest.raises(Refused) as caught:
            check_content(TrustContent("ybb-trust/1", 1, PREFECTURE, 1, root, (), keys))
        assert caught.value.code == "trust-form"
    check_content(
        TrustContent(
            "ybb-trust/1", 1, PREFECTURE, 1, root, (), (replace(policy_of(ed), require=BOTH), sm_policy(sm, *BOTH))
        )
    )
