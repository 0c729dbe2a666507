"""The report of a visit: what stands for each item and who said so, points, photos four to a page, signatures."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from PIL import Image

from tests.paper.documents.forms import CLINIC, LONG, RARE, in_order, sender, sound
from tests.paper.documents.reading import pages_of
from yb_desktop.base.errors import BadInput
from yb_desktop.paper.documents.visit_report import (
    ReportGroup,
    ReportItem,
    ReportPhoto,
    ReportSignature,
    VisitReport,
    visit_report,
)


def jpeg(width: int = 400, height: int = 300) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, "JPEG")
    return out.getvalue()


REPORT = VisitReport(
    sender=sender("大医保核〔2026〕1号-报告"),
    institution=CLINIC,
    cls="村卫生室（所）",
    address="石羊镇中心街1号",
    principal="孙𠅤",
    what="定点医疗机构首次定点申请",
    visit="大医保核〔2026〕1号",
    sheet="现场核查及评分表（第1版）",
    assigned=date(2026, 3, 10),
    finished=date(2026, 3, 12),
    lead=RARE[0],
    team=((RARE[0], "医保"), (RARE[1], "医药"), (RARE[2], "")),
    groups=(
        ReportGroup("否决项：基本条件", (ReportItem("执业许可", "符合", ((RARE[0], "符合"),)),)),
        ReportGroup(
            "运营情况",
            (
                ReportItem("台账", "符合", ((RARE[0], "符合"), (RARE[1], "不符合")), 600, 6, "组长裁定：补看原始台账"),
                ReportItem("冷藏设备", "不适用", ((RARE[0], "不适用"),), None, 4),
            ),
            1000,
            10,
        ),
    ),
    points=1000,
    pass_mark=8000,
    passed=False,
    vetoes=("执业许可", "核心制度"),
    signatures=(
        ReportSignature(RARE[0], "核查人员", jpeg(300, 100)),
        ReportSignature(RARE[1], "核查人员"),
        ReportSignature(RARE[2], "核查人员"),
        ReportSignature("孙𠅤", "被核查机构"),
    ),
    content="c7" * 32,
    photos=tuple(ReportPhoto(jpeg(), f"第{at}项", RARE[0], f"{at:x}" * 64) for at in range(1, 6)),
    absent=("ab" * 32,),
)


def test_it_says_what_stands_who_said_so_and_who_signed() -> None:
    text = sound(lambda signer: visit_report(REPORT, signer=signer))
    in_order(
        text,
        "医疗保障定点现场核查报告",
        f"被核查机构{CLINIC}",
        "核查人员毛堃（医保）、李祎（医药）、王喆",
        "否决项：基本条件1不计分—运营情况21010合计31010",
        "不符合的否决项执业许可、核心制度",
        "未达到合格要求（合格分80分）",
        "1执业许可符合否决项毛堃：符合",
        "运营情况（10／10分）",
        "2台账符合6／6毛堃：符合李祎：不符合组长裁定：补看原始台账",
        "3冷藏设备不适用—／4毛堃：不适用",
        "四、签名确认",
        "核查人员毛堃在系统中手写核查人员李祎签于纸质核查表",
        "被核查机构孙𠅤签于纸质核查表",
        f"内容的校验值（SHA-256）：{'c7' * 32}。",
        "五、现场照片",
    )


def test_photos_come_four_to_a_page_with_their_digests() -> None:
    pages = [page for page in pages_of(visit_report(REPORT)) if "SHA-256" in page and "项（毛堃）" in page]
    assert [[at for at in range(1, 6) if f"{at}．第{at}项（毛堃）SHA-256" in page] for page in pages] == [
        [1, 2, 3, 4],
        [5],
    ]
    in_order(pages[-1], "5" * 64, "另有1张照片没有存放在本机", "ab" * 32)


def test_without_photos_there_is_no_page_for_them() -> None:
    text = sound(lambda signer: visit_report(replace(REPORT, photos=(), absent=(), vetoes=()), signer=signer))
    assert "现场照片" not in text
    assert "不符合的否决项无" in text


def test_sixty_items_and_a_long_name_keep_their_order() -> None:
    items = tuple(ReportItem(f"{LONG}第{at}项", "符合", ((RARE[0], "符合"),), 100, 1) for at in range(1, 61))
    values = replace(REPORT, institution=LONG, groups=(ReportGroup("运营情况", items, 6000, 60),), photos=(), absent=())
    text = sound(lambda signer: visit_report(values, signer=signer))
    in_order(text, *(f"第{at}项" for at in range(1, 61)))


def test_what_is_no_photo_is_refused() -> None:
    with pytest.raises(BadInput, match="JPEG"):
        visit_report(replace(REPORT, photos=(ReportPhoto(b"no picture", "台账", "毛堃", "0" * 64),)))
