"""The papers of a case or an agreement, made from the records whenever they are asked for.

A paper whose step has not happened yet is refused (``paper``); an agreement whose text is no more the one that was
registered when it was printed is refused by G3.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.base.signing import Signer
from yb_desktop.domain.agreement import Agreement, Printed
from yb_desktop.domain.case import Case, Notice
from yb_desktop.domain.facts import read_fact
from yb_desktop.paper.documents.acceptance_notice import acceptance_notice
from yb_desktop.paper.documents.agreement import DRAFT_NUMBER, AgreementPaper, agreement
from yb_desktop.paper.documents.intake_receipt import intake_receipt
from yb_desktop.paper.documents.publicity_list import publicity_list
from yb_desktop.paper.documents.refusal_notice import refusal_notice
from yb_desktop.paper.documents.result_notice import result_notice
from yb_desktop.paper.documents.supplement_notice import supplement_notice
from yb_desktop.paper.documents.visit_form import visit_form
from yb_desktop.services.agreements import filled
from yb_desktop.services.desk import Desk
from yb_desktop.services.paper import values
from yb_desktop.services.paper.visit import visit_values
from yb_desktop.store.reading import Reader

TITLES: Mapping[str, str] = {
    "intake_receipt": "材料清单与收件回执",
    "supplement_notice": "一次性告知书",
    "acceptance_notice": "受理通知书",
    "refusal_notice": "不予受理决定书",
    "visit_form": "现场核查表",
    "result_notice": "评估结果告知书",
    "publicity_list": "公示名单",
    "agreement": "医疗保障服务协议",
}
"""The documents that can be printed, with their Chinese names."""


@dataclass(frozen=True, slots=True)
class PaperRef:
    """A paper that can be printed now: its document id, its Chinese name, its number and day."""

    document: str
    title: str
    number: str
    on: date


@dataclass(frozen=True, slots=True)
class _Asked:
    """One paper asked for: whose, which of its kind, and who signs its pages."""

    desk: Desk
    reader: Reader
    case: Case
    ref: PaperRef
    signer: Signer | None

    @property
    def notice(self) -> Notice:
        """The notice that carries the number."""
        return next(one for one in self.case.notices if one.number == self.ref.number)


def paper(
    desk: Desk,
    document: str,
    *,
    case: str = "",
    agreement: str = "",
    copy: int = 1,
    number: str = "",
    signer: Signer | None = None,
) -> bytes:
    """Print a document of a case or an agreement; the newest of its kind, or the one with a ``number``.

    ``copy`` is the number of a registered copy (agreements only). Without a signer the pages carry no QR. Raises
    ``BadInput`` (``paper``) when there is no such document, or its step has not happened yet, and ``NotAllowed``.
    """
    desk.need_business()
    if document not in TITLES:
        known = "、".join(f"{name}（{title}）" for name, title in TITLES.items())
        raise BadInput("paper", f"没有名为“{document[:40]}”的文书，可以打印：{known}。")
    with desk.store.read() as reader:
        if document == "agreement":
            return _print_copy(reader, _agreement(desk, reader, agreement, case), copy, signer)
        if not case:
            raise BadInput("paper", f"请指明要打印哪一件申请的{TITLES[document]}。")
        found = _own(desk, reader.case(case))
        ref = _chosen(_papers_of(found), document, number)
        return _MAKERS[document](_Asked(desk, reader, found, ref, signer))


def documents_of(desk: Desk, *, case: str = "", agreement: str = "") -> tuple[PaperRef, ...]:
    """Give the papers that exist now for a case (its agreement's too) or an agreement, in the order of their steps.

    Another office's matters have none here: their papers are that office's to print.
    """
    with desk.store.read() as reader:
        found = reader.case(case) if case else None
        papers = _papers_of(found) if found is not None and found.office == desk.info.office else ()
        wanted = found.agreement if found is not None else agreement
        held = reader.agreement(wanted) if wanted else None
        return (*papers, *(_copies_of(held) if held is not None and held.office == desk.info.office else ()))


def preview_agreement(desk: Desk, agreement: str) -> bytes:
    """Print an agreement's text as it would stand, unsigned and marked as no original; nothing is registered."""
    desk.need_business()
    with desk.store.read() as reader:
        return _set(_agreement(desk, reader, agreement, ""), copy=None, made=None, version=1, signer=None)


def _own(desk: Desk, case: Case) -> Case:
    if case.office != desk.info.office:
        raise NotAllowed.by("J1", f"该申请由{case.office}的经办机构办理，文书应由该机构打印")
    return case


def _agreement(desk: Desk, reader: Reader, agreement: str, case: str) -> Agreement:
    wanted = agreement or (reader.case(case).agreement if case else "")
    if not wanted:
        raise BadInput("paper", "请指明要打印哪一份协议；该申请可能还没有拟制协议。")
    found = reader.agreement(wanted)
    if found.office != desk.info.office:
        raise NotAllowed.by("J1", f"该协议由{found.office}的经办机构签订，应由该机构打印")
    return found


def _papers_of(case: Case) -> tuple[PaperRef, ...]:
    found = [PaperRef("intake_receipt", TITLES["intake_receipt"], case.receipt, case.received)]
    found += [PaperRef(one.document, _title(one), one.number, one.on) for one in case.notices]
    found += [PaperRef("visit_form", TITLES["visit_form"], visit.number, visit.assigned) for visit in case.visits]
    if case.published is not None:
        found.append(PaperRef("publicity_list", TITLES["publicity_list"], case.publicity_number, case.published))
    return tuple(sorted(found, key=lambda ref: ref.on))


def _title(notice: Notice) -> str:
    # T7: what is asked for after acceptance is not the one-time notice.
    return "补充材料通知书" if notice.carries == "A16" else TITLES[notice.document]


def _copies_of(found: Agreement) -> tuple[PaperRef, ...]:
    if not found.copies:
        return ()
    return (PaperRef("agreement", TITLES["agreement"], found.number, found.copies[0].on),)


def _chosen(papers: tuple[PaperRef, ...], document: str, number: str) -> PaperRef:
    found = [ref for ref in papers if ref.document == document and number in {"", ref.number}]
    if not found:
        raise BadInput("paper", f"还没有{TITLES[document]}{number}：相应的步骤尚未办理，办理后才能打印。")
    return found[-1]


def _print_visit(asked: _Asked) -> bytes:
    visit = next(one for one in asked.case.visits if one.number == asked.ref.number)
    entry = values.entry_on(asked.reader, asked.case.institution, visit.finished or visit.assigned)
    head = values.sender(asked.desk, visit.number, visit.assigned)
    return visit_form(visit_values(asked.desk.law, head, asked.case, visit, entry), signer=asked.signer)


_MAKERS: Mapping[str, Callable[[_Asked], bytes]] = {
    "intake_receipt": lambda a: intake_receipt(values.intake(a.desk, a.reader, a.case), signer=a.signer),
    "supplement_notice": lambda a: supplement_notice(
        values.supplement(a.desk, a.reader, a.case, a.notice), signer=a.signer
    ),
    "acceptance_notice": lambda a: acceptance_notice(
        values.acceptance(a.desk, a.reader, a.case, a.notice), signer=a.signer
    ),
    "refusal_notice": lambda a: refusal_notice(values.refusal(a.desk, a.reader, a.case, a.notice), signer=a.signer),
    "visit_form": _print_visit,
    "result_notice": lambda a: result_notice(values.result(a.desk, a.reader, a.case, a.notice), signer=a.signer),
    "publicity_list": lambda a: publicity_list(values.publicity(a.desk, a.reader, a.case), signer=a.signer),
}


def _print_copy(reader: Reader, found: Agreement, copy: int, signer: Signer | None) -> bytes:
    if not found.copies:
        raise BadInput("paper", "该协议还没有登记打印，请先办理“打印协议”，登记份数后再输出。")
    held = next((one for one in found.copies if one.copy == copy), None)
    if held is None:
        raise BadInput("paper", f"该协议登记打印了{len(found.copies)}份，没有第{copy}份。")
    hashes = list(dict.fromkeys(one.text_hash for one in found.copies))
    if filled(found).text_hash != held.text_hash:
        raise NotAllowed.by("G3", "协议文本与打印登记时的文本不一致，不能再输出这一份，请核对协议文本的版本")
    last = _last_of_batch(reader, found, copy)
    version = hashes.index(held.text_hash) + 1
    return _set(found, copy=(copy, last), made=held.on, version=version, signer=signer)


def _last_of_batch(reader: Reader, found: Agreement, copy: int) -> int:
    """Give the highest number of the copies that were registered together with this one."""
    for record in reader.records_of(found.id):
        fact = read_fact(record)
        if isinstance(fact, Printed) and fact.first_copy <= copy < fact.first_copy + fact.copies:
            return fact.first_copy + fact.copies - 1
    return len(found.copies)


def _set(
    found: Agreement, *, copy: tuple[int, int] | None, made: date | None, version: int, signer: Signer | None
) -> bytes:
    text = filled(found)
    known = dict(text.blanks)
    return agreement(
        AgreementPaper(
            number=found.number if copy else found.number + DRAFT_NUMBER,
            filled=text,
            party_a=known.get("party_a_name", ""),
            party_b=known.get("party_b_name", ""),
            made=made or found.drafted,
            copy=copy or (1, 1),
            version=version,
        ),
        signer=signer,
    )
