"""Whatever is refused leaves nothing behind: no record, no number, no row; and it names its rule."""

from __future__ import annotations

from datetime import date

import pytest

from tests.services.office import FIRST, Begin, Make, Office
from tests.services.refusing import Begun, Tried, ident, refused
from yb_desktop.base.canon import Json
from yb_desktop.base.errors import BadInput, NotAllowed

NEXT = date(2026, 3, 3)
THEN = date(2026, 3, 12)
LATE = date(2027, 1, 1)


def missing(office: Office) -> None:
    office.do("applications.receive_materials", missing=["fund_forecast"])


def told(office: Office) -> None:
    missing(office)
    office.do("applications.notify_missing")
    office.do("applications.deliver")


def drafted(office: Office) -> None:
    office.signing()
    office.do("agreements.draft", THEN)


def printed(office: Office) -> None:
    drafted(office)
    office.do("agreements.print", THEN)


def in_force(office: Office) -> None:
    printed(office)
    office.do("agreements.sign", THEN)


def team(office: Office) -> None:
    office.evaluating()
    office.do("evaluation.draw_team")


def visit(office: Office) -> None:
    team(office)
    office.do("evaluation.assign_visit")


def decided(office: Office) -> None:
    office.evaluating()
    office.visited()
    office.both("evaluation.decide")


def published(office: Office) -> None:
    decided(office)
    office.do("evaluation.pass_list")
    office.do("evaluation.publish")


CASES: tuple[Tried, ...] = (
    (missing, "applications.accept", FIRST, {}, "A12"),
    (missing, "applications.receive_supplement", FIRST, {}, "state"),
    (missing, "applications.abandon", FIRST, {}, "state"),
    (missing, "applications.receive_materials", FIRST, {}, "state"),
    (missing, "applications.check_ground", date(2026, 3, 1), {}, "T8"),
    (missing, "applications.check_ground", LATE, {}, "T8"),
    (missing, "applications.refuse", FIRST, {"rule": "A17"}, "A17"),
    (missing, "applications.refuse", FIRST, {"rule": "A12"}, "A12"),
    (missing, "applications.refuse", FIRST, {"ground": "fraud"}, "A19"),
    (missing, "applications.deliver", FIRST, {}, "state"),
    (told, "applications.notify_missing", FIRST, {}, "A15"),
    (told, "applications.receive_supplement", date(2026, 3, 10), {}, "A16"),
    (told, "applications.abandon", date(2026, 3, 9), {}, "A16"),
    (told, "applications.accept", FIRST, {}, "state"),
    (told, "applications.check_ground", FIRST, {}, "state"),
    (Office.received, "applications.notify_missing", FIRST, {}, "A15"),
    (Office.received, "applications.first_review", FIRST, {}, "state"),
    (Office.received, "evaluation.draw_team", FIRST, {}, "state"),
    (Office.received, "evaluation.file_results", FIRST, {}, "state"),
    (Office.evaluating, "applications.accept", FIRST, {}, "state"),
    (Office.evaluating, "applications.check_ground", FIRST, {}, "state"),
    (Office.evaluating, "evaluation.draw_team", FIRST, {"size": 2}, "E3"),
    (Office.evaluating, "evaluation.draw_team", FIRST, {"size": 5}, "E3"),
    (Office.evaluating, "evaluation.assign_visit", FIRST, {}, "E3"),
    (Office.evaluating, "evaluation.finish_visit", FIRST, {}, "state"),
    (Office.evaluating, "evaluation.decide", FIRST, {}, "E4"),
    (Office.evaluating, "evaluation.hold_meeting", FIRST, {"votes": {"qualified": 1, "unqualified": 1}}, "E6"),
    (Office.evaluating, "evaluation.hold_meeting", FIRST, {"votes": {"qualified": 4, "unqualified": -1}}, "E6"),
    (
        Office.evaluating,
        "evaluation.hold_meeting",
        FIRST,
        {"votes": {"qualified": 1, "unqualified": 2}, "result": "qualified"},
        "E6",
    ),
    (visit, "evaluation.draw_team", FIRST, {}, "state"),
    (visit, "evaluation.assign_visit", FIRST, {}, "state"),
    (visit, "evaluation.decide", FIRST, {}, "E4"),
    (visit, "evaluation.answer_item", FIRST, {"item": "three_months", "inspector": "路人"}, "E3"),
    (decided, "evaluation.decide", FIRST, {}, "state"),
    (decided, "evaluation.reevaluate", FIRST, {}, "state"),
    (decided, "evaluation.publish", FIRST, {}, "state"),
    (decided, "evaluation.pass_list", FIRST, {"passed": False}, "E14"),
    (published, "evaluation.end_publicity", date(2026, 3, 11), {}, "E13"),
    (published, "evaluation.settle_objection", FIRST, {}, "state"),
    (published, "agreements.negotiate", FIRST, {}, "state"),
    (drafted, "agreements.sign", THEN, {}, "state"),
    (drafted, "agreements.file", THEN, {}, "state"),
    (drafted, "agreements.print", date(2026, 3, 11), {}, "T8"),
    (printed, "agreements.sign", THEN, {"text_hash": "0" * 64}, "G3"),
    (printed, "agreements.sign", THEN, {"signers": [{"party": "a", "name": "局长丙"}]}, "G3"),
    (printed, "agreements.study", date(2026, 3, 11), {}, "T8"),
    (in_force, "agreements.sign", THEN, {}, "state"),
    (in_force, "agreements.draft", THEN, {}, "state"),
    (in_force, "applications.withdraw", THEN, {}, "state"),
    (in_force, "applications.receive_materials", THEN, {}, "state"),
    (Office.received, "institutions.amend", FIRST, {"fields": {"name": "新名"}}, "C1"),
    (Office.received, "institutions.amend", FIRST, {"fields": {"address": "别处", "phone": "1"}}, "C1"),
)


