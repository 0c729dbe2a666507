"""Printing an agreement (G3): look at the text, register numbered copies, print them.

The first print freezes the text; what is printed again needs its reason.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from yb_desktop.base.canon import Json
from yb_desktop.base.errors import YbError
from yb_desktop.base.signing import Signer
from yb_desktop.services.agreements import print_
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchanging import has_device_key
from yb_desktop.services.papers import agreement_copy, preview_agreement
from yb_desktop.services.views.agreements import AgreementView, agreement_view
from yb_desktop.ui.context import Context
from yb_desktop.ui.preview import PreviewDialog
from yb_desktop.ui.theme import Tone, px
from yb_desktop.ui.unlocking import with_key
from yb_desktop.ui.widgets.badge import Badge
from yb_desktop.ui.widgets.form import Form
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind
from yb_desktop.ui.widgets.text import Card, button, label

_REGISTERED = "每一份都有编号；登记之后文本即冻结，签订的须是这一文本。"


def preview_text(context: Context, view: AgreementView, above: QWidget) -> None:
    """Show the text as it stands; nothing is registered."""
    title = f"预览：{view.institution_name}　{view.number}"
    PreviewDialog(
        context, title, lambda desk: (preview_agreement(desk, view.id),), above, name=f"协议预览 {view.number}"
    ).open()


class PrintAgreementDialog(PreviewDialog):
    """The text at the left; at the right how many copies and why again. Registering turns it into the copies."""

    def __init__(self, context: Context, view: AgreementView, parent: QWidget) -> None:
        title = f"打印协议：{view.institution_name}"
        super().__init__(context, title, None, parent, name=f"协议 {view.number}", sets=False)
        self._agreement = view
        self._signs = False
        self.form = Form(_fields(view), context.today)
        self.register_button = button("登记并打印", "primary", icon_name="print")
        self._card = Card("打印登记")
        self._card.setFixedWidth(px(330))
        self._add_side(view)
        self.register_button.clicked.connect(self.register)
        self.form.submitted.connect(self.register)
        for one in (self.print_button, self.save_button):
            one.hide()
        self.show_papers(lambda desk: (preview_agreement(desk, view.id),))
        self.warn("；".join(one.differs for one in view.papers if one.differs))
        self._context.read(has_device_key, self._offer_signature, owner=self)
        self.form.setFocus()
        self.resize(self.sizeHint())

    def register(self) -> None:
        """Register the copies and show them, signed where this device has a key."""
        if not self.register_button.isEnabled() or not self.form.check():
            return
        values = self.form.entered()
        if self._signs and values.get("sign") is True:
            with_key(
                self._context,
                "每页页脚加上本机签名的二维码，任何人可以离线核验真伪。",
                lambda signer: self._register(values, signer),
                self,
            )
        else:
            self._register(values, None)

    def _register(self, values: dict[str, Json], signer: Signer | None) -> None:
        self.register_button.setEnabled(False)
        agreement = self._agreement.id
        copies, reason = int(str(values["copies"])), str(values.get("reason") or "")

        def deed(desk: Desk) -> tuple[int, ...]:
            print_(desk, on=desk.clock.today(), agreement=agreement, copies=copies, reason=reason)
            every = [one.copy for one in agreement_view(desk, agreement).copies]
            return tuple(every[-copies:])

        def failed(problem: YbError) -> None:
            self.register_button.setEnabled(True)
            self.fail(problem)

        self._context.act(
            deed, lambda numbers: self._show_copies(numbers, signer), failed, title="登记打印", owner=self
        )

    def _show_copies(self, numbers: Sequence[int], signer: Signer | None) -> None:
        agreement = self._agreement.id
        self._card.hide()
        self.register_button.hide()
        for one in (self.print_button, self.save_button):
            one.show()
        words = "、".join(str(one) for one in numbers)
        self.set_title(f"已登记第 {words} 份：{self._agreement.institution_name}")
        self.show_papers(
            lambda desk: tuple(agreement_copy(desk, agreement, copy=one, signer=signer) for one in numbers)
        )
        self.view.setFocus()

    def _offer_signature(self, has_key: bool) -> None:
        self._signs = has_key
        self.form.show_field("sign", visible=has_key)
        self._no_key.setVisible(not has_key)

    def _add_side(self, view: AgreementView) -> None:
        self._no_key = label("本机还没有密钥，页脚不带防伪二维码。", "small", wrap=True)
        self._no_key.hide()
        if view.copies:
            self._card.body.addWidget(Badge(f"已打印过 {len(view.copies)} 份", Tone.WARN))
        self._card.body.addWidget(label(_REGISTERED, "muted", wrap=True))
        self._card.body.addWidget(self.form)
        self._card.body.addWidget(self._no_key)
        self._card.body.addWidget(self.register_button)
        self.side.addWidget(self._card)
        self.side.addStretch(1)


def _fields(view: AgreementView) -> tuple[FieldSpec, ...]:
    again = bool(view.copies)
    fields = [
        FieldSpec("copies", "份数", Kind.NUMBER, True, unit="份", minimum=1, maximum=20, initial=1 if again else 2)
    ]
    if again:
        fields.append(FieldSpec("reason", "补印原因", required=True, hint="如：原件损坏、补发副本"))
    fields.append(FieldSpec("sign", "二维码", Kind.CHECK, hint="页脚加防伪二维码", initial=True))
    return tuple(fields)
