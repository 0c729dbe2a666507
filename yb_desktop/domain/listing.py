"""The rows of an institution list (名单): each becomes an entry for the register, or is faulty with its reasons.

Values are read as offices write them (2024.3.1, full-width digits, stray invisible characters), but nothing is guessed
in silence: what was taken out or filled in is noted on the row, and a code that Excel spoilt or a day that cannot be is
faulty. J6: rows that the list itself marks as struck off keep that mark.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from yb_desktop.base.errors import BadInput
from yb_desktop.domain.codes import NationalCode, national_code_warning, read_uscc
from yb_desktop.domain.institution import FormerAgreement, Licence, Registration
from yb_desktop.domain.listing_headers import Cell, Column, Sheet, SheetRow, head_key
from yb_desktop.domain.listing_words import class_of, default_ownership, level_of, licence_kind, ownership_of, profit_of
from yb_desktop.domain.listing_words import struck_off as struck_off_reason
from yb_desktop.domain.vocabulary import InstitutionClass
from yb_desktop.law.catalogue import Kind

FIRST_YEAR = 1949
LAST_YEAR = 2100
_EXACT_DIGITS = 10**15  # Excel keeps 15 digits of a number

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SPOILT = re.compile(r"\d(\.\d+)?E\+?\d+", re.IGNORECASE)
_ERROR_CELL = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)")
_DAY = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?|(?<!\d)(\d{4})(\d{2})(\d{2})(?!\d)")
_TIME_OF_DAY = re.compile(r"[\sT]\d{1,2}:\d{2}(:\d{2})?$")
_FOOTER = re.compile(r"合计|总计|小计|共计|注[:：]|备注|说明|填表|制表|审核|单位负责人")


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row that can be read: the entry it would make, and why it must not be taken (J6), if the list says so."""

    row: int
    registration: Registration
    former: FormerAgreement | None = None
    struck_off: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Faulty:
    """A row that cannot be read, with every reason in one sentence."""

    row: int
    name: str
    reason: str


def parse_rows(
    sheet: Sheet, *, resolve_area: Callable[[str], str | None], home_area: str, today: date
) -> Iterator[ListRow | Faulty]:
    """Read the rows of a sheet in order; totals, remarks below the list and repeated heads are passed over.

    ``resolve_area`` gives the code of a township's name or a division's code, or nothing; a row that names none belongs
    to ``home_area``. ``today`` is the office's day: an opening after it is faulty.
    """
    for row in sheet.rows:
        reader = _Reader(row, sheet.head.columns)
        if not reader.is_footer():
            yield _read_row(reader, resolve_area, home_area, today)


def _read_row(
    reader: _Reader, resolve_area: Callable[[str], str | None], home_area: str, today: date
) -> ListRow | Faulty:
    name = reader.text(Column.NAME)
    if not name:
        reader.fault("机构名称为空")
    uscc = reader.uscc()
    number = reader.code(Column.LICENCE)
    if not uscc and not number and not reader.faults:
        reader.fault("没有统一社会信用代码，也没有许可证号，无法确认是哪家机构")
    cls = _class(reader, name)
    area = _area(reader, resolve_area, home_area)
    former = _former(reader, cls, today)
    until = reader.day(Column.LICENCE_UNTIL, last=True)
    if until is not None and until < today:
        reader.note(f"许可证有效期到{until}，已过期")
    opened = reader.day(Column.OPENED, latest=today)
    beds = reader.whole_number(Column.BEDS)
    if reader.faults or cls is None:
        return Faulty(reader.row, name, "；".join(reader.faults) + "。")
    ownership_text = reader.text(Column.OWNERSHIP)
    ownership = ownership_of(ownership_text)
    if ownership is None:
        ownership = default_ownership(cls)
        reader.note(f"所有制未写明，按“{ownership.label}”登记")
    status = reader.text(Column.STATUS)
    registration = Registration(
        kind=cls.kind,
        cls=cls,
        name=name,
        area=area,
        opened=opened,
        uscc=uscc,
        licence=Licence(kind=licence_kind(cls, number), number=number, valid_until=until) if number else None,
        address=reader.text(Column.ADDRESS),
        level=level_of(cls),
        ownership=ownership,
        profit=profit_of(ownership_text, cls),
        beds=beds,
        legal_rep=reader.text(Column.LEGAL_REP),
        principal=reader.text(Column.PRINCIPAL),
        phone=reader.code(Column.PHONE),
    )
    return ListRow(reader.row, registration, former, struck_off_reason(status), tuple(reader.notes))


def _class(reader: _Reader, name: str) -> InstitutionClass | None:
    text = reader.text(Column.CLASS)
    cls = class_of(text) if text else None
    if cls is None and name:
        cls = class_of(name)
        if cls is not None:
            reader.note(f"类别“{text or '空白'}”看不出来，按名称登记为“{cls.label}”")
        else:
            reader.fault(f"类别“{text or '空白'}”不认识，从名称也看不出来")
    return cls


def _area(reader: _Reader, resolve_area: Callable[[str], str | None], home_area: str) -> str:
    for column in (Column.TOWNSHIP, Column.AREA):
        text = reader.code(column) if column is Column.AREA else reader.text(column)
        if text:
            area = resolve_area(text)
            if area is None:
                reader.fault(f"{column.label}“{text}”不在本地区划表中")
                return home_area
            return area
    reader.note("没有写乡镇，按本县登记")
    return home_area


