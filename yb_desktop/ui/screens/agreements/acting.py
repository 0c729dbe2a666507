"""The actions of an agreement: each opens its form, calls its service, and shows what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QWidget

from yb_desktop.base.canon import Json
from yb_desktop.services.desk import Step
from yb_desktop.services.views.agreement_forms import SignForm, sign_form
from yb_desktop.services.views.agreement_offers import GO_TO_CASE, GO_TO_OVERSIGHT
from yb_desktop.services.views.agreements import AgreementView
from yb_desktop.ui.acting import open_action
from yb_desktop.ui.context import Context
from yb_desktop.ui.screens.agreements.drafting import open_draft
from yb_desktop.ui.screens.agreements.printing import PrintAgreementDialog
from yb_desktop.ui.screens.agreements.scans_dialog import ScansDialog
from yb_desktop.ui.screens.agreements.scans_page import SCANS
from yb_desktop.ui.theme import px
from yb_desktop.ui.widgets.form import DraftPlace, Form
from yb_desktop.ui.widgets.form_dialog import FormDialog
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind

Values = Mapping[str, Json]


def open_offer(context: Context, view: AgreementView, action: str, above: QWidget) -> None:
    """Begin an action that the page offers: in a dialog of its own, or in the one built from its description."""
    begin = _BEGIN.get(action)
    if begin is not None:
        begin(context, view, above)
    else:
        open_action(context, action, {"agreement": view.id}, above, about=_about(view))


def _about(view: AgreementView) -> str:
    return f"{view.institution_name}　{view.number}"


def _sign(context: Context, view: AgreementView, above: QWidget) -> None:
    context.read(
        lambda desk: sign_form(desk, view.id), lambda form: SignDialog(context, view, form, above).open(), owner=above
    )


def _attach_scan(context: Context, view: AgreementView, above: QWidget) -> None:
    """G3: choose the file; it is read and matched by its codes before it is put on record."""
    path = context.ask.choose_file_to_open("签字扫描件", SCANS)
    if path is not None:
        ScansDialog(context, f"上传签字扫描件　{_about(view)}", [path], above).open()


@dataclass(frozen=True, slots=True)
class _Words:
    """An action, the rule beside its day, and what its dialog says: heading, button, and the word when it is done."""

    action: str
    rule: str
    title: str
    deed: str
    done: str


_SIGN = _Words("agreements.sign", "G3", "登记签订", "登记签订", "已登记签订，协议开始履行")
_FILE = _Words("agreements.file", "G4", "登记备案", "登记备案", "已登记备案")
_OPEN = _Words("agreements.open_system", "G5", "开通医保系统", "登记开通", "已登记开通医保系统")


class _ActionDialog(FormDialog):
    """A form whose values become an action on the agreement."""

    def __init__(
        self,
        context: Context,
        view: AgreementView,
        words: _Words,
        specs: tuple[FieldSpec, ...],
        parent: QWidget,
    ) -> None:
        action, title = words.action, words.title
        day = FieldSpec(
            "on",
            "办理日期",
            Kind.DATE,
            required=True,
            initial=context.today.isoformat(),
            basis=context.cite(words.rule),
        )
        form = Form(
            (day, *specs),
            context.today,
            draft=DraftPlace(context.drafts, f"{action}/{view.id}", f"{title}：{view.institution_name}"),
            day_info=context.day_info,
            open_article=context.open_article,
        )
        super().__init__(title, form, words.deed, parent, sentence=_about(view), width=620)
        self._context = context
        self._action = action
        self._agreement = view.id
        self._said = words.done
        room = parent.window().size()
        self.resize(
            min(px(640), round(room.width() * 0.94)), min(self.sizeHint().height(), round(room.height() * 0.92))
        )
        kept = form.found_draft()
        if kept is not None:
            form.set_values(kept.values)
        self.submitted.connect(self._act)

    def params(self, values: Values) -> dict[str, Json]:
        """Give the action's parameters besides agreement and day."""
        raise NotImplementedError

    def _act(self, values: dict[str, Json]) -> None:
        on = date.fromisoformat(str(values["on"]))
        params = {"agreement": self._agreement, **self.params(values)}
        self.set_busy(busy=True)
        title = self.windowTitle()
        self._context.do(self._action, params, self._done, self.fail, on=on, title=title, owner=self)

    def _done(self, _step: Step) -> None:
        self.form.done()
        self.accept()
        self._context.say(self._said)


