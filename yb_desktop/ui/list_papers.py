"""打印名单所列机构的文书: one document for every institution on a publicity list, written as one PDF or one each."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from yb_desktop.base.canon import Json
from yb_desktop.services.batch_printing import Wish, of_publicity, shared_documents
from yb_desktop.services.papers import TITLES
from yb_desktop.ui.batch_papers import BatchDialog
from yb_desktop.ui.context import Context
from yb_desktop.ui.widgets.form import Form
from yb_desktop.ui.widgets.form_dialog import FormDialog
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind, Option

_TITLE = "打印名单所列机构的文书"
_SENTENCE = "从各家都已有的文书中选一种，每家一份，一次输出。名单：{}"
PRINT_LISTED = f"{_TITLE}…"
"""What the button says."""


def print_listed(context: Context, number: str, above: QWidget) -> None:
    """Ask which document of a publicity list is wanted, once it is known which there are."""

    def ask(documents: tuple[str, ...]) -> None:
        if documents:
            ListPapersDialog(context, number, documents, above).open()
        else:
            context.ask.inform("名单所列机构还没有都已办出的文书。", detail="可以在各申请的页面逐件打印。")

    context.read(lambda desk: shared_documents(desk, number), ask, owner=above)


class ListPapersDialog(FormDialog):
    """Which document; then asks how all are written."""

    def __init__(self, context: Context, number: str, documents: tuple[str, ...], above: QWidget) -> None:
        choices = tuple(Option(one, TITLES[one]) for one in documents)
        fields = (FieldSpec("document", "文书", Kind.CHOICE, required=True, choices=choices),)
        form = Form(fields, context.today)
        super().__init__(_TITLE, form, "下一步…", above, sentence=_SENTENCE.format(number), width=560)
        self._context = context
        self._number = number
        self._above = above
        self.submitted.connect(self._gather)

    def _gather(self, values: Mapping[str, Json]) -> None:
        document = str(values["document"])
        self.set_busy(busy=True)
        self._context.read(
            lambda desk: of_publicity(desk, self._number, document),
            lambda wishes: self._write(TITLES[document], wishes),
            self.fail,
            owner=self,
        )

    def _write(self, title: str, wishes: tuple[Wish, ...]) -> None:
        self.accept()
        BatchDialog(self._context, wishes, f"{title}_{self._number}", self._above).open()
