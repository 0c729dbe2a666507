"""The form of any action: every question has words, choices come from the matter, obstacles are known beforehand."""

from __future__ import annotations

import re
from datetime import date

import msgspec
import pytest

from tests.services.office import Office
from yb_desktop.domain.termination import termination_grounds
from yb_desktop.law.catalogue import Kind
from yb_desktop.services.registry import all_actions
from yb_desktop.services.views.action_rules import RULES
from yb_desktop.services.views.asking import Ask, asked_form, params_of, unasked
from yb_desktop.services.views.asking_words import QUESTIONS, label_of

OWN_SCREENS = {
    "agreements.draft": ("blanks", "signers"),
    "agreements.attach_scan": ("pages",),
    "agreements.sign": ("signers",),
    "applications.receive_materials": ("items",),
    "changes.request_change": ("fields",),
    "evaluation.answer_item": ("photos",),
    "evaluation.draw_panel": ("pool", "leave_out"),
    "evaluation.draw_team": ("pool", "leave_out"),
    "evaluation.hold_meeting": ("opinions", "votes"),
    "institutions.import_list": ("columns", "distinct"),
    "oversight.assess": ("answers",),
}
MATTERS = {"case", "agreement", "audit", "institution"}


@pytest.mark.parametrize("action", sorted(all_actions()))
def test_every_question_has_chinese_words(action: str) -> None:
    names = [f.encode_name for f in msgspec.structs.fields(all_actions()[action].params)]
    asked = [one for one in names if one not in {*unasked(action), *MATTERS}]
    for name in asked:
        assert re.fullmatch(r"[一-鿿（）、，]+", label_of(action, name)), name


def test_words_name_only_actions_and_rules_there_are(bound: Office) -> None:
    assert set(RULES) <= set(all_actions())
    assert set(QUESTIONS) <= set(all_actions())
    for rule in RULES.values():
        assert bound.desk.law.catalogue.rule(rule).id == rule


@pytest.mark.parametrize(("action", "parameters"), OWN_SCREENS.items())
def test_what_no_plain_question_can_hold_is_named(action: str, parameters: tuple[str, ...]) -> None:
    assert set(parameters) <= set(unasked(action))


def test_a_suspension_asks_for_its_day_and_reason(bound: Office) -> None:
    form = asked_form(bound.at("经办员"), "changes.request_suspension", {"agreement": bound.agreement})
    assert [(one.id, one.ask, one.required) for one in form.questions] == [
        ("reason", Ask.LONG_TEXT, False),
        ("from", Ask.DAY, False),
    ]
    assert form.obstacles == ()
    assert form.rule == "C3"


def test_what_forbids_an_action_is_known_before_it_is_done(bound: Office) -> None:
    before = bound.everything()
    form = asked_form(bound.at("经办员"), "changes.resume", {"agreement": bound.agreement})
    assert [one.unmet.rule for one in form.obstacles] == ["state"]
    assert bound.everything() == before


def test_grounds_are_chosen_from_the_article_of_its_kind(bound: Office) -> None:
    form = asked_form(bound.at("经办员"), "changes.terminate", {"agreement": bound.agreement})
    grounds = next(one for one in form.questions if one.id == "grounds")
    assert grounds.ask is Ask.TICKS
    assert [one.id for one in grounds.choices] == [one.id for one in termination_grounds(Kind.MEDICAL)]
    assert form.two_persons
    assert form.sure


def test_fields_of_a_change_are_questions_of_their_own_and_go_back_into_one_parameter(bound: Office) -> None:
    form = asked_form(bound.at("经办员"), "changes.request_change", {"agreement": bound.agreement})
    asked = {one.id: one for one in form.questions}
    assert asked["fields.legal_rep"].label == "法定代表人"
    assert asked["fields.controller"].ask is Ask.PERSON
    params = params_of(form, {"fields.legal_rep": "张堃", "fields.beds": 30, "evidence": None})
    assert params == {"agreement": bound.agreement, "fields": {"legal_rep": "张堃", "beds": 30}}
    step = bound.do("changes.request_change", date(2026, 6, 1), params, bare=True)
    assert step.state == "in_force"


def test_an_open_change_is_chosen_not_typed(bound: Office) -> None:
    bound.do("changes.request_change", date(2026, 6, 1), {"fields": {"bank_account": "6222 0001"}})
    form = asked_form(bound.at("经办员"), "changes.complete_change", {"agreement": bound.agreement})
    change = next(one for one in form.questions if one.id == "change")
    assert change.ask is Ask.CHOICE
    assert [one.title for one in change.choices] == ["2026-06-01 申请（1项）"]


def test_a_required_answer_of_yes_or_no_has_no_default(bound: Office) -> None:
    form = asked_form(bound.at("经办员"), "changes.settle_renewal_objection", {"agreement": bound.agreement})
    upheld = next(one for one in form.questions if one.id == "upheld")
    assert (upheld.ask, upheld.required, upheld.initial) == (Ask.YES_NO, True, None)


def test_the_sums_of_an_audit_are_asked_by_item(bound: Office) -> None:
    form = asked_form(bound.at("经办员"), "breaches.deliver_findings", {"agreement": bound.agreement})
    assert {one.id: one.ask for one in form.questions}["amounts"] is Ask.SUMS


def test_money_is_asked_in_fen(bound: Office) -> None:
    form = asked_form(bound.at("经办员"), "breaches.recover", {"agreement": bound.agreement})
    assert {one.id: one.ask for one in form.questions}["amount"] is Ask.MONEY
