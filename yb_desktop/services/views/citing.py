"""What a badge says of a rule, and what the rule says where its badge is pressed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from yb_desktop.domain.official_text import article_of
from yb_desktop.law.catalogue import Basis, Kind
from yb_desktop.law.law import Law
from yb_desktop.law.report import cited
from yb_desktop.services.desk import Desk
from yb_desktop.services.reference_files import official_text
from yb_desktop.store.reading import Reader


@dataclass(frozen=True, slots=True)
class Cited:
    """A rule with the article it stands in; ``article`` is empty for a local default that no document states."""

    rule: str
    title: str
    article: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article behind a rule: where it stands, the figure as it writes it, the document's title, its own text."""

    article: str
    words: str
    document: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule with every article in force."""

    rule: str
    title: str
    articles: tuple[Article, ...]


def citation(law: Law, rule: str, *, area: str, kind: Kind | None = None, on: date) -> Cited | None:
    """Cite a rule by its most local article in force; ``None`` for what is no rule (``state``, ``role``)."""
    found = law.catalogue.by_id.get(rule)
    if found is None:
        return None
    standing = law.in_force(rule, area=area, kind=kind, on=on)
    return Cited(rule, found.title, _article(law, standing[0]) if standing else "")


def texts_of(reader: Reader, documents: Iterable[str]) -> dict[str, str]:
    """Give the official texts of documents, as far as an office has loaded them."""
    found = ((code, official_text(reader, code)) for code in documents)
    return {code: text for code, text in found if text}


def article_here(law: Law, basis: Basis, texts: Mapping[str, str]) -> str:
    """Give the article that a basis rests on, empty where its document was not loaded."""
    text = texts.get(basis.document, "")
    return article_of(text, basis.source, articles=law.catalogue.by_code[basis.document].articles) if text else ""


def rule_text(desk: Desk, rule: str, *, on: date) -> RuleText:
    """Give a rule with its articles in force, the most local first. Raises ``BadInput`` for an unknown rule."""
    law, area = desk.law, desk.info.area
    found = law.catalogue.rule(rule)
    with desk.store.read() as reader:
        texts = texts_of(reader, {basis.document for basis in found.basis if basis.document})
    articles = tuple(
        Article(
            _article(law, basis) or cited(law, basis.source),
            basis.words,
            law.catalogue.by_code[basis.document].title if basis.document else "",
            article_here(law, basis, texts),
        )
        for basis in law.in_force(rule, area=area, on=on)
    )
    return RuleText(rule, found.title, articles)


def _article(law: Law, basis: Basis) -> str:
    return "" if basis.is_local else cited(law, basis.source)
