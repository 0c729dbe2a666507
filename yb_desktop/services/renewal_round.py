"""A renewal round: all agreements that end in a period, step by step as one batch (C4).

How a batch works is told in ``batches``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import msgspec

from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.changes import RenewalPapers, RoundOpened
from yb_desktop.domain.pairing import Prepared
from yb_desktop.domain.people import Role
from yb_desktop.domain.vocabulary import AgreementState
from yb_desktop.law.counting import days_after
from yb_desktop.services.batches import Batch, BatchReport, Progress, run_batch
from yb_desktop.services.desk import Act, Desk, Step
from yb_desktop.services.numbering import next_number
from yb_desktop.services.registry import action
from yb_desktop.services.renewing import published, ready_to_publish, ready_to_renew, renewed, requested
from yb_desktop.store.reading import Reader


@dataclass(frozen=True, slots=True)
class RoundCounts:
    """How far a round has come: every agreement of it is in exactly one of these, ``total`` is their sum."""

    waiting: int = 0
    requested: int = 0
    published: int = 0
    prepared: int = 0
    renewed: int = 0
    declined: int = 0
    over: int = 0

    @property
    def total(self) -> int:
        """Count the agreements of the round."""
        going_on = self.waiting + self.requested + self.published + self.prepared
        return going_on + self.renewed + self.declined + self.over


def round_name(office: str, first: date | None, last: date) -> str:
    """Give the name of an office's round for a period; the same period gives the same round."""
    return f"round-{office}-{first.isoformat() if first else ''}-{last.isoformat()}"


@action("changes.open_renewal_round", "开展续签批次")
def open_renewal_round(desk: Desk, *, on: date, year: int | None = None, ends_before: date | None = None) -> Step:
    """C4: open a round for all agreements that end in a year, or before a day; again, it takes in what came since."""
    report = open_round(desk, on=on, year=year, ends_before=ends_before)
    if not report.done:
        raise NotAllowed.by("state", "该期间内没有尚未列入续签批次的协议。")
    with desk.store.read() as reader:
        found = reader.agreement(report.done[0])
    return Step(entity=found.id, state=found.state.value, warnings=(f"列入续签批次的协议共{len(report.done)}份",))


def open_round(
    desk: Desk,
    *,
    on: date,
    year: int | None = None,
    ends_before: date | None = None,
    progress: Progress | None = None,
) -> BatchReport:
    """Open a round; agreements that are in it already are passed over. Raises ``BadInput`` without one clear period."""
    first, last = _period(on, year, ends_before)
    name = round_name(desk.info.office, first, last)

    def open_one(act: Act, entity: str) -> str:
        act.agreement(entity, AgreementState.IN_FORCE, AgreementState.SUSPENDED)
        act.append(entity, RoundOpened(round=name))
        return entity

    with desk.store.read() as reader:
        ending = reader.agreements_ending(first, last)
        reader.load(ending)
        wanted = [entity for entity in ending if _to_open(reader.agreement(entity), on, name)]
    return run_batch(Batch(desk, "changes.open_renewal_round", on, progress), wanted, open_one)


def _period(on: date, year: int | None, ends_before: date | None) -> tuple[date | None, date]:
    if (year is None) == (ends_before is None):
        raise BadInput("year", "请填写续签批次的年度，或者期满日期早于哪一天（只填其中一个）。")
    if year is not None:
        if not 2000 <= year <= 2999:
            raise BadInput("year", f"年度{year}不合理，请检查。")
        return date(year, 1, 1), date(year, 12, 31)
    return None, days_after(ends_before or on, -1)


def _to_open(agreement: Agreement, on: date, name: str) -> bool:
    if agreement.next or agreement.ends < on:
        return False
    return agreement.renewal is None or agreement.renewal.round != name


def round_of(reader: Reader, *, year: int | None = None, ends_before: date | None = None) -> tuple[Agreement, ...]:
    """Give the agreements of a round, by their last day."""
    first, last = _period(date.max, year, ends_before)
    name = round_name(reader.info.office, first, last)
    return tuple(one for one in reader.every_agreement() if one.renewal is not None and one.renewal.round == name)


