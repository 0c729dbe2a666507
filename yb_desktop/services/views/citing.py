"""What a badge says of a rule, and what the rule says where its badge is pressed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yb_desktop.law.catalogue import Basis, Kind
from yb_desktop.law.law import Law
from yb_desktop.law.report import cited


@dataclass(frozen=True, slots=True)
class Cited:
    """A rule with the article it stands in; ``article`` is empty for a local default that no document states."""

    rule: str
    title: str
    article: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article behind a rule: where it stands, the figure as it writes it, the document's title."""

    article: str
    words: str
    document: str


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


def rule_text(law: Law, rule: str, *, area: str, on: date) -> RuleText:
    """Give a rule with its articles in force, the most local first. Raises ``BadInput`` for an unknown rule."""
    found = law.catalogue.rule(rule)
    articles = tuple(
        Article(
            _article(law, basis) or cited(law, basis.source),
            basis.words,
            law.catalogue.by_code[basis.document].title if basis.document else "",
        )
        for basis in law.in_force(rule, area=area, on=on)
    )
    return RuleText(rule, found.title, articles)


def _article(law: Law, basis: Basis) -> str:
    return "" if basis.is_local else cited(law, basis.source)
