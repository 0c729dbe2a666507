"""The rules as their screen shows them: the catalogue, one rule with its bases, and what a day would come to.

A rule is shown as it stands on a day, for an area and a kind of institution. The words are the catalogue's, the
office's own values come from its records, with who set them and when.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from yb_desktop.base.errors import BadInput
from yb_desktop.domain.facts import read_fact
from yb_desktop.domain.office import LocalSet, LocalValue, Office, office_id
from yb_desktop.law.areas import Area, Level
from yb_desktop.law.catalogue import LOCAL_TEXT, NO_BASIS_TEXT, Basis, Document, Kind, Rule, RuleKind, written
from yb_desktop.law.counting import Pause, days_after
from yb_desktop.law.law import Due, Law
from yb_desktop.law.report import cited
from yb_desktop.services import actions
from yb_desktop.services.desk import Desk
from yb_desktop.services.views.citing import article_here, texts_of
from yb_desktop.services.views.days import DaySort, day_of
from yb_desktop.services.views.value_words import KIND_WORDS
from yb_desktop.store.reading import Reader

actions.load()

CHAPTERS = {
    "T": "时间计算",
    "J": "管辖",
    "A": "申请和受理",
    "E": "评估",
    "G": "协议",
    "B": "违约处理",
    "C": "协议变动",
    "S": "监督和统计",
}
SORTS = {
    RuleKind.DEADLINE: "时限",
    RuleKind.THRESHOLD: "数量标准",
    RuleKind.BAR: "禁止期",
    RuleKind.DUTY: "职责",
    RuleKind.LIST: "事项清单",
    RuleKind.CONVENTION: "计算约定",
    RuleKind.LOCAL: "本地默认",
}


_OF_HOLIDAYS = frozenset({"T2", "T3"})
"""The rules of working days: local notices are entered there."""

APPLIES, OUTER, FILLS = "适用", "外限（以更近一级的规定为准）", "补足文件未定的数值"
"""How a basis in force stands here."""


@dataclass(frozen=True, slots=True)
class Place:
    """For what a rule is asked: an area, a kind of institution (``None``: both) and a day."""

    area: str
    kind: Kind | None
    on: date


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule of the catalogue; ``article`` and ``figure`` are those of its most local basis in force."""

    id: str
    title: str
    chapter: str
    sort: str
    article: str
    figure: str
    note: str


@dataclass(frozen=True, slots=True)
class BasisLine:
    """One basis: where it stands, the figure in its words, whom it binds, from when to when, and how it stands here.

    ``text`` is the article itself where an office has loaded the official text of the document (``code``).
    """

    article: str
    document: str
    words: str
    kinds: str
    span: str
    standing: str
    in_force: bool
    note: str
    code: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class LocalLine:
    """A figure of the rule that the office may set itself: its setting, what holds now, who set it, when and why."""

    setting: str
    title: str
    value: str
    unit: str
    said: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """Something that changed: a document came into force or ended, or the office set a value."""

    on: date
    words: str


@dataclass(frozen=True, slots=True)
class RuleView:
    """One rule with everything its page shows. ``counts``: a day can be counted by it.

    ``notices``: the local holidays the office entered hang on this rule (T2, T3), and are among ``changes``.
    """

    id: str
    title: str
    chapter: str
    sort: str
    manual: str
    note: str
    counts: bool
    notices: bool
    bases: tuple[BasisLine, ...]
    local: tuple[LocalLine, ...]
    changes: tuple[ChangeLine, ...]


@dataclass(frozen=True, slots=True)
class DayLine:
    """A day of a period: ``number`` counts the days that count, 0 for one that does not; ``words`` say why."""

    day: date
    number: int
    words: str


@dataclass(frozen=True, slots=True)
class DueLine:
    """A last day by one basis, how it was counted, and what kind of day it is; ``days`` of a period in working days."""

    article: str
    last_day: date
    day_words: str
    provisional: bool
    outer: bool
    why: str
    days: tuple[DayLine, ...]


def areas_of(desk: Desk) -> tuple[Area, ...]:
    """Give the areas a rule can be asked for: the office's own, then every prefecture and county the program knows."""
    areas = desk.law.areas
    own = areas.get(desk.info.area)
    province = own
    while province.parent:
        province = areas.get(province.parent)
    every = [one for prefecture in areas.within(province.code) for one in (prefecture, *areas.within(prefecture.code))]
    return (own, *(one for one in every if one.code != own.code and one.level is not Level.TOWNSHIP))


def catalogue_lines(desk: Desk, place: Place, *, chapter: str = "", find: str = "") -> tuple[RuleLine, ...]:
    """Give the rules of a chapter (all, if none is named) in which every word of ``find`` stands somewhere."""
    law = desk.law
    words = find.casefold().split()
    lines = (_line(law, rule, place) for rule in law.catalogue.rules if chapter in {"", rule.chapter})
    return tuple(line for line in lines if all(word in _searched(law, line) for word in words))


