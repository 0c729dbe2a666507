"""One register without duplicates (S5): two entries become one, undone if need be; and an institution that moves (J1).

The entry given up stays readable and points to the kept one; its ended applications count as the kept one's (E11).
"""

from __future__ import annotations

from datetime import date

import msgspec

from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.domain.facts import read_fact
from yb_desktop.domain.institution import Institution, Merged, MergeUndone, Registration, Relocated
from yb_desktop.domain.vocabulary import AgreementState, CaseState
from yb_desktop.law.areas import Level
from yb_desktop.services.desk import Act, Desk, Step
from yb_desktop.services.institutions import FIXED, checked, entry_in_use
from yb_desktop.services.registry import action


@action("institutions.merge", "合并重复登记")
def merge(desk: Desk, *, on: date, keep: str, give_up: str, fields: tuple[str, ...] = ()) -> Step:
    """S5: one entry; ``fields`` names what is taken over from the entry given up."""
    if keep == give_up:
        raise BadInput("give_up", "请选择两条不同的登记。")
    with desk.act("institutions.merge", on) as act:
        kept, gone = entry_in_use(act, keep), entry_in_use(act, give_up)
        if kept.registration.kind is not gone.registration.kind:
            raise BadInput("give_up", "一条是医疗机构，一条是零售药店，不是同一家，不能合并。")
        _nothing_under_way(act, gone)
        news = Merged(give_up=give_up, registration=_joined(kept, gone, fields, on), before=kept.registration)
        act.append(keep, news)
        return act.done(keep)


def _nothing_under_way(act: Act, gone: Institution) -> None:
    """S5: what is under way stays where it is; so the entry without it is the one to give up."""
    held = (AgreementState.IN_FORCE, AgreementState.SUSPENDED)
    signed = any(agreement.state in held for agreement in act.reader.agreements_of(gone.id))
    if signed or act.reader.open_case_of(gone.id) is not None:
        raise NotAllowed.by("S5", "要并入的登记有在办的申请或履行中的协议，请改为保留这一条")


def _joined(kept: Institution, gone: Institution, fields: tuple[str, ...], on: date) -> Registration:
    known = {field.encode_name for field in msgspec.structs.fields(Registration)}
    if wrong := sorted(set(fields) - known | set(fields) & FIXED):
        raise BadInput("fields", f"不能取用的项目：{'、'.join(wrong)}。")
    mine, theirs = msgspec.to_builtins(kept.registration), msgspec.to_builtins(gone.registration)
    taken = {name: theirs[name] for name in fields if name in theirs}
    return checked(msgspec.convert(mine | taken, Registration), on)


@action("institutions.undo_merge", "撤销合并")
def undo_merge(desk: Desk, *, on: date, give_up: str) -> Step:
    """S5: two entries again, as long as the kept one has not been changed since."""
    with desk.act("institutions.undo_merge", on) as act:
        gone = act.institution(give_up)
        if not gone.merged_into:
            raise NotAllowed.by("state", "这条登记没有并入别的登记，不需要撤销合并。")
        kept = entry_in_use(act, gone.merged_into)
        merged = _merge_of(act, kept.id, give_up)
        if kept.registration != merged.registration:
            raise NotAllowed.by("S5", "合并以后，保留的登记又有变更，不能撤销合并，请改用更正")
        act.append(kept.id, MergeUndone(give_up=give_up, registration=merged.before))
        return act.done(give_up)


def _merge_of(act: Act, keep: str, give_up: str) -> Merged:
    facts = (read_fact(record) for record in act.reader.records_of(keep) if record.type == Merged.TYPE)
    return [fact for fact in facts if isinstance(fact, Merged) and fact.give_up == give_up][-1]


@action("institutions.relocate", "机构迁址")
def relocate(desk: Desk, *, on: date, institution: str, to_area: str) -> Step:
    """J1: it operates elsewhere now; in another county its file goes to that county's office (``hand_over``)."""
    with desk.act("institutions.relocate", on) as act:
        found = entry_in_use(act, institution)
        areas = act.law.areas
        area = areas.resolve(to_area)
        if areas.get(area).level in {Level.PROVINCE, Level.PREFECTURE, Level.COUNTY}:
            raise BadInput("to_area", "请填写迁入的乡镇（街道）或村的代码。")
        if area == found.registration.area:
            raise BadInput("to_area", "迁入地与现登记的经营地相同，请检查。")
        office = "" if areas.lies_in(area, desk.info.area) else areas.county(area).code
        if office:
            _only_at_the_counter(act, institution)
        act.append(institution, Relocated(to_area=area, to_office=office))
        warnings = (f"经营地已在{areas.county(area).name}，档案应移交当地经办机构（J1）",) if office else ()
        return act.done(institution, warnings=warnings)


def _only_at_the_counter(act: Act, institution: str) -> None:
    """J1: an application just received can be handed over (``hand_over``); one accepted here is finished here."""
    case = act.reader.open_case_of(institution)
    if case is not None and act.reader.case(case).state is not CaseState.RECEIVED:
        raise NotAllowed.by("J1", "该机构的申请已进入审核，请先办结，再办理迁址")
