"""Foreign .xlsx files: what is read, and what is refused before it is opened."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from yb_desktop.base.errors import BadInput, Refused, WorldError
from yb_desktop.domain.listing_headers import Cell, Column
from yb_desktop.services import sheets
from yb_desktop.services.sheets import read_sheet

HEAD = ("机构名称", "统一社会信用代码", "类别", "开业日期")
ROW = ("大姚县石羊镇柳树村卫生室", "91350100M000100Y43", "村卫生室", "2020.1.1")
_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_XML_HEAD = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>机构名称</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>许可证号</t></is></c></row>'
)


def _sheet(book: Workbook) -> Worksheet:
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    return sheet


def _save(path: Path, *rows: Sequence[object]) -> Path:
    book = Workbook()
    for row in rows:
        _sheet(book).append(list(row))
    book.save(path)
    return path


def _repack(path: Path, change: Callable[[str, bytes], bytes | None], more: dict[str, bytes] | None = None) -> Path:
    """Write the workbook again with members changed, left out or added."""
    with zipfile.ZipFile(path) as old:
        members = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in members.items():
            changed = change(name, data)
            if changed is not None:
                new.writestr(name, changed)
        for name, data in (more or {}).items():
            new.writestr(name, data)
    return path


def _with_sheet_xml(path: Path, xml: bytes) -> Path:
    _save(path, HEAD)
    return _repack(path, lambda name, data: xml if name == "xl/worksheets/sheet1.xml" else data)


def _refusal(path: Path) -> str:
    with pytest.raises(Refused) as caught:
        read_sheet(path)
    assert caught.value.text.endswith("。")
    assert path.name in caught.value.text
    return caught.value.code


def _only(path: Path) -> tuple[Cell, ...]:
    (row,) = read_sheet(path).rows
    return row.cells


def test_a_plain_list_is_read_with_its_row_numbers(tmp_path: Path) -> None:
    path = _save(tmp_path / "a.xlsx", HEAD, ROW, (), ROW)
    sheet = read_sheet(path)
    assert sheet.name == "Sheet"
    assert sheet.head.rows == (1,)
    assert sheet.head.columns == {Column.NAME: 0, Column.USCC: 1, Column.CLASS: 2, Column.OPENED: 3}
    assert [row.number for row in sheet.rows] == [2, 4]
    assert sheet.rows[1].cells == ROW


def test_title_rows_and_a_merged_head_of_two_rows(tmp_path: Path) -> None:
    book = Workbook()
    sheet = _sheet(book)
    for row in (
        ["某县定点医药机构名单"],
        ["填报单位：某局"],
        ["序号", "机构名称", "许可证", None, "医保协议", None],
        [None, None, "号码", "有效期", "起", "止"],
        [1, "甲诊所", "PDY1", date(2027, 1, 1), "2026-01-01", "2026-12-31"],
    ):
        sheet.append(row)
    for ref in ("A1:F1", "A2:F2", "A3:A4", "B3:B4", "C3:D3", "E3:F3"):
        sheet.merge_cells(ref)
    book.save(tmp_path / "a.xlsx")
    read = read_sheet(tmp_path / "a.xlsx")
    assert read.head.rows == (3, 4)
    assert read.head.labels[2:4] == ("许可证/号码", "许可证/有效期")
    assert read.head.columns[Column.LICENCE_UNTIL] == 3
    assert read.head.columns[Column.AGREEMENT_TO] == 5
    assert [row.number for row in read.rows] == [5]


def test_a_head_merged_downwards_is_not_taken_for_data_though_nothing_more_matches(tmp_path: Path) -> None:
    book = Workbook()
    sheet = _sheet(book)
    sheet.append(["机构名称", "信用代码", "其他", None])
    sheet.append([None, None, "甲", "乙"])
    sheet.append(["甲诊所", "91350100M000100Y43", 1, 2])
    for ref in ("A1:A2", "B1:B2", "C1:D1"):
        sheet.merge_cells(ref)
    book.save(tmp_path / "a.xlsx")
    read = read_sheet(tmp_path / "a.xlsx")
    assert read.head.rows == (1, 2)
    assert [row.number for row in read.rows] == [3]


def test_a_township_merged_over_its_institutions_is_filled_down_but_never_across(tmp_path: Path) -> None:
    book = Workbook()
    sheet = _sheet(book)
    for row in (
        ["机构名称", "许可证号", "乡镇", "村"],
        ["甲", "1", "石羊镇", None],
        ["乙", "2"],
        ["丙", "3", "龙街镇"],
    ):
        sheet.append(row)
    sheet.merge_cells("C2:D3")
    book.save(tmp_path / "a.xlsx")
    assert [row.cells[2:] for row in read_sheet(tmp_path / "a.xlsx").rows] == [("石羊镇",), ("石羊镇",), ("龙街镇",)]


def test_the_sheet_that_matches_best_wins_and_the_others_are_named(tmp_path: Path) -> None:
    book = Workbook()
    _sheet(book).append(["说明"])
    book.create_sheet("空表")
    book.create_sheet("只有电话").append(["机构名称", "电话"])
    wanted = book.create_sheet("名单")
    wanted.append(HEAD)
    wanted.append(ROW)
    hidden = book.create_sheet("旧名单")
    hidden.append([*HEAD, "床位", "地址"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    sheet = read_sheet(tmp_path / "a.xlsx")
    assert sheet.name == "名单"
    assert sheet.other_sheets == ("Sheet", "空表", "只有电话")


def test_dates_numbers_and_formulas_become_plain_values(tmp_path: Path) -> None:
    path = _save(
        tmp_path / "a.xlsx",
        ("机构名称", "许可证号", "开业日期", "床位", "备注"),
        ("甲", 532326, datetime(2024, 3, 1, 8), 2.5, time(8)),
    )
    assert _only(path) == ("甲", 532326, date(2024, 3, 1), 2.5, "08:00:00")
    xml = (
        f'<worksheet xmlns="{_NS}"><sheetData>'
        f"{_XML_HEAD}"
        '<row r="2"><c r="A2" t="str"><f>"甲"&amp;"诊所"</f><v>甲诊所</v></c><c r="B2"><f>1+1</f><v>2</v></c></row>'
        "</sheetData></worksheet>"
    )
    assert _only(_with_sheet_xml(tmp_path / "b.xlsx", xml.encode())) == ("甲诊所", 2)


def test_the_date_system_of_1904_is_heeded(tmp_path: Path) -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    _sheet(book).append(HEAD)
    _sheet(book).append([*ROW[:3], date(2024, 3, 1)])
    book.save(tmp_path / "a.xlsx")
    assert _only(tmp_path / "a.xlsx")[3] == date(2024, 3, 1)


def test_wrong_columns_are_named_with_those_found(tmp_path: Path) -> None:
    path = _save(tmp_path / "a.xlsx", ("学校", "地址", "联系电话"), ("甲", "乙", "丙"))
    with pytest.raises(
        BadInput, match="缺少必需的列：机构名称、统一社会信用代码或许可证号；已识别的列：地址、联系电话"
    ) as caught:
        read_sheet(path)
    assert caught.value.code == "list-columns"


def test_an_explicit_mapping_overrides_by_label_and_by_letter(tmp_path: Path) -> None:
    path = _save(tmp_path / "a.xlsx", ("店招", "名称", "编号"), ("甲药店", "x", "滇DB1"))
    sheet = read_sheet(path, columns={Column.NAME: "店招", Column.LICENCE: "C"})
    assert sheet.head.columns == {Column.NAME: 0, Column.LICENCE: 2}
    assert len(sheet.rows) == 1


def test_an_empty_workbook_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        read_sheet(_save(tmp_path / "a.xlsx"))
    assert caught.value.code == "list-empty"


def test_a_missing_file_is_a_broken_world(tmp_path: Path) -> None:
    with pytest.raises(WorldError):
        read_sheet(tmp_path / "none.xlsx")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "sheet-not-excel"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600), "sheet-old"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "sheet-encrypted"),
        ("机构名称,类别\n甲,诊所\n".encode("gb18030"), "sheet-csv"),
        ("\ufeff机构名称\t类别\n".encode(), "sheet-csv"),
        (b"<html><table></table></html>", "sheet-not-excel"),
        (bytes(range(256)) * 4, "sheet-not-excel"),
        (b"PK\x03\x04" + bytes(200), "sheet-damaged"),
    ],
)
def test_what_is_no_xlsx_gets_its_own_sentence(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "名单.xlsx"
    path.write_bytes(data)
    assert _refusal(path) == code


def test_macros_are_refused_by_name_and_by_content(tmp_path: Path) -> None:
    path = _save(tmp_path / "a.xlsx", HEAD, ROW)
    assert _refusal(path.rename(tmp_path / "a.xlsm")) == "sheet-macro"
    hidden = _repack(_save(tmp_path / "b.xlsx", HEAD, ROW), lambda _, data: data, {"xl/vbaProject.bin": b"x"})
    assert _refusal(hidden) == "sheet-macro"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"xl/workbook.bin": b"x"}, "sheet-old"),
        ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, "sheet-not-excel"),
        ({"xl/media/bomb.xml": bytes(8 * 2**20)}, "sheet-bomb"),
        ({f"xl/media/{n}.xml": b"" for n in range(2001)}, "sheet-bomb"),
    ],
)
def test_strange_members_are_refused(tmp_path: Path, more: dict[str, bytes], code: str) -> None:
    path = _repack(_save(tmp_path / "a.xlsx", HEAD, ROW), lambda _, data: data, more)
    assert _refusal(path) == code


def test_a_member_that_holds_more_than_it_declares_is_refused(tmp_path: Path) -> None:
    path = _repack(_save(tmp_path / "a.xlsx", HEAD, ROW), lambda _, data: data, {"xl/more.xml": b"a" * 5000})
    data = path.read_bytes()
    path.write_bytes(data.replace((5000).to_bytes(4, "little"), (50).to_bytes(4, "little")))
    assert _refusal(path) == "sheet-damaged"


def test_sizes_are_capped_before_anything_is_unpacked(tmp_path: Path) -> None:
    path = _repack(_save(tmp_path / "a.xlsx", HEAD, ROW), lambda _, data: data, {"xl/more.xml": b"a" * 5000})
    data = path.read_bytes()
    path.write_bytes(data.replace((5000).to_bytes(4, "little"), (3 * 10**9).to_bytes(4, "little")))
    assert _refusal(path) == "sheet-bomb"


def test_entities_are_refused_wherever_they_hide(tmp_path: Path) -> None:
    declared = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    path = _save(tmp_path / "a.xlsx", HEAD, ROW)
    _repack(path, lambda name, data: declared + data if name == "xl/workbook.xml" else data)
    assert _refusal(path) == "sheet-entities"
    wide = (declared.decode() + f'<worksheet xmlns="{_NS}"/>').encode("utf-16")
    assert _refusal(_with_sheet_xml(tmp_path / "b.xlsx", wide)) == "sheet-entities"


def test_strict_open_xml_is_refused_with_its_way_out(tmp_path: Path) -> None:
    strict = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    path = _save(tmp_path / "a.xlsx", HEAD, ROW)
    _repack(path, lambda name, data: data.replace(_NS.encode(), strict) if name == "xl/workbook.xml" else data)
    assert _refusal(path) == "sheet-strict"


@pytest.mark.parametrize(
    "member", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"]
)
def test_broken_xml_is_damage(tmp_path: Path, member: str) -> None:
    path = _save(tmp_path / "a.xlsx", HEAD, ROW)
    _repack(path, lambda name, data: data[: len(data) // 2] if name == member else data)
    assert _refusal(path) == "sheet-damaged"


@pytest.mark.parametrize("member", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_missing_members_are_damage(tmp_path: Path, member: str) -> None:
    path = _save(tmp_path / "a.xlsx", HEAD, ROW)
    _repack(path, lambda name, data: None if name == member else data)
    assert _refusal(path) == "sheet-damaged"


def test_a_flipped_byte_in_the_data_is_damage(tmp_path: Path) -> None:
    path = _save(tmp_path / "a.xlsx", HEAD, ROW)
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    data = bytearray(path.read_bytes())
    data[info.header_offset + 30 + len(info.filename) + info.compress_size // 2] ^= 0x55
    path.write_bytes(data)
    assert _refusal(path) == "sheet-damaged"


def test_a_package_that_names_no_workbook_is_damage(tmp_path: Path) -> None:
    path = _save(tmp_path / "a.xlsx", HEAD, ROW)
    _repack(path, lambda name, data: data.replace(b"sheet.main", b"other") if name.startswith("[") else data)
    assert _refusal(path) == "sheet-damaged"


def test_a_directory_of_members_that_points_nowhere_is_damage(tmp_path: Path) -> None:
    path = _save(tmp_path / "a.xlsx", HEAD, ROW)
    data = bytearray(path.read_bytes())
    end = data.rindex(b"PK\x05\x06")
    data[end + 16 : end + 20] = (2**31).to_bytes(4, "little")
    path.write_bytes(data)
    assert _refusal(path) == "sheet-damaged"


def test_a_size_that_lies_and_far_off_cells_cost_nothing(tmp_path: Path) -> None:
    head = "".join(f'<c r="{at}1" t="inlineStr"><is><t>{t}</t></is></c>' for at, t in zip("AB", HEAD, strict=False))
    xml = (
        f'<worksheet xmlns="{_NS}"><dimension ref="A1:XFD1048576"/><sheetData><row r="1">{head}</row>'
        '<row r="9"><c r="A9" t="inlineStr"><is><t>甲</t></is></c><c r="XFD9"><v>1</v></c></row></sheetData>'
        '<mergeCells count="1"><mergeCell ref="A9:XFD1048576"/></mergeCells></worksheet>'
    )
    sheet = read_sheet(_with_sheet_xml(tmp_path / "a.xlsx", xml.encode()))
    assert [(row.number, row.cells) for row in sheet.rows] == [(9, ("甲",))]


def test_rows_that_pretend_to_be_billions_are_damage(tmp_path: Path) -> None:
    far = '<row r="4000000000"><c t="inlineStr"><is><t>甲</t></is></c></row>'
    xml = f'<worksheet xmlns="{_NS}"><sheetData>{_XML_HEAD}{far}</sheetData></worksheet>'
    assert _refusal(_with_sheet_xml(tmp_path / "a.xlsx", xml.encode())) == "sheet-damaged"


def test_long_lists_report_progress_and_end_at_the_cap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>第{n}诊所</t></is></c><c r="B{n}"><v>{n}</v></c></row>'
        for n in range(2, 2502)
    )
    xml = f'<worksheet xmlns="{_NS}"><sheetData>{_XML_HEAD}{rows}</sheetData></worksheet>'
    path = _with_sheet_xml(tmp_path / "a.xlsx", xml.encode())
    told: list[int] = []
    assert len(read_sheet(path, progress=told.append).rows) == 2500
    assert told == [1000, 2000, 2500]
    monkeypatch.setattr(sheets, "MAX_ROWS", 2499)
    with pytest.raises(BadInput, match="超过2499行"):
        read_sheet(path)


@pytest.mark.long
def test_a_hundred_thousand_rows_are_read_to_the_last(tmp_path: Path) -> None:
    """Longer than any office's list; read row by row, with a word every thousand."""
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>第{n}诊所</t></is></c><c r="B{n}"><v>{n}</v></c></row>'
        for n in range(2, 100_002)
    )
    xml = f'<worksheet xmlns="{_NS}"><sheetData>{_XML_HEAD}{rows}</sheetData></worksheet>'
    told: list[int] = []
    sheet = read_sheet(_with_sheet_xml(tmp_path / "a.xlsx", xml.encode()), progress=told.append)
    assert (len(sheet.rows), sheet.rows[-1].cells) == (100_000, ("第100001诊所", 100_001))
    assert told[-1] == 100_000
