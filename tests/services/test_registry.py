"""What the registry of actions says of records: every type that the books can hold has words."""

from __future__ import annotations

from yb_desktop.domain.facts import known_types
from yb_desktop.services import actions
from yb_desktop.services.registry import all_actions, step_title

actions.load()


def test_every_record_that_the_books_can_hold_has_words_of_its_own() -> None:
    titles = {record_type: step_title(record_type) for record_type in known_types()}
    assert [one for one, title in titles.items() if not title or title.isascii()] == []
    beside = known_types() - all_actions().keys()
    assert {titles[one] for one in beside} == {
        "变更经办机构",
        "建立日常处理档案",
        "提交审核",
        "撤回接收",
        "重新接收",
    }
