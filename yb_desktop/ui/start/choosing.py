"""The first start: which office this PC belongs to and where its data lies, here or on a server of the office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from yb_desktop.base.canon import Json
from yb_desktop.base.errors import YbError
from yb_desktop.ui.ask import Ask
from yb_desktop.ui.start.passwords import secret_line
from yb_desktop.ui.theme import px
from yb_desktop.ui.widgets.form import Form
from yb_desktop.ui.widgets.form_dialog import FormDialog
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind, Option
from yb_desktop.ui.widgets.text import button, label, row

FOLDER = "医保定点管理数据"
_MAKE = "新建"
_SERVER = "server"
_SERVER_FIELDS = ("host", "database", "user", "device")


@dataclass(frozen=True, slots=True)
class ServerPlace:
    """The database of an office with several PCs, as it was typed."""

    host: str
    database: str
    user: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class NewOffice:
    """What was said of a new office; ``device`` tells this PC from the others at a server."""

    code: str
    name: str
    folder: Path
    server: ServerPlace | None = None
    device: str = "pc1"


@dataclass(frozen=True, slots=True)
class ServerSeen:
    """What a try found: nothing yet, or the books of an office and the PCs that work in them."""

    code: str = ""
    name: str = ""
    devices: tuple[str, ...] = ()

    @property
    def next_device(self) -> str:
        """Propose a name for this PC."""
        return next(name for name in map("pc{}".format, range(1, len(self.devices) + 2)) if name not in self.devices)


class ChooseOffice(FormDialog):
    """Asks for the office of this PC.

    ``made`` carries a ``NewOffice``, ``chosen`` the folder of one that exists, ``tried`` a ``ServerPlace`` to try.
    """

    made = Signal(object)
    chosen = Signal(object)
    tried = Signal(object)

    def __init__(self, places: Sequence[Option], ask: Ask, today: date, parent: QWidget | None = None) -> None:
        super().__init__(
            "这台电脑是哪个经办机构的？",
            Form(_fields(places), today),
            _MAKE,
            parent,
            sentence="第一次使用，请填写经办机构；不需要联网。已有数据的，选择它所在的文件夹。",
        )
        self._ask = ask
        self._titles = {place.id: place.title for place in places}
        self._named = ""
        self._shared: bool | None = None
        self._tried: tuple[bool, ServerPlace] | None = None
        self.folder = QLineEdit(str(Path.home() / FOLDER))
        self.folder.setAccessibleName("数据文件夹")
        self.password = secret_line("数据库密码")
        self._try = button("试连接")
        self._found = label("", "strong", wrap=True)
        self._secret, self._where = QWidget(), QWidget()
        self._arrange()
        self.form.changed.connect(self._on_changed)
        self.submitted.connect(self._submit)
        self._try.clicked.connect(self._on_try)
        self._found.hide()
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, on=False)
        self._show_place()

    def show_found(self, found: ServerSeen) -> None:
        """Say what a try has found, and propose what follows from it."""
        self.set_busy(busy=False)
        if found.code:
            known = "、".join(found.devices)
            text = f"已连接：这里是{found.name}的数据，在用的电脑有{known}。本机将作为{found.next_device}加入。"
            self.form.set_values({"office": found.code, "name": found.name, "device": found.next_device})
        else:
            text = "已连接：数据库是空的，新建后其他电脑可以加入。"
        self._found.setText(f"✓ {text}")
        self._found.show()
        self._yes.setText("加入" if found.code else _MAKE)
        self.fit()

    def set_busy(self, *, busy: bool) -> None:
        """Say that a try or the making is under way, or over."""
        super().set_busy(busy=busy)
        self._try.setEnabled(not busy)

    def fail(self, problem: YbError) -> None:
        """Say why it was not done."""
        self._forget_found()
        super().fail(problem)

    def _forget_found(self) -> None:
        self._found.hide()
        self._yes.setText(_MAKE)

    def _arrange(self) -> None:
        other = button("选择…")
        other.clicked.connect(self._choose_place)
        existing = button("打开已有的数据文件夹…", "link", icon_name="folder")
        existing.clicked.connect(self._open_existing)
        self._secret.setLayout(row(_name("数据库密码"), self.password, self._try, gap=14))
        self._where.setLayout(row(_name("数据文件夹 *"), self.folder, other, gap=14))
        for widget in (self._secret, self._found, self._where, existing):
            self.add_below(widget)

    def _on_changed(self) -> None:
        if self._asked() != self._tried:  # a field that was only left has said nothing new
            self._forget_found()
        self._show_place()
        self._propose_name()

    def _show_place(self) -> None:
        shared, _ = self._asked()
        if shared == self._shared:
            return
        self._shared = shared
        for name in _SERVER_FIELDS:
            self.form.show_field(name, visible=shared)
        self._secret.setVisible(shared)
        if self.isVisible():
            self.fit()

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

    def _on_try(self) -> None:
        place = self._place()
        if missing := [name for name in ("host", "database", "user") if not getattr(place, name)]:
            self.form.show_errors(dict.fromkeys(missing, "请填写后再试。"))
            return
        self.say_problem("")
        self.set_busy(busy=True)
        self._tried = self._asked()
        self.tried.emit(place)

    def _asked(self) -> tuple[bool, ServerPlace]:
        return self.form.values()["place"] == _SERVER, self._place()

    def _place(self) -> ServerPlace:
        values = self.form.values()
        host, database, user = (str(values[name] or "") for name in ("host", "database", "user"))
        return ServerPlace(host, database, user, self.password.text())

    def _submit(self, values: dict[str, Json]) -> None:
        folder = self.folder.text().strip()
        if not folder:
            self.say_problem("请选择数据文件夹。")
            return
        self.set_busy(busy=True)
        shared = values["place"] == _SERVER
        device = str(values["device"]) if shared else "pc1"
        server = self._place() if shared else None
        self.made.emit(NewOffice(str(values["office"]), str(values["name"]), Path(folder).expanduser(), server, device))


def _name(text: str) -> QLabel:
    """Make the name of a line below the form, as wide as the form's own."""
    made = label(text)
    made.setMinimumWidth(px(82))
    made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return made


def _fields(places: Sequence[Option]) -> tuple[FieldSpec, ...]:
    where = (Option("here", "本机（只有这一台电脑使用）"), Option(_SERVER, "服务器（几台电脑合用）"))
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
        FieldSpec("place", "数据保存在", Kind.CHOICE, required=True, choices=where, initial="here"),
        FieldSpec("host", "服务器", required=True, hint="名称或地址，例如 10.0.0.5", help="下面几项向管理员询问。"),
        FieldSpec("database", "数据库名", required=True, hint="例如 yb"),
        FieldSpec("user", "用户名", required=True, hint="例如 yb"),
        FieldSpec("device", "本机编号", required=True, initial="pc1", help="每台电脑各有一个；试连接后会给出。"),
    )
