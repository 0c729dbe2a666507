"""Three inspectors side by side: who answered what, what stands, where they differ."""

from __future__ import annotations

import pytest

from tests.services.office import Office, make
from yb_desktop.base.errors import NotAllowed
from yb_desktop.services.views.comparing import comparison
from yb_desktop.services.views.visits import visit_view


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = make(tmp_path_factory.mktemp("office") / "data", {})
    made.evaluating()
    return made


def test_before_a_visit_there_is_nothing_to_compare(office: Office) -> None:
    with pytest.raises(NotAllowed, match="还没有现场核查"):
        comparison(office.desk, office.case)
    office.desk.store.close()


def test_answers_beside_each_other(office: Office) -> None:
    office.do("evaluation.draw_team")
    office.do("evaluation.assign_visit")
    view = visit_view(office.desk, office.case)
    first, second, third = view.items[:3]
    lead, *others = [view.lead, *(one for one in view.team if one != view.lead)]
    for inspector in (lead, *others):
        office.do("evaluation.answer_item", item=first.id, answer="yes", inspector=inspector)
        said = "no" if inspector == others[0] else "yes"
        office.do("evaluation.answer_item", item=second.id, answer=said, inspector=inspector, note=f"{inspector}看到的")
    office.do("evaluation.answer_item", item=third.id, answer="no", inspector=others[1])
    table = comparison(office.desk, office.case)

    assert (table.inspectors[0], set(table.inspectors)) == (lead, set(view.team))
    lines = {line.item: line for line in table.lines}
    assert (lines[first.id].stands, lines[first.id].differs) == ("符合", False)
    differing = lines[second.id]
    cells = dict(zip(table.inspectors, differing.cells, strict=True))
    refused = cells[others[0]]
    assert refused is not None
    assert (refused.words, refused.note) == ("不符合", f"{others[0]}看到的")
    assert (differing.differs, differing.stands, differing.disagreed) == (True, "", True)
    assert [cell is None for cell in lines[third.id].cells].count(True) == len(view.team) - 1
    assert (table.disagreed, table.unsettled) == (1, 1)

    office.do("evaluation.resolve_item", item=second.id, answer="yes", reason="现场再次核对")
    settled = {line.item: line for line in comparison(office.desk, office.case).lines}[second.id]
    assert (settled.stands, settled.settled, settled.differs, settled.disagreed) == (
        "符合",
        "现场再次核对",
        False,
        True,
    )
    office.desk.store.close()
