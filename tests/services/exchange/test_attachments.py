"""Attachments travel with the records that name them; what is too big for mail goes on a stick."""

from __future__ import annotations

import os

import pytest

from tests.services.exchange.desks import PREFECTURE, Pair
from tests.store.desk import Desk as Records
from tests.store.desk import clinic
from yb_desktop.base.errors import BadInput
from yb_desktop.domain.agreement import ScanAttached
from yb_desktop.domain.institution import Registered
from yb_desktop.services.exchanging import export, preview, take_in

MEBIBYTE = 1 << 20


def attach(pair: Pair, data: bytes) -> str:
    """Put a scan on an agreement of the county; give its hash."""
    desk = Records(pair.county.info)
    with pair.county.store.write() as tx:
        tx.append(desk.record(Registered(registration=clinic()), "inst-1"))
        for record in desk.full_case("inst-1", "case-1", "agr-1"):
            tx.append(record)
        name = tx.add_blob(data, "application/pdf")
        scan = ScanAttached(sha256=name, size=len(data), media="application/pdf", pages=(1,))
        tx.append(desk.record(scan, "agr-1", "2026-06-23"))
    return name


def test_a_scan_goes_along_and_is_too_big_for_mail(pair: Pair) -> None:
    data = b"%PDF-1.7" + os.urandom(15 * MEBIBYTE)
    name = attach(pair, data)
    with pytest.raises(BadInput) as caught:
        export(pair.county, to=PREFECTURE, out=pair.stick(), signer=pair.county_key, profile="mail")
    assert caught.value.code == "export-too-big"
    assert "15 MB" in caught.value.text
    assert list(pair.stick().iterdir()) == []
    assert list((pair.county.store.folder / "outbox").iterdir()) == []

    (bundle,) = export(pair.county, to=PREFECTURE, out=pair.stick(), signer=pair.county_key).bundles
    shown = preview(pair.prefecture, bundle.file)
    assert shown.waits_for == ()
    assert [one.text for one in shown.adds] == [
        "新增机构 大姚县石羊镇柳树村卫生室（六苴镇）",
        "新增申请 大姚县石羊镇柳树村卫生室（首次定点申请），现为“已签约”",
        "新增协议 姚医保协〔2026〕1号（大姚县石羊镇柳树村卫生室），现为“履行中”",
    ]
    assert take_in(pair.prefecture, bundle.file, pair.prefecture_key).refused == ()
    with pair.prefecture.store.read() as reader:
        assert reader.blob(name) == data


def test_a_small_bundle_goes_by_mail(pair: Pair) -> None:
    name = attach(pair, b"%PDF-1.7 small")
    (bundle,) = export(pair.county, to=PREFECTURE, out=pair.stick(), signer=pair.county_key, profile="mail").bundles
    take_in(pair.prefecture, bundle.file, pair.prefecture_key)
    with pair.prefecture.store.read() as reader:
        assert reader.blob(name) == b"%PDF-1.7 small"
