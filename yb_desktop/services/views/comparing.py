"""What the inspectors of a visit answered, side by side (E5): item by item, with what stands and where they differ.

Works for a visit under way and for one that is over; the newest visit of the application unless another is named.
"""

from __future__ import annotations

from dataclasses import dataclass

from yb_desktop.base.errors import NotAllowed
from yb_desktop.domain.case import Visit
from yb_desktop.domain.institution import Registration
from yb_desktop.domain.scoring import Answer, points_words
from yb_desktop.domain.visiting import merged
from yb_desktop.services.desk import Desk


@dataclass(frozen=True, slots=True)
class CellView:
    """What one inspector answered to an item: in words, with the points of a graded item and the note."""

    answer: Answer
    points: int | None
    note: str
    photos: int

    @property
    def words(self) -> str:
        """Say it in short."""
        return _words(self.answer, self.points)


@dataclass(frozen=True, slots=True)
class CompareLine:
    """An item: what each inspector of ``Comparison.inspectors`` answered, and the answer that stands.

    ``differs``: they disagree and nobody has settled it; ``settled`` is the lead's reason where the lead has.
    """

    item: str
    head: str
    label: str
    veto: bool
    cells: tuple[CellView | None, ...]
    stands: str
    differs: bool
    settled: str

    @property
    def disagreed(self) -> bool:
        """Say whether two inspectors answered differently, settled or not."""
        return len({(cell.answer, cell.points) for cell in self.cells if cell is not None}) > 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """The table: ``inspectors`` are its columns, the lead first among those who are named."""

    case: str
    institution_name: str
    number: str
    lead: str
    inspectors: tuple[str, ...]
    lines: tuple[CompareLine, ...]

    @property
    def disagreed(self) -> int:
        """Count the items on which inspectors differ or differed."""
        return sum(line.disagreed for line in self.lines)

    @property
    def unsettled(self) -> int:
        """Count the items that the lead still has to settle."""
        return sum(line.differs for line in self.lines)


def comparison(desk: Desk, case: str, *, visit: int = -1) -> Comparison:
    """Give the comparison of an application's visit. Raises ``NotAllowed`` (``state``) where there was none."""
    with desk.store.read() as reader:
        found = reader.case(case)
        entry = reader.institution(found.institution).registration
    if not -len(found.visits) <= visit < len(found.visits):
        raise NotAllowed.by("state", "该申请还没有现场核查，没有可以对照的答案。")
    chosen = found.visits[visit]
    team = tuple(member.person for member in found.team)
    answered = (one.fact.inspector for one in chosen.answers)
    inspectors = tuple(dict.fromkeys((*(one for one in team if one == chosen.lead), *team, *answered)))
    return Comparison(
        case=found.id,
        institution_name=entry.name,
        number=chosen.number,
        lead=chosen.lead,
        inspectors=inspectors,
        lines=_lines(chosen, entry, inspectors),
    )


def _lines(visit: Visit, entry: Registration, inspectors: tuple[str, ...]) -> tuple[CompareLine, ...]:
    result = merged(visit, entry)
    asked = {item.id for item in result.form.for_institution(entry.cls, entry.beds)}
    answers = {(one.fact.item, one.fact.inspector): one.fact for one in visit.answers}  # the newest of each
    settled = {one.fact.item: one.fact for one in visit.resolutions}
    lines = []
    for section in result.form.sections:
        for item in section.items:
            if item.id not in asked:
                continue
            cells = tuple(
                CellView(Answer(fact.answer), fact.points, fact.note, len(fact.photos))
                if (fact := answers.get((item.id, inspector))) is not None
                else None
                for inspector in inspectors
            )
            word, stands = settled.get(item.id), result.answers.get(item.id)
            lines.append(
                CompareLine(
                    item=item.id,
                    head=section.title,
                    label=item.label,
                    veto=item.veto,
                    cells=cells,
                    stands=_words(stands.answer, stands.points) if stands is not None else "",
                    differs=item.id in result.differing,
                    settled=word.reason if word else "",
                )
            )
    return tuple(lines)


def _words(answer: Answer, points: int | None) -> str:
    return answer.label if points is None else f"{answer.label}（{points_words(points)} 分）"
