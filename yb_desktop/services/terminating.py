"""Termination by the agency or at the institution's wish; publication and filing (C10–C14, C17)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from yb_desktop.base.errors import BadInput, NotAllowed, Unmet
from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.changes import Asked, Ending, Terminated, TerminationFiled, TerminationPublished, Wish
from yb_desktop.domain.termination import (
    CHAIN_PERSON,
    NOT_MENDED,
    OWN_REQUEST,
    SUSPENDED_TWICE,
    TerminationGround,
    is_illegal,
    termination_ground,
    termination_grounds,
)
from yb_desktop.domain.vocabulary import AgreementState
from yb_desktop.services.changes import LIVE
from yb_desktop.services.desk import Act, Desk, Step
from yb_desktop.services.elsewhere import held_elsewhere, told_elsewhere
from yb_desktop.services.numbering import next_number
from yb_desktop.services.pairs import prepare
from yb_desktop.services.persons_behind import branches_with, persons_of, terminated_branches
from yb_desktop.services.registry import action
from yb_desktop.services.suspending import not_heard


@action("changes.terminate", "解除协议", two_persons=True)
def terminate(
    desk: Desk,
    *,
    on: date,
    agreement: str,
    grounds: tuple[str, ...] = (),
    by_request: bool | None = None,
    reason: str = "",
) -> Step:
    """B6, C10–C14: terminate, after a hearing unless asked for; the system closes, publication and filing are owed.

    At its wish (``by_request``, by default whether a request is open) it holds from the day the request arrived or the
    later day asked for; otherwise from the day of release. Branches with the same person are listed (C12).
    """
    with desk.act("changes.terminate", on) as act:
        found = act.agreement(agreement, *LIVE)
        request = found.wish(Wish.TERMINATION)
        wished = by_request if by_request is not None else request is not None and not grounds
        if wished and request is None:
            raise NotAllowed.by("state", "该机构没有提出解除申请，不能按申请解除。")
        named = _grounds(found, (OWN_REQUEST,) if wished else grounds)
        unheard = () if wished or found.hearings else tuple(not_heard(act, found, "解除协议"))
        if unmet := (*unheard, *_not_held(act, found, named, wished=wished)):
            raise NotAllowed(unmet)
        ids = tuple(one.id for one in named)
        if not desk.prepared_by:
            params = {"agreement": agreement, "grounds": ids, "by_request": wished, "reason": reason}
            return prepare(act, agreement, params)
        news = _decided(act, found, ids, request if wished else None, reason)
        act.append(agreement, news)
        return act.done(agreement, documents=("termination_decision",), warnings=tuple(_to_follow(act, news)))


def _grounds(agreement: Agreement, names: Sequence[str]) -> tuple[TerminationGround, ...]:
    kind = agreement.institution_kind
    found = [termination_ground(kind, name) for name in names]
    known = tuple(dict.fromkeys(one for one in found if one is not None))
    if len(known) < len(set(names)) or not names:
        ids = "、".join(f"{one.id}（{one.text}）" for one in termination_grounds(kind))
        if not names:
            rule = termination_grounds(kind)[0].rule
            raise NotAllowed.by(rule, "请写明解除的情形")
        raise BadInput("grounds", f"没有这样的解除情形，可用的有：{ids}。")
    return known


def _not_held(act: Act, agreement: Agreement, grounds: Sequence[TerminationGround], *, wished: bool) -> Iterator[Unmet]:
    """C10–C12: say which grounds the books of this office contradict."""
    for ground in grounds:
        match ground.id:
            case _ if ground.id == SUSPENDED_TWICE:
                most = act.law.figure(ground.rule, area=agreement.area, kind=agreement.institution_kind, on=act.on)
                if most is not None and agreement.imposed < most:
                    text = f"协议有效期内只被中止{agreement.imposed}次（机构申请的不计），不足{most}次"
                    yield Unmet(ground.rule, text)
            case _ if ground.id == NOT_MENDED and not agreement.imposed:
                yield Unmet(ground.rule, "该协议没有被中止过，不能以中止期间未整改为由解除")
            case _ if ground.id == CHAIN_PERSON:
                names = persons_of(act.institution(agreement.institution).registration)
                if not terminated_branches(act, agreement, names):
                    yield Unmet("C12", "没有同一负责人名下的分支药店因其违法违规被解除，不能据此解除")
            case _ if ground.id == OWN_REQUEST and not wished:
                yield Unmet(ground.rule, "该机构没有提出解除申请，不能据此解除")
            case _:
                pass


def _decided(act: Act, agreement: Agreement, ids: tuple[str, ...], request: Asked | None, reason: str) -> Terminated:
    persons = persons_of(act.institution(agreement.institution).registration)
    chained = is_illegal(agreement.institution_kind, ids)
    return Terminated(
        effective=max(request.on, request.wanted) if request else act.on,
        by_request=request is not None,
        grounds=ids,
        number=next_number(act, "termination_decision"),
        prepared_by=act.desk.prepared_by,
        reason=reason,
        persons=persons,
        branches=tuple(one.id for one in branches_with(act, agreement, persons)) if chained else (),
        elsewhere=tuple(one.id for one in held_elsewhere(act, agreement)),
    )


def _to_follow(act: Act, news: Terminated) -> Iterator[str]:
    for branch in news.branches:
        other = act.reader.agreement(branch)
        name = act.institution(other.institution).registration.name
        yield f"“{name}”（{other.number}）负责人相同，应另行作出解除决定（C12）"
    yield from told_elsewhere(tuple(act.reader.agreement(one) for one in news.elsewhere), "解除")


@action("changes.publish_terminated", "公布解除名单")
def publish_terminated(
    desk: Desk, *, on: date, agreement: str, where: tuple[str, ...] | str = "", day: date | None = None
) -> Step:
    """C13: the termination is published."""
    with desk.act("changes.publish_terminated", on) as act:
        found = act.agreement(agreement, AgreementState.TERMINATED)
        ending, told = _on_record(found, day or on, on)
        if ending.published is not None:
            raise NotAllowed.by("state", f"该协议的解除已于{ending.published}公布。")
        places = (where,) if isinstance(where, str) else where
        if not any(place.strip() for place in places):
            raise BadInput("where", "请写明在哪里公布。")
        number = next_number(act, "termination_announcement")
        act.append(agreement, TerminationPublished(where=places, day=told, number=number))
        return act.done(agreement, documents=("termination_announcement",))


@action("changes.file_termination", "解除备案")
def file_termination(desk: Desk, *, on: date, agreement: str, day: date | None = None, receipt: str = "") -> Step:
    """C13: the termination is filed with the administration."""
    with desk.act("changes.file_termination", on) as act:
        found = act.agreement(agreement, AgreementState.TERMINATED)
        ending, filed = _on_record(found, day or on, on)
        if ending.filed is not None:
            raise NotAllowed.by("state", f"该协议的解除已于{ending.filed}备案。")
        act.append(agreement, TerminationFiled(day=filed, receipt=receipt))
        return act.done(agreement)


def _on_record(agreement: Agreement, day: date, on: date) -> tuple[Ending, date]:
    ending = agreement.ending
    if ending is None or not ending.on <= day <= on:
        raise BadInput("day", f"日期{day}应在解除之日与办理之日之间，请检查。")
    return ending, day
