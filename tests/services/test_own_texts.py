"""An office's own agreement text: read from Word or a form file, checked in sentences, in force from a day, kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import pytest
from PIL import Image

from tests.paper.documents.reading import text_of as words_of
from tests.services.office import Office
from yb_desktop.base.errors import BadInput, Refused
from yb_desktop.base.files import shipped
from yb_desktop.domain.agreement_text import text_of
from yb_desktop.domain.versions import OWN_FIRST, version_words
from yb_desktop.services.agreement_texts import text_at, text_in_force
from yb_desktop.services.papers import preview_agreement
from yb_desktop.services.views.agreements import agreement_view
from yb_desktop.services.views.own_texts import LoadedText, checked_text, keep_text, text_lines

FORM = "agreement_medical"
DRAFTED = date(2026, 3, 12)
BODY = (
    "楚雄州定点医疗机构服务协议",
    "甲方：{甲方名称}，乙方：{party_b_name}，协议编号｛协议编号｝。",
    "第一章　总则",
    "第一条　本协议自{协议起始日期}起至{协议终止日期}止。",
    "第二条",
    "乙方应当做到：",
    "（一）实名就医；",
    "（二）按时上传数据。",
    "以上事项列入考核。",
    "第二章　附则",
    "第三条　争议由双方协商解决。",
    "甲方（盖章）：　　　乙方（盖章）：",
    "附件1　服务范围",
    "1. 门诊",
)
Written = Callable[..., Path]


def word_file(file: Path, *lines: str) -> Path:
    """Write paragraphs into a Word file."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(file))
    return file


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Write paragraphs into a Word file."""

    def write(*lines: str, picture: bool = False, table: bool = False) -> Path:
        document = docx.Document(str(word_file(tmp_path / "文本.docx", *lines)))
        if table:
            cells = document.add_table(rows=1, cols=2).rows[0].cells
            cells[0].text, cells[1].text = "住院", "按病种付费"
        if picture:
            Image.new("RGB", (4, 4)).save(tmp_path / "a.png")
            document.add_picture(str(tmp_path / "a.png"))
        document.save(str(tmp_path / "文本.docx"))
        return tmp_path / "文本.docx"

    return write


def labels() -> dict[str, str]:
    return {blank.id: blank.label for blank in text_of(FORM).blanks}


def body(*, without: str = "", **changed: str) -> tuple[str, ...]:
    lines = [line for line in BODY if not without or without not in line]
    return tuple(changed.get(f"n{number}", line) for number, line in enumerate(lines))


def check(office: Office, file: Path, form: str = FORM) -> LoadedText:
    return checked_text(office.at("审核员"), form, file)


def load(office: Office, loaded: LoadedText, on: date = DRAFTED, starts: date | None = None) -> None:
    file = keep_text(office.at("审核员"), loaded)
    more = {"starts": starts.isoformat()} if starts else {}
    office.do("agreements.load_text", on, {"form": FORM, "file": file, "source": "文本.docx", **more}, who="审核员")


def test_a_word_file_is_read_in_order(office: Office, written: Written) -> None:
    loaded = check(office, written(*BODY, table=True))
    assert loaded.faults == ()
    assert (loaded.title, loaded.clauses, loaded.blanks) == (BODY[0], 3, 5)
    text = words_of(loaded.preview)
    order = [
        "楚雄州定点医疗机构服务协议",
        "第一条",
        "第二条",
        "乙方应当做到",
        "（一）",
        "实名就医",
        "列入考核",
        "第二章",
        "附件1",
        "门诊",
        "住院",
    ]
    places = [text.index(one) for one in order]
    assert places == sorted(places)
    assert "按病种付费" in text
    assert "预览稿" in text
    [note] = loaded.notes
    assert labels()["party_b_licence"] in note


def test_headings_of_word_count_as_levels(office: Office, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(BODY[0])
    document.add_paragraph(BODY[1])
    document.add_heading("总则", 1)
    document.add_heading("本协议自{starts}起至{ends}止。", 2)
    document.add_heading("实名就医；", 3)
    document.save(str(tmp_path / "标题.docx"))
    loaded = check(office, tmp_path / "标题.docx")
    assert loaded.faults == ()
    assert "第一章" in words_of(loaded.preview)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        (
            {"n1": "甲方：{甲方名字}，乙方：{乙方名称}，编号{协议编号}。"},
            "第2段的{甲方名字}不是这种协议的空白项。是不是{甲方名称}？",
        ),
        ({"n3": "第一条　本协议自{协议起始日期起生效。"}, "第4段的花括号不成对"),
        ({"n3": "第一条　本协议自{协议起始日期}起。"}, "缺少空白项{协议终止日期}"),
        ({"n10": "第五条　争议。"}, "第11段的编号是“五”，按顺序应为第三条"),
        ({"n2": "总则"}, "前面还没有“第一章”"),
        ({"n6": "（二）实名就医；"}, "按顺序应为第一项"),
        ({"n0": "协议{乙方名称}"}, "标题"),
        ({"n10": "第三条　用到\U0002b81d字。"}, "U+2B81D"),
    ],
)
def test_what_is_wrong_is_named_in_a_sentence(
    office: Office, written: Written, changed: dict[str, str], fault: str
) -> None:
    loaded = check(office, written(*body(**changed)))
    assert any(fault in one for one in loaded.faults), loaded.faults
    assert not loaded.usable
    assert loaded.data == b""


def test_a_file_without_articles_or_with_a_picture_is_no_text(office: Office, written: Written) -> None:
    assert "第…条" in check(office, written("协议", "双方约定如下。")).faults[0]
    with pytest.raises(BadInput, match="图片"):
        check(office, written(*BODY, picture=True))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04xxxx", b"\xd0\xcf\x11\xe0 old"])
def test_what_is_no_word_file_is_refused(office: Office, tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "坏.docx"
    file.write_bytes(data)
    with pytest.raises(Refused, match="docx"):
        check(office, file)


def test_a_form_file_is_checked_too(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "文本.toml"
    text = shipped("forms", "agreements", "medical.toml").read_text("utf-8")
    file.write_text(text.replace('title = "定点医疗机构医疗保障服务协议"', 'title = "州文本"'), "utf-8")
    assert (check(office, file).faults, check(office, file).title) == ((), "州文本")
    assert any("agreement_pharmacy" in one for one in check(office, file, "agreement_pharmacy").faults)
    file.write_text(text.replace("{starts}", "{begins}"), "utf-8")
    assert any("begins" in one for one in check(office, file).faults)
    file.write_text("version = ", "utf-8")
    with pytest.raises(Refused, match="写法不对"):
        check(office, file)


def test_a_loaded_text_is_used_from_its_day_and_old_agreements_keep_theirs(office: Office, written: Written) -> None:
    office.signing()
    office.do("agreements.draft", DRAFTED)
    before = office.agreement
    load(office, check(office, written(*BODY)), starts=date(2026, 3, 14))
    office.do("agreements.draft", date(2026, 3, 13))
    assert office.paper().version == 1
    office.do("agreements.draft", date(2026, 3, 16), bare=True, case=office.case)
    after = office.paper()
    assert after.version == OWN_FIRST
    clerk = office.at("经办员")
    printed = words_of(preview_agreement(clerk, after.id))
    assert "楚雄州定点医疗机构服务协议" in printed
    assert "以上事项列入考核" in printed
    assert after.number in printed
    assert "定点医疗机构医疗保障服务协议" in words_of(preview_agreement(clerk, before))
    office.do("agreements.print", date(2026, 3, 16))
    signers = [{"party": party, "name": "张三", "authorisation": "委托书"} for party in ("a", "b")]
    office.do("agreements.sign", date(2026, 3, 16), {"signers": list(signers)})
    assert agreement_view(clerk, after.id).text_title == "楚雄州定点医疗机构服务协议（文本本单位第 1 版）"


def test_the_office_goes_back_to_the_shipped_text(office: Office, written: Written) -> None:
    load(office, check(office, written(*BODY)))
    with office.desk.store.read() as reader:
        assert text_in_force(reader, FORM, DRAFTED).version == OWN_FIRST
        assert text_in_force(reader, "agreement_pharmacy", DRAFTED).version == 1
    office.do("agreements.load_text", DRAFTED, {"form": FORM}, who="审核员")
    with office.desk.store.read() as reader:
        assert text_in_force(reader, FORM, DRAFTED).version == 1
        assert text_at(reader, FORM, OWN_FIRST).title == BODY[0]
        with pytest.raises(BadInput, match="本机没有该协议所用的文本"):
            text_at(reader, FORM, OWN_FIRST + 5)
    found = [(one.version, one.current) for one in text_lines(office.at("审核员")) if one.form == FORM]
    assert found == [("第 1 版（恢复程序自带）", False), ("本单位第 1 版", False), ("第 1 版", True)]
    assert version_words(OWN_FIRST + 1) == "本单位第 2 版"


def test_a_text_is_not_in_force_before_it_was_loaded(office: Office, written: Written) -> None:
    with pytest.raises(BadInput) as refusal:
        load(office, check(office, written(*BODY)), starts=date(2026, 3, 1))
    assert refusal.value.code == "starts"
