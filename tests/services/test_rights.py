"""Which role may do what: every action has roles, administrators have no business, and the desk enforces the table."""

from __future__ import annotations

import pytest

from tests.services.office import FIRST, Office
from yb_desktop.base.canon import Json
from yb_desktop.base.errors import NotAllowed
from yb_desktop.domain.people import ADMINISTRATORS, Role
from yb_desktop.services.registry import all_actions
from yb_desktop.services.rights import BUSINESS, BY_ACTION, KEEPERS, LOOKING, roles_for


def test_every_action_has_roles() -> None:
    assert all(roles_for(name) for name in all_actions())


def test_an_action_of_no_subject_has_none() -> None:
    with pytest.raises(LookupError):
        roles_for("weather.change")


def test_the_three_administrators_have_no_business() -> None:
    keep = {name for name, roles in BY_ACTION.items() if roles == KEEPERS}
    look = {name for name, roles in BY_ACTION.items() if roles == LOOKING}
    for name in set(all_actions()) - keep - look:
        assert set(roles_for(name)) <= BUSINESS, name
    assert {role for name in keep for role in roles_for(name)} & ADMINISTRATORS == {Role.SYSTEM_ADMIN}
    assert {role for name in look for role in roles_for(name)} & ADMINISTRATORS == {Role.AUDIT_ADMIN}


def test_a_release_is_the_reviewers_whatever_the_action() -> None:
    assert set(roles_for("evaluation.decide")) == {Role.HANDLING}
    assert set(roles_for("evaluation.decide", releasing=True)) == {Role.REVIEWING, Role.LEADER}


@pytest.mark.parametrize(
    ("who", "action"),
    [
        ("核查甲", "applications.receive_materials"),
        ("专家甲", "applications.receive_materials"),
        ("管理员", "applications.receive_materials"),
        ("管理员", "oversight.figures"),
        ("经办员", "oversight.enter_holiday"),
        ("核查甲", "oversight.set_local"),
    ],
)
def test_the_desk_refuses_the_wrong_role(office: Office, who: str, action: str) -> None:
    params: dict[str, dict[str, Json]] = {
        "oversight.enter_holiday": {"days": ["2026-03-05"], "notice": "x"},
        "oversight.set_local": {"setting": "G3", "value": 15},
        "oversight.figures": {"year": 2026},
    }
    at = office.everything()
    with pytest.raises(NotAllowed) as refusal:
        office.do(action, FIRST, params.get(action, {}), who=who)
    assert refusal.value.rule == "role"
    assert "岗位权限" in refusal.value.text
    assert office.everything() == at


def test_the_auditor_may_look(office: Office) -> None:
    office.do("oversight.add_person", FIRST, who="管理员", name="审计员", roles=["audit_admin"])
    assert office.do("oversight.figures", FIRST, who="审计员", year=2026).rows
    with pytest.raises(NotAllowed, match="岗位权限"):
        office.do("applications.receive_materials", FIRST, who="审计员")


def test_one_person_may_have_several_roles_in_a_small_office(office: Office) -> None:
    roles = ["receiving", "handling", "inspector", "panel"]
    office.do("oversight.add_person", FIRST, who="管理员", name="多面手", roles=roles)
    assert office.do("applications.receive_materials", FIRST, who="多面手").state == "received"
    assert office.do("applications.check_ground", FIRST, who="多面手").state == "received"
    assert office.do("applications.accept", FIRST, who="多面手").state == "accepted"
