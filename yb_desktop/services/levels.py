"""Which level of office handles and signs for an institution (J2, J3).

In Chuxiong the place of business prevails (J1): both are shown, and refuse only where the office set them as binding.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yb_desktop.base.errors import NotAllowed, Unmet
from yb_desktop.domain.institution import Registration
from yb_desktop.domain.vocabulary import InstitutionClass, Level
from yb_desktop.law.law import Kind
from yb_desktop.services.desk import Act, Desk

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


def signed_too_low(act: Act, kind: Kind, *, again: bool) -> tuple[str, ...]:
    """J3: say that a higher office signs in principle, not ``again``. Raises ``NotAllowed`` where that is binding."""
    shown = _shown(act, "J3", kind, tuple(_too_low(act.desk)))
    return () if again else shown


def signing_advice(desk: Desk, kind: Kind, on: date) -> str:
    """J3: give what an office of a lower level should know before it signs; empty where there is nothing to say."""
    texts = tuple(_too_low(desk)) if desk.law.in_force("J3", area=desk.info.area, kind=kind, on=on) else ()
    return "".join(_advice("J3", text) for text in texts)


def _too_low(desk: Desk) -> Iterator[str]:
    if desk.info.level not in {Level.PREFECTURE, Level.PROVINCE}:
        yield f"原则上由州（市）级及以上经办机构签订协议，本机构为{desk.info.level.label}"


def _shown(act: Act, rule: str, kind: Kind, texts: tuple[str, ...]) -> tuple[str, ...]:
    if not texts or not act.law.in_force(rule, area=act.desk.info.area, kind=kind, on=act.on):
        return ()
    if act.reader.office().value(f"binding.{rule}"):
        raise NotAllowed([Unmet(rule, text) for text in texts])
    return tuple(_advice(rule, text) for text in texts)


def _advice(rule: str, text: str) -> str:
    return f"{text}；本地以属地管理为准，请核对（{rule}）"
