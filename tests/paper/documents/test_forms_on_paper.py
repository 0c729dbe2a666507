"""The receipt in two halves, and the checklist empty and filled."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.paper.documents.reading import pages_of, text_of
from yb_desktop.base.signing import Signer
from yb_desktop.paper.documents.checklists import ChecklistItem, ChecklistSection, FoundAnswer
from yb_desktop.paper.documents.intake_receipt import IntakeReceipt, ReceivedItem, intake_receipt
from yb_desktop.paper.documents.values import LastDay, Sender
from yb_desktop.paper.documents.visit_form import Outcome, VisitForm, visit_form
from yb_desktop.paper.verify import Verdict, trusted, verify

LONG = "大姚县金碧镇堃㛃䶮𠅤大药房连锁有限责任公司北城街道办事处第一百二十八分店西南角门市部"
HEAD = Sender("大姚县医疗保险管理局", "大医保收〔2026〕9号", date(2026, 3, 2))
RECEIPT = IntakeReceipt(
    sender=HEAD,
    institution="大姚县石羊镇柳树村卫生室",
    what="定点医疗机构首次定点申请",
    phone="13800000000",
    items=(
        ReceivedItem("申请表", 2, 2, seal=True, sealed=True),
        ReceivedItem("许可证复印件", 1, 1, seal=True, sealed=False),
        ReceivedItem("预测性分析报告", 1, 0, seal=True, sealed=False),
        ReceivedItem("其他材料", 0, 0, seal=False, sealed=False, blocks=False),
    ),
    due=LastDay(date(2026, 3, 9), "自2026年3月2日的次日起算5个工作日", "楚医保〔2022〕10号第12条"),
    receiver="经办人甲",
)


def test_a_receipt_has_two_halves_with_a_seam_on_one_page(signer: Signer) -> None:
    (page,) = pages_of(intake_receipt(RECEIPT, signer=signer))
    stub, receipt = page.split("骑缝（加盖收件专用章）")
    for half in (stub, receipt):
        assert "大医保收〔2026〕9号" in half
        assert "1申请表2份2份有已收2许可证复印件1份1份无未盖章3预测性分析报告1份——缺4其他材料——不要求无" in half
        assert "第2、3项缺少或者未盖章，材料不齐全。应交份数为本地默认，非文件规定。" in half
    assert "至迟于2026年3月9日一次性告知" in receipt
    assert "至迟于" not in stub


def test_complete_materials_promise_no_notice() -> None:
    item = ReceivedItem("申请表", 2, 2, seal=True, sealed=True)
    text = text_of(intake_receipt(replace(RECEIPT, items=(item,))))
    assert "材料齐全。" in text
    assert "至迟于" not in text


def test_eight_long_items_and_a_long_name_still_fit_on_one_page() -> None:
    label = "药品经营许可证、营业执照和法定代表人、主要负责人或实际控制人身份证复印件"
    items = tuple(
        ReceivedItem(label if place < 2 else f"材料{place}", 1, 0, seal=False, sealed=False) for place in range(8)
    )
    (page,) = pages_of(intake_receipt(replace(RECEIPT, institution=LONG, items=items)))
    assert page.count(LONG) == 2


VETO = ChecklistItem(
    "执业许可合法有效", "在有效期内。", "看证照原件。", ("①7条（一）", "②9条（一）"), ("符合", "不符合")
)
SCORED = ChecklistItem(
    "诊疗场所相对独立", "功能区分开。", "走一遍。", ("①17条（二）1",), ("符合", "部分符合", "不符合"), points=4
)
EMPTY = VisitForm(
    sender=replace(HEAD, number="大医保核〔2026〕1号"),
    title="定点医疗机构现场核查及评分表",
    version=1,
    institution="大姚县石羊镇柳树村卫生室",
    cls="村卫生室（所）",
    address="石羊镇柳树村",
    lead="核查员一",
    team=("核查员一", "核查员二", "核查员三"),
    sections=(
        ChecklistSection("否决项：基本条件", (VETO,), veto=True),
        ChecklistSection("机构运营情况", (SCORED,) * 5, points=20),
    ),
    legend=("①楚医保〔2022〕10号", "②国家医疗保障局令第2号"),
    pass_mark=8000,
    note="分值和合格分为本地默认，非文件规定。",
)


def filled() -> VisitForm:
    veto = replace(VETO, found=FoundAnswer("不符合", note="核查员一：许可证已过期"))
    scored = replace(SCORED, found=FoundAnswer("部分符合", 250, "组长裁定：复核"))
    sections = (
        ChecklistSection("否决项：基本条件", (veto,), veto=True),
        ChecklistSection("机构运营情况", (scored,) * 5, points=20, got=1250),
    )
    outcome = Outcome(
        finished=date(2026, 3, 18),
        points=1250,
        passed=False,
        vetoes=("执业许可合法有效",),
        inspectors=("核查员一", "核查员二", "核查员三"),
        institution=("负责人戊",),
        content="ab" * 32,
    )
    return replace(EMPTY, sections=sections, outcome=outcome)


def test_an_empty_checklist_leaves_every_box_open() -> None:
    text = text_of(visit_form(EMPTY))
    assert "☑" not in text
    assert text.count("□部分符合") == 5
    for words in ("看证照原件。", "①7条（一）②9条（一）", "机构运营情况（20分）", "核查人员（签名）：", "□合格□不合格"):
        assert words in text, words


def test_a_filled_checklist_shows_answers_points_notes_and_signatures(signer: Signer) -> None:
    data = visit_form(filled(), signer=signer)
    text = text_of(data)
    for words in (
        "□符合☑不符合核查员一：许可证已过期",
        "□符合☑部分符合□不符合2.5组长裁定：复核",
        "机构运营情况（20分）12.5",
        "总分12.5分",
        "有（执业许可合法有效）",
        "核查员一、核查员二、核查员三",
        "负责人戊",
        "ab" * 32,
        "本地默认，非文件规定",
    ):
        assert words in text, words
    assert data == visit_form(filled(), signer=signer)
    assert {one.verdict for one in verify(data, keys=trusted(signer.public_key))} == {Verdict.GENUINE}


def test_where_no_document_binds_the_checklist_says_so() -> None:
    assert "各项标准均为本地默认，非文件规定" in text_of(visit_form(replace(EMPTY, legend=())))
