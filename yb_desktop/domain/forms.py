"""Forms as data: one TOML file a form under ``forms/``, read by the window and by the papers alike.

A form has a version; ``forms/<id>.toml`` is the newest, ``forms/<id>@<version>.toml`` an older one that papers and
visits made with it still need. Every item names its basis; ``local`` says what is the office's own.
A file that breaks a rule of this page is refused with a sentence that names the file, the item and what is wrong.

Rule J4 is kept by the format: an item may be limited by class or by beds (``applies``), by nothing else.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from enum import StrEnum
from functools import cache

import msgspec

from yb_desktop.base.errors import BadInput
from yb_desktop.base.files import shipped, world_error
from yb_desktop.domain.versions import OFFICES, office_in, version_words
from yb_desktop.domain.vocabulary import InstitutionClass
from yb_desktop.law.catalogue import Kind

_ID = re.compile(r"[a-z][a-z0-9_]*")
_SOURCE = re.compile(r"[A-Z]+\d*-\d+(\(\d+\)\d*)?|local")
FULL_MARKS = 100


class FormUse(StrEnum):
    """What a form is for."""

    MATERIALS = "materials"
    VISIT = "visit"
    ASSESSMENT = "assessment"
    EVALUATION = "evaluation"


class AnswerKind(StrEnum):
    """How an item is answered: handed in or not; yes or no; yes, partly or no with points."""

    HANDED_IN = "handed_in"
    YES_NO = "yes_no"
    GRADED = "graded"


class Applies(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which institutions an item is asked of: those of ``classes`` (empty: all) with at least ``beds_from`` beds."""

    classes: tuple[InstitutionClass, ...] = ()
    except_classes: tuple[InstitutionClass, ...] = ()
    beds_from: int = 0

    @property
    def always(self) -> bool:
        """Say whether the item is asked of every institution."""
        return not (self.classes or self.except_classes or self.beds_from)

    def to(self, class_: InstitutionClass, beds: int) -> bool:
        """Say whether the item is asked of an institution of this class with so many beds."""
        named = not self.classes or class_ in self.classes
        return named and class_ not in self.except_classes and beds >= self.beds_from


class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of a form. ``points`` are whole points of 100; ``copies``, ``seal``, ``blocks`` concern materials."""

    id: str
    label: str
    answer: AnswerKind
    basis: tuple[str, ...]
    look_for: str = ""
    how: str = ""
    veto: bool = False
    points: int = 0
    copies: int = 0
    seal: bool = False
    blocks: bool = True
    may_skip: bool = False
    applies: Applies = Applies()


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A head of a form with its items."""

    id: str
    title: str
    item: tuple[Item, ...]
    veto: bool = False
    basis: tuple[str, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """The items, in the order of the form."""
        return self.item

    @property
    def points(self) -> int:
        """The whole points this head is worth."""
        return sum(item.points for item in self.item)


class Band(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"points_from": "from"}):
    """G10: a grade of an assessment, from so many whole points on; ``deposit`` per cent of it is given back."""

    id: str
    label: str
    points_from: int
    deposit: int
    renews: bool


class Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A form at one version. ``local`` names what no document says (``points`` …): 本地默认，非文件规定."""

    id: str
    version: int
    title: str
    use: FormUse
    kinds: tuple[Kind, ...]
    section: tuple[Section, ...]
    basis: tuple[str, ...] = ()
    note: str = ""
    pass_mark: int = 0
    local: tuple[str, ...] = ()
    grade: tuple[Band, ...] = ()

    @property
    def sections(self) -> tuple[Section, ...]:
        """The heads, in the order of the form."""
        return self.section

    @property
    def items(self) -> tuple[Item, ...]:
        """All items, in the order of the form."""
        return tuple(item for section in self.section for item in section.item)

    def find(self, item_id: str) -> Item:
        """Give the item with this id. Raises ``BadInput`` (code ``form-item``) where the form has none."""
        for item in self.items:
            if item.id == item_id:
                return item
        version = version_words(self.version, gap="")
        raise BadInput("form-item", f"“{self.title}”（{version}）没有项目“{item_id}”，请核对项目编号。")

    def for_institution(self, class_: InstitutionClass, beds: int) -> tuple[Item, ...]:
        """Give the items asked of an institution of this class with so many beds."""
        return tuple(item for item in self.items if item.applies.to(class_, beds))


_learned: dict[tuple[str, int], Form] = {}


def learn(made: Form) -> None:
    """Make a form of an office's known, at a version that is that office's and stands for this text for good."""
    _learned[made.id, made.version] = made


def form(form_id: str, version: int | None = None) -> Form:
    """Give a form at ``version`` (default: the program's newest). Raises ``BadInput`` where it is missing or broken."""
    if version is None:
        return _shipped_form(form_id, version)
    found = form_here(form_id, version)
    if found is None:
        raise BadInput("form", f"没有{office_in(version)[0]}下发的这一版表格，请先接收该机构的参考数据。")
    return found


def form_here(form_id: str, version: int) -> Form | None:
    """Give a form at a version, ``None`` for another office's that has not come here. Raises ``BadInput`` as above."""
    return _shipped_form(form_id, version) if version < OFFICES else _learned.get((form_id, version))


@cache
def _shipped_form(form_id: str, version: int | None) -> Form:
    newest = read_form(_stored(f"{form_id}.toml"), f"{form_id}.toml")
    if newest.id != form_id:
        raise _broken(f"{form_id}.toml", f"编号写的是“{newest.id}”，与文件名不符")
    if version is None or version == newest.version:
        return newest
    name = f"{form_id}@{version}.toml"
    older = read_form(_stored(name), name)
    if (older.id, older.version) != (form_id, version):
        raise _broken(name, "编号或版本与文件名不符")
    return older


def form_for(use: FormUse, kind: Kind, version: int | None = None) -> Form:
    """Give the form for a use and a kind, the newest by default: ``visit_medical`` for a visit to a hospital."""
    return form(f"{use}_{kind}", version)


def read_form(text: str, name: str) -> Form:
    """Read and check the text of a form file. Raises ``BadInput`` (code ``form``) naming the file and what is wrong."""
    try:
        made = msgspec.convert(tomllib.loads(text), Form)
    except tomllib.TOMLDecodeError as problem:
        raise _broken(name, f"不是正确的TOML（{problem}）") from problem
    except msgspec.ValidationError as problem:
        raise _broken(name, f"字段不合规（{problem}）") from problem
    for fault in _faults(made):
        raise _broken(name, fault)
    return made


def is_source(text: str) -> bool:
    """Say whether ``text`` is written as a place in a document (``CX-7(2)1``) or is ``local``."""
    return _SOURCE.fullmatch(text) is not None


def _stored(name: str) -> str:
    path = shipped("forms", name)
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BadInput("form", f"没有表单“{name}”，请核对表单编号和版本。") from None
    except OSError as problem:
        raise world_error(problem, path) from problem


def _broken(name: str, fault: str) -> BadInput:
    return BadInput("form", f"表单文件“{name}”不能使用：{fault}。请更正该文件后重试。")


def _faults(made: Form) -> Iterator[str]:
    """Say everything that is wrong, in the order in which one would mend it."""
    yield from _head_faults(made)
    yield from _id_faults([section.id for section in made.section] + [item.id for item in made.items])
    for item in made.items:
        yield from _item_faults(item)
    match made.use:
        case FormUse.MATERIALS:
            yield from _materials_faults(made)
        case FormUse.VISIT:
            yield from _visit_faults(made)
        case FormUse.ASSESSMENT:
            yield from _visit_faults(made)
            yield from _grade_faults(made)
        case FormUse.EVALUATION:
            yield from _evaluation_faults(made)


def _head_faults(made: Form) -> Iterator[str]:
    if made.version < 1:
        yield "版本号应从1开始"
    if not made.title.strip():
        yield "没有写明表单名称"
    if not made.kinds:
        yield "没有写明适用的机构种类"


def _id_faults(ids: list[str]) -> Iterator[str]:
    for one in ids:
        if not _ID.fullmatch(one):
            yield f"编号“{one}”只能用小写字母、数字和下划线"
        if ids.count(one) > 1:
            yield f"编号“{one}”出现了不止一次"


def _item_faults(item: Item) -> Iterator[str]:
    if not item.label.strip():
        yield f"项目“{item.id}”没有名称"
    if not item.basis:
        yield f"项目“{item.id}”没有写依据"
    for source in item.basis:
        if not is_source(source):
            yield f"项目“{item.id}”的依据“{source}”写法不对（应如 CX-7(2)1）"
    if item.points < 0 or item.copies < 0 or item.applies.beds_from < 0:
        yield f"项目“{item.id}”的数字不能为负"


def _materials_faults(made: Form) -> Iterator[str]:
    for item in made.items:
        if item.answer is not AnswerKind.HANDED_IN:
            yield f"材料“{item.id}”的作答方式应为 handed_in"
        if item.blocks and item.copies < 1:
            yield f"材料“{item.id}”没有写份数"
        if item.veto or item.points:
            yield f"材料“{item.id}”不计分，也不能一票否决"


def _evaluation_faults(made: Form) -> Iterator[str]:
    for item in made.items:
        if item.answer is not AnswerKind.YES_NO:
            yield f"评估内容“{item.id}”的作答方式应为 yes_no"
        if item.veto or item.points or item.copies:
            yield f"评估内容“{item.id}”不计分，没有份数，也不能一票否决"


def _visit_faults(made: Form) -> Iterator[str]:
    for section in made.section:
        for item in section.item:
            yield from _visit_item_faults(section, item)
        if not section.veto and not any(item.applies.always and not item.may_skip for item in section.item):
            yield f"“{section.title}”中没有对所有机构都适用的项目，无法折算得分"
    total = sum(section.points for section in made.section)
    if total != FULL_MARKS:
        yield f"各项分值之和为{total}分，应为{FULL_MARKS}分"
    if not 0 < made.pass_mark <= FULL_MARKS:
        yield f"合格分应在1至{FULL_MARKS}分之间"


def _grade_faults(made: Form) -> Iterator[str]:
    froms = [band.points_from for band in made.grade]
    if not froms or froms[-1] != 0 or froms != sorted(set(froms), reverse=True) or froms[0] > FULL_MARKS:
        yield "等级应从高到低排列，最后一级从0分起"
    for band in made.grade:
        if not 0 <= band.deposit <= 100:
            yield f"等级“{band.label}”的质量保证金退还比例应在0至100之间"


def _visit_item_faults(section: Section, item: Item) -> Iterator[str]:
    if not (item.look_for.strip() and item.how.strip()):
        yield f"项目“{item.id}”没有写明看什么、怎么核"
    if item.veto != section.veto:
        yield f"项目“{item.id}”的否决标志与所在部分不一致"
    wanted = AnswerKind.YES_NO if item.veto else AnswerKind.GRADED
    if item.answer is not wanted:
        yield f"项目“{item.id}”的作答方式应为 {wanted}"
    if item.veto == bool(item.points):
        yield f"项目“{item.id}”：否决项不计分，计分项应有分值"
    if item.veto and item.may_skip:
        yield f"项目“{item.id}”是否决项，不能标为可不适用"
