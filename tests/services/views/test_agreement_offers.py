"""Every action of agreements, changes and breaches can be reached from where its subject lives."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date

import pytest
from msgspec.structs import replace

from tests import databases
from yb_desktop.base.clock import FixedClock
from yb_desktop.base.ids import make_ids
from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.breach_facts import AuditStage
from yb_desktop.domain.vocabulary import AgreementState
from yb_desktop.services.desk import Desk
from yb_desktop.services.offices import open_office
from yb_desktop.services.people import find_person
from yb_desktop.services.registry import all_actions
from yb_desktop.services.stories.sample import make_working_office
from yb_desktop.services.views.agreement_offers import Group, named_groups, next_actions
from yb_desktop.services.views.agreements import AgreementFilter, AgreementView, agreement_list, agreement_view
from yb_desktop.services.views.breach_offers import STEPS, named_offers
from yb_desktop.services.views.breaches import AuditFilter, audit_list, audit_view
from yb_desktop.services.views.releasing import in_the_way

DAY = date(2026, 3, 2)

ELSEWHERE = frozenset(
    {"agreements.negotiate", "agreements.study", "changes.open_renewal_round", "agreements.load_text"}
)
"""Done on the application's page, above the list of agreements, and in the settings."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("offers") / "office"
    make_working_office(folder, DAY).store.close()
    databases.settle(folder)
    opened = open_office(folder, clock=FixedClock(DAY), ids=make_ids(random.Random(5)))
    with opened.store.read() as reader:
        yield opened.sign_in(find_person(reader, "李晓梅"))
    opened.store.close()


def page(desk: Desk, name: str) -> AgreementView:
    [row] = agreement_list(desk, AgreementFilter(find=name)).rows
    return agreement_view(desk, row.id)


def offered(desk: Desk) -> set[str]:
    """Give what the pages of agreements offer, whatever state they are in."""
    found: set[str] = set()
    with desk.store.read() as reader:
        for one in reader.every_agreement():
            case = reader.case(one.case)
            for state in AgreementState:
                made: Agreement = replace(one, state=state, pending=None)
                if state is AgreementState.SUSPENDED and not made.suspensions:
                    continue
                found.update(next_actions(made, case, DAY))
                found.update(name for names in named_groups(made).values() for name in names)
    return found


def offered_of_breaches(desk: Desk) -> set[str]:
    found = {name for name, _stage in STEPS}
    with desk.store.read() as reader:
        for row in audit_list(desk, AuditFilter()).rows:
            one = reader.audit(row.id)
            found.update(name for names in named_offers(one, DAY) for name in names)
    return found


def test_every_action_of_agreements_and_changes_can_be_reached(desk: Desk) -> None:
    wanted = {name for name in all_actions() if name.startswith(("agreements.", "changes."))}
    assert wanted - offered(desk) == ELSEWHERE


def test_every_action_of_breaches_can_be_reached(desk: Desk) -> None:
    wanted = {name for name in all_actions() if name.startswith("breaches.")}
    assert wanted - offered_of_breaches(desk) == set()


def test_a_suspended_agreement_says_until_when_to_ask_and_offers_to_go_on(desk: Desk) -> None:
    view = page(desk, "石羊镇文庙诊所")
    [suspension] = view.work.suspensions
    assert suspension.why == "机构申请"
    assert suspension.back_by is not None
    assert view.offers[0].action == "breaches.report_measure"
    ending = next(one for one in view.groups if one.group is Group.ENDING)
    unmet = {one.action: [o.unmet.rule for o in one.obstacles] for one in ending.offers}
    assert unmet["changes.resume"] == []
    assert unmet["changes.lapse_agreement"] == ["C7"]


def test_a_change_shows_old_and_new(desk: Desk) -> None:
    view = page(desk, "金碧镇百姓缘大药房")
    [change] = view.work.changes
    assert [(one.label, one.after) for one in change.fields] == [
        ("地址", "金碧镇人民路88号"),
        ("法定代表人", "尹国华"),
    ]
    assert all(one.before for one in change.fields)
    assert view.offers[0].action == "changes.complete_change"
    assert [(one.period, one.paid) for one in view.work.money] == [("2026-01", ""), ("2025-12", "21,903.96")]
    assert [one.waits for one in view.work.notes] == [True, False, False]


def test_a_renewal_shows_what_is_there_and_what_is_missing(desk: Desk) -> None:
    view = page(desk, "新街镇济生堂药店")
    done = {one.label: one.done for one in view.work.renewal}
    assert done == {
        "列入续签批次": True,
        "申请续签": True,
        "信用报告": True,
        "征求意见情况": False,
        "检查考核情况": False,
        "公示": False,
        "续签": False,
    }
    renewal = next(one for one in view.groups if one.group is Group.RENEWAL)
    renew = next(one for one in renewal.offers if one.action == "changes.renew")
    assert [one.unmet.rule for one in renew.obstacles] == ["C4", "C4"]


def test_a_decision_shows_what_it_says_to_the_second_person(desk: Desk) -> None:
    row = next(one for one in audit_list(desk, AuditFilter()).rows if one.stage is AuditStage.REVIEWED)
    pending = audit_view(desk, row.id).decision
    assert pending is not None
    assert [(one.label, one.after) for one in pending.lines] == [
        ("稽核进度", "已送达处理意见书"),
        ("处理方式", "按医保协议处理、移送行政处罚"),
        ("金额：挂床住院", "不列入"),
        ("复核意见", "事实清楚。"),
        ("处理意见", "不予支付违规费用，移送行政处罚。"),
    ]
    assert [one.unmet.rule for one in in_the_way(desk, pending)] == ["role"]


def test_a_decided_audit_lists_what_is_owed_and_the_money(desk: Desk) -> None:
    row = next(one for one in audit_list(desk, AuditFilter()).rows if one.stage is AuditStage.DECIDED)
    view = audit_view(desk, row.id)
    assert [(one.rule, one.action) for one in view.owed] == [
        ("B1", "breaches.check_mending"),
        ("B5", "breaches.report_measure"),
        ("B8", "breaches.report_measure"),
    ]
    assert view.total == "20,779.85"
    assert [(one.name, one.money) for one in view.found] == [
        ("超标准收费", "12,864.00"),
        ("重复收取诊查费", "3,120.50"),
    ]
    part = next(one for one in view.measures if one.period)
    assert (part.about, part.standing, part.done) == ("杨秀英、赵玉兰；协议第三十五条", "中止中，未报告", False)
