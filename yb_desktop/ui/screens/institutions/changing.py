"""What is done to an institution on its page: correct minor data, enter and end staff, take an import back."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from yb_desktop.base.canon import Json
from yb_desktop.services.desk import Step
from yb_desktop.services.views.institution_page import MinorData, StaffLine
from yb_desktop.services.views.institutions import certificate_words, role_words
from yb_desktop.ui.context import Context
from yb_desktop.ui.widgets.form import DraftPlace, Form
from yb_desktop.ui.widgets.form_dialog import FormDialog
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind, Option


class Changing(QObject):
    """Opens the dialogs of a page and does what they ask."""

    def __init__(self, context: Context, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._page = page

    def amend(self, institution: str, now: MinorData) -> FormDialog:
        """Ask for the corrections; what is major goes through an application for change (C1)."""
        before: dict[str, Json] = {"phone": now.phone, "address": now.address, "head_office": now.head_office}
        specs = (
            FieldSpec("phone", "电话", initial=now.phone, maximum=40),
            FieldSpec("address", "地址", initial=now.address, maximum=120),
            FieldSpec("head_office", "总部", initial=now.head_office, maximum=120, basis=self._context.cite("C1")),
        )
        form = Form(specs, self._context.today, open_article=self._context.open_article)
        sentence = "名称、法定代表人、类别等重大信息的变化，由机构申请变更。原来的内容保留在历史中。"
        dialog = FormDialog("更正登记信息", form, "保存更正", self._page, sentence=sentence)

        def submit(_values: dict[str, Json]) -> None:
            after: dict[str, Json] = {name: value or "" for name, value in form.values().items()}
            fields: dict[str, Json] = {name: value for name, value in after.items() if value != before[name]}
            if not fields:
                dialog.say_problem("没有改动。")
                return
            self._do(dialog, "institutions.amend", {"institution": institution, "fields": fields}, "已更正登记信息")

        dialog.submitted.connect(submit)
        dialog.open()
        return dialog

    def add_staff(self, institution: str) -> FormDialog:
        """Ask for a person who works there; which certificates are offered depends on the role."""
        draft = DraftPlace(self._context.drafts, f"staff/{institution}", "登记机构人员")
        form = Form(_staff_fields(), self._context.today, columns=2, draft=draft, day_info=self._context.day_info)
        dialog = FormDialog("登记人员", form, "登记", self._page, width=680)

        def offer() -> None:
            role = form.values()["role"]
            for one in role_words():
                form.show_field(f"certificate_{one.value}", visible=one.value == role)

        def submit(values: dict[str, Json]) -> None:
            params = {name: value for name, value in values.items() if not name.startswith("certificate_")}
            params["certificate"] = values.get(f"certificate_{values['role']}")
            self._do(dialog, "institutions.add_staff", {"institution": institution, **params}, "已登记人员")

        form.changed.connect(offer)
        offer()
        dialog.submitted.connect(submit)
        dialog.open()
        return dialog

    def end_staff(self, institution: str, line: StaffLine, name: str) -> None:
        """End a person's work there, after a question."""
        if self._context.ask.confirm(f"{line.name}（{line.role}）今天起不在“{name}”工作？", yes="登记离职"):
            params: dict[str, Json] = {"institution": institution, "person": line.id}
            self._context.do("institutions.end_staff", params, owner=self)

    def undo_import(self, batch: str, count: int) -> None:
        """Take a whole import back, after a question."""
        question = f"撤销这批导入的全部 {count:,} 家机构？"
        detail = "机构从名单中移除，记录保留。其中任何一家已有申请的，不能撤销。"
        if self._context.ask.confirm(question, yes="撤销导入", detail=detail, danger=True):
            said = f"已撤销导入的 {count:,} 家机构"
            params: dict[str, Json] = {"batch": batch}
            self._context.do("institutions.undo_import", params, lambda _step: self._context.say(said), owner=self)

    def _do(self, dialog: FormDialog, action: str, params: dict[str, Json], said: str) -> None:
        def done(_step: Step) -> None:
            dialog.form.done()
            dialog.accept()
            self._context.say(said)

        dialog.set_busy(busy=True)
        self._context.do(action, params, done, dialog.fail, owner=dialog)


def _staff_fields() -> tuple[FieldSpec, ...]:
    roles = role_words()
    certificates = tuple(
        FieldSpec(
            f"certificate_{role.value}",
            "证书",
            Kind.CHOICE,
            choices=tuple(Option(one.value, one.label) for one in certificate_words(role.value)),
            initial=certificate_words(role.value)[0].value,
        )
        for role in roles
    )
    return (
        FieldSpec("person", "姓名", required=True, maximum=40),
        FieldSpec(
            "role", "岗位", Kind.CHOICE, required=True, choices=tuple(Option(one.value, one.label) for one in roles)
        ),
        *certificates,
        FieldSpec("first_registered_here", "第一注册地", Kind.CHECK, hint="第一注册地在本机构"),
        FieldSpec("contract_from", "合同起", Kind.DATE),
        FieldSpec("contract_to", "合同止", Kind.DATE),
        FieldSpec("certificate_until", "证书有效期至", Kind.DATE, hint="没有期限的不填"),
    )
