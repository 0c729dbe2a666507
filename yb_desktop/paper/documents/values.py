"""What several papers say alike: whose paper it is, which articles it rests on, and the last day of a period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yb_desktop.paper.days import day_words

PROVISIONAL = "（暂定）"
ADMINISTRATION = "同级医疗保障行政部门"
"""Who gets a copy of what is done under an agreement (B5, C13)."""
EMPTY_NUMBER = "空白表"
"""The number on the foot of a form that is printed empty, for work by hand."""


@dataclass(frozen=True, slots=True)
class Sender:
    """The office a paper comes from, its number in the register (文号) and its day."""

    office: str
    number: str
    day: date


@dataclass(frozen=True, slots=True)
class LastDay:
    """The end of a period: the day, how it was counted (自…的次日起算5个工作日), by which article, what is uncertain.

    ``article`` is 本地默认，非文件规定 where the figure is the office's own.

    ``free`` is the first day on which a wait or a bar is over; ``outer`` marks the limit of a less local article.
    """

    day: date
    counted: str
    article: str
    doubt: str = ""
    outer: bool = False
    free: date | None = None

    @property
    def words(self) -> str:
        """The day as papers write it, marked where it is provisional."""
        return marked(self.day, self.doubt)

    @property
    def why(self) -> str:
        """How it was counted, by which article, and why it is provisional."""
        return f"{self.counted}，{self.article}" + (f"；暂定的原因：{self.doubt}" if self.doubt else "")


def marked(day: date, doubt: str) -> str:
    """Write a day, with （暂定） where something about it is uncertain."""
    return day_words(day) + (PROVISIONAL if doubt else "")


def listed(articles: tuple[str, ...]) -> str:
    """Write the articles a paper rests on: ``依照甲第1条、乙第2条，`` or nothing where there is none."""
    return f"依照{'、'.join(articles)}，" if articles else ""
