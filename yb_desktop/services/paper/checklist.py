"""Gathers a form with points into the lines of its paper: empty for work by hand, or with what was answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from yb_desktop.domain.forms import Applies, Form, Item
from yb_desktop.domain.scoring import Answer
from yb_desktop.paper.documents.checklists import ChecklistItem, ChecklistSection, FoundAnswer

_NO_ARTICLE = "本地默认"
_YES_NO = (Answer.YES, Answer.NO)


@dataclass(frozen=True, slots=True)
class Filled:
    """What was answered, by item, and the hundredths each head came to; nothing on an empty form."""

    answers: Mapping[str, FoundAnswer] = field(default_factory=dict)
    heads: Mapping[str, int] = field(default_factory=dict)


def sections_of(
    sheet: Form, asked: Iterable[Item], short: Mapping[str, str], *, filled: Filled | None = None, named: bool = False
) -> tuple[ChecklistSection, ...]:
    """Give the heads with the items that are asked; ``short`` are the articles as the narrow column writes them.

    ``named``: an item that is not asked of everybody says of whom, for a form that is not yet one institution's.
    """
    wanted = {item.id for item in asked}
    known = filled or Filled()
    return tuple(
        ChecklistSection(
            title=section.title,
            items=tuple(_item(item, short, known, named=named) for item in section.items if item.id in wanted),
            veto=section.veto,
            points=section.points,
            got=known.heads.get(section.id),
        )
        for section in sheet.sections
    )


def _item(item: Item, short: Mapping[str, str], filled: Filled, *, named: bool) -> ChecklistItem:
    return ChecklistItem(
        label=item.label + (_of_whom(item.applies) if named else ""),
        look_for=item.look_for,
        how=item.how,
        articles=tuple(short[source] for source in item.basis if source in short) or (_NO_ARTICLE,),
        choices=tuple(answer.label for answer in _choices(item)),
        points=item.points,
        found=filled.answers.get(item.id),
    )


def _choices(item: Item) -> tuple[Answer, ...]:
    if item.veto:
        return _YES_NO
    return tuple(answer for answer in Answer if answer is not Answer.NOT_APPLICABLE or item.may_skip)


def _of_whom(applies: Applies) -> str:
    if applies.always:
        return ""
    said = [f"床位{applies.beds_from}张以上的机构"] if applies.beds_from else []
    said += [f"限{'、'.join(one.label for one in applies.classes)}"] if applies.classes else []
    said += [f"{'、'.join(one.label for one in applies.except_classes)}除外"] if applies.except_classes else []
    return f"（{'，'.join(said)}）"
