"""Every story of this folder, told through the real actions; and that a story which does not hold says so."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests import databases
from yb_desktop.base.errors import BadInput
from yb_desktop.services.stories.story import StoryReport, run_story
from yb_desktop.services.stories.story_form import Story, parse_story, read_story

STORIES: dict[Path, Story] = {path: read_story(path) for path in sorted(Path(__file__).parent.glob("*.toml"))}

HEAD = 'title = "t"\narea = "532326"\ntoday = 2026-12-31\n'


def step(do: str, *, on: str = "2026-03-02", params: str = "", expect: str = "") -> str:
    return f'[[step]]\non = {on}\ndo = "{do}"\nwith = {{ {params} }}\nexpect = {{ {expect} }}\n'


def told(*steps: str) -> StoryReport:
    return run_story(parse_story(HEAD + "".join(steps), "t.toml"), database=databases.new_database)


@pytest.mark.parametrize("story", STORIES.values(), ids=[story.title for story in STORIES.values()])
def test_story_holds(story: Story) -> None:
    holds(story)


@databases.on_server
@pytest.mark.parametrize("name", ["qujing_pharmacy", "j02_township_to_county"])
def test_story_holds_on_a_server(name: str) -> None:
    holds(next(story for path, story in STORIES.items() if path.stem == name))


def holds(story: Story) -> None:
    report = run_story(story, database=databases.new_database)

    assert report.failures == ()
    assert report.ok
    assert all(one.ok for one in report.steps)
    assert len(report.steps) == len(story.step)


def test_titles_are_chinese_and_tell_stories_apart() -> None:
    titles = [story.title for story in STORIES.values()]

    assert len(set(titles)) == len(titles)
    assert all(any("一" <= character <= "鿿" for character in title) for title in titles)


def test_a_story_repeats_itself() -> None:
    story = next(story for path, story in STORIES.items() if path.stem == "e04_visit_and_minutes")

    assert run_story(story) == run_story(story)


def test_both_limits_of_e1_pause_together() -> None:
    story = next(story for path, story in STORIES.items() if path.stem == "e01_paused_by_supplement")

    report = run_story(story, database=databases.new_database)

    due = [(one.source, one.last_day, one.outer) for one in report.steps[7].due if one.rule == "E1"]
    # T7: three working days for the 15 of CX-15, three calendar days (10 to 13 March) for the three months of N2-9.
    assert due == [("CX-15", date(2026, 3, 26), False), ("N2-9", date(2026, 6, 5), True)]


@pytest.mark.parametrize(("on", "provisional"), [("2026-07-24", False), ("2026-07-27", True), ("2026-07-30", True)])
def test_a_day_in_the_torch_festival_window_is_provisional(on: str, provisional: bool) -> None:
    # T3: the window is 3 to 9 August; five working days after 24 July end on the 31st, after the 27th on 3 August.
    report = told(step("applications.receive_materials", on=on))

    assert {one.provisional for one in report.steps[0].due if one.rule == "A15"} == {provisional}


RECEIVE = step("applications.receive_materials")


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        ((step("applications.accept"),), "被state拒绝"),
        ((RECEIVE, step("applications.accept")), "被A17拒绝"),
        ((step("applications.receive_materials", expect='refused = "A3"'),), "应被A3拒绝，实际办理成功"),
        ((RECEIVE, step("applications.accept", expect='refused = "A3"')), "应被A3拒绝，实际被A17拒绝"),
        ((step("applications.receive_materials", expect='state = "accepted"'),), "状态应为accepted，实际为received"),
        (
            (step("applications.receive_materials", expect="due = { A15 = 2026-03-10 }"),),
            "A15的最后一日应为2026-03-10，实际为2026-03-09",
        ),
        (
            (step("applications.receive_materials", expect="due = { A15 = false }"),),
            "A15的最后一日应为（不计时），实际为2026-03-09",
        ),
        (
            (step("applications.receive_materials", expect="due = { A16 = true }"),),
            "A16的最后一日应为（计时），实际为（不计时）",
        ),
        ((step("applications.receive_materials", expect="late = { A15 = 1 }"),), "A15应逾期1个工作日，实际为0个"),
        ((step("applications.receive_materials", expect="documents = []"),), "文书应为[]"),
        (
            (RECEIVE, step("applications.accept", expect='refused = "A17", unmet = ["A17"]')),
            "不满足项应为['A17']",
        ),
        (
            (
                RECEIVE,
                step("applications.check_ground", on="2026-03-01", expect='refused = "T8", allowed_from = 2026-03-01'),
            ),
            "应自2026-03-01起允许，实际为2026-03-02",
        ),
        ((step("applications.receive_materials", expect='text = "第1版"'),), "协议文本应为第1版，实际为（没有协议）"),
        ((step("applications.receive_materials") + 'file = { name = "a.md", text = "" }\n',), "不装入文件"),
        ((step("applications.fly"),), "没有名为“applications.fly”的办理动作"),
        ((step("applications.receive_materials", params="colour = 1"),), "没有参数“colour”"),
        ((step("applications.receive_materials", params='missing = "x"'),), "参数不合规"),
        ((step("applications.receive_materials", params='missing = ["x"]'),), "没有材料“x”"),
        (
            (
                RECEIVE,
                step("applications.withdraw", params='reason = "r", by = "我"'),
            ),
            "没有参数“by”",
        ),
    ],
)
def test_a_story_that_does_not_hold_says_so(steps: tuple[str, ...], says: str) -> None:
    report = told(*steps)

    assert not report.ok
    assert not report.steps[-1].ok
    assert any(says in failure for failure in report.failures), report.failures
    assert all(failure.startswith(f"第{len(steps)}步") for failure in report.failures)


def test_all_in_the_way_is_named_the_smallest_id_first() -> None:
    report = told(
        step("applications.receive_materials", params='missing = ["licence"]'),
        step("applications.accept", expect='refused = "A12"'),
    )

    refused = report.steps[1].refused
    assert report.ok
    assert refused is not None
    assert refused.rule == "A12"
    # Letter, then number: A12, A17, A23; the text says all of it.
    assert [one.rule for one in report.steps[1].unmet] == ["A12", "A17", "A23"]
    assert all(one.text.rstrip("。") in refused.text for one in report.steps[1].unmet)


def test_until_fulfilled_has_no_first_day() -> None:
    report = told(
        RECEIVE,
        step("applications.check_ground"),
        step(
            "applications.check_ground",
            params='ground = "illegal_termination", holds = true, event_day = 2015-06-01, fulfilled = false',
        ),
        step("applications.accept", expect='refused = "A17"'),
    )

    refused = report.steps[3].refused
    assert refused is not None
    assert refused.allowed_from is None
    assert "履行完毕" in refused.text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("title = ", "不是正确的TOML"),
        (HEAD, "内容不合规"),
        (HEAD + "step = []\n", "没有任何步骤"),
        (HEAD + '[[step]]\non = 2026-03-02\ndo = "x"\nwants = 1\n', "内容不合规"),
        (HEAD + '[[step]]\non = 2026-03-02\ndo = "x"\nexpect = { colour = 1 }\n', "内容不合规"),
    ],
)
def test_a_story_nobody_can_tell_is_refused(text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        parse_story(text, "t.toml")


def test_a_story_with_an_office_that_is_not_there_is_refused() -> None:
    with pytest.raises(BadInput) as refusal:
        told('[[step]]\non = 2026-03-02\ndo = "applications.receive_materials"\noffice = "999999"\n')
    assert refusal.value.code == "area-unknown"
