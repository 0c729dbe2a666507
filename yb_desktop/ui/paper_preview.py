"""A paper of a matter before it is printed: signed with this device's key if wanted, also saved for Word or the web.

A numbered paper that was printed before is printed or saved again only with a reason, which the register keeps.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from yb_desktop.base.canon import Json
from yb_desktop.base.signing import Signer
from yb_desktop.ui.context import Context
from yb_desktop.ui.preview import PreviewDialog
from yb_desktop.ui.unlocking import with_key
from yb_desktop.ui.widgets.form import Form
from yb_desktop.ui.widgets.form_dialog import FormDialog
from yb_desktop.ui.widgets.form_spec import FieldSpec
from yb_desktop.ui.widgets.text import button

if TYPE_CHECKING:  # the services bring SQLAlchemy, which is imported in the worker
    from yb_desktop.services.desk import Desk
    from yb_desktop.services.papers import Wanted
    from yb_desktop.services.registering_papers import PrintedBefore

_WHY = "每页页脚加上本机签名的二维码，任何人可以离线核验真伪。"


class PaperPreview(PreviewDialog):
    """Shows one paper of a matter; ``wanted`` says which."""

    def __init__(
        self, context: Context, title: str, document: str, wanted: Wanted, parent: QWidget, *, name: str
    ) -> None:
        super().__init__(context, title, None, parent, name=name, document=document)
        self._wanted = wanted
        self.sign_button = button("加防伪二维码…")
        self.sign_button.setToolTip(_WHY)
        self.sign_button.hide()
        self._reason = ""
        self.buttons.insertWidget(0, self.sign_button)
        self.put_out.connect(self._register)
        self.sign_button.clicked.connect(lambda: with_key(context, _WHY, self._sign, self))
        context.read(self._differs, self.warn, _said_already, owner=self)  # first: the pages take a moment
        self.show_papers(lambda desk: (self._made(desk, None),))
        context.read(self._formats, lambda found: self.offer_formats(found, self._written), _said_already, owner=self)
        context.read(_has_key, self.sign_button.setVisible, owner=self)

    def print_papers(self) -> None:
        """Ask why, where it was printed before, then for printer and sides, and print."""
        if self.papers:
            self._asked_why(super().print_papers)

    def save(self) -> None:
        """Ask why, where it was printed before, and save as one PDF file."""
        if self.papers:
            self._asked_why(super().save)

    def _asked_why(self, go: Callable[[], None]) -> None:
        self._context.read(self._printed_before, lambda before: self._ask_why(before, go), owner=self)

    def _ask_why(self, before: PrintedBefore | None, go: Callable[[], None]) -> None:
        self._reason = ""
        if before is None or not before.days:
            go()
            return

        def told(values: dict[str, Json]) -> None:
            self._reason = str(values["reason"])
            dialog.accept()
            go()

        field = FieldSpec("reason", "再次打印原因", required=True, hint="如：原件破损、补发")
        sentence = f"{before.words}。再次打印的原因记入打印登记。"
        dialog = FormDialog("再次打印", Form([field], self._context.today), "继续", self, sentence=sentence, width=480)
        dialog.submitted.connect(told)
        dialog.open()

    def _register(self) -> None:
        from yb_desktop.services.registering_papers import note_print

        document, wanted, reason = self._document, self._wanted, self._reason
        self._context.act(lambda desk: note_print(desk, document, wanted, reason), title="登记打印")

    def _printed_before(self, desk: Desk) -> PrintedBefore | None:
        from yb_desktop.services.registering_papers import printed_before

        return printed_before(desk, self._document, self._wanted)

    def _sign(self, signer: Signer) -> None:
        self.sign_button.hide()
        self.show_papers(lambda desk: (self._made(desk, signer),))

    def _made(self, desk: Desk, signer: Signer | None) -> bytes:
        from yb_desktop.services.paper.formats import PDF
        from yb_desktop.services.papers import paper_as

        return paper_as(desk, self._document, PDF, self._wanted, signer=signer)

    def _differs(self, desk: Desk) -> str:
        from yb_desktop.services.papers import differs_of

        return differs_of(desk, self._document, self._wanted)

    def _formats(self, desk: Desk) -> tuple[str, ...]:
        from yb_desktop.services.papers import formats_of_paper

        return formats_of_paper(desk, self._document, self._wanted)

    def _written(self, desk: Desk, suffix: str) -> bytes:
        from yb_desktop.services.papers import paper_as

        return paper_as(desk, self._document, suffix, self._wanted)


def _has_key(desk: Desk) -> bool:
    from yb_desktop.services.exchanging import has_device_key

    return has_device_key(desk)


def _said_already(_problem: Exception) -> None:
    """Say nothing: a paper that cannot be made said so when it was to be shown."""
