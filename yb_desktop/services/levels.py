"""Which level of office handles and signs for an institution (J2, J3).

In Chuxiong the place of business prevails (J1): both are shown, and refuse only where the office set them as binding.
"""

from __future__ import annotations

from collections.abc import Iterator

from yb_desktop.base.errors import NotAllowed, Unmet
from yb_desktop.domain.institution import Registration
from yb_desktop.domain.vocabulary import InstitutionClass, Level
from yb_desktop.law.law import Kind
from yb_desktop.services.desk import Act

_WITH_THE_COUNTY = frozenset(
    {
        InstitutionClass.TOWNSHIP_HOSPITAL,
        InstitutionClass.CENTRAL_TOWNSHIP_HOSPITAL,
        InstitutionClass.VILLAGE_CLINIC,
        InstitutionClass.COMMUNITY_CENTRE,
        InstitutionClass.COMMUNITY_STATION,
    }
)
"""J2: with the county agency, whatever level the register gives them."""

_OWN = {Level.TOWNSHIP: Level.COUNTY}
"""A township's office receives for its county."""


def level_in_charge(entry: Registration) -> Level:
    """J2: give the level of office that handles an institution."""
    if entry.cls in _WITH_THE_COUNTY or entry.level in {Level.TOWNSHIP, Level.COUNTY}:
        return Level.COUNTY
    return entry.level


def not_our_level(act: Act, entry: Registration) -> tuple[str, ...]:
    """J2: say that another level of office handles an institution. Raises ``NotAllowed`` where that is binding."""
    return _shown(act, "J2", entry.kind, tuple(_other_level(act, entry)))


def _other_level(act: Act, entry: Registration) -> Iterator[str]:
    ours = _OWN.get(act.desk.info.level, act.desk.info.level)
    wanted = level_in_charge(entry)
    if wanted is not ours:
        yield f"按分级管理，该机构由{wanted.label}经办机构办理，本机构为{ours.label}"


def signed_too_low(act: Act, kind: Kind) -> tuple[str, ...]:
    """J3: say that a higher office signs in principle. Raises ``NotAllowed`` where that is binding."""
    low = act.desk.info.level not in {Level.PREFECTURE, Level.PROVINCE}
    text = f"原则上由州（市）级及以上经办机构签订协议，本机构为{act.desk.info.level.label}"
    return _shown(act, "J3", kind, (text,) if low else ())


def _shown(act: Act, rule: str, kind: Kind, texts: tuple[str, ...]) -> tuple[str, ...]:
    if not texts or not act.law.in_force(rule, area=act.desk.info.area, kind=kind, on=act.on):
        return ()
    if act.reader.office().value(f"binding.{rule}"):
        raise NotAllowed([Unmet(rule, text) for text in texts])
    return tuple(f"{text}；本地以属地管理为准，请核对（{rule}）" for text in texts)
