"""``print`` and ``paper verify`` as a person types them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from tests.cli.conftest import Yb
from tests.exchange.offices import policy_of, signer_of
from tests.paper.documents.reading import text_of
from tests.services.cases import ADMITTED, Led, lead
from yb_desktop.exchange.ceremony import draft_trust, sign_trust, write_trust
from yb_desktop.exchange.keys import encode_key
from yb_desktop.exchange.trust import RootKey
from yb_desktop.services.exchange.device_keys import DeviceKeys, make_device_key

PASSPHRASE = "一二三四五六七八"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "county"


@pytest.fixture
def accepted(folder: Path) -> str:
    """Give an application that was accepted, in an office that nobody has open."""
    led = lead(folder)
    led.do("2026-03-02", "applications.receive_materials")
    led.through(ADMITTED)
    led.clerk.store.close()
    return led.case


@pytest.fixture
def signed(tmp_path: Path, folder: Path) -> tuple[Led, DeviceKeys, Path]:
    """Give an office whose device has a key, and the file with its passphrase."""
    led = lead(folder)
    led.do("2026-03-02", "applications.receive_materials")
    led.through(ADMITTED)
    key = make_device_key(led.clerk, PASSPHRASE)
    led.clerk.store.close()
    secret = tmp_path / "passphrase"
    secret.write_text(PASSPHRASE + "\n", encoding="utf-8")
    return led, key, secret


def test_a_device_without_a_key_prints_unsigned_and_says_so(
    yb: Yb, folder: Path, accepted: str, tmp_path: Path
) -> None:
    out = tmp_path / "受理.pdf"
    said = yb("--data", folder, "print", "acceptance_notice", "--case", accepted, "--out", out)
    assert said.status == 0, said.err
    assert "受理通知书" in said.out
    assert "未签名" in said.out
    checked = yb("paper", "verify", out, "--json")
    assert checked.status == 1
    assert {one["verdict"] for one in checked.json} == {"no_code"}


def test_a_signed_paper_is_genuine_to_those_who_know_the_key(
    yb: Yb, folder: Path, signed: tuple[Led, DeviceKeys, Path], tmp_path: Path
) -> None:
    led, _, secret = signed
    out = tmp_path / "a.pdf"
    command = ("--data", folder, "print", "acceptance_notice", "--case", led.case, "--out", out)
    said = yb(*command, "--passphrase-file", secret, "--json")
    assert said.status == 0, said.err
    assert said.json == {"document": "acceptance_notice", "file": str(out), "signed": True}
    known = yb("--data", folder, "paper", "verify", out, "--json")
    assert known.status == 0
    assert known.json[0] == {
        "page": 1,
        "verdict": "genuine",
        "document": "acceptance_notice",
        "number": "大医保受〔2026〕1号",
        "version": 1,
        "copy": 1,
    }
    unknown = yb("paper", "verify", out, "--json")
    assert unknown.status == 1
    assert {one["verdict"] for one in unknown.json} == {"unknown_key"}
    assert "大姚县医疗保险管理局" in yb("--data", folder, "paper", "verify", out).out


def test_a_wrong_passphrase_prints_nothing(
    yb: Yb, folder: Path, signed: tuple[Led, DeviceKeys, Path], tmp_path: Path
) -> None:
    led, _, secret = signed
    secret.write_text("另一个口令另一个\n", encoding="utf-8")
    out = tmp_path / "a.pdf"
    command = ("--data", folder, "print", "acceptance_notice", "--case", led.case, "--out", out)
    said = yb(*command, "--passphrase-file", secret)
    assert said.status == 1
    assert "口令不对" in said.err
    assert not out.exists()


def test_a_paper_that_does_not_exist_yet_is_refused_in_one_sentence(
    yb: Yb, folder: Path, accepted: str, tmp_path: Path
) -> None:
    out = tmp_path / "a.pdf"
    said = yb("--data", folder, "print", "result_notice", "--case", accepted, "--out", out)
    assert said.status == 1
    assert said.err.startswith("还没有评估结果告知书")
    assert "［paper］" in said.err
    assert not out.exists()


def test_usage_is_said(yb: Yb, folder: Path, accepted: str, tmp_path: Path) -> None:
    assert yb("--data", folder, "print", "acceptance_notice", "--out", tmp_path / "a.pdf").status == 2
    assert yb("paper").status == 2
    assert accepted


def test_what_is_no_paper_and_what_is_not_there(yb: Yb, tmp_path: Path) -> None:
    strange = tmp_path / "list.xlsx"
    strange.write_bytes(b"PK\x03\x04")
    assert yb("paper", "verify", strange).status == 1
    assert yb("paper", "verify", tmp_path / "missing.pdf").status == 3


def test_a_trust_list_says_whose_paper_it_is_and_a_changed_one_is_found(
    yb: Yb, folder: Path, signed: tuple[Led, DeviceKeys, Path], tmp_path: Path
) -> None:
    led, key, secret = signed
    out = tmp_path / "a.pdf"
    command = ("--data", folder, "print", "intake_receipt", "--case", led.case, "--out", out)
    assert yb(*command, "--passphrase-file", secret).status == 0
    trust = _trust_list(tmp_path, key)
    said = yb("paper", "verify", out, "--trust", trust)
    assert said.status == 0, said.err
    assert "真实" in said.out
    assert "大姚县医保中心" in said.out
    with pikepdf.open(out, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        page.contents_coalesce()
        font = next(iter(page.Resources.Font.keys()))
        more = f"\nBT {font} 12 Tf 200 400 Td <0001> Tj ET"
        page.Contents = pdf.make_stream(page.Contents.read_bytes() + more.encode())
        pdf.save(out)
    altered = yb("paper", "verify", out, "--trust", trust, "--json")
    assert altered.status == 1
    assert [one["verdict"] for one in altered.json] == ["altered"]


def _trust_list(folder: Path, key: DeviceKeys) -> Path:
    keeper = signer_of(9)
    root = RootKey("张三", "ed25519", encode_key(keeper.public_key))
    draft = draft_trust(
        None,
        office="532300",
        threshold=1,
        roots=(root,),
        keys=(policy_of(key),),
        signing=(root,),
        created=datetime(2026, 3, 1, 12, tzinfo=UTC),
        nonce="0" * 32,
    )
    return write_trust(folder, sign_trust(draft, keeper)).path


def test_papers_of_the_office_itself(yb: Yb, folder: Path, accepted: str, tmp_path: Path) -> None:
    assert accepted
    ledger = ("print", "ledger", "--which", "new", "--from", "2026-01-01", "--to", "2026-03-02")
    for command, file in (
        (ledger, "台账.pdf"),
        (ledger, "台账.xlsx"),
        (("print", "statistics", "--year", "2026"), "统计.pdf"),
        (("print", "statistics", "--year", "2026"), "统计.xlsx"),
        (("print", "visit_form", "--empty", "pharmacy"), "核查表.pdf"),
        (("print", "application_form", "--empty", "medical"), "申请表.pdf"),
    ):
        said = yb("--data", folder, *command, "--out", tmp_path / file)
        assert said.status == 0, said.err
        assert (tmp_path / file).read_bytes()[:4] in {b"%PDF", b"PK\x03\x04"}
    assert "工作台账" in yb("--data", folder, *ledger, "--out", tmp_path / "again.pdf").out
    refused = yb("--data", folder, "print", "county_scorecard", "--year", "2026", "--out", tmp_path / "x.pdf")
    assert refused.status == 1
    assert "［S3-refused］" in refused.err
    assert yb("--data", folder, "print", "ledger", "--out", tmp_path / "x.pdf").status == 2


def test_the_suffix_chooses_the_format(yb: Yb, folder: Path, accepted: str, tmp_path: Path) -> None:
    letter = ("--data", folder, "print", "acceptance_notice", "--case", accepted, "--out")
    said = yb(*letter, tmp_path / "受理.docx", "--json")
    assert said.json == {"document": "acceptance_notice", "file": str(tmp_path / "受理.docx"), "signed": False}
    assert (tmp_path / "受理.docx").read_bytes().startswith(b"PK")
    refused = yb(*letter, tmp_path / "受理.html")
    assert refused.status == 1
    assert "只能输出为.pdf、.docx" in refused.err
    assert not (tmp_path / "受理.html").exists()
    assert yb(*letter, tmp_path / "受理.odt").status == 2


def test_the_papers_of_exchange(yb: Yb, folder: Path, signed: tuple[Led, DeviceKeys, Path], tmp_path: Path) -> None:
    _, key, secret = signed
    common = ("--passphrase-file", secret, "--out", tmp_path / "a.pdf")
    assert yb("--data", folder, "print", "key_form", *common).status == 0
    trust = _trust_list(tmp_path, key)
    said = yb("--data", folder, "print", "root_fingerprint", "--bundle", trust, *common)
    assert said.status == 0, said.err
    assert "根指纹单" in said.out
    refused = yb("--data", folder, "print", "handover_sheet", "--bundle", trust, *common)
    assert refused.status == 1
    assert "［no-trust］" in refused.err
    assert yb("--data", folder, "print", "handover_sheet", *common).status == 2


def test_a_form_is_printed_empty_or_for_an_institution_before_it_applies(
    yb: Yb, folder: Path, accepted: str, tmp_path: Path
) -> None:
    out = tmp_path / "form.pdf"
    said = yb("--data", folder, "print", "application_form", "--empty", "pharmacy", "--out", out)
    assert (said.status, "定点申请表" in said.out) == (0, True), said.err
    assert "医疗保障定点零售药店申请表" in text_of(out.read_bytes())
    (listed,) = yb("--data", folder, "list", "institutions", "--json").json
    said = yb("--data", folder, "print", "application_form", "--institution", listed["id"], "--out", out)
    assert said.status == 0, said.err
    assert "大姚县石羊镇柳树村卫生室" in text_of(out.read_bytes())
    refused = yb("--data", folder, "print", "minutes", "--empty", "medical", "--out", out)
    assert (refused.status, "没有空白表" in refused.err) == (1, True)
    refused = yb("--data", folder, "print", "minutes", "--audit", "audit-0", "--out", out)
    assert (refused.status, "没有编号为" in refused.err) == (1, True)


def test_several_agreements_are_filed_on_one_form(yb: Yb, folder: Path, accepted: str, tmp_path: Path) -> None:
    refused = yb(
        "--data", folder, "print", "filing_form", "--agreement", "agr-1,agr-2", "--out", tmp_path / "filing.pdf"
    )
    assert (refused.status, "没有编号为" in refused.err) == (1, True)


def test_a_case_is_archived_as_a_folder_and_never_over_another(
    yb: Yb, folder: Path, signed: tuple[Led, DeviceKeys, Path], tmp_path: Path
) -> None:
    led, _, secret = signed
    out = tmp_path / "归档"
    command = ("--data", folder, "archive", "--case", led.case, "--out", out, "--passphrase-file", secret)
    said = yb(*command, "--json")
    assert said.status == 0, said.err
    assert said.json["left_out"] == []
    assert said.json["files"] == len(list(out.glob("*.pdf"))) - 1 > 3
    again = yb(*command)
    assert again.status == 1
    assert "已经存在" in again.err


def test_a_numbered_paper_is_registered_and_printed_again_with_a_reason(
    yb: Yb, folder: Path, accepted: str, tmp_path: Path
) -> None:
    out = tmp_path / "受理.pdf"
    command = ("--data", folder, "print", "acceptance_notice", "--case", accepted, "--out", out, "--as", "经办人甲")
    assert yb(*command).status == 0
    first = out.read_bytes()
    out.unlink()
    refused = yb(*command)
    assert refused.status == 1
    assert "已经打印过1次" in refused.err
    assert "［reason］" in refused.err
    assert not out.exists()
    assert yb(*command, "--reason", "原件破损").status == 0
    assert out.read_bytes() == first
