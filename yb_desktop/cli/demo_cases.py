"""The demo's cases: a dozen applications with different endings, told in working days before the day of the demo.

Counting back keeps the office's desk alive whatever the day: some clocks run, one is overdue, most are behind it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from yb_desktop.base.canon import Json
from yb_desktop.domain.vocabulary import InstitutionClass


@dataclass(frozen=True, slots=True)
class Do:
    """One action, ``back`` working days before the demo's day."""

    back: int
    action: str
    params: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DemoCase:
    """One application: what it shows, the class of institution it takes, and its steps."""

    title: str
    cls: InstitutionClass
    steps: tuple[Do, ...]


def _accepted(back: int) -> tuple[Do, ...]:
    return (
        Do(back, "applications.receive_materials"),
        Do(back, "applications.check_ground", {"all_clear": True}),
        Do(back, "applications.accept"),
        Do(back - 1, "applications.first_review"),
    )


def _visited(back: int) -> tuple[Do, ...]:
    return (
        Do(back, "evaluation.draw_team"),
        Do(back, "evaluation.assign_visit"),
        Do(back - 2, "evaluation.finish_visit"),
    )


def _decided(back: int, result: str = "qualified") -> tuple[Do, ...]:
    return (
        Do(back, "evaluation.draw_panel"),
        Do(back, "evaluation.hold_meeting", {"result": result}),
        Do(back - 1, "evaluation.decide", {"result": result}),
    )


def _published(back: int) -> tuple[Do, ...]:
    return (
        Do(back + 1, "evaluation.file_results"),
        Do(back + 1, "evaluation.pass_list"),
        Do(back, "evaluation.publish"),
    )


def _signed(back: int) -> tuple[Do, ...]:
    return (
        Do(back + 2, "agreements.negotiate"),
        Do(back + 1, "agreements.study"),
        Do(back + 1, "agreements.draft"),
        Do(back + 1, "agreements.print"),
        Do(back, "agreements.sign"),
    )


def _to_publicity(back: int) -> tuple[Do, ...]:
    """From the counter to the published list, over nine working days."""
    return (*_accepted(back), *_visited(back - 2), *_decided(back - 6), *_published(back - 9))


def _whole(back: int) -> tuple[Do, ...]:
    """The whole way: publicity is over eight working days after it began."""
    return (*_to_publicity(back), Do(back - 17, "evaluation.end_publicity"), *_signed(back - 22))


_OPENED = (Do(20, "agreements.file"), Do(17, "agreements.open_system"))
_SUPPLEMENT = (
    Do(12, "applications.receive_materials", {"missing": ["fund_forecast", "internal_rules"]}),
    Do(11, "applications.notify_missing"),
    Do(10, "applications.deliver"),
)

CASES: tuple[DemoCase, ...] = (
    DemoCase("首次申请，签约并开通系统", InstitutionClass.VILLAGE_CLINIC, (*_whole(46), *_OPENED)),
    DemoCase("乡镇卫生院签约，待备案和开通", InstitutionClass.TOWNSHIP_HOSPITAL, _whole(24)),
    DemoCase("药店签约并备案", InstitutionClass.SINGLE_PHARMACY, (*_whole(28), Do(3, "agreements.file"))),
    DemoCase(
        "材料补正后受理，核查中",
        InstitutionClass.CLINIC,
        (
            *_SUPPLEMENT,
            Do(7, "applications.receive_supplement"),
            Do(7, "applications.check_ground", {"all_clear": True}),
            Do(6, "applications.accept"),
            Do(5, "applications.first_review"),
            Do(4, "evaluation.draw_team"),
            Do(4, "evaluation.assign_visit"),
        ),
    ),
    DemoCase("逾期不补正，视为放弃", InstitutionClass.VILLAGE_CLINIC, (*_SUPPLEMENT, Do(4, "applications.abandon"))),
    DemoCase(
        "曾因违法被解除协议，不予受理",
        InstitutionClass.CLINIC,
        (
            Do(9, "applications.receive_materials"),
            Do(
                8,
                "applications.check_ground",
                {"ground": "illegal_termination", "holds": True, "event_day": "2025-05-20", "fulfilled": False},
            ),
            Do(8, "applications.refuse", {"rule": "A17", "ground": "illegal_termination"}),
        ),
    ),
    DemoCase(
        "评估不合格，整改期内",
        InstitutionClass.VILLAGE_CLINIC,
        (
            *_accepted(30),
            *_visited(28),
            *_decided(24, "unqualified"),
            Do(22, "applications.deliver", {"which": "result_notice"}),
        ),
    ),
    DemoCase(
        "两次不合格，一年内不得申请",
        InstitutionClass.VILLAGE_CLINIC,
        (
            *_accepted(112),
            *_visited(110),
            *_decided(106, "unqualified"),
            Do(103, "applications.deliver", {"which": "result_notice"}),
            Do(28, "evaluation.reevaluate"),
            *_visited(27),
            *_decided(23, "unqualified"),
            Do(21, "applications.deliver", {"which": "result_notice"}),
        ),
    ),
    DemoCase(
        "公示期间收到举报",
        InstitutionClass.CHAIN_PHARMACY,
        (
            *_to_publicity(13),
            Do(2, "evaluation.object", {"text": "反映该店执业药师长期不在岗", "who": "群众来电"}),
        ),
    ),
    DemoCase(
        "公示结束，协商谈判", InstitutionClass.VILLAGE_CLINIC, (*_to_publicity(20), Do(3, "evaluation.end_publicity"))
    ),
    DemoCase(
        "申请人撤回",
        InstitutionClass.SINGLE_PHARMACY,
        (*_accepted(15), Do(12, "applications.withdraw", {"reason": "门店搬迁，暂缓申请"})),
    ),
    DemoCase(
        "审议未通过",
        InstitutionClass.VILLAGE_CLINIC,
        (
            *_accepted(16),
            *_visited(14),
            *_decided(10),
            Do(8, "evaluation.pass_list", {"passed": False, "reasons": "村内已有定点机构，资源配置需再论证"}),
        ),
    ),
    DemoCase(
        "材料不齐，一次性告知已逾期",
        InstitutionClass.VILLAGE_CLINIC,
        (Do(7, "applications.receive_materials", {"missing": ["licence"]}),),
    ),
    DemoCase(
        "待两人审核的评估结果",
        InstitutionClass.VILLAGE_CLINIC,
        (*_accepted(12), *_visited(10), *_decided(6)[:2], Do(1, "evaluation.decide", {"result": "qualified"})),
    ),
    DemoCase("今天收件，材料齐全", InstitutionClass.VILLAGE_CLINIC, (Do(0, "applications.receive_materials"),)),
)

LEFT_TO_REVIEW = "待两人审核的评估结果"
"""The case whose decision the second person has not released yet."""
