"""What the law says, in the words of a paper: articles with their documents, last days with how they were counted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from yb_desktop.domain.case import Case
from yb_desktop.domain.limits import Limit, due_of_limit
from yb_desktop.law.catalogue import Count, Document
from yb_desktop.law.counting import first_day_free
from yb_desktop.law.law import Due, Kind, Law
from yb_desktop.law.report import cited
from yb_desktop.paper.days import day_words
from yb_desktop.paper.documents.values import LastDay

_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CONVENTION = re.compile(r"（T\d）")
_MARKS = "①②③④⑤⑥⑦⑧⑨⑩"
_DOUBT = "暂"


def in_words(text: str) -> str:
    """Write the ISO days in a sentence as papers do, and leave out the numbers of our own conventions."""
    return _CONVENTION.sub("", _ISO_DAY.sub(lambda found: day_words(date.fromisoformat(found.group())), text))


def local_day(moment: str) -> date:
    """Give the day of an instant as this PC counts it."""
    return datetime.fromisoformat(moment).astimezone().date()


def last_days(law: Law, case: Case, limit: Limit) -> tuple[LastDay, ...]:
    """Give the ends of one clock of a case, the most local first, as papers print them."""
    due = due_of_limit(limit, law, area=case.area, kind=case.institution_kind, in_force_on=case.received)
    return tuple(last_day(law, one) for one in due)


def last_day(law: Law, due: Due) -> LastDay:
    """Give one end of a clock as papers print it."""
    # `why` is one sentence that begins with how the day was counted, and what else is to be said behind semicolons.
    sentence, *more = in_words(due.why).split("；")
    doubts = [clause.removeprefix("暂定：") for clause in more if _DOUBT in clause]
    doubt = "，".join(doubts) if due.provisional else ""
    figures = law.catalogue.rule(due.rule).figures(due.part)
    waits = Count.WAIT in {basis.count or law.catalogue.rule(due.rule).count for basis in figures}
    return LastDay(
        day=due.last_day,
        counted=sentence.partition("，")[0],
        article=cited(law, due.source),
        doubt=doubt or ("放假安排尚未全部公布" if due.provisional else ""),
        outer=due.outer,
        free=first_day_free(due.last_day) if waits else None,
    )


def rule_articles(law: Law, case: Case, rule: str) -> tuple[str, ...]:
    """Give the articles a rule rests on for a case, each document with its title where it is named first."""
    bases = law.in_force(rule, area=case.area, kind=case.institution_kind, on=case.received)
    return full_articles(law, [basis.source for basis in bases if not basis.is_local])


def full_articles(law: Law, sources: Iterable[str]) -> tuple[str, ...]:
    """Cite articles with title and number of their document; of one named before, the article alone."""
    out: list[str] = []
    named: set[str] = set()
    for source in dict.fromkeys(sources):
        document = _document(law, source)
        if document is None:
            continue
        text = cited(law, source)
        article = text.removeprefix(document.number)
        out.append(article if document.code in named else f"《{document.title}》（{document.number}）{article}")
        named.add(document.code)
    return tuple(out)


def standing(law: Law, case: Case, sources: Iterable[str]) -> tuple[str, ...]:
    """Give the sources whose document binds a case: its area, its kind, on the day its materials came in."""
    return binding(law, sources, area=case.area, kind=case.institution_kind, on=case.received)


def binding(law: Law, sources: Iterable[str], *, area: str, kind: Kind, on: date) -> tuple[str, ...]:
    """Give the sources whose document binds institutions of a kind in an area on a day."""
    found = ((source, _document(law, source)) for source in sources)
    return tuple(
        source
        for source, document in found
        if document and document.covers(area) and kind in document.kinds and document.in_force(on)
    )


def short_articles(law: Law, sources: Iterable[str]) -> Mapping[str, str]:
    """Give each source as ①7条（二）1, for narrow columns; ``legend`` says what ① is."""
    numbers = _numbers(law, sources)
    out: dict[str, str] = {}
    for source in sources:
        document = _document(law, source)
        if document is not None:
            mark = _MARKS[numbers.index(document.number)]
            article = cited(law, source).removeprefix(document.number)
            out[source] = mark + article.replace("第", "").replace("项", "")
    return out


def legend(law: Law, sources: Iterable[str]) -> tuple[str, ...]:
    """Say what the marks of ``short_articles`` mean."""
    return tuple(f"{mark}{number}" for mark, number in zip(_MARKS, _numbers(law, sources), strict=False))


def _numbers(law: Law, sources: Iterable[str]) -> list[str]:
    documents = (_document(law, source) for source in sources)
    return list(dict.fromkeys(document.number for document in documents if document is not None))


def _document(law: Law, source: str) -> Document | None:
    return law.catalogue.by_code.get(source.partition("-")[0])
