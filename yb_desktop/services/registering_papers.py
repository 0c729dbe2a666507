"""What becomes of papers once they are made: each print of a numbered one, and the scans of what came back stamped.

Rules kept here: a numbered paper is printed again only with a reason, and the register keeps it; a scan is filed with
the paper that its codes name and with no other. The copies of agreements have a register of their own
(``agreements.print``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from yb_desktop.base.errors import BadInput, NotAllowed, Refused
from yb_desktop.domain.agreement import Agreement, ScanAttached
from yb_desktop.domain.audit import Audit
from yb_desktop.domain.case import Case
from yb_desktop.domain.facts import read_fact
from yb_desktop.domain.institution import Institution
from yb_desktop.domain.on_paper import PaperPrinted, PaperScanned
from yb_desktop.domain.vocabulary import AgreementState
from yb_desktop.paper.verify import PageVerdict, Verdict
from yb_desktop.services.agreements import document_of
from yb_desktop.services.desk import Act, Desk, Step
from yb_desktop.services.paper.check import keys_of, verify_at
from yb_desktop.services.paper.kinds import Matter, PaperRef
from yb_desktop.services.papers import TITLES, Wanted, meant
from yb_desktop.services.registry import action
from yb_desktop.store import lists
from yb_desktop.store.reading import Reader

COPIES = frozenset({"agreement", "supplementary_agreement"})
"""The papers whose copies are numbered and registered one by one."""
_PDF, _JPEG = "application/pdf", "image/jpeg"
_MOST = 50


@dataclass(frozen=True, slots=True)
class PrintedBefore:
    """A numbered paper, and the days on which it was printed so far."""

    document: str
    number: str
    days: tuple[date, ...]

    @property
    def words(self) -> str:
        """The paper and when it was printed last, for a question."""
        last = f"最近一次在{self.days[-1]}" if self.days else ""
        return f"{TITLES[self.document]}{self.number}已经打印过{len(self.days)}次，{last}"


def printed_before(desk: Desk, document: str, wanted: Wanted) -> PrintedBefore | None:
    """Give when a paper was printed; ``None`` for one whose prints are not registered here.

    That is one without a number of its own, one of a case that another office goes on with, and any on a laptop.
    """
    if document in COPIES or desk.info.laptop:
        return None
    with desk.store.read() as reader:
        matter, ref = meant(desk, reader, document, wanted)
        gone = isinstance(matter, Case) and matter.handed_to not in {"", desk.info.office}
        if gone or not _numbered(reader, ref):
            return None
        return PrintedBefore(document, ref.number, _days(reader, matter, ref))


def note_print(desk: Desk, document: str, wanted: Wanted, reason: str = "") -> None:
    """Register that a paper was printed today, where its prints are registered. Raises what the action raises."""
    if printed_before(desk, document, wanted) is not None:
        register_print(
            desk,
            on=desk.clock.today(),
            document=document,
            number=wanted.number,
            reason=reason,
            case=wanted.case,
            agreement=wanted.agreement,
            audit=wanted.audit,
            institution=wanted.institution,
        )


def need_reason(before: PrintedBefore | None, reason: str) -> None:
    """Refuse (``reason``) to print a paper once more without saying why."""
    if before is not None and before.days and not reason.strip():
        raise BadInput("reason", f"{before.words}。再次打印请写明原因，如：原件破损、补发。")


@action("papers.register_print", "登记文书打印")
def register_print(
    desk: Desk,
    *,
    on: date,
    document: str,
    number: str = "",
    reason: str = "",
    case: str = "",
    agreement: str = "",
    audit: str = "",
    institution: str = "",
) -> Step:
    """Register that a numbered paper was printed (the newest of its kind by default); again only with a reason."""
    with desk.act("papers.register_print", on) as act:
        wanted = Wanted(case, agreement, audit, institution, number=number)
        matter, ref = meant(desk, act.reader, document, wanted)
        if document in COPIES:
            raise NotAllowed.by("state", "协议的各份请用“打印登记”登记，补印时写明原因。")
        if not _numbered(act.reader, ref):
            raise NotAllowed.by("state", f"{ref.title}没有自己的文号，打印不用登记。")
        _load(act, matter)
        need_reason(PrintedBefore(document, ref.number, _days(act.reader, matter, ref)), reason)
        act.append(matter.id, PaperPrinted(document=document, number=ref.number, reason=reason.strip()))
        return act.done(matter.id)


@action("agreements.attach_scan", "上传签字扫描件")
def attach_scan(desk: Desk, *, on: date, agreement: str, file: str, pages: tuple[int, ...] = ()) -> Step:
    """G3: keep a scan of the signed sheets; ``file`` is a blob taken in before.

    ``pages`` are those it holds where a person compared what no code tells; by default those that its codes name.
    """
    with desk.store.read() as reader:
        held = reader.agreement(agreement)
    found = _pages_of(desk, file, document_of(held), held.number, pages)
    return keep_agreement_scan(desk, on=on, agreement=agreement, file=file, pages=found)


@action("papers.attach_scan", "文书扫描件归档")
def attach_paper_scan(
    desk: Desk,
    *,
    on: date,
    document: str,
    file: str,
    number: str = "",
    pages: tuple[int, ...] = (),
    case: str = "",
    agreement: str = "",
    audit: str = "",
    institution: str = "",
) -> Step:
    """Keep a scan of any other stamped paper with its matter; ``file`` and ``pages`` as for an agreement's."""
    wanted = Wanted(case, agreement, audit, institution, number=number)
    with desk.store.read() as reader:
        matter, ref = meant(desk, reader, document, wanted)
    if document in COPIES:
        raise NotAllowed.by("state", "协议的扫描件请在协议上归档。")
    found = _pages_of(desk, file, document, ref.number, pages)
    return keep_paper_scan(desk, on=on, matter=matter, ref=ref, file=file, pages=found)


