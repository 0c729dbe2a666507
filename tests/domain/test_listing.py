"""Rows of an institution list: reading values, sorting rows against the register."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from yb_desktop.domain.listing import Faulty, ListRow, parse_rows
from yb_desktop.domain.listing_headers import Cell, Column, Head, Sheet, SheetRow, find_head
from yb_desktop.domain.listing_matching import ImportPlan, Known, Register, Verdict, classify
from yb_desktop.domain.listing_words import area_resolver, class_of, struck_off
from yb_desktop.domain.vocabulary import InstitutionClass, Level, LicenceKind, Ownership
from yb_desktop.law.areas import Area, Areas
from yb_desktop.law.areas import Level as AreaLevel

TODAY = date(2026, 11, 22)
USCC = "91350100M000100Y43"
OTHER = "91110000600037341L"
TOWNS = {"石羊镇": "532326102", "金碧镇": "532326101"}
PLACES = ("大姚县", "石羊镇", "金碧镇")
COLUMNS = tuple(Column)

Given = dict[Column, Cell]
SOUND: Given = {
    Column.NAME: "大姚县石羊镇柳树村卫生室",
    Column.LICENCE: "PDY1",
    Column.CLASS: "村卫生室",
    Column.TOWNSHIP: "石羊镇",
    Column.OWNERSHIP: "集体",
}


def _parse(*rows: Given) -> list[ListRow | Faulty]:
    head = Head(rows=(1,), labels=tuple(COLUMNS), columns={column: at for at, column in enumerate(COLUMNS)})
    lines = tuple(SheetRow(at, tuple(row.get(c) for c in COLUMNS)) for at, row in enumerate(rows, start=2))
    return list(parse_rows(Sheet("表", head, lines), resolve_area=TOWNS.get, home_area="532326", today=TODAY))


def _row(**given: Cell) -> ListRow:
    (row,) = _parse(SOUND | {Column[name.upper()]: cell for name, cell in given.items()})
    assert isinstance(row, ListRow), row
    return row


def _fault(**given: Cell) -> str:
    (row,) = _parse(SOUND | {Column[name.upper()]: cell for name, cell in given.items()})
    assert isinstance(row, Faulty), row
    assert row.row == 2
    return row.reason


def _plan(rows: Sequence[Given], *known: Known) -> ImportPlan:
    return classify(_parse(*rows), Register(known, places=PLACES))


def test_a_sound_row_becomes_an_entry_of_the_register() -> None:
    row = _row(uscc=USCC, beds="３０张", opened=date(2020, 1, 1), licence_until="2027.5.1", phone="0878-6220000")
    entry = row.registration
    assert (entry.name, entry.area, entry.uscc, entry.beds) == (SOUND[Column.NAME], "532326102", USCC, 30)
    assert (entry.cls, entry.level) == (InstitutionClass.VILLAGE_CLINIC, Level.TOWNSHIP)
    assert entry.ownership is Ownership.PUBLIC
    assert entry.licence is not None
    assert entry.licence.kind is LicenceKind.MEDICAL_PRACTICE
    assert entry.licence.valid_until == date(2027, 5, 1)
    assert row.notes == ()
    assert row.former is None


def test_the_agreement_of_a_list_is_kept_beside_the_entry() -> None:
    row = _row(agreement="DY-1", agreement_from="2026-01-01", agreement_to="2026-12-31", national_code="H53232600001")
    assert row.former is not None
    assert (row.former.number, row.former.starts, row.former.ends) == ("DY-1", date(2026, 1, 1), date(2026, 12, 31))
    assert row.notes == ()
    assert _row(national_code="X1").notes[0].startswith("医疗机构国家医保编码通常为")
    assert "早于协议起" in _fault(agreement_from="2026-01-01", agreement_to="2025-01-01")


@pytest.mark.parametrize(
    "cell",
    [
        date(2024, 3, 1),
        "2024.3.1",
        "2024年3月1日",
        "20240301",
        20240301,
        "2024-03-01",
        "2024/3/1",
        "２０２４．３．１",
        "2024-03-01 00:00:00",
    ],
)
def test_days_are_read_as_offices_write_them(cell: Cell) -> None:
    assert _row(opened=cell).registration.opened == date(2024, 3, 1)


def test_a_span_gives_its_last_day_where_an_end_is_asked_for() -> None:
    licence = _row(licence_until="2022年5月1日至2027年4月30日").registration.licence
    assert licence is not None
    assert licence.valid_until == date(2027, 4, 30)
    assert "不是日期" in _fault(opened="2022.5.1-2027.4.30")


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (date(1900, 1, 1), "不合常理"),
        (date(1948, 12, 31), "不合常理"),
        (date(1899, 12, 30), "不合常理"),
        ("1900-02-29", "不是存在的日期"),
        ("2023-02-29", "不是存在的日期"),
        ("00:00:00", "不是日期"),
        (45352, "不是日期"),
        ("2024", "不是日期"),
        ("24.3.1", "不是日期"),
        ("约2015年", "不是日期"),
        ("#VALUE!", "公式出错"),
        (date(2026, 11, 23), "晚于今天"),
    ],
)
def test_days_that_cannot_be_are_faulty(cell: Cell, said: str) -> None:
    reason = _fault(opened=cell)
    assert "开业日期" in reason
    assert said in reason


@pytest.mark.parametrize("cell", [915323260000123456.0, 915323260000123456, "9.15323E+17", "1.5E+17"])
def test_a_code_that_excel_spoilt_is_faulty(cell: Cell) -> None:
    assert "该列在 Excel 中被存成了数字，末几位已丢失" in _fault(uscc=cell)
    assert "末几位已丢失" in _fault(licence=cell)


def test_short_codes_kept_as_numbers_lose_nothing() -> None:
    licence = _row(licence=53232612.0).registration.licence
    assert licence is not None
    assert licence.number == "53232612"


def test_a_code_is_read_in_half_width_and_a_wrong_check_character_is_faulty() -> None:
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in USCC)
    assert _row(uscc=f" {wide} ").registration.uscc == USCC
    assert "校验码应为“3”" in _fault(uscc=USCC[:-1] + "4")


def test_without_code_and_licence_nobody_knows_who_it_is() -> None:
    assert "没有统一社会信用代码，也没有许可证号" in _fault(licence=None)
    assert _row(licence=None, uscc=USCC).registration.licence is None


def test_invisible_characters_go_and_are_named() -> None:
    row = _row(name="\ufeff大姚县\u200b石羊镇 柳树村卫生室")
    assert row.registration.name == "大姚县石羊镇 柳树村卫生室"
    assert row.notes == ("机构名称中有看不见的字符（U+200B、U+FEFF），已去掉",)


def test_rare_characters_of_names_stay() -> None:
    assert _row(legal_rep="普䶮", principal="鲁𠅤").registration.principal == "鲁𠅤"


def test_every_fault_of_a_row_is_told_at_once() -> None:
    reason = _fault(name=None, township="不详镇", beds="许多", uscc="123")
    for said in ("机构名称为空", "乡镇“不详镇”不在本地区划表中", "床位“许多”不是整数", "应为18位"):
        assert said in reason


def test_what_is_filled_in_is_noted() -> None:
    row = _row(township=None, ownership=None, **{"class": None}, licence_until="2020-01-01")
    assert row.registration.area == "532326"
    assert row.notes == (
        "类别“空白”看不出来，按名称登记为“村卫生室（所）”",
        "没有写乡镇，按本县登记",
        "许可证有效期到2020-01-01，已过期",
        "所有制未写明，按“公立”登记",
    )
    assert "类别“其他”不认识" in _fault(name="大姚县某某", **{"class": "其他"})


def test_totals_remarks_and_repeated_heads_are_no_rows() -> None:
    total: Given = {Column.NAME: None, Column.USCC: "合计", Column.BEDS: 30}
    remark: Given = {Column.USCC: "注：以上由各乡镇填报"}
    again: Given = {Column.NAME: "机构名称", Column.USCC: "统一社会信用代码"}
    assert len(_parse(SOUND, again, SOUND | {Column.LICENCE: "PDY2"}, total, remark)) == 2


@pytest.mark.parametrize(
    ("text", "cls"),
    [
        ("乡镇卫生院", InstitutionClass.TOWNSHIP_HOSPITAL),
        ("石羊镇中心卫生院", InstitutionClass.CENTRAL_TOWNSHIP_HOSPITAL),
        ("城东社区卫生服务站", InstitutionClass.COMMUNITY_STATION),
        ("零售药店（连锁）", InstitutionClass.CHAIN_PHARMACY),
        ("康民大药房", InstitutionClass.SINGLE_PHARMACY),
        ("楚雄彝医医院", InstitutionClass.ETHNIC_HOSPITAL),
        ("县中医院", InstitutionClass.TCM_HOSPITAL),
        ("明目眼科医院", InstitutionClass.SPECIALIST_HOSPITAL),
        ("县人民医院", InstitutionClass.GENERAL_HOSPITAL),
        ("学校", None),
    ],
)
def test_classes_are_known_by_their_words(text: str, cls: InstitutionClass | None) -> None:
    assert class_of(text) is cls


@pytest.mark.parametrize("label", [cls.label for cls in InstitutionClass])
def test_every_label_of_a_class_is_that_class(label: str) -> None:
    found = class_of(label)
    assert found is not None
    assert found.label == label


@pytest.mark.parametrize(
    ("status", "off"),
    [
        ("因欺诈骗保，2024年解除协议", True),
        ("已解除", True),
        ("取消定点资格", True),
        ("已注销", True),
        ("", False),
        ("正常", False),
        ("未被解除", False),
        ("中止后已恢复", False),
        ("无违规", False),
    ],
)
def test_j6_who_was_struck_off_is_known_by_the_lists_own_words(status: str, off: bool) -> None:
    assert (struck_off(status) is not None) is off


def test_townships_are_found_by_full_short_and_spoken_names_and_old_codes() -> None:
    areas = Areas(
        [
            Area("530000", "云南省", AreaLevel.PROVINCE, ""),
            Area("532300", "楚雄彝族自治州", AreaLevel.PREFECTURE, "530000", "楚雄州"),
            Area("532302", "禄丰市", AreaLevel.COUNTY, "532300"),
            Area("532326", "大姚县", AreaLevel.COUNTY, "532300"),
            Area("532326102", "石羊镇", AreaLevel.TOWNSHIP, "532326"),
            Area("532326206", "湾碧傣族傈僳族乡", AreaLevel.TOWNSHIP, "532326"),
        ],
        {"532331": "532302"},
    )
    resolve = area_resolver(areas, "532326102")
    assert [resolve(text) for text in ("石羊镇", "石羊", "532326102", "大姚县")] == ["532326102"] * 3 + ["532326"]
    assert [resolve(text) for text in ("湾碧傣族傈僳族乡", "湾碧乡", "湾碧")] == ["532326206"] * 3
    assert resolve("532331") == "532302"
    assert resolve("不详镇") is None


def test_the_register_knows_same_likely_and_new() -> None:
    name = str(SOUND[Column.NAME])
    known = (
        Known("i1", name, "532326102", licence_number="PDY1"),
        Known("i2", "大姚县石羊镇康民药店", "532326102", uscc=USCC, address="东街1号"),
    )
    pharmacy: Given = SOUND | {
        Column.CLASS: "单体药店",
        Column.LICENCE: None,
        Column.USCC: USCC,
        Column.ADDRESS: "东街1号",
    }
    plan = _plan(
        [
            SOUND,
            SOUND | {Column.NAME: "石羊镇永兴卫生室"},
            SOUND | {Column.NAME: "石羊镇（柳树村）卫生室", Column.LICENCE: "PDY9"},
            pharmacy | {Column.NAME: "康民大药房"},
            pharmacy | {Column.NAME: "康民药店西街店", Column.ADDRESS: "西街9号"},
            SOUND | {Column.TOWNSHIP: "金碧镇", Column.LICENCE: "PDY3"},
        ],
        *known,
    )
    assert [(row.verdict.value, row.match) for row in plan.rows] == [
        ("same", "i1"),
        ("likely", "i1"),
        ("likely", "i1"),
        ("same", "i2"),
        ("new", None),
        ("new", None),
    ]
    assert "执业地点不同" in plan.rows[4].reason
    assert plan.count(Verdict.NEW) == 2
    assert plan.of(Verdict.SAME)[0].entry is not None


def test_rows_of_one_file_are_compared_with_each_other() -> None:
    plan = _plan([SOUND, SOUND, SOUND | {Column.LICENCE: "PDY2"}])
    assert [(row.verdict, row.match_row) for row in plan.rows] == [
        (Verdict.NEW, None),
        (Verdict.SAME, 2),
        (Verdict.LIKELY, 2),
    ]
    assert "第2行重复" in plan.rows[1].reason


def test_j6_struck_off_by_the_list_or_by_the_register() -> None:
    known = Known("i1", str(SOUND[Column.NAME]), "532326102", licence_number="PDY1", struck_off="因骗保被解除")
    plan = _plan([SOUND, SOUND | {Column.LICENCE: "PDY5", Column.STATUS: "欺诈骗保，已解除"}], known)
    assert [row.verdict for row in plan.rows] == [Verdict.STRUCK_OFF, Verdict.STRUCK_OFF]
    assert plan.rows[0].match == "i1"


def test_a_faulty_row_keeps_its_place_and_reason() -> None:
    plan = _plan([SOUND | {Column.NAME: None}, SOUND])
    assert [(row.row, row.verdict) for row in plan.rows] == [(2, Verdict.FAULTY), (3, Verdict.NEW)]
    assert plan.rows[0].reason == "机构名称为空。"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("大姚县石羊镇柳树村卫生室", "石羊柳树村卫生室"),
        ("大姚县石羊镇柳树村卫生室", "楚雄州大姚县柳树村村委会卫生室".replace("村村委会", "村委会")),
        ("百草大药房有限公司（石羊店）", "百草药店石羊店"),
        ("ＡＢ 诊所", "ab诊所"),
    ],
)
def test_near_same_names_are_equal(one: str, other: str) -> None:
    register = Register(places=PLACES)
    assert register.near_name(one) == register.near_name(other)


def test_different_names_stay_different() -> None:
    register = Register(places=PLACES)
    assert register.near_name("柳树村卫生室") != register.near_name("杨树村卫生室")
    assert register.near_name("大姚县") == "大姚县"


def test_a_line_of_plain_text_is_no_head() -> None:
    assert find_head([SheetRow(1, ("大姚县名单", None)), SheetRow(2, ("甲", "乙"))], {}) is None
