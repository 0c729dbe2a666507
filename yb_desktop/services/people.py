"""People of the office: who they are and may do is on record; passwords stay in this PC's books (argon2id)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from yb_desktop.base.errors import BadInput, NotAllowed, UserError
from yb_desktop.domain.people import ADMINISTRATORS, Person, PersonAdded, PersonEnded, Role
from yb_desktop.services.desk import Desk, Step
from yb_desktop.services.registry import action
from yb_desktop.services.rights import ACCOUNTS, in_order
from yb_desktop.store.accounts import Account, account_of, put_account
from yb_desktop.store.reading import Reader

WRONG_AT_MOST = 5
"""Wrong passwords in a row that lock an account."""


@action("oversight.add_person", "登记工作人员")
def add_person(desk: Desk, *, on: date, name: str, roles: tuple[Role, ...], field: str = "") -> Step:
    """Enter a person with roles. 三员分立: an administrator has no business role; active names are unique."""
    if not name.strip():
        raise BadInput("name", "姓名不能为空。")
    if not roles:
        raise BadInput("roles", f"请至少选择一个岗位：{'、'.join(role.label for role in Role)}。")
    if ADMINISTRATORS & set(roles) and len(set(roles)) > 1:
        raise NotAllowed.by("role", "系统、安全保密、安全审计三员须分设，且不能兼任业务岗位")
    with desk.act("oversight.add_person", on) as act:
        if any(person.name == name.strip() and person.ended is None for person in act.reader.people()):
            raise BadInput("name", f"已有在岗的“{name}”，同名人员请加注以便区分。")
        entity = desk.ids("person")
        act.append(entity, PersonAdded(name=name.strip(), roles=tuple(dict.fromkeys(roles)), field=field))
        return act.done(entity)


@action("oversight.end_person", "工作人员离岗")
def end_person(desk: Desk, *, on: date, person: str, reason: str = "") -> Step:
    """Say that a person works here no more; the account closes with it."""
    with desk.act("oversight.end_person", on) as act:
        if act.reader.person(person).ended is not None:
            raise NotAllowed.by("state", "该工作人员已离岗。")
        act.append(person, PersonEnded(reason=reason))
        return act.done(person)


def add_with_password(desk: Desk, *, on: date, name: str, roles: tuple[Role, ...], field: str, password: str) -> Person:
    """Enter a person and set the password to sign in with on this PC."""
    step = add_person(desk, on=on, name=name, roles=roles, field=field)
    with desk.store.read() as reader:
        person = reader.person(step.entity)
    set_password(desk, person, password)
    return person


def find_person(reader: Reader, who: str) -> Person:
    """Find an active person by id or name. Raises ``BadInput`` (``person``) naming who there is."""
    active = [person for person in reader.people() if person.ended is None]
    found = [person for person in active if who in (person.id, person.name)]
    if len(found) != 1:
        names = "、".join(person.name for person in active) or "（还没有登记任何人）"
        raise BadInput("person", f"找不到在岗人员“{who}”。现有人员：{names}。")
    return found[0]


def set_password(desk: Desk, person: Person, password: str) -> None:
    """Keep a new password's argon2id hash (t=3, 64 MiB, p=1), and unlock the account."""
    if len(password) < 8:
        raise BadInput("password", "密码至少8个字符。")
    with desk.store.write() as tx:
        put_account(tx, Account(person.id, _hasher().hash(password)))


def reset_password(desk: Desk, person: str, password: str) -> None:
    """Set another person's password anew, which unlocks the account; the keepers of accounts may."""
    desk.need(*in_order(ACCOUNTS))
    with desk.store.read() as reader:
        found = find_person(reader, person)
    set_password(desk, found, password)


def unlock(desk: Desk, person: str) -> None:
    """Unlock an account that five wrong passwords locked; the password stays. The keepers of accounts may."""
    desk.need(*in_order(ACCOUNTS))
    with desk.store.write() as tx:
        account = account_of(tx, find_person(tx, person).id)
        if account is None or not account.locked:
            raise NotAllowed.by("state", "该账户没有锁定。")
        put_account(tx, replace(account, failed=0, locked=False))


def change_password(desk: Desk, old: str, new: str) -> None:
    """Change the password of whoever sits at the desk, who knows the old one. Raises as ``sign_in`` does."""
    if desk.person is None:
        raise NotAllowed.by("role", "请先登录。")
    sign_in(desk, desk.person, old)
    set_password(desk, desk.person, new)


def has_password(desk: Desk, person: Person) -> bool:
    """Say whether the person has set a password on this PC."""
    with desk.store.read() as reader:
        return account_of(reader, person.id) is not None


def sign_in(desk: Desk, person: Person, password: str) -> Desk:
    """Give the desk with the person at it. Raises ``UserError`` for a wrong password; five in a row lock."""
    with desk.store.write() as tx:
        account = account_of(tx, person.id)
        if account is None:
            raise BadInput("password-unset", f"{person.name}还没有设置密码，请先设置。")
        if account.locked:
            raise UserError("locked", f"{person.name}的账户因连续输错密码已锁定，请系统管理员重设密码。")
        try:
            _hasher().verify(account.hash, password)
        except VerifyMismatchError:
            failed = account.failed + 1
        else:
            failed = 0
        put_account(tx, replace(account, failed=failed, locked=failed >= WRONG_AT_MOST))
    if failed:
        left = max(0, WRONG_AT_MOST - failed)
        text = f"密码不正确，还可以再试{left}次。" if left else "密码连续输错五次，账户已锁定，请系统管理员重设密码。"
        raise UserError("password", text)
    return desk.sign_in(person)


def _hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=1)
