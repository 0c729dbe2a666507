"""The papers of an evaluation: draws to be repeated, the report of the visit, sheets, minutes, results to file."""

from __future__ import annotations

import hashlib
import io

import pytest
from PIL import Image

from tests.services.cases import ADMITTED, VISITED, Led
from tests.services.paper.conftest import exists, numbers, printed
from yb_desktop.base.canon import Json
from yb_desktop.base.errors import BadInput
from yb_desktop.domain.forms import form
from yb_desktop.services import papers
from yb_desktop.services.paper.visit_reports import upright_jpeg
from yb_desktop.services.pictures import keep_picture


@pytest.fixture
def begun(led: Led) -> Led:
    led.do("2026-03-02", "applications.receive_materials")
    led.through(ADMITTED)
    return led


def test_a_draw_is_on_paper_so_that_it_can_be_repeated(begun: Led) -> None:
    assert not exists(begun, "draw_record")
    aside = [{"person": "核查员二", "reason": "近亲属"}, {"person": "外聘专家", "reason": "出差"}]
    step = begun.do("2026-03-16", "evaluation.draw_team", seed="见证人李霞", leave_out=aside)
    assert step.documents == ("draw_record",)
    text = printed(begun, "draw_record")
    assert "抽取码见证人李霞" in text
    left = ["核查员一", "核查员三", "核查员四"]
    digits = {name: hashlib.sha256(f"见证人李霞\n{name}".encode()).hexdigest() for name in [*left, "核查员二"]}
    order = sorted(left, key=lambda name: digits[name])
    for name in left:
        assert f"{digits[name][:16]}{order.index(name) + 1}" in text
    assert f"{digits['核查员二'][:16]}—近亲属" in text
    assert "名单之外回避的人员：外聘专家（出差）" in text
    assert "医药00名单中没有可以抽取的人员" in text


def test_every_draw_has_a_number_that_stays(begun: Led) -> None:
    for seed in ("甲", "乙"):
        begun.do("2026-03-16", "evaluation.draw_team", seed=seed)
    begun.do("2026-03-16", "cases.void_step", step="evaluation.draw_team")
    assert numbers(begun, "draw_record") == ["大医保收〔2026〕1号-核查抽取"]
    begun.do("2026-03-16", "evaluation.draw_team", seed="丙")
    assert numbers(begun, "draw_record") == ["大医保收〔2026〕1号-核查抽取", "大医保收〔2026〕1号-核查抽取3"]
    assert "抽取码甲" in printed(begun, "draw_record", "大医保收〔2026〕1号-核查抽取")
    begun.do("2026-03-17", "evaluation.draw_panel", seed="丁")
    begun.do("2026-03-17", "evaluation.replace_inspector", reason="近亲属", seed="戊")
    assert numbers(begun, "draw_record")[-2:] == ["大医保收〔2026〕1号-更换抽取", "大医保收〔2026〕1号-专家抽取"]
    text = printed(begun, "draw_record", "大医保收〔2026〕1号-更换抽取")
    assert "更换理由近亲属" in text
    assert text.count("已在核查组内") == 2
    assert "专业评估人员抽取记录" in printed(begun, "draw_record")


def test_a_finished_visit_has_its_report(begun: Led) -> None:
    begun.through(VISITED[:2])
    with begun.clerk.store.read() as reader:
        case = reader.case(begun.case)
    visit, (one, two, *_) = case.visits[0], [member.person for member in case.team]
    item = next(item for item in form(visit.form, visit.version).items if not item.veto)
    out = io.BytesIO()
    Image.new("RGB", (3000, 2000), "teal").save(out, "PNG")
    photo = keep_picture(begun.clerk, out.getvalue())
    kept: dict[str, Json] = {"sha256": photo.sha256, "size": photo.size, "media": photo.media}
    gone: dict[str, Json] = {"sha256": "ab" * 32, "size": 1, "media": "image/jpeg"}
    answer: dict[str, Json] = {"item": item.id, "answer": "yes"}
    begun.do("2026-03-17", "evaluation.answer_item", **answer, inspector=one, photos=[kept, gone])
    begun.do("2026-03-17", "evaluation.answer_item", **(answer | {"answer": "no"}), inspector=two, note="未见台账")
    begun.do("2026-03-17", "evaluation.resolve_item", **answer, reason="补看台账")
    assert not exists(begun, "visit_report")
    signed: list[Json] = [{"person": member.person, "role": "inspector", "ink": photo.sha256} for member in case.team]
    step = begun.do(
        "2026-03-18", "evaluation.finish_visit", signatures=[*signed, {"person": "负责人戊", "role": "institution"}]
    )
    assert step.documents == ("visit_report",)
    assert numbers(begun, "visit_report") == ["大医保核〔2026〕1号-报告"]
    with begun.clerk.store.read() as reader:
        content = reader.case(begun.case).visits[0].content
    text = printed(begun, "visit_report")
    for words in (
        f"{one}：符合{two}：不符合{two}：未见台账组长裁定：补看台账照片2张",
        "在系统中手写",
        f"（SHA-256）：{content}",
        photo.sha256[:32],
        f"另有1张照片没有存放在本机，校验值：{'ab' * 32}",
        "合计",
    ):
        assert words in text, words


