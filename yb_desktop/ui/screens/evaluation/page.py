"""评估: the applications in evaluation by stage, the page of one; several are passed, published, filed in one go."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from yb_desktop.services.views.evaluating import EvaluationLine, Stage, evaluations
from yb_desktop.services.views.permitted import lacking_for
from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.evaluation.batch_dialog import FilingDialog, PassingDialog, PublishingDialog
from yb_desktop.ui.screens.evaluation.columns import COLUMNS
from yb_desktop.ui.screens.evaluation.evaluation_page import EvaluationPage
from yb_desktop.ui.theme import space
from yb_desktop.ui.widgets.chips import Chips
from yb_desktop.ui.widgets.empty_state import EmptyState
from yb_desktop.ui.widgets.page_stack import PageStack
from yb_desktop.ui.widgets.rows import RowsView
from yb_desktop.ui.widgets.text import SectionHeader, button, label
from yb_desktop.ui.widgets.whole_list import whole_list

NAME = "evaluation"
_NONE = "没有评估中的申请"
_HINT = "申请受理并初审后，从抽取核查人员到公示期满，都列在这里。"


class EvaluationScreen:
    """The list, and the page of one evaluation."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.list = EvaluationList(context)
        self.page = EvaluationPage(context)
        self._pages = PageStack(self.list, self.page)
        self.list.rows.opened.connect(lambda line: context.navigator.go(NAME, line.case))
        self.page.left.connect(lambda: context.navigator.go(NAME))

    def widget(self) -> QWidget:
        """Give the page."""
        return self._pages

    def refresh(self) -> None:
        """Fetch anew what is shown."""
        if self._pages.currentWidget() is self.page:
            self.page.refresh()
        else:
            self.list.refresh()

    def open(self, entity: str) -> None:
        """Show one evaluation, by its case, or the list."""
        if entity:
            self._pages.setCurrentWidget(self.page)
            self.page.show_matter(entity)
        else:
            self._pages.setCurrentWidget(self.list)
            self.list.rows.table.setFocus()
            self.list.refresh()


class EvaluationList(QWidget):
    """The evaluations with their stages as filters."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._found: tuple[EvaluationLine, ...] = ()
        self._stage: Stage | None = None
        self._cannot = ""
        self.why = label("", "muted", wrap=True)
        self.why.hide()
        self.passing = button("审议名单…")
        self.publishing = button("公示名单…")
        self.filing = button("结果备案…")
        self.header = SectionHeader("评估", "正在读取…", self.filing, self.passing, self.publishing)
        self.stages = Chips(("全部", *(stage.value for stage in Stage)), self)
        empty = EmptyState(_NONE, _HINT, icon="evaluation")
        self.rows: RowsView[EvaluationLine] = RowsView(
            NAME, COLUMNS, whole_list(()), context.tasks, context.preferences, name="评估中的申请", empty=empty
        )
        self._lay_out()
        self.stages.idClicked.connect(self._choose)
        self.passing.clicked.connect(self.pass_list)
        self.publishing.clicked.connect(self.publish_list)
        self.filing.clicked.connect(self.file_results)

    def refresh(self) -> None:
        """Fetch the list anew."""
        self._context.read(lambda desk: lacking_for(desk, "evaluation.pass_list"), self._allow, owner=self)
        self._context.read(evaluations, self._take, owner=self)

    def pass_list(self) -> PassingDialog:
        """Enter what the leading group's meeting decided about the applications that wait for it."""
        dialog = PassingDialog(self._context, [one for one in self._found if _may_pass(one)], self)
        dialog.open()
        return dialog

    def publish_list(self) -> PublishingDialog:
        """Make the applications that were passed public on one list."""
        dialog = PublishingDialog(self._context, [one for one in self._found if _may_publish(one)], self)
        dialog.open()
        return dialog

    def file_results(self) -> FilingDialog:
        """Enter that results were filed with the administration."""
        dialog = FilingDialog(self._context, [one for one in self._found if _may_file(one)], self)
        dialog.open()
        return dialog

    def show_stage(self, stage: Stage | None) -> None:
        """Show the applications of one stage, or all."""
        self._stage = stage
        shown = [one for one in self._found if stage in {None, one.stage}]
        self.rows.empty.say(
            _NONE if stage is None else f"没有“{stage.value}”的申请",
            _HINT if stage is None else "可以看其他阶段。",
        )
        self.rows.load(whole_list(shown))

    def _take(self, found: tuple[EvaluationLine, ...]) -> None:
        self._found = found
        waiting = sum(1 for one in found if one.pending)
        self.header.set_sentence(f"评估中 {len(found)} 件" + (f"，其中 {waiting} 件待审核" if waiting else ""))
        self.stages.button(0).setText(f"全部 {len(found)}")
        for number, stage in enumerate(Stage, start=1):
            count = sum(1 for one in found if one.stage is stage)
            self.stages.button(number).setText(f"{stage.value} {count}")
            self.stages.button(number).setVisible(count > 0 or stage is self._stage)  # room is scarce at large type
        self.passing.setEnabled(not self._cannot and any(_may_pass(one) for one in found))
        self.publishing.setEnabled(not self._cannot and any(_may_publish(one) for one in found))
        self.filing.setEnabled(not self._cannot and any(_may_file(one) for one in found))
        self.show_stage(self._stage)

    def _allow(self, why: str) -> None:
        self._cannot = why  # the deeds take the same roles
        self.why.setText(f"结果备案、审议名单、公示名单：{why}" if why else "")
        self.why.setVisible(bool(why))

    def _choose(self, number: int) -> None:
        self.show_stage(list(Stage)[number - 1] if number else None)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        space(layout, margins=(16, 12, 16, 12), gap=10)
        layout.addWidget(self.header)
        layout.addWidget(self.why)
        layout.addLayout(self.stages.bar(None))
        layout.addWidget(self.rows, 1)
        layout.addWidget(label("按 Enter 或双击打开；办理在“申请”的页面中。", "small"))


def _may_pass(line: EvaluationLine) -> bool:
    return line.stage is Stage.PASSING and not line.pending


def _may_publish(line: EvaluationLine) -> bool:
    return line.stage is Stage.PUBLISHING and not line.pending


def _may_file(line: EvaluationLine) -> bool:
    return line.decided and not line.filed and not line.pending