@pytest.mark.parametrize("tried", CASES, ids=ident)
def test_a_refusal_names_its_rule_and_leaves_nothing_behind(begun: Begun, tried: Tried) -> None:
    begin, action, on, params, rule = tried
    refused(begun(begin), action, on, params=params, rule=rule, kind=NotAllowed)


@pytest.mark.parametrize(
    ("begin", "action", "params", "code"),
    [
        (missing, "applications.check_ground", {"ground": "fraud", "all_clear": True}, "ground"),
        (missing, "applications.check_ground", {"ground": "fraud", "event_day": "2026-03-03"}, "event_day"),
        (told, "applications.receive_supplement", {"items": ["licence"]}, "items"),
        (told, "applications.receive_supplement", {"items": []}, "items"),
        (Office.received, "applications.ask_supplement", {"case": "case-x"}, "not-found"),
        (team, "evaluation.assign_visit", {"lead": "路人"}, "lead"),
        (team, "evaluation.replace_inspector", {"out": "路人"}, "out"),
        (team, "evaluation.replace_inspector", {"reason": " "}, "reason"),
        (team, "evaluation.assign_visit", {"laptops": ["pc2"]}, "laptops"),
        (visit, "evaluation.resolve_item", {"item": "three_months"}, "item"),
        (decided, "evaluation.file_results", {"day": "2026-03-01"}, "day"),
        (Office.received, "institutions.amend", {"fields": {"area": "532326102"}}, "fields"),
        (Office.received, "institutions.amend", {"fields": {"colour": "red"}}, "fields"),
        (Office.received, "institutions.amend", {"fields": {}}, "fields"),
        (Office.received, "institutions.end_staff", {"person": "无此人"}, "person"),
        (
            Office.received,
            "institutions.add_staff",
            {"person": "某", "role": "nurse", "certificate": "physician"},
            "certificate",
        ),
        (Office.received, "applications.withdraw", {"colour": 1}, "params"),
    ],
)
def test_what_makes_no_sense_is_not_written(
    begun: Begun, begin: Begin, action: str, params: dict[str, Json], code: str
) -> None:
    refused(begun(begin), action, FIRST, params=params, rule=code, kind=BadInput)


def test_a_refused_step_takes_no_number(office: Office) -> None:
    office.received()
    office.do("applications.accept")
    first = office.now().notice("acceptance_notice")
    office.do("applications.withdraw")
    office.do("applications.receive_materials", NEXT, missing=["licence"])
    for _ in range(3):
        with pytest.raises(NotAllowed):
            office.do("applications.accept", NEXT)
    office.do("applications.withdraw", NEXT)
    office.received(NEXT)
    office.do("applications.accept", NEXT)
    second = office.now().notice("acceptance_notice")

    assert first is not None
    assert second is not None
    assert (first.number, second.number) == ("大医保受〔2026〕1号", "大医保受〔2026〕2号")
    assert office.now().receipt == "大医保收〔2026〕3号"


def test_numbers_begin_anew_with_the_year(made: Make) -> None:
    office = made(today=date(2027, 1, 31))
    numbers = []
    for on in (date(2026, 3, 2), date(2026, 12, 31), date(2027, 1, 4)):
        office.do("applications.receive_materials", on)
        numbers.append(office.now().receipt)
        office.do("applications.withdraw", on)

    assert numbers == ["大医保收〔2026〕1号", "大医保收〔2026〕2号", "大医保收〔2027〕1号"]