def test_a_photo_is_turned_upright_and_made_small() -> None:
    out = io.BytesIO()
    turned = Image.new("RGB", (400, 200), "teal")
    exif = turned.getexif()
    exif[0x0112] = 6  # taken with the camera on its side
    turned.save(out, "JPEG", exif=exif)
    with Image.open(io.BytesIO(upright_jpeg(out.getvalue(), 100))) as upright:
        assert (upright.size, upright.format) == ((50, 100), "JPEG")
    with pytest.raises(BadInput, match="已经损坏"):
        upright_jpeg(b"\xff\xd8\xff no picture", 100)


def test_sheets_are_empty_before_the_meeting_and_say_the_opinions_after_it(begun: Led) -> None:
    begun.through(VISITED)
    assert not exists(begun, "evaluation_form")
    step = begun.do("2026-03-19", "evaluation.draw_panel", size=3)
    assert step.documents == ("draw_record", "evaluation_form")
    empty = printed(begun, "evaluation_form")
    assert "评估人员评估员一" in empty
    assert "得100分，达到合格要求" in empty
    assert not exists(begun, "minutes")
    step = begun.do(
        "2026-03-20", "evaluation.hold_meeting", opinions=[{"person": "评估员一", "text": "同意纳入"}], ballot="secret"
    )
    assert step.documents == ("evaluation_form", "minutes")
    assert numbers(begun, "evaluation_form") == ["大医保收〔2026〕1号-评估表"]
    assert "综合意见同意纳入" in printed(begun, "evaluation_form")
    text = printed(begun, "minutes")
    for words in ("大医保纪〔2026〕1号", "评估员一：同意纳入。", "无记名投票", "合格3票，不合格0票", "评估结果为合格"):
        assert words in text, words


def test_a_panel_that_was_named_has_sheets_too(begun: Led) -> None:
    begun.through(VISITED)
    begun.do("2026-03-20", "evaluation.hold_meeting", members=["评估员一", "评估员二"])
    assert numbers(begun, "evaluation_form") == ["大医保纪〔2026〕1号-评估表"]
    assert "出席：评估员一（医保）、评估员二（医药），共2人" in printed(begun, "minutes")


def test_a_result_can_be_filed_and_then_says_when(begun: Led) -> None:
    begun.through(VISITED)
    begun.do("2026-03-20", "evaluation.hold_meeting", result="unqualified")
    assert not exists(begun, "filing_form")
    begun.do("2026-03-20", "evaluation.decide", result="unqualified")
    text = printed(begun, "filing_form")
    assert "评估结果备案表" in text
    assert "不合格大医保评〔2026〕1号综合材料审核" in text
    assert "备案日期：年月日" in text
    step = begun.do("2026-03-23", "evaluation.file_results", receipt="姚医保备〔2026〕3号")
    assert step.documents == ("filing_form",)
    text = printed(begun, "filing_form")
    assert "备案日期：2026年3月23日" in text
    assert "接收回执号：姚医保备〔2026〕3号" in text
    titles = [ref.title for ref in papers.documents_of(begun.clerk, case=begun.case) if ref.document == "filing_form"]
    assert titles == ["医疗保障定点评估结果备案表"]
