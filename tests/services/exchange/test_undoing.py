"""A whole take-in undone: reversed, kept because edited since, impossible, each by name; and taken in again."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select, update

from tests.services.exchange.desks import (
    COUNTY,
    PREFECTURE,
    TODAY,
    Pair,
    digests,
    names,
    register,
    same_after_rebuild,
)
from yb_desktop.base.canon import Json
from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.services.exchange.sending import Exported
from yb_desktop.services.exchange.taking import TakenIn
from yb_desktop.services.exchanging import (
    Undoing,
    UndoPlan,
    export,
    needs_signature,
    preview,
    take_in,
    undo,
    undo_preview,
)
from yb_desktop.services.registry import run
from yb_desktop.services.stories.story_defaults import prepare_step
from yb_desktop.services.views.exchange import exchange_view
from yb_desktop.store.exchange_state import RecordState, record_state, set_aside
from yb_desktop.store.tables import PROJECTIONS
from yb_desktop.store.tables.exchange import inbox


def forget_places(pair: Pair, **values: str) -> None:
    """Leave the inbox of the prefecture as a version of the program left it that did not note what a bundle brought."""
    with pair.prefecture.store.write() as tx:
        tx.connection.execute(update(inbox).values(first_at=0, last_at=0, **values))


REASON = "报送了还在核对的材料"


def send(pair: Pair, *, again: bool = False) -> Exported:
    return export(pair.county, to=PREFECTURE, out=pair.stick(), signer=pair.county_key, again=again)


def receive(pair: Pair, exported: Exported) -> TakenIn:
    (one,) = exported.bundles
    return take_in(pair.prefecture, one.file, pair.prefecture_key)


def hear(pair: Pair, receipt: Path | None) -> TakenIn:
    assert receipt is not None
    return take_in(pair.county, receipt, None)


def do(pair: Pair, action: str, **params: Json) -> str:
    return run(pair.county, action, on=TODAY, params=prepare_step(pair.county, action, TODAY, params)).entity


def institution(pair: Pair, number: int) -> str:
    with pair.county.store.read() as reader:
        return reader.same_name_in(COUNTY, f"第{number}村卫生室")[0].id


def take_back(pair: Pair, bundle: str) -> UndoPlan:
    """Undo a take-in, and see that a rebuild makes the very same tables."""
    plan = undo(pair.prefecture, bundle, reason=REASON, signer=pair.prefecture_key).plan
    same_after_rebuild(pair.prefecture)
    return plan


def told(plan: UndoPlan, fate: Undoing) -> list[str]:
    return [one.text for one in plan.of(fate)]


def test_everything_that_nothing_stands_on_leaves_the_books_and_comes_again(pair: Pair) -> None:
    register(pair.county, 1, 2)
    exported = send(pair)
    first = receive(pair, exported)
    hear(pair, first.receipt)
    before = digests(pair.prefecture)

    shown = undo_preview(pair.prefecture, first.bundle)
    assert told(shown, Undoing.REVERSED) == [
        f"登记机构　机构 第1村卫生室（{TODAY}）",
        f"登记机构　机构 第2村卫生室（{TODAY}）",
    ]
    assert (shown.of(Undoing.KEPT), shown.of(Undoing.IMPOSSIBLE)) == ((), ())
    assert names(pair.prefecture) == ["第1村卫生室", "第2村卫生室"], "a preview changes nothing"

    done = undo(pair.prefecture, first.bundle, reason=REASON, signer=pair.prefecture_key, out=pair.stick("back"))
    assert names(pair.prefecture) == []
    assert pair.prefecture.store.backups()[0].name == f"{TODAY}-undo.db"
    same_after_rebuild(pair.prefecture)
    with pair.prefecture.store.read() as reader:
        assert reader.chain_head(COUNTY, "pc1")[0] == 2, "the chain of the sender stays whole"
        assert [(one.code, one.text) for one in set_aside(reader, COUNTY, "pc1")] == [
            ("undone", f"撤回接收：{REASON}")
        ] * 2

    heard = hear(pair, done.receipt)
    assert (heard.taken, [row.reason for row in heard.refused]) == (0, [f"撤回接收：{REASON}"] * 2)
    with pair.county.store.read() as reader:
        rids = [record.rid for record in reader.records(office=COUNTY, device="pc1")]
        assert {record_state(reader, rid) for rid in rids} == {RecordState.REFUSED}

    (file,) = (one.file for one in exported.bundles)
    assert needs_signature(pair.prefecture, file)
    assert [one.text for one in preview(pair.prefecture, file).adds] == [
        "新增机构 第1村卫生室（金碧镇）",
        "新增机构 第2村卫生室（金碧镇）",
    ]
    again = take_in(pair.prefecture, file, pair.prefecture_key)
    assert (again.taken, again.duplicate) == (2, False)
    assert names(pair.prefecture) == ["第1村卫生室", "第2村卫生室"]
    same_after_rebuild(pair.prefecture)
    after = digests(pair.prefecture)
    changed = [table.name for table, old, new in zip(PROJECTIONS, before, after, strict=True) if old != new]
    assert changed == ["offices"], "all is as it was, but for what our office said itself"
    hear(pair, again.receipt)
    with pair.county.store.read() as reader:
        assert {record_state(reader, rid) for rid in rids} == {RecordState.TAKEN}
    assert take_in(pair.prefecture, file, None).duplicate


def test_what_was_edited_since_is_kept_with_all_that_it_rests_on(pair: Pair) -> None:
    register(pair.county, 1, 2)
    do(pair, "institutions.amend", institution=institution(pair, 1), fields={"phone": "0878-6220000"})
    first = receive(pair, send(pair))
    case = do(pair, "applications.receive_materials", institution=institution(pair, 1))
    second = receive(pair, send(pair))

    plan = take_back(pair, first.bundle)
    assert told(plan, Undoing.REVERSED) == [f"登记机构　机构 第2村卫生室（{TODAY}）"]
    assert told(plan, Undoing.KEPT) == [
        f"登记机构　机构 第1村卫生室（{TODAY}）",
        f"更正登记信息　机构 第1村卫生室（{TODAY}）",
    ]
    why = f"此后又办理了“收件”（{TODAY}，532326的pc1），要先撤回或更正那一步。"
    assert {one.reason for one in plan.of(Undoing.KEPT)} == {why}
    assert names(pair.prefecture) == ["第1村卫生室"]

    with pytest.raises(NotAllowed) as refused:
        take_back(pair, first.bundle)
    assert why in refused.value.text
    assert [one.record.entity for one in take_back(pair, second.bundle).of(Undoing.REVERSED)] == [case]
    assert len(take_back(pair, first.bundle).of(Undoing.REVERSED)) == 2, "once the later one is gone, the rest goes too"
    assert names(pair.prefecture) == []
    with pytest.raises(NotAllowed) as nothing:
        take_back(pair, first.bundle)
    assert "没有记录在账上" in nothing.value.text


def test_what_is_built_on_reversed_records_waits_until_they_come_again(pair: Pair) -> None:
    """The sender goes on: new work on what was reversed waits aside, other work goes in; one button brings all."""
    register(pair.county, 1, 2)
    first = receive(pair, send(pair))
    hear(pair, first.receipt)
    done = undo(pair.prefecture, first.bundle, reason=REASON, signer=pair.prefecture_key)
    do(pair, "institutions.amend", institution=institution(pair, 1), fields={"phone": "0878-6220000"})
    do(pair, "applications.receive_materials", institution=institution(pair, 2))
    register(pair.county, 3)
    later = receive(pair, send(pair))
    assert (later.taken, len(later.refused)) == (1, 2)
    assert {"重新导出" in row.reason for row in later.refused} == {True}
    assert [one.undone for one in exchange_view(pair.prefecture).received] == [False, True]
    assert names(pair.prefecture) == ["第3村卫生室"]
    same_after_rebuild(pair.prefecture)

    hear(pair, done.receipt)
    hear(pair, later.receipt)
    assert send(pair).bundles == (), "nothing goes by itself"
    again = send(pair, again=True)
    assert [one.records for one in again.bundles] == [5]
    filled = receive(pair, again)
    assert (filled.taken, len(filled.again)) == (2, 2)
    assert sorted(names(pair.prefecture)) == ["第1村卫生室", "第2村卫生室", "第3村卫生室"]
    assert [one.undone for one in exchange_view(pair.prefecture).received] == [False] * 3
    same_after_rebuild(pair.prefecture)
    hear(pair, filled.receipt)
    with pair.county.store.read() as reader:
        states = {record_state(reader, one.rid) for one in reader.records(office=COUNTY, device="pc1")}
    assert states == {RecordState.TAKEN}
    assert send(pair, again=True).bundles == ()


def test_a_receipt_not_handed_over_yet_goes_with_the_one_that_takes_it_back(pair: Pair) -> None:
    register(pair.county, 1)
    first = receive(pair, send(pair))
    undo(pair.prefecture, first.bundle, reason=REASON, signer=pair.prefecture_key, out=pair.stick("back"))
    both = sorted(pair.stick("back").iterdir())
    assert len(both) == 2
    assert [len(take_in(pair.county, one, None).refused) for one in both] == [0, 1]


def test_what_cannot_be_undone_says_so(pair: Pair) -> None:
    register(pair.county, 1)
    first = receive(pair, send(pair))
    with pytest.raises(BadInput) as unknown:
        undo_preview(pair.prefecture, "532326-pc1-532300.submission-1-9")
    assert unknown.value.code == "not-found"
    with pytest.raises(BadInput) as silent:
        undo(pair.prefecture, first.bundle, reason=" ", signer=pair.prefecture_key)
    assert silent.value.code == "reason"
    hear(pair, first.receipt)
    with pytest.raises(NotAllowed) as receipt:
        undo_preview(pair.county, "532300-pc1-532326.receipt-1-1")
    assert receipt.value.code == "undo-refused"
    assert names(pair.prefecture) == ["第1村卫生室"]


def test_a_record_that_went_is_found_nowhere_in_the_tables(pair: Pair) -> None:
    """Rows, clocks, duties, search and the register of documents: of a case that left the books there is none."""
    register(pair.county, 1)
    receive(pair, send(pair))
    case = do(pair, "applications.receive_materials", institution=institution(pair, 1))
    do(pair, "applications.check_ground", case=case)
    second = receive(pair, send(pair))
    take_back(pair, second.bundle)
    with pair.prefecture.store.read() as reader:
        rows = [
            repr(tuple(row))
            for table in PROJECTIONS
            if table.name not in {"offices", "undone"}
            for row in reader.connection.execute(select(table))
        ]
        assert not [row for row in rows if case in row]
        assert reader.entity(case) is None
        assert list(reader.of_type("applications.receive_materials")) == []


def test_what_came_before_an_upgrade_is_undone_as_far_as_its_log_tells(pair: Pair) -> None:
    register(pair.county, 1, 2)
    receive(pair, send(pair))
    register(pair.county, 3)
    second = send(pair)
    receive(pair, second)
    forget_places(pair)
    plan = undo_preview(pair.prefecture, second.bundles[0].id)
    assert [(one.fate, one.record.seq) for one in plan.lines] == [(Undoing.REVERSED, 3)]
    undo(pair.prefecture, second.bundles[0].id, reason=REASON, signer=pair.prefecture_key)
    assert names(pair.prefecture) == ["第1村卫生室", "第2村卫生室"]
    same_after_rebuild(pair.prefecture)
    assert receive(pair, second).taken == 1

    forget_places(pair, channel=f"{PREFECTURE}.assignment")
    with pytest.raises(NotAllowed) as refused:
        undo_preview(pair.prefecture, second.bundles[0].id)
    assert "升级前接收的任务或参考数据，当时没有记下带来了哪些记录，不能整包撤回" in refused.value.text
