"""The papers of exchange: fingerprints in eight groups, numbers and hashes in words and as QRs that a machine reads."""

from __future__ import annotations

import io
from datetime import date

import pytest
import zxingcpp
from PIL import Image

from tests.paper.conftest import assert_sound, read_back_chars
from tests.paper.documents.reading import pages_of, scan_of
from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import Style
from yb_desktop.paper.documents.exchange_sheets import (
    HandedBundle,
    HandoverSheet,
    Keeper,
    KeyForm,
    RootSheet,
    grouped,
    handover_sheet,
    key_form,
    root_fingerprint,
)
from yb_desktop.paper.documents.values import Sender
from yb_desktop.paper.verify import Verdict, trusted, verify

TODAY = date(2026, 12, 15)
COUNTY = "大姚县医疗保险管理局"
PRINT = "a3f1 09bc 77de 5120 8f4e 22aa 01cd 9b3c"
OTHER = "0011 2233 4455 6677 8899 aabb ccdd eeff"
HASH = "ab01" * 16
BUNDLE = HandedBundle(
    "532326-pc-1-532300.submission-1-12.ybb.tar", "报送", "532326-pc-1-532300.submission-1-12", HASH, "cd23" * 16,
    1_234_567, 321, 100, 420, 3, TODAY,
)  # fmt: skip
HANDOVER = HandoverSheet(Sender(COUNTY, BUNDLE.id, TODAY), "pc-1", "楚雄州医疗保障服务中心（532300）", PRINT, (BUNDLE,))
KEY = KeyForm(
    Sender(COUNTY, "密钥登记532326-0123456789abcdef", TODAY), f"{COUNTY}（532326）", "县级经办机构", "pc-1", 1,
    "楚雄彝族自治州医疗保障经办机构（532300）", "Ed25519", "0123456789abcdef", "q" * 43 + "=", PRINT,
)  # fmt: skip
ROOTS = RootSheet(
    Sender("楚雄州医疗保障服务中心", "根指纹单532300-第1版", TODAY), 1, HASH, 2,
    (Keeper("张堃", "Ed25519", PRINT), Keeper("李祎㛃", "Ed25519", OTHER), Keeper("王喆𠅤", "Ed25519", PRINT)),
)  # fmt: skip


def codes_of(data: bytes) -> set[str]:
    with Image.open(io.BytesIO(scan_of(data))) as picture:
        return {code.text for code in zxingcpp.read_barcodes(picture)}


def test_a_handover_names_what_is_handed_over() -> None:
    data = handover_sheet(HANDOVER)
    (page,) = pages_of(data)
    for words in (
        "本次移交数据包1个，业务记录321条。",
        BUNDLE.file,
        f"数据包编号{BUNDLE.id}",
        "业务记录321条记录序号第100至420号",
        "附件3个文件大小1,234,567字节",
        HASH,
        "cd23" * 16,
        PRINT.replace(" ", ""),
        "楚雄州医疗保障服务中心（532300）",
    ):
        assert words in page, words
    assert codes_of(data) == {f"{BUNDLE.id} {HASH}"}
    assert_sound(read_back_chars(data), Style.FORM)


def test_several_bundles_have_a_box_each() -> None:
    data = handover_sheet(HandoverSheet(HANDOVER.sender, "pc-1", HANDOVER.to, PRINT, (BUNDLE,) * 3))
    text = "".join(pages_of(data))
    assert "本次移交数据包3个，业务记录963条。" in text
    assert text.count(HASH) == 3
    assert text.count("cd23" * 16) == 3
    assert_sound(read_back_chars(data), Style.FORM)


def test_the_codes_in_the_text_and_the_code_of_the_page_are_told_apart(signer: Signer) -> None:
    data = handover_sheet(HANDOVER, signer=signer)
    (verdict,) = verify(data, keys=trusted(signer.public_key))
    assert (verdict.verdict, verdict.document) == (Verdict.GENUINE, "handover_sheet")
    (scanned,) = verify(scan_of(data), keys=trusted(signer.public_key))
    assert scanned.verdict is Verdict.GENUINE
    assert f"{BUNDLE.id} {HASH}" in codes_of(data)


def test_a_key_form_fits_on_one_page_with_both_seals() -> None:
    data = key_form(KEY)
    (page,) = pages_of(data)
    assert PRINT.replace(" ", "") in page
    assert "申请单位盖章处" in page
    assert "登记单位盖章处" in page
    assert "0123456789abcdef" in page
    assert codes_of(data) == {PRINT.replace(" ", "")}
    assert_sound(read_back_chars(data), Style.FORM)


@pytest.mark.parametrize("keepers", [1, 3, 8])
def test_every_root_has_its_fingerprint_and_its_code(keepers: int) -> None:
    some = tuple((*ROOTS.keepers, *ROOTS.keepers, *ROOTS.keepers)[:keepers])
    data = root_fingerprint(RootSheet(ROOTS.sender, 1, HASH, min(2, keepers), some))
    text = "".join(pages_of(data))
    for keeper in some:
        assert keeper.fingerprint.replace(" ", "") in text
        assert keeper.person in text
    assert f"{keepers}人中的{min(2, keepers)}人以上签名才有效" in text
    assert codes_of(data) == {keeper.fingerprint.replace(" ", "") for keeper in some}
    assert_sound(read_back_chars(data), Style.FORM)


def test_long_numbers_are_written_in_groups_of_four() -> None:
    assert grouped("0123456789ab") == "0123 4567 89ab"
