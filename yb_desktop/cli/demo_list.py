"""The demo's Excel list: about 1,400 institutions of one county, as an office would hand it in, faults included.

Townships are real, everything below them is made up: villages, brands, people, codes (with valid check characters). The
same seed gives the same list on every machine and Python. What is wrong is wrong on purpose, and counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from yb_desktop.base.files import world_error
from yb_desktop.domain.codes import uscc_check_character

SHEET = "定点医药机构名单"
HEAD_ROWS = 4

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VILLAGE_FIRST = (
    "柳树", "团塘", "大平", "小河", "白草", "核桃", "黄羊", "梨园", "马鞍", "红豆", "青松", "水井", "杨梅", "板栗",
    "锅底", "响水", "麦地", "花椒", "岔路", "石板", "溪口", "鹿角", "朝阳", "永丰",
)  # fmt: skip
_VILLAGE_LAST = ("箐", "坪", "坝", "湾", "坡", "冲", "岭", "庄")
_BRANDS = ("百草岭", "白塔山", "彝乡春", "核桃源", "盐泉", "金沙康", "妙峰", "蜻蛉河")
_SHOPS = ("康民", "仁心", "惠民", "同济源", "广安", "益寿", "福泽", "和顺", "长青", "正和", "百姓", "健安")
_STREETS = ("东街", "南街", "西街", "北街", "文化路", "盐井路", "环城路", "集贸市场")
_SURNAMES = "李杨王张罗周普鲁赵陈刘马者钱起董段"
_GIVEN = (
    "建国", "秀英", "文华", "志强", "丽萍", "光明", "春梅", "正云", "继先", "玉兰", "堃", "祎", "喆", "雪㛃", "䶮",
    "𠅤", "自荣", "晓燕",
)  # fmt: skip
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")

_HEAD = (
    ("序号", ""), ("机构名称", ""), ("统一社会信用代码", ""), ("机构类别", ""), ("乡镇", ""), ("地址", ""),
    ("法定代表人", ""), ("负责人", ""),
    ("许可证", "号码"), ("许可证", "有效期"), ("联系电话", ""), ("床位", ""), ("开业日期", ""), ("机构性质", ""),
    ("医保协议", "编号"), ("医保协议", "起"), ("医保协议", "止"), ("备注", ""),
)  # fmt: skip
_WIDTHS = (6, 34, 22, 14, 18, 30, 12, 12, 24, 13, 14, 7, 13, 14, 20, 13, 13, 24)

_Value = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class DemoList:
    """The list that was written, and what an import into an empty register must find in it."""

    path: Path
    rows: int
    new: int
    same: int
    likely: int
    struck_off: int
    faulty: int


@dataclass(frozen=True, slots=True)
class _Line:
    """One institution as the list writes it."""

    name: str
    uscc: _Value
    label: str
    township: str
    address: str
    legal_rep: str
    principal: str
    licence: str
    until: _Value
    phone: str
    beds: int
    opened: _Value
    nature: str
    agreement: str
    remark: str = ""


class _Draw:
    """Draws numbers that are the same for a seed whatever the Python version (a linear congruential generator)."""

    def __init__(self, seed: int) -> None:
        self._state = (seed * 2 + 1) % 2**64

    def below(self, limit: int) -> int:
        """Draw a number from 0 to ``limit`` - 1."""
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self._state >> 33) % limit

    def one(self, of: Sequence[str]) -> str:
        """Draw one text."""
        return of[self.below(len(of))]


def make_demo_list(path: Path, *, townships: Sequence[tuple[str, str]], seed: int) -> DemoList:
    """Write the demo's list for one county; ``townships`` are (code, name) pairs, the county's seat first.

    Raises ``WorldError`` when the file cannot be written.
    """
    maker = _Maker(_Draw(seed), townships)
    groups = [maker.county(), *(maker.township(at) for at in range(len(townships)))]
    sound = sum(map(len, groups))
    same, likely, struck_off, faulty = _spoil(groups, maker)
    try:
        _write(path, groups)
    except OSError as problem:
        raise world_error(problem, path) from problem
    return DemoList(
        path=path,
        rows=sum(map(len, groups)),
        new=sound,
        same=same,
        likely=likely,
        struck_off=struck_off,
        faulty=faulty,
    )


class _Maker:
    """Makes up institutions; every licence number, code and name in a township is given out once."""

    def __init__(self, draw: _Draw, townships: Sequence[tuple[str, str]]) -> None:
        self.draw = draw
        self.townships = townships
        self._county = townships[0][0][:6]
        self._given = 0

    def county(self) -> list[_Line]:
        """Make the institutions of the county's seat; the second site of the hospital has its code."""
        hospital = self.line(0, "大姚县人民医院", "综合医院", beds=499, nature="公立（非营利）")
        names = (
            ("大姚县中医医院", "中医医院", 260),
            ("大姚县妇幼保健院", "妇幼保健院", 120),
            ("大姚县疾病预防控制中心专病防治站", "专科疾病防治站", 0),
        )
        public = [self.line(0, name, label, beds=beds, nature="公立（非营利）") for name, label, beds in names]
        private = [
            self.line(0, f"大姚{name}", label, beds=beds, nature="民营（营利）")
            for name, label, beds in (
                ("白塔医院", "综合医院", 99),
                ("明目眼科医院", "专科医院", 40),
                ("康颐护理院", "护理院", 60),
            )
        ]
        site = replace(
            self.line(0, "大姚县人民医院南山院区", "综合医院", beds=100, nature="公立（非营利）"), uscc=hospital.uscc
        )
        return [hospital, site, *public, *private]

    def township(self, at: int) -> list[_Line]:
        """Make a township's hospital, village clinics, clinics and pharmacies."""
        name = self.short(at)
        seat = at == 0
        label = "中心卫生院" if at % 3 == 0 else "乡镇卫生院"
        title = f"大姚县{name}{'中心' if label == '中心卫生院' else ''}卫生院"
        lines = [self.line(at, title, label, beds=20 + self.draw.below(60), nature="公立（非营利）")]
        villages = (f"大姚县{name}{village}村卫生室" for village in self._villages(55))
        lines += [replace(self.line(at, title, "村卫生室", nature="集体"), uscc=None) for title in villages]
        clinics = (f"大姚县{name}{surname}氏诊所" for surname in _SURNAMES[: 17 if seat else 14])
        lines += [self.line(at, title, "诊所", nature="民营（营利）") for title in clinics]
        streets = _STREETS[: 8 if seat else 4]
        branches = (f"{brand}大药房连锁有限公司{name}{street}店" for brand in _BRANDS for street in streets)
        lines += [self.line(at, title, "零售药店（连锁）", nature="民营（营利）") for title in branches]
        shops = (f"大姚县{name}{shop}药店" for shop in _SHOPS[: 12 if seat else 9])
        lines += [self.line(at, title, "单体药店", nature="个体") for title in shops]
        return lines

    def line(self, at: int, name: str, label: str, *, beds: int = 0, nature: str) -> _Line:
        """Make one institution in the township ``at``."""
        self._given += 1
        number = self._given
        code, town = self.townships[at][0], self.short(at)
        pharmacy = "药店" in label
        opened = date(2004 + self.draw.below(20), 1 + self.draw.below(12), 1 + self.draw.below(28))
        person = self._person()
        return _Line(
            name=name,
            uscc=self._uscc("12" if nature.startswith("公立") else "92"),
            label=label,
            township=self.townships[at][1],
            address=f"{town}{self.draw.one(_STREETS)}{number}号",
            legal_rep=person,
            principal=person if self.draw.below(3) else self._person(),
            licence=f"滇DB{code[:6]}{number:05d}"
            if pharmacy
            else f"PDY{number:05d}{code}D{self.draw.below(9000) + 1000}",
            until=date(2027 + self.draw.below(4), 1 + self.draw.below(12), 1 + self.draw.below(28)),
            phone=f"0878-62{self.draw.below(90000) + 10000}",
            beds=beds,
            opened=_as_typed(opened, number),
            nature=nature,
            agreement=f"DY2026-{number:04d}",
        )

    def _uscc(self, kind: str) -> str:
        """Make a code that is valid; the running number in it keeps it from being given out twice."""
        tail = "".join(self.draw.one(_ALPHABET) for _ in range(4))
        first = f"{kind}{self._county}{self._given:05d}{tail}"
        return first + uscc_check_character(first)

    def _person(self) -> str:
        return self.draw.one(_SURNAMES) + self.draw.one(_GIVEN)

    def _villages(self, count: int) -> Iterable[str]:
        pool = [first + last for first in _VILLAGE_FIRST for last in _VILLAGE_LAST]
        return [pool.pop(self.draw.below(len(pool))) for _ in range(count)]

    def short(self, at: int) -> str:
        """Give the township as people say it (湾碧傣族傈僳族乡: 湾碧乡)."""
        name = self.townships[at][1]
        return name if len(name) <= 5 else name[:2] + name[-1]


