"""Make the test vectors of the bundle format: ``python -m tests.exchange.vectors.make``, from the root of the checkout.

``keys.json`` is given, secrets and all: they protect nothing. What is signed with Ed25519 comes out the same to the
byte each time; SM2 signatures and armour are drawn anew, so a file of theirs that still says the same is left alone.
``expected.json`` says of each bundle which trust list and receiver to read it with, and what must come of it.
"""

from __future__ import annotations

import io
import json
import re
import tempfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from tests.exchange.offices import COUNTY, NOON, PNG, PREFECTURE, head_of, log_of
from tests.exchange.vectors.wrong import FOLDER, PDF, Keys, bad, envelope, sha256, taken_apart
from yb_desktop.base.canon import Json
from yb_desktop.base.errors import Refused
from yb_desktop.base.signing import Signer, key_id
from yb_desktop.exchange import enrol, parts, receipt
from yb_desktop.exchange.armour import open_sm, seal_age, seal_sm
from yb_desktop.exchange.bundle import VerifiedBundle, opened_bundle
from yb_desktop.exchange.ceremony import draft_trust, sign_trust, write_trust
from yb_desktop.exchange.keys import KeptSigner, encode_key
from yb_desktop.exchange.manifest import Alg
from yb_desktop.exchange.pack import FIRST_PLACE, BlobSource, Envelope, Place, write_submission
from yb_desktop.exchange.trust import KeyPolicy, RootKey, TrustList, load_trust

BOTH: tuple[Alg, ...] = ("ed25519", "sm2-sm3")
Vector = dict[str, Json]


def policy(signer: KeptSigner, office: str, device: str, require: tuple[Alg, ...], **others: object) -> KeyPolicy:
    """Give an entry of the trust list."""
    scope: Sequence[str] = ("submission", "receipt")
    plain = KeyPolicy(office, office, device, 1, "ed25519", encode_key(signer.public_key), require, (), 1, None)
    made = msgspec.to_builtins(plain) | {"alg": signer.alg, "scope": scope} | others
    return msgspec.convert(made, KeyPolicy)


def trust_lists(keys: Keys, folder: Path) -> tuple[TrustList, TrustList]:
    """Make both versions of the trust list, as bundles in ``folder``."""
    keepers = [keys.ed["root-1"], keys.ed["root-2"], keys.ed["root-3"]]
    roots = [RootKey(f"保管人{n}", "ed25519", encode_key(one.public_key)) for n, one in enumerate(keepers, 1)]
    first = [policy(keys.ed["county-pc1"], COUNTY, "pc1", ("ed25519",))]
    more = [
        *first,
        policy(keys.ed["county-pc2"], COUNTY, "pc2", BOTH),
        policy(keys.sm2["county-pc2"], COUNTY, "pc2", BOTH),
        policy(keys.sm2["county-pc3"], COUNTY, "pc3", ("sm2-sm3",)),
        policy(keys.ed["county-lost"], COUNTY, "lost", ("ed25519",), until_seq=2),
        policy(keys.ed["prefecture"], PREFECTURE, "pc1", ("ed25519",), age=keys.age.recipient),
        policy(keys.sm2["prefecture"], PREFECTURE, "pc1", BOTH),
    ]
    before: TrustList | None = None
    for version, entries in enumerate((first, more), 1):
        draft = draft_trust(
            before,
            office=PREFECTURE,
            threshold=2,
            roots=roots,
            keys=entries,
            signing=roots[:2],
            created=NOON,
            nonce=f"{version:032x}",
        )
        for keeper in keepers[:2]:
            draft = sign_trust(draft, keeper)
        before = load_trust(write_trust(folder, draft).path)
    one, two = sorted(folder.glob("*.trust-1-?.ybb.tar"))
    return load_trust(one), load_trust(two)


def good(keys: Keys, folder: Path) -> None:
    """Make the good bundles in ``folder``."""
    ed, sm = keys.ed, keys.sm2
    devices: dict[str, list[Signer]] = {
        "pc1": [ed["county-pc1"]],
        "pc2": [ed["county-pc2"], sm["county-pc2"]],
        "pc3": [sm["county-pc3"]],
    }
    for device, signers in devices.items():
        log = log_of(3, device=device)
        blobs = [BlobSource(PNG, "image/png", "门头照片.png"), BlobSource(PDF, "application/pdf")]
        write_submission(folder, envelope(device), head=head_of(log), records=log, blobs=blobs, signers=signers)
    alone, to_laptop = log_of(2), Envelope(COUNTY, "pc1", (f"{PREFECTURE}.nb1",), FIRST_PLACE, NOON, "8" * 32)
    write_submission(folder, to_laptop, head=head_of(alone), records=alone, signers=devices["pc1"])
    log = log_of(4, device="lost")
    write_submission(folder, envelope("lost"), head=head_of(log[:2]), records=log[:2], signers=[ed["county-lost"]])
    sent = taken_apart(folder / f"{COUNTY}-pc1-{PREFECTURE}.submission-1-1.ybb.tar", ())
    head = receipt.LogPosition(3, log_of(3)[-1].hash)
    said = receipt.BundleReceipt(
        sent.name, sha256(sent.members["bundle.json"]), COUNTY, "pc1", "applied", ((1, 2),),
        (receipt.RefusedRecord(3, "record-owner", "不由该机构登记。"),), (), (), (), head,
    )  # fmt: skip
    back = Envelope(PREFECTURE, "pc1", (COUNTY,), FIRST_PLACE, NOON, "6" * 32)
    mine = log_of(1, office=PREFECTURE)
    receipt.write_receipt(folder, back, [said], head=head_of(mine), signers=[ed["prefecture"]])
    asking = Envelope(COUNTY, "pc9", (PREFECTURE,), FIRST_PLACE, NOON, "7" * 32)
    enrol.write_enrol(
        folder, asking, office_name="大姚县医保中心", level="county", signer=ed["county-new"],
        more=[sm["county-new"]], age=keys.age.recipient,
    )  # fmt: skip
    first = log_of(3)
    place = Place(1, 2, sha256(sent.members["bundle.json"]))
    pictures = [BlobSource(PDF + bytes([n]) * 600, "application/pdf") for n in range(3)]
    later = log_of(5)[3:]
    room = 6 * 512 + (64 << 10) + 200
    parts.write_log(
        folder, envelope(place=place), head=head_of(later), records=later, blobs=pictures,
        signers=[ed["county-pc1"]], cap=room,
    )  # fmt: skip
    assert first[-1].hash == later[0].prev


