"""The office itself: the local holidays it entered (T3), the values it set (G3, S2 …) and the files it loaded.

The law an office works under is the shipped one with these on top. They are facts like all others, so that a table made
again from the log is counted by the very law that the office entered.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from functools import cache

import msgspec

from yb_desktop.base.errors import BadInput
from yb_desktop.domain.facts import Fact, Stamp, fact
from yb_desktop.domain.institution import Event
from yb_desktop.domain.judging_again import ForkSettled, TakeInUndone, TakenInAgain
from yb_desktop.domain.pairing import Pending, Prepared, SentBack, put_before
from yb_desktop.domain.reference import Blobs, KeptFile, ReferenceLoaded, kept_file, with_files
from yb_desktop.law.law import Law

TEXT_MEDIA = "application/octet-stream"
"""What an agreement text of the office's own is kept and sent as."""


@fact("oversight.enter_holiday")
class HolidayEntered(Fact, frozen=True):
    """T2, T3: the days of a local notice; the same notice and name again replaces what was entered before."""

    area: str
    days: tuple[date, ...]
    notice: str
    name: str = ""


@fact("oversight.set_local")
class LocalSet(Fact, frozen=True):
    """A value of the office's own: of a rule no document gives a figure for, or one of ``SETTINGS``."""

    setting: str
    value: int
    area: str
    reason: str = ""


@fact("agreements.load_text")
class TextLoaded(Fact, frozen=True):
    """An agreement text of the office's own: a new version of ``form``, the blob it lies in, in force from a day.

    Without a blob the office goes back to the text that comes with the program.
    """

    form: str
    version: int
    starts: date
    title: str
    sha256: str = ""
    source: str = ""