def _as_typed(day: date, number: int) -> _Value:
    """Write a day in one of the ways offices do."""
    match number % 5:
        case 0:
            return f"{day.year}.{day.month}.{day.day}"
        case 1:
            return f"{day.year}年{day.month}月{day.day}日"
        case 2:
            return int(f"{day:%Y%m%d}")
        case _:
            return day


def _spoil(groups: list[list[_Line]], maker: _Maker) -> tuple[int, int, int, int]:
    """Add the duplicates and faulty rows to the townships; give how many are same, likely, struck off, faulty."""
    seat, second, third = groups[1], groups[2], groups[3]
    coded = [line for line in second if line.uscc]
    # the same institution twice, once written a little differently
    same = [seat[20], second[3], replace(second[30], name=second[30].name.removeprefix("大姚县")), coded[-1], third[7]]
    likely = [
        replace(third[4], licence="PDY" + "9" * 5, name=third[4].name.removeprefix("大姚县")),
        replace(coded[-2], uscc=maker.line(1, "", "", nature="个体").uscc, licence="滇DB9999901", address="另址"),
        replace(second[12], licence="PDY99998", name=second[12].name.replace("卫生室", " 卫生室")),
        replace(second[13], name="大姚县" + second[13].name[3:6] + "永兴卫生室"),
    ]
    names = [f"大姚县{maker.short(1)}石门坎{surname}氏诊所" for surname in _SURNAMES[:14]]
    fresh = [maker.line(1, name, "诊所", nature="民营（营利）") for name in names]
    off = ("因欺诈骗保，2024年解除协议", "已解除（违规）", "取消定点：骗取医保基金", "2023年停业，已注销")
    struck = [replace(line, remark=remark) for line, remark in zip(fresh, off, strict=False)]
    bad = fresh[len(off) :]
    code = str(bad[0].uscc)
    faulty = [
        replace(bad[0], uscc=code[:-1] + ("0" if code[-1] != "0" else "1")),
        replace(bad[1], uscc=str(bad[1].uscc)[:-2] + "I" + str(bad[1].uscc)[-1]),
        replace(bad[2], uscc=915323260000123456.0),
        replace(bad[3], uscc="9.15323E+17"),
        replace(bad[4], opened="2019.2.30"),
        replace(bad[5], opened=date(1900, 1, 1)),
        replace(bad[6], opened="约2015年"),
        replace(bad[7], name=""),
        replace(bad[8], township="不详镇"),
        replace(bad[9], licence="", uscc=None),
    ]
    seat[5] = replace(seat[5], name="\u200b" + seat[5].name)
    third[-1] = replace(third[-1], uscc=str(third[-1].uscc).translate(_WIDE))
    last = groups[-1]
    last += same + likely + struck + faulty
    return len(same), len(likely), len(struck), len(faulty)