def counts_of(agreements: Sequence[Agreement]) -> RoundCounts:
    """Count how far the agreements of a round have come."""
    counts = RoundCounts()
    for one in agreements:
        stage = stage_of(one)
        counts = replace(counts, **{stage: getattr(counts, stage) + 1})
    return counts


def stage_of(agreement: Agreement) -> str:
    """Say how far the renewal of an agreement has come, as ``RoundCounts`` counts it."""
    renewal = agreement.renewal
    if agreement.next:
        return "renewed"
    if agreement.state.ended or renewal is None:
        return "over"
    if renewal.declined is not None:
        return "declined"
    if agreement.pending is not None and agreement.pending.action == _RENEW:
        return "prepared"
    if renewal.published is not None:
        return "published"
    return "requested" if renewal.requested is not None else "waiting"


_RENEW = "changes.renew"


def request_all(
    desk: Desk,
    *,
    on: date,
    papers: Mapping[str, RenewalPapers],
    progress: Progress | None = None,
) -> BatchReport:
    """Take the applications of many agreements, each with its papers."""

    def request_one(act: Act, entity: str) -> str:
        return requested(act, entity, papers[entity]).id

    return run_batch(Batch(desk, "changes.request_renewal", on, progress), list(papers), request_one)


def publish_all(
    desk: Desk,
    *,
    on: date,
    agreements: Sequence[str],
    where: tuple[str, ...],
    papers: RenewalPapers | None = None,
    progress: Progress | None = None,
) -> BatchReport:
    """Make the renewal of many agreements public: one list with one number."""
    number = ""

    def publish_one(act: Act, entity: str) -> str:
        nonlocal number
        ready_to_publish(act, entity)
        number = number or next_number(act, "renewal_notice")
        published(act, entity, where, papers or RenewalPapers(), number)
        return entity

    return run_batch(Batch(desk, "changes.publish_renewal", on, progress), agreements, publish_one)


def prepare_all(
    desk: Desk,
    *,
    on: date,
    agreements: Sequence[str],
    papers: RenewalPapers | None = None,
    progress: Progress | None = None,
) -> BatchReport:
    """Put the renewal of many agreements before the second person."""
    more = papers or RenewalPapers()

    def prepare_one(act: Act, entity: str) -> str:
        ready_to_renew(act, entity, more)
        params = {"agreement": entity, **msgspec.structs.asdict(more)}
        act.append(entity, Prepared(action=_RENEW, params=msgspec.json.encode(params, order="sorted").decode()))
        return entity

    return run_batch(Batch(desk, _RENEW, on, progress), agreements, prepare_one)


class _RenewParams(msgspec.Struct, frozen=True, kw_only=True):
    """What a prepared renewal says (the parameters of ``changes.renew``)."""

    agreement: str
    credit_report: str = ""
    letters: str = ""
    assessment: str = ""
    ends: date | None = None
    blanks: dict[str, str | int | tuple[str, ...]] | None = None


def release_all(desk: Desk, *, on: date, agreements: Sequence[str], progress: Progress | None = None) -> BatchReport:
    """Release the prepared renewals of many agreements; nobody releases what they prepared."""
    desk.need(Role.REVIEWING, Role.LEADER)

    def release_one(act: Act, entity: str) -> str:
        pending = act.reader.agreement(entity).pending
        if pending is None or pending.action != _RENEW:
            raise NotAllowed.by("state", "该协议没有待审核的续签。")
        if pending.by == desk.actor:
            raise NotAllowed.by("two-persons", "经办人不能审核自己经办的事项，请由另一位审核人员办理。")
        act.desk = replace(desk, prepared_by=pending.by)
        params = msgspec.json.decode(pending.params, type=_RenewParams)
        papers = RenewalPapers(credit_report=params.credit_report, letters=params.letters, assessment=params.assessment)
        found = ready_to_renew(act, entity, papers)
        return renewed(act, found, papers, ends=params.ends, blanks=params.blanks)

    return run_batch(Batch(desk, _RENEW, on, progress), agreements, release_one)