class SignDialog(_ActionDialog):
    """G3: who signed for both parties, on the text that was printed."""

    def __init__(self, context: Context, view: AgreementView, asked: SignForm, parent: QWidget) -> None:
        specs: list[FieldSpec] = []
        for party, words, known in (("a", "甲方", asked.party_a), ("b", "乙方", asked.party_b)):
            help_words = f"法定代表人：{known}" if known else "协议中没有填写法定代表人"
            specs += [
                FieldSpec(f"{party}_name", f"{words}签字人", required=True, initial=known or None, help=help_words),
                FieldSpec(
                    f"{party}_authorisation",
                    f"{words}委托书",
                    hint="由他人代签时填写文书编号",
                    help="法定代表人本人签字的不填。",
                ),
            ]
        specs.append(
            FieldSpec(
                "copies",
                "签订份数",
                Kind.NUMBER,
                True,
                unit="份",
                minimum=1,
                maximum=20,
                initial=asked.copies,
            )
        )
        super().__init__(context, view, _SIGN, tuple(specs), parent)

    def params(self, values: Values) -> dict[str, Json]:
        """Give signers and copies."""
        signers: list[Json] = [
            {
                "party": party,
                "name": values[f"{party}_name"],
                "authorisation": values.get(f"{party}_authorisation") or "",
            }
            for party in ("a", "b")
        ]
        return {"signers": signers, "copies": values["copies"]}


class FileDialog(_ActionDialog):
    """G4: filed with the administration of the same level."""

    def __init__(self, context: Context, view: AgreementView, parent: QWidget) -> None:
        specs = (
            FieldSpec("day", "备案日期", Kind.DATE, required=True, initial=context.today.isoformat()),
            FieldSpec("receipt", "备案回执编号", hint="没有的可不填"),
        )
        super().__init__(context, view, _FILE, specs, parent)

    def params(self, values: Values) -> dict[str, Json]:
        """Give day and receipt."""
        return {"day": values["day"], "receipt": values.get("receipt") or ""}


class OpenSystemDialog(_ActionDialog):
    """G5: the insurance system is open for the institution."""

    def __init__(self, context: Context, view: AgreementView, parent: QWidget) -> None:
        help_words = "由国家平台赋码，本程序不生成；尚未赋码的可不填。"
        specs = (FieldSpec("national_code", "国家医保编码", hint="H 或 P 开头", help=help_words),)
        super().__init__(context, view, _OPEN, specs, parent)

    def params(self, values: Values) -> dict[str, Json]:
        """Give the code."""
        return {"national_code": values.get("national_code") or ""}


_BEGIN: Mapping[str, Callable[[Context, AgreementView, QWidget], None]] = {
    GO_TO_CASE: lambda context, view, _above: context.navigator.go("applications", view.case),
    GO_TO_OVERSIGHT: lambda context, view, _above: context.navigator.go("oversight", view.id),
    "agreements.draft": lambda context, view, above: open_draft(context, view.case, above),
    "agreements.print": lambda context, view, above: PrintAgreementDialog(context, view, above).open(),
    "agreements.sign": _sign,
    "agreements.file": lambda context, view, above: FileDialog(context, view, above).open(),
    "agreements.open_system": lambda context, view, above: OpenSystemDialog(context, view, above).open(),
    "agreements.attach_scan": _attach_scan,
}
"""The actions that begin otherwise than with the dialog built from their description."""
