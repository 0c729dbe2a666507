"""Taking a step back while nothing rests on it, and handing a case to another person.

A step taken back stays in the log and in the register of documents; the matter is as it was before, figures leave the
step out. Steps are taken back in the reverse order in which they were done.
"""

from __future__ import annotations

from datetime import date

from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.domain.case_facts import CaseReassigned
from yb_desktop.domain.entities import EntityKind, kind_of, touched
from yb_desktop.domain.facts import read_fact
from yb_desktop.domain.on_paper import TRACES
from yb_desktop.domain.pairing import Prepared, SentBack, StepVoided
from yb_desktop.domain.people import Role
from yb_desktop.domain.records import Record
from yb_desktop.services.desk import Desk, Step
from yb_desktop.services.pairs import load_matter, prepare
from yb_desktop.services.people import find_person
from yb_desktop.services.registry import action, step_title
from yb_desktop.store.reading import Reader

_MATTERS = (EntityKind.CASE, EntityKind.AGREEMENT, EntityKind.AUDIT)
_NO_STEPS = frozenset({Prepared.TYPE, SentBack.TYPE, StepVoided.TYPE}) | TRACES
"""What goes on between two persons or with papers is no step of the matter; nothing is taken back twice."""


@action("cases.void_step", "撤销步骤", two_persons=True)
def void_step(
    desk: Desk, *, on: date, reason: str, step: str = "", case: str = "", agreement: str = "", audit: str = ""
) -> Step:
    """Take a step of an application, an agreement or an audit back while nothing rests on it.

    ``step`` is the record's id; or, with ``audit``, ``agreement`` or ``case``, an action's name (its newest step) or
    nothing (the newest step of the first of these that is given).
    """
    if not reason.strip():
        raise BadInput("reason", "请写明撤销的原因。")
    with desk.act("cases.void_step", on) as act:
        record = _meant(act.reader, step, [one for one in (audit, agreement, case) if one])
        concerned = touched(record, read_fact(record))
        matters = [entity for entity in concerned if kind_of(entity) in _MATTERS]
        if not matters:
            raise NotAllowed.by("state", "这一步不是申请、协议或稽核的步骤，请用更正、撤销导入等办法处理。")
        for matter in matters:
            load_matter(act, matter)
        for entity in concerned:
            _nothing_rests(act.reader, entity, record)
        if not desk.prepared_by:
            return prepare(act, matters[0], {"step": record.rid, "reason": reason})
        also = tuple(entity for entity in concerned if entity != matters[0])
        act.append(matters[0], StepVoided(step=record.rid, reason=reason, prepared_by=desk.prepared_by, also=also))
        return act.done(matters[0])


def _meant(reader: Reader, step: str, matters: list[str]) -> Record:
    if step.startswith("r-"):
        record = reader.record(step)
        if record.type in _NO_STEPS:
            raise NotAllowed.by("state", "送审、退回、撤销和文书的打印、扫描登记本身不能撤销。")
        return record
    for matter in matters:
        if steps := [one for one in standing_steps(reader, matter) if step in {"", one.type}]:
            return steps[-1]
    raise BadInput("step", "找不到要撤销的步骤，请核对。")


def standing_steps(reader: Reader, entity: str) -> list[Record]:
    """Give the steps that changed an entity and were not taken back, oldest first."""
    records = reader.records_of(entity)
    facts = (read_fact(record) for record in records if record.type == StepVoided.TYPE)
    gone = {fact.step for fact in facts if isinstance(fact, StepVoided)}
    return [record for record in records if record.type not in _NO_STEPS and record.rid not in gone]


def _nothing_rests(reader: Reader, entity: str, record: Record) -> None:
    standing = standing_steps(reader, entity)
    if all(one.rid != record.rid for one in standing):
        raise NotAllowed.by("state", "这一步已经撤销。")
    if (newest := standing[-1]).rid != record.rid:
        title = step_title(newest.type)
        raise NotAllowed.by("state", f"这一步之后又办理了“{title}”（{newest.on}），请先撤销后面的步骤。")


@action("oversight.reassign_case", "移交经办人")
def reassign_case(desk: Desk, *, on: date, case: str, person: str, reason: str = "") -> Step:
    """Hand a case to another person (by id or name) who may handle it; the leader's or a reviewer's to do."""
    with desk.act("oversight.reassign_case", on) as act:
        desk.need(Role.LEADER, Role.REVIEWING)
        found = act.case(case)
        if found.state.ended:
            raise NotAllowed.by("state", f"该申请已“{found.state.label}”，不再移交。")
        to = find_person(act.reader, person)
        if not to.may(Role.HANDLING, Role.RECEIVING, Role.REVIEWING, Role.LEADER):
            raise BadInput("person", f"{to.name}没有业务岗位，不能接办。")
        if found.handler == to.id:
            raise NotAllowed.by("state", f"该申请已由{to.name}经办。")
        act.append(case, CaseReassigned(to=to.id, reason=reason))
        return act.done(case)
