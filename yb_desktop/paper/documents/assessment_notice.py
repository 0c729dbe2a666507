"""考核结果通知书 (G10): the score and the grade of a year, and what follows for the deposit and for renewal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yb_desktop.base.signing import Signer
from yb_desktop.domain.scoring import points_words
from yb_desktop.paper.blocks import Block, Composed, Face, Para, Span
from yb_desktop.paper.days import day_words
from yb_desktop.paper.documents.assessment_form import AssessmentResult
from yb_desktop.paper.documents.letters import composed_letter, delivery_slip, section
from yb_desktop.paper.documents.values import Sender, listed
from yb_desktop.paper.page import printed

KIND = "assessment_notice"
TITLE = "考核结果通知书"


@dataclass(frozen=True, slots=True)
class AssessmentNotice:
    """The values of the notice; ``full`` are the whole points of the sheet, ``starts`` and ``ends`` the agreement's."""

    sender: Sender
    to: str
    agreement: str
    starts: date
    ends: date
    year: int
    full: int
    result: AssessmentResult
    articles: tuple[str, ...] = ()


def assessment_notice(values: AssessmentNotice, *, signer: Signer | None = None) -> bytes:
    """Print 考核结果通知书."""
    return printed(compose_assessment_notice(values), signer=signer)


def compose_assessment_notice(values: AssessmentNotice) -> Composed:
    """Compose 考核结果通知书."""
    result = values.result
    term = f"有效期{day_words(values.starts)}至{day_words(values.ends)}"
    body: list[Block] = [
        Para(
            f"{listed(values.articles)}我单位对你单位{values.year}年度履行医疗保障服务协议（编号：{values.agreement}，"
            f"{term}）的情况进行了绩效考核，现将结果通知你单位。"
        ),
        *section("一、考核结果"),
        Para(
            (
                f"考核得分：{points_words(result.points)}分（满分{values.full}分）；考核等级：",
                Span(result.grade.label, Face.HEI),
                f"。{_vetoes(result)}分值、等级和质量保证金退还比例为本地默认，非文件规定。",
            )
        ),
        *section("二、质量保证金", _deposit(values)),
        *section("三、年终清算和续签", _renewal(values)),
        *section("四、复核", "对考核结果有异议的，可以向我单位书面申请复核，说明理由并提供有关资料。"),
    ]
    slip = delivery_slip(TITLE, values.sender, values.to)
    title = f"医疗保障定点医药机构\n绩效{TITLE}"
    return composed_letter(KIND, title, values.sender, values.to, body, after=[slip])


def _vetoes(result: AssessmentResult) -> str:
    if not result.vetoes:
        return ""
    return f"下列否决项不符合：{'、'.join(result.vetoes)}。有一项否决项不符合的，评定为不合格。"


def _deposit(values: AssessmentNotice) -> str:
    share = values.result.grade.deposit
    if share == 0:
        return f"{values.year}年度预留的质量保证金不予退还。扣减的质量保证金由你单位承担，不得转嫁给参保人员。"
    if share == 100:
        return f"{values.year}年度预留的质量保证金按规定全额退还。"
    return (
        f"{values.year}年度预留的质量保证金退还{share}%，扣减{100 - share}%。"
        "扣减的质量保证金由你单位承担，不得转嫁给参保人员。"
    )


def _renewal(values: AssessmentNotice) -> str:
    begun = "考核结果用于年终清算，并作为续签协议的依据。"
    if values.result.grade.renews:
        return begun + "按本次考核结果，你单位符合续签的考核要求，请在协议期满前按规定申请续签。"
    return begun + "按本次考核结果，你单位不符合续签的考核要求，请认真整改；协议期满未续签的，协议终止。"
