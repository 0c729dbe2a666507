"""What an office enters of its own: local holidays (T2, T3) and values (G3, S2 …).

After a holiday or a value every open clock is counted again in the same transaction, and the step names each matter
that moved, from which day to which, and why.
"""

from __future__ import annotations

from datetime import date

from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.case import Case
from yb_desktop.domain.facts import Fact
from yb_desktop.domain.office import (
    HolidayEntered,
    LocalSet,
    office_id,
    setting_of,
)
from yb_desktop.services.desk import Act, Desk, Step
from yb_desktop.services.registry import action
from yb_desktop.services.shown import Shown
from yb_desktop.services.timing import due_of
from yb_desktop.store.rebuild import Moved

YEARS_AHEAD = 1
"""A notice is entered for this year, the past ones, or the next."""


class MovedClock(Shown, frozen=True, kw_only=True):
    """A clock that moved: of which matter and institution, from which last day to which, and why."""

    entity: str
    institution: str
    name: str
    rule: str
    source: str
    before: date | None
    after: date | None
    provisional: bool
    why: str


@action("oversight.enter_holiday", "录入本地放假通知")
def enter_holiday(desk: Desk, *, on: date, days: tuple[date, ...], notice: str, name: str = "") -> Step:
    """T2, T3: enter a local holiday; open clocks are counted again, and the step names those that moved and why.

    The same notice entered again replaces its days: so a slip is mended.
    """
    chosen = tuple(sorted(set(days)))
    if not chosen or not notice.strip():
        raise BadInput("holiday", "请填写放假日期和通知文号。")
    if not 2000 <= chosen[0].year <= chosen[-1].year <= on.year + YEARS_AHEAD:
        raise BadInput("holiday", f"放假日期{chosen[0]}至{chosen[-1]}不合理，请核对年份。")
    with desk.act("oversight.enter_holiday", on) as act:
        fact = HolidayEntered(area=desk.info.area, days=chosen, notice=notice.strip(), name=name.strip())
        return entered(act, fact, f"{notice.strip()}{name.strip()}放假")


@action("oversight.set_local", "设定本单位数值")
def set_local(desk: Desk, *, on: date, setting: str, value: int, reason: str = "") -> Step:
    """Set a value of the office's own: a local default, a limit where no document has one, or a setting of ours.

    Raises ``BadInput`` (``local-refused``) for a figure that a document gives, and for a value out of bounds.
    """
    _check_value(desk, setting, value)
    with desk.act("oversight.set_local", on) as act:
        fact = LocalSet(setting=setting, value=value, area=desk.info.area, reason=reason)
        return entered(act, fact, f"本单位将{setting}设为{value}")


def _check_value(desk: Desk, setting: str, value: int) -> None:
    known = setting_of(setting)
    if known is None:
        desk.law.with_local({setting: value}, area=desk.info.area)
        return
    if not known.least <= value <= known.most:
        raise BadInput("local-refused", f"“{known.title}”应在{known.least}至{known.most}之间。")
    area = setting.partition(".")[2]
    if area.isdigit() and not desk.law.areas.lies_in(area, desk.info.area):
        raise BadInput("local-refused", f"区划{area}不在本单位的范围内，不能为它设定数值。")


def entered(act: Act, fact: Fact, why: str) -> Step:
    """Write down what the office entered, count the open clocks again, and name those that moved."""
    entity = office_id(act.desk.info.office)
    in_order(act)
    act.append(entity, fact)
    rows = tuple(_row(act, moved, why) for moved in act.tx.follow_law())
    texts = tuple(f"{row.name}：{row.rule}的最后一日{_day(row.before)}改为{_day(row.after)}（{why}）" for row in rows)
    return act.done(entity, rows=rows, warnings=texts)


def in_order(act: Act) -> None:
    """T8: what an office enters is a matter too; no step of it lies before the one before."""
    past = act.reader.office().history
    if past and act.on < past[-1].on:
        raise NotAllowed.by("T8", f"办理日期{act.on}早于本单位上一次设定（{past[-1].on}），请改正日期。", past[-1].on)


def _day(value: date | None) -> str:
    return value.isoformat() if value else "（不计时）"


def _row(act: Act, moved: Moved, why: str) -> MovedClock:
    matter = act.reader.entity(moved.entity)
    institution = matter.institution if isinstance(matter, Case | Agreement) else ""
    counted = next(
        (d.why for d in due_of(matter, act.law) if (d.rule, d.source, d.last_day) == _key(moved)),
        "",
    )
    return MovedClock(
        entity=moved.entity,
        institution=institution,
        name=act.institution(institution).registration.name if institution else "",
        rule=moved.rule,
        source=moved.source,
        before=moved.before,
        after=moved.after,
        provisional=moved.provisional,
        why=f"{why}；{counted}" if counted else why,
    )


def _key(moved: Moved) -> tuple[str, str, date | None]:
    return moved.rule, moved.source, moved.after