class OwnText(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An agreement text of the office's own as it was loaded."""

    form: str
    version: int
    starts: date
    title: str
    on: date
    actor: str
    sha256: str = ""
    source: str = ""


class Holiday(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A local holiday notice as it was entered."""

    area: str
    days: tuple[date, ...]
    notice: str
    name: str
    on: date
    actor: str


class LocalValue(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A value of the office's own, with who set it and when."""

    value: int
    area: str
    on: date
    actor: str
    reason: str = ""


class Entered(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was entered on one day: a notice, a file of reference data, or a value by its setting."""

    on: date
    holiday: Holiday | None = None
    setting: str = ""
    value: LocalValue | None = None
    file: KeptFile | None = None


class Office(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An office as all facts so far make it; ``values`` are by setting, ``entered`` is all there ever was, in order."""

    id: str
    office: str
    holidays: tuple[Holiday, ...] = ()
    values: dict[str, LocalValue] = {}
    entered: tuple[Entered, ...] = ()
    texts: tuple[OwnText, ...] = ()
    files: tuple[KeptFile, ...] = ()
    history: tuple[Event, ...] = ()
    pending: Pending | None = None

    def value(self, setting: str) -> int | None:
        """Give the value of a setting, ``None`` where the office has set none."""
        found = self.values.get(setting)
        return found.value if found else None


class Setting(msgspec.Struct, frozen=True):
    """A setting that belongs to no rule of the catalogue: its name for people, unit and bounds (both included).

    ``default`` is ours (本地默认) until the office enters its own; 0 where only the office can know.
    """

    title: str
    unit: str
    least: int
    most: int
    default: int = 0


ARMOUR = "exchange.armour"

SETTINGS: dict[str, Setting] = {
    ARMOUR: Setting("交给其他机构的数据包加密：0 不加密，1 age，2 国密SM2", "", 0, 2),
    "insured": Setting("参保人数（S2）", "人", 1, 100_000_000),
    "beds_index": Setting("每千参保人住院床位规划指标（S2），单位为百分之一张", "1/100张", 1, 100_000),
    "inhabitants": Setting("总人口（S10）", "人", 1, 100_000_000),
    "binding.J2": Setting("分级管理（J2）是否必须遵守，1为必须、0为提示", "", 0, 1),
    "binding.J3": Setting("由州（市）级及以上经办机构签订（J3）是否必须遵守，1为必须、0为提示", "", 0, 1),
    "assessment.excellent": Setting("绩效考核“优秀”的最低分（G10），单位为百分之一分", "1/100分", 1, 10_000),
    "assessment.good": Setting("绩效考核“良好”的最低分（G10），单位为百分之一分", "1/100分", 1, 10_000),
    "assessment.passed": Setting("绩效考核“合格”的最低分（G10），单位为百分之一分", "1/100分", 1, 10_000),
    "reminder.papers": Setting("许可证、合同、证书到期前提醒（A4、A8、A9）", "天", 1, 365, 30),
    "reminder.renewals": Setting("协议到期前提醒续签（C4）", "天", 1, 365, 90),
}
"""What an office may set besides the local values of rules. ``insured.532326`` is the figure of one county (S2, S3)."""


def office_id(office: str) -> str:
    """Give the id of an office's own entity."""
    return f"office-{office}"


def setting_of(name: str) -> Setting | None:
    """Give the setting of a name, also for one area (``insured.532326``); ``None`` for the id of a rule."""
    head, _, area = name.partition(".")
    if area.isdigit() and head in {"insured", "beds_index", "inhabitants"}:
        return SETTINGS[head]
    return SETTINGS.get(name)


def law_of(shipped: Law, office: Office | None, blobs: Blobs) -> Law:
    """Give the law an office works under: the shipped one with its files, holidays and values on top.

    It also tells how it stood on an earlier day (``as_of``): with what had been entered up to then. ``blobs`` gives
    what its files hold.
    """
    if office is None:
        return shipped
    now = _with_all(shipped, office, blobs)
    days = [one.on for one in office.entered]

    @cache
    def before(count: int) -> Law:
        return _with_all(shipped, _stood(office, count), blobs)

    def past(day: date) -> Law:
        count = bisect_right(days, day)
        below = shipped.as_of(day)  # an office above may have entered something since
        if below is not shipped:
            return _with_all(below, _stood(office, count), blobs)
        return now if count == len(days) else before(count)

    return now.with_past(past)


def _stood(office: Office, count: int) -> Office:
    """Give an office as its first so many entries made it."""
    then = Office(id=office.id, office=office.office)
    for one in office.entered[:count]:
        then = _standing(then, one)
    return then


def _with_all(shipped: Law, office: Office, blobs: Blobs) -> Law:
    law = with_files(shipped, office.files, blobs)
    for holiday in office.holidays:
        law = law.with_holidays(area=holiday.area, days=holiday.days, notice=holiday.notice, name=holiday.name)
    for setting, kept in office.values.items():
        if setting_of(setting) is None:
            law = _with_value(law, setting, kept)
    return law


def _with_value(law: Law, setting: str, kept: LocalValue) -> Law:
    try:
        return law.with_local({setting: kept.value}, area=kept.area)
    except BadInput:
        # A newer catalogue gives the figure itself: from then on the document leads, and the office's value rests.
        return law


def evolve(before: Office | None, news: Fact, at: Stamp) -> Office:
    """Give the office after ``news``. Raises ``LookupError`` for a record about another office than its maker's."""
    if at.entity != office_id(at.office):
        raise LookupError(at.entity)
    now = before or Office(id=at.entity, office=at.office)
    after = _changed(now, news, at)
    return msgspec.structs.replace(after, history=(*now.history, Event(at.type, at.on, at.actor, at.rid)))


def _changed(now: Office, news: Fact, at: Stamp) -> Office:
    match news:
        case HolidayEntered():
            entered = Holiday(
                area=news.area, days=news.days, notice=news.notice, name=news.name, on=at.on, actor=at.actor
            )
            one = Entered(on=at.on, holiday=entered)
        case LocalSet():
            kept = LocalValue(value=news.value, area=news.area, on=at.on, actor=at.actor, reason=news.reason)
            one = Entered(on=at.on, setting=news.setting, value=kept)
        case ReferenceLoaded():
            one = Entered(on=at.on, file=kept_file(news, at))
        case TextLoaded():
            return msgspec.structs.replace(now, texts=(*now.texts, _own_text(news, at)))
        case TakeInUndone() | TakenInAgain():
            return now
        case Prepared():
            return msgspec.structs.replace(now, pending=put_before(news, at))
        case SentBack() | ForkSettled():
            return msgspec.structs.replace(now, pending=None)
        case _:
            raise TypeError(f"{type(news).__name__} does not change an office")
    return msgspec.structs.replace(_standing(now, one), entered=(*now.entered, one))


def _own_text(news: TextLoaded, at: Stamp) -> OwnText:
    return OwnText(
        form=news.form,
        version=news.version,
        starts=news.starts,
        title=news.title,
        on=at.on,
        actor=at.actor,
        sha256=news.sha256,
        source=news.source,
    )


def _standing(now: Office, one: Entered) -> Office:
    """Give the office with one more notice, file or value; the same notice, or setting, takes the earlier's place."""
    replace = msgspec.structs.replace
    if one.file is not None:
        return replace(now, files=(*now.files, one.file))
    if one.holiday is not None:
        new = one.holiday
        others = tuple(h for h in now.holidays if (h.notice, h.name) != (new.notice, new.name))
        return replace(now, holidays=(*others, new))
    return replace(now, values={**now.values, one.setting: one.value}) if one.value is not None else now