def rule_view(desk: Desk, rule: str, place: Place) -> RuleView:
    """Give one rule. Raises ``BadInput`` (``rule-unknown``)."""
    law = desk.law
    found = law.catalogue.rule(rule)
    with desk.store.read() as reader:
        office = reader.office()
        set_before = tuple(_set_values(reader, rule))
        names = {person.id: person.name for person in reader.people()}
        texts = texts_of(reader, {basis.document for basis in found.basis if basis.document})
    standing = law.in_force(rule, area=place.area, kind=place.kind, on=place.on)
    line = _line(law, found, place)
    notices = found.id in _OF_HOLIDAYS
    entered = _holiday_changes(office, names) if notices else ()
    changes = (*_document_changes(law, found), *_value_changes(found, set_before, names), *entered)
    return RuleView(
        id=found.id,
        title=found.title,
        chapter=CHAPTERS[found.chapter],
        sort=SORTS[found.kind],
        manual=found.reason,
        note=line.note,
        counts=any(basis.period(found) is not None for basis in found.basis),
        notices=notices,
        bases=tuple(_basis_lines(law, found, standing, place, texts)),
        local=tuple(_local_lines(law, found, place, office, names)),
        changes=tuple(sorted(changes, key=_newest_first)),
    )


def what_if(desk: Desk, rule: str, start: date, place: Place, pauses: Sequence[Pause] = ()) -> tuple[DueLine, ...]:
    """Give the last day by every basis in force, the most local first. Raises ``BadInput``."""
    law = desk.law
    dues = law.due(rule, start, area=place.area, kind=place.kind, in_force_on=start, paused=pauses)
    return tuple(_due_line(law, due, start, place.area, pauses) for due in dues)


def span_words(document: Document) -> str:
    """Say from when to when a document holds."""
    ends = f"至{document.ends}" if document.ends else "起施行"
    return f"{document.in_force_from}{ends}"


def _line(law: Law, rule: Rule, place: Place) -> RuleLine:
    standing = law.in_force(rule.id, area=place.area, kind=place.kind, on=place.on)
    lead = standing[0] if standing else None
    note = ""
    if lead is None and rule.kind is not RuleKind.CONVENTION:
        note = NO_BASIS_TEXT
    elif standing and all(basis.is_local for basis in standing):
        note = LOCAL_TEXT
    return RuleLine(
        id=rule.id,
        title=rule.title,
        chapter=CHAPTERS[rule.chapter],
        sort=SORTS[rule.kind],
        article=cited(law, lead.source) if lead else "",
        figure=next((_figure(basis) for basis in standing if basis.value is not None), ""),
        note=note,
    )


def _searched(law: Law, line: RuleLine) -> str:
    bases = law.catalogue.rule(line.id).basis
    texts = (f"{cited(law, one.source)} {one.words}" for one in bases)
    return f"{line.id} {line.title} {line.sort} {line.article} {line.figure} {' '.join(texts)}".casefold()


def _figure(basis: Basis) -> str:
    if basis.value is None or basis.unit is None:
        return ""
    return f"{written(basis.value, basis.unit)}{basis.unit.text}"


def _basis_lines(
    law: Law, rule: Rule, standing: Sequence[Basis], place: Place, texts: Mapping[str, str]
) -> Iterator[BasisLine]:
    leading: dict[str, str] = {}
    for basis in standing:
        first = basis.value is None or leading.setdefault(basis.part, basis.document) == basis.document
        lead = FILLS if basis.is_local else APPLIES if first else OUTER
        yield _basis_line(law, basis, lead, texts, in_force=True)
    for basis in rule.basis:
        if basis not in standing:
            yield _basis_line(law, basis, _why_idle(law, basis, place), texts, in_force=False)


def _basis_line(law: Law, basis: Basis, standing: str, texts: Mapping[str, str], *, in_force: bool) -> BasisLine:
    document = law.catalogue.by_code[basis.document] if basis.document else None
    return BasisLine(
        article=cited(law, basis.source),
        document=document.title if document else "",
        words=basis.words or _figure(basis),
        kinds="、".join(KIND_WORDS[kind] for kind in basis.kinds) if len(basis.kinds) < len(Kind) else "两类机构",
        span=span_words(document) if document else "",
        standing=standing,
        in_force=in_force,
        note=document.from_note if document else "",
        code=basis.document,
        text=article_here(law, basis, texts),
    )


def _why_idle(law: Law, basis: Basis, place: Place) -> str:
    code = basis.document or basis.under.partition("-")[0]
    document = law.catalogue.by_code[code] if code else None
    if document is not None and not document.covers(law.areas.resolve(place.area)):
        return "不适用于本地区"
    if document is not None and not document.in_force(place.on):
        return "当日未施行"
    if place.kind is not None and place.kind not in basis.kinds:
        return f"不适用于{KIND_WORDS[place.kind]}"
    return "文件已有规定，不用"


