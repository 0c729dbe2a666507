"""Many papers at once, chosen in a list: into one PDF, or each into a file of its own; it can be stopped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from yb_desktop.ui.ask import FileKind
from yb_desktop.ui.context import Context
from yb_desktop.ui.tasks import Report
from yb_desktop.ui.widgets.form import Form
from yb_desktop.ui.widgets.form_dialog import FormDialog
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind, Option

if TYPE_CHECKING:
    from yb_desktop.base.canon import Json
    from yb_desktop.base.signing import Signer
    from yb_desktop.services.batch_printing import Outcome, Wish
    from yb_desktop.services.desk import Desk

_ONE, _MANY = "one", "many"
_PDF = FileKind("PDF 文件", ("pdf",))
_SHOWN = 12


class BatchDialog(FormDialog):
    """How many papers are to be written; closes when they are, and says which could not be made."""

    def __init__(self, context: Context, items: Sequence[Wish], name: str, parent: QWidget) -> None:
        ways = (Option(_ONE, "合成一个 PDF 文件（便于一次打印）"), Option(_MANY, "每份一个 PDF 文件，存入文件夹"))
        fields = (
            FieldSpec("way", "输出为", Kind.CHOICE, required=True, choices=ways, initial=_ONE),
            FieldSpec("reason", "再次打印原因", required=True, hint="如：原件破损、补发"),
            FieldSpec("sign", "二维码", Kind.CHECK, hint="页脚加防伪二维码", initial=False),
        )
        sentence = f"共 {len(items)} 份，按列表中的顺序输出。"
        super().__init__("批量输出", Form(fields, context.today), "输出…", parent, sentence=sentence, width=560)
        self._context = context
        self._items = tuple(items)
        self._name = name
        self.form.show_field("sign", visible=False)
        self.form.show_field("reason", visible=False)
        context.read(self._printed_again, lambda count: self.form.show_field("reason", visible=count > 0), owner=self)
        context.read(_has_key, lambda has: self.form.show_field("sign", visible=has), owner=self)
        self.submitted.connect(self._write)

    def _write(self, values: dict[str, Json]) -> None:
        if values.get("sign") is True:
            from yb_desktop.ui.unlocking import with_key

            why = "每页页脚加上本机签名的二维码，任何人可以离线核验真伪。"
            with_key(self._context, why, lambda signer: self._go(values, signer), self)
        else:
            self._go(values, None)

    def _printed_again(self, desk: Desk) -> int:
        from yb_desktop.services.batch_printing import printed_again

        return printed_again(desk, self._items)

    def _go(self, values: dict[str, Json], signer: Signer | None) -> None:
        way, reason = str(values["way"]), str(values.get("reason", ""))
        ask = self._context.ask
        if way == _ONE:
            place = ask.choose_file_to_save("批量输出", f"{self._name}.pdf", (_PDF,))
        else:
            place = ask.choose_folder("把各份文书存入")
        if place is None:
            return
        items = self._items

        def deed(desk: Desk, report: Report) -> Outcome:
            from yb_desktop.services.batch_printing import note_prints, print_apart, print_together

            if way == _MANY:
                outcome = print_apart(desk, items, place, signer=signer, progress=report.count)
            else:
                outcome = print_together(desk, items, place, title=place.stem, signer=signer, progress=report.count)
            note_prints(desk, items, outcome, reason)
            return outcome

        self.set_busy(busy=True)
        self._context.act_long("批量输出", deed, self._done, self.fail, stopped=self.reject, owner=self)

    def _done(self, outcome: Outcome) -> None:
        self.accept()
        self._context.say(f"已输出 {outcome.papers} 份")
        if outcome.left:
            lines = [f"{one.name}：{one.reason}" for one in outcome.left[:_SHOWN]]
            if len(outcome.left) > _SHOWN:
                lines.append(f"……还有 {len(outcome.left) - _SHOWN} 份")
            self._context.ask.inform(f"有 {len(outcome.left)} 份没有输出。", detail="\n".join(lines))


def _has_key(desk: Desk) -> bool:
    from yb_desktop.services.exchanging import has_device_key

    return has_device_key(desk)
