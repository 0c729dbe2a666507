"""Enrol, ceremony, export, verify, preview, take in and receipt, typed as an office types them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Said, Yb
from yb_desktop.exchange import sm2


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """Give a file with a passphrase."""
    file = tmp_path / "口令.txt"
    file.write_text("一二三四五六七八\n", encoding="utf-8")
    return file


def good(said: Said) -> Said:
    assert said.status == 0, said.err
    assert said.err == ""
    return said


def enrolled(yb: Yb, home: Path, secret: Path, *folders: Path) -> Path:
    """Enrol both offices; give the trust list that both accepted."""
    stick = home / "stick"
    word = ("--passphrase-file", secret)
    requests = [good(yb("--data", one, "enrol", "--out", stick, "--json", *word)).json["file"] for one in folders]
    draft = home / "trust.ybb.draft"
    keys = [f"{name}={home / name}.key" for name in ("王主任", "李科长", "张会计")]
    roots = [part for key in keys for part in ("--root", key)]
    adds = [part for one in requests for part in ("--add", one)]
    made = good(yb("--data", folders[-1], "trust", "make", draft, *roots, *adds, *word, "--json")).json
    assert (made["version"], made["to_sign"]) == (1, ["王主任", "李科长"])
    first = good(yb("trust", "sign", draft, "--key", home / "王主任.key", *word, "--json")).json
    assert (first["missing"], first["file"]) == (["李科长"], None)
    trust = Path(good(yb("trust", "sign", draft, "--key", home / "李科长.key", *word, "--json")).json["file"])
    for one in folders:
        print_of = made["roots"][0]["fingerprint"]
        accepted = good(yb("--data", one, "trust", "accept", trust, "--fingerprint", print_of, "--json")).json
        assert accepted["offices"] == ["532326 大姚县医疗保险管理局", "532300 楚雄州医保中心"]
    return trust


def test_the_whole_way(yb: Yb, county: Path, prefecture: Path, secret: Path, tmp_path: Path) -> None:
    trust = enrolled(yb, tmp_path, secret, county, prefecture)
    stick, word = tmp_path / "stick", ("--passphrase-file", secret)
    export = ("--data", county, "export", "--to", "532300", "--out", stick, "--json", *word)
    assert good(yb(*export)).json == {"bundles": [], "records": 0}
    good(yb("--data", county, "people", "add", "王五", "--role", "handling"))

    sent = good(yb(*export)).json
    (bundle,) = sent["bundles"]
    assert set(bundle) == {"file", "id", "sha256", "records", "part", "of"}
    assert (sent["records"], bundle["records"], bundle["part"], bundle["of"]) == (1, 1, 1, 1)
    file = Path(bundle["file"])

    found = good(yb("bundle", "verify", file, "--trust", trust, "--json")).json
    assert {key: found[key] for key in ("ok", "id", "to", "kind", "records", "reason")} == {
        "ok": True,
        "id": bundle["id"],
        "to": ["532300"],
        "kind": "submission",
        "records": 1,
        "reason": "",
    }
    assert found["from"]["office"] == "532326"
    assert found["signers"] == [["ed25519", found["from"]["key"]]]

    shown = good(yb("--data", prefecture, "bundle", "preview", file, "--json")).json
    assert [one["text"] for one in shown["adds"]] == ["新增工作人员 王五（经办）"]
    assert shown["changes"] == shown["clashes"] == shown["refuses"] == shown["waits_for"] == []
    assert "还没有写入" in good(yb("--data", prefecture, "bundle", "preview", file)).out

    taken = good(yb("--data", prefecture, "take-in", file, "--out", stick, "--json", *word)).json
    assert (taken["taken"], taken["refused"], taken["questioned"], taken["duplicate"]) == (1, [], [], False)
    again = good(yb("--data", prefecture, "bundle", "take-in", file, "--json")).json
    assert (again["taken"], again["duplicate"]) == (0, True)
    assert Path(again["receipt"]).read_bytes() == Path(taken["receipt"]).read_bytes()

    heard = good(yb("--data", county, "bundle", "take-in", taken["receipt"], "--json")).json
    assert (heard["taken"], heard["receipt"]) == (1, None)
    assert "此前的都已由对方收到" in good(yb(*[part for part in export if part != "--json"])).out

    undo(yb, prefecture, bundle["id"], *word)
    told = good(yb("--data", prefecture, "bundle", "forks", "--json")).json
    assert told == {"forks": []}


def undo(yb: Yb, prefecture: Path, bundle: str, *word: object) -> None:
    """Undo the take-in of one record, after a look at what that does."""
    for where in (("undo",), ("bundle", "undo")):
        shown = good(yb("--data", prefecture, *where, bundle, "--preview", "--json")).json
        (name,) = (row["text"] for row in shown["reversed"])
        assert name.startswith("登记工作人员　工作人员 王五（")
        assert (shown["kept"], shown["impossible"], shown["receipt"]) == ([], [], None)
    said = yb("--data", prefecture, "undo", bundle)
    assert (said.status, "--reason" in said.err) == (2, True)
    done = good(yb("--data", prefecture, "undo", bundle, "--reason", "报错了", *word))
    assert "　撤回1条" in done.out
    assert name in done.out
    assert "已撤回，回执会告知对方" in done.out
    nothing = yb("--data", prefecture, "undo", bundle, "--reason", "报错了", *word)
    assert nothing.err.endswith("［undo-refused］\n")


def test_a_changed_bundle_is_answered_with_no(
    yb: Yb, county: Path, prefecture: Path, secret: Path, tmp_path: Path
) -> None:
    trust = enrolled(yb, tmp_path, secret, county, prefecture)
    good(yb("--data", county, "people", "add", "王五", "--role", "handling"))
    word = ("--passphrase-file", secret)
    sent = yb("--data", county, "export", "--to", "532300", "--out", tmp_path / "stick", "--json", *word).json
    file = Path(sent["bundles"][0]["file"])
    data = bytearray(file.read_bytes())
    data[-2000] ^= 1
    file.write_bytes(data)
    said = yb("bundle", "verify", file, "--trust", trust, "--json")
    assert said.status == 1
    assert said.json["ok"] is False
    assert said.json["reason"].endswith("。")
    assert "［bundle-" in said.err
    said = yb("--data", prefecture, "take-in", file, "--json", *word)
    assert (said.status, said.out) == (1, "")
    missing = yb("bundle", "verify", tmp_path / "nothing.ybb.tar", "--trust", trust)
    assert (missing.status, missing.err.endswith("［not-found］\n")) == (3, True)


@pytest.mark.skipif(not sm2.available(), reason="this Python has no shared libcrypto 3")
def test_both_signatures_and_armour(yb: Yb, county: Path, prefecture: Path, secret: Path, tmp_path: Path) -> None:
    enrolled(yb, tmp_path, secret, county, prefecture)
    word, draft = ("--passphrase-file", secret), tmp_path / "2.ybb.draft"
    request = good(yb("--data", county, "enrol", "--sm2", "--out", tmp_path / "more", "--json", *word)).json["file"]
    asked = ("--add", request, "--require", "532326/pc1=both", "--armour", "age")
    good(yb("--data", prefecture, "trust", "make", draft, *asked))
    good(yb("trust", "sign", draft, "--key", tmp_path / "王主任.key", *word))
    trust = good(yb("trust", "sign", draft, "--key", tmp_path / "李科长.key", *word, "--json")).json["file"]
    for folder in (county, prefecture):
        good(yb("--data", folder, "trust", "accept", trust))
    good(yb("--data", county, "people", "add", "王五", "--role", "handling"))
    sent = good(yb("--data", county, "export", "--to", "532300", "--out", tmp_path / "stick", "--json", *word)).json
    file = Path(sent["bundles"][0]["file"])
    assert file.suffix == ".age"
    key = prefecture / "keys" / "device-age.key"
    found = good(yb("bundle", "verify", file, "--trust", trust, "--key", key, *word, "--json")).json
    assert [alg for alg, _ in found["signers"]] == ["ed25519", "sm2-sm3"]
    shown = good(yb("--data", prefecture, "bundle", "preview", file, *word, "--json")).json
    assert (shown["part"], shown["of"], shown["here"]) == (1, 1, 1)
    taken = good(yb("--data", prefecture, "take-in", file, "--out", tmp_path / "stick", *word, "--json")).json
    assert (taken["taken"], taken["part"], taken["of"], taken["here"]) == (1, 1, 1, 1)
    assert good(yb("--data", county, "take-in", taken["receipt"], *word, "--json")).json["taken"] == 1


def test_a_device_is_ended_by_its_place_in_the_log(
    yb: Yb, county: Path, prefecture: Path, secret: Path, tmp_path: Path
) -> None:
    enrolled(yb, tmp_path, secret, county, prefecture)
    make = ("--data", prefecture, "trust", "make", tmp_path / "2.ybb.draft")
    for wrong in (("--end", "532326"), ("--end", "532326/pc1=x"), ("--require", "532326/pc1=rsa")):
        assert yb(*make, *wrong).status == 2
    assert yb(*make, "--end", "532301/pc1").err.endswith("［device］\n")
    good(yb(*make, "--end", "532326/pc1=0"))


def test_wrong_usage(yb: Yb, county: Path, tmp_path: Path, secret: Path) -> None:
    assert yb("bundle").status == 2
    assert yb("trust").status == 2
    assert yb("bundle", "verify", "x").status == 2
    assert yb("take-in", "x").status == 2, "no data folder was named"
    export = ("--data", county, "export", "--to", "532300", "--out", tmp_path)
    assert yb(*export, "--profile", "pigeon").status == 2
    assert yb(*export, "--passphrase-file", secret).err.endswith("［no-key］\n")
    draft = ("--data", county, "trust", "make", tmp_path / "x.ybb.draft")
    assert yb(*draft, "--root", "王主任").status == 2
    short = tmp_path / "short"
    short.write_text("短\n", encoding="utf-8")
    said = yb("--data", county, "enrol", "--out", tmp_path / "out", "--passphrase-file", short)
    assert (said.status, said.err.endswith("［passphrase-short］\n")) == (1, True)
