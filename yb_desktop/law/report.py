"""The catalogue as plain rows, for the command line, the catalogue page and the badge on a screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from yb_desktop.law.catalogue import LOCAL, LOCAL_TEXT, NO_BASIS_TEXT, Basis, Kind, Rule, RuleKind
from yb_desktop.law.law import Law


@dataclass(frozen=True, slots=True)
class BasisRow:
    """One article of a rule; ``number`` is the document's, ``words`` and ``value`` are its figure (if it has one).

    ``note`` says what is uncertain about the document (Y344 has no date).
    """

    source: str
    number: str
    kinds: tuple[Kind, ...]
    part: str
    words: str
    value: int | None
    unit: str
    in_force: bool
    note: str


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule. ``note`` says 本地区无规定 or 本地默认，非文件规定 where that holds, and is empty otherwise."""

    id: str
    title: str
    kind: str
    chapter: str
    manual: bool
    reason: str
    in_force: bool
    note: str
    bases: tuple[BasisRow, ...]


def rules_table(law: Law, ids: Sequence[str] = (), *, on: date, area: str) -> tuple[RuleRow, ...]:
    """Give the rules named (all, if none) as they stand on a day in an area; the bases in force come first.

    Raises ``BadInput`` for an unknown rule or area.
    """
    rules = [law.catalogue.rule(rule_id) for rule_id in ids] if ids else law.catalogue.rules
    return tuple(_row(law, rule, on, area) for rule in rules)


def cited(law: Law, source: str) -> str:
    """Write a source as a badge or a paper cites it: ``CX-18(3)`` is 楚医保〔2022〕10号第18条（三）.

    A local default has no article: it is 本地默认，非文件规定. Raises ``KeyError`` for a document not in the catalogue.
    """
    if source == LOCAL:
        return LOCAL_TEXT
    code, _, rest = source.partition("-")
    article, _, rest = rest.partition("(")
    paragraph, _, item = rest.partition(")")
    document = law.catalogue.by_code[code]
    text = f"{document.number}第{article}{'条' if document.articles else '点'}"
    if paragraph:
        text += f"（{_NUMERALS[int(paragraph)]}）"
    return text + (f"第{item}项" if item else "")


_NUMERALS = ("零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十")


def _row(law: Law, rule: Rule, on: date, area: str) -> RuleRow:
    standing = law.in_force(rule.id, area=area, on=on)
    for_any_kind = {b for kind in Kind for b in law.in_force(rule.id, area=area, kind=kind, on=on)}
    # A default that fills the gap of one kind only stands beside the documents of the other.
    local = tuple(b for b in rule.basis if b.is_local and b in for_any_kind and b not in standing)
    rows = [_basis_row(law, basis, in_force=True) for basis in (*standing, *local)]
    idle = [b for b in rule.basis if b not in standing and b not in local]
    rows += [_basis_row(law, basis, in_force=False) for basis in idle]
    in_force = bool(standing) or bool(local) or rule.kind is RuleKind.CONVENTION
    note = "" if in_force else NO_BASIS_TEXT
    if in_force and standing and all(basis.is_local for basis in standing):
        note = LOCAL_TEXT
    return RuleRow(
        rule.id, rule.title, rule.kind.value, rule.chapter, rule.manual, rule.reason, in_force, note, tuple(rows)
    )


def _basis_row(law: Law, basis: Basis, *, in_force: bool) -> BasisRow:
    document = law.catalogue.by_code[basis.document] if basis.document else None
    return BasisRow(
        basis.source,
        document.number if document else LOCAL_TEXT,
        basis.kinds,
        basis.part,
        basis.words,
        basis.value,
        basis.unit.value if basis.unit else "",
        in_force,
        document.from_note if document else "",
    )
