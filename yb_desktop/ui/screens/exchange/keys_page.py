"""Key care (密钥): where the key file is and is not, its fingerprint, the trust list, the request to be enrolled."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from yb_desktop.base.canon import Json
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.trust_changes import OVERLAP
from yb_desktop.services.exchanging import Enrolment, accept_trust, enrol
from yb_desktop.services.office_papers import TITLES, OfficeWanted, office_paper
from yb_desktop.services.views.ceremony import CeremonyView, ceremony_view
from yb_desktop.services.views.exchange import ExchangeView
from yb_desktop.services.views.key_care import KeyCare, Remedy
from yb_desktop.ui.ask import FileKind
from yb_desktop.ui.context import Context
from yb_desktop.ui.preview import PreviewDialog
from yb_desktop.ui.screens.exchange.ceremony_dialogs import DraftDialog, RootKeyDialog, choose_and_sign, secret_rows
from yb_desktop.ui.screens.exchange.folder_field import FolderField
from yb_desktop.ui.start.passwords import password_problem, secret_line
from yb_desktop.ui.theme import Tone, space
from yb_desktop.ui.widgets.badge import Badge
from yb_desktop.ui.widgets.facts import facts
from yb_desktop.ui.widgets.form import Form
from yb_desktop.ui.widgets.form_dialog import FormDialog
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind
from yb_desktop.ui.widgets.side_by_side import SideBySide
from yb_desktop.ui.widgets.text import Card, button, row

_TRUST = FileKind("信任名单", ("tar",))
_RENUMBER = (
    "只在这些时候换：本机从备份恢复过、数据被旧备份替换过，或上级核实分叉后要求换。"
    "换了以后，要等新的信任名单登记了新编号，本机才能再签发数据包；对方没有收到的记录会重新发出，不会丢失。"
)
_NOT_HERE = "不在数据库里，也不在任何备份里；只有口令能打开。请另存一份到单独保管的U盘。"


class KeysPage(QWidget):
    """What a person who looks after the key has to know, and what they do."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._view: ExchangeView | None = None
        self._body: QWidget | None = None
        self.enrol_button = button(Remedy.ENROL.value)
        self.renumber_button = button(Remedy.RENUMBER.value)
        self.trust_button = button(Remedy.TRUST.value)
        self.form_button = button("密钥登记表…", icon_name="print")
        self.roots_button = button("根指纹单…", icon_name="print")
        self.root_button = button("生成根密钥…")
        self.draft_button = button("起草信任名单…")
        self.sign_button = button("签署信任名单…")
        self._layout = QVBoxLayout(self)
        space(self._layout, margins=(0, 10, 0, 0), gap=10)
        own = (self.enrol_button, self.renumber_button, self.form_button, self.trust_button, self.roots_button)
        self._layout.addLayout(row(*own, None))
        self._makes = QWidget()
        self._makes.setLayout(row(self.root_button, self.draft_button, self.sign_button, None))
        self._layout.addWidget(self._makes)
        self._layout.addStretch(1)
        self.root_button.clicked.connect(lambda: RootKeyDialog(context, self).open())
        self.draft_button.clicked.connect(self.draft)
        self.sign_button.clicked.connect(lambda: choose_and_sign(context, self))
        self.enrol_button.clicked.connect(self.enrol)
        self.renumber_button.clicked.connect(self.renumber)
        self.trust_button.clicked.connect(self.accept_trust)
        self.form_button.clicked.connect(lambda: self.show_paper("key_form"))
        self.roots_button.clicked.connect(lambda: self.show_paper("root_fingerprint"))

    def show_care(self, view: ExchangeView) -> None:
        """Show the state of key and trust."""
        self._view = view
        if self._body is not None:
            self._layout.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = SideBySide(_key_card(view), _trust_card(view), first_share=5)
        self._layout.insertWidget(0, self._body)
        self.form_button.setEnabled(bool(view.keys.fingerprint))
        self.renumber_button.setEnabled(bool(view.keys.fingerprint))
        self.roots_button.setEnabled(bool(view.keys.trust_version))
        self._makes.setVisible(view.keys.makes_lists)

    def draft(self) -> None:
        """Ask what the next trust list says, and draft it."""

        def show(found: CeremonyView) -> None:
            DraftDialog(self._context, found, self).open()

        self._context.read(ceremony_view, show, owner=self)

    def show_paper(self, document: str) -> None:
        """Show 密钥登记表 or 根指纹单, to be printed and stamped."""
        title = TITLES[document]
        papers = partial(_papers, document)
        PreviewDialog(self._context, title, papers, self, name=title, document=document).open()

    def enrol(self) -> None:
        """Ask for folder and passphrase, and write the request."""
        if self._view is not None:
            EnrolDialog(self._context, self._view, self).open()

    def renumber(self) -> None:
        """Ask whether a new number is to be taken, and write the request; with one that is owed, write it again."""
        view = self._view
        if view is None:
            return
        if view.keys.owed:
            self.enrol()
        elif self._context.ask.confirm("以新编号重新登记本机？", yes="换新编号", detail=_RENUMBER, danger=True):
            EnrolDialog(self._context, view, self, new_number=True).open()

    def accept_trust(self) -> None:
        """Ask for the file of a trust list; for the first, also for the root's fingerprint."""
        context, view = self._context, self._view
        path = context.ask.choose_file_to_open("选择信任名单", (_TRUST,))
        if path is None or view is None:
            return
        root = ""
        if not view.keys.trust_version:
            typed = context.ask.text("请照盖章文件输入根指纹（8组，每组4位）")
            if not typed:
                return
            root = typed
        context.act(
            lambda desk: accept_trust(desk, path, root).version,
            lambda version: context.say(f"已接收第 {version} 版信任名单"),
            title="接收信任名单",
            owner=self,
        )


