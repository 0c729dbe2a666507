"""The ceremony of the trust list (信任名单): a keeper's root key is made, the next list drafted, the keepers sign it.

Each keeper has a root key on a stick and types its passphrase alone; the draft goes from one to the next.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from yb_desktop.base.canon import Json
from yb_desktop.exchange.trust import RootKey
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.trust_changes import OVERLAP
from yb_desktop.services.exchanging import SignedDraft, make_root_key, sign_draft
from yb_desktop.services.views.ceremony import (
    ROOT_SUFFIX,
    CeremonyView,
    Drafted,
    RequestLine,
    draft_list,
    keeper_of,
    request_line,
)
from yb_desktop.ui.ask import FileKind
from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.exchange.folder_field import FolderField
from yb_desktop.ui.start.passwords import password_problem, secret_line
from yb_desktop.ui.theme import space
from yb_desktop.ui.widgets.form import Form
from yb_desktop.ui.widgets.form_dialog import FormDialog
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind, Option
from yb_desktop.ui.widgets.text import button, column, label, row

_KEY, _DRAFT, _REQUEST = FileKind("根密钥", ("key",)), FileKind("草稿", ("draft",)), FileKind("登记申请", ("tar",))
_HOW = (
    Option("new", "首次登记，或恢复备份、换新编号后重新登记"),
    Option("change", f"按期轮换：原来的密钥再认 {OVERLAP} 条记录"),
    Option("lost", "密钥丢失：原来的密钥不再认"),
)
_FIRST = "第一版要添加全部根密钥（建议3人，2人签名）。"
_ARMOUR = (Option("none", "不要求"), Option("age", "加密（age）"), Option("sm", "加密（国密SM2、SM4）"))


class RootKeyDialog(FormDialog):
    """A keeper makes a root key of their own."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        fields = (
            FieldSpec("person", "持有人姓名", required=True),
            FieldSpec("sm2", "国密SM2", Kind.CHECK, hint="用国密SM2算法", initial=False),
        )
        sentence = "由持有人本人操作：根密钥写到本人保管的U盘上，口令只有本人知道，忘记了无法找回。"
        super().__init__("生成根密钥", Form(fields, context.today), "生成", parent, sentence=sentence)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self.passphrase, self.again = secret_line("根密钥口令"), secret_line("再输一次根密钥口令")
        self.folder = FolderField(context, "写到")
        self.add_below(secret_rows(("根密钥口令 *", self.passphrase), ("再输一次 *", self.again)))
        self.add_below(self.folder)
        self.submitted.connect(self._make)

    def _make(self, values: dict[str, Json]) -> None:
        person, out, typed = str(values["person"]).strip(), self.folder.folder, self.passphrase.text()
        problem = password_problem(typed, self.again.text())
        if problem or out is None:
            self.say_problem(problem.replace("密码", "口令") or "请选择要写到的U盘或文件夹。")
            return
        path, sm2 = out / f"{person}{ROOT_SUFFIX}", values.get("sm2") is True
        self.set_busy(busy=True)

        def deed(_desk: Desk) -> RootKey:
            return make_root_key(path, person, typed, "sm2-sm3" if sm2 else "ed25519")

        self._context.act(deed, lambda made: self._done(path, made), self.fail, title="生成根密钥", owner=self)

    def _done(self, path: Path, made: RootKey) -> None:
        self.accept()
        self._context.ask.inform(f"根密钥已生成。根指纹：{made.fingerprint}", detail=str(path))