def _former(reader: _Reader, cls: InstitutionClass | None, today: date) -> FormerAgreement | None:
    number = reader.code(Column.AGREEMENT)
    starts = reader.day(Column.AGREEMENT_FROM)
    if starts is not None and starts > today:
        reader.note(f"协议从{starts}起，尚未开始")
    ends = reader.day(Column.AGREEMENT_TO, last=True)
    if starts is not None and ends is not None and ends < starts:
        reader.fault(f"协议止（{ends}）早于协议起（{starts}）")
    national = reader.code(Column.NATIONAL_CODE)
    whose = NationalCode.PHARMACY if cls is not None and cls.kind is Kind.PHARMACY else NationalCode.INSTITUTION
    if national and (warning := national_code_warning(whose, national)):
        reader.note(warning.rstrip("。"))
    if not (number or starts or ends or national):
        return None
    return FormerAgreement(number=number, starts=starts, ends=ends, national_code=national)


class _Reader:
    """Reads the cells of one row and gathers what is wrong with them and what was put right."""

    def __init__(self, row: SheetRow, columns: Mapping[Column, int]) -> None:
        self.row = row.number
        self.faults: list[str] = []
        self.notes: list[str] = []
        self._cells = row.cells
        self._columns = columns

    def fault(self, text: str) -> None:
        """Add a reason why the row is faulty."""
        self.faults.append(text)

    def note(self, text: str) -> None:
        """Add what the clerk should know of the row; each thing once."""
        if text not in self.notes:
            self.notes.append(text)

    def is_footer(self) -> bool:
        """Say whether the row is a total, a remark below the list or the head once more."""
        name = self._cell(Column.NAME)
        if isinstance(name, str) and name.strip():
            key = head_key(name)
            return key in {head_key(Column.NAME.label), "名称", "合计", "总计", "小计"}
        first = next((cell for cell in self._cells if cell is not None), None)
        return isinstance(first, str) and _FOOTER.match(first) is not None

    def text(self, column: Column) -> str:
        """Give a text as it was typed, without invisible characters (noted) and doubled blanks."""
        cell = self._cell(column)
        if isinstance(cell, date):
            return cell.isoformat()
        text = str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell) if cell is not None else ""
        if _ERROR_CELL.fullmatch(text):
            self.fault(f"{column.label}的公式出错（{text}）")
            return ""
        if found := sorted(set(_INVISIBLE.findall(text))):
            names = "、".join(f"U+{ord(sign):04X}" for sign in found)
            self.note(f"{column.label}中有看不见的字符（{names}），已去掉")
            text = _INVISIBLE.sub("", text)
        return " ".join(text.split())

    def code(self, column: Column) -> str:
        """Give a code in half-width capitals without blanks; one that Excel spoilt is a fault."""
        cell = self._cell(column)
        if isinstance(cell, date):
            self.fault(f"{column.label}在 Excel 中被存成了日期，请把该列设为“文本”后重新填写")
            return ""
        text = unicodedata.normalize("NFKC", self.text(column))
        spoilt = isinstance(cell, int | float) and abs(cell) >= _EXACT_DIGITS
        if spoilt or _SPOILT.fullmatch(text):
            self.fault(f"{column.label}：该列在 Excel 中被存成了数字，末几位已丢失，请把该列设为“文本”后按原件重新填写")
            return ""
        return "".join(text.split()).upper()

    def uscc(self) -> str:
        """Give the uscc, checked; a wrong one is a fault, a missing one is not."""
        code = self.code(Column.USCC)
        if not code or code in {"无", "/", "-", "—"}:
            return ""
        try:
            return read_uscc(code)
        except BadInput as problem:
            self.fault(problem.text.rstrip("。"))
            return ""

    def whole_number(self, column: Column) -> int:
        """Give a number of things (``30张`` counts), 0 where none is given."""
        text = unicodedata.normalize("NFKC", self.text(column))
        if not text or text in {"无", "/", "-"}:
            return 0
        if found := re.fullmatch(r"(\d{1,5})(\.0+)?\s*张?", text):
            return int(found[1])
        self.fault(f"{column.label}“{text}”不是整数")
        return 0

    def day(self, column: Column, *, last: bool = False, latest: date | None = None) -> date | None:
        """Give a day; ``last`` takes the end of a written span, ``latest`` bars days after it. No day: None."""
        cell = self._cell(column)
        day = cell if isinstance(cell, date) else self._written_day(column, last=last)
        if day is None:
            return None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.fault(f"{column.label}是{day}，不合常理，可能是 Excel 把空白或数字当成了日期")
            return None
        if latest is not None and day > latest:
            self.fault(f"{column.label}是{day}，晚于今天（{latest}）")
            return None
        return day

    def _written_day(self, column: Column, *, last: bool) -> date | None:
        text = _TIME_OF_DAY.sub("", unicodedata.normalize("NFKC", self.text(column)))
        if not text or text in {"长期", "长期有效", "无", "/", "-", "—"}:
            return None
        found = list(_DAY.finditer(text))
        rest = re.sub(r"[\s至到起止~—－-]", "", _DAY.sub("", text))
        if rest or len(found) not in ({1, 2} if last else {1}):
            self.fault(f"{column.label}“{text}”不是日期，请写成 2024-03-01 的样子，并把单元格设为日期或文本")
            return None
        year, month, day = (int(part) for part in found[-1].groups() if part is not None)
        try:
            return date(year, month, day)
        except ValueError:
            self.fault(f"{column.label}“{text}”不是存在的日期")
            return None

    def _cell(self, column: Column) -> Cell:
        at = self._columns.get(column)
        return self._cells[at] if at is not None and at < len(self._cells) else None