def keep_agreement_scan(desk: Desk, *, on: date, agreement: str, file: str, pages: tuple[int, ...]) -> Step:
    """G3: put a scan on an agreement's record whose pages are known to be the agreement's."""
    with desk.act("agreements.attach_scan", on) as act:
        act.agreement(agreement, AgreementState.IN_FORCE)
        size, media = _kept(act.reader, file)
        act.append(agreement, ScanAttached(sha256=file, size=size, media=media, pages=pages))
        return act.done(agreement)


def keep_paper_scan(desk: Desk, *, on: date, matter: Matter, ref: PaperRef, file: str, pages: tuple[int, ...]) -> Step:
    """Put a scan on the record of a matter whose pages are known to be those of its paper."""
    with desk.act("papers.attach_scan", on) as act:
        _load(act, matter)
        size, media = _kept(act.reader, file)
        news = PaperScanned(document=ref.document, number=ref.number, sha256=file, size=size, media=media, pages=pages)
        act.append(matter.id, news)
        return act.done(matter.id)


def _load(act: Act, matter: Matter) -> None:
    """Check owner and day, as for any step of that matter."""
    match matter:
        case Case():
            act.case(matter.id)
        case Agreement():
            act.agreement(matter.id)
        case Audit():
            act.audit(matter.id)
        case Institution():
            act.institution(matter.id)


def _numbered(reader: Reader, ref: PaperRef) -> bool:
    rows = lists.documents(reader, document=ref.document, find=ref.number, limit=_MOST).rows
    return any(row.number == ref.number for row in rows)


def _days(reader: Reader, matter: Matter, ref: PaperRef) -> tuple[date, ...]:
    records = [one for one in reader.records_of(matter.id) if one.type == PaperPrinted.TYPE]
    facts = [(date.fromisoformat(record.on), read_fact(record)) for record in records]
    return tuple(
        day
        for day, fact in facts
        if isinstance(fact, PaperPrinted) and (fact.document, fact.number) == (ref.document, ref.number)
    )


def _kept(reader: Reader, file: str) -> tuple[int, str]:
    data = _bytes(reader, file)
    return len(data), _PDF if data.startswith(b"%PDF") else _JPEG


def _bytes(reader: Reader, file: str) -> bytes:
    data = reader.blob(file)
    if data is None:
        raise BadInput("file", "找不到扫描件，请重新选择文件。")
    return data


def _pages_of(desk: Desk, file: str, document: str, number: str, named: tuple[int, ...]) -> tuple[int, ...]:
    """Give the pages a scan holds. Raises ``Refused`` (``scan-other``, ``scan-unread``) where its codes forbid it."""
    with desk.store.read() as reader:
        data = _bytes(reader, file)
    verdicts = verify_at(desk, data, keys=keys_of(desk).keys)
    wrong = next(_wrong(verdicts, document, number), "")
    if wrong:
        raise Refused("scan-other", f"{wrong}。请核对扫描的是不是这份文书，或者在“协议－扫描件”里读取，由系统归入。")
    read = tuple(dict.fromkeys(one.printed_page[0] for one in verdicts if one.printed_page))
    if not read and not named:
        raise Refused(
            "scan-unread",
            "扫描件上没有读到二维码，不能确认是哪份文书。请在“协议－扫描件”里读取，与打印时的页面逐页比对后归档。",
        )
    return named or tuple(sorted(read))


def _wrong(verdicts: tuple[PageVerdict, ...], document: str, number: str) -> Iterator[str]:
    for one in verdicts:
        at = f"扫描件第{one.page}页"
        if one.verdict is Verdict.ALTERED:
            yield f"{at}的二维码与签名不符，可能已被改动"
        elif one.verdict is Verdict.UNKNOWN_KEY:
            yield f"{at}的签名密钥不在信任清单内，无法核实"
        elif one.verdict is Verdict.OLDER_VERSION:
            yield f"{at}是旧版文本"
        elif one.verdict is Verdict.GENUINE and (one.document, one.number) != (document, number):
            yield f"{at}是“{TITLES.get(one.document or '', '文书')}{one.number}”的，不是“{TITLES[document]}{number}”的"
