"""本单位数值: every value the office may set, what holds now, what holds without it, who set it, when and why.

Which values those are is asked of the law itself: a figure that a document gives for this office is not among them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from yb_desktop.base.errors import BadInput
from yb_desktop.domain.office import SETTINGS, LocalValue, Setting, setting_of
from yb_desktop.domain.vocabulary import Level
from yb_desktop.law.catalogue import BOTH_KINDS, Basis, Rule, Unit
from yb_desktop.law.law import shipped_law
from yb_desktop.services.desk import Desk
from yb_desktop.services.views.permitted import lacking_for
from yb_desktop.services.views.value_words import KIND_WORDS

_OF_AREAS = ("insured", "beds_index", "inhabitants")
_HUNDREDTH = "1/100"


@dataclass(frozen=True, slots=True)
class ValueLine:
    """One value: ``now`` and ``default`` in words; ``value`` counts hundredths of ``unit`` where it says so."""

    setting: str
    rule: str
    title: str
    now: str
    default: str
    value: int | None
    unit: str
    hundredths: bool
    least: int
    most: int | None
    own: bool
    set_by: str
    set_on: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class OfficeValues:
    """All values, and why this person may not set them (empty where they may)."""

    lines: tuple[ValueLine, ...]
    cannot: str


def office_values(desk: Desk) -> OfficeValues:
    """Give every value the office may set: those of rules first, then settings of its own."""
    with desk.store.read() as reader:
        kept = reader.office().values
        names = {person.id: person.name for person in reader.people()}
    made = [_of_rule(desk, rule, basis) for rule, basis in _open_figures(desk)]
    made += [_of_setting(desk, key, setting) for key, setting in _settings(desk)]
    lines = tuple(_with_kept(line, kept.get(line.setting), names) for line in made)
    return OfficeValues(lines, lacking_for(desk, "oversight.set_local"))


def _open_figures(desk: Desk) -> Iterator[tuple[Rule, Basis]]:
    """Give the rules, or parts of rules, whose figure no document gives for this office, with the figure meant."""
    law = shipped_law()
    for rule in law.catalogue.rules:
        for part in dict.fromkeys(basis.part for basis in rule.basis if basis.value is not None):
            figures = [one for one in rule.basis if one.part == part and one.value is not None]
            basis = next((one for one in figures if one.is_local), figures[0])
            if _may_set(desk, _key(rule, part), basis.value or 1):
                yield rule, basis


def _may_set(desk: Desk, key: str, value: int) -> bool:
    try:
        shipped_law().with_local({key: value}, area=desk.info.area)
    except BadInput:
        return False
    return True


def _key(rule: Rule, part: str) -> str:
    return f"{rule.id}.{part}" if part else rule.id


def _of_rule(desk: Desk, rule: Rule, basis: Basis) -> ValueLine:
    unit = basis.unit or Unit.TIMES
    standing = _standing(desk, rule, basis)
    return ValueLine(
        setting=_key(rule, basis.part),
        rule=rule.id,
        title=_title(rule, basis),
        now=_figure(standing, unit) if standing is not None else _none(rule),
        default=f"{_figure(basis.value or 0, unit)}（本地默认）" if basis.is_local else _none(rule),
        value=standing,
        unit="元" if unit is Unit.FEN else unit.text,
        hundredths=unit is Unit.FEN,
        least=1,
        most=None,
        own=False,
        set_by="",
        set_on=None,
        reason="",
    )


def _standing(desk: Desk, rule: Rule, basis: Basis) -> int | None:
    return desk.law.figure(
        rule.id, area=desk.info.area, kind=basis.kinds[0], on=desk.clock.today(), part=basis.part or None
    )


def _title(rule: Rule, basis: Basis) -> str:
    kinds = "" if basis.kinds == BOTH_KINDS else f"（{'、'.join(KIND_WORDS[kind] for kind in basis.kinds)}）"
    words = f"：{basis.words}" if basis.part and basis.words else ""
    return f"{rule.title}{words}{kinds}"


def _none(rule: Rule) -> str:
    return "没有，不计时" if rule.count is not None else "没有"


def _figure(value: int, unit: Unit) -> str:
    return f"{value / 100:,.2f}元" if unit is Unit.FEN else f"{value}{unit.text}"


def _settings(desk: Desk) -> Iterator[tuple[str, Setting]]:
    yield from SETTINGS.items()
    if desk.info.level in {Level.PREFECTURE, Level.PROVINCE}:
        for area in desk.law.areas.within(desk.info.area):
            for head in _OF_AREAS:
                yield f"{head}.{area.code}", SETTINGS[head]


def _of_setting(desk: Desk, key: str, setting: Setting) -> ValueLine:
    _, _, area = key.partition(".")
    place = f"　{desk.law.areas.get(area).name}" if area.isdigit() else ""
    return ValueLine(
        setting=key,
        rule="",
        title=setting.title.partition("，单位为")[0] + place,
        now="未设定",
        default="没有",
        value=None,
        unit=setting.unit.removeprefix(_HUNDREDTH),
        hundredths=setting.unit.startswith(_HUNDREDTH),
        least=setting.least,
        most=setting.most,
        own=False,
        set_by="",
        set_on=None,
        reason="",
    )


def _with_kept(line: ValueLine, kept: LocalValue | None, names: dict[str, str]) -> ValueLine:
    if kept is None:
        return line
    own = setting_of(line.setting) is not None
    figure = f"{kept.value / 100:,.2f}{line.unit}" if line.hundredths else f"{kept.value:,}{line.unit}"
    return ValueLine(
        setting=line.setting,
        rule=line.rule,
        title=line.title,
        now=figure if own or line.value == kept.value else line.now,
        default=line.default,
        value=kept.value,
        unit=line.unit,
        hundredths=line.hundredths,
        least=line.least,
        most=line.most,
        own=True,
        set_by=names.get(kept.actor, ""),
        set_on=kept.on,
        reason=kept.reason,
    )
