"""Export (导出): to whom, onto which stick, by which way; signed, read back, “可以拔出”, and the sheet for it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from yb_desktop.base.canon import Json
from yb_desktop.base.errors import YbError
from yb_desktop.base.signing import Signer
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.device_keys import KEY_REVOKED
from yb_desktop.services.exchange.envelopes import LOST_THERE
from yb_desktop.services.exchange.incoming import ROLLED_BACK
from yb_desktop.services.exchanging import Exported, Profile, export
from yb_desktop.services.office_papers import handover_papers
from yb_desktop.services.views.exchange import ExchangeView
from yb_desktop.services.views.exchange_ways import Target
from yb_desktop.ui.context import Context
from yb_desktop.ui.preview import PreviewDialog
from yb_desktop.ui.screens.exchange.folder_field import FolderField
from yb_desktop.ui.screens.exchange.way_out import number_button
from yb_desktop.ui.tasks import Report
from yb_desktop.ui.unlocking import with_key
from yb_desktop.ui.widgets.form import Form
from yb_desktop.ui.widgets.form_dialog import FormDialog
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind, Option

_WAYS: dict[Profile, str] = {"stick": "U盘（一个数据包最大 1 GB）", "mail": "邮件（一个数据包最大 15 MB）"}


class ExportDialog(FormDialog):
    """Asks where to export to, and exports."""

    renumber = Signal()
    """The way out was chosen where this device's log or keys are in the way: a new number."""

    def __init__(self, context: Context, view: ExchangeView, parent: QWidget) -> None:
        fields = [
            FieldSpec(
                "way",
                "传送方式",
                Kind.CHOICE,
                required=True,
                choices=tuple(Option(way, words) for way, words in _WAYS.items()),
                initial="stick",
            )
        ]
        self._targets = view.targets
        if len(view.targets) > 1:
            choices = tuple(Option(one.office, _words(one)) for one in view.targets)
            first = next((one for one in view.targets if one.fresh or one.waiting), view.targets[0])
            fields.insert(
                0, FieldSpec("to", "导出给", Kind.CHOICE, required=True, choices=choices, initial=first.office)
            )
        if view.owed or view.taken_out:
            fields.append(
                FieldSpec(
                    "again",
                    "再次导出",
                    Kind.CHECK,
                    hint=_again(view),
                    initial=not view.fresh,
                    help="是同样的数据包，对方收到两次也没有妨碍。",
                )
            )
        fields.append(FieldSpec("sheet", "交接单", Kind.CHECK, hint="导出后预览、打印或另存导出交接单", initial=True))
        waiting = sum(one.waiting for one in view.targets)
        fresh = f"{view.fresh:,} 条记录还没有导出。" if view.fresh else "没有新的记录。"
        fresh += f"{waiting} 项移交或核查任务还没有导出。" if waiting else ""
        only = view.targets[0] if len(view.targets) == 1 else None
        super().__init__(
            f"导出给{only.name}（{only.office}）" if only else "导出",
            Form(fields, context.today),
            "导出",
            parent,
            sentence=f"{fresh}数据包用本机密钥签名，写入后读回核对。",
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context, self._page = context, parent
        self.folder = FolderField(context, "写到")
        self.add_below(self.folder)
        self.folder.changed.connect(lambda: self.say_problem(""))
        self.renumber_button = number_button(self, self.renumber)
        self.add_below(self.renumber_button)
        self.submitted.connect(self._unlock)

    def _unlock(self, values: dict[str, Json]) -> None:
        if self.folder.folder is None:
            self.say_problem("请选择要写到的U盘或文件夹。")
            return
        why = "导出的数据包要用本机密钥签名。"
        with_key(self._context, why, lambda signer: self._export(values, signer), self)

    def _export(self, values: dict[str, Json], signer: Signer) -> None:
        to, out = str(values.get("to") or self._targets[0].office), self.folder.folder
        way: Profile = "mail" if values["way"] == "mail" else "stick"
        again, sheet = values.get("again") is True, values.get("sheet") is True
        if out is None:
            return
        self.set_busy(busy=True)

        def deed(desk: Desk, report: Report) -> _Done:
            done = export(desk, to=to, out=out, signer=signer, profile=way, again=again, progress=report.count)
            return _with_sheets(desk, done, signer) if sheet else _Done(done)

        self._context.act_long("导出", deed, self._done, self.fail, stopped=self._stopped, owner=self)

    def fail(self, problem: YbError) -> None:
        """Say why nothing was exported, and offer the way out where there is one."""
        super().fail(problem)
        self.renumber_button.setVisible(problem.code in {ROLLED_BACK, KEY_REVOKED, LOST_THERE})

    def _stopped(self) -> None:
        self.set_busy(busy=False)
        self.say_problem("已停止，没有导出的记录下次再导出。")

    def _done(self, done: _Done) -> None:
        self.accept()
        files = "\n".join(str(one.file) for one in done.exported.bundles)
        self._context.ask.inform(done.exported.text, detail=f"{files}\n{done.problem}".strip())
        if done.sheets:
            title = "导出交接单"
            PreviewDialog(self._context, title, lambda _desk: done.sheets, self._page, name=title).open()


@dataclass(frozen=True, slots=True)
class _Done:
    """What an export wrote, and the sheets to hand over with it, made while the stick is still there."""

    exported: Exported
    sheets: tuple[bytes, ...] = ()
    problem: str = ""


def _with_sheets(desk: Desk, done: Exported, signer: Signer) -> _Done:
    try:
        return _Done(done, handover_papers(desk, [one.file for one in done.bundles], signer))
    except YbError as problem:
        return _Done(done, problem=f"交接单没有做成：{problem.text}")


def _again(view: ExchangeView) -> str:
    parts = [f"未回执的 {view.owed} 个数据包"] if view.owed else []
    parts += [f"对方撤回接收的 {view.taken_out} 条记录"] if view.taken_out else []
    return f"连同{'、'.join(parts)}"


def _words(target: Target) -> str:
    parts = [f"{target.fresh:,} 条记录"] if target.fresh else []
    parts += [f"{target.waiting} 项任务"] if target.waiting else []
    parts += [f"{target.owed} 个未回执"] if target.owed else []
    return f"{target.name}（{'，'.join(parts) or '没有新的'}）"