def _write(path: Path, groups: Iterable[Sequence[_Line]]) -> None:
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise TypeError("a new workbook begins with a worksheet")
    sheet.title = SHEET
    _write_head(sheet)
    number = 0
    for group in groups:
        top = sheet.max_row + 1
        joined = len({line.township for line in group}) == 1 and len(group) > 1
        for line in group:
            number += 1
            sheet.append(_cells(number, line))
        if joined:  # offices merge the township's cell over its institutions
            sheet.merge_cells(start_row=top, end_row=sheet.max_row, start_column=5, end_column=5)
    sheet.append(["合计", number])
    sheet.append(["注：本表由各乡镇填报，名称、人员和代码均为虚构，仅供演示。"])
    book.save(path)


def _write_head(sheet: Worksheet) -> None:
    sheet.append(["大姚县医保定点医药机构名单"])
    sheet.append(["填报单位：大姚县医疗保障局　　填报日期：2026年1月"])
    sheet.append([top for top, _ in _HEAD])
    sheet.append([bottom or None for _, bottom in _HEAD])
    width = len(_HEAD)
    for row in (1, 2):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
    for at, (top, bottom) in enumerate(_HEAD, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS[at - 1]
        if not bottom:
            sheet.merge_cells(start_row=3, end_row=4, start_column=at, end_column=at)
        elif at == 1 or _HEAD[at - 2][0] != top:
            span = sum(1 for other, _ in _HEAD if other == top)
            sheet.merge_cells(start_row=3, end_row=3, start_column=at, end_column=at + span - 1)
    for cells in sheet.iter_rows(min_row=1, max_row=HEAD_ROWS):
        for cell in cells:
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
            cell.font = Font(name="宋体", size=16 if cell.row == 1 else 11, bold=cell.row != 2)
    sheet.freeze_panes = f"C{HEAD_ROWS + 1}"


def _cells(number: int, line: _Line) -> list[_Value]:
    return [
        number, line.name or None, line.uscc, line.label, line.township, line.address, line.legal_rep, line.principal,
        line.licence or None, line.until, line.phone, line.beds or None, line.opened, line.nature,
        line.agreement, date(2026, 1, 1), date(2026, 12, 31), line.remark or None,
    ]  # fmt: skip
