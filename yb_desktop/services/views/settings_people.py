"""The office and its people for the settings: its data, who works there, whose account is locked, the 三员."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yb_desktop.domain.drawing import EXPERT_WORDS
from yb_desktop.domain.people import ADMINISTRATORS, Person, Role
from yb_desktop.services import actions
from yb_desktop.services.desk import Desk
from yb_desktop.services.rights import ACCOUNTS
from yb_desktop.services.views.permitted import lacking, lacking_for, may_do
from yb_desktop.services.views.places import place_name
from yb_desktop.store.accounts import Account, account_of

actions.load()


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person of the office; ``account`` says in a word how they sign in on this PC."""

    id: str
    name: str
    roles: str
    field: str
    since: date | None
    ended: date | None
    account: str
    locked: bool


@dataclass(frozen=True, slots=True)
class Keeper:
    """One of the three administrators (三员): who holds the role, and what it may do."""

    role: str
    names: tuple[str, ...]
    may: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """The office, line by line, and what this person may do about people and accounts (empty where they may)."""

    lines: tuple[tuple[str, str], ...]
    keepers: tuple[Keeper, ...]
    cannot_add: str
    cannot_end: str
    cannot_reset: str


def office_facts(desk: Desk) -> OfficeFacts:
    """Give the data of the office and its three administrators."""
    info = desk.info
    with desk.store.read() as reader:
        people = [one for one in reader.people() if one.ended is None]
        records, _ = reader.log_head(info.office, info.device)
    return OfficeFacts(
        lines=(
            ("单位名称", info.name),
            ("机构代码", info.office),
            ("级别", info.level.label),
            ("辖区", place_name(desk.law.areas, info.area)),
            ("本机编号", info.device),
            ("数据文件夹", str(desk.store.folder)),
            ("本机记录", f"{records:,} 条"),
        ),
        keepers=tuple(_keeper(role, people) for role in Role if role in ADMINISTRATORS),
        cannot_add=lacking_for(desk, "oversight.add_person"),
        cannot_end=lacking_for(desk, "oversight.end_person"),
        cannot_reset=lacking(desk, ACCOUNTS),
    )


def people_lines(desk: Desk) -> tuple[PersonLine, ...]:
    """Give everybody of the office: who works there first, then who left."""
    with desk.store.read() as reader:
        lines = [_line(person, account_of(reader, person.id)) for person in reader.people()]
    return tuple(sorted(lines, key=lambda line: line.ended is not None))


def _line(person: Person, account: Account | None) -> PersonLine:
    locked = account is not None and account.locked and person.ended is None
    if person.ended is not None:
        words = "已停用"
    elif account is None:
        words = "未设密码"
    else:
        words = "已锁定" if locked else "正常"
    return PersonLine(
        id=person.id,
        name=person.name,
        roles="、".join(role.label for role in person.roles),
        field=EXPERT_WORDS.get(person.field, person.field),
        since=person.history[0].on if person.history else None,
        ended=person.ended,
        account=words,
        locked=locked,
    )


def _keeper(role: Role, people: list[Person]) -> Keeper:
    return Keeper(role.label, tuple(one.name for one in people if role in one.roles), may_do(role))