def _local_lines(law: Law, rule: Rule, place: Place, office: Office, names: dict[str, str]) -> Iterator[LocalLine]:
    """Give the figures that the office may set: those that the law lets it set for its area."""
    for part in dict.fromkeys(basis.part for basis in rule.basis if basis.value is not None):
        setting = f"{rule.id}.{part}" if part else rule.id
        try:
            law.with_local({setting: 1}, area=place.area)
        except BadInput:
            continue
        basis = next(one for one in rule.basis if one.part == part and one.value is not None and one.unit is not None)
        kept = office.values.get(setting)
        value = law.figure(rule.id, area=place.area, kind=place.kind, on=place.on, part=part or None)
        unit = basis.unit.text if basis.unit is not None else ""
        shown = f"{written(value, basis.unit)}{unit}" if value is not None and basis.unit is not None else "未设定"
        yield LocalLine(setting, basis.words or rule.title, shown, unit, _who(kept, names))


def _who(kept: LocalValue | None, names: dict[str, str]) -> str:
    if kept is None:
        return "程序默认，本单位没有另行设定"
    reason = f"，{kept.reason}" if kept.reason else ""
    return f"{names.get(kept.actor, kept.actor)}于{kept.on}设定{reason}"


def _set_values(reader: Reader, rule: str) -> Iterator[tuple[date, str, LocalSet]]:
    for record in reader.records_of(office_id(reader.info.office)):
        news = read_fact(record)
        if isinstance(news, LocalSet) and news.setting.partition(".")[0] == rule:
            yield date.fromisoformat(record.on), record.actor, news


def _value_changes(
    rule: Rule, set_before: Sequence[tuple[date, str, LocalSet]], names: dict[str, str]
) -> Iterator[ChangeLine]:
    for on, actor, news in set_before:
        part = news.setting.partition(".")[2]
        unit = next((one.unit for one in rule.basis if one.unit is not None and one.part == part), None)
        value = f"{written(news.value, unit)}{unit.text}" if unit is not None else str(news.value)
        reason = f"（{news.reason}）" if news.reason else ""
        yield ChangeLine(on, f"本单位设为{value}，{names.get(actor, actor)}经手{reason}")


def _document_changes(law: Law, rule: Rule) -> Iterator[ChangeLine]:
    for code in dict.fromkeys(basis.document for basis in rule.basis if basis.document):
        document = law.catalogue.by_code[code]
        note = f"（{document.from_note}）" if document.from_note else ""
        yield ChangeLine(document.in_force_from, f"{document.number}《{document.title}》施行{note}")
        if document.ends is not None:
            yield ChangeLine(document.ends, f"{document.number}《{document.title}》到期")


def _holiday_changes(office: Office, names: dict[str, str]) -> Iterator[ChangeLine]:
    for one in office.holidays:
        days = "、".join(day.isoformat() for day in one.days)
        yield ChangeLine(one.on, f"{names.get(one.actor, one.actor)}录入{one.notice}：{one.name}放假 {days}")


def _newest_first(line: ChangeLine) -> int:
    return -line.on.toordinal()


def _due_line(law: Law, due: Due, start: date, area: str, pauses: Sequence[Pause]) -> DueLine:
    bases = law.catalogue.rule(due.rule).basis
    basis = next((one for one in bases if (one.source, one.part) == (due.source, due.part)), None)
    in_working_days = basis is not None and basis.unit is not None and basis.unit.value == "working_days"
    forward = due.last_day > start
    days = tuple(_day_lines(law, area, start, due.last_day, pauses)) if in_working_days and forward else ()
    return DueLine(
        article=cited(law, due.source),
        last_day=due.last_day,
        day_words=_day_words(law, area, due.last_day),
        provisional=due.provisional,
        outer=due.outer,
        why=due.why,
        days=days,
    )


def _day_lines(law: Law, area: str, start: date, last: date, pauses: Sequence[Pause]) -> Iterator[DayLine]:
    number, day = 0, start
    while day < last:
        day = days_after(day, 1)
        words = _day_words(law, area, day)
        works = law.is_working_day(day, area)
        paused = works and any(one.last is not None and one.first < day <= one.last for one in pauses)
        number += works and not paused
        yield DayLine(day, number if works and not paused else 0, f"{words}，补正期间不计" if paused else words)


_WEEKDAYS = "一二三四五六日"
_DAY_SORTS: dict[DaySort, str] = {
    DaySort.WORK: "工作日",
    DaySort.REST: "休息日",
    DaySort.HOLIDAY: "节假日",
    DaySort.MAKE_UP: "调休上班",
}


def _day_words(law: Law, area: str, day: date) -> str:
    found = day_of(law, area, day)
    name = f"（{found.name}）" if found.name else ""
    return f"周{_WEEKDAYS[day.weekday()]} {_DAY_SORTS[found.sort]}{name}" + ("" if found.known else "，暂定")
