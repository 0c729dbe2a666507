"""What a person may not do, said in words before anything is pressed: which role it takes, which roles they have."""

from __future__ import annotations

from yb_desktop.domain.people import Role
from yb_desktop.services.desk import Desk
from yb_desktop.services.registry import all_actions
from yb_desktop.services.rights import ACCOUNTS, Roles, in_order, roles_for


def lacking(desk: Desk, roles: Roles) -> str:
    """Say which role a person lacks; empty where they have one, or before anybody was entered."""
    person = desk.person
    if person is None or person.may(*roles):
        return ""
    wanted = "、".join(role.label for role in in_order(roles))
    held = "、".join(role.label for role in in_order(frozenset(person.roles)))
    return f"需要岗位：{wanted}。您的岗位：{held}。"


def lacking_for(desk: Desk, action: str) -> str:
    """Say which role a person lacks for an action."""
    return lacking(desk, frozenset(roles_for(action)))


def may_do(role: Role) -> tuple[str, ...]:
    """Name what a role may do, in the words of the actions; accounts belong to no action."""
    titles = [spec.title for name, spec in sorted(all_actions().items()) if role in roles_for(name)]
    return (*titles, *(("重设密码", "解锁账户") if role in ACCOUNTS else ()))
