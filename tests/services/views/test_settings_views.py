"""What the settings show, worked out from the law and the records: values, calendar, forms, log, what roles may do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.services.office import FIRST, Office, make
from yb_desktop.base.errors import NotAllowed
from yb_desktop.domain.people import ADMINISTRATORS, Role
from yb_desktop.domain.vocabulary import Level
from yb_desktop.services import people
from yb_desktop.services.rights import ACCOUNTS
from yb_desktop.services.views.days import DaySort
from yb_desktop.services.views.forms_in_use import form_lines
from yb_desktop.services.views.office_calendar import year_view
from yb_desktop.services.views.office_log import cannot_read, log_page
from yb_desktop.services.views.office_values import office_values
from yb_desktop.services.views.permitted import lacking, lacking_for, may_do
from yb_desktop.services.views.settings_people import office_facts, people_lines

APRIL = date(2026, 4, 1)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make(tmp_path / "office", {})
    yield made
    made.desk.store.close()


def test_only_what_no_document_gives_is_offered_to_be_set(office: Office) -> None:
    lines = {line.setting: line for line in office_values(office.at("管理员")).lines}
    assert {"G3", "B2", "C4.publicity", "insured"} <= lines.keys()
    assert "E1" not in lines  # CX-15 gives it
    assert (lines["G3"].now, lines["G3"].default, lines["G3"].own) == ("10个工作日", "10个工作日（本地默认）", False)
    good = lines["assessment.good"]
    assert (good.title, good.unit, good.hundredths) == ("绩效考核“良好”的最低分（G10）", "分", True)
    assert (lines["insured"].least, lines["insured"].now) == (1, "未设定")


def test_a_value_set_says_by_whom_when_and_why(office: Office) -> None:
    office.do("oversight.set_local", who="管理员", setting="G3", value=12, reason="会议纪要")
    line = next(one for one in office_values(office.desk).lines if one.setting == "G3")
    assert (line.now, line.set_by, line.set_on, line.reason) == ("12个工作日", "管理员", FIRST, "会议纪要")
    assert line.default == "10个工作日（本地默认）"


def test_a_prefecture_sets_figures_of_each_county(tmp_path: Path) -> None:
    made = make(tmp_path / "office", {"area": "532326101"}, area="532300", level=Level.PREFECTURE)
    settings = {line.setting for line in office_values(made.desk).lines}
    assert {"insured", "insured.532326", "inhabitants.532301"} <= settings
    made.desk.store.close()


def test_the_year_tells_holidays_make_up_days_and_open_windows(office: Office) -> None:
    view = year_view(office.desk, 2026)
    assert view.days[date(2026, 2, 17)].sort is DaySort.HOLIDAY
    assert view.days[date(2026, 2, 28)].sort is DaySort.MAKE_UP
    assert not view.days[date(2026, 8, 6)].known
    assert {line.notice for line in view.notices if line.source == "国家"} == {"国办发明电〔2025〕7号"}
    assert {line.name for line in view.notices if line.open} == {"州庆", "火把节", "彝族年"}


def test_a_notice_entered_here_closes_its_window(office: Office) -> None:
    days = ["2026-08-06", "2026-08-07"]
    office.do("oversight.enter_holiday", who="管理员", days=days, notice="楚政办发〔2026〕9号", name="火把节")
    view = year_view(office.desk, 2026)
    entered = next(line for line in view.notices if line.name == "火把节")
    assert (entered.days, entered.notice, entered.open) == ("08-06 至 08-07", "楚政办发〔2026〕9号", False)
    assert entered.source == f"本单位录入（管理员 {FIRST}）"
    assert view.days[date(2026, 8, 6)].sort is DaySort.HOLIDAY


def test_every_form_is_listed_with_version_and_basis(office: Office) -> None:
    lines = form_lines(office.desk)
    assert len(lines) == 10
    assert all(line.version >= 1 and line.items > 0 and line.basis for line in lines)
    assert {line.use for line in lines} == {"申请材料", "现场核查", "专业评估", "绩效考核", "服务协议"}


def test_a_form_is_in_use_since_its_first_step_here(office: Office) -> None:
    assert all(line.since is None for line in form_lines(office.desk))
    office.evaluating()
    office.do("evaluation.draw_team")
    office.do("evaluation.assign_visit")
    since = {line.id: line.since for line in form_lines(office.desk) if line.since}
    assert since == {"materials_medical": FIRST, "visit_medical": FIRST}


def test_the_log_is_read_backwards_and_only_by_those_who_watch(office: Office) -> None:
    office.received()
    page = log_page(office.at("审核员"), offset=0, limit=2)
    assert [line.text for line in page.rows] == ["核查不予受理情形", "收件"]
    assert page.rows[0].seq == page.total
    last = log_page(office.at("审核员"), offset=page.total - 1, limit=5)
    assert [line.seq for line in last.rows] == [1]
    assert log_page(office.at("审核员"), offset=page.total, limit=5).rows == ()
    clerk = office.at("经办员")
    assert "安全审计员" in cannot_read(clerk)
    with pytest.raises(NotAllowed):
        log_page(clerk, offset=0, limit=2)


def test_the_log_names_what_is_written_beside_an_action(office: Office) -> None:
    office.in_force()
    office.do("breaches.talk", APRIL)
    page = log_page(office.at("审核员"), offset=0, limit=2)
    assert [line.text for line in page.rows] == ["约谈", "建立日常处理档案"]


def test_what_a_person_lacks_is_said_with_the_roles(office: Office) -> None:
    assert lacking_for(office.at("管理员"), "oversight.add_person") == ""
    said = lacking_for(office.at("经办员"), "oversight.add_person")
    assert said == "需要岗位：负责人、系统管理员。您的岗位：收件、经办。"
    assert lacking(office.at("管理员"), ACCOUNTS) == ""


def test_administrators_have_no_business_deeds(office: Office) -> None:
    del office
    for role in ADMINISTRATORS:
        assert "受理" not in may_do(role)
    assert "重设密码" in may_do(Role.SECURITY_ADMIN)
    assert "登记工作人员" in may_do(Role.SYSTEM_ADMIN)


def test_the_office_names_its_keepers(office: Office) -> None:
    keepers = {one.role: one.names for one in office_facts(office.desk).keepers}
    assert keepers == {"系统管理员": ("管理员",), "安全保密管理员": (), "安全审计员": ()}


def test_an_account_is_told_in_a_word(office: Office) -> None:
    with office.desk.store.read() as reader:
        clerk = people.find_person(reader, "经办员")
    people.set_password(office.desk, clerk, "一二三四五六七八")
    lines = {line.name: line.account for line in people_lines(office.desk)}
    assert (lines["经办员"], lines["审核员"]) == ("正常", "未设密码")


def test_passwords_of_others_are_for_the_keepers_of_accounts(office: Office) -> None:
    clerk = office.at("经办员")
    with pytest.raises(NotAllowed, match="系统管理员"):
        people.reset_password(clerk, "审核员", "一二三四五六七八")
    with pytest.raises(NotAllowed, match="系统管理员"):
        people.unlock(clerk, "审核员")
    with pytest.raises(NotAllowed, match="没有锁定"):
        people.unlock(office.at("管理员"), "审核员")