def verdict(file: Path, trust: TrustList) -> tuple[str, VerifiedBundle | None]:
    """Read a bundle as our reader does; give ``ok`` or the code."""
    try:
        with opened_bundle(file, trust, receiver=PREFECTURE) as bundle:
            return "ok", bundle
    except Refused as problem:
        return problem.code, None


def describe(file: Path, trust: TrustList, trust_name: str) -> Vector:
    """Say of a good bundle how it is to be read and what is in it."""
    members = taken_apart(file, ()).members
    plain = json.loads(members["bundle.json"])
    kind, receiver = plain["kind"], plain["to"][0].partition(".")[0]
    if kind in {"trust", "enrol"}:
        trust_name, receiver = "", "" if kind == "trust" else receiver
    if kind == "enrol":
        enrol.read_enrol(file)
    elif kind == "trust":
        load_trust(file)
    else:
        with opened_bundle(file, trust, receiver=receiver):
            pass
    return {
        "file": f"good/{file.name}",
        "verdict": "ok",
        "trust": trust_name,
        "receiver": receiver,
        "kind": kind,
        "identity": sha256(members["bundle.json"]),
        "records": plain["records"]["count"],
        "part": [plain["set"]["part"], plain["set"]["of"]],
    }


def build(folder: Path) -> list[Vector]:
    """Make everything in ``folder``; give what is expected of it."""
    keys = Keys()
    for name in ("good", "bad"):
        (folder / name).mkdir()
    _, trust = trust_lists(keys, folder / "good")
    good(keys, folder / "good")
    named = f"good/{PREFECTURE}-root-all.trust-1-2.ybb.tar"
    out = [describe(file, trust, named) for file in sorted((folder / "good").glob("*.tar"))]
    for name, code, data in bad(keys, folder / "good"):
        file = folder / "bad" / f"{name}.ybb.tar"
        file.write_bytes(data)
        found, _ = verdict(file, trust)
        assert found == code, (name, code, found)
        out.append({"file": f"bad/{file.name}", "verdict": code, "trust": named, "receiver": PREFECTURE})
    inside = f"{COUNTY}-pc1-{PREFECTURE}.submission-1-1.ybb.tar"
    source = folder / "good" / inside
    seal_age(source, folder / "good" / f"{inside}.age", [keys.age.recipient])
    with source.open("rb") as plain, (folder / "good" / f"{inside}.sm").open("wb") as sealed:
        seal_sm(plain, sealed, [keys.sm2["prefecture"].public_key])
    worn: list[Vector] = [
        {"file": f"good/{inside}.{suffix}", "verdict": "ok", "inside": f"good/{inside}"} for suffix in ("age", "sm")
    ]
    return out + worn


def same(old: Path, new: Path, keys: Keys) -> bool:
    """Say whether an existing vector says the same as a new one, random signatures and armour aside."""
    if not old.exists():
        return False
    if old.suffix == ".age":
        with tempfile.TemporaryDirectory() as name:
            keys.age.open(old, Path(name) / "inside")
            return (Path(name) / "inside").read_bytes() == new.with_suffix("").read_bytes()
    if old.suffix == ".sm":
        out = io.BytesIO()
        signer = keys.sm2["prefecture"]
        with old.open("rb") as source:
            open_sm(source, out, {key_id(signer.public_key): signer.pkcs8()})
        return out.getvalue() == new.with_suffix("").read_bytes()
    random = re.compile(rb"sm2-sm3 [0-9a-f]{16} [A-Za-z0-9+/=]+\n\x00*")
    if b"sm2-sm3 " not in new.read_bytes()[:4096]:
        return old.read_bytes() == new.read_bytes()
    cut = slice(512, None)  # the first header holds the size of the random signature
    return random.sub(b"", old.read_bytes()[cut]) == random.sub(b"", new.read_bytes()[cut])


def main() -> None:
    """Write what is new or different, and remove what is no longer made."""
    keys = Keys()
    with tempfile.TemporaryDirectory() as name:
        made = Path(name)
        expected = build(made)
        files = {file.relative_to(made) for file in made.rglob("*") if file.is_file()}
        for group in ("good", "bad"):
            (FOLDER / group).mkdir(exist_ok=True)
            for file in (FOLDER / group).iterdir():
                if file.relative_to(FOLDER) not in files:
                    file.unlink()
        for file in sorted(files):
            if not same(FOLDER / file, made / file, keys):
                (FOLDER / file).write_bytes((made / file).read_bytes())
    root = keys.ed["root-1"].public_key
    whole = {"root_fingerprint": sha256(root)[:32], "zlib": zlib.ZLIB_RUNTIME_VERSION, "bundles": expected}
    (FOLDER / "expected.json").write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