def _papers(document: str, desk: Desk) -> tuple[bytes, ...]:
    return (office_paper(desk, document, OfficeWanted()),)


class EnrolDialog(FormDialog):
    """The request to be put on the trust list, and its paper; a device without a key makes one now.

    With ``new_number`` the device takes a new epoch as the request is written.
    """

    def __init__(self, context: Context, view: ExchangeView, page: KeysPage, *, new_number: bool = False) -> None:
        self._new = not view.keys.fingerprint
        self._new_number = new_number
        note = FieldSpec("to", "报送", initial=f"{view.superior_name}（{view.superior}）", read_only=True)
        fields = [note]
        if view.keys.sm2_can and not view.keys.sm2:
            fields.append(FieldSpec("sm2", "国密SM2", Kind.CHECK, hint="同时生成并登记国密SM2密钥", initial=False))
        if not self._new and not new_number:
            hint = f"生成新的密钥；登入信任名单以前仍用现有的，再记 {OVERLAP:,} 条以内不会中断"
            fields.append(FieldSpec("change", "按期轮换", Kind.CHECK, hint=hint, initial=False))
        sentence = _sentence(view.keys, new_number=new_number)
        super().__init__(_title(new_number=new_number), Form(fields, context.today), "制作", page, sentence=sentence)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._page = page
        self._care = view.keys
        self.passphrase, self.again = secret_line("密钥口令"), secret_line("再输一次密钥口令")
        self.folder = FolderField(context, "写到")
        again = (("再输一次 *", self.again),) if self._new else ()
        self.add_below(secret_rows(("密钥口令 *", self.passphrase), *again))
        self.add_below(self.folder)
        self.submitted.connect(self._enrol)

    def _enrol(self, values: dict[str, Json]) -> None:
        sm2, change = values.get("sm2") is True or bool(self._care.sm2), values.get("change") is True
        out, typed = self.folder.folder, self.passphrase.text()
        problem = password_problem(typed, self.again.text()) if self._new else ""
        if problem or out is None:
            self.say_problem(problem.replace("密码", "口令") or "请选择要写到的U盘或文件夹。")
            return
        self.set_busy(busy=True)
        new_number = self._new_number

        def deed(desk: Desk) -> Enrolment:
            return enrol(desk, out, typed, sm2=sm2, new_epoch=new_number, change=change)

        self._context.act(deed, self._done, self.fail, title=_title(new_number=new_number), owner=self)

    def _done(self, made: Enrolment) -> None:
        self._context.keys.forget()  # there may be more keys to open now
        self.accept()
        self._context.ask.inform(
            f"登记申请已写好。密钥指纹：{made.fingerprint}",
            detail=f"{made.file}\n请打印接下来显示的密钥登记表，盖章后连同文件一并报上级核对。",
        )
        self._page.show_paper("key_form")


def _title(*, new_number: bool) -> str:
    return "换新编号重新登记" if new_number else "制作登记申请"


def _sentence(keys: KeyCare, *, new_number: bool) -> str:
    if not keys.fingerprint:
        return "现在生成本机的密钥。口令只有您知道，忘记了无法找回，只能重新登记。"
    if new_number:
        return f"以新编号（第{keys.epoch + 1}次登记）重新登记本机。登入新的信任名单以前，不能签发数据包。"
    if keys.owed:
        return f"本机已换用新编号（第{keys.epoch}次登记）：制作登记申请报上级，登入新的信任名单后才能再签发数据包。"
    return "用本机现有的密钥再制作一份登记申请（更换信任名单、申请遗失时）。"


def _key_card(view: ExchangeView) -> QWidget:
    keys = view.keys
    state = Badge("已登记", Tone.GOOD) if keys.enrolled else Badge("未登记", Tone.WARN)
    card = Card("本机密钥", state)
    absent = "没有；需要时重新制作登记申请" if keys.sm2_can else "本机的加密库不支持"
    lines = [
        ("密钥指纹", keys.fingerprint or "还没有密钥"),
        *([("等待登记", f"{keys.changing}（新密钥，登入信任名单后自动换用）")] if keys.changing else []),
        *([("登记次数", f"第 {keys.epoch} 次")] if keys.epoch > 1 else []),
        ("国密SM2密钥", keys.sm2 or absent),
        ("解密密钥", "有" if keys.opens else "没有；重新制作登记申请时生成"),
        ("密钥文件", f"{keys.file.parent}" if keys.fingerprint else "—"),
    ]
    card.body.addLayout(facts([*lines, ("保管", _NOT_HERE)]))
    card.body.addStretch(1)
    return card


def _trust_card(view: ExchangeView) -> QWidget:
    keys = view.keys
    state = Badge(f"第 {keys.trust_version} 版", Tone.GOOD) if keys.trust_version else Badge("还没有", Tone.WARN)
    card = Card("信任名单", state)
    lines = [
        ("根指纹", keys.root or "—"),
        ("登记的设备", f"{keys.trust_keys} 个密钥" if keys.trust_version else "—"),
        ("本机须用", f"{keys.signs}签名" if keys.signs else "—"),
        ("数据包", keys.armour or "不要求加密"),
        ("用途", "收到的每个数据包都按这份名单核对签名；名单上没有的密钥一律不认。"),
    ]
    card.body.addLayout(facts(lines))
    card.body.addStretch(1)
    return card
