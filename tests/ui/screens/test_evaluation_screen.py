"""评估 on the screen: stages as filters, the page of one, a meeting about several, results filed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.paper.documents.reading import text_of
from tests.ui.looking import gone, opened, press, says
from tests.ui.recording import written_apart
from tests.ui.screens.case_rooms import texts, unnamed
from tests.ui.screens.conftest import Heard
from tests.ui.screens.sample_offices import lead
from yb_desktop.domain.vocabulary import CaseState
from yb_desktop.services.papers import paper
from yb_desktop.services.people import find_person
from yb_desktop.services.registry import run
from yb_desktop.services.stories.story_defaults import prepare_step
from yb_desktop.services.views.evaluating import Stage, evaluations
from yb_desktop.ui.batch_papers import BatchDialog
from yb_desktop.ui.context import Context
from yb_desktop.ui.list_papers import ListPapersDialog
from yb_desktop.ui.screens.evaluation.page import NAME, EvaluationScreen
from yb_desktop.ui.widgets.disclosure import Disclosure

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

Settle = Callable[[], None]


@pytest.fixture
def screen(context: Context, qtbot: QtBot, settle: Settle) -> EvaluationScreen:
    made = EvaluationScreen(context)
    lead(context.navigator, NAME, made)
    context.navigator.written.connect(made.refresh)
    qtbot.addWidget(made.widget())
    made.widget().resize(1226, 690)
    made.widget().show()
    context.navigator.go(NAME)
    settle()
    return made


def names(screen: EvaluationScreen) -> list[str]:
    model = screen.list.rows.model
    lines = [model.row(at) for at in range(model.rowCount())]
    return [line.institution_name for line in lines if line is not None]


def in_stage(context: Context, stage: Stage) -> str:
    return next(line.case for line in evaluations(context.desk) if line.stage is stage)


def one_more_to_pass(context: Context) -> str:
    """Bring the application that waits for its team to where it waits for the meeting of the leading group."""
    case, desk, day = in_stage(context, Stage.DRAWING), context.desk, context.today
    with desk.store.read() as reader:
        reviewer = desk.sign_in(find_person(reader, "王建国"))
    for step in ("draw_team", "assign_visit", "finish_visit", "hold_meeting", "decide"):
        action = f"evaluation.{step}"
        run(desk, action, on=day, params=prepare_step(desk, action, day, {"case": case}))
    run(reviewer, "cases.release", on=day, params={"case": case})
    return case


def test_the_stages_are_filters(screen: EvaluationScreen, settle: Settle) -> None:
    assert len(names(screen)) == 4
    chips = [screen.list.stages.button(at) for at in range(len(Stage) + 1)]
    assert [chip.text() for chip in chips if chip.isVisible()] == [
        "全部 4",
        "待抽取 1",
        "核查中 1",
        "待审议 1",
        "公示中 1",
    ]
    chips[list(Stage).index(Stage.PUBLIC) + 1].click()
    settle()
    assert names(screen) == ["龙街镇团塘村卫生室"]
    assert unnamed(screen.list) == []


def test_the_page_of_one_leads_to_its_next_step(
    screen: EvaluationScreen, context: Context, heard: Heard, settle: Settle
) -> None:
    case = in_stage(context, Stage.PUBLIC)
    context.navigator.go(NAME, case)
    settle()
    said = texts(screen.page)
    for words in (
        "抽取核查人员",
        "举手表决",
        "核查得分",
        "举报投诉 0 件",
        "州政府门户网站州医疗保障局专栏",
    ):
        assert words in said
    drawing = screen.page.findChild(Disclosure)
    assert drawing is not None
    assert not drawing.inside.isVisible()  # the code of a draw is for whoever draws again
    drawing.opener.click()
    assert drawing.inside.isVisible()
    assert screen.page.go.text() == "去办理：公示结束"
    screen.page.go.click()
    assert (heard.went[-1].screen, heard.went[-1].entity) == ("applications", case)


def test_a_meeting_passes_one_and_not_the_other(
    screen: EvaluationScreen, context: Context, heard: Heard, settle: Settle
) -> None:
    first, second = in_stage(context, Stage.PASSING), one_more_to_pass(context)
    screen.refresh()
    settle()
    dialog = screen.list.pass_list()
    lines = {line.case: line for line in dialog.lines}
    assert lines.keys() == {first, second}
    lines[second].ticked.setChecked(False)
    dialog.submit()
    assert "未通过的理由" in texts(dialog)  # nothing is written without reasons
    assert dialog.isVisible()
    lines[second].note.setText("布局已饱和，建议调整")
    dialog.submit()
    settle()
    assert not dialog.isVisible()
    assert heard.said == ["已登记审议结果：2 件"]
    with context.desk.store.read() as reader:
        states = (reader.case(first).state, reader.case(second).state)
    assert states == (CaseState.LISTED, CaseState.NOT_PASSED)


def test_results_are_filed_together(screen: EvaluationScreen, context: Context, heard: Heard, settle: Settle) -> None:
    case = in_stage(context, Stage.PASSING)
    dialog = screen.list.file_results()
    dialog.form.set_values({"receipt": "备2026-7"})
    dialog.submit()
    settle()
    assert heard.said == ["已登记备案：1 件"]
    with context.desk.store.read() as reader:
        assert reader.case(case).results_filed == context.today
    assert not screen.list.filing.isEnabled()


def test_a_list_is_made_public_and_its_papers_are_written_together(
    screen: EvaluationScreen, context: Context, qtbot: QtBot, settle: Settle, tmp_path: Path
) -> None:
    cases = in_stage(context, Stage.PASSING), one_more_to_pass(context)
    for case in cases:
        run(context.desk, "evaluation.pass_list", on=context.today, params={"case": case, "passed": True})
    screen.refresh()
    settle()
    dialog = screen.list.publish_list()
    assert {line.case for line in dialog.lines} == {*cases}
    dialog.submit()
    gone(dialog, qtbot)
    context.navigator.go(NAME, cases[0])
    says(screen.page, "共 2 家：", qtbot)
    both = texts(screen.page).split("共 2 家：")[1].splitlines()[0].split("、")
    printed = text_of(paper(context.desk, "publicity_list", case=cases[1]))
    assert "下列2家医药机构" in printed
    assert all(name in printed for name in both)
    press(screen.page, "打印名单所列机构的文书…", qtbot)
    which = opened(screen.page, ListPapersDialog, qtbot)
    assert "所列机构" in texts(which)
    which.form.set_values({"document": "result_notice"})
    which.submit()
    writing = opened(screen.page, BatchDialog, qtbot)
    says(writing, "共 2 份", qtbot)
    settle()
    ask = written_apart(writing, context, tmp_path)
    settle()
    gone(writing, qtbot)
    assert [one.name[:12] for one in sorted(tmp_path.glob("*.pdf"))] == ["0001_评估结果告知书", "0002_评估结果告知书"]
    assert not ask.said  # nothing was left out


def test_what_was_refused_stays_with_its_reason(screen: EvaluationScreen, context: Context, settle: Settle) -> None:
    case = in_stage(context, Stage.PASSING)
    dialog = screen.list.pass_list()
    run(context.desk, "evaluation.pass_list", on=context.today, params={"case": case, "passed": True})
    dialog.submit()  # meanwhile somebody else has written it
    settle()
    assert dialog.isVisible()
    assert "有 1 件没有登记" in texts(dialog)


def test_whoever_may_not_is_told_before_pressing(screen: EvaluationScreen, context: Context, settle: Settle) -> None:
    with context.desk.store.read() as reader:
        context.desk = context.desk.sign_in(find_person(reader, "张文华"))
    screen.refresh()
    settle()
    assert not screen.list.passing.isEnabled()
    assert "需要岗位：经办。您的岗位：核查员。" in screen.list.why.text()
