"""Passwords: kept as argon2id on this PC alone, five wrong ones lock the account, a new one opens it again."""

from __future__ import annotations

import pytest

from tests.services.office import Office
from yb_desktop.base.errors import BadInput, UserError
from yb_desktop.services.people import find_person, has_password, set_password, sign_in
from yb_desktop.store.accounts import account_of

RIGHT, WRONG = "正确的口令2026", "错误的口令2026"


def test_five_wrong_passwords_lock_an_account(office: Office) -> None:
    desk = office.at("管理员")
    with office.desk.store.read() as reader:
        clerk = find_person(reader, "经办员")
        log = reader.log_head("532326", "pc1")
    with pytest.raises(BadInput) as unset:
        sign_in(desk, clerk, RIGHT)
    assert unset.value.code == "password-unset"
    with pytest.raises(BadInput):
        set_password(desk, clerk, "1234567")
    assert not has_password(desk, clerk)

    set_password(desk, clerk, RIGHT)
    for left in (4, 3, 2, 1):
        with pytest.raises(UserError, match=f"还可以再试{left}次"):
            sign_in(desk, clerk, WRONG)
    assert sign_in(desk, clerk, RIGHT).person == clerk  # the count begins anew
    for _ in range(5):
        with pytest.raises(UserError) as wrong:
            sign_in(desk, clerk, WRONG)
        assert wrong.value.code == "password"
    with pytest.raises(UserError) as locked:
        sign_in(desk, clerk, RIGHT)
    assert locked.value.code == "locked"

    set_password(desk, clerk, WRONG)
    assert sign_in(desk, clerk, WRONG).person == clerk
    with office.desk.store.read() as reader:
        assert reader.log_head("532326", "pc1") == log  # passwords are no records


@pytest.mark.usefixtures("true_cost")
def test_a_password_is_kept_as_argon2id_of_64_mib(office: Office) -> None:
    desk = office.at("管理员")
    with office.desk.store.read() as reader:
        clerk = find_person(reader, "经办员")
    set_password(desk, clerk, RIGHT)
    with office.desk.store.read() as reader:
        account = account_of(reader, clerk.id)
    assert account is not None
    assert account.hash.startswith("$argon2id$v=19$m=65536,t=3,p=1$")
    assert sign_in(desk, clerk, RIGHT).person == clerk


def test_nobody_is_found_who_is_not_there(office: Office) -> None:
    with office.desk.store.read() as reader, pytest.raises(BadInput, match="经办员"):
        find_person(reader, "路人")