class DraftDialog(FormDialog):
    """What the next list says: keepers, devices enrolled, devices that count no more, armour."""

    def __init__(self, context: Context, view: CeremonyView, parent: QWidget) -> None:
        devices = tuple(Option(f"{one.office}/{one.device}", one.words) for one in view.devices)
        fields = [
            FieldSpec(
                "threshold", "至少几人签名", Kind.NUMBER, required=True, minimum=1, maximum=8, initial=view.threshold
            ),
            FieldSpec("how", "登记的原因", Kind.CHOICE, required=True, choices=_HOW, initial="new"),
            FieldSpec("armour", "传送加密", Kind.CHOICE, choices=_ARMOUR, help="不选则不变。"),
        ]
        if devices:
            ended = "丢失或收回的，已收到的记录仍算数。"
            fields.append(FieldSpec("ended", "停用的设备", Kind.TICKS, choices=devices, help=ended))
            until = "不填为本机构已收到的。核查电脑的记录不报州（市），条数请问其经办机构，拒收数据包时也会说明。"
            fields.append(FieldSpec("until", "停用后认到第几条", Kind.NUMBER, minimum=0, help=until))
        keepers = f"现有持有人：{'、'.join(view.keepers)}。" if view.keepers else _FIRST
        title = f"起草信任名单第 {view.version + 1} 版"
        super().__init__(title, Form(fields, context.today), "起草", parent, sentence=keepers, width=720)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self.roots: list[Path] = []
        self.requests: list[RequestLine] = []
        self.root_button = button("添加根密钥…", icon_name="add")
        self.request_button = button("添加登记申请…", icon_name="add")
        self._added = label("", wrap=True, selectable=True)
        self.folder = FolderField(context, "草稿写到")
        place = QWidget()
        inside = column(gap=8)
        inside.addLayout(row(self.request_button, self.root_button, None))
        inside.addWidget(self._added)
        place.setLayout(inside)
        self.add_below(place)
        self.add_below(self.folder)
        self.root_button.clicked.connect(self.add_root)
        self.request_button.clicked.connect(self.add_request)
        self.submitted.connect(self._draft)

    def add_root(self) -> None:
        """Ask for the file of a keeper's key; only its public half is read."""
        path = self._context.ask.choose_file_to_open("选择根密钥", (_KEY,))
        if path is not None and path not in self.roots:
            self.roots.append(path)
            self._show()

    def add_request(self) -> None:
        """Ask for a request; its fingerprint is shown, to be compared with the stamped paper."""
        path = self._context.ask.choose_file_to_open("选择登记申请", (_REQUEST,))
        if path is not None:
            self._context.read(lambda _desk: request_line(path), self._take, self.fail, owner=self)

    def _take(self, line: RequestLine) -> None:
        if all(line.file != one.file for one in self.requests):
            self.requests.append(line)
        self.say_problem("")
        self._show()

    def _show(self) -> None:
        compare = "请与盖章的密钥登记表逐组核对"
        requests = [f"登记：{one.words}\n　　指纹 {one.fingerprint}　{compare}" for one in self.requests]
        self._added.setText("\n".join([*requests, *(f"根密钥：{keeper_of(one)}" for one in self.roots)]))

    def _draft(self, values: dict[str, Json]) -> None:
        out = self.folder.folder
        if out is None:
            self.say_problem("请选择草稿要写到的U盘或文件夹。")
            return
        ticked = values.get("ended")
        ended = [tuple(str(one).split("/", 1)) for one in ticked] if isinstance(ticked, list) else []
        until = values.get("until")
        self.set_busy(busy=True)

        def deed(desk: Desk) -> Drafted:
            return draft_list(
                desk,
                out,
                roots=self.roots,
                threshold=int(str(values["threshold"])),
                requests=[one.file for one in self.requests],
                how=str(values["how"]),
                ended=[(office, device) for office, device in ended],
                until=until if isinstance(until, int) else None,
                armour=str(values.get("armour") or ""),
            )

        self._context.act(deed, self._done, self.fail, title="起草信任名单", owner=self)

    def _done(self, made: Drafted) -> None:
        self.accept()
        text = f"第 {made.version} 版草稿已写好，请{'、'.join(made.to_sign)}逐一签名。"
        self._context.ask.inform(text, detail=str(made.file))


class SignDialog(FormDialog):
    """One keeper signs a draft with the root key of their own."""

    def __init__(self, context: Context, draft: Path, key: Path, parent: QWidget) -> None:
        fields = (
            FieldSpec("draft", "草稿", initial=draft.name, read_only=True),
            FieldSpec("key", "根密钥", initial=keeper_of(key), read_only=True),
        )
        sentence = "由根密钥持有人本人输入口令；签齐后，信任名单写在草稿旁边。"
        super().__init__("签署信任名单", Form(fields, context.today), "签名", parent, sentence=sentence)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context, self._draft, self._key = context, draft, key
        self.passphrase = secret_line("根密钥口令")
        self.add_below(secret_rows(("根密钥口令 *", self.passphrase)))
        self.submitted.connect(self._sign)

    def _sign(self, _values: dict[str, Json]) -> None:
        draft, key, typed = self._draft, self._key, self.passphrase.text()
        self.set_busy(busy=True)

        def deed(_desk: Desk) -> SignedDraft:
            return sign_draft(draft, key, typed)

        self._context.act(deed, self._done, self.fail, title="签署信任名单", owner=self)

    def _done(self, done: SignedDraft) -> None:
        self.accept()
        if done.bundle is None:
            self._context.ask.inform(f"已签名。还要{'、'.join(done.missing)}签名。", detail=str(self._draft))
        else:
            text = f"已签齐：信任名单第 {done.version} 版。请本机构先接收，再随参考数据发给各经办机构。"
            self._context.ask.inform(text, detail=str(done.bundle))


def choose_and_sign(context: Context, parent: QWidget) -> None:
    """Ask for a draft and for a keeper's key, and have the keeper sign."""
    draft = context.ask.choose_file_to_open("选择信任名单草稿", (_DRAFT,))
    key = context.ask.choose_file_to_open("选择根密钥", (_KEY,)) if draft is not None else None
    if draft is not None and key is not None:
        SignDialog(context, draft, key, parent).open()


def secret_rows(*lines: tuple[str, QWidget]) -> QWidget:
    """Lay fields for passphrases out below each other."""
    place = QWidget()
    grid = QGridLayout(place)
    space(grid, gap=10)
    for at, (words, line) in enumerate(lines):
        grid.addWidget(label(words), at, 0, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(line, at, 1)
    grid.setColumnStretch(1, 1)
    return place
