"""The first start: which office this PC belongs to, or in which folder its data already lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from yb_desktop.base.canon import Json
from yb_desktop.ui.ask import Ask
from yb_desktop.ui.widgets.form import Form
from yb_desktop.ui.widgets.form_dialog import FormDialog
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind, Option
from yb_desktop.ui.widgets.text import button, label, row

FOLDER = "医保定点管理数据"


@dataclass(frozen=True, slots=True)
class NewOffice:
    """What was said of a new office."""

    code: str
    name: str
    folder: Path


class ChooseOffice(FormDialog):
    """Asks for the office of this PC; ``made`` carries a ``NewOffice``, ``chosen`` the folder of one that exists."""

    made = Signal(object)
    chosen = Signal(object)

    def __init__(self, places: Sequence[Option], ask: Ask, today: date, parent: QWidget | None = None) -> None:
        super().__init__(
            "这台电脑是哪个经办机构的？",
            Form(_fields(places), today),
            "新建",
            parent,
            sentence="第一次使用，请填写经办机构；数据保存在本机文件夹中，不联网。已有数据的，选择它所在的文件夹。",
        )
        self._ask = ask
        self._titles = {place.id: place.title for place in places}
        self._named = ""
        self.folder = QLineEdit(str(Path.home() / FOLDER))
        self.folder.setAccessibleName("数据文件夹")
        other = button("选择…")
        other.clicked.connect(self._choose_place)
        existing = button("打开已有的数据文件夹…", "link", icon_name="folder")
        existing.clicked.connect(self._open_existing)
        where = QWidget()
        where.setLayout(row(label("数据文件夹 *"), self.folder, other))
        self.add_below(where)
        self.add_below(existing)
        self.form.changed.connect(self._propose_name)
        self.submitted.connect(self._submit)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, on=False)

    def _propose_name(self) -> None:
        values = self.form.values()
        code = values["office"]
        title = self._titles.get(code, "") if isinstance(code, str) else ""
        proposal = f"{title.partition('　')[2]}医疗保障局"
        if title and values["name"] in (None, self._named) and proposal != self._named:
            self._named = proposal
            self.form.set_values({"name": proposal})

    def _choose_place(self) -> None:
        if found := self._ask.choose_folder("数据保存到哪个文件夹"):
            self.folder.setText(str(found))

    def _open_existing(self) -> None:
        if found := self._ask.choose_folder("选择已有的数据文件夹"):
            self.chosen.emit(found)

    def _submit(self, values: dict[str, Json]) -> None:
        if folder := self.folder.text().strip():
            self.set_busy(busy=True)
            self.made.emit(NewOffice(str(values["office"]), str(values["name"]), Path(folder).expanduser()))
        else:
            self.say_problem("请选择数据文件夹。")


def _fields(places: Sequence[Option]) -> tuple[FieldSpec, ...]:
    return (
        FieldSpec(
            "office",
            "行政区划",
            Kind.AREA,
            required=True,
            choices=tuple(places),
            hint="输入名称或代码的一部分",
            help="决定机构代码、级别和适用的文件。",
        ),
        FieldSpec("name", "机构名称", required=True, maximum=60, hint="例如 大姚县医疗保障局"),
    )
