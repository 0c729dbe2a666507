"""评估结果告知书 (E9–E11): the result, its reasons, and for an unqualified one the advice and when again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yb_desktop.base.signing import Signer
from yb_desktop.domain.scoring import points_words
from yb_desktop.paper.blocks import Block, Composed, Face, Para, Span
from yb_desktop.paper.days import day_words
from yb_desktop.paper.documents.letters import composed_letter, delivery_slip, section
from yb_desktop.paper.documents.values import LastDay, Sender, listed, marked
from yb_desktop.paper.page import printed

KIND = "result_notice"
TITLE = "评估结果告知书"


@dataclass(frozen=True, slots=True)
class SiteScore:
    """What the visit came to, in hundredths of a point; the pass mark is the office's own."""

    day: date
    points: int
    pass_mark: int


@dataclass(frozen=True, slots=True)
class ResultNotice:
    """The values of the notice.

    ``again`` is E11's wait, or with ``barred`` its bar, counted from ``delivered`` (while the notice is on its way,
    from its own day); none for a result that E11 does not touch.
    """

    sender: Sender
    to: str
    what: str
    qualified: bool
    accepted: date | None
    score: SiteScore | None
    meeting: date | None
    reasons: str
    advice: str
    articles: tuple[str, ...] = ()
    again: LastDay | None = None
    barred: bool = False
    delivered: date | None = None


def result_notice(values: ResultNotice, *, signer: Signer | None = None) -> bytes:
    """Print 评估结果告知书."""
    return printed(compose_result_notice(values), signer=signer)


def compose_result_notice(values: ResultNotice) -> Composed:
    """Compose 评估结果告知书."""
    word = "合格" if values.qualified else "不合格"
    body: list[Block] = [
        Para(_course(values)),
        Para(("评估结果：", Span(word, Face.HEI), "。")),
    ]
    body += _qualified(values) if values.qualified else _unqualified(values)
    after = [delivery_slip(TITLE, values.sender, values.to)]
    return composed_letter(KIND, f"医疗保障定点\n{TITLE}", values.sender, values.to, body, after=after)


def _course(values: ResultNotice) -> str:
    begun = f"我单位于{day_words(values.accepted)}受理的" if values.accepted else ""
    steps = []
    if values.score is not None:
        score = values.score
        steps.append(
            f"于{day_words(score.day)}完成现场核查（得{points_words(score.points)}分，满分100分，合格分{points_words(score.pass_mark)}分；"
            "分值和合格分为本地默认，非文件规定）"
        )
    if values.meeting is not None:
        steps.append(f"于{day_words(values.meeting)}召开评估会议")
    done = f"已{'，'.join(steps)}。" if steps else "已评估完毕。"
    return f"{begun}你单位{values.what}，{done}{listed(values.articles)}现将评估结果告知你单位。"


def _qualified(values: ResultNotice) -> list[Block]:
    reasons = section("一、有关说明", _ended(values.reasons)) if values.reasons else []
    number = "二" if reasons else "一"
    return [
        *reasons,
        *section(
            f"{number}、后续步骤",
            "评估结果将按程序提交审议，审议通过的向社会公示；公示无异议的，由我单位与你单位协商谈判、签订医疗保障服务协议。"
            "签订协议前，你单位不是医疗保障定点医药机构，不得以定点名义开展结算。",
        ),
    ]


def _unqualified(values: ResultNotice) -> list[Block]:
    return [
        *section("一、理由", _ended(values.reasons)),
        *section("二、整改建议", _ended(values.advice)),
        *section("三、再次评估和申请", *_again(values)),
    ]


def _again(values: ResultNotice) -> list[str]:
    last = values.again
    if last is None or last.free is None:
        return ["整改完成后，可以再次提出申请。"]
    free = marked(last.free, last.doubt)
    counted = (
        f"本告知书已于{day_words(values.delivered)}送达，"
        if values.delivered
        else f"本告知书于{day_words(values.sender.day)}当面送达的，"
    )
    until = (
        f"你单位两次评估均不合格，至{last.words}止（{last.why}）不得再次申请，自{free}起可以重新申请。"
        if values.barred
        else f"整改期至{last.words}止（{last.why}），自{free}起可以再次组织评估。"
    )
    texts = [counted + until]
    if not values.delivered:
        texts.append("以其他方式送达的，从实际送达之日起按同样的方法计算，以送达回证记载的日期为准。")
    return texts


def _ended(text: str) -> str:
    return text.strip().rstrip("。") + "。"
