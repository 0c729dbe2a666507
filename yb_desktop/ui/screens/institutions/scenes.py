"""Further pictures of the register: a page, the forms, likely twins, an import's dry run."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from openpyxl import Workbook

from yb_desktop.base.canon import Json
from yb_desktop.law.catalogue import Kind
from yb_desktop.services.registry import run
from yb_desktop.services.views.duplicates import merge_view
from yb_desktop.services.views.institutions import Wanted, institution_lines
from yb_desktop.ui.context import Context
from yb_desktop.ui.navigation import Screen
from yb_desktop.ui.screens.institutions.import_dialog import ImportDialog
from yb_desktop.ui.screens.institutions.merging import MergeDialog
from yb_desktop.ui.screens.institutions.page import BARRED, InstitutionsScreen
from yb_desktop.ui.subjects import Scenes

_LIST = (
    ("机构名称", "统一社会信用代码", "类别", "乡镇", "地址", "许可证号"),
    ("大姚县三岔河镇达么村卫生室", "52532326MJ00990010", "村卫生室", "三岔河镇", "达么村委会", "PDY53232690001"),
    ("石羊镇中心卫生院", "", "中心卫生院", "石羊镇", "石羊镇文庙路8号", "PDY53232690002"),
    ("龙街镇团塘村卫生室", "", "村卫生室", "龙街镇", "团塘村", "PDY53232690003"),
    ("金碧镇仁心药店", "91532326MA6K0000X0", "单体药店", "金碧镇", "文化路12号", ""),
    ("新街镇小河口诊所", "", "诊所", "新街镇", "小河口", "PDY53232690005"),
)

_UNKNOWN = (
    ("大姚县2025年医保定点一览表",),
    ("序号", "店名", "代码", "种类", "所在地", "执业许可"),
    ("1", "大姚县三岔河镇达么村卫生室", "52532326MJ00990010", "村卫生室", "三岔河镇", "PDY53232690001"),
)


def scenes(context: Context, screen: Screen) -> Scenes:
    """Give the scenes by name."""
    if not isinstance(screen, InstitutionsScreen):
        return {}
    first = institution_lines(context.desk, Wanted(find="石羊"), offset=0, limit=1).lines[0].row.id

    def page() -> None:
        context.navigator.go("institutions", first)

    def history() -> None:
        long_name = institution_lines(context.desk, Wanted(find="马鞍山"), offset=0, limit=1).lines[0].row.id
        context.navigator.go("institutions", long_name)
        screen.detail.tabs.setCurrentIndex(3)

    def register() -> None:
        screen.start_registering(Kind.MEDICAL)

    def staff() -> None:
        page()
        screen.detail.changing.add_staff(first)

    return {
        **_register_scenes(context, screen, first),
        "page": page,
        "history": history,
        "register": register,
        "staff": staff,
        "import": partial(_import, context, screen, _LIST),
        "import-columns": partial(_import, context, screen, _UNKNOWN),
    }


def _import(context: Context, screen: InstitutionsScreen, lines: Sequence[tuple[str, ...]]) -> None:
    folder = Path(tempfile.mkdtemp(prefix="yb-list-"))
    book = Workbook()
    for line in lines:
        book.worksheets[0].append(line)
    book.save(folder / "大姚县定点机构名单.xlsx")
    dialog = ImportDialog(context, folder / "大姚县定点机构名单.xlsx", screen)
    dialog.open()
    dialog.rows.counted.connect(lambda total: dialog.rows.table.selectRow(2) if total else None)


def _register_scenes(context: Context, screen: InstitutionsScreen, first: str) -> Scenes:
    def barred() -> None:
        reason = "大姚县某药店被解除协议，时任企业负责人"
        params: dict[str, Json] = {"person": {"name": "钱春林"}, "kind": "pharmacy", "reason": reason}
        run(context.desk, "institutions.block_person", on=context.today, params=params)
        context.navigator.go("institutions", BARRED)

    def merge() -> None:
        twin = institution_lines(context.desk, Wanted(find="湾碧"), offset=0, limit=1).lines[0].row.id
        context.navigator.go("institutions", first)
        MergeDialog(context, merge_view(context.desk, first, twin), screen).open()

    return {"barred": barred, "merge": merge}
